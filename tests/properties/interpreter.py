"""Decision tables by the words of `docs/pack-format.md`, a second time and as plainly as possible: no code is made, nothing is prepared.

Numbers are fractions, months are added by the calendar, a rule holds and stands by the definition. What the Python target says is held to this.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from policykit.ir import expr as ir
from policykit.ir.pack import Answered, Pack, ParameterValue, Rule, Silent, Table, Undetermined
from policykit.ir.types import Date, Duration, ListOf, Months, SetOf

OPEN = "open"  # neither true nor false: a step that is read has no value


class Disagree(Exception):
    """Rules that stand give different results."""

    def __init__(self, decision: str, results: Mapping[str, Any]) -> None:
        self.decision, self.results = decision, results
        super().__init__(decision, dict(results))


@dataclass(frozen=True)
class Verdict:
    """How a table ends: the status, the outputs as far as there are any, and the rules of which one (or, with `hit: all`, every one) says so."""

    status: str
    values: Mapping[str, Any] | None = None
    rules: tuple[str, ...] = ()
    why: str = ""


def normal(value: Any) -> Any:
    """A value in the form that is compared: all numbers as fractions."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Decimal | Fraction):
        return Fraction(value)
    if isinstance(value, tuple | list):
        return tuple(normal(v) for v in value)
    return frozenset(normal(v) for v in value) if isinstance(value, frozenset) else value


def months_later(day: date, months: int, month_end: str) -> date:
    """The corresponding day; where there is none, the month's last day or the next month's first."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    if day.day <= length:
        return date(year, month + 1, day.day)
    last = date(year, month + 1, length)
    return last + timedelta(days=1) if month_end == "next_first" else last


@dataclass
class Reader:
    """One case before one pack. `facts` are all known, as the question's inputs name them."""

    pack: Pack
    facts: Mapping[str, Any]
    on: date
    ended: dict[str, Verdict] = field(default_factory=dict)

    # --- tables

    def verdict(self, table: Table) -> Verdict:
        outputs = ("value",) if table.of else tuple(o.name for o in self.pack.questions[table.id].outputs)
        for step in self.steps(table):
            self.step(step)
        rules = [r for r in table.rules if r.period.covers(self.on)]
        stands = {r.id: self.stands(r, rules) for r in rules}
        for rule in rules:
            if stands[rule.id] is True and any(self.valueless(e) for _, e in self.outputs(rule)):
                stands[rule.id] = OPEN
        standing = [r for r in rules if stands[r.id] is True]
        may_stand = OPEN in stands.values()
        if table.hit == "all":
            return Verdict("as a step") if may_stand else self.together(table, standing, outputs)
        results = {r.id: self.result(r, outputs) for r in standing}
        if len(set(results.values())) > 1:
            raise Disagree(table.id, results)
        if standing:
            return self.ending(standing[0], tuple(results), outputs)
        return Verdict("as a step" if may_stand else "silent")

    def ending(self, rule: Rule, agreeing: tuple[str, ...], outputs: tuple[str, ...]) -> Verdict:
        match rule.result:
            case Answered():
                return Verdict("answered", self.values(rule, outputs), agreeing)
            case Undetermined(why=why):
                return Verdict("undetermined", None, agreeing, why.en)
            case Silent(why=why):
                return Verdict("silent", None, agreeing, why.en)

    def together(self, table: Table, standing: list[Rule], outputs: tuple[str, ...]) -> Verdict:
        """All that stand add to the sets; one that gives no answer stops the table. Where none stands, a step is empty and a question has no answer."""
        stopped = next((r for r in standing if not isinstance(r.result, Answered)), None)
        if stopped is not None:
            return self.ending(stopped, (stopped.id,), outputs)
        given = [self.values(r, outputs) for r in standing]
        joined = {n: frozenset().union(*(v[n] if isinstance(v[n], frozenset) else {v[n]} for v in given if v[n] is not None)) for n in outputs}
        return Verdict("answered", joined, tuple(r.id for r in standing)) if standing or table.of else Verdict("silent")

    def holds(self, rule: Rule, rules: list[Rule]) -> bool | str:
        tests = [self.test(t.holds) for t in rule.tests]
        if rule.excepts:
            bases = [self.holds(r, rules) for r in rules if r.id in rule.excepts]
            tests.append(True if True in bases else OPEN if OPEN in bases else False)
        return False if False in tests else OPEN if OPEN in tests else True

    def stands(self, rule: Rule, rules: list[Rule]) -> bool | str:
        holds = self.holds(rule, rules)
        beaten = [self.holds(e, rules) for e in rules if rule.id in e.excepts]
        if holds is False or True in beaten:
            return False
        return OPEN if holds == OPEN or OPEN in beaten else True

    def test(self, node: ir.Expr) -> bool | str:
        return OPEN if self.valueless(node) else self.value(node) is True

    def outputs(self, rule: Rule) -> tuple[tuple[str, ir.Expr], ...]:
        return rule.result.outputs if isinstance(rule.result, Answered) else ()

    def values(self, rule: Rule, names: tuple[str, ...]) -> dict[str, Any]:
        given = {n: normal(self.value(e)) for n, e in self.outputs(rule)}
        return {n: given.get(n) for n in names}

    def result(self, rule: Rule, names: tuple[str, ...]) -> Any:
        if isinstance(rule.result, Answered):
            return ("answered", rule.strength, tuple(self.values(rule, names).items()))
        return (rule.result, rule.strength)

    # --- steps

    def steps(self, table: Table) -> list[str]:
        return sorted({n for r in table.rules if r.period.covers(self.on) for e in [*(t.holds for t in r.tests), *(e for _, e in self.outputs(r))] for n in ir.names(e, "step")})

    def step(self, name: str) -> Verdict:
        if name not in self.ended:
            table = self.pack.decisions[name]
            assert isinstance(table, Table)
            self.ended[name] = self.verdict(table)
        return self.ended[name]

    def valueless(self, node: ir.Expr) -> bool:
        return any(self.step(n).status != "answered" for n in ir.names(node, "step"))

    # --- formulas

    def value(self, node: ir.Expr, bound: Mapping[str, Any] | None = None) -> Any:
        bound = bound or {}

        def of(part: ir.Expr) -> Any:
            return self.value(part, bound)

        match node:
            case ir.Literal():
                return normal(node.value)
            case ir.Ref():
                return normal(self.named(node, bound))
            case ir.Not():
                return of(node.part) is not True
            case ir.Logic():
                found = [of(p) is True for p in node.parts]
                return all(found) if node.operator == "and" else any(found)
            case ir.Compare():
                return compared(node.operator, of(node.left), of(node.right))
            case ir.Member():
                return of(node.value) in (of(node.collection) or ())
            case ir.Arithmetic():
                return self.sum(node, of(node.left), of(node.right))
            case ir.If():
                return of(node.then) if of(node.condition) is True else of(node.other)
            case ir.Call():
                return called(node, [of(a) for a in node.arguments])
            case ir.Quantified():
                found = [self.value(node.body, {**bound, node.variable: v}) is True for v in of(node.source) or ()]
                return any(found) if node.quantifier == "some" else all(found)
            case ir.Mapped():
                return tuple(self.value(node.body, {**bound, node.variable: v}) for v in of(node.source) or ())
            case ir.Items():
                parts = tuple(of(p) for p in node.parts)
                return frozenset(parts) if isinstance(node.type, SetOf) else parts
            case ir.Part():
                record = of(node.record)
                return None if record is None else normal(getattr(record, node.name))
            case ir.Keyed():
                found = self.parameter(node.parameter).value.get(of(node.key))
                return normal(found)

    def named(self, node: ir.Ref, bound: Mapping[str, Any]) -> Any:
        match node.origin:
            case "input":
                return self.facts[node.name]
            case "variable":
                return bound[node.name]
            case "parameter":
                return self.parameter(node.name).value
            case "builtin":
                return self.on if node.name == "as_of" else "in_force"
            case "step":
                values = self.step(node.name).values
                return None if values is None else values["value"]

    def parameter(self, name: str) -> ParameterValue:
        """The value whose first day is the latest that is not after the day."""
        begun = [v for v in self.pack.parameters[name].values if v.period.first is None or v.period.first <= self.on]
        return max(begun, key=lambda v: v.period.first or date.min)

    def sum(self, node: ir.Arithmetic, a: Any, b: Any) -> Any:
        if isinstance(node.type, ListOf | SetOf):
            a, b = a or (), b or ()
            if isinstance(node.type, SetOf):
                return frozenset(a) | frozenset(b) if node.operator == "+" else frozenset(a) - frozenset(b)
            return (*a, *b) if node.operator == "+" else tuple(v for v in a if v not in b)
        if a is None or b is None:
            return None
        if isinstance(node.type, Date):
            day, length, kind = (a, b, node.right.type) if isinstance(node.left.type, Date) else (b, a, node.left.type)
            if isinstance(kind, Months):
                return months_later(day, int(length) * (1 if node.operator == "+" else -1), self.pack.instrument.month_end)
            assert isinstance(kind, Duration)
            return day + length if node.operator == "+" else day - length
        if node.operator == "/":
            return None if b == 0 else a / b
        return a + b if node.operator == "+" else a - b if node.operator == "-" else a * b


