"""The text as a legal act: how its clauses read on a day, the days on which it binds, what it repeals, what it leaves to its parent.

A rule points to the text with a `Quote`, and holds in a `Period` as the text does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Literal

from ..diagnostics import Span, Text
from ..domain.frozen import dataclass
from .cells import Test

Force = Literal["in_force", "not_yet", "expired", "draft", "unknown_date"]


@dataclass(frozen=True)
class Quote:
    """A citation as a rule gives it: the words and the clause where they stand."""

    address: str
    words: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Period:
    """From the first day to the last; None is open."""

    first: date | None = None
    last: date | None = None

    def covers(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


ALWAYS = Period()


def meet(a: Period, b: Period) -> bool:
    """Whether two periods have a day in common."""
    return not ((a.last and b.first and a.last < b.first) or (b.last and a.first and b.last < a.first))


@dataclass(frozen=True)
class Wording:
    """How a clause read in some period."""

    quote: str
    period: Period


@dataclass(frozen=True)
class Clause:
    """One sentence of the text with its address. `quote` is its last wording, which stands in `period`; `earlier` are those before it."""

    address: str
    quote: str
    kind: str
    en: str
    waived: Text | None = None
    restored: str | None = None
    defect: Text | None = None
    span: Span | None = field(default=None, compare=False, repr=False)
    period: Period = ALWAYS
    earlier: tuple[Wording, ...] = ()

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """Every wording, the oldest first."""
        return (*self.earlier, Wording(self.quote, self.period))

    def on(self, day: date) -> str | None:
        """How the clause reads on a day; None where it does not stand then."""
        return next((w.quote for w in self.wordings if w.period.covers(day)), None)

    @property
    def original(self) -> str | None:
        """The clause as the text first had it; None where an amendment added it."""
        first = self.wordings[0]
        return first.quote if first.period.first is None else None


@dataclass(frozen=True)
class Repeal:
    """An older instrument that this one ends."""

    instrument: str
    label: Text
    period: Period
    cite: tuple[Quote, ...]
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class EarlierValidity:
    """What the text said of its days in force until an amendment said otherwise."""

    period: Period
    until: date
    cite: tuple[Quote, ...]
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cover:
    """Where the parent's scope covers a case of a question on which this pack is silent."""

    question: str
    tests: tuple[Test, ...]
    why: Text


@dataclass(frozen=True)
class Instrument:
    """The text as a legal act."""

    id: str
    label: Text
    jurisdiction: Text
    number: Text | None
    issuers: tuple[str, ...]
    level: str
    region: str
    scope: Text | None
    status: Literal["in_force", "draft", "unknown_date"]
    period: Period
    validity_cite: tuple[Quote, ...]
    validity_readings: tuple[str, ...]
    repeals: tuple[Repeal, ...]
    parties: Mapping[str, Text]
    parent: str | None
    covers: tuple[Cover, ...]
    silent_on: tuple[str, ...]
    source: Text | None
    note: Text | None
    validity_note: Text | None = None
    month_end: Literal["last_day", "next_first", "refuse"] = "last_day"
    earlier_validity: tuple[EarlierValidity, ...] = ()  # the oldest first

    def force_on(self, day: date) -> Force:
        """Whether the instrument binds on a day. A draft or an undated text never starts by itself."""
        if self.status != "in_force":
            return self.status
        if self.period.first is not None and day < self.period.first:
            return "not_yet"
        return "expired" if self.period.last is not None and day > self.period.last else "in_force"
