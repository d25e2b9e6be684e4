"""A duty to tell several is done when all are told: by one deed, or by several together; and what only one body may give, begins nothing when another gives it."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from policykit.casework.duties import Duty, duties
from policykit.domain.events import Event

from .commands import run as command
from .properties.making import examples, label, load
from .test_duties_told import run

NOW = datetime(2026, 3, 20)
PARTIES = ("office", "board", "audit", "treasury", "village")
POLICY = load(
    {
        "parties": {p: label(p) for p in PARTIES},
        "norms": {
            "report": {"label": label("report"), "must": "report", "by": "office", "to": ["board", "audit", "treasury"], "starts": "arrived", "due": "start + P2D", "done": {"report_filed": {"report": "loss"}}},
            "thanks": {"label": label("thanks"), "must": "thank", "by": "office", "starts": {"fulfilled": "report"}, "due": "promptly", "done": "published"},
            "monthly": {"label": label("monthly"), "must": "report", "by": "office", "to": ["board", "audit"], "each": "month", "due": "last_day", "done": {"report_filed": {"report": "monthly", "period": "period"}}},
            "secrecy": {"label": label("secrecy"), "must_not": "tell", "by": "office", "to": ["board", "audit"], "done": {"information_sent": {"about": "secret"}}},
            "answer": {"label": label("answer"), "must": "answer", "by": "office", "starts": {"order_issued": {"by": ["board", "audit"]}}, "due": "start + P1D", "done": "minutes_issued"},
            "plan": {"label": label("plan"), "must": "plan", "by": "office", "each": "year", "period": "year + 1", "due": "last_day", "done": {"plan_filed": {"period": "period"}}, "ahead": True},
        },
    }
)  # fmt: skip


def filed(number: int, to: Any, day: int = 2, **more: Any) -> Event:
    data = {"report": "loss"} | ({} if to is None else {"to": to})
    return Event.model_validate({"id": f"f{number}", "kind": "report_filed", "at": datetime(2026, 3, day, 9), "by": "office", "data": data, **more})


ARRIVED = Event(id="a", kind="arrived", at=datetime(2026, 3, 1, 9))


def found(norm: str, *events: Event) -> Duty:
    """The one duty of a norm; a session says the same, whatever comes first."""
    wanted = duties(POLICY.pack, events, NOW)
    for order in (events, events[::-1]):
        with POLICY.session(now=NOW) as session:
            for event in order:
                session.post(event)
            assert session.duties() == wanted
    (one,) = [d for d in wanted if d.norm == norm and d.period in (None, "2026-03", "2027")]
    return one


def stands(*events: Event) -> tuple[str, tuple[str, ...], str | None]:
    duty = found("report", ARRIVED, *events)
    return duty.state, duty.owed, duty.ended_by


def test_a_deed_that_does_not_say_to_whom_reached_all() -> None:
    assert stands(filed(1, None)) == ("fulfilled", (), "f1")


def test_one_deed_may_reach_all_and_others_besides() -> None:
    assert stands(filed(1, ["treasury", "village", "audit", "board"])) == ("fulfilled", (), "f1")


def test_where_some_are_told_the_duty_is_not_done_and_says_who_is_owed() -> None:
    assert stands(filed(1, "board")) == ("breached", ("audit", "treasury"), None)
    assert stands(filed(1, ["board", "treasury"])) == ("breached", ("audit",), None)


def test_a_deed_towards_others_is_none() -> None:
    assert stands(filed(1, "village")) == ("breached", (), None)


def test_several_deeds_together_fulfil_at_the_last() -> None:
    parts = [filed(1, "board"), filed(2, ["audit", "board"], day=3), filed(3, "treasury", day=3)]
    assert stands(*parts) == ("fulfilled", (), "f3")
    assert stands(*parts[:2], filed(3, "treasury", day=9)) == ("fulfilled_late", (), "f3")


def test_what_follows_starts_when_all_are_told() -> None:
    assert [d.started_by for d in duties(POLICY.pack, [ARRIVED, filed(1, "board")], NOW) if d.norm == "thanks"] == []
    assert found("thanks", ARRIVED, filed(1, "board"), filed(2, ["audit", "treasury"])).started_by == "f2"


def test_a_report_for_a_period_reaches_all_too() -> None:
    monthly = {"report": "monthly", "period": "2026-03"}
    assert found("monthly", filed(1, None, data={**monthly, "to": "audit"})).owed == ("board",)
    assert found("monthly", filed(1, None, data={**monthly, "to": ["audit", "board"]})).state == "fulfilled"


def test_a_ban_is_broken_whoever_was_told() -> None:
    told = Event(id="s", kind="information_sent", at=datetime(2026, 3, 2), by="office", data={"about": "secret", "to": "village"})
    assert found("secrecy", told).state == "breached"


@pytest.mark.parametrize(("by", "starts"), [("board", True), ("audit", True), (None, True), ("village", False)])
def test_only_the_order_of_a_body_that_may_give_it_starts_a_duty(by: str | None, starts: bool) -> None:
    ordered = Event(id="o", kind="order_issued", at=datetime(2026, 3, 2), by=by)
    assert [d.started_by for d in duties(POLICY.pack, [ordered], NOW) if d.norm == "answer"] == (["o"] if starts else [])
    with POLICY.session(now=NOW) as session:
        session.post(ordered)
        assert session.duties() == duties(POLICY.pack, [ordered], NOW)


def test_a_plan_of_the_year_after_has_that_years_name() -> None:
    plan = Event(id="p", kind="plan_filed", at=datetime(2026, 3, 2), by="office", data={"period": "2027"})
    duty = found("plan", plan)
    assert (duty.period, duty.due, duty.state) == ("2027", date(2026, 12, 31), "fulfilled")
    assert found("plan", plan.model_copy(update={"data": {"period": "2026"}})).state == "pending"


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """Arrivals, and reports to some or all, near each other in two matters and in none."""
    to = st.one_of(st.none(), st.sampled_from(PARTIES), st.lists(st.sampled_from(PARTIES), min_size=1, max_size=3))
    events = []
    for number in range(draw(st.integers(1, 10))):
        arrives = draw(st.integers(0, 3)) == 0
        said = {} if arrives or (whom := draw(to)) is None else {"to": whom}
        data = {} if arrives else {"report": draw(st.sampled_from(["loss", "loss", "monthly"])), "period": "2026-03", **said}
        at = datetime(2026, 3, 1) + timedelta(hours=draw(st.integers(0, 6)))
        events.append(Event(id=f"e{number}", kind="arrived" if arrives else "report_filed", at=at, case=draw(st.sampled_from([None, "m1", "m1", "m2"])), data=data))
    return events


@examples(300)
@given(events=logs())
def test_a_session_says_who_is_owed_as_the_pure_function_does(events: list[Event]) -> None:
    with POLICY.session(now=datetime(2026, 3, 1, 4)) as session:
        for event in events:
            session.post(event)
            seen = events[: events.index(event) + 1]
            assert session.duties() == duties(POLICY.pack, seen, session.now)
        session.tick(NOW)
        assert session.duties() == duties(POLICY.pack, events, NOW)


def test_the_command_says_who_is_owed_and_warns_of_a_party_it_does_not_know(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(
        '{"id": "e1", "kind": "report_filed", "at": "2026-03-09T09:00", "by": "centre", "data": {"report": "monthly", "period": "2026-02", "to": ["emergancy", "emergency"]}}\n',
        encoding="utf-8",
    )
    told = run("duties", log, "--in", "shanxi", "--now", "2026-03-20", "--since", "2026-02-01", "--party", "centre")
    assert told.stderr == "warning[unknown-addressee]: 事件 `e1`：主体表中没有 `emergancy`；向它报送不算履行\n  提示：是否指 `emergency`\n"
    assert "尚欠省粮食和储备局" in told.stdout.replace("\n", "")


def test_a_report_to_one_of_two_is_not_told_as_one_that_did_nothing(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    monthly = {"kind": "report_filed", "at": "2026-03-09T09:00", "by": "centre"}
    told = [{"id": to, **monthly, "data": {"report": "monthly", "period": "2026-02", "to": to}} for to in ("emergency", "finance")]
    log.write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    assert command("duties", log, "--in", "shanxi", "--now", "2026-03-20").stdout.splitlines()[-1] == (
        "events by which no duty began or ended: `finance` (it counts only where it reaches provincial grain and reserves bureau, provincial emergency department)"
    )
