"""Cases to put to a data base: as a table, with what the reference answers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import policykit
from policykit import files
from policykit.api import Policy
from policykit.diagnostics import PolicyError
from policykit.ir.pack import Question, Table
from policykit.ir.types import UNKNOWN, Boolean, Choice, Date, DateTime, Fact, ListOf, Number, SetOf, may_be_none
from policykit.source.examples import read_examples
from policykit.targets.python.program import Program
from policykit.targets.python.trials import candidates

ROOT = Path(__file__).parents[3]
LAW = Path(os.environ.get("POLICYKIT_LAW") or ROOT / "../shared/law").resolve()
DAY, KEY = "asked_day", "case_id"


@dataclass(frozen=True)
class Asked:
    """Facts as the reference has read them, and the day."""

    on: date
    facts: tuple[Any, ...]


@dataclass(frozen=True)
class Row:
    """What comes back: the status (for an error its beginning), the outcome, the rule."""

    status: str
    outcome: tuple[Any, ...]
    rule: str | None


@cache
def policy(name: str) -> Policy:
    return policykit.load(name)


@cache
def own_cases(name: str) -> tuple[tuple[str, Mapping[str, Any], date | None], ...]:
    """The pack's own cases and those of the legal specification: question, facts, day."""
    folder = policy(name).folder
    assert folder is not None
    examples = list(files.own_examples(folder)[0])
    if (LAW / "cases.yaml").is_file():
        examples += [e for e in read_examples(files.read_text(LAW / "cases.yaml"))[0] if e.pack == name]
    return tuple((e.question, e.facts, e.as_of) for e in examples)


def cases_of(pack: Policy, question: str, given: Iterable[tuple[Mapping[str, Any], date | None]]) -> list[Asked]:
    """The cases as read; those that cannot be read are left to the tests of facts."""
    found: dict[str, Asked] = {}
    for facts, on in given:
        try:
            case = pack.read_case(question, facts, on)
        except PolicyError:
            continue
        found[repr((case.on, case.facts))] = Asked(case.on, case.facts)
    return list(found.values())


def around(pack: Policy, question: Question, cases: list[Asked], most: int) -> list[Asked]:
    """Each case once more for each region and boundary of each fact, and with each fact unknown."""
    program = Program(pack.pack, question)
    found: dict[str, Asked] = {repr(c): c for c in cases}
    for case in cases:
        reads = program.reads(case.on)
        for at, fact in enumerate(question.inputs):
            if fact.name not in reads.read:
                continue
            known = {f.name: v for f, v in zip(question.inputs, case.facts, strict=True) if v is not UNKNOWN and f is not fact}
            for value in [UNKNOWN, *values_of(fact, known, reads, case.on)]:
                if isinstance(value, Fraction):
                    continue
                other = Asked(case.on, (*case.facts[:at], value, *case.facts[at + 1 :]))
                found.setdefault(repr(other), other)
            if len(found) >= most:
                return list(found.values())[:most]
    return list(found.values())


def values_of(fact: Fact, known: Mapping[str, Any], reads: Any, on: date) -> list[Any]:
    match fact.type:
        case Choice() | Boolean():
            return list(reads.codes[fact.name])
        case Date() | DateTime() | Number():
            return candidates(fact, known, reads, on)
    return [None] if may_be_none(fact) else []


# --- as a table


def kinds(question: Question) -> Iterator[tuple[str, str]]:
    """The columns of the table of cases, and the kind of each."""
    yield KEY, "whole"
    yield DAY, "date"
    for fact in question.inputs:
        match fact.type:
            case Boolean():
                kind = "boolean"
            case Number():
                kind = "number"
            case Date():
                kind = "date"
            case DateTime():
                kind = "moment"
            case _:
                kind = "text"
        yield fact.name, kind
        if may_be_none(fact) and kind != "text":
            yield f"{fact.name}_is_none", "boolean"


def row(question: Question, number: int, case: Asked) -> list[Any]:
    """The values of one row, in the order of `kinds`."""
    values: list[Any] = [number, case.on]
    for fact, value in zip(question.inputs, case.facts, strict=True):
        text = not isinstance(fact.type, Boolean | Number | Date | DateTime)
        values.append(None if value is UNKNOWN else _cell(value, fact) if value is not None else "none" if text and may_be_none(fact) else None)
        if may_be_none(fact) and not text:
            values.append(value is None)
    return values


def _cell(value: Any, fact: Fact) -> Any:
    if isinstance(fact.type, SetOf):
        return ",".join(sorted(map(str, value)))
    if isinstance(fact.type, ListOf):
        return ",".join(map(str, value))
    return value


def columns(question: Question) -> list[str]:
    return [n for n, _ in kinds(question) if n not in (KEY, DAY)]


# --- what the reference says


def expected(pack: Policy, question: Question, case: Asked) -> Row:
    facts = {f.name: v for f, v in zip(question.inputs, case.facts, strict=True) if v is not None}
    try:
        answer = pack.ask(question.id, facts, on=case.on)
    except PolicyError as e:
        said = e.diagnostics[0]
        names = said.message.en.split("`") if said.code == "rules-disagree" else []
        return Row(f"error: rules {names[5]} and {names[7]} disagree" if names else "error", (None,) * len(question.outputs), None)
    given = [None] * len(question.outputs) if answer.values is None else list(answer.values)
    return Row(answer.status, tuple(plain(v) for v in given), answer.rule)


def plain(value: Any) -> Any:
    """A value in the form that is compared."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, frozenset):
        return ",".join(sorted(map(str, value)))
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if isinstance(value, int | Decimal | Fraction):
        return Fraction(value)
    return value


def told(question: Question, values: tuple[Any, ...]) -> Row:
    """A row of the data base (without its key) in the same form."""
    outcome = []
    for output, value in zip(question.outputs, values[1:-1], strict=True):
        if isinstance(output.type, Boolean) and value is not None:
            value = bool(value)
        if isinstance(output.type, Date) and isinstance(value, datetime):
            value = value.date()
        outcome.append(plain(value))
    return Row(values[0], tuple(outcome), values[-1])


def decisions() -> list[tuple[str, str]]:
    """Every decision of every pack that is a table."""
    return [(n, q) for n in policykit.available() for q in policy(n).questions if isinstance(policy(n).pack.decisions.get(q), Table)]


assert timedelta
