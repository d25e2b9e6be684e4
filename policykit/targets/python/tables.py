"""Decision tables -> the body of a Python function: straight-line, one branch per rule.

A rule that holds looks at its exceptions first, then at the rules that could disagree with it (those whose conditions are not plainly disjoint),
and only then answers. So two rules that disagree never pass unseen, and most cases test a handful of conditions; what those before settle is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ...ir.answer import Citation, Conclusion, ParameterUse, Values
from ...ir.cells import Stretch, Test, conjuncts
from ...ir.expr import Expr, Items, Literal, names
from ...ir.instrument import Quote
from ...ir.pack import Answered, Pack, Rule, Silent, Table, Undetermined
from .conclusions import cited, constant_of, no_rule
from .doubts import doubts
from .expressions import Emitter
from .plain import too_many, write_plainly
from .relations import Allowed, Branch, Split, contrary, disjoint, implied, left_of, settled, splitting

MOST_ASKED = 8  # branches that are asked one by one
MOST_COLUMNS = 3  # asked before the rules: each may write a rule out several times


@dataclass
class Body:
    """Writes the lines of one table. Each way through it ends with a conclusion and its values: returned, or, `inlined`, in `c` and `v` after leaving a loop."""

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
        self.alive = {r.id for r in self.rules}  # the rules that the branch being written leaves possible
        self.context: dict[str, Allowed] = {}  # column -> the values it may have in that branch
        self.denied: list[Expr] = []  # conditions that do not hold in that branch
        question = self.pack.questions[self.table.of or self.table.id]
        self.facts = question.inputs
        self.types = {"value": self.table.gives} if self.table.gives is not None else {o.name: o.type for o in question.outputs}
        self.doubtful_steps = self.doubtful_in(e for r in self.rules for e in r.formulas)

    # --- writing

    def written(self, indent: int) -> list[str]:
        """All lines of the table."""
        self.all_(indent) if self.table.hit == "all" else self.one(indent)
        return self.lines

    def write(self, indent: int, text: str) -> None:
        self.lines.append("    " * indent + text)

    def one(self, indent: int) -> None:
        """Exactly one rule answers. A column that parts the rules is asked first, so that a case meets few of them."""
        if not self.context:
            self.without_steps(indent)
        rules = [r for r in self.rules if r.id in self.alive]
        split = splitting(rules, self.facts if len(self.context) < MOST_COLUMNS else [f for f in self.facts if f.name in self.context], self.context)
        if split is None:
            self.chain(indent, rules)
            return
        if len(split.branches) > MOST_ASKED:
            numbers = {v: n for n, branch in enumerate(split.branches) for v in branch.allowed}
            self.write(indent, f"b_{split.column} = {self.emitter.constant(_Lookup(numbers))}[v_{split.column}]")
            self.by_halves(indent, split, 0, len(split.branches))
            return
        for branch in split.branches[:-1]:
            self.write(indent, f"if {self.lies_in(split.column, branch.allowed)}:")
            self.within(indent + 1, split.column, branch)
        self.within(indent, split.column, split.branches[-1])

    def by_halves(self, indent: int, split: Split, first: int, end: int) -> None:
        """Many branches, found by halving their numbers."""
        if end - first == 1:
            self.within(indent, split.column, split.branches[first])
            return
        middle = (first + end) // 2
        self.write(indent, f"if b_{split.column} < {middle}:")
        self.by_halves(indent + 1, split, first, middle)
        self.by_halves(indent, split, middle, end)

    def within(self, indent: int, column: str, branch: Branch) -> None:
        """The rules for some values of a column."""
        with self.within_branch():
            self.alive, self.context = {r.id for r in branch.rules}, {**self.context, column: branch.allowed}
            self.one(indent)

    def lies_in(self, column: str, allowed: Allowed) -> str:
        """Whether a fact has one of the values, or lies below the end of the stretch."""
        if isinstance(allowed, Stretch):
            guard = f"v_{column} is not None and " if any(f.name == column and f.absent.kind == "none" for f in self.facts) else ""
            return f"{guard}v_{column} < {self.emitter.constant(allowed.high)}"
        if len(allowed) == 1:
            only = self.emitter.constant(allowed[0])
            return f"v_{column} is {only}" if allowed[0] is None or isinstance(allowed[0], bool) else f"v_{column} == {only}"
        return f"v_{column} in {self.emitter.constant(frozenset(allowed))}"

    def chain(self, indent: int, rules: Sequence[Rule]) -> None:
        """The rules one after the other; what several of them compute is computed once, first."""
        start = len(self.lines)
        if too_many(self, rules):
            write_plainly(self, indent, rules)
        elif not self.chained(indent, rules):
            self.silence(indent)
        self.lines[start:] = self.emitter.hoisted(self.lines[start:], indent)

    def chained(self, indent: int, rules: Sequence[Rule]) -> bool:
        """Whether some rule holds in any case, so that nothing after it is reached."""
        with self.within_branch():
            for rule in rules:
                if rule.excepts:
                    continue
                guard = self.guard(rule)
                if guard is None:
                    self.fire(indent, rule, ())
                    return True
                self.write(indent, f"if {guard}:")
                self.fire(indent + 1, rule, ())
                self.deny(rule)
        return False

    @contextmanager
    def within_branch(self) -> Iterator[None]:
        """What is learnt within (`alive`, `context`, `denied`) is forgotten after it."""
        kept = self.alive, self.context, self.denied
        yield
        self.alive, self.context, self.denied = kept

    def deny(self, rule: Rule) -> None:
        """From here on the rule does not hold. Where a single condition decided that, the opposite of it need not be asked any more."""
        tests = self.open_tests(rule)
        if len(tests) != 1:
            return
        self.denied = [*self.denied, tests[0].holds]
        for fact in self.facts:
            if fact.name == tests[0].column and (left := left_of(tests[0], fact, self.context)):
                self.context = {**self.context, fact.name: left}

    def all_(self, indent: int) -> None:
        """Every rule that stands adds to the result; `_collect` joins what they say."""
        if too_many(self, self.rules):
            write_plainly(self, indent, self.rules)
            return
        self.without_steps(indent)
        self.write(indent, "hits = []")
        for rule in self.rules:
            stands = self.stands(rule, ())
            if stands is None:
                continue
            if stands:
                self.write(indent, f"if {stands}:")
            conclusion = self.emitter.constant(self.conclusion(rule, rule.readings))
            self.write(indent + bool(stands), f"hits.append(({conclusion}, {self.result_values(rule)}))")
        self.collected(indent)

    def collected(self, indent: int) -> None:
        """What the rules in `hits` say together. Where none holds, the set of a step is empty; on a question the text is silent."""
        none_holds = Conclusion("answered", None) if self.table.of else no_rule(self.table, self.rules)
        self.write(indent, f"found, values = _collect({self.table.id!r}, hits, V, {self.emitter.constant(none_holds)}, {self.table.ranked!r})")
        self.finish(indent, "found", "values")

    def silence(self, indent: int) -> None:
        self.finish(indent, self.emitter.constant(no_rule(self.table, self.rules)), "None")

    def fire(self, indent: int, rule: Rule, held: tuple[Rule, ...]) -> None:
        """`rule` holds (and so do `held`, to which it is an exception): its exceptions, its rivals, its result. What its conditions say is known there."""
        chain = (*held, rule)
        with self.within_branch():
            self.denied = [*self.denied, *(contrary(part) for t in rule.tests for part in conjuncts(t.holds))]
            self.consequence(indent, rule, chain)

    def consequence(self, indent: int, rule: Rule, chain: tuple[Rule, ...]) -> None:
        """What follows where all of `chain` hold, `rule` the last of them."""
        for exception in self.exceptions_to(rule):
            guard = self.guard(exception)
            if guard is None:
                self.fire(indent, exception, chain)
                return
            self.write(indent, f"if {guard}:")
            self.fire(indent + 1, exception, chain)
        absent = frozenset(e.id for e in self.exceptions_to(rule))
        for rival in self.rivals(rule, chain):
            stands = self.stands(rival, chain, absent)
            if stands is not None:
                condition = stands or "True"
                if isinstance(rule.result, Answered) and isinstance(rival.result, Answered) and rule.strength == rival.strength:
                    condition = f"({condition}) and {self.result_values(rule)} != {self.result_values(rival)}"
                self.write(indent, f"if {condition}:")
                self.write(indent + 1, f"_disagree({self.table.id!r}, {rule.id!r}, {rival.id!r})")
        self.answer(indent, rule)

    def answer(self, indent: int, rule: Rule) -> None:
        values = self.result_values(rule)
        if "_workdays_after" in values or "_next_workday" in values:  # a year without a notice on holidays leaves the answer open, with this rule's citations
            self.write(indent, "try:")
            self.write(indent + 1, f"values = {values}")
            self.write(indent, "except NoNotice as e:")
            outputs = "".join(f"lambda: {text}, " for text in self.output_texts(rule))
            self.finish(indent + 1, f"no_notice({self.emitter.constant(self.conclusion(rule, rule.readings))}, e)", f"V(known(({outputs}), U))")
            values = "values"
        sure, doubtful = doubts(self.pack, self.table.id, self.by_id, rule, self.guard)
        self.finish(indent, self.resting_on(rule, sure, doubtful), values)

    def resting_on(self, rule: Rule, on: Sequence[str], doubtful: Sequence[tuple[str, str]]) -> str:
        """The conclusion of a rule that rests on some readings, and on each doubtful one where its condition holds."""
        if not doubtful:
            return self.emitter.constant(self.conclusion(rule, tuple(r for r in rule.readings if r in on)))
        (reading, condition), *rest = doubtful
        rests, not_ = self.resting_on(rule, [*on, reading], rest), self.resting_on(rule, on, rest)
        return f"({rests} if {condition} else {not_})"

    def finish(self, indent: int, conclusion: str, values: str) -> None:
        if self.inlined:
            self.write(indent, f"c, v = {conclusion}, {values}; break")
        else:
            self.write(indent, f"return {conclusion}, {values}")

    def without_steps(self, indent: int) -> None:
        """Where a step that the rules read has no value, the rules are gone through one by one."""
        if self.doubtful_steps:
            self.write(indent, f"if {' or '.join(f'u_{n} is not None' for n in self.doubtful_steps)}:")
            write_plainly(self, indent + 1, self.rules)

    def end_as_step(self, indent: int, name: str) -> None:
        """The table has no value because a step has none."""
        self.finish(indent, f"u_{name}", f"U if u_{name}.status == 'undetermined' else None")

    def doubtful_in(self, formulas: Iterable[Expr]) -> list[str]:
        """The steps which may have no value that formulas read."""
        read = {n for f in formulas for n in names(f, "step")}
        return [n for n in self.pack.doubtful_steps if n in read]

    # --- conditions

    def guard(self, rule: Rule) -> str | None:
        """The conditions of a rule that the branch leaves open, as one expression; None where there are none."""
        return self.conjunction(self.open_tests(rule)) or None

    def open_tests(self, rule: Rule) -> list[Test]:
        """The conditions of a rule that the branch does not settle."""
        context = self.context
        return [t for t in rule.tests if not ((t.column in context and settled(t.holds, context[t.column])) or implied(t.holds, self.denied))]

    def conjunction(self, tests: Sequence[Test]) -> str:
        """Several conditions as one expression; empty where there are none. Another target may ask its own engine here."""
        return " and ".join(self.emitter.emit(t.holds) for t in tests)

    def holds(self, rule: Rule, known: Sequence[Rule], absent: frozenset[str] = frozenset()) -> str | None:
        """When a rule holds, given that the rules in `known` do and those in `absent` do not. "" is always, None is never."""
        if rule in known:
            return ""
        if rule.id in absent or any(disjoint(rule, k) for k in known):
            return None
        parts = [self.guard(rule) or ""]
        if rule.excepts:
            bases = [self.holds(self.by_id[b], known, absent) for b in rule.excepts if b in self.by_id]
            possible = [b for b in bases if b is not None]
            if not possible:
                return None
            if "" not in possible:
                parts.append("(" + " or ".join(possible) + ")")
        return " and ".join(p for p in parts if p)

    def stands(self, rule: Rule, known: Sequence[Rule], absent: frozenset[str] = frozenset()) -> str | None:
        """When a rule holds and none of its exceptions does."""
        holds = self.holds(rule, known, absent)
        if holds is None:
            return None
        parts = [holds] if holds else []
        for exception in self.exceptions_to(rule):
            beaten = self.holds(exception, [*known, rule], absent)
            if beaten == "":
                return None
            if beaten is not None:
                parts.append(f"not ({beaten})")
        return " and ".join(parts)

    def rivals(self, rule: Rule, chain: tuple[Rule, ...]) -> Iterator[Rule]:
        """Rules that may hold together with `rule` and say something else."""
        for other in self.rules:
            if other.id not in self.alive or other in chain:
                continue
            if other.result == rule.result and other.strength == rule.strength:
                continue
            if any(disjoint(other, held) for held in chain):
                continue
            yield other

    def exceptions_to(self, rule: Rule) -> list[Rule]:
        return [e for e in self.exceptions[rule.id] if e.id in self.alive]

    # --- results

    def result_values(self, rule: Rule) -> str:
        """The values of a rule as an expression; prebuilt where they do not depend on the case."""
        if isinstance(rule.result, Undetermined):
            return self.open_values(rule.result)
        if not isinstance(rule.result, Answered):
            return "None"
        outputs = dict(rule.result.outputs)
        parts = [outputs.get(n) for n in self.outputs]
        if all(p is None or isinstance(p, Literal) or (isinstance(p, Items) and all(isinstance(i, Literal) for i in p.parts)) for p in parts):
            return self.emitter.constant(self.values([constant_of(p) for p in parts]))
        return f"V(({', '.join(self.output_texts(rule))},))"

    def open_values(self, result: Undetermined) -> str:
        """The values where a rule leaves the answer open: of an output with a single outcome left that one is certain."""
        if self.table.of or not result.certain:
            return "U"
        return self.emitter.constant(self.values([result.certain.get(o.name, o.left_open) for o in self.pack.questions[self.table.id].outputs]))

    def output_texts(self, rule: Rule) -> list[str]:
        """Each output as an expression."""
        outputs = dict(rule.result.outputs) if isinstance(rule.result, Answered) else {}
        return ["None" if (found := outputs.get(n)) is None else self.emitter.emit_as(found, self.types[n]) for n in self.outputs]

    def conclusion(self, rule: Rule, readings: tuple[str, ...]) -> Conclusion:
        emitter = Emitter(self.pack.parameters, self.emitter.day, self.emitter.month_end, calendar=self.pack.calendar)
        for test in rule.tests:
            emitter.emit(test.holds)
        if isinstance(rule.result, Answered):
            for _, formula in rule.result.outputs:
                emitter.emit(formula)
        uses = tuple(self.parameter_use(n) for n in sorted(emitter.used))
        cite = self.citations(rule.cite)
        match rule.result:
            case Undetermined():
                outcomes = {} if self.table.of else rule.result.open  # a step's value is no output of the question
                return Conclusion("undetermined", rule.id, rule.strength, None, readings, cite, rule.result.why, outcomes, (), uses, rule.label, rule.note)
            case Silent():
                return Conclusion("silent", rule.id, None, None, readings, cite, rule.result.why, {}, (), uses, rule.label, rule.note)
        basis = "inferred" if rule.inferred else "reading" if readings else "text"
        return Conclusion("answered", rule.id, rule.strength, basis, readings, cite, None, {}, (), uses, rule.label, rule.note)  # type: ignore[arg-type]  # one of the literal's words

    def citations(self, quotes: tuple[Quote, ...]) -> tuple[Citation, ...]:
        return cited(self.pack, quotes, self.emitter.day)

    def parameter_use(self, name: str) -> ParameterUse:
        parameter = self.pack.parameters[name]
        found = parameter.on(self.emitter.day) if self.emitter.day is not None else parameter.values[-1]
        return ParameterUse(name, found.value if found else None, self.citations(found.cite) if found else ())


class _Lookup(dict[Any, Any]):
    """A constant: the number of a branch by the values of a column."""

    def __hash__(self) -> int:  # type: ignore[override]  # told apart by identity
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other
