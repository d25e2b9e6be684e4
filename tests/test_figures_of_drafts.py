"""The figures a draft sets are held against the words it changes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

import policykit
from policykit.check.gate.figures import _fault
from policykit.cli.app import app
from policykit.diagnostics import Text
from policykit.domain.figures import changed_figures
from policykit.ir.pack import Parameter
from policykit.ir.types import Date, DayOfYear, Duration, Months, Number, SetOf, Type
from tests.test_words_around import draft_of

HEAD = "amendment: d\ntitle: {zh: 修正案, en: amendment}\namends: liaoning\nfrom: 2027-01-01\nchanges:\n"


def draft(folder: Path, limit: str) -> Path:
    path = folder / "draft.yaml"
    part = f"  - text: {{a23.p2.i2: {{replace: 6个月, by: 3个月}}}}\n    set: {{single_tent_limit: {limit}, single_tent_days: P90D, counted_first_day: P1D}}\n"
    path.write_text(HEAD + part, encoding="utf-8")
    return path


def test_a_period_other_than_the_words_say_is_an_error(tmp_path: Path) -> None:
    gate = policykit.gate(draft(tmp_path, "P12M"))
    (fault,) = [f for f in gate.faults if f.severity == "error"]
    assert (fault.code, fault.message.zh) == ("words-and-figure", "条文改为“3个月”，参数 `single_tent_limit` 却设为 P12M")
    assert fault.help is not None and fault.help.zh == "写 `single_tent_limit: P3M`，或改正文字"
    assert fault.where.endswith("draft.yaml:7:11") and not gate.passes
    done = CliRunner().invoke(app, ["draft", str(tmp_path / "draft.yaml"), "--lang", "zh"], env={"COLUMNS": "200"})
    assert done.exit_code == 1 and "却设为 P12M" in done.stdout and "没有带来新的问题" not in done.stdout


def test_a_period_as_the_words_say_passes_and_what_they_do_not_show_is_for_a_person(tmp_path: Path) -> None:
    gate = policykit.gate(draft(tmp_path, "P3M"))
    assert gate.passes and [(f.code, f.severity, f.underlined, f.message, f.help) for f in gate.by_hand] == [
        (
            "figure-by-hand",
            "note",
            name,
            Text(
                f"须人工核对：参数 `{name}` 设为 {value}，改动的文字里没有可以比对的数",
                f"check by hand: the parameter `{name}` is set to {value}, and the changed words hold no figure to compare it with",
            ),
            Text("由一人核对此数与条文是否相符", "have a person check that it fits the text"),
        )
        for name, value in (("single_tent_days", "P90D"), ("counted_first_day", "P1D"))
    ]
    told = CliRunner().invoke(app, ["draft", str(tmp_path / "draft.yaml"), "--lang", "zh"], env={"COLUMNS": "200"}).stdout
    assert "须人工核对" in told and "没有带来新的问题" not in told


@pytest.mark.parametrize(
    ("type_", "was", "value", "before", "after", "code"),
    [
        (Months(), 6, 3, "不满6个月的", "不满三个月的", None),
        (Months(), 6, 12, "不满6个月的", "不满一年的", None),
        (Months(), 6, 12, "不满六个月的", "不满３个月的", "words-and-figure"),
        (Months(), 6, 6, "不满6个月的", "不满3个月的", "words-and-figure"),
        (Months(), 6, 18, "不满6个月的", "不满一年半的", None),
        (Months(), 6, 3, "不满6个月的", "不满90日的", "figure-by-hand"),
        (Duration(), timedelta(days=30), timedelta(days=15), "三十日内", "十五日内", None),
        (Duration(), timedelta(days=30), timedelta(days=51), "30日内", "15日内", "words-and-figure"),
        (Duration(), timedelta(days=180), timedelta(days=365), "6个月内", "3个月内", "figure-by-hand"),
        (Number(), 500000, 800000, "50万元以上", "八十万元以上", None),
        (Number(), 500000, 80000, "50万元以上", "80万元以上", "words-and-figure"),
        (Number(), 1, 2, "1.1倍", "1.2倍", "figure-by-hand"),
        (Number(), 30, 40, "百分之三十", "40%", None),
        (Number(), 30, 4, "百分之三十", "40%", "words-and-figure"),
        (Number(), 20, 10, "20个工作日内", "十个工作日内", None),
        (Number(), 20, 15, "20个工作日内", "十个工作日内", "words-and-figure"),
        (DayOfYear(), (6, 30), (7, 15), "每年6月底前", "每年7月15日前", None),
        (DayOfYear(), (6, 30), (7, 31), "每年6月30日前", "每年七月十五日前", "words-and-figure"),
        (DayOfYear(), (9, 30), (9, 30), "每年9月底确定", "每年8月底确定", "words-and-figure"),
        (DayOfYear(), (6, 30), (2, 28), "每年6月底前", "每年2月底前", "figure-by-hand"),
        (DayOfYear(), (6, 30), (6, 30), "每年6月30日前", "每年6月31日前", "figure-by-hand"),
        (Duration(), timedelta(days=15), timedelta(days=10), "15日内", "每月的10日前", "figure-by-hand"),
        (Months(), 60, 300, "有效期五年", "25年9月1日前", "figure-by-hand"),
        (Date(), date(2026, 6, 30), date(2026, 9, 30), "2026年6月30日前", "2026年9月底前", None),
        (Date(), date(2026, 6, 30), date(2026, 9, 30), "2026年6月30日前", "二〇二六年八月三十一日前", "words-and-figure"),
        (Number(integer=True), 10, 15, "在每月10日前", "在每月15日前", None),
        (Number(integer=True), 10, 15, "在每月的10日前", "在每月的15日前", None),
        (Number(integer=True), 10, 20, "在每月10日前", "在每月15日前", "words-and-figure"),
    ],
)
def test_figures_are_read_as_the_law_writes_them(type_: Months | Duration | Number, was: object, value: object, before: str, after: str, code: str | None) -> None:
    fault = _fault("p", None, value, was, Parameter("p", None, type_, None, ()), changed_figures(before, after), None)
    assert (fault.code if fault is not None else None) == code


@pytest.mark.parametrize(
    ("type_", "was", "value", "before", "after", "told"),
    [
        (Months(), 6, 9, "不满六个月的", "不满90日的", "设为 P9M，"),
        (DayOfYear(), (6, 30), (9, 30), "6月30日前", "三季度末", "设为 09-30，"),
        (SetOf(Number()), frozenset({1}), frozenset({20, 3}), "1日", "3日、20日", "设为 [3, 20]，"),
        (Number(), 6, 7, "在6个月内", "在9个月内", "却设为 7"),
    ],
)
def test_a_value_is_told_as_a_pack_has_it(type_: Type, was: object, value: object, before: str, after: str, told: str) -> None:
    fault = _fault("p", None, value, was, Parameter("p", None, type_, None, ()), changed_figures(before, after), None)
    assert fault is not None and told in fault.message.zh
    if fault.code == "words-and-figure":
        assert fault.help == Text("写 `p: 9`，或改正文字", "write `p: 9`, or mend the words")


@pytest.mark.parametrize(
    ("parameter", "change", "wrong", "right", "words"),
    [
        ("purchase_plan_day", "a6.p1.s1: {replace: 6月底前, by: 7月15日前}", "07-31", "07-15", "7月15日"),
        ("monthly_report_day", "a14.p1.s2: {replace: 每月10日前, by: 每月15日前}", "20", "15", "每月15日"),
    ],
)
def test_days_of_the_text_are_held_against_the_days_that_are_set(parameter: str, change: str, wrong: str, right: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(HEAD.replace("liaoning", "shanxi") + f"  - text: {{{change}}}\n    set: {{{parameter}: {wrong}}}\n", encoding="utf-8")
    (fault,) = [f for f in policykit.gate(path).faults if f.code == "words-and-figure"]
    assert fault.message == Text(f"条文改为“{words}”，参数 `{parameter}` 却设为 {wrong}", f"the words become “{words}”, yet the parameter `{parameter}` is set to {wrong}")
    assert fault.help == Text(f"写 `{parameter}: {right}`，或改正文字", f"write `{parameter}: {right}`, or mend the words")


TENDER = """amendment: d
title: {{zh: 修正案, en: amendment}}
amends: changzhi
from: 2027-01-01
changes:
  - text: {{a10.p1.c1: [{{replace: 超过50万元, by: 超过80万元}}, {{replace: 含50万元, by: 含80万元}}]{more}}}
    set: {{tender_threshold: {threshold}}}
