"""One question of one pack, its conditions asked of durable-rules.

The engine says which rules' conditions hold; what follows from that (exceptions, rivals, silence, sets, readings) is written by the same lines
as in the reference. What a rule computes goes in as a 0 or 1. Where that fails (a parameter without a value, a day beyond the calendar), the rule
is asked as the reference asks it, in its turn: so the failure shows only where the reference comes to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ...ir.cells import Test
from ...ir.pack import DrawOrder, Pack, Question, Rule
from ..python.program import Program
from ..python.runtime import NotInForce, OutOfRange
from ..python.tables import Body
from ..python.trials import Opaque, Unread
from .conditions import Tests
from .engine import Rules, State, Unsupported, Value, engine
from .supports import draw_order

Held = Callable[[int], bool]
FAILURES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, NotInForce, OutOfRange, Unread)  # `NoNotice` is a LookupError
FAILED = 2


class DurableProgram(Program):
    """A question of a pack, ready to be asked through durable-rules. Raises `Unsupported` where that is not there."""

    def __init__(self, pack: Pack, question: Question) -> None:
        if isinstance(pack.decisions.get(question.id), DrawOrder):
            raise Unsupported([draw_order(question.id)])
        engine()
        super().__init__(pack, question)
        self.body = DurableBody


@dataclass
class DurableBody(Body):
    """Writes the lines of one table, in which `held_...(n)` says whether the conditions of rule n of the engine hold."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.tests = Tests({f.name: f.type for f in self.facts}, self.emitter)
        self.sources: dict[int, str] = {}  # rule -> its conditions in Python

    def written(self, indent: int) -> list[str]:
        """All lines of the table, the engine asked first."""
        lines = super().written(indent)
        if not self.sources:
            return lines
        self.emitter.constants[f"ask_{self.table.id}"] = Asking(self.tests)
        given = "".join(f"v_{name}, " for name in self.tests.columns)
        computed = "".join(f"lambda: {text}, " for text in self.tests.computed)
        sources = "".join(f"lambda: {self.sources[n]}, " for n in range(len(self.tests.rules)))
        return ["    " * indent + f"held_{self.table.id} = ask_{self.table.id}(({given}), ({computed}), ({sources}))", *lines]

    def guard(self, rule: Rule) -> str | None:
        """All conditions of a rule, also those that the branch has settled, so that one rule of the engine serves every branch."""
        return self.conjunction(rule.tests) if self.open_tests(rule) else None

    def conjunction(self, tests: Sequence[Test]) -> str:
        if not tests:
            return ""
        number = self.tests.rule(tests)
        if number not in self.sources:
            self.sources[number] = super().conjunction(tests)
        return f"held_{self.table.id}({number})"


class Asking:
    """Asks the engine which of a table's conditions hold in a case."""

    def __init__(self, tests: Tests) -> None:
        self.columns = [(c.property, c.encoder()) for c in tests.columns.values()]
        self.computed = list(tests.computed.values())
        self.reads = [frozenset(a.property for clause in rule for a in clause) for rule in tests.rules]
        self.state = State(Rules(tests.rules))

    def __call__(self, given: Sequence[Any], computed: Sequence[Callable[[], Any]], sources: Sequence[Callable[[], Any]]) -> Held:
        fact: dict[str, Value] = {}
        failed: set[str] = set()
        for (name, encode), value in zip(self.columns, given, strict=True):
            if isinstance(value, Opaque):  # nobody may look into it: the rules that read it are asked as the reference asks them
                fact[name] = FAILED
                failed.add(name)
            else:
                fact[name] = encode(value)
        for name, test in zip(self.computed, computed, strict=True):
            try:
                fact[name] = 1 if test() else 0
            except FAILURES:
                fact[name] = FAILED
                failed.add(name)
        fired = self.state.fired(fact)
        if not failed:
            return fired.__contains__
        return lambda number: bool(sources[number]()) if self.reads[number] & failed else number in fired
