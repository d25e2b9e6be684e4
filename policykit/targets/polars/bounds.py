"""The least and the greatest of a column, and its nulls, by the fewest looks at its rows.

To look for bounds costs as much as a table look-up, as all rows come from memory. So the bounds of a long column are guessed from some of its rows, and
each block is held to them when it is decided (`outside`); where a guess fails, all is done again with the true ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .cores import on_all_cores
from .facts import Mask

GUESSED = 1 << 17  # rows from which on bounds are guessed
PLACES, RUN = 1 << 8, 1 << 4  # where they are looked at, and how many rows there: each place costs a wait for memory, the rows beside it nothing
PART = 1 << 17  # rows that the processor's cache holds
WIDE = (pl.Int128, pl.UInt128)  # for which NumPy has no type


def extremes(series: pl.Series) -> tuple[Any, Any]:
    """The least and the greatest of numbers, 0 where there are none: of each part both, while the processor's cache holds it."""
    if series.len() == series.null_count():
        return 0, 0
    if series.null_count() or series.dtype in WIDE:
        return series.min(), series.max()
    return extremes_of(series.to_numpy())


def extremes_of(numbers: NDArray[Any]) -> tuple[Any, Any]:
    """The same of numbers of which there are some."""
    found = on_all_cores(lambda start: _of_part(numbers[start : start + PART]), range(0, len(numbers), PART), len(numbers))
    return min(low for low, _ in found), max(high for _, high in found)


def narrowed(decimals: pl.Series) -> NDArray[Any] | None:
    """Decimals as whole numbers of 64 bits, without their point; None where some do not fit. Without nulls.

    >>> narrowed(pl.Series(["1.10", "-0.01"], dtype=pl.Decimal(18, 2)))
    array([110,  -1])
    >>> narrowed(pl.Series(["92233720368547758.08"], dtype=pl.Decimal(38, 2)))
    """
    array = decimals.rechunk().to_arrow()
    words = np.frombuffer(array.buffers()[1], "<i8").reshape(-1, 2)[array.offset : array.offset + len(array)]
    found = np.empty(len(words), np.int64)

    def part(start: int) -> bool:
        lower, upper = found[start : start + PART], words[start : start + PART, 1]
        lower[:] = words[start : start + PART, 0]
        return bool((lower >> 63 == upper).all())  # all bits of the upper word are the sign of the lower

    return found if all(on_all_cores(part, range(0, len(words), PART), len(words))) else None


Guess = Callable[[NDArray[Any], int, int], tuple[int, int]]
"""Bounds that all of some numbers probably keep: generous, but inside a least and a greatest where the numbers looked at are."""


def from_zero(numbers: NDArray[Any], low: int, high: int) -> tuple[int, int]:
    """Where no number looked at is below 0: bounds that one look at each number settles."""
    least, most, room = _looked_at(numbers)
    filled = (1 << (most + room).bit_length()) - 1
    return (0, filled) if least >= 0 >= low and filled <= high else between(numbers, low, high)


def between(numbers: NDArray[Any], low: int, high: int) -> tuple[int, int]:
    """As far beyond the numbers looked at as these lie apart."""
    least, most, room = _looked_at(numbers)
    return max(least - room, min(low, least)), min(most + room, max(high, most))


GUESSES: tuple[Guess, ...] = (from_zero, between)  # the next is for those whose numbers did not keep to the first


def _looked_at(numbers: NDArray[Any]) -> tuple[int, int, int]:
    """The least and the greatest of some of the numbers, and how far beyond them others may lie."""
    step = len(numbers) // PLACES
    least, most = _of_part(numbers[: step * PLACES].reshape(PLACES, step)[:, :RUN].ravel() if step > RUN else numbers)
    return least, most, max(most - least, 4096)


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
