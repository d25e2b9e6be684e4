"""Duties under every reading: what of them another reading changes, and which reading does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from ..domain.events import Event
from ..ir import overlay
from ..ir.pack import Pack
from .duties import Duty, duties


class Otherwise(NamedTuple):
    """What differs where an ambiguity is read otherwise: each pair is a duty as the pack has it and as the reading has it; None where it is not there."""

    readings: Mapping[str, str]
    differing: tuple[tuple[Duty | None, Duty | None], ...]


def duties_under_all(pack: Pack, events: Iterable[Event], now: datetime, *, since: date | None = None) -> tuple[tuple[Duty, ...], tuple[Otherwise, ...]]:
    """The duties, and what each encoded reading that touches norms changes in them. Raises `PolicyError` as `duties` does."""
    log = list(events)
    found = duties(pack, log, now, since=since)
    others = []
    for choice in overlay.alone(pack, overlay.of_norms(pack)):
        read = {_key(d): d for d in duties(pack, log, now, since=since, readings=choice)}
        own = {_key(d): d for d in found}
        keys = [*own, *(k for k in read if k not in own)]
        others.append(Otherwise(choice, tuple((own.get(k), read.get(k)) for k in keys if _stands(own.get(k)) != _stands(read.get(k)))))
    return found, tuple(others)


def _key(duty: Duty) -> tuple[object, ...]:
    return (duty.norm, duty.case, duty.period, duty.started_by, duty.started_at)


def _stands(duty: Duty | None) -> object:
    """What of a duty matters to those who bear it; that another deed than before makes it so is no change."""
    return None if duty is None else (duty.state, duty.due, duty.why, duty.bearer, duty.strength)
