"""Text that changes or is new while no rule does is told, and no tick stands beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

import policykit
from policykit import PolicyError
from policykit.check.gate.following import Resting, _left
from policykit.diagnostics import Text
from policykit.ir.amendment import TextChange
from policykit.ir.instrument import Quote
from tests.test_lines_to_paste import TWO_CHANGES, draft_of as draft_of_changzhi, pasted, run
from tests.test_words_around import draft_of

HELP_ZH = "；确实无须改规则的，在这处文字改动中写明理由：`waived: {zh: …}`"
HELP_EN = "; where none need change, say why in this change of the text: `waived: {zh: …}`"
ADDED = "a23.p2.i4: {add: (四)发电机。, after: a23.p2.i3, en: generators"


def told(path: Path) -> list[tuple[str, str, Text, Text | None]]:
    return [(f.code, f.underlined, f.message, f.help) for f in policykit.gate(path).unfollowed]


def test_a_new_clause_that_nothing_quotes_is_told(tmp_path: Path) -> None:
    path = draft_of(tmp_path, "liaoning", f"  - text:\n      a23.p2.i3: {{replace: 棉帐篷。, by: 棉帐篷;}}\n      {ADDED}}}\n")
    assert told(path) == [
        (
            "clause-unencoded",
            "a23.p2.i4",
            Text(
                "新增的 `a23.p2.i4` 没有编入：没有规则、参数或义务引用它",
                "the new clause `a23.p2.i4` is not encoded: no rule, parameter or norm quotes it",
            ),
            Text(f"用 `add` 写一条引用它的规则或义务{HELP_ZH}", f"write a rule or norm that quotes it, with `add`{HELP_EN}"),
        )
    ]
    done = run("draft", path)
    assert done.exit_code == 1 and "# 尚未编入\n\n- 新增的 `a23.p2.i4` 没有编入" in done.stdout and "✓" not in done.stdout


def test_a_sentence_of_a_new_clause_that_nothing_quotes_is_told(tmp_path: Path) -> None:
    two = "a23.p2.i4: {add: (四)使用不满3个月的发电机;发电机应当登记。, after: a23.p2.i3, en: generators}"
    rule = "recoverable/generator: {when: {item: generator}, then: {outcome: recover}, cite: {a23.p2.i4: 使用不满3个月的发电机}}"
    path = draft_of(tmp_path, "liaoning", f"  - text:\n      {two}\n    add: {{{rule}}}\n")
    assert told(path) == [
        (
            "clause-unencoded",
            "a23.p2.i4",
            Text(
                "新增的 `a23.p2.i4` 中“发电机应当登记。”没有编入：没有规则、参数或义务引用这句话",
                "“发电机应当登记。” of the new clause `a23.p2.i4` is not encoded: no rule, parameter or norm quotes it",
            ),
            Text(
                f"用 `add` 写一条引用它的规则或义务，或者把它写成单独的一条{HELP_ZH}",
                f"write a rule or norm that quotes it, with `add`, or make it a clause of its own{HELP_EN}",
            ),
        )
    ]


def test_words_that_change_away_from_all_quotations_are_told(tmp_path: Path) -> None:
    path = draft_of(tmp_path, "liaoning", "  - text: {a22.p1.s1: {insert: 始终, before: 坚持按需要}}\n")
    assert told(path) == [
        (
            "rules-unchanged",
            "a22.p1.s1",
            Text(
                "`a22.p1.s1` 的文字改了（增加“始终”），引用它的规则、参数和义务都没有改",
                "the words of `a22.p1.s1` change (“始终” is inserted), and no rule, parameter or norm that quotes it does",
            ),
            Text(
                f"规则随之改变的，用 `set`、`replace`、`add`、`repeal` 写明{HELP_ZH}",
                f"say with `set`, `replace`, `add` or `repeal` how rules change with it{HELP_EN}",
            ),
        )
    ]
    done = run("draft", path)
    assert done.exit_code == 1 and "# 文字改了，规则未改\n" in done.stdout and "✓" not in done.stdout


def test_a_report_whose_rules_have_not_followed_claims_no_comparison(tmp_path: Path) -> None:
    said = run("draft", draft_of(tmp_path, "liaoning", "  - text: {a22.p1.s1: {insert: 始终, before: 坚持按需要}}\n")).stdout
    assert "不影响任何结论" not in said and "没有变化" not in said and "已证明" not in said
    assert "\n• 规则没有随文字修改，无从比较。\n" in said
    gone = run("draft", draft_of(tmp_path, "liaoning", '  - text: {a22.p1.s2: {delete: ",但仅限于衣、被类应急救灾物资"}}\n')).stdout
    assert "不影响任何结论" not in gone and "没有变化" not in gone and "已证明" not in gone


def test_a_reason_why_no_rule_changes_is_enough(tmp_path: Path) -> None:
    why = "waived: {zh: 发电机已在大型设备之中, en: generators are among the large equipment}"
    assert policykit.gate(draft_of(tmp_path, "liaoning", f"  - text: {{{ADDED}, {why}}}}}\n")).passes
    assert policykit.gate(draft_of(tmp_path, "liaoning", f"  - text: {{a22.p1.s1: {{insert: 始终, before: 坚持按需要, {why}}}}}\n")).passes


@pytest.mark.parametrize("blank", ["''", "' '"])
def test_a_blank_reason_is_none(blank: str, tmp_path: Path) -> None:
    path = draft_of(tmp_path, "liaoning", f"  - text: {{a22.p1.s1: {{insert: 始终, before: 坚持按需要, waived: {{zh: {blank}}}}}}}\n")
    with pytest.raises(PolicyError) as e:
        policykit.gate(path)
    assert [(d.code, d.underlined, d.message) for d in e.value.diagnostics] == [("shape", blank, Text("此处应为文字，不能空白", "text that is not blank should stand here"))]


def test_a_figure_set_anew_does_not_cover_other_words_of_its_clause(tmp_path: Path) -> None:
    more = TWO_CHANGES.replace("        - {replace: 含50万元", "        - {replace: 第十条 承储, by: 第十条 国有承储}\n        - {replace: 含50万元")
    (fault,) = policykit.gate(draft_of_changzhi(tmp_path, more)).unfollowed
    assert fault.message.zh == "`a10.p1.c1` 的文字改了（增加“国有”），引用它的规则、参数和义务都没有改"
    assert policykit.gate(draft_of_changzhi(tmp_path, TWO_CHANGES)).unfollowed == ()


def test_signs_and_numbers_of_items_change_no_rule(tmp_path: Path) -> None:
    assert told(draft_of(tmp_path, "liaoning", "  - text: {a23.p2.i3: [{replace: (三), by: (四)}, {replace: 棉帐篷。, by: 棉帐篷;}]}\n")) == []


def test_where_some_rules_have_followed_no_more_is_said_to_be_proven(tmp_path: Path) -> None:
    changes = "a10.p1.s2: [{replace: 应在验收工作完成, by: 可在验收工作完成}, {replace: 5个工作日, by: 10个工作日}]"
    said = run("draft", draft_of(tmp_path, "liaoning", f"  - text: {{{changes}}}\n    set: {{acceptance_report_workdays: 10}}\n")).stdout
    assert "1 个问题的答案有变化（验收入库情况最迟何时报告），共 1 种情形。规则没有全部随文字修改，此外有无变化，无从比较。" in said
    assert "# 结论的变化\n\n• 规则没有全部随文字修改：以下比较的是规则，不是条文。\n" in said
    assert "；改动涉及“应”、“可”，看强度 `strength` 是否改变" in said


ONE_EACH = '  - text:\n      a22.p1.s1: {wording: "第二十二条 应急救灾物资主要用于受灾群众,应坚持按需要发放和使用的原则。每户限领一件,超领的按原价三倍收取费用。"}\n'
SENTENCE = "“每户限领一件,超领的按原价三倍收取费用。”"


@pytest.mark.parametrize(
    "change",
    ["{note: {zh: 说明}}", "{label: {zh: 受灾群众, en: victims}}", "{cite: {a22.p1.s1: 主要用于受灾群众}}", "{when: {purpose: disaster_victims_living}}", "{strength: must}"],
)
def test_a_rule_that_stays_as_it_was_covers_no_words_that_it_does_not_quote(change: str, tmp_path: Path) -> None:
    gate = policykit.gate(draft_of(tmp_path, "liaoning", f"{ONE_EACH}    replace: {{permitted_use/victims: {change}}}\n"))
    assert [(f.code, f.underlined, f.message) for f in gate.unfollowed] == [
        (
            "rules-unchanged",
            "a22.p1.s1",
            Text(
                f"`a22.p1.s1` 的文字改了（增加{SENTENCE}），引用它的规则、参数和义务都没有改",
                f"the words of `a22.p1.s1` change ({SENTENCE} is inserted), and no rule, parameter or norm that quotes it does",
            ),
        )
    ]
    assert not gate.passes


def test_a_rule_that_changes_follows_its_clauses_and_one_cited_anew_the_words_it_quotes(tmp_path: Path) -> None:
    def passes(change: str) -> bool:
        return policykit.gate(draft_of(tmp_path, "liaoning", f"{ONE_EACH}    replace: {{permitted_use/victims: {change}}}\n")).unfollowed == ()

    assert passes("{strength: in_principle}")
    assert passes("{cite: {a22.p1.s1: [主要用于受灾群众, '的原则。每户限领一件,超领的按原价三倍收取费用。']}}")


def test_a_new_clause_that_a_parameter_is_set_to_quote_is_encoded(tmp_path: Path) -> None:
    changes = """  - text:
      a10.p1.s2: {replace: 5个工作日, by: 规定期限}
      a10.p3: {add: 前款规定期限为10个工作日。, after: a10.p2.c2, en: ten working days}
    set: {acceptance_report_workdays: {value: 10, cite: {a10.p3: 10个工作日}}}
    replace:
      norms/acceptance-report: {cite: {a10.p1.s2: 管理单位应在验收工作完成之日起规定期限内, a10.p3: 10个工作日}}
      acceptance_report_deadline/five-workdays: {cite: {a10.p1.s2: 管理单位应在验收工作完成之日起规定期限内, a10.p3: 10个工作日}}
