"""Values as Z3 sees them. What has few values (true and false, codes, words) is one condition for each; the rest are numbers and days with a flag for *none*."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from ...diagnostics import Text
from ...ir.types import DayOfYear, ListOf, Record, SetOf, Type
from .days import SHORT, Day, before, chosen_day, day_of, few_days, plus_days, same_day
from .logic import Bool, Number, both, chosen, compared, constant, counted, either, every, number, opposite, plus, quotient, remainder, same_truth, some, times

OTHER = "~"  # a word that no rule names: identifiers have no such sign
DAY = 86_400


class Untranslated(Exception):
    """A construct that has no exact term; `what` names it."""

    def __init__(self, what: Text) -> None:
        self.what = what
        super().__init__(what.en)


@dataclass(frozen=True, eq=False)
class Span:
    """What a word that no rule names may say as a day, month or year: `2026-01`."""

    said: Bool  # whether it does
    first: Day
    last: Day


@dataclass(frozen=True, eq=False)
class Code:
    """One of a few values, with the condition for each; None among them is *none*. `raw` tells apart words that no rule names."""

    bits: Mapping[Any, Bool]
    raw: Number = 0
    span: Span | None = None

    @property
    def none(self) -> Bool:
        return self.bits.get(None, False)

    @property
    def true(self) -> Bool:
        return self.bits.get(True, False)


@dataclass(frozen=True, eq=False)
class Num:
    """A number, months, a length of time in seconds, a time of day in seconds, or a day of the year as `100 * month + day`."""

    value: Number
    none: Bool = False


@dataclass(frozen=True, eq=False)
class OnDay:
    day: Day
    none: Bool = False


@dataclass(frozen=True, eq=False)
class Moment:
    """A day and the seconds since its midnight, less than a day's."""

    day: Day
    seconds: Number
    none: Bool = False

    @cached_property
    def order(self) -> Number:
        return plus(times(DAY, self.day.order), self.seconds)

    @cached_property
    def total(self) -> Number:
        """The count of seconds."""
        return plus(times(DAY, self.day.count), self.seconds)


@dataclass(frozen=True, eq=False)
class Many:
    """A set: the condition for each element that rules name, and how many others it has."""

    bits: Mapping[Any, Bool]
    others: Number = 0
    none: Bool = False


@dataclass(frozen=True, eq=False)
class Row:
    """A list: values, each with the condition that it is there. `packed`: those that are there come first, in order."""

    items: tuple[tuple[Bool, Val], ...]
    none: Bool = False
    packed: bool = True


@dataclass(frozen=True, eq=False)
class Parts:
    """A record."""

    fields: Mapping[str, Val]
    none: Bool = False


@dataclass(frozen=True, eq=False)
class Hidden:
    """A value that has no exact term: equal to another only where the same formula gives both."""

    key: str
    none: Bool = False
    of: Mapping[str, Bool] = field(default_factory=dict)  # several such values: the condition for each


Val: TypeAlias = Code | Num | OnDay | Moment | Many | Row | Parts | Hidden
NONE = Code({None: True})


def truth(condition: Bool) -> Code:
    return Code({True: condition, False: opposite(condition)})


def literal(value: Any, type_: Type) -> Val:
    """The term of a constant."""
    match value:
        case None:
            return NONE
        case bool() | str():
            return Code({value: True})
        case datetime():
            return Moment(day_of(value.date()), seconds_of(value.time()))
        case date():
            return OnDay(day_of(value))
        case time():
            return Num(seconds_of(value))
        case timedelta():
            return Num(length_of(value))
        case int() | Decimal() | Fraction():
            return Num(number(value))
        case frozenset():
            return many(literal(v, type_.of if isinstance(type_, SetOf) else type_) for v in sorted(value, key=str))
        case tuple() if isinstance(type_, DayOfYear):
            return Num(100 * value[0] + value[1])
        case tuple():
            inner = type_.of if isinstance(type_, ListOf | SetOf) else type_
            return Row(tuple((True, literal(v, inner)) for v in value))
        case dict() if isinstance(type_, Record):
            return Parts({n: literal(value.get(n), f.type) for n, f in type_.fields})
    raise Untranslated(Text("此种常量", "a constant of this type"))


def seconds_of(clock: time) -> int:
    if clock.microsecond:
        raise Untranslated(Text("不足一秒的时刻", "a part of a second"))
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def length_of(length: timedelta) -> int:
    if length.microseconds:
        raise Untranslated(Text("不足一秒的时长", "a part of a second"))
    return length.days * DAY + length.seconds


def many(elements: Iterable[Val]) -> Many:
    """The set of some values; *none* is left out."""
    bits: dict[Any, Bool] = {}
    for element in elements:
        bits = {**bits, **{k: either(bits.get(k, False), b) for k, b in _coded(element).items()}}
    return Many({k: b for k, b in bits.items() if k is not None})


