"""One question of one pack -> Python functions: `fast` takes the facts as they come, `decide` those that have been read. Both are made from the same rules."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...diagnostics import Text
from ...domain.calendar import NoNotice
from ...ir.answer import Asked, Conclusion, ParameterUse, Values, flat, values_class
from ...ir.instrument import Force
from ...ir.origin import asks_for_workdays, origin
from ...ir.pack import Answered, Pack, Question, Rule, Table
from ...ir.types import SetOf, Word, element, labels_of
from . import runtime
from .conclusions import cited, known, no_notice
from .covers import DeclaredSilences
from .expressions import Emitter
from .fast import Fast, fast
from .made import made
from .tables import Body

if TYPE_CHECKING:
    from .trials import Reads

Decide = Callable[..., tuple[Conclusion, "Values | None"]]


class Program:
    """A question of a pack, ready to be asked."""

    body: type[Body] = Body

    def __init__(self, pack: Pack, question: Question) -> None:
        self.pack = pack
        self.question = question
        decision = pack.decisions.get(question.id)
        self.table = decision if isinstance(decision, Table) else Table(question.id, "one", ())
        self.values = values_class((o.name for o in question.outputs), (isinstance(o.type, SetOf) for o in question.outputs))
        self.starts = pack.epochs
        self.asked = asked(pack, question, self.table)
        self.instrument = pack.instrument
        self._decides: dict[int, Decide] = {}
        self._reads: dict[int, Reads] = {}
        self.open_values = self.values(o.left_open for o in question.outputs)

    # --- the day

    def force(self, day: date) -> Force:
        return self.instrument.force_on(day)

    def out_of_force(self, force: Force) -> Conclusion | None:
        """The conclusion on a day when the instrument does not bind; None where the question is answered all the same."""
        if self.question.every_day or force not in ("not_yet", "expired"):
            return None
        return self._not_in_force[force]

    @cached_property
    def _not_in_force(self) -> Mapping[str, Conclusion]:
        period, name = self.instrument.period, self.instrument.label
        first, last = str(period.first), str(period.last)
        cite = cited(self.pack, self.instrument.validity_cite)
        readings = self.instrument.validity_readings
        return {
            "not_yet": Conclusion(
                "not_in_force",
                None,
                readings=readings,
                citations=cite,
                why=Text(f"《{name.zh}》自 {first} 起施行，该日尚未施行", f"{name.en} is in force from {first}; on this day it was not yet"),
            ),
            "expired": Conclusion(
                "not_in_force",
                None,
                readings=readings,
                citations=cite,
                why=Text(f"《{name.zh}》施行至 {last} 为止，该日已失效", f"{name.en} was in force until {last}; on this day it had expired"),
            ),
        }

    # --- deciding

    def decide(self, facts: tuple[Any, ...], on: date, force: Force) -> tuple[Conclusion, Values | None]:
        """The conclusion and values for facts that are all known, in the order of the question's inputs.

        Raises `RulesDisagree`, `NotInForce`, `OutOfRange`.
        """
        return self.decider(on)(on, force, *facts)

    def decider(self, on: date) -> Decide:
        """The function for the stretch of time that `on` lies in."""
        index = bisect_right(self.starts, on)
        found = self._decides.get(index)
        if found is None:
            found = self._decides[index] = self._compiled(index)
        return found

    def reads(self, on: date) -> Reads:
        """What the rules read on the stretch of time that `on` lies in."""
        index = bisect_right(self.starts, on)
        found = self._reads.get(index)
        if found is None:
            from .reads import reads  # only where a fact is unknown

            found = self._reads[index] = reads(self, self._day(index), self.emitter(index))
        return found

    def _day(self, index: int) -> date:
        """A day in stretch `index`."""
        if index > 0:
            return self.starts[index - 1]
        return self.instrument.period.first or (date.fromordinal(self.starts[0].toordinal() - 1) if self.starts else date(2000, 1, 1))

    def emitter(self, index: int) -> Emitter:
        return Emitter(self.pack.parameters, self._day(index), self.instrument.month_end, calendar=self.pack.calendar)

    def _compiled(self, index: int) -> Decide:
        emitter = self.emitter(index)
        parameters = "".join(f", v_{f.name}" for f in self.question.inputs)
        lines = [f"def decide(on, force{parameters}):", *self.lines(emitter, index, inlined=False)]
        function: Decide = made("decide", lines, self.names(emitter), f"{self.pack.id}.{self.question.id}")
        return function

    def lines(self, emitter: Emitter, index: int, inlined: bool) -> list[str]:
        """The steps the table needs, then the table."""
        day = self._day(index)
        lines: list[str] = []
        for step in self._steps():
            lines += self._step(step, emitter, day)
        body = self.body(self.pack, self.table, emitter, tuple(o.name for o in self.question.outputs), self.values, in_period(self.table, day))
        body.inlined = inlined
        return lines + body.written(1)

    def _steps(self) -> list[Table]:
        """The steps that the table reads, each after those it reads itself."""
        ordered: list[Table] = []

        def add(table: Table) -> None:
            for name in steps_of(table):
                step = self.pack.decisions[name]
                assert isinstance(step, Table)
                if step not in ordered:
                    add(step)
                    ordered.append(step)

        add(self.table)
        return ordered

    def _step(self, step: Table, emitter: Emitter, day: date | None) -> list[str]:
        """A nested function for a step, its value `s_name`, and `u_name`: its conclusion where it has no value."""
        body = self.body(self.pack, step, emitter, ("value",), step_values(step), in_period(step, day))
        empty = "frozenset()" if isinstance(step.gives, SetOf) else "None"
        return [
            f"    {self._step_head(step)}",
            *body.written(2),
            f"    u_{step.id}, s_{step.id} = step_{step.id}()",
            f"    s_{step.id} = {empty} if s_{step.id} is None else s_{step.id}[0]",
            f"    if u_{step.id}.status == 'answered':",
            f"        u_{step.id} = None",
        ]

    def _step_head(self, step: Table) -> str:
        return f"def step_{step.id}(V={'StepSet' if step.hit == 'all' else 'Step'}, U=None):"

    def names(self, emitter: Emitter) -> dict[str, Any]:
        return {
            **emitter.constants,
            "V": self.values,
            "U": self.open_values,
            "Step": _STEP,
            "StepSet": _STEP_SET,
            "no_notice": no_notice,
            "known": known,
            "NoNotice": NoNotice,
            "_collect": collect,
        }

    # --- facts as they come

    @cached_property
    def fast(self) -> Fast:
        """Facts and an optional day -> an answer, or None where the case must be read with care."""
        return fast(self)


_STEP = values_class(["value"])
_STEP_SET = values_class(["value"], [True])


def step_values(step: Table) -> type[Values]:
    return _STEP_SET if step.hit == "all" else _STEP


def in_period(table: Table, day: date | None) -> tuple[Rule, ...]:
    """The rules in force on a day."""
    return tuple(r for r in table.rules if day is None or r.period.covers(day))


def steps_of(table: Table) -> list[str]:
    """The steps that a table's formulas name, in order."""
    from ...ir.expr import names

    found: dict[str, None] = {}
    for rule in table.rules:
        formulas = [t.holds for t in rule.tests]
        if isinstance(rule.result, Answered):
            formulas += [e for _, e in rule.result.outputs]
        for formula in formulas:
            found |= dict.fromkeys(sorted(names(formula, "step")))
    return list(found)


