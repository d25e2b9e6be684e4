"""Checked facts: a column for each input, as small codes where it has few values, as whole numbers where it is ordered; and what is wrong in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...ir.types import UNKNOWN, holds_unknown
from .worlds import EPOCH

Mask = NDArray[np.bool_]
DAY = 86_400_000_000  # microseconds
MOST_SCALE = 12  # decimal places of a number
LAST_WRITTEN = 95_000_000  # days from 1970, about as far as Polars writes them


def places_of(value: Any) -> int:
    """How many decimal places a value has."""
    if not isinstance(value, Decimal):
        return 0
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


@dataclass
class Same:
    """The same value in all rows."""

    value: Any


@dataclass
class Coded:
    """One small code for each row; `values` are what the codes mean."""

    codes: NDArray[Any]
    values: list[Any]
    text: str = ""  # the values as text; found where it is not given
    unknown: bool = False  # whether any of them holds unknown; found as well
    places: int = 0  # the most decimal places of one; found as well

    def __post_init__(self) -> None:
        if not self.text:
            self.text, self.unknown, self.places = repr(self.values), any(map(holds_unknown, self.values)), max(map(places_of, self.values), default=0)

    def value(self, row: int) -> Any:
        return self.values[int(self.codes[row])]


@dataclass
class Whole:
    """A whole number for each row: a number times 10**scale, a day since 1970, or a moment in microseconds since then."""

    ints: NDArray[Any]
    kind: str  # number | day | moment
    scale: int = 0
    none: Mask | None = None
    unknown: Mask | None = None
    low: int = 0
    high: int = 0
    follows_day: Mask | None = None  # rows that mean the day asked
    guessed: bool = False  # whether the bounds come from some rows only; `Decider` holds the others to them

    def value(self, row: int) -> Any:
        if self.unknown is not None and self.unknown[row]:
            return UNKNOWN
        if self.none is not None and self.none[row]:
            return None
        return decoded(int(self.ints[row]), self.kind, self.scale)


Column = Same | Coded | Whole


def decoded(number: int, kind: str, scale: int = 0) -> Any:
    """The value that a whole number stands for.

    >>> decoded(110, "number", 2), decoded(200, "number", 2), decoded(20000, "day")
    (Decimal('1.10'), 2, datetime.date(2024, 10, 4))
    """
    if kind == "day":
        return date.fromordinal(number + EPOCH)
    if kind == "moment":
        return datetime(1970, 1, 1) + timedelta(microseconds=number)
    return number // 10**scale if number % 10**scale == 0 else Decimal(number).scaleb(-scale)


@dataclass
class Fault:
    """What is wrong in a column: a code, how many rows, the first of them and what they hold."""

    column: str
    code: str
    count: int
    rows: list[int]
    shown: list[str]
    mask: Mask


@dataclass
class Facts:
    """The facts of a frame, by input; the rows that have a fault, and the faults."""

    height: int
    columns: dict[str, Column]
    bad: Mask | None = None
    faults: list[Fault] = field(default_factory=list)

    def fault(self, name: str, code: str, mask: Mask, series: pl.Series) -> None:
        """Count the rows of a mask as faulty."""
        if not mask.any():
            return
        rows = np.flatnonzero(mask)
        first = [int(r) for r in rows[:5]]
        self.faults.append(Fault(name, code, len(rows), first, [_shown(v) for v in cells(series.gather(first))], mask))
        self.bad = mask.copy() if self.bad is None else self.bad | mask

    def without(self, name: str, mask: Mask) -> Mask:
        """Rows of a mask in which nothing is wrong with a column as yet."""
        for fault in self.faults:
            if fault.column == name:
                mask = mask & ~fault.mask
        return mask

    def join(self, other: Facts) -> None:
        """Take over the faults of another column of the same rows."""
        self.faults += other.faults
        if other.bad is not None:
            self.bad = other.bad if self.bad is None else self.bad | other.bad


def cells(series: pl.Series) -> list[Any]:
    """The cells as Python has them; days and moments beyond the year 9999, which it has not, as text. A data base's infinity is a day for which Polars has no text either."""
    if series.dtype == pl.Date and not series.is_between(date.min, date.max).all():
        return pl.select(days_written(pl.lit(series))).to_series().to_list()
    try:
        return series.to_list()
    except (ValueError, OverflowError):
        return series.cast(pl.String).to_list()


def days_written(days: pl.Expr) -> pl.Expr:
    """Days as text, a data base's day without end among them, for which Polars has none."""
    number = days.to_physical().cast(pl.Int64)
    near = pl.when(number.abs() <= LAST_WRITTEN).then(days).cast(pl.String)
    return pl.when(number > LAST_WRITTEN).then(pl.lit("infinity")).when(number < -LAST_WRITTEN).then(pl.lit("-infinity")).otherwise(near)


def _shown(value: Any) -> str:
    text = " ".join(str(value.to_list() if isinstance(value, pl.Series) else value).split())
    return text if len(text) <= 40 else text[:40] + "…"
