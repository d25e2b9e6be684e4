"""What can be checked only when the whole pack is read: quotations, cycles among steps, parameters in force."""

from __future__ import annotations

from collections.abc import Mapping as Map

from ..diagnostics import Diagnostic, Span
from ..ir import expr as ir
from ..ir.pack import Answered, Clause, Decision, Pack, Rule, Table
from . import faults
from .nodes import entries, items, scalars
from .tables import ring
from .yaml import Mapping, Node, Scalar


def cycles(decisions: Map[str, Decision]) -> list[Diagnostic]:
    """Steps that need each other."""
    found = ring({n: tuple(sorted(steps_read(d))) for n, d in decisions.items()})
    if not found:
        return []
    span = decisions[found[0]].span
    assert span is not None
    return [faults.cycle(span, found)]


def parameters_not_in_force(pack: Pack) -> list[Diagnostic]:
    """Every parameter has a value whenever a rule that is in force reads it."""
    found: list[Diagnostic] = []
    first = pack.instrument.period.first
    days = [*([first] if first else []), *pack.epochs]
    for table in pack.decisions.values():
        for rule in table.rules if isinstance(table, Table) else ():
            for span, formula in rule_formulas(rule):
                for name in sorted(ir.names(formula, "parameter")):
                    missing = next((d for d in days if rule.period.covers(d) and pack.parameters[name].on(d) is None), None)
                    at = span or rule.span
                    if missing is not None and at is not None:
                        found.append(faults.not_in_force_then(at, name, str(missing)))
    return found


def rule_formulas(rule: Rule) -> list[tuple[Span | None, ir.Expr]]:
    """The formulas of a rule with their places: conditions, then outputs."""
    found: list[tuple[Span | None, ir.Expr]] = [(t.span, t.holds) for t in rule.tests]
    if isinstance(rule.result, Answered):
        found += [(e.span or rule.span, e) for _, e in rule.result.outputs]
    return found


def steps_read(decision: Decision) -> set[str]:
    """The steps that a decision reads."""
    if not isinstance(decision, Table):
        return set()
    return {n for r in decision.rules for _, formula in rule_formulas(r) for n in ir.names(formula, "step")}


def misquoted(node: Node, clauses: Map[str, Clause]) -> list[Diagnostic]:
    """Citations below `node` whose clause does not exist or does not hold the words."""
    found: list[Diagnostic] = []
    stack: list[Node] = [node]
    bare = {a: "".join(c.quote.split()) for a, c in clauses.items()}
    while stack:
        current = stack.pop()
        if isinstance(current, Scalar):
            continue
        for key, value in entries(current):
            if key.text == "cite":
                found += _cited_wrongly(value, clauses, bare)
            elif key.text != "clauses":
                stack.append(value)
        if not isinstance(current, Mapping):
            stack += list(items(current))
    return found


def _cited_wrongly(cite: Node, clauses: Map[str, Clause], bare: Map[str, str]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for address, said in entries(cite):
        if address.text not in clauses:
            found.append(faults.unknown_clause(address.span, address.text, list(clauses)))
            continue
        for words in scalars(said):
            if "".join(words.text.split()) not in bare[address.text] or not words.text.strip():
                found.append(faults.quotation(words.inner, address.text, clauses[address.text].quote))
    return found
