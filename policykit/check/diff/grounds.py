"""Where two laws come to the same outcome on other grounds: another basis (text, reading, inferred), or other readings. By boxes, or by the solver.

A rule that names a reading need not rest on it in every case: the six months of a tent are in doubt only about their last day. The regions of rules
are therefore cut once more, by what other readings would make of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ...diagnostics import Text
from ...ir.doubts import OtherRule, other_rules
from ...ir.instrument import Quote
from ...ir.overlay import reached
from ...ir.pack import Basis, Decision, DrawOrder, Rule, Table, Tier, Within
from ...targets.python.program import in_period
from .boxes import Box, TooManyBoxes, common, minus, overlap
from .grid import Grid, Region
from .model import Law, Row, Said
from .regions import SILENT, Found, within
from .standing import rule_basis

Ground = tuple[Basis | None, frozenset[str]]
NOTHING: Ground = (None, frozenset())


class Grounded(NamedTuple):
    """Where a rule answers on some ground."""

    region: Region
    ground: Ground
    boxes: tuple[Box, ...]


def rests_on_any(question: str, law: Law) -> bool:
    """Whether an answer of a law may rest on anything but the text."""
    tables = (law.pack.decisions.get(n) for n in reached(law.pack, {question}))
    return any(r.inferred or r.readings for t in tables if isinstance(t, Table) for r in in_period(t, law.on))


def doubtful(question: str, law: Law) -> tuple[dict[tuple[str, str], tuple[OtherRule, ...]], list[Rule]]:
    """The rules that rest on a reading in some cases only: rule and reading -> what other readings have; and these other rules, for a grid to tell."""
    table = law.pack.decisions.get(question)
    rules = {r.id: r for r in in_period(table, law.on)} if isinstance(table, Table) and table.hit == "one" else {}
    found = {(r.id, n): others for r in rules.values() for n in r.readings if (others := other_rules(law.pack, question, rules, r, n)) is not None}
    return found, [o.rule for others in found.values() for o in others]


def regrounded(grid: Grid, doubts: Sequence[Mapping[tuple[str, str], tuple[OtherRule, ...]]]) -> list[Found] | None:
    """Every pair of rules, silence included, that come to the same outcome on other grounds in some case that both laws can read. None where there are too many parts."""
    readable = common(grid.readable)
    if readable is None:
        return []
    try:
        a, b = ([g for r in side for g in _grounded(within(r, readable), grid, n, doubts[n])] for n, side in enumerate(grid.sides))
        return [*_alike(a, b), *_silent(a, b, first=True), *_silent(b, a, first=False)]
    except TooManyBoxes:
        return None


def _grounded(region: Region, grid: Grid, law: int, doubts: Mapping[tuple[str, str], tuple[OtherRule, ...]]) -> list[Grounded]:
    """A region in parts, each with its ground."""
    rule = region.rule
    assert rule is not None  # what no rule meets is no region
    parts: list[tuple[frozenset[str], list[Box]]] = [(frozenset(), list(region.boxes))]
    for name in rule.readings:
        others = doubts.get((rule.id, name))
        if others is None:
            parts = [(on | {name}, boxes) for on, boxes in parts]
            continue
        split = []
        for on, boxes in parts:
            free = _free(boxes, grid, law, others)
            split += [(on, free), (on | {name}, minus(boxes, free))]
        parts = split
    basis = rule_basis(rule)
    return [Grounded(region, ("text" if basis == "reading" and not on else basis, on), tuple(boxes)) for on, boxes in parts if boxes]


def _free(boxes: list[Box], grid: Grid, law: int, others: Sequence[OtherRule]) -> list[Box]:
    """Where none of what other readings have would change the answer."""
    for other in others:
        box = grid.box(law, other.rule)
        if other.own:
            boxes = [*overlap(boxes, [box])] if box is not None else []
        elif box is not None:
            boxes = minus(boxes, [box])
    return boxes


def _alike(a: Sequence[Grounded], b: Sequence[Grounded]) -> Iterator[Found]:
    for mine in a:
        for theirs in b:
            if mine.ground != theirs.ground and mine.region.says == theirs.region.says:
                shared = overlap(mine.boxes, theirs.boxes)
                if shared:
                    yield Found((_id(mine), _id(theirs)), shared)


def _silent(a: Sequence[Grounded], b: Sequence[Grounded], first: bool) -> Iterator[Found]:
    """Where a rule of one side says by a reading that the text is silent, and no rule of the other meets the case."""
    others = [box for r in b for box in r.boxes]
    for mine in a:
        if mine.region.says == SILENT and mine.ground != NOTHING:
            left = minus(mine.boxes, others)
            if left:
                yield Found((_id(mine), None) if first else (None, _id(mine)), tuple(left))


def _id(one: Grounded) -> str | None:
    return one.region.rule.id if one.region.rule is not None else None


# --- draw orders


def order_grounds(question: str, a: Law, b: Law) -> Iterator[Row]:
    """The readings on which two draw orders rest, where they are not the same."""
    mine, theirs = (_readings(law.pack.decisions.get(question)) for law in (a, b))
    if mine.text != theirs.text:
        yield Row("form", "readings", Text("所据的读法", "readings relied on"), mine, theirs, same=False)


def _readings(order: Decision | None) -> Said:
    parts: tuple[Tier | Within, ...] = (*order.tiers, *order.within) if isinstance(order, DrawOrder) else ()
    named = sorted({r for p in parts for r in p.readings})
    cited: tuple[Quote, ...] = tuple(dict.fromkeys(q for p in parts if p.readings for q in p.cite))
    return Said(Text("、".join(named), ", ".join(named)), cited) if named else Said(None)
