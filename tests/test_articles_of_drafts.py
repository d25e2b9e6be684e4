"""Articles that a draft repeals, adds and renumbers: the text, the table of changes and `show` have them as they will read and under the number that they will have."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

import policykit
from policykit import PolicyError
from policykit.check.gate.document import report
from policykit.check.report.blocks import Report, Table
from policykit.check.report.markdown import markdown
from policykit.cli.app import app
from policykit.diagnostics import Text

ROOT = Path(__file__).parent.parent
TENTS = yaml.safe_load((ROOT / "tests" / "packs" / "good" / "tents.yaml").read_text(encoding="utf-8"))["files"]
NEW = date(2027, 1, 1)
RULES = """decisions:
  collect:
    rules:
      - {id: tent, when: {item: tent, used_to: "< used_from + limit"}, then: {outcome: collect}, cite: {a1.p1: 应当回收}}
      - {id: longer, when: {item: tent, used_to: ">= used_from + limit"}, then: {outcome: leave}, cite: {a1.p1: 不满6个月}, basis: inferred}
"""


@pytest.fixture
def tents(tmp_path: Path) -> Path:
    """The small pack of tents with a second article of two clauses, a parameter among them."""
    files = {**TENTS, "collect.yaml": RULES, "cases/own.yaml": TENTS["cases/own.yaml"].split("- {id: T3")[0]}
    files["law/measures.md"] = files["law/measures.md"].replace("没有回收价值的帐篷，予以报废。", "帐篷由承储库保管,保管期限不少于3年。")
    kept = "  - {id: a2.s1, quote: '第二条帐篷由承储库保管,', kind: decision, en: kept}\n  - {id: a2.s2, quote: 保管期限不少于3年。, kind: decision, en: three years}\n"
    lines = files["ledger.yaml"].splitlines(keepends=True)
    files["ledger.yaml"] = "".join(kept if "a2.p1" in line else line for line in lines)
    files["kept.yaml"] = (
        "parameters:\n  years: {label: {zh: 保管年数, en: years kept}, type: integer, values: [{from: 2022-04-22, value: 3, cite: {a2.s2: 不少于3年}}]}\n"
        "norms:\n  keep: {label: {zh: 保管, en: keep}, must: keep, by: depot, due: promptly, cite: {a2.s1: 由承储库保管}}\n"
    )
    for name, text in files.items():
        (tmp_path / "tents" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tents" / name).write_text(text, encoding="utf-8")
    return tmp_path


def draft_of(folder: Path, changes: str) -> Path:
    path = folder / "draft.yaml"
    path.write_text(f"amendment: d\ntitle: {{zh: 修正案}}\namends: tents\nfrom: 2027-01-01\nchanges:\n{changes}", encoding="utf-8")
    return path


def tried(folder: Path, changes: str) -> Any:
    return policykit.gate(draft_of(folder, changes), search_path=[folder])


def table(made: Report) -> list[list[str]]:
    found = next(b for b in made.blocks if isinstance(b, Table))
    return [[c.text for c in row] for row in found.rows]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "200", "POLICYKIT_LANG": "zh", "NO_COLOR": "1"})


REPEALED = "  - text: {a2: {repeal: true}}\n    why: {zh: 不再保管}\n    repeal: [parameters/years, norms/keep]\n"
RENUMBERED = f"{REPEALED}  - text: {{a3.p1: {{replace: 第三条, by: 第二条}}}}\n"


def test_an_article_is_repealed_as_one_and_its_parameter_with_it(tents: Path) -> None:
    gate = tried(tents, REPEALED)
    assert gate.passes and not gate.gone
    assert gate.after.pack.parameters["years"].on(NEW) is None and gate.after.pack.parameters["years"].on(date(2026, 12, 31)).value == 3
    assert table(report(gate, "zh")) == [
        ["第二条\n第二条帐篷由承储库保管,\n保管期限不少于3年。", "（删去）", "理由：不再保管\n保管年数：3 → （无）\n删去义务：保管"],
    ]


def test_an_article_that_is_repealed_while_its_rules_stay_has_lines_to_paste_that_repeal_them(tents: Path) -> None:
    made = markdown(report(tried(tents, "  - text: {a2: {repeal: true}}\n"), "zh"))
    assert "    repeal:\n      - parameters/years  # 所引条款已删去\n      - norms/keep  # 所引条款已删去\n" in made


def test_the_number_of_a_repealed_article_that_stays_empty_is_told_and_no_fault(tents: Path) -> None:
    made = markdown(report(tried(tents, REPEALED), "zh"))
    assert "## 空出的条号\n\n- 第二条删去，条号空出，其后各条不变（draft.yaml:6）。" in made


def test_a_paragraph_repealed_as_one_is_told_as_one_where_no_rule_follows(tents: Path) -> None:
    (tents / "tents" / "kept.yaml").unlink()
    gate = tried(tents, "  - text: {a2: {repeal: true}}\n")
    assert [(d.code, d.message.zh) for d in gate.unfollowed] == [
        ("rules-unchanged", "`a2` 的文字改了（“第二条帐篷由承储库保管,保管期限不少于3年。”删去），引用它的规则、参数和义务都没有改")
    ]


def test_the_text_has_no_heading_of_a_repealed_article_and_new_ones_under_headings(tents: Path) -> None:
    new = '  - text: {a4.p1: {add: "第三条 帐篷每年清点。", after: a3, waived: {zh: 试}}}\n'
    text = tried(tents, RENUMBERED + new).text
    assert [line for line in text.splitlines() if line.startswith("#")] == ["# 帐篷回收办法", "## 第一条", "## 第二条", "## 第三条"]
    assert text.endswith("## 第二条\n\n本办法自2022年4月22日起施行。\n\n## 第三条\n\n帐篷每年清点。\n")


def test_a_renumbered_article_stands_in_the_table_under_both_its_numbers(tents: Path) -> None:
    rows = table(report(tried(tents, RENUMBERED), "zh"))
    assert [row[:2] for row in rows] == [
        ["第二条\n第二条帐篷由承储库保管,\n保管期限不少于3年。", "（删去）"],
        ["第三条第一款\n第三条本办法自2022年4月22日起施行。", "第二条第一款\n第二条本办法自2022年4月22日起施行。"],
    ]


def test_what_changes_is_marked_in_the_words_and_not_in_the_number_above_them(tents: Path) -> None:
    made = markdown(report(tried(tents, RENUMBERED), "zh"))
    assert "| 第三条第一款<br>~~第三条~~本办法自2022年4月22日起施行。 | 第二条第一款<br>**第二条**本办法自2022年4月22日起施行。 |" in made


def test_the_table_is_in_the_order_of_the_text_and_says_what_a_new_rule_says(tents: Path) -> None:
    last = "  - text: {a3.p1: {insert: 印发之日即, before: 自2022年, waived: {zh: 试}}}\n"
    rule = "{when: {item: quilt}, then: {outcome: leave}, cite: {a1.p1: 棉被除外}}"
    first = f"  - text: {{a1.p1: {{insert: ，棉被除外, after: 应当回收}}}}\n    add: {{collect/quilt: {rule}}}\n    replace: {{collect/tent: {{cite: {{a1.p1: 应当回收}}}}}}\n"
    rows = table(report(tried(tents, last + first), "zh"))
    assert [row[0].partition("\n")[0] for row in rows] == ["第一条第一款", "第三条第一款"]
    assert "增加规则：帐篷是否回收。物资为棉被 → 不回收" in rows[0][2].split("\n")


def test_a_report_that_is_handed_on_names_clauses_and_no_files(tents: Path) -> None:
    gate = tried(tents, RENUMBERED.replace("第二条}", "第四条}"))
    told = "修改后没有第三条：原第三条现为第四条"
    in_files, handed_on = (markdown(report(gate, "zh", in_files=f)) for f in (True, False))
    assert f"- {told}（draft.yaml:9）。" in in_files and f"- {told}。" in handed_on
    assert ".yaml" not in handed_on


def test_show_finds_an_article_by_the_number_that_it_has_on_the_day(tents: Path) -> None:
    pack = f"tents+{draft_of(tents, RENUMBERED)}"
    second = run("show", pack, "第二条", "--on", "2027-02-01", "--search-path", tents)
    assert second.exit_code == 0 and "a3.p1（第二条第一款）" in second.stdout and "承储库" not in second.stdout
    assert "第二条帐篷由承储库保管" in run("show", pack, "第二条", "--on", "2026-02-01", "--search-path", tents).stdout
    third = run("show", pack, "第三条", "--on", "2027-02-01", "--search-path", tents)
    assert (third.exit_code, third.stderr) == (2, "error[unknown-clause]: 2027-02-01 没有第三条\n  提示：现为第二条；原地址 `a3` 仍可用\n")


@pytest.mark.parametrize("value", ["null", "{value: null}"])
def test_a_parameter_is_not_set_to_nothing(tents: Path, value: str) -> None:
    with pytest.raises(PolicyError) as e:
        tried(tents, f"  - text: {{a2: {{repeal: true}}}}\n    set: {{years: {value}}}\n")
    (fault,) = e.value.diagnostics
    assert (fault.code, fault.message.zh, fault.help and fault.help.zh) == ("set-to-none", "`set` 不能把 `years` 设为空", "参数随条文删去的，写 `repeal: parameters/years`")


def test_a_parameter_that_is_not_there_and_one_that_has_gone_cannot_be_repealed(tents: Path) -> None:
    with pytest.raises(PolicyError) as e:
        tried(tents, "  - text: {a2: {repeal: true}}\n    repeal: [parameters/year, norms/keep]\n")
    assert [(d.code, d.underlined) for d in e.value.diagnostics] == [("unknown-name", "parameters/year")]


def test_two_drafts_that_touch_one_article_are_told(tents: Path) -> None:
    one, other = draft_of(tents, REPEALED), tents / "other.yaml"
    other.write_text(
        "amendment: e\ntitle: {zh: 另案}\namends: tents\nfrom: 2027-06-01\nchanges:\n  - text: {a2.s2: {replace: 3年, by: 5年}}\n    set: {years: 5}\n", encoding="utf-8"
    )
    with pytest.raises(PolicyError) as e:
        policykit.load("tents", amendments=[one, other], search_path=[tents])
    assert ("touched-twice", "a2.s2") in [(d.code, d.underlined) for d in e.value.diagnostics]


def test_words_of_another_width_are_offered_as_the_clause_has_them(tents: Path) -> None:
    with pytest.raises(PolicyError) as e:
        tried(tents, "  - text: {a1.p1: {replace: 不满６个月, by: 不满9个月}}\n    set: {limit: P9M}\n")
    (fault,) = e.value.diagnostics
    assert (fault.code, fault.message.zh, fault.help and fault.help.zh) == ("words", "`a1.p1` 处没有要改的这些字：全角、半角与原文不同", "照原文写 `不满6个月`")


ADDED = (
    '  - text: {a4.p1: {add: "第四条 无人机由承储库保管，每季度检查一次，损坏的应当在15日内报告。", after: 第三条}}\n'
    "    add: {norms/drone: {label: {zh: 保管无人机, en: keep drones}, must: keep_drones, by: PARTY, due: promptly, strength: STRENGTH, cite: {a4.p1: CITE}}}\n"
)


def added(folder: Path, party: str = "depot", strength: str = "must", cite: str = "无人机由承储库保管") -> Any:
    return tried(folder, ADDED.replace("PARTY", party).replace("STRENGTH", strength).replace("CITE", cite))


def test_words_beside_the_law_that_name_an_article_by_its_old_number_are_told(tents: Path) -> None:
    (tents / "tents" / "collect.yaml").write_text(
        RULES.replace("basis: inferred}", "basis: inferred, note: {zh: 第一条之外，见第二条、第三条和《民法典》第二条, en: see art. 2}}"), encoding="utf-8"
    )
    gate = tried(tents, RENUMBERED)
    assert [(d.code, d.severity, d.message) for d in gate.stale] == [
        (
            "number-stays",
            "note",
            Text(
                "规则 `collect/longer` 的说明仍写“第二条”（已删去）、“第三条”（现为第二条）",
                "the note of the rule `collect/longer` still says “第二条” (repealed), “第三条” (now 第二条)",
            ),
        )
    ]
    assert "\n## 仍写旧条号的说明\n\n- 规则" in markdown(report(gate, "zh"))
    reworded = "    replace: {collect/longer: {note: {zh: 第一条之外，见第二条}}}\n"
    assert tried(tents, RENUMBERED + reworded).stale == ()


def test_an_added_norm_names_the_party_that_the_words_name_and_binds_as_they_do(tents: Path) -> None:
    assert added(tents).to_judge == ()
    assert [(d.code, d.message.zh) for d in added(tents, party="bureau").to_judge] == [
        ("party-otherwise", "`norms/drone` 与所引 `a4.p1` 的单位不一致：它写“省粮食和储备局”，所引字句写“承储库”")
    ]
    assert [(d.code, d.message.zh) for d in added(tents, strength="in_principle", cite="损坏的应当在15日内报告").to_judge] == [
        ("strength-otherwise", "`norms/drone` 的强度是“原则上”，而所引字句写“应当”")
    ]


def test_parts_of_a_new_sentence_that_nothing_quotes_are_left_to_a_person(tents: Path) -> None:
    gate = added(tents)
    assert gate.passes and not gate.clean
    assert [(d.code, d.message.zh) for d in gate.half_encoded] == [("part-unquoted", "`a4.p1` 中“每季度检查一次”、“损坏的应当在15日内报告”没有规则、参数或义务引用")]
    told = markdown(report(gate, "zh"))
    assert "没有查出新的问题；但有 1 款没有全部引用的新文字须人工核对，见下。" in told and "## 没有引用的新文字" in told
    (left,) = added(tents, cite="[无人机由承储库保管, 每季度, 损坏的应当]").half_encoded
    assert left.message.zh == "`a4.p1` 中“15日”没有规则、参数或义务引用"
    assert added(tents, cite="[无人机由承储库保管, 每季度, 在15日内]").half_encoded == ()


def test_a_whole_article_is_repealed_and_named_in_words(tents: Path) -> None:
    new = '  - text: {a4.p1: {add: "第四条 帐篷每年清点。", after: 第二条, waived: {zh: 试}}}\n'
    gate = tried(tents, REPEALED.replace("a2:", "第二条:") + new)
    assert [(c.address, c.within) for c in gate.amendment.text] == [("a2.s1", "a2"), ("a2.s2", "a2"), ("a4.p1", None)]
    assert [*gate.after.pack.clauses][-2:] == ["a4.p1", "a3.p1"]


def test_a_label_in_the_place_of_a_code_is_told_with_the_code(tents: Path) -> None:
    rule = "{when: {item: 棉被}, then: {outcome: 不回收}, cite: {a1.p1: 应当回收}}"
    with pytest.raises(PolicyError) as e:
        tried(
            tents,
            f"  - text: {{a1.p1: {{insert: 试, before: 应当}}}}\n    add: {{collect/quilt: {rule}, norms/x: {{label: {{zh: 试, en: x}}, must: x, by: 承储库, cite: {{a1.p1: 应当回收}}}}}}\n",
        )
    assert [(d.code, d.underlined, d.help and d.help.zh) for d in e.value.diagnostics if d.code.startswith("unknown")] == [
        ("unknown-value", "棉被", "“棉被”的代码是 `quilt`"),
        ("unknown-value", "不回收", "“不回收”的代码是 `leave`"),
        ("unknown-party", "承储库", "“承储库”的代码是 `depot`"),
    ]


def test_asking_an_unfinished_draft_ends_with_the_command_that_says_what_it_needs(tents: Path) -> None:
    draft = draft_of(tents, "  - text: {a2: {repeal: true}}\n")
    done = run("ask", "collect", "--in", f"tents+{draft}", "item=tent", "--search-path", tents)
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, f"草案尚未写完；逐处的改法见：policykit draft {draft}")
