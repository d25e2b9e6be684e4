"""Which law governs a row: packs and days -> worlds. A world is one pack on a stretch of days in which its law does not change.

Worlds of one structure (the same rules, other values of parameters) form a group, and are decided together: their parameters are gathered by
the world's number. So thousands of jurisdictions that differ in figures only cost no more than one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...ir.expr import names
from ...ir.instrument import Force
from ...ir.pack import Answered, DrawOrder, Pack, ParameterValue, Question, Rule, Silent, Table, Undetermined

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class World:
    """One pack (by its number) on a stretch of days; `day` is one on which the same rules and parameters hold."""

    pack: int
    day: date
    force: Force


@dataclass(frozen=True)
class Law:
    """The rules on one question in a world: its table and the steps that it reads, each after those it reads itself."""

    question: Question
    tables: tuple[Table, ...]  # the question's own first; only the rules in force
    drawn: bool  # a draw order: the reference answers, whatever the facts

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of the question's own table; none where the whole text is silent."""
        return self.tables[0].rules if self.tables else ()


class Worlds:
    """All worlds of a call, and their groups."""

    def __init__(self, packs: Sequence[Pack], question: str, on: date | None) -> None:
        """`on`: the one day for all rows; None where it differs by row."""
        self.packs = packs
        self.question = question
        self.on = on
        self.all: list[World] = []
        self.bounds: list[list[date]] = []  # of each pack: the days on which a stretch begins
        self._constant: dict[str, bool] = {}
        self._structures: list[Hashable] = []
        self.first: list[int] = []  # of each pack: the number of its first world
        for number, pack in enumerate(packs):
            days = [] if on is not None else turning_days(pack)
            self.bounds.append(days)
            self.first.append(len(self.all))
            before = on or (days[0] - timedelta(days=1) if days else date(2000, 1, 1))
            self.all += [World(number, _law_day(pack, day), pack.instrument.force_on(day)) for day in (before, *days)]

    @property
    def only(self) -> bool:
        """Whether all rows are under one law."""
        return len(self.all) == 1

    @cached_property
    def laws(self) -> list[Law]:
        return [law(self.packs[w.pack], self.question, w.day) for w in self.all]

    def groups(self, pinned: frozenset[str], told: bool = False) -> tuple[list[int], list[int]]:
        """The group of each world, and of each group its first world. Worlds with other values of a `pinned` parameter are never in one group.

        `told`: each world is a group of its own, for the words of its law are told.
        """
        if told:
            return list(range(len(self.all))), list(range(len(self.all)))
        known: dict[Hashable, int] = {}
        of: list[int] = []
        firsts: list[int] = []
        if not self._structures:
            self._structures = [structure(self.packs[w.pack], self.laws[i], w) for i, w in enumerate(self.all)]
        for index in range(len(self.all)):
            values = tuple((n, repr(self.value(index, n))) for n in sorted(pinned))
            key = (self._structures[index], values)
            group = known.setdefault(key, len(known))
            if group == len(firsts):
                firsts.append(index)
            of.append(group)
        return of, firsts

    def parameter(self, world: int, name: str) -> ParameterValue | None:
        found = self.packs[self.all[world].pack].parameters.get(name)
        return found.on(self.all[world].day) if found is not None else None

    def value(self, world: int, name: str) -> Any:
        found = self.parameter(world, name)
        return found.value if found is not None else None

    def constant(self, name: str) -> bool:
        """Whether a parameter has one value in all worlds."""
        if name not in self._constant:
            first = repr(self.value(0, name))
            self._constant[name] = all(repr(self.value(w, name)) == first for w in range(1, len(self.all)))
        return self._constant[name]

    def positive(self, name: str) -> bool:
        """Whether a parameter is a number greater than 0 in all worlds."""
        values = [self.value(w, name) for w in range(len(self.all))]
        return all(v is not None and v > 0 for v in values)

    @cached_property
    def _ranks(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """All turning days of all packs, and for each pack and each place among them the world."""
        days = sorted({d for bounds in self.bounds for d in bounds})
        places = np.empty((len(self.packs), len(days) + 1), np.uint32)
        for number, bounds in enumerate(self.bounds):
            places[number, 0] = self.first[number]
            own = [d.toordinal() for d in bounds]
            places[number, 1:] = [self.first[number] + bisect_right(own, d.toordinal()) for d in days]
        return np.array([d.toordinal() - EPOCH for d in days], np.int32), places.ravel()

    def of_rows(self, pack: NDArray[Any] | None, days: NDArray[Any] | None) -> NDArray[Any] | None:
        """The world of each row, by the number of its pack and its day in days since 1970 (None: one for all); None where there is but one."""
        if self.only:
            return None
        if days is None or self.on is not None:
            return None if pack is None else np.asarray(self.first, np.uint32).take(pack)
        turns, places = self._ranks
        if len(turns) > 8:
            rank: NDArray[Any] = np.searchsorted(turns, days, side="right")
        else:
            rank = np.zeros(len(days), np.uint8)
            for turn in turns:
                rank += days >= turn
            if pack is None:
                return rank
        return places.take(rank if pack is None else pack.astype(np.int64) * (len(turns) + 1) + rank)


def turning_days(pack: Pack) -> list[date]:
    """The days on which the law of a pack changes, its first day in force and the day after its last among them."""
    days = set(pack.epochs)
    instrument = pack.instrument
    if instrument.status == "in_force":
        if instrument.period.first is not None:
            days.add(instrument.period.first)
        if instrument.period.last is not None and instrument.period.last < date.max:
            days.add(instrument.period.last + timedelta(days=1))
    return sorted(days)


def _law_day(pack: Pack, day: date) -> date:
    """The day whose rules govern: before the first change these are the rules of the instrument's first day, as in the reference."""
    index = bisect_right(pack.epochs, day)
    if index > 0:
        return pack.epochs[index - 1]
    return pack.instrument.period.first or (pack.epochs[0] - timedelta(days=1) if pack.epochs else day)


def law(pack: Pack, question: str, day: date) -> Law:
    """The rules that answer a question on a day."""
    decision = pack.decisions.get(question)
    asked = pack.questions[question]
    if not isinstance(decision, Table):
        return Law(asked, (), isinstance(decision, DrawOrder))
    ordered: list[Table] = []

    def add(table: Table) -> None:
        for name in sorted({n for r in table.rules for e in r.formulas for n in names(e, "step")}):
            step = pack.decisions[name]
            assert isinstance(step, Table)
            if step.id not in [t.id for t in ordered]:
                add(step)
                ordered.append(_on(step, day))

    add(decision)
    return Law(asked, (_on(decision, day), *ordered), False)


def _on(table: Table, day: date) -> Table:
    rules = tuple(r for r in table.rules if r.period.covers(day))
    return table if len(rules) == len(table.rules) else replace(table, rules=rules)


def structure(pack: Pack, law: Law, world: World) -> Hashable:
    """What two worlds must have in common to be decided as one: all but the values of parameters and the words of the law."""
    asked = law.question
    instrument = pack.instrument
    head = (asked.inputs, tuple((o.name, o.type) for o in asked.outputs), asked.every_day, world.force, instrument.month_end)
    if not law.tables:
        return (head, world.pack)
    read = sorted({n for t in law.tables for r in t.rules for e in r.formulas for n in names(e, "parameter")})
    dead = tuple(n for n in read if pack.parameters[n].on(world.day) is None)
    keyed = tuple((n, pack.parameters[n].type, pack.parameters[n].key) for n in read)
    validity = tuple(q.address for q in instrument.validity_cite)
    tables = tuple((t.id, t.hit, t.gives, t.ranked, tuple(map(_meaning, t.rules))) for t in law.tables)
    doubted = tuple(sorted((i, a.chosen, a.readings) for i, a in pack.ambiguities.items() if any(i in r.readings for t in law.tables for r in t.rules)))
    return (head, dead, keyed, validity, tables, doubted)


def _meaning(rule: Rule) -> Hashable:
    match rule.result:
        case Answered():
            says: Hashable = rule.result
        case Undetermined():
            says = ("undetermined", rule.result.outcomes)
        case Silent():
            says = "silent"
    cited = tuple(q.address for q in rule.cite)
    return (rule.id, tuple((t.column, t.holds) for t in rule.tests), says, cited, rule.excepts, rule.strength, rule.inferred, rule.readings)
