"""Conditions and numbers for Z3 that stay Python values where they are constant: terms remain small, and a constant formula needs no solver.

A condition is a `bool` or a Z3 condition, a number an `int`, a `Fraction` or a Z3 number.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import z3

Bool: TypeAlias = Any
Number: TypeAlias = Any


def every(parts: Iterable[Bool]) -> Bool:
    """Whether all conditions hold."""
    kept: dict[Any, Any] = {}
    for part in parts:
        if part is False:
            return False
        if part is not True:
            kept.setdefault(part.get_id(), part)
    terms = list(kept.values())
    return True if not terms else terms[0] if len(terms) == 1 else z3.And(terms)


def some(parts: Iterable[Bool]) -> Bool:
    """Whether one of the conditions holds."""
    kept: dict[Any, Any] = {}
    for part in parts:
        if part is True:
            return True
        if part is not False:
            kept.setdefault(part.get_id(), part)
    terms = list(kept.values())
    return False if not terms else terms[0] if len(terms) == 1 else z3.Or(terms)


def both(*parts: Bool) -> Bool:
    return every(parts)


def either(*parts: Bool) -> Bool:
    return some(parts)


def opposite(part: Bool) -> Bool:
    if isinstance(part, bool):
        return not part
    return part.arg(0) if z3.is_not(part) else z3.Not(part)


def same_truth(a: Bool, b: Bool) -> Bool:
    """Whether two conditions hold together or not at all."""
    if isinstance(a, bool):
        return b if a else opposite(b)
    if isinstance(b, bool):
        return a if b else opposite(a)
    return True if a.eq(b) else a == b


def asserted(part: Bool) -> Any:
    """The condition as a Z3 term."""
    return z3.BoolVal(part) if isinstance(part, bool) else part


# --- numbers


def number(value: Any) -> Number:
    """An exact constant: whole, or a fraction."""
    if isinstance(value, Decimal | Fraction):
        exact = Fraction(value)
        return exact.numerator if exact.denominator == 1 else exact
    return value


def constant(value: Number) -> bool:
    return isinstance(value, int | Fraction)


def term(value: Number) -> Any:
    """A constant as Z3 takes it beside a term."""
    return z3.Q(value.numerator, value.denominator) if isinstance(value, Fraction) else value


def plus(a: Number, b: Number) -> Number:
    if constant(a) and constant(b):
        return number(Fraction(a) + Fraction(b))
    return a if constant(b) and b == 0 else b if constant(a) and a == 0 else term(a) + term(b)


def minus(a: Number, b: Number) -> Number:
    return plus(a, times(-1, b))


def times(a: Number, b: Number) -> Number:
    """The exact product."""
    if constant(a) and constant(b):
        return number(Fraction(a) * Fraction(b))
    for x, y in ((a, b), (b, a)):
        if constant(x) and x in (0, 1):
            return y if x == 1 else 0
    return _real(a, b) * _real(b, a)


def _real(value: Number, other: Number) -> Any:
    """A whole term beside a fraction has to be a real one: Z3 would cut the fraction."""
    if not constant(value) and value.is_int() and (isinstance(other, Fraction) or (not constant(other) and not other.is_int())):
        return z3.ToReal(value)
    return term(value)


def over(a: Number, b: Number) -> Number:
    """The quotient; of no meaning where `b` is zero."""
    if constant(a) and constant(b):
        return number(Fraction(a) / Fraction(b)) if b else 0
    upper, lower = (z3.RealVal(str(Fraction(v))) if constant(v) else z3.ToReal(v) if v.is_int() else v for v in (a, b))
    return upper / lower


def compared(operator: str, a: Number, b: Number) -> Bool:
    """`=`, `!=`, `<`, `<=`, `>`, `>=` of two numbers."""
    if not (constant(a) and constant(b)):
        a, b = _beside(a, b), _beside(b, a)
    match operator:
        case "=":
            return a == b
        case "!=":
            return a != b
        case "<":
            return a < b
        case "<=":
            return a <= b
        case ">":
            return a > b
    return a >= b


def _beside(value: Number, other: Number) -> Any:
    if isinstance(value, Fraction):
        return z3.Q(value.numerator, value.denominator)
    return _real(value, other)


def chosen(condition: Bool, a: Number, b: Number) -> Number:
    """`a` where the condition holds, else `b`."""
    if isinstance(condition, bool):
        return a if condition else b
    if constant(a) and constant(b):
        if a == b:
            return a
        if isinstance(a, Fraction) or isinstance(b, Fraction):
            return z3.If(condition, z3.RealVal(str(a)), z3.RealVal(str(b)))
        return z3.If(condition, z3.IntVal(a), z3.IntVal(b))
    if constant(a) or constant(b):
        sort = b if constant(a) else a
        a, b = (_sorted(v, sort) for v in (a, b))
    elif a.is_int() != b.is_int():
        a, b = (z3.ToReal(v) if v.is_int() else v for v in (a, b))
    return z3.If(condition, a, b)


def _sorted(value: Number, like: Any) -> Any:
    if not constant(value):
        return value
    if like.is_int() and isinstance(value, int):
        return z3.IntVal(value)
    return z3.RealVal(str(Fraction(value)))


def quotient(a: Number, by: int) -> Number:
    """Whole division, towards minus infinity."""
    return a // by if constant(a) else a / by if a.is_int() else z3.ToInt(a / by)


def remainder(a: Number, by: int) -> Number:
    return a % by


def floor(value: Number) -> Number:
    if constant(value):
        return value.numerator // value.denominator
    return value if value.is_int() else z3.ToInt(value)


def counted(conditions: Iterable[Bool]) -> Number:
    """How many conditions hold."""
    parts = list(conditions)
    sure = sum(p is True for p in parts)
    open_ = [z3.If(p, 1, 0) for p in parts if not isinstance(p, bool)]
    return sure if not open_ else z3.Sum([*open_, z3.IntVal(sure)])
