"""A fact as Z3 variables: its term, what bounds it, and the way between values and variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import z3

from ...diagnostics import Text
from ...domain.numbers import settled
from ...ir.types import Boolean, Choice, Date, DateTime, DayOfYear, Duration, Fact, ListOf, Months, Number, Record, SetOf, Time, Type, Word
from ..python.runtime import day_of_period
from .days import Day, chosen_day, fresh, last_day
from .logic import Bool, both, number, opposite, plus, remainder
from .values import DAY, OTHER, Code, Many, Moment, Num, OnDay, Parts, Row, Span, Untranslated, Val, length_of, seconds_of

FEW = 8  # codes of which each two are told to exclude one another
Read = Callable[[Any], Any]  # a model -> the value
Pairs = Iterator[tuple[Any, Any]]  # variable, constant


@dataclass(frozen=True, eq=False)
class Slot:
    """A fact, or a part of one. `parts` are the slots below; `there` of a list's elements says whether each is there."""

    name: str
    type: Type
    value: Val
    domain: tuple[Bool, ...]
    read: Read
    pairs: Callable[[Any], Pairs]
    parts: tuple[Slot, ...] = ()
    there: tuple[Bool, ...] = ()


@dataclass(frozen=True)
class World:
    """What the rules name: it bounds words and lists."""

    words: tuple[str, ...]
    longest: Mapping[str, int]  # input -> the most elements of its lists that are looked at
    periods: frozenset[str] = frozenset()  # inputs that may say a day, month or year
    usual: int = 3


def slot(fact: Fact, name: str, world: World, optional: bool) -> Slot:
    """The variables of a fact. Raises `Untranslated`."""
    none = z3.Bool(f"{name}.none") if optional else False
    match fact.type:
        case Boolean():
            return _boolean(name, fact.type, none)
        case Choice(values=values):
            return _codes(name, fact.type, tuple(v for v in values if v != "unknown"), none)
        case Word():
            return _codes(name, fact.type, (*world.words, OTHER), none) if name not in world.periods else _period_word(name, fact.type, world.words, none)
        case Number() | Months() | Duration() | Time():
            return _number(name, fact.type, none)
        case DayOfYear():
            return _day_of_year(name, fact.type, none)
        case Date():
            return _date(name, fact.type, none)
        case DateTime():
            return _moment(name, fact.type, none)
        case SetOf(of=Choice(values=values)):
            return _set(name, fact.type, tuple(v for v in values if v != "unknown"), none, False)
        case SetOf(of=Word()):
            return _set(name, fact.type, world.words, none, True)
        case ListOf():
            return _list(name, fact, world, none)
        case Record():
            return _record(name, fact.type, world, none)
    raise Untranslated(Text(f"事实 `{name}` 的类型", f"the type of the fact `{name}`"))


def _read_none(none: Bool, model: Any) -> bool:
    return none is not False and bool(z3.is_true(model.eval(none, model_completion=True)))


def _holds(model: Any, condition: Any) -> bool:
    return bool(z3.is_true(model.eval(condition, model_completion=True)))


def _whole(model: Any, term: Any) -> int:
    return int(model.eval(term, model_completion=True).as_long())


def _none_pairs(none: Bool, value: Any) -> Pairs:
    if none is not False:
        yield none, z3.BoolVal(value is None)
    else:
        assert value is not None, "a fact that may not be none"


def _boolean(name: str, type_: Type, none: Bool) -> Slot:
    is_true = z3.Bool(name)
    value = Code({True: both(is_true, opposite(none)), False: both(opposite(is_true), opposite(none)), **({} if none is False else {None: none})})

    def pairs(given: Any) -> Pairs:
        yield from _none_pairs(none, given)
        yield is_true, z3.BoolVal(bool(given))

    return Slot(name, type_, value, (), lambda m: None if _read_none(none, m) else _holds(m, is_true), pairs)


def _codes(name: str, type_: Type, codes: tuple[str, ...], none: Bool) -> Slot:
    """One variable for each code, of which exactly one holds."""
    bits = {c: z3.Bool(f"{name}={c}") for c in codes}
    every_ = [*bits.values(), *([] if none is False else [none])]
    raw = z3.Int(f"{name}.word") if OTHER in bits else 0
    at_most_one = [z3.AtMost(*every_, 1)] if len(every_) > FEW else [z3.Or(z3.Not(a), z3.Not(b)) for i, a in enumerate(every_) for b in every_[:i]]
    domain = (z3.Or(every_), *at_most_one, *((raw >= 1,) if OTHER in bits else ()))

    def read(model: Any) -> str | None:
        if _read_none(none, model):
            return None
        found = next(c for c, b in bits.items() if _holds(model, b))
        return found if found != OTHER else f"other-{_whole(model, raw)}"

    def pairs(given: Any) -> Pairs:
        yield from _none_pairs(none, given)
        named = given if given in bits or given is None else OTHER
        yield from ((b, z3.BoolVal(c == named)) for c, b in bits.items())
        if OTHER in bits:
            yield raw, z3.IntVal(abs(hash(given)) + 1 if named == OTHER else 1)

    return Slot(name, type_, Code({**bits, **({} if none is False else {None: none})}, raw), domain, read, pairs)


