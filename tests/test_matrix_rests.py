"""A matrix in a file says which readings it rests on, for who does not have the packs at hand."""

from __future__ import annotations

from pathlib import Path

from .commands import run

ASKED = ("matrix", "recoverable", "--in", "liaoning", "--on", "2026-07-20", "--lang", "zh")


def test_a_matrix_in_a_file_ends_with_the_readings_that_its_cells_rest_on(tmp_path: Path) -> None:
    assert run(*ASKED, "-o", tmp_path / "m.md").exit_code == 0
    table, _, readings = (tmp_path / "m.md").read_text(encoding="utf-8").partition("\n所依据的读法：\n\n")
    lines = readings.strip().splitlines()
    assert [line.partition("：")[0] for line in lines] == [f"- 辽宁省 {i}" for i in ("A01", "A02", "A03", "A04")]
    assert all("——读作：" in line for line in lines) and all(i in table for i in ("A01", "A02", "A03", "A04"))
    assert "所依据的读法" not in run(*ASKED).stdout
