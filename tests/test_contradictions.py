"""A law that contradicts itself in some case is told so, and never said to be the same as another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import policykit
from policykit.cli.app import app

DRAFT = """
amendment: d
title: {zh: 修正案, en: amendment}
amends: liaoning
from: 2027-01-01
changes:
  - text: {a23.p2.i2: {insert: （含届满之日）, after: 单帐篷}}
    replace:
      recoverable/single-tent: {when: {used_to: "<= used_from + single_tent_limit"}}
      recoverable/single-tent-worthless: {cite: {a23.p2.i2: 不满6个月的单帐篷（含届满之日）, a24.p2: 由县级储备库按照规定程序报废}}
      recoverable/single-tent-longer: {cite: {a23.p2.i2: 不满6个月的单帐篷（含届满之日）}}
      recoverable/single-tent-longer-worthless: {cite: {a23.p2.i2: 不满6个月的单帐篷（含届满之日）, a24.p2: 回收类应急救灾物资}}
      recoverable/frame-tent: {cite: {a23.p2.c: 下列回收类物资, a23.p2.i2: 单帐篷（含届满之日）, a23.p2.i3: 棉帐篷, a23.p3.c: 非回收类物资}}
    repeal: [readings/A01]
"""


@pytest.fixture
def overlapping(tmp_path: Path) -> Path:
    """A draft whose rule also stands at exactly six months, where another rule says otherwise."""
    pytest.importorskip("z3")
    path = tmp_path / "draft.yaml"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def test_rules_that_overlap_with_another_outcome_are_shown_with_their_case(overlapping: Path) -> None:
    gate = policykit.gate(overlapping, limit=3)
    (question,) = [q for q in gate.diff.questions if q.question == "recoverable"]
    assert not question.proven and question.state in ("contradiction", "differ")
    (clash,) = question.contradictions
    assert set(clash.rules) == {"single-tent", "single-tent-longer"}
    assert clash.law.zh == "修改后" and clash.facts["item"] == "single_tent"
    shown = CliRunner().invoke(app, ["draft", str(overlapping), "--limit", "3", "--lang", "zh"], env={"COLUMNS": "200"})
    assert shown.exit_code == 1 and "自相矛盾" in shown.stdout and "已证明" not in shown.stdout


def test_a_law_that_contradicts_itself_is_not_the_same_as_itself(overlapping: Path) -> None:
    side = f"liaoning+{overlapping}"
    for sides in ((side, side), ("liaoning", side)):
        done = CliRunner().invoke(app, ["diff", *sides, "recoverable", "--limit", "3", "--lang", "zh"], env={"COLUMNS": "200"})
        assert done.exit_code == 1 and "自相矛盾" in done.stdout and "已证明" not in done.output


def test_a_matrix_of_rules_that_overlap_is_not_said_to_be_without_overlap(overlapping: Path) -> None:
    done = CliRunner().invoke(app, ["matrix", "recoverable", "--in", f"liaoning+{overlapping}", "--on", "2027-02-01", "--lang", "zh"], env={"COLUMNS": "200"})
    assert done.exit_code == 0 and "不重叠" not in done.stdout and "自相矛盾" in done.stdout


def test_what_could_not_be_proved_in_time_is_not_called_a_contradiction() -> None:
    pytest.importorskip("z3")
    (found,) = policykit.diff("liaoning", "shanxi", ["permitted_use"], on=date(2026, 7, 1), limit=1e-9).questions
    assert (found.state, found.proven, found.contradictions) == ("unknown", False, ())
    assert [t.zh for t in found.open] == [
        "求解器未能在时限内证明其余情形相同；用 --limit 给更多时间",
        "求解器未能在时限内证明辽宁省的规则互不矛盾；用 --limit 给更多时间",
        "求解器未能在时限内证明山西省的规则互不矛盾；用 --limit 给更多时间",
    ]
