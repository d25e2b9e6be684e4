"""docs/add-a-jurisdiction.md and the page in Chinese are done as they are written: their files in an empty folder, their commands, what they print."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "add-a-jurisdiction.md"
CHINESE = ROOT / "docs" / "zh" / "add-a-jurisdiction.md"


def generate() -> Any:
    """docs/generate.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Every command of the page, with what it did."""
    return list(generate().perform(PAGE.read_text(encoding="utf-8"), tmp_path_factory.mktemp("county")))


@pytest.fixture(scope="module")
def in_chinese(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The same of the Chinese page."""
    return list(generate().perform(CHINESE.read_text(encoding="utf-8"), tmp_path_factory.mktemp("xian")))


pytestmark = pytest.mark.slow  # each command is a process of its own


def test_every_command_shows_what_it_prints(steps: list[Any]) -> None:
    assert len(steps) >= 14
    for step in steps:
        assert step.shown is not None, f"the page does not show what this prints: {step.command}"
        assert step.shown.text == step.ran.output, f"{step.command}: run `make docs`, and read what it changes"


def test_only_the_mistakes_fail(steps: list[Any]) -> None:
    failed = [(s.command, s.ran.status) for s in steps if s.ran.status]
    assert failed == [("policykit check yunling", 1), ("policykit check yunling", 1), ("policykit test yunling", 1)]
    assert "error[no-ledger]" in steps[0].ran.output
    (quotation,) = [s for s in steps if "error[quotation]" in s.ran.output]
    assert "yunling/recovery.yaml:6:58" in quotation.ran.output and "the clause says 第二条 发放给受灾群众使用不满一年的单帐篷，应当回收。" in quotation.ran.output
    (case,) = [s for s in steps if "FAIL" in s.ran.output]
    assert "YL-01" in case.ran.output and "6 passed, 1 failed" in case.ran.output


def test_the_pack_answers(steps: list[Any]) -> None:
    recover, scrap, silent, doubt = [s.ran.output for s in steps if s.command.startswith("policykit ask recoverable ")]
    assert "outcome: recover; must" in recover and "a2.p1.s1" in recover
    assert "outcome: clear and scrap" in scrap and "a2.p1.s2" in scrap
    assert "the text is silent" in silent
    assert "the outcome depends on readings: R1" in doubt and "R1=full_after_the_day   differs   outcome: recover" in doubt
    (stock,) = [s.ran.output for s in steps if s.command.startswith("policykit ask stock_order ")]
    drawn = [stock.index(f"lot number {lot}, quantity drawn {n}") for lot, n in (("county-old", 40), ("county-new", 30), ("city-1", 30))]
    assert drawn == sorted(drawn) and "shortfall: 0" in stock and "county-bad, quantity drawn" not in stock


def test_the_duty_is_due_after_the_holiday(steps: list[Any]) -> None:
    (duties,) = [s.ran.output for s in steps if " duties " in s.command]
    assert "pending" in duties and "2026-02-27" in duties and "7 days left" in duties


def test_the_pack_is_whole_in_the_end(steps: list[Any]) -> None:
    last = {s.command.split()[1]: s for s in steps}
    proved = "the solver ran. 1 question: complete and free of contradiction, proved; 1 only by cases: stock_order\n"
    assert last["check"].ran == (f"checked 1 pack (yunling): no faults\n{proved}", 0)
    assert last["test"].ran == ("7 passed, 0 failed\n", 0)
    assert last["coverage"].ran.output.endswith("of 9 clauses: 7 encoded (7 defended by a case), 2 waived, 0 missing\n")
    assert last["coverage"].ran.status == 0 and "no case notices" not in last["coverage"].ran.output
    assert last["compare"].ran.output.count("yunling") == 1 and "Liaoning       do not recover" in last["compare"].ran.output


def test_the_chinese_page_does_the_same_in_chinese(steps: list[Any], in_chinese: list[Any]) -> None:
    assert [s.command for s in in_chinese] == [f"{s.command} --lang zh" for s in steps]
    assert [s.ran.status for s in in_chinese] == [s.ran.status for s in steps]
    for step in in_chinese:
        assert step.shown is not None, f"the page does not show what this prints: {step.command}"
        assert step.shown.text == step.ran.output, f"{step.command}: run `make docs`, and read what it changes"


def test_the_chinese_page_encodes_the_same_pack() -> None:
    """What is not the same is why a case is there, which a person reads."""

    def files(page: Path) -> list[tuple[str, str]]:
        blocks = generate().blocks(page.read_text(encoding="utf-8"))
        return [(b.kind, re.sub("why: (?!{).*", "", b.text)) for b in blocks if b.kind not in ("sh", "text")]

    assert files(CHINESE) == files(PAGE)
