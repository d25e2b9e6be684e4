"""The days in force are held to their clause: a draft that changes the clause sets them anew, or is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import policykit
from policykit import PolicyError
from policykit.check.gate.model import Gate
from policykit.diagnostics import Text
from tests.test_lines_to_paste import draft_of, pasted, run

THREE = "  - text:\n      a26.p1: {replace: 有效期五年, by: 有效期三年}\n"
CITE = "cite: {a26.p1: [自2025年9月1日起施行, 有效期三年]}"
LAST_YEAR = ["inspection_schedule/after-these-measures", "inspection_schedule/routine-last-year"]  # the rules that know the last year in force


def last_day(pack: str, day: str, **readings: str) -> date:
    return policykit.load(pack).ask("in_force", {}, on=day, readings=readings or None).values.last_day


def test_a_period_of_validity_whose_words_change_is_set_anew_or_told(tmp_path: Path) -> None:
    path = draft_of(tmp_path, THREE)
    gate = policykit.gate(path)
    assert not gate.passes
    quoting = [Text("施行期间 `validity` ", "the validity"), Text("参数 `validity_years` ", "the parameter `validity_years`")]
    quoting += [Text(f"规则 `{rule}` ", f"the rule `{rule}`") for rule in LAST_YEAR]
    assert [(d.code, d.underlined, d.message, d.help) for d in gate.gone] == [
        (
            "quotation-gone",
            "有效期五年",
            Text(f"自 2027-01-01 起，`a26.p1` 处不再有{by.zh}所引的这些字", f"from 2027-01-01 these words, which {by.en} quotes, do not stand at `a26.p1` any more"),
            Text("该款自该日起写的是：第二十六条 本办法自2025年9月1日起施行,有效期三年。", "from that day the clause says 第二十六条 本办法自2025年9月1日起施行,有效期三年。"),
        )
        for by in quoting
    ]
    lines, mended = pasted(path)
    assert lines == ["set:", "  validity_years: 3  # it is 5", f"  validity: {{to: 2028-08-31, {CITE}}}  # it is 2030-08-31"]
    assert not mended.gone and not fails(mended)


def fails(gate: Gate) -> list[str]:
    """What a draft fails but for the pack's own logs of 2029 and 2030, when by some drafts the text is in force no more, or still."""
    return [f.code for f in gate.faults if f.about not in (("CZ-LOG-16",), ("CZ-LOG-17",))]


def test_each_day_answers_by_what_the_text_then_said_of_its_end(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, f"{THREE}    set: {{validity: {{to: 2028-08-31, {CITE}}}, validity_years: 3}}\n")
    amended = policykit.load(f"changzhi+{draft}")
    then, now, after = (amended.ask("in_force", {}, on=day) for day in ("2026-12-31", "2027-01-01", "2028-09-01"))
    assert [a.values.last_day for a in (then, now)] == [date(2030, 8, 31), date(2028, 8, 31)]
    assert [a.citations[0].quote for a in (then, now)] == ["自2025年9月1日起施行", "自2025年9月1日起施行"]
    assert [a.citations[1].quote for a in (then, now)] == ["有效期五年", "有效期三年"]
    assert after.values.force == "expired" and amended.ask("selection_method", {"annual_subsidy_cny": 1}, on="2028-09-01").status == "not_in_force"
    checks = [amended.ask("inspection_schedule", {"kind": "routine_check", "year": year, "done_dates": []}, on="2027-01-01").status for year in (2028, 2029)]
    assert checks == ["answered", "silent"]
    under = [amended.ask("in_force", {}, on=day, readings={"A18": "ends_1_september"}).values.last_day for day in ("2026-12-31", "2027-01-01")]
    assert under == [date(2030, 9, 1), date(2028, 9, 1)]


def drafted(folder: Path, words: str, by: str, days: str, first: str = "2027-01-01", years: str = "") -> Path:
    years = years and f", validity_years: {years}"
    path = draft_of(folder, f"  - text:\n      a26.p1: {{replace: {words}, by: {by}}}\n    set: {{validity: {{{days}}}{years}}}\n")
    path.write_text(path.read_text(encoding="utf-8").replace("from: 2027-01-01", f"from: {first}", 1), encoding="utf-8")
    return path


FROM_OCTOBER = "cite: {a26.p1: [自2025年10月1日起施行, 有效期五年]}"


