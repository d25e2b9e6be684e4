"""The library itself: three questions over one frame, each answered with `ask_frame`. Nulls, ranges and types are checked in every case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
from rows import ON, Codes

import policykit

from . import hand_polars

WANTED: dict[str, tuple[str, ...]] = {"recoverable": ("outcome",), "selection_method": ("method",), "required_buffer": ("stock_ok", "full_call_ok")}
Prepared = tuple[Callable[[], Any], Callable[[Any], Codes]]


def asking(frame: Any, add: tuple[str, ...], wanted: dict[str, tuple[str, ...] | None]) -> Prepared:
    """`add` and `wanted` (a question's outcomes, None: all) as `ask_frame` takes them."""
    liaoning, changzhi = policykit.load("liaoning"), policykit.load("changzhi")

    def run() -> list[Any]:
        return [
            liaoning.ask_frame("recoverable", frame, add=add, outputs=wanted["recoverable"]),
            changzhi.ask_frame("selection_method", frame, on=ON, add=add, outputs=wanted["selection_method"]),
            changzhi.ask_frame("required_buffer", frame, on=ON, add=add, outputs=wanted["required_buffer"]),
        ]

    return run, codes


def codes(found: list[Any]) -> Codes:
    first, second, third = (pl.DataFrame(f) for f in found)
    return hand_polars.codes(pl.DataFrame([first["outcome"], second["method"], third["stock_ok"], third["full_call_ok"]]))


def outcomes(frame: pl.DataFrame) -> Prepared:
    """The outcomes alone, as the hand-written ones give them."""
    return asking(frame, (), {**WANTED})


def traced(frame: pl.DataFrame) -> Prepared:
    """Outcomes, the status of each answer, and the rule that gave it."""
    return asking(frame, ("status", "rule"), {**WANTED})


def whole(frame: pl.DataFrame) -> Prepared:
    """Everything: every outcome of each question (steps of a tender as lists, least stock as exact decimals), status and rule."""
    return asking(frame, ("status", "rule"), dict.fromkeys(WANTED))


def from_words(frame: pl.DataFrame) -> Prepared:
    """Outcomes, status and rule, where choices come as plain strings."""
    return traced(frame.with_columns(pl.col("item", "issued_to").cast(pl.String)))


def from_pandas(frame: pl.DataFrame) -> Prepared:
    """Outcomes, status and rule, from a pandas frame into one."""
    return asking(frame.to_pandas(), ("status", "rule"), {**WANTED})
