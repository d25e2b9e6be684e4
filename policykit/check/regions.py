"""Cases that stand for all cases of a question: one for each region that its rules cut, and for each boundary between two.

What the rules compare parts the values of each fact, as it does for unknown facts (`targets.python.trials`): here every fact that the rules read is
taken for unknown, on each stretch of time. Where the regions are few, all are there; else as many as wanted, by a seed, with a case for each row
and each boundary among them. A list, a record or a word has no finite choice of values: it takes those that cases give it and a few made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from math import prod
from random import Random
from typing import Any

from ..ir.expr import Literal, Ref, walk
from ..ir.pack import Pack
from ..ir.types import UNKNOWN, Boolean, Choice, Date, DateTime, DayOfYear, Duration, Fact, ListOf, Months, Number, Record, SetOf, Time, Type, Word, may_be_none
from ..targets.python.program import Program, in_period
from ..targets.python.reads import all_formulas
from ..targets.python.relations import accepts
from ..targets.python.trials import Reads, candidates

MOST = 50_000
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """Facts as they are given, and the day of the law."""

    facts: Facts
    on: date


@dataclass(frozen=True)
class Regions:
    """`complete`: a case for every region and boundary. `total`: how many there are, where they were all met; else a number that there are at least.

    `drawn`: there are too many, so each row and each boundary has a case and the others are drawn. Where the cases are neither complete nor drawn, all
    values that facts without a finite choice take here are there in all combinations.
    """

    cases: tuple[Case, ...]
    total: int
    complete: bool
    drawn: bool = False


def regions(pack: Pack, question: str, examples: Sequence[Facts] = (), most: int = MOST, seed: int = 0, draw: int | None = None) -> Regions:
    """Cases for a question of the pack, in which every fact that matters is known, left out, or unknown. `examples`: facts that lists may be taken from.

    Beyond `most` regions and boundaries, `draw` cases (as many as `most`, where it is left out), or more where the rows and boundaries are more.
    """
    program = Program(pack, pack.questions[question])
    maker = _Maker(program, examples)
    days = maker.days()
    found: dict[Any, Case] = {}
    total, complete, drawn = 0, True, False
    for day, whole in days:
        share = max(most // sum(w for _, w in days), 50) if whole else 20
        points = list(islice(maker.every(day), share + 1))
        if not whole:
            points = points[:share]
        elif len(points) > share:
            total += max(maker.count(day), len(points))
            complete, drawn = False, True
            points = maker.some(day, min(share, most if draw is None else draw), Random(f"{seed} {question} {day}"))  # cases, not secrets
        else:
            total += len(points)
            complete = complete and not maker.endless(day)
        for facts in points:
            found.setdefault(_key(facts, day), Case(facts, day))
    for case in [*maker.ways_to_leave_out(next(iter(found.values()), None)), *maker.not_known(list(found.values())[:40])]:
        found.setdefault(_key(case.facts, case.on), case)
    return Regions(tuple(found.values()), total, complete, drawn)


def _key(facts: Facts, day: date) -> Any:
    return (day, tuple(sorted((n, repr(v)) for n, v in facts.items())))


class _Maker:
    """Makes the cases of one question."""

    def __init__(self, program: Program, examples: Sequence[Facts]) -> None:
        self.program, self.question = program, program.question
        self._opaque: dict[tuple[str, date], list[Any]] = {}
        self.given: dict[str, list[Any]] = {f.name: _each_once(e[f.name] for e in examples if e.get(f.name) is not None) for f in self.question.inputs}

    def days(self) -> list[tuple[date, bool]]:
        """A day of each stretch of time and, not in whole, the days around each change."""
        period = self.program.instrument.period
        inside = [self.program._day(i) for i in range(len(self.program.starts) + 1)]
        one = timedelta(days=1)
        edges = [d + n * one for d in (*self.program.starts, period.first, period.last) if d is not None for n in (-1, 0, 1)]
        named = {n.name for f in all_formulas(self.program, inside[0]) for n in walk(f) if isinstance(n, Ref) and n.origin == "builtin"}
        years = [date(d.year, m, 15) for d in inside for m in (3, 9)] if named else []
        return [*((d, True) for d in inside), *((d, False) for d in dict.fromkeys([*edges, *years]) if d not in inside and date(1000, 1, 2) < d < date(2999, 12, 30))]

    # --- all of them

    def every(self, day: date) -> Iterator[Facts]:
        """Every combination of values, one fact after the other; what is compared with constants first."""
        reads = self.program.reads(day)
        yield from self._completed(self._in_order(reads), {}, reads, day)

    def _completed(self, facts: Sequence[Fact], known: dict[str, Any], reads: Reads, day: date) -> Iterator[Facts]:
        if not facts:
            yield self._given(known)
            return
        for value in self.values(facts[0], known, reads, day):
            yield from self._completed(facts[1:], {**known, facts[0].name: value}, reads, day)

    def count(self, day: date) -> int:
        """About how many combinations there are: each fact's values where all before it have their first."""
        reads = self.program.reads(day)
        known: dict[str, Any] = {}
        sizes: list[int] = []
        for fact in self._in_order(reads):
            values = self.values(fact, known, reads, day)
            sizes.append(len(values))
            known[fact.name] = values[0]
        return prod(sizes)

    def endless(self, day: date) -> bool:
        """Whether the rules read a fact for which no finite choice of values would do."""
        reads = self.program.reads(day)
        return bool(reads.opaque & reads.read)

    # --- some of them

    def some(self, day: date, count: int, random: Random) -> list[Facts]:
        """For each row a case that it may be meant for, for each boundary two, the rest anyhow."""
        reads = self.program.reads(day)
        ordered = self._in_order(reads)
        found: list[Facts] = []
        for rule in (r for table in (self.program.table, *self.program._steps()) for r in in_period(table, day)):
            for _ in range(2):
                allowed = {f.name: [v for v in self.values(f, {}, reads, day) if accepts(rule, f.name, v)] for f in ordered if isinstance(f.type, Choice | Boolean)}
                found.append(self._drawn(ordered, reads, day, random, allowed))
        for fact in ordered:
            known: dict[str, Any] = {}
            for other in ordered[: ordered.index(fact)]:
                known[other.name] = random.choice(self.values(other, known, reads, day))
            for value in self.values(fact, known, reads, day):
                found += [self._drawn(ordered, reads, day, random, {**{n: [v] for n, v in known.items()}, fact.name: [value]}) for _ in range(2)]
        found += [self._drawn(ordered, reads, day, random, {}) for _ in range(count - len(found))]
        return found

    def _drawn(self, ordered: Sequence[Fact], reads: Reads, day: date, random: Random, allowed: Mapping[str, list[Any]]) -> Facts:
        known: dict[str, Any] = {}
        for fact in ordered:
            known[fact.name] = random.choice(allowed.get(fact.name) or self.values(fact, known, reads, day))
        return self._given(known)

    # --- what is not given, what is not known

    def ways_to_leave_out(self, case: Case | None) -> Iterator[Case]:
        """The first case without each of the facts that need not be given."""
        for fact in self.question.inputs if case is not None else ():
            if case is not None and fact.absent.kind != "required" and fact.name in case.facts:
                yield Case({n: v for n, v in case.facts.items() if n != fact.name}, case.on)

    def not_known(self, cases: Iterable[Case]) -> Iterator[Case]:
        """Each case with one of its facts unknown, in turn."""
        names = [f.name for f in self.question.inputs]
        for number, case in enumerate(cases):
            if names:
                yield Case({**case.facts, names[number % len(names)]: UNKNOWN}, case.on)

    # --- values

    def _in_order(self, reads: Reads) -> list[Fact]:
        """The facts that the rules read, or from which an absent one is told; those compared with fewer others first."""
        told = {f.absent.source for f in self.question.inputs if f.absent.kind == "map" and f.name in reads.read}
        read = [f for f in self.question.inputs if f.name in reads.read or f.name in told]
        names = {f.name for f in read if not isinstance(f.type, Choice | Boolean)}
        return sorted(read, key=lambda f: (not isinstance(f.type, Choice | Boolean), sum(bool((said - {f.name}) & names) for said in reads.compared if f.name in said)))

    def _given(self, known: Mapping[str, Any]) -> Facts:
        """The facts as they are given: none is left out; a fact that no rule reads has some value where it must have one."""
        facts = {n: v for n, v in known.items() if v is not None}
        for fact in self.question.inputs:
            if fact.name not in known and fact.absent.kind == "required":
                facts[fact.name] = (self.given[fact.name] or made_up(fact.type))[0]
        return facts

    def values(self, fact: Fact, known: Mapping[str, Any], reads: Reads, day: date) -> Sequence[Any]:
        """The values of a fact that differ to the rules, the facts in `known` being what they are."""
        if fact.name in reads.opaque:
            if (fact.name, day) not in self._opaque:
                none = [None] if may_be_none(fact) else []
                self._opaque[fact.name, day] = _each_once([*self.given[fact.name][:12], *self._named(fact, day), *made_up(fact.type), *none])
            return self._opaque[fact.name, day]
        if fact.name in reads.codes:
            return reads.codes[fact.name]
        if isinstance(fact.type, Date | DateTime | Number | Word):
            return [v for v in candidates(fact, known, reads, day) if not isinstance(v, date) or 1000 <= v.year < 3000] or made_up(fact.type)
        return made_up(fact.type)

    def _named(self, fact: Fact, day: date) -> list[Any]:
        """Values of the fact's type that formulas write out, and the parameters' on the day."""
        found: list[Any] = []
        for formula in all_formulas(self.program, day):
            for node in walk(formula):
                if isinstance(node, Literal) and type(node.type) is type(fact.type) and node.value is not None and not isinstance(fact.type, ListOf | SetOf | Record):
                    found.append(node.value)
        match fact.type:
            case Number(integer=True, minimum=low):
                return [n for v in found if v == int(v) for n in (int(v) - 1, int(v), int(v) + 1) if low is None or n >= low]
            case Choice(values=codes):
                return [v for v in found if v in codes]
            case DayOfYear():
                return [f"{m:02}-{d:02}" for m, d in found]
            case Months():
                return [n for v in found for n in (v - 1, v, v + 1)]
            case Duration():
                return [v + timedelta(hours=n) for v in found for n in (-1, 0, 1)]
        return found


