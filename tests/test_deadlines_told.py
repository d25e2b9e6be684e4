"""Deadlines as a comparison says them: as a person would, in both languages; hours stay hours; what nobody can say is shown as it is written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import policykit
from policykit.check.diff.texts import rows
from policykit.comparison import law_of
from policykit.diagnostics import Text
from policykit.ir.norm import Norm
from policykit.ir.words import parameter_words
from tests.commands import run
from tests.properties.making import choice, label, load

ON = date(2026, 6, 1)
FIGURES = {
    "six": ("duration", "PT6H"),
    "forty_eight": ("duration", "PT48H"),
    "two_days": ("duration", "P2D"),
    "thirty": ("duration", "P30D"),
    "one_hour": ("duration", "PT1H"),
    "quarter": ("months", "P3M"),
    "lag": ("months", "P1M"),
    "august": ("day_of_year", "08-31"),
    "ten": ("integer", 10),
    "hour": ("time", "16:00"),
}


def figures() -> dict[str, Any]:
    found = {n: {"type": t, "label": label(n), "values": [{"value": v}]} for n, (t, v) in FIGURES.items()}
    return found | {"five": {"type": "integer", "unit": {"zh": "个工作日", "en": "working days"}, "label": label("five"), "values": [{"value": 5}]}}


def said(due: str, **norm: Any) -> Text:
    """What a comparison says of a duty that is due so."""
    starts = {} if "each" in norm else {"starts": "ordered"}
    duty = {"label": label("duty"), "must": "act", "by": "office", "due": due, "done": "acted", **starts, **norm}
    events = {"ordered": {"label": label("ordered"), "fields": {"until": {"type": "date"}, "at_latest": {"type": "datetime"}}}, "acted": {"label": label("acted")}}
    pack = load({"parties": {"office": label("office")}, "parameters": figures(), "events": events, "norms": {"duty": duty}})
    law = law_of(pack, ON, Text("法", "law"))
    (row,) = (r for r in rows(law, law) if r.topic == "norm")
    assert row.a.text is not None
    (zh,), (en,) = row.a.text.zh.split("office应当为之；")[1:], row.a.text.en.split("office must; ")[1:]
    return Text(zh, en)


@pytest.mark.parametrize(
    ("due", "zh", "en"),
    [
        ("date(start)", "起算当日", "the day of the start"),
        ("start + six", "起算后6小时内", "within 6 hours of the start"),
        ("start + one_hour", "起算后1小时内", "within 1 hour of the start"),
        ("start + forty_eight", "起算后48小时内", "within 48 hours of the start"),
        ("start + two_days", "起算后2日内", "within 2 days of the start"),
        ("start + PT48H", "起算后48小时内", "within 48 hours of the start"),
        ("date(start) + thirty", "起算之日后30日内", "within 30 days after the day of the start"),
        ("date(start) + thirty - P1D", "自起算之日起30日内（当日计入）", "within 30 days, the day of the start counted"),
        ("date(start) + quarter", "起算之日后3个月内", "within 3 months after the day of the start"),
        ("workdays after(date(start), five)", "起算之日后5个工作日内", "within 5 working days after the day of the start"),
        ("workdays after(date(start), ten)", "起算之日后10个工作日内", "within 10 working days after the day of the start"),
        ("workdays after(date(start) - P1D, five)", "自起算之日起5个工作日内（当日计入）", "within 5 working days, the day of the start counted"),
        (
            "next workday(date(start) + thirty)",
            "起算之日后30日内，末日不是工作日的，为其后第一个工作日",
            "within 30 days after the day of the start, or the first working day after where the last is none",
        ),
        ("until", "起算事件所载的日期（`until`）", "the day that the starting event states (`until`)"),
        ("at_latest", "起算事件所载的时间（`at_latest`）", "the moment that the starting event states (`at_latest`)"),
    ],
)
def test_a_deadline_counted_from_a_start_is_said_as_a_person_says_it(due: str, zh: str, en: str) -> None:
    assert said(due) == Text(f"期限：{zh}", f"due: {en}")


@pytest.mark.parametrize(
    ("each", "due", "zh", "en"),
    [
        ("year", "date(year, august)", "每年，期限：当年8月31日", "each year, due: 08-31 of the year"),
        ("year", "date(year, august) - P1D", "每年，期限：当年8月31日的前一日", "each year, due: the day before 08-31 of the year"),
        ("year", "last_day", "每年，期限：当年年末", "each year, due: the end of the year"),
        ("month", "last_day", "每月，期限：当月月末", "each month, due: the end of the month"),
        ("month", "date((first_day + lag).year, (first_day + lag).month, ten)", "每月，期限：次月10日", "each month, due: day 10 of the next month"),
        ("month", "date((first_day + quarter).year, (first_day + quarter).month, ten)", "每月，期限：其后第3个月10日", "each month, due: day 10 of month 3 after"),
        ("month", "date(first_day.year, first_day.month, ten)", "每月，期限：当月10日", "each month, due: day 10 of the month"),
        ("day", "date and time(first_day, hour)", "每日，期限：当日16:00", "each day, due: 16:00 on the same day"),
    ],
)
def test_a_deadline_that_comes_again_names_its_day(each: str, due: str, zh: str, en: str) -> None:
    assert said(due, each=each) == Text(zh, en)


@pytest.mark.parametrize("due", ["max([date(start), until])", "workdays after(until, five)", "date(start) + thirty - P2D"])
def test_a_deadline_without_words_is_shown_as_it_is_written(due: str) -> None:
    assert said(due) == Text(f"期限：`{due}`", f"due: `{due}`")


@pytest.mark.parametrize("name", ["liaoning", "shanxi", "changzhi", "jiangsu", "district_materials"])
def test_every_deadline_of_the_packs_has_words(name: str) -> None:
    law = law_of(policykit.load(name), ON, Text(name, name))
    told = [r.a.text for r in rows(law, law) if r.topic == "norm"]
    due = [n for n in law.pack.norms.values() if isinstance(n, Norm) and n.due is not None and n.period.covers(ON)]
    assert sum("期限：" in t.zh for t in told if t is not None) == len(due) > 0
    assert not [t for t in told if t is not None and ("`" in t.zh.replace("（`until`）", "") or "_" in t.en)]


def test_a_figure_in_hours_stays_in_hours() -> None:
    found = {r.name: r for r in rows(*(law_of(policykit.load(n), ON, Text(n, n)) for n in ("liaoning", "shanxi")))}
    assert found["paperwork_hours"].b.text == Text("48小时", "48 hours")
    assert found["first_batch_hours"].b.text == Text("10小时", "10 hours")
    assert found["settlement_period"].a.text == found["settlement_period"].b.text == Text("30日", "30 days")


def test_a_draft_tells_hours_as_hours(tmp_path: Any) -> None:
    path = tmp_path / "draft.yaml"
    changes = "  - text:\n      a19.i4: {replace: 48小时, by: 72小时}\n    set: {paperwork_hours: PT72H}\n"
    path.write_text(f"amendment: d\ntitle: {{zh: 修正案, en: amendment}}\namends: shanxi\nfrom: 2027-01-01\nchanges:\n{changes}", encoding="utf-8")
    told = run("draft", path, "-o", tmp_path / "told.md", env={"POLICYKIT_LANG": "zh"})
    assert told.exit_code in (0, 1), told.stderr
    words = (tmp_path / "told.md").read_text(encoding="utf-8")
    assert "48小时 → 72小时" in words and "期限：起算后48小时内" in words and "期限：起算后72小时内" in words


@pytest.mark.parametrize(
    ("question", "zh", "en"),
    [
        ("acceptance_report_deadline", "报告截止日：验收工作完成日期后第10个工作日", "last day: 10 working days after day the acceptance was completed"),
        ("daily_report", "最迟报送时间：报告日期16:00", "due at: 16:00 on day of the report"),
        ("periodic_report", "最迟日期：报告期的第一天的次月10日", "due date: day 10 of the month after the first day of period"),
        ("periodic_report", "最迟日期：报告期的第一天所在年度的6月30日", "due date: 06-30 of the year of the first day of period"),
        ("planning_deadline", "最迟日期：计划或预算所属年度的前一年9月30日", "due date: 09-30, 1 year before year of the plan or budget"),
    ],
)
def test_days_that_an_answer_reckons_are_said_so_too(question: str, zh: str, en: str) -> None:
    for lang, words in (("zh", zh), ("en", en)):
        told = run("matrix", question, "--on", "2026-06-01", "--lang", lang, env={"COLUMNS": "400"}).stdout
        assert words in told and "个工作日个工作日" not in told


def test_figures_by_key_are_told_in_the_unit_that_each_is_written_in() -> None:
    value = {"urgent": "PT48H", "usual": "P2D"}
    limit = {"label": label("limit"), "type": "duration", "key": choice("urgent", "usual"), "values": [{"value": value}]}
    parameter = load({"parameters": {"limit": limit}}).pack.parameters["limit"]
    assert parameter_words(parameter, parameter.values[0]) == Text("urgent：48小时；usual：2日", "urgent: 48 hours; usual: 2 days")
