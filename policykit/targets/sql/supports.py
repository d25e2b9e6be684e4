"""What of a pack can be said in SQL, in the same words to every data base. What cannot is `unsupported`, never a wrong answer."""

from __future__ import annotations

from typing import Final

from ...diagnostics import Text
from ...ir.expr import Arithmetic, Call, Items, Keyed, Literal as Constant, Logic, Mapped, Part, Quantified, Ref
from ...ir.norm import EventTest, Follows, Norm
from ...ir.pack import DrawOrder
from ..supports import FORMS, Support, Supports

_DUTIES: Final = Support("refused", Text("只译决策", "only decisions are translated"))

SUPPORTS: Final[Supports] = {
    **dict.fromkeys(FORMS, Support("itself")),
    Ref: Support("itself", Text("记录、日期列表、期间作为事实则拒绝", "refused: facts that are records, lists of days, periods")),
    Constant: Support("itself", Text("不能写成小数的数则拒绝", "refused: a number that is no decimal")),
    Arithmetic: Support(
        "itself",
        Text(
            "除以常数且商为有限小数方可；超过 38 位、长短不定的日数则拒绝",
            "division only by a constant that leaves a decimal; refused: more than 38 digits, days of a period that varies",
        ),
    ),
    Logic: Support(
        "itself",
        Text(
            "未知而无从逐一试值的数（自乘、经步骤比较）：是否需要它，不看条件的先后",
            "an unknown number that no finite choice of values stands for (multiplied by itself, compared through a step): whether it is needed does not hang on the order of conditions",
        ),
    ),
    Call: Support("itself", Text("计算工作日的函数则拒绝", "refused: what counts working days")),
    Quantified: Support("itself", Text("代码的列表", "over lists of codes")),
    Mapped: Support("refused", Text("列表的逐项计算", "lists are not computed")),
    Items: Support("itself", Text("由事实组成的列表则拒绝", "refused: lists of facts")),
    Part: Support("itself", Text("日期的年月日；记录则拒绝", "of days; refused: of records")),
    Keyed: Support("itself", Text("值为列表则拒绝", "refused: where the values are lists")),
    DrawOrder: Support("refused", Text("调用顺序是排序", "a draw order sorts")),
    Norm: _DUTIES,
    EventTest: _DUTIES,
    Follows: _DUTIES,
}
