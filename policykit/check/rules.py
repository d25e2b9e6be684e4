"""The rules in themselves: numbers that should be parameters, what nothing reads, rules and exceptions that can never hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from ..diagnostics import Diagnostic, Span, Text
from ..domain.periods import FIRST_DAY
from ..ir.expr import Call, Expr, Keyed, Literal, Quantified, children, names
from ..ir.instrument import ALWAYS, meet
from ..ir.norm import EventTest, Norm
from ..ir.pack import Answered, Decision, DrawChange, NormChange, Pack, Parameter, Rule, RuleChange, Table
from ..ir.types import Date, DateTime, DayOfYear, Duration, Months, Number, Time
from . import faults
from .conditions import impossible

_MEASURED = (Number, Months, Duration, Date, DateTime, Time, DayOfYear)
_ROUNDING = ("round half up", "round half even", "round up", "round down", "floor", "ceiling")


def check_rules(pack: Pack) -> Iterator[Diagnostic]:
    """Literals, unused parameters and steps, what is never in force, rules that contradict themselves or all they are exceptions to."""
    yield from _literals(pack)
    yield from _unused(pack)
    for parameter in pack.parameters.values():
        if not _ever_in_force(pack, parameter):
            yield faults.never_in_force(parameter.span, Text(f"参数 `{parameter.name}`", f"the parameter `{parameter.name}`"))
    yield from (fault for _, _, fault in dead_rules(pack))


# --- what the formulas of a pack hold


def formulas(decision: Decision) -> Iterator[tuple[Expr, Span | None]]:
    """Every formula of a decision, with a place for those of its parts that have none."""
    if isinstance(decision, Table):
        for rule in decision.rules:
            yield from rule_formulas(rule)
        return
    if decision.usable is not None:
        yield decision.usable, decision.span
    for criterion in decision.within:
        for formula in (criterion.first, *criterion.by):
            if formula is not None:
                yield formula, decision.span


def rule_formulas(rule: Rule) -> Iterator[tuple[Expr, Span | None]]:
    """The conditions of a rule, then its outputs."""
    for test in rule.tests:
        yield test.holds, test.span or rule.span
    if isinstance(rule.result, Answered):
        for _, formula in rule.result.outputs:
            yield formula, rule.span


def _changed(pack: Pack) -> Iterator[tuple[Expr, Span | None]]:
    """The formulas of rules, draw orders and norms as other readings have them."""
    for change in (c for a in pack.ambiguities.values() for r in a.readings for c in r.changes):
        match change:
            case RuleChange(becomes=Rule() as rule):
                yield from rule_formulas(rule)
            case DrawChange():
                yield from formulas(change.becomes)
            case NormChange():
                yield from _of_norm(change.becomes)


def _norms(pack: Pack) -> Iterator[tuple[Expr, Span | None]]:
    """The deadlines of the norms, the names of their periods, and what they ask of events."""
    for norm in pack.norms.values():
        yield from _of_norm(norm)


def _of_norm(norm: Norm) -> Iterator[tuple[Expr, Span | None]]:
    yield from ((formula, norm.span) for formula in norm.formulas)
    for event in (*norm.starts, *norm.done, *norm.excused):
        for test in event.tests if isinstance(event, EventTest) else ():
            yield test.holds, test.span or norm.span


def _covered(pack: Pack) -> Iterator[tuple[Expr, Span | None]]:
    for cover in pack.instrument.covers:
        for test in cover.tests:
            yield test.holds, test.span


# --- literals


def _literals(pack: Pack) -> Iterator[Diagnostic]:
    told: set[tuple[Any, ...]] = set()  # a reading repeats what it does not change

    def check(formula: Expr, otherwise: Span | None, allowed: Callable[[Literal], bool]) -> Iterator[Diagnostic]:
        for literal in _measured(formula):
            span = literal.span or otherwise
            if not literal.value or allowed(literal) or span in told:
                continue
            told.add(span or ())
            yield faults.literal_in_rule(span, span.text if span is not None else str(literal.value))

    for decision in pack.decisions.values():
        if decision.span is not None:  # the others follow from pack.yaml
            for formula, otherwise in formulas(decision):
                yield from check(formula, otherwise, lambda _: False)
    for formula, otherwise in (*_covered(pack), *_norms(pack)):
        yield from check(formula, otherwise, lambda _: False)
    for formula, otherwise in _changed(pack):
        yield from check(formula, otherwise, _one_day)


def _one_day(literal: Literal) -> bool:
    """A shift by one day is how a reading counts; it is no quantity of the text."""
    return isinstance(literal.value, timedelta) and abs(literal.value) == timedelta(days=1)


def _measured(node: Expr) -> Iterator[Literal]:
    """The numbers, periods, days and times written in a formula; not the key of a keyed parameter, nor the places a value is rounded to."""
    match node:
        case Literal():
            if isinstance(node.type, _MEASURED) and not isinstance(node.value, bool):
                yield node
        case Keyed(key=Literal()):
            pass
        case Call() if node.function in _ROUNDING:
            yield from _measured(node.arguments[0])
        case Quantified():
            yield from _measured(node.source)
            yield from _measured(node.body)
        case _:
            for child in children(node):
                yield from _measured(child)


# --- what nothing reads


def _unused(pack: Pack) -> Iterator[Diagnostic]:
    read = [f for d in pack.decisions.values() for f, _ in formulas(d)]
    read += [f for f, _ in (*_changed(pack), *_covered(pack), *_norms(pack))]
    parameters = {n for f in read for n in names(f, "parameter")}
    steps = {n for f in read for n in names(f, "step")}
    for name, parameter in pack.parameters.items():
        if name not in parameters:
            yield faults.unused_parameter(parameter.span, name)
    for name, decision in pack.decisions.items():
        if isinstance(decision, Table) and decision.of is not None and name not in steps:
            yield faults.unused_step(decision.span, name)


# --- what never holds


def _ever_in_force(pack: Pack, parameter: Parameter) -> bool:
    """Whether the parameter has a value on some day on which the instrument binds."""
    instrument = pack.instrument
    period = instrument.period if instrument.status == "in_force" else ALWAYS
    days = [period.first or FIRST_DAY, *(v.period.first for v in parameter.values if v.period.first is not None and period.covers(v.period.first))]
    return any(parameter.on(day) is not None for day in days)


def dead_rules(pack: Pack) -> Iterator[tuple[str, str, Diagnostic]]:
    """Rules that plainly never answer: decision, rule, and why."""
    for table in pack.decisions.values():
        if not isinstance(table, Table) or table.span is None:
            continue
        by_id = {r.id: r for r in table.rules}
        for index, rule in enumerate(table.rules):
            if pack.instrument.status == "in_force" and not meet(rule.period, pack.instrument.period):
                yield table.id, rule.id, faults.never_in_force(rule.span, Text(f"规则 `{rule.id}`", f"the rule `{rule.id}`"))
            elif impossible([t.holds for t in rule.tests]):
                yield table.id, rule.id, faults.contradiction(rule.span, rule.id)
            elif rule.excepts and not _possible(rule, (), by_id):
                place = pack.place("decisions", table.id, "rules", index, "excepts", value=True)
                yield table.id, rule.id, faults.exception_never(place or rule.span, rule.id, rule.excepts)


def _possible(rule: Rule, held: tuple[Rule, ...], by_id: dict[str, Rule]) -> bool:
    """Whether a rule may hold together with the exceptions to it in `held`, and with one of what it is an exception to."""
    chain = (*held, rule)
    if any(not meet(rule.period, h.period) for h in held) or impossible([t.holds for r in chain for t in r.tests]):
        return False
    return not rule.excepts or any(_possible(by_id[b], chain, by_id) for b in rule.excepts if b in by_id)
