"""A formula's tree -> typed IR, given the names in scope and the type that should stand there.

Bare words are values where a choice is expected, names otherwise. One fault at most per formula: the first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import timedelta
from typing import Any, cast

from ..diagnostics import MOST_SHOWN, Span, Text
from ..domain import numbers, periods
from ..domain.frozen import dataclass
from ..ir import expr as ir
from ..ir.labels import code_of
from ..ir.types import (
    Boolean,
    Choice,
    Date,
    DateTime,
    DayOfYear,
    Duration,
    EmptyType,
    ListOf,
    Months,
    NoneType,
    Number,
    Record,
    SetOf,
    Time,
    Type,
    Word,
    meet,
)  # fmt: skip
from . import faults
from .formula import FUNCTION_NAMES, LONGEST, WORDS, SyntaxFault, TooDeep, TooLong, Tree, parse_cell, parse_formula
from .operations import ORDERED, Fault, call_type, sum_type
from .yaml import Scalar, scalar_value


@dataclass(frozen=True)
class Scope:
    """The names a formula may use, and the keyed parameters (name -> key type, value type)."""

    names: Mapping[str, ir.Ref]
    keyed: Mapping[str, tuple[Type, Type]] = field(default_factory=dict)

    def with_variable(self, name: str, source: ir.Expr, type_: Type) -> Scope:
        """The scope inside `for name in source`."""
        return replace(self, names={**self.names, name: ir.Ref("variable", name, type_, ir.may_hold_none(source))})

    @property
    def all(self) -> list[str]:
        return sorted([*self.names, *self.keyed])


def read_formula(node: Scalar, scope: Scope, wanted: Type | None) -> ir.Expr:
    """The formula written in `node`, of type `wanted` where one is. Raises `Fault`."""
    resolver = _Resolver(node, scope)
    return resolver.formula(_parsed(node, parse_formula, wanted), wanted)


def read_cell(node: Scalar, scope: Scope, column: ir.Ref) -> ir.Expr | None:
    """The condition that a cell sets on its column; None where it sets none (`-`). Raises `Fault`."""
    resolver = _Resolver(node, scope)
    return resolver.cell(_parsed(node, parse_cell, column.type), column)


def literal(node: Scalar, type_: Type) -> Any:
    """The value written in `node`, which must be a plain literal of the type. Raises `Fault`."""
    tree = _Resolver(node, Scope({})).formula(_parsed(node, parse_formula, type_), type_)
    value = ir.constant(tree)
    if value is ir.NOT_CONSTANT:
        raise Fault(faults.bad_literal(node.inner, node.text, type_.label))
    return value


def _at(node: Scalar, start: int, end: int) -> Span:
    span = node.inner
    return span.part(start, end) if span.line == span.end_line else span


def _parsed(node: Scalar, parse: Callable[[str], Tree], type_: Type | None) -> Tree:
    if node.text[:1].islower() and node.text.isidentifier() and node.text.isascii() and node.text not in WORDS:  # most cells are one bare word
        name = Tree("name", node.text, (), 0, len(node.text))
        return Tree("tests", ",", (name,), 0, len(node.text)) if parse is parse_cell else name
    try:
        return parse(node.text)
    except SyntaxFault as e:
        if type_ is not None and (code := code_of(node.text, type_)) is not None:  # its label, where the code should stand
            raise Fault(faults.unknown_value(node.inner, node.text, (), code)) from None
        raise Fault(faults.syntax(_at(node, e.start, e.end), e.found, e.wanted, node.text)) from None
    except TooDeep as e:
        raise Fault(faults.formula_too_deep(_at(node, e.start, e.start + 1))) from None
    except TooLong:
        raise Fault(faults.formula_too_long(_at(node, 0, MOST_SHOWN), len(node.text), LONGEST)) from None


class _Resolver:
    def __init__(self, node: Scalar, scope: Scope) -> None:
        self.node = node
        self.scope = scope

    def span(self, tree: Tree) -> Span:
        return _at(self.node, tree.start, tree.end)

    # --- cells

    def cell(self, tree: Tree, column: ir.Ref) -> ir.Expr | None:
        if tree.kind == "any":
            return None
        if tree.kind == "not":
            inner = self.cell(tree.parts[0], column)
            assert inner is not None
            return ir.Not(inner, self.span(tree))
        values: list[ir.Expr] = []
        tests: list[ir.Expr] = []
        for part in tree.parts:
            test = self.test(part, column)
            if isinstance(test, ir.Compare) and test.operator == "=" and isinstance(test.right, ir.Literal) and test.right.value is not None:
                values.append(test.right)
            tests.append(test)
        if len(values) == len(tests) > 1:
            return ir.Member(column, ir.Items(tuple(values), ListOf(column.type)), self.span(tree))
        return tests[0] if len(tests) == 1 else ir.Logic("or", tuple(tests), self.span(tree))

    def test(self, tree: Tree, column: ir.Ref) -> ir.Expr:
        if tree.kind == "compare":
            return self.compared(tree.text, column, self.formula(tree.parts[0], _element(column.type)), tree)
        if tree.kind == "range":
            return self.ranged(tree, column)
        if tree.kind == "empty" and not _is_code(tree, column.type):
            return self.emptiness(column, tree)
        if tree.kind == "none" and not _is_code(tree, column.type):
            return ir.Compare("=", column, ir.Literal(None, NoneType(), self.span(tree)), self.span(tree))
        right = self.formula(tree, _element(column.type))
        if isinstance(right.type, SetOf | ListOf) and not isinstance(column.type, SetOf | ListOf):
            return ir.Member(column, right, self.span(tree))
        return self.compared("=", column, right, tree)

    def ranged(self, tree: Tree, column: ir.Expr) -> ir.Expr:
        low, high = (self.formula(p, _element(column.type)) for p in tree.parts)
        first = self.compared(">=" if tree.text[0] == "[" else ">", column, low, tree.parts[0])
        last = self.compared("<=" if tree.text[1] == "]" else "<", column, high, tree.parts[1])
        return ir.Logic("and", (first, last), self.span(tree))

    def emptiness(self, value: ir.Expr, tree: Tree) -> ir.Expr:
        if not isinstance(value.type, SetOf | ListOf):
            raise Fault(faults.type_mismatch(self.span(tree), Text("值", "a value"), EmptyType.label))
        count = ir.Call("count", (value,), Number(integer=True), self.span(tree))
        return ir.Compare("=", count, ir.Literal(0, Number(integer=True)), self.span(tree))

    def compared(self, operator: str, left: ir.Expr, right: ir.Expr, tree: Tree) -> ir.Compare:
        if meet(left.type, right.type) is None or (operator not in ("=", "!=") and not isinstance(left.type, (*ORDERED, NoneType))):
            raise Fault(faults.incomparable(self.span(tree), left.type.label, right.type.label))
        return ir.Compare(cast(Any, operator), left, right, self.span(tree))

    # --- formulas

    def formula(self, tree: Tree, wanted: Type | None = None) -> ir.Expr:
        node = self.node_of(tree, wanted)
        if wanted is not None and not _fits(node, wanted):
            raise Fault(faults.type_mismatch(self.span(tree), wanted.label, node.type.label))
        return node

    def node_of(self, tree: Tree, wanted: Type | None) -> ir.Expr:
        span = self.span(tree)
        if _is_code(tree, wanted):
            assert wanted is not None
            return ir.Literal(tree.text, wanted, span)
        match tree.kind:
            case "number":
                value = numbers.read_number(tree.text)
                if value is None:
                    raise Fault(faults.bad_literal(span, tree.text, Number().label))
                return ir.Literal(value, Number(integer=isinstance(value, int)), span)
            case "date":
                return self.read(tree, periods.read_date, Date())
            case "datetime":
                return self.read(tree, periods.read_datetime, DateTime())
            case "time":
                return self.read(tree, periods.read_time, Time())
            case "month_day":
                return self.read(tree, periods.read_day_of_year, DayOfYear())
            case "period":
                period = periods.read_period(tree.text)
                if period is None:
                    raise Fault(faults.bad_literal(span, tree.text, Text("期间", "a period")))
                return ir.Literal(period, Months() if isinstance(period, int) else Duration(), span)
            case "true" | "false":
                return ir.Literal(tree.kind == "true", Boolean(), span)
            case "none":
                return ir.Literal(None, NoneType(), span)
            case "empty":
                return ir.Items((), EmptyType(), span)
            case "string" | "name":
                return self.word(tree, wanted)
            case "not":
                return ir.Not(self.formula(tree.parts[0], Boolean()), span)
            case "logic":
                return ir.Logic(cast(Any, tree.text), tuple(self.formula(p, Boolean()) for p in tree.parts), span)
            case "compare":
                left, right = self.pair(*tree.parts)
                return self.compared(tree.text, left, right, tree)
            case "in":
                return self.membership(tree)
            case "minus":
                part = self.formula(tree.parts[0])
                if isinstance(part, ir.Literal) and isinstance(part.type, Number | Months | Duration):
                    return ir.Literal(numbers.negated(part.value), part.type, span)
                zero: Type = part.type if isinstance(part.type, Months | Duration) else Number(integer=True)
                return self.arithmetic(Tree("arithmetic", "-", (), tree.start, tree.end), ir.Literal(timedelta(0) if isinstance(zero, Duration) else 0, zero), part)
            case "arithmetic":
                left, second = self.formula(tree.parts[0]), tree.parts[1]
                wanted = left.type if isinstance(left.type, SetOf | ListOf) and second.kind == "list" and any(map(self.is_bare, second.parts)) else None
                return self.arithmetic(tree, left, self.formula(second, wanted))
            case "if":
                return self.conditional(tree, wanted)
            case "call":
                return self.call(tree, wanted)
            case "some" | "every":
                return self.quantified(tree)
            case "for":
                return self.mapped(tree, wanted)
            case "list":
                return self.items(tree, wanted)
            case "part":
                return self.part(tree)
            case "index":
                return self.index(tree)
            case "range":
                raise Fault(faults.syntax(span, self.node.text[tree.start : tree.end], Text("值", "a value")))
        raise AssertionError(tree.kind)

    def read(self, tree: Tree, reader: Callable[[str], Any], type_: Type) -> ir.Expr:
        value = reader(tree.text)
        if value is None:
            raise Fault(faults.bad_literal(self.span(tree), tree.text, type_.label))
        return ir.Literal(value, type_, self.span(tree))

    def word(self, tree: Tree, wanted: Type | None) -> ir.Expr:
        span = self.span(tree)
        text = tree.text[1:-1] if tree.kind == "string" else tree.text
        choice = wanted if isinstance(wanted, Choice) else None
        if choice is not None and text in choice.values:
            return ir.Literal(text, choice, span)
        if tree.kind == "string":
            if choice is not None:
                raise Fault(faults.unknown_value(span, text, choice.values))
            return ir.Literal(text, Word(), span)
        if text in self.scope.names:
            named = self.scope.names[text]
            return ir.Ref(named.origin, named.name, named.type, named.optional, span)
        if isinstance(wanted, Word):
            return ir.Literal(text, Word(), span)
        if choice is not None:
            raise Fault(faults.unknown_value(span, text, choice.values))
        raise Fault(faults.unknown_name(span, text, self.scope.all))

    def is_bare(self, tree: Tree) -> bool:
        """A word that names nothing in scope: a value of what stands beside it."""
        return tree.kind in ("name", "string") and tree.text not in self.scope.names

    def pair(self, a: Tree, b: Tree) -> tuple[ir.Expr, ir.Expr]:
        """Both sides of a comparison: a bare word on one side is a value of the other side's choice."""
        if self.is_bare(a):
            right = self.formula(b)
            return self.formula(a, right.type if isinstance(right.type, Choice | Word) else None), right
        left = self.formula(a)
        wanted = left.type if isinstance(left.type, Choice | Word) and b.kind in ("name", "string") else None
        return left, self.formula(b, wanted)

    def membership(self, tree: Tree) -> ir.Expr:
        left, right = tree.parts
        if right.kind == "range":
            return self.ranged(right, self.formula(left))
        if self.is_bare(left):
            collection = self.formula(right)
            value = self.formula(left, getattr(collection.type, "of", None))
        else:
            value = self.formula(left)
            collection = self.formula(right, ListOf(_element(value.type) or value.type) if right.kind == "list" else None)
        inner = getattr(collection.type, "of", value.type)
        if not isinstance(collection.type, SetOf | ListOf | EmptyType) or meet(value.type, inner) is None:
            raise Fault(faults.incomparable(self.span(tree), value.type.label, collection.type.label))
        return ir.Member(value, collection, self.span(tree))

    def arithmetic(self, tree: Tree, left: ir.Expr, right: ir.Expr) -> ir.Expr:
        type_ = sum_type(tree.text, left.type, right.type)
        if type_ is None:
            raise Fault(faults.no_operation(self.span(tree), tree.text, left.type.label, right.type.label))
        return ir.Arithmetic(cast(Any, tree.text), left, right, type_, self.span(tree))

    def conditional(self, tree: Tree, wanted: Type | None) -> ir.Expr:
        condition = self.formula(tree.parts[0], Boolean())
        then, other = self.formula(tree.parts[1], wanted), self.formula(tree.parts[2], wanted)
        type_ = meet(then.type, other.type)
        if type_ is None:
            raise Fault(faults.type_mismatch(self.span(tree.parts[2]), then.type.label, other.type.label))
        return ir.If(condition, then, other, wanted or type_, self.span(tree))

    def quantified(self, tree: Tree) -> ir.Expr:
        source = self.formula(tree.parts[1])
        if not isinstance(source.type, SetOf | ListOf):
            raise Fault(faults.type_mismatch(self.span(tree.parts[1]), ListOf.label, source.type.label))
        inner = _Resolver(self.node, self.scope.with_variable(tree.text, source, source.type.of))
        return ir.Quantified(cast(Any, tree.kind), tree.text, source, inner.formula(tree.parts[2], Boolean()), self.span(tree))

    def mapped(self, tree: Tree, wanted: Type | None) -> ir.Expr:
        source = self.formula(tree.parts[1])
        if not isinstance(source.type, SetOf | ListOf):
            raise Fault(faults.type_mismatch(self.span(tree.parts[1]), ListOf.label, source.type.label))
        inner = _Resolver(self.node, self.scope.with_variable(tree.text, source, source.type.of))
        body = inner.formula(tree.parts[2], wanted.of if isinstance(wanted, SetOf | ListOf) else None)
        return ir.Mapped(tree.text, source, body, SetOf(body.type) if isinstance(wanted, SetOf) else ListOf(body.type), self.span(tree))

    def items(self, tree: Tree, wanted: Type | None) -> ir.Expr:
        inner = wanted.of if isinstance(wanted, SetOf | ListOf) else None
        parts = tuple(self.formula(p, inner) for p in tree.parts)
        if not parts:
            return ir.Items((), wanted if isinstance(wanted, SetOf | ListOf) else EmptyType(), self.span(tree))
        type_ = inner or parts[0].type
        for part, written in zip(parts[1:], tree.parts[1:], strict=True):
            met = meet(type_, part.type)
            if met is None:
                raise Fault(faults.type_mismatch(self.span(written), type_.label, part.type.label))
            type_ = inner or met
        return ir.Items(parts, SetOf(type_) if isinstance(wanted, SetOf) else ListOf(type_), self.span(tree))

    def part(self, tree: Tree) -> ir.Expr:
        record = self.formula(tree.parts[0])
        if isinstance(record.type, Record):
            found = next((f for n, f in record.type.fields if n == tree.text), None)
            if found is not None:
                return ir.Part(record, tree.text, found.type, record.optional or found.absent.kind == "none", self.span(tree))
            raise Fault(faults.unknown_name(self.span(tree), tree.text, [n for n, _ in record.type.fields]))
        if isinstance(record.type, Months) and tree.text in ("years", "months"):
            return ir.Part(record, tree.text, Number(integer=True), record.optional, self.span(tree))
        if isinstance(record.type, Date | DateTime) and tree.text in ("year", "month", "day"):
            return ir.Part(record, tree.text, Number(integer=True), record.optional, self.span(tree))
        raise Fault(faults.type_mismatch(self.span(tree.parts[0]), Record.label, record.type.label))

    def index(self, tree: Tree) -> ir.Expr:
        name = tree.parts[0]
        if name.kind != "name" or name.text not in self.scope.keyed:
            raise Fault(faults.unknown_name(self.span(name), name.text or self.node.text[name.start : name.end], sorted(self.scope.keyed)))
        key_type, value_type = self.scope.keyed[name.text]
        return ir.Keyed(name.text, self.formula(tree.parts[1], key_type), value_type, self.span(tree))

    def call(self, tree: Tree, wanted: Type | None) -> ir.Expr:
        span = self.span(tree)
        if tree.text not in FUNCTION_NAMES:
            raise Fault(faults.unknown_function(self.span(Tree("name", tree.text, (), tree.start, tree.start + len(tree.text))), tree.text, FUNCTION_NAMES))
        inner = wanted if tree.text in ("union", "difference", "intersection") else None
        if tree.text == "next in order" and len(tree.parts) == 2:
            done = self.formula(tree.parts[1], ListOf(Word()) if tree.parts[1].kind == "list" else None)
            arguments: tuple[ir.Expr, ...] = (self.formula(tree.parts[0], done.type), done)
        elif tree.text == "list contains" and len(tree.parts) == 2:
            whole = self.formula(tree.parts[0])
            element = getattr(whole.type, "of", None)
            arguments = (whole, self.formula(tree.parts[1], element if isinstance(element, Choice | Word) and self.is_bare(tree.parts[1]) else None))
        else:
            arguments = tuple(self.formula(p, inner if p.kind in ("list", "if", "call", "for") else None) for p in tree.parts)
        type_ = call_type(tree.text, arguments, span, [self.span(p) for p in tree.parts])
        if isinstance(inner, SetOf | ListOf):
            type_ = SetOf(inner.of)
        return ir.Call(tree.text, arguments, type_, span)


