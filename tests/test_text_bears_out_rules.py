"""What a draft changes in the rules rests on what it changes in the text; where the words do not show it, a person is told and no tick stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from policykit import read
from policykit.api import answerer
from policykit.check.gate.document import report
from policykit.check.gate.model import Gate
from policykit.check.gate.whole import tried
from policykit.check.report.markdown import markdown
from policykit.comparison import law_of
from policykit.diagnostics import Diagnostic, Text

PACK = """
pack: stores
label: {zh: 储备办法, en: Reserve measures}
jurisdiction: {zh: 某省, en: A province}
issuers: [bureau]
level: province
region: "210000"
status: in_force
validity: {from: 2022-01-01, cite: {a5: 自2022年1月1日起施行}}
parties: {bureau: {zh: 省局, en: bureau}, water: {zh: 省水利厅, en: water department}, emergency: {zh: 省应急厅, en: emergency department}, depot: {zh: 承储库, en: depot}}
parameters:
  dispatch_period:
    label: {zh: 发运期限, en: time to dispatch}
    type: duration
    values: [{from: 2022-01-01, value: PT6H, cite: {a1: 6小时内}}]
norms:
  dispatch:
    label: {zh: 完成发运, en: goods sent off}
    must: complete_dispatch
    by: depot
    starts: notice_received
    due: start + dispatch_period
    done: dispatched
    strength: in_principle
    cite: {a1: 原则上6小时内发运}
  arrival:
    label: {zh: 运抵, en: goods arrive}
    must: arrive
    by: depot
    starts: notice_received
    due: promptly
    done: arrived
    cite: {a1: 尽快运抵}
  settlement:
    label: {zh: 结算, en: settlement}
    must: settle
    by: depot
    starts: dispatched
    due: promptly
    done: settled
    cite: {a2: 承储库及时结算}
  flood-plan:
    label: {zh: 防汛物资计划, en: plan of flood goods}
    must: plan
    by: water
    each: year
    due: none_stated
    done: {plan_filed: {plan: flood, period: period}}
    cite: {a3: 制定年度计划}
decisions:
  responsible_actor:
    matrix:
      - {id: flood, category: [flood_control], function: [annual_plan], lead: [water], cite: {a3: 制定年度计划}}
      - {id: supervision, category: [all], function: [supervision], lead: [bureau], cite: {a4: 省局负责监督}}
clauses:
  - {id: a1, quote: 第一条 承储库应当立即安排，原则上6小时内发运，尽快运抵。, kind: decision, en: within six hours}
  - {id: a2, quote: 第二条 承储库及时结算。, kind: decision, en: the depot settles}
  - {id: a3, quote: 第三条 省水利厅制定年度计划。, kind: decision, en: the water department plans}
  - {id: a4, quote: 第四条 省局负责监督。, kind: decision, en: the bureau supervises}
  - {id: a5, quote: 第五条 自2022年1月1日起施行。, kind: validity, en: in force}
