"""Does a case notice? Each rule dropped, each parameter moved by one unit: mutants of a pack, and those that no case of the pack kills.

A unit is the last one that the value is told in: a day, a month, an hour, a yuan, one piece, the last decimal place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from ..diagnostics import Span
from ..ir import expr as ir
from ..ir.duty_case import DutyCase
from ..ir.example import Example
from ..ir.expr import names
from ..ir.instrument import Quote
from ..ir.norm import Norm
from ..ir.overlay import reached, with_period, without_rule
from ..ir.pack import Answered, DrawOrder, Pack, Parameter, Rule, Table
from .duty_cases import run_duty_case
from .examples import Answerer, run_example


@dataclass(frozen=True)
class Mutant:
    """A pack with one small fault, what was done, and the citations of what was changed."""

    what: str  # `rule recoverable/single-tent dropped`, `parameter buffer 1.1 -> 1.2`
    pack: Pack
    questions: frozenset[str]  # whose answers may change
    norms: frozenset[str]
    cite: tuple[Quote, ...]
    span: Span | None


@dataclass(frozen=True)
class Cases:
    """A pack's own cases, and what makes an answerer for a mutant."""

    examples: Sequence[Example]
    duty_cases: Sequence[DutyCase]
    answerer: Answerer

    def notice(self, mutant: Mutant) -> str | None:
        """The id of the first case that a mutant fails; None where none does."""
        ask = self.answerer(mutant.pack)
        for example in self.examples:  # the first to fail ends it; only the questions asked are compiled
            if example.question in mutant.questions and not run_example(example, ask, mutant.pack.questions.get(example.question)).passed:
                return example.id
        if mutant.norms:
            for case in self.duty_cases:
                if mutant.norms & case.norms and run_duty_case(mutant.pack, case):
                    return case.id
        return None


def undefended(pack: Pack, cases: Cases) -> list[Mutant]:
    """The mutants that no case notices."""
    return [m for m in mutants(pack) if cases.notice(m) is None]


def mutants(pack: Pack) -> Iterator[Mutant]:
    """Every rule, norm and draw criterion dropped, every parameter moved by one unit up and down."""
    for table in pack.decisions.values():
        if isinstance(table, Table):
            for rule in table.rules:
                yield _without(pack, table, rule)
        else:
            yield from _draws(pack, table)
    yield from _validity(pack)
    for norm in pack.norms.values():
        rest = {n: v for n, v in pack.norms.items() if n != norm.id}
        kept = {n: replace(v, after=tuple(a for a in v.after if a != norm.id), starts=tuple(s for s in v.starts if getattr(s, "norm", None) != norm.id)) for n, v in rest.items()}
        yield Mutant(f"norm {norm.id} dropped", replace(pack, norms=kept), frozenset(), frozenset([norm.id]), norm.cite, norm.span)
    for parameter in pack.parameters.values():
        yield from _moved(pack, parameter)


def _validity(pack: Pack) -> Iterator[Mutant]:
    """The first and last day in force one day later, each repeal dropped."""
    instrument = pack.instrument
    in_force = pack.decisions.get("in_force")
    if not isinstance(in_force, Table):
        return
    days = instrument.period
    one = timedelta(days=1)
    if days.first is not None:
        later = with_period(pack, replace(days, first=days.first + one))
        yield Mutant("validity: first day one later", later, frozenset(["in_force"]), frozenset(), instrument.validity_cite, None)
    if days.last is not None:
        later = with_period(pack, replace(days, last=days.last + one))
        yield Mutant("validity: last day one later", later, frozenset(["in_force"]), frozenset(), instrument.validity_cite, None)


def _without(pack: Pack, table: Table, rule: Rule) -> Mutant:
    changed = without_rule(table, rule.id)
    mutant = replace(pack, decisions={**pack.decisions, table.id: changed})
    return Mutant(f"rule {table.id}/{rule.id} dropped", mutant, askers(pack, [table.id]), frozenset(), rule.cite, rule.span)


def askers(pack: Pack, decisions: Iterable[str]) -> frozenset[str]:
    """The questions whose decisions are, or read, some of these."""
    changed = set(decisions)
    asked = [d.id for d in pack.decisions.values() if not (isinstance(d, Table) and d.of)]
    return frozenset(q for q in asked if reached(pack, {q}) & changed)


