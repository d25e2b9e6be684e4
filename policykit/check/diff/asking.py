"""Asking a law while cases are tried. A table of very many rules is asked in its plain form, which is made at once; the usual form would take
seconds to make and be asked a few times."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

from ...diagnostics import PolicyError
from ...ir.answer import Answer
from ...ir.pack import Table
from ...source.case import read_case
from ...targets.python.plain import write_plainly
from ...targets.python.program import Program
from ...targets.python.runtime import NotInForce, OutOfRange, RulesDisagree
from ...targets.python.tables import Body
from ...targets.python.unknown import decide_unknown
from .model import Law

MANY_RULES = 60


class _PlainBody(Body):
    """A table written out by the definition alone."""

    def one(self, indent: int) -> None:
        self.without_steps(indent)
        write_plainly(self, indent, self.rules)


class _PlainProgram(Program):
    body = _PlainBody


class Asking:
    """One question of one law, asked again and again."""

    def __init__(self, law: Law, question: str) -> None:
        self.law, self.question = law, question
        self.inputs = frozenset(f.name for f in law.pack.questions[question].inputs)
        table = law.pack.decisions.get(question)
        large = isinstance(table, Table) and len(table.rules) > MANY_RULES and table.hit == "one"
        self.program = _PlainProgram(law.pack, law.pack.questions[question]) if large else None

    def __call__(self, facts: Mapping[str, Any], on: date | None = None) -> Answer[Any] | None:
        """The answer by the law of its day, or of the day given; None where the facts cannot be read, or the law fails on them."""
        day = on or self.law.on
        own = {n: v for n, v in facts.items() if v is not None and n in self.inputs}
        if self.program is None:
            try:
                return self.law.ask(self.question, own, day)
            except PolicyError:
                return None
        return self._plainly(self.program, own, day)

    def _plainly(self, program: Program, facts: Mapping[str, Any], day: date) -> Answer[Any] | None:
        case, _ = read_case(program.question, facts, day)
        if case is None:
            return None
        force = program.force(case.on)
        try:
            decide = decide_unknown if case.unknown else None
            conclusion, values = decide(program, case.facts, case.on, force) if decide else program.decide(case.facts, case.on, force)
        except (RulesDisagree, NotInForce, OutOfRange, ArithmeticError, ValueError):
            return None
        return Answer.of(program.asked, conclusion, values, case.on, force, case.facts, program.asked.given(case.given))


class AskingOnce(Asking):
    """Keeps what was answered: cases that are made smaller meet in the same few. For values of the facts' own types, since 1 equals true."""

    def __init__(self, law: Law, question: str) -> None:
        super().__init__(law, question)
        self.kept: dict[Hashable, Answer[Any] | None] = {}

    def __call__(self, facts: Mapping[str, Any], on: date | None = None) -> Answer[Any] | None:
        case = (on, *facts.items())
        try:
            return self.kept[case]
        except KeyError:
            found = self.kept[case] = super().__call__(facts, on)
            return found
        except TypeError:  # a list of records has no hash
            return super().__call__(facts, on)
