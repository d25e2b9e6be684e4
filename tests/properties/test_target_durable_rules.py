"""durable-rules against the reference: whatever pack Hypothesis makes up, both give the same answer to every case, and the same fault where there is none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

import policykit
from policykit import UNKNOWN, PolicyError
from policykit.targets.durable_rules.engine import Unsupported, engine

from .making import examples, load, text
from .random_packs import Made, packs

try:
    engine()
except Unsupported as missing:
    pytest.skip(f"{missing.diagnostics[0].message.en}: `pip install 'policykit[live]'` on Python 3.12 or older", allow_module_level=True)


def outcome(policy: policykit.Policy, facts: dict[str, Any], on: date, **how: Any) -> Any:
    try:
        answer = policy.ask("q", facts, on=on, **how)
    except PolicyError as e:
        return [d.record() for d in e.diagnostics]
    return answer.record(), answer.conclusion


@pytest.mark.slow
@examples(150)
@given(packs())
def test_answers_are_those_of_the_reference(made: Made) -> None:
    policy = load(made.document)
    for facts, on in made.cases:
        for given_facts in (facts, {**facts, next(iter(facts)): UNKNOWN} if facts else facts):
            got, wanted = outcome(policy, given_facts, on, target="durable_rules"), outcome(policy, given_facts, on)
            assert got == wanted, f"{given_facts} on {on}: {got} is not {wanted}\n{text(made.document)}"
