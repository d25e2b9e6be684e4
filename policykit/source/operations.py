"""The types of sums and calls: which operators and functions go with which types. FEEL's names (DMN 1.3, 10.3.4)."""

from __future__ import annotations

from ..diagnostics import Diagnostic, Span, Text
from ..ir import expr as ir
from ..ir.types import (
    Boolean,
    Choice,
    Date,
    DateTime,
    DayOfYear,
    Duration,
    EmptyType,
    ListOf,
    Months,
    Number,
    SetOf,
    Time,
    Type,
    Word,
    meet,
)
from . import faults

ORDERED = (Number, Date, DateTime, Time, Months, Duration, DayOfYear)


class Fault(Exception):
    """The one diagnostic of a formula that cannot be read."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


def sum_type(operator: str, a: Type, b: Type) -> Type | None:
    """The type of `a operator b`; None where the operator does not go with these types."""
    match operator, a, b:
        case (("+" | "-" | "*"), Number(), Number()):
            return Number(integer=a.integer and b.integer, money=a.money or b.money, unit=a.unit or b.unit)
        case "/", Number(), Number():
            return Number(money=a.money and not b.money)
        case (("+" | "-"), (Date() | DateTime()), (Months() | Duration())):
            return a
        case "+", (Months() | Duration()), (Date() | DateTime()):
            return b
        case (("+" | "-"), Months(), Months()):
            return a
        case (("+" | "-"), Duration(), Duration()):
            return a
        case "-", (Date() | DateTime()), (Date() | DateTime()) if type(a) is type(b):
            return Duration()
        case "*", (Months() | Duration()), Number(integer=True):
            return a
        case "*", Number(integer=True), (Months() | Duration()):
            return b
        case "+", Word(), (Word() | Choice()):
            return a
        case (("+" | "-"), (ListOf() | SetOf() | EmptyType()), (ListOf() | SetOf() | EmptyType())):
            return meet(a, b)
    return None


def call_type(name: str, arguments: tuple[ir.Expr, ...], span: Span, places: list[Span]) -> Type:
    """The type of a call, after checking number and types of its arguments, which stand at `places`. Raises `Fault`."""

    def need(low: int, high: int | None = None) -> None:
        if not low <= len(arguments) <= (high or low):
            wanted = str(low) if high is None else f"{low}–{high}" if high < 99 else f"{low} …"
            raise Fault(faults.argument_count(span, name, wanted, len(arguments)))

    def typed(index: int, *types: type) -> Type:
        if not isinstance(arguments[index].type, types):
            raise Fault(faults.type_mismatch(places[index], _label_of(types[0]), arguments[index].type.label))
        return arguments[index].type

    if name in ("min", "max", "sum"):
        need(1, 99)
        many = len(arguments) > 1 or not isinstance(arguments[0].type, ListOf | SetOf)
        types = [a.type for a in arguments] if many else [getattr(typed(0, ListOf, SetOf), "of", Number())]
        joined: Type | None = types[0]
        for t in types[1:]:
            joined = meet(joined, t) if joined is not None else None
        allowed = (Number, Months, Duration) if name == "sum" else ORDERED
        if joined is None or not isinstance(joined, allowed):
            raise Fault(faults.type_mismatch(span, Text("可比较的值", "values of one ordered type"), types[-1].label))
        return joined
    if name == "count":
        need(1)
        typed(0, ListOf, SetOf, EmptyType)
        return Number(integer=True)
    if name in ("abs",):
        need(1)
        return typed(0, Number)
    if name in ("floor", "ceiling", "round up", "round down", "round half up", "round half even"):
        need(1, 2)
        typed(0, Number)
        if len(arguments) == 2:
            digits = arguments[1]
            if not (isinstance(digits, ir.Literal) and isinstance(digits.value, int) and 0 <= digits.value <= 20):
                raise Fault(
                    faults.bad_literal(
                        places[1],
                        places[1].text,
                        Text("0 到 20 的小数位数", "a number of decimal places from 0 to 20"),
                    )
                )
        return Number(integer=len(arguments) == 1, money=bool(getattr(arguments[0].type, "money", False)))
    if name == "list contains":
        need(2)
        typed(0, ListOf, SetOf)
        of, sought = getattr(arguments[0].type, "of", Word()), arguments[1].type
        if meet(of, sought) is None and not (isinstance(of, Word | Choice) and isinstance(sought, Word | Choice)):  # a word may name a code
            raise Fault(faults.incomparable(span, arguments[1].type.label, arguments[0].type.label))
        return Boolean()
    if name in ("union", "difference", "intersection"):
        need(2, 99 if name == "union" else None)
        joined = arguments[0].type
        for index, a in enumerate(arguments):
            joined = meet(joined, typed(index, SetOf, ListOf, EmptyType)) if joined is not None else None
            if joined is None:
                raise Fault(faults.type_mismatch(places[index], arguments[0].type.label, a.type.label))
        return SetOf(joined.of) if isinstance(joined, ListOf | SetOf) else joined
    if name == "date":
        need(1, 3)
        if len(arguments) == 1:
            typed(0, DateTime)
        elif len(arguments) == 2:
            typed(0, Number), typed(1, DayOfYear)
        else:
            typed(0, Number), typed(1, Number), typed(2, Number)
        return Date()
    if name == "date and time":
        need(2)
        typed(0, Date), typed(1, Time)
        return DateTime()
    if name == "workdays after":
        need(2)
        typed(0, Date), typed(1, Number)
        return Date()
    if name == "next workday":
        need(1)
        typed(0, Date)
        return Date()
    if name in ("first day of", "last day of"):
        need(1)
        typed(0, Word)
        return Date()
    if name == "next in order":
        need(2)
        typed(0, ListOf), typed(1, ListOf, EmptyType)
        return getattr(arguments[0].type, "of", Word())
    if name == "years and months duration":
        need(2)
        typed(0, Date), typed(1, Date)
        return Months()
    raise AssertionError(name)


def _label_of(type_: type) -> Text:
    label = Number().label if type_ is Number else type_.label  # type: ignore[attr-defined]  # every type class has a label
    assert isinstance(label, Text)
    return label
