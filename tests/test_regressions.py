"""What once was wrong, and holds now: each test a small pack, and the answer that the old code missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from policykit.api import Policy, load, read
from policykit.casework.duties import duties
from policykit.diagnostics import PolicyError, Text
from policykit.domain.events import Event

from .properties import making

ON = date(2024, 1, 1)
PACK = """pack: p
label: {zh: 名, en: p}
jurisdiction: {zh: 省, en: P}
issuers: [office]
level: province
region: "210000"
validity: {from: 2020-01-01, cite: {a1: 文}}
parties: {office: {zh: 局, en: office}}
clauses: [{id: a1, quote: 文, kind: decision, en: text}]
"""
CODES = "type: choice, values: {a: {zh: 甲, en: a}, b: {zh: 乙, en: b}, c: {zh: 丙, en: c}}"
FLAG = "type: boolean, absent: false"
RECORD = "type: record, absent: none, fields: {n: {label: {zh: 数, en: n}, type: integer}}"
OUTCOME = "type: choice, values: {yes_: {zh: 是, en: y}, no_: {zh: 否, en: n}}"
YES, NO = "then: {outcome: yes_}", "then: {outcome: no_}"


def question(inputs: dict[str, str], outcome: str = OUTCOME, name: str = "q") -> str:
    said = "".join(f"      {n}: {{label: {{zh: 入, en: {n}}}, {t}}}\n" for n, t in inputs.items())
    return f"  {name}:\n    label: {{zh: 问, en: q}}\n    group: g\n    inputs:\n{said}    outputs:\n      outcome: {{label: {{zh: 果, en: o}}, {outcome}}}\n"


def decision(*rules: str, steps: str = "", name: str = "q") -> str:
    return f"decisions:\n{steps}  {name}:\n    rules:\n" + "".join(f"      - {{{r}, cite: {{a1: 文}}}}\n" for r in rules)


def pack(inputs: dict[str, str], *rules: str, steps: str = "", more: str = "", outcome: str = OUTCOME) -> Policy:
    return read({"pack.yaml": PACK + more + "questions:\n" + question(inputs, outcome) + decision(*rules, steps=steps)})


def outcome_of(policy: Policy, facts: dict[str, Any]) -> Any:
    """The one output where the case is answered, else the status."""
    answer = policy.ask("q", facts, on=ON)
    return answer.values.outcome if answer.status == "answered" else answer.status


def codes(error: pytest.ExceptionInfo[PolicyError]) -> list[str]:
    return [d.code for d in error.value.diagnostics]


def either(condition: str) -> tuple[str, str]:
    """Two rules: yes where the condition holds, no elsewhere."""
    return f"id: r, if: '{condition}', {YES}", f"id: s, if: 'not({condition})', {NO}"


# --- rules that disagree


@pytest.mark.parametrize("first", ["B", "C"])
def test_an_exception_wins_only_over_the_rules_it_holds_by(first: str) -> None:
    """E is an exception to A (which would be one to C) and to B. A does not hold, so C and E disagree, in any order of the rules."""
    rules = {"B": f"id: B, when: {{b: true}}, {YES}", "C": f"id: C, when: {{c: true}}, {NO}"}
    rest = (f"id: A, excepts: [C], when: {{a: true}}, {YES}", f"id: E, excepts: [A, B], when: {{e: true}}, {YES}")
    policy = pack(dict.fromkeys("abce", FLAG), rules.pop(first), *rules.values(), *rest)
    with pytest.raises(PolicyError) as error:
        outcome_of(policy, {"b": True, "c": True, "e": True})
    assert codes(error) == ["rules-disagree"]


# --- none, sets, numbers


@pytest.mark.parametrize("condition", ["xs = ys", "ys = xs", "xs = [1, 2]"])
def test_a_set_equals_a_list_of_its_elements(condition: str) -> None:
    policy = pack({"xs": "type: set, of: {type: integer}", "ys": "type: list, of: {type: integer}"}, *either(condition))
    assert outcome_of(policy, {"xs": [1, 2], "ys": [1, 2]}) == "yes_"
    assert outcome_of(policy, {"xs": [1, 3], "ys": [1, 3, 4]}) == "no_"


def test_a_part_of_a_record_that_is_none_is_none() -> None:
    assert outcome_of(pack({"r": RECORD}, *either("r.n < 2")), {}) == "no_"


@pytest.mark.parametrize("cell", ["[empty, none]", "'empty, none'"])
def test_empty_in_a_list_of_cells_is_still_empty(cell: str) -> None:
    policy = pack({"xs": "type: set, of: {type: integer}, absent: none"}, f"id: r, when: {{xs: {cell}}}, {YES}")
    assert [outcome_of(policy, f) for f in ({"xs": []}, {}, {"xs": [1]})] == ["yes_", "yes_", "silent"]


@pytest.mark.parametrize("call", ["min", "max", "sum"])
def test_a_function_of_many_takes_one(call: str) -> None:
    assert outcome_of(pack({"n": "type: integer"}, *either(f"{call}(n) < 2")), {"n": 1}) == "yes_"


def test_no_durations_add_up_to_no_time() -> None:
    policy = pack({"xs": "type: list, of: {type: duration}"}, *either("sum(xs) < P1D"))
    assert [outcome_of(policy, {"xs": xs}) for xs in ([], ["PT12H", "PT12H"])] == ["yes_", "no_"]


def test_a_whole_number_stays_whole() -> None:
    policy = pack({"n": "type: integer"}, "id: r, then: {outcome: n / 2}", outcome="type: integer")
    assert outcome_of(policy, {"n": 4}) == 2
    with pytest.raises(PolicyError) as error:
        outcome_of(policy, {"n": 3})
    assert codes(error) == ["out-of-range"]
    with pytest.raises(PolicyError) as error:
        pack({"n": "type: integer"}, "id: r, then: {outcome: part}", outcome="type: integer", more="parameters: {part: {type: integer, values: [{value: 2.5, cite: {a1: 文}}]}}\n")
    assert codes(error) == ["type"]


def test_what_no_rule_reached_computes_spoils_no_answer() -> None:
    rest = [f"id: {i}, when: {{a: false}}, if: 'd + n * P1Y {c}', {NO}" for i, c in (("s", "< 2025-01-01"), ("t", "> 2026-01-01"))]
    policy = pack({"a": FLAG, "n": "type: integer", "d": "type: date"}, f"id: r, when: {{a: true}}, {YES}", *rest)
    assert outcome_of(policy, {"a": True, "n": 10**30, "d": ON}) == "yes_"


def test_an_element_of_another_type_is_in_no_list() -> None:
    with pytest.raises(PolicyError) as error:
        pack({"xs": "type: list, of: {type: integer}"}, *either('list contains(xs, "a")'))
    assert codes(error) == ["incomparable", "incomparable"]
    assert outcome_of(pack({"xs": f"type: list, of: {{{CODES}}}"}, *either('list contains(xs, "a")')), {"xs": ["a"]}) == "yes_"


# --- facts


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("time", time(1, tzinfo=UTC)),
        ("months", 10**30),
        ("duration", timedelta(days=999_999)),
        ("datetime", datetime(1, 1, 1)),
        ("set, of: {type: record, fields: {n: {label: {zh: 数, en: n}, type: integer}}}", [{"n": 1}]),
    ],
)
def test_a_fact_beyond_its_type_is_refused(type_: str, value: Any) -> None:
    with pytest.raises(PolicyError) as error:
        outcome_of(pack({"x": f"type: {type_}"}, f"id: r, {YES}"), {"x": value})
    assert codes(error) == ["value"]


def test_a_fact_is_derived_from_a_choice_that_is_given() -> None:
    for source, code in (
        ("u: {label: {zh: 入, en: u}, type: boolean}", "type"),
        (f"u: {{label: {{zh: 入, en: u}}, {CODES}, absent: {{from: w, map: {{a: a}}}}}}", "unknown-input"),
    ):
        with pytest.raises(PolicyError) as error:
            pack({"t": CODES + ", absent: {from: u, map: {a: b}}", "w": CODES + "}\n      " + source.removesuffix("}")}, f"id: r, {YES}")
        assert codes(error) == [code]


# --- unknown


KEYED = (
    "parameters:\n  limits: {type: number, key: {" + CODES + "}, values: [{value: {a: 1, b: 9, c: 1}, cite: {a1: 文}}]}\n"
    "  words: {type: list, of: {type: text}, values: [{value: [b], cite: {a1: 文}}]}\n"
)


@pytest.mark.parametrize(
    ("type_", "condition"),
    [
        (CODES, "5 < limits[x]"),
        (CODES, "list contains(words, x)"),
        ("type: date", "x.year >= 2025"),
        ("type: date, absent: none", "x = none"),
        (CODES + ", absent: none", "x = none"),
        ("type: number", "x * x < 10"),
        ("type: number", "floor(x) < 10"),
        ("type: number, min: 0", "0.5 * x < 0.2"),
        ("type: number, min: 0", "x in [0.001..0.002]"),
        ("type: datetime", "date(x) <= 2024-01-01"),
        ("type: time", "x < 16:00"),
        ("type: months", "x < P6M"),
    ],
)
def test_an_unknown_fact_that_may_decide_leaves_the_answer_open(type_: str, condition: str) -> None:
    answer = pack({"x": type_}, *either(condition), more=KEYED).ask("q", {"x": "unknown"}, on=ON)
    assert (answer.status, answer.missing) == ("undetermined", ("x",))


def test_a_boundary_close_above_the_least_value_is_tried_on_both_sides() -> None:
    """Between 0 and 0.004 lie amounts too, though fewer than a hundredth."""
    answer = pack({"x": "type: number, min: 0"}, *either("x < 0.004")).ask("q", {"x": "unknown"}, on=ON)
    assert (answer.status, answer.missing) == ("undetermined", ("x",))


def test_an_unknown_fact_decides_through_a_step() -> None:
    step = "  both:\n    of: q\n    output: {type: number}\n    rules:\n      - {id: x, then: 'a + b', cite: {a1: 文}}\n"
    answer = pack({"a": "type: number", "b": "type: number"}, *either("both < 100"), steps=step).ask("q", {"a": "unknown", "b": 5}, on=ON)
    assert (answer.status, answer.missing) == ("undetermined", ("a",))


def test_an_output_that_is_an_unknown_fact_may_be_any_of_its_values() -> None:
    answer = pack({"x": CODES}, "id: r, then: {outcome: x}", outcome=CODES).ask("q", {"x": "unknown"}, on=ON)
    assert (answer.status, answer.outcomes) == ("undetermined", {"outcome": ("a", "b", "c")})


def test_a_part_that_is_unknown_is_neither_this_nor_that() -> None:
    policy = pack({"xs": "type: set, of: {type: integer}"}, *either("1 in xs"))
    answer = policy.ask("q", {"xs": ["unknown", 2]}, on=ON)
    assert (answer.status, answer.missing) == ("undetermined", ("xs",))


def test_what_is_unknown_and_not_read_leaves_the_answer_alone() -> None:
    policy = pack({"xs": "type: list, of: {type: integer}", "a": "type: boolean"}, f"id: r, when: {{a: true}}, {YES}", f"id: s, when: {{a: false}}, if: count(xs) > 1, {NO}")
    assert outcome_of(policy, {"xs": "unknown", "a": True}) == "yes_"
    assert outcome_of(policy, {"xs": "unknown", "a": False}) == "undetermined"


def test_open_rules_together_leave_open_what_each_does() -> None:
    rules = [f"id: {i}, when: {{a: {a}}}, undetermined: {{why: {{zh: 因, en: why}}, outcomes: {{outcome: [{o}]}}}}" for i, a, o in (("r", "true", "yes_"), ("s", "false", "no_"))]
    assert set(pack({"a": "type: boolean"}, *rules).ask("q", {"a": "unknown"}, on=ON).outcomes["outcome"]) == {"yes_", "no_"}


# --- steps and readings


def test_a_step_is_read_by_decisions_on_its_own_question() -> None:
    step = "  st:\n    of: q\n    output: {type: boolean}\n    rules:\n      - {id: x, then: a, cite: {a1: 文}}\n"
    with pytest.raises(PolicyError) as error:
        read({"pack.yaml": PACK + "questions:\n" + question({"a": FLAG}) + question({"b": FLAG}, name="q2") + decision(f"id: r, when: {{st: true}}, {YES}", steps=step, name="q2")})
    assert codes(error) == ["unknown-input"]


def test_a_step_to_which_all_rules_add_is_a_set() -> None:
    step = "  st:\n    of: q\n    output: {type: number}\n    hit: all\n    rules:\n      - {id: x, then: 1, cite: {a1: 文}}\n"
    with pytest.raises(PolicyError) as error:
        pack({"a": FLAG}, f"id: r, when: {{st: '< 1'}}, {YES}", steps=step)
    assert codes(error) == ["type"]


def readings(**changes: str) -> str:
    """Ambiguities whose other reading is called `two`."""
    said = "{zh: 字, en: x}"
    ones = (
        f"  {id_}: {{clauses: [a1], problem: {said}, chosen: one, why: {said}, readings: {{one: {said}, two: {{zh: 二, en: y, change: {{{c}}}}}}}}}\n" for id_, c in changes.items()
    )
    return "readings:\n" + "".join(ones)


def test_two_readings_of_one_rule_both_count() -> None:
    more = readings(A01="q/r: {when: {a: true}}", A02="q/r: {then: {outcome: no_}}")
    policy = pack({"a": FLAG}, f"id: r, {YES}, reading: [A01, A02]", more=more).under({"A01": "two", "A02": "two"})
    assert [outcome_of(policy, {"a": a}) for a in (True, False)] == ["no_", "silent"]


def test_a_reading_of_the_validity_keeps_the_day_it_does_not_change() -> None:
    policy = pack({"a": FLAG}, f"id: r, {YES}", more=readings(A01="validity: {to: 2030-01-01}")).under({"A01": "two"})
    assert (policy.pack.instrument.period.first, policy.pack.instrument.period.last) == (date(2020, 1, 1), date(2030, 1, 1))


def test_a_reading_that_changes_the_strength_is_one_the_answer_rests_on() -> None:
    answer = pack({"a": FLAG}, f"id: r, {YES}, reading: A01", more=readings(A01="q/r: {strength: may}")).ask("q", {}, on=ON)
    assert (answer.basis, answer.readings) == ("reading", ("A01",))


def test_a_reading_may_read_a_step_that_the_text_does_not() -> None:
    step = "  st:\n    of: q\n    output: {type: boolean}\n    rules:\n      - {id: x, then: a, cite: {a1: 文}}\n"
    policy = pack({"a": FLAG}, f"id: r, {YES}, reading: A01", steps=step, more=readings(A01="q/r: {when: {st: true}}"))
    assert policy.ask("q", {}, on=ON).readings == ("A01",)
    assert outcome_of(policy.under({"A01": "two"}), {}) == "silent"


# --- duties


NORM = """parameters:
  days: {label: {zh: 日, en: d}, type: duration, values: [{FROMvalue: P5D, cite: {a1: 文}}]}
