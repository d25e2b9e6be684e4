"""Amendments: a pack consolidated with a change keeps its history, and a change that does not fit the text is told."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from policykit import PolicyError, load, read
from policykit.diagnostics import Text
from policykit.domain.periods import read_date

PACK = """
pack: tents
label: {zh: 帐篷办法, en: Tent measures}
jurisdiction: {zh: 某地, en: Somewhere}
issuers: [bureau]
level: county
region: "210101"
status: in_force
validity: {from: 2022-01-01, cite: {a3: 自2022年1月1日起施行}}
parties: {bureau: {zh: 局, en: bureau}, depot: {zh: 库, en: depot}}
questions:
  kept:
    label: {zh: 是否收回, en: is it taken back}
    inputs:
      used_months: {label: {zh: 使用月数, en: months used}, type: integer, min: 0}
      worthless: {label: {zh: 无价值, en: worthless}, type: boolean, absent: false}
    outputs:
      outcome: {label: {zh: 结论, en: outcome}, type: choice, values: {take: {zh: 收回, en: take}, leave: {zh: 不收回, en: leave}}}
parameters:
  limit:
    label: {zh: 期限, en: limit}
    type: integer
    values: [{from: 2022-01-01, value: 6, cite: {a1: 不满6个月}}]
decisions:
  kept:
    rules:
      - {id: short, when: {used_months: < limit}, then: {outcome: take}, cite: {a1: 不满6个月的帐篷, a2: 收回}}
      - {id: long, when: {used_months: ">= limit"}, then: {outcome: leave}, cite: {a1: 不满6个月}}
      - {id: nothing, excepts: short, when: {worthless: true}, then: {outcome: leave}, cite: {a2: 无价值的除外}}
norms:
  report:
    label: {zh: 报告, en: report}
    must: report
    by: depot
    due: promptly
    cite: {a2: 及时报告}
readings: {}
clauses:
  - {id: a1, quote: 第一条 使用不满6个月的帐篷，, kind: decision, en: tents used less than six months}
  - {id: a2, quote: "第二条 应当收回，无价值的除外，及时报告。", kind: decision, en: are taken back}
  - {id: a3, quote: 第三条 自2022年1月1日起施行。, kind: validity, en: in force}
