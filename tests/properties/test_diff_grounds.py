"""Cases of one outcome on other grounds are found completely: over random small tables whose rules rest on readings, they are those of brute force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from policykit import Policy, PolicyError, read
from policykit.check.diff import days
from policykit.check.diff.constants import Fixed
from policykit.check.diff.model import Law, QuestionDiff
from policykit.check.diff.rules import diff_question
from policykit.diagnostics import Text

from .test_diff import CASES, ON, QUESTION, cells

READINGS = """
readings:
  R1: {{clauses: [], problem: {{zh: 疑, en: doubt}}, chosen: a, why: {{zh: 因, en: why}}, readings: {{a: {{zh: 甲, en: a}}, b: {{zh: 乙, en: b, change: {{{one}}}}}}}}}
  R2: {{clauses: [], problem: {{zh: 疑, en: doubt}}, chosen: a, why: {{zh: 因, en: why}}, readings: {{a: {{zh: 甲, en: a}}, b: {{zh: 乙, en: b, change: {{{two}}}}}}}}}
"""
results = st.sampled_from(["then: {out: yes_}", "then: {out: yes_}, basis: inferred", "then: {out: no_}", "silent: {zh: 无, en: none}", "undetermined: {why: {zh: 疑, en: open}}"])


def cell_text(found: Mapping[str, str]) -> str:
    return ", ".join(f"{c}: {v if v.startswith('[r') else repr(v)}" for c, v in found.items())


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, str]:
    """The rules of a table, some of which rest on readings, and the readings, which change conditions or results of some rules."""
    lines = []
    count = draw(st.integers(1, 4))
    for i in range(count):
        excepts = f", excepts: [r{draw(st.integers(0, i - 1))}]" if i and draw(st.booleans()) else ""
        reading = draw(st.sampled_from(["", "", ", reading: R1", ", reading: [R1, R2]"]))
        lines.append(f"      - {{id: r{i}, when: {{{cell_text(draw(cells))}}}, {draw(results)}{excepts}{reading}}}")
    changes = []
    for _ in range(2):
        made = []
        for i in sorted(draw(st.sets(st.integers(0, count - 1), max_size=2))):
            kind = draw(st.sampled_from(["when", "when", "then", "repeal"]))
            said = {"when": f"when: {{{cell_text(draw(cells.filter(bool)))}}}", "then": "then: {out: maybe}", "repeal": "repeal: true"}[kind]
            made.append(f"q/r{i}: {{{said}}}")
        changes.append(", ".join(made))
    return "\n".join(lines), READINGS.format(one=changes[0], two=changes[1])


def law(table: tuple[str, str], name: str) -> tuple[Law, Policy]:
    rules, readings = table
    policy = read({"pack.yaml": QUESTION.format(name=name, rules=rules) + readings})
    return Law(policy.pack, ON, lambda question, facts, on: policy.ask(question, facts, on=on), Text(name, name)), policy


def compared(a: tuple[str, str], b: tuple[str, str]) -> tuple[QuestionDiff, Policy, Policy]:
    (mine, first), (theirs, second) = law(a, "first"), law(b, "second")
    return diff_question("q", mine, theirs), first, second


def said(policy: Policy, case: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """The outcome, and rule and ground; None where rules disagree."""
    try:
        answer = policy.ask("q", {k: v for k, v in case.items() if v is not None}, on=ON)
    except PolicyError:
        return None
    outcome = (answer.status, *((answer.values.out, answer.strength) if answer.status == "answered" else ()))
    return outcome, (answer.rule, answer.basis, frozenset(answer.readings))


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables(), tables())
def test_the_pairs_are_those_that_brute_force_finds_and_each_witness_shows_its_pair(a: tuple[str, str], b: tuple[str, str]) -> None:
    pytest.importorskip("z3")
    found, first, second = compared(a, b)
    expected = set()
    for case in CASES:
        x, y = said(first, case), said(second, case)
        if x is not None and y is not None and x[0] == y[0] and x[1][1:] != y[1][1:]:
            expected.add((x[1], y[1]))
    shown = set()
    for pair in found.grounds:
        x, y = said(first, pair.facts), said(second, pair.facts)
        assert x is not None and y is not None and x[0] == y[0] and x[1][1:] != y[1][1:]
        assert pair.rules == (x[1][0], y[1][0])
        shown.add((x[1], y[1]))
    assert shown == expected and len(shown) == len(found.grounds)
    assert found.grounds_proven == (not found.contradictions and not found.open)


def boundary(at: int, exception: str = "", change: str = "") -> tuple[str, str]:
    """Below a number and from it on; another reading has the number itself below."""
    rules = (
        f"      - {{id: low, when: {{m: '< {at}'}}, then: {{out: yes_}}, reading: R1}}\n      - {{id: high, when: {{m: '>= {at}'}}, then: {{out: no_}}, reading: R1}}{exception}"
    )
    return rules, READINGS.format(one=f"q/low: {{when: {{m: '<= {at}'}}}}, q/high: {{when: {{m: '> {at}'}}}}", two=change)


WET = "\n      - {id: wet, excepts: [high], when: {wet: true, colour: red}, then: {out: maybe}, reading: R2}"
ALSO_BLUE = "q/wet: {when: {wet: true, colour: [red, blue]}}"


@pytest.mark.parametrize(
    ("a", "b", "moved"),
    [
        (boundary(2), boundary(2), []),
        (boundary(2), boundary(5), [("high", "high", 5, (), ("R1",))]),
        (boundary(5), boundary(2), [("high", "high", 5, ("R1",), ())]),
        (boundary(2, WET, ALSO_BLUE), boundary(2, WET, ALSO_BLUE.replace("red, blue", "red, green")), []),
        (
            boundary(2, WET.replace("R2", "[R1, R2]"), ALSO_BLUE),
            boundary(5, WET.replace("R2", "[R1, R2]"), ALSO_BLUE),
            [("high", "high", 5, (), ("R1",))],
        ),
        (
            (boundary(2, WET, ALSO_BLUE)[0].replace("out: no_}, reading: R1", "out: no_}, reading: [R1, R2]"), boundary(2, WET, ALSO_BLUE)[1]),
            boundary(2, WET),
            [("high", "high", 3, ("R2",), ()), ("high", "high", 2, ("R2",), ()), ("wet", "wet", 2, (), ("R2",))],
        ),
    ],
)
def test_a_rule_rests_on_a_reading_where_that_would_decide_otherwise(a: tuple[str, str], b: tuple[str, str], moved: list[Any]) -> None:
    found, _, _ = compared(a, b)
    assert sorted((*p.rules, p.facts["m"], *p.readings_of_one) for p in found.grounds) == sorted(moved)
    assert found.grounds_proven


DAYS = """
pack: two_days
questions:
  q:
    label: {zh: 问, en: question}
    inputs:
      a: {label: {zh: 起, en: first}, type: date, absent: ABSENT}
      b: {label: {zh: 止, en: last}, type: date, absent: as_of}
    outputs: {out: {label: {zh: 结论, en: outcome}, type: boolean}}