def _coded(value: Val) -> Mapping[Any, Bool]:
    if isinstance(value, Num) and constant(value.value):
        return {value.value: opposite(value.none), None: value.none}
    if not isinstance(value, Code) or value.bits.get(OTHER, False) is not False:
        raise Untranslated(Text("集合中有规则没有列出的取值", "a set made of values that no rule names"))
    return value.bits


def as_set(value: Val) -> Many:
    """A list or set as a set; *none* has no elements."""
    match value:
        case Many():
            return Many({k: both(b, opposite(value.none)) for k, b in value.bits.items()}, chosen(value.none, 0, value.others))
        case Row():
            there = [(both(p, opposite(value.none)), _coded(v)) for p, v in value.items]
            keys = dict.fromkeys(k for _, bits in there for k in bits if k is not None)
            return Many({k: some(both(p, bits.get(k, False)) for p, bits in there) for k in keys})
        case Code() if set(value.bits) == {None}:
            return Many({})
    raise Untranslated(Text("此种集合", "a set of this kind"))


# --- what two values have to do with each other


def equal(a: Val, b: Val) -> Bool:
    """Equality, in which *none* is a value."""
    match a, b:
        case (Hidden(), _) | (_, Hidden()):
            a, b = hidden(a), hidden(b)
            return either(both(a.none, b.none), some(both(x, y) for k, x in _keys(a).items() for m, y in _keys(b).items() if k == m))
        case Code(), Code():
            shared = [both(x, b.bits[k]) for k, x in a.bits.items() if k in b.bits and k != OTHER]
            other = both(a.bits.get(OTHER, False), b.bits.get(OTHER, False))
            if other is not False and (a.raw is None or b.raw is None):
                raise Untranslated(Text("规则未列之词的比较", "a comparison of words that no rule names"))
            return some([*shared, both(other, compared("=", a.raw, b.raw)) if other is not False else False])
        case Code(), _:
            return both(a.none, b.none)
        case _, Code():
            return equal(b, a)
        case Num(), Num():
            same = compared("=", a.value, b.value)
        case OnDay(), OnDay():
            same = same_day(a.day, b.day)
        case Moment(), Moment():
            same = both(same_day(a.day, b.day), compared("=", a.seconds, b.seconds))
        case Many(), Many():
            if not empty(a.others) and not empty(b.others):
                raise Untranslated(Text("两个集合中规则未列之词的比较", "a comparison of words that no rule names, in two sets"))
            keys = {**a.bits, **b.bits}
            same = every([*(same_truth(a.bits.get(k, False), b.bits.get(k, False)) for k in keys), compared("=", a.others, b.others)])
        case Row(), Row():
            same = _same_rows(a, b)
        case (Row(), Many()) | (Many(), Row()):
            return both(opposite(a.none), opposite(b.none), equal(as_set(a), as_set(b)))
        case Parts(), Parts():
            same = every(equal(v, b.fields[n]) for n, v in a.fields.items() if n in b.fields)
        case _:
            raise Untranslated(Text("两种不同的值的比较", "a comparison of values of two kinds"))
    return either(both(a.none, b.none), both(opposite(a.none), opposite(b.none), same))


def empty(others: Number) -> bool:
    """Whether a set surely has no other elements than those that rules name."""
    return isinstance(others, int) and others == 0


def hidden(value: Val) -> Hidden:
    """A value beside one that has no exact term."""
    return value if isinstance(value, Hidden) else Hidden(repr(value), value.none)


def _keys(value: Hidden) -> Mapping[str, Bool]:
    return value.of or {value.key: opposite(value.none)}


def _same_rows(a: Row, b: Row) -> Bool:
    if not a.packed or not b.packed:
        raise Untranslated(Text("次序不定的列表之比较", "a comparison of lists put together"))
    parts: list[Bool] = []
    for i in range(max(len(a.items), len(b.items))):
        left, right = (row.items[i] if i < len(row.items) else (False, None) for row in (a, b))
        parts.append(same_truth(left[0], right[0]))
        if left[1] is not None and right[1] is not None:
            parts.append(either(opposite(left[0]), equal(left[1], right[1])))
    return every(parts)


def ordered(operator: str, a: Val, b: Val) -> Bool:
    """`<`, `<=`, `>`, `>=`: never with *none*."""
    match a, b:
        case Num(), Num():
            found = compared(operator, a.value, b.value)
        case OnDay(), OnDay():
            found = compared(operator, *before(a.day, b.day))
        case Moment(), Moment():
            counts = any("total" in vars(m) or "count" in vars(m.day) for m in (a, b))
            found = compared(operator, *((a.total, b.total) if counts else (a.order, b.order)))
        case _ if a.none is True or b.none is True:
            return False
        case _:
            raise Untranslated(Text("此种值的大小比较", "an order of values of this kind"))
    return both(opposite(a.none), opposite(b.none), found)


