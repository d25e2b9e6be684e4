"""The recurring due dates of a year: norms that come again each year, month or day -> days, and these as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from ..diagnostics import Language
from ..domain.calendar import NoNotice
from ..domain.events import BEIJING
from ..ir.answer import Citation
from ..ir.norm import Norm
from ..ir.pack import Pack
from ..targets.python.conclusions import cited
from ..targets.python.norms import due_function
from .duties import period_names, periods


@dataclass(frozen=True)
class DueDate:
    """One recurring duty's last day or moment, and the period it is for."""

    norm: Norm
    due: date | datetime
    period: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Undated:
    """A recurring duty whose last day counts working days of a year without a notice."""

    norm: Norm
    period: str
    year: int


def due_dates(pack: Pack, year: int, party: str | None = None) -> tuple[list[DueDate], list[Undated]]:
    """The recurring duties due in a year, in order, and those whose last day cannot be known; only those of one party where one is named.

    A duty of the year before that falls due in this one is among them.
    """
    found: list[DueDate] = []
    undated: list[Undated] = []
    for norm in pack.norms.values():
        if norm.each is None or norm.due is None or norm.modality != "must" or (party is not None and party not in norm.by):
            continue
        for first, last, name in periods(norm.each, date(year - 1, 1, 1), date(year, 12, 31)):
            on = max(first, pack.instrument.period.first or first)
            names = period_names(pack, norm, first, last, name, on)
            try:
                due = due_function(pack, norm, on, None)(names)
            except NoNotice as missing:
                undated.append(Undated(norm, names["period"], missing.year))
                continue
            if due is not None and due.year == year and pack.instrument.force_on(_day(due)) not in ("not_yet", "expired") and norm.period.covers(_day(due)):
                found.append(DueDate(norm, due, names["period"], cited(pack, norm.cite, _day(due))))
    return sorted(found, key=lambda d: (_day(d.due), d.norm.id)), undated


def to_icalendar(pack: Pack, dates: Iterable[DueDate], language: Language) -> bytes:
    """The dates as an iCalendar file: whole days for days, moments at +08:00; the clauses in the description."""
    calendar = Calendar()
    calendar.add("prodid", f"-//policykit//{pack.id}//")
    calendar.add("version", "2.0")
    parties = pack.instrument.parties
    for d in dates:
        event = Event()
        event.add("uid", f"{pack.id}-{d.norm.id}-{d.period}@policykit")
        event.add("summary", f"{d.norm.label.in_(language)} ({d.period})")
        by = ", ".join(parties[p].in_(language) for p in d.norm.by if p in parties)
        clauses = "\n".join(f"{c.address} “{c.quote}”" for c in d.citations)
        event.add("description", f"{by}\n{pack.instrument.label.in_(language)}\n{clauses}")
        if isinstance(d.due, datetime):
            event.add("dtstart", d.due.replace(tzinfo=BEIJING).astimezone(UTC))
        else:
            event.add("dtstart", d.due)
            event.add("dtend", d.due + timedelta(days=1))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _day(due: date | datetime) -> date:
    return due.date() if isinstance(due, datetime) else due
