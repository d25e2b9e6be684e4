"""What a correction of events moves: the duties as they were known and as they are known now -> the changes to be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from typing import Literal

from .duties import Duty, State, last_moment

Kind = Literal["started", "met", "met_late", "due", "breached", "missed", "excused", "corrected", "reopened", "withdrawn"]
ENDED_AS: dict[State, Kind] = {"fulfilled": "met", "fulfilled_late": "met_late", "breached": "breached", "missed": "missed", "excused": "excused"}
_SILENT = ("not_yet", "no_record")  # of a duty that is in these nothing is told


def moved(before: Sequence[tuple[Duty, bool]], after: Iterable[Duty], now: datetime) -> list[tuple[Kind, Duty, datetime]]:
    """The changes, each with the duty as it stands now and its moment: first those of duties that never were, then the others in the order of their moments.

    `before`: each duty, and whether its start has been told.
    """
    old = {same_duty(d): d for d, _ in before}
    told = {same_duty(d) for d, known in before if known}
    new = {same_duty(d): d for d in after}
    gone: list[tuple[Kind, Duty, datetime]] = [("withdrawn", d, now) for k, d in old.items() if k not in new and k in told]
    found = [change for k, d in new.items() for change in _changes(old.get(k), k in told, d, now)]
    return [*gone, *sorted(found, key=lambda change: change[2])]


def same_duty(duty: Duty) -> tuple[object, ...]:
    """What tells a duty from all others, however it stands."""
    return (duty.norm, duty.case, duty.period, duty.started_by, duty.started_at)


def _changes(old: Duty | None, known: bool, new: Duty, now: datetime) -> Iterator[tuple[Kind, Duty, datetime]]:
    """What is told of one duty; of one that is `known` its start has been told."""
    if old == new:
        return
    if new.state in _SILENT:
        if known and old is not None and old.state not in _SILENT:
            yield "withdrawn", new, now
        return
    if not known:
        yield "started", new, min(new.started_at or now, now)
    falls_due = _falls_due(new)
    if new.state in ("pending", "breached", "missed") and falls_due is not None and falls_due <= now and (old is None or not known or old.due != new.due):
        yield "due", new, falls_due
    if old is not None and known and old.state == new.state:
        yield "corrected", new, now
    elif new.state in ENDED_AS:
        yield ENDED_AS[new.state], new, _ended(new, now)
    elif known:
        yield "reopened", new, now


def _falls_due(duty: Duty) -> datetime | None:
    """When an obligation falls due: with the beginning of its last day, or at its last moment."""
    if duty.due is None or duty.modality != "must":
        return None
    return duty.due if isinstance(duty.due, datetime) else datetime.combine(duty.due, time.min)


def _ended(duty: Duty, now: datetime) -> datetime:
    """When it ended as it did: at the deed, or with the deadline that passed."""
    passed = last_moment(duty.due) if duty.state in ("breached", "missed") else None
    return passed or duty.ended_at or now
