"""One meaning everywhere: every decision of every pack, its own cases and a case for each region and boundary, on every target that is installed.

Where there are no more than 50,000 of them, all are there; beyond that each row and each boundary, and some drawn from the others, always the same
ones: more of them in `make soak`. Every decision table is proved besides. What was asked and proved is printed at the end of the run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

import policykit
from policykit.agreement.agreement import alike, compared
from policykit.agreement.outcome import Outcome
from policykit.agreement.proof import proved
from policykit.agreement.targets import TARGETS, Target, by_python, by_standalone
from policykit.check.regions import MOST, Case, regions
from policykit.files import own_examples
from policykit.ir.pack import DrawOrder, Table
from policykit.ir.types import holds_unknown
from policykit.targets.python import relations
from policykit.targets.python.tables import Body
from policykit.targets.supports import FORMS
from tests.properties.interpreter import Disagree, Reader
from tests.properties.making import FEWEST, choice, examples, load, question
from tests.properties.random_packs import Made, packs

SOAK = settings.default is not None and settings.default.max_examples > FEWEST
DRAWN = MOST if SOAK else 3_000
INSTALLED = [t for t in TARGETS if t.installed]


def by_interpreter(policy: policykit.Policy, name: str, cases: Sequence[Case]) -> list[Outcome]:
    """What the second meaning of packs says, where all is known; the reference's own word elsewhere. Of rules it names a set, so it is held to the status and values."""
    found = by_python(policy, name, cases)
    table = policy.pack.decisions.get(name)
    if not isinstance(table, Table):
        return found
    inputs = [f.name for f in policy.pack.questions[name].inputs]
    for number, case in enumerate(cases):
        if found[number].status not in ("answered", "silent", "rules-disagree"):
            continue
        read = policy.read_case(name, dict(case.facts), case.on)
        if any(map(holds_unknown, read.facts)):
            continue
        try:
            verdict = Reader(policy.pack, dict(zip(inputs, read.facts, strict=True)), case.on).verdict(table)
        except Disagree:
            found[number] = Outcome("rules-disagree")
            continue
        values = None if verdict.values is None else tuple(verdict.values.get(o.name) for o in policy.pack.questions[name].outputs)
        if verdict.status in ("answered", "silent"):
            found[number] = found[number]._replace(status=verdict.status, values=values)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("pack", sorted(policykit.available()))
def test_every_decision_is_the_same_on_every_target(pack: str, record_property: Callable[[str, object], None]) -> None:
    policy = policykit.load(pack)
    assert policy.folder is not None
    own, _ = own_examples(policy.folder)
    found = [compared(policy, q, INSTALLED, own, draw=DRAWN) for q in policy.questions]
    counts = {"decisions": len(found), "whole": sum(c.complete for c in found), "drawn": sum(c.drawn for c in found)}
    counts |= {"cases": sum(c.cases for c in found), "regions": sum(c.total for c in found)}
    counts |= {"tables": sum(c.proof is not None for c in found), "proved": sum(c.proof is not None and c.proof.holds for c in found)}
    record_property("agreement", (pack, counts, {t.name: sum(c.said.get(t.name, 0) for c in found) for t in INSTALLED}))
    assert [(c.question, d) for c in found for d in c.differences] == []
    assert [(c.question, c.proof) for c in found if c.proof is not None and not c.proof.holds] == []
    refused = {(t, q.question) for q in found for t in q.refused}
    drawn = {(t.name, q) for t in INSTALLED for q, d in policy.pack.decisions.items() if isinstance(d, DrawOrder) and t.supports[DrawOrder].how == "refused"}
    assert {r for r in refused if r[0] in ("standalone", "durable_rules")} == {d for d in drawn if d[0] in ("standalone", "durable_rules")}


@pytest.mark.slow
@examples(8)
@given(packs())
def test_packs_that_nobody_wrote_are_the_same_on_every_target(made: Made) -> None:
    """Beside the targets stands a second meaning of packs, written apart from all of them."""
    policy = load(made.document)
    cases = [Case(facts, on) for facts, on in made.cases[:20]]
    made_cases = regions(policy.pack, "q", [c.facts for c in cases], most=50).cases[:60]
    own = Target("interpreter", by_interpreter, "targets.python.supports")
    for target in [*INSTALLED[1:], own]:
        asked = [*cases, *made_cases]
        try:
            found = target.adapter(policy, "q", asked)
        except policykit.PolicyError as e:
            assert e.diagnostics[0].code == "unsupported", e
            continue
        for case, a, b in zip(asked, by_python(policy, "q", asked), found, strict=True):
            assert b is None or alike(a, b), (target.name, case, a, b, made.document)


@pytest.mark.slow
@examples(60)
@given(packs())
def test_packs_that_nobody_wrote_end_as_their_definition_says(made: Made) -> None:
    pytest.importorskip("z3")
    found = proved(load(made.document), "q")
    assert found.refuted == (), made.document
    assert all("no terms" in text.en for text in found.open), made.document


