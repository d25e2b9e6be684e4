"""When an answer rests on a chosen reading, as code: `ir/doubts.py` says what other readings change, the conditions are written out here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...ir.doubts import other_rules
from ...ir.pack import Pack, Rule

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
    others = other_rules(pack, decision, rules, rule, name)
    if others is None:
        return None
    conditions: dict[str, None] = {}
    for other in others:
        now = guard(other.rule)
        if now == guard(other.now):
            continue
        if now is not None:
            conditions[f"not ({now})" if other.own else f"({now})"] = None
        elif not other.own:
            return None
    return " or ".join(conditions)
