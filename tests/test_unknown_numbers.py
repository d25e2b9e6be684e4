"""A fact that is not known leaves open what its order to others leaves open: frames tell it for whole cells, and say what the single case says."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

import policykit
from tests.properties.making import load, question

pl = pytest.importorskip("polars")
np = pytest.importorskip("numpy")

ON = date(2025, 12, 1)
ADDED = ("status", "rule", "strength", "basis", "readings", "missing")
LABEL = {"zh": "x", "en": "x"}


def held(policy: policykit.Policy, question: str, frame: Any) -> set[tuple[str, str | None]]:
    """Each row of the frame is answered as its facts are; the kinds of answers met."""
    found = policy.ask_frame(question, frame, on=ON, key=(), add=ADDED)
    outputs = [o.name for o in policy.questions[question].outputs]
    bare = policy.ask_frame(question, frame, on=ON, key=(), add=("status", "rule"))
    assert bare.rows() == found.select(bare.columns).rows(), "what is told beside an answer does not change it"
    met = set()
    for facts, row in zip(frame.iter_rows(named=True), found.iter_rows(named=True), strict=True):
        answer = policy.ask(question, {n: "unknown" if v is None else v for n, v in facts.items()}, on=ON)
        assert (answer.status, answer.rule, answer.strength, answer.basis, list(answer.readings), list(answer.missing)) == (
            row["status"], row["rule"], row["strength"], row["basis"], list(row["readings"] or ()), list(row["missing"] or ()),
        ), facts  # fmt: skip
        values = answer.values.record() if answer.values is not None else dict.fromkeys(outputs)
        assert {n: row[n] for n in outputs} == {n: values[n] for n in outputs}, facts
        met.add((answer.status, answer.rule))
    return met


def near(random: Any, rows: int, places: int, nulls: float, names: list[str]) -> Any:
    """Numbers of which many are equal, and many so close that no hundredth lies between; some not known."""
    columns = {}
    for name in names:
        numbers = pl.Series(name, random.integers(0, 40, rows)).cast(pl.Decimal(12, places)) / 10**places if places else pl.Series(name, random.integers(0, 8, rows))
        columns[name] = numbers.cast(pl.Decimal(12, places)) if places else numbers
    frame = pl.DataFrame(columns)
    return frame.select(pl.when(pl.Series(random.random(rows) >= nulls)).then(pl.col(c)).alias(c) for c in frame.columns)


@pytest.mark.parametrize("places", [0, 1, 3])
def test_stock_and_tasks_that_are_not_known(places: int) -> None:
    random = np.random.default_rng(places)
    frame = near(random, 500, places, 0.25, ["task_quantity", "actual_stock", "callable_quantity"])
    met = held(policykit.load("changzhi"), "required_buffer", frame)
    assert {status for status, _ in met} == {"answered", "undetermined"}


@pytest.mark.parametrize("nulls", [0.1, 0.4])
def test_tents_of_which_the_kind_the_issue_or_a_day_is_not_known(nulls: float) -> None:
    """Days on both sides of six and of twelve months, where the readings of a month (days, months, the first day counted) part."""
    random = np.random.default_rng(int(nulls * 10))
    rows = 600
    used_from = random.integers(0, 370, rows) + date(2023, 8, 1).toordinal() - date(1970, 1, 1).toordinal()
    frame = pl.DataFrame(
        {
            "item": random.choice(["single_tent", "cotton_tent", "quilt", "washing_set"], rows),
            "issued_to": random.choice(["victims", "rescue_staff"], rows),
            "used_from": pl.Series(used_from.astype(np.int32)).cast(pl.Date),
            "used_to": pl.Series((used_from + random.choice([179, 180, 181, 182, 183, 184, 185, 364, 365, 366, 367], rows)).astype(np.int32)).cast(pl.Date),
            "no_recovery_value": random.random(rows) < 0.2,
        }
    ).select(pl.when(pl.Series(random.random(rows) >= nulls)).then(pl.col(c)).alias(c) for c in ("item", "issued_to", "used_from", "used_to", "no_recovery_value"))
    met = held(policykit.load("liaoning"), "recoverable", frame)
    assert {status for status, _ in met} == {"answered", "undetermined"}


def pack(rules: list[dict[str, Any]], minimum: int | None) -> policykit.Policy:
    number = {"type": "number", "label": LABEL} | ({"min": minimum} if minimum is not None else {})
    inputs = {
        "x": number,
        "a": {"type": "number", "label": LABEL},
        "b": {"type": "number", "label": LABEL},
        "kind": {"type": "choice", "values": {"p": LABEL, "q": LABEL}, "label": LABEL},
    }
    outputs = {"size": {"type": "choice", "values": {"small": LABEL, "fits": LABEL, "large": LABEL}, "label": LABEL}, "rest": {"type": "number", "label": LABEL}}
    document = {
        "pack": "line", "label": LABEL, "questions": {"q": {"label": LABEL, "inputs": inputs, "outputs": outputs}}, "decisions": {"q": {"rules": rules}},
    }  # fmt: skip
    return policykit.read({"pack.yaml": json.dumps(document)})


LINES = {
    "two boundaries": [
        {"id": "small", "if": "x < a and x < b", "then": {"size": "small", "rest": "a + b"}},
        {"id": "large", "if": "x > a and x > b", "then": {"size": "large", "rest": "a + b"}},
        {"id": "fits", "if": "(x >= a or x >= b) and (x <= a or x <= b)", "then": {"size": "fits", "rest": "a + b"}},
    ],
    "ratios": [
        {"id": "small", "if": "1.1 * x < a", "then": {"size": "small", "rest": "a"}},
        {"id": "fits", "if": "1.1 * x >= a and 3 * x <= b", "then": {"size": "fits", "rest": "a"}},
        {"id": "large", "if": "1.1 * x >= a and 3 * x > b", "then": {"size": "large", "rest": "a"}},
    ],
    "an outcome that follows it": [
        {"id": "small", "if": "x < a", "then": {"size": "small", "rest": "a - x"}},
        {"id": "fits", "if": "x >= a", "then": {"size": "fits", "rest": "if x > b then x - b else 0"}},
    ],
    "of one kind only": [
        {"id": "small", "when": {"kind": "p"}, "if": "x < a", "then": {"size": "small", "rest": "b"}},
        {"id": "fits", "when": {"kind": "p"}, "if": "x >= a", "then": {"size": "fits", "rest": "2 * b"}},
        {"id": "large", "when": {"kind": "q"}, "then": {"size": "large", "rest": "a * b"}},
    ],
    "a limit that another value decides": [
        {"id": "small", "if": "x < (if x < a then b else 2 * b)", "then": {"size": "small", "rest": "a"}},
        {"id": "large", "if": "x >= (if x < a then b else 2 * b)", "then": {"size": "large", "rest": "a"}},
    ],
    "more than compared": [
        {"id": "small", "if": "x * x < a", "then": {"size": "small", "rest": "b"}},
        {"id": "large", "if": "x * x >= a", "then": {"size": "large", "rest": "b"}},
    ],
}


@pytest.mark.parametrize("minimum", [None, 0, 2])
@pytest.mark.parametrize("line", LINES)
def test_a_number_on_a_line(line: str, minimum: int | None) -> None:
    random = np.random.default_rng(9)
    for places in (0, 3):
        frame = near(random, 250, places, 0.2, ["x", "a", "b"]).with_columns(kind=pl.Series(random.choice(["p", "q"], 250)))
        if minimum:
            frame = frame.with_columns(pl.col("x") + minimum)
        held(pack(LINES[line], minimum), "q", frame)


@pytest.mark.parametrize(("a", "b", "holds"), [(0, 5, {"small", "large"}), (3, 5, {"small", "large"}), (3, 0, {"large"}), (0, 0, {"large"}), (12, 5, {"small", "large"})])
def test_a_limit_that_another_value_decides_leaves_open_what_it_decides(a: int, b: int, holds: set[str]) -> None:
    """x is not known, and at least nought: what remains possible is what the numbers up to thirty come to."""
    policy = pack(LINES["a limit that another value decides"], 0)
    answer = policy.ask("q", {"x": "unknown", "a": a, "b": b, "kind": "p"}, on=ON)
    assert set(answer.outcomes["size"] if answer.status == "undetermined" else [answer.values.size]) == holds
    assert {policy.ask("q", {"x": x, "a": a, "b": b, "kind": "p"}, on=ON).values.size for x in range(30)} == holds


@pytest.mark.parametrize("least", [{}, {"min": 0}])
@pytest.mark.parametrize("kind", ["number", "integer"])
@pytest.mark.parametrize("condition", ["x > y", "x > 1.1 * y + 5", "y > 2 * x + 7", "x - 50 > y", "x > 5 and x > y + 100", "x * 2 > y + 3 and y > 10"])
def test_two_unknown_numbers_of_which_each_turns_on_the_other(condition: str, kind: str, least: dict[str, int]) -> None:
    """Whether it holds is open: neither answer is given for the other's sake."""
    inputs = {n: {"type": kind, **least} for n in ("x", "y")}
    rules = [{"id": "holds", "if": condition, "then": {"out": "true"}}, {"id": "fails", "if": f"not({condition})", "then": {"out": "false"}}]
    policy = load({"questions": {"q": question(inputs, {"out": "boolean"})}, "decisions": {"q": {"rules": rules}}})
    assert policy.ask("q", {"x": "unknown", "y": "unknown"}, on="2026-01-01").status == "undetermined"