"""


def stays(folder: Path, threshold: str, more: str = "") -> list[policykit.Diagnostic]:
    path = folder / "draft.yaml"
    path.write_text(TENDER.format(threshold=threshold, more=more), encoding="utf-8")
    return [f for f in policykit.gate(path).faults if f.code == "figure-stays"]


def test_a_figure_that_another_clause_still_says_as_it_was_is_an_error(tmp_path: Path) -> None:
    (fault,) = stays(tmp_path, "800000")
    assert fault.message.zh == "参数 `tender_threshold` 另设新值，而它所引的 `a10.p1.c2` 仍写“50万元以下”" and fault.severity == "error"
    assert fault.where.endswith("draft.yaml:7:11")


@pytest.mark.parametrize(
    ("threshold", "more"), [("800000", ", a10.p1.c2: {replace: 50万元以下, by: 80万元以下}"), ("{value: 800000, cite: {a10.p1.c1: [超过80万元, 含80万元]}}", "")]
)
def test_no_figure_stays_where_all_clauses_change_or_others_are_quoted(tmp_path: Path, threshold: str, more: str) -> None:
    assert stays(tmp_path, threshold, more) == []


def test_notes_of_readings_and_rules_that_still_say_the_old_figure_are_told_and_do_not_fail_the_draft(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(TENDER.format(threshold="800000", more=", a10.p1.c2: {replace: 50万元以下, by: 80万元以下}"), encoding="utf-8")
    gate = policykit.gate(path)
    assert gate.passes and [(f.code, f.severity, f.where.partition(":")[0], f.underlined, f.message) for f in gate.stale] == [
        (
            "figure-stays",
            "note",
            f"jurisdictions/changzhi/{file}.yaml",
            underlined,
            Text(
                f"{zh}仍写“50万元”，而参数 `tender_threshold` 设为 800000",
                f"{en} still says “50万元”, while the parameter `tender_threshold` is set to 800000",
            ),
        )
        for file, underlined, zh, en in (
            ("readings", "A06", "疑义 `A06` 的问题", "the problem of the ambiguity `A06`"),
            ("readings", "A06", "疑义 `A06` 的理由", "the reason of the ambiguity `A06`"),
            *(("readings", r, f"疑义 `A06` 的读法 `{r}` ", f"the reading `{r}` of the ambiguity `A06`") for r in ("tender", "announcement", "either")),
            ("readings", "either", "疑义 `A06` 的读法 `either` 之下的理由", "the reason under the reading `either` of the ambiguity `A06`"),
            ("planning", "exactly", "规则 `selection_method/exactly` 的说明", "the note of the rule `selection_method/exactly`"),
        )
    ]
    told = CliRunner().invoke(app, ["draft", str(path), "--lang", "zh"], env={"COLUMNS": "200"}).stdout
    assert "✓ 没有带来新的问题。" in told and "# 仍写旧数的说明\n\n- 疑义 `A06` 的问题仍写“50万元”" in told


ENDS = """amendment: d
title: {zh: 修正案}
amends: shanxi
from: 2027-01-01
changes:
  - text: {a19.i4: {replace: 48小时内, by: 及时}}
    set: {paperwork_hours: {value: none, cite: {a19.i4: 及时}}}
    repeal: [paperwork_deadline/forty-eight-hours, norms/written-order, norms/written-notice]
