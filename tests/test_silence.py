"""What a pack declares open (`silent_for`): the case is silent for the reason that is written, with the words that show it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from typer.testing import CliRunner

import policykit
from policykit.cli.app import app
from policykit.ir.explain import reason
from policykit.ir.pack import Table

ON = date(2026, 1, 1)


def test_the_reason_and_its_words_are_in_the_answer_in_words_and_in_json() -> None:
    answer = policykit.load("changzhi").ask("ownership", {"stage": "recovered"}, on=ON)
    assert (answer.status, answer.why) == ("silent", ("办法没有规定回收，回收后的权属自无规定", "the measures know no recovery, and so not who owns what is recovered"))
    assert answer.silence is not None and [c.address for c in answer.silence.citations] == ["a3.p1"]
    assert answer.citations == ()  # no rule answers
    assert answer.explain("zh").splitlines() == [
        "《市级应急生活必需品储备管理办法》（施行中，2026-01-01）：物资在某一阶段归谁所有、由谁管理——文本未作规定；办法没有规定回收，回收后的权属自无规定。事实：物资所处阶段＝已回收。",
        "  a3.p1  “其使用权和调度权属市政府” —— 第三条 市级应急生活必需品储备是市专项储备物资,其使用权和调度权属市政府。",
    ]
    told = CliRunner().invoke(app, ["ask", "ownership", "--in", "changzhi", "--on", "2026-01-01", "stage=recovered", "--json"])
    record = json.loads(told.stdout)
    assert record["why"]["en"] == answer.why.en and [c["quote"] for c in record["shown_by"]] == ["其使用权和调度权属市政府"]


def test_a_pair_of_a_matrix_may_be_declared_open_too() -> None:
    answer = policykit.load("jiangsu").ask("responsible_actor", {"category": "emergency_medical", "function": "annual_plan"}, on=ON)
    assert answer.status == "silent" and answer.silence is not None and [c.address for c in answer.silence.citations] == ["a9.d13.c1"]
    assert answer.why is not None and answer.why.en == "no yearly plan is named for medical goods; their reserve plan is the health commission's (ask reserve_plan)"


@pytest.mark.parametrize("name", ["fujian_supply", "district_materials", "anhui_rural"])
def test_the_three_plans_are_called_plans(name: str) -> None:
    """Each of them is a 方案; a notice (通知) or an emergency plan (预案) is another text."""
    reasons = [s.why for d in policykit.load(name).pack.decisions.values() if isinstance(d, Table) for s in d.silences]
    assert reasons and [r for r in reasons if "通知" in r.zh or "预案" in r.zh or "notice" in r.en] == []


def test_high_risk_areas_have_drop_points_but_no_clause_on_their_price() -> None:
    """s5.3.p1 sets up drop points by risk, outside closed and sealed areas too; who settles the price is said there only."""
    answer = policykit.load("fujian_supply").ask("cost_bearer", {"cost_item": "drop_point_goods", "use": "rescue"}, on=date(2022, 10, 1))
    assert answer.status == "silent"
    assert answer.why == ("货款的结算只在封闭、封控管理下规定", "settlement of the price is provided for in closed and sealed areas only")


PACK = """
pack: made
label: {zh: 例, en: made}
questions:
  q:
    label: {zh: 问, en: asked}
    inputs:
      kind: {label: {zh: 类, en: kind}, type: choice, values: {a: {zh: 甲, en: A}, b: {zh: 乙, en: B}, c: {zh: 丙, en: C}}}
      size: {label: {zh: 数, en: size}, type: integer, absent: unknown}
    outputs:
      out: {label: {zh: 果, en: out}, type: choice, values: {x: {zh: 是, en: X}}}
decisions:
  q:
    rules:
      - {id: a, when: {kind: a}, then: {out: x}, cite: {a1: 甲类}}
    silent_for:
      - {when: {kind: b, size: "> 10"}, why: {zh: 大的, en: the great ones}, cite: {a1: 甲类}}
      - {when: {kind: b}, why: {zh: 其余的, en: the others}, cite: {a1: 登记}}
"""
GAP = "no rule that is encoded covers this case, and the pack does not say that the text is silent on it"
LEDGER = "clauses:\n- {id: a1, quote: 甲类物资应当登记。, kind: duty, en: A shall be recorded.}\n"


def test_a_reason_holds_for_its_own_cases_only() -> None:
    made = policykit.read({"pack.yaml": PACK, "ledger.yaml": LEDGER})
    whys = [made.ask("q", f, on=ON).why for f in ({"kind": "b", "size": 11}, {"kind": "b", "size": 10}, {"kind": "b"}, {"kind": "c"}, {"kind": "a"})]
    assert [w.en if w else None for w in whys] == ["the great ones", "the others", "the others", GAP, None]


@pytest.mark.parametrize("name", sorted(policykit.available()))
def test_every_declared_silence_can_be_worked_out(name: str) -> None:
    policy = policykit.load(name)
    for question_, decision in policy.pack.decisions.items():
        if isinstance(decision, Table) and decision.silences:
            unknown = dict.fromkeys((f.name for f in policy.pack.questions[question_].inputs), "unknown")
            assert policy.ask(question_, unknown, on=ON).status in ("silent", "undetermined", "answered")


@pytest.mark.parametrize("parted", ["facts", "words"])
def test_rows_of_a_frame_have_their_own_reason_where_only_a_silence_tells_them_apart(parted: str) -> None:
    pl = pytest.importorskip("polars")
    by_word = PACK.replace("type: integer, absent: unknown", "type: text, absent: unknown").replace('size: "> 10"', "size: '\"great\"'")
    made = policykit.read({"pack.yaml": PACK if parted == "facts" else by_word, "ledger.yaml": LEDGER})
    sizes = [11, 10, None, 12, 3, 11] if parted == "facts" else ["great", "small", None, "great", "none at all", "small"]
    kinds = ["b", "b", "b", "c", "a", None]
    found = made.ask_frame("q", pl.DataFrame({"kind": kinds, "size": sizes}), on=ON, add=["why"], language="en")["why"].to_list()
    alone = [made.ask("q", {"kind": k or "unknown", "size": "unknown" if s is None else s}, on=ON) for k, s in zip(kinds, sizes, strict=True)]
    assert found == [reason(a, "en") for a in alone]
    assert [w.partition(".")[0] for w in found[:4]] == ["the great ones", "the others", "the others", GAP]
