"""A worked case of duties: events, a moment, and how duties then stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..diagnostics import Span
from ..domain.frozen import dataclass

if TYPE_CHECKING:
    from ..domain.events import Event


@dataclass(frozen=True)
class DutyCase:
    """`expected` lists duties by norm (and case or period) with the parts that must hold; with `nothing_else` there are no others."""

    id: str
    events: tuple[Event, ...]
    now: datetime
    since: str | None
    expected: tuple[Mapping[str, Any], ...]
    nothing_else: bool
    why: str
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def norms(self) -> frozenset[str]:
        """The norms it speaks of."""
        return frozenset(str(e["norm"]) for e in self.expected)
