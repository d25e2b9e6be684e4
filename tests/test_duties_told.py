"""`policykit duties` and `policykit events` as a legal officer meets them: what is urgent, when it is due, and what of a log looks wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from policykit.cli.app import app
from tests.commands import run as wide

LOG = Path(__file__).parent.parent / "docs" / "examples" / "receipt.jsonl"


def run(*words: str | Path, lang: str = "zh") -> Result:
    return CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "120", "POLICYKIT_LANG": lang, "NO_COLOR": "1"})


def test_a_last_day_on_a_holiday_stays_and_the_next_working_day_is_given() -> None:
    told = run("duties", LOG, "--in", "liaoning", "--now", "2026-09-20", "--party", "receiver")
    assert (told.stdout, told.stderr) == (
        "辽宁省省级应急救灾物资储备管理暂行办法 (liaoning)\n"
        "状态、强度   义务                  主体，向谁       期限                读法   条文\n"
        "────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────\n"
        "待履行       结算调运费用 (d-18)   接收单位或部门   2026-10-03          A10    a20.p1 “接收单位或部门应在物资运抵指定目\n"
        "应当                               向承储库         还有 13 天                   的地后的30日内与承储库完成结算”\n"
        "                                                    若顺延 2026-10-08\n"
        "\n"
        "待履行       清点和验收 (d-18)     接收单位或部门   未规定                     a20.p2 “接收单位或部门应对承储库发来的省\n"
        "应当                                                                             级应急救灾物资进行清点和验收”\n"
        "\n"
        "待履行 2\n",
        "",
    )
    (settlement,) = [d for d in json.loads(run("duties", LOG, "--in", "liaoning", "--now", "2026-09-20", "--json").stdout) if d["norm"] == "settlement"]
    assert (settlement["due"], settlement["postponed"]) == ("2026-10-03", {"due": "2026-10-08", "readings": {"A10": "rest_days_move_the_end"}, "why": None})


def test_whether_a_last_day_moves_is_open_while_the_notice_of_its_year_is_missing(tmp_path: Path) -> None:
    """As the question `settlement_deadline` says of the same day; the state is that of the day in the text."""
    (tmp_path / "log.jsonl").write_text('{"id": "e1", "kind": "arrived", "at": "2026-12-11T10:00", "case": "d-1"}\n', encoding="utf-8")
    words = ("duties", tmp_path / "log.jsonl", "--in", "liaoning", "--now", "2027-01-12", "--party", "receiver")
    why = {"zh": "是否逢休息日顺延，尚无2027年的通知", "en": "whether it moves past a rest day is open: the notice on holidays in 2027 is not known"}
    (found,) = [d for d in json.loads(run(*words, "--json").stdout) if d["norm"] == "settlement"]
    assert (found["state"], found["due"], found["why"]) == ("breached", "2027-01-10", None)
    assert found["postponed"] == {"due": None, "readings": {"A10": "rest_days_move_the_end"}, "why": why}
    told = wide(*words, env={"POLICYKIT_LANG": "zh", "COLUMNS": "300"}).stdout.splitlines()
    (at,) = [n for n, line in enumerate(told) if " 2027-01-10 " in line]
    assert why["zh"] in told[at + 1]
    assert run(*words, "-o", tmp_path / "told.md").exit_code == 0
    assert f"2027-01-10<br>{why['zh']}" in (tmp_path / "told.md").read_text(encoding="utf-8")
    asked = run("ask", "settlement_deadline", "arrived_on=2026-12-11", "--in", "liaoning").stdout
    assert "2027年节假日安排的通知" in asked


def test_what_is_not_urgent_is_listed_on_demand() -> None:
    words = ("duties", LOG, "--in", "liaoning", "--now", "2026-09-20", "--case", "入库-3")
    short, long = run(*words, lang="en").stdout, run(*words, "--all", lang="en").stdout
    assert short == long and short.endswith("\npending 1, fulfilled late 1\n")
    other = run("duties", LOG, "--in", "liaoning", "--now", "2026-10-20", lang="en").stdout
    assert "duties not urgent: `--all` lists them too\n" in other


def test_what_was_done_late_is_listed_since_it_was_broken_until_then() -> None:
    told = wide("duties", LOG, "--in", "liaoning", "--now", "2026-09-20", "--case", "入库-3", env={"POLICYKIT_LANG": "zh", "COLUMNS": "200"}).stdout
    assert "逾期履行     报告验收入库情况 (入库-3)" in told and "不急" not in told


def test_what_comes_again_without_a_day_is_listed_once_its_period_is_over(tmp_path: Path) -> None:
    """By the month (按月) has no day in Changzhi: nothing is breached, but February's report is owed in March."""
    (tmp_path / "log.jsonl").write_text('{"id": "e", "kind": "report_filed", "at": "2026-02-05T09:00", "data": {"report": "monthly", "period": "2026-01"}}\n', encoding="utf-8")
    words = ("duties", tmp_path / "log.jsonl", "--in", "changzhi", "--since", "2026-01-01", "--now")
    assert "(2026-02)" not in run(*words, "2026-02-28").stdout
    told = wide(*words, "2026-03-01", env={"POLICYKIT_LANG": "zh", "COLUMNS": "200"}).stdout
    assert "待履行       按月报送库存变化情况表 (2026-02)" in told and "(2026-01)" not in told and "(2026-03)" not in told


