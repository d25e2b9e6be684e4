"""Two runs on one output: the second is refused while the first works; a lock that a killed process left holds nobody up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from policykit.cli.app import app
from policykit.cli.lock import sole_writer
from policykit.diagnostics import PolicyError

pytest.importorskip("polars")

HOLDS = (
    "import sys\nfrom pathlib import Path\nfrom policykit.cli.lock import sole_writer\nwith sole_writer(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
)
SHEET = "item,issued_to,used_from,used_to\nquilt,victims,2025-01-01,2025-10-19\n"


def test_the_second_run_is_refused_and_the_parts_of_the_first_stay(tmp_path: Path) -> None:
    (tmp_path / "stock.csv").write_text(SHEET, encoding="utf-8")
    out = tmp_path / "out.csv"
    parts = tmp_path / "out.csv.parts"
    parts.mkdir()
    (parts / "part-000000.parquet").write_bytes(b"of the first")
    (parts / "journal.json").write_text("{}", encoding="utf-8")
    words = ["run", "recoverable", str(tmp_path / "stock.csv"), "--in", "liaoning", "-o", str(out), "--lang", "en"]
    with subprocess.Popen([sys.executable, "-c", HOLDS, str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None and first.stdout.readline() == "held\n"
        refused = CliRunner().invoke(app, words)
        assert (refused.exit_code, refused.stderr) == (
            2,
            f"{out}: error[busy]: another `policykit run` (process {first.pid}) is writing `out.csv`\n  help: wait until it ends, or give another file\n",
        )
        assert (parts / "part-000000.parquet").read_bytes() == b"of the first" and not out.exists()
        first.kill()
        first.wait()
    assert (tmp_path / "out.csv.lock").read_text() == f"{first.pid}\n"  # it was left behind
    assert CliRunner().invoke(app, words).exit_code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.csv", "stock.csv"]


def test_within_one_process_too(tmp_path: Path) -> None:
    with sole_writer(tmp_path / "out.csv"), pytest.raises(PolicyError) as refused, sole_writer(tmp_path / "out.csv"):
        pass
    assert str(os.getpid()) in refused.value.diagnostics[0].message.en
    with sole_writer(tmp_path / "out.csv"), sole_writer(tmp_path / "other.csv"):
        pass
    assert list(tmp_path.iterdir()) == []
