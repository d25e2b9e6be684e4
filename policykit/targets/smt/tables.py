"""One table as conditions: which rules hold and stand, which one answers, what the table gives.

Exceptions are those of `ir/standing.py`; what reads a step that has no value is open, by the words there. Everything is computed once for each
rule and shared between the conditions, so that a term grows with the table and not with the ways through its exceptions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import z3

from ...diagnostics import Text
from ...ir.expr import NOT_CONSTANT, Expr, Not, constant, counts_workdays, names
from ...ir.pack import Answered, Rule, Silent, Table
from ...ir.standing import Standing
from ...ir.types import SetOf, Type
from ..python.relations import disjoint
from .formulas import Opaque
from .functions import difference, union
from .logic import Bool, both, chosen, either, every, opposite, some
from .values import Code, Hidden, Many, Row, Untranslated, Val, as_set, cases_of, equal, many

if TYPE_CHECKING:
    from .decided import Decided


class Named(NamedTuple):
    """A rule: the decision it stands in, and its id; None where no rule does."""

    decision: str
    rule: str | None


class Tri(NamedTuple):
    """A condition that may be open: where it surely holds, and where it may."""

    sure: Bool
    may: Bool


@dataclass(frozen=True, eq=False)
class Ending:
    """How a table ends. Conditions exclude one another, but for rules of a table that gathers (`hit: all`)."""

    by_rule: Mapping[Named, Bool]  # the rule that the answer names (each of them, where several add)
    status: Mapping[str, Bool]  # answered, silent, undetermined
    outputs: Mapping[str, Val]
    disagrees: Bool
    rivals: Callable[[], Sequence[tuple[Rule, Rule, Bool]]]
    groups: Sequence[Sequence[Rule]] = ()  # the rules by what they say
    stands: Mapping[str, Bool] = field(default_factory=dict)
    holds: Mapping[str, Bool] = field(default_factory=dict)

    @cached_property
    def pairs(self) -> Sequence[tuple[Rule, Rule, Bool]]:
        """Rules that may stand together: where both do, and say something else. Worked out when asked for: there are many."""
        return self.rivals()

    @property
    def without_value(self) -> Bool:
        return either(self.status["silent"], self.status["undetermined"])


class Body:
    """One table on its way to an `Ending`."""

    def __init__(self, decided: Decided, table: Table) -> None:
        self.decided, self.table, self.translator = decided, table, decided.translator
        self.rules = [r for r in table.rules if r.period.covers(decided.on)]
        standing = Standing(self.rules)
        self.by_id = standing.by_id
        self.bases = {r.id: standing.bases(r) for r in self.rules}
        self.exceptions = {r.id: standing.exceptions(r) for r in self.rules}
        self.tests = {r.id: self.tested([t.holds for t in r.tests]) for r in self.rules}
        self._holds: dict[str, Tri] = {}
        question = decided.pack.questions[table.of or table.id]
        self.types: dict[str, Type] = {"value": table.gives} if table.gives is not None else {o.name: o.type for o in question.outputs}
        self.values = {r.id: self.valued(r) for r in self.rules}

    def tested(self, conditions: Sequence[Expr]) -> Tri:
        sure: list[Bool] = []
        may: list[Bool] = []
        for condition in conditions:
            open_, holds = self.left_open(condition), self.translator.truth(condition)
            sure.append(both(holds, opposite(open_)))
            may.append(either(holds, open_))
        return Tri(every(sure), every(may))

    def left_open(self, formula: Expr) -> Bool:
        """Where a formula reads a step that has no value."""
        return some(self.decided.steps[n].without_value for n in names(formula, "step"))

    def valued(self, rule: Rule) -> dict[str, Val]:
        if not isinstance(rule.result, Answered):
            return {}
        given = dict(rule.result.outputs)
        return {n: self.translator.output(given[n], t) for n, t in self.types.items() if n in given}

    # --- which rules stand

    def holds(self, rule: Rule) -> Tri:
        if rule.id not in self._holds:
            found = self.tests[rule.id]
            if rule.excepts:
                bases = [self.holds(b) for b in self.bases[rule.id]]
                found = Tri(both(found.sure, some(b.sure for b in bases)), both(found.may, some(b.may for b in bases)))
            self._holds[rule.id] = found
        return self._holds[rule.id]

    def stands(self, rule: Rule) -> Tri:
        holds = self.holds(rule)
        beaten = [self.holds(e) for e in self.exceptions[rule.id]]
        sure = both(holds.sure, *(opposite(b.may) for b in beaten))
        if isinstance(rule.result, Answered):
            sure = both(sure, *(opposite(self.left_open(e)) for _, e in rule.result.outputs))
        return Tri(sure, both(holds.may, *(opposite(b.sure) for b in beaten)))

    def ending(self) -> Ending:
        stands = {r.id: self.stands(r) for r in self.rules}
        open_ = some(both(s.may, opposite(s.sure)) for s in stands.values())
        found = self.gathered(stands, open_) if self.table.hit == "all" else self.single(stands, open_)
        return Ending(**found, stands={i: s.sure for i, s in stands.items()}, holds={r.id: self.holds(r).sure for r in self.rules})

    # --- one rule answers

    def single(self, stands: Mapping[str, Tri], open_: Bool) -> dict[str, Any]:
        groups = self.groups()
        sure = [some(stands[r.id].sure for r in g) for g in groups]
        differ = {(i, j): self.differ(groups[j][0], groups[i][0]) for i in range(len(groups)) for j in range(i) if not (self.told(groups[i]) and self.told(groups[j]))}
        disagrees = self.disagrees(groups, sure, differ)
        any_ = some(sure)
        step = self.by_step(both(open_, opposite(any_)))
        by_rule = {**self.first(stands), **step, Named(self.table.id, None): both(opposite(any_), opposite(open_))}
        status: dict[str, list[Bool]] = {"answered": [], "silent": [by_rule[Named(self.table.id, None)]], "undetermined": []}
        for group, condition in zip(groups, sure, strict=True):
            open_year = self.open_year(group[0])
            status[_status(group[0])].append(both(condition, opposite(open_year)))
            status["undetermined"].append(both(condition, open_year))
        for named, condition in step.items():
            status[self.step_status(named)].append(condition)
        outputs = {n: cases_of([(c, self.values[g[0].id][n]) for g, c in zip(groups, sure, strict=True) if n in self.values[g[0].id]]) for n in self.types}
        return {
            "by_rule": by_rule,
            "status": {s: some(c) for s, c in status.items()},
            "outputs": outputs,
            "disagrees": disagrees,
            "rivals": lambda: self.rivals(groups, stands),
            "groups": groups,
        }

    def groups(self) -> list[list[Rule]]:
        """The rules by what they say."""
        found: dict[Any, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault((self.says(rule), rule.strength), []).append(rule)
        return list(found.values())

    def says(self, rule: Rule) -> Any:
        """What a rule says: the values, where they are written out (a set in any order, an output left out is none)."""
        if not isinstance(rule.result, Answered) or not self.told([rule]):
            return rule.result
        given = {n: constant(e) for n, e in rule.result.outputs}
        return tuple((isinstance(v, bool), frozenset(v) if isinstance(t, SetOf) and v is not None else v) for n, t in self.types.items() for v in [given.get(n)])

    def told(self, group: Sequence[Rule]) -> bool:
        """Whether what the rules say is written out, so that other rules plainly say something else."""
        result = group[0].result
        return not isinstance(result, Answered) or all(constant(e) is not NOT_CONSTANT for _, e in result.outputs)

    def disagrees(self, groups: Sequence[Sequence[Rule]], sure: Sequence[Bool], differ: Mapping[tuple[int, int], Bool]) -> Bool:
        """Where rules of two groups stand and say different things."""
        found: list[Bool] = []
        before: Bool = False
        for i, group in enumerate(groups):
            if self.told(group):
                found.append(both(before, sure[i]))
                before = either(before, sure[i])
            for j in range(i):
                if (i, j) in differ:
                    found.append(both(sure[i], sure[j], differ[i, j]))
        return some(found)

    def rivals(self, groups: Sequence[Sequence[Rule]], stands: Mapping[str, Tri]) -> list[tuple[Rule, Rule, Bool]]:
        """Pairs of rules that say different things somewhere, and where both stand and do."""
        found: list[tuple[Rule, Rule, Bool]] = []
        for i, group in enumerate(groups):
            for other in groups[:i]:
                differ = self.differ(other[0], group[0])
                if differ is False:
                    continue
                found += [(a, b, c) for a in other for b in group if (c := self.together(a, b, stands, differ)) is not False]
        return found

    def together(self, a: Rule, b: Rule, stands: Mapping[str, Tri], differ: Bool) -> Bool:
        return False if disjoint(a, b) else both(stands[a.id].sure, stands[b.id].sure, differ)

    def differ(self, a: Rule, b: Rule) -> Bool:
        """Where two rules say different things."""
        if not isinstance(a.result, Answered) or not isinstance(b.result, Answered) or a.strength != b.strength:
            return True
        x, y = self.values[a.id], self.values[b.id]
        return opposite(every(equal(x[n], y[n]) if n in x and n in y else x.get(n, y.get(n)).none for n in {**x, **y}))  # type: ignore[union-attr]  # one of them has it

    def first(self, stands: Mapping[str, Tri]) -> dict[Named, Bool]:
        """Which of the rules that stand (and agree) the answer names: by the way through rules and exceptions; where a step is open, the first."""
        doubtful = some(self.decided.steps[n].without_value for n in sorted({n for r in self.rules for e in r.formulas for n in names(e, "step")}))
        plain: dict[str, Bool] = {}
        groups = self.groups()
        if not all(map(self.told, groups)):
            groups = [self.rules]  # what is computed may come to the same
        for group in groups:  # of another group none stands where the answer is sound
            before: Bool = False
            for rule in group:
                mine = stands[rule.id].sure
                plain[rule.id] = both(mine, opposite(before))
                before = either(before, mine)
        if not any(r.excepts for r in self.rules):
            return {Named(self.table.id, i): c for i, c in plain.items()}
        way = self.way()
        return {Named(self.table.id, r.id): either(both(doubtful, plain[r.id]), both(opposite(doubtful), way.get(r.id, False))) for r in self.rules}

    def way(self) -> dict[str, Bool]:
        """Where each rule is reached: the first rule that holds, then the first exception to it, and so on."""
        entered: dict[str, list[Bool]] = {r.id: [] for r in self.rules}
        before: Bool = False
        for rule in self.rules:
            if not rule.excepts:
                entered[rule.id].append(both(self.tests[rule.id].sure, opposite(before)))
                before = either(before, self.tests[rule.id].sure)
        found: dict[str, Bool] = {}
        for rule in self.in_order():
            inside = some(entered[rule.id])
            passed: list[Bool] = []
            for exception in self.exceptions[rule.id]:
                entered[exception.id].append(both(inside, self.tests[exception.id].sure, *(opposite(p) for p in passed)))
                passed.append(self.tests[exception.id].sure)
            found[rule.id] = both(inside, *(opposite(p) for p in passed))
        return found

    def in_order(self) -> list[Rule]:
        """The rules, each after those to which it is an exception."""
        waiting = {r.id: len(self.bases[r.id]) for r in self.rules}
        ready = [r for r in self.rules if not waiting[r.id]]
        for rule in ready:  # grows while it is read
            for exception in self.exceptions[rule.id]:
                waiting[exception.id] -= 1
                if not waiting[exception.id]:
                    ready.append(exception)
        return ready

    def open_year(self, rule: Rule) -> Bool:
        """Where an output falls in a year whose holidays are not known: no exact term, and so free."""
        outputs = [e for _, e in rule.result.outputs] if isinstance(rule.result, Answered) else []
        counting = [e for e in outputs if counts_workdays(e)]
        why = Text("尚无放假通知的年份", "a year without a notice on holidays")
        return some(self.translator.free(Not(e), why, z3.Bool) for e in counting)

    # --- several rules add

    def gathered(self, stands: Mapping[str, Tri], open_: Bool) -> dict[str, Any]:
        """Where a rule may stand that is open, the table ends as the step did; the first that gives no answer ends it; else all sets are joined."""
        closed = opposite(open_)
        adding = [r for r in self.rules if isinstance(r.result, Answered)]
        stopping = [r for r in self.rules if not isinstance(r.result, Answered)]
        step = self.by_step(open_)
        by_rule: dict[Named, Bool] = dict(step)
        before: list[Bool] = []
        for rule in stopping:
            by_rule[Named(self.table.id, rule.id)] = both(closed, stands[rule.id].sure, *(opposite(b) for b in before))
            before.append(stands[rule.id].sure)
        going = both(closed, *(opposite(b) for b in before))
        for rule in adding:
            by_rule[Named(self.table.id, rule.id)] = both(going, stands[rule.id].sure)
        nothing = both(going, *(opposite(stands[r.id].sure) for r in adding))
        by_rule[Named(self.table.id, None)] = nothing
        answered = going if self.table.of else both(going, opposite(nothing))
        status = {"answered": [answered], "silent": [] if self.table.of else [nothing], "undetermined": []}
        for named in [*step, *(Named(self.table.id, r.id) for r in stopping)]:
            rule_ = self.by_id.get(named.rule or "") if named.decision == self.table.id else None
            status[_status(rule_) if rule_ is not None else self.step_status(named)].append(by_rule[named])
        outputs, pairs = self.joined(adding, stands, going)
        return {"by_rule": by_rule, "status": {s: some(c) for s, c in status.items()}, "outputs": outputs, "disagrees": some(c for _, _, c in pairs), "rivals": lambda: pairs}

    def joined(self, adding: Sequence[Rule], stands: Mapping[str, Tri], going: Bool) -> tuple[dict[str, Val], list[tuple[Rule, Rule, Bool]]]:
        outputs: dict[str, Val] = {}
        pairs: list[tuple[Rule, Rule, Bool]] = []
        for name, type_ in self.types.items():
            given = [(r, self.values[r.id][name]) for r in adding if name in self.values[r.id]]
            if isinstance(type_, SetOf):
                outputs[name] = self.united(name, stands, given)
                continue
            outputs[name] = cases_of([(both(stands[r.id].sure, opposite(v.none)), v) for r, v in given])
            for i, (a, x) in enumerate(given):
                for b, y in given[:i]:
                    differ = both(going, stands[a.id].sure, stands[b.id].sure, opposite(x.none), opposite(y.none), opposite(equal(x, y)))
                    pairs += [(b, a, differ)] if differ is not False else []
        for place, name in enumerate(self.table.ranked):
            taken = [outputs[n] for n in self.table.ranked[:place]]
            if taken:
                outputs[name] = difference(as_set(outputs[name]), union([as_set(t) for t in taken]))
        return outputs, pairs

    def united(self, name: str, stands: Mapping[str, Tri], given: Sequence[tuple[Rule, Val]]) -> Val:
        try:
            return union([_only(stands[r.id].sure, v) for r, v in given])
        except Untranslated as e:
            key = f"{self.decided.pack.id} {self.table.id} {name}"
            self.translator.opaque[key] = Opaque(key, e.what)
            return Hidden(key)

    # --- a step without a value

    def by_step(self, condition: Bool) -> dict[Named, Bool]:
        """The table ends as the first step that has no value."""
        found: dict[Named, Bool] = {}
        passed: list[Bool] = []
        read = {n for r in self.rules for e in r.formulas for n in names(e, "step")}
        for name in (n for n in self.decided.pack.doubtful_steps if n in read):
            step = self.decided.steps[name]
            here = both(condition, step.without_value, *(opposite(p) for p in passed))
            passed.append(step.without_value)
            if here is False:
                continue
            for named, ends in step.by_rule.items():
                if self.step_status(named) != "answered" and ends is not False:
                    found[named] = either(found.get(named, False), both(here, ends))
        return found

    def step_status(self, named: Named) -> str:
        table = self.decided.pack.decisions[named.decision]
        assert isinstance(table, Table)
        rule = table.rule(named.rule) if named.rule is not None else None
        return _status(rule) if rule is not None else "answered" if table.hit == "all" and table.of else "silent"


def _status(rule: Rule) -> str:
    return "answered" if isinstance(rule.result, Answered) else "silent" if isinstance(rule.result, Silent) else "undetermined"


def _only(condition: Bool, value: Val) -> Many:
    """The elements of a set, or one element, where a condition holds."""
    found = as_set(value) if isinstance(value, Many | Row) or (isinstance(value, Code) and set(value.bits) == {None}) else many([value])
    return Many({k: both(condition, b) for k, b in found.bits.items()}, chosen(condition, found.others, 0))