def compared(operator: str, a: Any, b: Any) -> bool:
    if operator in ("=", "!="):
        return bool((a == b) == (operator == "="))
    if a is None or b is None:
        return False
    return bool({"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[operator])


def called(node: ir.Call, given: list[Any]) -> Any:
    many = list(given[0] or ()) if len(given) == 1 and isinstance(node.arguments[0].type, ListOf | SetOf) else given
    known = [v for v in many if v is not None]
    match node.function:
        case "min":
            return min(known, default=None)
        case "max":
            return max(known, default=None)
        case "sum":
            return sum(known) if len(known) == len(many) else None
        case "count":
            return Fraction(len(many))
        case "abs":
            return None if given[0] is None else abs(given[0])
        case "floor":
            return None if given[0] is None else Fraction(math.floor(given[0]))
        case "ceiling":
            return None if given[0] is None else Fraction(math.ceil(given[0]))
        case "round half up":
            return None if given[0] is None else half_up(given[0], int(given[1]) if len(given) > 1 else 0)
        case "union":
            return frozenset().union(*(g or () for g in given))
        case "difference":
            return frozenset(given[0] or ()) - frozenset(given[1] or ())
        case "list contains":
            return given[1] in (given[0] or ())
    raise NotImplementedError(node.function)


def half_up(value: Fraction, digits: int) -> Fraction:
    """Half away from zero."""
    scaled = abs(value) * 10**digits
    whole = math.floor(scaled + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 10**digits)
