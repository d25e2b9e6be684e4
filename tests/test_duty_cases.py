"""Duty cases: told in the manual's words, and under a draft beside the other cases of the pack, since a change may be meant."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import policykit
from policykit.check.duty_cases import failing_duty_cases
from policykit.cli.app import app
from policykit.files import own_duty_cases
from policykit.ir.duty_case import DutyCase

OCTOBER = """  - text:
      a9.p1: {replace: 9月底, by: 10月底}
    set: {purchase_plan_day: 10-31}
    replace:
      planning_deadline/plan-before-these-measures: {cite: {a9.p1: 于每年10月底确定下一年度购置计划, a32.p1.s1: 本办法自发布之日起试行}}
"""
NO_SALT = """  - text: {a9.d04.c1: {delete: 负责制定食盐储备规划、年度计划，做好日常监督管理；}}
    repeal: [norms/yearly-plan-salt]
"""


def draft_of(folder: Path, changes: str, amends: str = "liaoning", first: str = "2027-01-01") -> Path:
    path = folder / "draft.yaml"
    path.write_text(f"amendment: d\ntitle: {{zh: 修正案, en: amendment}}\namends: {amends}\nfrom: {first}\nchanges:\n{changes}", encoding="utf-8")
    return path


def run(*words: str | Path, lang: str = "zh") -> Any:
    return CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "200", "POLICYKIT_LANG": lang, "NO_COLOR": "1"})


def case_of(pack: str, name: str) -> DutyCase:
    return next(c for c in own_duty_cases(policykit.load(pack).folder)[0] if c.id == name)  # type: ignore[arg-type]  # a pack of the project has a folder


def expecting(case: DutyCase, norm_: str, **changed: Any) -> DutyCase:
    """The case with another expectation of one norm, the last that it has."""
    at = max(i for i, e in enumerate(case.expected) if e["norm"] == norm_)
    return replace(case, expected=(*case.expected[:at], {**case.expected[at], **changed}, *case.expected[at + 1 :]))


# --- check


def test_a_duty_case_that_fails_says_how_the_duty_should_stand_and_how_it_stands() -> None:
    case = expecting(case_of("liaoning", "LN-LOG-PLAN-01"), "purchase-plan", due="2027-10-31")
    (fault,) = failing_duty_cases(policykit.load("liaoning").pack, [case])
    assert fault.code == "duty-case-fails" and fault.where.endswith("logs/plans.yaml:3:3")
    assert fault.message.zh == "义务案例 `LN-LOG-PLAN-01`：`purchase-plan`“确定下一年度购置计划（2028）”应为：尚未开始，期限 2027-10-31；而得：尚未开始，期限 2027-09-30"
    assert fault.message.en.endswith("(2028)” should be: not yet begun, due 2027-10-31; but is: not yet begun, due 2027-09-30")
    assert fault.help is not None and (fault.help.zh, fault.help.en) == ("改正规范或案例", "mend the norm or the case")


@pytest.mark.parametrize(
    ("wrong", "help_"),
    [
        ({"norm": "purchase-plans"}, "没有 `purchase-plans`，是否指 `purchase-plan`"),
        ({"state": "not_yt"}, "没有 `not_yt`，是否指 `not_yet`"),
    ],
)
def test_a_norm_or_a_state_that_is_not_there_is_told_with_the_near_name(wrong: dict[str, str], help_: str) -> None:
    case = replace(expecting(case_of("liaoning", "LN-LOG-PLAN-01"), "purchase-plan", **wrong), nothing_else=False)
    (fault,) = failing_duty_cases(policykit.load("liaoning").pack, [case])
    assert fault.help is not None and fault.help.zh == help_


def test_what_else_a_case_says_of_a_duty_is_told_in_words() -> None:
    case = expecting(case_of("liaoning", "LN-LOG-DSP-10"), _too_early("LN-LOG-DSP-10"), too_early=[], ended_by=None, owed=["finance"])
    (fault,) = failing_duty_cases(policykit.load("liaoning").pack, [case])
    assert "没有应先履行而未履行的" in fault.message.zh and "没有终结的事件" in fault.message.zh and "{" not in fault.message.zh and "[" not in fault.message.zh


def _too_early(name: str) -> str:
    return next(str(e["norm"]) for e in case_of("liaoning", name).expected if e.get("too_early"))


# --- under a draft


def test_a_duty_case_that_a_draft_changes_is_no_fault_of_the_draft(tmp_path: Path) -> None:
    gate = policykit.gate(draft_of(tmp_path, OCTOBER))
    assert gate.passes and not gate.faults
    assert [log.case.id for log in gate.logs] == ["LN-LOG-PLAN-01", "LN-LOG-PLAN-04", "LN-LOG-PLAN-11"]
    (duty,) = gate.logs[0].duties
    assert (duty.norm, duty.named.zh, duty.before.zh, duty.after.zh) == ("purchase-plan", "确定下一年度购置计划（2028）", "尚未开始，期限 2027-09-30", "尚未开始，期限 2027-10-31")
    assert (duty.before.en, duty.after.en) == ("not yet begun, due 2027-09-30", "not yet begun, due 2027-10-31")


def test_the_report_lists_it_beside_the_cases_of_decisions(tmp_path: Path) -> None:
    done = run("draft", draft_of(tmp_path, OCTOBER))
    told = done.stdout
    assert done.exit_code == 0 and "✓ 没有带来新的问题。" in told
    assert "3 个结论改变，0 个结论不变而依据改变，4 个只是引用了改动的文字、结论不变；义务案例 3 个有变化。" in told
    listed = told.partition("# 原有案例")[2].partition("\n# ")[0]
    assert "义务案例：" in listed and "尚未开始，期限 2027-10-31" in listed and "{'" not in told


def test_the_record_has_what_the_report_tells(tmp_path: Path) -> None:
    import json

    found = json.loads(run("draft", draft_of(tmp_path, OCTOBER), "--json").stdout)["duty_cases_changed"]
    assert found[0] == {
        "id": "LN-LOG-PLAN-01",
        "duties": [
            {
                "norm": "purchase-plan",
                "named": {"zh": "确定下一年度购置计划（2028）", "en": found[0]["duties"][0]["named"]["en"]},
                "before": {"zh": "尚未开始，期限 2027-09-30", "en": "not yet begun, due 2027-09-30"},
                "after": {"zh": "尚未开始，期限 2027-10-31", "en": "not yet begun, due 2027-10-31"},
            }
        ],
        "faults": [],
    }


def test_a_duty_that_a_draft_repeals_is_told_as_gone(tmp_path: Path) -> None:
    gate = policykit.gate(draft_of(tmp_path, NO_SALT, "jiangsu"))
    (log,) = gate.logs
    (duty,) = log.duties
    assert log.case.id == "JS-LOG-PLAN-01" and "duty-case-fails" not in {f.code for f in gate.faults}
    assert (duty.named.zh, duty.before.zh, duty.after.zh) == ("食盐储备年度计划（2027）", "待履行，没有确定的期限", "没有此义务")


def test_what_is_the_same_before_and_after_is_left_out_but_state_and_deadline(tmp_path: Path) -> None:
    changes = "  - text:\n      a19.p1.c1: {replace: 6小时, by: 4小时}\n    set: {dispatch_period: PT4H}\n"
    gate = policykit.gate(draft_of(tmp_path, changes, first="2026-01-01"))
    told = {log.case.id: log.duties[0] for log in gate.logs}
    assert (told["LN-LOG-DSP-03"].before.zh, told["LN-LOG-DSP-03"].after.zh) == ("已履行，期限 2026-07-21 04:30", "逾期履行，期限 2026-07-21 02:30")
