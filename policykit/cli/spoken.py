"""The formulas of a pack in words. A parameter is its value where that never changes or a day is given, else its name."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..check.diff.constants import Fixed
from ..diagnostics import Text
from ..ir.deadlines import deadline_words
from ..ir.expr import Expr, Ref, names, walk
from ..ir.norm import Norm
from ..ir.pack import DrawOrder, Pack
from ..ir.speaking import DrawWords, speaker_of
from ..ir.types import UNKNOWN
from ..ir.words import Speaker

SOME_DAY = date(2026, 1, 1)


class Spoken:
    """Says what stands in a pack, as it is on a day, or on all its days."""

    def __init__(self, pack: Pack, on: date | None) -> None:
        begins = [pack.instrument.period.first, *(p.values[0].period.first for p in pack.parameters.values() if len(p.values) == 1)]
        self.pack, self.on = pack, on
        self.day = on or max(filter(None, begins), default=SOME_DAY)
        self._fixed = Fixed(pack, self.day)

    def speaker(self, question: str) -> Speaker:
        """Says the rules of a question."""
        return speaker_of(self.pack, question, self.constant)

    def draw(self, order: DrawOrder) -> DrawWords:
        return DrawWords(self.pack, order, self.constant)

    def deadline(self, norm: Norm) -> Text:
        """By when a duty with a deadline is due."""
        return deadline_words(norm, self.pack.parameters, self.day, self.constant)

    def constant(self, node: Expr) -> Any:
        """The value of a formula that is the same in every case; UNKNOWN for any other."""
        if any(isinstance(n, Ref) and n.origin == "builtin" for n in walk(node)):
            return UNKNOWN
        if self.on is None and any(len(self.pack.parameters[n].values) > 1 for n in names(node, "parameter")):
            return UNKNOWN
        return self._fixed(node)
