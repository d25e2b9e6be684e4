"""A comparison is complete: over random small tables its pairs of rules are those that brute force finds, and every witness shows its pair."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from policykit import Policy, PolicyError, read
from policykit.check.diff.model import Law, QuestionDiff
from policykit.check.diff.rules import diff_question
from policykit.diagnostics import Text

ON = date(2026, 6, 1)
COLOURS = ("red", "green", "blue")
QUESTION = """
pack: {name}
label: {{zh: 表, en: table}}
jurisdiction: {{zh: 甲, en: A}}
issuers: []
level: county
region: "210101"
questions:
  q:
    label: {{zh: 问, en: question}}
    inputs:
      wet: {{label: {{zh: 潮湿, en: wet}}, type: boolean, absent: false}}
      colour: {{label: {{zh: 颜色, en: colour}}, type: choice, values: {{red: {{zh: 红, en: red}}, green: {{zh: 绿, en: green}}, blue: {{zh: 蓝, en: blue}}}}, absent: none}}
      m: {{label: {{zh: 甲数, en: first}}, type: integer, min: 0}}
      n: {{label: {{zh: 乙数, en: second}}, type: integer, min: 0}}
    outputs:
      out: {{label: {{zh: 结论, en: outcome}}, type: choice, values: {{yes_: {{zh: 是, en: yes}}, no_: {{zh: 否, en: no}}, maybe: {{zh: 或, en: maybe}}}}}}
decisions:
  q:
    rules:
{rules}
"""
NUMBERS = range(7)
CASES = [{"wet": w, "colour": c, "m": m, "n": n} for w, c, m, n in product((False, True), (None, *COLOURS), NUMBERS, NUMBERS)]

number_cells = st.sampled_from(["< 2", ">= 2", "1", "[1..3)", "> 3", "not(2)"])
cells = st.fixed_dictionaries(
    {},
    optional={
        "wet": st.sampled_from(["true", "false"]),
        "colour": st.sampled_from(["red", "[red, blue]", "not(green)", "none"]),
        "m": number_cells,
        "n": st.one_of(number_cells, st.sampled_from(["< m", ">= m", "m"])),
    },
)
results = st.sampled_from(
    ["then: {out: yes_}", "then: {out: no_}", "then: {out: maybe}", "then: {out: yes_}, strength: may", "silent: {zh: 无, en: none}", "undetermined: {why: {zh: 疑, en: open}}"]
)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """The rules of a table: rows by chance, some of them exceptions to earlier ones."""
    lines = []
    for i in range(draw(st.integers(0, 5))):
        when = ", ".join(f"{c}: {v if v.startswith('[r') else repr(v)}" for c, v in draw(cells).items())
        excepts = f", excepts: [r{draw(st.integers(0, i - 1))}]" if i and draw(st.booleans()) else ""
        lines.append(f"      - {{id: r{i}, when: {{{when}}}, {draw(results)}{excepts}}}")
    return "\n".join(lines)


def law(rules: str, name: str) -> tuple[Law, Policy]:
    policy = read({"pack.yaml": QUESTION.format(name=name, rules=rules).replace("    rules:\n\n", "    rules: []\n")})
    return Law(policy.pack, ON, lambda question, facts, on: policy.ask(question, facts, on=on), Text(name, name)), policy


def compared(a: str, b: str) -> tuple[QuestionDiff, Policy, Policy]:
    (mine, first), (theirs, second) = law(a, "first"), law(b, "second")
    return diff_question("q", mine, theirs), first, second


def said(policy: Policy, case: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Rule, and what is compared; None where rules disagree."""
    try:
        answer = policy.ask("q", {k: v for k, v in case.items() if v is not None}, on=ON)
    except PolicyError:
        return None
    return answer.rule, (answer.status, *((answer.values.out, answer.strength) if answer.status == "answered" else ()))


def brute(first: Policy, second: Policy) -> set[tuple[str | None, str | None]]:
    """The pairs by asking every case; numbers up to 6 meet every region that the cells cut: n above 3, and m above that."""
    found = set()
    for case in CASES:
        a, b = said(first, case), said(second, case)
        if a is not None and b is not None and a[1] != b[1]:
            found.add((a[0], b[0]))
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables(), tables())
def test_the_pairs_are_those_that_brute_force_finds_and_each_witness_shows_its_pair(a: str, b: str) -> None:
    pytest.importorskip("z3")
    found, first, second = compared(a, b)
    assert all("互相矛盾" in note.zh for note in found.open)
    assert {p.rules for p in found.pairs} == brute(first, second)
    assert len({p.rules for p in found.pairs}) == len(found.pairs)
    for pair in found.pairs:
        mine, theirs = said(first, pair.facts), said(second, pair.facts)
        assert mine is not None and theirs is not None
        assert (mine[0], theirs[0]) == pair.rules and mine[1] != theirs[1]
    assert (found.state == "same") == (not found.pairs and not found.open and not found.contradictions)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables())
def test_a_table_in_another_order_is_the_same(a: str) -> None:
    pytest.importorskip("z3")
    found, _, _ = compared(a, "\n".join(reversed(a.split("\n"))))
    if "excepts" not in a:  # which of two rules that say the same is named does not matter; an exception must follow its rule here
        assert found.state == ("contradiction" if found.contradictions else "same")


def test_a_law_that_contradicts_itself_is_not_the_same() -> None:
    pytest.importorskip("z3")
    clean = "      - {id: a, when: {m: < 2}, then: {out: yes_}}\n      - {id: b, when: {m: '>= 2'}, then: {out: no_}}"
    found, _, _ = compared(clean, clean.replace("< 2", "<= 2"))
    assert (found.state, found.proven, found.open) == ("contradiction", False, ())
    assert [(c.law.en, c.rules, dict(c.facts)["m"]) for c in found.contradictions] == [("second", ("a", "b"), 2)]  # told once, by its rules, with the case
    assert [(c.rules, c.facts["m"]) for c in found.contradictions] == [(("a", "b"), 2)]


@pytest.mark.parametrize(
    ("rules", "other", "pairs"),
    [
        ("      - {id: r0, when: {m: '< 2'}, then: {out: yes_}}", "      - {id: r0, when: {m: '< 3'}, then: {out: yes_}}", {(None, "r0")}),
        ("      - {id: r0, when: {n: '< m'}, then: {out: yes_}}", "      - {id: r0, when: {n: '<= m'}, then: {out: yes_}}", {(None, "r0")}),
        ("      - {id: r0, then: {out: yes_}}", "      - {id: r0, then: {out: yes_}, strength: may}", {("r0", "r0")}),
        ("      - {id: r0, then: {out: yes_}}", "      - {id: a, when: {m: < 2}, then: {out: yes_}}\n      - {id: b, when: {m: '>= 2'}, then: {out: yes_}}", set()),
    ],
)
def test_the_boundary_decides(rules: str, other: str, pairs: set[Any]) -> None:
    found, _, _ = compared(rules, other)
    assert {p.rules for p in found.pairs} == pairs and found.proven
