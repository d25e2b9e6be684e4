"""What could be done before the record begins is not known to be broken: a log accuses of nothing that it does not show."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

import policykit
from policykit.casework.duties import duties
from policykit.domain.events import Event
from tests.commands import data, run
from tests.properties.making import label, load

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


def test_a_duty_whose_period_opened_before_the_first_event_has_no_record() -> None:
    assert states()["purchase-plan"] == "no_record"  # due on 30 September, within the record; but it may have been made in the spring


def test_a_duty_whose_period_lies_wholly_within_the_record_is_broken() -> None:
    assert {n: s for n, s in states(date(2026, 1, 1)).items() if n in EARLIER} == dict.fromkeys(EARLIER, "breached")
    assert states(date(2026, 1, 1))["purchase-plan"] == "breached"
    assert "breached" not in states(date(2026, 1, 2)).values()


def test_a_duty_due_before_the_day_named_has_no_record() -> None:
    assert "breached" not in states(date(2026, 10, 19)).values()


def test_an_empty_log_accuses_nobody_unless_its_beginning_is_named() -> None:
    found = duties(LIAONING.pack, [], NOW)
    assert {d.norm: d.state for d in found if d.period == "2026" and d.norm in EARLIER} == dict.fromkeys(EARLIER, "no_record")
    assert not [d for d in found if d.state in ("breached", "missed")]
    assert {d.norm for d in duties(LIAONING.pack, [], NOW, since=date(2026, 1, 1)) if d.state == "breached"} == {*EARLIER, "purchase-plan"}
    with LIAONING.session(now=NOW) as session:
        assert session.duties() == found


def test_a_log_of_one_entry_at_the_end_of_a_year_accuses_nobody_of_that_year(tmp_path: Path) -> None:
    log = tmp_path / "t.csv"
    log.write_text("id,kind,at,case\ne1,arrived,2026-12-30 10:00,d-1\n", encoding="utf-8")
    words = ("duties", log, "--in", "liaoning", "--now", "2027-01-02")
    told = run(*words, env={"POLICYKIT_LANG": "zh"}).stdout
    assert "已违反" not in told and "年度盘点 (2026)" not in told and "无记录 5" in told
    whole = [d["state"] for d in data(*words, "--since", "2026-01-01") if (d["norm"], d["period"]) == ("stocktake", "2026")]
    assert whole == ["breached"]


def test_a_late_deed_in_the_log_is_shown() -> None:
    filed = Event(id="e2", kind="report_filed", at=datetime(2026, 9, 28), data={"report": "half_year", "period": "2026"})
    assert states(None, filed)["half-year-report"] == "fulfilled_late"


def test_an_earlier_event_makes_the_record_longer_and_the_breach_is_told_then() -> None:
    told: list[tuple[str, str]] = []
    with LIAONING.session(now=NOW, on_change=lambda c: told.append((c.kind, c.duty.norm))) as session:
        session.post(ARRIVED)
        assert not {n for _, n in told} & EARLIER
        early = Event(id="e0", kind="arrived", at=datetime(2026, 1, 1, 9), case="d-0")
        session.post(early)
        assert [k for k, n in told if n == "half-year-report"] == ["started", "due", "breached"]
        assert session.duties() == duties(LIAONING.pack, [ARRIVED, early], NOW)


def test_a_duty_that_a_session_saw_pending_and_then_without_a_record_is_told_as_broken_once_the_record_is_longer() -> None:
    told: list[tuple[str, str]] = []
    late, early = (Event(id=f"e{at:%m}", kind="arrived", at=at, case="d-1") for at in (datetime(2026, 6, 15, 9), datetime(2026, 1, 1, 9)))
    with LIAONING.session(now=late.at, on_change=lambda c: told.append((c.kind, c.duty.norm))) as session:
        session.post(late)
        session.tick(NOW)
        assert [k for k, n in told if n == "half-year-report"] == ["started", "due"]
        assert session.duties() == duties(LIAONING.pack, [late], NOW)
        session.post(early)
        assert [k for k, n in told if n == "half-year-report"] == ["started", "due", "breached"]
        assert session.duties() == duties(LIAONING.pack, [late, early], NOW)


MONTHLY = {
    "label": label("monthly"),
    "must": "report",
    "by": "office",
    "each": "month",
    "due": "last_day + P10D",
    "done": {"report_filed": {"report": "monthly", "period": "period"}},
    "cite": {},
}


@pytest.mark.parametrize(("opens", "state"), [("first_day", "no_record"), ("last_day", "breached")])
def test_a_report_on_the_end_of_a_month_is_broken_where_all_the_days_on_which_it_can_be_filed_lie_in_the_record(opens: str, state: str) -> None:
    policy = load({"parties": {"office": label("office")}, "norms": {"monthly": {**MONTHLY, "opens": opens}}})
    log = [Event(id="e1", kind="arrived", at=datetime(2026, 7, 10, 9))]
    found = duties(policy.pack, log, datetime(2026, 8, 31))
    assert {d.period: d.state for d in found}["2026-07"] == state
    early, late = (Event(id="e2", kind="report_filed", at=at, data={"report": "monthly", "period": "2026-07"}) for at in (datetime(2026, 7, 30, 9), datetime(2026, 7, 31, 9)))
    for filed, then in ((early, "fulfilled" if opens == "first_day" else "breached"), (late, "fulfilled")):
        with policy.session(now=datetime(2026, 7, 1)) as session:
            for event in (*log, filed):
                session.post(event)
            session.tick(datetime(2026, 8, 31))
            found = session.duties()
        assert found == duties(policy.pack, [*log, filed], datetime(2026, 8, 31))
        assert {d.period: d.state for d in found}["2026-07"] == then
