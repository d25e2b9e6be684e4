"""An ambiguity may touch a norm: then another reading changes the duty, its deadline, or what fulfils it."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import policykit
from policykit import PolicyError
from policykit.casework.duties import Duty, duties
from policykit.casework.duties_under import duties_under_all
from policykit.cli.app import app
from policykit.domain.events import Event

from .properties.making import label, load

NOW = datetime(2026, 4, 4)
LOG = [
    Event(id="e1", kind="notice_received", at=datetime(2026, 3, 2, 8), case="d1"),
    Event(id="e2", kind="dispatched", at=datetime(2026, 3, 2, 12), case="d1"),
    Event(id="e3", kind="arrived", at=datetime(2026, 3, 3, 12), case="d1"),
    Event(id="e4", kind="acceptance_completed", at=datetime(2026, 3, 3, 12), case="d1"),
]


def under(pack: str, norm: str, **readings: str) -> Duty:
    (duty,) = [d for d in duties(policykit.load(pack).pack, LOG, NOW, readings=readings) if d.norm == norm]
    return duty


@pytest.mark.parametrize(
    ("pack", "norm", "readings", "due", "state"),
    [
        ("liaoning", "settlement", {}, date(2026, 4, 2), "breached"),
        ("liaoning", "settlement", {"A10": "working_days"}, date(2026, 4, 15), "pending"),  # 30 working days; Qingming (6 April) is off
        ("liaoning", "acceptance-report", {}, date(2026, 3, 10), "breached"),
        ("liaoning", "acceptance-report", {"A10": "first_day_counted"}, date(2026, 3, 9), "breached"),
        ("liaoning", "dispatch", {}, datetime(2026, 3, 2, 14), "fulfilled"),
        ("liaoning", "dispatch", {"A12": "arrival"}, datetime(2026, 3, 2, 14), "fulfilled_late"),
        ("shanxi", "first-batch", {}, datetime(2026, 3, 2, 18), "fulfilled_late"),
        ("shanxi", "first-batch", {"A12": "to_departure"}, datetime(2026, 3, 2, 18), "fulfilled"),
        ("shanxi", "settlement", {"A10": "first_day_counted"}, date(2026, 4, 1), "breached"),
        ("shanxi", "settlement", {"A10": "rest_days_move_the_end"}, date(2026, 4, 2), "breached"),
    ],
)
def test_a_reading_changes_a_duty(pack: str, norm: str, readings: dict[str, str], due: Any, state: str) -> None:
    duty = under(pack, norm, **readings)
    assert (duty.due, duty.state) == (due, state)


def test_under_all_readings_the_one_that_decides_is_named() -> None:
    found, others = duties_under_all(policykit.load("liaoning").pack, LOG, NOW, since=date(2026, 3, 2))
    assert found == duties(policykit.load("liaoning").pack, LOG, NOW, since=date(2026, 3, 2))
    ((own, read),) = next(o.differing for o in others if o.readings == {"A10": "working_days"})
    assert own is not None and read is not None and own.norm == read.norm == "settlement"


def test_a_session_runs_under_a_reading() -> None:
    policy = policykit.load("liaoning").under({"A12": "arrival"})
    with policy.session(now=NOW) as session:
        for event in LOG:
            session.post(event)
        assert session.duties() == duties(policykit.load("liaoning").pack, LOG, NOW, readings={"A12": "arrival"})


def deeds(*said: str) -> list[Event]:
    """`kind by part=value`, one a day from 2 March 2026, all in one matter."""
    events = []
    for n, words in enumerate(said):
        kind, by, *parts = words.split()
        data = {k: True if v == "true" else v for k, v in (p.split("=") for p in parts)}
        events.append(Event(id=f"e{n}", kind=kind, at=datetime(2026, 3, 2 + n), case="d1", by=by, data=data))
    return events


@pytest.mark.parametrize(
    ("reading", "norm", "log", "own", "read"),
    [
        ("A14=managing_unit_advances", "transport-advance", ["notice_received managing_unit", "transport_cost_advanced depot"], "fulfilled", "pending"),
        ("A14=managing_unit_advances", "transport-advance", ["notice_received managing_unit", "transport_cost_advanced managing_unit"], "pending", "fulfilled"),
        ("A07=above_only", "quality-inspection", ["scrapping_applied depot", "quality_report_issued grain_reserves_bureau body=provincial"], "fulfilled", "pending"),
        ("A07=above_only", "quality-inspection", ["scrapping_applied depot", "quality_report_issued grain_reserves_bureau body=national"], "fulfilled", "fulfilled"),
        ("A69=open", "no-fee", ["fee_charged receiver from=low_income"], "breached", "kept"),
        ("A69=open", "no-fee", ["fee_charged receiver from=victims"], "breached", "breached"),
        ("A41=both_needed", "special-dispatch", ["demand_raised provincial_department", "order_issued emergency"], "fulfilled", None),
        ("A41=both_needed", "special-dispatch", ["leader_approved provincial_government", "order_issued emergency"], "fulfilled", None),
        (
            "A41=both_needed",
            "special-dispatch",
            ["demand_raised provincial_department", "leader_approved provincial_government", "order_issued emergency"],
            "fulfilled",
            "fulfilled",
        ),
        ("A26=local_stock_first", "low-income-dispatch", ["low_income_application city_emergency"], "open", None),
        ("A26=local_stock_first", "low-income-dispatch", ["local_stock_short city_government", "low_income_application city_emergency"], "open", "open"),
        ("A99=one_report", "progress-report", ["dispatched depot", "report_filed city_emergency report=progress"], "pending", "fulfilled"),
        ("A99=one_report", "applicants-progress-report", ["dispatched depot", "report_filed managing_unit report=progress"], "pending", "fulfilled"),
        ("A99=one_report", "receipt-report", ["arrived depot", "report_filed city_emergency report=receipt"], "pending", "fulfilled"),
        ("A99=one_report", "applicants-receipt-report", ["arrived depot", "report_filed managing_unit report=receipt"], "pending", "fulfilled"),
        ("A100=any_acceptance", "acceptance-report", ["acceptance_completed depot"], "breached", "breached"),
        ("A100=any_acceptance", "acceptance-report", ["acceptance_failed depot"], None, "breached"),
    ],
)
def test_a_reading_that_decides_a_case_of_liaoning_changes_its_duty_alike(reading: str, norm: str, log: list[str], own: str | None, read: str | None) -> None:
    def state(readings: dict[str, str]) -> str | None:
        found = duties(policykit.load("liaoning").pack, deeds(*log), NOW, readings=readings)
        return next((d.state for d in found if d.norm == norm), None)

    assert (state({}), state(dict([reading.split("=")]))) == (own, read)


def test_goods_under_article_25_have_no_applicant_to_whom_a_copy_is_owed() -> None:
    """`Applicant` is short for the city's department that applies under article 17."""
    log = deeds("demand_raised provincial_department", "order_issued emergency")
    found = {d.norm: d.to for d in duties(policykit.load("liaoning").pack, log, NOW) if d.started_by == "e1"}
    assert found == {"transport-notice": ("managing_unit", "emergency", "depot")}


