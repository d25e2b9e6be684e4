"""`properties:` of a pack -> `ir.Property`. A formula may name what a rule may, and the outputs and `status` of the answer."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import replace

from ..diagnostics import Text
from ..ir import expr as ir
from ..ir.pack import Question, Table
from ..ir.property import AddsUp, Always, Claim, Monotone, NeverBoth, Property
from ..ir.types import Boolean, Choice, Date, DateTime, Duration, Months, Number, Time, Type
from . import faults
from .nodes import entries, items, label, mapping, scalars, word
from .tables import Tables
from .typing import Scope
from .yaml import Mapping, Node, Scalar, Sequence

STATUS = Choice(("answered", "silent", "undetermined"))
CLAIMS = ("always", "never", "adds_up", "monotone")
DIRECTIONS = ("rising", "falling")
RISES = (Number, Date, DateTime, Time, Months, Duration)


def read_properties(node: Node | None, tables: Tables, decisions: Map[str, object]) -> dict[str, Property]:
    """The properties; what is wrong with them goes to `tables.faults`."""
    found: dict[str, Property] = {}
    for key, value in entries(node):
        read = _read(key, mapping(value), tables, decisions)
        if read is not None:
            found[key.text] = read
    return found


def _read(key: Scalar, node: Mapping, tables: Tables, decisions: Map[str, object]) -> Property | None:
    of = node.get("of")
    assert isinstance(of, Scalar)
    question = tables.questions.get(of.text)
    if question is None or not isinstance(decisions.get(of.text), Table):
        known = [n for n, d in decisions.items() if isinstance(d, Table) and d.of is None]
        tables.faults.append(faults.unknown_question(of.span, of.text, known))
        return None
    given = [c for c in CLAIMS if node.get(c) is not None]
    if len(given) != 1:
        tables.faults.append(faults.missing_key(key.span, "always") if not given else faults.wrong_shape(key.span, Text("只有一项主张", "one claim only")))
        return None
    scope = _scope(question, tables)
    claim = _claim(given[0], node, question, scope, tables)
    tests = tables.cover_tests(node, question)
    return None if claim is None else Property(key.text, label(node.get("label")) or Text("", ""), question.id, tests, claim, key.span)


def _scope(question: Question, tables: Tables) -> Scope:
    scope = tables.scope(question)
    outputs = {o.name: ir.Ref("step", o.name, o.type, optional=True) for o in question.outputs}
    return replace(scope, names={**scope.names, **outputs, "status": ir.Ref("step", "status", STATUS)})


def _claim(kind: str, node: Mapping, question: Question, scope: Scope, tables: Tables) -> Claim | None:
    def formulas(nodes: Node | None, wanted: Type | None) -> tuple[ir.Expr, ...]:
        return tuple(f for f in (tables.formula(n, scope, wanted) for n in (items(nodes) if nodes is not None and not isinstance(nodes, Scalar) else (nodes,))) if f is not None)

    inside = node.get(kind)
    listed = {"never": inside, "adds_up": mapping(inside).get("parts") if kind == "adds_up" else None}.get(kind)
    if isinstance(listed, Sequence) and not listed.items:
        tables.faults.append(faults.wrong_shape(listed.span, Text("至少一项", "one or more formulas")))
        return None
    match kind:
        case "always":
            found = formulas(inside, Boolean())
            return Always(found[0]) if found else None
        case "never":
            return NeverBoth(formulas(inside, Boolean()))
        case "adds_up":
            whole = formulas(mapping(inside).get("to"), Number())
            return AddsUp(formulas(mapping(inside).get("parts"), Number()), whole[0]) if whole else None
    return _monotone(mapping(inside), question, tables)


def _monotone(node: Mapping, question: Question, tables: Tables) -> Monotone | None:
    """One input that rises, one output, and its order or direction."""
    input_, output, order = node.get("input"), node.get("output"), node.get("order")
    assert isinstance(input_, Scalar) and isinstance(output, Scalar)
    fact, given = question.input(input_.text), question.output(output.text)
    if fact is None:
        tables.faults.append(faults.unknown_input(input_.span, question.id, input_.text, [f.name for f in question.inputs]))
        return None
    if given is None:
        tables.faults.append(faults.unknown_output(output.span, question.id, output.text, [o.name for o in question.outputs]))
        return None
    if not isinstance(fact.type, RISES):
        tables.faults.append(faults.type_mismatch(input_.span, Number().label, fact.type.label))
        return None
    if isinstance(given.type, RISES):
        if isinstance(order, Scalar) and word(order) in DIRECTIONS:
            return Monotone(fact.name, given.name, (), word(order) == "falling")
        tables.faults.append(faults.wrong_shape(order.span if order is not None else output.span, Text("`rising` 或 `falling`", "`rising` or `falling`")))
        return None
    if not isinstance(given.type, Choice):
        tables.faults.append(faults.type_mismatch(output.span, Text("数、时间或选项", "a number, a time or a choice"), given.type.label))
        return None
    codes = scalars(order)
    wrong = [faults.unknown_value(s.span, s.text, given.type.values) for s in codes if s.text not in given.type.values]
    if not wrong and len({s.text for s in codes}) < max(len(codes), 2):  # of one value alone nothing can go the wrong way
        wrong = [faults.wrong_shape(order.span if order is not None else output.span, Text("两个或更多不同的取值", "two or more different values"))]
    tables.faults += wrong
    return None if wrong else Monotone(fact.name, given.name, tuple(s.text for s in codes))