@pytest.mark.parametrize(
    ("words", "by", "days", "told"),
    [
        ("有效期五年", "有效期三年", f"to: 2029-08-31, {CITE}", [("to", "末日", "last day", "2028-08-31", "设为 2029-08-31", "is set to 2029-08-31")]),
        ("有效期五年", "有效期三年", f"to: null, {CITE}", [("to", "末日", "last day", "2028-08-31", "没有设", "has none")]),
        (
            "有效期五年",
            "有效期至2028年8月31日",
            "to: 2029-08-31, cite: {a26.p1: 有效期至2028年8月31日}",
            [("to", "末日", "last day", "2028-08-31", "设为 2029-08-31", "is set to 2029-08-31")],
        ),
        (
            "2025年9月1日",
            "2025年10月1日",
            f"from: 2025-11-01, to: 2030-10-31, {FROM_OCTOBER}",
            [
                ("from", "首日", "first day", "2025-10-01", "设为 2025-11-01", "is set to 2025-11-01"),
                ("to", "末日", "last day", "2030-09-30", "设为 2030-10-31", "is set to 2030-10-31"),
            ],
        ),
        ("有效期五年", "有效期至二〇二八年八月三十一日", "to: 2028-08-31, cite: {a26.p1: 有效期至二〇二八年八月三十一日}", []),
        ("2025年9月1日", "2025年10月1日", f"from: 2025-10-01, to: 2030-09-30, {FROM_OCTOBER}", []),
    ],
)
def test_a_first_or_last_day_other_than_the_words_give_is_an_error(words: str, by: str, days: str, told: list[tuple[str, ...]], tmp_path: Path) -> None:
    gate = policykit.gate(drafted(tmp_path, words, by, days))
    assert [(f.severity, f.underlined, f.message, f.help) for f in gate.faults if f.code == "words-and-figure"] == [
        (
            "error",
            "validity",
            Text(f"按改后的条文，{zh}是 {day}，`validity.{end}` 却{set_zh}", f"by the words as changed the {en} is {day}, yet `validity.{end}` {set_en}"),
            Text(f"写 `validity: {{{end}: {day}, cite: …}}`，或改正文字", f"write `validity: {{{end}: {day}, cite: …}}`, or mend the words"),
        )
        for end, zh, en, day, set_zh, set_en in told
    ]
    assert gate.by_hand == ()


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [
        ("to: null, cite: {a26.p1: 长期有效}", "没有末日", "there is no last day"),
        ("cite: {a26.p1: 长期有效}", "末日 `validity.to` 为 2030-08-31", "the last day, `validity.to`, is 2030-08-31"),
    ],
)
def test_a_last_day_that_the_words_no_longer_give_is_for_a_person(days: str, zh: str, en: str, tmp_path: Path) -> None:
    path = drafted(tmp_path, "有效期五年", "长期有效", days, years="{value: 100, cite: {a26.p1: 长期有效}}")
    follow = "".join(f"      {rule}: {{cite: {{a26.p1: 长期有效}}}}\n" for rule in LAST_YEAR)
    path.write_text(f"{path.read_text(encoding='utf-8')}    replace:\n{follow}", encoding="utf-8")
    gate = policykit.gate(path)
    assert not gate.gone and not fails(gate)
    assert [(f.code, f.severity, f.underlined, f.message, f.help) for f in gate.by_hand if f.underlined == "validity"] == [
        (
            "figure-by-hand",
            "note",
            "validity",
            Text(f"须人工核对：{zh}，改动的文字里没有可以比对的日期或期限", f"check by hand: {en}, and the changed words hold no date or period to compare it with"),
            Text("由一人核对施行期间与条文是否相符", "have a person check that the days in force fit the text"),
        )
    ]


def test_a_text_cannot_end_before_the_amendment_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as e:
        policykit.gate(drafted(tmp_path, "有效期五年", "有效期三年", f"to: 2028-08-31, {CITE}", first="2029-01-01", years="3"))
    assert [(d.code, d.underlined, d.message, d.help) for d in e.value.diagnostics] == [
        (
            "outside-validity",
            "validity",
            Text("修正案自 2029-01-01 起施行，而它把施行期间改为 2025-09-01 至 2028-08-31", "in force from 2029-01-01, while it makes the days in force 2025-09-01 to 2028-08-31"),
            Text("改正 `validity`，或者改正施行日期 `from`", "mend `validity`, or the day in force, `from`"),
        )
    ]
    with pytest.raises(PolicyError) as e:
        policykit.gate(drafted(tmp_path, "有效期五年", "有效期三年", f"from: 2028-09-01, to: 2028-08-31, {CITE}", years="3"))
    assert [(d.code, d.underlined) for d in e.value.diagnostics] == [("dates", "2028-08-31")]


