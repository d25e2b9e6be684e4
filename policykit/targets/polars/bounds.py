"""The least and the greatest of a column, and its nulls, by the fewest looks at its rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .cores import on_all_cores
from .facts import Mask

PART = 1 << 16  # rows that the processor's cache holds
WIDE = (pl.Int128, pl.UInt128)  # for which NumPy has no type


def extremes(series: pl.Series) -> tuple[Any, Any]:
    """The least and the greatest of numbers, 0 where there are none: of each part both, while the processor's cache holds it."""
    if series.len() == series.null_count():
        return 0, 0
    if series.null_count() or series.dtype in WIDE or len(series) < 4 * PART:
        return series.min(), series.max()
    numbers = series.to_numpy()
    found = on_all_cores(lambda start: _of_part(numbers[start : start + PART]), range(0, len(numbers), PART))
    return min(low for low, _ in found), max(high for _, high in found)


def _of_part(numbers: NDArray[Any]) -> tuple[Any, Any]:
    return np.min(numbers).item(), np.max(numbers).item()


def nulls(series: pl.Series) -> Mask | None:
    """Which rows are null; None where none is."""
    return series.is_null().to_numpy() if series.null_count() else None


def true(series: pl.Series) -> Mask:
    """Which rows are true, and not null."""
    return series.fill_null(False).to_numpy()
