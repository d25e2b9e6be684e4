"""The cases to try in place of one with unknown facts: a value for each region that the rules cut, and for each boundary between two.

Of what no finite choice of values would do for, an `Opaque` stands in the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from math import floor
from typing import Any

from ...domain.numbers import settled
from ...ir.expr import NOT_CONSTANT, Arithmetic, Call, Compare, Expr, Items, Literal, Member, Ref, constant, names, walk
from ...ir.pack import Answered, Table
from ...ir.types import UNKNOWN, Boolean, Choice, Date, DateTime, Fact, ListOf, Number, Record, Type, Word, holds_unknown, may_be_none
from .expressions import Emitter
from .program import Program, in_period, steps_of
from .runtime import OutOfRange

OTHER_WORD = "~"  # a word that no rule can name: identifiers have no such sign


class Unread(Exception):
    """A rule reads an unknown fact for which no finite choice of values would do."""

    def __init__(self, fact: str) -> None:
        self.fact = fact
        super().__init__(fact)


class Opaque:
    """Stands for a fact, or a part of one, of which no finite choice of values would do: whoever looks into it is told that it is not known."""

    def __init__(self, fact: str) -> None:
        object.__setattr__(self, "fact", fact)

    def _unread(self, *_: Any) -> Any:
        raise Unread(object.__getattribute__(self, "fact"))

    __iter__ = __len__ = __bool__ = __contains__ = __getitem__ = __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __sub__ = __rsub__ = __getattr__ = _unread
    __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __neg__ = __abs__ = __int__ = __index__ = __eq__ = __ne__ = __hash__ = _unread


def trials_of(program: Program, facts: tuple[Any, ...], unknown: list[int], on: date) -> Iterator[tuple[Any, ...]]:
    """Cases with a value for every unknown fact, one for each region and boundary of what the rules compare."""
    inputs = program.question.inputs
    formulas = comparisons(program, on)
    plain = [i for i in unknown if isinstance(inputs[i].type, Choice | Boolean)]
    facts = tuple(_veiled(inputs[i], v) if i in unknown and (v is not UNKNOWN or _opaque(inputs[i], formulas, program, on)) else v for i, v in enumerate(facts))
    ordered = [i for i in unknown if i not in plain and (facts[i] is UNKNOWN or (isinstance(facts[i], Opaque) and may_be_none(inputs[i])))]
    emitter = program._emitter(0)
    emitter.day = on
    # what is compared with constants or known facts first: the others are then compared with it
    ordered.sort(key=lambda i: sum(bool(names(f, "input") - {inputs[i].name} & {inputs[j].name for j in ordered}) for f in formulas if inputs[i].name in names(f, "input")))
    for choice in product(*(_codes(inputs[i], program, on) for i in plain)):
        trial = list(facts)
        for i, value in zip(plain, choice, strict=True):
            trial[i] = value
        yield from _completed(program, trial, ordered, formulas, emitter, on)


def _completed(program: Program, trial: list[Any], ordered: list[int], formulas: list[Compare], emitter: Emitter, on: date) -> Iterator[tuple[Any, ...]]:
    if not ordered:
        yield tuple(trial)
        return
    index, rest = ordered[0], ordered[1:]
    fact = program.question.inputs[index]
    for value in [None, trial[index]] if isinstance(trial[index], Opaque) else _candidates(program, fact, trial, formulas, emitter, on):
        yield from _completed(program, [*trial[:index], value, *trial[index + 1 :]], rest, formulas, emitter, on)


def comparisons(program: Program, on: date) -> list[Compare]:
    """Every comparison that the rules and the steps they read make on the day."""
    found: list[Compare] = []
    for formula in all_formulas(program, on):
        found += [n for n in walk(formula) if isinstance(n, Compare)]
        found += [Compare("=", n.value, n.collection) for n in walk(formula) if isinstance(n, Member)]
    return found


def all_formulas(program: Program, on: date) -> Iterator[Expr]:
    """The conditions and outputs of the rules in force, and of the steps they read."""
    tables = [program.table]
    for table in tables:
        for name in steps_of(table):
            step = program.pack.decisions[name]
            if isinstance(step, Table) and step not in tables:
                tables.append(step)
        for rule in in_period(table, on):
            yield from rule.formulas


def _veiled(fact: Fact, value: Any) -> Any:
    """The fact with what is not known of it made opaque: the parts of a list or record that are unknown, or else all of it."""
    if isinstance(value, tuple) and isinstance(fact.type, ListOf):
        of = replace(fact, type=fact.type.of)
        return tuple(_veiled(of, v) if holds_unknown(v) else v for v in value)
    if isinstance(value, dict) and isinstance(fact.type, Record):
        parts = dict(fact.type.fields)
        if not any(holds_unknown(v) and may_be_none(parts[n]) for n, v in value.items()):  # such a part may be none: a question that takes no look
            return {n: _veiled(replace(parts[n], name=fact.name), v) if holds_unknown(v) else v for n, v in value.items()}
    return Opaque(fact.name)


def _opaque(fact: Fact, formulas: list[Compare], program: Program, on: date) -> bool:
    """Whether no finite choice of values would do: lists, sets, records and periods; what the rules do more with than trials can show."""
    match fact.type:
        case Choice() | Boolean():
            return False
        case Word():
            return _readings(fact.name, all_formulas(program, on)) > _named(fact.name, formulas)
        case Date() | DateTime() | Number():
            mine = [f for f in formulas if fact.name in names(f, "input")]
            if any(names(f, "variable") or names(f, "step") for f in mine):
                return True
            outputs = [e for r in in_period(program.table, on) if isinstance(r.result, Answered) for _, e in r.result.outputs]  # masked where they follow the fact
            elsewhere = _readings(fact.name, all_formulas(program, on)) - _readings(fact.name, outputs)
            turns = sum(_turns(side, other, fact) for f in mine for side, other in ((f.left, f.right), (f.right, f.left)))
            in_outputs = sum(_readings(fact.name, [n]) for e in outputs for n in walk(e) if isinstance(n, Compare))
            return elsewhere + in_outputs > turns
    return True


def _turns(side: Expr, other: Expr, fact: Fact) -> bool:
    """Whether a comparison turns at one value of the fact, which `_boundary` finds: the fact alone, shifted, or times a number."""
    return fact.name not in names(other, "input") and fact.name in names(side, "input") and _straight(side, fact)


def _straight(side: Expr, fact: Fact) -> bool:
    match side:
        case Ref():
            return True
        case Arithmetic(left=left, right=right, operator=operator) if isinstance(side.type, Number) == isinstance(fact.type, Number):
            on_left, on_right = (fact.name in names(part, "input") for part in (left, right))
            if on_left and on_right:
                return False
            return _straight(left, fact) if on_left else operator in ("+", "-", "*") and _straight(right, fact)
        case Call(function="date", arguments=(Ref(),)):
            return isinstance(fact.type, DateTime)
    return False


def _readings(name: str, formulas: Iterable[Expr]) -> int:
    """How often formulas name a fact."""
    return sum(1 for formula in formulas for n in walk(formula) if isinstance(n, Ref) and n.origin == "input" and n.name == name)


def _named(name: str, formulas: list[Compare]) -> int:
    """How often a fact is plainly compared with values written out."""
    pairs = [(a, b) for f in formulas for a, b in ((f.left, f.right), (f.right, f.left))]
    return sum(1 for a, b in pairs if isinstance(a, Ref) and a.name == name and constant(b) is not NOT_CONSTANT)


def _codes(fact: Fact, program: Program, on: date) -> list[Any]:
    """All values of a boolean or choice; codes that no rule names are alike, so one of them will do, where the rules do nothing else with the fact."""
    none = [None] if may_be_none(fact) else []
    if isinstance(fact.type, Boolean):
        return [False, True, *none]
    assert isinstance(fact.type, Choice)
    values = [c for c in fact.type.values if c != "unknown"]
    formulas = comparisons(program, on)
    if _readings(fact.name, all_formulas(program, on)) > _named(fact.name, formulas):
        return [*values, *none]
    named = {n.value for f in formulas if fact.name in names(f, "input") for n in walk(f) if isinstance(n, Literal)}
    return [*(c for c in values if c in named), *[c for c in values if c not in named][:1], *none]


def _candidates(program: Program, fact: Fact, trial: list[Any], formulas: list[Compare], emitter: Emitter, on: date) -> list[Any]:
    """Values around everything the fact is compared with."""
    found: dict[Any, None] = {}
    known = {f.name: v for f, v in zip(program.question.inputs, trial, strict=True) if v is not UNKNOWN}
    for formula in formulas:
        for mine, other in ((formula.left, formula.right), (formula.right, formula.left)):
            if fact.name not in names(mine, "input"):
                continue
            if isinstance(fact.type, Word) and isinstance(other, Items):
                found |= {p.value: None for p in other.parts if isinstance(p, Literal)}
            boundary = _boundary(fact, mine, other, known, emitter, on)
            for value in _around(boundary, fact.type) if boundary is not None else ():
                found[value] = None
    if isinstance(fact.type, Word):
        found[OTHER_WORD] = None
    if not found:
        found[_anything(fact.type, on)] = None
    if isinstance(fact.type, Number) and not fact.type.integer:
        inside = sorted(found)
        found |= {settled((Fraction(a) + Fraction(b)) / 2): None for a, b in pairwise(inside)}  # between two boundaries however close
    low = fact.type.minimum if isinstance(fact.type, Number) else None
    return [*(v for v in found if low is None or v >= low), *([None] if may_be_none(fact) else [])]


def _boundary(fact: Fact, mine: Expr, other: Expr, known: Mapping[str, Any], emitter: Emitter, on: date) -> Any:
    """The value of the fact at which a comparison turns, where it can be worked out: the fact alone or with a shift on its side."""
    value = _valued(other, known, emitter, on)
    if value is None or isinstance(value, frozenset | tuple):
        return None
    if isinstance(mine, Ref):
        return value
    # `fact + shift < value`, `ratio * fact <= value`: solved by the shift or ratio found from the formula itself
    zero = _anything(fact.type, on)
    at_zero = _valued(mine, {**known, fact.name: zero}, emitter, on)
    try:
        if isinstance(zero, date):
            return zero + (value - at_zero)  # of moments cut to days: within a day, as far as `_around` goes
        one = _valued(mine, {**known, fact.name: zero + 1}, emitter, on)
        slope = Fraction(one) - Fraction(at_zero)
        return settled(zero + (Fraction(value) - Fraction(at_zero)) / slope) if slope else None
    except (TypeError, ArithmeticError, ValueError):
        return None


def _valued(node: Expr, known: Mapping[str, Any], emitter: Emitter, on: date) -> Any:
    """The value of a formula over known facts; None where it needs others."""
    if names(node, "input") - set(known) or names(node, "step") or names(node, "variable"):
        return None
    text = emitter.emit(node)
    names_ = {**emitter.constants, **{f"v_{k}": v for k, v in known.items()}, "on": on, "force": "in_force"}
    try:
        return eval(text, names_)  # noqa: S307  # our own text: literals and names made here
    except (TypeError, ArithmeticError, ValueError, OutOfRange, Unread):
        return None


def _around(value: Any, type_: Type) -> list[Any]:
    """A value, the one just below and the one just above, and one further on each side."""
    match type_:
        case Date():
            days = value.date() if isinstance(value, datetime) else value
            return [days + timedelta(days=n) for n in (-40, *range(-4, 5), 40)]  # months are not all of a length: the boundary is at most three days away
        case DateTime():
            moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
            return [moment + timedelta(minutes=n) for n in (-1440, -60, -1, 0, 1, 60, 1440)]
        case Number(integer=True):
            return [floor(value) + n for n in (-1, 0, 1, 2)]
        case Number():
            step = Decimal("0.01")
            return [settled(Fraction(value) + n * Fraction(step)) for n in (-1, 0, 1)]
    return [value]


def _anything(type_: Type, on: date) -> Any:
    """A value like any other, where no rule compares."""
    match type_:
        case Date():
            return on
        case DateTime():
            return datetime(on.year, on.month, on.day)
        case Number():
            return max(type_.minimum or 0, 1)
    return None
