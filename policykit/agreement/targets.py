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
from typing import Any, Final

from ..api import Policy
from ..check.regions import Case
from ..diagnostics import Diagnostic, PolicyError
from ..ir.types import UNKNOWN
from ..targets.supports import Supports
from .frames import by_polars
from .in_terms import by_smt
from .outcome import Outcome, fault_of

Adapter = Callable[
    [Policy, str, Sequence[Case]], Sequence[Outcome | None]
]  # None: the target says nothing of this case; raises `PolicyError` with the code `unsupported` where it refuses a question


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


def by_python(policy: Policy, question: str, cases: Sequence[Case]) -> list[Outcome]:
    return [_asked(policy, question, case, "python") for case in cases]


def by_durable_rules(policy: Policy, question: str, cases: Sequence[Case]) -> list[Outcome]:
    return [_asked(policy, question, case, "durable_rules") for case in cases]


def _asked(policy: Policy, question: str, case: Case, target: Any) -> Outcome:
    try:
        answer = policy.ask(question, dict(case.facts), on=case.on, target=target)
    except PolicyError as e:
        return fault_of(e.diagnostics)
    return Outcome(answer.status, None if answer.values is None else tuple(answer.values), answer.rule)


def by_standalone(policy: Policy, question: str, cases: Sequence[Case]) -> list[Outcome]:
    """The answers of the compiled module, run in memory."""
    module = _module(policy)
    found: list[Outcome] = []
    for case in cases:
        facts = {n: module.UNKNOWN if v is UNKNOWN else v for n, v in case.facts.items()}
        try:
            answer = module.ask(question, facts, case.on)
        except module.FactsError as e:
            found.append(fault_of([Diagnostic(d.code, d.message) for d in e.diagnostics]))
        else:
            found.append(Outcome(answer.status, None if answer.values is None else tuple(answer.values), answer.rule))
    return found


@cache
def _module(policy: Policy) -> ModuleType:
    """The compiled module, run in memory."""
    module = ModuleType(f"compiled_{policy.id}")
    exec(compile(policy.standalone(), f"<compiled {policy.id}>", "exec"), module.__dict__)  # noqa: S102  # what we wrote
    return module


def by_sql(policy: Policy, question: str, cases: Sequence[Case]) -> list[Outcome | None]:
    """What the query says in DuckDB, where PostgreSQL, MariaDB and Spark are tested apart. A fraction is no value of a column."""
    from .in_sql import answers

    found: dict[int, Outcome | None] = {}
    read = {}
    for number, case in enumerate(cases):
        try:
            facts = policy.read_case(question, dict(case.facts), case.on)
        except PolicyError as e:
            found[number] = fault_of(e.diagnostics)
            continue
        if any(isinstance(f, Fraction) for f in facts.facts):
            found[number] = None
        else:
            read[number] = facts
    for number, (status, values, rule) in zip(read, answers(policy, policy.pack.questions[question], list(read.values())), strict=True):
        wrong = "rules-disagree" if status.endswith(" disagree") else "out-of-range" if status.startswith("error: it ") else None
        beyond = status.startswith("error: ") and wrong is None  # a fact with more digits than a column holds
        found[number] = Outcome(wrong) if wrong else None if beyond else Outcome(status, values, rule)
    return [found[n] for n in range(len(cases))]


TARGETS: Final = (
    Target("python", by_python, "targets.python.supports"),
    Target("standalone", by_standalone, "standalone.supports"),
    Target("durable_rules", by_durable_rules, "targets.durable_rules.supports", ("durable_rules_engine",), "live"),
    Target("polars", by_polars, "targets.polars.supports", ("polars", "narwhals", "numpy"), "batch"),
    Target("sql", by_sql, "targets.sql.supports", ("sqlglot", "duckdb"), "sql"),
    Target("smt", by_smt, "targets.smt.supports", ("z3",), "check"),
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
