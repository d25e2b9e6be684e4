"""The program that the Python target writes for a table, followed on all its ways: where each rule answers and with what values, as conditions of Z3.

The formulas of the rules are taken as the terms of the smt target; all else is read from the text that runs: in which order rules are asked, which
columns part them, which conditions and rivals are left out because they are settled. What stands there in a form that is not known here is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ..ir.answer import Conclusion, Values, values_class
from ..ir.expr import Expr
from ..ir.pack import Pack, Table
from ..ir.types import Fact, SetOf, Type
from ..targets.python.expressions import Emitter
from ..targets.python.program import in_period
from ..targets.python.tables import Body
from ..targets.smt.logic import Bool, Number, both, chosen, compared, either, every, opposite, some
from ..targets.smt.values import Val, equal, literal, ordered

if TYPE_CHECKING:
    from ..targets.smt.decided import Decided


class NotFollowed(Exception):
    """A form of the program that is not known here."""


class Way(NamedTuple):
    """An end of the program: where it is reached, the rule (None: no rule holds) and its values; `disagree`: two rules contradict each other."""

    where: Bool
    rule: str | None
    values: tuple[Any, ...] | None = None
    disagree: bool = False


class Named(Emitter):
    """Writes a name for each formula in place of the formula."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.formulas: dict[str, tuple[Expr, Type | None]] = {}
        self._numbers: dict[tuple[Expr, Type | None], str] = {}

    def emit(self, node: Expr) -> str:
        return self._name(node, None)

    def emit_as(self, node: Expr, type_: Type) -> str:
        return self._name(node, type_)

    def _name(self, node: Expr, type_: Type | None) -> str:
        name = self._numbers.setdefault((node, type_), f"formula_{len(self._numbers)}")
        self.formulas[name] = (node, type_)
        return name


