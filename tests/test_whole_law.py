"""Nothing that the documents say is left out, and nothing that is encoded can be lost without a case that notices."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

import policykit
from policykit import files
from policykit.api import Policy
from policykit.check.coverage import Coverage, coverage
from policykit.check.duty_cases import run_duty_case
from policykit.check.examples import Ask, run_example
from policykit.check.mutation import Cases
from policykit.ir.example import Example
from policykit.ir.pack import Pack
from policykit.source.examples import read_examples

ROOT = Path(__file__).parent.parent
PACKS = ("anhui_rural", "changzhi", "district_materials", "fujian_supply", "jiangsu", "liaoning", "shanxi")
CLAUSES = {"liaoning": 123, "shanxi": 151, "changzhi": 96, "jiangsu": 124, "fujian_supply": 130, "district_materials": 44, "anhui_rural": 25}
LAW = Path(os.environ.get("POLICYKIT_LAW") or ROOT / "../shared/law").resolve()  # worked cases of the legal specification, where they are at hand

# ambiguities whose other readings can be switched on, and where
SWITCHED = {
    "A01": "liaoning", "A02": "liaoning", "A03": "liaoning", "A06": "changzhi", "A10": "liaoning", "A11": "shanxi", "A13": "shanxi", "A18": "changzhi",
    "A20": "shanxi", "A25": "shanxi", "A30": "changzhi", "A49": "shanxi",
}  # fmt: skip


@cache
def policy(name: str) -> Policy:
    return policykit.load(name)


def answerer(pack: Pack) -> Ask:
    mutant = Policy(pack)
    return lambda question, facts, on: mutant.ask(question, facts, on=on)


@cache
def covered(name: str) -> Coverage:
    folder = policy(name).folder
    assert folder is not None
    examples, wrong = files.own_examples(folder)
    logs, wrong_logs = files.own_duty_cases(folder)
    assert not wrong and not wrong_logs
    return coverage(policy(name).pack, Cases(examples, logs, answerer))


@pytest.mark.parametrize("name", PACKS)
def test_every_shared_question_is_answered_or_declared_silent(name: str) -> None:
    asked = set(policy(name).questions)
    assert set(policykit.shared_questions()) - asked == set()


@pytest.mark.parametrize("name", PACKS)
def test_every_clause_is_encoded_and_defended_or_waived(name: str) -> None:
    found = covered(name)
    assert len(found.clauses) == CLAUSES[name]
    assert [c.clause.address for c in found.clauses if c.state in ("missing", "undefended")] == []


@pytest.mark.parametrize("name", PACKS)
def test_no_rule_can_be_dropped_and_no_parameter_moved_unnoticed(name: str) -> None:
    assert [m.what for m in covered(name).survivors] == []


@pytest.mark.parametrize("name", PACKS)
def test_the_duty_cases_of_a_pack_hold(name: str) -> None:
    folder = policy(name).folder
    assert folder is not None
    logs, _ = files.own_duty_cases(folder)
    assert {c.id: run_duty_case(policy(name).pack, c) for c in logs if run_duty_case(policy(name).pack, c)} == {}
    assert bool(logs) == bool(policy(name).pack.norms)


@pytest.mark.parametrize(("ambiguity", "name"), SWITCHED.items())
def test_a_consequential_ambiguity_can_be_read_otherwise(ambiguity: str, name: str) -> None:
    pack = policy(name)
    found = pack.pack.ambiguities[ambiguity]
    assert found.alternatives, "no other reading is encoded"
    for reading in found.alternatives:
        assert pack.under({ambiguity: reading.name}).pack.ambiguities[ambiguity].chosen == reading.name


def law_cases() -> list[object]:
    path = LAW / "cases.yaml"
    if not path.is_file():
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"no cases of the legal specification in {LAW.name}: set POLICYKIT_LAW to their folder"), id="none")]
    examples, wrong = read_examples(files.read_text(path))
    assert not wrong
    return [pytest.param(e, id=e.id) for e in examples]


@pytest.mark.parametrize("example", law_cases())
def test_a_case_of_the_legal_specification_holds(example: Example) -> None:
    assert example.pack is not None
    pack = policy(example.pack)
    outcome = run_example(example, lambda q, f, on: pack.ask(q, f, on=on), pack.pack.questions.get(example.question))
    assert outcome.passed, outcome


@pytest.mark.parametrize("name", PACKS)
def test_an_answer_that_names_no_reading_is_the_same_under_every_encoded_one(name: str) -> None:
    """Convention C11, read from the other side, for the packs' own cases."""
    pack = policy(name)
    assert pack.folder is not None
    turned = {}
    for case in files.own_examples(pack.folder)[0]:
        answer = pack.ask(case.question, case.facts, on=case.as_of)
        if answer.status == "answered" and not answer.readings:
            under = pack.ask(case.question, case.facts, on=case.as_of, readings="all")
            if not under.robust:
                turned[case.id] = under.deciding
    assert turned == {}