norms:
  report: {label: {zh: 报, en: report}, must: report, by: office, starts: {intake: {}}, due: "date(start) + days", done: {settled: {}}, excused: {force_majeure: {}}, cite: {a1: 文}}
"""


def test_what_comes_after_the_deadline_excuses_nothing() -> None:
    pack_ = read({"pack.yaml": PACK + NORM.replace("FROM", "")}).pack
    intake = Event(id="e1", kind="intake", at=datetime(2024, 1, 1, 9), case="c")
    storms = [Event(id="e2", kind="force_majeure", at=datetime(2024, month, 2), case="c") for month in (1, 2)]
    assert [duties(pack_, [intake, storm], datetime(2024, 3, 1))[0].state for storm in storms] == ["excused", "breached"]


def test_a_changed_pack_has_deadlines_of_its_own() -> None:
    pack_ = read({"pack.yaml": PACK + NORM.replace("FROM", "")}).pack
    events = [Event(id="e1", kind="intake", at=datetime(2024, 1, 1, 9))]
    days = pack_.parameters["days"]
    mutant = replace(pack_, parameters={"days": replace(days, values=(replace(days.values[0], value=timedelta(days=9)),))})
    assert [duties(p, events, datetime(2024, 3, 1))[0].due for p in (pack_, mutant, pack_)] == [date(2024, 1, 6), date(2024, 1, 10), date(2024, 1, 6)]


def test_a_deadline_whose_parameter_has_no_value_yet_is_not_worked_out() -> None:
    pack_ = read({"pack.yaml": PACK + NORM.replace("FROM", "from: 2022-01-01, ")}).pack
    found = duties(pack_, [Event(id="e1", kind="intake", at=datetime(2021, 1, 1, 9))], datetime(2021, 3, 1))[0]
    assert (found.state, found.due) == ("pending", None)
    assert found.why is not None and "`days`" in found.why.en


def test_what_starts_a_duty_reads_no_parameters() -> None:
    more = """events: {counted: {label: {zh: 数, en: counted}, fields: {pieces: {type: integer}}}}
