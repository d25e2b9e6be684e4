"""The pairs of rules that differ, over boxes: complete, since boxes are exact wherever there is a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import groupby
from operator import and_
from typing import Any, NamedTuple

from ...diagnostics import Text, counted
from ...ir.expr import Expr
from ...ir.pack import Table
from ...ir.types import Boolean, Choice, Date, Fact
from ...ir.words import Speaker, codes_words, joined, listed, value_words
from .boxes import Box, TooManyBoxes, common, merged, minus, overlap
from .grid import Column, Grid, Region
from .model import Law

SILENT = ("silent",)
MOST_SAID = 4  # boxes told one by one in a sentence


class Found(NamedTuple):
    """A pair of rules that differ, and where."""

    rules: tuple[str | None, ...]  # of each law
    boxes: tuple[Box, ...]


def differing(grid: Grid) -> list[Found] | None:
    """Every pair of rules, silence included, that say different things in some case both laws can read. None where a region has too many parts."""
    readable = common(grid.readable)
    if readable is None:
        return []
    a, b = ([within(r, readable) for r in side] for side in grid.sides)
    try:
        return [*_rules(a, b), *_silence(a, b, first=True), *_silence(b, a, first=False)]
    except TooManyBoxes:
        return None


def within(region: Region, readable: Box) -> Region:
    """A region as far as both laws can read its cases."""
    return region._replace(boxes=overlap(region.boxes, [readable]))


def _rules(a: Sequence[Region], b: Sequence[Region]) -> Iterator[Found]:
    for mine in a:
        for theirs in b:
            if mine.says != theirs.says:
                shared = overlap(mine.boxes, theirs.boxes)
                if shared:
                    yield Found((_id(mine), _id(theirs)), shared)


def _silence(a: Sequence[Region], b: Sequence[Region], first: bool) -> Iterator[Found]:
    """Where a rule of one side says something, and no rule of the other does."""
    others = [box for r in b for box in r.boxes]
    for mine in a:
        if mine.says != SILENT:
            left = minus(mine.boxes, others)
            if left:
                yield Found((_id(mine), None) if first else (None, _id(mine)), tuple(left))


def _id(region: Region) -> str | None:
    return region.rule.id if region.rule is not None else None


def case_of(grid: Grid, boxes: Sequence[Box]) -> tuple[dict[str, Any], frozenset[str]]:
    """A case in the plainest of some boxes: of each fact the first value of its segments, none where that will do; and the facts that may be anything."""
    readable = common(grid.readable) or grid.readable[0]
    box = max(merged(boxes), key=lambda box: sum(bits & all_ == all_ for bits, all_ in zip(box, readable, strict=True)))
    free = {f.name for c, bits, all_ in zip(grid.columns, box, readable, strict=True) if bits & all_ == all_ for f in c.facts}
    found: dict[str, Any] = {}
    for column, bits in zip(grid.columns, box, strict=True):
        last = len(column.values) - 1
        found |= column.named(last if column.values[last] == (None,) and bits >> last & 1 else (bits & -bits).bit_length() - 1)
    return found, frozenset(free)


# --- in words


def said(grid: Grid, found: Found, speakers: Sequence[Speaker], laws: Sequence[Law], question: str) -> tuple[Text, bool]:
    """For which cases two rules differ, as a sentence; whether it says just these."""
    readable = common(grid.readable) or grid.readable[0]
    parts = merged(found.boxes)
    tests: list[tuple[Expr, int, int, Speaker]] = []
    for rule, law, speaker, masks in zip(found.rules, laws, speakers, grid.tested, strict=True):
        tests += [(e, *masks[e], speaker) for e in _conditions(law, question, rule) if e in masks]
    told, exact = [], True
    for box in parts[:MOST_SAID]:
        words, just = _box(grid, box, readable, tests)
        told.append(words)
        exact = exact and just
    if any(not t.zh for t in told):
        return Text("任何情形", "every case"), exact
    if len(parts) > MOST_SAID:
        told.append(Text(f"另有{len(parts) - MOST_SAID}种情形", counted(len(parts) - MOST_SAID, "more kind of cases", "more kinds of cases")))
    return (told[0] if len(told) == 1 else joined(told, "；或者", "; or ")), exact and len(parts) <= MOST_SAID


def _conditions(law: Law, question: str, rule: str | None) -> Iterator[Expr]:
    """The conditions of a rule, and of what it is an exception to or has as exceptions: what can be said of its facts."""
    table = law.pack.decisions.get(question)
    if not isinstance(table, Table) or rule is None:
        return
    own = table.rule(rule)
    for other in table.rules:
        if own is not None and (other.id == rule or other.id in own.excepts or rule in other.excepts):
            yield from (t.holds for t in other.tests)


def _box(grid: Grid, box: Box, readable: Box, tests: Sequence[tuple[Expr, int, int, Speaker]]) -> tuple[Text, bool]:
    found, exact = [], True
    for i, (column, bits, all_) in enumerate(zip(grid.columns, box, readable, strict=True)):
        if bits & all_ == all_:
            continue
        if len(column.facts) == 1:
            found.append(_segments(column, bits, all_))
            continue
        words, just = _conditioned(bits & all_, all_, [(e, mask & all_, s) for e, at, mask, s in tests if at == i], _none(column, all_))
        found += words
        exact = exact and just
    return joined(found, "，", ", "), exact


def _none(column: Column, all_: int) -> list[tuple[Fact, int]]:
    """The facts that may be none, and the segments in which they are."""
    found = [(f, sum(1 << i for i, v in enumerate(column.values) if v[n] is None and all_ >> i & 1)) for n, f in enumerate(column.facts)]
    return [(f, mask) for f, mask in found if mask]


def _conditioned(bits: int, all_: int, tests: Sequence[tuple[Expr, int, Speaker]], none: Sequence[tuple[Fact, int]]) -> tuple[list[Text], bool]:
    """Segments of facts that are held against one another, by the conditions (or their opposites) that hold in all of them."""
    left, found = all_, []
    for fact, mask in none:
        if bits & ~mask == 0:
            found.append(Text(f"{fact.label.zh}未说明", f"{fact.label.en} is not given"))
            left &= mask
    some = 0
    for _, mask in none:
        some |= mask
    if not found and len(none) > 1 and bits & ~some == 0:
        labels = listed([f.label for f, _ in none])
        found.append(Text(f"{labels.zh}未说明", f"{labels.en} is not given"))
        left &= some
    narrowing: list[tuple[int, Text]] = []
    known = [(e, mask, s, True) for e, mask, s in tests] + [(e, all_ & ~mask, s, False) for e, mask, s in tests]
    for node, mask, speaker, holds in known:
        if bits & ~mask == 0 and left & mask != left and left != bits:
            narrowing.append((mask, speaker.condition(node, holds)))
            left &= mask
    return [*found, *_needed(narrowing, all_)], left == bits


def _needed(narrowing: Sequence[tuple[int, Text]], all_: int) -> list[Text]:
    """The conditions without those that others make needless: at least nine months is at least six."""
    kept = list(narrowing)
    for one in narrowing:
        rest = [m for m, _ in kept if m != one[0]]
        if reduce(and_, rest, all_) & ~one[0] == 0:
            kept = [k for k in kept if k is not one]
    return [t for _, t in kept]


def _segments(column: Column, bits: int, all_: int) -> Text:
    """Some segments of a fact: codes by name, whichever of the listed and the left out are fewer; stretches by their ends."""
    fact, label = column.fact, column.fact.label
    values = [v for (v,) in column.values]
    picked = [v for i, v in enumerate(values) if bits >> i & 1]
    others = [v for i, v in enumerate(values) if all_ >> i & 1 and not bits >> i & 1]
    match fact.type:
        case Boolean():
            return _truth(label, picked)
        case Choice():
            named, left = [v for v in picked if v is not None], [v for v in others if v is not None]
            if not named:
                return Text(f"{label.zh}未说明", f"{label.en} is not given")
            if len(left) < len(named) and len(left) > 0 and (None in picked or None not in values):
                words = codes_words(left, fact.type)
                return Text(f"{label.zh}不是{words.zh}", f"{label.en} is not {words.en}")
            words = codes_words(named, fact.type)
            none = Text("或未说明", " or not given") if None in picked else Text("", "")
            return Text(f"{label.zh}为{words.zh}{none.zh}", f"{label.en} is {words.en}{none.en}") if left or None in others else Text(f"{label.zh}已说明", f"{label.en} is given")
    runs = [_run(column, [i for i, _ in group]) for key, group in groupby(enumerate(_flags(column, bits)), key=lambda p: p[1]) if key]
    if None in picked:
        runs.append(Text("未说明", "not given"))
    words = listed([r for r in runs if r.zh] or [Text("已说明", "given")])
    return Text(f"{label.zh}{words.zh}", f"{label.en} is {words.en}")


def _truth(label: Text, picked: Sequence[Any]) -> Text:
    words = {True: Text("是", "yes"), False: Text("否", "no"), None: Text("未说明", "not given")}
    said = listed([words[v] for v in picked])
    return Text(f"{label.zh}：{said.zh}", f"{label.en}: {said.en}")


def _flags(column: Column, bits: int) -> list[bool]:
    return [bool(bits >> i & 1) for i in range(len(column.spans))]


def _run(column: Column, indexes: Sequence[int]) -> Text:
    """Neighbouring stretches as one, by its ends."""
    type_ = column.fact.type
    low, low_in, *_ = column.spans[indexes[0]]
    *_, high, high_in = column.spans[indexes[-1]]
    day = isinstance(type_, Date)
    parts = []
    if low == high and low_in and high_in:
        words = value_words(low, type_)
        return Text(f"为{words.zh}", words.en)
    if low is not None and indexes[0] > 0:
        words = value_words(low, type_)
        zh, en = (("不早于", "not before") if low_in else ("晚于", "after")) if day else (("不少于", "at least") if low_in else ("超过", "more than"))
        parts.append(Text(f"{zh}{words.zh}", f"{en} {words.en}"))
    if high is not None:
        words = value_words(high, type_)
        zh, en = (("不晚于", "not after") if high_in else ("早于", "before")) if day else (("不超过", "at most") if high_in else ("少于", "less than"))
        parts.append(Text(f"{zh}{words.zh}", f"{en} {words.en}"))
    return joined(parts, "且", " and ")


def constants_of(grid: Grid) -> list[Any]:
    """What the rules compare numbers with."""
    return [v for c in grid.columns for s in c.spans for v in (s[0], s[2]) if v is not None]