def test_a_ban_with_approval_is_none() -> None:
    policy = policykit.load("changzhi")
    pledged = Event(id="e1", kind="encumbered", at=datetime(2026, 3, 2), data={"action": "pledge", "approved": True})

    def ban(**readings: str) -> str:
        return next(d.state for d in duties(policy.pack, [pledged], NOW, readings=readings) if d.norm == "no-security")

    assert (ban(), ban(A29="allowed_with_approval")) == ("breached", "kept")


@pytest.mark.parametrize(
    ("meeting", "readings", "state"),
    [
        ("office_special", {}, "fulfilled"),
        ("office_special", {"A62": "another_meeting"}, None),
        ("liaison_meeting", {}, None),
        ("liaison_meeting", {"A62": "another_meeting"}, "fulfilled"),
    ],
)
def test_minutes_of_a_liaison_meeting_are_those_of_the_office_or_of_another_meeting(meeting: str, readings: dict[str, str], state: str | None) -> None:
    log = [
        Event(id="e1", kind="meeting_held", at=datetime(2026, 3, 2), case="m", by="office_director", data={"meeting": meeting}),
        Event(id="e2", kind="minutes_issued", at=datetime(2026, 3, 3), case="m", data={"meeting": "office" if meeting == "office_special" else meeting}),
    ]
    found = {d.norm: d.state for d in duties(policykit.load("jiangsu").pack, log, NOW, readings=readings)}
    assert found.get("office-minutes") == state


SELL_OUT = {"event": "market_shock_widespread_sellout", "epidemic_cause": True}


