"""How rules of a table stand to one another, as far as their cells plainly say: which never hold together, which values a cell allows."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from ...ir.expr import Compare, Expr, Items, Literal, Member, Not, Ref
from ...ir.pack import Rule
from ...ir.types import Boolean, Choice, Fact

MOST_COPIES = 2.5  # how often the rules of a table may be written out, on average


def disjoint(a: Rule, b: Rule) -> bool:
    """Whether two rules plainly never hold together: some column allows them no common value, or one condition is the other's opposite."""
    if not _overlap(a, b):
        return True
    mine = {t.holds for t in a.tests}
    return any(_opposite(t.holds) in mine for t in b.tests)


def _overlap(a: Rule, b: Rule) -> bool:
    periods = (a.period, b.period)
    if (periods[0].last and periods[1].first and periods[0].last < periods[1].first) or (periods[1].last and periods[0].first and periods[1].last < periods[0].first):
        return False
    columns = {t.column: t for t in a.tests if t.column is not None}
    for test in b.tests:
        mine = columns.get(test.column) if test.column is not None else None
        if mine is None:
            continue
        left, right = allowed(mine.holds), allowed(test.holds)
        if left is None or right is None:
            continue
        if left[0] and right[0] and not left[1] & right[1]:
            return False
        if (left[0] and not right[0] and left[1] <= right[1]) or (right[0] and not left[0] and right[1] <= left[1]):
            return False
    return True


def allowed(node: Expr) -> tuple[bool, frozenset[Any]] | None:
    """The values a cell allows (True, values) or excludes (False, values); None where it is no list of values."""
    match node:
        case Compare(operator="=", left=Ref(), right=Literal(value=value)):
            return True, frozenset([_distinct(value)])
        case Compare(operator="!=", left=Ref(), right=Literal(value=value)):
            return False, frozenset([_distinct(value)])
        case Member(value=Ref(), collection=Items(parts=parts)) if all(isinstance(p, Literal) for p in parts):
            return True, frozenset(_distinct(p.value) for p in parts if isinstance(p, Literal))
        case Not(part=part):
            inner = allowed(part)
            return None if inner is None else (not inner[0], inner[1])
    return None


def _distinct(value: Any) -> Any:
    """1 and true are different values."""
    return (type(value).__name__, value) if isinstance(value, bool) else value


_OPPOSITES = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "="}


def _opposite(node: Expr) -> Expr:
    """A condition that never holds together with `node`."""
    if isinstance(node, Compare):
        return Compare(_OPPOSITES[node.operator], node.left, node.right)  # type: ignore[arg-type]  # an operator again
    return node.part if isinstance(node, Not) else Not(node)


def accepts(rule: Rule, column: str, value: Any) -> bool:
    """Whether the rule's cell of a column may hold for a value."""
    return all(_takes(t.holds, value) for t in rule.tests if t.column == column)


def settled(node: Expr, values: Sequence[Any]) -> bool:
    """Whether a cell plainly holds for each of the values."""
    found = allowed(node)
    return found is not None and all((_distinct(v) in found[1]) == found[0] for v in values)


def _takes(node: Expr, value: Any) -> bool:
    found = allowed(node)
    return found is None or (_distinct(value) in found[1]) == found[0]


def splitting(rules: Sequence[Rule], facts: Sequence[Fact], done: Sequence[str]) -> tuple[str, list[tuple[Any, ...]]] | None:
    """The column whose values part the rules best, and its values in groups that meet the same rules; None where parting is not worth it."""
    if len(rules) < 4:
        return None
    best: tuple[int, str, list[tuple[Any, ...]]] | None = None
    for fact in facts:
        if fact.name in done or not isinstance(fact.type, Choice | Boolean):
            continue
        tested = sum(any(t.column == fact.name and allowed(t.holds) is not None for t in r.tests) for r in rules)
        if 2 * tested < len(rules):
            continue
        groups: dict[Hashable, list[Any]] = {}
        for value in domain(fact):
            groups.setdefault(tuple(r.id for r in rules if accepts(r, fact.name, value)), []).append(value)
        sizes = [len(ids) for ids in groups if isinstance(ids, tuple)]
        if len(groups) < 2 or sum(sizes) > MOST_COPIES * len(rules):
            continue
        if best is None or max(sizes) < best[0]:
            best = (max(sizes), fact.name, sorted((tuple(g) for g in groups.values()), key=len))
    return best[1:] if best is not None else None


def domain(fact: Fact) -> tuple[Any, ...]:
    """The values a choice or boolean may have, none among them where the fact may be none."""
    values: tuple[Any, ...] = fact.type.values if isinstance(fact.type, Choice) else (False, True)
    return (*values, None) if fact.absent.kind == "none" else values
