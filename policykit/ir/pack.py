"""What a pack means: frozen data in few forms. Spans are for people and do not count when two things are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from ..diagnostics import Span, Text
from ..domain.frozen import dataclass
from .cells import Cells, Test, cells
from .expr import Expr, names
from .instrument import ALWAYS, Clause, Instrument, Period, Quote
from .types import Fact, Output, Type

if TYPE_CHECKING:
    from ..domain.calendar import Calendar
    from .amendment import Amendment
    from .norm import EventKind, Norm
    from .property import Property

Status = Literal["answered", "silent", "undetermined", "not_in_force"]
Strength = Literal["must", "in_principle", "may"]
Basis = Literal["text", "reading", "inferred"]
Places = Callable[[tuple[str | int, ...], bool], Span | None]  # a path of keys and indices, whether its value is meant -> where it stands


@dataclass(frozen=True)
class Question:
    """What every jurisdiction can be asked: it types the facts and the outcome."""

    id: str
    label: Text = field(compare=False)
    group: str = field(compare=False)
    inputs: tuple[Fact, ...]
    outputs: tuple[Output, ...]
    event_date: str | None = None
    every_day: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)
    codes: dict[str, Text] = field(default_factory=dict, compare=False, repr=False)  # labels of words that its texts hold: steps, which each pack has of its own
    digest: str | None = field(default=None, compare=False, repr=False)  # SHA-256 of its text, where it is a shared question; a pack's own is among the pack's files

    def input(self, name: str) -> Fact | None:
        return next((f for f in self.inputs if f.name == name), None)

    def output(self, name: str) -> Output | None:
        return next((o for o in self.outputs if o.name == name), None)

    @cached_property
    def ordered(self) -> tuple[tuple[Fact, Fact], ...]:
        """Pairs of inputs, the first of which cannot lie after the second."""
        return tuple((first, f) for f in self.inputs if f.not_before is not None and (first := self.input(f.not_before)) is not None)


@dataclass(frozen=True)
class ParameterValue:
    """One value of a parameter; `value` is None where the parameter has none in that period. `in_hours`: the keys whose durations are written in hours, as 48小时 is; None for one without keys."""

    period: Period
    value: Any
    cite: tuple[Quote, ...]
    enacted: date | None = None
    readings: tuple[str, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)
    in_hours: frozenset[Any] = field(default=frozenset(), compare=False, repr=False)


@dataclass(frozen=True)
class Parameter:
    """A number, period or share of the text; `key` is the type of its keys where it has several values at once."""

    name: str
    label: Text | None = field(compare=False)
    type: Type
    key: Type | None
    values: tuple[ParameterValue, ...]
    span: Span | None = field(default=None, compare=False, repr=False)

    def on(self, day: date) -> ParameterValue | None:
        """The value on a day: the last to begin by then governs; when it has ended, there is none (no older one revives)."""
        begun = [v for v in self.values if v.period.first is None or v.period.first <= day]
        if not begun:
            return None
        latest = max(begun, key=lambda v: (v.period.first or date.min, v.enacted or date.min))
        return latest if latest.period.covers(day) and latest.value is not None else None

    def cited(self, day: date) -> tuple[Quote, ...]:
        """What its value on a day quotes; nothing where it has none."""
        value = self.on(day)
        return value.cite if value is not None else ()

    def ended_before(self, day: date) -> date | None:
        """The last day before `day` on which there was a value."""
        changes = [c for v in self.values for c in (v.period.first, v.period.last and v.period.last + timedelta(days=1)) if c is not None and c <= day]
        return next((c - timedelta(days=1) for c in sorted(changes, reverse=True) if self.on(c - timedelta(days=1)) is not None), None)


@dataclass(frozen=True)
class Answered:
    outputs: tuple[tuple[str, Expr], ...]


@dataclass(frozen=True)
class Undetermined:
    """The text has a rule, but something open decides. `outcomes`: what remains possible, per output, where it can be said; a single value is certain."""

    why: Text
    outcomes: tuple[tuple[str, tuple[Any, ...]], ...] = ()

    @property
    def certain(self) -> dict[str, Any]:
        """The outputs that have a value whatever else is open."""
        return {name: values[0] for name, values in self.outcomes if len(values) == 1 and values[0] is not None}

    @property
    def open(self) -> dict[str, tuple[Any, ...]]:
        """What remains possible of the other outputs: `(None,)` where there is certainly none, which no value could tell."""
        return {name: values for name, values in self.outcomes if name not in self.certain}


@dataclass(frozen=True)
class Silent:
    """Declared silence: the text has no rule for this case, and the clause shows it."""

    why: Text


Result = Answered | Undetermined | Silent


@dataclass(frozen=True)
class Rule:
    """One row of a decision table."""

    id: str
    tests: tuple[Test, ...]
    result: Result
    cite: tuple[Quote, ...]
    excepts: tuple[str, ...] = ()
    strength: Strength = "must"
    inferred: bool = False
    readings: tuple[str, ...] = ()
    period: Period = ALWAYS
    label: Text | None = field(default=None, compare=False)
    note: Text | None = field(default=None, compare=False)
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def formulas(self) -> tuple[Expr, ...]:
        """The conditions, and what the rule gives."""
        outputs = self.result.outputs if isinstance(self.result, Answered) else ()
        return (*(t.holds for t in self.tests), *(e for _, e in outputs))

    @cached_property
    def cells(self) -> Cells:
        """What its conditions plainly say."""
        return cells(self.tests)


@dataclass(frozen=True)
class Silence:
    """Cases that the text leaves open, and where that shows: not a hole in the table."""

    tests: tuple[Test, ...]
    why: Text
    cite: tuple[Quote, ...]
    span: Span | None = field(default=None, compare=False, repr=False)
    period: Period = ALWAYS


@dataclass(frozen=True)
class Table:
    """Rows of guard and result. `hit` one: exactly one row answers; all: every row that holds adds its elements.

    A step has `of`, the question whose inputs it reads, and `gives`, the type of its one output, called `value`.
    """

    id: str
    hit: Literal["one", "all"]
    rules: tuple[Rule, ...]
    of: str | None = None
    gives: Type | None = None
    label: Text | None = field(default=None, compare=False)
    silences: tuple[Silence, ...] = ()
    ranked: tuple[str, ...] = ()  # sets of which an element stays in the first alone (a responsibility matrix: a body's strongest role)
    span: Span | None = field(default=None, compare=False, repr=False)

    def rule(self, id: str) -> Rule | None:
        return next((r for r in self.rules if r.id == id), None)

    @property
    def certain(self) -> bool:
        """Whether every case plainly gets a value: all rules answer, and they add to a set or one of them holds always."""
        if not all(isinstance(r.result, Answered) for r in self.rules):
            return False
        return self.hit == "all" or any(not r.tests and not r.excepts and r.period == ALWAYS for r in self.rules)


@dataclass(frozen=True)
class Tier:
    """Stock of one level; `on_application`: it must be applied for."""

    level: str
    on_application: bool
    cite: tuple[Quote, ...]
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Within:
    """One criterion of the order inside a tier: lots for which `first` holds come first, or lots in rising order of the first of `by` that is known."""

    first: Expr | None
    by: tuple[Expr, ...]
    levels: tuple[str, ...]
    cite: tuple[Quote, ...]
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class DrawOrder:
    """Which lots are usable, whose stock is used first, how lots of one level are ordered."""

    id: str
    usable: Expr | None
    usable_cite: tuple[Quote, ...]
    tiers: tuple[Tier, ...]
    within: tuple[Within, ...]
    strength: Strength
    inferred: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)

    def inside(self, level: str) -> tuple[Within, ...]:
        """The criteria that order lots of a level."""
        return tuple(w for w in self.within if not w.levels or level in w.levels)


Decision = Table | DrawOrder


@dataclass(frozen=True)
class RuleChange:
    """What another reading changes in one rule: the rule as it then stands, or None where it falls away."""

    decision: str
    rule: str
    becomes: Rule | None


@dataclass(frozen=True)
class DrawChange:
    """What another reading makes of a draw order."""

    becomes: DrawOrder


@dataclass(frozen=True)
class ValidityChange:
    """The days on which the instrument is in force under another reading."""

    period: Period


@dataclass(frozen=True)
class NormChange:
    """What another reading makes of a norm."""

    becomes: Norm


Change = RuleChange | DrawChange | ValidityChange | NormChange


@dataclass(frozen=True)
class Reading:
    """One way to read an ambiguous clause."""

    name: str
    label: Text = field(compare=False)
    changes: tuple[Change, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Ambiguity:
    """A doubtful clause, its readings, the one chosen and why."""

    id: str
    clauses: tuple[str, ...]
    problem: Text = field(compare=False)
    chosen: str
    why: Text = field(compare=False)
    readings: tuple[Reading, ...]
    span: Span | None = field(default=None, compare=False, repr=False)
    period: Period = ALWAYS
    earlier: tuple[Ambiguity, ...] = field(default=(), compare=False)  # what it said before amendments, and until when

    def on(self, day: date) -> Ambiguity:
        """As it is told of a day."""
        return next((e for e in self.earlier if e.period.covers(day)), self)

    @property
    def alternatives(self) -> tuple[Reading, ...]:
        """The readings not chosen that are encoded."""
        return tuple(r for r in self.readings if r.name != self.chosen and r.changes)

    def rules(self, decision: str | None = None) -> list[Rule]:
        """The rules as its readings have them; of one decision only, where that is given."""
        changes = (c for r in self.readings for c in r.changes if isinstance(c, RuleChange) and decision in (None, c.decision))
        return [c.becomes for c in changes if c.becomes is not None]


@dataclass(frozen=True)
class Pack:
    """All rules of one instrument. Mappings keep the order of the files."""

    instrument: Instrument
    questions: Mapping[str, Question]
    parameters: Mapping[str, Parameter]
    decisions: Mapping[str, Decision]
    ambiguities: Mapping[str, Ambiguity]
    norms: Mapping[str, Norm] = field(default_factory=dict)
    event_kinds: Mapping[str, EventKind] = field(default_factory=dict)
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    law: tuple[tuple[str, str], ...] = ()  # (file, text), in order
    digest: str = ""
    places: Places | None = field(default=None, compare=False, repr=False)
    switched: Mapping[str, str] = field(default_factory=dict)  # ambiguities read otherwise than the pack chooses, and how
    amendments: tuple[Amendment, ...] = ()  # those it is consolidated with
    calendar: Calendar | None = field(default=None, compare=False, repr=False)  # working days, where they are not the official calendar's
    properties: Mapping[str, Property] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.instrument.id

    def place(self, *path: str | int, value: bool = False) -> Span | None:
        """Where the key at the end of a path stands in the pack's files, or its value; None where it is not written there."""
        return self.places(path, value) if self.places is not None else None

    def words(self, question: Question) -> dict[str, Text]:
        """Labels of what the texts of a question hold: its own codes, and parties."""
        return {**self.instrument.parties, **question.codes}

    @cached_property
    def answers(self) -> tuple[str, ...]:
        """The questions this pack encodes, silence included."""
        encoded = [d for d in self.decisions if not (isinstance(t := self.decisions[d], Table) and t.of)]
        return tuple(dict.fromkeys([*encoded, *self.instrument.silent_on]))

    def tables(self, question: str) -> tuple[Table, ...]:
        """The table that answers a question, and the steps it reads; none where it does not answer by a table."""
        found: dict[str, Table] = {}
        waiting = [question]
        while waiting:
            table = self.decisions.get(name := waiting.pop(0))
            if name not in found and isinstance(table, Table):
                found[name] = table
                waiting += sorted({s for r in table.rules for e in r.formulas for s in names(e, "step")})
        return tuple(found.values())

    @cached_property
    def doubtful_steps(self) -> tuple[str, ...]:
        """The steps that may end without a value: by their own rules, or because a step that they read does."""
        steps = {n: d for n, d in self.decisions.items() if isinstance(d, Table) and d.of}
        reads = {n: {s for r in d.rules for e in r.formulas for s in names(e, "step")} for n, d in steps.items()}
        found = {n for n, d in steps.items() if not d.certain}
        while more := {n for n in steps if n not in found and reads[n] & found}:
            found |= more
        return tuple(n for n in steps if n in found)

    @cached_property
    def epochs(self) -> tuple[date, ...]:
        """The days on which a parameter, a rule or a silence changes: between two of them the law is constant."""
        days: set[date] = set()
        periods = [v.period for p in self.parameters.values() for v in p.values]
        tables = [t for t in self.decisions.values() if isinstance(t, Table)]
        periods += [*(r.period for t in tables for r in t.rules), *(s.period for t in tables for s in t.silences)]
        periods += [w.period for c in self.clauses.values() if c.earlier or c.period != ALWAYS for w in c.wordings]
        for period in periods:
            if period.first is not None:
                days.add(period.first)
            if period.last is not None and period.last < date.max:
                days.add(date.fromordinal(period.last.toordinal() + 1))
        first, last = self.instrument.period.first, self.instrument.period.last
        return tuple(sorted(d for d in days if (first is None or d > first) and (last is None or d <= last)))