parameters:
  m: {label: {zh: 月, en: months}, type: months, values: [{value: P6M}]}
  d: {label: {zh: 日, en: days}, type: duration, values: [{value: P180D}]}
  one: {label: {zh: 一日, en: a day}, type: duration, values: [{value: P1D}]}
decisions:
  q:
    hit: all
    rules: []
"""


@pytest.mark.parametrize("absent", ["none", "unknown"])
def test_the_ways_in_which_two_days_can_stand_are_those_that_many_days_show(absent: str) -> None:
    rules = [f"- {{id: r{n}, when: {{b: {cell!r}}}, then: {{out: true}}}}" for n, cell in enumerate(["< a + m", ">= a + d", "<= a + m - one", "> a"])]
    text = DAYS.replace("ABSENT", absent).replace("hit: all\n    rules: []", "rules:\n      " + "\n      ".join(rules))
    pack = read({"pack.yaml": text}).pack
    tests = [(0, t.holds) for r in pack.decisions["q"].rules for t in r.tests]  # type: ignore[union-attr]  # a table
    fixed = Fixed(pack, date(2026, 1, 1))
    inputs = pack.questions["q"].inputs
    found = days.segments(inputs, tests, [fixed])
    assert found is not None

    def ways(cases: Any) -> set[tuple[Any, ...]]:
        return {(a is None, b is None, *(fixed.of(e, {"a": a, "b": b}) is True for _, e in tests)) for a, b in cases}

    starts = [date(2023, 1, 1) + timedelta(days=n) for n in range(1461)]
    tried = [(a, a + timedelta(days=n)) for a, n in product(starts, (-1, 0, 1, 178, 179, 180, 181, 182, 183, 184, 185, 400))]
    assert ways(found) == ways([*tried, *([(None, starts[0])] if absent == "none" else [])]) and len(ways(found)) == len(found)


def test_conditions_that_do_more_than_hold_one_day_against_the_other_are_left_to_the_solver() -> None:
    text = DAYS.replace("ABSENT", "none").replace("hit: all\n    rules: []", "rules:\n      - {id: r, when: {b: '< a + m', a: '< date(2026, 1, 1)'}, then: {out: true}}")
    pack = read({"pack.yaml": text}).pack
    tests = [(0, t.holds) for r in pack.decisions["q"].rules for t in r.tests]  # type: ignore[union-attr]  # a table
    assert days.segments(pack.questions["q"].inputs, tests, [Fixed(pack, date(2026, 1, 1))]) is None
