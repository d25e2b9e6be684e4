"""A draft brings cases of its own: those of the pack know nothing of it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.test_lines_to_paste import TWO_CHANGES, draft_of, run

NORMS = """    replace:
      norms/open-tender: {cite: {a10.p1.c1: [超过80万元, 含80万元, 发布招储公告, 公开招标选定承储企业]}}
      norms/selection-on-merit: {cite: {a10.p1.c2: [80万元以下, 网上发布公告、企业报名、资料审核、公示、联合有关部门实地调研等程序选定承储企业]}}
"""
HELP = "草案的案例另写一个文件，用 `policykit draft 草案.yaml --cases 案例.yaml` 一并检验"


def case_file(folder: Path, method: str) -> Path:
    path = folder / "cases.yaml"
    expected = f"{{status: answered, method: {method}}}"
    path.write_text(f"- {{id: D-01, question: selection_method, facts: {{annual_subsidy_cny: 800000}}, expected: {expected}, why: 含80万元}}\n", encoding="utf-8")
    return path


def test_a_rule_that_no_case_tries_is_told_and_does_not_fail_the_draft(tmp_path: Path) -> None:
    done = run("draft", draft_of(tmp_path, TWO_CHANGES + NORMS))
    assert done.exit_code == 0 and "✓ 没有带来新的问题。" in done.stdout
    assert f"# 没有案例检验的规则\n\n- 没有案例用到 `selection_method` 的规则 `exactly`（jurisdictions/changzhi/planning.yaml:83:13）。{HELP}\n" in done.stdout


def test_cases_of_the_draft_are_asked_by_the_law_of_its_day(tmp_path: Path) -> None:
    path = draft_of(tmp_path, TWO_CHANGES + NORMS)
    right = run("draft", path, "--cases", case_file(tmp_path, "open_tender"))
    assert right.exit_code == 0 and "没有案例检验的规则" not in right.stdout
    assert "草案自己的案例 1 个，全部相符。" in right.stdout
    wrong = run("draft", path, "--cases", case_file(tmp_path, "announcement_review"))
    assert wrong.exit_code == 1 and "案例 `D-01` 不符：`method` 应为 `announcement_review`，得到 `open_tender`" in wrong.stdout
    assert "草案自己的案例 1 个，有的不符，见下。" in wrong.stdout
    assert run("draft", path, "--cases", tmp_path / "none.yaml").exit_code == 2


def test_the_report_tells_the_readings_on_which_its_outcomes_rest(tmp_path: Path) -> None:
    done = run("draft", draft_of(tmp_path, TWO_CHANGES + NORMS))
    _, _, told = done.stdout.partition("# 所据的读法\n")
    assert "恰好50万元的，公告报名审核" in told and "草案改动了 A06 所涉的条文" in told


def test_check_and_draft_name_the_same_rules_as_untested(tmp_path: Path) -> None:
    path = draft_of(tmp_path, TWO_CHANGES + NORMS)
    found = json.loads(run("check", f"changzhi+{path}", "--json").stdout)["diagnostics"]
    told = json.loads(run("draft", path, "--json").stdout)["untested"]
    assert told == [d for d in found if d["code"] == "untested-rule"] and [d["severity"] for d in told] == ["note"]
