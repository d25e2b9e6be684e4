"""Months and periods, against python-dateutil and their own inverses; exact numbers, against fractions and `decimal`."""

from __future__ import annotations

import decimal
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import example, given, strategies as st

from policykit.domain import numbers, periods

from .making import examples

DAYS = st.dates(date(1600, 1, 1), date(2999, 12, 31))
MONTHS = st.integers(-2000, 2000)
FACT_DAYS = st.dates(periods.FIRST_DAY, periods.LAST_DAY)
NUMBERS = st.one_of(st.integers(-(10**39), 10**39), st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
RATIONALS = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**4)
ROUNDING = {
    "round half up": decimal.ROUND_HALF_UP,
    "round half even": decimal.ROUND_HALF_EVEN,
    "round up": decimal.ROUND_UP,
    "round down": decimal.ROUND_DOWN,
    "floor": decimal.ROUND_FLOOR,
    "ceiling": decimal.ROUND_CEILING,
}


# --- months


@examples(2000)
@given(DAYS, MONTHS)
@example(date(2000, 2, 29), -1200)  # a leap year of a century, to one that is none
@example(date(2024, 2, 29), 48)
@example(date(2023, 12, 31), 2)
def test_months_are_added_as_dateutil_adds_them(day: date, months: int) -> None:
    assert periods.plus_months(day, months) == day + relativedelta(months=months)
    moment = datetime.combine(day, time(23, 59))
    assert periods.plus_months(moment, months) == moment + relativedelta(months=months)


@examples(500)
@given(st.integers(1600, 2999), st.integers(1, 12))
def test_the_last_day_of_a_month_is_the_one_before_the_next_month(year: int, month: int) -> None:
    last = date(year, month, periods.last_of_month(year, month))
    assert (last + timedelta(days=1)).day == 1


@examples(1000)
@given(DAYS, MONTHS)
def test_without_a_corresponding_day_the_policies_part(day: date, months: int) -> None:
    moved = periods.plus_months(day, months)
    if moved.day == day.day:
        assert periods.plus_months_next_first(day, months) == periods.plus_months_or_refuse(day, months) == moved
    else:
        assert (moved + timedelta(days=1)).day == 1 and moved.day < day.day
        assert periods.plus_months_next_first(day, months) == moved + timedelta(days=1)
        with pytest.raises(periods.NoCorrespondingDay):
            periods.plus_months_or_refuse(day, months)


@examples(1000)
@given(DAYS, DAYS)
@example(date(2025, 1, 31), date(2025, 2, 28))
@example(date(2025, 2, 28), date(2025, 1, 31))
@example(date(2024, 2, 29), date(2025, 2, 28))
def test_whole_months_are_the_most_that_can_be_added(start: date, end: date) -> None:
    months = periods.whole_months(start, end)
    assert periods.whole_months(end, start) == -months
    first, last = sorted((start, end))
    assert periods.plus_months(first, abs(months)) <= last < periods.plus_months(first, abs(months) + 1)


@examples(1000)
@given(DAYS, MONTHS)
def test_whole_months_undo_the_addition(day: date, months: int) -> None:
    if day.day <= 28 or months >= 0:
        assert periods.whole_months(day, periods.plus_months(day, months)) == months


# --- days and periods as text


@examples(500)
@given(st.dates())
def test_a_day_has_one_text(day: date) -> None:
    inside = periods.FIRST_DAY <= day <= periods.LAST_DAY
    assert periods.read_date(day.isoformat()) == (day if inside else None)
    assert periods.read_date(f" {day.isoformat()}") is None
    assert periods.read_date(day.isoformat().replace("-", "")) is None


@examples(500)
@given(st.text(max_size=12))
@example("2025-02-29")
@example("２０２５-０1-01")
@example("2025-W01-1")
@example("+025-01-01")
def test_what_is_read_as_a_day_is_that_day(text: str) -> None:
    found = periods.read_date(text)
    assert found is None or found.isoformat() == text


@examples(500)
@given(st.datetimes(datetime(1000, 1, 1), datetime(2999, 12, 31, 23, 59)))
def test_a_moment_is_read_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert periods.read_datetime(moment.isoformat()) == moment
    assert periods.read_datetime(moment.isoformat() + "+08:00") == moment
    assert periods.read_datetime(moment.isoformat() + "+00:00") is None


