"""An answer is copied, kept and goes to another process, with all that it says."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context

import pytest

import policykit
from policykit.files import own_examples

TENT = {"item": "single_tent", "issued_to": "victims", "used_from": date(2025, 3, 1), "used_to": date(2025, 8, 31)}


@pytest.mark.parametrize("pack", sorted(policykit.available()))
def test_the_answer_to_every_case_of_a_pack_comes_back_as_it_was(pack: str) -> None:
    policy = policykit.load(pack)
    examples, _ = own_examples(policy.folder)
    met = set()
    for example in examples:
        answer = policy.ask(example.question, dict(example.facts), on=example.as_of)
        for back in (pickle.loads(pickle.dumps(answer)), copy.deepcopy(answer)):
            assert back == answer and hash(back) == hash(answer)
            assert (back.explain("zh"), back.explain("en"), back.record(), back.trace) == (answer.explain("zh"), answer.explain("en"), answer.record(), answer.trace)
        met.add(answer.status)
    assert "answered" in met


def asked(facts: dict[str, object]) -> policykit.Answer[object]:
    return policykit.load("liaoning").ask("recoverable", facts)


def test_an_answer_comes_from_another_process() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(asked, TENT).result() == asked(TENT)


@pytest.mark.parametrize("pack", sorted(policykit.available()))
def test_a_policy_goes_to_another_process_and_answers_there_as_here(pack: str) -> None:
    policy = policykit.load(pack)
    there = pickle.loads(pickle.dumps(policy))
    examples, _ = own_examples(policy.folder)
    assert (there.id, there.digest, list(there.questions)) == (policy.id, policy.digest, list(policy.questions))
    for example in examples[:40]:
        assert there.ask(example.question, dict(example.facts), on=example.as_of) == policy.ask(example.question, dict(example.facts), on=example.as_of)


def test_a_policy_that_was_asked_already_is_handed_to_a_pool() -> None:
    policy = policykit.load("liaoning")
    here = policy.ask("recoverable", TENT)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(policy.ask, "recoverable", TENT).result() == here


def test_answers_under_every_reading_and_errors_are_json_values() -> None:
    under = policykit.load("liaoning").ask("recoverable", TENT, readings="all")
    record = under.record()
    assert (record["answer"], record["robust"], record["deciding"]) == (under.answer.record(), under.robust, list(under.deciding))
    assert [(a["readings"], a["answer"]["status"]) for a in record["alternatives"]] == [(dict(a.readings), a.answer.status) for a in under.alternatives]
    with pytest.raises(policykit.PolicyError) as told:
        asked(TENT | {"item": "tent"})
    assert told.value.record() == [d.record() for d in told.value.diagnostics]


def refused(facts: dict[str, object]) -> str:
    try:
        asked(facts)
    except policykit.PolicyError as error:
        return str(error)
    raise AssertionError("these facts are wrong")


def test_an_error_comes_from_another_process_with_all_that_it_says() -> None:
    wrong = TENT | {"item": "singel_tent", "issued_to": "nobody"}
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool, pytest.raises(policykit.PolicyError) as told:
        pool.submit(asked, wrong).result()
    assert str(told.value) == refused(wrong) and [d.code for d in told.value.diagnostics] == ["choice", "choice"]
    assert [d.record() for d in copy.deepcopy(told.value).diagnostics] == [d.record() for d in told.value.diagnostics]
