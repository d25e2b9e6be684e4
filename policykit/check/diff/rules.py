"""One question of two laws: every pair of rules that answer some case differently, a smallest case for each, and the proof that nothing else differs.

Equal canonical forms need no more. Where every condition looks at one fact, boxes are exact; else the solver names pairs until none is left.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...diagnostics import Text
from ...ir.answer import Answer
from ...ir.pack import DrawOrder, Pack, Table
from ...ir.types import Choice, Fact
from ...ir.words import Speaker, codes_words
from . import regions
from .asking import Asking
from .canonical import Form
from .constants import Fixed
from .contradictions import contradictions, somewhere
from .grid import Grid, grid_of, merged_inputs
from .model import Law, Pair, QuestionDiff
from .orders import order_rows
from .ordinary import most_ordinary_first
from .witness import moved, smallest

LIMIT = 10.0  # seconds for the solver, for one question

Askings = tuple[Asking, Asking]
Pairs = tuple[list[Pair], list[Text]]


def diff_question(question: str, a: Law, b: Law, limit: float = LIMIT) -> QuestionDiff:
    """How two laws, which both answer it, answer a question."""
    inputs = merged_inputs(question, (a, b))
    types = {f.name: f.type for f in inputs}
    types |= {o.name: o.type for law in (b, a) for o in law.pack.questions[question].outputs}
    found = _compared(question, a, b, limit)
    if found.method in ("form", "solver"):
        clashes = tuple(c for law in (a, b) for c in contradictions(question, law, limit))
        if clashes:
            named = {somewhere(law) for law in (a, b) if any(c.law == law.name for c in clashes)}  # each is told with its rules
            still = tuple(t for t in found.open if t not in named)
            found = replace(found, contradictions=clashes, open=still, proven=False, state="differ" if found.pairs else "contradiction")
    return replace(found, types=types, pairs=most_ordinary_first(found.pairs, inputs))


def _compared(question: str, a: Law, b: Law, limit: float) -> QuestionDiff:
    label = a.pack.questions[question].label
    left_out = tuple(_left_out(question, a, b))
    stopped = [law for law in (a, b) if law.stopped(question)]
    if stopped:
        return QuestionDiff(question, label, "same" if len(stopped) == 2 else "one_sided", method="none", left_out=left_out)
    forms = [Form(law).decision(question) for law in (a, b)]
    if forms[0] == forms[1]:
        return QuestionDiff(question, label, "same", left_out=left_out)
    decisions = [law.pack.decisions.get(question) for law in (a, b)]
    if any(isinstance(d, DrawOrder) for d in decisions):
        return QuestionDiff(question, label, "differ", rows=tuple(order_rows(question, a, b)), left_out=left_out)
    grid = grid_of(question, (a, b))
    found = regions.differing(grid) if grid is not None else None
    if grid is not None and found is not None:
        pairs, unconfirmed = _from_regions(question, grid, found, a, b)
        return QuestionDiff(question, label, _state(pairs, unconfirmed), tuple(pairs), (), not unconfirmed, "regions", tuple(unconfirmed), left_out)
    from .solved import from_solver

    pairs, unconfirmed, bounds = from_solver(question, a, b, limit)
    orders, notes = tuple(order_rows(question, a, b)), (*left_out, *bounds)
    return QuestionDiff(question, label, _state(pairs, unconfirmed), tuple(pairs), orders, not unconfirmed, "solver", tuple(unconfirmed), notes)


def _state(pairs: Sequence[Pair], unconfirmed: Sequence[Text]) -> Any:
    return "differ" if pairs else "unknown" if unconfirmed else "same"


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


def _from_regions(question: str, grid: Grid, found: Sequence[regions.Found], a: Law, b: Law) -> Pairs:
    pairs: list[Pair] = []
    wrong: list[Text] = []
    inputs = [f for c in grid.columns for f in c.facts]
    constants = regions.constants_of(grid)
    askings = (Asking(a, question), Asking(b, question))
    speakers = [speaker(law, question) for law in (a, b)]
    for one in found:
        condition, exact = regions.said(grid, one, speakers, (a, b), question)
        case, free = regions.case_of(grid, one.boxes)
        pair = witnessed(askings, case, inputs, constants, condition, exact, free)
        if pair is None:
            wrong.append(unconfirmed(one.rules))
        else:
            pairs.append(pair)
    return pairs, wrong


def speaker(law: Law, question: str) -> Speaker:
    """Says the conditions of a question in the words of a law: labels of facts, steps and parameters."""
    labels = {f.name: f.label for f in law.pack.questions[question].inputs}
    labels |= {n: d.label for n, d in law.pack.decisions.items() if isinstance(d, Table) and d.of and d.label is not None}
    labels |= {n: p.label for n, p in law.pack.parameters.items() if p.label is not None and n not in labels}
    return Speaker(labels, Fixed(law.pack, law.on))


def unconfirmed(rules: tuple[str | None, ...]) -> Text:
    return Text(
        f"规则 {rules[0] or '—'} 与 {rules[1] or '—'} 是否不同，未能以案例证实", f"whether the rules {rules[0] or '—'} and {rules[1] or '—'} differ could not be shown by a case"
    )


def witnessed(
    askings: Askings,
    case: Mapping[str, Any],
    inputs: Sequence[Fact],
    constants: Sequence[Any],
    condition: Text,
    exact: bool,
    free: Collection[str] | None = None,
) -> Pair | None:
    """The pair with its smallest case, as both laws answer it; None where asking does not show what it should.

    `free`: facts that may have any value, so that they need not be known; None where that is to be found out by asking.
    """
    on = askings[0].law.on
    first = None
    for one in (case, *moved(case, inputs, on)):
        first = asked(one, askings)
        if first is not None and differs_in(*first):
            case = one
            break
    else:
        return None
    wanted = [(x.rule, x.status) for x in first]

    def shows(facts: Mapping[str, Any]) -> bool:
        got = asked(facts, askings)
        return got is not None and [(x.rule, x.status) for x in got] == wanted and bool(differs_in(*got)) and not any(x.missing for x in got)

    given = smallest(case, inputs, on, shows, constants, free)
    answers = asked(given, askings)
    assert answers is not None
    return Pair((answers[0].rule, answers[1].rule), (answers[0].status, answers[1].status), given, answers, differs_in(*answers), condition, exact)


def asked(facts: Mapping[str, Any], askings: Askings) -> tuple[Answer[Any], Answer[Any]] | None:
    """What both laws answer; None where one cannot read the case or fails on it."""
    a, b = (ask(facts) for ask in askings)
    return (a, b) if a is not None and b is not None else None


def differs_in(a: Answer[Any], b: Answer[Any]) -> tuple[str, ...]:
    """In what two answers differ: `status`, outputs, `strength`."""
    if a.status != b.status:
        return ("status",)
    if a.status != "answered":
        return ()
    mine, theirs = a.values.record(), b.values.record()
    found = [n for n in mine if n in theirs and mine[n] != theirs[n]]
    return (*found, *(["strength"] if a.strength != b.strength else []))
