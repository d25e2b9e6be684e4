"""What its own cases and logs cannot say of the Shanxi measures: words of time, who acts jointly, and doubts read the other way."""

from __future__ import annotations

from datetime import datetime

import pytest

import policykit
from policykit.casework.duties import duties
from policykit.domain.events import Event

SHANXI = policykit.load("shanxi")
NOW = datetime(2026, 4, 1, 9)


@pytest.mark.parametrize(("readings", "state"), [({}, "pending"), ({"A103": "acceptance_team"}, "fulfilled")])
def test_who_sends_failed_goods_back_is_the_centre_or_the_acceptance_team(readings: dict[str, str], state: str) -> None:
    log = [
        Event(id="e1", kind="acceptance_failed", at=datetime(2026, 3, 2, 9), case="a"),
        Event(id="e2", kind="goods_returned", at=datetime(2026, 3, 3, 9), case="a", by="grain_reserves_bureau"),
    ]
    (failed,) = [d for d in duties(SHANXI.pack, log, NOW, readings=readings) if d.norm == "failed-goods"]
    assert failed.state == state


@pytest.mark.parametrize(("norm", "word"), [("release-procedure", "promptly"), ("transport-notice", "none_stated"), ("use-inspection", "promptly")])
def test_only_a_dispatch_on_application_and_the_inspection_of_use_are_to_be_prompt(norm: str, word: str) -> None:
    assert SHANXI.pack.norms[norm].open_time == word


def test_the_use_is_inspected_with_the_finance_department_of_either_level() -> None:
    assert SHANXI.pack.norms["use-inspection"].together_with == ("finance", "local_finance", "supervision", "audit")
    actors = SHANXI.ask("responsible_actor", {"category": "all", "function": "distribution_inspection"}, on=NOW.date()).values
    assert set(actors.record()["with"]) == {"finance", "local_finance", "supervision", "audit"}


@pytest.mark.parametrize(("readings", "lawful"), [({}, False), ({"A102": "order_is_the_approval"}, True)])
def test_an_urgent_release_that_no_city_reported_is_unlawful_unless_the_order_is_the_approval(readings: dict[str, str], lawful: bool) -> None:
    answer = SHANXI.ask("use_approval_chain", {"kind": "urgent", "steps_done": ["provincial_arrangement", "emergency_oral_order"]}, on=NOW.date(), readings=readings)
    assert (answer.values.next_step, answer.values.release_lawful) == ("order_violated", lawful)


@pytest.mark.parametrize("task", ["purchase_plan", "budget_proposal"])
def test_that_the_plan_and_budget_of_the_first_year_have_a_day_is_a_reading(task: str) -> None:
    asked = SHANXI.ask("planning_deadline", {"task": task, "target_year": 2026}, on=NOW.date(), readings={"A101": "none_before_force"})
    assert asked.status == "silent"


LOTS: list[dict[str, object]] = [
    {"id": "PA", "level": "province", "quantity": 120, "intake_date": "2012-01-01", "distance_km": 300, "over_age": True, "fit": True},
    {"id": "PB", "level": "province", "quantity": 200, "intake_date": "2022-01-01", "distance_km": 80, "over_age": False, "fit": True},
]


@pytest.mark.parametrize(("readings", "first"), [({}, "PA"), ({"A21": "all_scrapped"}, "PB")])
def test_goods_past_their_life_go_first_where_fit_unless_all_are_scrapped(readings: dict[str, str], first: str) -> None:
    answer = SHANXI.ask("stock_order", {"need": 100, "lots": LOTS}, on=NOW.date(), readings=readings)
    assert answer.values.allocation == ({"lot": first, "quantity": 100},)


def test_that_a_lot_past_its_life_goes_first_rests_on_how_articles_15_and_25_are_read() -> None:
    answer = SHANXI.ask("stock_order", {"need": 100, "lots": LOTS}, on=NOW.date())
    assert (answer.basis, answer.readings) == ("reading", ("A21", "A25"))
