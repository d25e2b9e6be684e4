"""`policykit calendar` as who plans a year meets it: whose dates, how strictly they hold, on which reading they rest, and in which file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from .commands import data, refused, run

YEAR = ("--in", "liaoning", "--year", "2026")


def entries(*words: str | Path) -> dict[str, Any]:
    """The entries of an iCalendar, by their names."""
    read = Calendar.from_ical(run("calendar", *words).stdout)
    return {str(e["UID"]): e for e in read.walk("VEVENT")}


def test_the_dates_of_one_who_acts_jointly_are_among_his() -> None:
    assert [(d["norm"], d["bearer"], d["with"]) for d in data("calendar", *YEAR, "--party", "depot")] == [
        ("half-year-report", ["managing_unit"], ["depot"]),
        ("annual-report", ["managing_unit"], ["depot"]),
        ("stocktake", ["depot"], []),
    ]
    described = str(entries(*YEAR, "--party", "depot", "--lang", "zh")["liaoning-half-year-report-2026@policykit"]["DESCRIPTION"])
    assert described.startswith("管理单位\n会同承储库\n向省粮食和储备局\n应当\n基于所选读法：A08、A28\n")
    assert "\n第十六条 “管理单位应会同承储库”“于每年6月30日”" in described


def test_every_entry_has_the_stamp_of_its_law_and_the_same_bytes_again(tmp_path: Path) -> None:
    found = entries(*YEAR)
    assert len(found) == 5 and {e["DTSTAMP"].to_ical() for e in found.values()} == {b"20220422T000000Z"}
    (day,) = {e["DTSTAMP"].to_ical() for e in entries("--in", "jiangsu", "--year", "2026").values()}
    assert day == b"20260101T000000Z"  # a draft is in force from no day
    for name in ("a.ics", "b.ICS"):
        done = run("calendar", *YEAR, "-o", tmp_path / name)
        assert (done.stdout, done.stderr) == (f"wrote {tmp_path / name}: 5 due dates; 1 recurring duty without a day left out\n", "")
    assert (tmp_path / "a.ics").read_bytes() == (tmp_path / "b.ICS").read_bytes()


def test_an_entry_says_that_it_holds_in_principle_only() -> None:
    described = str(entries("--in", "shanxi", "--year", "2026", "--lang", "zh")["shanxi-purchase-plan-2027@policykit"]["DESCRIPTION"])
    assert "\n会同省粮食和储备局、省财政厅\n原则上\n基于所选读法：A08\n" in described


@pytest.mark.parametrize(
    ("year", "entry", "rest", "zh", "en"),
    [
        ("2026", "monthly-report-2025-12", True, "\n当日：休息日\n", "\nthe day: a rest day\n"),  # 10 January is a Saturday
        ("2026", "monthly-report-2026-01", False, "", ""),
        ("2027", "monthly-report-2026-12", None, "\n当日：是否休息日，尚无2027年的通知\n", "\nthe day: the notice on holidays in 2027 is not known: it may be a rest day\n"),
    ],
)
def test_an_entry_says_whether_its_day_is_a_rest_day_where_that_is_known(year: str, entry: str, rest: bool | None, zh: str, en: str) -> None:
    words = ("--in", "shanxi", "--year", year)
    (found,) = [d for d in data("calendar", *words) if f"{d['norm']}-{d['period']}" == entry]
    assert found["rest_day"] is rest
    for lang, said in (("zh", zh), ("en", en)):
        described = str(entries(*words, "--lang", lang)[f"shanxi-{entry}@policykit"]["DESCRIPTION"])
        assert said in described and (bool(said) or "rest day" not in described)


def test_machines_are_told_who_and_how_strictly() -> None:
    (found,) = [d for d in data("calendar", *YEAR) if d["norm"] == "half-year-report"]
    assert found == {
        "norm": "half-year-report",
        "label": {"zh": "半年储存情况报告", "en": "half-year report on the stores"},
        "due": "2026-06-30",
        "rest_day": False,
        "period": "2026",
        "bearer": ["managing_unit"],
        "with": ["depot"],
        "bearer_open": None,
        "to": ["grain_reserves_bureau"],
        "strength": "must",
        "readings": ["A08", "A28"],
        "citations": ["a16.c", "a16.c", "a16.c", "a16.i1", "a16.i2", "a16.i3", "a16.i4"],
    }


def test_the_year_is_a_table_in_a_report_with_what_comes_again_without_a_day(tmp_path: Path) -> None:
    done = run("calendar", *YEAR, "--lang", "zh", "-o", tmp_path / "year.md")
    assert (done.stdout, done.stderr) == ("", f"已写入 {tmp_path / 'year.md'}\n")
    told = (tmp_path / "year.md").read_text(encoding="utf-8")
    assert told.startswith("# 义务日历：辽宁省省级应急救灾物资储备管理暂行办法 (liaoning)\n\n2026年\n\n| 日期 | 义务 | 主体 | 向谁 | 强度 | 读法 | 条文 |\n")
    assert "\n| 2026-06-30 | 半年储存情况报告 (2026) | 管理单位<br>会同承储库 | 省粮食和储备局 | 应当 | A08、A28 | 第十六条 “管理单位应会同承储库”" in told
    after = told.partition("\n条文没有写明日期的定期义务：\n\n| 期间 | 义务 | 主体 | 向谁 | 强度 | 读法 | 条文 |\n")[2]
    assert "\n| 每年 | 采购资金和费用列入年度部门预算 | 省粮食和储备局 |  | 应当 |  | 第五条第（五）项 “" in after
    assert "\n所依据的读法：\n\n- A08：" in after


def test_a_report_on_one_party_names_it_and_every_form_is_written(tmp_path: Path) -> None:
    for name, begins in (("year.html", b"<!"), ("year.docx", b"PK"), ("year.md", b"# Calendar of duties: ")):
        done = run("calendar", "--in", "changzhi", "--year", "2026", "--party", "storage_enterprise", "-o", tmp_path / name)
        assert done.exit_code == 0 and (tmp_path / name).read_bytes().startswith(begins)
    told = (tmp_path / "year.md").read_text(encoding="utf-8")
    assert "\n2026, duties of storage enterprise\n\nno due dates\n\nRecurring duties for which the text names no day:\n" in told
    assert "\n| each month | monthly table of changes in stock | storage enterprise |" in told


def test_a_day_that_counts_working_days_of_a_year_without_a_notice_is_in_the_report(tmp_path: Path) -> None:
    label = {"zh": "月报", "en": "monthly report"}
    norm = {"label": label, "must": "act", "by": "office", "each": "month", "due": "workdays after(last_day, 5)", "done": "acted"}
    pack = {"pack": "p", "label": label, "parties": {"office": label}, "events": {"acted": {"label": label}}, "norms": {"report": norm}}
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "pack.yaml").write_text(json.dumps(pack), encoding="utf-8")
    done = run("calendar", "--in", tmp_path / "p", "--year", "2998", "-o", tmp_path / "year.md")
    message = "`report` (2998-01): the State Council's notice on holidays in 2998 is not known, so the date is left out"
    assert f"warning[no-notice]: {message}\n" in done.stderr
    assert "Days that cannot be known yet:\n\n- `report` (2997-01)" in (tmp_path / "year.md").read_text(encoding="utf-8").replace("\\", "")


@pytest.mark.parametrize("name", ["year.xlsx", "year.txt", "year"])
def test_a_file_of_another_form_is_refused(name: str, tmp_path: Path) -> None:
    refused(run("calendar", *YEAR, "-o", tmp_path / name), f"error[output-form]: `{name}` is of no known form\n  help: use .ics for a calendar; .html, .md or .docx for a table\n")
    assert not (tmp_path / name).exists()