"""
LAW = "# 第一条\n\n承储库应当立即安排，原则上6小时内发运，尽快运抵。\n\n# 第二条\n\n承储库及时结算。\n\n# 第三条\n\n省水利厅制定年度计划。\n\n# 第四条\n\n省局负责监督。\n\n# 第五条\n\n自2022年1月1日起施行。\n"
NEW = date(2027, 1, 1)
FOUR = "  - text: {a1: {replace: 6小时, by: 4小时}}\n    set: {dispatch_period: PT4H}\n"
EMERGENCY = "  - text: {a3: {replace: 省水利厅, by: 省应急厅}}\n"
ROW, NORM = "responsible_actor/flood: {lead: [emergency], cite: {a3: 省应急厅制定年度计划}}", "norms/flood-plan: {by: emergency, cite: {a3: 省应急厅制定年度计划}}"
WAIVED = "waived: {zh: 语气, en: tone}"


def gate(changes: str) -> Gate:
    head = f"amendment: new\ntitle: {{zh: 修正案, en: amendment}}\namends: stores\nfrom: {NEW}\nchanges:\n"
    files = {"pack.yaml": PACK, "law/m.md": LAW}
    before, after = read(files), read(files, amendments={"new.yaml": head + changes})
    laws = [law_of(policy, NEW, name) for policy, name in ((before, Text("现行文本", "as it stands")), (after, Text("修改后", "as amended")))]
    return tried(laws[0], laws[1], (), (), (), 5.0, answerer)


def said(found: Gate) -> str:
    return markdown(report(found, "zh"))


def told(found: tuple[Diagnostic, ...], *codes: str) -> list[tuple[str, str, str, Text, Text | None]]:
    return [(f.code, f.severity, f.underlined, f.message, f.help) for f in found if f.code in codes]


@pytest.mark.parametrize(
    ("change", "target", "clause"),
    [
        ("repeal: [norms/settlement]", "norms/settlement", "a2"),
        ("replace: {norms/settlement: {by: bureau}}", "norms/settlement", "a2"),
        ("replace: {responsible_actor/supervision: {lead: [depot]}}", "responsible_actor/supervision", "a4"),
        ("repeal: [responsible_actor/supervision]", "responsible_actor/supervision", "a4"),
        ("add: {responsible_actor/more: {category: [flood_control], function: [rotation], lead: [bureau], cite: {a4: 省局}}}", "responsible_actor/more", "a4"),
        ("add: {responsible_actor/silent-1: {when: {function: rotation}, why: {zh: 无, en: none}, cite: {a4: 省局}}}", "responsible_actor/silent-1", "a4"),
    ],
)
def test_what_changes_in_the_rules_quotes_a_clause_that_changes(change: str, target: str, clause: str) -> None:
    found = gate(f"{FOUR}    {change}\n")
    assert told(found.faults, "rule-without-text") == [
        (
            "rule-without-text",
            "error",
            target,
            Text(
                f"草案改动 `{target}`，而它所引的条文（`{clause}`）都没有改",
                f"the draft changes `{target}`, and none of the clauses that it quotes (`{clause}`) changes",
            ),
            Text(
                "一并修改所引条文的文字；它依据草案改动的条文的，在 `cite` 中引用改后的字句；与草案无关的，删去此处改动",
                "change the words of a clause it quotes; where it rests on one that the draft changes, quote the words as changed under `cite`; where neither, leave it as it is",
            ),
        )
    ]
    assert not found.passes and "✓" not in said(found)


def test_a_figure_alone_that_its_parameter_follows_gets_its_tick() -> None:
    found = gate(FOUR)
    assert found.clean and "没有带来新的问题" in said(found)


def test_what_quotes_a_changed_clause_anew_or_changes_only_its_name_needs_no_more_text() -> None:
    for change in ("norms/settlement: {by: bureau, cite: {a1: 4小时内}}", "norms/settlement: {label: {zh: 结清, en: settled}}"):
        assert told(gate(f"{FOUR}    replace: {{{change}}}\n").faults, "rule-without-text") == []


def test_what_takes_the_place_of_a_repealed_clause_has_no_words_of_it_to_quote() -> None:
    silence = "add: {responsible_actor/silent-1: {when: {category: flood_control, function: annual_plan}, why: {zh: 不再规定, en: no more}, cite: {a4: 省局负责监督}}}"
    found = gate(f"  - text: {{a3: {{repeal: true}}}}\n    repeal: [responsible_actor/flood, norms/flood-plan]\n    {silence}\n")
    assert told(found.faults, "rule-without-text", "norm-gone", "new-gap") == [] and found.to_judge == ()


@pytest.mark.parametrize(
    "change", ["norms/dispatch: {strength: must}", "norms/dispatch: {due: promptly}", "norms/dispatch: {by: bureau}", "norms/arrival: {due: start + dispatch_period}"]
)
def test_a_rule_that_says_something_else_while_figures_alone_change_is_for_a_person_to_judge(change: str) -> None:
    found, target = gate(f"{FOUR}    replace: {{{change}}}\n"), change.partition(":")[0]
    assert told(found.to_judge, "figures-alone") == [
        (
            "figures-alone",
            "warning",
            target,
            Text(
                f"`{target}` 的条件、结论或强度改了，而它所引的条文（`a1`）只改了数",
                f"`{target}` says something else than before, while in the clauses that it quotes (`a1`) figures alone change",
            ),
            Text(
                "由一人核对规则为何改变；条文的含义确实改变的，一并修改其他字句；只随数额改变的，改用参数（`set`），规则照旧",
                "have a person judge why it changes: where the clause means something else, change other words too; where the figure alone does, set a parameter and leave the rule as it is",
            ),
        )
    ]
    assert found.passes and not found.clean
    assert "没有查出新的问题；但有 1 处与文字的改动对不上的规则须人工核对，见下。" in said(found) and "没有带来新的问题" not in said(found)


def test_a_norm_that_goes_while_its_words_stand_is_a_new_fault() -> None:
    found = gate(f"{FOUR}    repeal: [norms/dispatch]\n")
    assert told(found.faults, "norm-gone") == [
        (
            "norm-gone",
            "warning",
            "norms/dispatch",
            Text(
                "草案删去 `norms/dispatch`，而它所引的字句仍在（`a1`“原则上6小时内发运”，数字除外）",
                "the draft repeals `norms/dispatch`, while the words that it quotes still stand (`a1`“原则上6小时内发运”, figures apart)",
            ),
            Text(
                "一并删去或修改这些字句；改由另一条规范承担的，用 `add` 写一条引用它们的规范；否则不删",
                "repeal or change these words too; where another norm says them, write it with `add`, quoting them; else keep the norm",
            ),
        )
    ]
    assert not found.passes and found.to_judge == ()
    gone = "  - text: {a1: {delete: ，尽快运抵}}\n    repeal: [norms/arrival]\n    replace: {norms/dispatch: {cite: {a1: 原则上6小时内发运}}}\n"
    assert told(gate(gone).faults, "norm-gone") == []


@pytest.mark.parametrize(
    ("words", "value", "units"),
    [
        (
            "15个工作日",
            "P15D",
            Text("条文写的是“15个工作日”，参数 `more` 却设为 P15D，单位不同", "the words say “15个工作日”, yet the parameter `more` is set to P15D, which is another unit"),
        ),
        ("15日", "P15D", None),
        ("2周", "P14D", None),
    ],
)
def test_a_length_of_time_has_the_unit_of_the_words(words: str, value: str, units: Text | None) -> None:
    added = f"""  - text: {{a6: {{add: 第六条 承储库在发运后{words}内报告。, after: a5, en: reports}}}}
    add:
      parameters/more: {{label: {{zh: 期限, en: time}}, type: duration, values: [{{from: 2027-01-01, value: {value}, cite: {{a6: {words}内}}}}]}}
      norms/report: {{label: {{zh: 报告, en: report}}, must: report, by: depot, starts: dispatched, due: start + more, done: {{report_filed: {{report: use}}}}, cite: {{a6: 报告}}}}
