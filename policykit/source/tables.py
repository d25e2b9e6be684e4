"""Decisions: rules and draw orders -> `ir.Table` and `ir.DrawOrder`, every cell and formula typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping as Map, Sequence as Sequenced
from dataclasses import dataclass, field, replace
from typing import Any, cast

from ..diagnostics import Diagnostic, Text
from ..ir import expr as ir
from ..ir.cells import Test
from ..ir.pack import Answered, Decision, DrawOrder, Question, Result, Rule, Silence, Silent, Table, Tier, Undetermined, Within
from ..ir.types import UNKNOWN, Boolean, Choice, Date, Fact, ListOf, Record, SetOf, Type, in_order
from . import faults
from .matrix import read_matrix
from .nodes import entries, flag, items, label, mapping, mapping_scalar, period, quotes, scalars, word, words
from .operations import Fault
from .questions import Types
from .typing import Scope, plain_text, read_cell, read_formula
from .yaml import Mapping, Node, Scalar, Sequence

DEEPEST_EXCEPTIONS = 12  # exceptions to exceptions to ...
MOST_WAYS = 1_000  # paths from exceptions down to the rules they are exceptions to, in one decision
MOST_READINGS = 8  # of one rule: what is told of an answer depends on which of them decide

FORCES = Choice(("in_force", "not_yet", "expired", "draft", "unknown_date"))
BUILTINS = {"as_of": ir.Ref("builtin", "as_of", Date()), "force": ir.Ref("builtin", "force", FORCES)}


@dataclass
class Tables:
    """Reads decisions. `names`: parameters and steps in scope, besides the inputs of the question."""

    types: Types
    questions: Map[str, Question]
    names: Map[str, ir.Ref]
    keyed: Map[str, tuple[Type, Type]]
    ambiguities: Iterable[str]
    faults: list[Diagnostic]
    steps: Map[str, str] = field(default_factory=dict)  # step -> the question whose inputs it reads
    scopes: dict[str, Scope] = field(default_factory=dict)

    def scope(self, question: Question) -> Scope:
        """The names that the rules of a question may use."""
        if question.id not in self.scopes:
            inputs = {f.name: ir.Ref("input", f.name, f.type, optional(f)) for f in question.inputs}
            names = {n: r for n, r in self.names.items() if n not in self.steps or self.readable(self.steps[n], question)}
            self.scopes[question.id] = Scope({**BUILTINS, **names, **inputs}, self.keyed)
        return self.scopes[question.id]

    def readable(self, of: str, question: Question) -> bool:
        """Whether the inputs that a step of the question `of` may read are inputs of this question too."""
        other = self.questions.get(of)
        return of == question.id or (other is not None and all((own := question.input(f.name)) is not None and own.type == f.type for f in other.inputs))

    def decision(self, key: Scalar, node: Mapping) -> Decision | None:
        """A question's decision, or a step (`of`)."""
        of = node.get("of")
        name = of if isinstance(of, Scalar) else key
        question = self.questions.get(name.text)
        if question is None:
            self.faults.append(faults.unknown_question(name.span, name.text, list(self.questions)))
            return None
        draw = node.get("draw")
        if isinstance(draw, Mapping):
            return self.draw_order(key, draw, question)
        step_type: Type | None = None
        if isinstance(of, Scalar):
            output = node.get("output")
            if output is None:
                self.faults.append(faults.missing_key(key.span, "output"))
                return None
            step_type = self.types.read(output)
        silences = tuple(self.silence(mapping(n), question) for n in items(node.get("silent_for")))
        matrix = node.get("matrix")
        if matrix is not None:
            table = read_matrix(key, matrix, question, self.faults, self.readings)
            return replace(table, silences=silences) if table is not None else None
        rules_node = node.get("rules")
        if rules_node is None:
            self.faults.append(faults.missing_key(key.span, "rules"))
            return None
        hit_all = word(node.get("hit")) == "all"
        outputs = {"value": step_type} if step_type is not None else {o.name: o.type for o in question.outputs}
        if hit_all and step_type is not None and not isinstance(step_type, SetOf):
            self.faults.append(faults.type_mismatch(mapping_scalar(node, "hit").span, SetOf.label, step_type.label))
            return None
        reader = _Rules(self, question, outputs, is_step=step_type is not None, hit_all=hit_all)
        rules = [r for r in (reader.rule(mapping(n)) for n in items(rules_node)) if r is not None]
        self._check_ids(rules, items(rules_node), key)
        return Table(key.text, "all" if hit_all else "one", tuple(rules), word(of), step_type, label(node.get("label")), silences, span=key.span)

    def silence(self, node: Mapping, question: Question) -> Silence:
        """Cases that the text leaves open."""
        span = node.entries[0][0].span if node.entries else node.span
        return Silence(self.cover_tests(node, question), label(node.get("why")) or Text("", ""), quotes(node.get("cite")), span, period(node, self.faults))

    def rule_changed(self, question: Question, table: Table, rule: Rule, node: Mapping) -> Rule | None:
        """The rule as another reading has it; None where the reading drops it."""
        if flag(node.get("repeal")):
            return None
        outputs = {"value": table.gives} if table.gives is not None else {o.name: o.type for o in question.outputs}
        reader = _Rules(self, question, outputs, is_step=table.gives is not None, hit_all=table.hit == "all")
        tests = {t.column: t for t in rule.tests}
        tests |= {t.column: t for t in reader.tests(node)}
        dropped = {k.text for k, v in entries(node.get("when")) if isinstance(v, Scalar) and v.text == "-"}
        result = reader.result(node) if any(node.get(k) for k in ("then", "undetermined", "silent")) else rule.result
        if result is None:
            return rule
        strength = word(node.get("strength")) or rule.strength
        return replace(rule, tests=tuple(t for c, t in tests.items() if c not in dropped), result=result, strength=cast(Any, strength))

    def draw_order(self, key: Scalar, node: Mapping, question: Question) -> DrawOrder | None:
        lots = next((f.type for f in question.inputs if isinstance(f.type, ListOf) and isinstance(f.type.of, Record)), None)
        if lots is None:
            self.faults.append(faults.unknown_input(key.span, question.id, "lots", [f.name for f in question.inputs]))
            return None
        record = cast(Record, lots.of)
        scope = Scope({**BUILTINS, **self.names, **{n: ir.Ref("variable", n, f.type, optional(f)) for n, f in record.fields}}, self.keyed)
        levels = record.field_type("level")
        known = levels.values if isinstance(levels, Choice) else ()
        for place in [*_levels(node.get("tiers"), "level"), *_levels(node.get("within"), "levels")]:
            if place.text not in known:
                self.faults.append(faults.unknown_value(place.span, place.text, known))
        usable = node.get("usable")
        condition = self.formula(mapping(usable).get("if"), scope, Boolean()) if usable is not None else None
        tiers = tuple(
            Tier(word(t.get("level")) or "", flag(t.get("on_application")), quotes(t.get("cite")), self.readings(t.get("reading"))) for t in map(mapping, items(node.get("tiers")))
        )
        within = tuple(
            Within(
                self.formula(w.get("first"), scope, Boolean()),
                tuple(e for s in items(w.get("by")) if (e := self.formula(s, scope, None)) is not None),
                words(w.get("levels")),
                quotes(w.get("cite")),
                self.readings(w.get("reading")),
            )
            for w in map(mapping, items(node.get("within")))
        )
        cite = quotes(mapping(usable).get("cite")) if usable is not None else ()
        return DrawOrder(key.text, condition, cite, tiers, within, cast(Any, word(node.get("strength")) or "must"), word(node.get("basis")) == "inferred", key.span)

    def formula(self, node: Node | None, scope: Scope, wanted: Type | None) -> ir.Expr | None:
        if not isinstance(node, Scalar):
            return None
        return cast("ir.Expr | None", self.attempt(lambda: read_formula(node, scope, wanted)))

    def attempt(self, read: Callable[[], Any]) -> Any:
        """What `read` gives, or None after gathering its fault."""
        try:
            return read()
        except Fault as fault:
            self.faults.append(fault.diagnostic)
            return None

    def readings(self, node: Node | None) -> tuple[str, ...]:
        known = list(self.ambiguities)
        for s in scalars(node):
            if s.text not in known:
                self.faults.append(faults.unknown_reading(s.span, s.text, known))
        return words(node)

    def cover_tests(self, node: Mapping, question: Question) -> tuple[Test, ...]:
        return _Rules(self, question, {}, is_step=False, hit_all=False).tests(node)

    def _check_ids(self, rules: list[Rule], nodes: tuple[Node, ...], key: Scalar) -> None:
        places = {word(mapping(n).get("id")): mapping(n) for n in nodes}
        seen: set[str] = set()
        for rule in rules:
            if rule.id in seen and rule.span is not None:
                self.faults.append(faults.twice(rule.span, Text("规则", "rule"), rule.id))
            seen.add(rule.id)
        for rule in rules:
            for named in scalars(places[rule.id].get("excepts")):
                if named.text not in seen:
                    self.faults.append(faults.unknown_rule(named.span, named.text, sorted(seen - {rule.id})))
        ring = _ring({r.id: tuple(b for b in r.excepts if b in seen) for r in rules})
        if ring:
            rule = next(r for r in rules if r.id == ring[0])
            assert rule.span is not None
            self.faults.append(faults.cycle(rule.span, ring))
            return
        self._check_nesting(rules, key)

    def _check_nesting(self, rules: list[Rule], key: Scalar) -> None:
        """What is made of exceptions grows with the ways in which they combine, so these are bounded."""
        depths, ways = nesting({r.id: tuple(r.excepts) for r in rules})
        for rule in rules:
            if rule.span is not None and depths[rule.id] > DEEPEST_EXCEPTIONS:
                self.faults.append(faults.exceptions_too_deep(rule.span, rule.id, DEEPEST_EXCEPTIONS))
                return
            if rule.span is not None and len(rule.readings) > MOST_READINGS:
                self.faults.append(faults.too_many_readings(rule.span, rule.id, MOST_READINGS))
        if sum(ways.values()) - len(rules) > MOST_WAYS:
            self.faults.append(faults.too_many_exceptions(key.span, key.text, MOST_WAYS))


