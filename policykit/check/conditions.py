"""Whether conditions plainly contradict each other: no value of a fact satisfies all, or two comparisons exclude one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from ..ir.cells import AGAINST, conjuncts, opposite
from ..ir.expr import Compare, Expr, Items, Literal, Member, Not, Ref
from ..ir.types import Boolean, Choice

MOST = 200  # conditions looked at: each is held against each

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def impossible(conditions: Iterable[Expr]) -> bool:
    """Whether the conditions plainly never hold together. False is no proof that they may."""
    parts = list(dict.fromkeys(p for c in conditions for p in conjuncts(c)))[:MOST]
    if any(opposite(p) in parts for p in parts):
        return True
    if any(_no_value(ref, parts) for ref in {s for s in map(_subject, parts) if s is not None}):
        return True
    compares = [c for p in parts if isinstance(p, Compare) for c in (p, _flipped(p))]
    return any(_exclude(a, b) for a, b in combinations(compares, 2))


# --- facts of a choice, or true and false


def _subject(node: Expr) -> Ref | None:
    """The fact or step that a condition restricts to some of its values."""
    match node:
        case Ref(type=Boolean()):
            return node
        case Compare(operator="=" | "!=", left=Ref() as ref, right=Literal()):
            return ref
        case Member(value=Ref() as ref, collection=Items(parts=parts)) if all(isinstance(p, Literal) for p in parts):
            return ref
        case Not(part=part):
            return _subject(part)
    return None


def _no_value(ref: Ref, parts: Sequence[Expr]) -> bool:
    """Whether no value of a fact satisfies every condition on it."""
    mine = [p for p in parts if _subject(p) == ref]
    values: set[Any]
    if isinstance(ref.type, Choice | Boolean):
        values = set(ref.type.values) if isinstance(ref.type, Choice) else {False, True}
        values |= {None} if ref.optional or ref.origin != "input" else set()
    else:
        named = [_values(p) for p in mine if not isinstance(p, Not) and not (isinstance(p, Compare) and p.operator == "!=")]
        if not named:
            return False
        values = set(named[0])
    return not any(all(_takes(p, v) for p in mine) for v in values)


def _values(node: Expr) -> list[Any]:
    """The values that a condition names."""
    match node:
        case Ref():
            return [True]
        case Compare(right=Literal(value=value)):
            return [value]
        case Member(collection=Items(parts=parts)):
            return [p.value for p in parts if isinstance(p, Literal)]
        case Not(part=part):
            return _values(part)
    return []


def _takes(node: Expr, value: Any) -> bool:
    if isinstance(node, Not):
        return not _takes(node.part, value)
    return (value in _values(node)) == (not isinstance(node, Compare) or node.operator == "=")


# --- what is compared


def _flipped(node: Compare) -> Compare:
    return Compare(_FLIPPED[node.operator], node.right, node.left)  # type: ignore[arg-type]  # an operator again


def _exclude(a: Compare, b: Compare) -> bool:
    """Whether two comparisons of one value with another, or with two numbers, exclude one another."""
    if a.left != b.left:
        return False
    if a.right == b.right:
        return b.operator in AGAINST[a.operator]
    if not (isinstance(a.right, Literal) and isinstance(b.right, Literal)) or type(a.right.type) is not type(b.right.type):
        return False
    if a.right.value is None or b.right.value is None:
        return False
    low, high = (a, b) if a.operator in (">", ">=", "=") and b.operator in ("<", "<=", "=") else (b, a)
    if low.operator not in (">", ">=", "=") or high.operator not in ("<", "<=", "="):
        return False
    return bool(_value(low) > _value(high)) if not (low.operator == high.operator == "=") else _value(low) != _value(high)


def _value(node: Compare) -> Any:
    assert isinstance(node.right, Literal)
    return node.right.value
