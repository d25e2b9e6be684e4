"""Events are typed: each kind says which parts it has, and a wrong one is told once, with its line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

import policykit
from policykit import PolicyError
from policykit.casework.duties import duties
from policykit.cli.app import app
from policykit.diagnostics import Source
from policykit.domain.event_kinds import SHARED_KINDS
from policykit.domain.events import Event
from policykit.source.events import read_log

from .properties.making import label, load

NOW = datetime(2026, 3, 1)
A_MOMENT = "give a datetime.datetime, or write it as 2026-07-20T16:00 (time at +08:00)"
POLICY = load(
    {
        "parties": {"office": label("office")},
        "events": {
            "measured": {"label": label("measured"), "fields": {"grain": {"type": "number"}, "on": {"type": "date"}, "how": {"type": "choice", "values": {"dry": label("dry"), "wet": label("wet")}}}}
        },
        "norms": {
            "report": {"label": label("report"), "must": "report", "by": "office", "starts": {"measured": {"grain": ">= 1.5", "how": "dry"}}, "due": "on + P10D", "done": {"report_filed": {}}},
        },
    }
)  # fmt: skip


def event(**more: Any) -> dict[str, Any]:
    return {"id": "e1", "kind": "measured", "at": "2026-02-01T08:00", **more}


def told(*lines: Any) -> list[tuple[str, str, str, str]]:
    """Where, code, sentence and help of each fault of a log."""
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    _, faults = read_log(Source("log.jsonl", text), POLICY.pack.event_kinds)
    return [(d.where, d.code, d.message.en, d.help.en if d.help else "") for d in faults]


def test_every_kind_has_a_model_and_a_pack_adds_its_own() -> None:
    assert POLICY.events.keys() == SHARED_KINDS.keys() | {"measured"}
    made = POLICY.events["measured"](id="e1", at=datetime(2026, 2, 1), data={"grain": "1.50", "on": "2026-02-01", "how": None})
    assert (made.kind, made.data) == ("measured", {"grain": Decimal("1.5"), "on": date(2026, 2, 1)})
    assert isinstance(made, Event)
    assert "grain" in str(POLICY.events["measured"].model_json_schema())


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"data": {"grian": 1}}, "`measured` has no part `grian`"),
        ({"data": {"grain": 1.5}}, "part `grain`: 1.5 is a binary float, which is not exact"),
        ({"data": {"on": "2026-02-30"}}, "part `on`: `2026-02-30` is not a date"),
        ({"kind": "arrived"}, "should match pattern"),
    ],
)
def test_a_model_refuses_what_its_kind_does_not_have(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        POLICY.events["measured"](**{**event(), **wrong})
    assert words in str(caught.value)


def test_parts_are_compared_by_their_types() -> None:
    """Words of JSON are numbers and days where the kind says so."""
    (duty,) = duties(POLICY.pack, [Event.model_validate(event(data={"grain": "1.50", "on": "2026-02-05", "how": "dry"}))], NOW)
    assert (duty.due, duty.state) == (date(2026, 2, 15), "breached")
    assert duties(POLICY.pack, [Event.model_validate(event(data={"grain": "1.49", "on": "2026-02-05", "how": "dry"}))], NOW) == ()


def test_an_event_of_its_own_model_is_the_same_event() -> None:
    plain, typed = Event.model_validate(event(data={"grain": "2"})), POLICY.events["measured"](**event(data={"grain": 2}))
    assert duties(POLICY.pack, [plain, typed], NOW) == duties(POLICY.pack, [plain], NOW)


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (event(data={"grian": 1}), ("event-part", "event `e1`: `measured` has no part `grian`", "did you mean `grain`?")),
        (event(data={"how": "dri"}), ("event-part", "event `e1`: part `how`: there is no value `dri`", "did you mean `dry`?")),
        (event(data={"grain": "much"}), ("event-part", "event `e1`: part `grain`: `much` is not a number", "write digits and a point only, such as 500000 or 1.1")),
        (event(data={"grain": "unknown"}), ("event-part", "event `e1`: part `grain`: what happened has no unknown parts", "leave it out where it is not known")),
        (event(kind="accepted", data={"by": "x"}), ("event-part", "event `e1`: `accepted` has no part `by`", "events of this kind have no parts")),
        (event(kind="mesured"), ("unknown-event", "event `e1`: no kind of event is called `mesured`", "did you mean `measured` (measured)?")),
        (event(at="2026-02-30"), ("event", "`at`: `2026-02-30` is not a moment", "write it as 2026-07-20T16:00 (time at +08:00)")),
        (event(datta={}), ("event", "an event has no key `datta`", "did you mean `data`?")),
    ],
)
def test_a_wrong_line_is_one_fault_with_its_number(wrong: dict[str, Any], fault: tuple[str, str, str]) -> None:
    assert told(event(id="e0"), "", wrong) == [("log.jsonl:3:1", *fault)]


def test_what_is_no_event_is_told() -> None:
    shown = 'one event a line, such as `{"id": "e1", "kind": "arrived", "at": "2026-07-20T09:00"}`'
    assert told({"id": "e1", "kind": "measured"}) == [("log.jsonl:1:1", "event", "`at` is missing", shown)]
    assert told("[1]", "{") == [
        ("log.jsonl:1:1", "event", "an event should be a mapping", shown),
        ("log.jsonl:2:1", "event", "this is not JSON: Expecting property name enclosed in double quotes", shown),
    ]


def test_all_wrong_events_are_told_at_once() -> None:
    with pytest.raises(PolicyError) as caught:
        duties(POLICY.pack, [Event.model_validate(event(id=f"e{n}", data={"grain": "x", "on": "y"})) for n in range(2)], NOW)
    assert [d.code for d in caught.value.diagnostics] == ["event-part"] * 4
    with POLICY.session(now=NOW) as session, pytest.raises(PolicyError, match="has no part `grian`"):
        session.post(event(data={"grian": 1}))


def test_kinds_that_sound_alike_are_told_with_their_labels() -> None:
    _, (fault,) = read_log(Source("log.jsonl", json.dumps(event(kind="goods_arrive"))), policykit.load("liaoning").pack.event_kinds)
    assert fault.help is not None
    assert "`goods_arrived`（" in fault.help.zh and "`arrived`（运抵指定目的地）" in fault.help.zh


def test_the_command_lists_one_party_or_one_matter(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"id": "e1", "kind": "arrived", "at": "2026-09-25T10:00", "case": "d-1"}\n', encoding="utf-8")
    words = ["duties", str(log), "--in", "liaoning", "--now", "2026-10-20", "--json"]
    matter = json.loads(CliRunner().invoke(app, [*words, "--case", "d-1"]).output)
    assert ("settlement", "2026-10-25") in {(d["norm"], d["due"]) for d in matter} and {d["case"] for d in matter} == {"d-1"}
    depot = json.loads(CliRunner().invoke(app, [*words, "--party", "depot"]).output)
    assert depot and all("depot" in d["bearer"] for d in depot)
    wrong = CliRunner().invoke(app, [*words, "--party", "depott"])
    assert wrong.exit_code == 2 and "depot" in wrong.output


def test_the_command_says_why_nobody_is_named_as_bearer(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"id": "e1", "kind": "order_by_telephone", "at": "2026-09-25T10:00", "case": "d-1"}\n', encoding="utf-8")
    ran = CliRunner().invoke(app, ["duties", str(log), "--in", "liaoning", "--now", "2026-10-20", "--all", "--lang", "zh"])
    assert "条文没有" in ran.output  # of the paperwork made up later
    assert "不限" in ran.output  # of the bans


def test_the_command_tells_the_line(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"id": "e1", "kind": "scrapped", "at": "2026-02-01T08:00", "data": {"approved": "perhaps"}}\n', encoding="utf-8")
    ran = CliRunner().invoke(app, ["duties", str(log), "--in", "liaoning", "--lang", "zh"])
    assert ran.exit_code == 2
    assert ":1:1: error[event-part]: 事件 `e1`：要素 `approved`：`perhaps` 不是是或否" in ran.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"now": "2026-01-01"}, ("moment", "`now`: `2026-01-01` is not a moment", A_MOMENT)),
        ({"now": "2026-13-01T08:00"}, ("moment", "`now`: `2026-13-01T08:00` is not a moment", A_MOMENT)),
        ({"now": "0001-01-01T00:00Z"}, ("moment", "`now`: `0001-01-01T00:00Z` is not between 1000-01-01 and 2999-12-31", "look at the year")),
        ({"now": datetime(9999, 12, 31)}, ("moment", "`now`: `9999-12-31 00:00:00` is not between 1000-01-01 and 2999-12-31", "look at the year")),
        ({"now": date(2026, 1, 1)}, ("moment", "`now`: `2026-01-01` is not a moment", A_MOMENT)),
        ({"now": None}, ("moment", "`now`: `None` is not a moment", A_MOMENT)),
        ({"now": datetime(2026, 1, 1), "since": "2026"}, ("moment", "`since`: `2026` is not a day", "give a datetime.date, or write it as 2026-07-20")),
        ({"now": datetime(2026, 1, 1), "since": date.min}, ("moment", "`since`: `0001-01-01` is not between 1000-01-01 and 2999-12-31", "look at the year")),
        ({"now": datetime(2026, 1, 1), "since": NOW}, ("moment", "`since`: `2026-03-01 00:00:00` is not a day", "give a datetime.date, or write it as 2026-07-20")),
    ],
)
def test_a_session_wants_a_moment_for_its_clock_and_a_day_to_begin(words: dict[str, Any], told: tuple[str, str, str]) -> None:
    with pytest.raises(PolicyError) as caught:
        policykit.load("liaoning").session(**words)
    assert [(d.code, d.message.en, d.help.en if d.help else None) for d in caught.value.diagnostics] == [told]


@pytest.mark.parametrize("asked", [lambda s: s.post(event()), lambda s: s.tick(NOW), lambda s: s.duties(), lambda s: s.next()], ids=["post", "tick", "duties", "next"])
def test_a_closed_session_does_nothing(asked: Callable[[Any], object]) -> None:
    with POLICY.session(now=NOW) as session:
        session.post(event())
    with pytest.raises(PolicyError) as caught:
        asked(session)
    assert [(d.code, d.message.en) for d in caught.value.diagnostics] == [("session-closed", "the session is closed: it takes no more events and has no duties to show")]


def test_a_session_tells_what_the_norms_do_not_know_once_for_each_event() -> None:
    told: list[tuple[str, str]] = []
    with policykit.load("liaoning").session(now=NOW, on_doubt=lambda d: told.append((d.code, d.message.en))) as session:
        event = {"id": "e1", "kind": "report_filed", "at": "2026-03-02T08:00", "by": "nobody", "data": {"report": "accptance"}}
        session.post(event)
        session.post(event)  # the same again changes nothing
        session.post({**event, "id": "e2", "by": "managing_unit", "data": {"report": "acceptance"}})
    assert told == [
        ("unknown-actor", "event `e1`: `nobody` is not among the parties; it fulfils no duty that names its bearer"),
        ("unknown-code", "event `e1`: no norm looks for `accptance` as `report`"),
    ]