@dataclass
class _Rules:
    """Reads the rows of one table."""

    tables: Tables
    question: Question
    outputs: Map[str, Type]
    is_step: bool
    hit_all: bool

    def rule(self, node: Mapping) -> Rule | None:
        result = self.result(node)
        tests = self.tests(node)
        id_node = node.get("id")
        if result is None or not isinstance(id_node, Scalar):
            return None
        return Rule(
            id_node.text,
            tests,
            result,
            quotes(node.get("cite")),
            words(node.get("excepts")),
            cast(Any, word(node.get("strength")) or "must"),
            word(node.get("basis")) == "inferred",
            self.tables.readings(node.get("reading")),
            period(node, self.tables.faults),
            label(node.get("label")),
            label(node.get("note")),
            id_node.span,
        )

    def tests(self, node: Mapping) -> tuple[Test, ...]:
        scope = self.tables.scope(self.question)
        found: list[Test] = []
        for key, value in entries(node.get("when")):
            column = scope.names.get(key.text)
            if column is None or column.origin == "parameter":
                known = [f.name for f in self.question.inputs] + [n for n, r in scope.names.items() if r.origin == "step"]
                self.tables.faults.append(faults.unknown_input(key.span, self.question.id, key.text, known))
                continue
            holds = self.cell(value, scope, column)
            if holds is not None:
                found.append(Test(key.text, holds, value.inner if isinstance(value, Scalar) else value.span))
        condition = node.get("if")
        formula = self.tables.formula(condition, scope, Boolean())
        if formula is not None and condition is not None:
            found.append(Test(None, formula, condition.inner if isinstance(condition, Scalar) else condition.span))
        return tuple(found)

    def cell(self, value: Node, scope: Scope, column: ir.Ref) -> ir.Expr | None:
        if isinstance(value, Scalar):
            scalar = value._replace(text=plain_text(value))
            return cast("ir.Expr | None", self.tables.attempt(lambda: read_cell(scalar, scope, column)))
        parts = [self.cell(s, scope, column) for s in items(value)]
        known = [p for p in parts if p is not None]
        if len(known) < len(parts) or not known:
            return None
        if all(isinstance(p, ir.Compare) and p.operator == "=" and p.left == column for p in known) and len(known) > 1:
            values = tuple(p.right for p in known if isinstance(p, ir.Compare))
            return ir.Member(column, ir.Items(values, ListOf(column.type)), value.span)
        return known[0] if len(known) == 1 else ir.Logic("or", tuple(known), value.span)

    def result(self, node: Mapping) -> Result | None:
        """The one result of a rule; None after gathering what is wrong with it."""
        kinds = [k for k in ("then", "undetermined", "silent") if node.get(k) is not None]
        if len(kinds) != 1:
            at = node.get("id") or node
            self.tables.faults.append(faults.result_missing(at.span))
            return None
        value = node.get(kinds[0])
        assert value is not None
        if kinds[0] == "silent":
            return Silent(label(value) or Text("", ""))
        if kinds[0] == "undetermined":
            return self.undetermined(mapping(value))
        return self.answered(value)

    def answered(self, node: Node) -> Answered | None:
        if self.is_step:
            wanted = self.outputs["value"]
            wanted = wanted.of if self.hit_all and isinstance(wanted, SetOf) else wanted
            value = self.value(node, wanted)
            return Answered((("value", value),)) if value is not None else None
        if not isinstance(node, Mapping):
            self.tables.faults.append(faults.wrong_shape(node.span, Text("结果: 值", "outputs with their values")))
            return None
        found: list[tuple[str, ir.Expr]] = []
        for key, part in node.entries:
            if key.text not in self.outputs:
                self.tables.faults.append(faults.unknown_output(key.span, self.question.id, key.text, list(self.outputs)))
                continue
            value = self.value(part, self.outputs[key.text])
            if value is not None:
                found.append((key.text, value))
        return Answered(tuple(found))

    def value(self, node: Node, wanted: Type) -> ir.Expr | None:
        """An output value: a literal, a formula, or a YAML list of either for a list or set."""
        if isinstance(node, Sequence):
            if not isinstance(wanted, SetOf | ListOf):
                self.tables.faults.append(faults.type_mismatch(node.span, wanted.label, ListOf.label))
                return None
            parts = [self.value(n, wanted.of) for n in node.items]
            known = tuple(p for p in parts if p is not None)
            return ir.Items(known, wanted, node.span) if len(known) == len(parts) else None
        if isinstance(node, Mapping):
            self.tables.faults.append(faults.wrong_shape(node.span, wanted.label))
            return None
        scalar = node._replace(text=plain_text(node))
        value = self.tables.attempt(lambda: read_formula(scalar, self.tables.scope(self.question), wanted))
        return cast("ir.Expr | None", value)

    def undetermined(self, node: Mapping) -> Undetermined | None:
        outcomes: list[tuple[str, tuple[Any, ...]]] = []
        for key, value in entries(node.get("outcomes")):
            if key.text not in self.outputs:
                self.tables.faults.append(faults.unknown_output(key.span, self.question.id, key.text, list(self.outputs)))
                continue
            wanted = self.outputs[key.text]
            possible = [(n, ir.constant(p)) for n in items(value) if (p := self.value(n, wanted)) is not None]
            self.tables.faults += [faults.not_a_value(n.span, n.span.text) for n, c in possible if c is ir.NOT_CONSTANT]
            codes = next((o.codes for o in self.question.outputs if o.name == key.text), ())
            outcomes.append((key.text, in_order((c for _, c in possible if c is not ir.NOT_CONSTANT), codes)))
        return Undetermined(label(node.get("why")) or Text("", ""), tuple(outcomes))


