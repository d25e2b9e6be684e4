"""Cases as a table in DuckDB, in memory, and what the query says of each. One statement for all cases of a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from ..api import Policy
from ..ir.case import Case
from ..ir.pack import Question
from ..ir.types import NONE_SUFFIX, UNKNOWN, Boolean, Date, DateTime, Fact, ListOf, Number, Output, SetOf, may_be_none

KEY, DAY = "case_id", "asked_day"
TYPES = {"number": "DECIMAL(38, 10)", "date": "DATE", "moment": "TIMESTAMP", "boolean": "BOOLEAN", "text": "VARCHAR"}
Said = tuple[str, "tuple[Any, ...] | None", "str | None"]


def answers(policy: Policy, question: Question, cases: Sequence[Case]) -> list[Said]:
    """Status, values and rule for each case. Raises `PolicyError` where the question cannot be written as SQL."""
    columns = [n for n, _ in _kinds(question)]
    sql = policy.sql(question.id, "duckdb", key=KEY, on_column=DAY, columns=columns, pretty=False)
    types = ["BIGINT", "DATE", *(TYPES[k] for _, k in _kinds(question))]
    kinds = [(f, _kind(f)) for f in question.inputs]
    rows = zip(*((n, c.on, *_cells(kinds, c)) for n, c in enumerate(cases)), strict=True)
    with _data_base().cursor() as connection:
        names = [f"{n} {t}" for n, t in zip((KEY, DAY, *(f'"{c}"' for c in columns)), types, strict=True)]
        connection.execute(f"CREATE TEMP TABLE cases ({', '.join(names)})")
        if cases:  # a list for each column: a mark for each cell takes longer than the query
            lists = [f"CAST(UNNEST(CAST(? AS {'VARCHAR' if t.startswith('DECIMAL') else t}[])) AS {t})" for t in types]
            connection.execute(f"INSERT INTO cases SELECT {', '.join(lists)}", list(map(list, rows)))
        found = {row[0]: row[1:] for row in connection.execute(sql).fetchall()}
    return [_said(question, found[n]) for n in range(len(cases))]


@cache
def _data_base() -> Any:
    """One for all questions: to open it takes as long as a query. Each cursor has its own tables."""
    import duckdb

    return duckdb.connect()


def _kinds(question: Question) -> Iterator[tuple[str, str]]:
    """The columns of the facts; a fact that may be none and is no text has a second one."""
    for fact in question.inputs:
        kind = _kind(fact)
        yield fact.name, kind
        if may_be_none(fact) and kind != "text":
            yield fact.name + NONE_SUFFIX, "boolean"


def _kind(fact: Fact) -> str:
    match fact.type:
        case Boolean():
            return "boolean"
        case Number():
            return "number"
        case Date():
            return "date"
        case DateTime():
            return "moment"
    return "text"


def _cells(kinds: Sequence[tuple[Fact, str]], case: Case) -> Iterator[Any]:
    for (fact, kind), value in zip(kinds, case.facts, strict=True):
        text = kind == "text"
        if value is UNKNOWN or (value is None and not (text and may_be_none(fact))):
            yield None
        elif value is None:
            yield "none"
        elif isinstance(value, tuple | frozenset):
            yield ",".join(map(str, value))
        else:
            yield str(value) if text else _digits(value) if kind == "number" else value
        if may_be_none(fact) and not text:
            yield value is None


def _digits(value: int | Decimal) -> str:
    """A number as text: a list of decimals would have one scale for all."""
    return str(value) if isinstance(value, int) else f"{value:f}"


def _said(question: Question, row: tuple[Any, ...]) -> Said:
    status, *values, rule = row
    if status in ("silent", "not_in_force"):
        return status, None, rule
    return status, tuple(_value(o, v) for o, v in zip(question.outputs, values, strict=True)), rule


def _value(output: Output, value: Any) -> Any:
    if isinstance(output.type, SetOf | ListOf) and value is not None:
        parts = tuple(str(value).split(",")) if value else ()
        return frozenset(parts) if isinstance(output.type, SetOf) else parts
    return value