"""


def test_notes_that_still_say_a_figure_which_ends_are_told_until_the_draft_rewords_them(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(ENDS, encoding="utf-8")
    told = [(f.underlined, f.message.zh) for f in policykit.gate(path, limit=0.1).stale]
    assert told == [("A11", "疑义 `A11` 的问题仍写“48小时”，而参数 `paperwork_hours` 不再有值")]
    path.write_text(f"{ENDS}    replace: {{readings/A11: {{problem: {{zh: 从何时起算，条文未写。}}}}}}\n", encoding="utf-8")
    assert policykit.gate(path, limit=0.1).stale == ()


def test_a_figure_that_stays_as_it_is_leaves_no_note_behind(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(TENDER.format(threshold="500000", more=""), encoding="utf-8")
    assert policykit.gate(path).stale == ()


TWO_FIGURES = """  - text:
      a10.p1.c1: {replace: 超过50万元(含50万元), by: 超过40万元(含30万元)}
      a10.p1.c2: {replace: 50万元以下, by: 40万元以下}
"""


def test_of_several_new_figures_in_the_place_of_one_none_is_taken_for_the_value(tmp_path: Path) -> None:
    gate = policykit.gate(draft_of(tmp_path, "changzhi", f"{TWO_FIGURES}    set: {{tender_threshold: 400000}}\n"))
    (fault,) = [f for f in gate.faults if f.code == "words-and-figure"]
    assert (fault.severity, fault.underlined, fault.message, fault.help) == (
        "error",
        "tender_threshold",
        Text("条文改为“40万元、30万元”，参数 `tender_threshold` 却设为 400000", "the words become “40万元、30万元”, yet the parameter `tender_threshold` is set to 400000"),
        Text(
            "使条文只写一个数；几个数各有所指的，写 `tender_threshold: {value: …, cite: …}`，只引写明此数的字句",
            "let the words state one figure; where each means something else, quote only those that state this one: `tender_threshold: {value: …, cite: …}`",
        ),
    )
    assert not gate.passes


def test_a_figure_that_is_not_the_value_set_does_not_carry_what_quotes_it(tmp_path: Path) -> None:
    own = "cite: {a10.p1.c1: 超过40万元, a10.p1.c2: 40万元以下}"
    gate = policykit.gate(draft_of(tmp_path, "changzhi", f"{TWO_FIGURES}    set: {{tender_threshold: {{value: 400000, {own}}}}}\n"))
    around = sorted((f.code, f.underlined, f.message.en.split("`")[1]) for f in gate.faults)
    assert around == [("words-around", "含50万元", "norms/open-tender"), ("words-around", "含50万元", "selection_method/exactly")]


GENERATORS = """  - text: {{a23.p2.i3: {{replace: 棉帐篷。, by: 棉帐篷;}}, a23.p2.i4: {{add: "(四)使用不满3个月的发电机。", after: a23.p2.i3, en: generators}}}}
    add:
      parameters/generator_limit:
        label: {{zh: 发电机回收期限, en: limit for generators}}
        type: months
        values: [{{value: {value}, cite: {{a23.p2.i4: {cite}}}}}]
"""


@pytest.mark.parametrize(("value", "cite", "codes"), [("P3M", "不满3个月", []), ("P4M", "不满3个月", ["words-and-figure"]), ("P4M", "发电机", ["figure-by-hand"])])
def test_a_figure_of_a_parameter_that_is_added_is_held_against_what_it_quotes(value: str, cite: str, codes: list[str], tmp_path: Path) -> None:
    gate = policykit.gate(draft_of(tmp_path, "liaoning", GENERATORS.format(value=value, cite=cite)))
    found = [f for f in (*gate.faults, *gate.by_hand) if f.code in ("words-and-figure", "figure-by-hand")]
    assert [f.code for f in found] == codes
    if codes == ["words-and-figure"]:
        assert [(f.underlined, f.message, f.help) for f in found] == [
            (
                "parameters/generator_limit",
                Text("条文改为“3个月”，参数 `generator_limit` 却设为 P4M", "the words become “3个月”, yet the parameter `generator_limit` is set to P4M"),
                Text("写 `generator_limit: P3M`，或改正文字", "write `generator_limit: P3M`, or mend the words"),
            )
        ]