def made_up(type_: Type) -> list[Any]:
    """A few values of a type."""
    match type_:
        case Boolean():
            return [False, True]
        case Choice(values=values):
            return [v for v in values if v != "unknown"]
        case Number(minimum=minimum):
            return [n + (minimum or 0) for n in (0, 1, 2, 100)]
        case Date():
            return [date(2025, 3, 31), date(2026, 2, 28)]
        case DateTime():
            return [datetime(2025, 3, 31, 16, 0), datetime(2026, 2, 28, 0, 0)]
        case Time():
            return [time(0, 0), time(16, 30)]
        case Months():
            return [0, 6, 12]
        case Duration():
            return [timedelta(0), timedelta(days=30), timedelta(hours=10)]
        case DayOfYear():
            return ["01-01", "06-30"]
        case Word():
            return ["~", "~~"]
        case ListOf(of=inner) | SetOf(of=inner):
            some = made_up(inner)
            return [(), *((v,) for v in some[:3]), tuple(some[:2]), tuple(some)]
        case Record(fields=fields):
            parts = {n: made_up(f.type) for n, f in fields}
            return [{n: values[number % len(values)] for n, values in parts.items()} for number in range(3)]
    return []


def _each_once(values: Iterable[Any]) -> list[Any]:
    """Values that cannot all be hashed, each once."""
    return list({repr(v): v for v in values}.values())
