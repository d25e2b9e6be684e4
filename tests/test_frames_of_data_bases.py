"""What comes from data bases: DuckDB relations on a connection of their own, and the days with which they say that there is no end."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit import PolicyError

from .commands import run

pl = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")

TENTS = "SELECT range AS id, 'single_tent' AS item, 'victims' AS issued_to, DATE '2025-03-01' AS used_from, DATE '2025-06-01' AS used_to FROM range({n})"


@pytest.fixture(scope="module")
def liaoning() -> policykit.Policy:
    return policykit.load("liaoning")


def test_answers_can_be_joined_on_the_connection_of_the_rows(liaoning: policykit.Policy) -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE depots AS SELECT 2 AS id, '沈阳' AS depot")
        answers = liaoning.ask_frame("recoverable", connection.sql(TENTS.format(n=3)))
        assert answers.join(connection.table("depots"), "id").project("depot, status, outcome").fetchall() == [("沈阳", "answered", "recover")]


def test_rows_of_a_data_base_that_is_only_read_and_one_that_looks_for_no_tables_in_python(liaoning: policykit.Policy, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "stock.db")) as connection:
        connection.execute(f"CREATE TABLE stock AS {TENTS.format(n=2)}")
    with duckdb.connect(str(tmp_path / "stock.db"), read_only=True) as connection:
        assert len(liaoning.ask_frame("recoverable", connection.table("stock")).fetchall()) == 2
        assert connection.execute("SHOW TABLES").fetchall() == [("stock",)]
    with duckdb.connect(config={"python_enable_replacements": "false"}) as connection:
        assert len(liaoning.ask_frame("recoverable", connection.sql(TENTS.format(n=2))).fetchall()) == 2


def test_threads_with_a_connection_each_do_not_meet(liaoning: policykit.Policy) -> None:
    found: list[Any] = []

    def ask() -> None:
        with duckdb.connect() as connection:
            for _ in range(10):
                found.append(len(liaoning.ask_frame("recoverable", connection.sql(TENTS.format(n=200))).fetchall()))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * 60


def test_days_beyond_the_year_9999_are_out_of_range_and_shown(liaoning: policykit.Policy) -> None:
    days = pl.Series([5_000_000, 2**31 - 1, -(2**31) + 2, 20_000], dtype=pl.Int32).cast(pl.Date)
    frame = pl.DataFrame({"item": ["single_tent"] * 4, "issued_to": ["victims"] * 4, "used_from": [date(2024, 10, 1)] * 4}).with_columns(used_to=days)
    with pytest.raises(PolicyError) as caught:
        liaoning.ask_frame("recoverable", frame)
    assert [d.message.en for d in caught.value.diagnostics] == ["column `used_to`, 3 rows: out of range; rows (values): 0 (+15659-07-15), 1 (infinity), 2 (-infinity)"]
    found = liaoning.ask_frame("recoverable", frame, on_error="reject")
    assert (found.answers.height, found.rejects.get_column("fault").to_list()) == (1, ["used_to: range"] * 3)


def test_a_data_base_s_day_without_end_is_out_of_range(liaoning: policykit.Policy) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE stock AS {TENTS.format(n=2)}")
        connection.execute("UPDATE stock SET used_to = 'infinity' WHERE id = 0")
        found = liaoning.ask_frame("recoverable", connection.table("stock"), on_error="reject")
        assert [row[0] for row in found.answers.fetchall()] == [1]
        assert found.rejects.project("id, CAST(used_to AS VARCHAR), fault").fetchall() == [(0, "infinity", "used_to: range")]


def test_a_second_column_says_that_a_number_is_none_as_in_sql() -> None:
    changzhi, on = policykit.load("changzhi"), date(2025, 12, 1)
    stock = pl.DataFrame(
        {
            "id": [1, 2, 3, 4],
            "task_quantity": [100, 100, 100, 100],
            "actual_stock": [130, 130, 130, 130],
            "callable_quantity": [None, None, 90, 90],
            "callable_quantity_is_none": [True, None, True, False],
        },
        schema_overrides={"callable_quantity": pl.Int64},
    )
    framed = changzhi.ask_frame("required_buffer", stock, on=on, key="id").sort("id")
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE cases AS SELECT * FROM stock")
        sql = changzhi.sql("required_buffer", "duckdb", key="id", on=on, columns=stock.columns[1:])
        found = connection.execute(sql)
        queried = pl.DataFrame(found.fetchall(), [d[0] for d in found.description], orient="row").sort("id")
    assert framed["status"].to_list() == queried["status"].to_list()
    assert framed["full_call_ok"].to_list() == queried["full_call_ok"].to_list()
    assert framed["status"].to_list()[0] == "answered"
    other = changzhi.ask_frame("required_buffer", stock.rename({"callable_quantity_is_none": "no_calls"}), on=on, key="id", columns={"callable_quantity_is_none": "no_calls"})
    assert other.sort("id").equals(framed)


@pytest.mark.parametrize("beyond", [[5_000_000, 2**31 - 1], [5_000_000, 5_000_000]], ids=["with words", "days alone"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "arrow"])
def test_run_sets_days_without_end_apart_in_tables_of_every_kind(tmp_path: Path, kind: str, beyond: list[int]) -> None:
    days = pl.Series([*beyond, 20_300], dtype=pl.Int32).cast(pl.Date)
    stock = pl.DataFrame({"item": ["single_tent"] * 3, "issued_to": ["victims"] * 3, "used_from": [date(2025, 6, 1)] * 3}).with_columns(used_to=days)
    stock.write_parquet(tmp_path / "stock.parquet")
    table, answers, rejects = (tmp_path / name for name in ("stock.parquet", f"answers.{kind}", f"rejects.{kind}"))
    done = run("run", "recoverable", "--in", "liaoning", table, "-o", answers, "--rejects", rejects)
    assert (done.exit_code, done.stderr) == (0, "")
    read = {"csv": pl.read_csv, "xlsx": pl.read_excel, "parquet": pl.read_parquet, "arrow": pl.read_ipc}[kind]
    assert (read(answers).height, read(rejects)["row"].to_list()) == (1, [1, 2])
    if kind in ("csv", "xlsx"):  # the others hold such days as they are
        assert read(rejects)["used_to"].to_list() == ["+15659-07-15", "infinity" if beyond[1] > beyond[0] else "+15659-07-15"]