def collect(decision: str, hits: list[tuple[Conclusion, Any]], values: type[Values], none_holds: Conclusion, ranked: tuple[str, ...]) -> tuple[Conclusion, Values | None]:
    """What several rules say together: sets joined (an element of several `ranked` sets stays in the first), citations and readings in order."""
    if not hits:
        return none_holds, values(frozenset() if is_set else None for is_set in values._sets) if none_holds.status == "answered" else None
    stopped = next((h for h in hits if h[0].status != "answered"), None)
    if stopped is not None:
        return stopped[0], stopped[1]
    rules = [c.rule or "" for c, _ in hits]
    columns = [_joined(decision, rules, column, is_set) for column, is_set in zip(zip(*(v for _, v in hits), strict=True), values._sets, strict=True)]
    for index, name in enumerate(values._names):
        if name in ranked:
            taken = frozenset().union(*(columns[values._names.index(r)] for r in ranked[: ranked.index(name)]))
            columns[index] = columns[index] - taken
    first = hits[0][0]
    found = Conclusion(
        "answered",
        "+".join(rules),
        first.strength,
        "inferred" if any(c.basis == "inferred" for c, _ in hits) else "reading" if any(c.readings for c, _ in hits) else "text",
        tuple(dict.fromkeys(r for c, _ in hits for r in c.readings)),
        flat(c.citations for c, _ in hits),
        parameters=each_once(p for c, _ in hits for p in c.parameters),
    )
    return found, values(columns)


