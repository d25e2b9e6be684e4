"""Drafts tried and laws compared, as a person meets them: on the command line, as a page, as a Word document."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

import policykit
from policykit.check.gate.document import report
from policykit.check.report.html import page
from policykit.check.report.markdown import markdown
from policykit.cli.app import app

ROOT = Path(__file__).parent.parent
NINE = ROOT / "docs" / "examples" / "single-tent-nine-months.yaml"
TENTS = yaml.safe_load((ROOT / "tests" / "packs" / "good" / "tents.yaml").read_text(encoding="utf-8"))["files"]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "200", "POLICYKIT_LANG": "zh", "NO_COLOR": "1"})


@cache
def nine() -> Any:
    """The example draft, tried once."""
    return policykit.gate(NINE)


@pytest.fixture
def tents(tmp_path: Path) -> Path:
    """The small pack of tents in a folder."""
    for name, text in TENTS.items():
        (tmp_path / "tents" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tents" / name).write_text(text, encoding="utf-8")
    return tmp_path


def draft_of(folder: Path, changes: str) -> Path:
    path = folder / "draft.yaml"
    path.write_text(f"amendment: d\ntitle: {{zh: 修正案, en: amendment}}\namends: tents\nfrom: 2027-01-01\nchanges:\n{changes}", encoding="utf-8")
    return path


def tried(folder: Path, changes: str) -> Any:
    return policykit.gate(draft_of(folder, changes), search_path=[folder])


# --- a draft


def test_a_longer_period_moves_the_boundary_and_nothing_else() -> None:
    gate = nine()
    assert gate.passes and not gate.faults
    (changed,) = [q for q in gate.diff.questions if q.state != "same"]
    assert (changed.question, changed.proven) == ("recoverable", True)
    assert {p.rules for p in changed.pairs} == {("single-tent-longer", "single-tent"), ("single-tent-longer-worthless", "single-tent-worthless")}
    assert changed.pairs[0].facts == {"item": "single_tent", "issued_to": "victims", "used_from": date(2026, 7, 1), "used_to": date(2027, 1, 1)}
    assert "不早于开始使用日期加6个月" in changed.pairs[0].condition.zh and "早于开始使用日期加9个月" in changed.pairs[0].condition.zh
    assert len(gate.cases) == 7 and "LN-TEN-05" in [e.id for e in gate.citing]
    assert "使用不满9个月的单帐篷" in gate.text


def test_a_gap_that_a_draft_tears_is_a_new_fault_and_status_1(tents: Path) -> None:
    changes = "  - text: {a1.p1: {insert: 满1个月、, before: 不满6个月}}\n    set: {limit: {value: P6M, cite: {a1.p1: 满1个月、不满6个月}}}\n    repeal: collect/longer\n"
    gate = tried(tents, changes)
    (gap,) = [f for f in gate.faults if f.severity != "note"]
    assert gap.code == "new-gap" and not gate.passes
    assert gap.message.zh == "`collect` 原有规定（a1.p1）的情形不再有规定：物资为帐篷，停止使用日期不早于开始使用日期加6个月"
    done = run("draft", tents / "draft.yaml", "--search-path", tents)
    assert done.exit_code == 1 and "新的问题" in done.stdout


def test_rules_that_a_draft_sets_against_each_other_are_a_new_fault(tents: Path) -> None:
    pytest.importorskip("z3")
    restated = "    set: {limit: {value: P6M, cite: {a1.p1: 满1个月、不满6个月}}}\n"
    changes = "{collect/tent: {when: {used_to: '-'}}, collect/longer: {cite: {a1.p1: 满1个月、不满6个月}}}"
    gate = tried(tents, f"  - text: {{a1.p1: {{insert: 满1个月、, before: 不满6个月}}}}\n{restated}    replace: {changes}\n")
    assert [f.code for f in gate.faults if f.severity == "error"] == ["overlap", "overlap"] and not gate.passes


def test_words_that_change_without_the_rules_are_told_and_status_1(tents: Path) -> None:
    gate = tried(tents, "  - text: {a1.p1: {replace: 6个月, by: 9个月}}\n")
    assert [d.underlined for d in gate.gone] == ["不满6个月", "不满6个月"] and not gate.passes
    assert run("draft", tents / "draft.yaml", "--search-path", tents).exit_code == 1


def test_a_duty_that_begins_by_another_which_is_repealed_becomes_impossible(tents: Path) -> None:
    norms = """
norms:
  report: {label: {zh: 报告, en: report}, must: report, by: depot, due: promptly, cite: {a1.p1: 应当回收}}
  account: {label: {zh: 记账, en: account}, must: account, by: depot, starts: {fulfilled: report}, due: promptly, cite: {a2.p1: 予以报废}}
