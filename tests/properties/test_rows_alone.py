"""What a row of a frame is answered, and what is wrong with it, does not turn on the rows beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

import policykit

from .making import examples

pl = pytest.importorskip("polars")

NUMBERS = st.sampled_from(["none", "unknown", None, "5", "3.3", "-5", "x", "1e3", "0.0000001"])
FLOATS = st.sampled_from([None, 4.0, float("nan"), 5.5, float("inf"), -1.0])
DAYS = st.sampled_from([None, "2026-01-01", "unknown", "x", "0999-12-31", "2026-02-30", "2026-03-01"])
CHANGZHI, SHANXI, LIAONING = (policykit.load(n) for n in ("changzhi", "shanxi", "liaoning"))


def told(policy: policykit.Policy, question: str, columns: dict[str, list[Any]]) -> list[tuple[Any, ...]]:
    """For each row its answer, or what is wrong with it."""
    frame = pl.DataFrame(columns, strict=False).with_row_index("place")
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
