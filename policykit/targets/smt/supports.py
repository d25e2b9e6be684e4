"""What of a pack has an exact term. What has none stands in the terms as a free variable, and a proof that rests on it says so."""

from __future__ import annotations

from typing import Final

from ...diagnostics import Text
from ...ir.expr import Call, Quantified
from ...ir.norm import EventTest, Follows, Norm
from ...ir.pack import DrawOrder
from ..supports import FORMS, Support, Supports

_DUTIES: Final = Support("refused", Text("只证明决策", "only decisions are proved"))

SUPPORTS: Final[Supports] = {
    **dict.fromkeys(FORMS, Support("itself")),
    Call: Support("itself", Text("没有确切项的函数留作自由变量", "a function without an exact term is left free, and said to be")),
    Quantified: Support("itself", Text("列表只看有限项", "lists are looked at up to a bound, which is said")),
    DrawOrder: Support("refused", Text("调用顺序是排序", "a draw order sorts")),
    Norm: _DUTIES,
    EventTest: _DUTIES,
    Follows: _DUTIES,
}
