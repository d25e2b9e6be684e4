"""`policykit check` and `policykit test` of a pack consolidated with a draft, named as `ask` and `diff` name it."""

from __future__ import annotations

import json
from typing import Any

from typer.testing import CliRunner

from policykit.cli.app import app

DRAFT = "liaoning+docs/examples/single-tent-nine-months.yaml"


def test_the_cases_run_under_the_draft() -> None:
    def failed(pack: str) -> Any:
        return json.loads(CliRunner().invoke(app, ["test", pack, "--question", "recoverable", "--json"]).stdout)

    now, then = failed("liaoning"), failed(DRAFT)
    assert now["failed"] == 0
    assert then["passed"] + then["failed"] == now["passed"]


def test_a_draft_is_checked_with_the_pack_it_amends() -> None:
    told = CliRunner().invoke(app, ["check", DRAFT, "--limit", "0.01", "--json"])
    assert json.loads(told.stdout)["packs"] == [DRAFT]


def test_a_draft_that_is_not_there_is_one_fault() -> None:
    told = CliRunner().invoke(app, ["check", "liaoning+nothing.yaml", "--lang", "en"])
    assert (told.exit_code, told.stderr or told.stdout) != (0, "")
    assert "there is no file `nothing.yaml`" in told.stderr + told.stdout
