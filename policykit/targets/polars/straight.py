"""Columns written straight from what tells their codes apart, where the cells settle all rows of a block: nobody asks how each row ended.

A cell tells more than a call wants written: that a stock is exactly the least one matters to what the answer rests on, not to whether it is enough.
So the table of cells is cut down to what the wanted columns tell apart, as a decision table is: thresholds between equal parts fall out, then features
on which nothing depends; a column that follows one comparison is written by it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .planned import Feature, Sign, Split

MOST_STRAIGHT = 1 << 16  # cells for which such tables are kept
MOST_CUT = 1 << 12  # cells of a table that is cut down: with more, it takes longer than it saves
PAIRED = 1 << 8  # cells whose numbers fit one byte: two rows are looked up at once

CodesOf = Callable[[Feature, int], Any]
"""The codes of a block's rows for a feature of some size; None where some row needs care."""


def kind_for(count: int) -> type[np.integer[Any]]:
    """The smallest type that numbers so many cells."""
    return np.uint8 if count <= 1 << 8 else np.uint16 if count <= 1 << 16 else np.uint32 if count <= 1 << 32 else np.int64


def further(found: NDArray[Any] | None, codes: Any, size: int, reached: int, height: int) -> NDArray[Any]:
    """The numbers of cells with one feature more. `reached`: no number is as great then; `found` is written over."""
    kind = kind_for(reached)
    if found is None:
        return codes.astype(kind) if isinstance(codes, np.ndarray) else np.full(height, codes, kind)
    found = found.astype(kind, copy=False)
    found *= kind(size)
    found += codes.astype(kind, copy=False) if isinstance(codes, np.ndarray) else kind(codes)
    return found


@dataclass(frozen=True)
class LookUp:
    """What is written for each cell, in some columns."""

    tables: tuple[NDArray[Any], ...]
    pairs: tuple[NDArray[Any], ...] | None  # what is written for two rows, where a cell and a code are a byte each

    def write(self, cells: NDArray[Any], columns: Sequence[NDArray[Any]]) -> None:
        """Write the rows of a block."""
        if self.pairs is None:
            index = cells.astype(np.intp)
            for table, column in zip(self.tables, columns, strict=True):
                table.take(index, out=column, mode="clip")
        else:
            even = len(cells) & ~1
            index = cells[:even].view(np.uint16).astype(np.intp)
            for table, pairs, column in zip(self.tables, self.pairs, columns, strict=True):
                pairs.take(index, out=column[:even].view(np.uint16), mode="clip")
                column[even:] = table.take(cells[even:])


def looked_up(tables: Sequence[NDArray[Any]]) -> LookUp:
    """Codes by cells.

    >>> found, column = looked_up([np.array([255, 7, 8], np.uint8)]), np.empty(3, np.uint8)
    >>> found.write(np.array([2, 1, 2], np.uint8), [column])
    >>> column.tolist()
    [8, 7, 8]
    """
    by_two = len(tables[0]) <= PAIRED and all(t.dtype == np.uint8 for t in tables)
    return LookUp(tuple(tables), tuple(map(_paired, tables)) if by_two else None)


def _paired(table: NDArray[Any]) -> NDArray[Any]:
    """The two codes of each two cells, side by side as the cells themselves are."""
    whole = np.zeros(PAIRED, np.uint8)
    whole[: len(table)] = table
    both = np.empty((PAIRED, PAIRED, 2), np.uint8)
    both[:, :, 0], both[:, :, 1] = whole, whole[:, None]
    return both.view(np.uint16).ravel() if np.little_endian else both[:, :, ::-1].copy().view(np.uint16).ravel()


