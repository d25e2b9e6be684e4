"""Terms in one case: what they are there, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import z3

from .facts import truth_in
from .logic import Bool, Number
from .values import OTHER, Code, Many, Moment, Num, OnDay, Parts, Row, Val


class Free(Exception):
    """A value that rests on a formula which has no exact term."""


def value_in(value: Val, model: Any) -> Any:
    """A value in a case: numbers as fractions, lengths of time in seconds, sets without the words that no rule names. Raises `Free`."""
    if _holds(value.none, model):
        return None
    match value:
        case Code():
            return next(k for k, b in value.bits.items() if k is not None and _holds(b, model))
        case Num():
            return _number(value.value, model)
        case OnDay():
            return _day(value.day.month, value.day.number, model)
        case Moment():
            day = _day(value.day.month, value.day.number, model)
            return datetime(day.year, day.month, day.day) + timedelta(seconds=int(_number(value.seconds, model)))
        case Many():
            return frozenset(k for k, b in value.bits.items() if k != OTHER and _holds(b, model))
        case Row():
            return tuple(value_in(v, model) for p, v in value.items if _holds(p, model))
        case Parts():
            return {n: value_in(v, model) for n, v in value.fields.items()}
    raise Free


def conditions_of(value: Val) -> Iterator[Bool]:
    """The conditions that `value_in` looks at."""
    yield value.none
    match value:
        case Code() | Many():
            yield from value.bits.values()
        case Row():
            for there, part in value.items:
                yield there
                yield from conditions_of(part)
        case Parts():
            for part in value.fields.values():
                yield from conditions_of(part)


def _holds(condition: Bool, model: Any) -> bool:
    found = truth_in(condition, model)
    if found is None:
        raise Free
    return found


def _number(value: Number, model: Any) -> Fraction:
    if isinstance(value, int | Fraction):
        return Fraction(value)
    found = model.eval(value)
    if z3.is_int_value(found):
        return Fraction(found.as_long())
    if not z3.is_rational_value(found):
        raise Free
    return Fraction(found.numerator_as_long(), found.denominator_as_long())


def _day(month: Number, number: Number, model: Any) -> date:
    index = int(_number(month, model))
    return date(index // 12, index % 12 + 1, int(_number(number, model)))
