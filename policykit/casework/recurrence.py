"""The periods of norms that come again: years, months and days, what each norm calls them, and the one that a deed names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from ..domain.periods import last_of_month, read_date
from ..ir.norm import Norm
from ..ir.pack import Pack
from ..targets.python.norms import period_function

Period = tuple[date, date, str]  # first day, last day, name
FARTHEST = 10  # years between a period and the one by whose name a norm calls it


def period_names(pack: Pack, norm: Norm, first: date, last: date, text: str, on: date) -> dict[str, Any]:
    """What the formulas of a norm that comes again may name; its period is called as the norm says, or else as the calendar does."""
    names = {"year": first.year, "month": first.month, "first_day": first, "last_day": last, "period": text}
    if norm.period_name is not None:
        names["period"] = str(period_function(pack, norm, on)(names))
    return names


def periods(each: str, first: date, today: date) -> list[tuple[date, date, str]]:
    """The years, months or days from the one of `first` to the one after `today`: first day, last day, name.

    >>> [p[2] for p in periods("month", date(2026, 1, 15), date(2026, 2, 1))]
    ['2026-01', '2026-02', '2026-03']
    """
    found: list[tuple[date, date, str]] = []
    if each == "year":
        for year in range(first.year, today.year + 2):
            found.append((date(year, 1, 1), date(year, 12, 31), str(year)))
    elif each == "month":
        for index in range(first.year * 12 + first.month - 1, today.year * 12 + today.month + 1):
            year, month = divmod(index, 12)
            found.append((date(year, month + 1, 1), date(year, month + 1, last_of_month(year, month + 1)), f"{year}-{month + 1:02}"))
    else:
        for n in range((today - first).days + 2):
            day = first + timedelta(days=n)
            found.append((day, day, day.isoformat()))
    return found


def periods_called(pack: Pack, norm: Norm, name: str, first: date) -> Iterator[Period]:
    """The periods before that of the day `first` which a norm that comes again calls by a name, as an event carries it.

    A norm may call a period by another's name, as the plan made this year is that of the next; then those some years around are looked through.
    """
    day = read_date((name + "-01-01")[:10])
    if day is None or norm.each is None:
        return
    before = periods(norm.each, first, first)[0][0] - timedelta(days=1)
    if norm.period_name is None:
        around = periods(norm.each, day, day)[:1]
    else:
        around = periods(norm.each, date(max(day.year - FARTHEST, 1000), 1, 1), min(before, date(day.year + FARTHEST, 12, 31)))
    for period in around:
        if period[1] <= before and period_names(pack, norm, *period, law_day(pack, period[0]))["period"] == name:
            yield period


def law_day(pack: Pack, day: date) -> date:
    """The day whose law tells what an event of `day` is: its own, or the nearest on which the text is in force."""
    period = pack.instrument.period
    return min(max(day, period.first or day), period.last or date.max)