@dataclass(frozen=True)
class Joined:
    """Features by whose codes together some columns are looked up.

    Where these have too many cells for a byte, the first of them are looked up by themselves: an item, and whom it went to, are of few kinds.
    """

    features: tuple[tuple[int, int], ...]  # which, and how many codes each has
    first: int  # how many of them are looked up as kinds; none where that is not worth its while
    kinds: LookUp | None
    count: int  # of kinds
    columns: tuple[int, ...]
    by_cell: LookUp

    def write(self, codes: Sequence[Any], columns: Sequence[NDArray[Any]]) -> None:
        """Write the columns that are looked up."""
        height = len(columns[0])
        cells, reached = _numbered(self.features[: self.first], codes, None, 1, height)
        if self.kinds is not None:
            assert cells is not None
            kinds = np.empty(height, np.uint8)
            self.kinds.write(cells, [kinds])
            cells, reached = kinds, self.count
        cells, _ = _numbered(self.features[self.first :], codes, cells, reached, height)
        assert cells is not None
        self.by_cell.write(cells, [columns[c] for c in self.columns])


def _numbered(features: Sequence[tuple[int, int]], codes: Sequence[Any], cells: NDArray[Any] | None, reached: int, height: int) -> tuple[NDArray[Any] | None, int]:
    for at, size in features:
        reached *= size
        cells = further(cells, codes[at], size, reached, height)
    return cells, reached


def joined(features: Sequence[tuple[int, int]], columns: Sequence[int], tables: Sequence[NDArray[Any]]) -> Joined:
    """How columns are looked up. `tables`: for each of them its codes by the cells of the features."""
    for first in range(len(features) - 1, 1, -1):
        before, after = prod(s for _, s in features[:first]), prod(s for _, s in features[first:])
        if before > PAIRED or before * after <= PAIRED:
            continue
        rows = np.hstack([t.reshape(before, after) for t in tables])
        distinct, kinds = np.unique(rows, axis=0, return_inverse=True)
        if len(distinct) * after <= PAIRED:
            parts = np.split(distinct, len(tables), axis=1)
            by_cell = looked_up([p.astype(t.dtype).ravel() for p, t in zip(parts, tables, strict=True)])
            return Joined(tuple(features), first, looked_up([kinds.ravel().astype(np.uint8)]), len(distinct), tuple(columns), by_cell)
    return Joined(tuple(features), 0, None, 1, tuple(columns), looked_up(tables))


@dataclass(frozen=True)
class Straight:
    """How some columns are written from the features that tell their codes apart; in the first of them one code marks the rows that are not settled."""

    features: tuple[tuple[Feature, int], ...]  # with their sizes
    same: tuple[tuple[int, int], ...]  # columns that hold one code, and which
    one: tuple[tuple[int, int, bool], ...]  # columns that hold the code of one feature of two codes: which column, which feature, whether turned
    rest: Joined | None  # the other columns
    unsettled: int | None  # the mark, where some cell is not settled

    def write(self, codes_of: CodesOf, columns: Sequence[NDArray[Any]]) -> bool:
        """Write the rows of a block; whether all of them are settled."""
        if any(column == 0 and code == self.unsettled for column, code in self.same):
            return False
        codes = [codes_of(feature, size) for feature, size in self.features]
        if any(c is None for c in codes):
            return False
        for column, code in self.same:
            columns[column].fill(code)
        for column, at, turned in self.one:
            np.bitwise_xor(codes[at], 1, out=columns[column]) if turned else np.copyto(columns[column], codes[at])
        if self.rest is not None:
            self.rest.write(codes, columns)
        return self.unsettled is None or not (columns[0] == self.unsettled).any()


