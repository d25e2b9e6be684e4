"""Words around a quotation change while it still stands: no draft passes by them unseen, since a text that says 不 says the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import policykit
from policykit import Diagnostic, PolicyError
from policykit.diagnostics import Text
from policykit.domain.differences import STRENGTH
from policykit.domain.wording import bare
from tests.test_lines_to_paste import run

FORTY = """  - text:
      a10.p1.c1: {replace: 超过50万元(含50万元), by: 超过40万元(不含40万元)}
      a10.p1.c2: {replace: 50万元以下, by: 40万元以下}
"""


def draft_of(folder: Path, pack: str, changes: str) -> Path:
    path = folder / "draft.yaml"
    path.write_text(f"amendment: d\ntitle: {{zh: 修正案, en: amendment}}\namends: {pack}\nfrom: 2027-01-01\nchanges:\n{changes}", encoding="utf-8")
    return path


def around(path: Path) -> Iterator[Diagnostic]:
    return (f for f in policykit.gate(path).faults if f.code == "words-around")


def test_a_figure_that_is_no_longer_included_is_not_quoted_as_included(tmp_path: Path) -> None:
    path = draft_of(tmp_path, "changzhi", f"{FORTY}    set: {{tender_threshold: 400000}}\n")
    change_zh = "原为“用补贴超过50万元(含50万元),由市发展和改革委”，改后为“用补贴超过40万元(不含40万元),由市发展和改革委”"
    change_en = "“用补贴超过50万元(含50万元),由市发展和改革委” becomes “用补贴超过40万元(不含40万元),由市发展和改革委”"
    set_anew = "set: {tender_threshold: {value: 400000, cite: {a10.p1.c1: [超过40万元, 不含40万元], a10.p1.c2: 40万元以下}}}"
    by_itself = (
        "tender_threshold",
        Text(
            f"`a10.p1.c1` 处参数 `tender_threshold` 所引“含50万元”前后的字改了，引文不能自行更新：{change_zh}",
            f"words around “含50万元”, which the parameter `tender_threshold` quotes at `a10.p1.c1`, change, so that the quotation cannot follow by itself: {change_en}",
        ),
        Text(
            f"由人核对后写 `{set_anew}`，引用改后的字句",
            f"have a person check it, then quote the words anew, `{set_anew}`",
        ),
    )
    others = [
        (
            "含50万元",
            Text(
                f"`a10.p1.c1` 处{zh} `{name}` 所引“含50万元”前后的字改了，而它没有改：{change_zh}",
                f"words around “含50万元”, which the {en} `{name}` quotes at `a10.p1.c1`, change, and it does not: {change_en}",
            ),
            Text(
                f"看它是否随之改变：改变的，一并修改或删去（`replace`、`repeal`）；不变的，写 `replace: {{{name}: {{cite: {cite}}}}}` 重新引用改后的字句",
                f"see whether it changes too: if so, change or repeal it (`replace`, `repeal`); if not, say so by quoting the words anew, `replace: {{{name}: {{cite: {cite}}}}}`",
            ),
        )
        for zh, en, name, cite in (
            ("规范", "norm", "norms/open-tender", "{a10.p1.c1: [超过40万元, 不含40万元, 发布招储公告, 公开招标选定承储企业]}"),
            ("规则", "rule", "selection_method/exactly", "{a10.p1.c1: [不含40万元, 公开招标选定承储企业]}"),
        )
    ]
    gate = policykit.gate(path)
    found = [(f.underlined, f.message, f.help) for f in gate.faults if f.code == "words-around"]
    assert sorted(found) == sorted([by_itself, *others]) and not gate.passes
    done = run("draft", path)
    assert done.exit_code == 1 and "没有带来新的问题" not in done.stdout


def test_nothing_answers_by_a_text_whose_words_around_a_quotation_changed(tmp_path: Path) -> None:
    path = draft_of(tmp_path, "changzhi", f"{FORTY}    set: {{tender_threshold: 400000}}\n")
    with pytest.raises(PolicyError) as e:
        policykit.load(f"changzhi+{path}")
    assert {d.code for d in e.value.diagnostics} == {"words-around"}


def test_a_rule_changed_with_its_words_and_a_value_cited_anew_pass(tmp_path: Path) -> None:
    changes = """    set: {tender_threshold: {value: 400000, cite: {a10.p1.c1: 超过40万元(不含40万元), a10.p1.c2: 40万元以下}}}
    replace:
      selection_method/exactly:
        then: {method: announcement_review, steps: [web_announcement, application, document_review, publicity, site_survey, drc_decision]}
        cite: {a10.p1.c1: 不含40万元, a10.p1.c2: 40万元以下}
      norms/open-tender: {cite: {a10.p1.c1: [超过40万元, 不含40万元, 发布招储公告, 公开招标选定承储企业]}}
    repeal: [readings/A06]
