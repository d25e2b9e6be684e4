"""What of a pack durable-rules decides, and how: the table that the documentation shows. What is refused is `unsupported`, never a wrong answer."""

from __future__ import annotations

from typing import Final

from ...diagnostics import Diagnostic, Text
from ...ir.expr import Arithmetic, Call, Compare, If, Items, Keyed, Literal as Constant, Logic, Mapped, Member, Not, Part, Quantified, Ref
from ...ir.norm import EventTest, Follows, Norm
from ...ir.pack import DrawOrder, Rule, Silent, Table, Undetermined
from ..supports import Support, Supports
from .engine import HELP, MOST_PROPERTIES

_COMPUTED: Final = Support("computed", Text("先算出真假", "worked out to true or false first"))

SUPPORTS: Final[Supports] = {
    Table: Support("itself", Text("各规则的条件由引擎判定", "the engine tests the conditions of the rules")),
    Rule: Support("itself", Text(f"至多读 {MOST_PROPERTIES} 项事实，否则拒绝", f"refused where it reads more than {MOST_PROPERTIES} facts")),
    Undetermined: Support("shared", Text("同参考目标", "as in the reference")),
    Silent: Support("shared", Text("同参考目标", "as in the reference")),
    EventTest: Support(
        "itself", Text("事件的类别与要素；涉及义务起点的部分在其后判定", "the kind and parts of an event; what names parts of the duty's start is tested afterwards")
    ),
    Norm: Support("shared", Text("期限与状态由会话推算", "the session works out deadlines and states")),
    Follows: Support("shared", Text("由会话推算", "the session works it out")),
    DrawOrder: Support("refused", Text("调用顺序是排序，不是规则", "a draw order sorts; it has no rules")),
    Ref: Support("itself", Text("是或否的事实", "a fact that is true or false")),
    Constant: Support("itself", Text("代码与数", "codes and numbers")),
    Not: Support("itself", Text("单个事实；其余先算", "of one fact; else worked out first")),
    Logic: Support("itself", Text("并且；同一事实的几个值；其余先算", "`and`; several values of one fact; else worked out first")),
    Compare: Support("itself", Text("事实与当日为常数的值；其余先算", "a fact beside a value that is constant on the day; else worked out first")),
    Member: Support("itself", Text("事实与列出的代码；其余先算", "a fact and codes written out; else worked out first")),
    Arithmetic: _COMPUTED,
    If: _COMPUTED,
    Call: _COMPUTED,
    Quantified: _COMPUTED,
    Mapped: _COMPUTED,
    Items: _COMPUTED,
    Part: _COMPUTED,
    Keyed: _COMPUTED,
}


def draw_order(question: str) -> Diagnostic:
    return Diagnostic("unsupported", Text(f"durable-rules 不能答 `{question}`：调用顺序是排序", f"durable-rules cannot answer `{question}`: a draw order sorts"), help=HELP)
