"""The decisions with `np.select` over arrays of codes and days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from rows import EPOCH, IN_FORCE, NOTHING, Codes


def plus_months(days: Any, months: int) -> Any:
    """Days since 1970 moved to the corresponding day, or else the month's last."""
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    number = (dates - month).astype(np.int32)
    start = (month + months).astype("datetime64[D]").astype(np.int32)
    length = (month + months + 1).astype("datetime64[D]").astype(np.int32) - start
    return start + np.minimum(number, length - 1)


def prepared(frame: pl.DataFrame) -> tuple[Callable[[], Any], Callable[[Any], Codes]]:
    item, issued = frame["item"].to_physical().to_numpy(), frame["issued_to"].to_physical().to_numpy()
    begun, ended = frame["used_from"].to_physical().to_numpy(), frame["used_to"].to_physical().to_numpy()
    worthless = frame["no_recovery_value"].to_numpy()
    subsidy, task, stock, callable_ = (frame[c].to_numpy() for c in ("annual_subsidy_cny", "task_quantity", "actual_stock", "callable_quantity"))
    first = (IN_FORCE - EPOCH).days

    def run() -> Codes:
        held = np.where(worthless, np.uint8(2), np.uint8(0))
        single, cotton = item == 0, item == 1
        outcome = np.select(
            [
                ended < first,
                issued == 1,
                issued == 2,
                single & (ended < plus_months(begun, 6)),
                cotton & (ended < plus_months(begun, 12)),
                single | cotton | ((item >= 6) & (item <= 12)),
            ],
            [np.uint8(NOTHING), held, np.uint8(NOTHING), held, held, np.uint8(1)],
            np.uint8(NOTHING),
        )
        return {
            "outcome": outcome,
            "method": np.where(subsidy >= 500_000, np.uint8(0), np.uint8(1)),
            "stock_ok": stock * 10 >= task * 11,
            "full_call_ok": callable_ >= task,
        }

    return run, lambda found: found
