"""The decisions written by hand in Polars, as fast as we know how: small codes, then `Enum`; whole numbers instead of floats, so it is exact too.

`dt.offset_by` is the fastest way to add months here: comparing year, month and day by hand takes five times as long.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from rows import IN_FORCE, METHODS, NOTHING, OUTCOMES, Codes


def code(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt8)


def outcome() -> pl.Expr:
    """Liaoning arts. 23 and 24; the codes are those of the items in their order."""
    item, issued = pl.col("item").to_physical(), pl.col("issued_to").to_physical()
    held = pl.when(pl.col("no_recovery_value")).then(code(2)).otherwise(code(0))
    used = pl.col("used_to")
    return (
        pl.when(used < IN_FORCE)
        .then(None)
        .when(issued == 1)
        .then(held)
        .when(issued == 2)
        .then(None)
        .when(item == 0)
        .then(pl.when(used < pl.col("used_from").dt.offset_by("6mo")).then(held).otherwise(code(1)))
        .when(item == 1)
        .then(pl.when(used < pl.col("used_from").dt.offset_by("12mo")).then(held).otherwise(code(1)))
        .when((item >= 6) & (item <= 12))
        .then(code(1))
        .otherwise(None)
    )


def method() -> pl.Expr:
    """Changzhi art. 10."""
    return pl.when(pl.col("annual_subsidy_cny") >= 500_000).then(code(0)).otherwise(code(1))


def prepared(frame: pl.DataFrame) -> tuple[Callable[[], Any], Callable[[Any], Codes]]:
    def run() -> pl.DataFrame:
        return (
            frame.lazy()
            .with_columns(
                outcome().cat.to(pl.Enum(OUTCOMES)).alias("outcome"),
                method().cat.to(pl.Enum(METHODS)).alias("method"),
                (pl.col("actual_stock") * 10 >= pl.col("task_quantity") * 11).alias("stock_ok"),
                (pl.col("callable_quantity") >= pl.col("task_quantity")).alias("full_call_ok"),
            )
            .collect()
        )

    return run, codes


def codes(found: pl.DataFrame) -> Codes:
    """Of a frame with outcomes as Enums in any order of their words."""

    def numbered(column: str, words: tuple[str, ...]) -> Any:
        return found[column].cast(pl.String).replace_strict({w: i for i, w in enumerate(words)}, default=NOTHING, return_dtype=pl.UInt8).fill_null(NOTHING).to_numpy()

    return {
        "outcome": numbered("outcome", OUTCOMES),
        "method": numbered("method", METHODS),
        "stock_ok": np.asarray(found["stock_ok"].to_numpy(), np.bool_),
        "full_call_ok": np.asarray(found["full_call_ok"].to_numpy(), np.bool_),
    }
