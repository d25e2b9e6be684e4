"""The formula language: every function, `none`, ranges, lists, what is refused. How its text is read stands in `test_formula_texts.py`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from policykit import PolicyError
from policykit.source.formula import FUNCTION_NAMES

from .making import choice, formula_pack, load, question

ON = date(2024, 5, 1)
KIND = choice("a", "b", "c")
NUMBERS = {"type": "list", "of": "integer"}
CODES = {"type": "set", "of": KIND}
LOTS = {"type": "list", "of": {"type": "record", "fields": {"n": {"label": {"zh": "数", "en": "n"}, "type": "integer", "absent": "none"}}}}
INPUTS: dict[str, Any] = {
    "n": "integer",
    "m": {"type": "number", "absent": "none"},
    "k": KIND,
    "j": {**KIND, "absent": "none"},
    "p": "boolean",
    "q": {"type": "boolean", "absent": "none"},
    "d": "date",
    "e": {"type": "date", "absent": "none"},
    "at": "datetime",
    "l": NUMBERS,
    "s": CODES,
    "r": {**CODES, "absent": "none"},
    "lots": LOTS,
    "w": "text",
}
FACTS: dict[str, Any] = {
    "n": 5, "k": "a", "p": True, "d": date(2024, 1, 31), "at": datetime(2024, 1, 31, 16, 30), "l": [3, 1, 2], "s": ["a", "b"], "lots": [{"n": 4}, {}], "w": "abc",
}  # fmt: skip
PARAMETERS = {
    "limit": {"label": {"zh": "限", "en": "limit"}, "type": "number", "values": [{"value": "1.5"}]},
    "rate": {"label": {"zh": "率", "en": "rate"}, "type": "integer", "key": KIND, "values": [{"value": {"a": 1, "b": 2}}]},
}


def value(formula: str, gives: Any, **facts: Any) -> Any:
    """What a formula gives for the facts above, or those given instead."""
    policy = load(formula_pack(formula, gives, INPUTS, parameters=PARAMETERS))
    answer = policy.ask("q", {**FACTS, **facts}, on=ON)
    assert answer.status == "answered"
    return answer.values.out


def holds(cell: Any, column: str, **facts: Any) -> bool:
    """Whether a cell of a column holds."""
    rule = {"id": "r", "when": {column: cell}, "then": {"out": "true"}}
    policy = load({"questions": {"q": question(INPUTS, {"out": "boolean"})}, "decisions": {"q": {"rules": [rule]}}, "parameters": PARAMETERS})
    return policy.ask("q", {**FACTS, **facts}, on=ON).status == "answered"


# --- every function

FUNCTIONS: dict[str, list[tuple[str, Any, Any]]] = {
    "min": [("min(n, m)", "number", 5), ("min(3, 1, 2)", "number", 1), ("min(l)", "number", 1), ("min(d, 2023-01-01)", "date", date(2023, 1, 1)), ("min(m, none)", "number", None)],
    "max": [("max(n, m)", "number", 5), ("max(l)", "number", 3), ("max(d, e)", "date", date(2024, 1, 31)), ("max(P1M, P1Y)", "months", 12)],
    "count": [("count(l)", "integer", 3), ("count(s)", "integer", 2), ("count(r)", "integer", 0), ("count([])", "integer", 0), ("count([1, 1])", "integer", 2)],
    "sum": [("sum(l)", "number", 6), ("sum(1.1, 2.2)", "number", Decimal("3.3")), ("sum(n, m)", "number", None), ("sum(1 / 3, 2 / 3)", "number", 1)],
    "abs": [("abs(-n)", "number", 5), ("abs(-1.5)", "number", Decimal("1.5")), ("abs(m)", "number", None), ("abs(-1 / 3)", "number", Fraction(1, 3))],
    "floor": [("floor(-1.5)", "integer", -2), ("floor(7 / 2)", "integer", 3), ("floor(m)", "integer", None)],
    "ceiling": [("ceiling(-1.5)", "integer", -1), ("ceiling(7 / 2)", "integer", 4), ("ceiling(1.01, 1)", "number", Decimal("1.1"))],
    "round half up": [("round half up(2.5)", "integer", 3), ("round half up(-2.5)", "integer", -3), ("round half up(1 / 3, 2)", "number", Decimal("0.33"))],
    "round half even": [("round half even(2.5)", "integer", 2), ("round half even(3.5)", "integer", 4), ("round half even(0.125, 2)", "number", Decimal("0.12"))],
    "round up": [("round up(1.01)", "integer", 2), ("round up(-1.01)", "integer", -2), ("round up(1 / 3, 2)", "number", Decimal("0.34"))],
    "round down": [("round down(1.99)", "integer", 1), ("round down(-1.99)", "integer", -1)],
    "list contains": [("list contains(l, 3)", "boolean", True), ("list contains(s, c)", "boolean", False), ("list contains(r, a)", "boolean", False)],
    "union": [("union(s, [c])", CODES, {"a", "b", "c"}), ("union(s, r)", CODES, {"a", "b"}), ("s + [c]", CODES, {"a", "b", "c"})],
    "difference": [("difference(s, [a])", CODES, {"b"}), ("s - [a]", CODES, {"b"}), ("difference(r, s)", CODES, set())],
    "intersection": [("intersection(s, [a, c])", CODES, {"a"}), ("intersection(s, r)", CODES, set())],
    "date": [
        ("date(2024, 2, 29)", "date", date(2024, 2, 29)), ("date(2023, 2, 29)", "date", None), ("date(2024, 06-30)", "date", date(2024, 6, 30)),
        ("date(2023, 02-29)", "date", None), ("date(at)", "date", date(2024, 1, 31)), ("date(n * 405, 1, 1)", "date", date(2025, 1, 1)),
        ("date(2024, 2, 30) + P1M", "date", None), ("date(10000000000, 1, 1)", "date", None), ("date(2024, 1.5, 1)", "date", None),
    ],
    "date and time": [("date and time(d, 16:00)", "datetime", datetime(2024, 1, 31, 16)), ("date and time(e, 16:00)", "datetime", None)],
    "workdays after": [("workdays after(2024-04-30, 1)", "date", date(2024, 5, 6)), ("workdays after(2024-04-26, 1)", "date", date(2024, 4, 28)), ("workdays after(e, 1)", "date", None)],
    "next workday": [("next workday(2024-05-01)", "date", date(2024, 5, 6)), ("next workday(2024-04-28)", "date", date(2024, 4, 28)), ("next workday(e)", "date", None)],
    "first day of": [('first day of("2024")', "date", date(2024, 1, 1)), ('first day of("2024-02")', "date", date(2024, 2, 1)), ("first day of(w)", "date", None)],
    "last day of": [('last day of("2024")', "date", date(2024, 12, 31)), ('last day of("2024-02")', "date", date(2024, 2, 29)), ('last day of("2024-13")', "date", None)],
    "next in order": [
        ('next in order(["x", "y"], [])', "text", "x"), ('next in order(["x", "y"], ["x"])', "text", "y"), ('next in order(["x", "y"], ["x", "y"])', "text", "done"),
        ('next in order(["x", "y"], ["y"])', "text", "order_violated"), ('next in order(["x"], ["x", "y"])', "text", "order_violated"),
    ],
    "years and months duration": [("years and months duration(2024-01-31, 2024-02-29)", "months", 1), ("years and months duration(d, e)", "months", None)],
}  # fmt: skip


@pytest.mark.parametrize(("formula", "gives", "wanted"), [c for cs in FUNCTIONS.values() for c in cs], ids=lambda v: v if isinstance(v, str) else "")
def test_a_function_gives(formula: str, gives: Any, wanted: Any) -> None:
    found = value(formula, gives)
    assert found == (frozenset(wanted) if isinstance(wanted, set) else wanted)
    assert isinstance(found, bool) == isinstance(wanted, bool)


def test_every_function_has_an_example() -> None:
    assert sorted(FUNCTIONS) == sorted(FUNCTION_NAMES)


# --- the rest of the language


@pytest.mark.parametrize(
    ("formula", "gives", "wanted"),
    [
        ("1.1 * 3 <= 3.3", "boolean", True),  # no binary floats
        ("1 / 3 * 3 = 1", "boolean", True),
        ("1 / 0", "number", None),
        ("1 / 0 = none", "boolean", True),
        ("1 / 0 > 0", "boolean", False),
        ("limit * 2", "number", 3),
        ("rate[k] + 1", "integer", 2),
        ("rate[c]", "integer", None),
        ("rate[c] + 1 = none", "boolean", True),
        ("rate[j] = none", "boolean", True),
        ("d + P1M", "date", date(2024, 2, 29)),
        ("d - P1M", "date", date(2023, 12, 31)),
        ("P1M + d", "date", date(2024, 2, 29)),
        ("d + P1M + P1M", "date", date(2024, 3, 29)),  # step by step: the 31st is lost in February
        ("d + (P1M + P1M)", "date", date(2024, 3, 31)),
        ("d + 2 * P1M", "date", date(2024, 3, 31)),
        ("d + P1D", "date", date(2024, 2, 1)),
        ("d - 2024-01-01 = P30D", "boolean", True),
        ("at + PT10H", "datetime", datetime(2024, 2, 1, 2, 30)),
        ("at + P1M", "datetime", datetime(2024, 2, 29, 16, 30)),
        ("P1Y6M", "months", 18),
        ("P1Y6M.years * 100 + P1Y6M.months", "number", 106),
        ("d.year * 10000 + d.month * 100 + d.day", "number", 20240131),
        ("e.year", "number", None),
        ("e + P1M", "date", None),
        ("as_of", "date", ON),
        ("force = unknown_date", "boolean", False),
        ("if p then 1 else 2", "number", 1),
        ("if q then 1 else 2", "number", 2),  # none is not true
        ("if m > 0 then 1 else 2", "number", 2),
        ("some x in l satisfies x > 2", "boolean", True),
        ("every x in l satisfies x > 2", "boolean", False),
        ("every x in r satisfies x = a", "boolean", True),  # of nothing
        ("some lot in lots satisfies lot.n > 3", "boolean", True),
        ("every lot in lots satisfies lot.n > 3", "boolean", False),  # one of them has none
        ("some x in [m, 1] satisfies x > 0", "boolean", True),
        ("for x in l return x * 2", NUMBERS, (6, 2, 4)),
        ("for lot in lots return lot.n + 1", {"type": "list", "of": "integer"}, (5, None)),
        ("sum(for lot in lots return if lot.n = none then 0 else lot.n)", "number", 4),
        ("l + [4]", NUMBERS, (3, 1, 2, 4)),
        ("l - [1]", NUMBERS, (3, 2)),
        ("k in [a, b]", "boolean", True),
        ("k in (a, b)", "boolean", True),
        ("a in s", "boolean", True),
        ("j in [a, none]", "boolean", True),
        ("n in [1..5]", "boolean", True),
        ("n in [1..5)", "boolean", False),
        ("n in (5..9]", "boolean", False),
        ("n in ]4..6[", "boolean", True),
        ("m in [1..5]", "boolean", False),
        ("n in [1.5, 5]", "boolean", True),
        ("w + \"-\" + k", "text", "abc-a"),
        ("-(-n)", "number", 5),
        ("-123456789012345678901234567.891", "number", Decimal("-123456789012345678901234567.891")),
        ("abs(-123456789012345678901234567.891)", "number", Decimal("123456789012345678901234567.891")),
        ("1 = none", "boolean", False),
        ("none = none", "boolean", True),
        ("m = none and not(m != none)", "boolean", True),
        ("m < 1 or m >= 1", "boolean", False),
        ("not(m < 1)", "boolean", True),
        ("q and p", "boolean", False),
        ("q or p", "boolean", True),
        ("(q or q) = false", "boolean", True),
        ("not(q)", "boolean", True),
        ("j = a", "boolean", False),
        ("j != a", "boolean", True),
    ],
)  # fmt: skip
def test_a_formula_gives(formula: str, gives: Any, wanted: Any) -> None:
    found = value(formula, gives)
    assert found == wanted and isinstance(found, bool) == isinstance(wanted, bool)


@pytest.mark.parametrize(
    ("cell", "column", "yes", "no"),
    [
        ("a", "k", ["a"], ["b", "c"]),
        ("a, b", "k", ["a", "b"], ["c"]),
        (["a", "b"], "k", ["a", "b"], ["c"]),
        ("not(a, b)", "k", ["c"], ["a", "b"]),
        ("none", "j", [None], ["a"]),
        ("none, a", "j", [None, "a"], ["b"]),
        (["none", "a"], "j", [None, "a"], ["b"]),
        ("not(none)", "j", ["a", "b"], [None]),
        ("not(a)", "j", [None, "b"], ["a"]),
        ("k", "j", ["a"], ["b", None]),
        ("-", "j", ["a", None], []),
        ("true", "q", [True], [False, None]),
        ("not(true)", "q", [False, None], [True]),
        ("< 5", "m", [4, Decimal("4.99")], [5, 6, None]),
        ("<= 5", "m", [5], [Decimal("5.01"), None]),
        ("> limit", "m", [2], [Decimal("1.5"), None]),
        (">= limit * 2", "m", [3], [Decimal("2.99"), None]),
        ("!= 5", "m", [4, None], [5]),
        ("= 5", "m", [5, Decimal("5.00")], [4, None]),
        ("5", "m", [5], [4]),
        ("[1..5]", "m", [1, 5], [0, 6, None]),
        ("(1..5)", "m", [2], [1, 5]),
        ("]1..5[", "m", [2], [1, 5]),
        ("[1..5)", "m", [1], [5]),
        ("(1..5]", "m", [5], [1]),
        ("< 1, [2..3], 7", "m", [0, 2, 3, 7], [1, 4, None]),
        ("not(< 1, > 5)", "m", [1, 5, None], [0, 6]),
        ("[limit..n]", "m", [Decimal("1.5"), 5], [1, 6]),
        (">= 1.5", "n", [2], [1]),
        ("2024-02-01", "e", [date(2024, 2, 1)], [date(2024, 2, 2), None]),
        ("< d + P1M", "e", [date(2024, 2, 28)], [date(2024, 2, 29), None]),
        ("[d..d + P1M]", "e", [date(2024, 1, 31), date(2024, 2, 29)], [date(2024, 3, 1)]),
        ("empty", "s", [[]], [["a"]]),
        ("not(empty)", "s", [["a"]], [[]]),
        ("empty", "r", [[], None], [["a"]]),
    ],
)  # fmt: skip
def test_a_cell_holds(cell: Any, column: str, yes: list[Any], no: list[Any]) -> None:
    for given_, wanted in [(v, True) for v in yes] + [(v, False) for v in no]:
        assert holds(cell, column, **{column: given_}) is wanted, given_


@pytest.mark.parametrize(
    ("formula", "gives", "code"),
    [
        ("P6M < P180D", "boolean", "incomparable"),  # months and days do not compare
        ("d < at", "boolean", "incomparable"),
        ("k = 1", "boolean", "incomparable"),
        ("k < a", "boolean", "incomparable"),
        ("p = 1", "boolean", "incomparable"),
        ("1 + true", "number", "operation"),
        ("d + d", "date", "operation"),
        ("d + 1", "date", "operation"),
        ("P1M + P1D", "months", "operation"),
        ("k + k", "text", "operation"),
        ("1.5 * P1M", "months", "operation"),
        ("n", "boolean", "type"),
        ("p", "number", "type"),
        ("s", NUMBERS, "type"),
        ("if n then 1 else 2", "number", "type"),
        ("if p then 1 else a", "number", "unknown-name"),
        ("not(n)", "boolean", "type"),
        ("n and p", "boolean", "type"),
        ("some x in n satisfies x > 1", "boolean", "type"),
        ("sum(s)", "number", "type"),
        ("count(n)", "number", "type"),
        ("round half up(1, n)", "number", "literal"),
        ("round half up(1, 21)", "number", "literal"),
        ("min()", "number", "arguments"),
        ("abs(1, 2)", "number", "arguments"),
        ("sqrt(2)", "number", "unknown-function"),
        ("nobody + 1", "number", "unknown-name"),
        ("lots.n", "number", "type"),
        ("rate + 1", "number", "unknown-name"),
        ("n[1]", "number", "unknown-name"),
        ("rate[z]", "number", "unknown-value"),
        ("k = z", "boolean", "unknown-value"),
        ("2024-02-30", "date", "literal"),
        ("P1M1D", "months", "literal"),
        ("1e999", "number", "literal"),
        ("1.5", "integer", "type"),
        ("x in [1..2]", "boolean", "unknown-name"),
        ("\"z\"", KIND, "unknown-value"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(formula: str, gives: Any, code: str) -> None:
    with pytest.raises(PolicyError) as told:
        value(formula, gives)
    assert [d.code for d in told.value.diagnostics] == [code], str(told.value)
    (fault,) = told.value.diagnostics
    assert fault.underlined and fault.underlined in formula


@pytest.mark.parametrize(
    ("formula", "facts"),
    [("d - P12000M", {"d": date(1000, 1, 1)}), ("d" + " + P366000D" * 8, {}), ("d + PT10H", {})],
)
def test_what_leaves_the_calendar_is_said(formula: str, facts: dict[str, Any]) -> None:
    with pytest.raises(PolicyError) as told:
        value(formula, "date", **facts)
    assert [d.code for d in told.value.diagnostics] == ["out-of-range"]
