"""Codes that texts hold, as the conditions of a store are: told and taken by their labels, in answers, in `show`, in lists."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from policykit import load
from policykit.diagnostics import Text

from .commands import run

ZH = {"POLICYKIT_LANG": "zh", "COLUMNS": "300"}


def test_an_answer_names_what_is_lacking_by_its_label() -> None:
    told = run("ask", "storage_conditions", "--in", "changzhi", "features=挂牌明示", "contact_with=[]", env=ZH).stdout
    assert "缺少的条件：专仓或专垛储存、内部管理制度、应急工作机制" in told
    assert "已具备的条件＝挂牌明示" in told


def test_show_says_what_a_rule_asks_for_by_labels() -> None:
    assert "→ 除已具备的条件外的专库或专区存储、专人负责" in run("show", "liaoning", "a11.i1", env=ZH).stdout
    english = run("show", "liaoning", "a11.i1", env={"COLUMNS": "300"}).stdout
    assert "→ what of a store or zone of their own, a person in charge is not among features present" in english


def test_a_text_that_names_a_body_has_its_label() -> None:
    told = run("ask", "composition_check", "--in", "jiangsu", 'roster={"convener": "省政府分管领导", "deputy_conveners": ["drc"]}', "body=conference", env=ZH).stdout
    assert "存在的问题：副召集人不符合规定；" in told and "（召集人 省政府分管领导，副召集人 省发展改革委）" in told


@pytest.mark.parametrize("word", ["饮用水", "drinking water", "drinking_water"])
def test_a_list_takes_labels_of_codes_that_texts_hold(tmp_path: Path, word: str) -> None:
    table, answers = tmp_path / "stock.csv", tmp_path / "answers.csv"
    table.write_text(f"source,purpose,variety\nenterprise_funds,market_supply,{word}\n", encoding="utf-8")
    done = run("run", "stock_scope", "--in", "changzhi", table, "-o", answers, "--on", "2026-03-01")
    assert (done.exit_code, pl.read_csv(answers)["in_scope"].to_list()) == (0, ["yes"])


def test_a_step_that_is_nearly_a_code_is_told() -> None:
    """Misspelt it is a step that was not done, and a release without it unlawful."""
    liaoning = load("liaoning")
    answer = liaoning.ask("use_approval_chain", {"kind": "application", "steps_done": ["city_emergency_writen_application"]}, on="2026-03-01")
    assert answer.at_odds == (
        Text(
            "已办步骤中的“city_emergency_writen_application”不是代码，是否指 `city_emergency_written_application`",
            "`city_emergency_writen_application` in steps done is no code: did you mean `city_emergency_written_application`",
        ),
    )


@pytest.mark.parametrize("steps", [["city_emergency_written_application"], [], "unknown", ["quite_another_thing"]])
def test_steps_that_are_codes_or_like_none_are_no_odds(steps: list[str] | str) -> None:
    """What another pack adds may be no code here."""
    assert load("liaoning").ask("use_approval_chain", {"kind": "application", "steps_done": steps}, on="2026-03-01").at_odds == ()


@pytest.mark.parametrize("typed", ["避光,通风", "避光、通风", "避光，ventilation", "[避光, 通风]", '["避光", "通风"]', "shade;ventilation"])
def test_a_list_is_typed_with_the_marks_that_people_use(typed: str) -> None:
    told = run("ask", "storage_conditions", "--in", "liaoning", f"features={typed}", "contact_with=[]", env=ZH).stdout
    assert "已具备的条件＝通风、避光，" in told


def test_a_label_with_a_mark_in_it_is_one_element() -> None:
    ran = run("ask", "use_approval_chain", "--in", "liaoning", "kind=department_request", "steps_done=省级议事协调机构提出需求或省政府领导审批同意、省应急厅统筹调拨", env=ZH)
    assert "下一步：已办结，出库是否合法：是；" in ran.stdout
