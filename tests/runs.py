"""`policykit run` as the tests of its files call it: a list of one row, its status and what stands on stderr."""

from __future__ import annotations

from typer.testing import CliRunner

from policykit.cli.app import app

HEADER = "item,issued_to,used_from,used_to\n"
ROW = "quilt,victims,2025-01-01,2025-10-19\n"


def run(*words: str, language: str = "en") -> tuple[int, str]:
    done = CliRunner().invoke(app, ["run", "recoverable", *words, "--in", "liaoning", "--lang", language])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stderr
