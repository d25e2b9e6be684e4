"""What a draft does to duties is told part by part: with whom, from what on, what fulfils them and excuses from them, and what must come before."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import policykit
from policykit.check.gate.document import report
from policykit.check.report.blocks import Table
from policykit.cli.app import app

JOINTLY = """  - text:
      a4.i3: {insert: 会同省粮食和储备局, before: 对各级}
    replace:
      responsible_actor/spot-checks: {with: [grain_reserves_bureau], cite: {a4.i3: 会同省粮食和储备局对各级应急救灾物资储备库库容和储存物资数量进行抽查}}
      norms/spot-check: {with: grain_reserves_bureau, cite: {a4.i3: 会同省粮食和储备局对各级应急救灾物资储备库库容和储存物资数量进行抽查}}
      inspection_schedule/spot-check: {then: {actor: [emergency, grain_reserves_bureau]}, cite: {a4.i3: 会同省粮食和储备局对各级应急救灾物资储备库库容和储存物资数量进行抽查}}
      inspection_schedule/silent-1: {cite: {a4.i3: 会同省粮食和储备局对各级应急救灾物资储备库库容和储存物资数量进行抽}}
"""
HOURS = """  - text:
      a19.p1.c1: {{replace: 6小时, by: 4小时}}
    set: {{dispatch_period: PT4H}}
    {more}
"""


def draft_of(folder: Path, changes: str) -> Path:
    path = folder / "draft.yaml"
    path.write_text(f"amendment: d\ntitle: {{zh: 修正案, en: amendment}}\namends: liaoning\nfrom: 2027-01-01\nchanges:\n{changes}", encoding="utf-8")
    return path


def run(*words: str | Path, lang: str = "zh") -> Any:
    return CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "200", "POLICYKIT_LANG": lang, "NO_COLOR": "1"})


def norms_told(gate: Any, lang: Any = "zh") -> dict[str, tuple[str, str]]:
    """Name of a norm -> what the report says of it before and after, without the clauses."""
    return {r.name: tuple("" if s.text is None else s.text.in_(lang) for s in (r.a, r.b)) for r in gate.diff.rows if r.topic == "norm" and not r.same}


def test_who_acts_jointly_is_told(tmp_path: Path) -> None:
    gate = policykit.gate(draft_of(tmp_path, JOINTLY))
    assert norms_told(gate) == {"spot-check": ("省应急厅可以为之；向承储库", "省应急厅可以为之；会同省粮食和储备局；向承储库")}
    tables = [b for b in report(gate, "zh").blocks if isinstance(b, Table)]
    assert "修改许可：抽查库容和数量" in tables[0].rows[0][2].text  # a permission is not called a duty


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ("starts: arrived", "起算：收到调运通知（由管理单位）；期限：起算后6小时内", "起算：运抵指定目的地；期限：起算后4小时内"),
        ("done: arrived", "期限：起算后6小时内；履行：发运完成", "期限：起算后4小时内；履行：运抵指定目的地"),
        ("excused: arrived", "期限：起算后6小时内", "期限：起算后4小时内；免责：运抵指定目的地"),
        ("after: transport-notice", "期限：起算后6小时内", "期限：起算后4小时内；须在“下发调运通知”之后"),
        ("contents: [route]", "期限：起算后6小时内", "期限：起算后4小时内；内容：route"),
    ],
)
def test_every_part_of_a_norm_that_changes_is_told_on_both_sides(change: str, before: str, after: str, tmp_path: Path) -> None:
    gate = policykit.gate(draft_of(tmp_path, HOURS.format(more=f"replace: {{norms/dispatch: {{{change}}}}}")))
    bearer = "管理单位、承储库原则上为之；"
    assert norms_told(gate)["dispatch"] == (bearer + before, bearer + after)


def test_a_ban_that_a_draft_adds_is_called_a_ban(tmp_path: Path) -> None:
    ban = "{label: {zh: 不得延误发运, en: no delay}, must_not: delay_dispatch, by: managing_unit, done: dispatched, cite: {a19.p1.c1: 4小时内完成}}"
    gate = policykit.gate(draft_of(tmp_path, HOURS.format(more=f"add: {{norms/no-delay: {ban}}}")))
    tables = {lang: next(b for b in report(gate, lang).blocks if isinstance(b, Table)).rows[0][2].text for lang in ("zh", "en")}
    assert "增加禁止：不得延误发运" in tables["zh"] and "added ban: no delay" in tables["en"]
    assert norms_told(gate)["no-delay"] == ("", "管理单位不得为之；违反：发运完成")


def test_two_laws_are_compared_by_who_must_do_what_by_when() -> None:
    """The events of two laws have names of their own: that these differ says nothing."""
    found = [r.a.text.zh for r in policykit.diff("liaoning", "shanxi", on=date(2026, 8, 1)).rows if r.topic == "norm" and r.a.text is not None]
    assert found and not [t for t in found if "起算：" in t or "履行：" in t]


def test_show_tells_who_acts_jointly() -> None:
    assert "义务、省应急厅；会同省粮食和储备局；期限：" in run("show", "liaoning", "a9.p1").stdout
