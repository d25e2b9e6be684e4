"""Cases on which the text had a rule and has none any more, but for those that the pack declares to be left open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from ...diagnostics import Diagnostic, Text
from ...ir.pack import Table
from ...ir.types import Choice
from ..diff.model import Diff, Law, Pair, QuestionDiff
from ..witnesses import in_words

MOST_CELLS = 10_000  # of a matrix, that are asked one by one


def new_gaps(before: Law, after: Law, compared: Diff) -> Iterator[Diagnostic]:
    """A warning for each pair of rules of which the second is none, where its cases are not declared open (`silent_for`)."""
    for question, pair in compared.pairs:
        if pair.statuses[1] == "silent" and pair.rules[1] is None and pair.statuses[0] != "silent":
            if pair.answers[1].silence is None:
                yield new_gap(after, question, pair, pair.condition)
            elif (case := _left_open(before, after, question.question, pair)) is not None:
                yield new_gap(after, question, pair, case)


def _left_open(before: Law, after: Law, question: str, pair: Pair) -> Text | None:
    """A case of a matrix that is not declared open, beside one of the pair that is: elsewhere a gap is proved (`gap`), while a matrix has no cell where it is silent."""
    table, asked = after.pack.decisions.get(question), after.pack.questions[question]
    choices = {f.name: f.type.values for f in asked.inputs if isinstance(f.type, Choice)}
    if not isinstance(table, Table) or not table.ranked or prod(map(len, choices.values())) > MOST_CELLS:
        return None
    for codes in product(*choices.values()):
        facts = {**pair.facts, **dict(zip(choices, codes, strict=True))}
        was, now = before.ask(question, facts, after.on), after.ask(question, facts, after.on)
        if was.status != "silent" and was.citations == pair.answers[0].citations and now.status == "silent" and now.silence is None:
            return in_words(asked, facts, after.on)
    return None


def new_gap(law: Law, question: QuestionDiff, pair: Pair, case: Text) -> Diagnostic:
    """Cases on which the text had a rule and has none any more."""
    clauses = ", ".join(dict.fromkeys(c.address for c in pair.answers[0].citations))
    decision = law.pack.decisions.get(question.question)
    name = question.question
    return Diagnostic(
        "new-gap",
        Text(f"`{name}` 原有规定（{clauses}）的情形不再有规定：{case.zh}", f"`{name}` had a rule ({clauses}) and has none any more where {case.en}"),
        decision.span if decision is not None else None,
        Text(
            f"为这些情形另写一条规则（职责矩阵另写一行）；文本有意不作规定的，写明：`add: {{{name}/silent-1: {{when: …, why: {{zh: …}}, cite: …}}}}`，编号接着已有的",
            f"write a rule for these cases, or a row of a matrix; where the text means to have none, say so: `add: {{{name}/silent-1: {{when: …, why: {{zh: …}}, cite: …}}}}`, "
            "numbered after those that are there",
        ),
        "warning",
    )