"""
    (tents / "tents" / "norms.yaml").write_text(norms, encoding="utf-8")
    gate = tried(tents, "  - text: {a2.p1: {insert: 及时, before: 予以报废}}\n    repeal: norms/report\n")
    assert [(i.norm, i.why.zh) for i in gate.impossible] == [("account", "由“报告”引起，而后者当日已不存在，无从开始")]
    assert not gate.passes


def test_a_mistake_in_a_draft_is_status_2(tents: Path) -> None:
    done = run("draft", draft_of(tents, "  - text: {a9: {delete: 帐篷}}\n"), "--search-path", tents)
    assert done.exit_code == 2 and "unknown-clause" in done.stderr and "Traceback" not in done.stderr
    assert run("draft", tents / "nothing.yaml").exit_code == 2
    assert run("draft", NINE, "-o", tents / "x.pdf").exit_code == 2


def test_a_stock_list_says_how_much_comes_out_differently(tmp_path: Path) -> None:
    rows = ["item,issued_to,used_from,used_to,quantity", "single_tent,victims,2026-01-01,2026-08-01,120", "single_tent,victims,2026-06-01,2026-08-01,30", "quilt,victims,,,500"]
    (tmp_path / "stock.csv").write_text("\n".join(rows), encoding="utf-8")
    done = run("draft", NINE, "--stock", tmp_path / "stock.csv", "--json")
    (effect,) = json.loads(done.stdout)["stock"]
    assert (effect["rows"], effect["weight"], effect["differing"], effect["differing_weight"]) == (3, "650", 1, "120")
    assert effect["groups"][0]["numbers"] == [1]
    assert "120 / 650" in run("draft", NINE, "--stock", tmp_path / "stock.csv").stdout


@pytest.mark.parametrize("form", ["parquet", "xlsx"])
def test_a_stock_list_may_be_parquet_or_a_spreadsheet(form: str, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(
        {"item": ["single_tent"] * 2, "issued_to": ["victims"] * 2, "used_from": [date(2026, 1, 1), date(2026, 6, 1)], "used_to": [date(2026, 8, 1)] * 2, "kg": [1.5, 2.0]}
    )
    path = tmp_path / f"stock.{form}"
    frame.write_parquet(path) if form == "parquet" else frame.write_excel(path)
    (effect,) = json.loads(run("draft", NINE, "--stock", path, "--weight", "kg", "--json").stdout)["stock"]
    assert (effect["differing"], effect["differing_weight"], effect["unread"]) == (1, "1.5", [])


def test_a_list_that_lacks_what_a_question_needs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "stock.csv").write_text("item,quantity\nquilt,3\n", encoding="utf-8")
    done = run("draft", NINE, "--stock", tmp_path / "stock.csv")
    assert done.exit_code == 2 and "stock-columns" in done.stderr and "issued_to" in done.stderr


def test_rows_without_an_answer_are_told_one_by_one_and_status_2(tmp_path: Path) -> None:
    rows = ["item,issued_to,used_from,used_to,quantity", "single_tent,victims,2026/1/1,2026/08/01,120", "single_tent,victims,2026-01-01,soon,30", "tentt,victims,,,500"]
    (tmp_path / "stock.csv").write_text("\n".join(rows), encoding="utf-8")
    done = run("draft", NINE, "--stock", tmp_path / "stock.csv")
    assert done.exit_code == 2 and "结果不同的行：1 / 1" in done.stdout and "2 / 3 行没有答案，未计入" in done.stdout
    assert (
        "- 1 行（第 2 行）：停止使用日期（used_to）：“soon”，应为日期，如 2025-09-01\n" in done.stdout and "- 1 行（第 3 行）：物资（item）：“tentt”，应为以下之一：" in done.stdout
    )
    (effect,) = json.loads(run("draft", NINE, "--stock", tmp_path / "stock.csv", "--json").stdout)["stock"]
    assert (effect["read"], effect["unread"], [r["row"] for r in effect["reasons"]]) == (1, [2, 3], [2, 3])


# --- its forms


def test_the_page_needs_nothing_from_elsewhere() -> None:
    text = page(report(nine(), "zh"))
    assert '<html lang="zh-CN">' in text and 'name="viewport"' in text
    assert not re.search(r"https?:|src=|<link|@import|url\(", text)
    assert "<del>6个月</del>" in text and "<ins>9个月</ins>" in text


def test_the_word_document_reads_back_as_the_table_of_changes(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    done = run("draft", NINE, "-o", tmp_path / "table.docx")
    assert done.exit_code == 0
    made = docx.Document(BytesIO((tmp_path / "table.docx").read_bytes()))
    table = made.tables[0]
    assert [c.text for c in table.rows[0].cells] == ["现行条文", "修改后条文", "效果"]
    before, after, effect = (c.text for c in table.rows[1].cells)
    assert "不满6个月的单帐篷" in before and "不满9个月的单帐篷" in after
    assert "6个月 → 9个月" in effect and "不再回收；应当；推论（A01、A03） → 回收；应当；条文明文" in effect
    runs = [r for p in made.paragraphs for r in p.runs] + [r for t in made.tables for row in t.rows for c in row.cells for p in c.paragraphs for r in p.runs]
    east = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"
    assert {r._element.rPr.rFonts.get(east) for r in runs if r.text} == {"宋体", "黑体"}
    struck = [r.text for c in table.rows[1].cells for p in c.paragraphs for r in p.runs if r.font.strike]
    assert struck == ["6个月"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_word_document(tmp_path: Path) -> None:
    pytest.importorskip("docx")
    run("draft", NINE, "-o", tmp_path / "table.docx")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(tmp_path / "table.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "table.txt").read_text(encoding="utf-8-sig")
    assert "修改对照表" in text and "不满9个月的单帐篷" in text


def test_markdown_holds_the_table_of_changes() -> None:
    text = markdown(report(nine(), "en"))
    assert "| as it stands | as amended | effect |" in text and "~~6个月~~" in text and "**9个月**" in text


# --- comparisons


def test_status_says_same_differ_or_error(tents: Path) -> None:
    assert run("diff", "liaoning", "liaoning", "recoverable").exit_code == 0
    assert run("diff", "liaoning", "shanxi", "recoverable", "--on", "2026-06-01").exit_code == 1
    assert run("diff", "liaoning", "nowhere").exit_code == 2
    assert run("diff", "liaoning", "shanxi", "recoverabel").exit_code == 2
    assert tents.is_dir()


def test_one_law_on_two_days_and_before_and_after_a_draft() -> None:
    days = run("diff", f"liaoning+{NINE}@2026-12-31", f"liaoning+{NINE}@2027-01-01", "recoverable")
    assert days.exit_code == 1 and "2026-12-31的法" in days.stdout
    draft = run("diff", "liaoning", f"liaoning+{NINE}", "recoverable", "--json")
    (question,) = json.loads(draft.stdout)["questions"]
    assert question["proven"] and {(p["a"]["values"]["outcome"], p["b"]["values"]["outcome"]) for p in question["pairs"]} == {
        ("do_not_recover", "recover"),
        ("do_not_recover", "clear_and_scrap"),
    }


def test_every_witness_of_two_provinces_is_asked_of_both_and_shows_the_difference() -> None:
    diff = policykit.diff("liaoning", "shanxi", on=date(2026, 6, 1))
    packs = [policykit.load(n) for n in ("liaoning", "shanxi")]
    assert len(diff.pairs) > 500 and all(q.proven for q in diff.questions)
    for question, pair in diff.pairs:
        answers = [p.ask(question.question, {n: v for n, v in pair.facts.items() if packs[0].pack.questions[question.question].input(n)}, on=date(2026, 6, 1)) for p in packs]
        assert tuple(a.rule for a in answers) == pair.rules
        same = answers[0].status == answers[1].status and (answers[0].status != "answered" or (answers[0].values, answers[0].strength) == (answers[1].values, answers[1].strength))
        assert not same


def test_parameters_and_parties_stand_side_by_side_with_their_clauses() -> None:
    rows = {(r.topic, r.name): r for r in policykit.diff("liaoning", "shanxi", on=date(2026, 6, 1)).rows}
    limit = rows["parameter", "single_tent_limit"]
    assert limit.a.text is not None and limit.a.text.zh == "6个月" and [q.address for q in limit.a.cite] == ["a23.p2.i2"] and limit.b.text is None
    assert {t for t, _ in rows} >= {"instrument", "parameter", "party", "question", "norm"}


def test_a_matrix_crosses_conditions_and_jurisdictions() -> None:
    done = run("matrix", "cost_bearer", "--in", "liaoning,shanxi", "--on", "2026-01-01", "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 0 and found["crossed"] and found["packs"] == ["liaoning", "shanxi"]
    assert all(all(cell is not None for cell in row["cells"]) for row in found["rows"])
    assert run("matrix", "nothing_such").exit_code == 2


def test_a_law_that_is_not_in_force_on_the_day_says_nothing() -> None:
    found = json.loads(run("matrix", "recoverable", "--in", "liaoning,shanxi", "--on", "2023-01-01", "--json").stdout)
    assert [r["cells"][1]["says"]["en"] for r in found["rows"] if r["cells"][1] is not None] == ["not in force"]
    assert len([r for r in found["rows"] if r["cells"][0] is not None]) > 5
    told = run("diff", "liaoning", "shanxi", "recoverable", "--on", "1990-01-01").stdout
    assert "✗ 辽宁省：1990年1月1日不在效力期内，对该日的情形不作答。\n" in told
    assert "✗ 山西省：1990年1月1日不在效力期内，对该日的情形不作答。\n" in told


def test_the_text_of_a_day_is_written() -> None:
    assert "使用不满9个月的单帐篷" in run("text", f"liaoning+{NINE}").stdout
    assert "使用不满6个月的单帐篷" in run("text", f"liaoning+{NINE}", "--on", "2026-12-31").stdout
