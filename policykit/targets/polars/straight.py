"""Columns written straight from cells, one look-up a column, where the cells settle all rows of a block: nobody asks how each row ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_STRAIGHT = 1 << 16  # cells for which such tables are kept
PAIRED = 1 << 8  # cells whose numbers fit one byte: two rows are looked up at once


@dataclass(frozen=True)
class Straight:
    """For each column what is written in it for a cell; in the first of them one code marks the cells that are not settled."""

    tables: tuple[NDArray[Any], ...]
    pairs: tuple[NDArray[Any], ...] | None  # what is written for two rows, where a cell and a code are a byte each

    def write(self, cells: NDArray[Any], columns: Sequence[NDArray[Any]]) -> bool:
        """Write the rows of a block; whether all of them are settled."""
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
        return not (columns[0] == _unsettled(columns[0])).any()


def straight(cells: NDArray[Any], settled: NDArray[np.bool_], written: Sequence[NDArray[Any]]) -> Straight:
    """`cells`: the ending of each cell; `settled`: which endings are; `written`: for each column its codes by endings.

    >>> found = straight(np.array([0, 2, 3]), np.array([False, False, True, True]), [np.array([255, 255, 7, 8], np.uint8)])
    >>> column = np.empty(3, np.uint8)
    >>> found.write(np.array([2, 1, 2], np.uint8), [column]), column.tolist()
    (True, [8, 7, 8])
    >>> found.write(np.array([1, 0, 1], np.uint8), [column])
    False
    """
    tables = [w.take(cells) for w in written]
    tables[0][~settled.take(cells)] = _unsettled(tables[0])
    by_two = len(cells) <= PAIRED and all(t.dtype == np.uint8 for t in tables)
    return Straight(tuple(tables), tuple(map(_paired, tables)) if by_two else None)


def _paired(table: NDArray[Any]) -> NDArray[Any]:
    """The two codes of each two cells, side by side as the cells themselves are."""
    whole = np.zeros(PAIRED, np.uint8)
    whole[: len(table)] = table
    both = np.empty((PAIRED, PAIRED, 2), np.uint8)
    both[:, :, 0], both[:, :, 1] = whole, whole[:, None]
    return both.view(np.uint16).ravel() if np.little_endian else both[:, :, ::-1].copy().view(np.uint16).ravel()


def _unsettled(codes: NDArray[Any]) -> int:
    """A code that no word has: the greatest is null, and there are fewer words than the one below it."""
    return int(np.iinfo(codes.dtype).max) - 1
