"""The conditions of `ir/standing.py` against the definition, rule by rule, and against the rule that the reference reports."""

from __future__ import annotations

from hypothesis import given

from policykit import PolicyError
from policykit.ir.pack import Table
from policykit.ir.standing import Standing

from .interpreter import OPEN, Disagree, Reader
from .making import examples, load
from .random_packs import Made, packs


@examples(60)
@given(packs())
def test_conditions_are_those_of_the_definition_and_the_first_that_fires_is_reported(made: Made) -> None:
    policy = load(made.document)
    table = policy.pack.decisions["q"]
    assert isinstance(table, Table)
    inputs = [f.name for f in policy.pack.questions["q"].inputs]
    for facts, on in made.cases:
        case = policy.read_case("q", facts, on)
        reader = Reader(policy.pack, dict(zip(inputs, case.facts, strict=True)), on)
        rules = [r for r in table.rules if r.period.covers(on)]
        try:
            answer = policy.ask("q", facts, on=on)
            definition = {r.id: reader.stands(r, rules) for r in rules}
        except (PolicyError, Disagree):
            continue
        if OPEN in definition.values() or any(reader.valueless(e) for r in rules for e in r.formulas):
            continue  # formulas of three values: each target shows for itself how it takes them
        standing = Standing(rules)
        assert {r.id: reader.test(standing.stands(r)) for r in rules} == definition
        fired = next((f.rule.id for f in standing.firing() if reader.test(f.condition) is True), None)
        reported = answer.rule if table.hit == "one" else None
        assert reported is None or fired == reported
