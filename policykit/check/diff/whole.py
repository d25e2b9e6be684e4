"""Two laws compared as a whole: texts and parameters side by side, then every question that both answer."""

from __future__ import annotations

from collections.abc import Collection

from ...diagnostics import Text
from ...ir.pack import Pack
from .grid import merged_types
from .model import Diff, Law, QuestionDiff
from .rules import LIMIT, diff_question
from .texts import rows


def diff(a: Law, b: Law, questions: Collection[str] = (), limit: float = LIMIT, alike: Collection[str] = ()) -> Diff:
    """The comparison of two laws; of some questions alone where they are named. `limit`: seconds for the solver, for one question. `alike`: questions of which the rules
    are known to be the same, which are not compared.

    Raises `PolicyError` where a question can be compared only with the solver, and it is not installed.
    """
    asked = tuple(questions) or tuple(q for q in a.pack.answers if q in b.pack.answers)
    found = tuple(_question(q, a, b, limit, q in alike) for q in asked)
    return Diff(a, b, tuple(rows(a, b, asked if questions else ())), found)


def _question(question: str, a: Law, b: Law, limit: float, alike: bool) -> QuestionDiff:
    if alike:
        return QuestionDiff(question, _label(question, a.pack, b.pack), "same", types=merged_types(question, (a, b)))
    here = [question in law.pack.answers for law in (a, b)]
    if all(here):
        return diff_question(question, a, b, limit)
    return QuestionDiff(question, _label(question, a.pack, b.pack), "one_sided" if any(here) else "same", method="none")


def _label(question: str, *packs: Pack) -> Text:
    return next(p.questions[question].label for p in packs if question in p.questions)
