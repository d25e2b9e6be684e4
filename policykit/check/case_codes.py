"""Codes and names in a worked case that its question does not have: a slip in the file, which is told before the case is run. It says nothing about the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from ..diagnostics import Diagnostic
from ..domain.periods import read_date
from ..domain.written_days import day_text, moment_text
from ..ir.example import Example
from ..ir.instrument import Force
from ..ir.labels import fact_named
from ..ir.pack import Basis, Question, Status, Strength
from ..ir.types import Choice, Date, DateTime, ListOf, Record, SetOf, Type
from . import faults

OF_ANSWERS = {"status": get_args(Status), "basis": get_args(Basis), "strength": get_args(Strength), "force": get_args(Force), "rule": ()}
EVERYWHERE = ("unknown", "none")  # of a fact


def miswritten(example: Example, question: Question | None) -> Iterator[Diagnostic]:
    """The names and codes that are not there, each at its place. Nothing of a question that the pack does not have: asking tells that."""
    if question is None:
        return
    inputs = {f.name: f.type for f in question.inputs}
    for name, value in example.facts.items():
        if name not in inputs:
            yield faults.no_fact(example.place("facts", name, value=False), example.id, question.id, name, list(inputs), fact_named(name, question.inputs))
            continue
        if isinstance(value, str) and (meant := _canonical(value, inputs[name])) is not None:
            yield faults.written_otherwise(example.place("facts", name), example.id, name, value, meant)
        for type_, code in _codes(value, inputs[name]):
            if code not in type_.values and code not in EVERYWHERE:
                yield faults.no_code(example.place("facts", name), example.id, name, code, type_.values, _labelled(type_, code))
    outputs = {o.name: o.type for o in question.outputs}
    for name, value in example.expected.items():
        span = example.place("expected", name)
        if name in outputs:
            for type_, code in _codes(value, outputs[name]):
                if code not in type_.values and not (code == value == "undetermined"):
                    yield faults.no_code(span, example.id, name, code, type_.values, _labelled(type_, code))
        elif name not in OF_ANSWERS:
            named = next((o.name for o in question.outputs if name in o.label), None)
            yield faults.no_output(example.place("expected", name, value=False), example.id, question.id, name, [*outputs, *OF_ANSWERS], named)
        elif (known := OF_ANSWERS[name]) and value is not None and value not in known:
            yield faults.no_code(span, example.id, name, str(value), known)


def _canonical(value: str, type_: Type) -> str | None:
    """A day or moment as cases write it, where it is written otherwise and it is sure which is meant."""
    if isinstance(type_, Date) and (text := day_text(value)) != value and read_date(text) is not None:
        return text
    return text if isinstance(type_, DateTime) and "T" in (text := moment_text(value)) and "T" not in value else None


def _labelled(type_: Choice, label: str) -> str | None:
    """The code of which a person sees this label."""
    return next((code for code, text in type_.labels.items() if label in text), None)


def _codes(value: Any, type_: Type) -> Iterator[tuple[Choice, str]]:
    """The words that stand where a code should, with the codes there are."""
    match type_:
        case Choice():
            if isinstance(value, str):
                yield type_, value
        case SetOf(of=of) | ListOf(of=of):
            for one in value if isinstance(value, Sequence) and not isinstance(value, str) else ():
                yield from _codes(one, of)
        case Record(fields=fields):
            types = {n: f.type for n, f in fields}
            for name, part in value.items() if isinstance(value, Mapping) else ():
                if name in types:
                    yield from _codes(part, types[name])
