"""Values to try for a fact that is not known: one for each region that the rules cut, and for each boundary, as SQL over the other facts.

The same values as the reference tries (`targets/python/trials.py`); an expression that needs a fact which is itself unknown is NULL and falls away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from ...domain.numbers import settled
from ...ir.expr import NOT_CONSTANT, Arithmetic, Call, Compare, Expr, Items, Literal, Ref, constant, names
from ...ir.types import Boolean, Date, DateTime, Duration, Fact, Number, Word
from ..python.trials import FAR, FAR_DAYS, OTHER_WORD
from .dialects import word
from .facts import DIGITS, PLACES
from .formulas import Writer
from .values import FALSE, TRUE, Scalar, Value, chosen, opposite

DAYS = (-40, *range(-4, 5), 40)
MINUTES = (-1440, -60, -1, 0, 1, 60, 1440)
MOST_BOUNDARIES = 8  # of a number: what lies between two of them is tried for every pair


@dataclass(frozen=True)
class Candidates:
    """What may stand for a fact. `otherwise`: what does where all of `values` are NULL. `none`: whether none is tried too."""

    fact: Fact
    values: tuple[str, ...]
    otherwise: str | None
    none: bool

    @property
    def least(self) -> int | None:
        """The least value that the fact may have, where it has one."""
        return self.fact.type.minimum if isinstance(self.fact.type, Number) else None

    @property
    def count(self) -> int:
        return len(self.values) + (self.otherwise is not None) + self.none


class CannotTry(Exception):
    """A boundary that is no expression here: the fact stays unknown, and the answer open where it matters."""


def codes(fact: Fact, values: Sequence[Any], optional: bool) -> Candidates:
    """The values of a choice or boolean."""
    return Candidates(fact, tuple((TRUE if v else FALSE) if isinstance(v, bool) else word(v) for v in values), None, optional)


def candidates(fact: Fact, compared: list[Compare], writer: Writer, optional: bool, unknown: Collection[str]) -> Candidates:
    """The values around everything that an ordered fact, or a word, is compared with, and two far from all where that may be one of `unknown`, which have no value as yet.

    Raises `CannotTry`.
    """
    found: dict[str, None] = {}
    bases: dict[str, None] = {}
    related = any(fact.name in (named := names(c, "input")) and not named.isdisjoint(unknown) for c in compared)
    for compare in compared:
        for mine, other in ((compare.left, compare.right), (compare.right, compare.left)):
            if fact.name not in names(mine, "input") or any(names(n, o) for n in (mine, other) for o in ("step", "variable")):
                continue
            if isinstance(fact.type, Word) and isinstance(other, Items):
                found |= {word(p.value): None for p in other.parts if isinstance(p, Literal)}
            if isinstance(other, Items) or isinstance(mine.type, Boolean) or fact.name in names(other, "input"):
                continue  # of two truths that are compared each is a comparison of its own
            boundary = _boundary(fact, mine, other, writer)
            if boundary is not None:
                bases[boundary] = None
                found |= dict.fromkeys(_around(boundary, fact, writer))
    otherwise = _anything(fact, writer) if not isinstance(fact.type, Word) else None
    if related and otherwise is not None:
        none_met = f"CASE WHEN COALESCE({', '.join(found)}) IS NULL THEN {otherwise} END" if len(found) > 1 else otherwise
        found |= dict.fromkeys([*([none_met] if not _sure(bases) else []), *_far(fact, writer)])
    if isinstance(fact.type, Word):
        found[word(OTHER_WORD)] = None
    if isinstance(fact.type, Number) and not fact.type.integer:
        if len(bases) > MOST_BOUNDARIES:
            raise CannotTry
        found |= {f"(({a} + {b}) * 0.5)": None for a, b in combinations(tuple(found), 2)}
        if fact.type.minimum is not None and bases:
            found[str(fact.type.minimum)] = None  # a boundary may lie close above it
    values = tuple(_read(v, fact, writer) for v in found)
    return Candidates(fact, values, otherwise if not _sure(bases) else None, optional)


def _far(fact: Fact, writer: Writer) -> list[str]:
    """What lies beyond all that rules speak of."""
    match fact.type:
        case Date():
            return [writer.dialect.plus_days(writer.day, f"({n})") for n in (-FAR_DAYS.days, FAR_DAYS.days)]
        case DateTime():
            return [writer.dialect.plus_seconds(_anything(fact, writer), f"({n * 86_400})") for n in (-FAR_DAYS.days, FAR_DAYS.days)]
        case Number(minimum=minimum):
            return [str(-FAR if minimum is None else minimum), str(FAR)]
    return []


def _sure(bases: Mapping[str, None]) -> bool:
    """Whether some boundary is a constant, so that there is always something to try."""
    return any((b.startswith("CAST('") and b.count("(") == 1) or b.strip("()-").replace(".", "").isdigit() for b in bases)


def _read(value: str, fact: Fact, writer: Writer) -> str:
    """A candidate in the type of its column."""
    if not isinstance(fact.type, Number):
        return value
    return writer.dialect.decimal.format(x=value, p=DIGITS, s=0 if fact.type.integer else PLACES)


def _anything(fact: Fact, writer: Writer) -> str:
    match fact.type:
        case DateTime():
            return f"CAST({writer.day} AS {writer.dialect.moment_type})"
        case Number(minimum=minimum):
            return str(max(minimum or 0, 1))
    return writer.day


def _boundary(fact: Fact, mine: Expr, other: Expr, writer: Writer) -> str | None:
    """Where the comparison turns: the other side, less what is added on the fact's own. None where it is not compared with a value."""
    value = writer.value(other)
    if not isinstance(value, Scalar):
        return None
    if value.none == TRUE:
        return None
    there = value.sql if value.none == FALSE else chosen([(opposite(value.none), value.sql)])
    if isinstance(mine, Ref):
        if isinstance(fact.type, DateTime) and isinstance(other.type, Date):
            return f"CAST({there} AS {writer.dialect.moment_type})"
        return there
    zero = _anything(fact, writer)
    at_zero = _with(writer, fact, zero).scalar(mine)
    if at_zero.none == TRUE:
        return None
    if isinstance(fact.type, Date) and isinstance(mine.type, Date) and isinstance(other.type, Date):
        return writer.dialect.plus_days(zero, f"({writer.dialect.between.format(x=there, y=at_zero.sql)})")
    if isinstance(fact.type, DateTime) and isinstance(mine, Call) and isinstance(other.type, Date):
        days = writer.dialect.between.format(x=there, y=at_zero.sql)
        return writer.dialect.plus_seconds(zero, f"({days} * 86400)")
    if isinstance(fact.type, DateTime) and isinstance(other.type, DateTime):
        return _earlier(mine, there, writer)
    if isinstance(fact.type, Number):
        slope = _slope(mine, fact, writer)
        if slope is not None:
            share = settled(1 / slope)
            if isinstance(share, Fraction):  # a fact has few places: what is rounded below is the boundary, or has none of them between it and the boundary
                share = (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal(1).scaleb(-14), ROUND_HALF_EVEN)
            factor = writer.constant(share, fact.type)
            assert isinstance(factor, Scalar)
            return f"ROUND({zero} + ({there} - {at_zero.sql}) * {factor.sql}, {PLACES})"
    raise CannotTry


