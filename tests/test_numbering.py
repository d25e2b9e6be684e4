"""The text as an amendment leaves it: its articles follow one another, and what it cites of itself is what it was meant to be."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import policykit
from policykit.check.cited_within import citations_within
from policykit.check.numbering import check_numbering
from policykit.ir.numbering import numbered

PACK = """
pack: stock
label: {zh: 储备办法, en: Stock measures}
jurisdiction: {zh: 某地, en: Somewhere}
issuers: [bureau]
level: county
region: "210101"
status: in_force
parties: {bureau: {zh: 局, en: bureau}}
"""
CLAUSES = {
    "h1": "第一章 储备",
    "a1.p1": "第一条 储备物资由局管理。",
    "a2.p1": "第二条 动用物资应当申请。",
    "a2.p2": "前款规定的申请写明数量。",
    "h2": "第二章 责任",
    "a3.p1": "第三条 储备物资应当轮换。",
    "a4.c": "第四条 有下列情形之一的，予以追究：",
    "a4.i1": "（一）不按第二条第一款申请的；",
    "a4.i2": "（二）违反第二章第三条、《价格法》第十四条的。",
    "a5.p1": "第五条 本办法自发布之日起施行。",
}
Told = tuple[str, str, str, str, str]


def told(changes: str, clauses: Mapping[str, str] = CLAUSES) -> list[Told]:
    """Code, severity, sentence, way out and the words underlined, of what an amendment does to the text."""
    law = "\n\n".join(f"## {w}" if a[0] == "h" else w for a, w in clauses.items())
    ledger = "clauses:\n" + "".join(f'  - {{id: {a}, quote: "{w}", kind: none, en: e, waived: {{zh: 略, en: none}}}}\n' for a, w in clauses.items())
    draft = f"amendment: d\ntitle: {{zh: 修正案}}\namends: stock\nfrom: 2027-01-01\nchanges:\n  - text:\n{changes}" if changes else None
    files = {"pack.yaml": PACK, "ledger.yaml": ledger, "law/m.md": f"# x\n\n{law}".removeprefix("# x\n\n")}
    law_ = policykit.read(files, amendments={"d.yaml": draft} if draft is not None else {})
    return [(d.code, d.severity, d.message.zh, d.help.zh if d.help is not None else "", d.underlined) for d in check_numbering(law_.pack)]


IN_ORDER = "条号依次改：各条改 `replace: 第…条`；条号不动的，空出被删去的那一条"


def test_a_text_that_cites_what_it_has_is_not_told() -> None:
    assert told("") == []


def test_a_text_that_cites_what_it_has_not_is_told() -> None:
    wrong = {**CLAUSES, "a4.i1": "（一）不按第二条第三款申请的；"}
    message = "`a4.i1`（第四条第（一）项）所写的“第二条第三款”在本文件中不存在"
    assert told("", wrong) == [("cites-nothing", "error", message, "改写所引的条款，或者删去这些字", "a4.i1")]


def test_an_article_that_takes_another_number_leaves_its_own_empty_and_what_cites_it_without_a_target() -> None:
    assert told("      a3.p1: {replace: 第三条, by: 第四条}\n") == [
        ("article-order", "error", "修改后没有第三条：原第三条现为第四条", IN_ORDER, "a3.p1"),
        ("article-order", "error", "修改后有两个第四条：“储备物资应当轮换。”（`a3.p1`）和“有下列情形之一的，予以追…”（`a4.c`）", "其后各条的条号依次改", "a3.p1"),
        (
            "cites-nothing",
            "error",
            "`a4.i2`（第四条第（二）项）所写的“第二章第三条”在本文件中不存在，原指“储备物资应当轮换。”（现为第四条）",
            "写 `a4.i2: {replace: 第二章第三条, by: 第二章第四条}`",
            "a3.p1",
        ),
    ]


def test_an_article_before_one_of_a_smaller_number_is_out_of_place() -> None:
    assert ("article-order", "error", "修改后第四条（`a4.c`）不在其位：前面的条号比它大", "改正条号，或者放到应在的位置", "a3.p1") in told(
        "      a3.p1: {replace: 第三条, by: 第七条}\n"
    )


RENUMBERED = "      a1.p1: {repeal: true}\n      a2.p1: {replace: 第二条, by: 第一条}\n      a3.p1: {replace: 第三条, by: 第二条}\n      a4.c: {replace: 第四条, by: 第三条}\n"
LAST = "      a5.p1: {replace: 第五条, by: 第四条}\n"


def test_a_citation_that_lands_on_another_article_is_told_with_what_it_named_and_what_it_names() -> None:
    assert told(RENUMBERED + LAST) == [
        (
            "cites-another",
            "warning",
            "`a4.i1`（第三条第（一）项）所写的“第二条第一款”不再是原来所指：原指“动用物资应当申请。”（现为第一条第一款），改后所指为“储备物资应当轮换。”（现为第二条第一款）",
            "写 `a4.i1: {replace: 第二条第一款, by: 第一条第一款}`；确指后者的，写 `{replace: 第二条第一款, by: 第二条第一款}`",
            "a2.p1",
        ),
        (
            "cites-another",
            "warning",
            "`a4.i2`（第三条第（二）项）所写的“第二章第三条”不再是原来所指：原指“储备物资应当轮换。”（现为第二条），改后所指为“有下列情形之一的，予以追…”（现为第三条）",
            "写 `a4.i2: {replace: 第二章第三条, by: 第二章第二条}`；确指后者的，写 `{replace: 第二章第三条, by: 第二章第三条}`",
            "a3.p1",
        ),
    ]


def test_articles_renumbered_with_what_cites_them_are_in_order() -> None:
    cited = "      a4.i1: {replace: 第二条第一款, by: 第一条第一款}\n      a4.i2: {replace: 第三条、, by: 第二条、}\n"
    assert told(RENUMBERED + LAST + cited) == []


def test_a_citation_that_the_draft_writes_again_is_meant_as_it_stands() -> None:
    cited = "      a4.i1: {replace: 第二条第一款, by: 第二条第一款}\n      a4.i2: {replace: 第二章第三条, by: 第二章第三条}\n"
    assert told(RENUMBERED + LAST + cited) == []


def test_articles_renumbered_but_for_the_last_leave_a_number_out() -> None:
    assert [(code, message) for code, _, message, _, _ in told(RENUMBERED) if code == "article-order"] == [("article-order", "修改后没有第四条：原第四条现为第三条")]


def test_the_number_of_a_repealed_article_may_stay_empty() -> None:
    note = ("article-number-empty", "note", "第一条删去，条号空出，其后各条不变", "修正案可以如此；要依次改条号的，改其后各条开头的 `第…条`", "a1.p1")
    assert told("      a1.p1: {repeal: true}\n") == [note]


def test_the_paragraph_before_may_be_another_one_or_none_any_more() -> None:
    assert [t[2] for t in told("      a2.p1_1: {add: 申请由局批准。, after: a2.p1}\n")] == [
        "`a2.p2`（第二条第三款）所写的“前款”不再是原来所指：原指“动用物资应当申请。”（现为第二条第一款），改后所指为“申请由局批准。”（现为第二条第二款）"
    ]
    assert "`a2.p2`（第二条第一款）所写的“前款”在本文件中不存在，原指“动用物资应当申请。”（已删去）" in [
        t[2] for t in told("      a2.p1: {repeal: true}\n      a2.p2: {insert: 第二条, before: 前款}\n")
    ]


def test_an_article_inserted_after_another_keeps_the_order_and_what_it_cites_must_be_there() -> None:
    inserted = '      a4_1.p1: {add: "第四条之一 储备物资的报废，按第四条之二办理。", after: a4.i2}\n'
    message = "`a4_1.p1`（第四条之一第一款）所写的“第四条之二”在本文件中不存在"
    assert told(inserted) == [("cites-nothing", "error", message, "改写所引的条款，或者删去这些字", "a4_1.p1")]


def test_a_fault_of_the_base_text_is_told_once_and_not_of_the_amendment() -> None:
    wrong = {**CLAUSES, "a4.i1": "（一）不按第二条第三款申请的；"}
    assert told("      a5.p1: {replace: 发布, by: 印发}\n", wrong) == told("", wrong)


@pytest.mark.parametrize("words", ["依照《物资法》第九条", "按《规定》（某发〔2020〕1号）第九条、第十条", "条例第九条", "依照附件1第九条", "目前条件的", "第九款物资", "原第九条"])
def test_what_is_no_citation_of_this_text_is_left_alone(words: str) -> None:
    assert [c.words for _, c, _ in citations_within(numbered([("a1.p1", f"第一条 {words}办理。")]))] == []


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("本办法第一条", [["a1"]]),
        ("第一条第二款、第三款", [["a1.p2"], []]),
        ("第二条第（一）项和第（三）项", [["a2.p1.i1"], []]),
        ("前条规定", [["a1"]]),
        ("前两条所", [[]]),
        ("本条第一款第（一）项", [["a2.p1.i1"]]),
    ],
)
def test_a_citation_names_what_has_its_number(words: str, named: list[list[str]]) -> None:
    text = [("a1.p1", "第一条 甲。"), ("a1.p2", "乙。"), ("a2.c", "第二条 丙："), ("a2.i1", "（一）丁；"), ("a2.i2", f"（二）{words}的。")]
    assert [sorted(units) for _, _, units in citations_within(numbered(text))] == named
