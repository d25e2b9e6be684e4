"""A period whose last day is not given (goods still in use): alone, in a frame and in a file it runs to the day asked; a null is not known, and never *not given*."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import policykit
from policykit.cli.app import app
from policykit.diagnostics import PolicyError, Text

pl = pytest.importorskip("polars")

IN_USE = {"item": "single_tent", "issued_to": "victims", "used_from": date(2025, 1, 1)}
DAYS = (date(2025, 3, 1), date(2025, 12, 1))  # within six months, and after them
SHEET = "item,issued_to,used_from,used_to\nsingle_tent,victims,2025-01-01,2025-06-30\nsingle_tent,victims,2025-01-01,\nquilt,victims,2025-01-01,\n"


@pytest.fixture(scope="module")
def liaoning() -> policykit.Policy:
    return policykit.load("liaoning")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    (tmp_path / "stock.csv").write_text(SHEET, encoding="utf-8")
    (tmp_path / "open.csv").write_text("item,issued_to,used_from\nsingle_tent,victims,2025-01-01\nquilt,victims,2025-01-01\n", encoding="utf-8")
    return tmp_path / "stock.csv"


def run(table: Path, *words: str, language: str = "en") -> Any:
    return CliRunner().invoke(app, ["run", "recoverable", str(table), "--in", "liaoning", "-o", str(table.with_name("out.csv")), *words, "--lang", language])


def ends(table: Path) -> list[tuple[Any, ...]]:
    return list(pl.read_csv(table.with_name("out.csv")).select("status", "outcome", "rule").iter_rows())


@pytest.mark.parametrize("day", DAYS)
def test_a_period_without_a_last_day_runs_to_the_day_asked_alone_and_in_a_frame(liaoning: policykit.Policy, day: date) -> None:
    alone = liaoning.ask("recoverable", IN_USE, on=day)
    assert alone == liaoning.ask("recoverable", {**IN_USE, "used_to": None}, on=day)
    assert alone.facts["used_to"] == day
    frame = pl.DataFrame([IN_USE])
    null = frame.with_columns(used_to=pl.lit(None, pl.Date))
    without, absent = liaoning.ask_frame("recoverable", frame, on=day), liaoning.ask_frame("recoverable", null, on=day, absent=["used_to"])
    for found in (without, absent):
        assert found.select("status", "outcome", "rule").rows() == [(alone.status, alone.values.outcome, alone.rule)]


@pytest.mark.parametrize("day", DAYS)
def test_a_null_last_day_is_unknown_as_the_word_is_alone(liaoning: policykit.Policy, day: date) -> None:
    alone = liaoning.ask("recoverable", {**IN_USE, "used_to": "unknown"}, on=day)
    found = liaoning.ask_frame("recoverable", pl.DataFrame([IN_USE]).with_columns(used_to=pl.lit(None, pl.Date)), on=day, add=["status", "missing"])
    assert found.select("status", "missing").rows() == [("undetermined", ["used_to"])] == [(alone.status, list(alone.missing))]


def test_without_a_day_an_event_date_cannot_be_left_out(liaoning: policykit.Policy) -> None:
    frame = pl.DataFrame([IN_USE]).with_columns(used_to=pl.lit(None, pl.Date))
    with pytest.raises(PolicyError) as caught:
        liaoning.ask_frame("recoverable", frame, absent=["used_to"])
    fault = caught.value.diagnostics[0]
    assert (len(caught.value.diagnostics), fault.code) == (1, "absent")
    assert fault.message == Text(
        "各行按 `used_to`（停止使用日期）当日的规定，未给出就不知道是哪一天：不能列入 `absent`",
        "each row is asked by the law of its `used_to` (last day of use): where that is not given, nothing says which day's law",
    )
    assert fault.help == Text("用 `on` 给出一个日期：未给出的即该日，各行也都依该日之法", "give a day as `on`: what is not given is that day, and all rows are asked by its law")
    liaoning.ask_frame("recoverable", frame.with_columns(day=pl.lit(DAYS[0])), absent=["used_to"], on="day")  # which a column may hold as well


def test_a_row_of_a_frame_without_a_day_is_told_both_ways_out(liaoning: policykit.Policy) -> None:
    with pytest.raises(PolicyError) as caught:
        liaoning.ask_frame("recoverable", pl.DataFrame([IN_USE]).with_columns(used_to=pl.lit(None, pl.Date)))
    help_ = caught.value.diagnostics[0].help
    assert help_ == Text(
        '填上日期，或用 `on` 给出一个日期，各行都依其日之法；空值若指未给出（到所问之日为止），另写 `absent=["used_to"]`',
        'fill it in, or give a day as `on`: all rows are then asked by the law of that day; where a null means not given (until the day asked), say `absent=["used_to"]` too',
    )


def test_a_missing_column_names_the_day_asked_as_a_way_out_where_it_is_one(liaoning: policykit.Policy, sheet: Path) -> None:
    with pytest.raises(PolicyError) as caught:
        liaoning.ask_frame("recoverable", pl.DataFrame([IN_USE]))
    assert caught.value.diagnostics[0].help == Text(
        "用 `columns` 指明列名，或用 `on` 给出一个日期，各行到该日为止", "name it with `columns`, or give a day as `on`, which it then is in every row"
    )
    told = run(sheet.with_name("open.csv"))
    assert (told.exit_code, told.stderr) == (
        2,
        "error[missing-fact]: the table has no column for `used_to` (last day of use)\n"
        "  help: name the columns with --column used_to=COLUMN; a fact that is the same in all rows is given as used_to=VALUE;"
        " with --on DATE, `used_to` is that day in every row\n",
    )
    told = run(sheet.with_name("open.csv"), language="zh")
    assert told.stderr == (
        "error[missing-fact]: 表中没有这些事实的列：`used_to`（停止使用日期）\n"
        "  提示：用 --column used_to=列名 指明各列；各行相同的，在表名后写 used_to=值；用 --on 日期，则各行的 `used_to` 即该日\n"
    )
    arrivals = sheet.with_name("arrivals.csv")
    arrivals.write_text("id\n1\n", encoding="utf-8")  # a fact that must be given is not spared by a day
    told = CliRunner().invoke(app, ["run", "settlement_deadline", str(arrivals), "--in", "liaoning", "-o", str(sheet.with_name("out.csv")), "--lang", "en"])
    assert "`arrived_on`" in told.stderr and "--on" not in told.stderr


def test_run_refuses_an_event_date_left_out_without_a_day(sheet: Path) -> None:
    told = run(sheet, "--absent", "used_to")
    assert (told.exit_code, told.stderr) == (
        2,
        "error[absent]: each row is asked by the law of its `used_to` (last day of use): where that is not given, nothing says which day's law\n"
        "  help: give a day with --on: what is not given is that day, and all rows are asked by its law\n",
    )
    told = run(sheet, "--absent", "used_to", language="zh")
    assert told.stderr == (
        "error[absent]: 各行按 `used_to`（停止使用日期）当日的规定，未给出就不知道是哪一天：不能列入 --absent\n  提示：用 --on 给出一个日期：未给出的即该日，各行也都依该日之法\n"
    )


def test_run_tells_rows_without_a_day_both_ways_out(sheet: Path) -> None:
    told = run(sheet)
    assert told.exit_code == 2
    why = "last day of use (used_to): the day is empty or unknown; fill it in, or give a day with --on (and --absent used_to where an empty one means: until that day)"
    assert told.stderr == (
        f"error[rows-refused]: 2 rows cannot be answered (counted from 1 without the names and blank rows; rows of the sheet as Excel shows them):\n  row 2 (row 3 of the sheet): {why}\n  row 3 (row 4 of the sheet): {why}\n  help: mend these rows, or set them apart with --rejects FILE\n"
    )


def test_run_says_what_a_last_day_that_is_not_given_was_taken_for(sheet: Path) -> None:
    told = run(sheet, "--on", "2025-12-01", "--absent", "used_to")
    assert told.exit_code == 0
    assert "Every row is asked by the law of 2025-12-01.\nWhere `used_to` (last day of use) is not given, it is that day.\n" in told.stdout
    assert ends(sheet) == [("answered", "recover", "single-tent"), ("answered", "do_not_recover", "single-tent-longer"), ("answered", "do_not_recover", "bedding")]
    told = run(sheet.with_name("open.csv"), "--on", "2025-12-01", language="zh")
    assert "各行一律按2025-12-01的规定。\n`used_to`（停止使用日期）未给出的，以该日为准。\n" in told.stdout
    assert ends(sheet) == [("answered", "do_not_recover", "single-tent-longer"), ("answered", "do_not_recover", "bedding")]
    told = run(sheet, "--on", "2025-12-01")  # an empty cell is unknown
    assert "not given" not in told.stdout
    assert ends(sheet) == [("answered", "recover", "single-tent"), ("undetermined", "undetermined", None), ("answered", "do_not_recover", "bedding")]


def test_a_last_day_given_for_all_rows_is_not_taken_for_the_day_asked(sheet: Path) -> None:
    """`--absent` says what empty cells mean; a fact given beside the sheet has none."""
    table = sheet.with_name("open.csv")
    for value, outcome in (("2025-06-30", ("answered", "recover", "single-tent")), ("unknown", ("undetermined", "undetermined", None))):
        words = [f"used_to={value}", "--on", "2025-12-01", "--absent", "used_to"]
        done = run(table, *words)
        assert "\nEvery row is asked by the law of 2025-12-01.\nFacts without a column" in done.stdout and "is not given" not in done.stdout
        assert json.loads(run(table, *words, "--json").stdout)["taken_as_on"] == []
        assert ends(sheet)[0] == outcome
    assert json.loads(run(sheet, "--on", "2025-12-01", "--absent", "used_to", "--json").stdout)["taken_as_on"] == ["used_to"]


def test_only_of_a_column_is_it_told_what_its_empty_cells_may_mean(sheet: Path) -> None:
    told = run(sheet.with_name("open.csv"), "used_to=unknown")
    why = "last day of use: the day is empty or unknown; fill it in, or give a day with --on"
    assert (told.exit_code, told.stderr) == (
        2,
        f"error[rows-refused]: 2 rows cannot be answered (counted from 1 without the names and blank rows; rows of the sheet as Excel shows them):\n  row 1 (row 2 of the sheet): {why}\n  row 2 (row 3 of the sheet): {why}\n  help: mend these rows, or set them apart with --rejects FILE\n",
    )
    told = run(sheet.with_name("open.csv"), "used_to=unknown", language="zh")
    why = "停止使用日期：日期为空或不明；请填上，或用 --on 给出一个日期"
    assert (
        told.stderr
        == f"error[rows-refused]: 有 2 行不能作答（行号自 1 起，不计首行和空行；表中行号如 Excel 所示）：\n  第 1 行（表中第 2 行）{why}\n  第 2 行（表中第 3 行）{why}\n  提示：更正这些行，或用 --rejects FILE 另存\n"
    )


def test_on_names_a_day_or_a_column_and_nothing_else(sheet: Path) -> None:
    told = run(sheet, "--on", "used_too")
    assert (told.exit_code, told.stderr) == (2, "error[day]: `used_too` is neither a day nor a column of the table\n  help: did you mean `used_to`?\n")
    told = run(sheet, "--on", "1 December")
    assert (told.exit_code, told.stderr) == (2, "error[day]: `1 December` is neither a day nor a column of the table\n  help: write a day as 2025-09-01\n")
    assert run(sheet, "--on", "2025/12/01").exit_code == 0
