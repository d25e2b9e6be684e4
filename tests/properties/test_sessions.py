"""A live session against the pure function: whatever events come, in whatever order, with the clock where it will, the duties are those of `duties`."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, strategies as st

import policykit
from policykit.casework.duties import Duty, duties
from policykit.casework.session import Change
from policykit.domain.events import Event
from policykit.targets.durable_rules.engine import Unsupported, engine

from .event_logs import BEGIN, event as a_event, logs, looked_for
from .making import examples

WITH_NORMS = [n for n in sorted(policykit.available()) if policykit.load(n).pack.norms]


def _engine_is_there() -> bool:
    try:
        engine()
    except Unsupported:
        return False
    return True


TARGETS = ["python", pytest.param("durable_rules", marks=pytest.mark.skipif(not _engine_is_there(), reason="`pip install 'policykit[live]'` on Python 3.12 or older"))]
HOURS = st.one_of(st.integers(0, 48), st.integers(0, 24 * 90)).map(lambda h: timedelta(hours=h))


@cache
def policy(name: str) -> policykit.Policy:
    return policykit.load(name)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", WITH_NORMS)
@examples(30)
@given(data=st.data())
def test_a_session_gives_the_duties_of_the_pure_function(name: str, target: policykit.api.Target, data: st.DataObject) -> None:
    pack = policy(name).pack
    now = BEGIN + data.draw(HOURS)
    changes: list[Change] = []
    session = policy(name).session(now=now, on_change=changes.append, target=target)
    posted: list[Event] = []
    for event in data.draw(logs(pack)):
        session.post(event)
        posted.append(event)
        if data.draw(st.booleans()):
            now += data.draw(HOURS)
            session.tick(now)
        _same(session.duties(), duties(pack, posted, now))
    later = now + timedelta(days=500 if max(e.at for e in posted) < now + timedelta(days=500) else 1700)  # when all events are known; Changzhi ends in 2030
    session.tick(later)
    _same(session.duties(), duties(pack, posted, later))
    _told(changes, session.duties(), later)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", WITH_NORMS)
@examples(15)
@given(data=st.data())
def test_a_corrected_session_gives_the_duties_of_the_corrected_log(name: str, target: policykit.api.Target, data: st.DataObject) -> None:
    pack = policy(name).pack
    now = BEGIN + data.draw(HOURS)
    since = data.draw(st.sampled_from([None, BEGIN.date()]))
    changes: list[Change] = []
    session = policy(name).session(now=now, on_change=changes.append, target=target, since=since)
    posted: dict[str, Event] = {}
    for event in {e.id: e for e in data.draw(logs(pack, most=8))}.values():
        session.post(event)
        posted[event.id] = event
        if data.draw(st.booleans()):
            now += data.draw(HOURS)
            session.tick(now)
        wrong = data.draw(st.sampled_from([None, *posted]))
        if wrong is not None and data.draw(st.booleans()):
            session.take_back(wrong)
            del posted[wrong]
        elif wrong is not None:
            posted[wrong] = data.draw(a_event(pack, looked_for(pack), wrong))
            session.correct(posted[wrong])
        _same(session.duties(), duties(pack, posted.values(), now, since=since))
    session.tick(now := now + timedelta(days=500))
    _same(session.duties(), duties(pack, posted.values(), now, since=since))
    if posted or since is not None:
        _told(changes, session.duties(), now)


def _same(got: tuple[Duty, ...], wanted: tuple[Duty, ...]) -> None:
    assert [_brief(d) for d in got] == [_brief(d) for d in wanted]
    assert got == wanted


def _brief(duty: Duty) -> tuple[object, ...]:
    return duty.norm, duty.case, duty.started_by, duty.started_at, duty.due, duty.state, duty.ended_by


def _told(changes: list[Change], found: tuple[Duty, ...], now: datetime) -> None:
    """What was told of each duty last is how it ended."""
    last: dict[tuple[object, ...], str] = {}
    for change in changes:
        assert change.at <= now
        if change.kind not in ("due", "corrected"):
            last[change.duty.norm, change.duty.case, change.duty.started_by, change.duty.started_at, change.duty.period] = change.kind
    ended = {"fulfilled": "met", "fulfilled_late": "met_late", "breached": "breached", "missed": "missed", "excused": "excused"}
    for duty in found:
        key = (duty.norm, duty.case, duty.started_by, duty.started_at, duty.period)
        if duty.state in ended:
            assert last.pop(key) == ended[duty.state], duty
        else:
            assert last.pop(key, "started") in ("started", "met", "breached", "missed", "excused", "met_late", "reopened") or duty.state in ("not_yet", "no_record")
    assert set(last.values()) <= {"withdrawn"}, last
