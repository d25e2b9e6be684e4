"""What a frame tells beside its outcomes: rows without a day, columns with a name that is nearly right, how far each answer may be relied on."""

from __future__ import annotations

import warnings
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import policykit
from policykit.cli.app import app
from policykit.diagnostics import PolicyError, Text

pl = pytest.importorskip("polars")

GOODS = pl.DataFrame(
    {
        "item": ["quilt", "single_tent", "single_tent", None],
        "issued_to": ["victims"] * 4,
        "used_from": [date(2025, 1, 1)] * 4,
        "used_to": [date(2025, 10, 19), date(2025, 3, 1), date(2025, 9, 1), date(2025, 9, 1)],
    }
)


@pytest.fixture(scope="module")
def liaoning() -> policykit.Policy:
    return policykit.load("liaoning")


def told(policy: policykit.Policy, frame: pl.DataFrame, **how: object) -> list[tuple[str, str, str | None]]:
    with pytest.raises(PolicyError) as caught:
        policy.ask_frame("recoverable", frame, **how)  # type: ignore[arg-type]
    return [(d.code, d.message.en, d.help.en if d.help else None) for d in caught.value.diagnostics]


def test_a_row_without_its_event_date_says_so_and_is_answered_for_a_day_given(liaoning: policykit.Policy) -> None:
    frame = GOODS.rename({"used_to": "stopped"}).with_columns(stopped=pl.Series([date(2025, 10, 19), None, date(2025, 9, 1), None]))
    named = {"used_to": "stopped"}
    assert told(liaoning, frame, columns=named) == [
        (
            "no-day",
            "column `used_to`, 2 rows: the day is empty or unknown, so that no day's law can be asked; rows (values): 1 (None), 3 (None)",
            'fill it in, or give a day as `on`: all rows are then asked by the law of that day; where a null means not given (until the day asked), say `absent=["used_to"]` too',
        )
    ]
    found = liaoning.ask_frame("recoverable", frame, columns=named, on=date(2026, 6, 1))
    assert found["status"].to_list() == ["answered", "undetermined", "answered", "undetermined"]


def test_what_tells_how_far_an_answer_may_be_relied_on_is_that_of_the_single_case(liaoning: policykit.Policy) -> None:
    found = liaoning.ask_frame("recoverable", GOODS, add=["rule", "basis", "readings", "strength", "missing", "citations"])
    assert found.columns == [*GOODS.columns, "outcome", "rule", "citations", "strength", "basis", "readings", "missing"]
    wanted = [liaoning.ask("recoverable", {n: policykit.UNKNOWN if v is None else v for n, v in row.items()}) for row in GOODS.iter_rows(named=True)]
    for got, answer in zip(found.iter_rows(named=True), wanted, strict=True):
        assert (got["strength"], got["basis"]) == (answer.strength, answer.basis)
        assert (tuple(got["readings"]), tuple(got["missing"])) == (answer.readings, answer.missing)
        assert got["citations"] == list(dict.fromkeys(c.address for c in answer.citations))
    assert found["missing"].to_list() == [[], [], [], ["item", "category"]]
    assert {a.basis for a in wanted} - {None}


def test_an_outcome_and_what_is_added_may_not_have_one_name() -> None:
    policy = policykit.load("shanxi")
    question = next(q.id for q in policy.pack.questions.values() if q.output("missing") is not None and q.id in policy.questions)
    with pytest.raises(PolicyError) as caught:
        policy.ask_frame(question, pl.DataFrame({"a": [1]}), on=date(2026, 1, 1), add=["missing"])
    fault = caught.value.diagnostics[0]
    assert (fault.code, fault.message) == (
        "column-exists",
        Text("`missing` 已是此问题的一项结果，不能再添加同名的列", "`missing` is an outcome of the question already: no other column of this name can be added"),
    )
    assert fault.help == Text("从 `add` 去掉 `missing`，或用 `outputs` 去掉此结果", "leave `missing` out of `add`, or the outcome out of `outputs`")


