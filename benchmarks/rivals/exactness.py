"""Is stock >= 1.1 x task decided exactly? The stocks here are exactly 1.1 times the task, where floats and narrow decimals go wrong; and what exactness costs."""

from __future__ import annotations

import statistics
import time
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
from rows import ON

import policykit

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
        floats = frame.select(pl.col("actual_stock").cast(pl.Float64) >= 1.1 * pl.col("task_quantity").cast(pl.Float64)).to_series()
        found[f"{name}: wrong by Float64"] = int((~floats).sum())
        decimals = frame.select(pl.col("actual_stock") >= pl.lit(Decimal("1.1")) * pl.col("task_quantity")).to_series()
        narrow = short.select(pl.col("actual_stock") >= pl.lit(Decimal("1.1")) * pl.col("task_quantity")).to_series()
        found[f"{name}: wrong by Polars decimals"] = int((~decimals).sum() + narrow.sum())
    random = np.random.default_rng(3)
    task = random.integers(1, 1_000_000, ROWS)
    stock = task * 11 // 10 + random.integers(-100, 100, ROWS)
    exact = pl.DataFrame({"task_quantity": pl.Series(task), "actual_stock": pl.Series(stock)}).select(pl.all().cast(pl.Decimal(18, 2)) / 100)
    exact = exact.select(pl.all().cast(pl.Decimal(18, 2)))
    floating = exact.select(pl.all().cast(pl.Float64))
    times: list[tuple[float, float]] = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        changzhi.ask_frame("required_buffer", exact, on=ON, add=(), outputs=("stock_ok",))
        between = time.perf_counter()
        floating.with_columns((pl.col("actual_stock") >= 1.1 * pl.col("task_quantity")).alias("stock_ok"))
        times.append((between - started, time.perf_counter() - between))
    found["time of exact decimals beside Float64 written by hand (1,000,000 rows)"] = statistics.median(a / b for a, b in times[1:])
    found["milliseconds, exact decimals"] = statistics.median(a for a, _ in times[1:]) * 1000
    found["milliseconds, Float64 written by hand"] = statistics.median(b for _, b in times[1:]) * 1000
    return found