def each_once(uses: Iterable[ParameterUse]) -> tuple[ParameterUse, ...]:
    """The parameters that several rules read, each once. A keyed one has no hash, so they are told apart by name."""
    return tuple({u.name: u for u in uses}.values())


def _joined(decision: str, rules: list[str], column: tuple[Any, ...], is_set: bool) -> Any:
    """One output of several rules: the union of sets; any other output has one value, or the rules disagree."""
    if is_set:
        return frozenset().union(*(v if isinstance(v, frozenset) else {v} for v in column if v is not None))
    given = [(r, v) for r, v in zip(rules, column, strict=True) if v is not None]
    for rule, value in given[1:]:
        if value != given[0][1]:
            raise runtime.RulesDisagree(decision, given[0][0], rule)
    return given[0][1] if given else None


def asked(pack: Pack, question: Question, table: Table) -> Asked:
    """What all answers to a question of a pack have in common."""
    labels = {f.name: f.label for f in question.inputs} | {o.name: o.label for o in question.outputs}
    words = pack.words(question)
    codes = {f.name: labels_of(f.type, words) for f in question.inputs} | {o.name: labels_of(o.type, words) for o in question.outputs}
    meanings = tuple(f"map {f.absent.source}" if f.absent.kind == "map" else f.absent.kind for f in question.inputs)
    names = tuple(f.name for f in question.inputs)
    ordered = tuple((names.index(a.name), names.index(b.name)) for a, b in question.ordered)
    silences = DeclaredSilences(pack, table.silences) if table.silences else None
    coded = tuple(i for i, f in enumerate(question.inputs) if question.codes and isinstance(element(f.type), Word))
    comes_from = origin(pack, asks_for_workdays(pack, question.id))
    return Asked(
        pack.id,
        pack.instrument.label,
        comes_from,
        question.id,
        question.label,
        names,
        meanings,
        labels,
        codes,
        question.digest,
        silences,
        ordered,
        coded,
        _implied(question, codes),
    )


def _implied(question: Question, codes: Mapping[str, Mapping[str, Text]]) -> tuple[tuple[int, int, dict[str, tuple[str, Text, Text]], Mapping[str, Text]], ...]:
    """The inputs that another one implies where they are not given, as `at_odds` takes them."""
    names = [f.name for f in question.inputs]
    found = []
    for place, fact in enumerate(question.inputs):
        if fact.absent.source is not None:
            own, source = codes[fact.name], codes[fact.absent.source]
            meant = {a: (b, source.get(a, Text(a, a)), own.get(b, Text(b, b))) for a, b in fact.absent.mapping}
            found.append((names.index(fact.absent.source), place, meant, own))
    return tuple(found)
