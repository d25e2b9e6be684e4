"""File 04: values and formulas that change over time, as OpenFisca's country template has them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import policykit

from .formulas import formula
from .packs import Document, computed, day, day_before, expect, id_of, load, question, refused, same, value
from .reading import Fields, NotUnderstood, Reader

TEMPLATE = Path(__file__).parent / "country_template.yaml"
EXPECTED = ("out", "exact", "expect", "expected", "equals")
SUMS = ("expr", "formula", "compute", "sum")
FLOATS = ("float32", "float64", "float", "float32_gives", "not")
NO_VALUE = (None, "none", "error", "not_in_force")


# --- dated values


def dated_parameter(case: Fields, _: Mapping[str, Any]) -> None:
    name, values = id_of(case.take("path")), case.take("values")
    pack = value_pack(name, values)
    if "expect" in case:
        if case.take("expect") != "load_error":
            raise NotUnderstood("`expect` of a parameter is `load_error`")
        refused(lambda: load(pack), "shape", "values")
        return
    policy = load(pack)
    for on, expected in case.take("at").items():
        answer = policy.ask("q", {}, on=day(on))
        if expected in NO_VALUE:
            assert answer.status == "silent", f"{on}: {answer!r}"
        else:
            expect(value(answer), expected)


def value_pack(name: str, values: Mapping[str, Any]) -> Document:
    """A parameter, and a rule that gives its value as long as it has one: one that read on beyond would be refused."""
    rules, begun = [], None
    for number, first in enumerate(sorted(values)):
        if values[first] is None and begun is not None:
            rules.append({"id": f"rule-{number}", "from": begun, "to": day_before(first), "then": {"out": name}})
            begun = None
        elif values[first] is not None and begun is None:
            begun = first
    if begun is not None:
        rules.append({"id": "rule", "from": begun, "then": {"out": name}})
    return {
        "pack": "peer",
        "questions": {"q": question({}, {"out": "number"})},
        "parameters": {name: {"type": "number", "values": [{"from": d, **_dated(v)} for d, v in values.items()]}},
        "decisions": {"q": {"rules": rules}},
    }


def _dated(given: Any) -> dict[str, Any]:
    return {"expected": True} if given == "expected" else {"value": given}


# --- formulas that change


def dated_formula(case: Fields, _: Mapping[str, Any]) -> None:
    """A variable of the country template in a month. Inputs not given are 0 there, and so is a variable without a formula: we are silent."""
    policy = policykit.read({"pack.yaml": TEMPLATE.read_text(encoding="utf-8")})
    variable, given = case.take("var"), case.take("in")
    if variable not in policy.questions:
        raise NotUnderstood(f"the country template has no variable `{variable}`")
    facts = {f.name: given.get(f.name, 0) for f in policy.questions[variable].inputs}
    answer = policy.ask(variable, {**facts, **given}, on=day(case.take("period")))
    expected = case.take("out")
    if answer.status == "silent":
        expect(0, expected)
    else:
        expect(value(answer, "amount"), expected)


# --- scales


def marginal_scale(case: Fields, beside: Mapping[str, Any]) -> None:
    """Each slice of a salary at its own rate, by the brackets of the year."""
    answer = load(scale_pack(beside["brackets"])).ask("q", {"salary": case.take("salary")}, on=day(case.take("year")))
    expected = case.take("out")
    if expected in NO_VALUE:
        assert answer.status == "silent", repr(answer)
    else:
        expect(value(answer), expected)


def scale_pack(brackets: Mapping[str, list[list[Any]]]) -> Document:
    """Thresholds and rates are dated parameters; each year's rule adds up as many slices as its scale has."""
    years = sorted(brackets)
    most = max(map(len, brackets.values()))
    parameters: dict[str, Any] = {}
    for index in range(most):
        for column, name in enumerate(("from", "rate")):
            values = [{"from": day(y), "value": brackets[y][index][column] if index < len(brackets[y]) else None} for y in years]
            while values[0]["value"] is None:
                values.pop(0)
            parameters[f"{name}_{index}"] = {"type": "number", "values": values}
    rules = []
    for year, following in zip(years, [*years[1:], None], strict=True):
        last = {"to": day_before(following)} if following else {}
        rules.append({"id": f"scale-{year}", "from": day(year), **last, "then": {"out": _slices(len(brackets[year]))}})
    return {"pack": "peer", "questions": {"q": question({"salary": "number"}, {"out": "number"})}, "parameters": parameters, "decisions": {"q": {"rules": rules}}}


def _slices(count: int) -> str:
    upper = [f"min(salary, from_{i + 1})" for i in range(count - 1)] + ["salary"]
    return " + ".join(f"rate_{i} * max(0, {top} - from_{i})" for i, top in enumerate(upper))


# --- ages and exact numbers


def age(case: Fields, _: Mapping[str, Any]) -> None:
    """Completed years on a day."""
    document = {
        "pack": "peer",
        "questions": {"q": question({"birth": "date"}, {"out": "integer"})},
        "decisions": {"q": {"rules": [{"id": "age", "then": {"out": "years and months duration(birth, as_of).years"}}]}},
    }
    policy = load(document)
    birth = case.take("birth")
    for on, expected in case.take("at").items():
        expect(value(policy.ask("q", {"birth": birth}, on=day(on))), expected)


def exactness(case: Fields, _: Mapping[str, Any]) -> None:
    """A sum that binary floats get wrong. `float32` and the like say what must not come out."""
    expected = case.first(*EXPECTED)
    wrong = [case.take(k) for k in FLOATS if k in case]
    if any(k in case for k in SUMS):
        facts, sum_ = {id_of(n): v for n, v in case.take("in", {}).items()}, formula(case.first(*SUMS))
    elif "rate" in case:
        facts, sum_ = {"base": case.first("base", "salary", "amount", "income", "in")}, f"base * ({formula(str(case.take('rate')))})"
    else:
        facts, sum_ = {"given": case.first("value", "in", "input", "salary")}, "given"
    types = dict.fromkeys(facts, "number")
    got = computed(sum_, "number", facts, types)
    if isinstance(got, Fraction) and isinstance(expected, Decimal):  # a decimal can only stand for the fraction rounded to its places
        places = -int(expected.as_tuple().exponent)
        got = computed(f"round half up({sum_}, {places})", "number", facts, types)
    expect(got, expected)
    assert not any(same(got, w) for w in wrong), got


READER = Reader(
    {"parameters": dated_parameter, "formulas": dated_formula, "marginal_scale": marginal_scale, "age": age, "exactness": exactness},
)
