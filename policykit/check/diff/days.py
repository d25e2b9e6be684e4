"""Two days that conditions hold against one another (used to < used from + six months): the ways in which all these conditions can hold together.

Every fourth year is a leap year, so far as facts of today reach (1901 to 2099): adding periods to a day goes the same way four years later, and so
all days of four years are tried. The other day matters by how it stands to the days that are worked out from the first. (The solver finds the same,
but takes minutes where months are held against days.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from ...ir.expr import Arithmetic, Compare, Expr, Literal, Logic, Not, Ref, names, walk
from ...ir.types import Date, Fact, may_be_none
from .constants import FAILS, Fixed

FIRST, DAYS = date(2000, 1, 1), 1461  # four years
EARLIEST, LATEST = date(1905, 1, 1), date(2095, 1, 1)  # beyond, a century might come in that is no leap year
DAY = timedelta(days=1)
MOST_WAYS = 256


def segments(group: Sequence[Fact], tests: Sequence[tuple[int, Expr]], fixed: Sequence[Fixed]) -> list[tuple[Any, ...]] | None:
    """One case (values of both facts) for each way; None where conditions do more than hold one day against days worked out from the other.

    `tests`: the conditions, each with the number of its law, whose constants `fixed` works out.
    """
    if len(group) != 2 or not all(isinstance(f.type, Date) for f in group):
        return None
    for first, other in ((group[0].name, group[1].name), (group[1].name, group[0].name)):
        worked_out = [(n, w) for n, e in tests for w in _worked_out(e, first, other)]
        if all(w is not None for _, w in worked_out):
            return _ways(group, first, other, tests, dict.fromkeys((n, w) for n, w in worked_out if w is not None), fixed)
    return None


def _ways(
    group: Sequence[Fact], first: str, other: str, tests: Sequence[tuple[int, Expr]], worked_out: dict[tuple[int, Expr], None], fixed: Sequence[Fixed]
) -> list[tuple[Any, ...]] | None:
    found: dict[tuple[bool, ...], tuple[Any, ...]] = {}
    seen: set[tuple[Any, ...]] = set()

    def add(values: dict[str, Any]) -> None:
        none = tuple(v is None for v in values.values())
        found.setdefault((*none, *(fixed[n].of(e, values) is True for n, e in tests)), tuple(values[f.name] for f in group))

    try:
        for number in range(DAYS):
            day = FIRST + number * DAY
            days = [fixed[n].of(e, {first: day}) for n, e in worked_out]
            cuts = sorted(set(days))
            if not EARLIEST < cuts[0] <= cuts[-1] < LATEST:
                return None
            stand = (*map(cuts.index, days), *(b - a > DAY for a, b in pairwise(cuts)))
            if stand not in seen:
                seen.add(stand)
                for one in _between(cuts):
                    add({first: day, other: one})
                if len(found) > MOST_WAYS:
                    return None
        for a in (FIRST, *([None] if _may_be_none(group, first) else [])):
            for b in (FIRST, *([None] if _may_be_none(group, other) else [])):
                if a is None or b is None:
                    add({first: a, other: b})
    except FAILS:
        return None
    return list(found.values())


def _between(cuts: Sequence[date]) -> Iterator[date]:
    """Each of some days, and a day of each stretch between them, before them and after them."""
    yield cuts[0] - DAY
    for a, b in pairwise([*cuts, cuts[-1] + 2 * DAY]):
        yield a
        if b - a > DAY:
            yield a + DAY


def _may_be_none(group: Sequence[Fact], name: str) -> bool:
    return any(f.name == name and may_be_none(f) for f in group)


def _worked_out(node: Expr, first: str, other: str) -> Iterator[Expr | None]:
    """What a condition holds the day `other` against: the day `first`, or what adding periods makes of it. None where it does anything else."""
    match node:
        case Not():
            yield from _worked_out(node.part, first, other)
        case Logic():
            for part in node.parts:
                yield from _worked_out(part, first, other)
        case Compare():
            sides = (node.left, node.right) if _is(node.left, other) else (node.right, node.left)
            yield sides[1] if _is(sides[0], other) and _from(sides[1], first) else None
        case _:
            yield None


def _is(node: Expr, name: str) -> bool:
    return isinstance(node, Ref) and node.origin == "input" and node.name == name


def _from(node: Expr, name: str) -> bool:
    """Whether a formula is a day with constant periods added."""
    plain = all(isinstance(n, Ref | Literal | Arithmetic) and not (isinstance(n, Ref) and n.origin not in ("input", "parameter")) for n in walk(node))
    return plain and isinstance(node.type, Date) and names(node, "input") == {name}
