"""The functions of formulas as Z3 terms. Those of the calendar of working days and of text have none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ...diagnostics import Text
from ...ir.expr import Call
from ...ir.types import Date, DayOfYear, ListOf, SetOf
from ..python.runtime import day_of_period
from .days import FIRST, LAST, chosen_day, dated
from .logic import Bool, Number, both, chosen, compared, constant, either, every, floor, number, opposite, over, plus, quotient, remainder, some, times
from .values import NONE, OTHER, Code, Many, Moment, Num, OnDay, Row, Untranslated, Val, as_set, cases_of, contained, empty, equal, literal, size

if TYPE_CHECKING:
    from .formulas import Translator


def called(translator: Translator, node: Call) -> Val:
    """The term of a call. Raises `Untranslated`."""
    match node.function:
        case "count":
            return Num(size(translator.value(node.arguments[0])))
        case "min" | "max" | "sum":
            return _gathered(translator, node)
        case "list contains":
            collection, value = map(translator.value, node.arguments)
            return Code({True: (found := contained(value, collection)), False: opposite(found)})
        case "union":
            return union([as_set(translator.value(a)) for a in node.arguments])
        case "difference":
            return difference(*(as_set(translator.value(a)) for a in node.arguments))
        case "intersection":
            return _intersection(*(as_set(translator.value(a)) for a in node.arguments))
        case "next in order":
            order, done = map(translator.value, node.arguments)
            return _next_in_order(order, done)
        case "date" | "date and time":
            return _dated(translator, [translator.value(a) for a in node.arguments], node)
        case "abs" | "floor" | "ceiling" | "round up" | "round down" | "round half up" | "round half even":
            given = [translator.value(a) for a in node.arguments]
            if all(isinstance(g, Num) for g in given):
                return _rounded(node.function, given)
        case "years and months duration":
            start, end = map(translator.value, node.arguments)
            if isinstance(start, OnDay) and isinstance(end, OnDay):
                return _months_between(start, end)
        case "first day of" | "last day of":
            return _day_of_period(translator.value(node.arguments[0]), node.function == "last day of")
    raise Untranslated(Text(f"函数 `{node.function}`", f"the function `{node.function}`"))


# --- numbers


def _gathered(translator: Translator, node: Call) -> Val:
    """The least, most or sum of values: `min` and `max` leave out what is none, a sum with none is none."""
    if len(node.arguments) == 1 and isinstance(node.arguments[0].type, ListOf | SetOf):
        given = translator.elements(node.arguments[0])
    else:
        given = [(True, translator.value(a)) for a in node.arguments]
    if node.function == "sum":
        numbers = [(p, v) for p, v in given if isinstance(v, Num)]
        if len(numbers) < len(given):
            raise Untranslated(Text("此种值之和", "a sum of such values"))
        total: Number = 0
        for there, value in numbers:
            total = plus(total, chosen(there, value.value, 0))
        return Num(total, some(both(p, v.none) for p, v in numbers))
    found: Val = NONE
    for there, candidate in given:
        found = _nearer(node.function, found, candidate, both(there, opposite(candidate.none)))
    return found


def _nearer(function: str, a: Val, b: Val, known: Bool) -> Val:
    """The lesser (or greater) of the value so far and another one that counts where `known`."""
    operator = "<" if function == "min" else ">"
    if isinstance(a, Code) and set(a.bits) == {None}:
        match b:
            case Num():
                return Num(b.value, opposite(known))
            case OnDay():
                return OnDay(b.day, opposite(known))
    if isinstance(b, Code) and set(b.bits) == {None}:
        return a
    match a, b:
        case Num(), Num():
            take = both(known, either(a.none, compared(operator, b.value, a.value)))
            return Num(chosen(take, b.value, a.value), both(a.none, opposite(known)))
        case OnDay(), OnDay():
            take = both(known, either(a.none, compared(operator, b.day.order, a.day.order)))
            return OnDay(chosen_day(take, b.day, a.day), both(a.none, opposite(known)))
    raise Untranslated(Text(f"此种值的 `{function}`", f"`{function}` of such values"))


def _rounded(function: str, given: Sequence[Any]) -> Val:
    value, none = given[0].value, given[0].none
    places = given[1].value if len(given) > 1 else 0
    if not constant(places):
        raise Untranslated(Text("位数不定的舍入", "rounding to a number of places that varies"))
    if function == "abs":
        return Num(chosen(compared("<", value, 0), times(-1, value), value), none)
    scale = 10 ** int(places) if places >= 0 else number(over(1, 10 ** int(-places)))
    scaled = times(value, scale)
    negative = compared("<", scaled, 0)
    size_ = chosen(negative, times(-1, scaled), scaled)
    down, up = floor(size_), times(-1, floor(times(-1, size_)))
    half = floor(plus(size_, over(1, 2)))
    tie = both(compared("=", plus(size_, over(1, 2)), half), compared("=", remainder(half, 2), 1))
    match function:
        case "floor":
            return Num(over(floor(scaled), scale), none)
        case "ceiling":
            return Num(over(times(-1, floor(times(-1, scaled))), scale), none)
        case "round down":
            found = down
        case "round up":
            found = up
        case "round half up":
            found = half
        case _:
            found = chosen(tie, plus(half, -1), half)
    return Num(over(chosen(negative, times(-1, found), found), scale), none)


def towards_zero(value: Number, by: int) -> Number:
    return chosen(compared(">=", value, 0), quotient(value, by), times(-1, quotient(times(-1, value), by)))


def rest_of(value: Number, by: int) -> Number:
    return chosen(compared(">=", value, 0), remainder(value, by), times(-1, remainder(times(-1, value), by)))


# --- days


def _dated(translator: Translator, given: Sequence[Val], node: Call) -> Val:
    match given:
        case [Moment() as moment]:
            return OnDay(moment.day, moment.none)
        case [OnDay() as day, Num() as clock] if node.function == "date and time":
            return Moment(day.day, clock.value, either(day.none, clock.none))
        case [Num() as year, Num() as both_] if isinstance(node.arguments[1].type, DayOfYear):
            return _day(translator, year.value, quotient(both_.value, 100), remainder(both_.value, 100), either(year.none, both_.none))
        case [Num() as year, Num() as month, Num() as day_]:
            return _day(translator, year.value, month.value, day_.value, some([year.none, month.none, day_.none]))
    if any(isinstance(g, Code) and set(g.bits) == {None} for g in given):
        return NONE
    raise Untranslated(Text("此种日期", "a date made of such values"))


def _day(translator: Translator, year: Number, month: Number, number_: Number, none: Bool) -> Val:
    parts = [year, month, number_]
    if all(map(constant, parts)) and none is False:
        day, real = dated(*parts)
        return OnDay(day) if real else NONE
    if not all(constant(p) or p.is_int() for p in parts):
        raise Untranslated(Text("由非整数构成的日期", "a date made of numbers that may not be whole"))
    day, real = dated(year, month, number_)
    translator.fails.append(both(opposite(none), either(compared("<", year, FIRST.year), compared(">", year, LAST.year))))  # leap years are told within only
    return OnDay(day, opposite(both(opposite(none), real)))


def _months_between(start: OnDay, end: OnDay) -> Val:
    """The most months that can be added to the earlier day without passing the later; negative when the end is earlier."""
    from .days import plus_months

    backwards = compared("<", end.day.order, start.day.order)
    first, last = chosen_day(backwards, end.day, start.day), chosen_day(backwards, start.day, end.day)
    months = plus(last.month, times(-1, first.month))
    reached, _ = plus_months(first, months, "last_day")
    whole = chosen(compared(">", reached.order, last.order), plus(months, -1), months)
    return Num(chosen(backwards, times(-1, whole), whole), either(start.none, end.none))


def _day_of_period(word: Val, last: bool) -> Val:
    """The first or last day of what a word says: a day, a month or a year."""
    if not isinstance(word, Code):
        raise Untranslated(Text("此种文字的首日或末日", "the first or last day of such a text"))
    named = [(b, literal(day_of_period(k, last), Date())) for k, b in word.bits.items() if k is not None and k != OTHER]
    if word.span is not None:
        said = both(word.bits.get(OTHER, False), word.span.said)
        named.append((said, OnDay(word.span.last if last else word.span.first)))
    elif word.bits.get(OTHER, False) is not False:
        raise Untranslated(Text("任意文字的首日或末日", "the first or last day of any text"))
    return cases_of([(b, v) for b, v in named if not isinstance(v, Code)])


# --- sets and orders


def union(sets: Iterable[Many]) -> Many:
    found = list(sets)
    keys = dict.fromkeys(k for s in found for k in s.bits)
    return Many({k: some(s.bits.get(k, False) for s in found) for k in keys}, _others(found))


def _others(sets: Sequence[Many]) -> Number:
    """How many elements besides those that rules name: told only where one of the sets alone has such."""
    open_ = [s.others for s in sets if not empty(s.others)]
    if len(open_) > 1:
        raise Untranslated(Text("两个集合中规则未列之词", "words that no rule names, in two sets"))
    return open_[0] if open_ else 0


def difference(a: Many, b: Many) -> Many:
    if not empty(a.others) and not empty(b.others):
        raise Untranslated(Text("两个集合中规则未列之词", "words that no rule names, in two sets"))
    return Many({k: both(c, opposite(b.bits.get(k, False))) for k, c in a.bits.items()}, a.others)


def _intersection(a: Many, b: Many) -> Many:
    if not empty(a.others) and not empty(b.others):
        raise Untranslated(Text("两个集合中规则未列之词", "words that no rule names, in two sets"))
    return Many({k: both(c, b.bits.get(k, False)) for k, c in a.bits.items()})


def _next_in_order(order: Val, done: Val) -> Val:
    """The step after those done, `done`, or `order_violated`."""
    if isinstance(done, Code) and set(done.bits) == {None}:
        done = Row(())
    if not isinstance(order, Row) or not isinstance(done, Row) or not done.packed or not all(p is True for p, _ in order.items):
        raise Untranslated(Text("次序不定的步骤", "an order that varies"))
    steps = [v for _, v in order.items]
    there = [both(p, opposite(done.none)) for p, _ in done.items]
    right = every(either(opposite(p), equal(v, steps[i]) if i < len(steps) else False) for i, (p, (_, v)) in enumerate(zip(there, done.items, strict=True)))
    bits: dict[Any, Bool] = {}

    def add(code: Any, condition: Bool) -> None:
        bits[code] = either(bits.get(code, False), condition)

    for n in range(len(steps) + 1):
        reached = both(right, *(there[:n] if n <= len(there) else [False]), opposite(there[n]) if n < len(there) else True)
        if n == len(steps):
            add("done", reached)
            continue
        step = steps[n]
        if not isinstance(step, Code):
            raise Untranslated(Text("次序不定的步骤", "an order that varies"))
        for code, condition in step.bits.items():
            add(code, both(reached, condition))
    add("order_violated", opposite(right))
    return Code(bits)