@pytest.mark.parametrize(("words", "years", "days", "first", "allowed"), [("三年", "3", "2028-08-31", "2029-01-01", False), ("十年", "10", "2035-08-31", "2032-01-01", True)])
def test_a_second_amendment_is_held_to_the_days_that_the_first_has_set(words: str, years: str, days: str, first: str, allowed: bool, tmp_path: Path) -> None:
    one = drafted(tmp_path, "有效期五年", f"有效期{words}", f"to: {days}, cite: {{a26.p1: 有效期{words}}}", years=years).rename(tmp_path / "one.yaml")
    two = draft_of(tmp_path, "  - text: {a10.p1.c1: {replace: 选定程序, by: 选择程序, waived: {zh: 不改规则}}}\n")
    two.write_text(two.read_text(encoding="utf-8").replace("from: 2027-01-01", f"from: {first}"), encoding="utf-8")
    if allowed:
        assert policykit.load(f"changzhi+{one}+{two}").pack.instrument.period.last == date(2035, 8, 31)
        return
    with pytest.raises(PolicyError) as e:
        policykit.load(f"changzhi+{one}+{two}")
    assert [(d.code, d.message.zh, d.underlined) for d in e.value.diagnostics] == [
        ("outside-validity", "修正案自 2029-01-01 起施行，而被修改的文件施行期间为 2025-09-01 至 2028-08-31", "2029-01-01")
    ]


def test_words_from_which_no_last_day_follows_are_for_a_person(tmp_path: Path) -> None:
    path = draft_of(tmp_path, "  - text:\n      a26.p1: {replace: 有效期五年, by: 长期有效}\n")
    (paste,) = json.loads(run("draft", path, "--json").stdout)["to_paste"]
    assert paste["lines"][0] == "# validity: a person must decide the days in force: `set: {validity: {to: …, cite: …}}`"


FIXED = Text(
    "此处不能按日修改：把修改后的办法写成一个新的规则包，再用 `diff` 比较", "this cannot be amended by day yet: write the amended text as a pack of its own and compare with `diff`"
)


@pytest.mark.parametrize(
    ("pack", "change", "name", "words"),
    [
        ("shanxi", "a33.p1.s2: {replace: 同时废止, by: 继续有效}", "repeals/jinliang_an_2020_120", "同时废止"),
        ("liaoning", "a18.p3.s1: {replace: 先进先出, by: 择优出库}", "stock_order", "先进先出"),
    ],
)
def test_what_cannot_be_amended_by_day_says_so(pack: str, change: str, name: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(f"amendment: d\ntitle: {{zh: 修正案, en: amendment}}\namends: {pack}\nfrom: 2027-01-01\nchanges:\n  - text: {{{change}}}\n", encoding="utf-8")
    gate = policykit.gate(path)
    address = change.partition(":")[0]
    clause = gate.after.pack.clauses[address].quote
    (gone,) = [d for d in gate.gone if d.underlined == words and f"`{name.partition('/')[0]}" in d.message.en]
    by = Text(f"规则 `{name}` ", f"the rule `{name}`") if name.startswith("responsible") else Text(f"`{name}` ", f"`{name}`")
    assert gone.message == Text(
        f"自 2027-01-01 起，`{address}` 处不再有{by.zh}所引的这些字", f"from 2027-01-01 these words, which {by.en} quotes, do not stand at `{address}` any more"
    )
    assert gone.help == Text(f"该款自该日起写的是：{clause}；{FIXED.zh}", f"from that day the clause says {clause}; {FIXED.en}")
    assert not gate.passes
    (paste,) = json.loads(run("draft", path, "--json").stdout)["to_paste"]
    assert f"# {name}: {FIXED.en}" in paste["lines"] and f"  {name}: {{cite" not in "\n".join(paste["lines"])


def test_days_in_force_are_set_as_a_mapping(tmp_path: Path) -> None:
    path = draft_of(tmp_path, f"{THREE}    set: {{validity: 2028-08-31}}\n")
    with pytest.raises(PolicyError) as e:
        policykit.gate(path)
    assert [(d.code, d.underlined, d.message, d.help) for d in e.value.diagnostics] == [
        (
            "target",
            "2028-08-31",
            Text("不能这样设定施行期间", "the validity cannot be set so"),
            Text(
                "写作 `validity: {to: 2028-08-31, cite: {a26.p1: 有效期三年}}`；规则包没有施行期间的，先在 `pack.yaml` 写明",
                "write `validity: {to: 2028-08-31, cite: {a26.p1: 有效期三年}}`; a pack without validity must state it in `pack.yaml` first",
            ),
        )
    ]
    assert run("draft", path).exit_code == 2
