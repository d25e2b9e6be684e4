"""What the amended text answers to cases with a code that the draft adds. The text as it stood cannot read them, so that no comparison tells of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from ...diagnostics import Text
from ...ir.answer import Answer
from ...ir.types import Boolean, Choice, may_be_none
from ..diff.asking import AskingOnce
from ..diff.boxes import Box, TooManyBoxes, merged, minus, overlap
from ..diff.grid import Column, Grid, grid_of
from ..diff.model import Law
from ..diff.regions import Found, case_of, constants_of, said
from ..diff.rules import speaker
from ..diff.witness import smallest
from .gaps import MOST_CELLS
from .new_codes import added_codes


@dataclass(frozen=True)
class CodeAnswer:
    """Cases with a new code that one rule answers, or none: which ones, a smallest case, and the answer to it. `exact`: the condition says just these cases."""

    condition: Text
    exact: bool
    facts: Mapping[str, Any]
    answer: Answer[Any]


@dataclass(frozen=True)
class NewCodes:
    """Codes that a draft adds to a fact of a question, by their labels. `complete`: the answers are all that cases with them can have."""

    question: str
    label: Text
    fact: Text
    codes: Mapping[str, Text]
    answers: tuple[CodeAnswer, ...]
    complete: bool


def new_codes(before: Law, after: Law) -> Iterator[NewCodes]:
    """The new codes of each fact, with what is answered to them. Codes of an outcome alone bring no new cases."""
    for target in dict.fromkeys(c.target for c in after.pack.amendments[-1].rules if c.target.startswith("choices/")):
        question, _, name = target.removeprefix("choices/").partition(".")
        fact, codes = after.pack.questions[question].input(name), added_codes(target, before, after)
        if fact is None or not codes or question not in after.pack.answers or after.stopped(question):
            continue
        found = _parted(question, name, codes, after)
        shown = [_shown(found[0], one, question, name, codes, after) for one in found[1]] if found is not None else [None]
        known = tuple(a for a in shown if a is not None)
        yield NewCodes(question, after.pack.questions[question].label, fact.label, codes, known, len(known) == len(shown))


def _parted(question: str, name: str, codes: Collection[str], law: Law) -> tuple[Grid, list[Found]] | None:
    """The cases with the codes, parted by the rule that answers; None where that cannot be done exactly."""
    grid = grid_of(question, (law,))
    return _by_regions(grid, name, codes) if grid is not None else _by_asking(question, name, codes, law)


def _by_regions(grid: Grid, name: str, codes: Collection[str]) -> tuple[Grid, list[Found]] | None:
    at = next(i for i, c in enumerate(grid.columns) if name in [f.name for f in c.facts])
    place = [f.name for f in grid.columns[at].facts].index(name)
    bits = sum(1 << i for i, values in enumerate(grid.columns[at].values) if values[place] in codes)
    new: Box = tuple(bits if i == at else c.whole for i, c in enumerate(grid.columns))
    try:
        parts = [Found((r.rule.id if r.rule is not None else None,), overlap(r.boxes, [new])) for r in grid.sides[0]]
        parts.append(Found((None,), tuple(minus([new], [b for r in grid.sides[0] for b in r.boxes]))))
    except TooManyBoxes:
        return None
    return grid, [p for p in parts if p.boxes]


def _by_asking(question: str, name: str, codes: Collection[str], law: Law) -> tuple[Grid, list[Found]] | None:
    """Rows of a matrix meet one another, so that they are no regions: where all facts are codes or booleans, every case is asked."""
    columns = []
    for fact in law.pack.questions[question].inputs:
        none = (None,) if may_be_none(fact) else ()
        match fact.type:
            case Choice(values=values):
                columns.append(Column((fact,), tuple((v,) for v in (*(v for v in values if v != "unknown"), *none))))
            case Boolean():
                columns.append(Column((fact,), tuple((v,) for v in (False, True, *none))))
            case _:
                return None
    places = [[i for i, (v,) in enumerate(c.values) if c.fact.name != name or v in codes] for c in columns]
    if prod(map(len, places)) > MOST_CELLS:
        return None
    ask = AskingOnce(law, question)
    parts: dict[tuple[Any, ...], list[Box]] = {}
    for chosen in product(*places):
        facts = {c.fact.name: c.values[i][0] for c, i in zip(columns, chosen, strict=True)}
        answer = ask({n: v for n, v in facts.items() if v is not None})
        if answer is None:
            return None
        key = (answer.rule, answer.status, str(answer.values.record()) if answer.values is not None else "")
        parts.setdefault(key, []).append(tuple(1 << i for i in chosen))
    grid = Grid(tuple(columns), ((),), (tuple(c.whole for c in columns),), ({},))
    return grid, [Found((rule,), tuple(merged(boxes))) for (rule, *_), boxes in parts.items()]


def _shown(grid: Grid, found: Found, question: str, name: str, codes: Collection[str], law: Law) -> CodeAnswer | None:
    """A smallest case, which keeps a new code; None where asking does not show it."""
    ask, inputs = AskingOnce(law, question), [f for c in grid.columns for f in c.facts]
    case, free = case_of(grid, found.boxes)
    wanted = ask({n: v for n, v in case.items() if v is not None})
    if wanted is None:
        return None

    def shows(facts: Mapping[str, Any]) -> bool:
        got = ask(facts)
        return got is not None and (got.rule, got.status) == (wanted.rule, wanted.status) and facts.get(name) in codes

    given = smallest(case, inputs, law.on, shows, constants_of(grid), free)
    answer = ask(given)
    condition, exact = said(grid, found, [speaker(law, question)], (law,), question)
    return CodeAnswer(condition, exact, given, answer) if answer is not None else None
