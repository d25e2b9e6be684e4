"""The documentation is run: every Python block of a page in order, every shell line, every path that a page names."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```(?:console|shell)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [p for p in PAGES if PYTHON.search(p.read_text(encoding="utf-8"))], ids=name_of)
def test_the_python_of_a_page_runs_from_top_to_bottom(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    names: dict[str, object] = {}
    blocks = 0
    for block in PYTHON.finditer(text):
        line = text.count("\n", 0, block.start()) + 1
        exec(compile("\n" * line + block[1], str(page), "exec"), names)  # noqa: S102  # our own pages
        blocks += 1
    assert blocks > 0


def commands(page: Path) -> list[str]:
    """The `policykit` lines of a page's shell blocks, without their comments."""
    found = []
    for block in SHELL.finditer(page.read_text(encoding="utf-8")):
        for line in block[1].splitlines():
            if line.startswith("policykit "):
                found.append(line.split("  #")[0].strip())
    return found


@pytest.mark.parametrize(("page", "command"), [pytest.param(p, c, id=f"{name_of(p)}: {c}") for p in PAGES for c in commands(p)])
def test_a_command_of_a_page_does_what_it_shows(page: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from policykit.cli.app import app

    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, shlex.split(command)[1:])
    assert result.exit_code == 0, f"{name_of(page)}: {command}\n{result.output}"
    assert result.output.strip()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_page_that_is_named_exists(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert missing == []
