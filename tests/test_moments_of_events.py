"""Moments of events that a person should look at again: a day written where hours count, a deed before what begins its duty."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit.casework.doubtful_events import doubts
from policykit.diagnostics import Diagnostic, Text
from policykit.domain.events import Event

from .commands import run

LIAONING = policykit.load("liaoning")
NOTICED = {"id": "e1", "kind": "notice_received", "at": "2026-03-02T08:00", "case": "d-17", "by": "managing_unit"}
SENT = {"id": "e2", "kind": "dispatched", "at": "2026-03-02T13:30", "case": "d-17", "by": "managing_unit"}
NO_HOUR = Diagnostic(
    "no-hour",
    Text(
        "事件 `e1`：时间是零点整，像是没有写明几时；“完成发运”的期限按时刻计算，结果可能相差一天",
        "event `e1` is at midnight exactly, as where no hour is written; “goods sent off” is due at a moment and may be wrong by a day",
    ),
    help=Text("写明几时几分，如 2026-03-02T08:30；确是零点的，不必理会", "write the hour, as in 2026-03-02T08:30; where it was midnight, all is well"),
    severity="warning",
)


def event(raw: dict[str, Any], **more: Any) -> Event:
    return Event.model_validate({**raw, **more})


def told(folder: Path, *events: dict[str, Any], pack: str = "liaoning") -> str:
    log = folder / "log.jsonl"
    log.write_text("".join(json.dumps(e) + "\n" for e in events), encoding="utf-8")
    return run("duties", log, "--in", pack, "--now", "2026-03-10").stderr


def test_a_day_without_an_hour_that_starts_a_duty_in_hours_is_a_warning() -> None:
    day = event(NOTICED, at="2026-03-02")
    assert [*doubts(LIAONING.pack, [day])] == [NO_HOUR]
    doubted: list[Diagnostic] = []
    with LIAONING.session(now=datetime(2026, 3, 10), on_doubt=doubted.append) as session:
        session.post(day)
    assert doubted == [NO_HOUR]


def test_a_day_without_an_hour_that_ends_a_duty_in_hours_is_a_warning() -> None:
    (found,) = doubts(LIAONING.pack, [event(SENT, at="2026-03-02")])
    assert (found.code, found.message.en) == ("no-hour", NO_HOUR.message.en.replace("`e1`", "`e2`"))


@pytest.mark.parametrize(
    "other",
    [
        event(NOTICED),
        event(NOTICED, at="2026-03-02", by="depot"),  # begins nothing
        event(NOTICED, at="2026-03-02", kind="arrived"),  # the 30 days run from a day
    ],
)
def test_an_hour_that_is_written_or_does_not_count_is_no_doubt(other: Event) -> None:
    assert [*doubts(LIAONING.pack, [other])] == []


def test_hours_that_run_from_another_duty_count_too() -> None:
    """In a pack where the first deed starts what is due in hours."""
    label = {"zh": "某事", "en": "something"}
    norm = {"label": label, "must": "act", "by": "office"}
    norms = {
        "first": {**norm, "starts": "ordered", "due": "date(start)", "done": "acted"},
        "then": {**norm, "starts": {"fulfilled": "first"}, "due": "start + PT6H", "done": "told"},
    }
    events = {k: {"label": label} for k in ("ordered", "acted", "told")}
    pack = policykit.read({"pack.yaml": json.dumps({"pack": "p", "parties": {"office": label}, "events": events, "norms": norms})}).pack
    days = [Event(id=k, kind=k, at=datetime(2026, 3, 2), case="a") for k in events]
    assert [d.message.en.split("`")[1] for d in doubts(pack, days)] == ["acted", "told"]


def test_a_deed_before_what_begins_its_duty_is_a_warning(tmp_path: Path) -> None:
    early = "warning[early-deed]: event `e2` lies before `e1`, which begins “goods sent off”: it does not fulfil it\n  help: look at the moments of both\n"
    assert told(tmp_path, NOTICED, {**SENT, "at": "2026-03-01T15:30"}) == early


@pytest.mark.parametrize(
    "events",
    [
        (NOTICED, SENT),
        (NOTICED, {**SENT, "at": "2026-03-01T15:30", "case": "d-16"}),
        (NOTICED, {**SENT, "at": "2026-03-01T15:30"}, {**SENT, "id": "e3"}),  # a later one fulfils it
        (NOTICED, SENT, {**NOTICED, "id": "e4", "at": "2026-03-05T08:00"}),  # the deed was for the notice before
    ],
)
def test_a_deed_that_is_another_duty_s_or_has_a_later_one_is_no_doubt(events: tuple[dict[str, Any], ...], tmp_path: Path) -> None:
    assert told(tmp_path, *events) == ""


def test_a_report_says_what_of_the_record_is_doubtful(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text(json.dumps({**NOTICED, "at": "2026-03-02"}) + "\n", encoding="utf-8")
    done = run("duties", tmp_path / "log.jsonl", "--in", "liaoning", "--now", "2026-03-10", "--lang", "zh", "-o", tmp_path / "told.md")
    assert done.stderr.startswith("warning[no-hour]: ")
    words = (tmp_path / "told.md").read_text(encoding="utf-8").replace("\\", "")
    assert f"\n事件记录中须核对的：\n\n- {NO_HOUR.message.zh}（{NO_HOUR.help.zh if NO_HOUR.help else ''}）\n" in words
