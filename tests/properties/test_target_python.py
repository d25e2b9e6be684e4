"""The Python target against the interpreter: whatever pack Hypothesis makes up, both say the same of every case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

import policykit
from policykit import PolicyError
from policykit.ir.answer import Answer
from policykit.ir.pack import Table

from .interpreter import Disagree, Reader, Verdict, normal
from .making import examples, load, text
from .random_packs import Made, packs


def expected(policy: policykit.Policy, facts: dict[str, Any], on: date) -> Verdict | Disagree:
    """What the definition says of a case, or that its rules disagree."""
    case = policy.read_case("q", facts, on)
    names = [f.name for f in policy.pack.questions["q"].inputs]
    table = policy.pack.decisions["q"]
    assert isinstance(table, Table)
    reader = Reader(policy.pack, dict(zip(names, case.facts, strict=True)), on)
    try:
        found = reader.verdict(table)
    except Disagree as e:
        return e
    if found.status == "as a step":
        ended = [v for v in reader.ended.values() if v.status != "answered"]
        return ended[0]
    return found


def asked(policy: policykit.Policy, facts: dict[str, Any], on: date) -> Answer[Any] | PolicyError:
    try:
        return policy.ask("q", facts, on=on)
    except PolicyError as e:
        return e


def check(policy: policykit.Policy, facts: dict[str, Any], on: date) -> None:
    got, wanted = asked(policy, facts, on), expected(policy, facts, on)
    shown = f"{facts} on {on}: got {got!r}, expected {wanted!r}"
    if isinstance(wanted, Disagree):
        assert isinstance(got, PolicyError), shown
        (fault,) = got.diagnostics
        assert fault.code == "rules-disagree", shown
        named = [r for r in wanted.results if f"`{r}`" in fault.message.en]
        assert len(named) == 2 and wanted.results[named[0]] != wanted.results[named[1]], shown
        assert f"`{wanted.decision}`" in fault.message.en, shown
        return
    assert not isinstance(got, PolicyError), shown
    assert got.status == wanted.status, shown
    if wanted.status == "answered":
        assert {n: normal(v) for n, v in got.values.record().items()} == wanted.values, shown
    elif wanted.why:
        assert got.why is not None and got.why.en == wanted.why, shown
    fired = got.rule.split("+") if got.rule else []
    if policy.pack.decisions["q"].hit == "all" and wanted.status == "answered":  # type: ignore[union-attr]  # a table
        assert fired == list(wanted.rules), shown
    else:
        assert set(fired) <= set(wanted.rules) and bool(fired) == bool(wanted.rules), shown


@pytest.mark.slow
@examples(200)
@given(packs())
def test_answers_are_those_of_the_definition(made: Made) -> None:
    try:
        policy = load(made.document)
    except PolicyError as e:
        raise AssertionError(f"{e}\n{text(made.document)}") from e
    for facts, on in made.cases:
        try:
            check(policy, facts, on)
        except Exception as e:
            raise AssertionError(f"{e}\n{text(made.document)}") from e