@dataclass
class Followed:
    """A table of `decided`, followed. Raises `NotFollowed`, `Untranslated`. Steps that the table reads are taken to have a value."""

    pack: Pack
    table: Table
    decided: Decided
    day: date
    ways: list[Way] = field(default_factory=list)

    def __post_init__(self) -> None:
        question = self.pack.questions[self.table.of or self.table.id]
        self.facts: Mapping[str, Fact] = {f.name: f for f in question.inputs}
        self.types: Mapping[str, Type] = {"value": self.table.gives} if self.table.gives is not None else {o.name: o.type for o in question.outputs}
        self.emitter = Named(self.pack.parameters, self.day, self.pack.instrument.month_end, calendar=self.pack.calendar)
        made = values_class(self.types, (isinstance(t, SetOf) for t in self.types.values()))
        self.body = Body(self.pack, self.table, self.emitter, tuple(self.types), made, in_period(self.table, self.day))
        self.known: dict[str, Any] = {f"u_{n}": None for n in self.pack.doubtful_steps} | {"U": None}
        lines = self.body.written(1)
        (program,) = ast.parse("\n".join(["def decide():", *lines])).body
        assert isinstance(program, ast.FunctionDef)
        self.run(program.body, True)

    # --- statements

    def run(self, statements: Sequence[ast.stmt], where: Bool) -> Bool:
        """Where the end of the statements is reached, if they are begun in `where`."""
        for statement in statements:
            if where is False:
                break
            match statement:
                case ast.If(test=test, body=then, orelse=[]):
                    holds = self.truth(test)
                    where = either(self.run(then, both(where, holds)), both(where, opposite(holds)))
                case ast.Try(body=then, handlers=[_], orelse=[], finalbody=[]):  # a year without a notice on holidays: an open answer of the same rule
                    where = self.run(then, where)
                case ast.Return(value=ast.Tuple(elts=[ending, values])):
                    self.end(where, ending, values)
                    return False
                case ast.Expr(value=ast.Call(func=ast.Name(id="_disagree"), args=[_, ast.Constant(value=str(rule)), _])):
                    self.ways.append(Way(where, rule, disagree=True))
                    return False
                case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="hits"), attr="append"), args=[ast.Tuple(elts=[ending, values])])):
                    self.end(where, ending, values)
                case ast.Assign(targets=[ast.Name(id="hits")], value=ast.List(elts=[])):
                    pass
                case ast.Assign(targets=[ast.Tuple()], value=ast.Call(func=ast.Name(id="_collect"))):
                    return False  # from here on all rules that hold are joined
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self.known[name] = self.value(value)
                case _:
                    raise NotFollowed(ast.unparse(statement).splitlines()[0])
        return where

    def end(self, where: Bool, ending: ast.expr, values: ast.expr) -> None:
        """A conclusion and its values. Conclusions that differ in the readings alone are of one rule."""
        found = self.conclusions(ending)
        (rule,) = {c.rule for c in found}
        (status,) = {c.status for c in found}
        self.ways.append(Way(where, rule, self.tuple_of(values) if status == "answered" else None))

    def conclusions(self, node: ast.expr) -> list[Conclusion]:
        match node:
            case ast.IfExp(body=a, orelse=b):
                return [*self.conclusions(a), *self.conclusions(b)]
            case ast.Name(id=name) if isinstance(found := self.emitter.constants.get(name), Conclusion):
                return [found]
        raise NotFollowed(ast.unparse(node))

    # --- expressions

    def truth(self, node: ast.expr) -> Bool:
        """Where an expression is true."""
        match node:
            case ast.BoolOp(op=ast.And(), values=parts):
                return every([self.truth(p) for p in parts])
            case ast.BoolOp(op=ast.Or(), values=parts):
                return some([self.truth(p) for p in parts])
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return opposite(self.truth(part))
            case ast.Constant(value=bool(value)):
                return value
            case ast.Name(id=name) if name in self.emitter.formulas:
                return self.decided.translator.truth(self.emitter.formulas[name][0])
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return self.beside(left, operator, right)
        raise NotFollowed(ast.unparse(node))

    def beside(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Bool:
        """A comparison: of a fact and constants, of what two rules say."""
        if isinstance(left, ast.Name) and left.id.startswith("v_"):
            fact = self.facts[left.id.removeprefix("v_")]
            value, other = self.decided.facts.slots[fact.name].value, self.constant(right)
            match operator:
                case ast.Is() | ast.Eq():
                    return equal(value, literal(other, fact.type))
                case ast.IsNot() | ast.NotEq():
                    return opposite(equal(value, literal(other, fact.type)))
                case ast.In():
                    return some(equal(value, literal(v, fact.type)) for v in sorted(other, key=str))
                case ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE():
                    return ordered(_ORDERS[type(operator)], value, literal(other, fact.type))
        if isinstance(left, ast.Name) and left.id in self.known and not left.id.startswith("u_"):
            return compared(_ORDERS[type(operator)], self.known[left.id], self.constant(right))
        if isinstance(left, ast.Name) and left.id.startswith("u_") and isinstance(operator, ast.IsNot):
            return False  # the steps have a value
        if isinstance(operator, ast.NotEq):
            a, b = self.tuple_of(left), self.tuple_of(right)
            return opposite(every(equal(x, y) for x, y in zip(a, b, strict=True)))
        raise NotFollowed(f"{ast.unparse(left)} … {ast.unparse(right)}")

    def value(self, node: ast.expr) -> Any:
        """What is kept under a name: the number of a branch, looked up by a fact's value."""
        match node:
            case ast.Subscript(value=ast.Name(id=table), slice=ast.Name(id=name)) if name.startswith("v_"):
                fact = self.facts[name.removeprefix("v_")]
                value = self.decided.facts.slots[fact.name].value
                *others, last = self.emitter.constants[table].items()
                found: Number = last[1]
                for key, number in others:
                    found = chosen(equal(value, literal(key, fact.type)), number, found)
                return found
            case ast.Call(func=ast.Name(id="V")):
                return self.tuple_of(node)
        raise NotFollowed(ast.unparse(node))

    def tuple_of(self, node: ast.expr) -> tuple[Val, ...]:
        """The values that a rule gives."""
        types = list(self.types.values())
        match node:
            case ast.Name(id=name) if isinstance(found := self.emitter.constants.get(name), Values):
                return tuple(literal(v, t) for v, t in zip(found, types, strict=True))
            case ast.Name(id=name) if isinstance(self.known.get(name), tuple):
                known: tuple[Val, ...] = self.known[name]
                return known
            case ast.Call(func=ast.Name(id="V"), args=[ast.Tuple(elts=parts)]):
                return tuple(self.given(p, t) for p, t in zip(parts, types, strict=True))
        raise NotFollowed(ast.unparse(node))

    def given(self, node: ast.expr, type_: Type) -> Val:
        if isinstance(node, ast.Name) and node.id in self.emitter.formulas:
            return self.decided.translator.output(self.emitter.formulas[node.id][0], type_)
        return literal(self.constant(node), type_)

    def constant(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=value):
                return value
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))):
                return -value
            case ast.Name(id=name) if name in self.emitter.constants:
                return self.emitter.constants[name]
        raise NotFollowed(ast.unparse(node))


_ORDERS: Mapping[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=", ast.NotEq: "!="}
