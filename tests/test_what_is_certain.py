"""What an answer tells as certain though it is undetermined: the same whether a fact is unknown or a reading leaves the clause open, and on every target."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

import policykit
from policykit.agreement.agreement import compared
from policykit.agreement.targets import TARGETS
from policykit.ir.explain import certain, still_open
from tests.properties.making import choice, label, load, question

ON = date(2026, 7, 20)
OPEN = policykit.load("shanxi").under({"A66": "open"})  # nobody is named for repair and cleaning
CERTAIN = {"organiser": "local_emergency", "recoverer": "local_emergency", "cost_bearer": "local_emergency_with_local_finance"}
PROCESSORS = ("local_emergency", "local_reserve_body")


@pytest.mark.parametrize(
    ("passed", "stock", "open_"), [(True, "local_stock", {}), (False, None, {"into_stock": (None,)}), ("unknown", None, {"into_stock": (None, "local_stock")})]
)
def test_a_reading_that_leaves_one_output_open_tells_the_others(passed: Any, stock: str | None, open_: Mapping[str, Any]) -> None:
    answer = OPEN.ask("recovery_arrangement", {"received_by_level": "county", "inspection_passed": passed}, on=ON)
    assert answer.status == "undetermined"
    assert answer.values.record() == {**CERTAIN, "processor": None, "into_stock": stock}
    assert answer.outcomes == {"processor": PROCESSORS, **open_}
    assert certain(answer) == CERTAIN | ({"into_stock": stock} if stock else {})


def test_all_readings_tell_what_is_the_same_under_each() -> None:
    under = policykit.load("shanxi").ask("recovery_arrangement", {"received_by_level": "county", "inspection_passed": True}, on=ON, readings="all")
    assert [(dict(a.readings), a.answer.status, a.answer.values.recoverer, a.answer.values.processor) for a in under.alternatives] == [
        ({"A66": "local_emergency"}, "answered", "local_emergency", "local_emergency"),
        ({"A66": "open"}, "undetermined", "local_emergency", None),
    ]
    assert still_open(under.alternatives[1].answer) == {"processor": PROCESSORS}


def test_frames_and_data_bases_tell_it_too() -> None:
    row = OPEN.ask_frame("recovery_arrangement", pl.DataFrame({"received_by_level": ["county"], "inspection_passed": [True]}), on=ON).row(0, named=True)
    assert {n: row[n] for n in (*CERTAIN, "processor", "status")} == {**CERTAIN, "processor": None, "status": "undetermined"}
    found = compared(OPEN, "recovery_arrangement", [t for t in TARGETS if t.installed])
    assert found.differences == ()


def made(readings: Mapping[str, Any], first: Mapping[str, Any] | None = None) -> policykit.Policy:
    """Who pays and who transports; `readings` beside the one that the pack chooses."""
    rules = [
        {"id": "sent", "when": {"sent": True}, "then": {"payer": "city", "carrier": "depot"}, "reading": "A1"},
        {"id": "kept", "when": {"sent": False}, **(first or {"then": {"payer": "city", "carrier": "nobody"}})},
    ]
    ambiguity = {"clauses": [], "problem": label("?"), "chosen": "chosen", "why": label("why"), "readings": {"chosen": label("chosen"), **readings}}
    asked = question({"sent": {"type": "boolean", "absent": "unknown"}}, {"payer": choice("province", "city"), "carrier": choice("depot", "army", "nobody")})
    return load({"questions": {"q": asked}, "decisions": {"q": {"rules": rules}}, "readings": {"A1": ambiguity}})


def reading(result: Mapping[str, Any]) -> dict[str, Any]:
    return {**label("other"), "change": {"q/sent": result}}


def left(*payers: str, **more: list[str]) -> dict[str, Any]:
    return reading({"undetermined": {"why": label("not said"), "outcomes": {"payer": list(payers), **more}}})


PROVINCE = reading({"then": {"payer": "province", "carrier": "depot"}})


def told(policy: policykit.Policy) -> tuple[Any, Any]:
    answer = policy.under({"A1": "open"}).ask("q", {"sent": True}, on=ON)
    return answer.values.record(), answer.outcomes


def test_only_what_all_other_readings_give_is_certain() -> None:
    assert told(made({"province": PROVINCE, "open": left("city", "province")})) == ({"payer": None, "carrier": "depot"}, {"payer": ("province", "city")})
    army = reading({"then": {"payer": "province", "carrier": "army"}})
    assert told(made({"province": army, "open": left("province", "city")})) == ({"payer": None, "carrier": None}, {"payer": ("province", "city")})


def test_nothing_follows_from_an_outcome_that_no_other_reading_gives() -> None:
    assert told(made({"open": left("city", "province")})) == ({"payer": None, "carrier": None}, {"payer": ("province", "city")})


def test_what_the_author_says_remains_possible_stands() -> None:
    policy = made({"province": PROVINCE, "open": left("city", "province", carrier=["army", "depot"])})
    assert told(policy) == ({"payer": None, "carrier": None}, {"payer": ("province", "city"), "carrier": ("depot", "army")})


def test_a_reading_that_moves_conditions_makes_nothing_certain() -> None:
    moved = {**label("never"), "change": {"q/sent": {"when": {"sent": False}}, "q/kept": {"repeal": True}}}
    assert told(made({"province": PROVINCE, "moved": moved, "open": left("city", "province")})) == ({"payer": None, "carrier": None}, {"payer": ("province", "city")})


def test_an_output_of_which_one_rule_says_nothing_may_be_anything() -> None:
    silent_on_the_carrier = {"undetermined": {"why": label("not said"), "outcomes": {"payer": ["city", "province"]}}}
    answer = made({}, silent_on_the_carrier).ask("q", {"sent": "unknown"}, on=ON)
    assert (answer.missing, answer.outcomes, certain(answer)) == (("sent",), {"payer": ("province", "city")}, {})
    passed = policykit.load("changzhi").ask("acceptance_result", {"inspection_passed": "unknown"}, on=ON)
    assert (certain(passed), still_open(passed)) == ({}, {"action": ("intake", "refuse", "return_or_rectify")})


def test_sets_that_remain_possible_are_told_apart() -> None:
    """A licence is not told, the finances are bad: condition 4 fails, and 2 may."""
    sound = {
        "registered_in_changzhi": True, "independent_legal_person": True, "scope_goods": ["drinking_water", "instant_noodles", "biscuits"], "business_licence_valid": "unknown",
        "food_business_licence": True, "food_production_licence": False, "prepackaged_only": False, "capacity": ["staff", "premises", "money", "supply", "storage", "transport"],
        "finances_good": "unknown", "credit_good": True, "tax_record_good": True, "internal_rules_sound": True, "application_date": ON, "person_record_dates": [], "enterprise_record_dates": [],
    }  # fmt: skip
    found = policykit.load("changzhi").ask("enterprise_eligibility", sound)
    assert "未达到的条件：（空）或（2）或（4）或（2、4）" in found.explain("zh")
    assert "conditions failed: (nothing) or (2) or (4) or (2, 4)" in found.explain("en")
    bad = policykit.load("changzhi").ask("enterprise_eligibility", {**sound, "finances_good": False})
    assert "未达到的条件：（4）或（2、4）" in bad.explain("zh")


def test_a_conclusion_that_names_nothing_says_so() -> None:
    free = policykit.load("liaoning").ask("cost_bearer", {"cost_item": "goods_price"}, on=ON)
    assert "某项费用由谁承担——承担主体：无；" in free.explain("zh")
    assert "Who bears a cost? who bears it: none; " in free.explain("en")


def test_an_output_that_every_rule_tells_alike_is_certain_though_one_leaves_the_rest_open() -> None:
    alike = {"undetermined": {"why": label("not said"), "outcomes": {"payer": ["province", "city"], "carrier": ["depot"]}}}
    answer = made({}, alike).ask("q", {"sent": "unknown"}, on=ON)
    assert (answer.values.record(), answer.outcomes) == ({"payer": None, "carrier": "depot"}, {"payer": ("province", "city")})
    assert compared(made({}, alike), "q", [t for t in TARGETS if t.installed]).differences == ()


@pytest.mark.parametrize(
    ("pack", "question", "facts", "clauses"),
    [
        ("jiangsu", "composition_check", {"body": "member_unit", "roster": {"liaisons": "unknown"}}, {"a6.p1.s1", "a6.p1.s2"}),
        ("jiangsu", "composition_check", {"body": "conference", "roster": {"convener": "unknown"}}, {"a3.p1.s1", "a3.p1.s2", "a3.p1.s3", "a3.p1.s4"}),
        (
            "jiangsu", "composition_check", {"body": "unknown", "roster": {"liaisons": "unknown"}},
            {"a2.p1.s2", "a3.p1.s1", "a3.p1.s2", "a3.p1.s3", "a3.p1.s4", "a5.p1.s1", "a5.p1.s2", "a6.p1.s1", "a6.p1.s2"},
        ),
        ("changzhi", "task_assignment", {"selected_by": "tender", "steps_done": "unknown"}, {"a6.p1.c1", "a6.p1.s2", "a6.p1.s3"}),
    ],
)  # fmt: skip
def test_an_unknown_list_leaves_open_by_the_clauses_of_rules_that_may_hold_alone(pack: str, question: str, facts: Mapping[str, Any], clauses: set[str]) -> None:
    answer = policykit.load(pack).ask(question, facts, on=ON)
    assert (answer.status, {c.address for c in answer.citations}) == ("undetermined", clauses)
