"""durable-rules decides as the reference does: every case of every pack, and the limits that its adapter keeps. Skipped where the extra `live` is missing."""

from __future__ import annotations

import gc
import json
import os
import re
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit import files
from policykit.diagnostics import PolicyError
from policykit.ir import expr
from policykit.ir.example import Example
from policykit.ir.norm import EventTest
from policykit.ir.pack import DrawOrder
from policykit.source.examples import read_examples
from policykit.targets.durable_rules import engine as adapter
from policykit.targets.durable_rules.conditions import scaled
from policykit.targets.durable_rules.engine import Atom, Rules, State, Unsupported
from policykit.targets.durable_rules.program import DurableBody, DurableProgram
from policykit.targets.durable_rules.supports import SUPPORTS

FACTS = int(os.environ.get("POLICYKIT_FACTS", "15000"))  # `make soak` asks for two hundred thousand


def missing() -> str:
    """Why durable-rules cannot run here; empty where it can."""
    try:
        adapter.engine()
    except Unsupported as e:
        return e.diagnostics[0].message.en
    return ""


needs_engine = pytest.mark.skipif(bool(missing()), reason=f"{missing()}: `pip install 'policykit[live]'` on Python 3.12 or older")
PACKS = sorted(policykit.available())


def cases(policy: policykit.Policy) -> Iterator[Example]:
    assert policy.folder is not None
    for source in files.case_files(policy.folder):
        yield from read_examples(source)[0]


def outcome(policy: policykit.Policy, case: Example, **how: Any) -> Any:
    """The answer with all that belongs to it, or the faults."""
    try:
        answer = policy.ask(case.question, case.facts, on=case.as_of, **how)
    except PolicyError as e:
        return [d.record() for d in e.diagnostics]
    if isinstance(answer, policykit.Answer):
        return answer.record(), answer.conclusion
    return answer


@needs_engine
@pytest.mark.parametrize("name", PACKS)
def test_every_case_has_the_same_answer(name: str) -> None:
    policy = policykit.load(name)
    held = 0
    for case in cases(policy):
        if isinstance(policy.pack.decisions.get(case.question), DrawOrder):
            with pytest.raises(Unsupported, match="draw order"):
                policy.ask(case.question, case.facts, on=case.as_of, target="durable_rules")
            continue
        held += 1
        assert outcome(policy, case, target="durable_rules") == outcome(policy, case), case.id
        assert outcome(policy, case, target="durable_rules", fall_through=True) == outcome(policy, case, fall_through=True), case.id
    assert held > 50


@needs_engine
@pytest.mark.parametrize("name", PACKS)
def test_every_case_has_the_same_answers_under_other_readings(name: str) -> None:
    policy = policykit.load(name)
    read = {a for a in policy.pack.ambiguities if policy.pack.ambiguities[a].alternatives}
    for case in cases(policy):
        if set(case.readings or ()) & read and not isinstance(policy.pack.decisions.get(case.question), DrawOrder):
            assert outcome(policy, case, target="durable_rules", readings="all") == outcome(policy, case, readings="all"), case.id


@needs_engine
def test_a_typed_question_goes_through_it_too() -> None:
    from policykit.questions.models import Recoverable

    answer = policykit.load("liaoning").ask(Recoverable, Recoverable.Facts(item="quilt", issued_to="victims"), on=date(2025, 12, 1), target="durable_rules")
    assert answer.values.outcome == "do_not_recover"


def test_an_unknown_target_is_a_fault() -> None:
    with pytest.raises(PolicyError) as caught:
        policykit.load("liaoning").ask("recoverable", {}, target="durable_rule")  # type: ignore[call-overload]  # that is the test
    (fault,) = caught.value.diagnostics
    assert fault.code == "unknown-target" and "durable_rules" in fault.help.en  # type: ignore[union-attr]  # it has one


# --- where it cannot run


def test_a_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    adapter.engine.cache_clear()
    monkeypatch.setattr(sys, "version_info", (3, 12, 1, "final", 0))
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    try:
        policy = policykit.load("changzhi")
        for ask in (lambda: policy.ask("selection_method", {"annual_subsidy_cny": 1}, on=date(2026, 1, 1), target="durable_rules"), lambda: opened(policy)):
            with pytest.raises(PolicyError) as caught:
                ask()
            (fault,) = caught.value.diagnostics
            assert fault.code == "unsupported" and fault.message.en == "durable-rules is not installed"
            assert fault.help is not None and "policykit[live]" in fault.help.en and "target" in fault.help.zh
        assert policy.ask("selection_method", {"annual_subsidy_cny": 1}, on=date(2026, 1, 1)).status == "answered"
    finally:
        adapter.engine.cache_clear()


