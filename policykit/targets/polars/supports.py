"""What of a pack frames decide by cells, and what they leave to the reference, asked once for each cell or row."""

from __future__ import annotations

from typing import Final

from ...diagnostics import Text
from ...ir.norm import EventTest, Follows, Norm
from ...ir.pack import DrawOrder
from ..supports import FORMS, Support, Supports

_DUTIES: Final = Support("refused", Text("只答决策", "only decisions are answered"))

SUPPORTS: Final[Supports] = {
    **dict.fromkeys(FORMS, Support("itself")),
    DrawOrder: Support("shared", Text("逐行由参考目标回答", "the reference answers, row by row")),
    Norm: _DUTIES,
    EventTest: _DUTIES,
    Follows: _DUTIES,
}
