"""Five working days and five days are one number: where the text names another unit, what counts in the old one must change itself."""

from __future__ import annotations

from pathlib import Path

import pytest

import policykit
from policykit import PolicyError
from policykit.check.gate.pasting import lines_to_paste
from policykit.diagnostics import Text
from tests.test_words_around import draft_of

READERS = ("acceptance_report_deadline/five-workdays", "norms/acceptance-report")
QUOTED = "管理单位应在验收工作完成之日起{0}内, 向省粮食和储备局报告验收入库情况"


def report_within(words: str, more: str = "") -> str:
    figure = words.removesuffix("个工作日").removesuffix("日").removesuffix("个月")
    return f"  - text: {{a10.p1.s2: {{replace: 5个工作日, by: {words}}}}}\n    set: {{acceptance_report_workdays: {{value: {figure}, cite: {{a10.p1.s2: {words}内}}}}}}\n{more}"


def recited(words: str, rule: str = "", norm: str = "") -> str:
    cite = f"cite: {{a10.p1.s2: [{QUOTED.format(words)}]}}"
    return f"    replace:\n      {READERS[0]}: {{{rule}{cite}}}\n      {READERS[1]}: {{{norm}{cite}}}\n"


@pytest.mark.parametrize(("words", "unit"), [("5日", "日"), ("10日", "日"), ("1个月", "个月")])
def test_a_number_that_counts_something_else_is_an_error_for_the_rules_that_read_it(words: str, unit: str, tmp_path: Path) -> None:
    gate = policykit.gate(draft_of(tmp_path, "liaoning", report_within(words, recited(words))))
    assert [(f.code, f.severity, f.underlined, f.message, f.help) for f in gate.faults] == [
        (
            "figure-unit",
            "error",
            "acceptance_report_workdays",
            Text(
                f"条文中参数 `acceptance_report_workdays` 的单位由“工作日”改为“{unit}”，而读取它的规则（`{READERS[0]}`、`{READERS[1]}`）仍按“工作日”计算",
                f"the words of the parameter `acceptance_report_workdays` count in “{unit}”, no longer in “工作日”, while what reads it (`{READERS[0]}`, `{READERS[1]}`) still counts in “工作日”",
            ),
            Text(f"用 `replace` 改写这些规则的算法，使其按“{unit}”计算", f"reword with `replace` how these reckon, so that they count in “{unit}”"),
        )
    ]
    assert not gate.passes and gate.lags


@pytest.mark.parametrize(
    ("change", "faulty"), [(report_within("10个工作日"), False), (report_within("十个工作日").replace("value: 十", "value: 10"), False), (report_within("5日"), True)]
)
def test_quotations_follow_a_figure_in_its_unit_alone(change: str, faulty: bool, tmp_path: Path) -> None:
    path = draft_of(tmp_path, "liaoning", change)
    gate = policykit.gate(path)
    assert sorted({f.code for f in gate.faults}) == (["figure-unit", "words-around"] if faulty else []) and gate.passes is not faulty
    if faulty:
        with pytest.raises(PolicyError) as e:
            policykit.load(f"liaoning+{path}")
        assert {d.code for d in e.value.diagnostics} == {"words-around"}


def test_rules_that_count_anew_follow_another_unit(tmp_path: Path) -> None:
    days = "completed_on + 5 * P1D"
    rule = f"then: {{last_day: {days}, reporter: managing_unit, recipient: grain_reserves_bureau, form: unspecified}}, "
    gate = policykit.gate(draft_of(tmp_path, "liaoning", report_within("5日", recited("5日", rule, "due: date(start) + 5 * P1D, "))))
    assert not {f.code for f in gate.faults} & {"figure-unit", "words-around"}


def test_no_value_is_offered_for_words_that_count_in_another_unit(tmp_path: Path) -> None:
    gate = policykit.gate(draft_of(tmp_path, "liaoning", "  - text: {a20.p1: {replace: 30日, by: 30个工作日}}\n"))
    ((zh,), (en,)) = (list(lines_to_paste(gate.before, gate.after, language)) for language in ("zh", "en"))
    assert zh.lines[0] == "# settlement_period: 单位由“日”改为“工作日”，由人决定：改写读取它的规则，再设新值"
    assert en.lines[0] == "# settlement_period: it counted in “日”, the new words in “工作日”: a person changes the rules that read it, then sets its value"
    assert not any(line.startswith(("set:", "  settlement_period")) for line in (*zh.lines, *en.lines))
