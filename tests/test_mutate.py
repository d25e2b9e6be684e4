"""Which small faults of a pack would its cases notice? Thresholds, strictness, outcomes, exceptions, conditions; what changes nothing is proved so and left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from typer.testing import CliRunner

import policykit
from policykit.api import answerer
from policykit.check.changes import all_mutants
from policykit.check.equivalence import equivalent
from policykit.check.mutation import Cases
from policykit.cli.app import app
from policykit.files import own_duty_cases, own_examples
from tests.properties.making import FEWEST, choice, load, question

SOAK = settings.default is not None and settings.default.max_examples > FEWEST
DEFENDED = (
    "anhui_rural",
    "district_materials",
    "fujian_supply",
    "jiangsu",
    "liaoning",
)  # packs of which every change that matters is noticed; of the others `policykit mutate` says what is left

RULES = [
    {"id": "tender", "when": {"amount": ">= 500"}, "then": {"way": "tender"}},
    {"id": "exempt", "excepts": "tender", "when": {"secret": "true"}, "then": {"way": "agreement"}},
    {"id": "small", "when": {"amount": "< 500"}, "then": {"way": "agreement"}},
]


def pack(rules: list[dict[str, Any]] = RULES) -> policykit.Policy:
    inputs = {"amount": "integer", "secret": "boolean"}
    return load({"questions": {"q": question(inputs, {"way": choice("tender", "agreement")})}, "decisions": {"q": {"rules": rules}}})


def test_each_threshold_strictness_outcome_exception_and_condition_is_changed() -> None:
    assert [m.what for m in all_mutants(pack().pack)] == [
        "rule q/tender dropped",
        "rule q/exempt dropped",
        "rule q/small dropped",
        "rule q/tender: condition amount dropped",
        "rule q/tender: amount: >= -> >",
        "rule q/tender: amount: 500 -> 501",
        "rule q/tender: amount: 500 -> 499",
        "rule q/tender: way: tender -> agreement",
        "rule q/exempt: condition secret dropped",
        "rule q/exempt: exception to tender dropped",
        "rule q/exempt: way: agreement -> tender",
        "rule q/small: condition amount dropped",
        "rule q/small: amount: < -> <=",
        "rule q/small: amount: 500 -> 501",
        "rule q/small: amount: 500 -> 499",
        "rule q/small: way: agreement -> tender",
    ]


def test_only_what_is_proved_to_change_nothing_is_left_out() -> None:
    twice = pack([{"id": "any", "when": {"amount": ">= 500"}, "if": "amount > 400", "then": {"way": "tender"}}])
    same = {m.what for m in all_mutants(twice.pack) if equivalent(twice.pack, m)}
    assert same == {
        "rule q/any: condition 2 dropped",
        "rule q/any: if: > -> >=",
        "rule q/any: if: 400 -> 401",
        "rule q/any: if: 400 -> 399",
    }


def test_a_change_after_which_rules_disagree_is_not_the_same() -> None:
    policy = pack()
    mutants = {m.what: m for m in all_mutants(policy.pack)}
    assert not equivalent(policy.pack, mutants["rule q/small: condition amount dropped"])


@pytest.mark.slow
@pytest.mark.parametrize("name", DEFENDED if SOAK else DEFENDED[:2])
def test_a_pack_notices_every_change_that_matters(name: str) -> None:
    """In a usual run the small packs; `make soak` takes all that claim it."""
    policy = policykit.load(name)
    assert policy.folder is not None
    cases = Cases(own_examples(policy.folder)[0], own_duty_cases(policy.folder)[0], answerer)
    unnoticed = [m for m in all_mutants(policy.pack) if cases.notice(m) is None]
    assert [m.what for m in unnoticed if not equivalent(policy.pack, m)] == []


def test_the_command_names_the_clauses_that_no_case_defends(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    (folder / "cases").mkdir(parents=True)
    source = Path(policykit.available()["anhui_rural"])
    for path in [p for p in source.rglob("*") if p.is_file() and "cases" not in p.parts]:
        (folder / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
        (folder / path.relative_to(source)).write_bytes(path.read_bytes())
    result = CliRunner().invoke(app, ["mutate", str(folder), "--json"])
    found = json.loads(result.stdout)["packs"][0]
    assert result.exit_code == 1 and found["pack"] == "anhui_rural"
    assert {"what": "rule earmarked_use/meeting dropped", "clauses": ["s2.1.s3", "s3.p1.s2.c2"]} in found["unnoticed"]
