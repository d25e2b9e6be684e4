"""A decision table written out by the definition, one name for each rule: for tables that `tables` would write out too often, and for cases in
which a step that the rules read has no value.

A rule holds where its conditions do and, if it is an exception, a rule it names holds; it stands where no exception to it holds. What reads a
step without a value is neither true nor false (`None`). A rule that stands all the same answers; where none does and one may, the table ends as
the step did. (A set would lack elements: there, one that may stand is enough.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...ir.cells import Test
from ...ir.pack import Answered, Rule

if TYPE_CHECKING:
    from .tables import Body

MOST_WAYS = 4_000  # how many pairs of a way through the exceptions and a rule `tables` writes out
DEEPEST = 30  # exceptions to exceptions: Python nests no deeper than 100


def too_many(body: Body, rules: Sequence[Rule]) -> bool:
    """Whether the rules have too many exceptions, or exceptions too deep, to follow each of them."""
    ways: dict[str, int] = {}
    depth: dict[str, int] = {}
    for rule in reversed(in_order(body, rules)):
        above = [e.id for e in body.exceptions_to(rule)]
        ways[rule.id] = 1 + sum(ways[e] for e in above)
        depth[rule.id] = 1 + max((depth[e] for e in above), default=0)
    total = sum(ways[r.id] for r in rules if not r.excepts)
    return total * len(rules) > MOST_WAYS * 10 or total > MOST_WAYS or max(depth.values(), default=0) > DEEPEST


def in_order(body: Body, rules: Sequence[Rule]) -> list[Rule]:
    """The rules, each after those to which it is an exception."""
    waiting = {r.id: sum(b in body.alive for b in r.excepts) for r in rules}
    ready = [r for r in rules if not waiting[r.id]]
    for rule in ready:  # grows while it is read
        for exception in body.exceptions_to(rule):
            waiting[exception.id] -= 1
            if not waiting[exception.id]:
                ready.append(exception)
    return ready


def write_plainly(body: Body, indent: int, rules: Sequence[Rule]) -> None:
    """The lines of the table for the rules that may hold."""
    place = {r.id: i for i, r in enumerate(rules)}
    for rule in in_order(body, rules):
        body.write(indent, f"h{place[rule.id]} = {_held(body, rule, place)}")
    every = body.table.hit == "all"
    body.write(indent, "hits, now, open = [], False, False")
    for rule in rules:
        index = place[rule.id]
        beaten = ", ".join(f"h{place[e.id]}" for e in body.exceptions_to(rule))
        body.write(indent, f"now = _both(h{index}, _opposite(_some({beaten})))" if beaten else f"now = h{index}")
        for step in body.doubtful_in(e for _, e in rule.result.outputs) if isinstance(rule.result, Answered) else ():
            body.write(indent, f"if now and u_{step} is not None: now = None")
        body.write(indent, "open = open or now is None")
        body.write(indent, "if now:")
        if every:
            body.write(indent + 1, f"hits.append(({body.emitter.constant(body.conclusion(rule, rule.readings))}, {body.result_values(rule)}))")
        else:
            same = next(place[r.id] for r in rules if (r.result, r.strength) == (rule.result, rule.strength))
            says = f"({rule.strength!r}, {body.result_values(rule)})" if isinstance(rule.result, Answered) else str(same)
            body.write(indent + 1, f"hits.append(({index}, {rule.id!r}, {says}))")
    if every:
        _end_as_step(body, indent)
        body.collected(indent)
        return
    body.write(indent, f"now = _one({body.table.id!r}, hits)")
    for rule in rules:
        body.write(indent, f"if now == {place[rule.id]}:")
        body.answer(indent + 1, rule)
    _end_as_step(body, indent)
    body.silence(indent)


def _held(body: Body, rule: Rule, place: dict[str, int]) -> str:
    """Whether the rule holds: what needs no step first, then the rest."""
    tests = body.open_tests(rule)
    sure = [t for t in tests if not body.doubtful_in([t.holds])]
    parts = [_unless_open(body, t) for t in tests if t not in sure]
    if rule.excepts:
        bases = [f"h{place[b]}" for b in rule.excepts if b in place]
        parts.append(f"_some({', '.join(bases)})")
    first = body.conjunction(sure)
    rest = "True" if not parts else parts[0] if len(parts) == 1 else f"_both({', '.join(parts)})"
    return f"({rest}) if {first} else False" if first else rest


def _unless_open(body: Body, test: Test) -> str:
    steps = " and ".join(f"u_{s} is None" for s in body.doubtful_in([test.holds]))
    return f"(bool({body.conjunction([test])}) if {steps} else None)"


def _end_as_step(body: Body, indent: int) -> None:
    """Where it is open whether a rule stands, the table ends as the first step that has no value."""
    for step in body.doubtful_steps:
        body.write(indent, f"if open and u_{step} is not None:")
        body.end_as_step(indent + 1, step)