def _element(type_: Type) -> Type | None:
    """What a value of the type may be compared with: a whole number with any number, none with anything."""
    if isinstance(type_, Number):
        return Number(money=type_.money, unit=type_.unit)
    return type_ if not isinstance(type_, NoneType) else None


def _is_code(tree: Tree, wanted: Type | None) -> bool:
    """A keyword (`none`) that is a code of the choice expected here is that code."""
    return isinstance(wanted, Choice) and tree.kind in ("none", "empty", "true", "false") and tree.text in wanted.values


def _fits(node: ir.Expr, wanted: Type) -> bool:
    """Whether the value may stand where `wanted` is expected; a choice must not bring codes of its own."""
    if isinstance(node, ir.Items) and isinstance(wanted, SetOf | ListOf):
        return all(_fits(p, wanted.of) for p in node.parts)
    if isinstance(node.type, Choice) and isinstance(wanted, Choice) and not isinstance(node, ir.Ref):
        return set(node.type.values) <= set(wanted.values) or (isinstance(node, ir.Literal) and node.value in wanted.values)
    if isinstance(wanted, ListOf) and isinstance(node.type, SetOf):
        return False  # a set has no order
    if isinstance(wanted, Number) and wanted.integer and isinstance(node.type, Number):
        return not isinstance(node, ir.Literal) or node.type.integer  # whether a computed number is whole shows only when it is computed
    return meet(node.type, wanted) is not None


def plain_text(node: Scalar) -> str:
    """The scalar as cell text: booleans and numbers keep their core form."""
    value = scalar_value(node)
    return "none" if value is None else node.text
