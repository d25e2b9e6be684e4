"""Days and moments of the `smt` target against Python's calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import z3
from hypothesis import given, strategies as st

from policykit.targets.smt import days
from policykit.targets.smt.days import SHORT, Day
from policykit.targets.smt.values import DAY, Moment, later

NUMBERS = z3.Ints("month day seconds")
MONTH, NUMBER, SECONDS = NUMBERS
DAYS = st.dates(days.FIRST, days.LAST)


def read(terms: list[Any], day: date, seconds: int = 0) -> list[int]:
    """What terms over `NUMBERS` come to for a day."""
    given = [(v, z3.IntVal(n)) for v, n in zip(NUMBERS, (12 * day.year + day.month - 1, day.day, seconds), strict=True)]
    return [z3.simplify(z3.substitute(t, given)).as_long() for t in terms]


def shifted(by: Callable[[Day, Any], Day], day: date, number: int) -> date:
    found = by(Day(MONTH, NUMBER), number)
    month, of_month = read([found.month, found.number], day)
    return date(month // 12, month % 12 + 1, of_month)


@given(DAYS)
def test_the_count_of_a_day_is_its_ordinal(day: date) -> None:
    assert read([Day(MONTH, NUMBER).count], day) == [day.toordinal()]


@given(DAYS, st.integers(-SHORT - 2, SHORT + 2) | st.integers(-700, 700))
def test_days_are_added_as_the_calendar_does(day: date, number: int) -> None:
    assert shifted(days.plus_days, day, number) == day + timedelta(number)


@given(st.sampled_from([date(y, m, 1) - timedelta(n) for y in (2023, 2024) for m in range(1, 13) for n in range(3)]), st.integers(-SHORT, SHORT))
def test_few_days_pass_the_end_of_a_month_without_being_counted(day: date, number: int) -> None:
    assert shifted(days.few_days, day, number) == day + timedelta(number)


@given(st.datetimes(datetime(1904, 1, 1), datetime(2095, 12, 31)), st.integers(0, (SHORT + 2) * DAY) | st.integers(-90 * DAY, 90 * DAY))
def test_a_moment_is_later_by_the_seconds(at: datetime, seconds: int) -> None:
    at = at.replace(microsecond=0)
    found = later(Moment(Day(MONTH, NUMBER), SECONDS), seconds)
    month, number, rest = read([found.day.month, found.day.number, found.seconds], at.date(), at.hour * 3600 + at.minute * 60 + at.second)
    assert datetime(month // 12, month % 12 + 1, number) + timedelta(seconds=rest) == at + timedelta(seconds=seconds)