def _earlier(mine: Expr, there: str, writer: Writer) -> str:
    """The moment to which durations were added before it was compared."""
    while isinstance(mine, Arithmetic) and isinstance(mine.right.type, Duration) and mine.operator in ("+", "-"):
        there = writer.dialect.plus_seconds(there, f"({'-' if mine.operator == '+' else ''}{writer.scalar(mine.right).sql})")
        mine = mine.left
    if not isinstance(mine, Ref):
        raise CannotTry
    return there


def _with(writer: Writer, fact: Fact, value: str) -> Writer:
    """A writer for which the fact has a value."""
    inputs: dict[str, Value] = {**writer.inputs, fact.name: Scalar(value, digits=(2, 0))}
    return replace(writer, inputs=inputs)


def _slope(node: Expr, fact: Fact, writer: Writer) -> Fraction | None:
    """How a sum or multiple of the fact grows with it; None where that is no constant."""
    if isinstance(node, Ref):
        return Fraction(1)
    if not isinstance(node, Arithmetic):
        return None
    on_left = fact.name in names(node.left, "input")
    inner = _slope(node.left if on_left else node.right, fact, writer)
    if inner is None or node.operator in ("+", "-"):
        return -inner if inner is not None and node.operator == "-" and not on_left else inner
    factor = _number(node.right if on_left else node.left, writer)
    if not factor:
        return None
    return inner * factor if node.operator == "*" else inner / factor if on_left else None


def _number(node: Expr, writer: Writer) -> Fraction | None:
    value = constant(node)
    if value is NOT_CONSTANT and isinstance(node, Ref) and node.origin == "parameter":
        found = writer.of_name(node)
        text = found.sql.strip("()") if isinstance(found, Scalar) else ""
        value = Decimal(text) if text.lstrip("-").replace(".", "").isdigit() else NOT_CONSTANT
    return None if value is NOT_CONSTANT or value is None else Fraction(value)


def _around(boundary: str, fact: Fact, writer: Writer) -> Iterator[str]:
    """The boundary, and a little below and above it."""
    dialect = writer.dialect
    match fact.type:
        case Date():
            written = _constant_day(boundary)
            if written is not None:
                yield from (dialect.date(written + timedelta(days=n)) for n in DAYS)
            else:
                yield from (dialect.plus_days(boundary, f"({n})" if n < 0 else str(n)) for n in DAYS)
        case DateTime():
            yield from (dialect.plus_seconds(boundary, f"({n * 60})" if n < 0 else str(n * 60)) for n in MINUTES)
        case Number(integer=True):
            yield from (f"(FLOOR({boundary}) + {n})" if n >= 0 else f"(FLOOR({boundary}) - {-n})" for n in (-1, 0, 1, 2))
        case Number():
            yield from (f"({boundary} - 0.01)", boundary, f"({boundary} + 0.01)")
        case _:
            yield boundary


def _constant_day(text: str) -> date | None:
    if text.startswith("CAST('") and text.endswith("' AS DATE)") and len(text) == 26:
        return datetime.strptime(text[6:16], "%Y-%m-%d").date()
    return None
