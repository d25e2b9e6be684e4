"""A day that lies before one it cannot lie before is answered as it stands, and told: in the answer, in comparisons, and of each such row of a table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit.diagnostics import Text
from policykit.ir.explain import to_check

from .commands import run as command

TENT: dict[str, Any] = {"item": "single_tent", "issued_to": "victims"}
SWAPPED = {**TENT, "used_from": "2025-08-31", "used_to": "2025-03-01"}
ROWS = """编号,item,issued_to,used_from,used_to
1,single_tent,victims,2025-08-31,2025-03-01
2,single_tent,victims,2025-03-01,2025-08-31
3,single_tent,victims,2025/8/31,2025/3/1
4,single_tent,victims,,2025-03-01
"""


def test_use_that_ends_before_it_begins_is_answered_and_told() -> None:
    answer = policykit.load("liaoning").ask("recoverable", SWAPPED)
    assert answer.status == "answered"
    assert answer.at_odds == (Text("停止使用日期（2025-03-01）早于开始使用日期（2025-08-31）", "last day of use (2025-03-01) lies before first day of use (2025-08-31)"),)
    assert "请核对：停止使用日期（2025-03-01）早于开始使用日期（2025-08-31）。" in answer.explain("zh")
    assert "Please check: last day of use (2025-03-01) lies before first day of use (2025-08-31)." in answer.explain("en")
    assert answer.record()["at_odds"] == [
        {"zh": "停止使用日期（2025-03-01）早于开始使用日期（2025-08-31）", "en": "last day of use (2025-03-01) lies before first day of use (2025-08-31)"}
    ]


@pytest.mark.parametrize("used_from", ["2025-03-01", "unknown"])
def test_days_in_order_and_days_that_are_not_known_tell_nothing(used_from: str) -> None:
    answer = policykit.load("liaoning").ask("recoverable", {**TENT, "used_from": used_from, "used_to": "2025-03-01"})
    assert (answer.at_odds, to_check(answer, "zh"), to_check(answer, "en"), answer.record()["at_odds"]) == ((), "", "", [])


def test_goods_still_in_use_on_a_day_before_their_use_are_told() -> None:
    answer = policykit.load("liaoning").ask("recoverable", {**TENT, "used_from": "2025-08-31"}, on="2025-03-01")
    assert [t.en for t in answer.at_odds] == ["last day of use (2025-03-01) lies before first day of use (2025-08-31)"]


def test_a_dispatch_before_its_notice_is_told_to_the_minute() -> None:
    answer = policykit.load("liaoning").ask("dispatch_deadline", {"notice_received_at": "2026-07-20T16:00", "event_at": "2026-07-20T15:59"})
    assert [t.en for t in answer.at_odds] == ["when it was done (2026-07-20T15:59:00) lies before transport notice received (2026-07-20T16:00:00)"]


def test_a_day_asked_about_that_is_not_the_day_of_the_law_is_told() -> None:
    shanxi = policykit.load("shanxi")
    answer = shanxi.ask("in_force", {"as_of": "2025-11-03"}, on="2026-07-20")
    assert answer.at_odds == (Text("查询日期（2025-11-03）不是作答所按之日（2026-07-20）", "day asked about (2025-11-03) is not the day of the law that answers (2026-07-20)"),)
    assert shanxi.ask("in_force", {"as_of": "2025-11-03"}).at_odds == shanxi.ask("in_force", {}, on="2025-11-03").at_odds == ()


@pytest.mark.parametrize("item", ["quilt", "unknown", "other"])
def test_a_category_that_is_not_the_one_of_the_item_is_told(item: str) -> None:
    shanxi = policykit.load("shanxi")
    facts = {"item": item, "issued_to": "victims", "used_to": "2026-07-01"}
    told = (Text("物资类别为住所类，而棉被（褥）通常为床寝类", "category of the item is shelter, and quilt is usually bedding"),) if item == "quilt" else ()
    assert shanxi.ask("recoverable", {**facts, "category": "shelter"}).at_odds == told
    assert [shanxi.ask("recoverable", {**facts, **given}).at_odds for given in ({}, {"category": "sleeping"}, {"category": "unknown"})] == [(), (), ()]


def test_compare_tells_it_below_the_facts() -> None:
    told = command("--lang", "zh", "compare", "recoverable", "--in", "liaoning,shanxi", *(f"{n}={v}" for n, v in SWAPPED.items())).output
    assert "依 2025-03-01 的法。请核对：停止使用日期（2025-03-01）早于开始使用日期（2025-08-31）。" in "".join(told.split("\n")[1:4])


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_run_counts_such_rows_and_names_the_first(tmp_path: Path, kind: str) -> None:
    pl = pytest.importorskip("polars")
    table = tmp_path / f"list.{kind}"
    if kind == "csv":
        table.write_text(ROWS, encoding="utf-8")
    else:
        days = [["2025-08-31", "2025-03-01", "2025-08-31", None], ["2025-03-01", "2025-08-31", "2025-03-01", "2025-03-01"]]
        frame = pl.DataFrame({"item": ["single_tent"] * 4, "issued_to": ["victims"] * 4, "used_from": days[0], "used_to": days[1]})
        frame.with_columns(pl.col("used_from", "used_to").str.to_date()).write_parquet(table)
    words = ("run", "recoverable", "--in", "liaoning", str(table), "-o", str(tmp_path / "answers.csv"))
    told = command("--lang", "zh", *words).output
    shown = "，即表中第 2、4 行" if kind == "csv" else ""
    assert f"请核对：2 行的停止使用日期早于开始使用日期（第 1、3 行{shown}），各行仍按所写作答。" in told.splitlines()
    recorded = json.loads(command("--json", *words).output)
    assert recorded["at_odds"] == [{"fact": "used_to", "before": "used_from", "rows": 2, "first_rows": [1, 3], "first_sheet_rows": [2, 4] if kind == "csv" else []}]
    assert sum(recorded["statuses"].values()) == 4


def test_rows_at_odds_are_counted_over_all_parts_and_the_first_named(tmp_path: Path) -> None:
    pytest.importorskip("polars")
    table, head = tmp_path / "list.csv", "item,issued_to,used_from,used_to\n"
    table.write_text(head + "single_tent,victims,2025-08-31,2025-03-01\nsingle_tent,victims,2025-03-01,2025-03-01\n" * 8, encoding="utf-8")
    done = command("run", "recoverable", "--in", "liaoning", table, "-o", tmp_path / "answers.csv", "--rows", "3")
    assert (
        "Please check: in 8 rows the last day of use lies before the first day of use (rows 1, 3, 5, 7, 9, …: 2, 4, 6, 8, 10 of the sheet); they are answered as they stand."
        in done.stdout.splitlines()
    )


@pytest.mark.parametrize(("labels", "written"), [((), ["true", "false", "true", "false"]), (("--labels",), ["是", "否", "是", "否"])])
def test_a_column_says_of_each_row_whether_its_days_are_at_odds(tmp_path: Path, labels: tuple[str, ...], written: list[str]) -> None:
    pl = pytest.importorskip("polars")
    (tmp_path / "list.csv").write_text(ROWS, encoding="utf-8")
    words = ("--lang", "zh", "run", "recoverable", "--in", "liaoning", tmp_path / "list.csv", "-o", tmp_path / "out.csv", "--key", "编号", *labels, "--rows", "3")
    assert command(*words, "--add", "basis,at_odds").exit_code == 0
    found = pl.read_csv(tmp_path / "out.csv", infer_schema=False)
    assert found.columns == (["编号", "结果", "处理结论", "规则", "依据", "请核对"] if labels else ["编号", "status", "outcome", "rule", "basis", "at_odds"])
    assert found[found.columns[-1]].to_list() == written
    near = command(*words, "--add", "at_ods")
    assert (near.exit_code, near.stderr) == (2, "error[unknown-column]: 不能添加列 `at_ods`\n  提示：是否指 `at_odds`\n")
