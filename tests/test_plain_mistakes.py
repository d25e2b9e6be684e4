"""What programs give by mistake, or in another form that can mean one thing only: taken, or one error that says what was expected."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

import policykit
from policykit import PolicyError
from policykit.casework.duties import duties
from policykit.cli.app import app
from policykit.domain.events import Event
from policykit.ir.allocation import Allocation

LIAONING, CHANGZHI = policykit.load("liaoning"), policykit.load("changzhi")
FRAME = pl.DataFrame({"item": ["quilt"], "issued_to": ["victims"], "used_to": ["2026-01-01"]})
TENT = {"item": "single_tent", "issued_to": "victims"}
NOW = datetime(2026, 3, 10)
NINE = Path(__file__).parent.parent / "docs" / "examples" / "single-tent-nine-months.yaml"
LINE = {"id": "e1", "kind": "arrived", "at": "2026-03-03T12:00", "case": "d-17"}
LOG = [Event(id="e1", kind="arrived", at=datetime(2026, 3, 3, 12), case="d-17", by=None)]
Told = list[tuple[str, str, str | None, tuple[str, ...]]]


def told(call: Callable[[], object]) -> Told:
    with pytest.raises(PolicyError) as caught:
        call()
    return [(d.code, d.message.en, d.help.en if d.help else None, d.about) for d in caught.value.diagnostics]


# --- duties


def test_a_policy_may_stand_for_its_pack_and_a_mapping_for_an_event() -> None:
    owed = duties(LIAONING.pack, LOG, NOW)
    assert owed and duties(LIAONING, [LINE], NOW) == owed == duties(LIAONING, [*LOG, LINE], NOW)


def test_what_is_no_pack_and_no_log_is_told() -> None:
    assert told(lambda: duties("liaoning", [], NOW)) == [("no-pack", "`'liaoning'` is no pack", "load one with `policykit.load`", ())]  # type: ignore[arg-type]
    way = "give a list, [] where nothing happened"
    assert told(lambda: duties(LIAONING, None, NOW)) == [("event", "`None` is no list of events", way, ())]  # type: ignore[arg-type]
    assert told(lambda: duties(LIAONING, LINE, NOW))[0][0::2] == ("event", way)  # type: ignore[arg-type]


def test_every_event_that_is_none_is_told() -> None:
    faults = told(lambda: duties(LIAONING, [5, {**LINE, "kind": "arived"}], NOW))  # type: ignore[list-item]
    assert [(code, message) for code, message, *_ in faults] == [
        ("event", "an event should be a mapping"),
        ("unknown-event", "event `e1`: no kind of event is called `arived`"),
    ]


# --- days and moments as text


def test_days_and_moments_may_be_text_as_in_facts() -> None:
    noon, midnight = datetime(2026, 3, 3, 12), datetime(2026, 3, 10)
    owed = duties(LIAONING, LOG, midnight, since=date(2026, 1, 1))
    assert duties(LIAONING, LOG, "2026-03-10T00:00", since="2026-01-01") == owed
    with LIAONING.session(now="2026-03-03T12:00:00", since="2026-01-01") as session:
        assert session.now == noon
        session.post(LINE)
        session.tick("2026-03-10 00:00")
        assert session.now == midnight and session.duties() == owed
        session.tick("2026-03-10T00:00:00Z")
        assert session.now == datetime(2026, 3, 10, 8)


def test_a_day_alone_sets_no_clock_for_it_may_be_its_beginning_or_its_end() -> None:
    way = "give a datetime.datetime, or write it as 2026-07-20T16:00 (time at +08:00)"
    fault = [("moment", "`now`: `2026-03-10` is not a moment", way, ("now",))]
    with LIAONING.session(now=datetime(2026, 3, 3)) as session:
        assert told(lambda: session.tick("2026-03-10")) == fault
        assert session.now == datetime(2026, 3, 3)
    assert told(lambda: duties(LIAONING, [], "2026-03-10")) == fault


@pytest.mark.parametrize(
    ("on", "message", "help_"),
    [
        ("2025-13-01", "`2025-13-01` is not a date", "give a datetime.date, or write it as 2025-09-01"),
        ("2025-9-1", "`2025-9-1` is not a date", "give a datetime.date, or write it as 2025-09-01"),
        ("0001-01-01", "`0001-01-01` is not between 1000-01-01 and 2999-12-31", "look at the year"),
        (True, "True is not a date", "give a datetime.date, or write it as 2025-09-01"),
        (datetime(2026, 1, 1, 8), "2026-01-01 08:00:00 is not a date", "give the day without a time"),
    ],
)
def test_a_day_of_the_law_that_is_none_is_shown(on: Any, message: str, help_: str | None) -> None:
    fault = [("day", f"`on`: {message}", help_, ("on",))]
    assert told(lambda: LIAONING.ask("recoverable", TENT, on=on)) == told(lambda: LIAONING.text(on)) == fault


@pytest.mark.parametrize(
    ("on", "shown", "way"), [("2026-6-1", "`2026-6-1`", "give a datetime.date, or write it as 2025-09-01"), (NOW, "2026-03-10 00:00:00", "give the day without a time")]
)
def test_the_day_of_a_comparison_is_read_as_that_of_a_case(on: Any, shown: str, way: str) -> None:
    fault = [("day", f"`on`: {shown} is not a date", way, ("on",))]
    assert told(lambda: policykit.diff(LIAONING, "shanxi", "recoverable", on=on)) == told(lambda: policykit.gate(NINE, on=on)) == fault
    assert policykit.diff(LIAONING, LIAONING, "recoverable", on="2026-06-01").a.on == date(2026, 6, 1)
    assert policykit.gate(NINE, on="2027-06-01").diff.a.on == date(2027, 6, 1)


def test_a_comparison_takes_one_question_as_it_takes_several() -> None:
    several, one = (policykit.diff(LIAONING, LIAONING, q, on="2026-06-01").questions for q in (["recoverable"], "recoverable"))
    assert [q.question for q in one] == [q.question for q in several] == ["recoverable"]
    fault = ("unknown-question", "neither text answers `recoverabel`", "did you mean `recoverable`?", ())
    assert told(lambda: policykit.diff(LIAONING, "shanxi", "recoverabel", on="2026-06-01")) == [fault]
    fault = ("names", "`questions` should be a name or a list of names, not [5]", "give text", ())
    assert told(lambda: policykit.diff(LIAONING, "shanxi", [5], on="2026-06-01")) == [fault]  # type: ignore[list-item]
    fault = ("unknown-pack", "`5` is no name of a pack", "give a name, as `liaoning`, or a folder as a Path", ())
    assert told(lambda: policykit.diff(5, "shanxi", on="2026-06-01")) == [fault]  # type: ignore[arg-type]


def test_a_day_of_the_law_that_is_not_given_is_about_the_day() -> None:
    fault = ("no-day", "the day whose law is asked is not given", "give `on`, or the fact `used_to`", ("on",))
    assert told(lambda: LIAONING.ask("recoverable", TENT)) == [fault]


def test_a_day_that_is_not_given_is_told_with_the_facts_that_are_not() -> None:
    task = ("missing-fact", "the fact `task_quantity` (quantity of the task) is missing", "give it, or say `unknown`", ("task_quantity",))
    assert told(lambda: CHANGZHI.ask("required_buffer", {})) == [task, ("no-day", "the day whose law is asked is not given", "give `on`", ("on",))]
    wrong_end = ("value", "fact `used_to`: `soon` is not a date", "write it as 2025-09-01", ("used_to",))
    assert told(lambda: LIAONING.ask("recoverable", {**TENT, "used_to": "soon"})) == [wrong_end]


# --- readings, lots, texts


@pytest.mark.parametrize("given", ["A01", ["A01"], 5, {"A01": 5}, {1: "fixed_days"}, {"A01": ["fixed_days"]}])
def test_readings_that_are_no_mapping_of_words_are_told(given: Any) -> None:
    fault = ("unknown-reading", f"`readings`: `{given!r}` maps no ambiguity to a reading", 'write it as {"A01": "fixed_days"}; for every reading "all"', ())
    assert told(lambda: LIAONING.ask("recoverable", TENT, on="2026-01-01", readings=given)) == [fault]
    assert told(lambda: LIAONING.under(given)) == told(lambda: duties(LIAONING, [], NOW, readings=given)) == [fault]


def test_every_reading_at_once_is_asked_and_no_pack() -> None:
    fault = ("unknown-reading", "`readings`: one reading of each ambiguity is taken here, and not `all`", 'for every reading: `ask(..., readings="all")`', ())
    assert told(lambda: LIAONING.under("all")) == [fault]  # type: ignore[arg-type]


def drawn(lots: Any) -> Allocation:
    return CHANGZHI.allocate(lots, 5, on="2026-07-20")


def test_lots_that_are_no_list_are_told() -> None:
    missing = ("missing-fact", "the fact `lots` (lots in stock) is missing", "give it, or say `unknown`", ("lots",))
    assert told(lambda: drawn(None)) == [missing]
    assert told(lambda: drawn(5)) == [("value", "fact `lots`: 5 is not a list", None, ("lots",))]
    assert told(lambda: drawn("E1")) == [("value", "fact `lots`: `E1` is not a list", None, ("lots",))]
    assert [code for code, *_ in told(lambda: drawn({"id": "E1"}))] == ["value"]
    assert drawn(iter([])).shortfall == 5


def test_the_tests_of_a_pack_may_be_among_its_texts() -> None:
    pack = {"pack.yaml": "pack: example\n"}
    with_tests = {**pack, "cases/a.yaml": "- {id: a}\n", "logs/b.yaml": "- {id: b, now: 2026-01-01T00:00, expected: []}\n"}
    assert policykit.read(with_tests).digest == policykit.read(pack).digest


def test_texts_that_are_none_are_told() -> None:
    way = 'write it as {"pack.yaml": "pack: …"}'
    assert told(lambda: policykit.read(None)) == [("no-texts", "`None` maps no name of a file to its text", way, ())]  # type: ignore[arg-type]
    assert told(lambda: policykit.read({"pack.yaml": 5})) == [("no-texts", "`'pack.yaml': 5` maps no name of a file to its text", way, ())]  # type: ignore[dict-item]
    assert [code for code, *_ in told(lambda: policykit.read({"pack.yaml": "pack: \ud800"}))] == ["not-utf8"]


# --- outputs that are words of Python, JSON values

JOINT = policykit.read(
    {
        "pack.yaml": """
