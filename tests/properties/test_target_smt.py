"""The terms of the `smt` target against the Python target: in a case, a term is what the answer is, rule by rule."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

import policykit
from policykit import PolicyError, files
from policykit.ir.case import Case
from policykit.targets.smt.decided import Decided, differs
from policykit.targets.smt.facts import Facts, truth_in
from policykit.targets.smt.reading import Free, value_in
from policykit.targets.smt.values import Untranslated
from policykit.targets.smt.witness import Prover

from .interpreter import normal
from .making import examples, load, text
from .random_packs import Made, packs


def named(policy: policykit.Policy, case: Case) -> dict[str, Any]:
    return dict(zip((f.name for f in policy.pack.questions[case.question].inputs), case.facts, strict=True))


def compare(policy: policykit.Policy, decided: Decided, case: Case, facts: Any, on: date) -> None:
    """Status, rule and values of the answer are those of the terms; where the answer is refused, so do the terms say."""
    model = decided.facts.model(named(policy, case), on)
    try:
        answer = policy.ask(case.question, facts, on=on)
    except PolicyError as e:
        (fault,) = e.diagnostics
        if fault.code == "rules-disagree":
            assert truth_in(decided.disagrees, model) is True
        else:
            assert fault.code == "out-of-range" and truth_in(decided.fails, model) is True
        return
    assert truth_in(decided.disagrees, model) is not True
    status = {s: truth_in(c, model) for s, c in decided.ending.status.items()}
    assert status[answer.status] is not False, (status, answer)
    if None in status.values():
        assert decided.opaque
        return
    assert [s for s, c in status.items() if c] == [answer.status]
    rules = [(str(n.rule), truth_in(c, model)) for n, c in decided.ending.by_rule.items()]
    if None in (holds for _, holds in rules):  # which of two rules that end alike rests on what has no term
        assert decided.opaque
        return
    assert "+".join(r for r, holds in rules if holds) == str(answer.rule)
    for output, value in decided.outputs.items() if answer.status == "answered" else ():
        try:
            found = value_in(value, model)
        except Free:
            assert decided.opaque
            continue
        wanted = getattr(answer.values, output)
        assert found == (frozenset(wanted) if isinstance(found, frozenset) else normal(wanted)), (output, found, wanted)


@pytest.mark.slow
@examples(60)
@given(packs())
def test_terms_of_random_packs_are_what_the_reference_answers(made: Made) -> None:
    policy = load(made.document)
    known: dict[date, Decided] = {}
    for facts, on in made.cases:
        if on not in known:
            known[on] = Decided(policy.pack, Facts("q", [policy.pack], on), on)
        try:
            compare(policy, known[on], policy.read_case("q", facts, on), facts, on)
        except (AssertionError, ArithmeticError) as e:
            raise AssertionError(f"{e}\n{facts} on {on}\n{text(made.document)}") from e


@examples(25)
@given(packs())
def test_a_smallest_case_shows_what_it_was_asked_for(made: Made) -> None:
    policy = load(made.document)
    on = made.cases[0][1]
    facts = Facts("q", [policy.pack], on)
    decided = Decided(policy.pack, facts, on)
    prover = Prover(facts)
    for rule, condition in decided.answers.items():
        found = prover.smallest(condition)
        assert found.verdict != "unknown"
        if found.witness is not None:
            answer = policy.ask("q", found.witness.facts, on=on)
            assert str(rule.rule) in str(answer.rule).split("+"), (rule, answer, text(made.document))
    found = prover.smallest(decided.disagrees)
    if found.witness is not None and prover.possible(decided.fails) is False:
        with pytest.raises(PolicyError, match="rules-disagree"):
            policy.ask("q", found.witness.facts, on=on)
    assert prover.possible(differs(decided, decided)) is False


@pytest.mark.parametrize("name", sorted(policykit.available()))
def test_terms_of_the_packs_are_what_the_reference_answers_on_their_own_cases(name: str) -> None:
    policy = policykit.load(name)
    examples_, _ = files.own_examples(policykit.available()[name])
    known: dict[tuple[str, date], Decided] = {}
    compared = 0
    for example in examples_:
        case = policy.read_case(example.question, example.facts, example.as_of)
        key = (example.question, case.on)
        if case.unknown or policy.ask(example.question, example.facts, on=example.as_of).status == "not_in_force":
            continue
        try:
            if key not in known:
                known[key] = Decided(policy.pack, Facts(example.question, [policy.pack], case.on), case.on)
            compare(policy, known[key], case, example.facts, case.on)
        except Untranslated as e:
            assert e.what.en.startswith(("the draw order", "a list of more than")), e.what.en
            continue
        compared += 1
    assert compared > len(examples_) / 2
