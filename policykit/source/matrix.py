"""A responsibility matrix (categories x functions -> lead, with, assisting) -> a table in which every row that holds adds its bodies.

A lead row for a named category beats lead rows for all categories on the same function; with and assisting rows of both add up; a body
is listed once, in its strongest role. A pair without a row is silent; a row that is `open` leaves the pair undetermined.

Rows may hold for some time only, since an amendment ends and begins them: a lead row for all categories is as many rules as there are spans of time
with other named rows beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ..diagnostics import Diagnostic, Text
from ..ir import expr as ir
from ..ir.cells import Test
from ..ir.instrument import Period
from ..ir.labels import code_of
from ..ir.pack import Answered, Question, Result, Rule, Table, Undetermined
from ..ir.types import Choice, ListOf, SetOf
from . import faults
from .nodes import items, label, mapping, period, quotes, scalars
from .yaml import Mapping, Node, Scalar

ROLES = ("lead", "with", "assisting")
EVERY = "all"


def read_matrix(key: Scalar, node: Node, question: Question, found: list[Diagnostic], readings: Callable[[Node | None], tuple[str, ...]]) -> Table | None:
    """The table of a matrix. `question` must have the choices `category` (with `all`) and `function` and the outputs of `ROLES`."""
    category, function = question.input("category"), question.input("function")
    if category is None or function is None or not isinstance(category.type, Choice) or not isinstance(function.type, Choice):
        found.append(faults.unknown_input(key.span, question.id, "category", [f.name for f in question.inputs]))
        return None
    rows = [mapping(n) for n in items(node)]
    for row in rows:
        for column, type_ in (("category", category.type), ("function", function.type)):
            found += [faults.unknown_value(s.span, s.text, type_.values, code_of(s.text, type_)) for s in scalars(row.get(column)) if s.text not in type_.values]
    rules = [rule for row in rows for rule in _rules(row, rows, question, found, readings)]
    return Table(key.text, "all", tuple(rules), ranked=ROLES, span=key.span)


def _rules(row: Mapping, rows: list[Mapping], question: Question, found: list[Diagnostic], readings: Callable[[Node | None], tuple[str, ...]]) -> Iterator[Rule]:
    id_node = row.get("id")
    assert isinstance(id_node, Scalar)
    categories, functions = _codes(row, "category"), _codes(row, "function")
    tests, own = [_member("function", functions, question, row)], period(row, found)
    rule = Rule(id_node.text, tuple(tests), _result(row, question, found), quotes(row.get("cite")), readings=readings(row.get("reading")), period=own, span=id_node.span)
    if EVERY not in categories:
        yield replace(rule, tests=(*tests, _member("category", categories, question, row)))
    elif row.get("lead") is None:
        yield rule
    else:
        named = [(other, period(other, [])) for other in rows if other.get("lead") is not None and not {*functions}.isdisjoint(_codes(other, "function"))]
        for span in _spans(own, [p for _, p in named]):
            beside = [other for other, p in named if p.covers(span.first or date.min)]
            id_ = rule.id if span.last == own.last else f"{rule.id}-until-{span.last}"
            yield replace(rule, id=id_, tests=(*tests, *_unless_named(functions, beside, question, row)), period=span)


def _spans(own: Period, others: Sequence[Period]) -> Iterator[Period]:
    """A period in parts, through each of which the same of the others hold."""
    first = own.first
    for day in sorted({p.first for p in others if p.first} | {p.last + timedelta(days=1) for p in others if p.last}):
        if own.covers(day) and day != own.first:
            yield Period(first, day - timedelta(days=1))
            first = day
    yield Period(first, own.last)


def _codes(row: Mapping, column: str) -> list[str]:
    return [s.text for s in scalars(row.get(column))]


def _member(column: str, codes: list[str], question: Question, row: Mapping) -> Test:
    cell = row.get(column)
    return Test(column, _in(column, codes, question), cell.span if cell is not None else row.span)


def _in(column: str, codes: list[str], question: Question) -> ir.Expr:
    fact = question.input(column)
    assert fact is not None
    ref = ir.Ref("input", column, fact.type, fact.absent.kind == "none")
    if len(codes) == 1:
        return ir.Compare("=", ref, ir.Literal(codes[0], fact.type))
    return ir.Member(ref, ir.Items(tuple(ir.Literal(c, fact.type) for c in codes), ListOf(fact.type)))


def _unless_named(functions: list[str], rows: list[Mapping], question: Question, row: Mapping) -> list[Test]:
    """For a lead row of all categories: the categories that have a lead row of their own for the function are left to it."""
    conditions: list[ir.Expr] = []
    for function in functions:
        named: dict[str, None] = {}
        for other in rows:
            if function in _codes(other, "function"):
                named |= {c: None for c in _codes(other, "category") if c != EVERY}
        if named:
            conditions.append(ir.Not(ir.Logic("and", (_in("function", [function], question), _in("category", list(named), question)))))
    whole = conditions[:1] if len(conditions) < 2 else [ir.Logic("and", tuple(conditions))]
    return [Test(None, c, row.span) for c in whole]  # one, as a rule has: other readings keep it by its column


def _result(row: Mapping, question: Question, found: list[Diagnostic]) -> Result:
    if row.get("open") is not None:
        return Undetermined(label(row.get("open")) or Text("", ""))
    outputs: list[tuple[str, ir.Expr]] = []
    for role in ROLES:
        output = question.output(role)
        if row.get(role) is None or output is None or not isinstance(output.type, SetOf):
            continue
        party = output.type.of
        known = party.values if isinstance(party, Choice) else ()
        found += [faults.unknown_party(s.span, s.text, known, code_of(s.text, party)) for s in scalars(row.get(role)) if s.text not in known]
        outputs.append((role, ir.Items(tuple(ir.Literal(s.text, party) for s in scalars(row.get(role))), output.type)))
    if not outputs:
        at = row.get("id") or row
        found.append(faults.missing_key(at.span, "lead"))
    return Answered(tuple(outputs))
