"""Long frames: they are read in blocks, on all cores, and written by other means than short ones; what is answered is the same."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

import policykit

pl = pytest.importorskip("polars")
pytest.importorskip("narwhals")
np = pytest.importorskip("numpy")

ON = date(2025, 12, 1)
LONG = 300_001  # more than two blocks, and not even


def relief(nulls: bool) -> Any:
    """A thousand different rows on recovery, facts that are not known among them."""
    random = np.random.default_rng(5)
    items = policykit.load("liaoning").questions["recoverable"].input("item").type.values
    first = date(2022, 1, 1)
    rows = [
        {
            "item": str(random.choice(items)),
            "issued_to": str(random.choice(["victims", "rescue_staff", "not_issued"])),
            "used_from": (day := first + timedelta(days=int(random.integers(0, 900)))),
            "used_to": day + timedelta(days=int(random.integers(0, 500))),
            "no_recovery_value": bool(random.random() < 0.3),
        }
        for _ in range(1_000)
    ]
    frame = pl.DataFrame(rows)
    if not nulls:
        return frame
    return frame.with_columns(pl.when(pl.Series(random.random(1_000) < 0.9)).then(pl.col(c)).alias(c) for c in frame.columns if c != "used_to")


@pytest.mark.parametrize("nulls", [False, True])
@pytest.mark.parametrize("add", [("status", "rule"), (), ("rule",)])
def test_a_long_frame_is_answered_as_its_parts_are(nulls: bool, add: tuple[str, ...]) -> None:
    liaoning = policykit.load("liaoning")
    short = relief(nulls)
    wanted = liaoning.ask_frame("recoverable", short, add=add, outputs=("outcome",), key=())
    long = pl.concat([short] * (LONG // short.height + 1)).head(LONG)
    for _ in range(2):  # at first cells are asked, then all are known
        found = policykit.load("liaoning").ask_frame("recoverable", long, add=add, outputs=("outcome",), key=())
        again = liaoning.ask_frame("recoverable", long, add=add, outputs=("outcome",), key=())
        for frame in (found, again):
            assert frame.cast(pl.String).equals(pl.concat([wanted.cast(pl.String)] * (LONG // short.height + 1)).head(LONG))


def test_each_answer_is_that_of_the_single_case() -> None:
    liaoning = policykit.load("liaoning")
    short = relief(nulls=False)
    long = pl.concat([short] * 40)
    found = liaoning.ask_frame("recoverable", long, key=()).tail(short.height)
    for facts, row in zip(short.iter_rows(named=True), found.iter_rows(named=True), strict=True):
        answer = liaoning.ask("recoverable", facts)
        assert (answer.status, answer.rule) == (row["status"], row["rule"])


def test_decimals_and_days_at_the_ends_of_a_long_frame() -> None:
    """The greatest and the least of a column lie in different parts of it, far from all others."""
    changzhi = policykit.load("changzhi")
    task = np.full(LONG, 1_000)
    task[0], task[-1] = 0, 10**15
    frame = pl.DataFrame({"task_quantity": task, "actual_stock": task * 11 // 10}).cast(pl.Decimal(20, 1))
    less = frame.with_columns(pl.col("actual_stock").cast(pl.Decimal(20, 2)) - pl.lit("0.01").cast(pl.Decimal(20, 2)))
    assert changzhi.ask_frame("required_buffer", frame, on=ON)["stock_ok"].all()
    assert less["actual_stock"].min() < 0
    refused = changzhi.ask_frame("required_buffer", less.with_columns(pl.col("actual_stock").clip(0)), on=ON)
    assert refused["stock_ok"].to_list().count(True) == 1  # a stock of nothing is enough for a task of nothing


def test_a_row_that_needs_care_says_nothing_of_others() -> None:
    """The product leaves 64 bits in the first row, so that it seems to be of the cell in which the second is."""
    changzhi = policykit.load("changzhi")
    for task, stock, enough in ((4_300_000_000_000_000_000, 860_000_000_000_000_000, 111), (614_285_714_285_714_285, 2_150_000_000_000_000_000, 109)):
        frame = pl.DataFrame({"task_quantity": [task, 100], "actual_stock": [stock, enough]})
        found = policykit.load("changzhi").ask_frame("required_buffer", frame, on=ON)["stock_ok"].to_list()
        assert found == [changzhi.ask("required_buffer", facts, on=ON).values.stock_ok for facts in frame.iter_rows(named=True)]


def wide(count: int) -> policykit.Policy:
    """Three rules over many facts, each read by one or two of them; a step and an outcome read some as well."""
    names = [f"f{i}" for i in range(count)]
    label = {"zh": "x", "en": "x"}
    inputs = {n: {"type": "boolean", "label": label} for n in names} | {
        "kind": {"type": "choice", "values": dict.fromkeys("abc", label), "label": label},
        "amount": {"type": "integer", "label": label},
    }
    outputs = {"out": {"type": "choice", "values": dict.fromkeys("xyz", label), "label": label}, "cold": {"type": "boolean", "label": label}}
    rules = [
        {"id": "many", "when": dict.fromkeys(names[: count // 2], True) | {"kind": "a, b"}, "then": {"out": "x", "cold": "f0"}},
        {"id": "other", "when": dict.fromkeys(names[count // 2 :], False) | {"amount": ">= 10", names[0]: False}, "then": {"out": "y", "cold": "f1"}},
        {"id": "rest", "when": {names[1]: False, names[0]: False, names[-1]: True}, "then": {"out": "z", "cold": False}},
    ]
    document = {
        "pack": "wide", "label": label, "questions": {"q": {"label": label, "inputs": inputs, "outputs": outputs}}, "decisions": {"q": {"rules": rules}},
    }  # fmt: skip
    return policykit.read({"pack.yaml": json.dumps(document)})


@pytest.mark.parametrize("unknown", [0.0, 0.01])
def test_many_facts_that_rules_test_are_answered_as_single_cases_are(unknown: float) -> None:
    """There are so many combinations of facts that the truth of each rule stands for them."""
    random = np.random.default_rng(7)
    policy, count, rows = wide(30), 30, 600
    half = random.random(rows) < 0.5
    columns: dict[str, Any] = {f"f{i}": np.where(random.random(rows) < 0.93, half if i < count // 2 else ~half if i else half, random.random(rows) < 0.5) for i in range(count)}
    columns |= {"kind": random.choice(list("abc"), rows), "amount": random.integers(5, 15, rows)}
    frame = pl.DataFrame(columns)
    frame = frame.select(pl.when(pl.Series(random.random(rows) >= unknown)).then(pl.col(c)).alias(c) for c in frame.columns)
    found = policy.ask_frame("q", frame, key=(), on=ON)
    met = set()
    for facts, row in zip(frame.iter_rows(named=True), found.iter_rows(named=True), strict=True):
        answer = policy.ask("q", {n: "unknown" if v is None else v for n, v in facts.items()}, on=ON)
        values = (answer.values.out, answer.values.cold) if answer.status == "answered" else (row["out"], row["cold"])
        assert (answer.status, answer.rule, *values) == (row["status"], row["rule"], row["out"], row["cold"]), facts
        met.add((answer.status, answer.rule))
    assert len(met) >= 4
