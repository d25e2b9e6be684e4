"""What a pack declares open (`silent_for`) follows an amendment as a rule does: it is named by its place, and ends and begins by day."""

from __future__ import annotations

from datetime import date

import pytest

from policykit import Policy, PolicyError, read
from tests.properties.making import IN_FORCE

PACK = (
    IN_FORCE
    + """validity: {from: 2022-01-01, cite: {a3: 自2022年1月1日起施行}}
questions:
  q:
    label: {zh: 问, en: asked}
    inputs:
      kind: {label: {zh: 类, en: kind}, type: choice, values: {a: {zh: 甲, en: A}, b: {zh: 乙, en: B}, c: {zh: 丙, en: C}}}
    outputs:
      out: {label: {zh: 果, en: out}, type: choice, values: {x: {zh: 是, en: X}}}
decisions:
  q:
    rules:
      - {id: a, when: {kind: a}, then: {out: x}, cite: {a1: 甲类物资}}
    silent_for:
      - {when: {kind: b}, why: {zh: 只说甲类, en: only A is named}, cite: {a1: 甲类物资}}
      - {when: {kind: c}, why: {zh: 没有丙类, en: C is not named}, cite: {a2: 登记办法}}
clauses:
  - {id: a1, quote: 第一条 甲类物资应当登记。, kind: decision, en: A shall be recorded.}
  - {id: a2, quote: 第二条 登记办法由局另定。, kind: decision, en: How is for the bureau.}
  - {id: a3, quote: 第三条 自2022年1月1日起施行。, kind: validity, en: in force}
"""
)
LAW = "# 第一条\n\n甲类物资应当登记。\n\n# 第二条\n\n登记办法由局另定。\n\n# 第三条\n\n自2022年1月1日起施行。\n"
OLD, NEW = date(2024, 12, 31), date(2025, 1, 1)
WIDER = "  - text: {a1: {replace: 甲类物资应当, by: 甲类物资、乙类物资应当}}\n"
A_STAYS = "q/a: {cite: {a1: 甲类物资}}"


def amended(changes: str) -> Policy:
    head = f"amendment: new\ntitle: {{zh: 修正案, en: amendment}}\namends: made\nfrom: {NEW}\nchanges:\n"
    return read({"pack.yaml": PACK, "law/m.md": LAW}, amendments={"new.yaml": head + changes})


def told(policy: Policy, kind: str, on: date) -> tuple[str, str, list[str]]:
    """Status, why, and the clauses that show the silence, or that the answer rests on."""
    answer = policy.ask("q", {"kind": kind}, on=on)
    shown = answer.silence.citations if answer.silence is not None else answer.citations
    return answer.status, answer.why.en if answer.why is not None else "", [c.address for c in shown]


def test_a_silence_that_a_rule_replaces_goes_and_was_there_before() -> None:
    law = amended(f"{WIDER}    repeal: q/silent-1\n    add: {{q/b: {{when: {{kind: b}}, then: {{out: x}}, cite: {{a1: 乙类物资}}}}}}\n    replace: {{{A_STAYS}}}\n")
    assert told(law, "b", OLD) == ("silent", "only A is named", ["a1"])
    assert told(law, "b", NEW) == ("answered", "", ["a1"])
    assert told(law, "c", OLD) == told(law, "c", NEW) == ("silent", "C is not named", ["a2"])


def test_a_silence_gets_another_reason_from_the_day_on_and_keeps_its_name() -> None:
    change = f"{WIDER}    replace: {{{A_STAYS}, q/silent-1: {{why: {{zh: 新, en: of B only this}}, cite: {{a1: 乙类物资}}}}, q/silent-2: {{why: {{zh: 新丙, en: C even now}}}}}}\n"
    law = amended(change)
    assert [told(law, kind, day)[1] for kind in "bc" for day in (OLD, NEW)] == ["only A is named", "of B only this", "C is not named", "C even now"]


def test_a_case_is_left_open_from_the_day_on() -> None:
    law = amended(
        "  - text: {a2: {replace: 局另定, by: 局另定，丙类除外}}\n    add: {q/silent-3: {when: {kind: c}, why: {zh: 除外, en: but for C}, cite: {a2: 丙类除外}}}\n    repeal: q/silent-2\n"
    )
    assert [told(law, "c", day) for day in (OLD, NEW)] == [("silent", "C is not named", ["a2"]), ("silent", "but for C", ["a2"])]


def test_words_that_change_around_those_of_a_silence_name_it_and_how_it_is_cited_anew() -> None:
    with pytest.raises(PolicyError) as e:
        amended(f"{WIDER}    replace: {{{A_STAYS}}}\n")
    (fault,) = e.value.diagnostics
    assert (fault.code, fault.message.en.partition(",")[2]) == (
        "words-around",
        " which the silence `q/silent-1` quotes at `a1`, change, and it does not: “第一条甲类物资应当登记。” becomes “第一条甲类物资、乙类物资应当登记。”",
    )
    assert fault.help is not None and "`replace: {q/silent-1: {cite: {a1: 甲类物资、乙类物资}}}`" in fault.help.en


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (f"{WIDER}    repeal: q/silent-3\n", "unknown-rule"),
        (f"{WIDER}    add: {{q/silent-1: {{when: {{kind: c}}, why: {{zh: 丙, en: C}}, cite: {{a1: 乙类物资}}}}}}\n", "twice"),
        (f"{WIDER}    replace: {{{A_STAYS}, q/silent-1: {{then: {{out: x}}, cite: {{a1: 乙类物资}}}}}}\n", "unknown-key"),
    ],
)
def test_what_does_not_fit_a_silence_is_refused(changes: str, code: str) -> None:
    with pytest.raises(PolicyError) as e:
        amended(changes)
    assert code in [d.code for d in e.value.diagnostics]


def test_a_table_of_cases_tells_the_reason_of_each_rows_own_day() -> None:
    pl = pytest.importorskip("polars")
    law = amended(f"{WIDER}    replace: {{{A_STAYS}, q/silent-1: {{why: {{zh: 新, en: of B only this}}, cite: {{a1: 乙类物资}}}}}}\n")
    cases = pl.DataFrame({"kind": ["b", "b", "c", "a"], "day": [OLD, NEW, NEW, NEW]})
    rows = law.ask_frame("q", cases, on="day", add=["why"], language="en")
    assert rows["why"].to_list() == [
        "only A is named. a1 “甲类物资”",
        "of B only this. a1 “乙类物资”",
        "C is not named. a2 “登记办法”",
        "must; the text says so in terms. a1 “甲类物资”",
    ]


def test_a_compiled_module_tells_the_reason_of_the_day() -> None:
    law = amended(f"{WIDER}    replace: {{{A_STAYS}, q/silent-1: {{why: {{zh: 新, en: of B only this}}, cite: {{a1: 乙类物资}}}}}}\n")
    module: dict[str, object] = {"__name__": "made"}
    exec(compile(law.standalone(), "made.py", "exec"), module)  # noqa: S102
    ask = module["ask"]
    assert callable(ask)
    assert [ask("q", {"kind": "b"}, day).why.en for day in (OLD, NEW)] == ["only A is named", "of B only this"]
