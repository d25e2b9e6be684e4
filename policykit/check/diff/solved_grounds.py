"""Where the answers of a law rest on each reading, and on inference, as conditions of the solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ...ir.doubts import OtherRule, other_rules
from ...ir.pack import Answered, Rule, Table
from ...targets.smt.logic import Bool, both, either, every, opposite, same_truth, some

if TYPE_CHECKING:
    from ...targets.smt.decided import Decided

INFERRED = ""  # stands beside the readings


def rests(side: Decided) -> dict[str, Bool]:
    """Reading, or `INFERRED` -> where an answer of the law rests on it."""
    found: dict[str, Bool] = {}
    for named, condition in side.answers.items():
        rule, table = side.rule_of(named), side.pack.decisions.get(named.decision)
        if rule is None or not isinstance(table, Table):
            continue
        rules = {r.id: r for r in table.rules if r.period.covers(side.on)}
        for name in rule.readings:
            others = other_rules(side.pack, table.id, rules, rule, name) if table.hit == "one" else None
            doubtful = True if others is None else _changed(side, others)
            found[name] = either(found.get(name, False), both(condition, doubtful))
        if rule.inferred and isinstance(rule.result, Answered):
            found[INFERRED] = either(found.get(INFERRED, False), condition)
    return found


def rest_differently(a: Mapping[str, Bool], b: Mapping[str, Bool]) -> Bool:
    """Where two laws rest on other readings, or only one of them infers."""
    return some(opposite(same_truth(a.get(n, False), b.get(n, False))) for n in {**a, **b})


def _changed(side: Decided, others: Sequence[OtherRule]) -> Bool:
    """Where another reading would change the answer."""
    return some(opposite(_holds(side, o.rule)) if o.own else _holds(side, o.rule) for o in others)


def _holds(side: Decided, rule: Rule) -> Bool:
    return every(side.translator.truth(t.holds) for t in rule.tests)
