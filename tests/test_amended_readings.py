"""What an amendment makes of ambiguities: other readings follow a change of their rules or the draft says so, a doubt that the new words settle goes, and before the day all stands as it stood."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import policykit
from policykit import Policy, PolicyError, read
from policykit.check.gate.document import report
from policykit.check.report.blocks import Table
from policykit.diagnostics import Diagnostic, Text
from tests.test_amendments import FILES, PACK
from tests.test_words_around import draft_of

DOUBT = """readings:
  A1:
    clauses: [a1]
    problem: {zh: 满6个月当月是否不满, en: whether the sixth month is less than six}
    chosen: full
    why: {zh: 满即不再不满, en: once full no longer less}
    readings:
      full: {zh: 满6个月即不是, en: six months are not less}
      open:
        zh: 满6个月仍是
        en: six months are still less
        change:
          kept/short: {when: {used_months: <= limit}}
          kept/long: {when: {used_months: "> limit"}}
  A2:
    clauses: [a2]
    problem: {zh: 及时是多久, en: how long promptly is}
    chosen: open
    why: {zh: 未写明, en: it does not say}
    readings:
      open: {zh: 没有期限, en: no deadline}
      none: {zh: 不是期限, en: it is none, change: {norms/report: {due: none_stated}}}
"""
DOUBTFUL = {
    **FILES,
    "pack.yaml": PACK.replace("readings: {}\n", DOUBT)
    .replace("cite: {a2: 及时报告}", "cite: {a2: 及时报告}\n    reading: A2")
    .replace("cite: {a1: 不满6个月的帐篷, a2: 收回}}", "cite: {a1: 不满6个月的帐篷, a2: 收回}, reading: A1}")
    .replace("cite: {a1: 不满6个月}}\n      - {id: nothing", "cite: {a1: 不满6个月}, reading: A1}\n      - {id: nothing"),
}
HEAD = "amendment: d\ntitle: {zh: 修正案, en: amendment}\namends: tents\nfrom: 2025-01-01\nchanges:\n"
GRACE = """  - text: {a1: {replace: "使用不满6个月的帐篷，", by: "使用不满6个月的帐篷，无价值的不满9个月，"}}
    add: {parameters/longer: {label: {zh: 宽限, en: grace}, type: integer, values: [{value: 9, cite: {a1: 不满9个月}}]}}
    replace:
      kept/short: {when: {used_months: < longer}}
"""
OLD, NEW = date(2024, 12, 31), date(2025, 1, 1)


def amended(changes: str) -> Policy:
    return read(DOUBTFUL, amendments={"d.yaml": HEAD + changes})


def faults(changes: str) -> list[Diagnostic]:
    with pytest.raises(PolicyError) as e:
        amended(changes)
    return list(e.value.diagnostics)


def outcomes(law: Policy, months: int, on: date) -> dict[str, str]:
    """The outcome as chosen, and under each other reading that is asked on the day."""
    found = law.ask("kept", {"used_months": months}, on=on, readings="all")
    told = {"": found.answer, **{f"{i}={n}": a.answer for a in found.alternatives for i, n in a.readings.items()}}
    return {name: str(answer.values.outcome) for name, answer in told.items()}


def test_a_change_that_another_reading_writes_anew_is_a_fault_of_the_draft() -> None:
    (fault,) = [d for d in faults(GRACE) if d.code == "reading-hides"]
    assert (fault.severity, fault.underlined, fault.about) == ("error", "kept/short", ("kept/short", "A1"))
    assert fault.message == Text(
        "草案改了 `kept/short` 的 `used_months`，而 `A1` 的读法 `open` 各有自己的写法，改用这些读法时，此处的改动不起作用",
        "the draft changes `used_months` of `kept/short`, which readings of `A1` (`open`) write in their own way: under them the change is lost",
    )
    assert fault.help == Text(
        "逐一写出这些读法怎样随之改变（不变的照写）：`replace: {readings/A1: {readings: {open: {change: {kept/short: {when: {used_months: …}}}}}}}`；修改后不再有这处疑义的，写 `repeal: [readings/A1]`",
        "say for each how it changes (or write it as it was): `replace: {readings/A1: {readings: {open: {change: {kept/short: {when: {used_months: …}}}}}}}`; where the doubt is gone, `repeal: [readings/A1]`",
    )


def test_what_no_reading_writes_anew_and_what_stays_as_it_is_hides_nothing() -> None:
    same = "  - text: {a1: {replace: 6个月, by: 9个月}}\n    set: {limit: 9}\n    replace: {kept/short: {when: {used_months: < limit}, note: {zh: 新, en: new}}}\n"
    assert outcomes(amended(same), 9, NEW) == {"": "leave", "A1=open": "take"}


def test_a_change_of_a_norm_that_another_reading_writes_anew_is_a_fault_too() -> None:
    told = faults("  - text: {a2: {replace: 及时报告, by: 按月报告}}\n    replace: {norms/report: {due: none_stated, cite: {a2: 按月报告}}}\n")
    assert [(d.code, d.underlined, d.about) for d in told] == [("reading-hides", "norms/report", ("norms/report", "A2"))]


def test_a_reading_changes_with_its_rule_from_the_day_on() -> None:
    law = amended(f"""{GRACE}      kept/long: {{when: {{used_months: ">= longer"}}}}
      readings/A1:
        readings:
          open:
            change:
              kept/short: {{when: {{used_months: <= longer}}}}
              kept/long: {{when: {{used_months: "> longer"}}}}
