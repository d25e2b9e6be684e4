"""Commands that ask: one case of one law, or of all side by side, and what is wrong with a case. Real packs, nothing mocked but the clock."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from rich.cells import cell_len

import policykit
from policykit.cli.facts import read_facts

from .commands import FOUR, TENT, case_file, data, refused, run

LOTS = [
    {"id": "C1", "level": "county", "quantity": 100, "distance_km": 1.5},
    {"id": "P1", "level": "province", "quantity": 300, "intake_date": "2019-08-01"},
]


# --- ask


def test_ask_answers_with_the_clause() -> None:
    result = run("ask", "recoverable", "--in", "liaoning", *TENT)
    assert result.exit_code == 0
    assert "recover" in result.stdout
    assert "a23.p2.i2" in result.stdout
    assert "发放给受灾群众使用不满6个月的单帐篷" in result.stdout
    facts = dict(w.split("=") for w in TENT)
    assert result.stdout == policykit.load("liaoning").ask("recoverable", facts).explain("en") + "\n"
    assert "单帐篷" in run("ask", "recoverable", "--in", "liaoning", *TENT, "--lang", "zh").stdout


def test_ask_gives_machines_the_record() -> None:
    record = data("ask", "selection_method", "--in", "changzhi", "--on", "2025-10-15", "annual_subsidy_cny=500000")
    assert (record["values"]["method"], record["on"], record["pack"]) == ("open_tender", "2025-10-15", "changzhi")
    assert record["citations"][0]["address"] == "a10.p1.c1"


def test_the_day_is_the_one_given_then_the_events_then_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policykit.cli.ask.today", lambda: date(2031, 1, 1))
    assert data("ask", "recoverable", "--in", "liaoning", *TENT)["on"] == "2026-07-19"
    assert data("ask", "recoverable", "--in", "liaoning", *TENT, "--on", "2026-08-01")["on"] == "2026-08-01"
    assert data("ask", "recoverable", "--in", "liaoning", *TENT[:3])["on"] == "2031-01-01"
    expired = data("ask", "selection_method", "--in", "changzhi", "annual_subsidy_cny=1")
    assert (expired["on"], expired["status"], expired["force"]) == ("2031-01-01", "not_in_force", "expired")


def test_facts_come_from_words_files_and_stdin(tmp_path: Path) -> None:
    given = {"annual_subsidy_cny": "499999.99"}
    as_json, as_yaml = case_file(tmp_path, '{"annual_subsidy_cny": 499999.99}', "f.json"), case_file(tmp_path, "annual_subsidy_cny: 499999.99\n", "f.yaml")
    ask = ["ask", "selection_method", "--in", "changzhi", "--on", "2025-10-15"]
    for words, stdin in (
        ([f"annual_subsidy_cny={given['annual_subsidy_cny']}"], ""),
        (["--facts", str(as_json)], ""),
        (["--facts", str(as_yaml)], ""),
        (["--facts", "-"], as_json.read_text()),
        (["--facts", "-"], as_yaml.read_text()),
        (["--facts", "-"], "{annual_subsidy_cny: 499999.99}"),
        (["--facts", str(as_json), "annual_subsidy_cny=499999.99"], ""),
    ):
        record = data(*ask, *words, stdin=stdin)
        assert (record["facts"], record["values"]["method"]) == (given, "announcement_review"), words


def test_words_come_over_the_file(tmp_path: Path) -> None:
    file = case_file(tmp_path, '{"annual_subsidy_cny": 1}', "f.json")
    assert data("ask", "selection_method", "--in", "changzhi", "--facts", file, "annual_subsidy_cny=500000")["facts"] == {"annual_subsidy_cny": 500000}


def test_days_in_a_file_may_be_written_as_people_write_them_in_lists_and_records_too(tmp_path: Path) -> None:
    lots = [{"id": i, "level": "county", "quantity": 1, "intake_date": day} for i, day in (("a", "2025/3/2"), ("b", "2025年3月1日"))]
    file = case_file(tmp_path, yaml.safe_dump({"need": 2, "lots": lots}, allow_unicode=True), "case.yaml")
    record = data("ask", "stock_order", "--in", "liaoning", "--on", "2026年7月20日", "--facts", file)
    assert [(lot["id"], lot["intake_date"]) for lot in record["facts"]["lots"]] == [("a", "2025-03-02"), ("b", "2025-03-01")]
    assert [part["lot"] for part in record["values"]["allocation"]] == ["b", "a"]
    file = case_file(tmp_path, "{need: 2, lots: [{id: a, level: county, quantity: 2, intake_date: 2025/2/30}]}", "case.yaml")
    refused(run("ask", "stock_order", "--in", "liaoning", "--on", "2026-07-20", "--facts", file), "`intake_date`: `2025-02-30` is not a date")


def test_moments_may_be_written_as_people_write_them() -> None:
    answers = [data("ask", "dispatch_deadline", "--in", "liaoning", f"notice_received_at={at}")["values"] for at in ("2026-03-02T08:00:00", "2026/3/2 8:00", "2026年3月2日8时")]
    assert answers[0] == answers[1] == answers[2] and answers[0] is not None


def test_lists_are_json_a_file_or_words_with_commas(tmp_path: Path) -> None:
    file = case_file(tmp_path, json.dumps(LOTS), "lots.json")
    for lots in (f"lots={json.dumps(LOTS)}", f"lots=@{file}"):
        record = data("ask", "stock_order", "--in", "liaoning", "--on", "2026-07-20", "need=150", lots)
        assert record["values"]["allocation"] == [{"lot": "C1", "quantity": 100}, {"lot": "P1", "quantity": 50}]
        assert record["facts"]["lots"][0]["distance_km"] == "1.5"
    question = policykit.shared_questions()["distribution_requirements"]
    assert read_facts(None, ["steps=register,publish"], question) == {"steps": ["register", "publish"]}
    assert read_facts(None, ["steps=unknown"], question) == {"steps": "unknown"}


def test_a_silent_text_points_to_its_parent_and_falls_through_on_request() -> None:
    ask = ["ask", "recoverable", "--in", "changzhi", *TENT]
    alone = run(*ask)
    assert alone.exit_code == 0
    assert "the text is silent" in alone.stdout
    assert "--fall-through" in alone.stderr
    parent = run(*ask, "--fall-through")
    assert "Shanxi" in parent.stdout
    assert parent.stderr == ""
    assert data(*ask, "--fall-through")["pack"] == "shanxi"


# --- ask: what can go wrong


def test_an_unknown_pack_gets_the_nearest_name() -> None:
    refused(run("ask", "recoverable", "--in", "liaonin"), "error[unknown-pack]", "did you mean `liaoning`?")
    refused(run("ask", "recoverable", "--in", "./liaonin"), "error[no-folder]")
    refused(run("show", "liaonin", "--lang", "zh"), "没有名为 `liaonin` 的规则包", "提示：是否指 `liaoning`")


def test_facts_that_cannot_be_read_are_told_all_at_once() -> None:
    result = run("ask", "recoverable", "--in", "liaoning", "itm=single_tent", "issued_to=victms", "used_to=2025-02-30")
    refused(result, "did you mean `item`?", "did you mean `victims`?", "`2025-02-30` is not a date", "the fact `item` (item) is missing")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("words", "stdin", "said"),
    [
        (["--on", "2025-9"], "", ["error[day]", "write it as 2025-09-01"]),
        (["item"], "", ["error[fact-word]", "`item` is not `name=value`"]),
        (["item=quilt", "item=coat"], "", ["error[fact-twice]"]),
        (["--facts", "nowhere.json"], "", ["error[no-file]", "`nowhere.json`"]),
        (["item=@nowhere.json"], "", ["error[no-file]", "`nowhere.json`"]),
        (["--facts", "-"], '{"item": 1,,}', ["stdin:1:12: error[json]", "           ^"]),
        (["lots=[NaN]"], "", ["lots: error[json]", "`NaN` is no number"]),
        (["--facts", "-"], '{"item": 1, "item": 2}', ["error[json]", "`item` stands twice"]),
        (["--facts", "-"], "[1, 2]", ["error[facts]", "should hold a mapping"]),
        (["--facts", "-"], "", ["error[facts]", "should hold a mapping"]),
        (["--facts", "-"], "item: !!python/none x", ["stdin:1:7", "error[tag]"]),
        (["--facts", "-"], "[" * 100_000, ["error["]),
        (["lots=[1,"], "", ["error[json]", "lots:1:"]),
        (["--facts", "."], "", ["error[no-file]"]),
    ],
)
def test_bad_input_is_status_2_and_says_where(words: list[str], stdin: str, said: list[str]) -> None:
    refused(run("ask", "recoverable", "--in", "liaoning", *words, stdin=stdin), *said)


def test_a_question_that_is_not_encoded_is_not_silence(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    case_file(tmp_path / "bare", "pack: bare\nlabel: {zh: 空白, en: bare}\njurisdiction: {zh: 某市, en: a city}\nlevel: city\nstatus: draft\n", "pack.yaml")
    bare: list[str | Path] = ["--search-path", tmp_path]
    refused(run("ask", "recoverable", "--in", "bare", *bare), "error[not-encoded]", "this is not silence of the text")
    compared = {r["pack"]: r["status"] for r in data("compare", "recoverable", *TENT, *bare)["packs"]}
    assert (compared["bare"], compared["liaoning"]) == ("not_encoded", "answered")
    assert "not encoded yet" in " ".join(run("compare", "recoverable", *TENT, "--in", "bare,liaoning", *bare).stdout.split())


def test_usage_errors_are_status_2() -> None:
    for words in (["ask", "recoverable"], ["nonsense"], ["list", "--lang", "fr"], ["test"]):
        result = run(*words)
        assert result.exit_code == 2
        assert "Traceback" not in result.stderr


# --- compare


def test_compare_sets_the_jurisdictions_side_by_side() -> None:
    compared = {r["pack"]: r for r in data("compare", "recoverable", *TENT)["packs"]}
    assert compared.keys() >= FOUR
    assert compared["liaoning"]["answer"]["values"] == {"outcome": "recover"}
    assert (compared["changzhi"]["status"], compared["jiangsu"]["status"]) == ("silent", "silent")
    shown = run("compare", "recoverable", *TENT, "--in", "shanxi,liaoning", "--lang", "zh").stdout
    assert shown.index("山西省") < shown.index("辽宁省")  # in the order asked for
    assert "changzhi" not in shown
    assert "某物资是否需要回收" in shown
    assert "“发放给受灾群众使用不满6个月的单帐篷”" in last_column(shown, "条文")


def last_column(shown: str, heading: str) -> str:
    """What stands in the last column of a table, its lines joined."""
    lines = shown.splitlines()
    head = next(n for n, line in enumerate(lines) if line.endswith(heading))
    start = cell_len(lines[head]) - cell_len(heading)
    cells = []
    for line in lines[head + 2 :]:
        width = 0
        for n, character in enumerate(line):
            if width >= start:
                cells.append(line[n:].strip())
                break
            width += cell_len(character)
    return "".join(cells)


@pytest.mark.parametrize("columns", ["20", "80", "200"])
@pytest.mark.parametrize(("lang", "heading"), [("zh", "条文"), ("en", "citation")])
def test_compare_never_cuts_a_citation(lang: str, heading: str, columns: str) -> None:
    facts = {"cost_item": "transport"}
    answer = policykit.load("shanxi").ask("cost_bearer", facts, on=date(2026, 1, 10))
    shown = run("compare", "cost_bearer", "cost_item=transport", "--on", "2026-01-10", "--in", "shanxi", "--lang", lang, env={"COLUMNS": columns}).stdout
    cited = last_column(shown, heading)
    assert len(answer.citations) > 3
    for citation in answer.citations:
        assert citation.address in cited
        assert f"“{citation.quote}”" in cited


def test_compare_says_that_there_is_none_of_what_is_asked_for() -> None:
    shown = run("compare", "cost_bearer", "cost_item=goods_price", "--in", "liaoning,shanxi", "--on", "2026-07-20", "--lang", "zh").stdout
    assert shown == (
        "某项费用由谁承担 (cost_bearer)\n费用项目＝货款；依 2026-07-20 的法\n\n"
        "地区       结论           强度、依据   条文\n──────────────────────────────────────────────────────────\n"
        "辽宁省     承担主体：无   应当         a3.p1 “无偿使用”\nliaoning                  条文明文\n\n"
        "山西省     承担主体：无   应当         a3.p1.s1 “无偿使用”\nshanxi                    条文明文\n"
    )


def test_a_value_that_only_one_pack_knows_is_noted_and_not_an_error(coastal: Path) -> None:
    words: list[str | Path] = ["compare", "recoverable", "--search-path", coastal, "item=raft", "issued_to=rescue_staff", "--on", "2026-07-20"]
    compared = {r["pack"]: r for r in data(*words)["packs"]}
    assert compared["coastal"]["answer"]["values"] == {"outcome": "recover"}
    assert (compared["liaoning"]["status"], compared["liaoning"]["answer"]) == ("not_readable", None)
    assert compared["liaoning"]["faults"][0]["code"] == "choice"
    assert compared["changzhi"]["status"] == "silent"  # no rule on the question at all, so none for a raft
    assert "there is no value `raft`" in " ".join(run(*words).stdout.split())


def test_what_no_pack_knows_is_the_users_mistake() -> None:
    refused(run("compare", "recoverable", "itm=quilt", "issued_to=victims"), "has no input `itm`", "did you mean `item`?")
    refused(run("compare", "recoverable", "item=raft", "issued_to=victims"), "there is no value `raft`")
    refused(run("compare", "recoverable", "--in", "liaoning,shanxy"), "did you mean `shanxi`?")
