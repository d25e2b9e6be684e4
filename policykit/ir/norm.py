"""Norms: who must, must not or may do what; what starts it, by when, what ends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Literal

from ..diagnostics import Span, Text
from ..domain.frozen import dataclass
from .cells import Test
from .expr import Expr, counts_workdays
from .instrument import ALWAYS, Period, Quote
from .pack import Strength
from .types import Type

Modality = Literal["must", "must_not", "may"]
Each = Literal["year", "month", "day"]
Follow = Literal["fulfilled", "breached"]
OpenTime = Literal["promptly", "immediately", "none_stated"]


@dataclass(frozen=True)
class EventKind:
    """A kind of event and the parts it may carry."""

    id: str
    label: Text = field(compare=False)
    fields: tuple[tuple[str, Type], ...] = ()
    codes: Mapping[str, Mapping[str, tuple[Text, ...]]] = field(default_factory=dict, compare=False, repr=False)  # part -> what norms look for in it -> the words for that


@dataclass(frozen=True)
class EventTest:
    """Events of a kind whose parts meet the tests; a part that an event does not carry is none. Where `by` names parties, only what one of them did, or what is said of nobody."""

    kind: str
    tests: tuple[Test, ...] = ()
    by: tuple[str, ...] = ()

    def takes(self, by: str | None) -> bool:
        """Whether a deed of this party, or of one that is not named, may count."""
        return not self.by or by is None or by in self.by


@dataclass(frozen=True)
class Follows:
    """A start by another duty: when it is fulfilled, or when its deadline passes unmet."""

    norm: str
    when: Follow


Start = EventTest | Follows


@dataclass(frozen=True)
class Norm:
    """An obligation, prohibition or permission.

    It starts by events (`starts`) or comes again each year, month or day (`each`), or simply stands. `due` is a formula for the last day or
    moment; where the text gives no number, `open_time` keeps its word and no number is made up.
    """

    id: str
    modality: Modality
    deed: str
    label: Text = field(compare=False)
    by: tuple[str, ...]
    to: tuple[str, ...]
    together_with: tuple[str, ...]
    starts: tuple[Start, ...]
    each: Each | None
    due: Expr | None
    open_time: OpenTime | None
    done: tuple[EventTest, ...]
    excused: tuple[EventTest, ...]
    after: tuple[str, ...]
    contents: tuple[str, ...]
    breach: Text | None
    cite: tuple[Quote, ...]
    strength: Strength = "must"
    readings: tuple[str, ...] = ()
    period: Period = ALWAYS
    ahead: bool = False  # of a norm that comes again: what is done for a period before it opens counts
    opens_last: bool = False  # of a norm that comes again: it can be done from the last day of its period only, as a report on how things stand at its end
    period_name: Expr | None = None  # of a norm that comes again: what its period is called, where the deed is for another (a plan for the year after)
    bearer_open: Text | None = None  # why no party bears it: the text names nobody, or a whole class
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def formulas(self) -> tuple[Expr, ...]:
        """What its deadline and the name of its period are reckoned by."""
        return tuple(f for f in (self.due, self.period_name) if f is not None)

    @cached_property
    def workdays(self) -> bool:
        """Whether these turn on which days are working days."""
        return any(map(counts_workdays, self.formulas))