def opened(policy: policykit.Policy) -> Any:
    from datetime import datetime

    return policy.session(now=datetime(2026, 1, 1), target="durable_rules")


def test_a_python_that_is_too_new_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    adapter.engine.cache_clear()
    monkeypatch.setattr(sys, "version_info", (3, 13, 0, "final", 0))
    monkeypatch.setattr(sys, "version", "3.13.0 (main)")
    try:
        with pytest.raises(PolicyError, match=r"durable-rules does not run on Python 3\.13\.0"):
            policykit.load("changzhi").ask("selection_method", {"annual_subsidy_cny": 1}, on=date(2026, 1, 1), target="durable_rules")
    finally:
        adapter.engine.cache_clear()


# --- the limits


def rule(*atoms: Atom) -> tuple[tuple[Atom, ...], ...]:
    return tuple((a,) for a in atoms)


def growth() -> Iterator[float]:
    """Megabytes that the process has grown since the first."""
    path = Path("/proc/self/statm")
    if not path.exists():
        pytest.skip("no /proc here")

    def resident() -> float:
        gc.collect()
        return int(path.read_text().split()[1]) * 4096 / 1e6

    before = resident()
    while True:
        yield resident() - before


@needs_engine
def test_no_more_states_than_the_engine_bears() -> None:
    rules = Rules([rule(Atom("p", "=", "a"))])
    states = [State(rules) for _ in range(adapter.MOST_STATES)]
    assert all(s.fired({"p": "a"}) == {0} for s in states)
    with pytest.raises(Unsupported, match="1000 states at a time"):
        State(rules).fired({"p": "a"})
    states.pop().close()
    assert State(rules).fired({"p": "b"}) == frozenset()


