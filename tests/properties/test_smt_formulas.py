"""Every function and operator of the formula language as Z3 terms: in a case, a term is what the Python target computes."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, strategies as st

from policykit import Policy, PolicyError
from policykit.ir.types import UNKNOWN
from policykit.targets.smt.decided import Decided
from policykit.targets.smt.facts import Facts, truth_in
from policykit.targets.smt.reading import value_in
from policykit.targets.smt.values import Untranslated, length_of

from .interpreter import normal
from .making import choice, examples, formula_pack, load

ON = date(2024, 5, 1)
KIND = choice("a", "b", "c")
OPTIONAL = {"absent": "none"}
INPUTS: dict[str, Any] = {
    "n": "integer", "m": {"type": "number", **OPTIONAL}, "k": KIND, "j": {**KIND, **OPTIONAL}, "p": "boolean", "q": {"type": "boolean", **OPTIONAL},
    "d": "date", "e": {"type": "date", **OPTIONAL}, "at": "datetime", "until": {"type": "datetime", **OPTIONAL}, "span": "duration", "l": {"type": "list", "of": "integer"},
    "s": {"type": "set", "of": KIND}, "w": "text", "v": {"type": "text", **OPTIONAL}, "lots": {"type": "list", "of": {"type": "record", "fields": {
        "n": {"label": {"zh": "数", "en": "n"}, "type": "integer", "absent": "none"}, "on_hand": {"label": {"zh": "在", "en": "here"}, "type": "boolean"}}}},
}  # fmt: skip
PARAMETERS = {
    "half_year": {"label": {"zh": "期", "en": "period"}, "type": "months", "values": [{"value": "P6M"}]},
    "long": {"label": {"zh": "期", "en": "period"}, "type": "duration", "values": [{"value": "P400D"}]},
    "hours": {"label": {"zh": "时", "en": "hours"}, "type": "duration", "values": [{"value": "PT36H"}]},
    "rate": {"label": {"zh": "率", "en": "rate"}, "type": "number", "key": KIND, "values": [{"value": {"a": "1.5", "b": "2"}}]},
}
BOOLEANS = (
    "n > 3 and m < 2.5", "k = j", "j in [a, c]", "not(p) or q", "q = none", "m != none and m * 2 >= n", "d + half_year <= e", "d - half_year > e", "e = none or e - d > long",
    "d + long < e", "at + hours >= until", "date(at) = d", "date(at + hours) > e", "until - at < hours", "d.year = 2024 and d.month >= 3", "at.day = 1",
    "list contains(l, 3)", "some x in l satisfies x > n", "every x in l satisfies x != n", "count(l) = 2", "count(s) > 1", "k in s", "some x in lots satisfies x.n > 3 and x.on_hand",
    "every x in lots satisfies x.n != none", "w = v", 'w in ["one", "two"]', "first day of(w) <= d", "last day of(w) >= d", "span < hours", "date(d.year, 2, n) = e",
    'count(difference(s, [k])) = 1', "union(s, [k]) = s", "sum(l) > n", "min(l) < max(l)", "if p then q else k = a", "n in [1..5]", "rate[k] * n > 4", "rate[j] = none",
)  # fmt: skip
VALUES = (
    ("n * 3 - 1", "integer"), ("m / n", "number"), ("min(n, m)", "number"), ("max(m, 2)", "number"), ("abs(n)", "integer"), ("floor(m)", "integer"), ("ceiling(m)", "integer"),
    ("round half up(m, 1)", "number"), ("round half even(m)", "number"), ("round up(m, 1)", "number"), ("round down(m)", "number"), ("sum(for x in l return x * 2)", "integer"),
    ("count(lots)", "integer"), ("sum(for x in lots return x.n)", "integer"), ("rate[k] * n", "number"), ("if p then n else m", "number"),
    ("d + half_year", "date"), ("e - half_year", "date"), ("d + long", "date"), ("date(d.year, n, 31)", "date"), ("date(at - hours)", "date"), ("at + hours", "datetime"),
    ("years and months duration(d, e)", "months"), ("first day of(w)", "date"), ("last day of(w)", "date"), ("e - d", "duration"),
    ("if j = none then k else j", KIND), ("s", {"type": "set", "of": KIND}), ("union(s, [k])", {"type": "set", "of": KIND}), ("intersection(s, [a, b])", {"type": "set", "of": KIND}),
)  # fmt: skip

days = st.one_of(st.dates(date(2023, 12, 1), date(2024, 12, 31)), st.sampled_from([date(2024, 2, 29), date(2024, 8, 31), date(2023, 8, 31), date(2096, 1, 1) - timedelta(days=1)]))
moments = st.tuples(days, st.integers(0, 86_399)).map(lambda t: datetime(t[0].year, t[0].month, t[0].day) + timedelta(seconds=t[1]))
numbers = st.one_of(st.integers(-6, 6), st.decimals(-6, 6, places=2), st.sampled_from(["0.5", "2.5", "-2.5", "1.25", "-0.05"]))
words = st.sampled_from(["one", "two", "three", "2024", "2024-02", "2024-02-29", "2024-13", "2023-02-29"])
kinds = st.sampled_from(["a", "b", "c"])
lots = st.lists(st.fixed_dictionaries({"on_hand": st.booleans()}, optional={"n": st.integers(0, 5)}), max_size=3)
CASES = st.fixed_dictionaries(
    {"n": st.integers(-2, 13), "k": kinds, "p": st.booleans(), "d": days, "at": moments, "span": st.integers(0, 200).map(lambda h: timedelta(hours=h)),
     "l": st.lists(st.integers(0, 5), max_size=3), "s": st.frozensets(kinds), "w": words, "lots": lots},
    optional={"m": numbers, "j": kinds, "q": st.booleans(), "e": days, "until": moments, "v": words},
)  # fmt: skip


@pytest.mark.parametrize("month_end", ["last_day", "next_first", "refuse"])
@examples(12)
@given(cases=st.lists(CASES, min_size=4, max_size=4))
def test_months_are_added_by_the_rule_of_the_pack(month_end: str, cases: list[dict[str, Any]]) -> None:
    for formula in ("d + half_year", "e - half_year"):
        compare(formula, "date", cases, month_end=month_end)


@pytest.mark.parametrize("formula", BOOLEANS)
@examples(4)
@given(cases=st.lists(CASES, min_size=12, max_size=12))
def test_a_condition_is_what_the_reference_says(formula: str, cases: list[dict[str, Any]]) -> None:
    compare(formula, "boolean", cases)


@pytest.mark.parametrize(("formula", "gives"), VALUES)
@examples(4)
@given(cases=st.lists(CASES, min_size=12, max_size=12))
def test_a_value_is_what_the_reference_computes(formula: str, gives: Any, cases: list[dict[str, Any]]) -> None:
    compare(formula, gives, cases)


@cache
def made(formula: str, gives: str, month_end: str) -> tuple[Policy, Decided]:
    """The pack with one formula, and its terms."""
    policy = load(formula_pack(formula, json.loads(gives), INPUTS, parameters=PARAMETERS, month_end=month_end))
    return policy, Decided(policy.pack, Facts("q", [policy.pack], ON), ON)


def compare(formula: str, gives: Any, cases: list[dict[str, Any]], month_end: str = "last_day") -> None:
    policy, decided = made(formula, json.dumps(gives), month_end)
    names = [f.name for f in policy.pack.questions["q"].inputs]
    assert not decided.opaque
    for given_ in cases:
        case = policy.read_case("q", given_, ON)
        assert UNKNOWN not in case.facts
        model = decided.facts.model(dict(zip(names, case.facts, strict=True)))
        try:
            wanted = policy.ask("q", given_, on=ON).values.out
        except PolicyError as e:
            assert e.diagnostics[0].code == "out-of-range" and truth_in(decided.fails, model), (formula, given_, e)
            continue
        assert truth_in(decided.fails, model) is False, (formula, given_, wanted)
        found = value_in(decided.outputs["out"], model)
        assert found == (length_of(wanted) if isinstance(wanted, timedelta) else normal(wanted)), (formula, given_, found, wanted)


def test_what_has_no_exact_term_is_named() -> None:
    _, decided = made("workdays after(d, n)", '"date"', "last_day")
    assert [o.why.en for o in decided.opaque] == ["the function `workdays after`", "a year without a notice on holidays"]


def test_a_longer_list_than_is_looked_at_is_refused() -> None:
    _, decided = made("count(l)", '"integer"', "last_day")
    with pytest.raises(Untranslated, match="a list of more than 3 elements"):
        list(decided.facts.slots["l"].pairs((1, 2, 3, 4)))
