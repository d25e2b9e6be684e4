"""What data bases differ in, or round: decimals, the ends of months, days on which a parameter changes, unknown and none, letters and blanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

import policykit
from policykit.ir.types import UNKNOWN

from ..making import choice, formula_pack, label, load, question
from .cases import cases_of
from .engines import Engine
from .test_sql_agrees import differences

EVERYWHERE = ["duckdb", "postgres", "mariadb", "spark"]
DAY = date(2026, 1, 1)


def disagreements(engine: Engine, document: Mapping[str, Any], facts: Sequence[Mapping[str, Any]], days: Sequence[date] = (DAY,)) -> list[Any]:
    """The cases in which the data base says something else of question `q`."""
    pack = load(document)
    cases = cases_of(pack, "q", [(f, d) for d in days for f in facts])
    assert len(cases) >= len(facts)
    return differences(engine, pack, pack.pack.questions["q"], cases)


@pytest.mark.parametrize("engine", EVERYWHERE, indirect=True)
def test_a_tenth_more_than_the_task_is_exact(engine: Engine) -> None:
    """Binary floats put 1.1 * 3 above 3.3; a decimal kept in the larger scale of the two puts 22.01 at 1.1 * 20.01."""
    pack = policykit.load("changzhi")
    asked = pack.pack.questions["required_buffer"]
    tasks = [*(Decimal(n) for n in range(1, 1001)), *(Decimal(n) / 100 for n in range(1, 100_001, 397)), Decimal("20.01")]
    stocks = [(t, (t * Decimal("1.1") + d).quantize(Decimal("0.001"))) for t in tasks for d in (Decimal("-0.001"), Decimal(0), Decimal("0.001"))]
    cases = cases_of(pack, "required_buffer", [({"task_quantity": t, "actual_stock": s}, DAY) for t, s in stocks])
    assert len(cases) == len(set(stocks))
    assert differences(engine, pack, asked, cases) == []


@pytest.mark.parametrize("engine", EVERYWHERE, indirect=True)
@pytest.mark.parametrize("month_end", ["last_day", "next_first"])
def test_months_end_as_in_the_reference(engine: Engine, month_end: str) -> None:
    start = [
        date(y, m, d) for y in (1900, 2000, 2023, 2024) for m in (1, 2, 3, 4, 8, 12) for d in (1, 28, 29, 30, 31) if d <= (date(y + m // 12, m % 12 + 1, 1) - timedelta(days=1)).day
    ]
    moves = {f"{word}_{n}": f"d {sign} P{n}M" for word, sign in (("later", "+"), ("earlier", "-")) for n in (1, 6, 12, 13, 48)}
    formula = " else ".join(f"if by = {move} then {moved}" for move, moved in moves.items()) + " else d"
    document = {**formula_pack(formula, "date", {"d": "date", "by": choice(*moves)}), "month_end": month_end}
    assert disagreements(engine, document, [{"d": d, "by": m} for d in start for m in moves]) == []


@pytest.mark.parametrize("engine", EVERYWHERE, indirect=True)
def test_a_parameter_changes_with_the_day_of_the_row(engine: Engine) -> None:
    document = formula_pack("if stock >= least * n then need[kind] else 0", "number", {"stock": "number", "n": "number", "kind": choice("a", "b")})
    document["parameters"] = {
        "least": {"label": label("least"), "type": "number", "values": [{"value": "1.1"}, {"from": "2024-06-01", "value": "1.25"}]},
        "need": {"label": label("need"), "type": "number", "key": choice("a", "b"), "values": [{"value": {"a": 1, "b": "2.5"}}, {"from": "2025-01-01", "value": {"a": 3}}]},
    }
    facts = [{"stock": s, "n": n, "kind": k} for s in ("1.1", "1.25", "1.24") for n in ("1", "0.99", "1.01") for k in ("a", "b")]
    days = [date(2024, 5, 31), date(2024, 6, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert disagreements(engine, document, facts, days) == []


@pytest.mark.parametrize("engine", EVERYWHERE, indirect=True)
def test_unknown_is_tried_and_none_is_a_value(engine: Engine) -> None:
    inputs = {"n": {"type": "number", "absent": "none"}, "d": {"type": "date", "absent": "none"}, "c": choice("a", "b", "c", absent="none"), "e": "date", "b": "boolean"}
    document: dict[str, Any] = {"questions": {"q": question(inputs, {"out": choice("x", "y", "z"), "m": "number"})}}
    document["decisions"] = {
        "q": {
            "rules": [
                {"id": "few", "when": {"n": "< 3", "b": "true"}, "then": {"out": "x", "m": 1}},
                {"id": "none", "when": {"n": "none"}, "then": {"out": "y"}},
                {"id": "many", "when": {"n": ">= 3", "c": "a"}, "then": {"out": "x", "m": 1}},
                {"id": "late", "when": {"d": "> e + P1M"}, "then": {"out": "x", "m": 1}, "excepts": ["none"]},
                {"id": "clash", "when": {"n": "> 10", "c": "a"}, "then": {"out": "z"}},
            ]
        }
    }
    values = {
        "n": [UNKNOWN, None, 2, "3", "10.5"],
        "d": [UNKNOWN, None, date(2024, 2, 29), date(2024, 3, 1)],
        "c": [UNKNOWN, "a", None, "b"],
        "e": [UNKNOWN, date(2024, 1, 31)],
        "b": [UNKNOWN, True, False],
    }
    facts: list[dict[str, Any]] = [{}]
    for name, several in values.items():
        facts = [{**f, name: v} for f in facts for v in several]
    kept = facts if engine.dialect == "duckdb" else facts[::3]
    assert disagreements(engine, document, [{k: v for k, v in f.items() if v is not None} for f in kept]) == []


def rules(*rows: Mapping[str, Any]) -> dict[str, Any]:
    """A pack in which `u` and `v` are true or false, `n` is a number or none, and the rules conclude `x`, `y` or `z`."""
    inputs = {"u": "boolean", "v": "boolean", "n": {"type": "number", "absent": "none"}}
    named = [{"id": f"r{n}", **row} for n, row in enumerate(rows)]
    return {"questions": {"q": question(inputs, {"out": choice("x", "y", "z")})}, "decisions": {"q": {"rules": named}}}


UNREADABLE = "n * n > 4"  # of which no choice of values for `n` would do
CONTRADICTIONS = {
    "other rules in each trial": rules({"when": {"u": "true"}, "then": {"out": "x"}}, {"then": {"out": "y"}}, {"when": {"u": "false"}, "then": {"out": "x"}}),
    "in all trials but one": rules({"when": {"u": "true"}, "then": {"out": "x"}}, {"then": {"out": "y"}}, {"when": {"v": "true"}, "then": {"out": "z"}}),
    "an unreadable rule before": rules({"if": UNREADABLE, "then": {"out": "z"}}, {"then": {"out": "x"}}, {"when": {"u": "true"}, "then": {"out": "y"}}),
    "an unreadable exception": rules({"then": {"out": "x"}}, {"if": UNREADABLE, "excepts": ["r0"], "then": {"out": "z"}}, {"then": {"out": "y"}}),
    "in one trial, silence in the other": rules({"when": {"u": "true"}, "then": {"out": "x"}}, {"when": {"u": "true"}, "then": {"out": "y"}}),
    "where it may be none": rules({"when": {"n": "none"}, "then": {"out": "x"}}, {"then": {"out": "y"}}, {"when": {"n": ">= 3"}, "then": {"out": "z"}}),
    "whatever is known": rules({"then": {"out": "x"}}, {"then": {"out": "y"}}, {"when": {"u": "true", "n": "> 3"}, "then": {"out": "z"}}),
}


@pytest.mark.parametrize("engine", EVERYWHERE, indirect=True)
@pytest.mark.parametrize("document", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_rules_disagree_where_they_do_whatever_is_unknown(engine: Engine, document: Mapping[str, Any]) -> None:
    known = [{"u": u, "v": v} for u in (UNKNOWN, True, False) for v in (UNKNOWN, True, False)]
    facts = [{**f, **n} for f in known for n in ({"n": UNKNOWN}, {"n": 5}, {})]
    assert disagreements(engine, document, facts) == []


@pytest.mark.parametrize("engine", ["duckdb"], indirect=True)
def test_two_rules_that_disagree_are_named_though_others_do_in_other_trials(engine: Engine) -> None:
    pack = load(CONTRADICTIONS["other rules in each trial"])
    engine.load("cases", [("id", "whole"), ("u", "boolean")], [(1, None), (2, True), (3, False)])
    told = {r[0]: r[1] for r in engine.ask(pack.sql("q", key="id", columns=["u"], on=DAY))}
    assert told == {1: "error: rules r0 and r1 disagree", 2: "error: rules r0 and r1 disagree", 3: "error: rules r1 and r2 disagree"}


@pytest.mark.parametrize("engine", EVERYWHERE, indirect=True)
def test_a_row_that_is_no_case_says_what_is_wrong_with_it(engine: Engine) -> None:
    document = formula_pack("if c = a then n else 0", "number", {"c": choice("a", "b"), "n": {"type": "number", "min": 0}})
    pack = load(document)
    columns = [("id", "whole"), ("c", "text"), ("n", "number")]
    rows = [(1, "a", 1), (2, "A", 1), (3, "a ", 1), (4, "b", -1), (5, "unknown", 1), (6, "a", Decimal("0.0000001")), (7, "a", 10**13), (8, "b", None)]
    engine.load("cases", columns, rows)
    told = {r[0]: r[1] for r in engine.ask(pack.sql("q", engine.dialect, key="id", on=DAY))}
    long = (
        "answered" if engine.dialect == "postgres" else "error: n: it is no number of at most 12 digits before the point and 6 after it"
    )  # PostgreSQL's numbers are of any length
    assert told == {
        1: "answered",
        2: "error: c: there is no such value",
        3: "error: c: there is no such value",
        4: "error: n: it is below 0",
        5: "undetermined",
        6: long,
        7: long,
        8: "undetermined",  # the outcome may be `n`
    }


@pytest.mark.parametrize("engine", EVERYWHERE, indirect=True)
def test_a_float_that_is_no_short_decimal_is_an_error_and_not_rounded(engine: Engine) -> None:
    pack = policykit.load("changzhi")
    rows = [(1, 3.0, 3.3), (2, 3.0, 1.1 * 3), (3, 1 / 3, 1.0), (4, 20.01, 22.011), (5, 20.01, 22.0109)]
    engine.load("cases", [("id", "whole"), ("task_quantity", "float"), ("actual_stock", "float")], rows)
    sql = pack.sql("required_buffer", engine.dialect, key="id", columns=["task_quantity", "actual_stock"], on=DAY)
    told = {r[0]: (r[1].partition(":")[0], r[-1]) for r in engine.ask(sql)}
    assert told == {1: ("answered", "stock-at-minimum"), 2: ("error", None), 3: ("error", None), 4: ("answered", "stock-at-minimum"), 5: ("answered", "stock-below")}


@pytest.mark.parametrize("engine", ["duckdb"], indirect=True)
def test_columns_views_keys_and_citations(engine: Engine) -> None:
    pack = policykit.load("changzhi")
    engine.load("cases", [("id", "whole"), ("money", "number")], [(1, 400_000), (2, 500_000), (3, None)])
    made = pack.sql("selection_method", view="chosen", key=["id"], columns={"annual_subsidy_cny": "money"}, on=date(2026, 1, 1), citations=True)
    engine.ask(made)
    rows = engine.ask("SELECT id, status, method, rule, citations FROM chosen ORDER BY id")
    asked = [pack.ask("selection_method", {"annual_subsidy_cny": m}, on=date(2026, 1, 1)) for m in (400_000, 500_000, "unknown")]
    assert [r[1:4] for r in rows] == [(a.status, a.values.method, a.rule) for a in asked]
    assert [r[4] for r in rows] == ["; ".join(dict.fromkeys(c.address for c in a.citations)) if a.rule else None for a in asked]
