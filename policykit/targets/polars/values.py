"""The different values of a column, read one by one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...domain.numbers import settled
from ...ir.types import UNKNOWN, Date, ListOf, Record, SetOf, Type
from .facts import Coded, Mask, Whole
from .worlds import EPOCH


def by_value(series: pl.Series) -> tuple[NDArray[Any], list[Any]]:
    """The place of each row's value among the different ones, and these."""
    frame = series.rename("v").to_frame()
    key = pl.col("v")
    if isinstance(series.dtype, pl.Struct | pl.List | pl.Array):
        frame = frame.with_columns(pl.Series("v", [repr(v) for v in series.to_list()]))
    firsts = frame.with_row_index("row").group_by(key, maintain_order=True).agg(pl.col("row").first())
    codes = frame.join(firsts.with_row_index("code"), on="v", how="left", nulls_equal=True, maintain_order="left").get_column("code").to_numpy()
    return codes, [series[int(r)] for r in firsts.get_column("row")]


def whole_of(column: Coded, kind: str, follows: Mask | None = None) -> Whole:
    """Days or moments that were read one by one, as numbers; the rows of `follows` mean the day asked."""
    numbers = np.array([0 if v is None or v is UNKNOWN else number_of(v, kind) for v in column.values], np.int64)
    none, unknown = (np.array([v is meant for v in column.values], np.bool_).take(column.codes) for meant in (None, UNKNOWN))
    if follows is not None:
        none, unknown = none & ~follows, unknown & ~follows
    low, high = int(numbers.min(initial=0)), int(numbers.max(initial=0))
    return Whole(numbers.take(column.codes), kind, 0, none if none.any() else None, unknown if unknown.any() else None, low, high, follows)


def number_of(value: date, kind: str) -> int:
    """A day or moment as a number: days since 1970, or microseconds.

    >>> number_of(date(1970, 1, 2), "day"), number_of(datetime(1970, 1, 1, 1), "moment"), number_of(datetime(1970, 1, 2, 5), "day")
    (1, 3600000000, 1)
    """
    if kind == "moment":
        assert isinstance(value, datetime)
        return (value - datetime(1970, 1, 1)) // timedelta(microseconds=1)
    return value.toordinal() - EPOCH


def plain(value: Any, type_: Type) -> Any:
    """A value out of a frame as facts are given: a list for a Series, a day for midnight where a day is wanted (pandas knows no days).

    >>> plain(pl.Series([datetime(2025, 1, 1), datetime(2025, 1, 1, 8)]), ListOf(Date()))
    [datetime.date(2025, 1, 1), datetime.datetime(2025, 1, 1, 8, 0)]
    """
    if isinstance(value, pl.Series):
        value = value.to_list()
    if isinstance(value, list):
        inner = type_.of if isinstance(type_, ListOf | SetOf) else type_
        return [plain(v, inner) for v in value]
    if isinstance(value, dict):
        types = {n: f.type for n, f in type_.fields} if isinstance(type_, Record) else {}
        return {k: plain(v, types.get(k, type_)) for k, v in value.items() if v is not None}
    if isinstance(value, float) and abs(value) < 2.0**53 and value.is_integer():
        return int(value)
    if isinstance(value, Decimal):
        return settled(value)
    if isinstance(value, datetime) and isinstance(type_, Date) and value.tzinfo is None and value.time() == time.min:
        return value.date()
    return value
