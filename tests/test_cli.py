"""The command line as a user meets it: what stands on the screen, what a machine reads, and the exit status. Real packs, nothing mocked but the clock."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

import policykit
from policykit.cli.app import app
from policykit.cli.facts import read_facts

JURISDICTIONS = Path(__file__).parent.parent / "jurisdictions"
FOUR = {"changzhi", "jiangsu", "liaoning", "shanxi"}
TENT = ["item=single_tent", "issued_to=victims", "used_from=2026-01-20", "used_to=2026-07-19"]
LOTS = [
    {"id": "C1", "level": "county", "quantity": 100, "distance_km": 1.5},
    {"id": "P1", "level": "province", "quantity": 300, "intake_date": "2019-08-01"},
]


def run(*words: str | Path, stdin: str = "", env: Mapping[str, str | None] | None = None) -> Result:
    """One command, in English unless `env` or `--lang` says otherwise."""
    plain: dict[str, str | None] = {"LC_ALL": "C.UTF-8", "POLICYKIT_LANG": None, "POLICYKIT_PATH": None, "COLUMNS": "80", "FORCE_COLOR": None}
    result = CliRunner().invoke(app, [str(w) for w in words], input=stdin, env={**plain, **(env or {})})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception  # a traceback is never what a user should see
    return result


def data(*words: str | Path, stdin: str = "") -> Any:
    """What a command gives to machines."""
    result = run(*words, "--json", stdin=stdin)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def process(*words: str, env: Mapping[str, str], stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """One command as a process of its own."""
    return subprocess.run([sys.executable, "-m", "policykit.cli", *words], input=stdin, capture_output=True, env={**os.environ, **env}, check=False)


def refused(result: Result, *said: str) -> None:
    """Bad input: status 2, nothing on stdout, and these words on stderr."""
    assert (result.exit_code, result.stdout) == (2, "")
    for words in said:
        assert words in result.stderr


@pytest.fixture
def coastal(tmp_path: Path) -> Path:
    """A folder with one pack of its own: Liaoning's, which knows one more item."""
    home = tmp_path / "packs" / "coastal"
    shutil.copytree(JURISDICTIONS / "liaoning", home, ignore=shutil.ignore_patterns("cases"))
    pack = (home / "pack.yaml").read_text(encoding="utf-8").replace("pack: liaoning", "pack: coastal")
    (home / "pack.yaml").write_text(pack + "\nchoices: {recoverable.item: {raft: {zh: 橡皮艇, en: rubber raft}}}\n", encoding="utf-8")
    return home.parent


