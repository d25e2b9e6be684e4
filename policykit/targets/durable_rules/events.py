"""Events -> the tests of norms that they meet, found by durable-rules: each event goes in as a fact, each test that it meets fires.

The parts of an event are as the log has them, whatever their type: a text goes in where the tests name it, and as one sign for all others where not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ...ir.norm import EventTest
from ...ir.pack import Pack
from ...ir.types import Boolean, Choice, Word
from ..python.expressions import Emitter
from ..python.norms import event_function
from .conditions import Tests
from .engine import Atom, Rules, State, Value
from .program import FAILED, FAILURES

if TYPE_CHECKING:
    from ...domain.events import Event


class DurableMatching:
    """Tells which of the tests an event meets. One set of rules for each kind of event; no event stays in the engine."""

    def __init__(self, pack: Pack, tests: Sequence[EventTest], on: date) -> None:
        self.tests = tuple(tests)
        self.kinds = {kind: _Kind(pack, kind, [(number, test) for number, test in enumerate(tests) if test.kind == kind], on) for kind in dict.fromkeys(t.kind for t in tests)}

    def met(self, event: Event) -> tuple[int, ...]:
        """The numbers of the tests that an event meets, in order."""
        kind = self.kinds.get(event.kind)
        return tuple(n for n in kind.met(event.data) if self.tests[n].takes(event.by)) if kind is not None else ()


class _Kind:
    """The tests of one kind of event."""

    def __init__(self, pack: Pack, kind: str, numbered: Sequence[tuple[int, EventTest]], on: date) -> None:
        emitter = Emitter(pack.parameters, on, pack.instrument.month_end, calendar=pack.calendar)
        fields = dict(pack.event_kinds[kind].fields)
        tests = Tests({f: t for f, t in fields.items() if isinstance(t, Word | Choice | Boolean)}, emitter)
        self.kind = kind
        self.fields = tuple(fields)
        self.numbers = [(number, tests.rule(test.tests)) for number, test in numbered]
        self.columns = [(c.name, c.property, c.encoder()) for c in tests.columns.values()]
        self.computed = [(name, compile(text, "<policykit event>", "eval")) for text, name in tests.computed.items()]
        self.constants = emitter.constants
        self.reads = [frozenset(a.property for clause in rule for a in clause) for rule in tests.rules]
        self.alone = {number: event_function(pack, test, on) for number, test in numbered}  # the reference, where a computation fails
        self.state = State(Rules([((Atom("kind", "=", kind),), *rule) for rule in tests.rules]))

    def met(self, data: Mapping[str, Any]) -> tuple[int, ...]:
        fact: dict[str, Value] = {"kind": self.kind}
        for name, property_, encode in self.columns:
            fact[property_] = encode(data.get(name))
        failed: set[str] = set()
        if self.computed:
            names = {**self.constants, **{f"v_{f}": data.get(f) for f in self.fields}}
            for property_, code in self.computed:
                try:
                    fact[property_] = 1 if eval(code, names) else 0  # noqa: S307  # our own text: literals and names made here
                except FAILURES:
                    fact[property_] = FAILED
                    failed.add(property_)
        fired = self.state.fired(fact)
        return tuple(n for n, rule in self.numbers if (self.alone[n](data, {}) if self.reads[rule] & failed else rule in fired))


def durable_matching(pack: Pack, tests: Sequence[EventTest], on: date) -> DurableMatching:
    return DurableMatching(pack, tests, on)