def test_run_adds_the_same_columns(liaoning: policykit.Policy, tmp_path: Path) -> None:
    table, out = tmp_path / "goods.parquet", tmp_path / "out.parquet"
    GOODS.write_parquet(table)
    added = ["strength", "basis", "readings", "missing"]
    words = ["run", "recoverable", str(table), "--in", "liaoning", "-o", str(out), *(w for n in added for w in ("--add", n))]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.stderr
    found = liaoning.ask_frame("recoverable", GOODS, add=["status", "rule", *added])
    assert pl.read_parquet(out).select(added).rows() == found.select(pl.col(added[:2]).cast(pl.String), *added[2:]).rows()
    refused = CliRunner().invoke(app, [*words, "--add", "base", "--lang", "en"])
    assert refused.exit_code == 2 and refused.stderr == "error[unknown-column]: there is no column `base` to add\n  help: did you mean `basis`?\n"


def test_a_column_with_nearly_the_name_of_an_optional_fact_is_warned_of(liaoning: policykit.Policy) -> None:
    frame = GOODS.rename({"used_from": "used_form"}).with_columns(original_value=pl.lit(5), depot=pl.lit("east"), event_at=pl.lit("-"))
    said = (
        "warning[unread-column]: the column `used_form` is read as no fact, and the fact `used_from` (first day of use) has no column\n"
        '  help: if it is this fact, say `columns={"used_from": "used_form"}`; if it is none, rename it or name it as a key\n'
        "warning[unread-column]: the column `original_value` is read as no fact, and the fact `original_value_cny` (original value) has no column\n"
        '  help: if it is this fact, say `columns={"original_value_cny": "original_value"}`; if it is none, rename it or name it as a key'
    )
    for given in (frame, frame, frame.to_pandas(), frame.lazy()):  # each time, and at the line that asks
        with pytest.warns(UserWarning) as caught:
            liaoning.ask_frame("recoverable", given)
        assert (str(caught[0].message), caught[0].filename) == (said, __file__)
    found = liaoning.ask_frame("recoverable", frame, columns={"used_from": "used_form", "original_value_cny": "original_value"})
    assert found["outcome"].to_list() == liaoning.ask_frame("recoverable", GOODS)["outcome"].to_list()
    liaoning.ask_frame("recoverable", frame, key=["used_form", "original_value"])  # meant to be there


def test_a_column_that_says_where_a_fact_is_none_is_warned_of_too(liaoning: policykit.Policy) -> None:
    frame = GOODS.with_columns(recovery_cost_cny=pl.lit(5), recovery_cost_cny_isnone=pl.lit(True))
    with pytest.warns(UserWarning, match="the column `recovery_cost_cny_isnone` is read as no fact, and the fact `recovery_cost_cny_is_none`"):
        liaoning.ask_frame("recoverable", frame)


def test_an_event_date_without_a_column_is_a_fact_that_is_missing(liaoning: policykit.Policy) -> None:
    assert liaoning.ask_frame("recoverable", GOODS.drop("used_to"), on="2026-06-01").height == 4
    assert told(liaoning, GOODS.drop("used_to")) == [
        ("missing-fact", "there is no column for the fact `used_to` (last day of use)", "name it with `columns`, or give a day as `on`, which it then is in every row")
    ]
    frame = GOODS.rename({"used_to": "used_tp"})
    assert told(liaoning, frame) == [("missing-fact", "there is no column for the fact `used_to` (last day of use)", "is it `used_tp`? say so with `columns`")]
    with pytest.warns(UserWarning, match="the column `used_tp` is read as no fact"):
        liaoning.ask_frame("recoverable", frame, on="2026-06-01")