def case_file(folder: Path, text: str, name: str = "cases.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# --- list, questions


def test_list_says_what_each_pack_is_and_how_far_it_goes() -> None:
    packs = {p["id"]: p for p in data("list")}
    assert packs.keys() >= FOUR
    changzhi = packs["changzhi"]
    assert changzhi["validity"] == {"from": "2025-09-01", "to": "2030-08-31"}
    assert (changzhi["level"], changzhi["jurisdiction"]["zh"]) == ("city", "长治市")
    assert packs["jiangsu"]["force"] == "draft"
    pack = policykit.load("changzhi").pack
    assert changzhi["silent"] == len(pack.instrument.silent_on)
    assert changzhi["answered"] + changzhi["silent"] + changzhi["not_encoded"] == len(pack.questions)
    shown = run("list", "--lang", "zh").stdout
    assert "晋粮物规〔2025〕83号" in shown
    assert "征求意见稿，尚无效力" in shown
    assert f"未规定 {changzhi['silent']}" in shown


def test_a_pack_that_cannot_be_read_is_listed_as_such(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pack.yaml").write_text("pack: broken\nlevle: city\n")
    result = run("list", "--search-path", tmp_path)
    assert result.exit_code == 0
    assert "policykit check broken" in " ".join(result.stdout.split())
    assert data("list", "--search-path", tmp_path)[0]["faults"][0]["code"] == "unknown-key"


def test_questions_shows_who_answers() -> None:
    listed = {q["id"]: q for q in data("questions")}
    assert len(listed) >= 64
    assert {"liaoning", "shanxi"} <= set(listed["recoverable"]["packs"]["answers"])
    assert {"changzhi", "jiangsu"} <= set(listed["recoverable"]["packs"]["silent"])
    shown = run("questions", "--lang", "zh").stdout
    assert "某物资是否需要回收" in shown
    assert "[recovery]" in shown


def test_one_question_shows_inputs_values_and_what_absence_means() -> None:
    shown = run("questions", "recoverable").stdout
    assert "large_water_purifier" in shown  # a code is never broken over lines
    assert "if not given: worked out" in shown
    assert "unless --on names another" in shown
    inputs = {i["name"]: i for i in data("questions", "recoverable")["inputs"]}
    assert inputs["item"]["values"]["quilt"] == {"zh": "棉被（褥）", "en": "quilt"}
    assert [inputs[n]["absent"] for n in ("item", "used_from", "used_to", "no_recovery_value")] == ["required", "unknown", "as_of", "false"]
    lots = {i["name"]: i for i in data("questions", "stock_order")["inputs"]}["lots"]
    assert (lots["type"], lots["of"]["type"]) == ("list", "record")
    assert {"id", "level", "fit"} <= {f["name"] for f in lots["of"]["fields"]}


def test_a_value_that_a_pack_adds_names_the_pack(coastal: Path) -> None:
    shown = run("questions", "recoverable", "--search-path", coastal).stdout
    assert "raft  rubber raft [coastal]" in " ".join(shown.split()).replace("raft rubber", "raft  rubber")


def test_an_unknown_question_gets_the_nearest_name() -> None:
    refused(run("questions", "recoverabel"), "error[unknown-question]", "did you mean `recoverable`?")
    refused(run("compare", "recoverabel"), "error[unknown-question]", "did you mean `recoverable`?")


# --- show, readings


def test_show_puts_rules_beside_the_clause() -> None:
    shown = run("show", "liaoning", "a23.p2.i2", "--lang", "zh").stdout
    assert "不满6个月" in shown
    assert "recoverable/single-tent [A01]" in shown
    assert "single_tent_limit" in shown
    assert "受灾群众" in shown
    [clause] = data("show", "liaoning", "a23.p2.i2")
    rule = next(e for e in clause["encoded_by"] if e["name"] == "recoverable/single-tent")
    assert rule["when"]["used_to"] == "< used_from + single_tent_limit"
    assert (rule["then"], rule["readings"]) == ({"outcome": "recover"}, ["A01"])
    parameter = next(e for e in clause["encoded_by"] if e["name"] == "single_tent_limit")
    assert (parameter["kind"], parameter["value"], parameter["words"]) == ("parameter", "P6M", ["不满6个月"])


def test_show_puts_duties_beside_the_clause() -> None:
    shown = " ".join(run("show", "shanxi", "a21.p1.s1").stdout.split())
    assert "norms/first-batch [A12] when transport notice received → " in shown and "due: start + first_batch_hours" in shown
    [clause] = data("show", "liaoning", "a10.p2.c3")
    ban = next(e for e in clause["encoded_by"] if e["name"] == "norms/refusal")
    assert (ban["kind"], ban["must_not"], ban["by"], ban["starts"]) == ("norm", "take_into_store", ["depot"], [{"acceptance_failed": {}}])


def test_show_puts_declared_silence_beside_the_clause_that_shows_it() -> None:
    [clause] = data("show", "fujian_supply", "s2.2.2.s2")
    silence = next(e for e in clause["encoded_by"] if e["kind"] == "silence")
    assert (silence["name"], silence["when"]) == ("meeting_rule/silent-1", {"meeting": "not(group_consultation)"})
    assert silence["silent"] == {"zh": "预案只规定定期会商", "en": "the plan has regular consultation only"}
    assert "未作规定：预案只规定定期会商" in "".join(run("show", "fujian_supply", "s2.2.2.s2", "--lang", "zh").stdout.split())


def test_an_address_takes_all_below_it_and_nothing_beside() -> None:
    below = [c["address"] for c in data("show", "liaoning", "a2")]
    assert "a2.i1" in below
    assert all(a == "a2" or a.startswith("a2.") for a in below)
    assert len(data("show", "liaoning")) == len(policykit.load("liaoning").pack.clauses)
    refused(run("show", "liaoning", "a233"), "error[unknown-clause]", "did you mean `a23")
    refused(run("show", "liaoning", "stock_order"), "error[unknown-clause]", "this names a question: `policykit questions stock_order`")


def test_show_says_what_need_not_be_encoded_and_what_was_restored() -> None:
    assert "不编入：主送机关" in run("show", "liaoning", "n1", "--lang", "zh").stdout
    [clause] = data("show", "liaoning", "a24.p1.s2")
    assert clause["restored_from"]


def test_show_on_a_day_gives_the_wording_the_values_and_the_rules_of_that_day() -> None:
    draft = f"liaoning+{JURISDICTIONS.parent / 'docs/examples/single-tent-nine-months.yaml'}"
    for day, words, value in (("2026-12-31", "6个月", "P6M"), ("2027-01-01", "9个月", "P9M")):
        [clause] = data("show", draft, "a23.p2.i2", "--on", day)
        assert words in clause["quote"]
        assert [e["value"] for e in clause["encoded_by"] if e["name"] == "single_tent_limit"] == [value]
        assert f"（{day}）" in run("show", draft, "a23.p2.i2", "--on", day, "--lang", "zh").stdout.splitlines()[0]
    [always] = data("show", draft, "a23.p2.i2")
    assert [e["value"] for e in always["encoded_by"] if e["name"] == "single_tent_limit"] == ["P6M", "P9M"]


def test_show_on_a_day_leaves_out_rules_and_duties_of_other_days(coastal: Path) -> None:
    for rule in ("      - id: single-tent\n", "  refusal:\n"):
        path = next(p for p in (coastal / "coastal").glob("*.yaml") if rule in p.read_text(encoding="utf-8"))
        indent = " " * (len(rule) - len(rule.lstrip()) + 2)
        path.write_text(path.read_text(encoding="utf-8").replace(rule, f"{rule}{indent}from: 2026-01-01\n"), encoding="utf-8")
    for day, there in (("2025-12-31", False), ("2026-01-01", True)):
        words = ("--search-path", coastal, "--on", day)
        encoded = {e["name"] for c in data("show", "coastal", *words) for e in c["encoded_by"]}
        assert ("recoverable/single-tent" in encoded, "norms/refusal" in encoded) == (there, there)
        assert "recoverable/cotton-tent" in encoded


def test_show_refuses_a_day_on_which_the_text_or_the_clause_does_not_stand() -> None:
    refused(
        run("show", "changzhi", "--on", "2025-08-31"),
        "error[not-in-force]: `changzhi` is not yet in force on 2025-08-31\n  help: it is in force from 2025-09-01 to 2030-08-31; leave --on out to see all of it\n",
    )
    refused(run("show", "changzhi", "--on", "2030-09-01", "--lang", "zh"), "error[not-in-force]: `changzhi` 在 2030-09-01 已失效\n")
    refused(run("show", "liaoning", "--on", "yesterday"), "error[day]: `yesterday` is not a day")
    assert run("show", "jiangsu", "--on", "2025-01-01").exit_code == 0  # a draft is no law on any day


def test_readings_give_the_choice_its_reason_and_what_rests_on_it() -> None:
    [a01] = [r for r in data("readings", "liaoning") if r["id"] == "A01"]
    assert a01["chosen"] == "corresponding_day"
    readings = {r["name"]: r for r in a01["readings"]}
    assert readings["strict_end"]["encoded"]
    assert "recoverable/single-tent" in readings["strict_end"]["changes"]
    assert {"kind": "rule", "name": "recoverable/single-tent"} in a01["rests"]
    shown = run("readings", "liaoning").stdout
    assert "strict_end (encoded)" in shown
    assert "outside_cap (not encoded)" in shown


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
        (["--on", "2025-9-1"], "", ["error[day]", "write it as 2025-09-01"]),
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


# --- check, test


def test_check_is_quiet_on_the_packs_and_loud_on_a_misquotation(tmp_path: Path) -> None:
    home = tmp_path / "changzhi"
    shutil.copytree(JURISDICTIONS / "changzhi", home)
    fine = run("check", home)
    assert fine.exit_code == 0
    assert "checked 1 pack (changzhi):" in fine.stdout
    planning = (home / "storage.yaml").read_text(encoding="utf-8")
    assert "1.1倍以上" in planning
    (home / "storage.yaml").write_text(planning.replace("1.1倍以上", "1.2倍以上"), encoding="utf-8")
    bad = run("check", home, "--lang", "zh")
    assert bad.exit_code == 1
    assert "error[quotation]" in bad.stdout
    assert "^" in bad.stdout
    assert "错误" in bad.stdout.splitlines()[-1]
    told = json.loads(run("check", home, "--json").stdout)
    assert told["errors"] >= 1
    assert told["diagnostics"][0]["file"].endswith("storage.yaml")
    refused(run("check", "chanzhi"), "error[unknown-pack]", "did you mean `changzhi`?")


@pytest.mark.slow
def test_check_finds_no_error_in_any_pack() -> None:
    result = run("check")
    assert result.exit_code == 0, result.stdout
    assert all(name in result.stdout.splitlines()[-2] for name in FOUR)


CASES = """\
- id: T-1
  pack: liaoning
  question: recoverable
  facts: {item: single_tent, issued_to: victims, used_from: 2026-01-20, used_to: 2026-07-19}
  expected: {status: answered, outcome: recover}
  citation: [a23.p2.i2]
- id: T-2
  pack: shanxi
  question: in_force
  as_of: 2026-07-20
  expected: {status: answered, force: in_force}
"""


def test_cases_that_pass_are_counted(tmp_path: Path) -> None:
    file = case_file(tmp_path, CASES)
    result = run("test", file)
    assert (result.exit_code, result.stdout) == (0, "2 passed, 0 failed\n")
    assert run("test", tmp_path, "--lang", "zh").stdout == "通过 2，失败 0\n"
    assert run("test", file, "--pack", "shanxi").stdout == "1 passed, 0 failed\n"
    assert run("test", file, "--question", "recoverable", "--question", "in_force").stdout == "2 passed, 0 failed\n"


def test_a_failure_says_expected_got_and_why(tmp_path: Path) -> None:
    file = case_file(tmp_path, CASES.replace("outcome: recover}", "outcome: do_not_recover}").replace("[a23.p2.i2]", "[a23.p2.i3]\n  why: a day less than six months"))
    result = run("test", file)
    assert result.exit_code == 1
    assert f"FAIL T-1  liaoning recoverable  ({file}:1)" in result.stdout
    assert 'outcome: expected "do_not_recover", got "recover"' in result.stdout
    assert 'citation: expected ["a23.p2.i3"], got ["a23.p2.c", "a23.p2.i2"]' in result.stdout
    assert "why: a day less than six months" in result.stdout
    assert result.stdout.endswith("1 passed, 1 failed\n")
    assert "citation:" not in run("test", file, "--values-only").stdout
    told = json.loads(run("test", file, "--json").stdout)
    assert (told["passed"], told["failed"], told["failures"][0]["id"]) == (1, 1, "T-1")
    assert told["failures"][0]["mismatches"][0] == {"what": "outcome", "expected": "do_not_recover", "got": "recover"}


def test_a_case_that_cannot_be_asked_fails(tmp_path: Path) -> None:
    file = case_file(tmp_path, CASES.replace("pack: shanxi", "pack: shanxy").replace("question: recoverable", "question: recoverabel"))
    result = run("test", file)
    assert result.exit_code == 1
    assert "error[unknown-pack]" in result.stdout
    assert "did you mean `recoverable`?" in result.stdout
    assert result.stdout.endswith("0 passed, 2 failed\n")


def test_no_case_is_no_success(tmp_path: Path) -> None:
    result = run("test", case_file(tmp_path, CASES), "--question", "recoverabel")
    assert result.exit_code == 1
    assert "0 passed, 0 failed" in result.stdout
    assert "no case is about `recoverabel`" in result.stderr
    assert "did you mean `recoverable`?" in result.stderr
    assert "no case ran" in result.stderr


def test_a_case_file_that_cannot_be_read_is_bad_input(tmp_path: Path) -> None:
    refused(run("test", case_file(tmp_path, CASES.replace("expected:", "expectde:"))), "cases.yaml:5:3", "error[unknown-key]")
    refused(run("test", case_file(tmp_path, "- id: [\n")), "error[")
    refused(run("test", case_file(tmp_path, CASES.replace("  pack: shanxi\n", ""))), "error[case-without-pack]", "cases.yaml:7")
    refused(run("test", tmp_path / "nowhere.yaml"), "error[no-file]")


def test_a_packs_own_cases_are_asked_of_the_folder_they_lie_in(coastal: Path, tmp_path: Path) -> None:
    (coastal / "coastal" / "cases").mkdir()
    raft = CASES.split("- id: T-2")[0].replace("  pack: liaoning\n", "").replace("single_tent, issued_to: victims", "raft, issued_to: rescue_staff").replace("i2", "i1")
    case_file(coastal / "coastal" / "cases", raft)
    for place in (coastal, coastal / "coastal", coastal / "coastal" / "cases", coastal / "coastal" / "cases" / "cases.yaml"):
        assert run("test", place).stdout == "1 passed, 0 failed\n", place
    shutil.copytree(coastal / "coastal", tmp_path / "a draft")  # found by no name: the case means the pack that it lies in
    case_file(tmp_path / "a draft" / "cases", raft.replace("question:", "pack: coastal\n  question:"))
    assert run("test", tmp_path / "a draft").stdout == "1 passed, 0 failed\n"


@pytest.mark.parametrize("pack", sorted(FOUR))
def test_the_packs_pass_their_own_cases(pack: str) -> None:
    result = run("test", JURISDICTIONS / pack)
    assert result.exit_code == 0, result.stdout


# --- what holds for every command


def test_the_language_is_the_options_then_the_variables_then_the_locales() -> None:
    zh, en = "规则包", "pack"
    for words, env, expected in (
        ([], {"LC_ALL": "zh_CN.UTF-8"}, zh),
        ([], {"LC_ALL": None, "LANG": "zh_CN.UTF-8"}, zh),
        ([], {"LC_ALL": "zh_CN.UTF-8", "POLICYKIT_LANG": "en"}, en),
        (["--lang", "zh"], {"POLICYKIT_LANG": "en"}, zh),
        ([], {"LC_ALL": "C"}, en),
    ):
        assert run("list", *words, env=env).stdout.startswith(expected), (words, env)
    assert run("--lang", "zh", "list").stdout.startswith(zh)
    assert run("--lang", "zh", "list", "--lang", "en").stdout.startswith(en)


def test_options_stand_before_or_after_the_command(coastal: Path) -> None:
    assert json.loads(run("--json", "--search-path", coastal, "list").stdout)[0]["id"] == "coastal"
    assert run("ask", "in_force", "--in", "coastal", "--search-path", coastal).exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["questions"],
        ["questions", "cost_bearer"],
        ["questions", "stock_order"],
        ["show", "liaoning"],
        ["show", "shanxi", "a24"],
        ["readings"],
        ["compare", "recoverable", *TENT],
        ["compare", "cost_bearer", "cost_item=transport", "--on", "2026-01-10"],
        ["compare", "in_force", "--on", "2026-01-10"],
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_shown_fits_80_columns_without_colour_or_cuts(words: list[str], lang: str) -> None:
    shown = run(*words, "--lang", lang).stdout
    prose = {"the law of the day", "未用 --on", "；依", "; law of"}  # stays whole in a pipe
    assert [line for line in shown.splitlines() if cell_len(line) > 80 and not any(p in line for p in prose)] == []
    assert "\x1b" not in shown
    assert all(line == line.rstrip() for line in shown.splitlines())


def test_every_command_explains_itself() -> None:
    top = run("--help").stdout
    for command in ("list", "questions", "show", "ask", "compare", "check", "test", "readings", "schema"):
        assert command in top
        helped = run(command, "--help").stdout
        assert f"policykit {command}" in helped
        assert "--lang" in helped
    assert run("--version").stdout == f"policykit {policykit.__version__}\n"


def test_an_amendment_file_has_a_json_schema_too() -> None:
    schema = json.loads(run("schema", "--amendment").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "changes" in schema["properties"]


def test_schema_is_a_json_schema() -> None:
    schema = json.loads(run("schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"decisions", "parameters", "clauses"} <= schema["properties"].keys()


# --- as a process


def test_chinese_comes_out_whatever_the_locale() -> None:
    latin = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}
    for env in ({"LC_ALL": "C"}, latin):
        done = process("ask", "selection_method", "--in", "changzhi", "annual_subsidy_cny=500000", "--on", "2025-10-15", "--lang", "zh", env=env)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "公开招标" in done.stdout.decode("utf-8")
    done = process("show", "changzhi", "a99", "--lang", "zh", env=latin)
    assert done.returncode == 2
    assert "没有地址为 `a99` 的条文" in done.stderr.decode("utf-8")


def test_stdin_is_utf8_whatever_the_locale() -> None:
    facts = '{"annual_subsidy_cny": "五十万"}'.encode()
    done = process("ask", "selection_method", "--in", "changzhi", "--facts", "-", stdin=facts, env={"LC_ALL": "C", "PYTHONUTF8": "0"})
    assert done.returncode == 2
    assert "`五十万` is not a number" in done.stderr.decode("utf-8")
    assert process("ask", "selection_method", "--in", "changzhi", "--facts", "-", stdin=b"\xff\xfe", env={}).stderr.startswith(b"error[encoding]")


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="no SIGPIPE here")
def test_a_reader_that_leaves_is_no_fault() -> None:
    with subprocess.Popen([sys.executable, "-m", "policykit.cli", "show", "liaoning", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(10)
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait() == -signal.SIGPIPE


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_an_interrupt_is_quiet() -> None:
    words = [sys.executable, "-c", "from policykit.cli import main; print(flush=True); main()", "ask", "recoverable", "--in", "liaoning", "--facts", "-"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(0.2)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate()
    assert (child.returncode, out, err) == (-signal.SIGINT, b"", b"")  # 130 to a shell


def test_ask_does_not_wait_for_rich() -> None:
    code = "import sys; from policykit.cli import main\ntry: main()\nfinally: print([m for m in ('rich', 'policykit.check') if m in sys.modules], file=sys.stderr)"
    words = ["ask", "selection_method", "--in", "changzhi", "annual_subsidy_cny=500000"]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=True)
    assert done.stderr.decode().strip() == "[]"