"""
    gate = policykit.gate(draft_of(tmp_path, "liaoning", changes))
    assert gate.unfollowed == () and gate.passes


def test_a_rule_that_only_quotes_the_changed_words_is_told_and_gets_no_tick(tmp_path: Path) -> None:
    """The lines to paste, pasted as they are, leave the rule as it was: whether it changes with its words they do not know."""
    change = TWO_CHANGES.replace("        - {replace: 含50万元", "        - {replace: 发布招储公告, by: 发布招标公告}\n        - {replace: 含50万元")
    path = draft_of_changzhi(tmp_path, change)
    pasted(path)
    above = "      selection_method/above: {cite: {a10.p1.c1: [企业年储备费用补贴超过80万元, 发布招标公告, 公开招标选定承储企业]}}\n"
    path.write_text(path.read_text(encoding="utf-8") + above, encoding="utf-8")
    gate = policykit.gate(path)
    assert gate.passes and [(f.code, f.severity, f.underlined, f.message, f.help) for f in gate.cited_alone] == [
        (
            "citation-alone",
            "note",
            rule,
            Text(
                f"`{rule}` 只改了引文，条件、结论、强度照旧，而 `a10.p1.c1` 的文字改了（“储”改为“标”）",
                f"`{rule}` changes its citation alone; conditions, outcome and strength stay, while the words of `a10.p1.c1` change (“储” becomes “标”)",
            ),
            Text("由一人核对规则是否随之改变；改变的，在 `replace` 下写出", "have a person check whether the rule changes with them; if so, write it under `replace`"),
        )
        for rule in ("norms/open-tender", "selection_method/above")
    ]
    said = run("draft", path).stdout
    assert "• 没有查出新的问题；但有 2 条只改了引文的规则须人工核对，见下。\n" in said and "✓ 没有带来" not in said
    assert "# 只改了引文的规则\n\n- `norms/open-tender` 只改了引文" in said
    assert policykit.gate(draft_of_changzhi(tmp_path, TWO_CHANGES)).cited_alone == ()


@pytest.mark.parametrize(
    ("before", "after", "quoted", "left"),
    [
        ("(二)储备2.5万件;", "(三)储备2.5万件。", (), None),
        ("储备2.5万件", "储备25万件", (), "删去“.”"),
        ("分1、2级", "分12级", (), "删去“、”"),
        ("第十七条 按规定执行", "第十八条 按规定执行", (), None),
        ("第十七条规定的物资", "第二十七条规定的物资", (), "增加“二”"),
        ("按第十七条规定办理", "按第二十七条规定办理", (), "增加“二”"),
        ("适用前款第(二)项", "适用前款第(三)项", (), "“二”改为“三”"),
        ("有下列情形:(一)丢失;(二)损坏", "有下列情形:(二)丢失;(三)损坏", (), None),
        ("15日内报告,30日内结算", "10日内报告,30日内结算", ("15日内", "10日内"), None),
        ("15日内报告,30日内结算", "10日内报告,20日内结算", ("15日内", "10日内"), "“3”改为“2”"),
        ("15日内报告,15日内结算", "10日内报告,10日内结算", ("15日内报告", "10日内报告"), None),
        ("不满6个月的", "不不满3个月的", ("满6个月", "满3个月"), "增加“不”"),
    ],
)
def test_what_counts_of_a_clause_beside_signs_numbers_of_items_and_what_is_quoted_anew(before: str, after: str, quoted: tuple[str, ...], left: str | None) -> None:
    quotes = [(Quote("a1", words),) for words in quoted] or [(), ()]
    found = _left(TextChange("a1", "reword", "", "", before, after), Resting(frozenset(), *quotes), Resting(frozenset(), (), ()))
    assert (found.zh if found is not None else None) == left


def test_a_figure_set_anew_covers_figures_and_no_other_words_that_its_parameter_quotes() -> None:
    change = TextChange("a1", "reword", "", "", "使用不满6个月的", "使用不超过6个月的")
    nothing, figures = Resting(frozenset(), (), ()), Resting(frozenset(), (Quote("a1", "不满6个月"),), (Quote("a1", "不超过6个月"),))
    found = _left(change, nothing, figures)
    assert found == Text("“满”改为“超过”", "“满” becomes “超过”")


SET = """
    set:
      single_tent_limit: {value: P6M, cite: {a23.p2.i2: 不超过6个月}}
      single_tent_days: {value: P180D, cite: {a23.p2.i2: 不超过6个月}}
      counted_first_day: {value: P1D, cite: {a23.p2.i2: 不超过6个月, a23.p2.i3: 不满12个月}}"""
NOT_MORE = f"""  - text: {{a23.p2.i2: {{replace: 不满6个月, by: 不超过6个月}}}}{SET}
    replace:
      recoverable/single-tent: {{when: {{used_to: "<= used_from + single_tent_limit"}}, cite: {{a23.p2.c: 均需回收处理, a23.p2.i2: 不超过6个月的单帐篷}}}}
      recoverable/single-tent-longer: {{when: {{used_to: "> used_from + single_tent_limit"}}, cite: {{a23.p2.i2: 不超过6个月的单帐篷}}}}
      recoverable/single-tent-worthless: {{cite: {{a23.p2.i2: 不超过6个月的单帐篷, a24.p2: [对没有回收价值的回收类应急救灾物资, 由县级储备库按照规定程序报废]}}}}
      recoverable/single-tent-longer-worthless: {{cite: {{a23.p2.i2: 不超过6个月的单帐篷, a24.p2: 回收类应急救灾物资}}}}