def test_run_warns_of_columns_with_nearly_the_name_or_label_of_a_fact(tmp_path: Path) -> None:
    (tmp_path / "goods.csv").write_text("item,issued_to,停止使用日期,used_form,回收成夲,仓库\nquilt,victims,2025-10-19,2025-01-01,5,东\n", encoding="utf-8")
    words = ["run", "recoverable", str(tmp_path / "goods.csv"), "--in", "liaoning", "-o", str(tmp_path / "out.csv")]
    done = CliRunner().invoke(app, [*words, "--lang", "zh"])
    assert done.exit_code == 0
    assert done.stderr == (
        "warning[unread-column]: 列 `used_form` 没有读作事实，事实 `used_from`（开始使用日期）没有列\n"
        "  提示：若即此事实，写 `--column used_from=used_form`；若不是，改列名或列入 key\n"
        "warning[unread-column]: 列 `回收成夲` 没有读作事实，事实 `recovery_cost_cny`（回收成本）没有列\n"
        "  提示：若即此事实，写 `--column recovery_cost_cny=回收成夲`；若不是，改列名或列入 key\n"
    )
    done = CliRunner().invoke(app, [*words, "--column", "used_from=used_form", "--column", "recovery_cost_cny=回收成夲"])
    assert (done.exit_code, done.stderr) == (0, "")


def test_a_text_that_reads_as_a_day_is_the_day_though_a_column_has_this_name(liaoning: policykit.Policy, tmp_path: Path) -> None:
    frame = GOODS.head(3).with_columns(pl.lit(date(2001, 1, 1)).alias("2026-06-01"))
    assert liaoning.ask_frame("recoverable", frame, on="2026-06-01")["status"].to_list() == ["answered"] * 3
    frame.write_parquet(tmp_path / "goods.parquet")
    words = ["run", "recoverable", str(tmp_path / "goods.parquet"), "--in", "liaoning", "-o", str(tmp_path / "out.parquet"), "--on", "2026-06-01"]
    done = CliRunner().invoke(app, [*words, "--lang", "en"])
    assert done.exit_code == 0 and "Every row is asked by the law of 2026-06-01." in done.stdout
    assert pl.read_parquet(tmp_path / "out.parquet")["status"].to_list() == ["answered"] * 3


def test_a_use_that_ends_before_it_begins_is_answered_as_it_stands(liaoning: policykit.Policy) -> None:
    frame = GOODS.head(3).with_columns(used_from=pl.col("used_to"), used_to=pl.col("used_from"))
    found = liaoning.ask_frame("recoverable", frame)
    for got, row in zip(found.iter_rows(named=True), frame.iter_rows(named=True), strict=True):
        answer = liaoning.ask("recoverable", row)
        assert answer.values is not None
        assert (got["status"], got["outcome"], got["rule"]) == (answer.status, answer.values.outcome, answer.rule)
    assert frame.filter(pl.col("used_to") < pl.col("used_from")).height == 3


def helps(frame: Any, **how: Any) -> list[tuple[str, str]]:
    """The codes and helps of what is wrong with a frame."""
    with pytest.raises(policykit.PolicyError) as caught:
        policykit.load("liaoning").ask_frame("recoverable", frame, **how)
    return [(d.code, d.help.en if d.help else "") for d in caught.value.diagnostics]


ROW = {"item": "single_tent", "issued_to": "victims", "used_from": "2025-03-01", "used_to": "2025-06-01"}
APART = '`on_error="reject"` sets such rows apart'


@pytest.mark.parametrize(
    ("column", "cell", "code", "expected"),
    [
        ("item", "singel_tent", "choice", f"`singel_tent`: did you mean single_tent? {APART}"),
        ("issued_to", "nobody", "choice", f"one of these was expected: victims, rescue_staff, not_issued; {APART}"),
        ("used_from", "2025/08/31", "value", f"a day was expected, such as 2025-09-01; {APART}"),
        ("used_from", "3000-01-01", "range", f"it should lie between 1000-01-01 and 2999-12-31; {APART}"),
        ("no_recovery_value", 1, "value", f"true or false was expected; {APART}"),
        ("recovery_cost_cny", -1, "range", f"it should be no less than 0; {APART}"),
        ("recovery_cost_cny", "abc", "value", f"a number was expected; {APART}"),
    ],
)
def test_a_wrong_cell_is_told_with_what_was_expected(column: str, cell: Any, code: str, expected: str) -> None:
    assert helps(pl.DataFrame([{**ROW, column: cell}])) == [(code, expected)]


