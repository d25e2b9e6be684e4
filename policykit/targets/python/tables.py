"""Decision tables -> the body of a Python function: straight-line, one branch per rule.

A rule that holds looks at its exceptions first, then at the rules that could disagree with it (those whose conditions are not plainly disjoint),
and only then answers. So two rules that disagree never pass unseen, and most cases test a handful of conditions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from ...diagnostics import Text
from ...ir.answer import Citation, Conclusion, ParameterUse, Values
from ...ir.expr import Compare, Expr, Items, Literal, Member, Not, Ref, names
from ...ir.pack import Answered, Pack, Quote, Rule, RuleChange, Silent, Table, Undetermined
from ...ir.types import SetOf
from .expressions import Emitter


@dataclass
class Body:
    """Writes the lines of one table. `returns` makes the line that ends a case from the names of a conclusion and its values."""

    pack: Pack
    table: Table
    emitter: Emitter
    outputs: tuple[str, ...]
    values: type[Values]
    rules: tuple[Rule, ...]
    lines: list[str] = field(default_factory=list)
    inlined: bool = False

    def __post_init__(self) -> None:
        self.by_id = {r.id: r for r in self.rules}
        self.exceptions: dict[str, list[Rule]] = {r.id: [] for r in self.rules}
        for rule in self.rules:
            for base in rule.excepts:
                if base in self.exceptions:
                    self.exceptions[base].append(rule)
        self.pending = dict.fromkeys(self.doubtful_steps, True)

    @property
    def doubtful_steps(self) -> tuple[str, ...]:
        """Steps of this pack that may end without a value."""
        found = []
        for name, decision in self.pack.decisions.items():
            if isinstance(decision, Table) and decision.of and any(not isinstance(r.result, Answered) for r in decision.rules):
                found.append(name)
        return tuple(found)

    # --- writing

    def write(self, indent: int, text: str) -> None:
        self.lines.append("    " * indent + text)

    def one(self, indent: int) -> None:
        """Exactly one rule answers."""
        for rule in self.rules:
            if rule.excepts:
                continue
            self.ask_steps(indent, rule)
            guard = self.guard(rule)
            if guard is None:
                self.fire(indent, rule, ())
                return  # nothing after an unconditional rule is reached; what disagrees with it was asked there
            self.write(indent, f"if {guard}:")
            self.fire(indent + 1, rule, ())
        silent = self.emitter.constant(no_rule(self.rules))
        self.finish(indent, silent, "None")

    def all_(self, indent: int) -> None:
        """Every rule that stands adds to the result; `_collect` joins what they say."""
        self.write(indent, "hits = []")
        for rule in self.rules:
            self.ask_steps(indent, rule)
            stands = self.stands(rule, ())
            if stands is None:
                continue
            if stands:
                self.write(indent, f"if {stands}:")
            conclusion = self.emitter.constant(self.conclusion(rule, rule.readings))
            self.write(indent + bool(stands), f"hits.append(({conclusion}, {self.result_values(rule)}))")
        self.write(indent, "found, values = _collect(hits, V)")
        self.finish(indent, "found", "values")

    def fire(self, indent: int, rule: Rule, held: tuple[Rule, ...]) -> None:
        """`rule` holds (and so do `held`, to which it is an exception): its exceptions, its rivals, its result."""
        chain = (*held, rule)
        for exception in self.exceptions[rule.id]:
            self.ask_steps(indent, exception)
            guard = self.guard(exception)
            if guard is None:
                self.fire(indent, exception, chain)
                return
            self.write(indent, f"if {guard}:")
            self.fire(indent + 1, exception, chain)
        for rival in self.rivals(rule, chain):
            stands = self.stands(rival, chain)
            if stands is not None:
                condition = stands or "True"
                if isinstance(rule.result, Answered) and isinstance(rival.result, Answered) and rule.strength == rival.strength:
                    condition = f"({condition}) and {self.result_values(rule)} != {self.result_values(rival)}"
                self.write(indent, f"if {condition}:")
                self.write(indent + 1, f"_disagree({self.table.id!r}, {rule.id!r}, {rival.id!r})")
        self.answer(indent, rule)

    def answer(self, indent: int, rule: Rule) -> None:
        values = self.result_values(rule)
        sure, doubts = self.doubts(rule)
        if not doubts:
            self.finish(indent, self.emitter.constant(self.conclusion(rule, sure)), values)
            return
        # one conclusion for each set of readings that may decide, picked by the conditions under which they do
        keys = ", ".join(f"bool({text})" for _, text in doubts)
        variants: dict[Any, Conclusion] = {}
        for active in product((False, True), repeat=len(doubts)):
            on = {name for (name, _), yes in zip(doubts, active, strict=True) if yes}
            readings = tuple(r for r in rule.readings if r in on or r in sure)
            variants[active if len(active) > 1 else active[0]] = self.conclusion(rule, readings)
        table = self.emitter.constant(_Variants(variants))
        key = keys if len(doubts) == 1 else f"({keys})"
        self.finish(indent, f"{table}[{key}]", values)

    def finish(self, indent: int, conclusion: str, values: str) -> None:
        if self.inlined:
            self.write(indent, f"return Answer(asked, {conclusion}, {values}, on, force, facts_read, tuple(facts))")
        else:
            self.write(indent, f"return {conclusion}, {values}")

    def ask_steps(self, indent: int, rule: Rule) -> None:
        """Before the first rule that reads a step which may have no value: if it has none, neither has this table."""
        for name in self.pending:
            if self.pending[name] and self.reads_step(rule, name):
                self.pending[name] = False
                self.write(indent, f"if u_{name} is not None:")
                self.finish(indent + 1, f"u_{name}", "None")

    def reads_step(self, rule: Rule, name: str) -> bool:
        formulas = [t.holds for t in rule.tests]
        if isinstance(rule.result, Answered):
            formulas += [e for _, e in rule.result.outputs]
        return any(name in names(f, "step") for f in formulas)

    # --- conditions

    def guard(self, rule: Rule) -> str | None:
        """The conditions of a rule as one expression; None where it has none."""
        return " and ".join(self.emitter.emit(t.holds) for t in rule.tests) or None

    def holds(self, rule: Rule, known: Sequence[Rule]) -> str | None:
        """When a rule holds, given that the rules in `known` do. "" is always, None is never."""
        if rule in known:
            return ""
        if any(disjoint(rule, k) for k in known):
            return None
        parts = [self.guard(rule) or ""]
        if rule.excepts:
            bases = [self.holds(self.by_id[b], known) for b in rule.excepts if b in self.by_id]
            possible = [b for b in bases if b is not None]
            if not possible:
                return None
            if "" not in possible:
                parts.append("(" + " or ".join(possible) + ")")
        return " and ".join(p for p in parts if p)

    def stands(self, rule: Rule, known: Sequence[Rule]) -> str | None:
        """When a rule holds and none of its exceptions does."""
        holds = self.holds(rule, known)
        if holds is None:
            return None
        parts = [holds] if holds else []
        for exception in self.exceptions[rule.id]:
            beaten = self.holds(exception, [*known, rule])
            if beaten == "":
                return None
            if beaten is not None:
                parts.append(f"not ({beaten})")
        return " and ".join(parts)

    def rivals(self, rule: Rule, chain: tuple[Rule, ...]) -> Iterator[Rule]:
        """Rules that may hold together with `rule` and say something else."""
        for other in self.rules:
            if other in chain or any(self.descends(other, r) for r in (rule,)) or self.ancestor(other, rule):
                continue
            if other.result == rule.result and other.strength == rule.strength:
                continue
            if any(disjoint(other, held) for held in chain):
                continue
            yield other

    def descends(self, rule: Rule, base: Rule) -> bool:
        """Whether `rule` is an exception to `base`, directly or through others."""
        return base.id in rule.excepts or any(b in self.by_id and self.descends(self.by_id[b], base) for b in rule.excepts)

    def ancestor(self, rule: Rule, exception: Rule) -> bool:
        """Whether `exception` beats `rule` wherever both hold."""
        return self.descends(exception, rule)

    # --- results

    def result_values(self, rule: Rule) -> str:
        """The values of a rule as an expression; prebuilt where they do not depend on the case."""
        if isinstance(rule.result, Undetermined):
            return "U"
        if not isinstance(rule.result, Answered):
            return "None"
        outputs = dict(rule.result.outputs)
        parts = [outputs.get(n) for n in self.outputs]
        if all(p is None or isinstance(p, Literal) or (isinstance(p, Items) and all(isinstance(i, Literal) for i in p.parts)) for p in parts):
            return self.emitter.constant(self.values([eval_constant(p) for p in parts]))
        inside = ", ".join("None" if p is None else self.emitter.emit(p) for p in parts)
        return f"V(({inside},))"

    def conclusion(self, rule: Rule, readings: tuple[str, ...]) -> Conclusion:
        emitter = Emitter(self.pack.parameters, self.emitter.day, self.emitter.month_end)
        for test in rule.tests:
            emitter.emit(test.holds)
        if isinstance(rule.result, Answered):
            for _, formula in rule.result.outputs:
                emitter.emit(formula)
        uses = tuple(self.parameter_use(n) for n in sorted(emitter.used))
        cite = self.citations(rule.cite)
        match rule.result:
            case Undetermined():
                return Conclusion("undetermined", rule.id, rule.strength, None, readings, cite, rule.result.why, dict(rule.result.outcomes), (), uses, rule.label, rule.note)
            case Silent():
                return Conclusion("silent", rule.id, None, None, readings, cite, rule.result.why, {}, (), uses, rule.label, rule.note)
        basis = "inferred" if rule.inferred else "reading" if readings else "text"
        return Conclusion("answered", rule.id, rule.strength, basis, readings, cite, None, {}, (), uses, rule.label, rule.note)  # type: ignore[arg-type]  # one of the literal's words

    def citations(self, quotes: tuple[Quote, ...]) -> tuple[Citation, ...]:
        return cited(self.pack, quotes)

    def parameter_use(self, name: str) -> ParameterUse:
        parameter = self.pack.parameters[name]
        found = parameter.on(self.emitter.day) if self.emitter.day is not None else parameter.values[-1]
        return ParameterUse(name, found.value if found else None, self.citations(found.cite) if found else ())

    # --- readings

    def doubts(self, rule: Rule) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
        """The readings on which the rule always rests, and those on which it rests under a condition."""
        sure: list[str] = []
        doubts: list[tuple[str, str]] = []
        for name in rule.readings:
            condition = self.rests_on(rule, name)
            if condition is None:
                sure.append(name)
            elif condition:
                doubts.append((name, condition))
        return tuple(sure), doubts

    def concerns(self, change: RuleChange, rule: Rule) -> bool:
        """Whether a change is to this rule or to an exception from it."""
        return change.rule == rule.id or (change.rule in self.by_id and rule.id in self.by_id[change.rule].excepts)

    def rests_on(self, rule: Rule, name: str) -> str | None:
        """When another reading of the ambiguity changes this rule's answer: None always, "" never."""
        ambiguity = self.pack.ambiguities.get(name)
        alternatives = ambiguity.alternatives if ambiguity else ()
        touching = [[c for c in a.changes if c.decision == self.table.id and self.concerns(c, rule)] for a in alternatives]
        if not any(touching):
            return None  # the ambiguity is named, but no encoded reading says how it would change this rule
        conditions: list[str] = []
        for changes in touching:
            for change in changes:
                other = change.becomes
                if change.rule == rule.id:
                    if other is None or other.result != rule.result:
                        return None
                    guard = self.guard(other)
                    if guard is not None and guard != self.guard(rule):
                        conditions.append(f"not ({guard})")
                elif other is not None and rule.id in other.excepts and (now := self.guard(other)) != self.guard(self.by_id[change.rule]):
                    if now is None:
                        return None
                    conditions.append(f"({now})")
        return " or ".join(dict.fromkeys(conditions))


def no_rule(rules: Sequence[Rule]) -> Conclusion:
    """Silence: of the whole text, or for a case that no rule covers."""
    if rules:
        return Conclusion("silent", None, why=Text("文本对此情形没有规定", "the text has no rule for this case"))
    return Conclusion("silent", None, why=Text("文本没有关于此问题的规定", "the text has no rule on this question"))


def cited(pack: Pack, quotes: tuple[Quote, ...]) -> tuple[Citation, ...]:
    """Quotes with the whole clause beside them."""
    found = []
    for quote in quotes:
        clause = pack.clauses.get(quote.address)
        found.append(Citation(pack.id, quote.address, quote.words, clause.quote if clause else quote.words))
    return tuple(found)


class _Variants(dict[Any, Conclusion]):
    """Conclusions by the readings that decide; a constant."""

    def __hash__(self) -> int:  # type: ignore[override]  # told apart by identity
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def eval_constant(node: Expr | None) -> Any:
    """The value of a literal, or of a list of literals."""
    if node is None:
        return None
    if isinstance(node, Literal):
        return node.value
    assert isinstance(node, Items)
    parts = tuple(eval_constant(p) for p in node.parts)
    return frozenset(parts) if isinstance(node.type, SetOf) else parts


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
