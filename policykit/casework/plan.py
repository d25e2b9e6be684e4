"""The norms of a pack made ready for sessions: which tests events may meet, and what an event that meets them starts, ends or excuses."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from ..domain.calendar import Calendar
from ..domain.written_days import PERIOD
from ..ir.answer import Citation
from ..ir.expr import names
from ..ir.norm import EventTest, Follow, Follows, Norm
from ..ir.pack import Pack
from ..ir.types import Date, DateTime
from ..targets.python.conclusions import cited
from ..targets.python.norms import event_function
from .doubtful_events import LookedFor
from .duties import Reckoning
from .recurrence import period_names, periods

if TYPE_CHECKING:
    from ..domain.events import Event

Tests = tuple[EventTest, ...]


class Matching(Protocol):
    """Tells which of the tests an event meets."""

    def met(self, event: Event) -> tuple[int, ...]: ...


Matcher = Callable[[Pack, Sequence[EventTest], date], Matching]


@dataclass(frozen=True)
class Roles:
    """What events that meet the same tests do. With `ends` and `excuses` stand the tests, one of which must hold too, that name parts of the duty's start; none, and it is plain."""

    starts: tuple[tuple[int, int], ...]  # a norm, and by which of its starts
    ends: Mapping[int, Tests]
    excuses: Mapping[int, Tests]
    keeps: bool  # whether its parts are needed again


class Plan:
    """Norms by number, and what leads from one to another."""

    def __init__(self, pack: Pack, calendar: Calendar | None, matcher: Matcher) -> None:
        self.pack, self.calendar, self._matcher = pack, calendar, matcher
        self.norms: tuple[Norm, ...] = tuple(pack.norms.values())
        numbers = {n.id: i for i, n in enumerate(self.norms)}
        self.law = Reckoning(pack, (), datetime.min, date.min, calendar)
        self.citations: tuple[tuple[Citation, ...], ...] = tuple(cited(pack, n.cite, n.period.last) for n in self.norms)
        self.recurring = tuple(i for i, n in enumerate(self.norms) if n.each is not None)
        self.standing = tuple(i for i, n in enumerate(self.norms) if n.each is None and not n.starts)
        self.after: tuple[tuple[int, ...], ...] = tuple(tuple(numbers[b] for b in n.after) for n in self.norms)
        self.comes_before = frozenset(b for after in self.after for b in after)
        self.followers: list[list[tuple[int, int, Follow]]] = [[] for _ in self.norms]
        for i, norm in enumerate(self.norms):
            for via, start in enumerate(norm.starts):
                if isinstance(start, Follows):
                    self.followers[numbers[start.norm]].append((i, via, start.when))
        self.varying = tuple((any(map(_varying, n.done)), any(map(_varying, n.excused))) for n in self.norms)
        self.tests: dict[EventTest, int] = {}
        for norm in self.norms:
            for test in (*norm.starts, *norm.done, *norm.excused):
                if isinstance(test, EventTest):
                    self.tests.setdefault(_constant(test), len(self.tests))
        named = {n for norm in self.norms for test in (*norm.done, *norm.excused) if _varying(test) for t in test.tests for n in names(t.holds, "input")}
        self._needed = {k.id: tuple(f for f, type_ in k.fields if f in named or isinstance(type_, Date | DateTime)) for k in pack.event_kinds.values()}
        self.roles: list[Roles] = []
        self._numbers: dict[tuple[str, tuple[int, ...]], int] = {}
        self._matching: dict[int, Matching] = {}
        self._functions: dict[tuple[EventTest, int], Callable[[Mapping[str, Any], Mapping[str, Any]], bool]] = {}

    @cached_property
    def looked_for(self) -> LookedFor:
        """What the norms look for in events, to doubt others."""
        return LookedFor.by(self.pack)

    def roles_of(self, event: Event) -> int:
        """The number of what an event does."""
        day = self.law.law_day(event.at.date())
        epoch = bisect_right(self.pack.epochs, day)
        if epoch not in self._matching:
            self._matching[epoch] = self._matcher(self.pack, tuple(self.tests), day)
        key = (event.kind, self._matching[epoch].met(event))
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.roles)
            self.roles.append(self._roles(event.kind, frozenset(key[1])))
        return found

    def _roles(self, kind: str, met: frozenset[int]) -> Roles:
        def meets(test: Any) -> bool:
            return isinstance(test, EventTest) and test.kind == kind and self.tests[_constant(test)] in met

        def by_norm(tests_of: Callable[[Norm], Tests]) -> dict[int, Tests]:
            found: dict[int, Tests] = {}
            for i, norm in enumerate(self.norms):
                tests = [t for t in tests_of(norm) if meets(t)]
                if tests:
                    found[i] = () if any(not _varying(t) for t in tests) else tuple(_variable(t) for t in tests)
            return found

        starts = tuple((i, max(via for via, s in enumerate(n.starts) if meets(s))) for i, n in enumerate(self.norms) if any(map(meets, n.starts)))
        ends, excuses = by_norm(lambda n: n.done), by_norm(lambda n: n.excused)
        keeps = any([*ends.values(), *excuses.values()]) or any(_named(self.norms[i]) - {"start"} for i, _ in starts)
        return Roles(starts, ends, excuses, keeps)

    def holds(self, test: EventTest, at: datetime, data: Mapping[str, Any], names_: Mapping[str, Any]) -> bool:
        """Whether the part of a test that names parts of the duty's start holds."""
        day = self.law.law_day(at.date())
        key = (test, bisect_right(self.pack.epochs, day))
        if key not in self._functions:
            self._functions[key] = event_function(self.pack, test, day)
        return self._functions[key](data, names_)

    def parts(self, event: Event) -> tuple[str, tuple[Any, ...]]:
        """What of an event may be needed again."""
        return event.kind, tuple(event.data.get(f) for f in self._needed[event.kind])

    def data(self, kind: str, parts: tuple[Any, ...]) -> dict[str, Any]:
        return dict(zip(self._needed[kind], parts, strict=True))

    def period(self, norm: int, at: datetime) -> dict[str, Any]:
        """The names of the period that began at a moment."""
        day = at.date()
        return period_names(self.pack, self.norms[norm], *periods(self.norms[norm].each or "day", day, day)[0], self.law.law_day(day))

    def period_named(self, parts: tuple[str, tuple[Any, ...]] | None) -> str | None:
        """The period that the parts of an event name, as `parts` keeps them."""
        found = self.data(*parts).get(PERIOD) if parts is not None else None
        return found if isinstance(found, str) else None

    def named(self, norm: int, at: datetime, parts: tuple[str, tuple[Any, ...]] | None) -> Mapping[str, Any]:
        """What the formulas of a norm may name: parts of the period that began then, or the start and the days that its event carries."""
        if self.norms[norm].each is not None:
            return self.period(norm, at)
        if parts is None:
            return {"start": at}
        return {**self.law.carried(parts[0], self.data(*parts)), "start": at}


