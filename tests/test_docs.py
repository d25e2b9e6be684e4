"""The documentation is run: every Python block of a page in order, every shell line, every output shown, every path that a page names.

What a machine writes (`docs/generate.py`, `make docs`) is compared with what stands there. The tutorial has a test of its own.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
BEHIND = "run `make docs`, and read what it changes"


@cache
def generate() -> ModuleType:
    """docs/generate.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def has(page: Path, *kinds: str) -> bool:
    """Whether a page has a block of one of these languages."""
    return any(b.kind in kinds for b in generate().blocks(text_of(page)))


@pytest.mark.parametrize("page", [p for p in PAGES if has(p, "python")], ids=name_of)
def test_the_python_of_a_page_runs_from_top_to_bottom(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    for block in generate().blocks(text_of(page)):
        if block.kind == "python":
            generate().python_output(block, page, names)
    assert capsys.readouterr().err == ""


def commands(page: Path) -> list[str]:
    """The `policykit` lines of a page's shell blocks, without their comments. Those of a tutorial need its folder."""
    every = generate().blocks(text_of(page))
    return [c for b in every if b.kind in ("", "console", "shell") for c in generate().commands(b)]


@pytest.mark.parametrize(("page", "command"), [pytest.param(p, c, id=f"{name_of(p)}: {c}") for p in PAGES for c in commands(p)])
def test_a_command_of_a_page_does_what_it_shows(page: Path, command: str) -> None:
    ran = generate().run(command, ROOT, generate().language_of(page))
    differs = command.split()[1] == "diff"  # whose status says whether both sides are the same
    assert ran.status in ((0, 1) if differs else (0,)), f"{name_of(page)}: {command}\n{ran.output}"
    assert ran.output.strip()


@pytest.mark.parametrize("page", [p for p in PAGES if has(p, "text") and not has(p, "sh")], ids=name_of)
def test_a_page_shows_what_is_printed(page: Path) -> None:
    for shown in generate().shown_on(page):
        if not shown.right:
            assert shown.block.text == shown.output, f"{name_of(page)}:{shown.block.start}: {shown.source}: {BEHIND}"


@pytest.mark.parametrize("page", [p for p in PAGES if not has(p, "sh")], ids=name_of)
def test_a_file_shown_on_a_page_is_that_file(page: Path) -> None:
    for block in generate().blocks(text_of(page)):
        named = re.fullmatch(r"`(docs/[\w./-]+)`[:：]", block.above)
        if named is not None:
            assert block.text == text_of(ROOT / named[1])


EXAMPLES = [f"examples/{n}.{form}" for n in ("diff-liaoning-shanxi-recoverable", "draft-single-tent-nine-months") for form in ("txt", "html")]


@pytest.mark.parametrize("name", ["codes.md", "cli.md", "design.md", "targets.md", *EXAMPLES])
def test_a_page_that_a_machine_writes_is_up_to_date(name: str) -> None:
    path = ROOT / "docs" / name
    assert text_of(path) == generate().generated()[path](), BEHIND


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_page_that_is_named_exists(page: Path) -> None:
    missing = [link for link in LINK.findall(text_of(page)) if not (page.parent / link).exists()]
    assert missing == []


def test_the_design_says_which_targets_there_are() -> None:
    """The page lists those that are not there yet; a target that has come must leave the list."""
    (row,) = re.findall(r"^\| targets not there yet \| (.*?) \|", text_of(ROOT / "docs" / "design.md"), re.MULTILINE)
    lacking = re.findall(r"`(\w+)`", row)
    there = {p.stem for p in (ROOT / "policykit" / "targets").iterdir() if not p.name.startswith("_")}
    assert lacking and not there & set(lacking), f"docs/design.md says that these are not there: {there & set(lacking)}"


# --- that the comparison sees what it should


def test_a_line_of_dots_stands_for_what_is_left_out() -> None:
    def right(text: str) -> bool:
        block = generate().Block("text", text, 0, 0, "")
        return bool(generate().Shown(block, "", "one\ntwo\nthree\n").right)

    assert right("one\ntwo\nthree\n") and right("one\n…\n") and right("…\nthree\n") and right("one\n…\nthree\n") and right("…\ntwo\n…\n")
    assert not right("one\nthree\n") and not right("two\n…\n") and not right("…\ntwo\n") and not right("…\nfour\n…\n")
