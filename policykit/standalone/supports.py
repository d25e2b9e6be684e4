"""What of a pack a compiled module holds."""

from __future__ import annotations

from typing import Final

from ..diagnostics import Text
from ..ir.norm import EventTest, Follows, Norm
from ..ir.pack import DrawOrder
from ..targets.supports import FORMS, Support, Supports

_DUTIES: Final = Support("refused", Text("义务须用程序库", "duties need the library"))

SUPPORTS: Final[Supports] = {
    **dict.fromkeys(FORMS, Support("itself")),
    DrawOrder: Support("refused", Text("调用顺序须用程序库", "a draw order needs the library")),
    Norm: _DUTIES,
    EventTest: _DUTIES,
    Follows: _DUTIES,
}
