"""Deadlines held against the events that start their duties: none may lie before. Needs the extra `check`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import z3

from ..diagnostics import Diagnostic, Text
from ..domain.calendar import NoNotice
from ..ir.expr import Call, Expr, Ref, names, walk
from ..ir.norm import Norm
from ..ir.pack import Pack
from ..ir.types import Absent, Fact, Type
from ..targets.python.expressions import Emitter
from ..targets.smt.days import fresh
from ..targets.smt.facts import Facts
from ..targets.smt.formulas import Translator
from ..targets.smt.logic import asserted, compared, opposite
from ..targets.smt.slots import World, slot
from ..targets.smt.values import Moment, OnDay, Untranslated, Val, ordered
from . import proof_faults as faults
from .proving import stretches

START = "start"


def prove_deadlines(pack: Pack, limit: float) -> Iterator[Diagnostic]:
    """Deadlines that can lie before the event that starts the duty."""

    for norm in pack.norms.values():
        if norm.due is None or not norm.starts or START not in names(norm.due, "variable"):
            continue
        for stretch in stretches(pack):
            if norm.period.covers(stretch.day):
                fault = _Deadline(pack, norm, stretch.day, limit).fault()
                if fault is not None:
                    yield fault
                    break


@dataclass
class _Deadline:
    """The deadline of one norm as a term over its starting event."""

    pack: Pack
    norm: Norm
    on: date
    limit: float

    def fault(self) -> Diagnostic | None:

        assert self.norm.due is not None
        variables = sorted({(n.name, n.type) for n in walk(self.norm.due) if isinstance(n, Ref) and n.origin == "variable"}, key=lambda v: v[0])
        slots = {n: slot(_fact(n, t), n, World((), {}), False) for n, t in variables}
        try:
            due, axioms = self.term({n: s.value for n, s in slots.items()})
        except Untranslated as e:
            return faults.untranslated(self.norm.span, self.norm.id, [e.what])
        start = slots[START].value
        assert isinstance(start, Moment) and isinstance(due, Moment | OnDay)
        early = ordered("<", due, start if isinstance(due, Moment) else OnDay(start.day))
        solver = z3.Solver()
        solver.set("timeout", int(self.limit * 1000))
        solver.add([asserted(c) for c in (early, opposite(due.none), *axioms, *(d for s in slots.values() for d in s.domain))])
        found = solver.check()
        if found == z3.unknown:
            return faults.unknown(self.norm.span, Text(f"`{self.norm.id}` 的期限", f"the deadline of `{self.norm.id}`"), self.limit)
        if found == z3.unsat:
            return None
        for plain in (start.seconds == 0, start.day.month == 12 * self.on.year, *(start.day.number <= n for n in range(1, 32))):
            if solver.check(plain) == z3.sat:
                solver.add(plain)
        solver.check()
        model = solver.model()
        said = {n: s.read(model) for n, s in slots.items()}
        return self.replayed(said, axioms)

    def replayed(self, said: dict[str, Any], axioms: list[Any]) -> Diagnostic:
        """The fault, after the Python target has computed the deadline; with working days a day found need not be the real one."""
        assert self.norm.due is not None
        emitter = Emitter(self.pack.parameters, self.on, self.pack.instrument.month_end)
        text = emitter.emit(self.norm.due)
        try:
            due = eval(text, {**emitter.constants, **{f"x_{n}": v for n, v in said.items()}})  # noqa: S307  # our own text: names made here
        except NoNotice:
            due = None
        start = said[START] if isinstance(due, datetime) else said[START].date()
        if due is None or due >= start:
            assert axioms, f"{self.norm.id}: {said} does not show that the deadline lies before the start"
            return faults.untranslated(self.norm.span, self.norm.id, [Text("工作日", "working days")])
        return faults.due_before_start(self.norm.span, self.norm.id, _said(said, due))

    def term(self, bound: dict[str, Any]) -> tuple[Any, list[Any]]:
        """The deadline, and what is known of the working days in it: none lies before the day it is counted from."""

        axioms: list[Any] = []

        class Workdays(Translator):
            def value(self, node: Expr) -> Val:
                if isinstance(node, Call) and node.function in ("workdays after", "next workday"):
                    since = self.value(node.arguments[0])
                    assert isinstance(since, OnDay)
                    day, domain = fresh(f"workday {len(axioms)}")
                    axioms.extend([*domain, compared(">=", day.order, since.day.order)])
                    return OnDay(day, since.none)
                return super().value(node)

        facts = Facts.__new__(Facts)
        facts.slots, facts.opaque, facts.on = {}, {}, self.on
        assert self.norm.due is not None
        return Workdays(self.pack, facts, self.on, bound=bound).value(self.norm.due), axioms


def _fact(name: str, type_: Type) -> Fact:
    return Fact(name, type_, Absent("required"), Text(name, name))


def _said(values: dict[str, Any], due: Any) -> Text:
    parts = [f"{n} = {_plain(v)}" for n, v in values.items()]
    return Text("，".join([*parts, f"期限 {_plain(due)}"]), ", ".join([*parts, f"due {_plain(due)}"]))


def _plain(value: Any) -> str:
    return value.isoformat(sep=" ", timespec="minutes") if isinstance(value, datetime) else str(value)
