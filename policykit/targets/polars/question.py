"""One question of some packs, ready to be asked over Polars frames. Plans and answers are kept from frame to frame."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...diagnostics import Text
from ...ir.answer import Answer
from ...ir.case import Case
from ...ir.expr import Arithmetic, Call, Compare, Expr, Items, Keyed, Literal, Member, Ref, children, walk
from ...ir.pack import Answered, Pack, Question, Table
from ...ir.types import NONE_SUFFIX, REQUIRED, UNKNOWN, Choice, Date, Fact, ListOf, Number, SetOf, Word, has_none_column, holds_unknown
from .bounds import GUESSES, Beyond, Guess, outside
from .cells import Reference
from .columns import Columns, Reader, Wanted, constant_of
from .decide import Decider
from .facts import DAY, Coded, Column, Facts, Same, Whole, decoded, places_of
from .features import size_of
from .formulas import formulas_of
from .memory import Ask, Memory
from .outputs import Outputs
from .plan import Planner
from .planned import Needs, Plan
from .shape import DAY_ASKED, Shape
from .truths import Truths
from .values import whole_of
from .vectors import Block, Parameters, Unfit
from .worlds import EPOCH, Worlds

MOST_MEMORIES = 8


@dataclass
class Answers:
    """The columns written, and the rows with faults: code and sentence of each fault with its rows."""

    facts: Facts
    columns: list[pl.Series]
    decided: Decider | None


class FrameQuestion:
    """A question of several packs over frames."""

    def __init__(self, packs: Sequence[Pack], question: str, ask: Callable[[int, Case], Answer[Any]], read: Reader) -> None:
        self.packs, self.name, self.ask, self.read = packs, question, ask, read
        self.question: Question = packs[0].questions[question]
        self.names = pl.Enum([p.id for p in packs])
        self.columns: dict[Hashable, dict[str, str]] = {}  # of frames asked before: input -> column
        self._guesses = list(GUESSES)  # of the bounds of columns; one that has failed is no more made
        self._worlds: dict[date | None, Worlds] = {}
        self._pinned: dict[Hashable, tuple[frozenset[str], frozenset[str]]] = {}
        self._plans: dict[Hashable, Plan | Needs] = {}
        self._named: dict[str, frozenset[str]] | None = None
        self._memories: dict[Hashable, tuple[Memory, Reference]] = {}

    def answers(self, frame: pl.DataFrame, columns: Mapping[str, str], on: date | str | None, pack: NDArray[Any] | None, absent: frozenset[str], ask: Ask, strict: bool) -> Answers:
        """Answer every row. `columns`: input -> column; `on`: the day, or its column, or None where the event's day is asked.

        `strict`: stop where facts are faulty, for nothing is asked then.
        """
        while guess := next(iter(self._guesses), None):
            try:
                return self._answers(frame, columns, on, pack, absent, ask, strict, guess)
            except Beyond:
                self._guesses = [g for g in self._guesses if g is not guess]  # frames of one user are alike
        return self._answers(frame, columns, on, pack, absent, ask, strict, None)

    def _answers(
        self, frame: pl.DataFrame, columns: Mapping[str, str], on: date | str | None, pack: NDArray[Any] | None, absent: frozenset[str], ask: Ask, strict: bool,
        guess: Guess | None,
    ) -> Answers:  # fmt: skip
        varies = not isinstance(on, date)
        worlds = self._worlds.get(None if varies else on)  # type: ignore[arg-type]  # a date there
        if worlds is None:
            if len(self._worlds) > 16:
                self._worlds.clear()
            worlds = self._worlds[None if varies else on] = Worlds(self.packs, self.name, None if varies else on)  # type: ignore[index, arg-type]
        pinned, pinned_parameters = frozenset[str](), frozenset[str]()
        key: Hashable = None
        told = "why" in ask.gathered
        doubted = told or not {"basis", "readings"}.isdisjoint(ask.gathered)
        while True:
            facts, days = self._facts(frame, columns, on, absent, pinned, guess)
            if facts.faults and strict:
                hold(facts.columns.values())  # nothing is decided, which would tell; faults of all columns are told together
                return Answers(facts, [], None)
            shapes = {n: _shape(c) for n, c in facts.columns.items()} | {f.name: Shape("map") for f in self.question.inputs if f.name not in facts.columns}
            if isinstance(days, Whole | Coded):
                shapes[DAY_ASKED] = _shape(days)
            if key is None:
                key = (None if varies else on, tuple(shapes.items()), doubted, told)
                if key in self._pinned and self._pinned[key][0]:
                    pinned, pinned_parameters = self._pinned[key]
                    continue
            plan = self._plan(worlds, shapes, pinned_parameters, doubted, told)
            if isinstance(plan, Plan):
                self._pinned[key] = (pinned, pinned_parameters)
                break
            pinned, pinned_parameters = pinned | plan.facts, pinned_parameters | plan.parameters
        memory, reference = self._memory(worlds, shapes, facts, days, None if varies else on, pinned_parameters, plan)  # type: ignore[arg-type]
        month_end = self.packs[0].instrument.month_end
        decider = Decider(memory, reference, facts.columns, pack, days, frame.height, month_end, ask)
        decider.run()
        return Answers(facts, decider.columns_written(), decider)

    # --- facts

    def _facts(
        self, frame: pl.DataFrame, columns: Mapping[str, str], on: date | str | None, absent: frozenset[str], pinned: frozenset[str], guess: Guess | None
    ) -> tuple[Facts, Column]:
        """All facts and the day of each row."""
        reader = Columns(frame, self.read, absent, None if pinned else guess)  # what is pinned is decoded before the rows are decided
        if self._named is None:
            self._named = self._words()
        facts = reader.facts
        inputs = sorted(self.question.inputs, key=lambda f: (f.absent.kind == "map", f.name != self.question.event_date))
        for fact in inputs:
            if fact.name in columns:
                reader.read(fact, columns[fact.name], Wanted(fact.name in pinned, self._named.get(fact.name)))
                if fact.name + NONE_SUFFIX in columns and has_none_column(fact):
                    reader.none_where(fact, columns[fact.name + NONE_SUFFIX])
            elif (same := constant_of(fact, facts.columns)) is not None:
                facts.columns[fact.name] = same
        days = self._days(reader, on, frame, columns)
        for fact in self.question.inputs:
            column = facts.columns.get(fact.name)
            if column is None and fact.absent.kind == "as_of":
                facts.columns[fact.name] = _exactly(_as_day(fact, days), fact.name in pinned)
            elif isinstance(column, Whole) and column.follows_day is not None:
                facts.columns[fact.name] = _exactly(_filled(column, days), fact.name in pinned)
        facts.columns = {f.name: facts.columns[f.name] for f in self.question.inputs if f.name in facts.columns}
        return facts, _exactly(days, DAY_ASKED in pinned)

    def _words(self) -> dict[str, frozenset[str]]:
        """For identifiers that rules only compare with words written out: these words."""
        found: dict[str, set[str]] = {}
        otherwise: set[str] = set()
        for pack in self.packs if len(self.packs) < 50 else ():
            for name, words in named_words(pack, self.name).items():
                if words is None:
                    otherwise.add(name)
                else:
                    found.setdefault(name, set()).update(words)
        return {n: frozenset(w) for n, w in found.items() if n not in otherwise}

    def _days(self, reader: Columns, on: date | str | None, frame: pl.DataFrame, columns: Mapping[str, str]) -> Column:
        """The day asked of each row: given, in a column of its own, or the event's. Rows without one are faulty."""
        if isinstance(on, date):
            return Same(on)
        facts = reader.facts
        name = on if isinstance(on, str) else self.question.event_date or ""
        if isinstance(on, str):
            own = Columns(frame, self.read, frozenset())
            column: Column | None = own.read(Fact(on, Date(), REQUIRED, Text("日期", "day")), on, Wanted())
            facts.join(own.facts)
        else:
            column = facts.columns.get(name)
        if isinstance(column, Coded):
            column = whole_of(column, "day")
        if not isinstance(column, Whole):
            facts.fault(name, "no-day", facts.without(name, np.ones(frame.height, np.bool_)), pl.Series([None] * frame.height))
            return Whole(np.zeros(frame.height, np.int32), "day")  # no row is answered
        if missing := [m for m in (column.unknown, column.none, column.follows_day) if m is not None]:
            nothing = facts.without(name, np.logical_or.reduce(missing))  # what cannot be read is told as such
            facts.fault(name, "no-day", nothing, frame.get_column(on if isinstance(on, str) else columns[name]))
        ints = np.floor_divide(column.ints, DAY).astype(np.int32) if column.kind == "moment" else column.ints
        scale = DAY if column.kind == "moment" else 1
        return Whole(ints, "day", low=column.low // scale, high=column.high // scale)

    # --- plans

    def _plan(self, worlds: Worlds, shapes: Mapping[str, Shape], pinned: frozenset[str], doubted: bool, told: bool) -> Plan | Needs:
        key = (worlds.on, tuple(shapes.items()), pinned, doubted, told)
        found = self._plans.get(key)
        if found is None:
            if len(self._plans) > 50:
                self._plans.clear()
            try:
                found = Planner(worlds, shapes, pinned, doubted, told).plan()
            except Unfit:
                found = Needs(frozenset(n for n, s in shapes.items() if s.kind in ("number", "day", "moment")), frozenset())
            self._plans[key] = found
        return found

    def _memory(self, worlds: Worlds, shapes: Mapping[str, Shape], facts: Facts, days: Column, on: date | None, pinned: frozenset[str], plan: Plan) -> tuple[Memory, Reference]:
        values = tuple((n, c.text if isinstance(c, Coded) else repr(c.value) if isinstance(c, Same) else "") for n, c in facts.columns.items())
        day_values = days.text if isinstance(days, Coded) else ""
        key = (on, tuple(sorted(shapes.items(), key=lambda s: s[0])), values, day_values, pinned, plan.doubted, plan.told)
        found = self._memories.get(key)
        if found is not None:
            return found
        parameters = Parameters(worlds.value, len(worlds.all))
        columns: dict[str, Column] = {**facts.columns, DAY_ASKED: days}
        some_world = np.zeros(0, np.uint32) if not worlds.only else None
        empty = Block(columns, some_world, parameters, self.packs[0].instrument.month_end, 0, 0)
        sizes = [size_of(f, columns, empty, len(plan.firsts)) for f in plan.features]
        scales = self._scales(worlds, plan, shapes)
        words = [self._output_words(worlds, plan, at) for at in range(len(self.question.outputs))]
        reference = Reference(worlds, plan, self.ask)
        memory = Memory(plan, sizes, parameters, Outputs(self.question, words, scales, plan.computed), Truths(reference, columns))
        if len(self._memories) >= MOST_MEMORIES:
            del self._memories[next(iter(self._memories))]
        self._memories[key] = memory, reference
        return self._memories[key]

    def _output_words(self, worlds: Worlds, plan: Plan, at: int) -> tuple[str, ...]:
        """The codes that an output may have in any of the packs."""
        found: dict[str, None] = {}
        for first in plan.firsts:
            type_ = worlds.laws[first].question.outputs[at].type
            type_ = type_.of if isinstance(type_, ListOf | SetOf) else type_
            found |= dict.fromkeys(type_.values if isinstance(type_, Choice) else ())
        return tuple(found)

    def _scales(self, worlds: Worlds, plan: Plan, shapes: Mapping[str, Shape]) -> list[int | None]:
        """Decimal places of each number output: as many as its formulas can give; None where a quotient may have no end."""
        found: list[int | None] = []
        for output in self.question.outputs:
            if not isinstance(output.type, Number) or output.type.integer:
                found.append(0 if isinstance(output.type, Number) else None)
                continue
            scale: int | None = 0
            for first in plan.firsts:
                law = worlds.laws[first]
                for formula in (dict(r.result.outputs).get(output.name) for r in law.rules if isinstance(r.result, Answered)):
                    own = places(formula, worlds, first, shapes) if formula is not None else 0
                    scale = None if own is None or scale is None else max(scale, own)
            found.append(scale)
        return found


def hold(columns: Iterable[Column]) -> None:
    """Hold columns to their bounds where these are guessed. Raises `Beyond`."""
    for column in columns:
        if isinstance(column, Whole) and column.guessed and outside(column.ints, column.low, column.high):
            raise Beyond


def _shape(column: Column) -> Shape:
    match column:
        case Same():
            return Shape("same", unknown=holds_unknown(column.value))
        case Coded():
            return Shape("coded", column.places, len(column.values), unknown=column.unknown)
        case Whole():
            return Shape(column.kind, column.scale, 1, column.none is not None, column.unknown is not None)


def _as_day(fact: Fact, days: Column) -> Column:
    """The day asked, as a fact that is not given and means it."""
    if isinstance(fact.type, Date):
        return days
    if isinstance(days, Same):
        return Same(datetime(days.value.year, days.value.month, days.value.day))
    assert isinstance(days, Whole)
    return Whole(days.ints.astype(np.int64) * DAY, "moment", low=days.low * DAY, high=days.high * DAY)


def _filled(column: Whole, days: Column) -> Whole:
    """The column with the day asked where it has nulls that mean it."""
    assert column.follows_day is not None
    unit = DAY if column.kind == "moment" else 1
    meant = (days.value.toordinal() - EPOCH) * unit if isinstance(days, Same) else days.ints.astype(np.int64) * unit if isinstance(days, Whole) else None
    assert meant is not None
    ints = np.where(column.follows_day, meant, column.ints)
    return replace(column, ints=ints, low=int(ints.min(initial=column.low)), high=int(ints.max(initial=column.high)), follows_day=None)


def _exactly(column: Column, pinned: bool) -> Column:
    """The column with a code for each different value, where it is pinned."""
    if not pinned or not isinstance(column, Whole):
        return column
    distinct, places = np.unique(column.ints, return_inverse=True)
    codes, values = places.astype(np.uint32), [decoded(int(v), column.kind, column.scale) for v in distinct]
    for mask, meant in ((column.none, None), (column.unknown, UNKNOWN)):
        if mask is not None:
            codes[mask] = len(values)
            values.append(meant)
    return Coded(codes, values)


def named_words(pack: Pack, question: str) -> dict[str, set[str] | None]:
    """Per identifier among the inputs the words that rules compare it with; None where they do more with it."""
    found: dict[str, set[str] | None] = {}
    asked = pack.questions[question]
    identifiers = {f.name for f in asked.inputs if isinstance(f.type, Word)}
    table = pack.decisions.get(question)
    declared = [t.holds for s in table.silences for t in s.tests] if isinstance(table, Table) else []
    for node in (n for e in (*formulas_of(pack, question), *declared) for n in walk(e)) if identifiers else ():
        for child in children(node):
            if isinstance(child, Ref) and child.origin == "input" and child.name in identifiers:
                words = _compared(node, child)
                known = found.setdefault(child.name, set())
                found[child.name] = None if words is None or known is None else known | words
        if isinstance(node, Ref) and node.origin == "input" and node.name in identifiers:
            found.setdefault(node.name, set())
    outputs = {e.name for e in formulas_of(pack, question) if isinstance(e, Ref) and e.origin == "input"}
    return {n: None if n in outputs else w for n, w in found.items()}


def _compared(node: Expr, fact: Ref) -> set[str] | None:
    match node:
        case Compare(operator="=" | "!=", left=left, right=right):
            other = right if left is fact else left
            return {other.value} - {None} if isinstance(other, Literal) else None
        case Member(value=value, collection=Items(parts=parts)) if value is fact and all(isinstance(p, Literal) for p in parts):
            return {p.value for p in parts if isinstance(p, Literal) and p.value is not None}
    return None


def places(node: Expr, worlds: Worlds, world: int, shapes: Mapping[str, Shape]) -> int | None:
    """The most decimal places that a number may have; None where a division may give one without end."""
    match node:
        case Literal(value=value):
            return places_of(value)
        case Ref(origin="input", name=name):
            shape = shapes[name]
            return shape.scale if shape.kind in ("number", "coded") else 0
        case Ref(origin="parameter", name=name):
            return max((places_of(worlds.value(w, name)) for w in range(len(worlds.all))), default=0)
        case Ref(origin="step", name=name):
            step = next(t for t in worlds.laws[world].tables if t.id == name)
            return _most(places(e, worlds, world, shapes) for r in step.rules if isinstance(r.result, Answered) for _, e in r.result.outputs)
        case Keyed(parameter=name):
            values = [v for w in range(len(worlds.all)) for v in (worlds.value(w, name) or {}).values()]
            return max(map(places_of, values), default=0)
        case Arithmetic(operator="/"):
            return None
        case Arithmetic(operator="*", left=left, right=right):
            a, b = places(left, worlds, world, shapes), places(right, worlds, world, shapes)
            return None if a is None or b is None else a + b
        case Call(function="floor" | "ceiling" | "count"):
            return 0
        case Call(function="round half up" | "round half even" | "round up" | "round down", arguments=(_, Literal(value=digits))):
            return max(int(digits), 0)
    return _most(places(c, worlds, world, shapes) for c in children(node))


def _most(found: Any) -> int | None:
    result = 0
    for scale in found:
        if scale is None:
            return None
        result = max(result, scale)
    return result
