"""Moments of events that a person should look at again: a day written where hours count, a deed before what begins its duty."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import policykit
from policykit.casework.doubtful_events import doubts
from policykit.casework.duties import duties
from policykit.diagnostics import Diagnostic, PolicyError, Text
from policykit.domain.events import Event
from policykit.source.events import read_event

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


WAY = Text("写作 2026-07-20T16:00（北京时间）", "write it as 2026-07-20T16:00 (time at +08:00)")
YEAR = Text("核对年份", "look at the year")


def refused(at: Any) -> list[Diagnostic]:
    found, faults = read_event({**NOTICED, "at": at}, LIAONING.pack.event_kinds)
    assert found is None
    return faults


@pytest.mark.parametrize("at", [5, 5.5, -1, True, Decimal("5.5"), "5", " 5", "-1", "1772352000", "20260302", b"5", "30 March"])
def test_a_number_is_no_moment(at: Any) -> None:
    assert refused(at) == [Diagnostic("event", Text(f"`at`：`{at}` 不是时刻", f"`at`: `{at}` is not a moment"), help=WAY)]
    with pytest.raises(ValidationError, match="a moment as 2026-07-20T16:00 should stand here"):
        event(NOTICED, at=at)


@pytest.mark.parametrize(
    "at",
    ["2026-03-02", "2026-03-02T00:00", "2026-03-02 00:00:00", "2026-03-01T16:00Z", "2026-03-02T00:00:00+08:00", date(2026, 3, 2), datetime(2026, 3, 1, 16, tzinfo=UTC)],
)
def test_a_day_and_a_moment_are_moments_however_they_come(at: Any) -> None:
    assert event(NOTICED, at=at).at == datetime(2026, 3, 2)


@pytest.mark.parametrize(
    "at",
    ["0001-01-01T00:00", "0999-12-31T23:59:59", "3000-01-01", "2999-12-31T16:00Z", "9999-12-31T23:00-08:00", "0001-01-01T00:00+14:00", datetime.max, datetime.min, date.min],
)
def test_a_moment_lies_within_the_days_that_a_fact_may_be(at: Any) -> None:
    message = Text(f"`at`：`{at}` 不在 1000-01-01 与 2999-12-31 之间", f"`at`: `{at}` is not between 1000-01-01 and 2999-12-31")
    assert refused(at) == [Diagnostic("event", message, help=YEAR)]
    with pytest.raises(ValidationError, match="it is not between 1000-01-01 and 2999-12-31"):
        event(NOTICED, at=at)


def test_a_refused_moment_changes_nothing_in_a_session() -> None:
    told_of: list[Any] = []
    with LIAONING.session(now=datetime(2026, 3, 10), since="2026-01-01", on_change=told_of.append) as session:
        session.post(NOTICED)
        before, told_before = session.duties(), len(told_of)
        for act in (session.post, session.correct):
            with pytest.raises(PolicyError, match="is not between 1000-01-01 and 2999-12-31"):
                act({**NOTICED, "at": "0001-01-01T00:00"})
        with pytest.raises(PolicyError, match="is not between 1000-01-01 and 2999-12-31"):
            session.tick(datetime(3000, 1, 1))
        assert (session.duties(), len(told_of), session.now) == (before, told_before, datetime(2026, 3, 10))
        session.post({**SENT, "id": "x"})


def test_at_either_end_of_the_days_duties_are_worked_out() -> None:
    for at in ("1000-01-01T00:00", "2999-12-31T23:59"):
        log = [{**NOTICED, "at": at}]
        found = duties(LIAONING, log, at)
        with LIAONING.session(now=at) as session:
            session.post(log[0])
            assert session.duties() == found


def test_duties_at_a_moment_beyond_the_days_are_refused() -> None:
    message = Text("`now`：`9999-12-31 00:00:00` 不在 1000-01-01 与 2999-12-31 之间", "`now`: `9999-12-31 00:00:00` is not between 1000-01-01 and 2999-12-31")
    with pytest.raises(PolicyError) as caught:
        duties(LIAONING, [NOTICED], datetime(9999, 12, 31))
    assert list(caught.value.diagnostics) == [Diagnostic("moment", message, help=YEAR, about=("now",))]


def test_the_command_names_the_line_of_a_number_and_of_a_year_that_is_none(tmp_path: Path) -> None:
    said = [line for line in told(tmp_path, {**NOTICED, "at": 5}, {**SENT, "at": "0001-01-01T00:00"}).splitlines() if line.startswith((str(tmp_path), "  help"))]
    assert said == [
        f"{tmp_path / 'log.jsonl'}:1:1: error[event]: `at`: `5` is not a moment",
        f"  help: {WAY.en}",
        f"{tmp_path / 'log.jsonl'}:2:1: error[event]: `at`: `0001-01-01T00:00` is not between 1000-01-01 and 2999-12-31",
        f"  help: {YEAR.en}",
    ]
