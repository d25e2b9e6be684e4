"""The conditions of a rule, and what they plainly say, worked out once for each rule: the values its cells list, the stretches they leave, what contradicts them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from ..diagnostics import Span
from ..domain.frozen import dataclass
from .expr import Compare, Expr, Items, Literal, Logic, Member, Not, Ref

ORDERS = ("<", "<=", ">", ">=")
ORDERED = (int, Decimal, date, datetime, timedelta)

# Operators that do not hold together with one, between the same two sides: an order never holds with none. The first is its negation where neither is none.
AGAINST = {"<": (">=", ">", "="), ">=": ("<",), ">": ("<=", "<", "="), "<=": (">",), "=": ("!=", "<", ">"), "!=": ("=",)}


@dataclass(frozen=True)
class Test:
    """One condition of a rule: a cell of the column `column`, or the formula under `if` (no column)."""

    column: str | None
    holds: Expr
    span: Span | None = field(default=None, compare=False, repr=False)


class Listed(NamedTuple):
    """The values that a cell lists: allowed, or excluded."""

    allowed: bool
    values: frozenset[Any]

    def takes(self, value: Any) -> bool:
        return (distinct(value) in self.values) == self.allowed

    def meets(self, other: Listed) -> bool:
        """Whether some value may pass both."""
        if self.allowed and other.allowed:
            return not self.values.isdisjoint(other.values)
        if self.allowed or other.allowed:
            mine, barred = (self.values, other.values) if self.allowed else (other.values, self.values)
            return not mine <= barred
        return True


class Stretch(NamedTuple):
    """An interval of numbers, days or lengths of time; an end that is None is open for ever. None of the type lies in it."""

    low: Any = None
    low_in: bool = False
    high: Any = None
    high_in: bool = False

    def meet(self, other: Stretch) -> Stretch:
        """What lies in both."""
        low, low_in, high, high_in = self
        if other.low is not None and (low is None or (other.low, not other.low_in) > (low, not low_in)):
            low, low_in = other.low, other.low_in
        if other.high is not None and (high is None or (other.high, other.high_in) < (high, high_in)):
            high, high_in = other.high, other.high_in
        return Stretch(low, low_in, high, high_in)

    @property
    def empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        return bool(self.low > self.high or (self.low == self.high and not (self.low_in and self.high_in)))

    def within(self, other: Stretch) -> bool:
        """Whether all of it lies in the other."""
        return self.meet(other) == self


class Cells(NamedTuple):
    """`listed`: column -> the values that its cells allow or exclude. `stretches`: name of an input -> where it must lie. `holds`: the conditions, each
    part of a conjunction by itself; `against`: conditions that never hold together with one of them."""

    listed: Mapping[str, tuple[Listed, ...]]
    stretches: Mapping[str, Stretch]
    holds: frozenset[Expr]
    against: frozenset[Expr]

    def meets(self, other: Cells) -> bool:
        """Whether both may hold for one case, as far as the cells plainly say."""
        for column, mine in self.listed.items():
            if column in other.listed and not all(a.meets(b) for a in mine for b in other.listed[column]):
                return False
        for name, stretch in self.stretches.items():
            if name in other.stretches and stretch.meet(other.stretches[name]).empty:
                return False
        return self.holds.isdisjoint(other.against)


def cells(tests: Iterable[Test]) -> Cells:
    """What the conditions of a rule say together."""
    by_column: dict[str, list[Listed]] = {}
    stretches: dict[str, Stretch] = {}
    holds: set[Expr] = set()
    for test in tests:
        found = listed(test.holds)
        if test.column is not None and found is not None:
            by_column.setdefault(test.column, []).append(found)
        for part in conjuncts(test.holds):
            holds.add(part)
            if isinstance(part, Compare) and isinstance(part.left, Ref) and part.left.origin == "input" and _never_of_none(part):
                by_column.setdefault(part.left.name, []).append(Listed(False, frozenset([None])))
            bound = bounded(part)
            if bound is not None:
                stretches[bound[0]] = stretches.get(bound[0], Stretch()).meet(bound[1])
    against = {opposite for part in holds for opposite in _opposites(part)}
    return Cells({c: tuple(v) for c, v in by_column.items()}, stretches, frozenset(holds), frozenset(against))


def listed(node: Expr) -> Listed | None:
    """The values a cell allows or excludes; None where it is no list of values."""
    match node:
        case Compare(operator="=", left=Ref(), right=Literal(value=value)):
            return Listed(True, frozenset([distinct(value)]))
        case Compare(operator="!=", left=Ref(), right=Literal(value=value)):
            return Listed(False, frozenset([distinct(value)]))
        case Member(value=Ref(), collection=Items(parts=parts)) if all(isinstance(p, Literal) for p in parts):
            return Listed(True, frozenset(distinct(p.value) for p in parts if isinstance(p, Literal)))
        case Not(part=part):
            inner = listed(part)
            return None if inner is None else Listed(not inner.allowed, inner.values)
    return None


def bounded(node: Expr) -> tuple[str, Stretch] | None:
    """The input that a comparison with a value written out bounds, and where it leaves it."""
    if not (isinstance(node, Compare) and isinstance(node.left, Ref) and node.left.origin == "input" and isinstance(node.right, Literal)):
        return None
    value = node.right.value
    if not isinstance(value, ORDERED) or isinstance(value, bool):
        return None
    match node.operator:
        case "<" | "<=":
            return node.left.name, Stretch(high=value, high_in=node.operator == "<=")
        case ">" | ">=":
            return node.left.name, Stretch(low=value, low_in=node.operator == ">=")
        case "=":
            return node.left.name, Stretch(value, True, value, True)
    return None


def conjuncts(node: Expr) -> Iterator[Expr]:
    """The conditions that must all hold; any other condition whole."""
    if isinstance(node, Logic) and node.operator == "and":
        for part in node.parts:
            yield from conjuncts(part)
    elif isinstance(node, Not) and isinstance(node.part, Logic) and node.part.operator == "or":
        for part in node.part.parts:
            yield from conjuncts(Not(part))
    elif isinstance(node, Not) and isinstance(node.part, Not):
        yield from conjuncts(node.part.part)
    else:
        yield node


def distinct(value: Any) -> Any:
    """1 and true are different values."""
    return (type(value).__name__, value) if isinstance(value, bool) else value


def _never_of_none(node: Compare) -> bool:
    """Whether a comparison never holds where its left side is none: an order, or equality with what is never none (a value written out is listed anyhow)."""
    return node.operator in ORDERS or (node.operator == "=" and not isinstance(node.right, Literal) and not node.right.optional)


def _opposites(node: Expr) -> Sequence[Expr]:
    """Conditions that never hold together with `node`."""
    if isinstance(node, Compare):
        return [Compare(o, node.left, node.right) for o in AGAINST[node.operator]]  # type: ignore[arg-type]  # operators again
    return [opposite(node)]


def opposite(node: Expr) -> Expr:
    return node.part if isinstance(node, Not) else Not(node)