pack: example
questions:
  joint:
    label: {zh: 会同, en: joint}
    inputs: {alone: {type: boolean, label: {zh: 单独, en: alone}}}
    outputs: {by: {type: text, label: {zh: 主体, en: by}}, with: {type: text, label: {zh: 会同, en: with}}}
decisions:
  joint:
    rules:
      - {id: alone, when: {alone: true}, then: {by: bureau, with: none}}
      - {id: joint, when: {alone: false}, then: {by: bureau, with: finance}}
"""
    }
)


def test_an_output_is_read_by_its_name_also_where_python_keeps_the_word() -> None:
    names: dict[str, Any] = {}
    exec(compile(JOINT.standalone(), "joint_rules", "exec"), names)  # noqa: S102  # our own text
    for values in (JOINT.ask("joint", {"alone": False}, on="2026-01-01").values, names["ask"]("joint", {"alone": False}, date(2026, 1, 1)).values):
        assert (values.record()["with"], values.by, getattr(values, "with"), values[1]) == ("finance", "bureau", "finance", "finance")


def test_duties_and_changes_have_json_values_as_the_command_has(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps(LINE), encoding="utf-8")
    shown = json.loads(CliRunner().invoke(app, ["duties", str(log), "--in", "liaoning", "--now", "2026-03-10T00:00", "--json"]).stdout)
    owed = [d.record(NOW) for d in duties(LIAONING, LOG, NOW)]
    by_norm = sorted(shown, key=lambda d: str([d["norm"], d["period"], d["started_at"]]))  # the command begins with what is urgent
    mine = sorted(json.loads(json.dumps(owed)), key=lambda d: str([d["norm"], d["period"], d["started_at"]]))
    assert mine == [{k: (d | {"breach": m["breach"]})[k] for k in m} for d, m in zip(by_norm, mine, strict=True)]
    assert owed[0].keys() >= {"norm", "state", "due", "seconds_left", "citations"}
    assert {d.record()["seconds_left"] for d in duties(LIAONING, LOG, NOW)} == {None}
    changes: list[policykit.Change] = []
    with LIAONING.session(now="2026-03-03T12:00", on_change=changes.append) as session:
        session.post(LINE)
    told_ = [c.record() for c in changes]
    assert json.loads(json.dumps(told_)) == told_
    assert [(t["kind"], t["at"], t["duty"]["norm"]) for t in told_] == [(c.kind, c.at.isoformat(), c.duty.norm) for c in changes]


WRONG_NAMES: dict[str, Callable[[str], object]] = {
    "question": lambda name: LIAONING.ask(name, {}),
    "pack": policykit.load,
    "pack with a day": lambda name: policykit.load(f"liaoning@{name}"),
    "pack with a draft": lambda name: policykit.load(f"liaoning+{name}"),
    "pack of a draft": lambda name: policykit.load(f"{name}+"),
    "folder": lambda name: policykit.load(f"./{name}"),
    "search path": lambda name: policykit.load("liaoning", search_path=name),
    "amendment": lambda name: policykit.load("liaoning", amendments=name),
    "notice": lambda name: policykit.load("liaoning", notices=[name]),
    "draft": policykit.gate,
    "cases": lambda name: policykit.gate(NINE, cases=[name]),
    "ambiguity": lambda name: LIAONING.under({name: "fixed_days"}),
    "reading": lambda name: LIAONING.under({"A01": name}),
    "target": lambda name: LIAONING.ask("recoverable", TENT, on="2026-01-01", target=name),  # type: ignore[call-overload]
    "labels": lambda name: LIAONING.labels("recoverable", name),
    "compared question": lambda name: policykit.diff(LIAONING, "shanxi", name, on="2026-01-01"),
    "dialect": lambda name: LIAONING.sql("recoverable", name, on="2026-01-01"),
    "column of a data base": lambda name: LIAONING.sql("recoverable", on="2026-01-01", columns={name: "x"}),
    "column": lambda name: LIAONING.ask_frame("recoverable", FRAME, key=name),
    "fact of a column": lambda name: LIAONING.ask_frame("recoverable", FRAME, columns={name: "item"}),
    "outcome": lambda name: LIAONING.ask_frame("recoverable", FRAME, outputs=name),
    "added": lambda name: LIAONING.ask_frame("recoverable", FRAME, add=name),  # type: ignore[typeddict-item]
    "language": lambda name: LIAONING.ask_frame("recoverable", FRAME, language=name),  # type: ignore[typeddict-item]
    "argument": lambda name: LIAONING.ask_frame("recoverable", FRAME, **{name: "x"}),  # type: ignore[misc]
}


@pytest.mark.parametrize("wrong", WRONG_NAMES.values(), ids=WRONG_NAMES)
def test_a_wrong_name_is_cut_and_can_be_written_to_a_file(wrong: Callable[[str], object]) -> None:
    for name, shown in (("\ud800", "\\ud800"), ("x" * 100_000, "x" * 50)):
        with pytest.raises(PolicyError) as caught:
            wrong(name)
        (fault,) = caught.value.diagnostics
        assert shown in fault.message.en and shown in fault.message.zh
        assert len(json.dumps(fault.record(), ensure_ascii=False).encode()) < 1_500


def test_half_a_pair_of_utf_16_is_escaped_in_what_is_told() -> None:
    """JSON can hold one (`"\\\\ud800"`), and no file and no answer of a service can."""
    faults = told(lambda: LIAONING.ask("recoverable", {**TENT, "item": "单帐篷\ud800", "\udfff": 1}, on="2026-01-01"))
    assert [(code, message, about) for code, message, _, about in faults] == [
        ("choice", "fact `item`: there is no value `单帐篷\\ud800`", ("item",)),
        ("unknown-fact", "`recoverable` has no input `\\udfff`", ("\\udfff",)),
    ]