"""
    found = gate(added)
    assert [(f.message, f.severity) for f in found.faults if f.code == "figure-unit"] == ([(units, "error")] if units is not None else [])
    assert found.by_hand == ()


def test_a_gap_is_one_until_it_is_declared_open_and_its_help_says_how() -> None:
    gone = "  - text: {a3: {repeal: true}}\n    repeal: [responsible_actor/flood, norms/flood-plan]\n"
    (gap,) = [f for f in gate(gone).faults if f.code == "new-gap"]
    assert gap.help is not None and gap.help.zh == (
        "为这些情形另写一条规则（职责矩阵另写一行）；文本有意不作规定的，写明：`add: {responsible_actor/silent-1: {when: …, why: {zh: …}, cite: …}}`，编号接着已有的"
    )
    other = "add: {responsible_actor/silent-1: {when: {category: flood_control, function: rotation}, why: {zh: 无, en: none}, cite: {a4: 省局}}}"
    assert [f.code for f in gate(f"{gone}    {other}\n").faults if f.code == "new-gap"] == ["new-gap"]


def test_a_silence_that_leaves_a_part_of_the_gap_open_is_not_enough() -> None:
    wide = PACK.replace("function: [annual_plan], lead: [water]", "function: [annual_plan, rotation], lead: [water]")
    change = "  - text: {a3: {repeal: true}}\n    repeal: [responsible_actor/flood, norms/flood-plan]\n    add: {responsible_actor/silent-1: {when: {function: FUNCTION}, why: {zh: 无, en: none}, cite: {a4: 省局}}}\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "PACK", wide)
        gaps: list[list[Any]] = [[f.message.zh for f in gate(change.replace("FUNCTION", f)).faults if f.code == "new-gap"] for f in ("annual_plan", "[annual_plan, rotation]")]
    assert len(gaps[0]) == 1 and "轮换" in gaps[0][0] and gaps[1] == []


def test_a_reason_why_no_rule_changes_stands_in_the_report_and_beside_its_clause_without_a_tick() -> None:
    found = gate(f"  - text: {{a2: {{insert: 应当, before: 及时结算, {WAIVED}}}}}\n    replace: {{norms/settlement: {{cite: {{a2: 应当及时结算}}}}}}\n")
    text = said(found)
    assert found.passes and not found.clean and [c.address for c in found.waived] == ["a2"]
    assert "有 1 处写明不改规则的文字须人工核对，见下" in text and "没有带来新的问题" not in text
    assert "写明不改规则的文字\n\n- 第二条：语气" in text and "不改规则的理由：语气" in text


def test_a_question_that_could_not_be_decided_takes_the_tick() -> None:
    decided = gate(FOUR)
    (question,) = decided.diff.questions[:1]
    found = replace(decided, diff=replace(decided.diff, questions=(replace(question, state="unknown", proven=False),)))
    assert found.passes and not found.clean and [q.question for q in found.undecided] == [question.question]
    assert "没有查出新的问题；但有 1 个问题未能判定。" in said(found)


def test_a_rule_that_says_something_else_quotes_a_word_that_is_new() -> None:
    joint = "  - text: {a4: {insert: 会同省应急厅, before: 负责监督}}\n    replace: {responsible_actor/supervision: {with: [emergency], cite: {a4: WORDS}}}\n"
    assert told(gate(joint.replace("WORDS", "负责监督")).to_judge, "new-words-unquoted") == [
        (
            "new-words-unquoted",
            "warning",
            "responsible_actor/supervision",
            Text(
                "`responsible_actor/supervision` 的条件、结论或强度改了，而没有引用 `a4` 中新的字句",
                "`responsible_actor/supervision` says something else than before, and quotes none of the words that are new in `a4`",
            ),
            Text("在 `cite` 中引用它所依据的新的字句", "quote under `cite` the new words on which it rests"),
        )
    ]
    assert gate(joint.replace("WORDS", "会同省应急厅负责监督")).to_judge == ()


@pytest.mark.parametrize(
    ("changes", "target", "message"),
    [
        (
            f"{EMERGENCY}    replace: {{{NORM}, responsible_actor/flood: {{cite: {{a3: 制定年度计划}}}}}}\n",
            "responsible_actor/flood",
            "条文不再有“省水利厅”而它仍写，新有“省应急厅”而它没有写",
        ),
        (f"{EMERGENCY}    replace: {{{ROW}, norms/flood-plan: {{cite: {{a3: 制定年度计划}}}}}}\n", "norms/flood-plan", "条文不再有“省水利厅”而它仍写，新有“省应急厅”而它没有写"),
        (f"{EMERGENCY}    replace: {{{ROW}, {NORM.replace('by: emergency', 'by: bureau')}}}\n", "norms/flood-plan", "条文新有“省应急厅”而它没有写"),
    ],
)
def test_who_quotes_words_that_name_another_party_names_it_too(changes: str, target: str, message: str) -> None:
    found = gate(changes)
    assert [(f.severity, f.message.zh) for f in found.to_judge if f.code == "party-unfollowed"] == [("warning", f"`{target}` 与所引 `a3` 的单位不一致：{message}")]
    assert "没有带来新的问题" not in said(found)


def test_a_party_that_rules_and_norms_follow_gets_its_tick() -> None:
    assert gate(f"{EMERGENCY}    replace: {{{ROW}, {NORM}}}\n").to_judge == ()
    assert gate(f"{EMERGENCY}    replace: {{responsible_actor/flood: {{lead: [emergency], cite: {{a3: 制定年度计划}}}}, {NORM}}}\n").clean
