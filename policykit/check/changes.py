"""Small changes of a rule, one at a time: each threshold moved by a unit, each comparison made stricter or laxer, each outcome changed, each exception
and each condition dropped. With the dropped rules and moved parameters of `mutation` they are what a pack's cases should notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from ..ir.expr import Arithmetic, Call, Compare, Expr, If, Items, Keyed, Literal, Logic, Mapped, Member, Not, Part, Quantified, Ref
from ..ir.pack import Answered, Pack, Rule, Table
from ..ir.types import Boolean, Choice, Date, DateTime, DayOfYear, Duration, ListOf, Months, Number, SetOf, Time, Type
from .mutation import Mutant, askers, mutants, steps

STRICTNESS: Final = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_THRESHOLDS = (Date, DateTime, DayOfYear, Duration, Months, Number, Time)


def all_mutants(pack: Pack) -> Iterator[Mutant]:
    """Every mutant: those that coverage counts, and every small change of a rule."""
    yield from mutants(pack)
    for table in pack.decisions.values():
        if not isinstance(table, Table):
            continue
        for rule in table.rules:
            for what, changed in changed_rules(pack, table, rule):
                new = replace(table, rules=tuple(changed if r is rule else r for r in table.rules))
                decisions = {**pack.decisions, table.id: new}
                where = f"rule {table.id}/{rule.id}: {what}"
                yield Mutant(where, replace(pack, decisions=decisions), askers(pack, [table.id]), frozenset(), rule.cite, rule.span)


def changed_rules(pack: Pack, table: Table, rule: Rule) -> Iterator[tuple[str, Rule]]:
    """The rule with one small change, and what was done."""
    for i, test in enumerate(rule.tests):
        rest = (*rule.tests[:i], *rule.tests[i + 1 :])
        yield f"condition {test.column or i + 1} dropped", replace(rule, tests=rest)
        for what, holds in _changed(test.holds):
            yield f"{test.column or 'if'}: {what}", replace(rule, tests=(*rule.tests[:i], replace(test, holds=holds), *rule.tests[i + 1 :]))
    for base in rule.excepts:
        left = tuple(b for b in rule.excepts if b != base)
        yield f"exception to {base} dropped", replace(rule, excepts=left)
    if isinstance(rule.result, Answered):
        types = _types(pack, table)
        for i, (name, formula) in enumerate(rule.result.outputs):
            before, after = rule.result.outputs[:i], rule.result.outputs[i + 1 :]
            for what, other in _other_value(formula, types.get(name)):
                yield f"{name}: {what}", replace(rule, result=Answered((*before, (name, other), *after)))


def _types(pack: Pack, table: Table) -> dict[str, Type]:
    if table.gives is not None:
        return {"value": table.gives}
    return {o.name: o.type for o in pack.questions[table.id].outputs}


def _other_value(formula: Expr, type_: Type | None) -> Iterator[tuple[str, Expr]]:
    """Another outcome in place of one: the next code, the opposite, a unit more, an element less; of what is computed, each small change of the formula."""
    if isinstance(formula, Literal):
        for value in _others(formula.value, type_):
            yield f"{formula.value} -> {value}", replace(formula, value=value)
    elif isinstance(formula, Items):
        for i, part in enumerate(formula.parts):
            yield f"without {getattr(part, 'value', i + 1)}", replace(formula, parts=(*formula.parts[:i], *formula.parts[i + 1 :]))
    else:
        yield from _changed(formula)


def _others(value: Any, type_: Type | None) -> list[Any]:
    match type_:
        case Boolean() if isinstance(value, bool):
            return [not value]
        case Choice(values=codes) if value in codes:
            others = [c for c in codes if c not in (value, "unknown", "undetermined")]
            return others[:1]
        case SetOf() | ListOf() if isinstance(value, tuple | frozenset):
            return [type(value)(v for v in value if v != gone) for gone in sorted(value, key=str)]
    return steps(value)[:1] if not isinstance(value, str) and value is not None else []


def _changed(node: Expr) -> Iterator[tuple[str, Expr]]:
    """The formula with one small change in it."""
    match node:
        case Compare():
            if node.operator in STRICTNESS:
                stricter = STRICTNESS[node.operator]
                yield f"{node.operator} -> {stricter}", replace(node, operator=stricter)  # type: ignore[arg-type]  # an operator again
            for what, left in _changed(node.left):
                yield what, replace(node, left=left)
            for what, right in _changed(node.right):
                yield what, replace(node, right=right)
        case Literal(value=value, type=type_):
            if isinstance(type_, _THRESHOLDS) and value is not None:
                for moved in steps(value):
                    yield f"{value} -> {moved}", replace(node, value=moved)
        case Logic() | Items():
            for i, part in enumerate(node.parts):
                if isinstance(node, Logic):
                    rest = (*node.parts[:i], *node.parts[i + 1 :])
                    yield f"part {i + 1} of `{node.operator}` dropped", rest[0] if len(rest) == 1 else replace(node, parts=rest)
                elif isinstance(part, Literal) and len(node.parts) > 1:
                    yield f"without {part.value}", replace(node, parts=(*node.parts[:i], *node.parts[i + 1 :]))
                for what, changed in _changed(part):
                    yield what, replace(node, parts=(*node.parts[:i], changed, *node.parts[i + 1 :]))
        case Not():
            for what, part in _changed(node.part):
                yield what, replace(node, part=part)
        case Member():
            for what, collection in _changed(node.collection):
                yield what, replace(node, collection=collection)
        case Arithmetic():
            for what, left in _changed(node.left):
                yield what, replace(node, left=left)
            for what, right in _changed(node.right):
                yield what, replace(node, right=right)
        case If():
            for what, condition in _changed(node.condition):
                yield what, replace(node, condition=condition)
            for what, then in _changed(node.then):
                yield what, replace(node, then=then)
            for what, other in _changed(node.other):
                yield what, replace(node, other=other)
        case Call():
            for i, argument in enumerate(node.arguments):
                for what, changed in _changed(argument):
                    yield what, replace(node, arguments=(*node.arguments[:i], changed, *node.arguments[i + 1 :]))
        case Quantified() | Mapped():
            for what, body in _changed(node.body):
                yield what, replace(node, body=body)
        case Ref() | Part() | Keyed():
            return
