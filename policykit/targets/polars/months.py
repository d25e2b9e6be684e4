"""Days moved by months, over whole columns: by tables of all days that occur, and by how many days the months may have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_DAYS = 2_000_000  # in a table
FIRST_MONTH, LAST_MONTH = 12, 12 * 9999 + 11  # January of year 1, December of year 9999, in months


@dataclass(frozen=True)
class Since:
    """How many days have passed since days that are moved by months.

    Six months have 181 to 184 days, so that the days passed mostly settle whether they are over; only between these bounds is a day's own length looked up.
    """

    passed: NDArray[Any]
    days: NDArray[Any]  # which are moved
    low: int  # the first day in the table of lengths
    table: NDArray[Any]  # how many days the months have from each day on
    least: int
    most: int

    def over(self, strictly: bool) -> NDArray[np.bool_]:
        """Whether the day is the moved one or later; or, `strictly`, later."""
        compared = np.greater if strictly else np.greater_equal
        found: NDArray[np.bool_] = compared(self.passed, self.most)
        open_rows = np.flatnonzero(found != compared(self.passed, self.least))
        if len(open_rows) > len(found) // 4:
            found = compared(self.passed, self.table.take(self.days - self.low))
        elif len(open_rows):
            found[open_rows] = compared(self.passed.take(open_rows), self.table.take(self.days.take(open_rows) - self.low))
        return found


@lru_cache(64)
def lengths(low: int, high: int, months: int, month_end: str) -> tuple[NDArray[Any], int, int] | None:
    """How many days so many months have from each day on, from `low` up to `high`; the least and the most. None where some day cannot be moved."""
    moved, odd = month_table(low, high, months, months, month_end)
    if odd is not None:
        return None
    found = moved - np.arange(low, high, dtype=np.int32)
    return found, int(found.min()), int(found.max())


def widened(low: int, high: int) -> tuple[int, int]:
    """Bounds that other days have too, so that tables serve again."""
    return low & ~4095, (high | 4095) + 1


_TABLES: dict[tuple[int, int, int, int, str], tuple[NDArray[Any], NDArray[Any] | None]] = {}


def month_table(low: int, high: int, few: int, most: int, month_end: str) -> tuple[NDArray[Any], NDArray[Any] | None]:
    """Each day from `low` up to `high` moved by `few` months, then by one more, up to `most`; and those that have no such day."""
    key = (low, high, few, most, month_end)
    found = _TABLES.get(key)
    if found is None:
        if len(_TABLES) > 64:
            _TABLES.clear()
        months = np.repeat(np.arange(few, most + 1), high - low)
        moved, odd = plus_months(np.tile(np.arange(low, high, dtype=np.int64), most - few + 1), months, month_end)
        found = _TABLES[key] = (moved.astype(np.int32), odd if odd.any() else None)
    return found


def plus_months(days: NDArray[Any], months: Any, month_end: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """Days moved by months as `domain.periods.ADDERS` does, and those for which it refuses or leaves the calendar."""
    dates = days.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    number = (dates - month.astype("datetime64[D]")).astype(np.int64)  # the day of the month, from 0
    index = month.astype(np.int64) + 1970 * 12 + months
    odd = (index < FIRST_MONTH) | (index > LAST_MONTH)
    there = np.where(odd, FIRST_MONTH, index)
    first = (there - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    length = (there + 1 - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - first
    moved = first + np.minimum(number, length - 1)
    beyond = number >= length
    if month_end == "next_first":
        moved = moved + beyond
    elif month_end == "refuse":
        odd = odd | beyond
    return moved, odd
