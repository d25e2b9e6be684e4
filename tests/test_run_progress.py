"""How far a run is: the bar on a terminal counts rows, and what is answered in steps is what is answered at once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

import policykit
from policykit.cli.progress import FEW, in_steps

pl = pytest.importorskip("polars")
from polars.testing import assert_frame_equal  # noqa: E402  # it needs Polars

from policykit.targets.polars.edge import as_text  # noqa: E402


def test_steps_give_what_the_whole_part_gives_and_count_its_rows() -> None:
    changzhi = policykit.load("changzhi")
    tasks = [str(n) for n in range(3 * FEW)] + ["100.125", "no number"] * 50  # decimal places and faults in later steps alone
    part = pl.DataFrame({"task_quantity": tasks, "actual_stock": ["70"] * len(tasks)})

    def answered(rows: pl.DataFrame, before: int) -> tuple[pl.DataFrame, pl.DataFrame]:
        found, refused = changzhi.ask_frame("required_buffer", rows, on=date(2025, 12, 1), on_error="reject")
        return as_text(found), as_text(refused).with_columns(pl.col("row").cast(pl.Int64) + before)

    moved: list[int] = []
    for found, wanted in zip(in_steps(answered, part, 7, moved.append), answered(part, 7), strict=True):
        assert_frame_equal(found, wanted)
    assert sum(moved) == part.height and len(moved) > 1 and moved[0] == FEW
    assert [f.height for f in in_steps(answered, part.head(0), 0, moved.append)] == [0, 0]
    assert [f.height for f in in_steps(answered, part, 0, None)] == [len(tasks) - 50, 50]  # without a bar, at once


def read_to_end(terminal: int) -> str:
    """What is written to a terminal, until nobody has it open any more."""
    found = b""
    with suppress(OSError):  # how Linux tells the end
        while more := os.read(terminal, 4096):
            found += more
    os.close(terminal)
    return found.decode()


def test_a_small_table_has_a_bar_on_a_terminal_and_none_elsewhere(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    table = "item,issued_to,used_from,used_to\n" + "quilt,victims,2025-01-01,2025-10-19\n" * 2_500
    (tmp_path / "goods.csv").write_text(table, encoding="utf-8")
    words = [sys.executable, "-m", "policykit", "run", "recoverable", "goods.csv", "--in", "liaoning", "--lang", "en", "-o"]
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen([*words, "shown.csv"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=theirs, env=environment) as done:
        os.close(theirs)
        shown = read_to_end(ours)
    assert done.returncode == 0
    assert re.search(r"rows .*2500/2500", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).replace("\r", "\n"))
    plain = subprocess.run([*words, "plain.csv"], cwd=tmp_path, capture_output=True, check=False)
    assert (plain.returncode, plain.stderr) == (0, b"")
    assert (tmp_path / "shown.csv").read_bytes() == (tmp_path / "plain.csv").read_bytes()
