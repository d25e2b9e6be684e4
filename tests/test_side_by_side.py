"""What two texts have, side by side: what is missing, and what that means; duties and outcomes in the words of their own text."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

import policykit
from policykit.check.diff.document import report
from policykit.check.diff.model import Diff, Row, Said
from policykit.check.diff.record import said
from policykit.check.diff.texts import rows
from policykit.check.diff.whole import diff as diff_of
from policykit.check.report.markdown import markdown
from policykit.comparison import law_of
from policykit.diagnostics import Text
from tests.commands import run
from tests.properties.making import formula_pack, label, load

ON = date(2026, 6, 1)
BY_NAME = (
    "参数按规则包中的名称配对。“未以同一名称编入”只说那一部规定的规则包没有用这个名称，不等于文本没有规定：同一事项可能以别的名称编入，列在另一行。",
    "Figures are paired by their name in the rule packs. “not encoded under this name” says only that the other pack does not use this name, "
    "not that its text has no rule: the same matter may be encoded under another name, in another row.",
)


@cache
def side_by_side(a: str, b: str) -> dict[tuple[str, str], Row]:
    """The rows of two packs, by topic and name."""
    laws = (law_of(policykit.load(n), ON, Text(n, n)) for n in (a, b))
    return {(r.topic, r.name): r for r in rows(*laws)}


def of_one_figure(**changes: Any) -> Any:
    """A law on 2026-06-01 whose one figure is called `limit`, or is changed so."""
    figure = {"type": "integer", "label": label("figure"), "values": [{"value": 6, "cite": {"a1": "6"}}], **changes}
    named = figure.pop("named", "limit")
    clauses = [{"id": "a1", "quote": "第一条 不满6个月。", "kind": "decision", "en": "below 6 months"}]
    return law_of(load(formula_pack(named, "integer", parameters={named: figure}, clauses=clauses) | {"pack": figure.pop("pack", "made")}), ON, Text("法", "law"))


# --- what is missing


def test_a_figure_under_another_name_is_not_said_to_be_missing() -> None:
    found = side_by_side("liaoning", "shanxi")
    mine, theirs = found["parameter", "acceptance_report_workdays"], found["parameter", "acceptance_report_days"]
    assert (mine.a.text, mine.b) == (Text("5", "5"), Said(None, absence="other_name"))
    assert (theirs.a, theirs.b.text) == (Said(None, absence="other_name"), Text("10个工作日", "10 working days"))
    assert {r.a.absence for r in found.values()} | {r.b.absence for r in found.values()} == {"none", "other_name"}
    assert {r.topic for r in found.values() if "other_name" in (r.a.absence, r.b.absence)} == {"parameter", "party", "norm"}


def test_the_words_of_a_missing_name_are_explained_once_below_the_table() -> None:
    told = run("diff", "liaoning", "shanxi", "recoverable", "--on", "2026-06-01", "--lang", "zh", env={"COLUMNS": "200"}).stdout
    assert "单帐篷使用不满多久须回收" in told and "（未以同一名称编入）" in told and told.count(BY_NAME[0]) == 1
    assert "（无）" not in told.partition("# 数额、期限和其他参数")[2]


def test_every_form_says_that_a_name_is_missing_and_not_the_matter() -> None:
    found = rows(*(law_of(policykit.load(n), ON, Text(n, n)) for n in ("liaoning", "shanxi")))
    law = law_of(policykit.load("liaoning"), ON, Text("甲", "A"))
    told = markdown(report(Diff(law, law, tuple(found), ()), "en"))
    assert told.count("not encoded under this name) |") > 100 and BY_NAME[1] in told
    for topic in ("Parties are paired by their code", "Duties, bans and permissions are paired by the name of the deed"):
        assert f"{topic} in the rule packs. “not encoded" in told
    assert said(Said(None, absence="other_name")) == {"text": None, "cite": [], "absence": "other_name"}
    assert "absence" not in said(Said(Text("五", "five")))
    (row,) = (r for r in json.loads(run("diff", "liaoning", "shanxi", "recoverable", "--json").stdout)["rows"] if r["name"] == "single_tent_limit")
    assert row["b"] == {"text": None, "cite": [], "absence": "other_name"}


def test_of_one_law_a_missing_name_is_a_missing_thing() -> None:
    before, after = of_one_figure(), of_one_figure(named="bound")
    assert [(r.name, r.a.absence, r.b.absence) for r in rows(before, after) if r.topic == "parameter"] == [("limit", "none", "none"), ("bound", "none", "none")]


def test_a_figure_that_begins_later_is_said_not_to_hold_on_the_day() -> None:
    later = of_one_figure(values=[{"from": "2027-01-01", "value": 6, "cite": {"a1": "6"}}], pack="other")
    (row,) = (r for r in rows(of_one_figure(), later) if r.topic == "parameter")
    assert (row.a.text, row.b) == (Text("6", "6"), Said(None, absence="not_on_day"))


# --- outcomes in the words of their own text


def test_each_side_calls_parties_as_its_own_text_does() -> None:
    """The parties of the second pack alone were told by their codes."""
    told = run("diff", "jiangsu", "liaoning", "cost_bearer", "--on", "2026-06-01", "--lang", "zh", env={"COLUMNS": "200"}).stdout
    assert "承担主体：市或县级人民政府" in told and "垫付主体：承储库" in told and "city_or_county_government" not in told
    english = run("diff", "jiangsu", "liaoning", "cost_bearer", "--on", "2026-06-01", env={"COLUMNS": "200"}).stdout
    assert "who bears it: city or county government" in english and "city_or_county" not in english


def test_an_outcome_of_nothing_but_none_says_so() -> None:
    told = run("diff", "jiangsu", "liaoning", "cost_bearer", "--on", "2026-06-01", "--lang", "zh", env={"COLUMNS": "200"}).stdout
    (line,) = (words for words in told.splitlines() if words.endswith("费用项目：货款") and words.startswith("文本未作规定"))
    assert line.split() == ["文本未作规定", "承担主体：无", "1", "费用项目：货款"]


def test_a_code_that_both_texts_have_is_called_by_each_as_it_calls_it() -> None:
    def law(name: str, depot: str, office: str, says: str) -> Any:
        pack = formula_pack(says, "party", parties={"depot": label(depot), "office": label(office)})
        return law_of(load(pack), ON, Text(name, name))

    found = diff_of(law("甲", "承储库", "办公室", "depot"), law("乙", "代储单位", "储备办", "office"), ["q"])
    assert "| 甲 | 乙 |\n| --- | --- |\n| 承储库<br>应当；条文明文 | 储备办<br>应当；条文明文 |\n" in markdown(report(found, "zh", ["q"]))
