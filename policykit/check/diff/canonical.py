"""Canonical forms: two decisions with the same form answer every case alike. Names of rules, order, wording and citations do not count.

With `grounds` the form also has what answers rest on: two decisions with the same such form rest on the same basis and readings in every case.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from ...ir.doubts import other_rules
from ...ir.expr import Arithmetic, Call, Compare, Expr, If, Items, Keyed, Literal, Logic, Mapped, Member, Not, Part, Quantified, Ref, children
from ...ir.pack import Answered, DrawOrder, Rule, Silent, Table, Undetermined
from ...ir.types import UNKNOWN, SetOf
from ...targets.python.program import in_period
from .constants import Fixed
from .model import Law

FLIPPED = {">": "<", ">=": "<="}


class Form:
    """The canonical forms of the decisions of a law on its day."""

    def __init__(self, law: Law, grounds: bool = False) -> None:
        self.law, self.grounds = law, grounds
        self.fixed = Fixed(law.pack, law.on)
        self._tables: dict[str, Hashable] = {}

    def decision(self, name: str) -> Hashable:
        """The form of a decision; None where the law has no rule on it."""
        decision = self.law.pack.decisions.get(name)
        match decision:
            case None:
                return None
            case DrawOrder():
                return self.order(decision)
            case Table():
                if name not in self._tables:
                    self._tables[name] = self.table(decision)
                return self._tables[name]

    def order(self, order: DrawOrder) -> Hashable:
        tiers = tuple((t.level, t.on_application, self.readings(t.readings)) for t in order.tiers)
        within = tuple((self.key(w.first), tuple(self.key(e) for e in w.by), frozenset(w.levels), self.readings(w.readings)) for w in order.within)
        return ("draw", order.strength, self.key(order.usable), tiers, within)

    def table(self, table: Table) -> Hashable:
        rules = in_period(table, self.law.on)
        by_id = {r.id: r for r in rules}

        def form(rule: Rule) -> Hashable:
            bases = frozenset(form(by_id[b]) for b in rule.excepts if b in by_id)
            tests = frozenset(self.key(t.holds) for t in rule.tests)
            return (tests, self.result(rule), bases, bool(rule.excepts), *([rule.inferred, self.rests(table, by_id, rule)] if self.grounds else []))

        return (table.hit, table.ranked, frozenset(form(r) for r in rules)) if rules else None

    def rests(self, table: Table, by_id: Mapping[str, Rule], rule: Rule) -> Hashable:
        """The readings that a rule rests on, each with what decides in which cases it does."""
        found = []
        for name in rule.readings:
            others = other_rules(self.law.pack, table.id, by_id, rule, name)
            found.append((name, None if others is None else frozenset((o.own, frozenset(self.key(t.holds) for t in o.rule.tests)) for o in others)))
        return frozenset(found)

    def readings(self, names: Sequence[str]) -> Hashable:
        """Of a part of a draw order."""
        return frozenset(names) if self.grounds else None

    def result(self, rule: Rule) -> Hashable:
        match rule.result:
            case Answered():
                return ("answered", rule.strength, frozenset((n, self.key(e)) for n, e in rule.result.outputs))
            case Undetermined():
                return ("undetermined", rule.strength)
            case Silent():
                return ("silent",)

    def key(self, node: Expr | None) -> Hashable:
        """A formula as a plain value: constants worked out, parts that may change places without order."""
        if node is None:
            return None
        value = self.fixed(node)
        if value is not UNKNOWN and not (isinstance(node, Ref) and node.origin == "builtin"):
            return ("constant", plainly(value))
        match node:
            case Ref():
                return ("step", self.decision(node.name)) if node.origin == "step" else (node.origin, node.name)
            case Literal():
                return ("constant", plainly(node.value))
            case Compare():
                a, b = self.key(node.left), self.key(node.right)
                if node.operator in ("=", "!="):
                    return (node.operator, frozenset([a, b]))
                return (FLIPPED[node.operator], b, a) if node.operator in FLIPPED else (node.operator, a, b)
            case Logic():
                return (node.operator, frozenset(self.key(p) for p in node.parts))
            case Items():
                parts = tuple(self.key(p) for p in node.parts)
                return ("items", frozenset(parts) if isinstance(node.type, SetOf) else parts)
            case Arithmetic():
                return (node.operator, self.key(node.left), self.key(node.right))
            case Call():
                return ("call", node.function, tuple(self.key(a) for a in node.arguments))
            case Quantified():
                return (node.quantifier, node.variable, self.key(node.source), self.key(node.body))
            case Mapped():
                return ("for", node.variable, self.key(node.source), self.key(node.body))
            case Part():
                return ("part", node.name, self.key(node.record))
            case Not() | Member() | If() | Keyed():
                return (type(node).__name__, getattr(node, "parameter", None), tuple(self.key(c) for c in children(node)))


def plainly(value: Any) -> Hashable:
    """A value that can be held against others: a mapping as its pairs."""
    if isinstance(value, dict):
        return frozenset((plainly(k), plainly(v)) for k, v in value.items())
    if isinstance(value, tuple | list):
        return tuple(plainly(v) for v in value)
    return (type(value).__name__, value) if isinstance(value, bool) else value
