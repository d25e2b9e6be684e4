"""Packs made from the real ones by one fault each: what is proved, the pack's own cases, or the proof of a difference finds every one of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import settings

import policykit
from policykit import Policy, files
from policykit.check.examples import run_example
from policykit.check.proofs import prove_pack
from policykit.ir.expr import Compare, Expr, Items, Logic, Member, Not
from policykit.ir.pack import Answered, Pack, Rule, Table
from policykit.targets.smt.decided import Decided, differs
from policykit.targets.smt.facts import Facts
from policykit.targets.smt.values import Untranslated
from policykit.targets.smt.witness import Prover

ON = date(2026, 1, 1)
STRICTER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
COUNT = 100 if settings.default is not None and settings.default.max_examples > 100 else 6  # all hundred in `make soak`
Fault = tuple[str, str, Pack]  # what was done, in which decision, the pack with it


def changed(pack: Pack, table: Table, rules: list[Rule]) -> Pack:
    return replace(pack, decisions={**pack.decisions, table.id: replace(table, rules=tuple(rules))})


def with_test(rule: Rule, index: int, holds: Expr) -> Rule:
    tests = list(rule.tests)
    tests[index] = replace(tests[index], holds=holds)
    return replace(rule, tests=tuple(tests))


def stricter(node: Expr) -> Expr | None:
    """The comparison that leaves out its boundary, or takes it in."""
    match node:
        case Compare(operator=operator) if operator in STRICTER:
            return replace(node, operator=STRICTER[operator])  # type: ignore[arg-type]  # an operator again
        case Logic(parts=parts):
            for i, part in enumerate(parts):
                if (found := stricter(part)) is not None:
                    return replace(node, parts=(*parts[:i], found, *parts[i + 1 :]))
        case Not(part=part):
            found = stricter(part)
            return Not(found) if found is not None else None
    return None


def narrower(node: Expr) -> Expr | None:
    """The list of values without its first."""
    if isinstance(node, Member) and isinstance(node.collection, Items) and len(node.collection.parts) > 1:
        return replace(node, collection=replace(node.collection, parts=node.collection.parts[1:]))
    return None


def faults_of(pack: Pack) -> Iterator[Fault]:
    """Every fault of the five kinds: a gap, an overlap, a hidden rule, a wrong strictness, a dropped exception."""
    for table in pack.decisions.values():
        if not isinstance(table, Table) or table.span is None:
            continue
        rules = list(table.rules)
        for i, rule in enumerate(rules):
            without, rest = rules[:i], rules[i + 1 :]
            if rule.excepts:
                yield "dropped exception", f"{table.id}/{rule.id}", changed(pack, table, [*without, *rest])
            else:
                yield "gap", f"{table.id}/{rule.id}", changed(pack, table, [*without, *rest])
                if isinstance(rule.result, Answered) and table.hit == "one":
                    hides = replace(rule, id="hides", excepts=(rule.id,), tests=(), strength="may" if rule.strength == "must" else "must")
                    yield "hidden rule", f"{table.id}/{rule.id}", changed(pack, table, [*rules, hides])
            for k, test in enumerate(rule.tests):
                if (edge := stricter(test.holds)) is not None:
                    yield "wrong strictness", f"{table.id}/{rule.id}", changed(pack, table, [*without, with_test(rule, k, edge), *rest])
                if (fewer := narrower(test.holds)) is not None:
                    yield "gap", f"{table.id}/{rule.id}", changed(pack, table, [*without, with_test(rule, k, fewer), *rest])
                wider = replace(rule, tests=rule.tests[:k] + rule.tests[k + 1 :])
                yield "overlap", f"{table.id}/{rule.id}", changed(pack, table, [*without, wider, *rest])


@cache
def chosen() -> list[tuple[str, Fault]]:
    """The packs with a fault, evenly over the kinds and the packs; always the same."""
    drawn = random.Random(4)
    every: dict[tuple[str, str], list[tuple[str, Fault]]] = {}
    for name in policykit.available():
        for fault in faults_of(policykit.load(name).pack):
            every.setdefault((fault[0], name), []).append((name, fault))
    groups = list(every.values())
    drawn.shuffle(groups)
    return [drawn.choice(groups[n % len(groups)]) for n in range(COUNT)]


def found_by(name: str, fault: Fault) -> list[str]:
    """Who finds the fault."""
    original, faulty = policykit.load(name), Policy(fault[2])

    def ask(question: str, facts: Any, on: date | None) -> Any:
        return faulty.ask(question, facts, on=on)

    found = []
    if any(d.severity in ("error", "warning") for d in prove_pack(fault[2], ask)):
        found.append("check")
    examples, _ = files.own_examples(policykit.available()[name])
    if not all(run_example(e, ask, fault[2].questions.get(e.question)).passed for e in examples):
        found.append("cases")
    if differ(original.pack, fault[2], fault[1].split("/")[0]):
        found.append("diff")
    return found


def differ(a: Pack, b: Pack, decision: str) -> bool:
    """Whether some case of the decision, or of the question whose step it is, comes out differently."""
    table = a.decisions[decision]
    assert isinstance(table, Table)
    question = table.of or decision
    facts = Facts(question, [a, b], ON)
    try:
        mine, theirs = Decided(a, facts, ON), Decided(b, facts, ON)
    except Untranslated:
        return False
    prover = Prover(facts)
    return any(prover.possible(c) for c in (differs(mine, theirs), mine.disagrees, theirs.disagrees))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "fault"), chosen(), ids=lambda v: v if isinstance(v, str) else f"{v[0]} in {v[1]}")
def test_a_seeded_fault_is_found(name: str, fault: Fault) -> None:
    assert found_by(name, fault)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(policykit.available()))
def test_the_packs_as_they_are_have_no_fault(name: str) -> None:
    policy = policykit.load(name)
    found = prove_pack(policy.pack, lambda q, facts, on: policy.ask(q, facts, on=on))
    assert [d.render() for d in found if d.severity != "note"] == []
