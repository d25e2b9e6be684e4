"""A report that comes again fulfils the duty for the period that it names: one that names none, or not as periods are named, is told of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from policykit.casework.duties import Duty, duties

from .commands import run
from .properties.making import label, load

HALF_YEAR = {"kind": "report_filed", "at": "2026-06-20T09:00"}


def told(folder: Path, pack: str, event: dict[str, object]) -> str:
    log = folder / "log.jsonl"
    log.write_text(json.dumps({"id": "e", **event}), encoding="utf-8")
    return run("duties", log, "--in", pack, "--now", "2026-09-20", "--since", "2026-01-01").stderr


@pytest.mark.parametrize(
    ("pack", "data", "said", "example"),
    [
        ("liaoning", {"report": "half_year"}, "event `e` does not say which period it is for (`period`); it fulfils the duty of none", "2026"),
        ("liaoning", {"report": "annual", "period": "2026-06"}, "event `e`: `2026-06` names no period; it fulfils the duty of none", "2026"),
        ("shanxi", {"report": "monthly", "period": "六月"}, "event `e`: `六月` names no period; it fulfils the duty of none", "2026-06"),
        ("shanxi", {"report": "monthly", "period": "2026-05-31"}, "event `e`: `2026-05-31` names no period; it fulfils the duty of none", "2026-05"),
    ],
)
def test_a_report_for_no_period_is_told(tmp_path: Path, pack: str, data: dict[str, str], said: str, example: str) -> None:
    help_ = f'  help: write "period": "{example}" for the period that it is for\n'
    assert told(tmp_path, pack, {**HALF_YEAR, "data": data}) == f"warning[no-period]: {said}\n{help_}"


@pytest.mark.parametrize(
    ("pack", "data"), [("liaoning", {"report": "half_year", "period": "2026"}), ("shanxi", {"report": "monthly", "period": "2026-05"}), ("liaoning", {"report": "progress"})]
)
def test_a_report_with_its_period_and_one_that_comes_once_are_not(tmp_path: Path, pack: str, data: dict[str, str]) -> None:
    assert told(tmp_path, pack, {**HALF_YEAR, "data": data}) == ""


@pytest.mark.parametrize("written", ["2026-05", "2026年5月", "2026年05月份", "2026/05", "2026.5", "2026-5"])
def test_a_month_is_read_as_people_write_it(tmp_path: Path, written: str) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps({"id": "e", "kind": "report_filed", "at": "2026-06-03T09:00", "data": {"report": "monthly", "period": written}}), encoding="utf-8")
    done = run("duties", log, "--in", "shanxi", "--now", "2026-06-30", "--since", "2026-05-01", "--json")
    assert (done.stderr, [d["period"] for d in json.loads(done.stdout) if d["ended_by"] == "e"]) == ("", ["2026-05"])


@pytest.mark.parametrize("written", [2026, "2026年", "2026年度"])
def test_a_year_is_read_as_people_write_it_and_as_a_number(tmp_path: Path, written: object) -> None:
    assert told(tmp_path, "liaoning", {**HALF_YEAR, "data": {"report": "half_year", "period": written}}) == ""


@pytest.mark.parametrize("written", ["2026-13", "2026年0月", "2026-02-30"])
def test_a_month_or_a_day_that_there_is_not_is_an_error_that_says_how_a_period_is_written(tmp_path: Path, written: str) -> None:
    said = told(tmp_path, "shanxi", {**HALF_YEAR, "data": {"report": "monthly", "period": written}})
    assert f"error[event-part]: event `e`: part `period`: `{written}` is no period\n" in said
    assert "  help: write a year as 2026, a month as 2026-06, a day as 2026-06-15\n" in said


# --- a deed for a period before the record begins

LATE = [
    {"id": "late", "kind": "report_filed", "at": "2026-04-10T09:00", "data": {"report": "monthly", "period": "2025-11"}},
    {"id": "plan", "kind": "plan_filed", "at": "2026-04-11T09:00", "data": {"plan": "yearly", "period": "2026"}},
    {"id": "before", "kind": "report_filed", "at": "2026-02-10T09:00", "data": {"report": "monthly", "period": "2025-10"}},
    {"id": "none", "kind": "report_filed", "at": "2026-04-12T09:00", "data": {"report": "monthly", "period": "2019-10"}},
]
MONTHLY = load(
    {
        "parties": {"office": label("office")},
        "validity": {"from": "2025-01-01", "cite": {}},
        "norms": {
            "monthly": {
                "label": label("monthly"),
                "must": "report",
                "by": "office",
                "each": "month",
                "due": "last_day + P5D",
                "done": {"report_filed": {"report": "monthly", "period": "period"}},
                "cite": {},
            },
            "plan": {
                "label": label("plan"),
                "must": "plan",
                "each": "year",
                "due": "last_day",
                "period": "year + 1",
                "done": {"plan_filed": {"plan": "yearly", "period": "period"}},
                "cite": {},
            },
        },
    }
)


def ended(found: Iterable[Duty]) -> list[tuple[str, str | None, str, str | None]]:
    return [(d.norm, d.period, d.state, d.ended_by) for d in found if d.ended_by is not None]


def test_what_is_filed_late_for_a_period_before_the_record_is_a_duty_fulfilled_late() -> None:
    shown = [("monthly", "2025-11", "fulfilled_late", "late"), ("plan", "2026", "fulfilled_late", "plan")]
    assert ended(duties(MONTHLY, LATE, "2026-05-01T00:00", since="2026-03-01")) == shown
    with MONTHLY.session(now="2026-05-01T00:00", since="2026-03-01") as session:
        for event in reversed(LATE):
            session.post(event)
        assert session.duties() == duties(MONTHLY, LATE, "2026-05-01T00:00", since="2026-03-01")
    by_another = [{**LATE[0], "by": "another"}]
    assert ended(duties(MONTHLY, by_another, "2026-05-01T00:00", since="2026-03-01")) == []


def test_a_record_that_begins_with_a_late_report_shows_its_duty() -> None:
    assert ended(duties(MONTHLY, LATE[:1], "2026-05-01T00:00")) == [("monthly", "2025-11", "fulfilled_late", "late")]
