"""A worked case: the facts of one question and the answer that they should get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Any, Literal

from ..diagnostics import Span
from ..domain.frozen import dataclass


@dataclass(frozen=True)
class Example:
    """A worked case: facts and the expected answer."""

    id: str
    pack: str | None
    question: str
    as_of: date | None
    facts: Mapping[str, Any]
    expected: Mapping[str, Any]
    citation: tuple[str, ...] | None
    readings: tuple[str, ...] | None
    why: str
    span: Span | None = field(default=None, compare=False, repr=False)
    places: Mapping[tuple[str, str], tuple[Span, Span]] = field(default_factory=dict, compare=False, repr=False)  # ("facts" or "expected", name) -> name, value

    def place(self, part: Literal["facts", "expected"], name: str, value: bool = True) -> Span | None:
        """Where a fact or an expected value is written, or its name; else where the case is."""
        found = self.places.get((part, name))
        return found[value] if found is not None else self.span
