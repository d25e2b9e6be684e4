"""The cells of a plan and the answers kept for them. Every answer comes from the reference, for one row of the cell.

A row is *open* where its cell does not settle it: an unknown fact that is compared with other facts of the row, a result near the end of what 64
bits hold. Open rows are asked one by one, each different one once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...diagnostics import Diagnostic, PolicyError, Text
from ...domain.calendar import NoNotice
from ...ir.answer import Answer
from ...ir.case import Case
from ...ir.explain import reason
from ...ir.expr import Expr, If, names
from ...ir.pack import Answered, Pack, Rule
from ...ir.types import UNKNOWN, holds_unknown
from ..python.expressions import Emitter
from ..python.runtime import NotInForce, OutOfRange
from .facts import Coded, Column, Whole
from .planned import Plan
from .worlds import Worlds

Ask = Callable[[int, Case], Answer[Any]]  # the number of a pack, a case -> the reference's answer; raises PolicyError

FAILURES = (ArithmeticError, ValueError, NoNotice, NotInForce, OutOfRange)  # of a formula that has no value
UNASKED, OPEN = 0, 1  # the numbers of no conclusion: not yet asked; not settled by the cell


@dataclass(frozen=True)
class Ended:
    """How rows end: the status, the rule, the outcome (None where there is none) and the clauses; for each computed output its formula."""

    status: str
    rule: str | None
    values: tuple[Any, ...] | None
    citations: tuple[str, ...]  # addresses, each once
    formulas: tuple[Expr | None, ...]
    fault: Diagnostic | None = None
    strength: str | None = None
    basis: str | None = None
    readings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    why: Text | None = None  # the reason in words, where the plan tells it


class Reference:
    """Asks the reference about rows: makes their cases, and says whether what it answers holds for the whole cell."""

    def __init__(self, worlds: Worlds, plan: Plan, ask: Ask) -> None:
        self.worlds, self.plan, self.ask = worlds, plan, ask
        self.question = worlds.laws[0].question
        self.outputs = tuple(o.name for o in self.question.outputs)
        self._compiled: dict[tuple[int, int], Callable[..., Any]] = {}
        self._kept: list[Expr] = []  # so that no formula's id is used again
        self._read: dict[int, tuple[frozenset[str], bool]] = {}
        self._sources = {f.name: f.absent.source for f in self.question.inputs if f.absent.kind == "map" and f.absent.source is not None}

    def case(self, columns: dict[str, Column], row: int, on: date) -> Case:
        """The facts of one row, every absence resolved."""
        values: dict[str, Any] = {}
        for name, column in columns.items():
            values[name] = column.value(row) if isinstance(column, Coded | Whole) else column.value
        for fact in self.question.inputs:
            if fact.name not in values:  # follows another fact
                values[fact.name] = dict(fact.absent.mapping).get(str(values.get(fact.absent.source or "")), UNKNOWN)
        facts = tuple(values[f.name] for f in self.question.inputs)
        return Case(self.question.id, on, facts, tuple(columns), tuple(f.name for f in self.question.inputs if holds_unknown(values[f.name])))

    def ended(self, world: int, case: Case, alone: bool) -> Ended | None:
        """How the row ends; None where another row of its cell might end otherwise. `alone`: for this row only, nothing is left to formulas."""
        if not alone and case.unknown and not self._same_for_all(world, case):
            return None
        try:
            answer = self.ask(self.worlds.all[world].pack, case)
        except PolicyError as e:
            return Ended("error", None, None, (), (None,) * len(self.outputs), e.diagnostics[0])
        values = tuple(answer.values) if answer.values is not None else None
        clauses = tuple(dict.fromkeys(c.address for c in answer.citations))
        formulas: tuple[Expr | None, ...] = (None,) * len(self.outputs)
        if not alone and self.plan.computed and values is not None:
            if set(case.unknown) & self.plan.alone:
                left = self._formulas_left(world, case, answer, values)
                if left is None:
                    return None
                formulas = left
            elif answer.status == "answered":
                formulas = self._formulas(world, case, answer.rule)
            values = tuple(None if f is not None else v for f, v in zip(formulas, values, strict=True))
        why = Text(reason(answer, "zh"), reason(answer, "en")) if self.plan.told else None
        return Ended(answer.status, answer.rule, values, clauses, formulas, None, answer.strength, answer.basis, answer.readings, answer.missing, why)

    def _formulas(self, world: int, case: Case, rule_id: str | None) -> tuple[Expr | None, ...]:
        """The formulas of the computed outputs, their conditions decided."""
        rule = self.worlds.laws[world].tables[0].rule(rule_id or "")
        outputs = dict(rule.result.outputs) if rule is not None and isinstance(rule.result, Answered) else {}
        found: list[Expr | None] = []
        for name in self.outputs:
            formula = outputs.get(name) if name in self.plan.computed else None
            while isinstance(formula, If):
                formula = formula.then if self._evaluated(world, formula.condition, case) else formula.other
            found.append(formula if formula is not None and formula in self.plan.formulas else None)
        return tuple(found)

    def _formulas_left(self, world: int, case: Case, answer: Answer[Any], values: tuple[Any, ...]) -> tuple[Expr | None, ...] | None:
        """The formulas of the computed outputs that one unknown number leaves as they are; None where rules that may hold give different ones."""
        unknown = set(case.unknown)
        rules = [r for r in self.worlds.laws[world].rules if isinstance(r.result, Answered) and self._may_hold(world, r, case, unknown)]
        found: list[Expr | None] = []
        for name, value in zip(self.outputs, values, strict=True):
            possible: dict[Expr | None, None] = {}
            for rule in rules if name in self.plan.computed else ():
                formula = dict(rule.result.outputs).get(name) if isinstance(rule.result, Answered) else None
                while isinstance(formula, If):
                    if self._reads(formula.condition) & unknown:
                        return None
                    formula = formula.then if self._evaluated(world, formula.condition, case) else formula.other
                possible[formula] = None
            if len(possible) > 1:
                return None
            formula = next(iter(possible), None)
            stays = formula is not None and formula in self.plan.formulas and _sure(answer, name, value) and not self._reads(formula) & unknown
            if stays and self._evaluated(world, formula, case) != value:  # type: ignore[arg-type]  # it stays, so it is there
                return None
            found.append(formula if stays else None)
        return tuple(found)

    # --- whether a cell settles its rows

    def _same_for_all(self, world: int, case: Case) -> bool:
        """Whether all rows of the cell end alike though a fact is unknown: no rule that may hold reads it beside what differs among them."""
        law = self.worlds.laws[world]
        if law.drawn:
            return True  # all facts are exact there
        unknown = set(case.unknown)
        alone = len(unknown) == 1 and unknown <= self.plan.alone
        coupled = unknown & self.plan.coupled
        pack = self.worlds.packs[self.worlds.all[world].pack]
        for table in law.tables:
            for rule in table.rules:
                if not self._may_hold(world, rule, case, unknown):
                    continue
                if self.plan.doubted and any(self._reads(e) & (unknown if alone else coupled) for e in _otherwise(pack, rule)):
                    return False
                if alone:
                    continue
                if any(self._reads(e) & coupled for e in rule.formulas):
                    return False
                if table is law.tables[0] and self.plan.computed and any(f in self.plan.formulas for f in _branches(rule)):
                    return False
        return True

    def _reads(self, node: Expr) -> frozenset[str]:
        """The inputs that a formula reads; the source of one that follows another with it."""
        return self._names(node)[0] | {self._sources[n] for n in self._names(node)[0] if n in self._sources}

    def _may_hold(self, world: int, rule: Rule, case: Case, unknown: set[str]) -> bool:
        for test in rule.tests:
            inputs, steps = self._names(test.holds)
            if steps or inputs & unknown:
                continue
            if not self._evaluated(world, test.holds, case):
                return False
        return True

    def _names(self, node: Expr) -> tuple[frozenset[str], bool]:
        """The inputs that a formula names, and whether it names a step; found once."""
        found = self._read.get(id(node))
        if found is None:
            self._kept.append(node)
            found = self._read[id(node)] = frozenset(names(node, "input")), bool(names(node, "step"))
        return found

    def _evaluated(self, world: int, node: Expr, case: Case) -> Any:
        """The value of a formula that reads known facts only. What cannot be worked out counts as true: the rule may hold."""
        try:
            return self.function(world, node)(case.on, self.worlds.all[world].force, *case.facts)
        except FAILURES:
            return True

    def function(self, world: int, node: Expr) -> Callable[..., Any]:
        """A formula over known facts as a function of the day, the instrument's force and all facts."""
        key = (world, id(node))
        function = self._compiled.get(key)
        if function is None:
            self._kept.append(node)
            pack = self.worlds.packs[self.worlds.all[world].pack]
            emitter = Emitter(pack.parameters, self.worlds.all[world].day, pack.instrument.month_end, calendar=pack.calendar)
            text = f"lambda on, force, {', '.join(f'v_{f.name}' for f in self.question.inputs)}: {emitter.emit(node)}"
            function = self._compiled[key] = eval(text, dict(emitter.constants))  # noqa: S307  # our own text: literals and names made here
        return function


def _sure(answer: Answer[Any], output: str, value: Any) -> bool:
    """Whether an output that is computed has its value, or certainly none, whatever is unknown."""
    return answer.status == "answered" or ("status" not in answer.outcomes and (value is not None or answer.outcomes.get(output) == (None,)))


def _branches(rule: Rule) -> list[Expr]:
    """The formulas that may give the rule's outputs, one for each way through their conditions."""
    found: list[Expr] = []
    waiting = [e for _, e in rule.result.outputs] if isinstance(rule.result, Answered) else []
    while waiting:
        formula = waiting.pop()
        if isinstance(formula, If):
            waiting += [formula.then, formula.other]
        else:
            found.append(formula)
    return found


def _otherwise(pack: Pack, rule: Rule) -> Iterator[Expr]:
    """The formulas of the rules that other readings put in its place, or beside it."""
    for ambiguity in (pack.ambiguities[n] for n in rule.readings if n in pack.ambiguities):
        for changed in ambiguity.rules():
            yield from changed.formulas
