"""A condition in words says all the cases in which it holds."""

from __future__ import annotations

import pytest

from policykit.diagnostics import Text
from policykit.ir.expr import Compare, Expr, Literal, Not, Ref
from policykit.ir.types import UNKNOWN, Boolean
from policykit.ir.words import Speaker

FIT, GOOD = Ref("input", "fit", Boolean(), optional=True), Ref("input", "good", Boolean())
NO = Literal(False, Boolean())
SPEAKER = Speaker({"fit": Text("质量合格", "fit"), "good": Text("完好", "good")}, lambda node: node.value if isinstance(node, Literal) else UNKNOWN)


@pytest.mark.parametrize(
    ("condition", "zh", "en"),
    [
        (Compare("!=", FIT, NO), "质量合格：是或者未说明", "fit: yes or not given"),
        (Not(Compare("!=", FIT, NO)), "质量合格：否", "fit: no"),
        (Not(Compare("=", FIT, NO)), "质量合格：是或者未说明", "fit: yes or not given"),
        (Compare("!=", GOOD, NO), "完好：是", "good: yes"),
    ],
)
def test_what_is_not_false_may_be_not_given(condition: Expr, zh: str, en: str) -> None:
    assert SPEAKER.condition(condition) == Text(zh, en)