def test_those_who_act_jointly_with_the_bearer_are_named(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text('{"id": "e", "kind": "stocktaking_done", "at": "2026-06-05T09:00", "by": "depot"}\n', encoding="utf-8")
    words = ("duties", tmp_path / "log.jsonl", "--in", "liaoning", "--now", "2026-06-10")
    told = run(*words).stdout.splitlines()
    (at,) = [n for n, line in enumerate(told) if "半年储存情况报告" in line]
    assert "会同承储库" in told[at + 1] and "向省粮食和储备局" in told[at + 2]
    assert [d["with"] for d in json.loads(run(*words, "--json").stdout) if d["norm"] == "half-year-report" and d["period"] == "2026"] == [["depot"]]


def test_a_day_that_is_a_working_day_is_not_moved(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text('{"id": "e", "kind": "arrived", "at": "2026-03-03T12:00", "case": "d"}\n', encoding="utf-8")
    found = json.loads(run("duties", tmp_path / "log.jsonl", "--in", "liaoning", "--now", "2026-03-10", "--json").stdout)
    assert [(d["due"], d["postponed"]) for d in found if d["norm"] == "settlement"] == [("2026-04-02", None)]


def test_json_says_why_nobody_bears_a_duty(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text('{"id": "e1", "kind": "order_by_telephone", "at": "2026-09-25T10:00", "case": "d-1"}\n', encoding="utf-8")
    found = json.loads(run("duties", tmp_path / "log.jsonl", "--in", "liaoning", "--now", "2026-10-20", "--json").stdout)
    opened = [d["bearer_open"] for d in found if not d["bearer"] and d["case"] == "d-1"]
    assert opened and all(o["zh"] and o["en"] for o in opened)


@pytest.mark.parametrize(
    ("event", "warned"),
    [
        (
            '{"id": "e1", "kind": "dispatched", "at": "2026-03-02T15:30", "by": "managing_unt"}',
            "warning[unknown-actor]: 事件 `e1`：主体表中没有 `managing_unt`；义务写明主体的，这件事不算履行\n  提示：是否指 `managing_unit`\n",
        ),
        (
            '{"id": "e1", "kind": "report_filed", "at": "2026-03-02T15:30", "data": {"report": "half_yaer"}}',
            "warning[unknown-code]: 事件 `e1`：没有义务涉及 `report` 为 `half_yaer` 的事件\n  提示：是否指 `half_year`\n",
        ),
    ],
)
def test_parties_and_codes_that_no_norm_knows_are_warnings(event: str, warned: str, tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text(event + "\n", encoding="utf-8")
    told = run("duties", tmp_path / "log.jsonl", "--in", "liaoning", "--now", "2026-03-10")
    assert told.exit_code == 0 and told.stderr == warned
    assert told.stdout.endswith("\n没有义务因之开始或完成的事件：`e1`（有关义务要求的报告种类（`report`）与它不同）\n") is (
        "report_filed" in event
    )  # one sent off has begun something


def test_a_code_out_of_a_list_of_codes_is_shown_and_another_warned_of(tmp_path: Path) -> None:
    found = {k["kind"]: k for k in json.loads(run("events", "changzhi", "--json").stdout)}
    (codes,) = [p["codes"] for p in found["violation_found"]["parts"] if p["part"] == "act"]
    assert {"monthly_report_missing", "late_delivery", "expired_goods"} <= set(codes)
    assert "act：储备商品超过保质期" in run("events", "changzhi").stdout and "act：标识" not in run("events", "changzhi").stdout
    log = tmp_path / "log.jsonl"
    for code, near in (("internal_managment", "是否指 `internal_management`"), ("emergency_respons", "是否指 `emergency_mechanism`")):
        log.write_text(f'{{"id": "e1", "kind": "rules_set_up", "at": "2026-03-02T15:30", "data": {{"rules": "{code}"}}}}\n', encoding="utf-8")
        told = run("duties", log, "--in", "changzhi", "--now", "2026-03-10")
        assert told.exit_code == 0 and told.stderr == f"warning[unknown-code]: 事件 `e1`：没有义务涉及 `rules` 为 `{code}` 的事件\n  提示：{near}\n"


def test_a_kind_of_event_that_begins_with_the_word_is_named_first(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text('{"id": "e1", "kind": "disaster", "at": "2026-03-02T15:30"}\n', encoding="utf-8")
    told = run("duties", tmp_path / "log.jsonl", "--in", "changzhi", "--now", "2026-03-10")
    assert told.exit_code == 2 and told.stderr.endswith("  提示：是否指 `disaster_occurred`（发生自然灾害）\n")


def test_the_kinds_of_events_of_a_pack_with_their_codes_and_duties() -> None:
    found = {k["kind"]: k for k in json.loads(run("events", "liaoning", "--json").stdout)}
    assert found["arrived"] == {
        "kind": "arrived",
        "label": {"zh": "运抵指定目的地", "en": "arrived at the destination"},
        "parts": [{"part": "batch", "type": {"zh": "标识", "en": "an identifier"}, "codes": [], "labels": {}}],
        "starts": ["receipt-report", "applicants-receipt-report", "settlement", "transport-money", "receiving"],
        "done": ["arrival"],
        "excused": [],
    }
    assert {"half_year", "annual"} <= {c for p in found["report_filed"]["parts"] if p["part"] == "report" for c in p["codes"]}
    told = run("events", "liaoning").stdout
    assert "开始：报告验收入库情况、合格物资入库\n" in told and "违反：拒收不合格物资\n" in told
    assert run("events", "nowhere").exit_code == 2
