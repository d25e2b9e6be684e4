"""Later notices on holidays, as YAML: what they change, and every way in which one can be wrong."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import policykit
from policykit import PolicyError
from policykit.casework.duties import duties
from policykit.cli.app import app
from policykit.diagnostics import Source
from policykit.domain.calendar import official
from policykit.domain.events import Event
from policykit.source.notices import read_notice

NEXT = official().last_year + 1  # the first year without a notice
NOTICE = f"""\
year: {NEXT}
citation: {{zh: 关于{NEXT}年部分节假日安排的通知, en: notice on holidays in {NEXT}}}
holidays:
  - {{name: {{zh: 元旦, en: New Year}}, from: {NEXT}-01-01, to: {NEXT}-01-03}}
  - {{name: {{zh: 劳动节, en: Labour Day}}, from: {NEXT}-05-01, to: {NEXT}-05-05}}
  - {{name: {{zh: 国庆节, en: National Day}}, from: {NEXT}-10-01, to: {NEXT}-10-07}}
workdays: [2027-05-08]
"""

TEN_WORKDAYS = """amendment: d
title: {zh: 修正案}
amends: liaoning
from: 2027-01-01
changes:
  - text: {a10.p1.s2: {replace: 5个工作日, by: 10个工作日}}
    set: {acceptance_report_workdays: 10}
