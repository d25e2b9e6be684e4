"""What a draft's report says is proven, it says of cases and days that were looked at; what was not is told beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import policykit
from policykit.check.gate.document import report
from policykit.check.gate.record import recorded
from policykit.check.report.blocks import Paragraph, Table, Versus
from policykit.files import own_examples
from tests.test_drafts import (
    tents as tents,  # a fixture
    tried,
)

ENDS = """  - text: {a3.p1: {insert: "，至2029年4月30日止", after: 起施行}}
    set: {validity: {to: 2029-04-30, cite: {a3.p1: "自2022年4月22日起施行，至2029年4月30日止"}}}
"""
DRONE = """  - text: {a4.p1: {add: 第四条无人机应当回收。, after: a3}}
    add:
      choices/collect.item: {drone: {zh: 无人机}}
      collect/drone: {when: {item: drone, worthless: false}, then: {outcome: collect}, cite: {a4.p1: 无人机应当回收}}
"""


def paragraphs(gate: policykit.Gate, everything: bool = True) -> list[str]:
    return [b.text for b in report(gate, "zh", everything=everything).blocks if isinstance(b, Paragraph)]


def test_a_text_that_ends_says_on_which_days_no_question_is_answered_any_more(tents: Path) -> None:
    gate = tried(tents, ENDS)
    told = paragraphs(gate)
    assert any("已证明：按2027年1月1日的规定，此外的一切情形，修改前后的答案、依据和读法都不变。" in t for t in told)
    assert "施行期间有变化：2029年5月1日起，现行文本施行中，修改后已失效。对这些日子，除“该文件在某日是否有效”外，各问题都不再作答，不在上述情形之内。" in told
    assert recorded(gate)["force_changed"] == [{"first": "2029-05-01", "last": None, "before": "in_force", "after": "expired"}]
    assert "没有问题的答案发生变化" not in "".join(told)
    (table,) = [b for b in report(gate, "zh").blocks if isinstance(b, Table) and b.headings[2] == "效果"]
    assert "例：" not in table.rows[0][2].text
    after = gate.after.ask("collect", {"item": "tent"}, date(2029, 5, 1))
    assert after.status == "not_in_force" and gate.before.ask("collect", {"item": "tent"}, date(2029, 5, 1)).status != "not_in_force"


def test_a_draft_that_leaves_the_days_in_force_says_nothing_of_them(tents: Path) -> None:
    gate = tried(tents, DRONE)
    assert gate.force_moved == () and "施行期间" not in "".join(paragraphs(gate))


def test_answers_to_a_new_code_are_listed_apart(tents: Path) -> None:
    gate = tried(tents, DRONE)
    (new,) = gate.new_codes
    assert (new.question, {c: t.zh for c, t in new.codes.items()}, new.complete) == ("collect", {"drone": "无人机"}, True)
    found = {a.condition.zh: (a.answer.status, a.answer.rule, dict(a.facts)["item"]) for a in new.answers}
    assert found == {"物资为无人机，没有回收价值：否": ("answered", "drone", "drone"), "物资为无人机，没有回收价值：是": ("silent", None, "drone")}
    told = paragraphs(gate)
    assert "“帐篷是否回收”新增取值（物资：无人机），现行文本没有，无从比较；修改后有 2 种情形，另列于下，不计入上述变化。" in told
    (table,) = [b for b in report(gate, "zh", everything=False).blocks if isinstance(b, Table) and b.headings == ("情形", "修改后", "例")]
    assert [r[0].text for r in table.rows] == ["物资为无人机，没有回收价值：否"]
    assert "另有 1 种情形按草案没有改动的规则回答，或者没有规定：加 `--all` 或 `-o 文件.html`。" in paragraphs(gate, everything=False)


def test_cases_that_merely_cite_what_changes_are_all_listed_or_counted(tents: Path) -> None:
    gate = tried(tents, DRONE)
    example = own_examples(tents / "tents")[0][0]
    many = replace(gate, citing=tuple(replace(example, id=f"C{n}") for n in range(43)))
    (whole,) = [t for t in paragraphs(many) if t.startswith("只是引用")]
    (short,) = [t for t in paragraphs(many, everything=False) if t.startswith("只是引用")]
    assert whole.endswith("、C41、C42。") and short.endswith("、C39，另有 3 个：加 `--all` 或 `-o 文件.html`。")


def test_an_example_of_a_day_before_the_draft_is_in_force_says_so(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    change = "  - text: {a20.p1: {replace: 30日, by: 20日}}\n    set: {settlement_period: P20D, settlement_workdays: 20}\n"
    path.write_text(f"amendment: d\ntitle: {{zh: 修正案, en: amendment}}\namends: liaoning\nfrom: 2027-03-01\nchanges:\n{change}", encoding="utf-8")
    gate = policykit.gate(path)
    (card,) = [b for b in report(gate, "zh").blocks if isinstance(b, Versus)]
    assert card.details[0].example == "物资运抵指定目的地日期：2026年12月1日（假定新规定当日已施行）"
    assert any(t.startswith("以下按2027年3月1日的规定比较。写明“假定新规定当日已施行”的例") for t in paragraphs(gate))
    assert "案例写明的日子在2027年3月1日之前的，改按该日的规定回答，即假定新规定当时已施行。" in paragraphs(gate)
