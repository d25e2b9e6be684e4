"""One question of two laws: every pair of rules that answer some case differently, a smallest case for each, and the proof that nothing else differs.

Equal canonical forms need no more. Where every condition looks at one fact, boxes are exact; else the solver names pairs until none is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...diagnostics import Text
from ...ir.pack import DrawOrder, Pack
from ...ir.speaking import speaker_of
from ...ir.types import Choice, Fact
from ...ir.words import Speaker, codes_words
from . import regions
from .asking import AskingOnce
from .canonical import Form
from .constants import Fixed
from .contradictions import contradictions, somewhere, unproven
from .grid import Grid, grid_of, merged_inputs, merged_types
from .grounds import doubtful, order_grounds, regrounded, rests_on_any
from .model import Law, Pair, QuestionDiff
from .orders import order_rows
from .ordinary import most_ordinary_first
from .shown import Apart, Askings, differs_in, grounds_differ, unconfirmed, witnessed

LIMIT = 10.0  # seconds for the solver, for one question

Pairs = tuple[list[Pair], list[Text]]


def diff_question(question: str, a: Law, b: Law, limit: float = LIMIT) -> QuestionDiff:
    """How two laws, which both answer it, answer a question."""
    inputs = merged_inputs(question, (a, b))
    found = _compared(question, a, b, limit)
    if found.method in ("form", "solver"):
        clashes = contradictions(question, a, limit)
        if clashes or found.method == "solver":  # laws of one form contradict themselves both or neither
            clashes += contradictions(question, b, limit)
        if clashes:
            named = {t for law in (a, b) if any(c.law == law.name for c in clashes) for t in (somewhere(law), unproven(law))}  # each is told with its rules
            still = tuple(t for t in found.open if t not in named)
            state: Any = "differ" if found.pairs else "contradiction"
            found = replace(found, contradictions=clashes, open=still, proven=False, grounds_proven=False, state=state)
    return replace(found, types=merged_types(question, (a, b)), pairs=most_ordinary_first(found.pairs, inputs), grounds=most_ordinary_first(found.grounds, inputs))


def _compared(question: str, a: Law, b: Law, limit: float) -> QuestionDiff:
    label = a.pack.questions[question].label
    left_out = tuple(_left_out(question, a, b))
    stopped = [law for law in (a, b) if law.stopped(question)]
    if stopped:
        return QuestionDiff(question, label, "same" if len(stopped) == 2 else "one_sided", method="none", left_out=left_out)
    draws = any(isinstance(law.pack.decisions.get(question), DrawOrder) for law in (a, b))
    grounds = draws or any(rests_on_any(question, law) for law in (a, b))
    same = _same_form(question, a, b)
    if same and not (grounds and not _same_form(question, a, b, grounds=True)):
        return QuestionDiff(question, label, "same", left_out=left_out)
    if draws:
        orders = () if same else tuple(order_rows(question, a, b))
        return QuestionDiff(question, label, "same" if same else "differ", rows=(*orders, *order_grounds(question, a, b)), left_out=left_out)
    alike = QuestionDiff(question, label, "same", left_out=left_out)
    grid = grid_of(question, (a, b))
    askings = (AskingOnce(a, question), AskingOnce(b, question))
    found = alike if same else _by_regions(grid, askings, alike) if grid is not None else None
    moved = (_grounds_by_regions(grid, askings) if grid is not None else None) if grounds else ([], [])
    if found is None or moved is None:
        from .solved import from_solver

        solved = from_solver(askings, limit, outcomes=found is None, grounds=moved is None)
        moved = solved.grounds if moved is None else moved
        if found is None:
            pairs, wrong = solved.outcomes
            rows, notes = tuple(order_rows(question, a, b)), (*left_out, *solved.bounds)
            found = QuestionDiff(question, label, _state(pairs, wrong), tuple(pairs), rows, not wrong, "solver", tuple(wrong), notes)
    return replace(found, grounds=tuple(moved[0]), grounds_proven=not moved[1])


def _same_form(question: str, a: Law, b: Law, grounds: bool = False) -> bool:
    return Form(a, grounds).decision(question) == Form(b, grounds).decision(question)


def _state(pairs: Sequence[Pair], unconfirmed: Sequence[Text]) -> Any:
    return "differ" if pairs else "unknown" if unconfirmed else "same"


def _by_regions(grid: Grid, askings: Askings, as_yet: QuestionDiff) -> QuestionDiff | None:
    """The outcomes by boxes; None where there are too many."""
    found = regions.differing(grid)
    if found is None:
        return None
    pairs, wrong = _from_regions(grid, found, askings, differs_in)
    return replace(as_yet, state=_state(pairs, wrong), pairs=tuple(pairs), proven=not wrong, method="regions", open=tuple(wrong))


def _grounds_by_regions(grid: Grid, askings: Askings) -> Pairs | None:
    """The grounds by boxes, which the conditions of other readings cut as well; None where these are not exact."""
    (a, b), question = (one.law for one in askings), askings[0].question
    doubts = [doubtful(question, law) for law in (a, b)]
    finer = grid_of(question, (a, b), [others for _, others in doubts]) if any(others for _, others in doubts) else grid
    found = regrounded(finer, [named for named, _ in doubts]) if finer is not None else None
    return _from_regions(finer, found, askings, grounds_differ) if finer is not None and found is not None else None


def _left_out(question: str, a: Law, b: Law) -> list[Text]:
    """The codes that one law knows and the other cannot read: such cases cannot be compared."""
    found = []
    for fact in merged_inputs(question, (a, b)):
        for law, other in ((a, b), (b, a)):
            mine, theirs = (_codes(side.pack, question, fact) for side in (law, other))
            only = [c for c in mine if c not in theirs]
            if only and theirs:
                words = codes_words(only, fact.type)
                found.append(
                    Text(
                        f"{fact.label.zh}为{words.zh}的情形只有{law.name.zh}涉及，不作比较",
                        f"only {law.name.en} knows cases where {fact.label.en} is {words.en}; these are not compared",
                    )
                )
    return found


def _codes(pack: Pack, question: str, fact: Fact) -> tuple[str, ...]:
    own = pack.questions[question].input(fact.name)
    return own.type.values if own is not None and isinstance(own.type, Choice) else ()


def _from_regions(grid: Grid, found: Sequence[regions.Found], askings: Askings, apart: Apart) -> Pairs:
    pairs: list[Pair] = []
    wrong: list[Text] = []
    inputs = [f for c in grid.columns for f in c.facts]
    constants = regions.constants_of(grid)
    laws, question = [one.law for one in askings], askings[0].question
    speakers = [speaker(law, question) for law in laws]
    for one in found:
        condition, exact = regions.said(grid, one, speakers, laws, question)
        case, free = regions.case_of(grid, one.boxes)
        pair = witnessed(askings, case, inputs, constants, condition, exact, free, apart)
        if pair is None:
            wrong.append(unconfirmed(one.rules))
        else:
            pairs.append(pair)
    return pairs, wrong


def speaker(law: Law, question: str) -> Speaker:
    """Says the conditions of a question in the words of a law."""
    return speaker_of(law.pack, question, Fixed(law.pack, law.on))
