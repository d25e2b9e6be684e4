"""A faulty cell is refused by frames and by SQL alike, and what both take they answer alike; where one of them takes less, docs/databases.md says so."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import policykit

duckdb = pytest.importorskip("duckdb")
pl = pytest.importorskip("polars")

LESS_IN_SQL = {"1e3", " 5 ", "99999999999999999999", "1.23456789", "none"}  # in a column of numbers
NUMBERS: dict[str, list[Any]] = {
    "VARCHAR": ["-1", "NaN", "inf", "", "1,000", "٣", "0x10", "+5", "1_000", "5.", ".5", "unknown", "true", "５", "22.01", *sorted(LESS_IN_SQL)],
    "DOUBLE": [math.nan, math.inf, -math.inf, -0.0, 1e20, 0.1 + 0.2, 22.0, -1.0, None],
    "BIGINT": [22, -1],
    "BOOLEAN": [True, False],
}
DAYS: dict[str, list[Any]] = {
    "VARCHAR": ["0999-12-31", "3000-01-01", "2025-2-3", "2025-02-30", "2025-01-01 00:00:00", " 2025-01-01", "20250101", "", "none", "unknown"],
    "DATE": [date(999, 12, 31), date(3000, 1, 1), date(2025, 2, 3), None],
}
TRUTHS: dict[str, list[Any]] = {"VARCHAR": ["TRUE", "true", "1", "yes", "t", "False", "", "none", "unknown", " true"], "BOOLEAN": [True, False, None]}
CODES: dict[str, list[Any]] = {"VARCHAR": ["Quilt", " quilt", "quilt ", "tent", "", "none", "unknown", "quilt", None]}
STOCK = {"task_quantity": ("DECIMAL(18, 6)", Decimal(20)), "actual_stock": ("DECIMAL(18, 6)", Decimal(22))}
GOODS = {
    "item": ("VARCHAR", "quilt"),
    "issued_to": ("VARCHAR", "victims"),
    "used_from": ("DATE", date(2025, 1, 1)),
    "used_to": ("DATE", date(2025, 7, 1)),
    "no_recovery_value": ("BOOLEAN", False),
}
DTYPES = {"VARCHAR": pl.String, "DOUBLE": pl.Float64, "BIGINT": pl.Int64, "BOOLEAN": pl.Boolean, "DATE": pl.Date, "DECIMAL(18, 6)": pl.Decimal(18, 6), "INTEGER": pl.Int32}
Row = dict[str, tuple[str, Any]]


def statuses(pack: str, question: str, usual: Row, fact: str, kind: str, found: list[Any], on: date) -> list[tuple[Any, str, str]]:
    """Each cell with its status in SQL and in a frame, `error` where it is refused."""
    row = {n: (kind if n == fact else t, v) for n, (t, v) in usual.items()}
    lines = [[cell if n == fact else v for n, (_, v) in row.items()] for cell in found]
    db = duckdb.connect()
    db.execute(f"CREATE TABLE cases (id INTEGER, {', '.join(f'{n} {t}' for n, (t, _) in row.items())})")
    db.executemany(f"INSERT INTO cases VALUES (?, {', '.join('?' for _ in row)})", [[n, *line] for n, line in enumerate(lines)])
    policy = policykit.load(pack)
    in_sql = dict(db.execute(f"SELECT id, status FROM ({policy.sql(question, 'duckdb', key='id', on=on, columns=list(row))})").fetchall())
    frame = pl.DataFrame({n: pl.Series([line[i] for line in lines], dtype=DTYPES[t]) for i, (n, (t, _)) in enumerate(row.items())}).with_row_index("id")
    answers, refused = policy.ask_frame(question, frame, on=on, on_error="reject")
    in_frame = dict(zip(answers["id"], answers["status"], strict=True)) | dict.fromkeys(refused["id"], "error")
    return [(cell, in_sql[n].split(":")[0], in_frame[n]) for n, cell in enumerate(found)]


@pytest.mark.parametrize("kind", [k for k in NUMBERS if k != "BOOLEAN"])
def test_numbers_that_one_refuses_the_other_does(kind: str) -> None:
    for cell, sql, frame in statuses("changzhi", "required_buffer", STOCK, "actual_stock", kind, NUMBERS[kind], date(2026, 1, 1)):
        assert (cell, sql, frame) == (cell, *(("error", "answered") if cell in LESS_IN_SQL else (frame, frame)))


@pytest.mark.parametrize(("fact", "kind", "found"), [(f, k, c) for f, kinds in (("used_from", DAYS), ("no_recovery_value", TRUTHS), ("item", CODES)) for k, c in kinds.items()])
def test_days_truths_and_codes_that_one_refuses_the_other_does(fact: str, kind: str, found: list[Any]) -> None:
    for cell, sql, frame in statuses("liaoning", "recoverable", GOODS, fact, kind, found, date(2025, 12, 1)):
        assert (cell, sql) == (cell, frame)


def test_a_boolean_is_no_number_in_either() -> None:
    told = statuses("changzhi", "required_buffer", STOCK, "actual_stock", "BOOLEAN", NUMBERS["BOOLEAN"], date(2026, 1, 1))
    assert told == [(True, "error", "error"), (False, "error", "error")]


def test_in_sql_a_boolean_may_be_one_or_nought_and_no_other_number() -> None:
    told = statuses("liaoning", "recoverable", GOODS, "no_recovery_value", "INTEGER", [1, 0, 2, -1], date(2025, 12, 1))
    assert told == [(1, "answered", "error"), (0, "answered", "error"), (2, "error", "error"), (-1, "error", "error")]
