"""Columns of words, and of true and false, from their codes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .cores import on_all_cores

BLOCK = 1 << 19  # rows of a block from which on they become words in it: with fewer, threads wait for one another at each word
PART = 1 << 20  # rows that become words at once where they were not in their blocks
MOST_LAID = 16  # words that are laid over their rows, one after the other
VERY_SHORT = 1 << 12  # rows of a column for which nothing else is thought of
SHORT = 1 << 15  # rows of a column that are looked up one by one


class CodedColumn:
    """A column that is written block by block, and its words: made of the codes of long blocks on the core that wrote them, while its cache holds them."""

    def __init__(self, name: str, height: int, kind: type[np.unsignedinteger[Any]]) -> None:
        self.name = name
        self.codes = np.empty(height, kind)
        self._parts: dict[int, tuple[Sequence[str] | None, pl.Series]] = {}  # first row -> the words it was made with, and the part

    def lay(self, part: slice, words: Sequence[str] | None, table: NDArray[Any]) -> None:
        """Turn the codes of a block into words, where `words` is None into true and false. `table` holds all codes that there may be."""
        if part.stop - part.start >= BLOCK and len(words or ()) < np.iinfo(self.codes.dtype).max:  # else the column will be of a greater type
            self._parts[part.start] = words, self._made(part, words, table)

    def series(self, words: Sequence[str] | None, table: NDArray[Any]) -> pl.Series:
        """The whole column. Parts that were made with fewer words are made again: a block may come upon rules that were not known before."""
        height = len(self.codes)
        parts = [part for _, (made_with, part) in sorted(self._parts.items()) if made_with == words]
        if sum(map(len, parts)) < height:
            parts = on_all_cores(lambda start: self._made(slice(start, start + PART), words, table), range(0, height, PART), height)
        return pl.concat(parts, rechunk=True) if len(parts) > 1 else parts[0] if parts else self._made(slice(0), words, table)

    def _made(self, part: slice, words: Sequence[str] | None, table: NDArray[Any]) -> pl.Series:
        codes = self.codes[part]
        return boolean_series(self.name, codes) if words is None else coded_series(self.name, codes, words, table)


def code_kind(count: int) -> type[np.unsignedinteger[Any]]:
    """The smallest type for codes of so many words: its greatest number is the code of none of them."""
    return np.uint8 if count < 255 else np.uint16 if count < 65_535 else np.uint32


def coded_series(name: str, codes: NDArray[Any], words: Sequence[str], table: NDArray[Any]) -> pl.Series:
    """A column of words from codes; the greatest code is null. `table` holds all codes that there may be.

    Polars looks at each code that it makes a word of. Where there are few words it is ten times faster to lay each over the rows that have it.
    """
    looked_up = _looked_up(tuple(words))
    if not len(codes):
        return pl.Series(name, [], dtype=looked_up.kind)
    if (code := int(codes[0])) == int(codes.min()) == int(codes.max()):  # one for all rows, as a status mostly is
        return looked_up.alone(min(code, len(words))).alias(name).new_from_index(0, len(codes))
    if len(codes) < VERY_SHORT:
        return _looked_at(name, codes, tuple(words))
    met = sorted({min(c, len(words)) for c in table.tolist()}) if len(table) < 1_000 else [min(c, len(words)) for c in np.unique(table).tolist()]
    return _laid(codes, met, looked_up).alias(name) if len(met) <= MOST_LAID else _looked_at(name, codes, tuple(words))


def _laid(codes: NDArray[Any], met: Sequence[int], looked_up: LookedUp) -> pl.Series:
    """Each word laid over the rows that have it."""
    first, *others = reversed(met)  # null is the last of all
    found, given = looked_up.alone(first), pl.Series(codes)
    for code in others:
        found = looked_up.alone(code).zip_with(given == code, found)
    return found


def _looked_at(name: str, codes: NDArray[Any], words: tuple[str, ...]) -> pl.Series:
    kind = _looked_up(words).kind
    if len(codes) < SHORT:  # a query costs more than the rows
        return _looked_up(words).each[pl.Series(np.minimum(codes, len(words)).astype(np.uint32))].alias(name)
    top = int(np.iinfo(codes.dtype).max)
    code = pl.col(name)
    if int(codes.max()) < top:
        return pl.Series(name, codes).to_frame().select_seq(code.cat.to(kind)).to_series()
    known = code != pl.lit(top, _KINDS[codes.dtype.type])  # nulls are set last: Polars takes three times as long to look at codes among which there are some
    some = pl.when(known).then(code).otherwise(pl.lit(0, _KINDS[codes.dtype.type]))
    return pl.Series(name, codes).to_frame().select_seq(pl.when(known).then(some.cat.to(kind)).alias(name)).to_series()


_KINDS: dict[type[np.generic], type[pl.DataType]] = {np.uint8: pl.UInt8, np.uint16: pl.UInt16, np.uint32: pl.UInt32}


class LookedUp:
    """The type of a column of some words, and one that holds each of them and then null."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.kind = pl.Enum(list(words))
        self.each = pl.Series([*words, None], dtype=self.kind)
        self._alone: dict[int, pl.Series] = {}

    def alone(self, code: int) -> pl.Series:
        """A column of one row that holds one of them."""
        found = self._alone.get(code)
        if found is None:
            found = self._alone[code] = self.each[code : code + 1]
        return found


@lru_cache(64)
def _looked_up(words: tuple[str, ...]) -> LookedUp:
    return LookedUp(words)


def boolean_series(name: str, codes: NDArray[Any]) -> pl.Series:
    """A column of true, false and null (2)."""
    series = pl.Series(name, codes.view(np.bool_)) if not len(codes) or int(codes.max()) < 2 else None
    if series is not None:
        return series
    known = pl.Series(name, codes == 1)
    return pl.select(pl.when(pl.Series(codes != 2)).then(known).alias(name)).to_series()
