"""What a row of a frame is answered, and what is wrong with it, does not turn on the rows beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

import policykit

from .making import examples

pl = pytest.importorskip("polars")
pytest.importorskip("narwhals")

from policykit.targets.polars import bounds, columns  # noqa: E402  # they need Polars

NUMBERS = st.sampled_from(["none", "unknown", None, "5", "3.3", "-5", "x", "1e3", "0.0000001"])
FLOATS = st.sampled_from([None, 4.0, float("nan"), 5.5, float("inf"), -1.0])
DAYS = st.sampled_from([None, "2026-01-01", "unknown", "x", "0999-12-31", "2026-02-30", "2026-03-01"])
CHANGZHI, SHANXI, LIAONING = (policykit.load(n) for n in ("changzhi", "shanxi", "liaoning"))


def told(policy: policykit.Policy, question: str, columns: dict[str, list[Any]]) -> list[tuple[Any, ...]]:
    return told_of(policy, question, pl.DataFrame(columns, strict=False))


def told_of(policy: policykit.Policy, question: str, rows: Any) -> list[tuple[Any, ...]]:
    """For each row its answer, or what is wrong with it."""
    frame = rows.with_row_index("place")
    answers, refused = policy.ask_frame(question, frame, on=date(2026, 6, 1), on_error="reject")
    found = {r["place"]: tuple(v.normalize() if isinstance(v, Decimal) else v for n, v in r.items() if n not in frame.columns) for r in answers.to_dicts()}
    found |= {r["place"]: (r["fault"],) for r in refused.to_dicts()}
    return [found[n] for n in range(frame.height)]


@examples(30)
@given(cells=st.lists(NUMBERS, min_size=1, max_size=5))
def test_numbers_as_text(cells: list[str | None]) -> None:
    for policy, question, name, rest in (
        (CHANGZHI, "required_buffer", "actual_stock", {"task_quantity": "4"}),
        (SHANXI, "recoverable", "recovery_cost_cny", {"item": "single_tent", "issued_to": "victims", "used_from": "2026-01-01", "used_to": "2026-03-01"}),
    ):
        together = told(policy, question, {name: cells, **{n: [v] * len(cells) for n, v in rest.items()}})
        assert together == [told(policy, question, {name: [c], **{n: [v] for n, v in rest.items()}})[0] for c in cells]


@examples(30)
@given(cells=st.lists(FLOATS, min_size=1, max_size=5))
def test_binary_floats(cells: list[float | None]) -> None:
    together = told(CHANGZHI, "required_buffer", {"task_quantity": cells, "actual_stock": [5] * len(cells)})
    assert together == [told(CHANGZHI, "required_buffer", {"task_quantity": pl.Series([c], dtype=pl.Float64), "actual_stock": [5]})[0] for c in cells]


@examples(30)
@given(cells=st.lists(DAYS, min_size=1, max_size=5))
def test_days_as_text(cells: list[str | None]) -> None:
    def asked(days: list[str | None]) -> dict[str, list[Any]]:
        n = len(days)
        return {"item": ["single_tent"] * n, "issued_to": ["victims"] * n, "used_from": days, "used_to": ["2026-04-01"] * n}

    assert told(LIAONING, "recoverable", asked(cells)) == [told(LIAONING, "recoverable", asked([c]))[0] for c in cells]


AMOUNTS = st.sampled_from([0, 1, 4, 1000, 1100, -5, 10**15, 5 * 10**18, None])
KINDS: list[Callable[[Any], Any]] = [
    lambda v: pl.Series([None if n is None else min(n, 2**62) for n in v], dtype=pl.Int64),
    lambda v: pl.Series([None if n is None else float(n) + (0.5 if n == 4 else 0) for n in v], dtype=pl.Float64),
    lambda v: pl.Series([None if n is None else Decimal(n) / 10 for n in v], dtype=pl.Decimal(38, 2)),
    lambda v: pl.Series(["none" if n is None else str(n) for n in v], dtype=pl.String),
]


STOCK = """
pack: stock
label: {zh: 库存, en: stock}
questions:
  enough:
    label: {zh: 够否, en: enough}
    inputs:
      task: {type: number, min: 0, label: {zh: 任务, en: task}}
      stock: {type: number, min: 0, absent: none, label: {zh: 库存, en: stock}}
    outputs:
      enough: {type: boolean, label: {zh: 够否, en: enough}}
decisions:
  enough:
    rules:
      - {id: above, when: {stock: "> 1000"}, then: {enough: true}}
      - {id: below, when: {stock: "<= 1000"}, then: {enough: stock >= 1.1 * task}}
"""


@examples(100)
@given(rows=st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=4, max_size=12), kinds=st.tuples(st.sampled_from(KINDS), st.sampled_from(KINDS)))
def test_however_many_rows_there_are(rows: list[tuple[int | None, int | None]], kinds: tuple[Callable[[Any], Any], Callable[[Any], Any]]) -> None:
    """The bounds of long columns are guessed from some of their rows; here of two, so that most guesses fail."""
    frame = pl.DataFrame({n: kind([r[i] for r in rows]) for i, (n, kind) in enumerate(zip(("task", "stock"), kinds, strict=True))})
    wanted = told_of(policykit.read({"pack.yaml": STOCK}), "enough", frame)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "GUESSED", 1)
        patch.setattr(bounds, "PLACES", 2)
        patch.setattr(bounds, "RUN", 1)
        policy = policykit.read({"pack.yaml": STOCK})
        assert [told_of(policy, "enough", frame) for _ in range(2)] == [wanted] * 2
