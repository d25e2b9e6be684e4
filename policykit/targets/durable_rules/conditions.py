"""Conditions of rules -> what durable-rules can test: codes, booleans and whole numbers go in as they are, all else is computed to 0 or 1 first.

Every property that a rule reads is given in every fact, *none* as a value of its own: the engine is never asked about what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from ...ir.cells import Test, listed
from ...ir.expr import Compare, Expr, Literal, Logic, Not, Ref, names
from ...ir.types import Boolean, Choice, Date, Months, Number, Type, Word
from ..python.expressions import Emitter
from .engine import LONGEST_CHOICE, MOST_CHOICES, MOST_NUMBER, Atom, Clause, Conditions, Value, code_ok

NONE, OTHER = "-", "*"  # no code of a pack has these signs alone
NO_NUMBER = -MOST_NUMBER  # below all numbers that a fact may be
SCALE = 100  # of numbers that need not be whole

_FALSE, _TRUE, _NO_BOOLEAN, _NEITHER = 0, 1, 2, 3
_SWAPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass
class Column:
    """A fact that goes in as it is: its name, its property, and what becomes of its value. `codes` are those that the rules tell apart."""

    name: str
    property: str
    type: Type
    codes: set[str] = field(default_factory=set)

    def encoder(self) -> Callable[[Any], Value]:
        """What becomes of a value."""
        match self.type:
            case Boolean():
                return _boolean
            case Number(integer=integer):
                scale = 1 if integer else SCALE
                return lambda value: NO_NUMBER if value is None else scaled(value, scale)
            case Date() | Months():
                return lambda value: NO_NUMBER if value is None else _counted(value)
        codes = self.codes

        def coded(value: Any) -> Value:
            if isinstance(value, str):
                return value if value in codes else OTHER
            return NONE if value is None else OTHER

        return coded


@dataclass
class Tests:
    """Gathers the conditions of several rules. `types` are the facts that may go in as they are, by name."""

    types: Mapping[str, Type]
    emitter: Emitter
    columns: dict[str, Column] = field(default_factory=dict)
    computed: dict[str, str] = field(default_factory=dict)  # expression -> property
    rules: list[Conditions] = field(default_factory=list)
    _numbers: dict[tuple[Expr, ...], int] = field(default_factory=dict)

    def rule(self, tests: Sequence[Test]) -> int:
        """The number of the rule with these conditions."""
        key = tuple(t.holds for t in tests)
        if key not in self._numbers:
            clauses: list[Clause] = []
            for test in key:
                more = self.clauses(test)
                lists = sum(len(c) > 1 for c in (*clauses, *more))
                clauses += more if lists <= MOST_CHOICES else self.compute(test)
            self._numbers[key] = len(self.rules)
            self.rules.append(tuple(dict.fromkeys(clauses)))
        return self._numbers[key]

    def clauses(self, node: Expr) -> list[Clause]:
        """A condition as clauses that all hold."""
        if isinstance(node, Logic) and node.operator == "and":
            return [c for part in node.parts for c in self.clauses(part)]
        found = self.listed(node)
        flag = node.part if isinstance(node, Not) else node
        if found is None and isinstance(flag, Ref) and flag.origin == "input" and isinstance(self.types.get(flag.name), Boolean):
            found = [(Atom(self.column(flag.name).property, "=" if flag is node else "!=", _TRUE),)]
        if found is None and isinstance(node, Compare):
            found = self.ordered(node)
        return found if found is not None else self.compute(node)

    def compute(self, node: Expr) -> list[Clause]:
        """A condition computed before: 1 where it holds."""
        text = self.emitter.emit(node)
        return [(Atom(self.computed.setdefault(text, f"t{len(self.computed)}"), "=", 1),)]

    def column(self, name: str) -> Column:
        if name not in self.columns:
            self.columns[name] = Column(name, f"p{len(self.columns)}", self.types[name])
        return self.columns[name]

    # --- codes and booleans

    def listed(self, node: Expr) -> list[Clause] | None:
        """A choice, word or boolean beside constants."""
        found = _one_of(node)
        if found is None:
            return None
        name, positive, values = found
        type_ = self.types.get(name)
        if not isinstance(type_, Choice | Word | Boolean):
            return None
        if isinstance(type_, Boolean):
            encoded: list[Value] = [_boolean(v) for v in values]
        elif all(v is None or (isinstance(v, str) and code_ok(v) and v not in (NONE, OTHER)) for v in values) and len(values) <= LONGEST_CHOICE:
            self.column(name).codes.update(v for v in values if v is not None)
            encoded = sorted(NONE if v is None else v for v in values)
        else:
            return None
        column = self.column(name).property
        if positive:
            return [tuple(Atom(column, "=", v) for v in encoded)]
        return [(Atom(column, "!=", v),) for v in encoded]

    # --- numbers and days

    def ordered(self, node: Compare) -> list[Clause] | None:
        """A number, day or period of months beside a value that is constant on the day."""
        left, right, operator = node.left, node.right, node.operator
        if isinstance(right, Ref) and right.origin == "input":
            left, right, operator = right, left, _SWAPPED[operator]  # type: ignore[assignment]  # an operator again
        type_ = self.types.get(left.name) if isinstance(left, Ref) and left.origin == "input" else None
        value = self.constant(right)
        if not isinstance(left, Ref) or value is None or not isinstance(type_, Number | Date | Months) or type_.__class__ is not right.type.__class__:
            return None
        if isinstance(type_, Number) and type_.integer and Fraction(value).denominator != 1:
            return None
        bound = scaled(value, 1 if type_.integer else SCALE) if isinstance(type_, Number) else _counted(value)
        if abs(bound) >= MOST_NUMBER - 1 or bound % 2:
            return None
        column = self.column(left.name).property
        known: list[Clause] = [(Atom(column, ">", NO_NUMBER),)] if operator in ("<", "<=") else []
        return [*known, (Atom(column, operator, bound),)]

    def constant(self, node: Expr) -> Any:
        """The value of a literal or parameter on the day; None where it is neither, or has none."""
        if isinstance(node, Literal):
            return node.value
        if isinstance(node, Ref) and node.origin == "parameter":
            parameter = self.emitter.parameters[node.name]
            found = parameter.on(self.emitter.day) if self.emitter.day is not None else parameter.values[-1] if parameter.values else None
            return found.value if found else None
        return None


def _one_of(node: Expr) -> tuple[str, bool, frozenset[Any]] | None:
    """A column and the constants that it must, or must not, be one of."""
    if isinstance(node, Logic) and node.operator == "or":
        parts = [_one_of(p) for p in node.parts]
        if any(p is None or not p[1] or p[0] != parts[0][0] for p in parts):  # type: ignore[index]  # the first is seen first
            return None
        return parts[0][0], True, frozenset[Any]().union(*(p[2] for p in parts if p))  # type: ignore[index]  # none is None, as just seen
    found = listed(node)
    name = _column(node)
    if found is None or name is None:
        return None
    return name, found.allowed, frozenset(v[1] if isinstance(v, tuple) and v[0] == "bool" else v for v in found.values)  # booleans are marked


def _column(node: Expr) -> str | None:
    """The input that a cell is about."""
    found = names(node, "input")
    return next(iter(found)) if len(found) == 1 else None


def _boolean(value: Any) -> int:
    return _NO_BOOLEAN if value is None else _TRUE if value == True else _FALSE if value == False else _NEITHER  # noqa: E712  # as the reference compares


def scaled(value: Any, scale: int) -> int:
    """An exact number as a whole one in the same order: even where it is whole at the scale, odd between two that are; the ends stand for all beyond.

    >>> from decimal import Decimal
    >>> scaled(Decimal("3.30"), 100), scaled(Fraction(10, 3), 100), scaled(-1, 100), scaled(10**30, 100) == MOST_NUMBER
    (660, 667, -200, True)
    """
    whole, rest = divmod(Fraction(value) * scale, 1)
    return max(1 - MOST_NUMBER, min(2 * whole + (1 if rest else 0), MOST_NUMBER))


def _counted(value: date | int) -> int:
    """Days of the calendar, months: whole and in order."""
    return 2 * (value.toordinal() if isinstance(value, date) else value)
