"""What is known of a fact's column before its rows are, and where an ordered fact is cut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil, floor
from typing import Any

from ...ir.types import Date, DateTime, Duration, Months, Number, Type
from .facts import DAY
from .worlds import EPOCH

DAY_ASKED = "the day asked"  # stands among the facts where the day differs by row; no input has this name, which is no identifier


@dataclass(frozen=True)
class Shape:
    """What is known of a fact's column before its rows are: the same in all rows, coded, or whole numbers of a kind and scale."""

    kind: str  # same | coded | number | day | moment | map
    scale: int = 0
    size: int = 1  # how many values there may be, where it is coded
    none: bool = False
    unknown: bool = False


_START = datetime(1970, 1, 1)


def kind_of(type_: Type) -> str | None:
    """What whole numbers of a type are, if it has any."""
    match type_:
        case Number():
            return "number"
        case Date():
            return "day"
        case DateTime():
            return "moment"
        case Months():
            return "months"
        case Duration():
            return "length"
    return None


def thresholds(cuts: set[tuple[str, Any]], shape: Shape) -> tuple[int, ...]:
    """The whole numbers at which comparisons turn.

    >>> from decimal import Decimal
    >>> thresholds({("<", Decimal("1.5")), ("=", 3)}, Shape("number", scale=1))
    (15, 30, 31)
    >>> thresholds({("<=", Decimal("1.5"))}, Shape("number"))
    (2,)
    """
    found: set[int] = set()
    for operator, value in cuts:
        if value is None:
            continue
        number = scaled(value, shape)
        at, above = ceil(number), floor(number) + 1
        found |= {at} if operator in ("<", ">=") else {above} if operator in ("<=", ">") else {at, above}
    return tuple(sorted(found))


def scaled(value: Any, shape: Shape) -> Fraction:
    """A value as the column's whole numbers have it."""
    if shape.kind == "day":
        return Fraction(value.toordinal() - EPOCH)
    if shape.kind == "moment":
        since = value - _START
        return Fraction(since.days * DAY + since.seconds * 1_000_000 + since.microseconds)
    return Fraction(value) * Fraction(10**shape.scale)
