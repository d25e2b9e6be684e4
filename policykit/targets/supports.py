"""What a target does with each form of a pack: the table that the documentation shows. What is refused is `unsupported`, never a wrong answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from ..diagnostics import Text
from ..ir.expr import Arithmetic, Call, Compare, If, Items, Keyed, Literal as Constant, Logic, Mapped, Member, Not, Part, Quantified, Ref
from ..ir.norm import EventTest, Follows, Norm
from ..ir.pack import DrawOrder, Rule, Silent, Table, Undetermined

How = Literal["itself", "computed", "shared", "refused"]


class Support(NamedTuple):
    """`itself`: the target does it. `computed`: worked out as in the reference, the target takes what comes out. `shared`: the lines of the reference do it. `refused`: `unsupported`."""

    how: How
    note: Text = Text("", "")


Supports: TypeAlias = Mapping[type, Support]

# The forms of a pack, each with the words that people use. A target's table has all of them.
FORMS: Final[Mapping[type, Text]] = {
    Table: Text("决策表", "decision tables"),
    Rule: Text("规则", "rules"),
    Undetermined: Text("规则给出“不能确定”", "a rule that leaves it open"),
    Silent: Text("规则说明未规定", "a rule that declares silence"),
    DrawOrder: Text("调用顺序", "draw orders"),
    Norm: Text("义务", "norms"),
    EventTest: Text("事件条件", "events that start or end duties"),
    Follows: Text("前后相接的义务", "duties that follow one another"),
    Ref: Text("事实、参数、步骤", "facts, parameters, steps"),
    Constant: Text("常数", "constants"),
    Not: Text("非", "not"),
    Logic: Text("且、或", "and, or"),
    Compare: Text("比较", "comparisons"),
    Member: Text("属于", "in a list"),
    Arithmetic: Text("加减乘除", "arithmetic"),
    If: Text("若…则…", "if … then … else"),
    Call: Text("函数", "functions"),
    Quantified: Text("有的、每个", "some, every"),
    Mapped: Text("逐项", "for … return"),
    Items: Text("列举", "lists written out"),
    Part: Text("组成部分", "parts of a value"),
    Keyed: Text("按键取值的参数", "parameters by key"),
}