"""


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.yaml"
    path.write_text(NOTICE, encoding="utf-8")
    return path


def accepted(policy: policykit.Policy, on: date) -> Any:
    return policy.ask("acceptance_report_deadline", {"completed_on": on}, on=date(2026, 1, 1))


def wrong(text: str) -> list[tuple[str, str, str]]:
    """Code, sentence and the text underlined of each fault."""
    found, faults = read_notice(Source("notice.yaml", text))
    assert found is None
    return [(d.code, d.message.en, d.span.text if d.span else "") for d in faults]


def test_a_notice_may_leave_out_the_english() -> None:
    found, faults = read_notice(Source("notice.yaml", re.sub(r", en: [^}]*", "", NOTICE)))
    assert not faults and found is not None and (found.citation.en, found.year) == (found.citation.zh, NEXT)


def test_a_draft_is_tried_by_the_notices_that_are_loaded(notice: Path, tmp_path: Path) -> None:
    draft, cases = tmp_path / "draft.yaml", tmp_path / "cases.yaml"
    draft.write_text(TEN_WORKDAYS, encoding="utf-8")
    facts = f"as_of: {NEXT}-01-01, facts: {{completed_on: {NEXT}-04-29}}, expected: {{last_day: {NEXT}-05-17}}"
    cases.write_text(f"- {{id: D-1, question: acceptance_report_deadline, {facts}}}\n", encoding="utf-8")
    without, loaded = (policykit.gate(draft, cases=[cases], notices=files, limit=0.1) for files in ((), (notice,)))
    answers = [gate.added_answers[0].after for gate in (without, loaded)]
    assert [(a.status, a.missing) for a in answers if a is not None] == [("undetermined", (f"holiday_notice_{NEXT}",)), ("answered", ())]
    assert [[f.code for f in gate.faults] for gate in (without, loaded)] == [["case-fails"], []]
    told = CliRunner().invoke(app, ["draft", str(draft), "--cases", str(cases), "--notices", str(notice), "--lang", "zh", "--limit", "0.1"])
    assert told.exit_code == 0 and "草案自己的案例 1 个，全部相符。" in told.stdout


def test_laws_are_compared_by_the_notices_that_are_loaded(notice: Path, tmp_path: Path) -> None:
    draft, rows = tmp_path / "draft.yaml", tmp_path / "list.csv"
    draft.write_text(TEN_WORKDAYS, encoding="utf-8")
    rows.write_text(f"id,completed_on\nr1,{NEXT}-04-29\n", encoding="utf-8")
    words = ["diff", "liaoning", f"liaoning+{draft}", "acceptance_report_deadline", "--stock", str(rows), "--limit", "0.1", "--lang", "zh"]
    told = [CliRunner().invoke(app, [*words, *more], env={"COLUMNS": "200"}).stdout for more in ([], ["--notices", str(notice)])]
    assert ["报告截止日：2027年5月10日" in t and "报告截止日：2027年5月17日" in t for t in told] == [False, True]


def test_without_a_notice_the_answer_is_open_and_names_it(notice: Path) -> None:
    answer = accepted(policykit.load("liaoning"), date(NEXT, 4, 29))
    assert (answer.status, answer.missing) == ("undetermined", (f"holiday_notice_{NEXT}",))
    beyond = accepted(policykit.load("liaoning", notices=[notice]), date(NEXT, 12, 30))
    assert (beyond.status, beyond.missing) == ("undetermined", (f"holiday_notice_{NEXT + 1}",))


def test_a_period_in_natural_days_is_counted_and_only_whether_its_end_moves_is_open() -> None:
    answer = policykit.load("liaoning").ask("settlement_deadline", {"arrived_on": date(NEXT, 2, 28)})
    assert (answer.status, answer.missing, answer.values.nominal_last_day) == ("undetermined", (f"holiday_notice_{NEXT}",), date(NEXT, 3, 30))
    assert answer.why is not None
    assert answer.why.zh == f"尚无{NEXT}年节假日安排的通知，届满日是否因节假日顺延不能确定"
    assert answer.why.en == f"the State Council's notice on holidays in {NEXT} is not known, so whether the last day moves past rest days cannot be told"
    counted = accepted(policykit.load("liaoning"), date(NEXT, 4, 29))
    assert counted.why is not None
    assert counted.why.en == f"the State Council's notice on holidays in {NEXT} is not known, so working days cannot be counted"


def test_with_a_notice_its_working_days_count(notice: Path) -> None:
    """From 29 April: 30 April, then (1 to 5 May off) 6, 7 and, a Saturday made up for, 8 May; the fifth is Monday 10 May."""
    answer = accepted(policykit.load("liaoning", notices=[notice]), date(NEXT, 4, 29))
    assert (answer.status, answer.values.last_day) == ("answered", date(2027, 5, 10))
    assert answer.record()["notices"] == [{"year": NEXT, "citation": {"zh": f"关于{NEXT}年部分节假日安排的通知", "en": f"notice on holidays in {NEXT}"}}]


def test_duties_and_sessions_count_them_too(notice: Path) -> None:
    event = Event(id="e1", kind="acceptance_completed", at=datetime(NEXT, 4, 29, 10), case="a")
    policy, now = policykit.load("liaoning", notices=[notice]), datetime(NEXT, 4, 30)
    found = {d.due for d in duties(policy.pack, [event], now) if d.norm == "acceptance-report"}
    assert found == {date(2027, 5, 10)}
    with policy.session(now=now) as session:
        session.post(event)
        assert session.duties() == duties(policy.pack, [event], now)
    (unknown,) = [d for d in duties(policykit.load("liaoning").pack, [event], now) if d.norm == "acceptance-report"]
    assert unknown.due is None and unknown.why is not None and str(NEXT) in unknown.why.zh


def test_the_commands_take_it(notice: Path) -> None:
    runner = CliRunner()
    words = ["ask", "acceptance_report_deadline", "--in", "liaoning", "--on", "2026-01-01", f"completed_on={NEXT}-04-29", "--lang", "en"]
    assert f"holiday_notice_{NEXT}" in runner.invoke(app, [*words, "--json"]).output
    assert f"{NEXT}-05-10" in runner.invoke(app, [*words, "--notices", str(notice)]).output
    assert f"{NEXT}-05-10" in runner.invoke(app, ["--notices", str(notice), *words]).output
    missing = runner.invoke(app, [*words, "--notices", "nowhere.yaml"])
    assert missing.exit_code == 2 and "there is no file `nowhere.yaml`" in missing.output


def test_a_new_years_holiday_may_begin_in_the_old_year() -> None:
    text = NOTICE.replace(f"from: {NEXT}-01-01", f"from: {NEXT - 1}-12-31")
    found, faults = read_notice(Source("n", text))
    assert not faults and found is not None
    calendar = official().with_notices([found])
    assert not calendar.is_workday(date(NEXT - 1, 12, 31)) and calendar.is_workday(date(NEXT - 1, 12, 30))


def test_a_known_year_may_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "n.yaml"
    path.write_text(NOTICE.replace(str(NEXT), "2026").replace("2026-05-08", "2026-05-09"), encoding="utf-8")
    calendar = policykit.load("liaoning", notices=[path]).pack.calendar
    assert calendar is not None and calendar.is_workday(date(2026, 2, 16)), "no Spring Festival in this one"
    assert not calendar.is_workday(date(2025, 10, 1)), "other years stay"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("year:", "yaer:", [("missing-key", "the key `year` is missing", ""), ("unknown-key", "there is no key `yaer` here", "yaer")]),
        (f"year: {NEXT}", "year: next", [("shape", "a year such as 2027 should stand here", "next")]),
        (f"to: {NEXT}-01-03", f"to: {NEXT}-02-30", [("shape", "a day that the calendar has should stand here", f"{NEXT}-02-30")]),
        (f"to: {NEXT}-05-05", f"to: {NEXT}-04-30", [("dates", "the last day is before the first", f"{NEXT}-04-30")]),
        (f"to: {NEXT}-10-07", f"to: {NEXT + 1}-10-07", [("notice-day", "no holiday has more than 31 days", f"{NEXT + 1}-10-07")]),
        (f"from: {NEXT}-01-01, to: {NEXT}-01-03", f"from: {NEXT}-01-02, to: {NEXT}-01-03", [("notice-incomplete", f"the public holidays {NEXT}-01-01 are missing", "holidays")]),
        ("[2027-05-08]", "[2027-05-06]", [("notice-day", "2027-05-06 is no weekend day: offices work anyway", "2027-05-06")]),
        ("[2027-05-08]", "[2027-05-01]", [("notice-day", "2027-05-01 is both a holiday and a working day", "2027-05-01")]),
        ("[2027-05-08]", "[2028-05-06]", [("notice-day", f"2028-05-06 is not for a notice of {NEXT} to arrange", "2028-05-06")]),
        ("[2027-05-08]", "[2027-05-08, 2027-05-08]", [("notice-day", "2027-05-08 stands here twice", "2027-05-08")]),
    ],
)
def test_a_wrong_notice_is_told(old: str, new: str, fault: list[tuple[str, str, str]]) -> None:
    assert old in NOTICE
    told = wrong(NOTICE.replace(old, new, 1))
    assert [(code, en) for code, en, _ in told] == [(code, en) for code, en, _ in fault]
    assert all(text == shown for (_, _, text), (_, _, shown) in zip(told, fault, strict=True) if shown)


def test_a_list_is_no_notice() -> None:
    assert wrong("- year: 2027\n") == [("shape", "a mapping (`key: value`) should stand here", "- year: 2027")]


def test_two_notices_for_one_year_are_told(notice: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(NOTICE, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        policykit.load("liaoning", notices=[notice, other])
    (fault,) = caught.value.diagnostics
    assert (fault.code, fault.file) == ("two-notices", other.as_posix()) and str(NEXT) in fault.message.en
