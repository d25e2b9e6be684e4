"""A step without a value: what rests on it has none either, and says why. The gaps of file 08 lead here."""

from __future__ import annotations

from typing import Any

import pytest

from .packs import TODAY, label, load, question, said, value

OPEN = {"id": "open", "when": {"x": 0}, "undetermined": {"why": label("a gap"), "outcomes": {"value": [1, 2]}}}
POSITIVE = {"id": "positive", "when": {"x": "> 0"}, "then": "x"}


def asked(x: int, step: dict[str, Any], *rules: dict[str, Any]) -> Any:
    """The answer of a question whose rules read `step`."""
    document = {
        "pack": "peer",
        "questions": {"q": question({"x": "integer"}, {"out": "integer"})},
        "decisions": {"step": {"of": "q", "output": {"type": "integer"}, **step}, "q": {"rules": list(rules)}},
    }
    return load(document).ask("q", {"x": x}, on=TODAY)


TWICE = {"id": "twice", "then": {"out": "2 * step"}}


def test_a_rule_computes_with_the_value_of_a_step() -> None:
    assert value(asked(3, {"rules": [POSITIVE, OPEN]}, TWICE)) == 6


def test_what_rests_on_a_silent_step_is_silent() -> None:
    answer = asked(-1, {"rules": [POSITIVE]}, TWICE)
    assert (answer.status, answer.values) == ("silent", None)


def test_what_rests_on_an_open_step_is_open_for_the_same_reason() -> None:
    answer = asked(0, {"rules": [POSITIVE, OPEN]}, TWICE)
    assert (answer.status, answer.values.out, dict(answer.outcomes)) == ("undetermined", None, {})
    assert "a gap" in said(answer)


def test_a_rule_that_does_not_read_the_step_answers_all_the_same() -> None:
    other = {"id": "other", "when": {"x": "< 0"}, "then": {"out": 7}}
    rival = {"id": "rival", "when": {"step": "> 5"}, "then": {"out": 8}}
    assert value(asked(-1, {"rules": [POSITIVE]}, other, rival)) == 7


@pytest.mark.parametrize(("x", "status"), [(1, "answered"), (-1, "answered"), (0, "undetermined")])
def test_a_gap_among_rules_that_add_to_a_set_is_no_empty_set(x: int, status: str) -> None:
    step = {"hit": "all", "output": {"type": "set", "of": "integer"}, "rules": [POSITIVE, {**OPEN, "undetermined": {"why": label("a gap")}}]}
    answer = asked(x, step, {"id": "many", "then": {"out": "count(step)"}})
    assert answer.status == status
    assert (answer.values.out) == {1: 1, -1: 0, 0: None}[x]
