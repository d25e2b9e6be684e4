"""Working days by the State Council's yearly notices: what `chinesecalendar` covers, and notices loaded later.

A day outside the covered years is not guessed: `NoNotice` names the year whose notice is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from ..diagnostics import Text
from .frozen import dataclass


class NoNotice(LookupError):
    """The notice on holidays of a year is not known. `moving`: what was asked is whether a last day moves past rest days; the period itself is counted."""

    def __init__(self, year: int, moving: bool = False) -> None:
        self.year = year
        self.moving = moving
        super().__init__(f"the State Council's notice on holidays in {year} is not known")


@dataclass(frozen=True)
class Notice:
    """One year's notice: rest days that are not weekends' own, and weekend days on which offices work."""

    year: int
    rest: frozenset[date]
    work: frozenset[date]
    citation: Text


@dataclass(frozen=True)
class Calendar:
    """Which days offices work."""

    first_year: int
    last_year: int
    rest: frozenset[date]
    work: frozenset[date]
    notices: tuple[Notice, ...] = ()  # those that came on top

    def covers(self, year: int) -> bool:
        """Whether the year's notice is known."""
        return self.first_year <= year <= self.last_year or any(n.year == year for n in self.notices)

    def is_workday(self, day: date) -> bool:
        """Whether offices work on a day. Raises `NoNotice`."""
        if not self.covers(day.year):
            raise NoNotice(day.year)
        return day in self.work or (day.weekday() < 5 and day not in self.rest)

    def workdays_after(self, day: date, count: int) -> date:
        """The `count`th working day after `day`, which itself is not counted (Civil Code art. 201). Raises `NoNotice`."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_workday(day)
        return day

    def next_workday(self, day: date) -> date:
        """The day itself, or the first working day after a rest day (Civil Code art. 203). Raises `NoNotice`."""
        try:
            while not self.is_workday(day):
                day += timedelta(days=1)
        except NoNotice as missing:
            raise NoNotice(missing.year, moving=True) from None
        return day

    def with_notices(self, notices: Iterable[Notice]) -> Calendar:
        """The calendar with more years' notices; a notice for a covered year replaces what was known of it."""
        rest, work, known = set(self.rest), set(self.work), {n.year: n for n in self.notices}
        for notice in sorted(notices, key=lambda n: n.year):
            rest = {d for d in rest if d.year != notice.year} - notice.work | notice.rest
            work = {d for d in work if d.year != notice.year} - notice.rest | notice.work
            known[notice.year] = notice
        return Calendar(self.first_year, self.last_year, frozenset(rest), frozenset(work), tuple(known[y] for y in sorted(known)))


@cache
def digest(calendar: Calendar) -> str:
    """SHA-256 over the years known, the rest days and the working days: the same for calendars that say the same of every day."""
    from hashlib import sha256  # only where a record is made

    years = [y for y in range(1900, 3000) if calendar.covers(y)]
    return sha256("\n".join([str(years), *(" ".join(map(str, sorted(days))) for days in (calendar.rest, calendar.work))]).encode()).hexdigest()


@cache
def official() -> Calendar:
    """The calendar that `chinesecalendar` holds."""
    from chinese_calendar import constants  # type: ignore[import-untyped]  # it ships no types

    rest, work = frozenset(constants.holidays), frozenset(constants.workdays)
    return Calendar(min(d.year for d in rest), max(d.year for d in rest), rest, work)