def _period_word(name: str, type_: Type, words: tuple[str, ...], none: Bool) -> Slot:
    """A word that may say a day, a month or a year; `raw` is then below zero, another for each."""
    plain = _codes(name, type_, (*words, OTHER), none)
    assert isinstance(plain.value, Code)
    day, bounds = fresh(f"{name}.span")
    said, unit = z3.Bool(f"{name}.says"), z3.Int(f"{name}.unit")  # 0: a day, 1: a month, 2: a year
    raw, other = plain.value.raw, plain.value.bits[OTHER]
    domain = [z3.Implies(said, other), unit >= 0, unit <= 2, z3.Implies(unit >= 1, day.number == 1), z3.Implies(unit == 2, remainder(day.month, 12) == 0)]
    domain += [z3.If(said, raw == -1 - (3 * day.order + unit), raw >= 1)]
    year_end = Day(plus(day.month, 11), 31)
    last = chosen_day(unit == 2, year_end, chosen_day(unit == 1, Day(day.month, last_day(day.month)), day))

    def read(model: Any) -> Any:
        if _read_none(none, model) or not _holds(model, said):
            return plain.read(model)
        return _date_read(day, model).isoformat()[: (10, 7, 4)[_whole(model, unit)]]

    def pairs(given: Any) -> Pairs:
        found = day_of_period(given, False) if given not in words else None
        size = 0 if found is None else {10: 0, 7: 1, 4: 2}[len(given)]
        for variable, value in plain.pairs(given):
            yield variable, value if found is None or not variable.eq(raw) else z3.IntVal(-1 - (3 * (31 * (12 * found.year + found.month - 1) + found.day) + size))
        yield from _date_pairs(day, found or date(2000, 1, 1))
        yield said, z3.BoolVal(found is not None)
        yield unit, z3.IntVal(size)

    kept = tuple(d for d in plain.domain if not d.eq(raw >= 1))
    return Slot(name, type_, replace(plain.value, span=Span(said, day, last)), (*kept, *bounds, *domain), read, pairs)