def plan_for(pack: Pack, target: str, calendar: Calendar | None) -> Plan:
    """The plan of a pack, its events matched by a target. Raises `Unsupported` where that is not there."""
    if target == "durable_rules":
        from ..targets.durable_rules.engine import engine
        from ..targets.durable_rules.events import durable_matching

        engine()
        return Plan(pack, calendar, durable_matching)
    return Plan(pack, calendar, python_matching)


def python_matching(pack: Pack, tests: Sequence[EventTest], on: date) -> Matching:
    return _PythonMatching(pack, tests, on)


class _PythonMatching:
    """The reference: every test of the event's kind, one after the other."""

    def __init__(self, pack: Pack, tests: Sequence[EventTest], on: date) -> None:
        self.by_kind: dict[str, list[tuple[int, EventTest, Callable[[Mapping[str, Any], Mapping[str, Any]], bool]]]] = {}
        for number, test in enumerate(tests):
            self.by_kind.setdefault(test.kind, []).append((number, test, event_function(pack, test, on)))

    def met(self, event: Event) -> tuple[int, ...]:
        return tuple(number for number, test, meets in self.by_kind.get(event.kind, ()) if meets(event.data, {}) and test.takes(event.by))


def _named(norm: Norm) -> set[str]:
    """The parts of a start that a norm's formulas name."""
    formulas = [t.holds for test in (*norm.done, *norm.excused) for t in test.tests] + ([norm.due] if norm.due is not None else [])
    return {n for f in formulas for n in names(f, "variable")}


def _varying(test: EventTest) -> bool:
    return any(names(t.holds, "variable") for t in test.tests)


def _constant(test: EventTest) -> EventTest:
    """The part of a test that asks the event alone."""
    return EventTest(test.kind, tuple(t for t in test.tests if not names(t.holds, "variable")), test.by)


def _variable(test: EventTest) -> EventTest:
    return EventTest(test.kind, tuple(t for t in test.tests if names(t.holds, "variable")))
