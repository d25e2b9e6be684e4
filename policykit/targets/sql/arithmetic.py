"""Sums, products and days moved by periods -> SQL."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from ...domain.numbers import settled
from ...ir.expr import Arithmetic, Expr, Literal
from ...ir.types import Choice, Date, DateTime, Duration, Months, SetOf, Type, Word
from .values import MOST_DIGITS, NONE, TRUE, Bits, Scalar, Unsupported, Value, both, chosen, opposite, some

if TYPE_CHECKING:
    from .formulas import Writer

SECONDS = 86_400
NARROW = 18  # digits of a decimal in 64 bits


def arithmetic(writer: Writer, node: Arithmetic) -> Value:
    """A sum, product, or day moved; none with none. Raises `Unsupported`."""
    left, right = writer.value(node.left), writer.value(node.right)
    if not isinstance(left, Scalar) or not isinstance(right, Scalar):
        return _of_sets(writer, node, left, right)
    none = some([left.none, right.none])
    if none == TRUE:
        return NONE
    a, b = node.left.type, node.right.type
    if isinstance(b, Date | DateTime) and isinstance(a, Months | Duration):
        a, b, left, right = b, a, right, left
    if isinstance(a, Date | DateTime):
        return Scalar(_moved(writer, node, left, right, a, b), none)
    if node.operator == "/":
        return _quotient(writer, left, node.right, none)
    if isinstance(a, Word | Choice):
        return Scalar(writer.dialect.concat([left.sql, right.sql]), none)
    digits = within(node.operator, left.digits, right.digits)
    return Scalar(f"({wide(writer, left, digits)} {node.operator} {decimal(right)})", none, digits)


def _quotient(writer: Writer, left: Scalar, divisor: Expr, none: str) -> Scalar:
    """Division only by a number whose share of one is a decimal: then it is a product, and exact."""
    if not isinstance(divisor, Literal) or not divisor.value or isinstance(share := settled(1 / Fraction(divisor.value)), Fraction):
        raise Unsupported("除法：商不一定是有限小数", "a division, whose quotient need not be a decimal")
    factor = writer.constant(share, divisor.type)
    assert isinstance(factor, Scalar)
    digits = within("*", left.digits, factor.digits)
    return Scalar(f"({wide(writer, left, digits)} * {factor.sql})", none, digits)


def _moved(writer: Writer, node: Arithmetic, day: Scalar, length: Scalar, a: Type, b: Type) -> str:
    """A day or moment moved by a period; the length of time from one day to another."""
    sign = "-" if node.operator == "-" else ""
    number = length.sql[1:-1] if length.sql.startswith("(-") and sign else f"{sign}{length.sql}"
    match b:
        case Months():
            return _months_later(writer, day.sql, length.sql, bool(sign), isinstance(a, DateTime))
        case Duration() if isinstance(a, DateTime):
            return writer.dialect.plus_seconds(day.sql, number.removeprefix("-") if number.startswith("--") else number)
        case Duration():
            return writer.dialect.plus_days(day.sql, f"{sign}{_in_days(length)}")
        case Date() if isinstance(a, Date):
            return f"({writer.dialect.between.format(x=day.sql, y=length.sql)} * {SECONDS})"
    raise Unsupported("两个时刻之差", "the time between two moments")


def _in_days(length: Scalar) -> str:
    text = length.sql.strip("()")
    if not text.lstrip("-").isdigit() or int(text) % SECONDS:
        raise Unsupported("日期加上非常数或不足一日的期间", "a day with a period that varies, or is no number of days")
    days = int(text) // SECONDS
    return f"({days})" if days < 0 else str(days)


def _months_later(writer: Writer, day: str, months: str, earlier: bool, of_moment: bool) -> str:
    number = f"(-{months})" if earlier else months
    moved = writer.dialect.plus_months(day, number, of_moment)
    match writer.pack.instrument.month_end:
        case "last_day":
            return moved
        case "next_first":
            if of_moment:
                raise Unsupported("时刻加月", "months added to a moment")
            short = f"(EXTRACT(DAY FROM {moved}) < EXTRACT(DAY FROM {day}))"
            return chosen([(short, writer.dialect.plus_days(moved, "1"))], moved)
        case "refuse":
            raise Unsupported("`month_end: refuse`", "`month_end: refuse`")
        case _:
            assert_never(writer.pack.instrument.month_end)


def _of_sets(writer: Writer, node: Arithmetic, left: Value, right: Value) -> Value:
    if not isinstance(node.type, SetOf):
        raise Unsupported("列表的相接", "lists end to end")
    a, b = writer.bits(left), writer.bits(right)
    if node.operator == "+":
        return Bits({c: some([a.has(c), b.has(c)]) for c in dict.fromkeys([*a.of, *b.of])})
    return Bits({c: both([inside, opposite(b.has(c))]) for c, inside in a.of.items()})


def within(operator: str, a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    """The digits of a sum or product. Raises `Unsupported` where they are more than the data bases hold: some would round without a word."""
    digits = (a[0] + b[0], a[1] + b[1]) if operator == "*" else (max(a[0], b[0]) + 1, max(a[1], b[1]))
    if sum(digits) > MOST_DIGITS:
        raise Unsupported(f"超过 {MOST_DIGITS} 位的计算", f"a sum or product of more than {MOST_DIGITS} digits")
    return digits


def wide(writer: Writer, value: Scalar, digits: tuple[int, int]) -> str:
    """The first number of a sum or product that has these digits. DuckDB reckons two decimals of up to 18 digits in 18, and gives up the whole query where that is too few."""
    narrow = decimal(value)
    if writer.dialect.name != "duckdb" or sum(digits) <= NARROW:
        return narrow
    return f"CAST({narrow} AS DECIMAL({MOST_DIGITS}, {value.digits[1]}))"


def decimal(value: Scalar) -> str:
    """A number for arithmetic: a whole one written out would be a 32-bit integer."""
    return f"CAST({value.sql} AS DECIMAL({max(value.digits[0], 1)}, 0))" if value.sql.lstrip("(-").rstrip(")").isdigit() else value.sql