def _number(name: str, type_: Number | Months | Duration | Time, none: Bool) -> Slot:
    whole = not isinstance(type_, Number) or type_.integer
    variable = z3.Int(name) if whole else z3.Real(name)
    domain: list[Bool] = []
    if isinstance(type_, Number) and type_.minimum is not None:
        domain.append(variable >= type_.minimum)
    if isinstance(type_, Time):
        domain += [variable >= 0, variable < DAY]

    def read(model: Any) -> Any:
        if _read_none(none, model):
            return None
        found = model.eval(variable, model_completion=True)
        match type_:
            case Duration():
                return timedelta(seconds=found.as_long())
            case Time():
                return time(found.as_long() // 3600, found.as_long() // 60 % 60, found.as_long() % 60)
        if whole:
            return found.as_long()
        if z3.is_algebraic_value(found):
            found = found.approx(20)
        return settled(Fraction(found.numerator_as_long(), found.denominator_as_long()))

    def pairs(given: Any) -> Pairs:
        yield from _none_pairs(none, given)
        exact = length_of(given) if isinstance(given, timedelta) else seconds_of(given) if isinstance(given, time) else number(given or 0)
        yield variable, z3.IntVal(exact) if whole else z3.RealVal(str(Fraction(exact)))

    return Slot(name, type_, Num(variable, none), tuple(domain), read, pairs)


def _day_of_year(name: str, type_: Type, none: Bool) -> Slot:
    variable = z3.Int(name)
    lengths = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    domain = (z3.Or([z3.And(variable > 100 * m, variable <= 100 * m + d) for m, d in enumerate(lengths, 1)]),)

    def pairs(given: Any) -> Pairs:
        yield from _none_pairs(none, given)
        yield variable, z3.IntVal(100 * given[0] + given[1] if given else 101)

    def read(model: Any) -> Any:
        found = _whole(model, variable)
        return None if _read_none(none, model) else (found // 100, found % 100)

    return Slot(name, type_, Num(variable, none), domain, read, pairs)


def _date_read(day: Day, model: Any) -> date:
    month = _whole(model, day.month)
    return date(month // 12, month % 12 + 1, _whole(model, day.number))


def _date_pairs(day: Day, given: date) -> Pairs:
    yield day.month, z3.IntVal(12 * given.year + given.month - 1)
    yield day.number, z3.IntVal(given.day)


def _date(name: str, type_: Type, none: Bool) -> Slot:
    day, domain = fresh(name)

    def pairs(given: Any) -> Pairs:
        yield from _none_pairs(none, given)
        yield from _date_pairs(day, given or date(2000, 1, 1))

    return Slot(name, type_, OnDay(day, none), tuple(domain), lambda m: None if _read_none(none, m) else _date_read(day, m), pairs)


def _moment(name: str, type_: Type, none: Bool) -> Slot:
    day, domain = fresh(name)
    seconds = z3.Int(f"{name}.seconds")

    def read(model: Any) -> Any:
        if _read_none(none, model):
            return None
        found = _date_read(day, model)
        return datetime(found.year, found.month, found.day) + timedelta(seconds=_whole(model, seconds))

    def pairs(given: Any) -> Pairs:
        yield from _none_pairs(none, given)
        moment = given or datetime(2000, 1, 1)
        yield from _date_pairs(day, moment.date())
        yield seconds, z3.IntVal(seconds_of(moment.time()))

    return Slot(name, type_, Moment(day, seconds, none), (*domain, seconds >= 0, seconds < DAY), read, pairs)


def _set(name: str, type_: Type, codes: tuple[str, ...], none: Bool, words: bool) -> Slot:
    bits = {c: z3.Bool(f"{name} has {c}") for c in codes}
    others = z3.Int(f"{name}.others") if words else 0

    def read(model: Any) -> Any:
        if _read_none(none, model):
            return None
        named = {c for c, b in bits.items() if _holds(model, b)}
        return frozenset(named | {f"other-{i + 1}" for i in range(_whole(model, others) if words else 0)})

    def pairs(given: Any) -> Pairs:
        yield from _none_pairs(none, given)
        yield from ((b, z3.BoolVal(c in (given or ()))) for c, b in bits.items())
        if words:
            yield others, z3.IntVal(len(set(given or ()) - set(bits)))

    domain = (others >= 0, others <= 50) if words else ()
    return Slot(name, type_, Many(bits, others, none), domain, read, pairs)


def _list(name: str, fact: Fact, world: World, none: Bool) -> Slot:
    assert isinstance(fact.type, ListOf)
    longest = world.longest.get(name, world.usual)
    of = Fact(name, fact.type.of, fact.absent, fact.label)
    items = tuple(slot(of, f"{name}[{i}]", world, False) for i in range(longest))
    there = tuple(z3.Bool(f"{name}[{i}] is there") for i in range(longest))
    domain = [z3.Implies(b, a) for a, b in pairwise(there)]

    def read(model: Any) -> Any:
        return None if _read_none(none, model) else tuple(s.read(model) for s, t in zip(items, there, strict=True) if _holds(model, t))

    def pairs(given: Any) -> Pairs:
        yield from _none_pairs(none, given)
        if given is not None and len(given) > longest:
            raise Untranslated(Text(f"多于 {longest} 项的列表", f"a list of more than {longest} elements"))
        for i, (item, is_there) in enumerate(zip(items, there, strict=True)):
            yield is_there, z3.BoolVal(i < len(given or ()))
            if given is not None and i < len(given):
                yield from item.pairs(given[i])

    value = Row(tuple((t, s.value) for s, t in zip(items, there, strict=True)), none)
    return Slot(name, fact.type, value, (*domain, *(d for s in items for d in s.domain)), read, pairs, items, there)


def _record(name: str, type_: Record, world: World, none: Bool) -> Slot:
    parts = {n: slot(f, f"{name}.{n}", world, f.absent.kind == "none") for n, f in type_.fields}

    def pairs(given: Any) -> Pairs:
        yield from _none_pairs(none, given)
        for n, part in parts.items():
            if given is not None:
                yield from part.pairs(given[n])

    def read(model: Any) -> Any:
        return None if _read_none(none, model) else {n: p.read(model) for n, p in parts.items()}

    value = Parts({n: p.value for n, p in parts.items()}, none)
    return Slot(name, type_, value, tuple(d for p in parts.values() for d in p.domain), read, pairs, tuple(parts.values()))
