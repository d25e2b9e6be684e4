"""The least and the greatest of a column, and its nulls, by the fewest looks at its rows.

To look for bounds costs as much as a table look-up, as all rows come from memory. So the bounds of a long column are guessed from some of its rows, and
each block is held to them when it is decided (`outside`); where a guess fails, all is done again with the true ones.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .cores import on_all_cores
from .facts import Mask

GUESSED = 1 << 17  # rows from which on bounds are guessed
LOOKED_AT = 1 << 12  # rows from which they are
PART = 1 << 17  # rows that the processor's cache holds
WIDE = (pl.Int128, pl.UInt128)  # for which NumPy has no type


def extremes(series: pl.Series) -> tuple[Any, Any]:
    """The least and the greatest of numbers, 0 where there are none: of each part both, while the processor's cache holds it."""
    if series.len() == series.null_count():
        return 0, 0
    if series.null_count() or series.dtype in WIDE:
        return series.min(), series.max()
    numbers = series.to_numpy()
    found = on_all_cores(lambda start: _of_part(numbers[start : start + PART]), range(0, len(numbers), PART), len(numbers))
    return min(low for low, _ in found), max(high for _, high in found)


def guess(numbers: NDArray[Any], low: int, high: int) -> tuple[int, int]:
    """Bounds that all of the numbers probably keep: generous, but inside `low` and `high` where the numbers looked at are."""
    least, most = _of_part(numbers[:: len(numbers) // LOOKED_AT + 1])
    room = max(most - least, 4096)
    filled = (1 << (most + room).bit_length()) - 1
    if least >= 0 and low <= 0 and filled <= high:
        return 0, filled  # one look tells whether numbers keep such bounds
    return max(least - room, min(low, least)), min(most + room, max(high, most))


def outside(numbers: NDArray[Any], low: int, high: int) -> bool:
    """Whether some number is beyond its bounds.

    >>> outside(np.array([0, 5, 7]), 0, 7), outside(np.array([0, 8]), 0, 7), outside(np.array([-1, 5]), 0, 7), outside(np.array([1, 8]), 1, 7)
    (False, True, True, True)
    """
    if low == 0 and high & (high + 1) == 0:  # the bits of them all: a greater one has another bit, one below 0 the sign
        return not 0 <= np.bitwise_or.reduce(numbers).item() <= high
    least, most = _of_part(numbers)
    return bool(least < low or most > high)


class Beyond(Exception):
    """A column's bounds were guessed, and some row does not keep them."""


def _of_part(numbers: NDArray[Any]) -> tuple[Any, Any]:
    return np.min(numbers).item(), np.max(numbers).item()


def nulls(series: pl.Series) -> Mask | None:
    """Which rows are null; None where none is."""
    return series.is_null().to_numpy() if series.null_count() else None


def true(series: pl.Series) -> Mask:
    """Which rows are true, and not null."""
    return series.fill_null(False).to_numpy()
