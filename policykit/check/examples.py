"""Runs worked cases: the expected status, values and citations against the answer that comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from ..diagnostics import Diagnostic, PolicyError
from ..ir.answer import Answer
from ..ir.example import Example
from ..ir.explain import plain
from ..ir.pack import Pack, Question
from ..ir.types import Choice, ListOf, Record, SetOf, Type
from ..source.case import BadFact, read_value

Ask = Callable[[str, Mapping[str, Any], date | None], Answer[Any]]
Answerer = Callable[[Pack], Ask]  # what answers for a pack that was made of another: a mutant, a pack under other readings


class Mismatch(NamedTuple):
    """One thing that differs: what (`status`, an output, `citation`), as JSON values."""

    what: str
    expected: Any
    got: Any


class Outcome(NamedTuple):
    """A case that was run: no mismatch is a pass. `faults` and `error`, the same in words, where it could not be answered at all."""

    example: Example
    answer: Answer[Any] | None
    mismatches: tuple[Mismatch, ...]
    error: str = ""
    faults: tuple[Diagnostic, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.mismatches and not self.error


def run_example(example: Example, ask: Ask, question: Question | None, values_only: bool = False, readings: bool = True) -> Outcome:
    """The outcome of one case. With `readings`, every reading that the case names must be among those the answer rests on. `ask` raises `PolicyError` for a case that cannot be read; that fails the case."""
    try:
        answer = ask(example.question, example.facts, example.as_of)
    except PolicyError as e:
        return Outcome(example, None, (), "\n".join(d.render() for d in e.diagnostics), e.diagnostics)
    wrong: list[Mismatch] = []
    for name, expected in example.expected.items():
        got, type_ = _got(answer, question, name)
        claimed_open = expected == "undetermined" and got is None and answer.status != "undetermined"
        if claimed_open or not same(expected, got, type_):
            wrong.append(Mismatch(name, plain(expected), plain(got)))
    if not values_only:
        cited = {c.address for c in answer.citations}
        lacking = [a for a in example.citation or () if a not in cited]
        if lacking:
            wrong.append(Mismatch("citation", lacking, sorted(cited)))
        if readings and example.readings is not None and not set(example.readings) <= set(answer.readings):
            wrong.append(Mismatch("reading", sorted(example.readings), sorted(answer.readings)))
    return Outcome(example, answer, tuple(wrong))


def _got(answer: Answer[Any], question: Question | None, name: str) -> tuple[Any, Type | None]:
    """What the answer has under a name of `expected`, and its type."""
    output = question.output(name) if question is not None else None
    if name in ("status", "force") or (output is None and name in ("basis", "strength", "rule")):
        return getattr(answer, name), None
    if output is None:
        return f"(no output {name})", None
    return (getattr(answer.values, name) if answer.values is not None else None), output.type


def same(expected: Any, got: Any, type_: Type | None) -> bool:
    """Whether an expected value, as a case file writes it, is the value that came. Sets compare without order, moments to the second, and of
    a record the parts that are named; `undetermined` for an output is one left open."""
    if expected is None or got is None:
        return (expected is None and got is None) or (expected == "undetermined" and got is None)
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        parts = {name: fact.type for name, fact in type_.fields} if isinstance(type_, Record) else {}
        return all(same(v, got.get(k), parts.get(k)) for k, v in expected.items())
    if isinstance(expected, list) and isinstance(got, tuple) and not isinstance(type_, SetOf):
        inner = type_.of if isinstance(type_, ListOf) else None
        return len(expected) == len(got) and all(same(e, g, inner) for e, g in zip(expected, got, strict=True))
    if type_ is None or (isinstance(type_, Choice) and isinstance(expected, str)):
        return bool(plain(expected) == plain(got))
    try:
        return bool(read_value(expected, type_) == got)
    except BadFact:
        return False
