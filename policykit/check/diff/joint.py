"""Facts that conditions hold against one another (used to < used from + six months): the ways in which all these conditions can hold together.

The solver finds each way and a case for it, and that there is no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any

import z3

from ...ir.expr import Compare, Expr, Logic, Member, Not, Ref
from ...ir.types import Fact, ListOf, Record, SetOf, Word
from ...targets.smt.days import day_of
from ...targets.smt.facts import Facts
from ...targets.smt.formulas import Translator
from ...targets.smt.logic import asserted
from ...targets.smt.values import Untranslated
from .model import Law

MOST_ATOMS, MOST_WAYS = 24, 256
TIME = 3_000  # milliseconds for one step of the solver


def segments(question: str, group: Sequence[Fact], tests: Sequence[tuple[int, Expr]], laws: Sequence[Law]) -> list[tuple[Any, ...]] | None:
    """One case (values of the facts of the group) for each way; None where there are too many, or the solver cannot say."""
    if any(isinstance(f.type, ListOf | SetOf | Record | Word) for f in group):
        return None
    facts = Facts(question, [law.pack for law in laws], laws[0].on)
    translators = []
    for law in laws:
        own = copy(facts)
        own.on, own.day = law.on, day_of(law.on)
        translators.append(Translator(law.pack, own, law.on))
    try:
        found = {t.get_id(): t for n, e in tests for atom in _atoms(e) if not isinstance(t := translators[n].truth(atom), bool)}
    except Untranslated:
        return None
    for fact in group:
        none = facts.slots[fact.name].value.none
        if not isinstance(none, bool):
            found[none.get_id()] = none
    if len(found) > MOST_ATOMS or any(t.opaque or any(f is not False for f in t.fails) for t in translators):
        return None
    terms = list(found.values())
    solver = z3.Solver()
    solver.set("timeout", TIME)
    solver.add([asserted(d) for f in group for d in facts.slots[f.name].domain])
    ways: list[tuple[Any, ...]] = []
    while (verdict := solver.check()) == z3.sat and len(ways) <= MOST_WAYS:
        model = solver.model()
        ways.append(tuple(facts.slots[f.name].read(model) for f in group))
        solver.add(z3.Or([z3.Not(t) if z3.is_true(model.eval(t, model_completion=True)) else t for t in terms]) if terms else z3.BoolVal(False))
    return ways if verdict == z3.unsat else None


def _atoms(node: Expr) -> Iterator[Expr]:
    """The plain conditions of which a condition is made."""
    match node:
        case Not():
            yield from _atoms(node.part)
        case Logic():
            for part in node.parts:
                yield from _atoms(part)
        case Compare() | Member() | Ref():
            yield node
        case _:
            yield node
