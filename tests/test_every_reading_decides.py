"""A pack holds together under each encoded reading as it does under the chosen ones: what is read otherwise decides, and rules do not contradict each other."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

import policykit
from policykit import files
from policykit.api import answerer
from policykit.diagnostics import PolicyError
from policykit.ir import overlay
from tests.properties.making import IN_FORCE

PACKS = ("anhui_rural", "changzhi", "district_materials", "fujian_supply", "jiangsu", "liaoning", "shanxi")
ON = "2026-07-20"


@pytest.mark.parametrize("name", PACKS)
def test_every_case_of_a_pack_is_decided_under_each_reading(name: str) -> None:
    pack = policykit.load(name)
    assert pack.folder is not None
    undecided = {}
    for case in files.own_examples(pack.folder)[0]:
        for readings in overlay.alone(pack.pack, overlay.touching(pack.pack, case.question)):
            try:
                pack.ask(case.question, case.facts, on=case.as_of, readings=readings)
            except PolicyError as e:
                undecided[case.id, *readings.items()] = [d.code for d in e.diagnostics]
    assert undecided == {}


@pytest.mark.parametrize("name", PACKS)
def test_no_reading_leaves_a_gap_or_a_contradiction(name: str) -> None:
    pytest.importorskip("z3")
    from policykit.check.proving import prove_readings

    pack = policykit.load(name).pack
    assert list(prove_readings(pack, answerer, 10.0, pack.answers, ())) == []


MADE = (
    IN_FORCE
    + """validity: {from: 2022-01-01, cite: {a2: 自2022年1月1日起施行}}
questions:
  q:
    label: {zh: 问, en: asked}
    inputs:
      kind: {label: {zh: 类, en: kind}, type: choice, values: {a: {zh: 甲, en: A}, b: {zh: 乙, en: B}}}
    outputs:
      out: {label: {zh: 果, en: out}, type: choice, values: {kept: {zh: 登记, en: kept}, free: {zh: 不登记, en: free}}}
decisions:
  q:
    rules:
      - {id: a, when: {kind: a}, then: {out: kept}, cite: {a1: 甲类物资应当登记}, reading: A01}
    silent_for:
      - {when: {kind: b}, why: {zh: 只说甲类, en: only A is named}, cite: {a1: 甲类物资应当登记}}
readings:
  A01:
    clauses: [a1]
    problem: {zh: 甲类是否含乙类。, en: Does A take in B?}
    chosen: narrow
    why: {zh: 字面, en: the words}
    readings:
      narrow: {zh: 不含, en: "no"}
      wide: {zh: 含, en: "yes", change: {q/a: {when: {kind: [a, b]}}}}
clauses:
  - {id: a1, quote: 第一条 甲类物资应当登记。, kind: decision, en: A shall be recorded.}
  - {id: a2, quote: 第二条 自2022年1月1日起施行。, kind: validity, en: in force}
"""
)
LAW = "# 第一条\n\n甲类物资应当登记。\n\n# 第二条\n\n自2022年1月1日起施行。\n"
DRAFT = """
amendment: new
title: {zh: 修正案, en: amendment}
amends: made
from: 2025-01-01
changes:
  - text: {a1: {insert: ，乙类物资不登记, after: 甲类物资应当登记}}
    repeal: q/silent-1
    add: {q/b: {when: {kind: b}, then: {out: free}, cite: {a1: 乙类物资不登记}}}
"""


def test_a_rule_of_a_draft_that_contradicts_another_under_another_reading_is_told(tmp_path: Path) -> None:
    pytest.importorskip("z3")
    (tmp_path / "made" / "law").mkdir(parents=True)
    (tmp_path / "made" / "pack.yaml").write_text(MADE, encoding="utf-8")
    (tmp_path / "made" / "law" / "m.md").write_text(LAW, encoding="utf-8")
    (tmp_path / "draft.yaml").write_text(DRAFT, encoding="utf-8")
    found = policykit.gate(tmp_path / "draft.yaml", search_path=tmp_path)
    told = [(d.code, d.message.en) for d in found.faults if d.code == "overlap"]
    assert told == [("overlap", "under the reading `A01=wide`: the rules `a` and `b` of `q` (a1) both hold and say different things: kind = B")]


TOLD = (True, False, None)
TOLD_OF_A_DRILL = list(itertools.product(("garrison", "other", None), TOLD, TOLD))


def drill(applicant: str | None, request: bool | None, approval: bool | None) -> dict[str, object]:
    told = {"applicant": applicant, "coordinating_body_request": request, "provincial_leader_approval": approval}
    return {"purpose": "drill", **{name: value for name, value in told.items() if value is not None}}


@pytest.mark.parametrize(("applicant", "asked", "approved"), TOLD_OF_A_DRILL)
def test_a_drill_needs_both_request_and_approval_where_article_25_is_read_so(applicant: str | None, asked: bool | None, approved: bool | None) -> None:
    answer = policykit.load("liaoning").ask("permitted_use", drill(applicant, asked, approved), on=ON, readings={"A41": "both_needed"})
    refused = asked is False or approved is False
    if applicant == "other" or refused:
        missing = ["applicant"] * (applicant == "other") + ["coordinating_body_request_or_provincial_leader_approval"] * refused
        assert (answer.status, answer.values.permitted, sorted(answer.values.missing)) == ("answered", "no", missing)
    elif applicant == "garrison" and asked and approved:
        assert (answer.status, answer.values.permitted) == ("answered", "yes")
    else:
        assert (answer.status, answer.outcomes) == ("undetermined", {"permitted": ("yes", "no")})


@pytest.mark.parametrize(("applicant", "asked", "approved"), TOLD_OF_A_DRILL)
def test_whether_request_and_approval_are_alternatives_is_named_just_where_it_changes_the_outcome(applicant: str | None, asked: bool | None, approved: bool | None) -> None:
    under = policykit.load("liaoning").ask("permitted_use", drill(applicant, asked, approved), on=ON, readings="all")
    assert under.answer.readings == under.deciding