""")
    assert [outcomes(law, months, OLD) for months in (6, 9)] == [{"": "leave", "A1=open": "take"}, {"": "leave", "A1=open": "leave"}]
    assert [outcomes(law, months, NEW) for months in (6, 9)] == [{"": "take", "A1=open": "take"}, {"": "leave", "A1=open": "take"}]
    assert law.ask("kept", {"used_months": 9}, on=NEW).readings == ("A1",)


SETTLED = """  - text: {a1: {replace: 不满6个月, by: 不足6个月}}
    set: {limit: {value: 6, cite: {a1: 不足6个月}}}
    replace:
      kept/short: {cite: {a1: 不足6个月的帐篷, a2: 收回}}
      kept/long: {cite: {a1: 不足6个月}}
    repeal: [readings/A1]
"""


def test_a_doubt_that_the_words_settle_goes_and_stands_before_the_day() -> None:
    law = amended(SETTLED)
    assert outcomes(law, 6, OLD) == {"": "leave", "A1=open": "take"}
    assert outcomes(law, 6, NEW) == {"": "leave"}
    before, after = (law.ask("kept", {"used_months": 6}, on=day) for day in (OLD, NEW))
    assert ((before.basis, before.readings), (after.basis, after.readings)) == (("reading", ("A1",)), ("text", ()))
    assert law.pack.ambiguities["A1"].period.last == OLD


def test_a_rule_that_drops_its_doubt_while_other_readings_change_it_is_a_fault() -> None:
    changes = "  - text: {a2: {insert: 一律, after: 应当}}\n    replace: {kept/short: {reading: [], cite: {a2: 一律收回}}}\n"
    (fault,) = faults(changes)
    assert (fault.code, fault.severity, fault.underlined, fault.about) == ("reading-left", "error", "kept/short", ("kept/short", "A1"))
    assert fault.message == Text(
        "修改后 `kept/short` 不再依据 `A1` 的读法，而它的其他读法（`open`）仍改动这条规则",
        "as amended, `kept/short` rests on no reading of `A1`, and its other readings (`open`) still change it",
    )


@pytest.mark.parametrize("dropped", ["{change: {kept/short: '-', kept/long: '-'}}", "'-'"])
def test_a_reading_no_longer_changes_a_rule_where_the_draft_drops_it(dropped: str) -> None:
    law = amended(f"""  - text: {{a2: {{insert: 一律, after: 应当}}}}
    replace:
      kept/short: {{reading: [], cite: {{a1: 不满6个月的帐篷, a2: 一律收回}}}}
      kept/long: {{reading: []}}
      kept/nothing: {{cite: {{a2: 一律收回，无价值的除外}}}}
      readings/A1: {{readings: {{open: {dropped}}}}}
""")
    assert outcomes(law, 6, OLD) == {"": "leave", "A1=open": "take"}
    assert outcomes(law, 6, NEW) == {"": "leave"}


NEW_DOUBT = """  - text: {a1: {replace: "使用不满6个月的帐篷，", by: "使用不满6个月的帐篷，无价值的不满9个月，"}}
    add:
      parameters/longer: {label: {zh: 宽限, en: grace}, type: integer, values: [{value: 9, cite: {a1: 不满9个月}}]}
      readings/A3:
        clauses: [a1]
        problem: {zh: 宽限是否及于一切帐篷}
        chosen: every
        why: {zh: 文字不分}
        readings:
          every: {zh: 一切}
          none: {zh: 仅无价值的, change: {kept/short: {when: {used_months: < limit}}, kept/long: {when: {used_months: ">= limit"}}}}
    replace:
      kept/short: {when: {used_months: < longer}, reading: A3}
      kept/long: {when: {used_months: ">= longer"}, reading: A3}
      readings/A1: {readings: {open: "-"}}