"""
    gate = policykit.gate(draft_of(tmp_path, "changzhi", FORTY + changes))
    assert gate.passes and not gate.gone
    assert gate.after.ask("selection_method", {"annual_subsidy_cny": 400000}, gate.after.on).values.method == "announcement_review"


def without_citation(help_: Text | None) -> Text:
    """The way out without the value and the words that it quotes anew."""
    assert help_ is not None
    return Text(*(re.sub(r"cite: \{[^{}]+\}", "cite: …", re.sub(r"value: [^,{}]+, ", "value: …, ", said)) for said in help_))


def told(kind: Text, name: str, address: str, words: str, before: str, after: str, strength: str = "") -> tuple[str, str, Text, Text]:
    """Severity, underlined words, message and help, but for the citation offered, of what is told of one rule, norm or parameter that does not change."""
    way = f"set: {{{name}: {{value: …, cite: …}}}}" if kind.en == "parameter" else f"replace: {{{name}: {{cite: …}}}}"
    more = Text(f"；改动涉及{strength}，看强度 `strength` 是否改变", f"; {strength} changes: see whether its `strength` does") if strength else Text("", "")
    return (
        "error",
        words,
        Text(
            f"`{address}` 处{kind.zh} `{name}` 所引“{words}”前后的字改了，而它没有改：原为“{before}”，改后为“{after}”",
            f"words around “{words}”, which the {kind.en} `{name}` quotes at `{address}`, change, and it does not: “{before}” becomes “{after}”",
        ),
        Text(
            f"看它是否随之改变：改变的，一并修改或删去（`replace`、`repeal`）；不变的，写 `{way}` 重新引用改后的字句{more.zh}",
            f"see whether it changes too: if so, change or repeal it (`replace`, `repeal`); if not, say so by quoting the words anew, `{way}`{more.en}",
        ),
    )


RULE, NORM, PARAMETER = Text("规则", "rule"), Text("规范", "norm"), Text("参数", "parameter")


@pytest.mark.parametrize(
    ("pack", "change", "words", "before", "after", "rules"),
    [
        (
            "shanxi",
            "a22.p1.s1: {insert: 不, before: 由申请受灾地方政府承担}",
            "由申请受灾地方政府承担",
            "费和运输保险等费用)由申请受灾地方政府承担。",
            "费和运输保险等费用)不由申请受灾地方政府承担。",
            (
                "beneficiary_charge/applying-unit",
                *(f"cost_bearer/{r}" for r in ("kind-of-dispatch-not-said", "prepositioned", "moved-for-winter-spring", "moved-urgently", "moved-on-application")),
            ),
        ),
        (
            "liaoning",
            "a23.p2.c: {insert: 不, before: 均需回收处理}",
            "均需回收处理",
            "下列回收类物资,均需回收处理:",
            "下列回收类物资,不均需回收处理:",
            ("encumbrance/dispatched-discarded", *(f"recoverable/{r}" for r in ("single-tent", "cotton-tent", "named-equipment", "other-not-issued-to-victims"))),
        ),
    ],
)
def test_a_negation_before_quoted_words_is_told_of_each_rule_that_quotes_them(
    pack: str, change: str, words: str, before: str, after: str, rules: tuple[str, ...], tmp_path: Path
) -> None:
    path = draft_of(tmp_path, pack, f"  - text: {{{change}}}\n")
    found = sorted((f.severity, f.underlined, f.message, without_citation(f.help)) for f in around(path))
    assert found == sorted(told(RULE, rule, change.partition(":")[0], words, before, after) for rule in rules)
    assert run("draft", path).exit_code == 1


def test_a_word_of_strength_elsewhere_in_the_sentence_names_the_strength(tmp_path: Path) -> None:
    path = draft_of(tmp_path, "liaoning", "  - text: {a10.p1.s2: {replace: 应在验收工作完成, by: 原则上应在验收工作完成}}\n")
    head, days, report = "管理单位", "应在验收工作完成之日起5个工作日内,向省粮食和储备局报", "告验收入库情况"
    whole, short = (head, days, report + "。"), (head, days, "")
    quoting = (
        (PARAMETER, "acceptance_report_workdays", "5个工作日内", short),
        (NORM, "norms/acceptance-report", "向省粮食和储备局报告验收入库情况", whole),
        (RULE, "acceptance_result/passed", "向省粮食和储备局报告验收入库情况", whole),
        (RULE, "acceptance_report_deadline/five-workdays", "向省粮食和储备局报告验收入库情况", whole),
    )
    found = sorted((f.severity, f.underlined, f.message, without_citation(f.help)) for f in around(path))
    assert found == sorted(told(kind, name, "a10.p1.s2", words, "".join(said), f"{said[0]}原则上{said[1]}{said[2]}", "“原则上”") for kind, name, words, said in quoting)


@pytest.mark.parametrize("change", ["{replace: 的单帐篷;, by: 的单帐篷。}", "{replace: (二)发放给, by: (三)发放给}", "{wording: '(二)发放给受灾群众使用不满6个月的单帐篷，'}"])
def test_signs_that_part_words_and_a_number_of_an_item_are_no_words(change: str, tmp_path: Path) -> None:
    assert list(around(draft_of(tmp_path, "liaoning", f"  - text: {{a23.p2.i2: {change}}}\n"))) == []


def words_of_strength(text: str) -> list[str]:
    return [m[0] for m in STRENGTH.finditer(bare(text))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("承储库应对物资实行封闭式管理", ["应"]),
        ("有效应对疫情,满足应对突发事件的需要,《突发事件应对法》,合理应对", []),
        ("对应急响应的供应作出相应反应,回应社会关切,应用信息系统", []),
        ("从业人员须取得证明,必须登记,均需回收,不宜露天存放,鼓励企业代储,免予处罚", ["须", "必须", "需", "宜", "鼓励", "免"]),
        ("所需资金按需要安排,提出需求,生活必需品,急需物资,有关事宜,避免出现,免疫,免费", []),
        ("可用于低保户,可能、可靠、可行、许可证,不可抗力,可用库容", ["可"]),
    ],
)
def test_a_duty_is_told_from_words_that_are_written_like_one(text: str, words: list[str]) -> None:
    assert words_of_strength(text) == words


def test_in_the_packs_every_duty_to_deal_with_something_is_one_and_no_coping_with_disasters_is() -> None:
    clauses = {(p, c.address): bare(c.quote) for p in policykit.available() for c in policykit.load(p).pack.clauses.values()}
    coping = [(where, words_of_strength(text[m.start() : m.end() + 8])[:1] == ["应"]) for where, text in clauses.items() for m in re.finditer("应对", text)]
    assert sorted({where for where, duty in coping if duty}) == [("liaoning", "a11.c"), ("liaoning", "a20.p2"), ("liaoning", "a22.p2.s1")]
    assert len(coping) > 15
    single = {
        text[max(0, m.start() - 1) : m.end() + 1] for text in clauses.values() for m in re.finditer("应", text) if m.start() not in {s.start() for s in STRENGTH.finditer(text)}
    }
    compounds = re.compile("供应|响应|相应|反应|回应|应急|应用|应对")
    assert not [s for s in single if compounds.search(s) is None]