def contained(value: Val, collection: Val) -> Bool:
    """Whether a list or set has the value."""
    match collection:
        case Many():
            value = Code(_coded(value)) if isinstance(value, Num) else value
            if not isinstance(value, Code) or (value.bits.get(OTHER, False) is not False and not empty(collection.others)):
                raise Untranslated(Text("集合中规则未列之词", "a word that no rule names, in a set"))
            return both(opposite(collection.none), some(both(b, collection.bits.get(k, False)) for k, b in value.bits.items() if k is not None))
        case Row():
            return both(opposite(collection.none), some(both(p, equal(value, v)) for p, v in collection.items))
        case Code() if set(collection.bits) == {None}:
            return False
    raise Untranslated(Text("此种集合中的成员", "membership in a collection of this kind"))


def size(value: Val) -> Number:
    """How many elements a list or set has."""
    match value:
        case Many():
            return chosen(value.none, 0, plus(counted(value.bits.values()), value.others))
        case Row():
            return chosen(value.none, 0, counted(p for p, _ in value.items))
        case Code() if set(value.bits) == {None}:
            return 0
    raise Untranslated(Text("此种集合的个数", "the size of a collection of this kind"))


def later(value: Moment, seconds: Number) -> Moment:
    """A moment so many seconds later."""
    total = plus(value.seconds, seconds)
    if constant(seconds) and 0 <= seconds < SHORT * DAY and not constant(value.day.month):
        return Moment(few_days(value.day, quotient(total, DAY)), remainder(total, DAY), value.none)
    found = Moment(plus_days(value.day, quotient(total, DAY)), remainder(total, DAY), value.none)
    vars(found)["total"] = plus(value.total, seconds)
    return found


def picked(condition: Bool, a: Val, b: Val) -> Val:
    """`a` where the condition holds, else `b`."""
    if isinstance(condition, bool):
        return a if condition else b
    no = opposite(condition)
    none = either(both(condition, a.none), both(no, b.none))
    match a, b:
        case Code(), Code():
            keys = {**a.bits, **b.bits}
            return Code({k: either(both(condition, a.bits.get(k, False)), both(no, b.bits.get(k, False))) for k in keys}, chosen(condition, a.raw, b.raw))
        case Code(), _ if set(a.bits) == {None}:
            return _with_none(b, none)
        case _, Code() if set(b.bits) == {None}:
            return _with_none(a, none)
        case Num(), Num():
            return Num(chosen(condition, a.value, b.value), none)
        case OnDay(), OnDay():
            return OnDay(chosen_day(condition, a.day, b.day), none)
        case Moment(), Moment():
            return Moment(chosen_day(condition, a.day, b.day), chosen(condition, a.seconds, b.seconds), none)
        case Many(), Many():
            keys = {**a.bits, **b.bits}
            bits = {k: either(both(condition, a.bits.get(k, False)), both(no, b.bits.get(k, False))) for k in keys}
            return Many(bits, chosen(condition, a.others, b.others), none)
        case Row(), Row():
            return Row(_picked_items(condition, a, b), none, a.packed and b.packed)
        case (Row(), Many()) | (Many(), Row()):
            return _with_none(picked(condition, as_set(a), as_set(b)), none)
        case Parts(), Parts():
            return Parts({n: picked(condition, v, b.fields[n]) for n, v in a.fields.items()}, none)
        case (Hidden(), _) | (_, Hidden()):
            x, y = hidden(a), hidden(b)
            keys = {k: both(condition, c) for k, c in _keys(x).items()}
            return Hidden("", none, {**keys, **{k: either(keys.get(k, False), both(no, c)) for k, c in _keys(y).items()}})
    raise Untranslated(Text("由条件选取的两种值", "a choice between values of two kinds"))


def _picked_items(condition: Bool, a: Row, b: Row) -> tuple[tuple[Bool, Val], ...]:
    found: list[tuple[Bool, Val]] = []
    for i in range(max(len(a.items), len(b.items))):
        left, right = (row.items[i] if i < len(row.items) else None for row in (a, b))
        there = either(both(condition, left[0] if left else False), both(opposite(condition), right[0] if right else False))
        value = picked(condition, left[1], right[1]) if left and right else (left or right or (False, NONE))[1]
        found.append((there, value))
    return tuple(found)


def _with_none(value: Val, none: Bool) -> Val:
    match value:
        case Code():
            return Code({**{k: both(b, opposite(none)) for k, b in value.bits.items()}, None: none}, value.raw)
        case Num():
            return Num(value.value, none)
        case OnDay():
            return OnDay(value.day, none)
        case Moment():
            return Moment(value.day, value.seconds, none)
        case Many():
            return Many(value.bits, value.others, none)
        case Row():
            return Row(value.items, none, value.packed)
        case Parts():
            return Parts(value.fields, none)
        case Hidden():
            return Hidden(value.key, none, value.of)


def cases_of(values: Sequence[tuple[Bool, Val]], otherwise: Val = NONE) -> Val:
    """The value whose condition holds; the conditions exclude one another."""
    found = otherwise
    for condition, value in reversed(values):
        found = picked(condition, value, found)
    return found
