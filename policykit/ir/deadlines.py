"""Deadlines as a person says them, in Chinese and English: within so many days of what starts the duty, on a day of each year, at an hour.

In: a norm with a formula for its last day or moment, and what works out the parts of it that are fixed on a day. Out: words that stand after
“期限：” or “due:”. A formula of no shape known here is shown as it is written: to piece words together that nobody would say is worse.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from ..diagnostics import Text, written
from .expr import Arithmetic, Call, Compare, Expr, If, Keyed, Literal, Part, Ref
from .norm import Norm
from .pack import Parameter
from .types import UNKNOWN, Date
from .words import Constant, duration_words, value_words

END = {"year": Text("当年年末", "the end of the year"), "month": Text("当月月末", "the end of the month"), "day": Text("当日", "the same day")}
ONE_DAY = timedelta(days=1)


def deadline_words(norm: Norm, parameters: Mapping[str, Parameter], on: date, constant: Constant) -> Text:
    """By when a duty is due. `constant` gives what is fixed on the day `on`."""
    assert norm.due is not None
    said = _Deadline(norm, parameters, on, constant).words(norm.due)
    return said if said is not None else Text(*[f"`{written(norm.due.span)}`"] * 2)


class _Deadline:
    """The shapes of deadlines. Each method gives None for a formula that is none of its own."""

    def __init__(self, norm: Norm, parameters: Mapping[str, Parameter], on: date, constant: Constant) -> None:
        self.norm, self.parameters, self.on, self.constant = norm, parameters, on, constant

    def words(self, node: Expr) -> Text | None:
        match node:
            case Ref(origin="variable", name="last_day") if self.norm.each is not None:
                return END[self.norm.each]
            case Ref(origin="variable") if node.name not in ("start", "first_day"):
                zh, en = ("日期", "day") if isinstance(node.type, Date) else ("时间", "moment")
                return Text(f"起算事件所载的{zh}（`{node.name}`）", f"the {en} that the starting event states (`{node.name}`)")
            case If(condition=Compare(operator="=", left=Ref(origin="variable", name="year"), right=year), then=Literal(value=None), other=day) if (
                self.constant(year) is not UNKNOWN
            ):
                inner = self.words(day)
                return inner and Text(f"{inner.zh}；{self.constant(year)}年没有期限", f"{inner.en}; none in {self.constant(year)}")
            case Call(function="next workday", arguments=(day,)):
                inner = self.words(day)
                return inner and Text(f"{inner.zh}，末日不是工作日的，为其后第一个工作日", f"{inner.en}, or the first working day after where the last is none")
            case Call(function="workdays after", arguments=(day, number)):
                count = self.constant(number)
                return self.within(day, Text(f"{count}个工作日", f"{count} working day{'' if count == 1 else 's'}")) if count is not UNKNOWN else None
            case Call(function="date and time", arguments=(day, time)):
                inner, hour = self.day(day), self.constant(time)
                return Text(f"{inner.zh}{hour:%H:%M}", f"{hour:%H:%M} on {inner.en}") if inner is not None and hour is not UNKNOWN else None
            case Arithmetic(operator="+", left=Ref(origin="variable", name="start"), right=period):
                length = self.length(period)
                return length and Text(f"起算后{length.zh}内", f"within {length.en} of the start")
            case Arithmetic(operator="+", left=day, right=period):
                length = self.length(period)
                return length and self.within(day, length)
            case Arithmetic(operator="-", left=Arithmetic(operator="+", left=day, right=period), right=less) if _is_start(day):
                length = self.length(period)
                return length and self.within(Arithmetic("-", day, less, day.type), length)
            case Arithmetic(operator="-", left=day, right=less) if self.constant(less) == ONE_DAY:
                inner = self.day(day)
                return inner and Text(f"{inner.zh}的前一日", f"the day before {inner.en}")
        return self.day(node)

    def within(self, day: Expr, length: Text) -> Text | None:
        """So long from the day of the start, which is not counted, or, where the day before it is what is counted from, is."""
        if _is_start(day):
            return Text(f"起算之日后{length.zh}内", f"within {length.en} after the day of the start")
        if isinstance(day, Arithmetic) and day.operator == "-" and _is_start(day.left) and self.constant(day.right) == ONE_DAY:
            return Text(f"自起算之日起{length.zh}内（当日计入）", f"within {length.en}, the day of the start counted")
        return None

    def day(self, node: Expr) -> Text | None:
        """A day that no period is added to."""
        if _is_start(node):
            return Text("起算当日", "the day of the start")
        match node:
            case Ref(origin="variable", name="first_day") if self.norm.each == "day":
                return Text("当日", "the same day")
            case Call(function="date", arguments=(Ref(origin="variable", name="year"), day)) if self.constant(day) is not UNKNOWN:
                said = value_words(self.constant(day), day.type)
                return Text(f"当年{said.zh}", f"{said.en} of the year")
            case Call(function="date", arguments=(Part(name="year", record=a), Part(name="month", record=b), day)) if a == b and self.constant(day) is not UNKNOWN:
                month = self.month(a)
                return month and Text(f"{month.zh}{self.constant(day)}日", f"day {self.constant(day)} of {month.en}")
        return None

    def month(self, node: Expr) -> Text | None:
        """The month of the first day of a period, or so many after it."""
        match node:
            case Ref(origin="variable", name="first_day"):
                return Text("当月", "the month")
            case Arithmetic(operator="+", left=Ref(origin="variable", name="first_day"), right=lag) if isinstance(months := self.constant(lag), int):
                return Text("次月", "the next month") if months == 1 else Text(f"其后第{months}个月", f"month {months} after")
        return None

    def length(self, node: Expr) -> Text | None:
        """A period, in hours where it is written so."""
        value = self.constant(node)
        if value is UNKNOWN or value is None:
            return None
        if isinstance(value, timedelta):
            return duration_words(value, in_hours=self.in_hours(node))
        return value_words(value, node.type)

    def in_hours(self, node: Expr) -> bool:
        match node:
            case Literal():
                return "T" in written(node.span)
            case Ref(origin="parameter"):
                value: Any = self.parameters[node.name].on(self.on)
                return value is not None and None in value.in_hours
            case Keyed():
                value = self.parameters[node.parameter].on(self.on)
                return value is not None and self.constant(node.key) in value.in_hours
        return False


def _is_start(node: Expr) -> bool:
    """The day on which a duty starts."""
    match node:
        case Call(function="date", arguments=(Ref(origin="variable", name="start"),)):
            return True
    return False
