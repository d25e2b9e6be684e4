"""What its own cases and logs cannot say of the Shanxi measures: words of time, who acts jointly, and doubts read the other way."""

from __future__ import annotations

from datetime import date, datetime

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


@pytest.mark.parametrize(("readings", "due"), [({}, date(2025, 12, 31)), ({"A71": "open"}, None)])
def test_the_evaluation_of_the_year_in_which_they_began_has_a_last_day_unless_that_year_is_open(readings: dict[str, str], due: date | None) -> None:
    (first,) = [d for d in duties(SHANXI.pack, [], datetime(2027, 1, 2, 9), since=date(2025, 11, 4), readings=readings) if (d.norm, d.period) == ("performance-evaluation", "2024")]
    assert (first.due.date() if isinstance(first.due, datetime) else first.due) == due


TENT: dict[str, object] = {"item": "single_tent", "issued_to": "victims"}
QUILT: dict[str, object] = {"item": "quilt", "issued_to": "victims"}
STAFF_QUILT: dict[str, object] = {"item": "quilt", "issued_to": "rescue_staff"}
RULED: dict[str, object] = {**QUILT, "ruling": "recoverable"}
BROKEN: dict[str, object] = {"damaged_beyond_use": True}
COST: dict[str, object] = {"recovery_cost_cny": 900}
DEAR: dict[str, object] = {**COST, "original_value_cny": 800}
CHEAP: dict[str, object] = {**COST, "original_value_cny": 900}
BOTH, NO_LIST = {"A20": "both"}, {"A56": "open_without_list"}


def recovery(readings: dict[str, str], *facts: dict[str, object]) -> set[str]:
    """The outcomes possible, one where it is certain."""
    answer = SHANXI.ask("recoverable", {k: v for part in facts for k, v in part.items()}, on=NOW.date(), readings=readings)
    return {answer.values.outcome} if answer.status == "answered" else set(answer.outcomes["outcome"])


@pytest.mark.parametrize("goods", [TENT, RULED])
def test_where_goods_must_be_broken_and_dearer_a_value_not_told_leaves_broken_ones_open(goods: dict[str, object]) -> None:
    assert recovery(BOTH, goods, BROKEN, COST) == {"recover", "clear_and_scrap"}
    assert recovery(BOTH, goods, COST) == {"recover"}, "what is not broken fails one of the two"
    assert recovery(BOTH, goods, BROKEN) == recovery(BOTH, goods, DEAR) == recovery(BOTH, goods, BROKEN, CHEAP) == {"recover"}
    assert recovery(BOTH, goods, BROKEN, DEAR) == {"clear_and_scrap"}


def test_goods_of_an_open_class_that_would_be_cleared_are_not_recovered() -> None:
    assert recovery({}, STAFF_QUILT, BROKEN) == recovery({}, STAFF_QUILT, DEAR) == recovery({}, STAFF_QUILT, BROKEN, DEAR) == {"do_not_recover", "clear_and_scrap"}
    assert recovery({}, STAFF_QUILT, COST) == {"recover", "do_not_recover", "clear_and_scrap"}
    assert recovery({}, STAFF_QUILT) == recovery({}, STAFF_QUILT, CHEAP) == {"recover", "do_not_recover"}
    assert recovery(BOTH, STAFF_QUILT, BROKEN) == recovery(BOTH, STAFF_QUILT, DEAR) == recovery(BOTH, STAFF_QUILT, COST) == {"recover", "do_not_recover"}
    assert recovery(BOTH, STAFF_QUILT, BROKEN, COST) == {"recover", "do_not_recover", "clear_and_scrap"}
    assert recovery(BOTH, STAFF_QUILT, BROKEN, DEAR) == {"do_not_recover", "clear_and_scrap"}


@pytest.mark.parametrize("goods", [TENT, QUILT])
def test_without_a_list_the_class_is_open_and_goods_that_would_be_cleared_are_not_recovered(goods: dict[str, object]) -> None:
    assert recovery(NO_LIST, goods) == recovery(NO_LIST, goods, CHEAP) == {"recover", "do_not_recover"}
    assert recovery(NO_LIST, goods, BROKEN) == recovery(NO_LIST, goods, DEAR) == recovery(NO_LIST, goods, BROKEN, DEAR) == {"do_not_recover", "clear_and_scrap"}
    assert recovery(NO_LIST, goods, COST) == {"recover", "do_not_recover", "clear_and_scrap"}
    assert recovery(NO_LIST, goods, COST, {"ruling": "recoverable"}) == {"recover", "clear_and_scrap"}, "a ruling stands above the list"
    assert recovery(NO_LIST | BOTH, goods, BROKEN) == {"recover", "do_not_recover"}
    assert recovery(NO_LIST | BOTH, goods, BROKEN, COST) == {"recover", "do_not_recover", "clear_and_scrap"}


def scrapping(readings: dict[str, str], **facts: object) -> set[str]:
    dispatched = {"stage": "after_dispatch", "non_human_cause": True, "over_age": False, "recoverable_class": True}
    answer = SHANXI.ask("scrap_eligible", {**dispatched, **facts}, on=NOW.date(), readings=readings)
    return {answer.values.eligible} if answer.status == "answered" else set(answer.outcomes["eligible"])


def test_scrapping_after_dispatch_where_goods_must_be_broken_and_dearer() -> None:
    broken, worn, sound = ({"damaged_or_aged": d, "still_usable": u} for d, u in ((True, False), (False, False), (False, True)))
    assert scrapping(BOTH, **broken, **DEAR) == {"yes"}
    assert scrapping(BOTH, **broken) == scrapping(BOTH, **broken, **CHEAP) == scrapping(BOTH, **worn, **CHEAP) == scrapping(BOTH, **sound, **DEAR) == {"no"}
    assert scrapping(BOTH, **sound, **COST) == {"no"}, "usable goods fail one of the two"
    assert scrapping(BOTH, **broken, **COST) == scrapping(BOTH, **worn, **COST) == scrapping(BOTH, **worn, **DEAR) == {"yes", "no"}
    assert scrapping(BOTH, **broken, **COST, approved=False) == scrapping(BOTH, **worn, **DEAR, approved=False) == {"no"}


@pytest.mark.parametrize("approved", [True, False])
def test_all_goods_past_their_life_are_scrapped_under_that_reading_but_not_without_approval(approved: bool) -> None:
    facts = {"stage": "in_reserve", "non_human_cause": True, "damaged_or_aged": False, "still_usable": True, "over_age": True, "approved": approved}
    answer = SHANXI.ask("scrap_eligible", facts, on=NOW.date(), readings={"A21": "all_scrapped"})
    assert answer.values.eligible == ("yes" if approved else "no")


@pytest.mark.parametrize("name", ["liaoning", "shanxi"])
def test_that_rules_outside_a_text_without_end_may_cap_its_validity_is_told(name: str) -> None:
    answer = policykit.load(name).ask("in_force", {}, on=NOW.date())
    assert answer.values.last_day is None
    assert "须另行核对" in answer.explain("zh") and "has to be checked elsewhere" in answer.explain("en")
