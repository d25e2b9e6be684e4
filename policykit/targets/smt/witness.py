"""Whether some case fulfils a condition, and the smallest one as a person would say it: few facts given, round numbers, the first of a month.

A search has a time limit; when it ends before an answer is found, the answer is `unknown`, never "no". A case found is always a case, also where
there was no time left to make it the smallest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic
from typing import Any, Literal

import z3

from ...domain.periods import FIRST_DAY
from ...ir.types import DayOfYear
from .days import day_of, same_day
from .facts import Facts
from .logic import Bool, asserted
from .preferences import assumed, assumed_value, distance, preferences
from .slots import Slot
from .values import Many

LIMIT = 10.0  # seconds


@dataclass(frozen=True)
class Witness:
    """A case: the facts to give (those left out have the value that their absence means), and the day of the law."""

    facts: Mapping[str, Any]
    on: date


@dataclass(frozen=True)
class Search:
    """How a search ended: a case, the proof that there is none, or no answer in time."""

    verdict: Literal["found", "none", "unknown"]
    witness: Witness | None = None


class Prover:
    """Searches over the cases of `facts`, each within `limit` seconds. `assuming`: what all cases fulfil."""

    def __init__(self, facts: Facts, limit: float = LIMIT, assuming: Iterable[Bool] = (), anchor: date | None = None) -> None:
        self.facts, self.limit = facts, limit
        self.anchor = anchor or facts.on or date(2025, 1, 1)
        self.solver = z3.Solver()
        self.solver.add([asserted(c) for c in (*facts.domain, *assuming)])
        self._until = 0.0

    def possible(self, condition: Bool) -> bool | None:
        """Whether some case fulfils the condition; None where that is not known in time."""
        if condition is False:
            return False
        self._until = monotonic() + self.limit
        return self._check(asserted(condition))

    def proven(self, condition: Bool) -> bool | None:
        """Whether every case fulfils the condition; None where that is not known in time."""
        found = self.possible(z3.Not(asserted(condition)))
        return None if found is None else not found

    def smallest(self, condition: Bool) -> Search:
        """The smallest case that fulfils the condition."""
        self._until = monotonic() + self.limit
        if condition is False:
            return Search("none")
        self.solver.push()
        try:
            self.solver.add(asserted(condition))
            found = self._check()
            if not found:
                return Search("none" if found is False else "unknown")
            return Search("found", _Smallest(self, self.solver.model()).witness())
        finally:
            self.solver.pop()

    def _check(self, *assumptions: Any) -> bool | None:
        left = self._until - monotonic()
        if left <= 0:
            return None
        self.solver.set("timeout", max(int(left * 1000), 1))
        found = self.solver.check(*assumptions)
        return None if found == z3.unknown else bool(found == z3.sat)


class _Smallest:
    """From one case to the smallest: what is plainest for each fact, as far as the condition (which the solver holds) allows."""

    def __init__(self, prover: Prover, model: Any) -> None:
        self.prover, self.solver, self.facts, self.model = prover, prover.solver, prover.facts, model
        self.plain: dict[str, Any] = {}
        day = self.facts.day
        for fact in self.facts.inputs:
            best = assumed(fact, self.facts.slots, day)
            slot = self.facts.slots[fact.name]
            self.plain[fact.name] = asserted(best) if best is not None else next(self.preferences(slot), z3.BoolVal(True))
        order = {"required": 0, "unknown": 1, "map": 2}
        self.inputs = sorted(self.facts.inputs, key=lambda f: order.get(f.absent.kind, 3))  # those that must be given are let go first

    def preferences(self, slot: Slot) -> Any:
        return preferences(slot, self.prover.anchor, self.facts.constants)

    def witness(self) -> Witness:
        if self.facts.on is None:
            self.settle_day()
        for name in self.let_go():
            self.settle(self.facts.slots[name])
        for slot in self.facts.slots.values():
            self.within(slot)
        values = {n: s.read(self.model) for n, s in self.facts.slots.items()}
        on = self.facts.on or _day(self.facts, self.model)
        given: dict[str, Any] = {}
        for fact in self.facts.inputs:
            value = values[fact.name]
            usual = assumed_value(fact, values, on)
            if value is not None and not (value == usual or (isinstance(value, datetime) and usual == value.date() and value == datetime(on.year, on.month, on.day))):
                given[fact.name] = f"{value[0]:02d}-{value[1]:02d}" if isinstance(fact.type, DayOfYear) else value
        return Witness(given, on)

    def let_go(self) -> list[str]:
        """The facts that cannot have their plainest value; for all others it is settled."""
        kept = [f.name for f in self.inputs]
        gone: list[str] = []
        while kept:
            marks = {n: self.plain[n] for n in kept}
            found = self.prover._check(*marks.values())
            if found:
                self.model = self.solver.model()
                self.solver.add(list(marks.values()))
                break
            if found is None:
                return []
            core = {c.get_id() for c in self.solver.unsat_core()}
            last = next(n for n in kept if marks[n].get_id() in core)
            kept.remove(last)
            gone.append(last)
        return [f.name for f in self.facts.inputs if f.name in gone]

    def prefer(self, condition: Any) -> bool:
        """Whether the condition can hold besides what is settled; then it is settled too."""
        if not z3.is_true(self.model.eval(condition, model_completion=True)):
            if not self.prover._check(condition):
                return False
            self.model = self.solver.model()
        self.solver.add(condition)
        return True

    def settle(self, slot: Slot) -> None:
        if not any(self.prefer(p) for p in self.preferences(slot)) or _rough(slot):
            self.nearest(slot)
        self.fix(slot)

    def nearest(self, slot: Slot) -> None:
        """As near to the plain as may be: whole numbers by halving."""
        size = distance(slot.value, self.prover.anchor)
        if size is None:
            return
        best = self.model.eval(size, model_completion=True)
        low, high = 0, -(-best.numerator_as_long() // best.denominator_as_long()) if z3.is_rational_value(best) else best.as_long() if z3.is_int_value(best) else 0
        while low < high:
            middle = (low + high) // 2
            found = self.prover._check(size <= middle)
            if found is None:
                return
            if found:
                self.model = self.solver.model()
                high = middle
            else:
                low = middle + 1
        self.prefer(size <= high)

    def fix(self, slot: Slot) -> None:
        """Nothing else may change what is settled of a fact."""
        if slot.parts:
            return
        pairs = [(v, c) for v, c in slot.pairs(slot.read(self.model)) if not v.eq(c)]
        self.prefer(z3.And([v == c for v, c in pairs]))

    def within(self, slot: Slot) -> None:
        """The elements of sets, the parts of lists and records."""

        if (isinstance(slot.value, Many) and not isinstance(slot.value.none, bool)) or isinstance(slot.value, Many):
            for bit in slot.value.bits.values():
                if not isinstance(bit, bool):
                    self.prefer(z3.Not(bit)) or self.prefer(bit)
            if not isinstance(slot.value.others, int):
                self.nearest_count(slot.value.others)
        for i, part in enumerate(slot.parts):
            if slot.there and not z3.is_true(self.model.eval(slot.there[i], model_completion=True)):
                break
            if slot.there:
                self.prefer(slot.there[i])
            none = part.value.none
            if none is False or not self.prefer(asserted(none)):
                self.settle(part)
            self.within(part)

    def nearest_count(self, others: Any) -> None:
        any(self.prefer(others == n) for n in range(4))

    def settle_day(self) -> None:
        """The day asked about: that of the law, else the first of a month."""
        day = self.facts.day
        choices: Sequence[Any] = [same_day(day, day_of(self.prover.anchor)), day.number == 1]
        any(self.prefer(asserted(c)) for c in choices)
        found = _day(self.facts, self.model)
        self.prefer(asserted(same_day(day, day_of(found))))


def _rough(slot: Slot) -> bool:
    """Whether what was settled leaves the value open: a whole number, the first of some month."""
    return distance(slot.value, FIRST_DAY) is not None


def _day(facts: Facts, model: Any) -> date:
    month, number = (model.eval(t, model_completion=True).as_long() for t in (facts.day.month, facts.day.number))
    return date(month // 12, month % 12 + 1, number)


def shortened(witness: Witness, facts: Facts, shows: Callable[[Witness], bool]) -> Witness:
    """The case without the facts that need not be known for it to show what it should."""
    for fact in facts.inputs:
        if fact.absent.kind == "unknown" and fact.name in witness.facts:
            fewer = Witness({n: v for n, v in witness.facts.items() if n != fact.name}, witness.on)
            if shows(fewer):
                witness = fewer
    return witness
