"""Is stock >= 1.1 x task decided exactly? The stocks here are exactly 1.1 times the task, where floats and narrow decimals go wrong; and what exactness costs.

The cost is that of scaled integers beside 64-bit floats in the library's own steps: reading and checking the facts, comparing, writing the outcome.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
from rows import ON

import policykit
from policykit.ir.types import Fact
from policykit.targets.polars import bounds, columns, vectors
from policykit.targets.polars.columns import Columns
from policykit.targets.polars.facts import Whole
from policykit.targets.polars.vectors import Flag, Vector

ROWS = 1_000_000


def hazards() -> dict[str, pl.DataFrame]:
    """Tasks 1 to 1000, and tasks with two decimals: each with the stock that is just enough, and none other."""
    whole = [Decimal(n) for n in range(1, 1001)]
    cents = [Decimal(n) / 100 for n in range(1, 100_001, 7)]
    return {
        "whole tasks": pl.DataFrame(
            {"task_quantity": whole, "actual_stock": [t * 11 / 10 for t in whole]}, schema_overrides={"task_quantity": pl.Decimal(18, 0), "actual_stock": pl.Decimal(18, 1)}
        ),
        "tasks with two decimals": pl.DataFrame(
            {"task_quantity": cents, "actual_stock": [t * 11 / 10 for t in cents]}, schema_overrides={"task_quantity": pl.Decimal(18, 2), "actual_stock": pl.Decimal(18, 3)}
        ),
    }


def measured(rounds: int) -> dict[str, Any]:
    """Wrong answers by the library, by floats, by Polars decimals; the time of the exact answer beside that of floats."""
    changzhi = policykit.load("changzhi")
    found: dict[str, Any] = {}
    for name, frame in hazards().items():
        short = frame.with_columns((pl.col("actual_stock") - Decimal("0.001")).cast(pl.Decimal(18, 3)))  # just too little
        enough = changzhi.ask_frame("required_buffer", frame, on=ON)["stock_ok"]
        little = changzhi.ask_frame("required_buffer", short, on=ON)["stock_ok"]
        found[f"{name}: wrong by policykit"] = int((~enough).sum() + little.sum() + enough.null_count() + little.null_count())
        rounded = frame.select(pl.col("actual_stock").cast(pl.Float64) >= 1.1 * pl.col("task_quantity").cast(pl.Float64)).to_series()
        found[f"{name}: wrong by Float64"] = int((~rounded).sum())
        decimals = frame.select(pl.col("actual_stock") >= pl.lit(Decimal("1.1")) * pl.col("task_quantity")).to_series()
        narrow = short.select(pl.col("actual_stock") >= pl.lit(Decimal("1.1")) * pl.col("task_quantity")).to_series()
        found[f"{name}: wrong by Polars decimals"] = int((~decimals).sum() + narrow.sum())
    random = np.random.default_rng(3)
    task = random.integers(1, 1_000_000, ROWS)
    stock = task * 11 // 10 + random.integers(-100, 100, ROWS)
    exact = pl.DataFrame({"task_quantity": task, "actual_stock": stock}).select(pl.all().cast(pl.Decimal(18, 2)))
    floating = exact.select(pl.all().cast(pl.Float64))
    found_exact, found_floating = policykit.load("changzhi"), policykit.load("changzhi")  # each keeps its own plans

    def spent(policy: policykit.Policy, frame: pl.DataFrame) -> tuple[float, float]:
        started, processor = time.perf_counter(), time.process_time()
        policy.ask_frame("required_buffer", frame, on=ON, add=(), outputs=("stock_ok",))
        return time.perf_counter() - started, time.process_time() - processor

    times: list[tuple[float, ...]] = []
    for _ in range(rounds + 1):
        by_integers = spent(found_exact, exact)
        with floats():
            by_floats = spent(found_floating, floating)
        started = time.perf_counter()
        floating.with_columns((pl.col("actual_stock") >= 1.1 * pl.col("task_quantity")).alias("stock_ok"))
        times.append((*by_integers, *by_floats, time.perf_counter() - started))
    found["time of scaled integers beside Float64 in the same steps (1,000,000 rows)"] = statistics.median(t[0] / t[2] for t in times[1:])
    found["the same, by processor time"] = statistics.median(t[1] / t[3] for t in times[1:])
    found["milliseconds, scaled integers"] = statistics.median(t[0] for t in times[1:]) * 1000
    found["milliseconds, Float64 in the same steps"] = statistics.median(t[2] for t in times[1:]) * 1000
    found["milliseconds, the bare comparison in Float64, nothing checked"] = statistics.median(t[4] for t in times[1:]) * 1000
    return found


@contextmanager
def floats() -> Iterator[None]:
    """Let the library read and multiply numbers as 64-bit floats, all other steps being its own."""
    numbers, product = Columns._numbers, vectors.product
    Columns._numbers, vectors.product = _read, _product  # type: ignore[method-assign]
    try:
        yield
    finally:
        Columns._numbers, vectors.product = numbers, product  # type: ignore[method-assign]


def _read(self: Columns, fact: Fact, series: pl.Series, _: pl.DataType) -> Whole:
    """A column of floats with the checks that floats allow: NaN, nulls, range."""
    self.facts.fault(fact.name, "nan", series.is_nan().to_numpy(), series)
    least, most = bounds.extremes(series)
    assert isinstance(least, float) and isinstance(most, float) and -columns.MOST < least <= most < columns.MOST
    return Whole(series.to_numpy(), "number", low=int(least), high=int(most), unknown=bounds.nulls(series))


def _product(left: Vector, right: Vector, flags: tuple[Flag, Flag, Flag]) -> Vector:
    a, b = (v.ints / 10**v.scale if v.scale else v.ints for v in (left, right))
    return Vector(a * b, 0, *flags, left.most * right.most)
