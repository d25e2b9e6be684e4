"""A wrong call for SQL is one clear fault: what is wrong with it and how to mend it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

import policykit
from policykit import PolicyError

pytest.importorskip("sqlglot")

ON = date(2025, 12, 1)


@pytest.mark.parametrize(
    ("pack", "question", "facts"),
    [
        ("liaoning", "disclosure", {"info": "use"}),
        ("jiangsu", "document_signatory", {"document": "conference_plenary_minutes"}),
        ("liaoning", "encumbrance", {"object": "reserve_goods", "action": "lend", "approved": True}),
        ("liaoning", "recoverable", {"item": "quilt", "issued_to": "victims", "no_recovery_value": "unknown"}),  # two rules, one way to end
    ],
)
def test_clauses_come_in_the_order_of_an_answer(pack: str, question: str, facts: dict[str, Any]) -> None:
    policy, on = policykit.load(pack), "2026-03-01"
    db = pytest.importorskip("duckdb").connect()
    db.execute("CREATE TABLE cases AS SELECT " + ", ".join(f"'{str(v).lower()}' AS {n}" for n, v in facts.items()))
    ((told,),) = db.execute(f"SELECT citations FROM ({policy.sql(question, on=on, columns=facts.keys(), citations=True)})").fetchall()
    assert told == "; ".join(dict.fromkeys(c.address for c in policy.ask(question, facts, on=on).citations))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ({"on": ON, "dialect": "oracle"}, ("sql-dialect", "there is no SQL dialect `oracle`", "known: duckdb, postgres, mysql, spark")),
        ({}, ("no-day", "the day whose law is asked is not given", "give `on` or `on_column`")),
        ({"on": ON, "on_column": "day"}, ("two-days", "`on` and `on_column` exclude each other", "leave one out")),
        ({"on": "2025-12-1"}, ("day", "`on` should be a date", "give a datetime.date, or write it as 2025-09-01; a column is named with `on_column`")),
        ({"on": datetime(2025, 12, 1)}, ("day", "`on` should be a date", "give a datetime.date, or write it as 2025-09-01; a column is named with `on_column`")),
        ({"on": ON, "columns": {"task_quantty": "n"}}, ("unknown-fact", "`required_buffer` has no input `task_quantty`", "did you mean `task_quantity`?")),
        (
            {"on": ON, "columns": ["actual_stock"]},
            ("missing-fact", "there is no column for the fact `task_quantity`", "give `task_quantity=column`; NULL is what is not known"),
        ),
        ({"on": ON, "dialect": 5}, ("sql-dialect", "there is no SQL dialect `5`", "known: duckdb, postgres, mysql, spark")),
        ({"on": ON, "tabel": "x"}, ("unknown-argument", "there is no argument `tabel`", "did you mean `table`?")),
        ({"on": ON, "table": 5}, ("names", "`table` should be a name, not 5", "give text")),
        ({"on": ON, "table": None}, ("names", "`table` should be a name, not None", "give text")),
        ({"on": ON, "view": 5}, ("names", "`view` should be a name, not 5", "give text")),
        ({"on_column": 5}, ("names", "`on_column` should be a name, not 5", "give text")),
        ({"on": ON, "key": 5}, ("names", "`key` should be a name or a list of names, not 5", "give text")),
        ({"on": ON, "columns": {"task_quantity": 5}}, ("names", "`columns` should map facts to columns, not {'task_quantity': 5}", 'write it as {"item": "goods"}')),
        ({"on": ON, "columns": "task_quantty"}, ("unknown-fact", "`required_buffer` has no input `task_quantty`", "did you mean `task_quantity`?")),
        ({"on": ON, "key": "status"}, ("column-name", "the key `status` has the name of a column of the result", "rename it, for instance in a view")),
        ({"on": ON, "table": 'x"; drop table y'}, ("table-name", '`x"; drop table y` is no name of a table', "write it as `table` or `schema.table`")),
    ],
)
def test_a_wrong_call_is_one_clear_fault(words: dict[str, Any], found: tuple[str, str, str]) -> None:
    with pytest.raises(PolicyError) as caught:
        policykit.load("changzhi").sql("required_buffer", **words)
    assert [(d.code, d.message.en, d.help.en if d.help else None) for d in caught.value.diagnostics] == [found]
