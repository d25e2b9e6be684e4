"""`show` says the rows of a responsibility matrix as it says other rules: column by column, with the role of who is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from .commands import data, run

ZH = {"POLICYKIT_LANG": "zh", "COLUMNS": "300"}


def test_a_row_is_said_by_its_columns() -> None:
    told = run("show", "jiangsu", "a9.d10", env=ZH).stdout
    assert "条件 职能为储备规划（计划）编制、品种目录、年度计划、收储、轮换、统筹调度使用或者日常管理；物资类别为防汛物资" in told
    assert "→ 牵头（负责）单位：省水利厅" in told


def test_who_acts_jointly_is_not_told_as_the_lead() -> None:
    assert "→ 会同单位：省粮食和储备局" in run("show", "liaoning", "a4.i2", env=ZH).stdout


@pytest.mark.parametrize("pack", ["jiangsu", "liaoning", "shanxi", "changzhi"])
def test_no_row_is_shown_as_it_is_written(pack: str) -> None:
    told = run("show", pack, "a9" if pack == "jiangsu" else "a4", env=ZH).stdout
    assert "cite:" not in told and "lead:" not in told
    rules = [e for c in data("show", pack) for e in c["encoded_by"] if e["name"].startswith("responsible_actor/")]
    assert not [e for e in rules if any("cite" in cell for cell in e["when"].values())]


def test_under_an_amendment_the_row_is_the_amended_one(tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text(
        """amendment: d
title: {zh: 修正案, en: amendment}
amends: jiangsu
from: 2027-01-01
changes:
  - text: {a9.d10: {replace: 省水利厅, by: 省应急管理厅}}
    replace:
      responsible_actor/flood: {lead: [emergency], cite: {a9.d10: 省应急管理厅：负责全省防汛物资管理}}
""",
        encoding="utf-8",
    )
    words = ("show", f"jiangsu+{draft}", "a9.d10", "--on", "2027-01-01")
    assert "→ 牵头（负责）单位：省应急管理厅" in run(*words, env=ZH).stdout
    (row,) = [e for c in data(*words) for e in c["encoded_by"] if e["name"] == "responsible_actor/flood"]
    assert row["words"] == ["省应急管理厅：负责全省防汛物资管理"]
