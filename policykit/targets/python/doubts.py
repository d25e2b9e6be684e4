"""When an answer rests on a chosen reading: where another reading of the same ambiguity would change the rule that answered (C11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ...ir.expr import names
from ...ir.pack import Pack, Rule, RuleChange

Guard = Callable[[Rule], str | None]


def doubts(pack: Pack, decision: str, rules: Mapping[str, Rule], rule: Rule, guard: Guard) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The readings on which the rule always rests, and those on which it rests under a condition (an expression made by `guard`)."""
    sure: list[str] = []
    conditional: list[tuple[str, str]] = []
    for name in rule.readings:
        condition = _rests_on(pack, decision, rules, rule, name, guard)
        if condition is None:
            sure.append(name)
        elif condition:
            conditional.append((name, condition))
    return tuple(sure), conditional


def _rests_on(pack: Pack, decision: str, rules: Mapping[str, Rule], rule: Rule, name: str, guard: Guard) -> str | None:
    """When another reading of the ambiguity changes this rule's answer: None always, "" never."""

    def concerns(change: RuleChange) -> bool:
        """A change to this rule, or to an exception from it."""
        return change.decision == decision and (change.rule == rule.id or (change.rule in rules and rule.id in rules[change.rule].excepts))

    ambiguity = pack.ambiguities.get(name)
    changes = [c for a in (ambiguity.alternatives if ambiguity else ()) for c in a.changes if isinstance(c, RuleChange) and concerns(c)]
    if not changes:
        return None  # the ambiguity is named, but no encoded reading says how it would change this rule
    conditions: dict[str, None] = {}
    computed = _steps(rules.values())
    for change in changes:
        other = change.becomes
        if other is not None and not _steps([other]) <= computed:
            return None  # a step that only the other reading asks: what it would say is not worked out here
        if change.rule == rule.id:
            if other is None or other.result != rule.result or other.strength != rule.strength:
                return None
            now = guard(other)
            if now is not None and now != guard(rule):
                conditions[f"not ({now})"] = None
        elif other is not None and (now := guard(other)) != guard(rules[change.rule]):
            if now is None:
                return None
            conditions[f"({now})"] = None
    return " or ".join(conditions)


def _steps(rules: Iterable[Rule]) -> set[str]:
    """The steps that the conditions of rules read."""
    return {n for r in rules for t in r.tests for n in names(t.holds, "step")}
