"""An event that was entered wrongly is corrected, or taken back: the duties are those of the corrected log, and what moved is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

import policykit
from policykit import PolicyError
from policykit.casework.duties import duties
from policykit.casework.session import Change, Session

POLICY = policykit.read(
    {
        "pack.yaml": """
pack: example
parties: {unit: {zh: 管理单位, en: managing unit}}
parameters:
  days: {label: {zh: 报告时限, en: days to report}, type: integer, values: [{value: 5}]}
norms:
  report:
    label: {zh: 报告, en: report}
    must: report
    by: unit
    starts: {acceptance_completed: {}}
    due: "workdays after(date(start), days)"
    done: {report_filed: {}}
  no-report:
    label: {zh: 不得报告, en: no report}
    must_not: report
    by: unit
    done: {report_filed: {report: wrong}}
"""
    }
)
ACCEPTED = {"id": "e1", "kind": "acceptance_completed", "at": "2026-03-02T09:00", "case": "m"}
FILED = {"id": "e2", "kind": "report_filed", "at": "2026-03-04T09:00", "case": "m"}
NOW = "2026-03-05T00:00"


def session_of(*events: dict[str, object], now: str = NOW) -> tuple[Session, list[Change]]:
    changes: list[Change] = []
    session = POLICY.session(now=now, on_change=changes.append, since="2026-01-01")
    for event in events:
        session.post(event)
    changes.clear()
    return session, changes


def told(changes: list[Change]) -> list[tuple[str, str, str]]:
    return [(c.kind, c.duty.norm, f"{c.at:%m-%d %H:%M}") for c in changes]


def test_a_deed_with_another_time_is_late_after_all() -> None:
    session, changes = session_of(ACCEPTED, FILED, now="2026-03-20T00:00")
    late = {**FILED, "at": "2026-03-12T09:00"}
    session.correct(late)
    assert told(changes) == [("met_late", "report", "03-12 09:00")]
    assert session.duties() == duties(POLICY, [ACCEPTED, late], session.now, since="2026-01-01")


def test_a_deed_that_never_was_is_owed_again() -> None:
    session, changes = session_of(ACCEPTED, FILED)
    session.take_back("e2")
    assert told(changes) == [("reopened", "report", "03-05 00:00")]
    changes.clear()
    session.tick("2026-03-10T00:00")
    assert told(changes) == [("due", "report", "03-09 00:00"), ("breached", "report", "03-09 23:59")]


def test_a_deed_taken_back_after_the_deadline_leaves_a_breach() -> None:
    session, changes = session_of(ACCEPTED, FILED, now="2026-03-20T00:00")
    session.take_back("e2")
    assert told(changes) == [("breached", "report", "03-09 23:59")]


def test_a_start_with_another_time_begins_another_duty() -> None:
    session, changes = session_of(ACCEPTED)
    session.correct({**ACCEPTED, "at": "2026-02-02T09:00"})
    assert told(changes) == [("withdrawn", "report", "03-05 00:00"), ("started", "report", "02-02 09:00"), ("due", "report", "02-09 00:00"), ("breached", "report", "02-09 23:59")]


def test_an_outcome_that_stays_by_another_deed_is_corrected() -> None:
    session, changes = session_of(ACCEPTED, FILED)
    session.correct({**FILED, "at": "2026-03-03T09:00"})
    assert told(changes) == [("corrected", "report", "03-05 00:00")]


def test_a_ban_that_was_not_broken_is_kept_again() -> None:
    session, changes = session_of({**FILED, "data": {"report": "wrong"}})
    session.correct(FILED)
    assert told(changes) == [("reopened", "no-report", "03-05 00:00")]


def test_an_event_corrected_to_a_later_time_waits_for_the_clock() -> None:
    session, changes = session_of(ACCEPTED, FILED)
    session.correct({**FILED, "at": "2026-03-06T09:00"})
    assert told(changes) == [("reopened", "report", "03-05 00:00")]
    assert session.next() == datetime(2026, 3, 6, 9)
    changes.clear()
    session.tick("2026-03-07T00:00")
    assert told(changes) == [("met", "report", "03-06 09:00")]


def test_a_correction_that_says_the_same_tells_nothing() -> None:
    session, changes = session_of(ACCEPTED, FILED)
    session.correct(FILED)
    assert changes == []


def test_a_callback_may_correct_events() -> None:
    """As it may post them."""
    found: list[Change] = []

    def mend(change: Change) -> None:
        found.append(change)
        if change.kind == "met":
            session.take_back("e2")

    session = POLICY.session(now=NOW, on_change=mend, since="2026-03-01")
    session.post(ACCEPTED)
    session.post(FILED)
    assert [c.kind for c in found if c.duty.norm == "report"] == ["started", "met", "reopened"]


# --- what is refused


def refused(asking: Callable[[], object]) -> tuple[str, str, str | None]:
    with pytest.raises(PolicyError) as caught:
        asking()
    (fault,) = caught.value.diagnostics
    return fault.code, fault.message.en, fault.help and fault.help.en


def test_an_event_that_is_not_there_cannot_be_corrected() -> None:
    session, changes = session_of(ACCEPTED, FILED)
    fault = ("no-event", "there is no event `e3`", "known, the nearest first: e1, e2")
    assert refused(lambda: session.take_back("e3")) == refused(lambda: session.correct({**FILED, "id": "e3"})) == fault
    assert refused(lambda: session.correct({**FILED, "kind": "report_fild"}))[0] == "unknown-event"
    assert changes == [] and len(session.duties()) == 2


def test_another_event_with_a_known_id_is_refused_with_the_way_to_correct_it() -> None:
    session, _ = session_of(ACCEPTED)
    other = {**ACCEPTED, "at": "2026-03-03T09:00"}
    fault = ("event-twice", "two different events have the id `e1`", "to correct the earlier one use `correct` in a session; in a log keep one of them")
    assert refused(lambda: session.post(other)) == fault


def test_a_closed_session_corrects_nothing() -> None:
    session, _ = session_of(ACCEPTED)
    session.close()
    assert [refused(f)[0] for f in (lambda: session.correct(ACCEPTED), lambda: session.take_back("e1"))] == ["session-closed"] * 2
