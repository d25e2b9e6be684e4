"""Codes that a draft adds to a question, and the declared properties that do not speak of them: what is proved of an order of values leaves cases with others out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...diagnostics import Diagnostic, Span, Text
from ...ir.pack import Question
from ...ir.property import Monotone
from ...ir.types import Choice
from ..diff.model import Law


def added_codes(target: str, before: Law, after: Law) -> dict[str, Text]:
    """The codes that `choices/question.name` adds, with their labels."""
    question, _, name = target.removeprefix("choices/").partition(".")
    old, new = (_codes(law.pack.questions.get(question), name) for law in (before, after))
    return {code: label for code, label in new.items() if code not in old}


def _codes(question: Question | None, name: str) -> dict[str, Text]:
    found = (question.input(name) or question.output(name)) if question is not None else None
    return {v: found.type.labels.get(v, Text(v, v)) for v in found.type.values} if found is not None and isinstance(found.type, Choice) else {}


def properties_without_code(before: Law, after: Law) -> Iterator[Diagnostic]:
    """A warning for each property that compares values in an order in which a new code has no place."""
    for change in (c for c in after.pack.amendments[-1].rules if c.target.startswith("choices/")):
        question, _, name = change.target.removeprefix("choices/").partition(".")
        new = list(added_codes(change.target, before, after))
        for found in after.pack.properties.values():
            if found.question == question and isinstance(found.claim, Monotone) and found.claim.output == name and found.claim.order and new:
                yield code_without_place(found.id, found.claim.order, new, change.span)


def code_without_place(id_: str, order: Sequence[str], codes: Sequence[str], span: Span | None) -> Diagnostic:
    """A property says nothing of cases with a new code."""
    compared, new = (", ".join(f"`{c}`" for c in cs) for cs in (order, codes))
    return Diagnostic(
        "code-without-place",
        Text(
            f"性质 `{id_}` 按 {compared} 的顺序比较，其中没有新的取值 {new}：这样的情形没有证明",
            f"the property `{id_}` compares by the order {compared}, in which {new} has no place: nothing is proved of such cases",
        ),
        span,
        Text(
            "草案不能改动性质：由一人核对；施行时在规则包的 `order` 中写明",
            "a draft cannot change properties: have a person judge; give it its place under `order` in the pack when it is law",
        ),
        "warning",
        about=(f"properties/{id_}",),
    )
