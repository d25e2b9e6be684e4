"""How rules of a table stand to one another, as far as their cells plainly say: which never hold together, which values part them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias, TypeGuard

from ...ir.cells import AGAINST, Stretch, Test, bounded, conjuncts, distinct, listed, opposite
from ...ir.expr import Compare, Expr
from ...ir.pack import Rule
from ...ir.types import Boolean, Choice, Date, DateTime, Duration, Fact, Number

MOST_COPIES = 2.5  # how often the rules of a table may be written out, on average
FEWEST_TO_CUT = 6  # rules told apart by stretches of a number: of fewer, each is asked in turn

# How two sides that are not none may stand to one another, and the ways in which an operator holds.
HOLDS = {"<": "<", "=": "=", ">": ">", "<=": "<=", ">=": ">=", "!=": "<>"}

Allowed: TypeAlias = "tuple[Any, ...] | Stretch"  # the values that a column may have in a branch: listed, or a stretch


class Branch(NamedTuple):
    """Values of a column, and the rules that may hold for them."""

    allowed: Allowed
    rules: list[Rule]


class Split(NamedTuple):
    """A column and its branches, which exclude each other; a case that is in none before the last is in the last."""

    column: str
    branches: list[Branch]

    @property
    def longest(self) -> int:
        return max(len(b.rules) for b in self.branches)


def disjoint(a: Rule, b: Rule) -> bool:
    """Whether two rules plainly never hold together: never in force together, or their cells contradict each other."""
    first, second = a.period, b.period
    if (first.last and second.first and first.last < second.first) or (second.last and first.first and second.last < first.first):
        return True
    return not a.cells.meets(b.cells)


def accepts(rule: Rule, column: str, value: Any) -> bool:
    """Whether the rule's cell of a column may hold for a value."""
    return all(found.takes(value) for found in rule.cells.listed.get(column, ()))


def settled(node: Expr, allowed: Allowed) -> bool:
    """Whether a cell plainly holds for each of the values."""
    if isinstance(allowed, Stretch):
        bounds = [bounded(part) for part in conjuncts(node)]
        return all(b is not None and allowed.within(b[1]) for b in bounds)
    found = listed(node)
    return found is not None and all(map(found.takes, allowed))


def implied(node: Expr, denied: Collection[Expr]) -> bool:
    """Whether a condition plainly holds in any case in which none of those denied does: `a < b` where neither `a > b` nor `a = b`.

    An order never holds with none, so that of a side that may be none nothing follows from the other orders.

    >>> from policykit.ir.expr import Literal, Ref
    >>> a, maybe, b = Ref("input", "a", Number()), Ref("input", "a", Number(), optional=True), Literal(3, Number())
    >>> implied(Compare("<", a, b), [Compare(">", a, b), Compare("=", a, b)]), implied(Compare("<", maybe, b), [Compare(">=", maybe, b)])
    (True, False)
    """
    if opposite(node) in denied:
        return True
    if not _plain(node):
        return False
    ways = (HOLDS[d.operator] for d in denied if isinstance(d, Compare) and (d.left, d.right) == (node.left, node.right))
    return set("<=>") <= set(HOLDS[node.operator]).union(*ways)


def contrary(node: Expr) -> Expr:
    """The condition that holds just where `node` does not."""
    return replace(node, operator=AGAINST[node.operator][0]) if _plain(node) else opposite(node)  # type: ignore[arg-type]  # an operator again


def _plain(node: Expr) -> TypeGuard[Compare]:
    """Whether a condition compares what is never none."""
    return isinstance(node, Compare) and not (node.left.optional or node.right.optional)


def left_of(test: Test, fact: Fact, context: Mapping[str, Allowed]) -> Allowed | None:
    """The values that the fact of a column may still have where a cell of it does not hold; None where the cell does not list values, or lists all."""
    found = listed(test.holds)
    if found is None or not isinstance(fact.type, Choice | Boolean):
        return None
    known = context.get(fact.name, domain(fact))
    assert not isinstance(known, Stretch)
    return tuple(v for v in known if not found.takes(v)) or None


def splitting(rules: Sequence[Rule], facts: Sequence[Fact], context: Mapping[str, Allowed]) -> Split | None:
    """The column whose values part the rules best; None where parting is not worth it. `context`: what is known of columns already asked."""
    if len(rules) < 4:
        return None
    best: Split | None = None
    for fact in facts:
        if isinstance(fact.type, Choice | Boolean) and fact.name not in context:
            found = _by_values(rules, fact)
        elif isinstance(fact.type, Number | Date | DateTime | Duration):
            found = _cut(rules, fact, context.get(fact.name, Stretch()))
        else:
            continue
        if found is not None and (best is None or found.longest < best.longest):
            best = found
    return best


def _by_values(rules: Sequence[Rule], fact: Fact) -> Split | None:
    """The values of a choice or boolean, in groups that meet the same rules."""
    name = fact.name
    if 2 * sum(name in r.cells.listed for r in rules) < len(rules):
        return None
    named: dict[Any, list[int]] = {distinct(v): [] for v in domain(fact)}
    for number, rule in enumerate(rules):
        cells = rule.cells.listed.get(name)
        if cells and len(cells) == 1 and cells[0].allowed:
            for value in cells[0].values:
                if value in named:
                    named[value].append(number)
        else:
            for value in domain(fact):
                if accepts(rule, name, value):
                    named[distinct(value)].append(number)
    groups: dict[tuple[int, ...], list[Any]] = {}
    for value in domain(fact):
        groups.setdefault(tuple(named[distinct(value)]), []).append(value)
    if len(groups) < 2 or sum(map(len, groups)) > MOST_COPIES * len(rules):
        return None
    return Split(name, [Branch(tuple(values), [rules[n] for n in numbers]) for numbers, values in sorted(groups.items(), key=lambda g: len(g[1]))])


def _cut(rules: Sequence[Rule], fact: Fact, inside: Allowed) -> Split | None:
    """A number or day cut in two where it parts the rules about evenly: the values below, then the rest, none among them."""
    assert isinstance(inside, Stretch)
    if len(rules) < FEWEST_TO_CUT:
        return None
    ends = sorted(v for r in rules if (s := r.cells.stretches.get(fact.name)) for v in (s.low, s.high) if v is not None and Stretch(v, True, v, True).within(inside))
    if not ends:
        return None
    at = ends[len(ends) // 2]
    below, above = inside.meet(Stretch(high=at)), inside.meet(Stretch(at, True))
    halves = [[r for r in rules if not r.cells.stretches.get(fact.name, Stretch()).meet(half).empty] for half in (below, above)]
    if sum(map(len, halves)) > len(rules) + max(2, len(rules) // 8) or max(map(len, halves)) > 0.75 * len(rules):
        return None
    return Split(fact.name, [Branch(below, halves[0]), Branch(Stretch() if fact.absent.kind == "none" else above, halves[1])])


def domain(fact: Fact) -> tuple[Any, ...]:
    """The values a choice or boolean may have, none among them where the fact may be none."""
    values: tuple[Any, ...] = fact.type.values if isinstance(fact.type, Choice) else (False, True)
    return (*values, None) if fact.absent.kind == "none" else values
