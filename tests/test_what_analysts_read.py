"""What a person who compares texts reads on the screen: what is certain, what is open, which words are taken."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from typer.testing import CliRunner, Result

import policykit
from policykit.cli.app import app
from policykit.ir.explain import certain, still_open

ARRANGEMENT = ("recovery_arrangement", "received_by_level=county", "--in", "shanxi", "--on", "2026-07-20")


def run(*words: str, lang: str = "zh", columns: int = 160, stdin: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=stdin, env={"COLUMNS": str(columns), "POLICYKIT_LANG": lang, "NO_COLOR": "1", "POLICYKIT_PATH": None})


# --- what is certain though the answer is not


def test_compare_shows_what_is_certain_beside_what_is_open() -> None:
    cells = [line[9:58].rstrip() for line in run("compare", *ARRANGEMENT, columns=200).stdout.splitlines()]
    shown = "".join(c.strip() for c in cells)
    assert "已能确定：组织单位：受灾地应急管理部门回收单位：受灾地应急管理部门" in shown
    assert "维修、清洗、消毒和整理单位：当地救灾物资储备职能部门或单位" in shown
    assert shown.index("已能确定：") < shown.index("费用承担主体：") < shown.index("仍可能：") < shown.index("纳入谁的储备：无、当地救灾物资储备")
    english = " ".join(run("compare", *ARRANGEMENT, lang="en", columns=200).stdout.split())
    assert "certain:" in english and "still possible:" in english


def test_an_answer_in_words_says_what_is_certain() -> None:
    answer = policykit.load("shanxi").ask("recovery_arrangement", {"received_by_level": "county"}, on=date(2026, 7, 20))
    assert list(certain(answer)) == ["organiser", "recoverer", "processor", "cost_bearer"] and list(still_open(answer)) == ["into_stock"]
    assert "——不能确定；已能确定 组织单位：受灾地应急管理部门；回收单位：受灾地应急管理部门；" in answer.explain("zh")
    assert "；仍可能为 纳入谁的储备：无、当地救灾物资储备；" in answer.explain("zh")
    assert "undetermined; certain: organiser: emergency department of the disaster area; " in answer.explain("en")
    assert "; still possible: into whose stock: none, local relief reserve; " in answer.explain("en")


def test_readings_that_change_what_is_certain_show_it() -> None:
    rows = run("ask", *ARRANGEMENT, "--readings", "all", columns=400).stdout.splitlines()
    (base,) = (r for r in rows if "——不能确定" in r)
    (other,) = (r for r in rows if r.startswith("A66=local_emergency"))
    assert "整理单位：当地救灾物资储备职能部门或单位；" in base and " 不同 " in other and "整理单位：受灾地应急管理部门；" in other


def test_nothing_is_certain_where_the_text_may_be_silent_or_the_rule_leaves_all_open() -> None:
    answer = policykit.load("fujian_supply").ask("supplier_count", {"level": "sealed", "scenario": "unit"}, on=date(2026, 7, 20))
    assert (answer.status, certain(answer), answer.outcomes) == ("undetermined", {}, {})


# --- labels


def test_labels_stand_for_codes_and_names() -> None:
    coded = run("compare", "recoverable", "item=single_tent", "issued_to=victims", "used_from=2025-12-01", "used_to=2026-06-20")
    told = run("compare", "recoverable", "物资=单帐篷", "issued_to=受灾群众", "used_from=2025-12-01", "used_to=2026-06-20")
    assert (coded.exit_code, told.exit_code) == (0, 0) and told.stdout == coded.stdout
    told = run("ask", "periodic_report", "report=月报", "--in", "changzhi", "--on", "2026-07-20")
    assert told.exit_code == 0 and told.stdout == run("ask", "periodic_report", "report=monthly", "--in", "changzhi", "--on", "2026-07-20").stdout


def test_labels_stand_in_lists_and_files_too() -> None:
    words = ("ask", "stock_order", "--in", "liaoning", "--on", "2026-07-20", "--json", "need=1")
    lots = [run(*words, f'lots=[{{"id": "甲", "level": "{level}", "quantity": 1, "over_age": {old}}}]') for level, old in (("county", "true"), ("县级储备", '"是"'))]
    assert lots[0].exit_code == 0 and lots[0].stdout == lots[1].stdout
    told = run("ask", "recoverable", "--in", "liaoning", "--facts", "-", "--json", stdin="{物资: 单帐篷, 发放对象: 受灾群众, used_from: 2026-01-01, used_to: 2026-05-01}")
    assert told.exit_code == 0 and '"item": "single_tent"' in told.stdout


def test_a_word_that_is_no_label_and_a_fact_given_by_both_names_are_refused() -> None:
    told = run("ask", "recoverable", "--in", "liaoning", "item=帐蓬", "issued_to=victims")
    assert told.exit_code == 2 and "error[choice]: 事实 `item`：没有取值 `帐蓬`" in told.stderr
    told = run("ask", "recoverable", "--in", "liaoning", "item=quilt", "物资=单帐篷")
    assert told.exit_code == 2 and told.stderr == "error[fact-twice]: 事实 `item` 给出了两次\n"


# --- days


def test_the_sign_that_ends_the_clause_before_is_not_shown_at_the_head_of_one_by_itself() -> None:
    answer = policykit.load("liaoning").ask("repealed_by", {"instrument": "liaominfa_2015_13"}, on=date(2026, 1, 1))
    assert answer.citations[-1].clause == "。《辽宁省省级救灾储备物资管理办法》(辽民发〔2015〕13号)同时废止。"
    assert answer.explain("zh").splitlines()[1:] == [
        "  n4  2022年4月22日",
        "  a32.p1.s1  “本办法自发布之日起试行” —— 第三十二条 本办法自发布之日起试行",
        "  a32.p1.s2  “辽宁省省级救灾储备物资管理办法”“同时废止” —— 《辽宁省省级救灾储备物资管理办法》(辽民发〔2015〕13号)同时废止。",
    ]


def test_numbers_of_kinds_stand_apart_from_the_words_before_them() -> None:
    pytest.importorskip("z3")
    told = run("diff", "liaoning", "shanxi", "recoverable", "permitted_use", "--on", "2026-07-01", "--limit", "5").stdout
    assert "种情形，12 种结果；另有 174 种情形只是依据不同" in told


def test_the_day_of_the_law_may_be_a_text() -> None:
    liaoning, day = policykit.load("liaoning"), date(2026, 7, 20)
    facts = {"item": "quilt", "issued_to": "victims"}
    assert liaoning.ask("recoverable", facts, on="2026-07-20") == liaoning.ask("recoverable", facts, on=day)
    assert liaoning.read_case("recoverable", facts, "2026-07-20") == liaoning.read_case("recoverable", facts, day)
    assert liaoning.text("2026-07-20") == liaoning.text(day)
    assert liaoning.sql("recoverable", on="2026-07-20") == liaoning.sql("recoverable", on=day)
    lots = [{"id": "A", "level": "county", "quantity": 5, "over_age": False}]
    assert liaoning.allocate(lots, 3, on="2026-07-20") == liaoning.allocate(lots, 3, on=day)
    assert liaoning.ask_frame("recoverable", pl.DataFrame([facts]), on="2026-07-20").equals(liaoning.ask_frame("recoverable", pl.DataFrame([facts]), on=day))
    for wrong in (lambda: liaoning.ask("recoverable", facts, on="2026-7-20"), lambda: liaoning.text("2026-7-20")):
        with pytest.raises(policykit.PolicyError, match="write it as 2025-09-01"):
            wrong()
