"""The days in force are held to their clause: a draft that changes the clause sets them anew, or is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import policykit
from policykit.diagnostics import Text
from tests.test_lines_to_paste import draft_of, pasted, run

THREE = "  - text:\n      a26.p1: {replace: 有效期五年, by: 有效期三年}\n"
CITE = "cite: {a26.p1: [自2025年9月1日起施行, 有效期三年]}"


def last_day(pack: str, day: str, **readings: str) -> date:
    return policykit.load(pack).ask("in_force", {}, on=day, readings=readings or None).values.last_day


def test_a_period_of_validity_whose_words_change_is_set_anew_or_told(tmp_path: Path) -> None:
    path = draft_of(tmp_path, THREE)
    gate = policykit.gate(path)
    assert not gate.passes
    assert [(d.code, d.underlined, d.message, d.help) for d in gate.gone] == [
        (
            "quotation-gone",
            "有效期五年",
            Text(
                "自 2027-01-01 起，`a26.p1` 处不再有施行期间 `validity` 所引的这些字", "from 2027-01-01 these words, which the validity quotes, do not stand at `a26.p1` any more"
            ),
            Text("该款自该日起写的是：第二十六条 本办法自2025年9月1日起施行,有效期三年。", "from that day the clause says 第二十六条 本办法自2025年9月1日起施行,有效期三年。"),
        )
    ]
    lines, mended = pasted(path)
    assert lines == ["set:", f"  validity: {{to: 2028-08-31, {CITE}}}  # it is 2030-08-31"]
    assert mended.passes and not mended.gone


def test_each_day_answers_by_what_the_text_then_said_of_its_end(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, f"{THREE}    set: {{validity: {{to: 2028-08-31, {CITE}}}}}\n")
    amended = policykit.load(f"changzhi+{draft}")
    then, now, after = (amended.ask("in_force", {}, on=day) for day in ("2026-12-31", "2027-01-01", "2028-09-01"))
    assert [a.values.last_day for a in (then, now)] == [date(2030, 8, 31), date(2028, 8, 31)]
    assert [a.citations[0].quote for a in (then, now)] == ["自2025年9月1日起施行", "自2025年9月1日起施行"]
    assert [a.citations[1].quote for a in (then, now)] == ["有效期五年", "有效期三年"]
    assert after.values.force == "expired" and amended.ask("selection_method", {"annual_subsidy_cny": 1}, on="2028-09-01").status == "not_in_force"
    under = [amended.ask("in_force", {}, on=day, readings={"A18": "ends_1_september"}).values.last_day for day in ("2026-12-31", "2027-01-01")]
    assert under == [date(2030, 9, 1), date(2028, 9, 1)]


def test_a_last_day_other_than_the_words_give_is_an_error(tmp_path: Path) -> None:
    gate = policykit.gate(draft_of(tmp_path, f"{THREE}    set: {{validity: {{to: 2029-08-31, {CITE}}}}}\n"))
    (fault,) = [f for f in gate.faults if f.severity == "error"]
    assert (fault.code, fault.underlined) == ("words-and-figure", "validity")
    assert fault.message == Text(
        "按改后的条文，末日是 2028-08-31，`validity` 却设为 2029-08-31", "by the words as changed the last day is 2028-08-31, yet `validity` is set to 2029-08-31"
    )
    assert fault.help == Text("写 `validity: {to: 2028-08-31, cite: …}`，或改正文字", "write `validity: {to: 2028-08-31, cite: …}`, or mend the words")


def test_words_from_which_no_last_day_follows_are_for_a_person(tmp_path: Path) -> None:
    path = draft_of(tmp_path, "  - text:\n      a26.p1: {replace: 有效期五年, by: 长期有效}\n")
    (paste,) = json.loads(run("draft", path, "--json").stdout)["to_paste"]
    assert paste["lines"] == ["# validity: a person must decide the days in force: `set: {validity: {to: …, cite: …}}`"]


def test_words_by_which_an_older_text_is_repealed_are_held_to_their_clause(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    head = "amendment: d\ntitle: {zh: 修正案, en: amendment}\namends: shanxi\nfrom: 2027-01-01\nchanges:\n"
    path.write_text(f"{head}  - text: {{a33.p1.s2: {{replace: 同时废止, by: 继续有效}}}}\n", encoding="utf-8")
    gate = policykit.gate(path)
    assert [(d.code, d.message.zh) for d in gate.gone] == [("quotation-gone", "自 2027-01-01 起，`a33.p1.s2` 处不再有`repeals/jinliang_an_2020_120` 所引的这些字")]
    assert not gate.passes


def test_days_in_force_are_set_as_a_mapping(tmp_path: Path) -> None:
    done = run("draft", draft_of(tmp_path, f"{THREE}    set: {{validity: 2028-08-31}}\n"))
    assert done.exit_code == 2 and "error[target]: 不能这样设定施行期间" in done.stderr
