"""How it is told that an outcome depends on readings: equal outcomes in one row, and the same words in `ask` and `robust`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import policykit
from policykit.cli.app import app
from tests.properties.making import choice, label, load, question

TENT = ("recoverable", "--in", "liaoning", "item=single_tent", "issued_to=victims", "used_from=2025-03-01")


def run(*words: str | Path, lang: str = "en") -> str:
    told = CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "160", "POLICYKIT_LANG": lang, "NO_COLOR": "1", "POLICYKIT_PATH": None})
    assert told.exit_code == 0, told.stderr
    return told.stdout


def below(told: str, heading: str) -> list[str]:
    """The lines after the rule below the heading of a table."""
    lines = told.splitlines()
    return [" ".join(line.split()) for line in lines[next(n for n, line in enumerate(lines) if line.startswith(heading)) + 2 :]]


def test_readings_under_which_the_outcome_is_the_same_stand_in_one_row() -> None:
    assert below(run("ask", *TENT, "used_to=unknown", "--on", "2026-01-01", "--readings", "all"), "reading") == [
        "31 combinations: same undetermined; still possible: outcome: recover, do not recover",
        "A01=fixed_days",
        "A01=strict_end",
        "A01=first_day_counted",
        "A02=large_equipment_only",
        "A03=open",
        "A04=nearest_class",
        "and 25 of several at once",
        "",
        "the outcome does not depend on readings: it is the same under every encoded one",
        "the answer rests on the chosen reading of A01, A03: another changes a rule that was used, but alone not the outcome of this case",
    ]


def test_readings_that_change_the_outcome_alike_stand_in_one_row_before_those_that_do_not() -> None:
    assert below(run("ask", *TENT, "used_to=2025-08-31", "--readings", "all", lang="zh"), "读法") == [
        "共2种： 不同 处理结论：不再回收",
        "A01=fixed_days",
        "A01=first_day_counted",
        "共4种： 相同 处理结论：回收",
        "A01=strict_end",
        "A02=large_equipment_only",
        "A03=open",
        "A04=nearest_class",
        "",
        "结论取决于读法：A01",
        "单独改用不影响结论：A02、A03、A04",
    ]


def test_a_reading_without_an_encoded_other_one_is_told_as_not_compared() -> None:
    told = below(run("ask", "recovery_arrangement", "--in", "shanxi", "received_by_level=county", "--on", "2026-07-20", "--readings", "all"), "reading")
    assert told[-2:] == [
        "the outcome depends on readings: A66",
        "the answer rests on the chosen reading of A05: no other is encoded, so whether the outcome would differ is not known",
    ]


def test_an_undetermined_answer_says_on_which_readings_it_rests() -> None:
    answer = policykit.load("liaoning").ask("recoverable", {"item": "single_tent", "issued_to": "victims", "used_from": "2025-03-01", "used_to": "unknown"}, on=date(2026, 1, 1))
    assert "; it depends on facts that are not known: last day of use; it rests on the chosen reading (A01, A03). " in answer.explain("en")
    assert "；取决于尚不知道的事实：停止使用日期；基于所选读法（A01、A03）。" in answer.explain("zh")


def test_another_reading_that_leaves_other_outcomes_possible_changes_the_outcome() -> None:
    def open_(*payers: str) -> dict[str, Any]:
        return {"undetermined": {"why": label("not said"), "outcomes": {"payer": list(payers)}}}

    readings = {
        "two": label("two"),
        "order": {**label("order"), "change": {"q/r": open_("city", "province")}},
        "three": {**label("three"), "change": {"q/r": open_("city", "depot")}},
    }
    ambiguity = {"clauses": [], "problem": label("?"), "chosen": "two", "why": label("why"), "readings": readings}
    asked = question({}, {"payer": choice("province", "city", "depot")})
    policy = load({"questions": {"q": asked}, "decisions": {"q": {"rules": [{"id": "r", **open_("province", "city"), "reading": "A1"}]}}, "readings": {"A1": ambiguity}})
    under = policy.ask("q", {}, on=date(2026, 1, 1), readings="all")
    assert [(dict(a.readings), a.differs_from(under.answer)) for a in under.alternatives] == [({"A1": "order"}, False), ({"A1": "three"}, True)]
    assert under.deciding == ("A1",)


@pytest.mark.slow
def test_robust_counts_the_cases_in_the_same_words() -> None:
    assert " cases have an outcome that depends on readings\n" in run("robust", "changzhi")
    assert " 个的结论取决于读法\n" in run("robust", "changzhi", lang="zh")


def test_a_reading_that_is_taken_in_place_of_the_chosen_one_is_not_called_chosen() -> None:
    changzhi = policykit.load("changzhi")
    exactly = changzhi.ask("selection_method", {"annual_subsidy_cny": 500_000}, on=date(2026, 7, 20), readings={"A06": "either"})
    assert "；基于改用的读法（A06=either）；" in exactly.explain("zh") and "所选读法" not in exactly.explain("zh")
    less = changzhi.ask("selection_method", {"annual_subsidy_cny": 400_000}, on=date(2026, 7, 20), readings={"A06": "either"})
    assert "；条文明文；改用的读法：A06=either。" in less.explain("zh")