@needs_engine
def test_states_one_after_another_leave_nothing_behind() -> None:
    rules = Rules([rule(Atom("p", "=", n)) for n in range(20)])
    grown = growth()
    next(grown)
    for n in range(FACTS // 10):
        state = State(rules)
        assert state.fired({"p": n % 20}) == {n % 20}
        if n % 2:
            state.close()  # the others are closed when they are forgotten
    assert next(grown) < 5


@needs_engine
def test_a_state_that_no_fact_entered_can_be_closed() -> None:
    state = State(Rules([rule(Atom("q", "=", 1))]))
    state.close()
    state.close()
    assert state.fired({"q": 1}) == {0}, "it opens again"


@needs_engine
def test_facts_leave_nothing_behind() -> None:
    state = State(Rules([rule(Atom("p", ">=", n * 1000)) for n in range(30)]))
    state.fired({"p": 1})
    grown = growth()
    next(grown)
    for n in range(FACTS):
        assert len(state.fired({"p": n % 30_000})) == n % 30_000 // 1000 + 1
    assert next(grown) < 2


@needs_engine
def test_more_rules_than_may_match_at_once() -> None:
    """The engine bears 64 matches that wait: 200 rules that all fire go in parts."""
    state = State(Rules([rule(Atom(f"p{n % 50}", "!=", f"c{n}")) for n in range(200)]))
    fact: dict[str, int | str] = {f"p{n}": "x" for n in range(50)}
    assert state.fired(fact) == set(range(200))
    assert state.fired({**fact, "p7": "c57"}) == set(range(200)) - {57}


@needs_engine
def test_a_rule_that_reads_too_many_facts_is_refused() -> None:
    Rules([rule(*(Atom(f"p{n}", "=", 1) for n in range(adapter.MOST_PROPERTIES)))])
    with pytest.raises(Unsupported, match="reads more than 250 facts"):
        Rules([rule(*(Atom(f"p{n}", "=", 1) for n in range(adapter.MOST_PROPERTIES + 1)))])


@needs_engine
def test_the_most_properties_fit() -> None:
    state = State(Rules([rule(*(Atom(f"p{n}", "=", n) for n in range(adapter.MOST_PROPERTIES)))]))
    fact: dict[str, int | str] = {f"p{n}": n for n in range(adapter.MOST_PROPERTIES)}
    assert state.fired(fact) == {0}
    assert state.fired({**fact, "p249": 0}) == frozenset()


@needs_engine
def test_sets_of_rules_with_one_content_are_one() -> None:
    one, two = Rules([rule(Atom("same", "=", 1))]), Rules([rule(Atom("same", "=", 1))])
    assert one.parts[0][2] is two.parts[0][2]
    assert State(one).fired({"same": 1}) == State(two).fired({"same": 1}) == {0}


@pytest.mark.parametrize("value", [True, 2**31, -(2**31), 1.5, "a" * 101, "帐篷", 'a"b', "a\\b", None, Decimal(1)])
def test_only_small_numbers_and_codes_go_in(value: Any) -> None:
    with pytest.raises((AssertionError, TypeError)):
        adapter.checked({"p": value})


@needs_engine
def test_numbers_compare_as_they_are() -> None:
    most = adapter.MOST_NUMBER
    bounds = [-most, -5, 0, 5, most]
    for operator, holds in (("<", int.__lt__), ("<=", int.__le__), (">", int.__gt__), (">=", int.__ge__), ("=", int.__eq__), ("!=", int.__ne__)):
        state = State(Rules([rule(Atom("n", operator, b)) for b in bounds]))
        for value in (-most, -most + 1, -6, -5, -4, -1, 0, 1, 5, 6, most - 1, most):
            assert state.fired({"n": value}) == {i for i, b in enumerate(bounds) if holds(value, b)}, (operator, value)


def test_a_scaled_number_keeps_its_order() -> None:
    values = [-(10**30), -3, Decimal("-2.001"), -2, Decimal("0"), Decimal("0.001"), Decimal("0.01"), 1, Decimal("1.1"), Decimal("1.1000000001"), 2, 10**30]
    numbers = [scaled(v, 100) for v in values]
    assert numbers == sorted(numbers) and len(set(numbers)) == len(numbers)


@needs_engine
def test_properties_and_states_have_hashes_of_their_own() -> None:
    """The engine finds them by 32 bits."""

    def fnv(text: str) -> int:
        found = 0x811C9DC5
        for byte in text.encode():
            found = ((found ^ byte) * 16777619) % 2**32
        return found

    properties = [f"{letter}{n}" for letter in "pt" for n in range(2000)] + ["always", "kind", "id", "sid", "$s", "$forward"]
    states = [str(n) for n in range(1, adapter.MOST_STATES + 1)]
    assert len(set(map(fnv, properties))) == len(properties)
    assert len(set(map(fnv, states))) == len(states)


@needs_engine
def test_no_thread_is_started() -> None:
    import threading

    before = threading.active_count()
    policykit.load("changzhi").ask("selection_method", {"annual_subsidy_cny": 1}, on=date(2026, 1, 1), target="durable_rules")
    assert threading.active_count() == before
    assert "durable.engine" not in sys.modules


@needs_engine
def test_it_may_be_asked_from_many_threads() -> None:
    from concurrent.futures import ThreadPoolExecutor

    policy = policykit.load("changzhi")

    def ask(amount: int) -> Any:
        return policy.ask("selection_method", {"annual_subsidy_cny": amount}, on=date(2026, 1, 1), target="durable_rules").values

    amounts = [n * 10_000 for n in range(100)] * 5
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, amounts)) == [policy.ask("selection_method", {"annual_subsidy_cny": a}, on=date(2026, 1, 1)).values for a in amounts]


@needs_engine
def test_what_the_engine_refuses_is_told() -> None:
    ruleset = adapter._ruleset(json.dumps({"r60": {"all": [{"m": {"always": 1}}]}}))
    broken = ruleset.begin()
    ruleset._handle, handle = 999_999, ruleset._handle
    try:
        with pytest.raises((Unsupported, Exception), match="error code"):
            ruleset.fired(broken, {"p": 1})
    finally:
        ruleset._handle = handle


# --- the table of what it does


def test_the_table_names_every_form() -> None:
    forms = expr.Expr.__args__  # type: ignore[attr-defined]  # a union has them
    assert {f for f in forms if f not in SUPPORTS} == set()
    assert {DrawOrder, EventTest} <= SUPPORTS.keys()
    assert [f.__name__ for f, s in SUPPORTS.items() if s.how == "refused"] == ["DrawOrder"]


@needs_engine
@pytest.mark.parametrize(("name", "question", "computed"), [("changzhi", "selection_method", set()), ("liaoning", "recoverable", {"used_to"})])
def test_only_sums_are_worked_out_before(name: str, question: str, computed: set[str]) -> None:
    """Choices, booleans and comparisons with constants are the engine's own; a day beside a day plus six months is not."""
    policy = policykit.load(name)
    program = DurableProgram(policy.pack, policy.pack.questions[question])
    body = program.body(policy.pack, program.table, program.emitter(0), ("outcome",), program.values, program.table.rules)
    body.written(1)
    assert isinstance(body, DurableBody)
    assert {re.findall(r"v_(\w+)", text)[0] for text in body.tests.computed} == computed
    assert body.tests.columns
