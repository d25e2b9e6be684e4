"""Two ways lead to an answer: plain facts tested in line, and facts read with care. Both give the same answer, to the last part."""

from __future__ import annotations

from typing import Any

import pytest

import policykit
from policykit.files import own_examples
from policykit.ir.answer import Answer


def parts(answer: Answer[Any]) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in Answer.__slots__}


@pytest.mark.parametrize("pack", sorted(policykit.available()))
def test_the_fast_way_gives_every_part_of_the_careful_way(pack: str) -> None:
    policy = policykit.load(pack)
    assert policy.folder is not None
    cases, _ = own_examples(policy.folder)
    fast = 0
    for case in cases:
        if case.question not in policy.questions:
            continue
        answer = policy._made_fast(case.question)(dict(case.facts), case.as_of)
        if answer is None:
            continue
        fast += 1
        careful = policy._answered(case.question, policy.read_case(case.question, case.facts, case.as_of))
        assert parts(answer) == parts(careful) and answer.trace == careful.trace
    assert fast > 0