def _draws(pack: Pack, order: DrawOrder) -> Iterator[Mutant]:
    """Each tier, each criterion inside tiers, and the condition on usable lots dropped."""

    def mutant(what: str, changed: DrawOrder, cite: tuple[Quote, ...]) -> Mutant:
        return Mutant(what, replace(pack, decisions={**pack.decisions, order.id: changed}), frozenset([order.id]), frozenset(), cite, order.span)

    for i, tier in enumerate(order.tiers):
        yield mutant(f"draw order {order.id}: tier {tier.level} dropped", replace(order, tiers=order.tiers[:i] + order.tiers[i + 1 :]), tier.cite)
    for i, criterion in enumerate(order.within):
        yield mutant(f"draw order {order.id}: criterion {i + 1} dropped", replace(order, within=order.within[:i] + order.within[i + 1 :]), criterion.cite)
    if order.usable is not None:
        yield mutant(f"draw order {order.id}: usable dropped", replace(order, usable=None), order.usable_cite)


def _moved(pack: Pack, parameter: Parameter) -> Iterator[Mutant]:
    """Each value of a parameter one unit more and one less. A parameter that only other readings use is left alone."""
    questions, norms_ = users(pack, parameter.name)
    if not questions and not norms_:
        return
    for i, value in enumerate(parameter.values):
        for moved in steps(value.value):
            changed = replace(parameter, values=(*parameter.values[:i], replace(value, value=moved), *parameter.values[i + 1 :]))
            mutant = replace(pack, parameters={**pack.parameters, parameter.name: changed})
            yield Mutant(f"parameter {parameter.name} {_short(value.value)} -> {_short(moved)}", mutant, questions, norms_, value.cite, parameter.span)


def steps(value: Any) -> list[Any]:
    """The value one unit up and down; of a keyed or listed value, with each of its parts moved or left out."""
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1, value - 1]
        case Decimal():
            exponent = value.as_tuple().exponent
            assert isinstance(exponent, int)
            unit = Decimal(1).scaleb(exponent)
            return [value + unit, value - unit]
        case datetime():
            return [value + timedelta(minutes=1), value - timedelta(minutes=1)]
        case date():
            return [value + timedelta(days=1), value - timedelta(days=1)]
        case timedelta():
            unit_ = timedelta(days=1) if not value.seconds else timedelta(hours=1)
            return [value + unit_, value - unit_]
        case time():
            return [time(value.hour, value.minute + 1) if value.minute < 59 else time(value.hour, 0), time((value.hour - 1) % 24, value.minute)]
        case (int(month), int(day)):
            return [(month, day - 1) if day > 1 else (month, day + 1), ((month % 12) + 1, min(day, 28))]
        case tuple():
            return [value[:i] + value[i + 1 :] for i in range(len(value))]
        case dict():
            return [{**value, k: moved} for k, part in value.items() for moved in steps(part)]
    return []


def users(pack: Pack, parameter: str) -> tuple[frozenset[str], frozenset[str]]:
    """The questions and norms that read a parameter."""
    questions = askers(pack, (id_ for id_, decision in pack.decisions.items() if parameter in _parameters(decision)))
    return questions, frozenset(n.id for n in pack.norms.values() if parameter in _norm_parameters(n))


def _parameters(decision: Table | DrawOrder) -> set[str]:
    formulas: list[ir.Expr] = []
    if isinstance(decision, Table):
        for rule in decision.rules:
            formulas += [t.holds for t in rule.tests]
            formulas += [e for _, e in rule.result.outputs] if isinstance(rule.result, Answered) else []
    else:
        formulas += [e for w in decision.within for e in (*([w.first] if w.first is not None else []), *w.by)]
        formulas += [decision.usable] if decision.usable is not None else []
    return {n for f in formulas for n in names(f, "parameter")}


def _norm_parameters(norm: Norm) -> set[str]:
    """The parameters of its deadline and of the name of its period: what events are tested by holds none."""
    return {n for f in norm.formulas for n in names(f, "parameter")}


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "..."