def test_a_comparison_within_an_equality_of_truths_is_tried_where_a_fact_is_unknown() -> None:
    inputs = {"a": {"type": "boolean"}, "x": {"type": "number", "min": 0}, "y": {"type": "number", "min": 0}}
    rules = [{"id": "apart", "if": "a != (x > y)", "then": {"out": "true"}}, {"id": "alike", "if": "not(a != (x > y))", "then": {"out": "a or x > y"}}]
    policy = load({"questions": {"q": question(inputs, {"out": "boolean"})}, "decisions": {"q": {"rules": rules}}})
    cases = [Case({"a": a, "x": x, "y": y}, date(2026, 1, 1)) for a in (True, False, "unknown") for x in (5, "unknown") for y in (3, "unknown")]
    expected = by_python(policy, "q", cases)
    assert [o.status for o in expected[:4]] == ["answered"] * 4
    for target in INSTALLED[1:]:
        for case, a, b in zip(cases, expected, target.adapter(policy, "q", cases), strict=True):
            assert b is None or alike(a, b), (target.name, case, a, b)


def test_a_target_that_says_something_else_is_named_with_the_case() -> None:
    policy = policykit.load("liaoning")

    def wrong(policy: policykit.Policy, name: str, cases: Sequence[Case]) -> list[Outcome]:
        return [o if o.rule != "single-tent" else Outcome("answered", ("do_not_recover",), "single-tent") for o in by_python(policy, name, cases)]

    found = compared(policy, "recoverable", [INSTALLED[0], replace(INSTALLED[0], name="wrong", adapter=wrong)], most=200)
    assert {(d.target, d.expected.values, d.found.values) for d in found.differences} == {("wrong", ("recover",), ("do_not_recover",))}
    assert all(d.case.facts["item"] == "single_tent" and d.case.facts["issued_to"] == "victims" for d in found.differences)


OVERLAPPING = [
    {"id": "large", "when": {"kind": "a", "amount": ">= 500"}, "then": {"out": "true"}},
    {"id": "urgent", "when": {"kind": "a", "urgent": "true"}, "then": {"out": "false"}},
    {"id": "small", "excepts": "urgent", "when": {"amount": "< 10"}, "then": {"out": "true"}},
]


@pytest.mark.parametrize(
    ("place", "name", "fault", "told"),
    [
        (Body, "rivals", lambda *_: iter(()), "the program ends otherwise than the definition"),
        (Body, "exceptions_to", lambda *_: [], "the program ends otherwise than the definition"),
        (relations, "disjoint", lambda *_: True, "two rules taken for disjoint hold together"),
    ],
)
def test_a_fault_of_the_target_is_refuted_with_a_case(place: object, name: str, fault: object, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("z3")
    inputs = {"kind": choice("a", "b", "c"), "amount": "integer", "urgent": "boolean"}
    policy = load({"questions": {"q": question(inputs, {"out": "boolean"})}, "decisions": {"q": {"rules": OVERLAPPING}}})
    assert proved(policy, "q").holds
    monkeypatch.setattr(place, name, fault)
    ((text, case),) = proved(policy, "q").refuted
    assert text.en == f"`q`: {told}"
    assert case.facts["kind"] == "a" and case.facts["urgent"] is True


def test_regions_have_every_code_and_every_boundary_with_its_neighbours() -> None:
    inputs = {"kind": choice("a", "b", "c"), "amount": "integer", "urgent": "boolean"}
    rules = [
        {"id": "large", "when": {"kind": "a", "amount": ">= 500"}, "then": {"out": "true"}},
        {"id": "small", "when": {"kind": "not(a)", "urgent": "true"}, "then": {"out": "false"}},
    ]
    policy = load({"questions": {"q": question(inputs, {"out": "boolean"})}, "decisions": {"q": {"rules": rules}}})
    made = regions(policy.pack, "q")
    known = [c.facts for c in made.cases if not any(map(holds_unknown, c.facts.values()))]
    assert made.complete and made.total == 2 * 4 * 2  # `b` and `c` are one region; 499, 500, 501, 502; urgent or not
    assert {(f["kind"], f["amount"], f["urgent"]) for f in known} >= {(k, n, u) for k in ("a", "b") for n in (499, 500, 501) for u in (True, False)}


def test_beyond_the_most_each_row_and_each_boundary_has_a_case() -> None:
    policy = policykit.load("liaoning")
    made = regions(policy.pack, "recoverable", most=600)
    assert not made.complete and made.total > 600
    fired = {o.rule for o in by_standalone(policy, "recoverable", made.cases)}
    table = policy.pack.decisions["recoverable"]
    assert isinstance(table, Table)
    assert {r.id for r in table.rules} <= {part for rule in fired if rule for part in rule.split("+")}


def test_every_target_says_what_it_does_with_every_form_of_a_pack() -> None:
    assert {t.name: set(FORMS) - set(t.supports) for t in TARGETS} == {t.name: set() for t in TARGETS}


def test_what_is_refused_is_refused_loudly() -> None:
    policy = policykit.load("liaoning")
    for target in INSTALLED:
        if target.supports[DrawOrder].how == "refused":
            with pytest.raises(policykit.PolicyError) as e:
                target.adapter(policy, "stock_order", [Case({"need": 5, "lots": []}, policy.pack.instrument.period.first or policy.pack.epochs[0])])
            assert [d.code for d in e.value.diagnostics] == ["unsupported"]
