"""Commands as a user types them: what stands on the screen, what a machine reads, the exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from policykit.cli.app import app

JURISDICTIONS = Path(__file__).parent.parent / "jurisdictions"
FOUR = {"changzhi", "jiangsu", "liaoning", "shanxi"}
TENT = ["item=single_tent", "issued_to=victims", "used_from=2026-01-20", "used_to=2026-07-19"]


def run(*words: str | Path, stdin: str = "", env: Mapping[str, str | None] | None = None) -> Result:
    """One command, in English unless `env` or `--lang` says otherwise."""
    plain: dict[str, str | None] = {"LC_ALL": "C.UTF-8", "POLICYKIT_LANG": None, "POLICYKIT_PATH": None, "COLUMNS": "80", "FORCE_COLOR": None}
    result = CliRunner().invoke(app, [str(w) for w in words], input=stdin, env={**plain, **(env or {})})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception  # a traceback is never what a user should see
    return result


def data(*words: str | Path, stdin: str = "") -> Any:
    """What a command gives to machines."""
    result = run(*words, "--json", stdin=stdin)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def process(*words: str, env: Mapping[str, str], stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """One command as a process of its own."""
    return subprocess.run([sys.executable, "-m", "policykit", *words], input=stdin, capture_output=True, env={**os.environ, **env}, check=False)


def refused(result: Result, *said: str) -> None:
    """Bad input: status 2, nothing on stdout, and these words on stderr."""
    assert (result.exit_code, result.stdout) == (2, "")
    for words in said:
        assert words in result.stderr


def case_file(folder: Path, text: str, name: str = "cases.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
