"""The facts of one question as Z3 variables, shared by all packs that are looked at together.

Where packs give a choice different codes, the fact has the codes of all. A fact that is not given and then *unknown* is a variable like any other:
what may be true of it is looked at, nothing assumed. (Two laws that agree whatever an unknown fact is agree where it is unknown.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import z3

from ...ir.expr import Call, Expr, Items, Literal, Ref, names, walk
from ...ir.pack import Pack
from ...ir.types import Absent, Choice, Fact, ListOf, SetOf, meet
from .days import Day, day_of, fresh, in_stretch
from .logic import Bool, every, number
from .slots import Slot, World, slot
from .together import FALSE, TRUE
from .values import Code, Many, Val


class Facts:
    """The inputs of `question` for `packs`. With `on` left out the day asked about is a variable too."""

    def __init__(self, question: str, packs: Sequence[Pack], on: date | None = None) -> None:
        self.question = question
        self.packs = tuple(packs)
        self.inputs = merged(question, self.packs)
        self.on = on
        tables = [t for p in self.packs for t in p.tables(question)]
        formulas = [e for t in tables for r in t.rules for e in r.formulas]
        used = [p.parameters[n] for p in self.packs for n in sorted({n for e in formulas for n in names(e, "parameter")}) if n in p.parameters]
        self.constants = [n.value for e in formulas for n in walk(e) if isinstance(n, Literal)] + [c for q in used for v in q.values for c in _atoms(v.value)]
        words = tuple(dict.fromkeys(c for c in self.constants if isinstance(c, str)))
        self.world = World(words, _longest(formulas, self.packs), _periods(formulas))
        self.slots: dict[str, Slot] = {f.name: slot(f, f.name, self.world, f.absent.kind == "none") for f in self.inputs}
        self.day: Day
        self.day, bounds = (day_of(on), []) if on is not None else fresh("the day")
        self.domain: list[Bool] = [*bounds, *(d for s in self.slots.values() for d in s.domain)]
        self.opaque: dict[str, Any] = {}  # formula -> the free variable that stands for it
        self._paired: dict[tuple[str, str], list[tuple[Any, Any]]] = {}  # fact and value -> what its variables are

    @property
    def values(self) -> dict[str, Val]:
        return {n: s.value for n, s in self.slots.items()}

    def with_input(self, fact: Fact) -> Facts:
        """The same facts, and one more."""
        found = copy(self)
        added = slot(fact, fact.name, self.world, fact.absent.kind == "none")
        found.inputs, found.slots, found.domain = (*self.inputs, fact), {**self.slots, fact.name: added}, [*self.domain, *added.domain]
        return found

    def between(self, first: date | None, last: date | None) -> Bool:
        """The condition that the day asked about lies in a stretch."""
        return in_stretch(self.day, first, last)

    def known_to(self, pack: Pack) -> Bool:
        """The condition that a pack knows the codes of all facts."""
        return every(self._readable(f) for f in pack.questions[self.question].inputs)

    def _readable(self, fact: Fact) -> Bool:
        value, type_ = self.slots[fact.name].value, fact.type
        if isinstance(type_, Choice) and isinstance(value, Code):
            return every(z3.Not(b) for c, b in value.bits.items() if c is not None and c not in type_.values)
        if isinstance(type_, SetOf) and isinstance(type_.of, Choice) and isinstance(value, Many):
            return every(z3.Not(b) for c, b in value.bits.items() if c not in type_.of.values)
        return True

    def model(self, case: Mapping[str, Any], on: date | None = None) -> Any:
        """A case whose facts are all known, as `Policy.read_case` resolves them, as a Z3 model: what `truth_in` and `Slot.read` take. Raises `Untranslated`."""
        found = z3.Model()
        context, model = found.ctx.ref(), found.model
        for name in self.slots:
            for variable, value in self._constants(name, case[name]):
                z3.Z3_add_const_interp(context, model, variable.ast, value.ast)
        if self.on is None and on is not None:
            found.update_value(self.day.month, z3.IntVal(12 * on.year + on.month - 1))
            found.update_value(self.day.number, z3.IntVal(on.day))
        return found

    def _constants(self, name: str, value: Any) -> list[tuple[Any, Any]]:
        """The variables of a fact, as declared, and what they are where it has the value: of many cases' facts few differ."""
        key = (name, repr(value))
        if key not in self._paired:
            self._paired[key] = [(v.decl(), c) for v, c in self.slots[name].pairs(value)]
        return self._paired[key]


def truth_in(condition: Bool, model: Any) -> bool | None:
    """Whether a condition holds in a case (a model, or conditions told together in one); None where that rests on a formula that has no exact term."""
    if isinstance(condition, bool):
        return condition
    found = model.eval(condition)
    if found is TRUE or found is FALSE:
        return found is TRUE
    return True if z3.is_true(found) else False if z3.is_false(found) else None


def merged(question: str, packs: Sequence[Pack]) -> tuple[Fact, ...]:
    """The inputs of a question as all packs have them, with the codes of all."""
    found: dict[str, Fact] = {}
    for pack in packs:
        for fact in pack.questions[question].inputs:
            before = found.get(fact.name)
            found[fact.name] = fact if before is None else replace(before, type=meet(before.type, fact.type) or before.type, absent=_absent(before.absent, fact.absent))
    return tuple(found.values())


def _absent(a: Absent, b: Absent) -> Absent:
    return a if a.kind != "required" else b


def _atoms(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _atoms(inner)
    elif isinstance(value, tuple | list | frozenset):
        for inner in value:
            yield from _atoms(inner)
    else:
        yield number(value) if isinstance(value, Decimal) else value


def _longest(formulas: Iterable[Expr], packs: Sequence[Pack]) -> dict[str, int]:
    """How many elements of a list decide: one more than the longest order that it is held against."""
    found: dict[str, int] = {}
    for formula in formulas:
        for node in walk(formula):
            if isinstance(node, Call) and node.function == "next in order":
                order, done = node.arguments
                if isinstance(done, Ref) and done.origin == "input":
                    found[done.name] = max(found.get(done.name, 0), _length(order, packs) + 1)
    return found


def _periods(formulas: Iterable[Expr]) -> frozenset[str]:
    """The inputs that are read as a day, month or year."""
    calls = [n for f in formulas for n in walk(f) if isinstance(n, Call) and n.function in ("first day of", "last day of")]
    return frozenset(n for c in calls for n in names(c, "input"))


def _length(order: Expr, packs: Sequence[Pack]) -> int:
    if isinstance(order, Items):
        return len(order.parts)
    if isinstance(order, Ref) and order.origin == "parameter":
        return max((len(v.value) for p in packs if order.name in p.parameters for v in p.parameters[order.name].values if isinstance(v.value, tuple)), default=0)
    return max((len(n.parts) for n in walk(order) if isinstance(n, Items)), default=0)


def list_bounds(facts: Facts) -> dict[str, int]:
    """The lists among the facts, and the most elements that were looked at."""
    return {n: len(s.there) for n, s in facts.slots.items() if isinstance(s.type, ListOf)}
