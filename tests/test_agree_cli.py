"""`policykit agree` for a pack of one's own: how many cases each target answered, whether they are all, and what is proved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from policykit.agreement.targets import TARGETS
from policykit.cli.app import app

from .properties.making import choice, label, question, text

INSTALLED = [t.name for t in TARGETS if t.installed]
RULES = [
    {"id": "large", "when": {"kind": "a", "amount": ">= 500"}, "then": {"out": "true"}},
    {"id": "small", "when": {"kind": "a", "amount": "< 500"}, "then": {"out": "false"}},
    {"id": "urgent", "excepts": "small", "when": {"urgent": "true"}, "then": {"out": "true"}},
]


@pytest.fixture
def own(tmp_path: Path) -> str:
    inputs = {"kind": choice("a", "b", "c"), "amount": "integer", "urgent": "boolean"}
    pack = {"pack": "made", "label": label("made"), "questions": {"q": question(inputs, {"out": "boolean"})}, "decisions": {"q": {"rules": RULES}}}
    folder = tmp_path / "made"
    folder.mkdir()
    (folder / "pack.yaml").write_text(text(pack), encoding="utf-8")
    return str(folder)


def decision(*arguments: str) -> Any:
    told = CliRunner().invoke(app, ["agree", *arguments, "--question", "q", "--json"])
    assert told.exit_code == 0, told.output
    (found,) = json.loads(told.stdout)["decisions"]
    return found


def test_all_regions_of_ones_own_pack_are_asked_of_all_targets_and_proved(own: str) -> None:
    found = decision(own)
    assert (found["regions"], found["complete"], found["drawn"]) == (16, True, False)  # a or another; 499, 500, 501, 502; urgent or not
    assert set(found["said"]) == set(found["targets"]) == set(INSTALLED)
    assert found["differences"] == []
    if "smt" in INSTALLED:
        assert found["proof"]["holds"] and found["proof"]["ways"] >= 4 and found["proof"]["pairs"] == 1


def test_without_the_solver_nothing_is_said_to_be_proved(own: str) -> None:
    assert decision(own, "--target", "standalone")["proof"] is None


def test_the_counts_and_the_proof_are_told_in_a_sentence(own: str) -> None:
    pytest.importorskip("z3")
    told = CliRunner().invoke(app, ["agree", own, "--question", "q", "--target", "smt", "--lang", "en"])
    assert told.exit_code == 0, told.output
    assert "1 decision, " in told.stdout and "(1 with all regions and boundaries, 0 with too many, drawn), all agree" in told.stdout
    assert "the solver proves 1 of 1 decision table, for all cases: " in told.stdout
    assert "python: answers " in told.stdout and "smt: answers " in told.stdout


def test_where_no_target_answers_nothing_is_said_to_agree() -> None:
    pytest.importorskip("sqlglot")
    told = CliRunner().invoke(app, ["agree", "liaoning", "--question", "stock_order", "--target", "sql", "--lang", "en"])
    assert "no other target answers any of them: nothing is compared\n" in told.stdout and "all agree" not in told.stdout
