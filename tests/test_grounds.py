"""Cases that come to the same outcome on other grounds: a draft that moves a figure moves the doubt about the figure itself."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import policykit
from policykit.cli.app import app

TENDER = """amendment: d
title: {{zh: 修正案, en: amendment}}
amends: changzhi
from: 2027-01-01
changes:
  - text:
      a10.p1.c1: [{{replace: 超过50万元, by: 超过{n}万元}}, {{replace: 含50万元, by: 含{n}万元}}]
      a10.p1.c2: {{replace: 50万元以下, by: {n}万元以下}}
    set: {{tender_threshold: {n}0000}}
"""


def draft(folder: Path, threshold: int) -> Path:
    path = folder / "draft.yaml"
    path.write_text(TENDER.format(n=threshold), encoding="utf-8")
    return path


def run(*arguments: object, lang: str = "zh") -> str:
    return CliRunner().invoke(app, [*map(str, arguments), "--lang", lang], env={"COLUMNS": "300"}).stdout


def test_the_figure_itself_newly_rests_on_the_doubt_about_it(tmp_path: Path) -> None:
    gate = policykit.gate(draft(tmp_path, 60))
    ((question, pair),) = gate.diff.grounds
    assert (question.question, question.state, question.grounds_proven, len(question.pairs)) == ("selection_method", "differ", True, 2)
    assert pair.facts == {"annual_subsidy_cny": 600000} and pair.rules == ("above", "exactly") and pair.differs_in == ("basis", "readings")
    assert [(a.values.method, a.basis, a.readings) for a in pair.answers] == [("open_tender", "text", ()), ("open_tender", "reading", ("A06",))]
    assert pair.readings_of_one == ((), ("A06",)) and pair.condition.zh == "企业年储备费用补贴为600000元"


def test_the_figure_before_no_longer_rests_on_the_doubt(tmp_path: Path) -> None:
    gate = policykit.gate(draft(tmp_path, 40))
    moved = {p.facts["annual_subsidy_cny"]: p.readings_of_one for _, p in gate.diff.grounds}
    assert moved == {500000: (("A06",), ())}  # exactly 400000 was for review and is for tender now: another outcome
    assert [c.example.id for c in gate.cases_on_other_grounds] == ["CZ-SEL-01", "CZ-VAL-07"] and "CZ-SEL-01" not in {c.example.id for c in gate.cases}


def test_a_draft_tells_them_apart_from_changed_outcomes_with_case_and_articles(tmp_path: Path) -> None:
    told = run("draft", draft(tmp_path, 60))
    assert (
        "• 1 个问题的答案有变化（承储企业如何选定），共 2 种情形。另有 1 种情形答案不变，依据改变（承储企业如何选定：改为取决于 A06）。"
        "已证明：按2027年1月1日的规定，此外的一切情形，修改前后的答案、依据和读法都不变。\n"
    ) in told
    assert "以下 2 种情形答案不同，另有 1 种情形答案相同而依据不同。已证明：此外的一切情形，两者的答案、依据和读法都相同，或者都没有规定。" in told
    _, _, table = told.partition("• 以下 1 种情形答案相同，依据不同：")
    assert "改为取决于 A06" in table and "600000元" in table and "“含60万元" in table and "第十条第一款“企业年储备费用补贴超过50万元" in table
    english = run("draft", draft(tmp_path, 60), lang="en")
    assert (
        "The outcome stays and its grounds move in 1 kind of cases (How is a storage enterprise selected?: now rests on A06). Proven, as the law stands on 2027-01-01: in all other cases"
        in english
    )


def test_json_has_the_readings_that_only_one_side_rests_on(tmp_path: Path) -> None:
    found = json.loads(run("draft", draft(tmp_path, 60), "--json"))
    (question,) = [q for q in found["questions"] if q["question"] == "selection_method"]
    (pair,) = question["grounds"]
    assert (pair["readings_only_a"], pair["readings_only_b"], pair["facts"]) == ([], ["A06"], {"annual_subsidy_cny": 600000})
    assert found["proven"] and found["grounds_proven"] and question["grounds_proven"] and len(question["pairs"]) == 2
    assert found["readings"] == ["A06"] and found["cases_on_other_grounds"] == []


def test_a_draft_that_moves_nothing_moves_no_ground_and_two_laws_may_rest_on_others(tmp_path: Path) -> None:
    found = policykit.diff("changzhi", f"changzhi+{draft(tmp_path, 50)}", ["selection_method"], on=date(2027, 1, 1))
    assert found.same and not found.grounds
    said = run("diff", "liaoning", "shanxi", "beneficiary_charge", "--on", "2026-06-01")
    assert "以下 2 种情形答案不同，另有 1 种情形答案相同而依据不同。" in said and "只有辽宁省取决于 A69" in said.replace("\n", "")


@pytest.mark.parametrize("packs", [("liaoning", "shanxi"), ("changzhi", "shanxi")])
def test_every_witness_of_two_laws_is_asked_of_both_and_shows_one_outcome_on_other_grounds(packs: tuple[str, str]) -> None:
    pytest.importorskip("z3")
    on = date(2026, 6, 1)
    diff = policykit.diff(*packs, on=on)
    assert diff.grounds and all(q.grounds_proven for q in diff.questions if q.proven)
    loaded = [policykit.load(n) for n in packs]
    for question, pair in diff.grounds:
        a, b = (p.ask(question.question, {n: v for n, v in pair.facts.items() if p.pack.questions[question.question].input(n)}, on=on) for p in loaded)
        assert (a.rule, b.rule) == pair.rules and a.status == b.status
        assert (a.basis, set(a.readings)) != (b.basis, set(b.readings))


def test_two_laws_that_agree_in_every_case_are_the_same_and_tell_their_grounds() -> None:
    from policykit.check.diff.document import report
    from policykit.check.report.markdown import markdown

    text = (
        "pack: {name}\nlabel: {{zh: 表, en: table}}\njurisdiction: {{zh: {name}, en: {name}}}\nissuers: []\nlevel: county\nregion: '210101'\n"
        "questions: {{q: {{label: {{zh: 问, en: question}}, inputs: {{m: {{label: {{zh: 数, en: number}}, type: integer}}}}, outputs: {{out: {{label: {{zh: 论, en: outcome}}, type: boolean}}}}}}}}\n"
        "readings: {{R1: {{clauses: [], problem: {{zh: 疑, en: doubt}}, chosen: a, why: {{zh: 因, en: why}}, readings: {{a: {{zh: 甲, en: a}}}}}}}}\n"
        "decisions: {{q: {{rules: [{{id: r, then: {{out: true}}{more}}}]}}}}\n"
    )
    packs = [policykit.read({"pack.yaml": text.format(name=name, more=more)}) for name, more in (("one", ""), ("two", ", reading: R1"), ("three", ", basis: inferred"))]
    found = policykit.diff(packs[0], packs[1], on=date(2026, 6, 1))
    (question,) = found.questions
    assert question.state == "same" and question.grounds_proven
    said = markdown(report(found, "zh"))
    assert "对一切情形答案相同，其中 1 种情形依据不同。已证明：此外的一切情形，两者的答案、依据和读法都相同，或者都没有规定。" in said
    assert "只有two取决于 R1" in said
    assert "依据：条文明文 → 推论" in markdown(report(policykit.diff(packs[0], packs[2], on=date(2026, 6, 1)), "zh"))
    alike = policykit.diff(packs[1], packs[1], ["q"], on=date(2026, 6, 1))
    assert not alike.grounds and alike.questions[0].method == "form"


def test_without_the_solver_boxes_still_prove_grounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    found = policykit.diff("changzhi", f"changzhi+{draft(tmp_path, 60)}", ["selection_method"], on=date(2027, 1, 1))
    assert [p.facts for _, p in found.grounds] == [{"annual_subsidy_cny": 600000}] and found.questions[0].grounds_proven
