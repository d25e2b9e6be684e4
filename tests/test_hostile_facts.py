"""Facts that no honest caller gives: each is refused with one clear error."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from policykit.api import read
from policykit.diagnostics import PolicyError

from .hostile import TODAY, N, formula

NESTED: list[Any] = []
for _ in range(N):
    NESTED = [NESTED]
FACTS: list[Mapping[Any, Any]] = [
    {"a": "x" * 10_000_000},
    {"a": ["x"] * 1_000},
    {"a": {"x": {"x": {}}}},
    {"n": "9" * 1_000_000},
    {"n": "1e999999"},
    {"n": 10**5_000},
    {"n": float("nan")},
    {"n": float("inf")},
    {"d": "9" * 1_000_000},
    {"d": "2025-01-01\n"},
    {"d": "２０２５-０１-０１"},
    {"b": "__import__('os')"},
    {"b": 2},
    {"__class__": 1},
    {"a\n": "x"},
    {1: "x"},
    {None: "x"},
    {"n": Fraction(10**5_000, 3)},
    {"n": Decimal("sNaN")},
    {"n": Decimal("1e999999")},
    {"a": NESTED},
    {"d": NESTED},
]


@pytest.mark.parametrize("facts", FACTS, ids=range(len(FACTS)))
def test_hostile_facts_are_refused(facts: Mapping[Any, Any]) -> None:
    asked = read({"pack.yaml": formula("b")})
    with pytest.raises(PolicyError) as raised:
        asked.ask("q", {"a": "x", "n": 1, "d": TODAY, "b": True, **facts}, on=TODAY)
    [found] = raised.value.diagnostics
    assert len(found.message.en) < 300
    assert not found.help or len(found.help.en) < 300