"""


def test_a_new_doubt_holds_from_the_day_on() -> None:
    law = amended(NEW_DOUBT)
    assert outcomes(law, 7, OLD) == {"": "leave", "A1=open": "leave"}
    assert outcomes(law, 7, NEW) == {"": "take", "A3=none": "leave"}
    assert law.ask("kept", {"used_months": 7}, on=NEW).readings == ("A3",)
    assert law.pack.ambiguities["A3"].problem == Text("宽限是否及于一切帐篷", "宽限是否及于一切帐篷")


def test_what_is_said_of_a_doubt_changes_by_day() -> None:
    law = amended(
        "  - text: {a1: {replace: 6个月, by: 9个月}}\n    set: {limit: 9}\n    replace: {readings/A1: {problem: {zh: 满9个月当月是否不满}, readings: {full: {zh: 满9个月即不是}}}}\n"
    )
    doubt = law.pack.ambiguities["A1"]
    assert [doubt.on(day).problem.zh for day in (OLD, NEW)] == ["满6个月当月是否不满", "满9个月当月是否不满"]
    assert [doubt.on(day).readings[0].label.zh for day in (OLD, NEW)] == ["满6个月即不是", "满9个月即不是"]
    assert outcomes(law, 9, NEW) == {"": "leave", "A1=open": "take"}


@pytest.mark.parametrize(
    ("change", "code", "underlined", "message"),
    [
        ("replace: {readings/A9: {why: {zh: 无}}}", "unknown-reading", "readings/A9", "没有名为 `A9` 的歧义或读法"),
        ("repeal: [readings/A9]", "unknown-reading", "readings/A9", "没有名为 `A9` 的歧义或读法"),
        ("replace: {readings/A1: {chosen: open}}", "target", "open", "`A1` 的所选读法不能按日改选"),
        ("add: {readings/A1: {chosen: open}}", "twice", "readings/A1", "疑义 `A1` 定义了两次"),
        ("replace: {readings/A1: {reasons: {zh: 无}}}", "unknown-key", "reasons", "此处没有键 `reasons`"),
        ("replace: {readings/A1: {readings: {open: {change: {kept/shrt: {when: {used_months: < limit}}}}}}}", "unknown-rule", "kept/shrt", "没有名为 `shrt` 的规则"),
    ],
)
def test_a_change_of_readings_that_cannot_be_is_told_at_its_place(change: str, code: str, underlined: str, message: str) -> None:
    told = faults(f"  - text: {{a1: {{replace: 6个月, by: 9个月}}}}\n    set: {{limit: 9}}\n    {change}\n")
    assert [(d.code, d.underlined, d.message.zh) for d in told] == [(code, underlined, message)]


def test_a_new_code_comes_with_its_label() -> None:
    codes = "choices/kept.outcome: {sell: {zh: 变卖}}"
    changes = f"  - text: {{a2: {{insert: 并变卖, after: 收回}}}}\n    add: {{{codes}}}\n    replace: {{kept/short: {{then: {{outcome: sell}}, cite: {{a1: 不满6个月的帐篷, a2: 收回并变卖}}}}}}\n"
    law = amended(changes)
    assert [law.ask("kept", {"used_months": 5}, on=day).values.outcome for day in (OLD, NEW)] == ["take", "sell"]
    assert law.labels("kept", "outcome")["sell"].zh == "变卖"
    assert [(d.code, d.underlined) for d in faults(changes.replace("kept.outcome", "kept.outcom"))] == [("unknown-input", "choices/kept.outcom")]


def test_a_code_that_the_question_has_cannot_be_added() -> None:
    """Its label would change under every rule that gives it."""
    add = "  - text: {a2: {insert: 并变卖, after: 收回}}\n    add: {choices/kept.outcome: {sell: {zh: 变卖}, take: {zh: 没收}}}\n"
    (told,) = [d for d in faults(add) if d.code == "code-is-there"]
    assert told.render("zh").splitlines() == [
        "d.yaml:7:50: error[code-is-there]: `kept.outcome` 已有取值 `take`，不能新增",
        "7 |     add: {choices/kept.outcome: {sell: {zh: 变卖}, take: {zh: 没收}}}",
        "  |                                                    ^^^^",
        "  提示：原有的取值直接使用，此处删去；含义不同的，另起代码",
    ]


def test_a_property_that_orders_values_says_nothing_of_a_new_code_and_a_person_is_told(tmp_path: Path) -> None:
    change = "  - text: {a10.p1.c1: {insert: 或者竞争性磋商, after: 公开招标, waived: {zh: 试写}}}\n    add: {choices/selection_method.method: {consultation: {zh: 竞争性磋商}}}\n"
    gate = policykit.gate(draft_of(tmp_path, "changzhi", change), limit=0.1)
    (told,) = [d for d in gate.to_judge if d.code == "code-without-place"]
    assert (told.severity, told.underlined, told.message.zh) == (
        "warning",
        "choices/selection_method.method",
        "性质 `more-money-never-less-strict` 按 `announcement_review`, `open_tender` 的顺序比较，其中没有新的取值 `consultation`：这样的情形没有证明",
    )


def test_a_draft_tells_what_other_readings_hide_and_what_becomes_of_a_doubt(tmp_path: Path) -> None:
    changes = """  - text:
      a10.p1.c1: {replace: 含50万元, by: 不含50万元}
    set: {tender_threshold: {value: 500000, cite: {a10.p1.c1: [超过50万元, 不含50万元], a10.p1.c2: 50万元以下}}}
    replace:
      selection_method/exactly:
        then: {method: announcement_review, steps: [web_announcement, application, document_review, publicity, site_survey, drc_decision]}
        cite: {a10.p1.c1: 不含50万元, a10.p1.c2: 50万元以下}
      norms/open-tender: {cite: {a10.p1.c1: [超过50万元, 不含50万元, 发布招储公告, 公开招标选定承储企业]}}
