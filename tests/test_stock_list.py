"""docs/zh/stock-list.md is done as it is written: its tables in an empty folder, its commands, what they print."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "zh" / "stock-list.md"

pytest.importorskip("polars")


def generate() -> Any:
    """docs/generate.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_every_command_shows_what_it_prints_and_writes(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    steps = list(generate().perform(page, tmp_path))
    assert [s.ran.status for s in steps] == [0, 0, 0, 0, 0, 2, 0, 0]
    for step in steps:
        assert step.shown is not None and step.shown.text == step.ran.output, f"{step.command}: run `make docs`, and read what it changes"
    written = {f"得到的 {name}：": name for name in ("结论.csv", "中文结论.csv", "原因.csv", "台账结论.csv", "待改.csv", "比较.csv")}
    shown = [b for b in generate().blocks(page) if b.above in written]
    assert len(shown) == 6
    for block in shown:
        assert (tmp_path / written[block.above]).read_text(encoding="utf-8") == block.text