parameters: {many: {label: {zh: 多, en: many}, type: integer, values: [{value: 9, cite: {a1: 文}}]}}
norms:
  report: {label: {zh: 报, en: report}, must: report, by: office, starts: {counted: {pieces: "> many"}}, due: promptly, done: {settled: {}}, cite: {a1: 文}}
"""
    with pytest.raises(PolicyError) as error:
        read({"pack.yaml": PACK + more})
    assert codes(error) == ["unknown-name"]


def test_rules_that_disagree_whatever_an_unknown_fact_is_are_an_error() -> None:
    rules = [{"id": "first", "then": {"out": "x"}}, {"id": "second", "when": {"amount": "> 0"}, "then": {"out": "y"}}]
    inputs = {"amount": "integer", "kind": making.choice("a", "b")}
    policy = making.load({"questions": {"q": making.question(inputs, {"out": making.choice("x", "y")})}, "decisions": {"q": {"rules": rules}}})
    with pytest.raises(PolicyError) as e:
        policy.ask("q", {"amount": 1, "kind": "unknown"}, on=date(2024, 1, 1))
    assert [d.code for d in e.value.diagnostics] == ["rules-disagree"]
    assert policy.ask("q", {"amount": "unknown", "kind": "a"}, on=date(2024, 1, 1)).values.out == "x"  # what can be answered is answered


def test_an_unknown_fact_compared_with_another_that_cannot_be_tried_is_undetermined() -> None:
    rules = [{"id": "equal", "when": {"m": "= (if c then 3 else n)"}, "then": {"out": "x"}}, {"id": "square", "if": "n * n > 4", "then": {"out": "x"}}]
    policy = making.load(
        {"questions": {"q": making.question({"m": "integer", "n": "integer", "c": "boolean"}, {"out": making.choice("x", "y")})}, "decisions": {"q": {"rules": rules}}}
    )
    answer = policy.ask("q", {"m": "unknown", "n": "unknown", "c": False}, on=date(2024, 1, 1))
    assert (answer.status, answer.missing) == ("undetermined", ("m", "n"))
    assert policy.ask("q", {"m": "unknown", "n": 2, "c": False}, on=date(2024, 1, 1)).missing == ("m",)


def test_what_an_unknown_fact_leaves_open_rests_on_each_reading_that_some_value_tried_rests_on() -> None:
    """A tent in use until 30 August: how six months are counted (A01) and what the last day is (A03) matter for some first days."""
    facts = {"item": "single_tent", "issued_to": "victims", "used_to": date(2025, 8, 30)}
    liaoning = load("liaoning")
    days = [date(2025, 2, 20) + timedelta(days=n) for n in range(20)]
    known = [liaoning.ask("recoverable", facts | {"used_from": day}) for day in days]
    open_ = liaoning.ask("recoverable", facts | {"used_from": "unknown"})
    assert {a.readings for a in known} == {(), ("A01",), ("A03",)}
    assert (open_.status, open_.readings, open_.missing) == ("undetermined", ("A01", "A03"), ("used_from",))


def test_a_trace_tells_facts_given_and_assumed_apart_however_many_there_are() -> None:
    inputs = {f"i{n}": {"type": "boolean", "absent": False} for n in range(300)}
    rules = [{"id": "yes", "when": {"i0": "true"}, "then": {"out": "x"}}, {"id": "no", "when": {"i0": "false"}, "then": {"out": "y"}}]
    policy = making.load({"questions": {"q": making.question(inputs, {"out": making.choice("x", "y")})}, "decisions": {"q": {"rules": rules}}})
    trace = policy.ask("q", {f"i{n}": True for n in range(1, 299)}, on=ON).trace
    assert (set(trace.given), set(trace.assumed)) == ({f"i{n}" for n in range(1, 299)}, {"i0", "i299"})


def in_doubt(rules: list[dict[str, Any]], inputs: dict[str, Any], rule: str, otherwise: dict[str, Any]) -> Policy:
    """A pack whose rule `rule` another reading of A01 has with the conditions `otherwise`."""
    readings = {"one": making.label("one"), "two": {**making.label("two"), "change": {f"q/{rule}": otherwise}}}
    doubt = {"clauses": [], "problem": making.label("p"), "chosen": "one", "why": making.label("w"), "readings": readings}
    questions = {"q": making.question(inputs, {"out": making.choice("x", "y")})}
    return making.load({"questions": questions, "decisions": {"q": {"rules": rules}}, "readings": {"A01": doubt}})


def test_one_rule_that_rests_on_a_reading_for_some_values_keeps_its_label_and_note() -> None:
    rule = {"id": "r", "label": making.label("called"), "note": making.label("noted"), "when": {"f": "false"}, "then": {"out": "x"}, "reading": ["A01"]}
    other = {"id": "s", "when": {"c": "d"}, "excepts": ["r"], "if": "f", "then": {"out": "y"}}
    policy = in_doubt([rule, other], {"c": making.choice("a", "b", "d"), "f": "boolean"}, "r", {"when": {"c": "a"}})
    assert [policy.ask("q", {"c": c, "f": False}, on=ON).readings for c in ("a", "b", "d")] == [(), ("A01",), ("A01",)]
    answer = policy.ask("q", {"c": "unknown", "f": False}, on=ON)
    assert (answer.status, answer.rule, answer.basis, answer.readings) == ("answered", "r", "reading", ("A01",))
    assert (answer.conclusion.label, answer.conclusion.note) == (Text("called", "called"), Text("noted", "noted"))


def test_a_frame_tells_readings_that_turn_on_an_unknown_number_row_by_row() -> None:
    pl = pytest.importorskip("polars")
    rule = {"id": "r", "when": {"c": "a"}, "then": {"out": "x"}, "reading": ["A01"]}
    other = {"id": "s", "when": {"c": "b"}, "then": {"out": "y"}}
    policy = in_doubt([rule, other], {"c": making.choice("a", "b"), "i": "integer", "n": "number"}, "r", {"if": "i >= n"})
    cases = pl.DataFrame({"c": ["a"] * 41, "i": range(-20, 21), "n": [None] * 41}, schema_overrides={"n": pl.Int64})
    found = policy.ask_frame("q", cases, on=ON, key=(), add=("basis", "readings"))
    asked = [policy.ask("q", {"c": "a", "i": i, "n": "unknown"}, on=ON) for i in range(-20, 21)]
    assert [(b, () if r is None else tuple(r)) for b, r in zip(found["basis"], found["readings"].to_list(), strict=True)] == [(a.basis, a.readings) for a in asked]
