"""Dates and periods: adding months by the Civil Code's rule, and reading them from text.

A period is added to a date, never measured. Months end on the corresponding day or, where there is none, on the month's last day
(Civil Code arts. 201, 202, by analogy). Months are whole numbers, durations are `timedelta`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

MonthEnd = Literal["last_day", "next_first", "refuse"]

FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(2999, 12, 31)  # what a fact may be: adding any period of a text stays inside the calendar
LONGEST_MONTHS, LONGEST = 12_000, timedelta(days=366_000)

_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PERIOD = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII)


class NoCorrespondingDay(ValueError):
    """The month has no such day, and the pack says that this must not be guessed."""


def day_given(on: date | str | None) -> date | str | None:
    """The day whose law is asked, where a text gives it in the one form that is read; anything else as it is, for the reader to refuse.

    >>> day_given("2026-06-01"), day_given("2026-6-1")
    (datetime.date(2026, 6, 1), '2026-6-1')
    """
    return (read_date(on) or on) if isinstance(on, str) else on


def last_of_month(year: int, month: int) -> int:
    """The number of days of a month.

    >>> last_of_month(2024, 2), last_of_month(2100, 2)
    (29, 28)
    """
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _DAYS[month]


@lru_cache(maxsize=4096)  # days recur: a table has fewer days than rows, and a use of six months is asked again and again
def plus_months(day: date, months: int) -> date:
    """The corresponding day `months` later, or the month's last day where there is none.

    >>> plus_months(date(2025, 8, 31), 6)
    datetime.date(2026, 2, 28)
    >>> plus_months(date(2024, 2, 29), -12)
    datetime.date(2023, 2, 28)
    """
    index = day.month - 1 + months
    year, month, number = day.year + index // 12, index % 12 + 1, day.day
    if number > 28:
        number = min(number, last_of_month(year, month))
    return date(year, month, number) if day.__class__ is date else day.replace(year, month, number)  # keywords would double the time


def plus_months_next_first(day: date, months: int) -> date:
    """Like `plus_months`, but where there is no corresponding day: the first of the following month.

    >>> plus_months_next_first(date(2012, 1, 31), 1)
    datetime.date(2012, 3, 1)
    """
    moved = plus_months(day, months)
    return moved if moved.day == day.day else moved + timedelta(days=1)


def plus_months_or_refuse(day: date, months: int) -> date:
    """Like `plus_months`, but raises `NoCorrespondingDay` where there is no corresponding day."""
    moved = plus_months(day, months)
    if moved.day != day.day:
        raise NoCorrespondingDay(f"{day} has no corresponding day {months} months later")
    return moved


ADDERS = {"last_day": plus_months, "next_first": plus_months_next_first, "refuse": plus_months_or_refuse}


def whole_months(start: date, end: date) -> int:
    """The most months that can be added to `start` without passing `end`; negative when `end` is earlier.

    >>> whole_months(date(2025, 1, 1), date(2025, 7, 1)), whole_months(date(2025, 1, 31), date(2025, 2, 27))
    (6, 0)
    """
    if end < start:
        return -whole_months(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if plus_months(start, months) > end else months


def any_day(text: str) -> date | None:
    """A day in the one canonical form `2025-09-01`, whatever its year, or None.

    >>> any_day("2025-9-1") is None, any_day("2023-02-31") is None
    (True, True)
    """
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_date(text: str) -> date | None:
    """A day in that form which a fact may be, or None."""
    day = any_day(text)
    return day if day is not None and FIRST_DAY <= day <= LAST_DAY else None


def read_datetime(text: str) -> datetime | None:
    """A moment in local time, `2026-07-20T16:00` or with seconds, or None. An offset must be +08:00."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\+08:00)?", text, re.ASCII):
        return None
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
    return moment if FIRST_DAY <= moment.date() <= LAST_DAY else None


def read_time(text: str) -> time | None:
    """A time of day, `16:00` or `16:00:00`, or None."""
    try:
        return time.fromisoformat(text) if re.fullmatch(r"\d\d:\d\d(:\d\d)?", text, re.ASCII) else None
    except ValueError:
        return None


def read_day_of_year(text: str) -> tuple[int, int] | None:
    """Month and day from `06-30`, or None where no year has that day.

    >>> read_day_of_year("02-29"), read_day_of_year("06-31") is None
    ((2, 29), True)
    """
    if not re.fullmatch(r"\d\d-\d\d", text, re.ASCII):
        return None
    month, day = int(text[:2]), int(text[3:])
    return (month, day) if 1 <= month <= 12 and 1 <= day <= last_of_month(2024, month) else None


def read_period(text: str) -> int | timedelta | None:
    """Months (int) from `P6M` or `P1Y`, a duration from `P30D` or `PT10H`, or None. A mixture is None: it has no length.

    >>> read_period("P1Y6M"), read_period("P2W"), read_period("PT48H"), read_period("P1M1D")
    (18, datetime.timedelta(days=14), datetime.timedelta(days=2), None)
    """
    match = _PERIOD.fullmatch(text)
    if match is None or not any(match.groups()[1:]) or len(text) > 20 or text.endswith("T"):
        return None
    years, months, weeks, days, hours, minutes, seconds = (int(g or 0) for g in match.groups()[1:])
    has_months, has_days = match[2] is not None or match[3] is not None, any(g is not None for g in match.groups()[3:])
    sign = -1 if match[1] else 1
    if has_months and has_days:
        return None
    if has_months:
        return sign * (12 * years + months) if 12 * years + months <= LONGEST_MONTHS else None
    try:
        length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None
    return sign * length if length <= LONGEST else None


def period_text(value: int | timedelta) -> str:
    """The ISO 8601 form of months or a duration.

    >>> period_text(18), period_text(timedelta(hours=48)), period_text(timedelta(hours=10))
    ('P18M', 'P2D', 'PT10H')
    """
    if not isinstance(value, timedelta):
        return f"{'-' if value < 0 else ''}P{abs(value)}M"
    sign, value = ("-", -value) if value < timedelta(0) else ("", value)
    hours, rest = divmod(value.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    clock = "".join(f"{n}{u}" for n, u in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
    days = f"{value.days}D" if value.days or not clock else ""
    return f"{sign}P{days}{'T' + clock if clock else ''}"
