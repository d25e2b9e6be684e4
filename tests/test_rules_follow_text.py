"""Text that changes or is new while no rule does is told, and no tick stands beside it."""

from __future__ import annotations

from pathlib import Path

import policykit
from policykit.diagnostics import Text
from tests.test_lines_to_paste import TWO_CHANGES, draft_of as draft_of_changzhi, run
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
