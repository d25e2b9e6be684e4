"""Small packs that Hypothesis makes up, and the cases that go with them: every kind of cell and result, exceptions, parameters, steps, days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice, product
from typing import Any

from hypothesis import strategies as st

from .making import choice, label, question

CODES = ("ca", "cb", "cc")
RESULTS = ("x", "y", "z")
DAYS = ("2024-01-30", "2024-01-31", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-31", "2024-06-30")
POSSIBLE = {  # by the type of an output: what an open rule may leave possible
    "set": [["[x]"], ["[x]", "[x, y]"], ["[]"]],
    "choice": [["x"], ["y", "z"], ["z", "x"]],
    "number": [["1.5"], ["3", "1"]],
    "boolean": [["true"], ["true", "false"], ["false"]],
    "date": [["2024-02-29"], ["2024-03-31", "2024-01-31"]],
}
NUMBERS = ("0", "1", "2", "3", "1.5", "-1")
MONTHS, DURATIONS = ("P1M", "P2M", "P12M"), ("P1D", "P30D")
CHANGE = date(2024, 6, 1)  # parameters and rules change here
DAYS_ASKED = (date(2024, 5, 31), CHANGE)
MOST_CASES = 200

Draw = Any


@dataclass
class Names:
    """What formulas may name, by type."""

    choices: list[str] = field(default_factory=list)
    booleans: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    keyed: list[str] = field(default_factory=list)  # numbers by a choice
    sets: list[str] = field(default_factory=list)
    optional: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Made:
    """A pack's document, its question's inputs by type, and the cases to try."""

    document: dict[str, Any]
    cases: list[tuple[dict[str, Any], date]]

    def __repr__(self) -> str:
        return "<a pack>"


@st.composite
def packs(draw: Draw) -> Made:
    names = Names()
    inputs = {f"i{n}": draw(one_input(f"i{n}", names)) for n in range(draw(st.integers(2, 4)))}
    parameters = {f"p{n}": draw(one_parameter(f"p{n}", names)) for n in range(draw(st.integers(0, 3)))}
    every = draw(st.integers(0, 3)) == 0
    decisions: dict[str, Any] = {}
    if draw(st.integers(0, 2)) == 0:
        decisions["s0"] = {"of": "q", "output": {"type": "number"}, "rules": [draw(step_rule(n, names, inputs)) for n in range(draw(st.integers(1, 2)))]}
        names.numbers.append("s0")
        names.optional.append("s0")
    if draw(st.integers(0, 3)) == 0:
        step_rules = [draw(set_rule(n, names, inputs)) for n in range(draw(st.integers(1, 3)))]
        decisions["s1"] = {"of": "q", "hit": "all", "output": {"type": "set", "of": choice(*RESULTS)}, "rules": step_rules}
        names.sets.append("s1")
    outputs: dict[str, Any] = {"out": {"type": "set", "of": choice(*RESULTS)}} if every else {"out": choice(*RESULTS)}
    if not every and draw(st.booleans()):
        outputs["n"] = draw(st.sampled_from(["number", "boolean", "date"]))
    count = draw(st.integers(1, 8))
    order = draw(st.permutations(range(count)))
    rules = [draw(one_rule(n, [f"r{m}" for m in order[: order.index(n)]], names, inputs, outputs)) for n in range(count)]
    decisions["q"] = {"rules": rules, **({"hit": "all"} if every else {})}
    document: dict[str, Any] = {"questions": {"q": question(inputs, outputs)}, "decisions": decisions}
    if parameters:
        document["parameters"] = parameters
    if draw(st.integers(0, 3)) == 0:
        document["month_end"] = "next_first"
    return Made(document, list(islice(cases(inputs), MOST_CASES)))


# --- inputs, parameters, cases


@st.composite
def one_input(draw: Draw, name: str, names: Names) -> dict[str, Any]:
    kind = draw(st.sampled_from(["choice", "choice", "boolean", "number", "integer", "date"]))
    absent = draw(st.sampled_from([None, None, "none", "false" if kind == "boolean" else "as_of" if kind == "date" else "none"]))
    made = choice(*CODES) if kind == "choice" else {"type": kind}
    if absent is not None:
        made["absent"] = False if absent == "false" else absent
    {"choice": names.choices, "boolean": names.booleans, "date": names.dates}.get(kind, names.numbers).append(name)
    if absent == "none":
        names.optional.append(name)
    return made


@st.composite
def one_parameter(draw: Draw, name: str, names: Names) -> dict[str, Any]:
    kind = draw(st.sampled_from(["number", "choice", "date", "keyed"] if names.choices else ["number", "date"]))
    pool = {"number": NUMBERS, "choice": CODES, "date": DAYS, "keyed": NUMBERS}[kind]
    made: dict[str, Any] = {"label": label(name), **({"like": f"q.{names.choices[0]}"} if kind == "choice" else {"type": "number" if kind == "keyed" else kind})}

    def value() -> Any:
        return {c: draw(st.sampled_from(pool)) for c in CODES[: draw(st.integers(1, 3))]} if kind == "keyed" else draw(st.sampled_from(pool))

    if kind == "keyed":
        made["key"] = choice(*CODES)
    made["values"] = [{"value": value()}, *([{"from": str(CHANGE), "value": value()}] if draw(st.booleans()) else [])]
    {"number": names.numbers, "choice": names.choices, "date": names.dates, "keyed": names.keyed}[kind].append(name)
    return made


def cases(inputs: dict[str, Any]) -> Iterator[tuple[dict[str, Any], date]]:
    """Every combination of a few values of each input, absent ones too."""
    pools = [_values(typed) for typed in inputs.values()]
    for on in DAYS_ASKED:
        for values in product(*pools):
            yield {n: v for n, v in zip(inputs, values, strict=True) if v is not None}, on


def _values(typed: dict[str, Any]) -> list[Any]:
    given: list[Any]
    match typed["type"]:
        case "choice":
            given = list(CODES)
        case "boolean":
            given = [True, False]
        case "integer":
            given = [1, 0, 3, -1]
        case "number":
            given = [1, Decimal("1.5"), 3]
        case _:
            given = [date.fromisoformat(d) for d in (DAYS[1], DAYS[3], DAYS[4], DAYS[6])]
    return [None, *given] if "absent" in typed else given


# --- rules


@st.composite
def one_rule(draw: Draw, index: int, before: list[str], names: Names, inputs: dict[str, Any], outputs: dict[str, Any]) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": f"r{index}"}
    if before and draw(st.integers(0, 2)) == 0:
        rule["excepts"] = draw(st.lists(st.sampled_from(before), min_size=1, max_size=3, unique=True))
    columns = draw(st.lists(st.sampled_from([*inputs, *(["s0"] if "s0" in names.numbers else []), *names.sets]), max_size=3, unique=True))
    when = {c: draw(cell(c, {"s0": "number", "s1": "set"}.get(c) or inputs[c]["type"], names)) for c in columns}
    if when:
        rule["when"] = when
    if draw(st.integers(0, 3)) == 0:
        rule["if"] = draw(boolean(names, 2))
    kind = draw(st.sampled_from(["then"] * 5 + ["undetermined", "silent"]))
    if kind == "then":
        rule["then"] = {"out": draw(result(names, outputs))}
        if "n" in outputs and draw(st.integers(0, 3)):
            rule["then"]["n"] = draw({"number": number, "boolean": boolean, "date": day}[outputs["n"]](names, 1))
    elif kind == "undetermined":
        rule["undetermined"] = {"why": label(draw(st.sampled_from(["u1", "u2"])))}
        if draw(st.booleans()):  # one that is left is certain
            possible = {n: st.sampled_from(POSSIBLE[t if isinstance(t, str) else t["type"]]) for n, t in outputs.items()}
            rule["undetermined"]["outcomes"] = {n: draw(possible[n]) for n in draw(st.lists(st.sampled_from([*outputs]), min_size=1, unique=True))}
    else:
        rule["silent"] = label(draw(st.sampled_from(["s1", "s2"])))
    if draw(st.integers(0, 5)) == 0:
        rule["strength"] = draw(st.sampled_from(["may", "in_principle"]))
    period = draw(st.integers(0, 9))
    if period < 2:
        rule["from" if period else "to"] = str(CHANGE if period else DAYS_ASKED[0])
    return rule


@st.composite
def step_rule(draw: Draw, index: int, names: Names, inputs: dict[str, Any]) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": f"t{index}"}
    columns = draw(st.lists(st.sampled_from(list(inputs)), max_size=1))
    if columns:
        rule["when"] = {c: draw(cell(c, inputs[c]["type"], names)) for c in columns}
    if draw(st.integers(0, 3)) == 0:
        rule["undetermined"] = {"why": label("step")}
    else:
        rule["then"] = draw(st.sampled_from(["1", "2"])) if draw(st.booleans()) else draw(number(names, 1))
    return rule


@st.composite
def set_rule(draw: Draw, index: int, names: Names, inputs: dict[str, Any]) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": f"e{index}", "then": draw(st.sampled_from(RESULTS))}
    columns = draw(st.lists(st.sampled_from(list(inputs)), min_size=1, max_size=2, unique=True))
    rule["when"] = {c: draw(cell(c, inputs[c]["type"], names)) for c in columns}
    if draw(st.integers(0, 5)) == 0:
        rule["undetermined"] = {"why": label("a gap")}
        del rule["then"]
    if index and draw(st.integers(0, 4)) == 0:
        rule["excepts"] = [f"e{index - 1}"]
    return rule


@st.composite
def result(draw: Draw, names: Names, outputs: dict[str, Any]) -> Any:
    codes = st.sampled_from(RESULTS)
    if "of" in outputs["out"]:
        return draw(st.sampled_from(names.sets)) if names.sets and draw(st.integers(0, 3)) == 0 else draw(st.lists(codes, max_size=2))
    if draw(st.integers(0, 4)) == 0:
        return f"if {draw(boolean(names, 1))} then {draw(codes)} else {draw(codes)}"
    return draw(codes)


# --- cells


@st.composite
def cell(draw: Draw, column: str, kind: str, names: Names) -> Any:
    """A cell of any form: one test, a list of them (in YAML or in words), `not(…)`, or `-`."""
    if kind == "set":
        return draw(st.sampled_from(["empty", "not(empty)", "-"]))
    tests = {"choice": code_test, "boolean": truth_test, "date": day_test}.get(kind, number_test)(column, names)
    form = draw(st.integers(0, 9))
    if form == 0:
        return "-"
    if form <= 5:
        return draw(tests)
    several = draw(st.lists(tests, min_size=1, max_size=3))
    return f"not({', '.join(several)})" if form <= 7 else ", ".join(several) if form == 8 else several


@st.composite
def code_test(draw: Draw, column: str, names: Names) -> str:
    if column in names.optional and draw(st.integers(0, 5)) == 0:
        return "none"
    others = [n for n in names.choices if n != column]
    return draw(st.sampled_from(others if others and draw(st.integers(0, 7)) == 0 else CODES))


@st.composite
def truth_test(draw: Draw, column: str, names: Names) -> str:
    others = [n for n in names.booleans if n != column]
    pool = ["true", "false", *(["none"] if column in names.optional else []), *(others if draw(st.integers(0, 5)) == 0 else [])]
    return draw(st.sampled_from(pool))


@st.composite
def number_test(draw: Draw, column: str, names: Names) -> str:
    return draw(ordered_test(column, names, st.sampled_from(NUMBERS), number(names, 1)))


@st.composite
def day_test(draw: Draw, column: str, names: Names) -> str:
    return draw(ordered_test(column, names, st.sampled_from([*DAYS, "as_of"]), day(names, 1)))


@st.composite
def ordered_test(draw: Draw, column: str, names: Names, plain: st.SearchStrategy[str], worked_out: st.SearchStrategy[str]) -> str:
    if column in names.optional and draw(st.integers(0, 7)) == 0:
        return "none"
    form = draw(st.integers(0, 9))
    if form < 2:
        opening, closing = draw(st.sampled_from(["[", "(", "]"])), draw(st.sampled_from(["]", ")", "["]))
        return f"{opening}{draw(plain)}..{draw(plain)}{closing}"
    side = draw(plain) if form < 7 else draw(worked_out)
    operator = draw(st.sampled_from(["<", "<=", ">", ">=", "=", "!="]))
    return f"{operator} {side}"


# --- formulas


def number(names: Names, depth: int) -> st.SearchStrategy[str]:
    leaves = st.sampled_from([*NUMBERS, *names.numbers, *names.numbers, *[f"{k}[{c}]" for k in names.keyed for c in [*CODES, *[n for n in names.choices if n[0] == "i"]]]])
    if depth == 0:
        return leaves
    below = number(names, depth - 1)
    return st.one_of(
        leaves,
        st.tuples(below, st.sampled_from("+-*/"), below).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(["min", "max", "sum"]), below, below).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        st.tuples(st.sampled_from(["abs", "floor", "ceiling", "-", "round half up"]), below).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(boolean(names, depth - 1), below, below).map(lambda t: f"(if {t[0]} then {t[1]} else {t[2]})"),
        below.map(lambda t: f"count([{t}, 1] + [2])"),
        *([st.sampled_from(names.dates).flatmap(lambda d: st.sampled_from([f"{d}.month", f"{d}.day"]))] if names.dates else []),
    )


def day(names: Names, depth: int) -> st.SearchStrategy[str]:
    leaves = st.sampled_from([*DAYS, "as_of", *names.dates, *names.dates])
    if depth == 0:
        return leaves
    below = day(names, depth - 1)
    return st.one_of(
        leaves,
        st.tuples(below, st.sampled_from("+-"), st.sampled_from(MONTHS + DURATIONS)).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(["min", "max"]), below, below).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        st.tuples(boolean(names, depth - 1), below, below).map(lambda t: f"(if {t[0]} then {t[1]} else {t[2]})"),
    )


def boolean(names: Names, depth: int) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["<", "<=", ">", ">=", "=", "!="])
    leaves = [
        st.tuples(number(names, 0), operators, number(names, 0)).map(" ".join),
        st.tuples(day(names, 0), operators, day(names, 0)).map(" ".join),
        *([st.sampled_from(names.booleans)] * 2 if names.booleans else []),
        *([st.tuples(st.sampled_from(names.choices), st.sampled_from(["=", "!="]), st.sampled_from([*CODES, *names.choices])).map(" ".join)] if names.choices else []),
        *(
            [st.tuples(st.sampled_from(names.choices), st.lists(st.sampled_from(CODES), min_size=1, max_size=2)).map(lambda t: f"{t[0]} in [{', '.join(t[1])}]")]
            if names.choices
            else []
        ),
        *([st.tuples(st.sampled_from(names.optional), st.sampled_from(["=", "!="])).map(lambda t: f"{t[0]} {t[1]} none")] if names.optional else []),
        st.tuples(number(names, 0), st.sampled_from(["[1..2]", "(1..3)", "[0..2)", "(0, 2)"])).map(" in ".join),
        *([st.sampled_from(RESULTS).map(lambda code: f"{code} in s1"), st.just("count(s1) > 1")] if names.sets else []),
    ]
    if depth == 0:
        return st.one_of(*leaves)
    below = boolean(names, depth - 1)
    numbers = number(names, depth - 1)
    return st.one_of(
        *leaves,
        st.tuples(below, st.sampled_from(["and", "or"]), below).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
        below.map(lambda t: f"not({t})"),
        st.tuples(below, below, below).map(lambda t: f"(if {t[0]} then {t[1]} else {t[2]})"),
        st.tuples(numbers, operators, numbers).map(" ".join),
        st.tuples(day(names, depth - 1), operators, day(names, depth - 1)).map(" ".join),
        st.tuples(st.sampled_from(["some", "every"]), numbers, numbers).map(lambda t: f"({t[0]} v in [{t[1]}, 1, {t[2]}] satisfies v > 1)"),
    )
