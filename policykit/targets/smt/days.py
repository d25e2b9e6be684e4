"""Calendar days for Z3, as the number of the month and the day in it: adding months is adding numbers, and the order is that of `31 * month + day`.

Days are counted (for durations) only where a rule needs it. Every fourth year is a leap year here, which is so from 1901 to 2099: facts lie within.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate

import z3

from ...domain.periods import last_of_month
from .logic import Bool, Number, both, chosen, compared, constant, minus, plus, quotient, remainder, some, times

FIRST, LAST = date(1904, 1, 1), date(2095, 12, 31)  # of facts: what is added to them stays between 1901 and 2099
SHORT = 28  # days, what the shortest month has
_CYCLE = [last_of_month(1904 + m // 12, m % 12 + 1) for m in range(48)]  # the months of four years, the first a leap year
_STARTS = [0, *accumulate(_CYCLE)][:48]
_FOUR_YEARS = sum(_CYCLE)
_BEFORE_CYCLE = date(1904, 1, 1).toordinal() - _FOUR_YEARS * (1904 // 4)  # so that the count is Python's `toordinal`


@dataclass(frozen=True, eq=False)
class Day:
    """A day: the month (12 times the year, and 0 to 11) and the day of the month."""

    month: Number
    number: Number

    @cached_property
    def order(self) -> Number:
        """Rises with the day; not a count of days."""
        return plus(times(31, self.month), self.number)

    @cached_property
    def count(self) -> Number:
        """The count of days, Python's ordinal."""
        start: Number = 0
        place = remainder(self.month, 48)
        if constant(place):
            start = _STARTS[place]
        else:
            for m in range(47, -1, -1):
                start = chosen(compared("=", place, m), _STARTS[m], start) if m < 47 else _STARTS[47]
        return plus(plus(times(_FOUR_YEARS, quotient(self.month, 48)), start), plus(self.number, _BEFORE_CYCLE - 1))

    @property
    def year(self) -> Number:
        return quotient(self.month, 12)

    @property
    def month_of_year(self) -> Number:
        return plus(remainder(self.month, 12), 1)

    @cached_property
    def real(self) -> Bool:
        """Whether the calendar has the day."""
        return both(compared(">=", self.number, 1), compared("<=", self.number, last_day(self.month)))


def day_of(day: date) -> Day:
    return Day(12 * day.year + day.month - 1, day.day)


def fresh(name: str) -> tuple[Day, list[Bool]]:
    """A day between `FIRST` and `LAST`, and what that asks."""
    day = Day(z3.Int(f"{name}.month"), z3.Int(f"{name}.day"))
    bounds = [day.month >= 12 * FIRST.year, day.month < 12 * LAST.year + 12, day.number >= 1, day.number <= 31]
    return day, [*bounds, z3.Or(day.number <= 28, compared("<=", day.number, last_day(day.month)))]


def last_day(month: Number) -> Number:
    """The number of days of a month."""
    if constant(month):
        return _CYCLE[month % 48]
    place = remainder(month, 12)
    february = chosen(compared("=", remainder(month, 48), 1), 29, 28)
    return chosen(some(compared("=", place, m) for m in (3, 5, 8, 10)), 30, chosen(compared("=", place, 1), february, 31))


def plus_months(day: Day, months: Number, month_end: str) -> tuple[Day, Bool]:
    """The day that corresponds so many months later, by the pack's rule for the end of a month; and whether there is no such day."""
    month = plus(day.month, months)
    if constant(day.number) and day.number <= 28:
        return Day(month, day.number), False
    last = last_day(month)
    beyond = both(compared(">", day.number, 28), compared(">", day.number, last))
    if month_end == "next_first":
        return Day(chosen(beyond, plus(month, 1), month), chosen(beyond, 1, day.number)), beyond
    return Day(month, chosen(beyond, last, day.number)), beyond


def plus_days(day: Day, days: Number) -> Day:
    """So many days later, or earlier where `days` is less than 0."""
    if constant(days) and abs(days) <= SHORT and not constant(day.month):
        return few_days(day, days)
    return counted_day(plus(day.count, days))


def few_days(day: Day, days: Number) -> Day:
    """The same for days that are surely no more than `SHORT`: what passes the end of the month lies in the next one, and the calendar need not be counted."""
    number = plus(day.number, days)
    if constant(days) and days < 0:
        earlier = plus(day.month, -1)
        return chosen_day(compared(">=", number, 1), Day(day.month, number), Day(earlier, plus(number, last_day(earlier))))
    last = last_day(day.month)
    return chosen_day(compared("<=", number, last), Day(day.month, number), Day(plus(day.month, 1), minus(number, last)))


def counted_day(count: Number) -> Day:
    """The day with this ordinal."""
    since = minus(count, _BEFORE_CYCLE)
    if constant(since):
        return day_of(date.fromordinal(count))
    return _with_count(since, count)


def _with_count(since: Number, count: Number) -> Day:
    rest, month, start = remainder(since, _FOUR_YEARS), 0, 0
    for m in range(1, 48):
        reached = compared(">=", rest, _STARTS[m])
        month, start = chosen(reached, m, month), chosen(reached, _STARTS[m], start)
    day = Day(plus(times(48, quotient(since, _FOUR_YEARS)), month), plus(minus(rest, start), 1))
    vars(day)["count"] = count  # known already: comparisons of what was counted need no calendar
    return day


def before(a: Day, b: Day) -> tuple[Number, Number]:
    """Two numbers of which one is less where its day is earlier: counts where one is known, since counting back and forth is dear."""
    return (a.count, b.count) if "count" in vars(a) or "count" in vars(b) else (a.order, b.order)


def dated(year: Number, month: Number, number: Number) -> tuple[Day, Bool]:
    """The day with these numbers, and whether there is one."""
    day = Day(plus(times(12, year), minus(month, 1)), number)
    return day, both(compared(">=", month, 1), compared("<=", month, 12), day.real)


def chosen_day(condition: Bool, a: Day, b: Day) -> Day:
    return Day(chosen(condition, a.month, b.month), chosen(condition, a.number, b.number))


def same_day(a: Day, b: Day) -> Bool:
    return both(compared("=", a.month, b.month), compared("=", a.number, b.number))


def in_stretch(day: Day, first: date | None, last: date | None) -> Bool:
    """Whether the day lies between two, both included; None is open."""
    lower = True if first is None or first <= FIRST else compared(">=", day.order, day_of(first).order)
    upper = True if last is None or last >= LAST else compared("<=", day.order, day_of(last).order)
    return both(lower, upper)
