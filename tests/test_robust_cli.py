"""`policykit robust`: by ambiguity, each case that depends on it: facts, outcome, and the outcome under the other reading."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from policykit.cli.app import app


@pytest.mark.slow
def test_a_case_shows_the_problem_its_facts_and_both_outcomes() -> None:
    told = CliRunner().invoke(app, ["robust", "changzhi", "--lang", "zh"])
    assert told.exit_code == 0, told.stderr
    assert "采用的读法：A06=tender（恰好50万元的，公开招标）\n" in told.stdout
    assert (
        "CZ-SCA-01  储备规模须保障到哪一级响应 (reserve_scale)\n"
        "  事实：救助应急响应级别＝Ⅱ级，适用日期＝2025-12-01\n"
        "  结论：储备规模是否应保障该级响应：是\n"
        "  若读作 A07=strict（须超过本数）：储备规模是否应保障该级响应：否\n"
    ) in told.stdout
    assert told.stdout.index("\nA06：") < told.stdout.index("CZ-SEL-01") < told.stdout.index("\nA07：") < told.stdout.index("CZ-SCA-01")
    assert "II and above" not in told.stdout  # a case's own remark, in another language


@pytest.mark.slow
def test_machines_get_every_reading_that_decides() -> None:
    found = json.loads(CliRunner().invoke(app, ["robust", "changzhi", "--json"]).stdout)
    case = next(c for c in found["fragile"] if c["id"] == "CZ-SCA-01")
    assert case["deciding"] == ["A07"]
    assert [a["readings"] for a in case["alternatives"]] == [{"A07": "strict"}]
    assert all(c["alternatives"] for c in found["fragile"])
