"""Cells that hold no number, day or boolean, in columns of text: the row is an error and says so, never 0, false or unknown; and numbers of any length that a fact may have."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import policykit

from .engines import Engine

ON = date(2026, 1, 1)
READS_TEXT = ["duckdb", "mariadb", "spark"]  # PostgreSQL refuses the whole query
NO_NUMBER = "error: annual_subsidy_cny: it is no number of at most 12 digits before the point and 6 after it"


def statuses(engine: Engine, pack: str, question: str, column: str, cells: list[str], fixed: dict[str, str], on: date | None = ON) -> list[Any]:
    """How rows end that differ in one column of text."""
    engine.load("cells", [("id", "whole"), (column, "text"), *((n, "text") for n in fixed)], [[i, cell, *fixed.values()] for i, cell in enumerate(cells)])
    sql = policykit.load(pack).sql(question, engine.dialect, table="cells", key="id", on=on, columns=[column, *fixed])
    return [row[1] for row in sorted(engine.ask(f"SELECT id, status FROM ({sql}) AS found"))]


@pytest.mark.parametrize("engine", READS_TEXT, indirect=True)
def test_what_is_no_number_is_an_error(engine: Engine) -> None:
    cells = ["500000", "499999.99", "-0.5", "unknown", "abc", "1,000", "1-2", "1.2.3", "-", "", "0.0000001", "12 000", "5 ", "1_000"]
    expected = ["answered", "answered", "error: annual_subsidy_cny: it is below 0", "undetermined", *[NO_NUMBER] * 10]
    assert statuses(engine, "changzhi", "selection_method", "annual_subsidy_cny", cells, {}) == expected


@pytest.mark.parametrize("engine", READS_TEXT, indirect=True)
def test_what_is_no_day_is_an_error(engine: Engine) -> None:
    fixed = {"item": "single_tent", "issued_to": "victims", "used_to": "2025-06-01"}
    cells = ["2025-03-01", "unknown", "2025-02-30", "soon", "2025-3-1", "2025/03/01", "2025-03-01abc"]
    no_day = "error: used_from: it is no day"
    assert statuses(engine, "liaoning", "recoverable", "used_from", cells, fixed) == ["answered", "undetermined", *[no_day] * 5]


@pytest.mark.parametrize("engine", ["duckdb", "spark"], indirect=True)
def test_what_is_neither_true_nor_false_is_an_error(engine: Engine) -> None:
    fixed = {"item": "single_tent", "issued_to": "victims", "used_from": "2025-03-01", "used_to": "2025-06-01"}
    assert statuses(engine, "liaoning", "recoverable", "no_recovery_value", ["true", "false", "unknown", "maybe", "yes", "t"], fixed) == [
        "answered",
        "answered",
        "undetermined",
        *["error: no_recovery_value: it is neither true nor false"] * 3,
    ]


@pytest.mark.parametrize("engine", ["mariadb"], indirect=True)
def test_words_are_no_booleans_where_true_is_a_one(engine: Engine) -> None:
    fixed = {"item": "single_tent", "issued_to": "victims", "used_from": "2025-03-01", "used_to": "2025-06-01"}
    neither = "error: no_recovery_value: it is neither true nor false"
    assert statuses(engine, "liaoning", "recoverable", "no_recovery_value", ["1", "0", "unknown", "true", "maybe"], fixed) == [
        "answered",
        "answered",
        "undetermined",
        neither,
        neither,
    ]


@pytest.mark.parametrize("engine", ["duckdb", "postgres", "mariadb", "spark"], indirect=True)
def test_numbers_of_all_digits_that_a_fact_may_have_are_multiplied(engine: Engine) -> None:
    task = Decimal("999999999999")
    engine.load("cells", [("id", "whole"), ("task_quantity", "number"), ("actual_stock", "number")], [[0, task, task], [1, task / 10, task]])
    sql = policykit.load("changzhi").sql("required_buffer", engine.dialect, table="cells", key="id", on=ON, columns=["task_quantity", "actual_stock"])
    found = sorted(engine.ask(f"SELECT id, status, minimum_stock, stock_ok FROM ({sql}) AS found"))
    assert [(i, s, Decimal(m), bool(ok)) for i, s, m, ok in found] == [
        (0, "answered", Decimal("1099999999998.9"), False),
        (1, "answered", Decimal("109999999999.89"), True),
    ]


@pytest.mark.parametrize("engine", ["duckdb", "postgres", "mariadb", "spark"], indirect=True)
def test_a_row_without_the_day_that_a_column_holds_is_an_error_whatever_its_event(engine: Engine) -> None:
    facts = {"item": "single_tent", "issued_to": "victims", "used_from": date(2025, 3, 1), "used_to": date(2025, 6, 1)}
    kinds = ["text", "text", "date", "date"]
    engine.load("cells", [("id", "whole"), ("asked", "date"), *zip(facts, kinds, strict=True)], [[0, None, *facts.values()], [1, date(2025, 7, 1), *facts.values()]])
    sql = policykit.load("liaoning").sql("recoverable", engine.dialect, table="cells", key="id", on_column="asked", columns=list(facts))
    assert sorted(engine.ask(f"SELECT id, status FROM ({sql}) AS found")) == [(0, "error: no day"), (1, "answered")]
