"""What tells rows apart: the rules of all worlds -> features. A feature is a small code for each row; rows with equal features form a cell.

The truth of every condition, and each value that an outcome follows, must be the same for all rows of a cell. So a fact with few values is a
feature as it is; an ordered fact that rules compare with constants is cut at these (`Split`); a comparison of two formulas is a feature by
itself (`Sign`). An outcome that is a formula over ordered facts (`1.1 * task`) is worked out for each row, outside the cells (`computed`). What
is none of these makes the facts that it reads *pinned*: each of their values is a code of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any

from ...ir.expr import Arithmetic, Call, Compare, Expr, If, Items, Keyed, Literal, Logic, Member, Not, Ref, children, names, walk
from ...ir.pack import Answered, Rule, Silence, Table
from ...ir.types import Boolean, Number
from .alone import orders
from .formulas import formulas_of, rules_of
from .planned import Codes, Feature, Group, Holds, Known, Needs, Plan, Sign, Split
from .shape import DAY_ASKED, Shape, kind_of, thresholds
from .worlds import Worlds

MOST_COMBINED = 1 << 22  # combinations of facts that are features each
MOST_TOGETHER = 1 << 12  # of the facts of one condition
MOST_RULES = 40  # that take the place of facts


@dataclass
class Planner:
    """Finds the features. Where some fact must be pinned that is not, `wanted` says so, and the plan is made anew."""

    worlds: Worlds
    shapes: Mapping[str, Shape]
    pinned_parameters: frozenset[str] = frozenset()
    doubted: bool = False  # whether rows are told apart that rest on different readings
    told: bool = False  # whether rows are told apart of which the reason has other words
    wanted_facts: set[str] = field(default_factory=set)
    wanted_parameters: set[str] = field(default_factory=set)
    used: dict[str, None] = field(default_factory=dict)  # coded facts that conditions or outcomes follow
    cuts: dict[str, set[tuple[str, Any]]] = field(default_factory=dict)
    signs: dict[tuple[Expr, Expr], set[str]] = field(default_factory=dict)
    rules: dict[Holds, None] = field(default_factory=dict)  # what rules test of facts with few values
    computed: dict[str, None] = field(default_factory=dict)
    outcomes: dict[Expr, int] = field(default_factory=dict)

    def plan(self) -> Plan | Needs:
        """The plan; or what must be pinned for there to be one."""
        group_of, firsts = self.worlds.groups(self.pinned_parameters, self.told)
        for first in firsts:
            self.world = first
            law = self.worlds.laws[first]
            if law.drawn:
                self.wanted_facts |= {f.name for f in law.question.inputs if self._ordered(f.name)}
                self.used |= dict.fromkeys(f.name for f in law.question.inputs if self.shapes[f.name].kind == "coded")
                continue
            self.tables = {t.id: t for t in law.tables}
            self.quotients = {o for r in law.rules if isinstance(r.result, Answered) for o, e in r.result.outputs if self._divides(e)}
            for silence in self._declared(first) if self.told else ():
                self._tests(silence)
            for table in law.tables:
                for rule in self._read_otherwise(table) if self.doubted else ():
                    self._tests(rule)
                for rule in table.rules:
                    self._tests(rule)
                    if isinstance(rule.result, Answered):
                        for name, formula in rule.result.outputs:
                            own = table is law.tables[0] and table.hit == "one"
                            self.outcome(name if own else None, formula)
        if self.wanted_facts or self.wanted_parameters:
            return Needs(frozenset(self.wanted_facts), frozenset(self.wanted_parameters))
        alone = self._alone(firsts)
        summed = self._summed()
        features = self._features(len(firsts), summed)
        return Plan(features, tuple(self.computed), self.outcomes, self._coupled(), self._exact(firsts), group_of, firsts, tuple(summed), alone, self.doubted, self.told)

    def _declared(self, world: int) -> list[Silence]:
        """The silences declared for the question that may be a reason in a world: of facts alone, by figures that are in force."""
        table = self.worlds.packs[self.worlds.all[world].pack].decisions.get(self.worlds.question)
        found = [s for s in table.silences if s.period.covers(self.worlds.all[world].day)] if isinstance(table, Table) else []
        return [s for s in found if not any(names(t.holds, "step") or any(self.worlds.value(world, n) is None for n in names(t.holds, "parameter")) for t in s.tests)]

    def _tests(self, rule: Rule | Silence) -> None:
        """Features that settle the conditions of a rule, or of a silence."""
        few = tuple(t.holds for t in rule.tests if self._of_few(t.holds))
        if few:
            self.rules[Holds(self.world, few)] = None
        for test in rule.tests:
            if test.holds not in few:
                self.condition(test.holds)

    def _read_otherwise(self, table: Table) -> list[Rule]:
        """The rules of a table as other readings have them: whether one holds tells if an answer rests on the reading chosen."""
        ambiguities = self.worlds.packs[self.worlds.all[self.world].pack].ambiguities
        named = dict.fromkeys(n for r in table.rules for n in r.readings if n in ambiguities)
        found = [r for n in named for r in ambiguities[n].rules(table.id)]
        return [r for r in found if all(n in self.tables for t in r.tests for n in names(t.holds, "step"))]  # a step that no rule asks decides nothing here

    def _of_few(self, node: Expr) -> bool:
        """Whether a condition reads known facts with few values, and nothing else that differs by row."""
        if not self.settled(node) or names(node, "step") or (DAY_ASKED in self.shapes and "as_of" in names(node, "builtin")):
            return False
        shapes = [self.shapes[n] for n in names(node, "input")]
        return prod(s.size for s in shapes) <= MOST_TOGETHER and all(s.kind == "coded" or (s.kind == "same" and not s.unknown) for s in shapes)

    def _summed(self) -> dict[str, None]:
        """The facts that only conditions of rules read, where they have too many combinations for a cell each: the rules take their place.

        Where these are no less many, the facts stay features.
        """
        conditions = [c for r in self.rules for c in r.conditions]
        found = dict.fromkeys(n for c in conditions for n in sorted(names(c, "input")) if self.shapes[n].kind == "coded" and n not in self.used)
        if prod(self.shapes[n].size for n in found) > MOST_COMBINED and len(self.rules) <= MOST_RULES and len(conditions) <= 8 * len(found):
            return found
        self.rules.clear()
        for condition in conditions:
            self.use(condition)
        return {}

    # --- whether a cell settles a formula

    def settled(self, node: Expr) -> bool:
        """Whether a formula has one value in a cell, given its coded facts."""
        match node:
            case Ref(origin="input", name=name):
                return self._settled_fact(name)
            case Ref(origin="parameter", name=name):
                return name in self.pinned_parameters or self.worlds.constant(name)
            case Ref(origin="builtin", name="as_of"):
                return not self._ordered(DAY_ASKED)
            case Ref(origin="step", name=name):
                rules = self.tables[name].rules
                return all(self.settled(e) for r in rules if isinstance(r.result, Answered) for _, e in r.result.outputs)
            case Keyed(parameter=name):
                return (name in self.pinned_parameters or self.worlds.constant(name)) and self.settled(node.key)
        return all(map(self.settled, children(node)))

    def _settled_fact(self, name: str) -> bool:
        return self.shapes[name].kind in ("same", "coded", "map")

    def _ordered(self, name: str) -> bool:
        return name in self.shapes and self.shapes[name].kind in ("number", "day", "moment")

    def use(self, node: Expr) -> None:
        """The coded facts that a formula reads become features."""
        for name in names(node, "input"):
            self._use_fact(name)
        for n in walk(node):
            if isinstance(n, Ref) and n.origin == "builtin" and n.name == "as_of" and DAY_ASKED in self.shapes:
                self._use_fact(DAY_ASKED)

    def _use_fact(self, name: str) -> None:
        shape = self.shapes[name]
        if shape.kind == "coded":
            self.used[name] = None
        elif shape.kind == "map":
            question = self.worlds.laws[self.world].question
            fact = question.input(name)
            assert fact is not None and fact.absent.source is not None
            self._use_fact(fact.absent.source)

    def pin(self, node: Expr) -> None:
        """What the formula reads must be exact."""
        before = len(self.wanted_facts) + len(self.wanted_parameters)
        for n in walk(node):
            match n:
                case Ref(origin="input", name=name) if not self._settled_fact(name):
                    self.wanted_facts.add(name)
                case Ref(origin="builtin", name="as_of") if self._ordered(DAY_ASKED):
                    self.wanted_facts.add(DAY_ASKED)
                case Ref(origin="parameter", name=name) | Keyed(parameter=name) if name not in self.pinned_parameters and not self.worlds.constant(name):
                    self.wanted_parameters.add(name)
                case Ref(origin="step", name=name):
                    for rule in self.tables[name].rules:
                        if isinstance(rule.result, Answered):
                            for _, formula in rule.result.outputs:
                                if not self.settled(formula):
                                    self.pin(formula)
        assert len(self.wanted_facts) + len(self.wanted_parameters) > before or self.wanted_facts or self.wanted_parameters

    # --- conditions and outcomes

    def condition(self, node: Expr) -> None:
        """Features that settle whether a condition holds."""
        if self.settled(node):
            self.use(node)
            return
        match node:
            case Logic() | Not():
                for part in children(node):
                    self.condition(part)
            case If() if isinstance(node.type, Boolean):
                for part in children(node):
                    self.condition(part)
            case Compare():
                self.comparison(node)
            case Member(value=value, collection=Items(parts=parts)) if not self.settled(value):
                for part in parts:
                    self.comparison(Compare("=", value, part))
            case _:
                self.pin(node)

    def comparison(self, node: Compare) -> None:
        """A cut of an ordered fact where it is compared with a constant; else how two formulas compare."""
        for fact, other, turned in ((node.left, node.right, False), (node.right, node.left, True)):
            name = self._plain_fact(fact)
            if name is not None and self._constant(other):
                turned_or_not = _TURNED[node.operator] if turned else node.operator
                self.cuts.setdefault(name, set()).add((turned_or_not, self._value(other)))
                return
        if not (self.vectors(node.left) and self.vectors(node.right)):
            self.pin(node)
            return
        self.use(node)
        left, right = node.left, node.right
        operator: str = node.operator
        if (right, left) in self.signs:
            left, right, operator = right, left, _TURNED[operator]
        self.signs.setdefault((left, right), set()).add(operator)

    def _plain_fact(self, node: Expr) -> str | None:
        """The ordered fact (or the day) that a node plainly is."""
        if isinstance(node, Ref) and node.origin == "input" and self._ordered(node.name):
            return node.name
        if isinstance(node, Ref) and node.origin == "builtin" and node.name == "as_of" and self._ordered(DAY_ASKED):
            return DAY_ASKED
        return None

    def _constant(self, node: Expr) -> bool:
        """Whether a formula is one value for all rows of all worlds."""
        plain = all(isinstance(n, Literal) or (isinstance(n, Ref) and n.origin == "parameter" and self.worlds.constant(n.name)) for n in walk(node))
        return plain and isinstance(node, Literal | Ref)

    def _value(self, node: Expr) -> Any:
        return node.value if isinstance(node, Literal) else self.worlds.value(self.world, node.name) if isinstance(node, Ref) else None

    def outcome(self, name: str | None, node: Expr) -> None:
        """Features that settle an outcome, or its formula among the computed ones. `name` is None for what must be settled."""
        if self.settled(node):
            self.use(node)
        elif isinstance(node.type, Boolean):
            self.condition(node)
        elif name is None:
            self.pin(node)
        elif isinstance(node, If):
            if any(n.origin == "step" for n in walk(node.condition) if isinstance(n, Ref)):
                self.pin(node.condition)
            self.condition(node.condition)
            self.outcome(name, node.then)
            self.outcome(name, node.other)
        elif name not in self.quotients and self.vectors(node):
            self.use(node)
            self.outcomes.setdefault(node, len(self.outcomes))
            self.computed[name] = None
        else:
            self.pin(node)

    def _divides(self, node: Expr) -> bool:
        """Whether a number may have no end, so that its column is text."""
        steps = [self.tables[n] for n in names(node, "step")]
        inner = [e for t in steps for r in t.rules if isinstance(r.result, Answered) for _, e in r.result.outputs]
        return any(isinstance(n, Arithmetic) and n.operator == "/" for n in walk(node)) or any(map(self._divides, inner))

    def vectors(self, node: Expr) -> bool:
        """Whether a formula can be worked out for whole columns."""
        if kind_of(node.type) is None:
            return isinstance(node, Literal) and node.value is None
        match node:
            case Literal():
                return True
            case Ref(origin="input", name=name):
                return self._ordered(name) or self.shapes[name].kind == "same"
            case Ref(origin="parameter"):
                return True
            case Ref(origin="builtin", name="as_of"):
                return DAY_ASKED not in self.shapes or self._ordered(DAY_ASKED)
            case Keyed(key=Ref(origin="input", name=name)):
                return self.shapes[name].kind in ("same", "coded")
            case Arithmetic(operator="+" | "-", left=left, right=right):
                return self.vectors(left) and self.vectors(right)
            case Arithmetic(operator="*", left=left, right=right):
                return isinstance(left.type, Number) and isinstance(right.type, Number) and self.vectors(left) and self.vectors(right)
            case Call(function="min" | "max" | "date", arguments=arguments):
                single = len(arguments) == 1
                return single == (node.function == "date") and all(map(self.vectors, arguments))
        return False

    # --- the plan

    def _features(self, groups: int, summed: Collection[str]) -> list[Feature]:
        found: list[Feature] = [Group()] if groups > 1 else []
        found += [Codes(n) for n in self.used]
        for name, cuts in self.cuts.items():
            found.append(Split(name, thresholds(cuts, self.shapes[name])))
        for (left, right), operators in self.signs.items():
            lower, upper = bool(operators & {"<", ">="}), bool(operators & {"<=", ">"})
            cut = "both" if operators & {"=", "!="} or (lower and upper) else "lower" if lower else "upper"
            found.append(Sign(left, right, cut))
        found += self.rules
        for name, shape in self.shapes.items():
            if name not in self.used and name not in self.cuts and name not in summed and shape.unknown and shape.kind != "same" and name != DAY_ASKED:
                found.append(Known(name))
        return found

    def _alone(self, firsts: list[int]) -> frozenset[str]:
        """The numbers that rules only compare, under any reading; the order of what they are compared with becomes features where they may be unknown."""
        found: set[str] = set()
        for name, shape in self.shapes.items():
            fact = self.worlds.laws[0].question.input(name) if shape.kind == "number" and shape.unknown else None
            if fact is None or not isinstance(fact.type, Number) or fact.type.integer or any(self.worlds.laws[w].drawn for w in firsts):
                continue
            pairs: dict[tuple[Expr, Expr], None] = {}
            for first in firsts:
                pack = self.worlds.packs[self.worlds.all[first].pack]
                own = orders(name, fact.type.minimum, rules_of(pack, self.worlds.question), self.worlds.positive)
                if own is None or not all(self.vectors(side) for pair in own for side in pair):
                    break
                pairs |= dict.fromkeys(own)
            else:
                found.add(name)
                for left, right in pairs:
                    self.use(left)
                    self.use(right)
                    self.signs.setdefault((left, right), set()).add("=")
        return frozenset(found)

    def _coupled(self) -> frozenset[str]:
        formulas = [*(e for pair in self.signs for e in pair), *self.outcomes]
        return frozenset(n for e in formulas for n in names(e, "input"))

    def _exact(self, firsts: list[int]) -> tuple[str, ...]:
        """The ordered facts that any formula may read, under the readings chosen or others."""
        read: set[str] = set()
        for first in firsts:
            for formula in formulas_of(self.worlds.packs[self.worlds.all[first].pack], self.worlds.question):
                read |= names(formula, "input")
            for silence in self._declared(first) if self.told else ():
                read |= {n for t in silence.tests for n in names(t.holds, "input")}
        return tuple(n for n in self.shapes if self._ordered(n) and (n in read or n == DAY_ASKED))


_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
