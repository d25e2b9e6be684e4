"""A table of jurisdictions says of which text each column is, and what force that text has: a draft is never read as law."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from policykit.cli.app import app

ASKED = ("matrix", "cost_bearer", "--in", "jiangsu,liaoning", "--on", "2026-07-20")
TEXTS = (
    "江苏省：《江苏省物资储备工作联席会议工作规则（征求意见稿）》；征求意见稿，尚无效力",
    "辽宁省：《辽宁省省级应急救灾物资储备管理暂行办法》；施行中",
)


def run(*words: str | Path, lang: str = "zh") -> str:
    done = CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "160", "POLICYKIT_LANG": lang, "NO_COLOR": "1"})
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_above_the_table_stand_the_texts_in_full_and_their_force_on_the_day() -> None:
    lines = run(*ASKED).splitlines()
    assert lines[:5] == ["某项费用由谁承担", "按2026-07-20的规定", "", *(f"- {t}" for t in TEXTS)]
    assert lines[6].split() == ["情形", "江苏省", "[征求意见稿，尚无效力]", "辽宁省"]
    english = run(*ASKED, lang="en").splitlines()
    assert english[4] == "- Liaoning: Liaoning interim measures for the management of provincial emergency relief reserves; in force"
    assert english[6].split("  ")[0] == "case" and "Jiangsu [a draft, not law]" in english[6]


@pytest.mark.parametrize("ending", ["html", "md", "docx"])
def test_a_file_says_it_too(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"matrix.{ending}"
    run(*ASKED, "-o", file)
    if ending == "docx":
        docx = pytest.importorskip("docx")
        written = docx.Document(str(file))
        told, heads = [p.text for p in written.paragraphs], [c.text for c in written.tables[0].rows[0].cells]
        assert [t for t in told if t in TEXTS] == list(TEXTS) and heads == ["情形", "江苏省 [征求意见稿，尚无效力]", "辽宁省"]
        return
    said = file.read_text(encoding="utf-8")
    assert all((f"<li>{t}</li>" if ending == "html" else f"- {t}\n") in said for t in TEXTS)
    assert ("<th>情形</th><th>江苏省 [征求意见稿，尚无效力]</th><th>辽宁省</th>" if ending == "html" else "| 情形 | 江苏省 \\[征求意见稿，尚无效力\\] | 辽宁省 |") in said


def test_a_record_has_the_texts_and_their_force() -> None:
    texts = json.loads(run(*ASKED, "--json"))["texts"]
    assert [(t["pack"], t["force"], t["label"]["zh"]) for t in texts] == [
        ("jiangsu", "draft", "江苏省物资储备工作联席会议工作规则（征求意见稿）"),
        ("liaoning", "in_force", "辽宁省省级应急救灾物资储备管理暂行办法"),
    ]
    assert {t["number"]["zh"] for t in json.loads(run("matrix", "recoverable", "--in", "shanxi", "--json"))["texts"]} == {"晋粮物规〔2025〕83号"}


def test_a_law_told_in_turn_and_one_without_a_rule_have_their_force() -> None:
    early = run("matrix", "recoverable", "--on", "2020-01-01")
    assert "辽宁省 [尚未施行]   任何情形   该日不施行\n" in early
    assert "没有规定的：" in early and "江苏省 [征求意见稿，尚无效力]" in early


def test_a_draft_worked_in_is_named_with_the_text() -> None:
    nine = Path(__file__).parent.parent / "docs" / "examples" / "single-tent-nine-months.yaml"
    told = run("matrix", "recoverable", "--in", f"liaoning+{nine}", "--on", "2027-02-01").splitlines()
    title = json.loads(run("draft", nine, "--json"))["title"]["zh"]
    assert told[3] == f"- 辽宁省：《辽宁省省级应急救灾物资储备管理暂行办法》；已并入 {title}；施行中"