"""
LAW = "# 第一条\n\n使用不满6个月的帐篷，\n\n# 第二条\n\n应当收回，无价值的除外，\n及时报告。\n\n# 第三条\n\n自2022年1月1日起施行。\n"
FILES = {"pack.yaml": PACK, "law/m.md": LAW}


SOME_TEXT = "  - text: {a3: {insert: 本办法, before: 第三条}}\n"


def amendment(changes: str, name: str = "nine", head: str = "") -> str:
    return f"amendment: {name}\ntitle: {{zh: {name} 号修正案, en: amendment {name}}}\namends: tents\nfrom: 2025-01-01\n{head}changes:\n{changes}"


NINE = amendment("  - text: {a1: {replace: 6个月, by: 9个月}}\n    set: {limit: 9}\n")
OLD, NEW = date(2024, 12, 31), date(2025, 1, 1)


def faults(*changes: str) -> list[tuple[str, str, str]]:
    """Code, sentence and underlined text of what is wrong with a pack so amended."""
    with pytest.raises(PolicyError) as e:
        read(FILES, amendments={f"{n}.yaml": c for n, c in enumerate(changes)})
    return [(d.code, d.message.en, d.underlined) for d in e.value.diagnostics]


def test_old_value_rules_and_words_hold_until_the_eve_and_the_new_from_the_day() -> None:
    law = read(FILES, amendments={"nine.yaml": NINE})
    before, after = (law.ask("kept", {"used_months": 7}, on=day) for day in (OLD, NEW))
    assert (before.values.outcome, after.values.outcome) == ("leave", "take")
    assert [(c.address, c.quote) for c in before.citations] == [("a1", "不满6个月")]
    assert [(c.address, c.quote, c.clause) for c in after.citations] == [("a1", "不满9个月的帐篷", "第一条 使用不满9个月的帐篷，"), ("a2", "收回", law.pack.clauses["a2"].quote)]
    assert [(str(v.period.first), str(v.period.last), v.value) for v in law.pack.parameters["limit"].values] == [("2022-01-01", "2024-12-31", 6), ("2025-01-01", "None", 9)]


def test_an_exception_holds_against_the_rule_before_and_after() -> None:
    law = read(FILES, amendments={"nine.yaml": NINE})
    assert {law.ask("kept", {"used_months": 1, "worthless": True}, on=day).rule for day in (OLD, NEW)} == {"nothing"}


def test_the_pack_amended_is_left_alone() -> None:
    plain = read(FILES)
    read(FILES, amendments={"nine.yaml": NINE})
    assert plain.ask("kept", {"used_months": 7}, on=NEW).values.outcome == "leave"
    assert plain.digest != read(FILES, amendments={"nine.yaml": NINE}).digest


def test_the_consolidated_text_is_that_of_the_day() -> None:
    law = read(FILES, amendments={"nine.yaml": NINE})
    assert law.text(OLD) == LAW
    assert law.text(NEW) == LAW.replace("6个月", "9个月")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ("a1: {wording: 第一条 凡帐篷，}", LAW.replace("使用不满6个月的帐篷，", "凡帐篷，")),
        ("a2: {insert: 逐级, after: 及时}", LAW.replace("及时报告", "及时逐级报告")),
        ("a2: {delete: 无价值的除外，}", LAW.replace("无价值的除外，\n", "\n")),
        ("a2: [{delete: 无价值的除外，}, {replace: 及时, by: 每月}]", LAW.replace("无价值的除外，\n", "\n").replace("及时", "每月")),
        ("a4: {add: 帐篷应当清洗。, after: a2, en: tents are cleaned}", LAW.replace("及时报告。\n", "及时报告。\n\n帐篷应当清洗。\n")),
        ("a1: {repeal: true}", LAW.replace("第一条", "").replace("使用不满6个月的帐篷，", "").replace("# \n\n\n\n", "# ")),
    ],
)
def test_words_are_replaced_inserted_deleted_clauses_reworded_added_repealed(change: str, text: str) -> None:
    drop = "    repeal: [kept/short, kept/long, kept/nothing, norms/report]\n    set: {limit: {value: 6, cite: {a3: 施行}}}\n"
    law = read(FILES, amendments={"x.yaml": amendment(f"  - text: {{{change}}}\n{drop}")})
    assert "".join(law.text(NEW).split()).replace("#", "") == "".join(text.split()).replace("#", "")
    assert law.text(OLD) == LAW


def test_a_rule_is_replaced_added_and_repealed() -> None:
    changes = """
  - text: {a2: {replace: 无价值的除外, by: 无价值的三个月后除外}}
    replace: {kept/nothing: {when: {used_months: ">= 3"}}}
    add: {kept/free: {excepts: long, when: {worthless: true}, then: {outcome: take}, cite: {a2: 三个月后}}}
    repeal: norms/report
