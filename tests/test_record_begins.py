"""What fell due before the record begins is not known to be broken: a log accuses of nothing that it does not show."""

from __future__ import annotations

from datetime import date, datetime

import policykit
from policykit.casework.duties import duties
from policykit.domain.events import Event

LIAONING = policykit.load("liaoning")
ARRIVED = Event(id="e1", kind="arrived", at=datetime(2026, 9, 25, 10), case="d-1")
NOW = datetime(2026, 10, 20)
EARLIER = {"half-year-report", "depot-information"}  # due on 30 June and 31 August


def states(since: date | None = None, *more: Event) -> dict[str, str]:
    found = duties(LIAONING.pack, [ARRIVED, *more], NOW, since=since)
    with LIAONING.session(now=datetime(2026, 9, 1), since=since) as session:
        for event in (ARRIVED, *more):
            session.post(event)
        session.tick(NOW)
        assert session.duties() == found
    return {d.norm: d.state for d in found if d.period in (None, "2027" if d.norm == "purchase-plan" else "2026")}


def test_a_duty_due_before_the_first_event_has_no_record() -> None:
    assert {n: s for n, s in states().items() if n in EARLIER} == dict.fromkeys(EARLIER, "no_record")
    assert states()["purchase-plan"] == "breached"  # due on 30 September: within the record


def test_a_duty_due_before_the_day_named_has_no_record() -> None:
    assert "breached" not in states(date(2026, 10, 19)).values()
    assert {n: s for n, s in states(date(2026, 1, 1)).items() if n in EARLIER} == dict.fromkeys(EARLIER, "breached")


def test_a_late_deed_in_the_log_is_shown() -> None:
    filed = Event(id="e2", kind="report_filed", at=datetime(2026, 9, 28), data={"report": "half_year", "period": "2026"})
    assert states(None, filed)["half-year-report"] == "fulfilled_late"


def test_an_earlier_event_makes_the_record_longer_and_the_breach_is_told_then() -> None:
    told: list[tuple[str, str]] = []
    with LIAONING.session(now=NOW, on_change=lambda c: told.append((c.kind, c.duty.norm))) as session:
        session.post(ARRIVED)
        assert not {n for _, n in told} & EARLIER
        early = Event(id="e0", kind="arrived", at=datetime(2026, 6, 1), case="d-0")
        session.post(early)
        assert [k for k, n in told if n == "half-year-report"] == ["started", "due", "breached"]
        assert session.duties() == duties(LIAONING.pack, [ARRIVED, early], NOW)
