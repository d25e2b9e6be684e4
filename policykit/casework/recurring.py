"""The recurring duties of a year: norms that come again each year, month or day -> days, and these as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from icalendar import Calendar, Event

from ..diagnostics import Language, Text
from ..domain.calendar import NoNotice, official
from ..domain.events import BEIJING
from ..ir.answer import Citation
from ..ir.explain import STRENGTH
from ..ir.norm import Norm
from ..ir.norm_words import parties_words
from ..ir.pack import Pack
from ..targets.python.conclusions import cited
from ..targets.python.norms import due_function
from .duties import binds
from .duty_words import bearer_words, clause_words
from .recurrence import period_names, periods


@dataclass(frozen=True)
class DueDate:
    """One recurring duty's last day or moment, and the period it is for. `rest_day`: whether offices rest on it; None while the year's notice is missing."""

    norm: Norm
    due: date | datetime
    period: str
    rest_day: bool | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Undated:
    """A recurring duty whose last day counts working days of a year without a notice."""

    norm: Norm
    period: str
    year: int


@dataclass(frozen=True)
class WithoutDay:
    """A recurring duty for which the text names no day."""

    norm: Norm
    citations: tuple[Citation, ...]


class DueDates(NamedTuple):
    """The recurring duties of a year: those due on a day, in order; those whose day cannot be known yet; those that have none."""

    dates: tuple[DueDate, ...]
    undated: tuple[Undated, ...]
    without_day: tuple[WithoutDay, ...]


def due_dates(pack: Pack, year: int, party: str | None = None) -> DueDates:
    """The recurring duties of a year; only those that one party bears, alone or jointly, where one is named.

    A duty of the year before that falls due in this one is among the dates.
    """
    found: list[DueDate] = []
    undated: list[Undated] = []
    without: dict[str, WithoutDay] = {}
    for norm in pack.norms.values():
        if norm.each is None or norm.modality != "must" or (party is not None and party not in (*norm.by, *norm.together_with)):
            continue
        for first, last, name in periods(norm.each, date(year - 1, 1, 1), date(year, 12, 31)):
            on = max(first, pack.instrument.period.first or first)
            names = period_names(pack, norm, first, last, name, on)
            try:
                due = due_function(pack, norm, on, None)(names) if norm.due is not None else None
            except NoNotice as missing:
                undated.append(Undated(norm, names["period"], missing.year))
                continue
            if due is None:
                if first.year == year and (binds(pack, norm, first) or binds(pack, norm, last)):
                    without.setdefault(norm.id, WithoutDay(norm, cited(pack, norm.cite, last)))
            elif due.year == year and binds(pack, norm, _day(due)):
                found.append(DueDate(norm, due, names["period"], _rest_day(pack, _day(due)), cited(pack, norm.cite, _day(due))))
    return DueDates(tuple(sorted(found, key=lambda d: (_day(d.due), d.norm.id))), tuple(undated), tuple(without.values()))


def _rest_day(pack: Pack, day: date) -> bool | None:
    """Whether offices rest on a day; None where the notice of its year is missing."""
    try:
        return not (pack.calendar or official()).is_workday(day)
    except NoNotice:
        return None


def rest_day_words(due: DueDate) -> Text | None:
    """That a last day is a rest day, or that nobody can say yet; nothing of a working day.

    The day in the text stays the last one: whether it moves, the text says or leaves open (C02).
    """
    if due.rest_day is None:
        return Text(f"是否休息日，尚无{due.due.year}年的通知", f"the notice on holidays in {due.due.year} is not known: it may be a rest day")
    return Text("休息日", "a rest day") if due.rest_day else None


def to_icalendar(pack: Pack, dates: Iterable[DueDate], language: Language) -> bytes:
    """The dates as an iCalendar file: whole days for days, moments at +08:00; who, how strictly and by which clause in the description.

    The stamp that RFC 5545 asks for is the day from which the text is in force, or else the first of the year: the same input gives the same bytes.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//policykit//{pack.id}//")
    calendar.add("version", "2.0")
    for d in dates:
        event = Event()
        event.add("uid", f"{pack.id}-{d.norm.id}-{d.period}@policykit")
        stamp = pack.instrument.period.first or date(d.due.year, 1, 1)
        event.add("dtstamp", datetime.combine(stamp, time.min, UTC))
        event.add("summary", f"{d.norm.label.in_(language)} ({d.period})")
        event.add("description", "\n".join(_described(pack, d, language)))
        if isinstance(d.due, datetime):
            event.add("dtstart", d.due.replace(tzinfo=BEIJING).astimezone(UTC))
        else:
            event.add("dtstart", d.due)
            event.add("dtend", d.due + timedelta(days=1))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _described(pack: Pack, d: DueDate, language: Language) -> list[str]:
    """What a person should know of a date who sees nothing else."""
    parties = pack.instrument.parties
    to, rest, readings = parties_words(d.norm.to, parties).in_(language), rest_day_words(d), ("、" if language == "zh" else ", ").join(d.norm.readings)
    lines = [bearer_words(d.norm, parties, language), Text(f"向{to}", f"to {to}").in_(language) if to else "", STRENGTH[d.norm.strength].in_(language)]
    lines += [Text(f"当日：{rest.zh}", f"the day: {rest.en}").in_(language) if rest is not None else ""]
    lines += [Text(f"基于所选读法：{readings}", f"rests on the chosen reading: {readings}").in_(language) if readings else ""]
    return [line for line in (*lines, pack.instrument.label.in_(language), clause_words(d.citations, language)) if line]


def _day(due: date | datetime) -> date:
    return due.date() if isinstance(due, datetime) else due
