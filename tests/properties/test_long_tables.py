"""Tables of many rows: their columns are asked first, values listed or numbers and days cut in two, and what they say stays what the rows say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies as st

from .making import choice, examples, load, question
from .test_target_python import check

ON = date(2025, 1, 1)
CODES = ("ca", "cb", "cc", "cd")
NUMBERS = st.integers(0, 12)
ENDS = (("[", "]"), ("[", ")"), ("(", "]"), ("(", ")"))
INPUTS = {
    "code": choice(*CODES),
    "amount": "number",
    "count": {"type": "integer", "absent": "none"},
    "day": {"type": "date", "absent": "none"},
    "urgent": "boolean",
}


def day(number: int) -> date:
    return date(2025, 1, 1 + number)


@st.composite
def stretch(draw: Any, of_days: bool = False) -> str:
    """A cell that bounds a number or a day."""
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    shown = [str(day(n) if of_days else n) for n in (low, high)]
    if draw(st.booleans()):
        return f"{draw(st.sampled_from(['<', '<=', '>', '>=']))} {shown[0]}"
    opens, closes = draw(st.sampled_from(ENDS))
    return f"{opens}{shown[0]}..{shown[1]}{closes}"


@st.composite
def row(draw: Any, number: int) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    if draw(st.booleans()):
        cells["code"] = ", ".join(draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True)))
    if draw(st.booleans()):
        cells["amount"] = draw(stretch())
    if draw(st.integers(0, 2)) == 0:
        cells["count"] = draw(st.one_of(stretch(), st.just("none"), st.just("amount"), st.just("< amount")))
    if draw(st.integers(0, 2)) == 0:
        cells["day"] = draw(st.one_of(stretch(of_days=True), st.just("none")))
    if draw(st.integers(0, 3)) == 0:
        cells["urgent"] = draw(st.booleans())
    return {"id": f"r{number}", "when": cells, "then": {"out": draw(st.sampled_from(["x", "y"]))}}


@st.composite
def tables(draw: Any) -> dict[str, Any]:
    """A table of six to forty rows, often overlapping."""
    rows = [draw(row(n)) for n in range(draw(st.integers(6, 40)))]
    rows = [r for r in rows if r["when"]]
    return {"questions": {"q": question(INPUTS, {"out": choice("x", "y")})}, "decisions": {"q": {"rules": rows}}}


cases = st.fixed_dictionaries(
    {"code": st.sampled_from(CODES), "amount": st.one_of(NUMBERS, st.sampled_from([0.5, 2.5, 11.5]).map(str)), "urgent": st.booleans()},
    optional={"count": NUMBERS, "day": NUMBERS.map(day)},
)


@examples(30)
@given(tables(), st.lists(cases, min_size=10, max_size=10))
def test_a_long_table_says_what_its_rows_say(document: dict[str, Any], asked: list[dict[str, Any]]) -> None:
    policy = load(document)
    for facts in asked:
        check(policy, facts, ON)


@pytest.mark.parametrize(("operator", "at_the_end"), [("<", "rest"), ("<=", "r49")])
def test_the_end_of_each_stretch_belongs_to_the_row_that_names_it(operator: str, at_the_end: str) -> None:
    rows = [{"id": f"r{n}", "when": {"amount": f"[{n * 10}..{n * 10 + 10})"}, "then": {"out": "xy"[n % 2]}} for n in range(50)]
    rows[-1]["when"] = {"amount": f"[490..500{')' if operator == '<' else ']'}"}
    rows.append({"id": "rest", "when": {"amount": ">= 500" if operator == "<" else "> 500"}, "then": {"out": "x"}})
    policy = load({"questions": {"q": question({"amount": "number"}, {"out": choice("x", "y")})}, "decisions": {"q": {"rules": rows}}})
    for n in range(50):
        for amount in (n * 10, n * 10 + 9, str(n * 10 + 9.999)):
            assert policy.ask("q", {"amount": amount}, on=ON).rule == f"r{n}"
    assert policy.ask("q", {"amount": 500}, on=ON).rule == at_the_end
    assert policy.ask("q", {"amount": -1}, on=ON).status == "silent"
