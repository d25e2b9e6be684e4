"""The rows of the batch benchmarks: what a stock list of relief goods, with its storage contracts, looks like as a frame.

Days lie on both sides of each limit, a subsidy in fifty is exactly the limit, a stock in ten is exactly 1.1 times the task.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

ITEMS = (
    "single_tent", "cotton_tent", "frame_tent", "command_tent", "large_lighting", "large_water_purifier", "quilt", "coat", "towel_quilt",
    "sleeping_bag", "emergency_pack", "folding_bed", "stove", "washing_set", "generator", "other",
)  # fmt: skip
ISSUED_TO = ("victims", "rescue_staff", "not_issued")
OUTCOMES = ("recover", "do_not_recover", "clear_and_scrap")
METHODS = ("open_tender", "announcement_review")
NOTHING = 255  # the code of a row without an outcome: silent, undetermined or not in force
ON = date(2025, 12, 1)
IN_FORCE = date(2022, 4, 22)
EPOCH = date(1970, 1, 1)

Codes = dict[str, Any]
"""What every contestant's result is turned into to be compared: column -> whole numbers or booleans, a row each."""


def made(count: int, seed: int = 1) -> pl.DataFrame:
    """`count` rows of facts for the three questions; the same for the same seed."""
    random = np.random.default_rng(seed)
    first = (date(2022, 3, 1) - EPOCH).days
    issued = (first + random.integers(0, 1400, count)).astype(np.int32)
    returned = (issued + random.integers(0, 800, count)).astype(np.int32)
    task = random.integers(1, 10_000, count)
    stock = task * 11 // 10 + random.integers(-200, 200, count)
    exact = random.random(count) < 0.1
    task = np.where(exact, task // 10 * 10, task)
    stock = np.maximum(np.where(exact, task // 10 * 11, stock), 0)
    return pl.DataFrame(
        {
            "item": pl.Series(random.integers(0, len(ITEMS), count).astype(np.uint8)).cat.to(pl.Enum(ITEMS)),
            "issued_to": pl.Series(random.choice(3, count, p=[0.8, 0.15, 0.05]).astype(np.uint8)).cat.to(pl.Enum(ISSUED_TO)),
            "used_from": pl.Series(issued).cast(pl.Date),
            "used_to": pl.Series(returned).cast(pl.Date),
            "no_recovery_value": random.random(count) < 0.1,
            "annual_subsidy_cny": np.where(random.random(count) < 0.02, 500_000, random.integers(0, 1_000_000, count)),
            "task_quantity": task,
            "actual_stock": stock,
            "callable_quantity": task + random.integers(-100, 100, count),
        }
    )


def with_nulls(frame: pl.DataFrame, share: float = 0.01, seed: int = 2) -> pl.DataFrame:
    """The same rows, where in each column about `share` of the facts are not known."""
    random = np.random.default_rng(seed)
    return frame.select(pl.when(pl.Series(random.random(frame.height) >= share)).then(pl.col(c)).alias(c) for c in frame.columns)


def differing(one: Codes, other: Codes) -> dict[str, int]:
    """In how many rows two results differ, by column; empty where they are the same."""
    found = {c: int((np.asarray(one[c], np.int64) != np.asarray(other[c], np.int64)).sum()) for c in one}
    return {c: n for c, n in found.items() if n}
