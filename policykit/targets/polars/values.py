"""The different values of a column, and the words that a column of a choice may hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
from numpy.typing import NDArray

from ...domain.numbers import settled
from ...ir.types import UNKNOWN, Choice, Fact, may_be_none


def by_value(series: pl.Series) -> tuple[NDArray[Any], list[Any]]:
    """The place of each row's value among the different ones, and these."""
    frame = series.rename("v").to_frame()
    key = pl.col("v")
    if isinstance(series.dtype, pl.Struct | pl.List | pl.Array):
        frame = frame.with_columns(pl.Series("v", [repr(v) for v in series.to_list()]))
    firsts = frame.with_row_index("row").group_by(key, maintain_order=True).agg(pl.col("row").first())
    codes = frame.join(firsts.with_row_index("code"), on="v", how="left", nulls_equal=True, maintain_order="left").get_column("code").to_numpy()
    return codes, [series[int(r)] for r in firsts.get_column("row")]


def words_of(fact: Fact) -> tuple[list[str], list[Any]]:
    """The words that a column of a choice may hold, and what they mean."""
    assert isinstance(fact.type, Choice)
    words = list(fact.type.values)
    values: list[Any] = [UNKNOWN if w == "unknown" else w for w in words]
    if may_be_none(fact) and "none" not in words:
        words.append("none")
        values.append(None)
    if "unknown" not in words:
        words.append("unknown")
        values.append(UNKNOWN)
    return words, values


def plain(value: Any) -> Any:
    """A value out of a frame as facts are given: a list for a Series, midnight for a day where a frame has no days."""
    if isinstance(value, pl.Series):
        return [plain(v) for v in value.to_list()]
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if v is not None}
    if isinstance(value, float) and abs(value) < 2.0**53 and value.is_integer():
        return int(value)
    if isinstance(value, Decimal):
        return settled(value)
    return value
