"""The words that a column of a choice may hold, and what they mean; made once for each fact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from ...ir.types import UNKNOWN, Choice, Fact, may_be_none


class Words:
    """The words of a choice, those for none and unknown last."""

    def __init__(self, fact: Fact) -> None:
        assert isinstance(fact.type, Choice)
        self.fact = fact  # so that no other has its id
        self.words = list(fact.type.values)
        self.values: list[Any] = [UNKNOWN if w == "unknown" else w for w in self.words]
        if may_be_none(fact) and "none" not in self.words:
            self.words.append("none")
            self.values.append(None)
        if "unknown" not in self.words:
            self.words.append("unknown")
            self.values.append(UNKNOWN)
        self.kind = pl.Enum(self.words)
        self._first: dict[int, tuple[list[Any], str, bool]] = {}

    def begin_with(self, categories: Sequence[str]) -> bool:
        """Whether the words of a column are the first of these, so that its codes are theirs."""
        return len(categories) <= len(self.words) and self.words[: len(categories)] == categories

    def first(self, count: int) -> tuple[list[Any], str, bool]:
        """What the first words mean, this as text, and whether one of them means unknown."""
        found = self._first.get(count)
        if found is None:
            found = self._first[count] = self.values[:count], repr(self.values[:count]), UNKNOWN in self.values[:count]
        return found


_KNOWN: dict[int, Words] = {}


def words_of(fact: Fact) -> Words:
    """The words of a fact that is a choice."""
    found = _KNOWN.get(id(fact))
    if found is None:
        if len(_KNOWN) > 1_000:
            _KNOWN.clear()
        found = _KNOWN[id(fact)] = Words(fact)
    return found