def optional(fact: Fact) -> bool:
    """Whether the fact may be none."""
    return fact.absent.kind == "none"


def _levels(node: Node | None, key: str) -> list[Scalar]:
    return [s for n in items(node) for s in scalars(mapping(n).get(key))]


def _ring(edges: Map[str, tuple[str, ...]]) -> list[str]:
    """A cycle among names, first name repeated at the end; empty where there is none."""
    done: set[str] = set()
    for start in edges:
        path: dict[str, None] = {}
        stack: list[tuple[str, bool]] = [(start, True)]
        while stack:
            name, entering = stack.pop()
            if not entering:
                done.add(path.popitem()[0])
                continue
            if name in path:
                return [*list(path)[list(path).index(name) :], name]
            if name in done:
                continue
            path[name] = None
            stack.append((name, False))
            stack += [(n, True) for n in edges.get(name, ())]
    return []


def nesting(edges: Map[str, Sequenced[str]]) -> tuple[dict[str, int], dict[str, int]]:
    """For each name of a graph without cycles: the length of the longest path from it, and the number of paths (one for a name that leads nowhere)."""
    depths: dict[str, int] = {}
    ways: dict[str, int] = {}
    stack = [(n, False) for n in edges]
    while stack:
        name, below_done = stack.pop()
        if name in depths:
            continue
        below = [b for b in edges[name] if b in edges]
        if below_done or not below:
            depths[name] = max((depths[b] + 1 for b in below), default=0)
            ways[name] = sum(ways[b] for b in below) or 1
        else:
            stack.append((name, True))
            stack += [(b, False) for b in below if b not in depths]
    return depths, ways


ring = _ring
__all__ = ["UNKNOWN", "Tables", "nesting", "optional", "ring"]