@pytest.mark.parametrize(
    ("kind", "data", "more", "norm", "reading"),
    [
        ("use_event_occurred", {"event": "epidemic_supply_tight_price_only"}, {"urgent": True}, "use-order-on-prices", ("A58", "all_together")),
        ("use_event_occurred", SELL_OUT, {"urgent": True}, "use-order-on-sell-out", ("A58", "all_together")),
        ("violation_found", {"act": "books_disagree"}, {"plan_not_done": True}, "response-to-false-books", ("A60", "both")),
        ("violation_found", {"act": "false_quantity"}, {"plan_not_done": True}, "response-to-false-books", ("A60", "both")),
        ("violation_found", {"act": "plan_not_done"}, {"books_disagree": True}, "response-to-plan-not-done", ("A60", "both")),
        ("violation_found", {"act": "unauthorised_use"}, {"hurts_rescue": True}, "response-to-breach-of-a-ban", ("A85", "both")),
        ("violation_found", {"act": "divert"}, {"hurts_rescue": True}, "response-to-breach-of-a-ban", ("A85", "both")),
    ],
)
def test_what_begins_by_a_reading_needs_more_under_the_other(kind: str, data: dict[str, Any], more: dict[str, Any], norm: str, reading: tuple[str, str]) -> None:
    """And the duty names the reading."""

    def begun(data: dict[str, Any], **readings: str) -> list[tuple[str, ...]]:
        log = [Event(id="e1", kind=kind, at=datetime(2026, 3, 2), case="a", data=data)]
        return [d.readings for d in duties(policykit.load("changzhi").pack, log, NOW, readings=readings) if d.norm == norm]

    other = dict([reading])
    assert (begun(data), begun(data, **other), begun({**data, **more}, **other)) == ([(reading[0],)], [], [(reading[0],)])


@pytest.mark.parametrize(
    ("ground", "in_term", "copies"), [("enterprise_cannot_perform", True, 1), ("enterprise_withdraws", True, 1), ("enterprise_withdraws", False, 0), ("work_need", True, 0)]
)
def test_a_task_taken_from_an_enterprise_in_its_term_is_told_to_finance_under_the_other_reading(ground: str, in_term: bool, copies: int) -> None:
    log = [
        Event(id="e1", kind="adjustment_needed", at=datetime(2026, 3, 2), case="a", data={"ground": ground, "in_contract_term": in_term}),
        Event(id="e2", kind="task_adjusted", at=datetime(2026, 3, 3), case="a", by="drc"),
    ]

    def told(**readings: str) -> int:
        return sum(d.norm == "adjustment-copy" for d in duties(policykit.load("changzhi").pack, log, NOW, readings=readings))

    assert (told(), told(A84="both")) == (0, copies)


def late_plan(**readings: str) -> dict[str, str]:
    log = [Event(id="e1", kind="plan_given", at=datetime(2026, 3, 1), case="a", data={"until": "2026-03-31"})]
    return {d.norm: d.state for d in duties(policykit.load("changzhi").pack, log, NOW, readings=readings) if d.case == "a"}


def test_a_plan_not_done_by_its_day_alone_has_no_consequence_where_false_books_must_come_to_it() -> None:
    """The plan itself is late by either reading."""
    assert late_plan() == {"stocking": "breached", "response-to-plan-not-done": "pending"}
    assert late_plan(A60="both") == {"stocking": "breached"}


def test_books_must_be_true_by_either_reading_of_their_consequence() -> None:
    log = [Event(id="e1", kind="violation_found", at=datetime(2026, 3, 2), data={"act": "books_disagree"})]
    for readings in ({}, {"A60": "both"}):
        assert [(d.state, d.readings) for d in duties(policykit.load("changzhi").pack, log, NOW, readings=readings) if d.norm == "true-books"] == [("breached", ())]


def test_goods_that_expired_by_force_majeure_are_a_violation_by_another_reading_only() -> None:
    log = [Event(id="e1", kind="violation_found", at=datetime(2026, 3, 2), case="a", data={"act": "expired_goods", "force_majeure": True})]

    def states(**readings: str) -> dict[str, str]:
        found = duties(policykit.load("changzhi").pack, log, NOW, readings=readings)
        return {d.norm: d.state for d in found if d.norm in ("no-spoiling", "response-to-expiry")}

    assert states() == {"no-spoiling": "kept"}
    assert states(A96="violation") == {"no-spoiling": "breached", "response-to-expiry": "pending"}
    facts = {"actor": "storage_enterprise", "act": "expired_goods", "force_majeure": True}
    own, other = (policykit.load("changzhi").ask("violation_consequence", facts, on="2026-07-20", readings=r) for r in (None, {"A96": "violation"}))
    assert (own.status, own.readings) == ("undetermined", ("A96",))
    assert (other.values.is_violation, other.values.consequence) == ("yes", {"urge_correction", "cancel_qualification"})