@examples(500)
@given(st.integers(-periods.LONGEST_MONTHS, periods.LONGEST_MONTHS))
def test_months_are_read_back(months: int) -> None:
    assert periods.read_period(periods.period_text(months)) == months
    assert months < 0 or periods.read_period(f"P{months // 12}Y{months % 12}M") == months


@examples(500)
@given(st.timedeltas(-periods.LONGEST, periods.LONGEST))
@example(timedelta(days=-1, seconds=1))
@example(timedelta(0))
@example(timedelta(hours=48))
def test_a_duration_is_read_back(length: timedelta) -> None:
    length = timedelta(days=length.days, seconds=length.seconds)
    assert periods.read_period(periods.period_text(length)) == length


@pytest.mark.parametrize("text", ["P", "PT", "P1DT", "P1M1D", "P1YT1H", "1D", "P1.5M", "P-1M", "p1m", "P12001M", "P1001Y", "P366001D", "P9999999999999999W", "P1M ", "P١M"])
def test_what_is_no_period_is_refused(text: str) -> None:
    assert periods.read_period(text) is None


@examples(300)
@given(st.integers(0, 99), st.integers(0, 99))
def test_a_day_of_the_year_is_one_that_some_year_has(month: int, day: int) -> None:
    try:
        wanted: tuple[int, int] | None = (date(2024, month, day).month, day)
    except ValueError:
        wanted = None
    assert periods.read_day_of_year(f"{month:02}-{day:02}") == wanted


# --- numbers


@examples(1000)
@given(NUMBERS)
def test_a_number_is_read_back(number: int | Decimal) -> None:
    found = numbers.read_number(numbers.number_text(number))
    assert found == number
    assert isinstance(found, int) == (found == int(found)), "whole numbers are int"


@examples(500)
@given(st.text(st.sampled_from("0123456789.+-eE_ ٣"), max_size=12))
@example("1e2")
@example("1e999")
@example("1_000")
@example("0e50")
@example(".5")
@example("5.")
def test_what_is_read_as_a_number_is_that_number(text: str) -> None:
    found = numbers.read_number(text)
    if found is not None:
        assert found == Fraction(text), text
        assert len(numbers.number_text(found)) <= numbers.MOST_DIGITS + 3


@examples(1000)
@given(st.one_of(NUMBERS, RATIONALS), st.one_of(NUMBERS, RATIONALS))
@example(Decimal("0." + "3" * 30), Decimal("1" * 30))
def test_sums_and_products_are_exact(a: numbers.Number, b: numbers.Number) -> None:
    assert numbers.add(a, b) == Fraction(a) + Fraction(b)
    assert numbers.subtract(a, b) == Fraction(a) - Fraction(b)
    assert numbers.multiply(a, b) == Fraction(a) * Fraction(b)
    assert numbers.divide(a, b) == (Fraction(a) / Fraction(b) if b else None)
    assert numbers.negated(a) == -Fraction(a)


@examples(500)
@given(RATIONALS)
def test_the_plainest_form_of_a_number_is_the_number(number: Fraction) -> None:
    found = numbers.settled(number)
    assert found == number
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    assert isinstance(found, int if number.denominator == 1 else Decimal if rest == 1 else Fraction)
    assert numbers.read_number(numbers.number_text(found)) == (number if rest == 1 else None)


@examples(1000)
@given(st.one_of(RATIONALS, NUMBERS), st.integers(0, 8), st.sampled_from(sorted(ROUNDING)))
@example(Decimal("-2.5"), 0, "round half up")
@example(Fraction(-5, 2), 0, "round half even")
@example(Fraction(1, 3), 2, "round up")
@example(Fraction(-1, 3), 2, "floor")
@example(Fraction(1, 2) + Fraction(1, 10**30), 0, "round half even")
def test_rounding_is_that_of_decimal(number: numbers.Number, digits: int, how: str) -> None:
    """`decimal` rounds decimals only, so a fraction is scaled to a whole number and a remainder, of which 30 digits and a sticky one are kept."""
    exact = Fraction(number)
    whole, rest = divmod(abs(exact.numerator) * 10**40, exact.denominator)
    context = decimal.Context(prec=200)
    text = Decimal(whole * 10 + (1 if rest else 0)).scaleb(-41, context)
    wanted = text.copy_sign(Decimal(-1 if exact < 0 else 1)).quantize(Decimal(1).scaleb(-digits), rounding=ROUNDING[how], context=context)
    found = numbers.rounded(number, digits, how)
    assert found == wanted
    assert abs(Fraction(found) - exact) < Fraction(1, 10**digits)
