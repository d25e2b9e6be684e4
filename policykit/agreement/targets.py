"""The registry of targets: what each needs, what it lacks, and how it is asked many cases of one question."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Final, NamedTuple

from ..api import Policy
from ..check.regions import Case
from ..diagnostics import Diagnostic, PolicyError
from ..ir.types import UNKNOWN
from ..targets.supports import Supports


class Outcome(NamedTuple):
    """What a target says of a case. Where it cannot be answered, `status` is the code of the fault."""

    status: str
    values: tuple[Any, ...] | None = None
    rule: str | None = None


Adapter = Callable[[Policy, str, Sequence[Case]], Sequence[Outcome]]  # raises `PolicyError` with the code `unsupported` where it refuses a question


@dataclass(frozen=True)
class Target:
    """A language that packs are compiled to. `needs`: modules without which it does not run, from the extra `extra`. `tables`: where its `SUPPORTS` is."""

    name: str
    adapter: Adapter = field(repr=False)
    tables: str
    needs: tuple[str, ...] = ()
    extra: str | None = None

    @property
    def installed(self) -> bool:
        return all(n in sys.modules or find_spec(n) is not None for n in self.needs)

    @property
    def supports(self) -> Supports:
        found: Supports = import_module(f"..{self.tables}", __package__).SUPPORTS
        return found


def _faulty(diagnostics: Sequence[Diagnostic]) -> Outcome:
    """The outcome that a fault is; a refusal is none."""
    if any(d.code == "unsupported" for d in diagnostics):
        raise PolicyError(diagnostics)
    return Outcome("+".join(d.code for d in diagnostics))


def by_python(policy: Policy, question: str, cases: Sequence[Case]) -> list[Outcome]:
    return [_asked(policy, question, case, "python") for case in cases]


def by_durable_rules(policy: Policy, question: str, cases: Sequence[Case]) -> list[Outcome]:
    return [_asked(policy, question, case, "durable_rules") for case in cases]


def _asked(policy: Policy, question: str, case: Case, target: Any) -> Outcome:
    try:
        answer = policy.ask(question, dict(case.facts), on=case.on, target=target)
    except PolicyError as e:
        return _faulty(e.diagnostics)
    return Outcome(answer.status, None if answer.values is None else tuple(answer.values), answer.rule)


def by_standalone(policy: Policy, question: str, cases: Sequence[Case]) -> list[Outcome]:
    module = _module(policy)
    found: list[Outcome] = []
    for case in cases:
        facts = {n: module.UNKNOWN if v is UNKNOWN else v for n, v in case.facts.items()}
        try:
            answer = module.ask(question, facts, case.on)
        except module.FactsError as e:
            found.append(_faulty([Diagnostic(d.code, d.message) for d in e.diagnostics]))
        else:
            found.append(Outcome(answer.status, None if answer.values is None else tuple(answer.values), answer.rule))
    return found


@cache
def _module(policy: Policy) -> ModuleType:
    """The compiled module, run in memory."""
    module = ModuleType(f"compiled_{policy.id}")
    exec(compile(policy.standalone(), f"<compiled {policy.id}>", "exec"), module.__dict__)  # noqa: S102  # what we wrote
    return module


TARGETS: Final = (
    Target("python", by_python, "targets.python.supports"),
    Target("standalone", by_standalone, "standalone.supports"),
    Target("durable_rules", by_durable_rules, "targets.durable_rules.supports", ("durable_rules_engine",), "live"),
)


def plain(value: Any) -> Any:
    """A value in the form in which two targets' are compared: numbers as fractions, unknown as a word."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, tuple | list):
        return tuple(map(plain, value))
    if isinstance(value, frozenset | set):
        return frozenset(map(plain, value))
    if isinstance(value, dict):
        return tuple((n, plain(v)) for n, v in sorted(value.items()))
    return Fraction(value) if hasattr(value, "as_integer_ratio") and not isinstance(value, float) else value
