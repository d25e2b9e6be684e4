"""A fact that names a period is read as people write it, wherever a question is asked; so it is in events."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .commands import data, refused, run

ASKED = ("--in", "shanxi", "--on", "2026-07-20")


@pytest.mark.parametrize("period", ["2026年6月", "2026/6", "2026.06", "2026年06月份", "2026-06"])
def test_a_month_is_read_as_people_write_it(period: str) -> None:
    answer = data("ask", "periodic_report", "report=月报", f"period={period}", *ASKED)
    assert (answer["facts"]["period"], answer["values"]["due_date"]) == ("2026-06", "2026-07-10")


def test_a_month_is_read_so_in_a_comparison_and_a_year_is_a_number_of_json(tmp_path: Path) -> None:
    (found,) = data("compare", "periodic_report", "report=月报", "period=2026年6月", *ASKED)["packs"]
    assert found["answer"]["values"]["due_date"] == "2026-07-10"
    (tmp_path / "facts.json").write_text(json.dumps({"report": "half_year", "period": 2026}), encoding="utf-8")
    assert data("ask", "periodic_report", "--facts", tmp_path / "facts.json", "--in", "liaoning")["values"]["due_date"] == "2026-06-30"


def test_a_month_that_no_year_has_is_an_error() -> None:
    refused(
        run("ask", "periodic_report", "report=monthly", "period=2026年13月", *ASKED, "--lang", "zh"),
        "error[value]: `period`：`2026年13月` 不是期间\n  提示：年写作 2026，月写作 2026-06，日写作 2026-06-15\n",
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_has_months_and_years_as_people_write_them(tmp_path: Path, kind: str) -> None:
    pl = pytest.importorskip("polars")
    table, out = tmp_path / f"reports.{kind}", tmp_path / "answers.csv"
    months = pl.DataFrame({"报告种类": ["月报"] * 4, "报告期": ["2026年6月", "2026/5", "2026-13", None]})
    months.write_csv(table) if kind == "csv" else months.write_excel(table)
    assert run("run", "periodic_report", table, *ASKED, "-o", out).exit_code == 0
    assert pl.read_csv(out, infer_schema=False).get_column("due_date").to_list() == ["2026-07-10", "2026-06-10", None, None]
    years = pl.DataFrame({"报告种类": ["半年报"], "报告期": [2026]})
    years.write_csv(table) if kind == "csv" else years.write_excel(table)
    assert run("run", "periodic_report", table, "--in", "liaoning", "--on", "2026-07-20", "-o", out).exit_code == 0
    assert pl.read_csv(out, infer_schema=False).get_column("due_date").to_list() == ["2026-06-30"]