@pytest.mark.parametrize("how", [{}, {"on": "asked"}])
def test_a_day_that_cannot_be_read_is_told_as_such_and_not_as_one_that_is_empty(how: dict[str, str]) -> None:
    column = how.get("on", "used_to")
    rows = [{**ROW, column: day} for day in ("2025-06-01", "soon", None)]
    with pytest.raises(policykit.PolicyError) as caught:
        policykit.load("liaoning").ask_frame("recoverable", pl.DataFrame(rows), **how)
    assert sorted((d.code, d.message.en) for d in caught.value.diagnostics) == [
        ("no-day", f"column `{column}`, 1 row: the day is empty or unknown, so that no day's law can be asked; rows (values): 2 (None)"),
        ("value", f"column `{column}`, 1 row: not of its type; rows (values): 1 (soon)"),
    ]


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ({"onn": "2026-01-01"}, ("unknown-argument", "there is no argument `onn`", "did you mean `on`?")),
        ({"columns": 5}, ("names", "`columns` should map facts to columns, not 5", 'write it as {"item": "goods"}')),
        ({"columns": {"item": 5}}, ("names", "`columns` should map facts to columns, not {'item': 5}", 'write it as {"item": "goods"}')),
        ({"jurisdiction": 5}, ("names", "`jurisdiction` should be a name, not 5", "give text")),
    ],
)
def test_a_wrong_argument_is_one_clear_fault(how: dict[str, Any], found: tuple[str, str, str], liaoning: policykit.Policy) -> None:
    assert told(liaoning, GOODS, **how) == [found]


def test_packs_of_a_frame_may_be_named_and_one_needs_no_list(liaoning: policykit.Policy) -> None:
    goods = pl.DataFrame({"place": ["liaoning", "shanxi"], "item": "quilt", "issued_to": "victims"})
    shanxi = policykit.load("shanxi")
    whole = policykit.ask_frame([liaoning, shanxi], "recoverable", goods, on="2026-01-01", jurisdiction="place")
    assert policykit.ask_frame(["liaoning", shanxi.folder], "recoverable", goods, on="2026-01-01", jurisdiction="place").equals(whole)
    alone = liaoning.ask_frame("recoverable", goods, on="2026-01-01")
    assert all(policykit.ask_frame(one, "recoverable", goods, on="2026-01-01").equals(alone) for one in (liaoning, "liaoning", ["liaoning"]))
    with pytest.raises(policykit.PolicyError) as caught:
        policykit.ask_frame(["liaonin"], "recoverable", goods, on="2026-01-01")
    assert [(d.code, d.message.en, d.help.en if d.help else None) for d in caught.value.diagnostics] == [
        ("unknown-pack", "no pack is called `liaonin`", "did you mean `liaoning`?")
    ]


@pytest.mark.parametrize("column", ["place", "item"])
def test_a_row_of_no_pack_is_told_with_those_asked(column: str, liaoning: policykit.Policy) -> None:
    goods = pl.DataFrame({"place": ["liaonin"], "item": ["quilt"], "issued_to": ["victims"]})
    with pytest.raises(PolicyError) as caught:
        policykit.ask_frame([liaoning, "shanxi"], "recoverable", goods, on="2026-01-01", jurisdiction=column)
    message = f"column `{column}`, 1 row: no pack of this name; rows (values): 0 ({goods[column][0]})"
    assert [(d.code, d.message.en, d.help.en if d.help else None) for d in caught.value.diagnostics] == [
        ("unknown-pack", message, 'known: liaoning, shanxi; `on_error="reject"` sets such rows apart')
    ]


def test_a_fault_of_a_partition_says_which_it_is() -> None:
    dask = pytest.importorskip("dask.dataframe")
    pandas = pytest.importorskip("pandas")
    rows = pandas.DataFrame([ROW, ROW, ROW, {**ROW, "item": "bad"}])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = policykit.load("liaoning").ask_frame("recoverable", dask.from_pandas(rows, npartitions=2))
    with pytest.raises(policykit.PolicyError) as caught:
        found.compute()
    assert [d.message.en for d in caught.value.diagnostics] == ["partition 1: column `item`, 1 row: no value of the choice; rows (values): 1 (bad)"]