def test_checks_of_a_broken_year_fall_due_only_where_their_number_is_certain() -> None:
    """Four months of 2025 in force, eight of 2030, whose end the measures do not reach (A71)."""

    def checks(**readings: str) -> list[tuple[Any, ...]]:
        found = duties(policykit.load("changzhi").pack, [], datetime(2031, 1, 2), since=date(2025, 1, 1), readings=readings)
        return [(d.period, d.state, d.due, d.readings) for d in found if d.norm.startswith("routine-checks") and d.period in ("2025", "2026", "2030", "2031")]

    whole = [("2026", "breached", date(2026, 12, 31), ()), ("2030", "pending", None, ())]
    assert checks() == [*whole, ("2025", "breached", date(2025, 12, 31), ("A71",))]
    assert checks(A71="open") == [*whole, ("2025", "pending", None, ("A71",))]


def test_an_act_that_the_text_names_rests_on_no_reading() -> None:
    log = [Event(id="e1", kind="violation_found", at=datetime(2026, 3, 2), case="a", data={"act": "counterfeit_goods"})]
    for readings in ({}, {"A60": "both"}, {"A85": "both"}):
        assert [d.readings for d in duties(policykit.load("changzhi").pack, log, NOW, readings=readings) if d.norm == "response"] == [()]


def test_the_command_shows_what_each_reading_changes(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text("\n".join(json.dumps({"id": e.id, "kind": e.kind, "at": e.at.isoformat(), "case": e.case}) for e in LOG), encoding="utf-8")
    words = ["duties", str(log), "--in", "liaoning", "--now", "2026-04-04T00:00", "--lang", "en"]
    shown = CliRunner().invoke(app, [*words, "--readings", "all"]).output
    assert "A10=working_days:\n  settlement of the transport cost (d1): breached, 2026-04-02 → pending, 2026-04-15, 11 days left\n" in shown
    found = json.loads(CliRunner().invoke(app, [*words, "--readings", "all", "--json"]).output)
    assert [r["readings"] for r in found["readings"]][:1] == [{"A14": "managing_unit_advances"}]
    one = json.loads(CliRunner().invoke(app, [*words, "--readings", "A10=working_days", "--json"]).output)
    assert next(d for d in one if d["norm"] == "settlement")["due"] == "2026-04-15"
    wrong = CliRunner().invoke(app, [*words, "--readings", "A10=workdays"])
    assert wrong.exit_code == 2 and "did you mean `working_days`?" in wrong.output


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"norms/sned": {"due": "start"}}, "unknown-rule", "sned"),
        ({"norms/send": {"then": {"x": 1}}}, "unknown-key", "then"),
        ({"q/r": {"due": "start"}}, "unknown-key", "due"),
        ({"norms/send": {"due": "begin"}}, "unknown-name", "begin"),
    ],
)
def test_a_wrong_change_of_a_norm_is_told(change: dict[str, Any], code: str, words: str) -> None:
    other = {**label("other"), "change": change}
    with pytest.raises(PolicyError) as caught:
        load(
            {
                "parties": {"office": label("office")},
                "norms": {
                    "send": {"label": label("send"), "must": "send", "by": "office", "starts": "notice_received", "due": "start + P1D", "done": "dispatched", "reading": "A01"}
                },
                "readings": {"A01": {"clauses": ["a1"], "problem": label("?"), "chosen": "own", "why": label("!"), "readings": {"own": label("own"), "other": other}}},
            }
        )
    assert [(d.code, d.underlined) for d in caught.value.diagnostics] == [(code, words)] or code in [d.code for d in caught.value.diagnostics]


def test_a_plan_filed_before_its_year_opens_counts_for_it() -> None:
    """By the end of September says until when, not from when; a report on a time that has not come counts for nothing."""
    policy = policykit.load("liaoning")
    plan = Event(id="e1", kind="plan_filed", at=datetime(2025, 12, 20), data={"plan": "purchase", "period": "2027"})
    report = Event(id="e2", kind="report_filed", at=datetime(2025, 12, 20), data={"report": "annual", "period": "2026"})
    for now in (datetime(2025, 12, 21), datetime(2026, 10, 1)):
        found = duties(policy.pack, [plan, report], now)
        states = {d.norm: (d.state, d.ended_by) for d in found if (d.norm, d.period) in (("purchase-plan", "2027"), ("annual-report", "2026"))}
        assert states["purchase-plan"] == ("fulfilled", "e1") and states["annual-report"][1] is None
        with policy.session(now=datetime(2025, 12, 1)) as session:
            session.post(plan)
            session.post(report)
            session.tick(now)
            assert session.duties() == found
