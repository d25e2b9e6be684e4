"""Whether conditions declared beside the rules hold in a case: those of a parent's scope (`Cover`), those of a declared silence (`silent_for`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...domain.calendar import NoNotice
from ...ir.answer import Silenced
from ...ir.cells import Test
from ...ir.expr import names
from ...ir.instrument import Cover
from ...ir.pack import Pack, Silence
from ...ir.types import holds_unknown
from .conclusions import cited
from .expressions import Emitter
from .runtime import NotInForce, OutOfRange


def covers(pack: Pack, cover: Cover, facts: Mapping[str, Any], on: date) -> bool:
    """True where every condition holds; a condition on an unknown fact does not."""
    return all_hold(pack, cover.tests, facts, on)


def all_hold(pack: Pack, tests: Iterable[Test], facts: Mapping[str, Any], on: date) -> bool:
    """Whether every test holds; one on an unknown fact does not."""
    emitter = Emitter(pack.parameters, on, pack.instrument.month_end, calendar=pack.calendar)
    for test in tests:
        read = names(test.holds, "input") | ({test.column} if test.column is not None else set())
        if any(holds_unknown(facts.get(n)) for n in read):
            return False
        known = {**{f"v_{k}": v for k, v in facts.items()}, "on": on, "force": pack.instrument.force_on(on)}
        text = emitter.emit(test.holds)
        if not eval(text, {**known, **emitter.constants}):  # noqa: S307  # our own text: literals and names made here
            return False
    return True


@dataclass(frozen=True)
class DeclaredSilences:
    """The cases that a decision leaves open. They are looked at when somebody reads why the text is silent, not when it is asked."""

    pack: Pack
    silences: tuple[Silence, ...]

    def of(self, facts: Mapping[str, Any], on: date) -> Silenced | None:
        """The first silence that covers the case; None where none is declared for it."""
        for silence in self.silences:
            if not silence.period.covers(on) or any(names(t.holds, "step") for t in silence.tests):
                continue
            try:
                if all_hold(self.pack, silence.tests, facts, on):
                    return Silenced(silence.why, cited(self.pack, silence.cite, on))
            except (ArithmeticError, ValueError, NoNotice, NotInForce, OutOfRange):
                continue  # what cannot be worked out is no reason
        return None
