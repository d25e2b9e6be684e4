"""Two ways lead to an answer: plain facts tested in line, and facts read with care. Both give the same answer, to the last part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest

import policykit
from policykit.diagnostics import Text
from policykit.files import own_examples
from policykit.ir.answer import Answer
from tests.properties.making import choice, load, question


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


# Of each fact, what is plainly right, what is right in another form, and what is not.
POOL: dict[str, list[Any]] = {
    "kind": ["u", "v", None],
    "code": ["p", "q", None, "unknown"],
    "mapped": ["x", "y", None, "unknown", "zz"],
    "first": [True, False, None, "unknown", 1],
    "second": [True, None],
    "number": [1, Decimal("1.5"), 1.5, None, True, "2", 10**45, -1],
    "day": [date(2025, 1, 2), "2025-01-02", None, datetime(2025, 1, 2)],
    "moment": [datetime(2025, 1, 2, 3), None, "2025-01-02T03:00"],
    "word": ["a", "", "unknown", None, "b" * 201],
    "odd": [1, None],
}
DAYS: list[Any] = [None, date(2025, 1, 1), date(1, 1, 1), datetime(2025, 1, 1, 3), "2025-01-01"]


def of_every_kind() -> policykit.Policy:
    inputs: dict[str, Any] = {
        "kind": choice("u", "v"),
        "code": choice("p", "q", absent="none"),
        "mapped": choice("x", "y", absent={"from": "kind", "map": {"u": "x", "v": "y"}}),
        "first": {"type": "boolean", "absent": "false"},
        "second": {"type": "boolean", "absent": "false"},
        "number": {"type": "number", "absent": "none", "min": 0},
        "day": {"type": "date", "absent": "as_of"},
        "moment": {"type": "datetime", "absent": "none"},
        "word": {"type": "text", "absent": "none"},
    }
    rules = [{"id": "first", "when": {"mapped": "x", "first": True}, "then": {"out": "x"}}, {"id": "rest", "when": {"mapped": "y"}, "then": {"out": "y"}}]
    return load({"questions": {"q": question(inputs, {"out": choice("x", "y")}, event_date="day")}, "decisions": {"q": {"rules": rules}}})


def test_facts_of_every_kind_end_alike_on_both_ways_and_in_a_module() -> None:
    policy, random = of_every_kind(), Random(3)
    module: dict[str, Any] = {"__name__": "rules"}
    exec(policy.standalone(), module)  # noqa: S102  # our own text
    by_module, refusal = module["ask"], module["FactsError"]
    fast = 0
    for _ in range(2_000):
        right = random.choice([0.6, 1])
        facts = {k: v[0] if random.random() < right else random.choice(v) for k, v in POOL.items() if random.random() < (0.05 if k == "odd" else 0.7)}
        day = random.choice(DAYS)
        quick, careful = policy._made_fast("q")(facts, day), said(policykit.PolicyError, with_care, policy, facts, day)
        if quick is not None:
            fast += 1
            assert parts_said(quick) == careful, (facts, day)
        assert said(refusal, by_module, "q", facts, day) == careful, (facts, day)
        if "odd" not in facts:
            given = {k: v for k, v in facts.items() if v is not None}
            every = {k: given.get(k) for k in POOL if k != "odd"}
            assert said(refusal, by_name, module["q"], every, day) == said(policykit.PolicyError, with_care, policy, given, day), (every, day)
    assert fast > 200


def with_care(policy: policykit.Policy, facts: dict[str, Any], day: Any) -> Answer[Any]:
    return policy._answered("q", policy.read_case("q", facts, day))


def by_name(function: Callable[..., Any], facts: dict[str, Any], day: Any) -> Any:
    return function(**facts, on=day)


def said(error: type[Any], ask: Callable[..., Any], *given: Any) -> Any:
    try:
        return parts_said(ask(*given))
    except error as e:
        return [(d.code, tuple(d.message)) for d in e.diagnostics]


def parts_said(answer: Any) -> tuple[Any, ...]:
    return answer.status, answer.values and tuple(answer.values), answer.rule, answer.on, {k: repr(v) for k, v in answer.facts.items()}, answer.missing


@pytest.mark.parametrize("given", [["recoverable"], 5, None, object], ids=repr)
def test_what_is_no_question_is_told(given: Any) -> None:
    liaoning = policykit.load("liaoning")
    with pytest.raises(policykit.PolicyError) as e:
        liaoning.ask(given, {})
    [fault] = e.value.diagnostics
    first = next(iter(liaoning.pack.questions))
    assert (fault.code, fault.message) == ("unknown-question", Text(f"`{given!r}` 不是问题", f"`{given!r}` is no question"))
    assert fault.help == Text(f"给出名称，如 `{first}`，或 `policykit.questions.models` 的模型", f"give a name, as `{first}`, or a model of `policykit.questions.models`")


def test_the_day_may_stand_after_the_facts() -> None:
    changzhi = policykit.load("changzhi")
    facts, day = {"annual_subsidy_cny": 500_000}, date(2025, 12, 1)
    assert changzhi.ask("selection_method", facts, day) == changzhi.ask("selection_method", facts, on=day)
