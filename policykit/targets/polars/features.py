"""The codes of a block's rows for one feature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...ir.types import holds_unknown
from .facts import Coded, Column, Whole
from .planned import Codes, Feature, Group, Holds, Known, Sign, Split
from .truths import Truths
from .vectors import Block, Flag, Vector, either, level


def codes_of(feature: Feature, size: int, block: Block, group_of: NDArray[Any] | None, truths: Truths) -> tuple[Any, Flag]:
    """The code of each row for one feature, and the rows that need care. `group_of`: the group of each world; None where these are the same."""
    part = slice(block.start, block.stop)
    match feature:
        case Group():
            assert block.worlds is not None
            return block.worlds if group_of is None else group_of.take(block.worlds), False
        case Codes(fact=name):
            column = block.columns[name]
            assert isinstance(column, Coded)
            return column.codes[part], False
        case Known(fact=name):
            column = block.columns[name]
            if isinstance(column, Coded):
                unknown = np.array([holds_unknown(v) for v in column.values])
                return _number(unknown.take(column.codes[part])), False
            assert isinstance(column, Whole) and column.unknown is not None
            return _number(column.unknown[part]), False
        case Split(fact=name, thresholds=thresholds):
            column = block.columns[name]
            assert isinstance(column, Whole)
            return split(column, part, thresholds), False
        case Holds(world=world, conditions=conditions):
            return truths.all_hold(world, conditions, block.columns, part)
        case Sign():
            return sign(feature, size, block)


def split(column: Whole, part: slice, thresholds: tuple[int, ...]) -> NDArray[Any]:
    """How many thresholds each value reaches; the next code is none, the one after it unknown."""
    ints = column.ints[part]
    if len(thresholds) == 0:
        found: NDArray[Any] = np.zeros(len(ints), np.uint8)
    elif len(thresholds) <= 3:
        found = (ints >= thresholds[0]).view(np.uint8)
        for threshold in thresholds[1:]:
            found = found + (ints >= threshold)
    else:
        found = searched(column, ints, thresholds)
    extra = len(thresholds) + 1
    if column.none is not None:
        found = np.where(column.none[part], np.uint32(extra), found)
        extra += 1
    if column.unknown is not None:
        found = np.where(column.unknown[part], np.uint32(extra), found)
    return found


def searched(column: Whole, ints: NDArray[Any], thresholds: tuple[int, ...]) -> NDArray[Any]:
    """By a table of all values where they lie close enough together, else by a sorted search."""
    turns = np.array(thresholds, np.int64)
    span = column.high - column.low + 1
    if span <= 4_000_000:
        table = _places(column.low, span, thresholds)
        near: NDArray[Any] = table.take(ints - ints.dtype.type(column.low))
        return near
    places: NDArray[Any] = np.searchsorted(turns, ints, side="right")
    return places


_PLACES: dict[tuple[int, int, tuple[int, ...]], NDArray[Any]] = {}


def _places(low: int, span: int, thresholds: tuple[int, ...]) -> NDArray[Any]:
    key = (low, span, thresholds)
    found = _PLACES.get(key)
    if found is None:
        if len(_PLACES) > 16:
            _PLACES.clear()
        kind = np.uint8 if len(thresholds) < 255 else np.uint16 if len(thresholds) < 65_535 else np.uint32
        found = _PLACES[key] = np.searchsorted(np.array(thresholds, np.int64), np.arange(low, low + span), side="right").astype(kind)
    return found


def sign(feature: Sign, size: int, block: Block) -> tuple[Any, Flag]:
    """How two formulas compare in each row: 0 and 1 (and 2), then codes for none on the left, the right, both, and unknown."""
    reached, exceeded, left, right = _compared(feature, block)
    base = 3 if feature.cut == "both" else 2
    if feature.cut == "lower":
        found: Any = reached()
    elif feature.cut == "upper":
        found = exceeded()
    else:
        found = _number(reached()) + _number(exceeded())
    found = _number(found)
    extra = base
    if left.none is not False or right.none is not False:
        left_none, right_none = np.asarray(left.none), np.asarray(right.none)
        found = np.where(left_none | right_none, np.uint8(base - 1) + left_none + 2 * right_none.astype(np.uint8), found)
        extra += 3
    unknown = either(left.unknown, right.unknown)
    if unknown is not False:
        found = np.where(unknown, np.uint8(extra), found)
    assert size >= extra
    return found, either(left.care, right.care)


def _compared(feature: Sign, block: Block) -> tuple[Callable[[], Any], Callable[[], Any], Vector, Vector]:
    """Whether the left is at least the right, and whether it is greater; and both sides, of which only the flags may be there."""
    if (since := block.since(feature.left, feature.right)) is not None:
        days, left, right = since
        return lambda: days.over(strictly=False), lambda: days.over(strictly=True), left, right
    if (since := block.since(feature.right, feature.left)) is not None:
        days, right, left = since
        return lambda: ~days.over(strictly=True), lambda: ~days.over(strictly=False), left, right
    left, right = block.value(feature.left), block.value(feature.right)
    if left.scale != right.scale:
        left, right = level(left, right)
    return lambda: left.ints >= right.ints, lambda: left.ints > right.ints, left, right


def _number(found: Any) -> Any:
    """True as 1 and false as 0, in a byte."""
    return found.view(np.uint8) if isinstance(found, np.ndarray) and found.dtype == np.bool_ else np.uint8(found) if isinstance(found, bool) else found


def size_of(feature: Feature, columns: Mapping[str, Column], empty: Block, groups: int) -> int:
    """How many codes a feature has."""
    match feature:
        case Group():
            return groups
        case Known() | Holds():
            return 2
        case Codes(fact=name):
            column = columns[name]
            assert isinstance(column, Coded)
            return len(column.values)
        case Split(fact=name, thresholds=thresholds):
            column = columns[name]
            assert isinstance(column, Whole)
            return len(thresholds) + 1 + (column.none is not None) + (column.unknown is not None)
        case Sign():
            left, right = empty.value(feature.left), empty.value(feature.right)
            none = left.none is not False or right.none is not False
            unknown = either(left.unknown, right.unknown) is not False
            return (3 if feature.cut == "both" else 2) + 3 * none + unknown
