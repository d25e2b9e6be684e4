"""Whether conditions over facts with few values hold, in tables from the codes of these facts; and from them whether a rule's conditions all do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...diagnostics import PolicyError
from ...ir.expr import Expr, names
from ...ir.types import holds_unknown
from .cells import FAILURES, Reference
from .facts import Coded, Column, Same
from .vectors import Flag, either

NO, YES, CARE = 0, 1, 2


@dataclass(frozen=True)
class Truth:
    """A condition: the facts that it reads, how many codes each has, and whether it holds for each combination of them, the last fact turning fastest."""

    facts: tuple[str, ...]
    sizes: tuple[int, ...]
    table: NDArray[np.uint8]
    care: bool  # whether some combination is to be asked about, since a fact is unknown there

    only: int | None = None  # the one combination for which it holds, or the one for which it does not; most have one
    holds_there: bool = True

    def of(self, codes: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """The truth of the condition for each row, as zeros, ones and twos."""
        found = codes[0]
        for other, size in zip(codes[1:], self.sizes[1:], strict=True):
            found = found.astype(np.uint32) * size + other
        if self.only is None:
            found = self.table.take(found)
        elif len(self.table) == 2 and self.holds_there == bool(self.only):
            found = found.view(np.uint8) if found.dtype.itemsize == 1 else found.astype(np.uint8)  # the codes themselves
        else:
            found = np.asarray(found == self.only if self.holds_there else found != self.only).view(np.uint8)
        return found


def truth_of(facts: tuple[str, ...], sizes: tuple[int, ...], table: NDArray[np.uint8]) -> Truth:
    """A condition by its table.

    >>> truth_of(("a",), (3,), np.array([NO, YES, NO], np.uint8)).of([np.array([2, 1, 0, 1], np.uint8)]).tolist()
    [0, 1, 0, 1]
    >>> truth_of(("a", "b"), (2, 2), np.array([YES, YES, CARE, NO], np.uint8)).of([np.array([1, 1, 0], np.uint8), np.array([0, 1, 1], np.uint8)]).tolist()
    [2, 0, 1]
    """
    care = bool((table == CARE).any())
    for value in () if care else (YES, NO):
        at = np.flatnonzero(table == value)
        if len(at) == 1:
            return Truth(facts, sizes, table, care, int(at[0]), value == YES)
    return Truth(facts, sizes, table, care)


class Truths:
    """The conditions met, each worked out once; for columns that mean by their codes what the first ones did."""

    def __init__(self, reference: Reference, columns: Mapping[str, Column]) -> None:
        self._reference = reference
        self._values = {n: c.values if isinstance(c, Coded) else [c.value] for n, c in columns.items() if isinstance(c, Coded | Same)}
        self._coded = {n for n, c in columns.items() if isinstance(c, Coded)}
        self._known: dict[tuple[int, int], Truth] = {}

    def all_hold(self, world: int, conditions: Sequence[Expr], columns: Mapping[str, Column], part: slice) -> tuple[NDArray[Any], Flag]:
        """Whether all conditions hold in each row, and the rows that need care."""
        found: NDArray[Any] | None = None
        care: Flag = False
        for condition in conditions:
            truth = self._of(world, condition)
            codes = [c.codes[part] for c in (columns[n] for n in truth.facts) if isinstance(c, Coded)]
            own = truth.of(codes) if codes else np.full(part.stop - part.start, truth.table[0], np.uint8)
            if truth.care:
                odd = own == CARE
                care = either(care, odd if odd.any() else False)
                own = (own == YES).view(np.uint8)
            found = own if found is None else found & own
        assert found is not None
        return found, care

    def _of(self, world: int, condition: Expr) -> Truth:
        key = (world, id(condition))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._made(world, condition)
        return found

    def _made(self, world: int, condition: Expr) -> Truth:
        reference = self._reference
        function, on, force = reference.function(world, condition), reference.worlds.on or reference.worlds.all[world].day, reference.worlds.all[world].force
        read = sorted(names(condition, "input"))
        truths: list[int] = []
        for values in product(*(self._values[n] for n in read)):
            given = dict(zip(read, values, strict=True))
            if any(map(holds_unknown, values)):
                truths.append(CARE)
                continue
            try:
                truths.append(YES if function(on, force, *(given.get(f.name) for f in reference.question.inputs)) else NO)
            except (*FAILURES, PolicyError):
                truths.append(CARE)
        facts = tuple(n for n in read if n in self._coded)
        return truth_of(facts, tuple(len(self._values[n]) for n in facts), np.array(truths, np.uint8))
