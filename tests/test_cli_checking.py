"""Commands that check a pack and ask worked cases. Real packs, nothing mocked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from .commands import FOUR, JURISDICTIONS, case_file, refused, run

# --- check, test


def test_check_is_quiet_on_the_packs_and_loud_on_a_misquotation(tmp_path: Path) -> None:
    home = tmp_path / "changzhi"
    shutil.copytree(JURISDICTIONS / "changzhi", home)
    fine = run("check", home)
    assert fine.exit_code == 0
    assert "checked 1 pack (changzhi):" in fine.stdout
    planning = (home / "storage.yaml").read_text(encoding="utf-8")
    assert "1.1倍以上" in planning
    (home / "storage.yaml").write_text(planning.replace("1.1倍以上", "1.2倍以上"), encoding="utf-8")
    bad = run("check", home, "--lang", "zh")
    assert bad.exit_code == 1
    assert "error[quotation]" in bad.stdout
    assert "^" in bad.stdout
    assert "错误" in bad.stdout.splitlines()[-1]
    told = json.loads(run("check", home, "--json").stdout)
    assert told["errors"] >= 1
    assert told["diagnostics"][0]["file"].endswith("storage.yaml")
    refused(run("check", "chanzhi"), "error[unknown-pack]", "did you mean `changzhi`?")


@pytest.mark.slow
def test_check_finds_no_error_in_any_pack() -> None:
    result = run("check")
    assert result.exit_code == 0, result.stdout
    assert all(name in result.stdout.splitlines()[-2] for name in FOUR)


CASES = """\
- id: T-1
  pack: liaoning
  question: recoverable
  facts: {item: single_tent, issued_to: victims, used_from: 2026-01-20, used_to: 2026-07-19}
  expected: {status: answered, outcome: recover}
  citation: [a23.p2.i2]
- id: T-2
  pack: shanxi
  question: in_force
  as_of: 2026-07-20
  expected: {status: answered, force: in_force}
"""


def test_cases_that_pass_are_counted(tmp_path: Path) -> None:
    file = case_file(tmp_path, CASES)
    result = run("test", file)
    assert (result.exit_code, result.stdout) == (0, "2 passed, 0 failed\n")
    assert run("test", tmp_path, "--lang", "zh").stdout == "通过 2，失败 0\n"
    assert run("test", file, "--pack", "shanxi").stdout == "1 passed, 0 failed\n"
    assert run("test", file, "--question", "recoverable", "--question", "in_force").stdout == "2 passed, 0 failed\n"


def test_a_failure_says_expected_got_and_why(tmp_path: Path) -> None:
    file = case_file(tmp_path, CASES.replace("outcome: recover}", "outcome: do_not_recover}").replace("[a23.p2.i2]", "[a23.p2.i3]\n  why: a day less than six months"))
    result = run("test", file)
    assert result.exit_code == 1
    assert f"FAIL T-1  liaoning recoverable  ({file}:1)" in result.stdout
    assert 'outcome: expected "do_not_recover", got "recover"' in result.stdout
    assert 'citation: expected ["a23.p2.i3"], got ["a23.p2.c", "a23.p2.i2"]' in result.stdout
    assert "why: a day less than six months" in result.stdout
    assert result.stdout.endswith("1 passed, 1 failed\n")
    assert "citation:" not in run("test", file, "--values-only").stdout
    told = json.loads(run("test", file, "--json").stdout)
    assert (told["passed"], told["failed"], told["failures"][0]["id"]) == (1, 1, "T-1")
    assert told["failures"][0]["mismatches"][0] == {"what": "outcome", "expected": "do_not_recover", "got": "recover"}


def test_a_case_that_cannot_be_asked_fails(tmp_path: Path) -> None:
    file = case_file(tmp_path, CASES.replace("pack: shanxi", "pack: shanxy").replace("question: recoverable", "question: recoverabel"))
    result = run("test", file)
    assert result.exit_code == 1
    assert "error[unknown-pack]" in result.stdout
    assert "did you mean `recoverable`?" in result.stdout
    assert result.stdout.endswith("0 passed, 2 failed\n")


def test_no_case_is_no_success(tmp_path: Path) -> None:
    result = run("test", case_file(tmp_path, CASES), "--question", "recoverabel")
    assert result.exit_code == 1
    assert "0 passed, 0 failed" in result.stdout
    assert "no case is about `recoverabel`" in result.stderr
    assert "did you mean `recoverable`?" in result.stderr
    assert "no case ran" in result.stderr


def test_a_case_file_that_cannot_be_read_is_bad_input(tmp_path: Path) -> None:
    refused(run("test", case_file(tmp_path, CASES.replace("expected:", "expectde:"))), "cases.yaml:5:3", "error[unknown-key]")
    refused(run("test", case_file(tmp_path, "- id: [\n")), "error[")
    refused(run("test", case_file(tmp_path, CASES.replace("  pack: shanxi\n", ""))), "error[case-without-pack]", "cases.yaml:7")
    refused(run("test", tmp_path / "nowhere.yaml"), "error[no-file]")


def test_a_packs_own_cases_are_asked_of_the_folder_they_lie_in(coastal: Path, tmp_path: Path) -> None:
    shutil.rmtree(coastal / "coastal" / "logs")
    (coastal / "coastal" / "cases").mkdir()
    raft = CASES.split("- id: T-2")[0].replace("  pack: liaoning\n", "").replace("single_tent, issued_to: victims", "raft, issued_to: rescue_staff").replace("i2", "i1")
    case_file(coastal / "coastal" / "cases", raft)
    for place in (coastal, coastal / "coastal", coastal / "coastal" / "cases", coastal / "coastal" / "cases" / "cases.yaml"):
        assert run("test", place).stdout == "1 passed, 0 failed\n", place
    shutil.copytree(coastal / "coastal", tmp_path / "a draft")  # found by no name: the case means the pack that it lies in
    case_file(tmp_path / "a draft" / "cases", raft.replace("question:", "pack: coastal\n  question:"))
    assert run("test", tmp_path / "a draft").stdout == "1 passed, 0 failed\n"


DUTY_CASE = """
- id: L-1
  now: 2026-07-20T16:00
  events: []
  expected: [{norm: no-fee, state: STATE}]
"""


def test_a_packs_duty_cases_are_run_too(coastal: Path) -> None:
    logs = coastal / "coastal" / "logs"
    shutil.rmtree(logs)
    logs.mkdir()
    log = logs / "fees.yaml"
    log.write_text(DUTY_CASE.replace("STATE", "kept"), encoding="utf-8")
    assert run("test", coastal).stdout == "1 passed, 0 failed\n"
    log.write_text(DUTY_CASE.replace("STATE", "待履行"), encoding="utf-8")
    failed = run("test", coastal, "--lang", "zh")
    assert failed.exit_code == 1 and "义务案例 `L-1`：`no-fee`“不得收取费用”应为：`待履行`；而得：遵守中" in failed.stdout
    assert "提示：“待履行”的代码是 `pending`" in failed.stdout and failed.stdout.endswith("通过 0，失败 1\n")
    log.write_text(DUTY_CASE.replace("2026-07-20T16:00", "2026-07-32"), encoding="utf-8")
    refused(run("test", coastal), "fees.yaml:3:8", "error[shape]: a moment that the calendar has, such as 2026-07-20T16:00 should stand here")


@pytest.mark.parametrize("pack", sorted(FOUR))
def test_the_packs_pass_their_own_cases(pack: str) -> None:
    result = run("test", JURISDICTIONS / pack)
    assert result.exit_code == 0, result.stdout