def straight(
    features: Sequence[Feature], sizes: Sequence[int], cells: NDArray[Any], settled: NDArray[np.bool_], written: Sequence[NDArray[Any]], needs_none: Callable[[Feature], bool]
) -> Straight:
    """How columns are written.

    `cells`: the ending of each cell; `settled`: which endings are; `written`: for each column its codes by endings; `needs_none`: whether no row
    can need care for a feature, so that it may fall out.

    >>> from .planned import Split
    >>> split = Split("stock", (10, 20))
    >>> found = straight([split], [3], np.array([2, 3, 3]), np.array([False, False, True, True]), [np.array([255, 255, 7, 8], np.uint8)], lambda _: True)
    >>> found.features
    ((Split(fact='stock', thresholds=(10,)), 2),)
    >>> column = np.empty(2, np.uint8)
    >>> found.write(lambda feature, size: np.array([1, 0], np.uint8), [column]), column.tolist()
    (True, [8, 7])
    """
    tables = [w.take(cells) for w in written]
    mark = _unsettled(tables[0])
    tables[0][~settled.take(cells)] = mark
    there = [(f, s) for f, s in zip(features, sizes, strict=True) if s > 1]
    grids = [t.reshape([s for _, s in there]) for t in tables]
    if len(cells) <= MOST_CUT:
        there, grids = _cut_down(there, grids, needs_none)
    depends = [[a for a in range(len(there)) if not _all_same(g, a)] for g in grids]
    unsettled = mark if bool((grids[0] == mark).any()) else None
    same: list[tuple[int, int]] = []
    one: list[tuple[int, int, bool]] = []
    rest: list[int] = []
    for column, (grid, axes) in enumerate(zip(grids, depends, strict=True)):
        codes = _over(grid, axes).ravel().tolist()
        if not axes:
            same.append((column, codes[0]))
        elif len(axes) == 1 and sorted(codes) == [0, 1] and grid.dtype == np.uint8:
            one.append((column, axes[0], codes == [1, 0]))
        else:
            rest.append(column)
    axes = sorted({a for c in rest for a in depends[c]})
    others = joined([(a, there[a][1]) for a in axes], rest, [_over(grids[c], axes).ravel() for c in rest]) if rest else None
    return Straight(tuple(there), tuple(same), tuple(one), others, unsettled)


def _cut_down(there: list[tuple[Feature, int]], grids: list[NDArray[Any]], needs_none: Callable[[Feature], bool]) -> tuple[list[tuple[Feature, int]], list[NDArray[Any]]]:
    """The features, with their sizes, that the grids tell apart, and the grids over these."""
    kept: list[tuple[Feature, int]] = []
    for feature, size in there:
        axis = len(kept)
        cut, places = _cut(feature, size, [_neighbours_alike(grids, axis, code) for code in range(size - 1)])
        grids = [g.take(places, axis) for g in grids]
        if needs_none(cut) and all(_all_same(g, axis) for g in grids):
            grids = [g.take(0, axis) for g in grids]
        else:
            kept.append((cut, len(places)))
    return kept, grids


def _cut(feature: Feature, size: int, alike: Sequence[bool]) -> tuple[Feature, list[int]]:
    """A feature that no longer tells apart neighbours that are alike; and which of its codes stand for those of the new one. `alike`: whether each code is like the next."""
    match feature:
        case Split(thresholds=thresholds):
            firsts = [0, *(i + 1 for i in range(len(thresholds)) if not alike[i])]
            return replace(feature, thresholds=tuple(thresholds[i - 1] for i in firsts[1:])), [*firsts, *range(len(thresholds) + 1, size)]
        case Sign(cut="both") if alike[1]:
            return replace(feature, cut="lower"), [0, *range(2, size)]
        case Sign(cut="both") if alike[0]:
            return replace(feature, cut="upper"), [*range(1, size)]
    return feature, list(range(size))


def _neighbours_alike(grids: Sequence[NDArray[Any]], axis: int, code: int) -> bool:
    return all(np.array_equal(g.take(code, axis), g.take(code + 1, axis)) for g in grids)


def _all_same(grid: NDArray[Any], axis: int) -> bool:
    """Whether nothing depends on the feature of an axis."""
    return bool((grid == grid.take([0], axis)).all())


def _over(grid: NDArray[Any], axes: Sequence[int]) -> NDArray[Any]:
    """The grid over some of its axes, where nothing depends on the others."""
    return grid[tuple(slice(None) if a in axes else 0 for a in range(grid.ndim))]


def _unsettled(codes: NDArray[Any]) -> int:
    """A code that no word has: the greatest is null, and there are fewer words than the one below it."""
    return int(np.iinfo(codes.dtype).max) - 1