"""
    hidden = policykit.gate(draft_of(tmp_path, "changzhi", changes), limit=0.1)
    assert ("reading-hides", "selection_method/exactly") in {(f.code, f.underlined) for f in hidden.faults} and not hidden.passes
    settled = policykit.gate(draft_of(tmp_path, "changzhi", f"{changes}    repeal: [readings/A06]\n"), limit=0.1)
    assert not {f.code for f in settled.faults} & {"reading-hides", "reading-left"}
    (table,) = [b for b in report(settled, "zh").blocks if isinstance(b, Table) and b.headings[0] == "现行条文"]
    assert "删去疑义 A06：" in table.rows[0][2].text


def test_a_doubt_far_from_the_words_that_change_is_no_change_of_theirs(tmp_path: Path) -> None:
    change = "  - text: {a10.p1.c1: {insert: 始终, before: 公开招标选定, waived: {zh: 语气}}}\n    repeal: [readings/A31]\n"
    told = [(f.code, f.underlined) for f in policykit.gate(draft_of(tmp_path, "changzhi", change), limit=0.1).faults if f.code == "rule-without-text"]
    assert told == [("rule-without-text", "readings/A31")]


def test_a_new_rule_of_which_no_other_reading_speaks_is_left_to_a_person(tmp_path: Path) -> None:
    change = """  - text: {a23.p2.i2: {insert: 、教室帐篷, after: 单帐篷}}
    add: {recoverable/classroom: {when: {issued_to: victims, item: frame_tent, used_to: < used_from + single_tent_limit}, then: {outcome: recover}, cite: {a23.p2.i2: 教室帐篷}, reading: A01}}
"""
    told = [d for d in policykit.gate(draft_of(tmp_path, "liaoning", change), limit=0.1).to_judge if d.code == "reading-unsaid"]
    assert [(d.severity, d.underlined, d.message) for d in told] == [
        (
            "warning",
            "recoverable/classroom",
            Text(
                "新增的 `recoverable/classroom` 依据 `A01` 的读法，而其他读法（`fixed_days`、`strict_end`、`first_day_counted`）没有说到它：改用时结论照旧",
                "the new `recoverable/classroom` rests on a reading of `A01`, and the others (`fixed_days`, `strict_end`, `first_day_counted`) say nothing of it: under them it answers as before",
            ),
        )
    ]
