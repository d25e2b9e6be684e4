"""When an answer rests on a chosen reading: where another reading of the same ambiguity would change the rule that answered (C11).

What other readings make of a rule is found here; each who asks puts it into conditions of his own: code, terms of a solver, regions of cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..domain.frozen import dataclass
from .expr import names
from .pack import Pack, Rule, RuleChange


@dataclass(frozen=True)
class OtherRule:
    """A rule as another reading has it, beside the rule as it stands.

    `own`: it is the rule that answers, which then rests on the reading where the other's conditions do not hold; else an exception to it, which the
    other reading lets hold in more cases: it rests on the reading where the conditions of that do.
    """

    rule: Rule
    now: Rule
    own: bool


def other_rules(pack: Pack, decision: str, rules: Mapping[str, Rule], rule: Rule, name: str) -> tuple[OtherRule, ...] | None:
    """What other readings of an ambiguity make of a rule's conditions, and of exceptions to it. None where the rule rests on the ambiguity in every case.

    `rules`: the rules of the table in force, by id.
    """

    def concerns(change: RuleChange) -> bool:
        """A change to this rule, or to an exception from it."""
        return change.decision == decision and (change.rule == rule.id or (change.rule in rules and rule.id in rules[change.rule].excepts))

    ambiguity = pack.ambiguities.get(name)
    changes = [c for a in (ambiguity.alternatives if ambiguity else ()) for c in a.changes if isinstance(c, RuleChange) and concerns(c)]
    if not changes:
        return None  # the ambiguity is named, but no encoded reading says how it would change this rule
    found: list[OtherRule] = []
    computed = _steps(rules.values())
    for change in changes:
        other = change.becomes
        if other is not None and not _steps([other]) <= computed:
            return None  # a step that only the other reading asks: what it would say is not worked out here
        own = change.rule == rule.id
        if own and (other is None or other.result != rule.result or other.strength != rule.strength):
            return None
        if other is not None:
            found.append(OtherRule(other, rules[change.rule], own))
    return tuple(found)


def _steps(rules: Iterable[Rule]) -> set[str]:
    """The steps that the conditions of rules read."""
    return {n for r in rules for t in r.tests for n in names(t.holds, "step")}