"""
    law = read(FILES, amendments={"x.yaml": amendment(changes)})
    short, long = {"used_months": 1, "worthless": True}, {"used_months": 8, "worthless": True}
    assert [law.ask("kept", short, on=day).values.outcome for day in (OLD, NEW)] == ["leave", "take"]
    assert [law.ask("kept", long, on=day).rule for day in (OLD, NEW)] == ["long", "free"]
    assert law.pack.norms["report"].period.last == OLD


def test_a_norm_is_replaced_and_its_history_kept() -> None:
    law = read(FILES, amendments={"x.yaml": amendment("  - text: {a2: {replace: 及时, by: 立即}}\n    replace: {norms/report: {due: immediately}}\n")})
    now, then = law.pack.norms["report"], law.pack.norms["report-until-2024-12-31"]
    assert (now.open_time, now.period.first, now.cite[0].words) == ("immediately", NEW, "立即报告")
    assert (then.open_time, then.period.last, then.cite[0].words) == ("promptly", OLD, "及时报告")


def test_a_quotation_whose_words_change_while_nothing_encoded_does_no_longer_stands() -> None:
    found = faults(amendment("  - text: {a1: {replace: 6个月, by: 9个月}}\n"))
    told = "from 2025-01-01 these words, which {} quotes, do not stand at `a1` any more"
    assert found == [
        ("quotation-gone", told.format("the parameter `limit`"), "不满6个月"),
        ("quotation-gone", told.format("the rule `kept/short`"), "不满6个月的帐篷"),
        ("quotation-gone", told.format("the rule `kept/long`"), "不满6个月"),
    ]


def test_a_clause_repealed_leaves_what_quotes_it_without_ground() -> None:
    told = "from 2025-01-01 these words, which {} quotes, do not stand at `a1` any more"
    assert {(c, m) for c, m, _ in faults(amendment("  - text: {a1: {repeal: true}}\n"))} == {
        ("quotation-gone", told.format(by)) for by in ("the parameter `limit`", "the rule `kept/short`", "the rule `kept/long`")
    }


@pytest.mark.parametrize(
    ("changes", "code", "sentence", "underlined"),
    [
        ("  - text: {a9: {delete: 帐篷}}\n", "unknown-clause", "the ledger has no clause `a9`", "a9"),
        ("  - text: {a1: {replace: 七个月, by: 9个月}}\n", "words", "the words to be changed do not stand at `a1`", "七个月"),
        ("  - text: {a2: {delete: ，}}\n", "words", "these words stand 2 times at `a2`", "，"),
        ("  - text: {a1: {replace: 6个月}}\n", "text-change", "a change of the text is of one kind", "a1"),
        ("  - text: {a1: {add: 一, after: a2}}\n", "twice", "the clause `a1` is defined twice", "a1"),
        ("  - text: {a4: {add: 一, after: a7}}\n", "unknown-clause", "the ledger has no clause `a7`", "a7"),
        ("  - text: {a2: {insert: '', after: 三个月}}\n", "words", "no words stand here", "''"),
        ("  - set: {limits: 9}\n", "unknown-name", "no input, parameter or step is called `limits`", "limits"),
        ("  - repeal: kept/shrot\n", "unknown-rule", "no rule is called `shrot`", "kept/shrot"),
        ("  - repeal: kpet/short\n", "unknown-question", "no question is called `kpet`", "kpet/short"),
        ("  - repeal: short\n", "target", "`short` names nothing that can be changed so", "short"),
        ("  - add: {kept/short: {then: {outcome: take}}}\n", "twice", "the rule `short` is defined twice", "kept/short"),
        ("  - set: {limit: 9 months}\n", "syntax", "`months` should not stand here; an operator or the end is expected", "months"),
        ("  - replace: {kept/short: {whne: {worthless: true}}}\n", "unknown-key", "there is no key `whne` here", "whne"),
        ("  - set: {limit: {value: 9, cite: {a1: 九个月}}}\n", "quotation", "these words do not stand at `a1`", "九个月"),
        ("  - repeal: kept/short\n  - repeal: kept/short\n", "changed-twice", "the amendment changes `kept/short` twice", "kept/short"),
    ],
)
def test_a_change_that_does_not_fit_is_told_where_it_is_written(changes: str, code: str, sentence: str, underlined: str) -> None:
    found = faults(amendment(changes if "text:" in changes else changes.replace("  - ", SOME_TEXT + "    ", 1)))
    assert found == [(code, sentence, underlined)]


@pytest.mark.parametrize(
    ("address", "changes"), [("第一条", "{replace: 6个月, by: 9个月}"), ("art. 1", "{replace: 6个月, by: 9个月}"), ("第 1 条", "[{replace: 6个月, by: 9个月}]")]
)
def test_a_clause_may_be_named_in_words(address: str, changes: str) -> None:
    law = read(FILES, amendments={"d.yaml": amendment(f"  - text: {{{address}: {changes}}}\n    set: {{limit: 9}}\n")})
    assert [t.address for t in law.pack.amendments[0].text] == ["a1"]
    assert law.pack.clauses["a1"].quote == "第一条 使用不满9个月的帐篷，"


def test_words_that_mean_several_clauses_are_told_with_each_of_them() -> None:
    several = {**FILES, "pack.yaml": PACK.replace("id: a1,", "id: a1.s1,").replace("id: a2,", "id: a1.s2,").replace("{a1: ", "{a1.s1: ").replace("a2: ", "a1.s2: ")}
    with pytest.raises(PolicyError) as e:
        read(several, amendments={"d.yaml": amendment("  - text: {第一条: {delete: 帐篷}}\n")})
    (fault,) = e.value.diagnostics
    assert (fault.code, fault.underlined, fault.help) == ("unknown-clause", "第一条", Text("写作 `a1.s1` 或 `a1.s2`", "write `a1.s1` or `a1.s2`"))


def test_a_new_clause_and_the_one_beside_which_it_stands_may_be_named_in_words() -> None:
    law = read(FILES, amendments={"d.yaml": amendment("  - text: {第二条之一: {add: 第二条之一 试行。, after: 第二条, kind: principle, waived: {zh: 原则}}}\n")})
    assert list(law.pack.clauses) == ["a1", "a2", "a2_1", "a3"]


DAY, TITLE = "from: 2025-01-01", "title: {zh: nine 号修正案, en: amendment nine}"


@pytest.mark.parametrize(
    ("old", "new", "message", "underlined"),
    [
        (DAY, "from: 2025年1月1日", Text("此处应为日期，写作 2025-01-01", "a day, written 2025-01-01 should stand here"), "2025年1月1日"),
        (DAY, "from: 2025/1/1", Text("此处应为日期，写作 2025-01-01", "a day, written 2025-01-01 should stand here"), "2025/1/1"),
        (DAY, "from: 2025-02-30", Text("此处应为日历上有的日期", "a day that the calendar has should stand here"), "2025-02-30"),
        (DAY, "from: soon", Text("此处应为日期，如 2025-09-01", "a day such as 2025-09-01 should stand here"), "soon"),
        (TITLE, "title: 修正案", Text("此处应为映射 `{zh: …}`，文字写在 `zh` 之下", "a mapping `{zh: …}`, with the words under `zh`, should stand here"), "修正案"),
    ],
)
def test_what_is_written_otherwise_is_told_with_how_it_is_written(old: str, new: str, message: Text, underlined: str) -> None:
    assert old in NINE
    with pytest.raises(PolicyError) as e:
        read(FILES, amendments={"d.yaml": NINE.replace(old, new)})
    assert [(d.code, d.message, d.underlined) for d in e.value.diagnostics] == [("shape", message, underlined)]


def test_a_draft_may_be_written_in_chinese_alone() -> None:
    changes = "  - text: {a4: {add: 帐篷应当清洗。, after: a2}}\n    why: {zh: 卫生}\n    add: {norms/wash: {label: {zh: 清洗}, must: wash, by: depot, due: none_stated, cite: {a4: 应当清洗}}}\n"
    law = read(FILES, amendments={"x.yaml": amendment(changes).replace(", en: amendment nine", "")})
    (made,) = law.pack.amendments
    assert (made.title, made.parts[0].why, law.pack.norms["wash"].label) == (Text("nine 号修正案", "nine 号修正案"), Text("卫生", "卫生"), Text("清洗", "清洗"))
    assert law.pack.clauses["a4"].en == "帐篷应当清洗。"


def test_rules_that_change_without_the_text_are_told() -> None:
    assert faults(amendment("  - set: {limit: 9}\n")) == [("no-text", "rules change here, and no words of the text do", "set")]


def test_an_amendment_of_another_pack_is_refused() -> None:
    assert faults(NINE.replace("amends: tents", "amends: boats")) == [("another-base", "this amends `boats`, not `tents`", "boats")]


def test_an_amendment_in_force_before_the_text_it_amends_is_refused() -> None:
    assert faults(NINE.replace("2025-01-01", "2020-01-01")) == [
        ("outside-validity", "in force from 2020-01-01, while the text it amends is in force from 2022-01-01 to —", "2020-01-01")
    ]


def test_a_file_that_is_no_amendment_says_so() -> None:
    assert faults("pack: tents\n") == [("no-amendment", "this is no amendment file", "")]


def test_two_amendments_that_touch_one_clause_are_an_error_that_names_both() -> None:
    other = amendment("  - text: {a1: {replace: 帐篷, by: 帐篷和棉被}}\n    replace: {kept/short: {cite: {a1: 棉被}}}\n", "two").replace("2025", "2026")
    ((code, message, underlined),) = faults(NINE, other)
    assert (code, underlined) == ("touched-twice", "a1")
    assert re.fullmatch(r"“amendment nine” \(\S+:\d+\) and “amendment two” \(\S+:\d+\) both change `a1`", message)


def test_two_amendments_of_different_clauses_apply_one_after_the_other() -> None:
    other = amendment("  - text: {a2: {replace: 及时, by: 立即}}\n    replace: {norms/report: {due: immediately}}\n", "two").replace("2025", "2026")
    law = read(FILES, amendments={"b.yaml": other, "a.yaml": NINE})
    assert [a.id for a in law.pack.amendments] == ["nine", "two"]
    assert law.text(date(2025, 6, 1)) == LAW.replace("6个月", "9个月")
    assert law.text(date(2026, 6, 1)) == LAW.replace("6个月", "9个月").replace("及时", "立即")


@pytest.mark.parametrize(("known_on", "outcome"), [("2024-06-01", "leave"), ("2024-07-01", "take"), (None, "take")])
def test_the_law_known_on_a_day_lacks_what_was_enacted_later(known_on: str | None, outcome: str) -> None:
    enacted = NINE.replace("from: 2025", "enacted: 2024-07-01\nfrom: 2025")
    law = read(FILES, amendments={"nine.yaml": enacted}, known_on=read_date(known_on) if known_on else None)
    assert law.ask("kept", {"used_months": 7}, on=NEW).values.outcome == outcome


def test_a_keyed_parameter_takes_a_mapping_as_its_value(tmp_path: Path) -> None:
    keyed = PACK.replace("type: integer\n    values: [{from: 2022-01-01, value: 6,", "type: integer\n    key: {type: integer}\n    values: [{from: 2022-01-01, value: {1: 6},")
    keyed = keyed.replace("{used_months: < limit}", '{used_months: "< limit[1]"}').replace('">= limit"', '">= limit[1]"')
    law = read({**FILES, "pack.yaml": keyed}, amendments={"x.yaml": NINE.replace("limit: 9", "limit: {value: {1: 9}}")})
    assert law.ask("kept", {"used_months": 7}, on=NEW).values.outcome == "take"
    assert tmp_path.is_dir()


def test_a_pack_is_loaded_with_an_amendment_by_a_plus(tmp_path: Path) -> None:
    folder = tmp_path / "tents"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    draft = tmp_path / "nine.yaml"
    draft.write_text(NINE, encoding="utf-8")
    by_name = load(f"tents+{draft}", search_path=[tmp_path])
    by_argument = load("tents", search_path=[tmp_path], amendments=[draft])
    assert by_name.digest == by_argument.digest
    assert by_name.ask("kept", {"used_months": 7}, on=NEW).values.outcome == "take"
    with pytest.raises(PolicyError, match="there is no file"):
        load("tents+missing.yaml", search_path=[tmp_path])


def test_a_clause_may_carry_its_history_in_the_pack_itself() -> None:
    told = PACK.replace(
        "quote: 第一条 使用不满6个月的帐篷，,", "quote: 第一条 使用不满8个月的帐篷，, from: 2023-01-01, earlier: [{quote: 第一条 使用不满6个月的帐篷，, to: 2022-12-31}],"
    )
    with pytest.raises(PolicyError) as e:
        read({**FILES, "pack.yaml": told})
    assert {d.code for d in e.value.diagnostics} == {"quotation-gone"}
    law = read({**FILES, "pack.yaml": told.replace("不满6个月的帐篷, a2", "帐篷, a2").replace("{a1: 不满6个月}", "{a1: 个月}")})
    assert (law.text(date(2022, 5, 1)), law.text(NEW)) == (LAW, LAW.replace("6个月", "8个月"))


@pytest.mark.parametrize(
    ("change", "told", "after"),
    [
        ("{replace: ，, by: ；}", ["{replace: ，无, by: ；无}", "{replace: ，及, by: ；及}"], "第二条 应当收回；无价值的除外；及时报告。"),
        ("{delete: ，}", ["{replace: ，无, by: 无}", "{replace: ，及, by: 及}"], "第二条 应当收回无价值的除外及时报告。"),
        ("{insert: 并, after: ，}", ["{insert: 并, after: 回，}", "{insert: 并, after: 外，}"], "第二条 应当收回，并无价值的除外，并及时报告。"),
        ("{insert: 的, before: ，}", ["{insert: 的, before: ，无}", "{insert: 的, before: ，及}"], "第二条 应当收回的，无价值的除外的，及时报告。"),
    ],
)
def test_words_that_stand_several_times_are_written_out_for_each_place(change: str, told: list[str], after: str) -> None:
    with pytest.raises(PolicyError) as e:
        read(FILES, amendments={"d.yaml": amendment(f"  - text: {{a2: {change}}}\n")})
    (fault,) = e.value.diagnostics
    assert (fault.code, fault.underlined) == ("words", "，")
    assert fault.message == Text("这些字在 `a2` 处出现 2 次", "these words stand 2 times at `a2`")
    assert fault.help == Text(
        f"多引几个字，使所指唯一：`{told[0]}`，或 `{told[1]}`；几处都改的，各列一项",
        f"quote more words, so that one place is meant: `{told[0]}` or `{told[1]}`; to change several, list one change for each",
    )
    drop = "    repeal: [kept/short, kept/nothing, norms/report]\n"
    law = read(FILES, amendments={"d.yaml": amendment(f"  - text: {{a2: [{', '.join(told)}]}}\n{drop}")})
    assert law.pack.clauses["a2"].on(NEW) == after


def test_words_that_no_others_tell_apart_are_changed_with_the_whole_clause() -> None:
    long = f"{'一' * 60}乙{'一' * 60}" * 2
    files = {n: f.replace("及时报告。", f"及时报告。{long}") for n, f in FILES.items()}
    with pytest.raises(PolicyError) as e:
        read(files, amendments={"d.yaml": amendment("  - text: {a2: {delete: 乙}}\n")})
    (fault,) = e.value.diagnostics
    assert (fault.code, fault.underlined) == ("words", "乙")
    assert fault.message == Text("这些字在 `a2` 处出现 2 次", "these words stand 2 times at `a2`")
    assert fault.help == Text("用 `wording` 写出改后的整款", "write the whole clause as it will read, with `wording`")
