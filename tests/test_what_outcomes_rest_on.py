"""Comparisons say of each outcome how strict it is, whether the text says it, and by which readings; and show the most ordinary case first."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import policykit
from policykit.check.diff.document import groups
from policykit.check.diff.document_words import Words
from policykit.cli.app import app
from policykit.diagnostics import Language

NINE = Path(__file__).parent.parent / "docs" / "examples" / "single-tent-nine-months.yaml"


def run(*words: str | Path, lang: str = "zh") -> str:
    return CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "120", "POLICYKIT_LANG": lang, "NO_COLOR": "1"}).stdout


def test_a_matrix_keeps_the_case_that_rests_on_a_reading_apart() -> None:
    assert run("matrix", "selection_method", "--in", "changzhi", "--on", "2026-07-20") == (
        "承储企业如何选定\n"
        "按2026-07-20的规定\n\n"
        "- 长治市：《市级应急生活必需品储备管理办法》；施行中\n\n"
        "情形                             长治市\n"
        "────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────\n"
        "企业年储备费用补贴超过500000元   选定方式：公开招标，选定程序：（空）\n"
        "                                 应当；条文明文\n"
        "                                 第十条第一款\n\n"
        "企业年储备费用补贴为500000元     选定方式：公开招标，选定程序：（空）\n"
        "                                 应当；基于所选读法（A06）\n"
        "                                 第十条第一款\n\n"
        "企业年储备费用补贴少于500000元   选定方式：公告报名审核，选定程序：网上发布公告、企业报名、资料审核、公示、联合有关部门\n"
        "                                   实地调研、市发展和改革委员会研究确定\n"
        "                                 应当；条文明文\n"
        "                                 第十条第一款\n\n"
        "各行合起来是各地都能回答的一切情形，彼此不重叠。\n"
    )
    rows = json.loads(run("matrix", "selection_method", "--in", "changzhi", "--on", "2026-07-20", "--json"))["rows"]
    assert [(c["strength"], c["basis"], c["readings"]) for r in rows for c in r["cells"]] == [("must", "text", []), ("must", "reading", ["A06"]), ("must", "text", [])]


@pytest.mark.parametrize(
    ("language", "sides"),
    [
        ("zh", ("不再回收\n应当；推论（A01、A03）", "回收\n应当；基于所选读法（A56）")),
        ("en", ("do not recover\nmust; inferred (A01, A03)", "recover\nmust; a reading (A56)")),
    ],
)
def test_the_first_difference_is_that_of_an_ordinary_tent(language: Language, sides: tuple[str, str]) -> None:
    (question,) = policykit.diff("liaoning", "shanxi", ["recoverable"], on=date(2026, 6, 1)).questions
    found = groups(question, Words(language))
    assert next(iter(found)) == sides
    first = question.pairs[0]
    assert (first.rules, dict(first.facts)) == (
        ("single-tent-longer", "reusable-class"),
        {"item": "single_tent", "issued_to": "victims", "used_from": date(2025, 12, 1), "used_to": date(2026, 6, 1)},
    )
    for pairs in found.values():
        assert len({(a.strength, a.basis, a.readings) for a in (p.answers[0] for p in pairs)}) == 1
        assert len({(a.strength, a.basis, a.readings) for a in (p.answers[1] for p in pairs)}) == 1


def test_what_is_left_open_names_the_ambiguity() -> None:
    (question,) = policykit.diff("liaoning", "shanxi", ["recoverable"], on=date(2026, 6, 1)).questions
    assert ("不能确定\n疑义 A04", "回收\n应当；基于所选读法（A56）") in groups(question, Words("zh"))
    assert ("undetermined\nambiguity A04", "recover\nmust; a reading (A56)") in groups(question, Words("en"))


def test_a_record_has_basis_and_readings_of_both_sides() -> None:
    (question,) = json.loads(run("diff", "liaoning", "shanxi", "recoverable", "--on", "2026-06-01", "--json"))["questions"]
    first = question["pairs"][0]
    assert [(first[s]["strength"], first[s]["basis"], first[s]["readings"]) for s in "ab"] == [("must", "inferred", ["A01", "A03"]), ("must", "reading", ["A56"])]


def test_a_draft_that_puts_a_reading_in_the_text_s_place_shows_it() -> None:
    told = run("draft", NINE)
    assert "\n现行文本：不再回收；应当；推论（A01、A03） ≠ 修改后：回收；应当；条文明文\n" in told
    assert "\nthe text as it stands: do not recover; must; inferred (A01, A03) ≠ as amended: recover; must; the text\n" in run("draft", NINE, lang="en")


@pytest.mark.parametrize(("language", "words"), [("zh", "实际库存超过储备任务数量的1.1倍"), ("en", "actual stock is more than 1.1 times quantity of the task")])
def test_a_multiple_is_said_as_one(language: str, words: str) -> None:
    rows = json.loads(run("matrix", "required_buffer", "--in", "changzhi", "--on", "2026-07-20", "--json"))["rows"]
    assert words in {r["condition"][language] for r in rows}


def test_one_is_said_in_the_singular() -> None:
    assert "• Answered differently: 1 question (Is an item to be recovered?), in 2 kinds of cases. The outcome stays" in run("draft", NINE, lang="en")


def test_a_matrix_says_why_it_tells_one_law_after_the_other() -> None:
    early = run("matrix", "recoverable", "--in", "liaoning,shanxi", "--lang", "zh", "--on", "2020-01-01")
    assert "各地分别列出，没有交叉成一张表：辽宁省、山西省的规定在该日不在效力期内。" in early
    crossed = run("matrix", "selection_method", "--in", "changzhi", "--lang", "zh", "--on", "2026-06-01")
    assert "没有交叉" not in crossed and "不重叠" in crossed
