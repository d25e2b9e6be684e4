"""The functions that generated programs call. Small, exact, without state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

from ...domain import numbers
from ...domain.periods import LAST_DAY, last_of_month, whole_months

HUGE = 10**numbers.MOST_DIGITS


class RulesDisagree(Exception):
    """Two rules hold for one case and give different results."""

    def __init__(self, decision: str, first: str, second: str) -> None:
        self.decision, self.first, self.second = decision, first, second
        super().__init__(decision, first, second)


class NotInForce(Exception):
    """A rule reads a parameter that has no value on the day."""

    def __init__(self, parameter: str) -> None:
        self.parameter = parameter
        super().__init__(parameter)


class OutOfRange(Exception):
    """A computed day or number leaves what can be told exactly."""


def dead(parameter: str) -> NoReturn:
    raise NotInForce(parameter)


def disagree(decision: str, first: str, second: str) -> NoReturn:
    raise RulesDisagree(decision, first, second)


def both(*parts: bool | None) -> bool | None:
    """Whether all parts hold; None where that is open."""
    return False if False in parts else None if None in parts else True


def some(*parts: bool | None) -> bool | None:
    return True if True in parts else None if None in parts else False


def opposite(part: bool | None) -> bool | None:
    return None if part is None else not part


def one(decision: str, hits: Sequence[tuple[int, str, Any]]) -> int:
    """The number of the first rule that stands, -1 where none does. Raises `RulesDisagree`."""
    for _, rule, says in hits[1:]:
        if says != hits[0][2]:
            disagree(decision, hits[0][1], rule)
    return hits[0][0] if hits else -1


def rational(operator: str, a: Any, b: Any) -> Any:
    """`+ - * /` on exact numbers one of which may be a fraction; none with none, and for division by zero."""
    if a is None or b is None:
        return None
    if operator == "/":
        return numbers.divide(a, b)
    x, y = Fraction(a), Fraction(b)
    return numbers.settled(x + y if operator == "+" else x - y if operator == "-" else x * y)


def plus_duration(day: Any, length: timedelta) -> Any:
    """A day or moment and a duration. A day takes whole days only."""
    if not isinstance(day, datetime) and (length.seconds or length.microseconds):
        raise OutOfRange("hours cannot be added to a day")
    try:
        return day + length
    except OverflowError:
        raise OutOfRange("beyond the calendar") from None


def date_from(year: Any, month: Any, day: Any) -> date | None:
    """The day with these numbers; none where there is no such day."""
    if year is None or month is None or day is None:
        return None
    if not (year == int(year) and month == int(month) and day == int(day)):
        return None
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None


def moment(day: date | None, clock: time | None) -> datetime | None:
    return None if day is None or clock is None else datetime.combine(day, clock)


def day_of_period(text: str | None, last: bool) -> date | None:
    """The first or last day of a day, month or year written as `2026-01-31`, `2026-01` or `2026`; none where it is none of these."""
    if text is None:
        return None
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text, re.ASCII)
    if match is None:
        return None
    year, month, day = (int(g) if g else None for g in match.groups())
    if last and day is None:
        month = month or 12
        day = last_of_month(year or 1, month) if 1 <= month <= 12 else None
    return date_from(year, month or 1, day or 1)


def next_in_order(order: Sequence[str], done: Sequence[str]) -> str:
    """The step that comes next after those done; `done` where none is left, `order_violated` where they are not the first ones in order."""
    if tuple(order[: len(done)]) != tuple(done):
        return "order_violated"
    return order[len(done)] if len(done) < len(order) else "done"


def years_of(months: int) -> int:
    """The whole years of a period; of a negative one, towards zero.

    >>> years_of(18), months_of(18), years_of(-18), months_of(-18)
    (1, 6, -1, -6)
    """
    return months // 12 if months >= 0 else -(-months // 12)


def months_of(months: int) -> int:
    """The months of a period beyond its whole years."""
    return months % 12 if months >= 0 else -(-months % 12)


def least(values: Iterable[Any]) -> Any:
    """The least of the values that are not none; none where there are none."""
    return min((v for v in values if v is not None), default=None)


def most(values: Iterable[Any]) -> Any:
    return max((v for v in values if v is not None), default=None)


def whole(value: Any) -> Any:
    """A computed number where a whole one should stand. Raises `OutOfRange`: rounding is for a rule to declare."""
    if value is None or value == int(value):
        return value if value is None else int(value)
    raise OutOfRange(f"{numbers.number_text(value)} is not whole")


def as_set(value: Iterable[Any] | None) -> frozenset[Any] | None:
    """A list beside a set: its elements."""
    return None if value is None else frozenset(value)


def total(values: Iterable[Any], zero: Any = 0) -> Any:
    """The exact sum, `zero` of nothing; none where one is none."""
    result = zero
    for value in values:
        if value is None:
            return None
        if isinstance(value, timedelta):
            result = result + value
        elif isinstance(value, Fraction) or isinstance(result, Fraction):
            result = rational("+", result, value)
        else:
            result = numbers.add(result, value) if isinstance(value, Decimal) or isinstance(result, Decimal) else result + value
    return result


def magnitude(value: Any) -> Any:
    """The number without its sign. Python's `abs` rounds a Decimal to 28 digits."""
    return value.copy_abs() if isinstance(value, Decimal) else None if value is None else abs(value)


def joined(first: Iterable[Any], second: Iterable[Any], as_set: bool) -> Any:
    """Two lists end to end, or the union of two sets."""
    return frozenset(first) | frozenset(second) if as_set else (*first, *second)


def without(first: Iterable[Any], second: Iterable[Any], as_set: bool) -> Any:
    """What the first has and the second has not."""
    return frozenset(first) - frozenset(second) if as_set else tuple(v for v in first if v not in second)


def rounded(value: Any, digits: int, how: str) -> Any:
    return None if value is None else numbers.rounded(value, digits, how)


def months_between(start: date | None, end: date | None) -> int | None:
    return None if start is None or end is None else whole_months(start, end)


LAST_YEAR = LAST_DAY.year