"""
BUREAU = """  - text: {a10.p1.s2: {replace: 向省粮食和储备局, by: 向省应急厅}}
    replace:
      norms/acceptance-report: {to: emergency, cite: {a10.p1.s2: [管理单位应在验收工作完成之日起5个工作日内, 向省应急厅报告验收入库情况]}}
      acceptance_report_deadline/five-workdays: {cite: {a10.p1.s2: [管理单位应在验收工作完成之日起5个工作日内, 向省应急厅报告验收入库情况]}}
      acceptance_result/passed: {then: {action: intake, report_to: [emergency]}, cite: {a10.p1.s2: 向省应急厅报告验收入库情况}}
"""


@pytest.mark.parametrize(
    ("changes", "address", "what", "rules"),
    [
        (NOT_MORE, "a23.p2.i2", Text("“满”改为“超过”", "“满” becomes “超过”"), ("recoverable/single-tent-worthless", "recoverable/single-tent-longer-worthless")),
        (BUREAU, "a10.p1.s2", Text("“粮食和储备局”改为“应急厅”", "“粮食和储备局” becomes “应急厅”"), ("acceptance_report_deadline/five-workdays",)),
    ],
)
def test_a_rule_that_changes_hides_no_other_of_its_clause_of_which_the_citation_alone_changes(
    changes: str, address: str, what: Text, rules: tuple[str, ...], tmp_path: Path
) -> None:
    path = draft_of(tmp_path, "liaoning", changes)
    gate = policykit.gate(path)
    assert [(f.code, f.severity, f.underlined, f.message) for f in gate.cited_alone] == [
        (
            "citation-alone",
            "note",
            rule,
            Text(
                f"`{rule}` 只改了引文，条件、结论、强度照旧，而 `{address}` 的文字改了（{what.zh}）",
                f"`{rule}` changes its citation alone; conditions, outcome and strength stay, while the words of `{address}` change ({what.en})",
            ),
        )
        for rule in rules
    ]
    assert "✓" not in run("draft", path).stdout
