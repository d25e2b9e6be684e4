"""Formulas -> Python expressions. Parameters are constants: a program is made for a stretch of time in which the law does not change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, assert_never

from ...domain import numbers
from ...domain.calendar import Calendar, official
from ...domain.periods import ADDERS
from ...ir.expr import Arithmetic, Call, Compare, Expr, If, Items, Keyed, Literal, Logic, Mapped, Member, Not, Part, Quantified, Ref, walk
from ...ir.pack import Parameter
from ...ir.types import Date, DateTime, Duration, EmptyType, ListOf, Months, Number, SetOf, Type
from . import runtime
from .sums import kept

_PYTHON = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_EXACT = {"+": "add", "-": "subtract", "*": "multiply"}
# A sum may be computed early where it names only facts and constants and cannot fail: no bound variable, no step (which may have no value),
# nothing that raises, no date that has been moved before.
_NOT_EARLY = re.compile(r":=|\b[xs]_|\b_dead\b|\b_plus_duration\b|\b_plus_months\(.*\b_plus_months\(")


@dataclass
class Emitter:
    """Writes expressions; gathers the constants they name. Only literals and names made here reach the source."""

    parameters: Mapping[str, Parameter]
    day: date | None  # a day of the stretch the program is for
    month_end: str = "last_day"
    constants: dict[str, Any] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)  # parameters read
    calendar: Calendar | None = None  # the official one where none is given
    plain_facts: bool = False  # numbers among the facts are whole numbers and decimals, never fractions
    kept_days: tuple[str, ...] = ()  # days of the case by which sums are kept

    def __post_init__(self) -> None:
        self._keys: dict[tuple[Any, ...], str] = {}
        self._temporaries: dict[str, str] = {}  # the same expression always has the same name, so that equal conditions are equal text
        self._hoisted = 0
        self._sums: dict[str, None] = {}
        for name in (
            "rational",
            "plus_duration",
            "date_from",
            "least",
            "most",
            "total",
            "whole",
            "as_set",
            "rounded",
            "months_between",
            "years_of",
            "months_of",
            "magnitude",
            "joined",
            "without",
            "moment",
            "dead",
            "disagree",
            "both",
            "some",
            "opposite",
            "one",
            "day_of_period",
            "next_in_order",
        ):
            self.constants[f"_{name}"] = getattr(runtime, name)
        self.constants |= {
            **{f"_{name}": getattr(numbers, name) for name in _EXACT.values()},
            **{f"_{name}_decimals": getattr(numbers.EXACT, name) for name in _EXACT.values()},
            "_plus_months": ADDERS[self.month_end],
            "_workdays_after": self._workdays_after,
            "_next_workday": self._next_workday,
        }

    def _workdays_after(self, day: date | None, count: int | None) -> date | None:
        return None if day is None or count is None else (self.calendar or official()).workdays_after(day, count)

    def _next_workday(self, day: date | None) -> date | None:
        return None if day is None else (self.calendar or official()).next_workday(day)

    def constant(self, value: Any) -> str:
        """A name (or inline literal) for a constant."""
        if value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 10**18):
            return repr(value)
        if isinstance(value, str) and value.isascii() and value.isidentifier():
            return repr(value)
        try:
            key = (type(value), value, tuple(map(type, value)) if isinstance(value, tuple | frozenset) else ())  # (1,) and (True,) are equal
            if key not in self._keys:
                self._keys[key] = f"k{len(self._keys)}"
                self.constants[self._keys[key]] = value
            return self._keys[key]
        except TypeError:  # a mapping or record has no hash: it gets a name of its own
            name = f"k{len(self._keys)}_{len(self.constants)}"
            self.constants[name] = value
            return name

    def parameter(self, name: str) -> Any:
        """The value on the day; a marker where there is none."""
        self.used.add(name)
        parameter = self.parameters[name]
        found = parameter.on(self.day) if self.day is not None else (parameter.values[-1] if parameter.values else None)
        return _NOTHING if found is None or found.value is None else found.value

    def emit(self, node: Expr) -> str:
        """The expression in brackets where it needs them."""
        match node:
            case Literal():
                return self.constant(node.value)
            case Ref():
                return self.name(node)
            case Not():
                return f"(not {self.emit(node.part)})"
            case Logic():
                # none is not true; and what comes out is a boolean, never none
                return "(" + f" {node.operator} ".join(f"{self.emit(p)} is True" if p.optional else self.emit(p) for p in node.parts) + ")"
            case Compare():
                return self.compare(node)
            case Member():
                return f"({self.emit(node.value)} in {self.collection(node.collection)})"
            case Arithmetic():
                return self.arithmetic(node)
            case If():
                return f"({self.emit_as(node.then, node.type)} if {self.emit(node.condition)} else {self.emit_as(node.other, node.type)})"
            case Call():
                return self.call(node)
            case Quantified():
                return self.comprehension("any" if node.quantifier == "some" else "all", node)
            case Mapped():
                return self.comprehension("frozenset" if isinstance(node.type, SetOf) else "tuple", node)
            case Items():
                return self.items(node)
            case Part():
                return self.part(node)
            case Keyed():
                table = self.parameter(node.parameter)
                if table is _NOTHING:
                    return f"_dead({node.parameter!r})"
                return f"{self.constant(_Table(table))}.get({self.emit(node.key)})"
            case _:
                assert_never(node)

    def emit_as(self, node: Expr, type_: Type) -> str:
        """The expression where a value of the type should stand: a list goes for a set."""
        if isinstance(type_, SetOf) and isinstance(node.type, ListOf):
            return f"frozenset({self.iterable(node)})"
        if isinstance(type_, Number) and type_.integer and isinstance(node.type, Number) and not node.type.integer:
            return f"_whole({self.emit(node)})"
        return self.emit(node)

    def name(self, node: Ref) -> str:
        match node.origin:
            case "input":
                return f"v_{node.name}"
            case "step":
                return f"s_{node.name}"
            case "variable":
                return f"x_{node.name}"
            case "builtin":
                return "on" if node.name == "as_of" else "force"
            case "parameter":
                value = self.parameter(node.name)
                return f"_dead({node.name!r})" if value is _NOTHING else self.constant(value)
            case _:
                assert_never(node.origin)

    def compare(self, node: Compare) -> str:
        """None of an order holds with none; equality treats it as a value."""
        left, right = self.emit(node.left), self.emit(node.right)
        if isinstance(node.left.type, SetOf) and isinstance(node.right.type, ListOf):
            right = f"_as_set({right})"
        elif isinstance(node.left.type, ListOf) and isinstance(node.right.type, SetOf):
            left = f"_as_set({left})"
        operator = _PYTHON[node.operator]
        if node.operator in ("=", "!="):
            if right == "None" or left == "None":
                value = left if right == "None" else right
                if value[0].isalpha():  # Python warns of `is` beside a number
                    return f"({value} is {'not ' if node.operator == '!=' else ''}None)"
            return f"({left} {operator} {right})"
        guards: list[str] = []
        if node.left.optional:
            left = self.held(left, guards)
        if node.right.optional:
            right = self.held(right, guards)
        return "(" + " and ".join([*guards, f"{left} {operator} {right}"]) + ")"

    def held(self, text: str, guards: list[str]) -> str:
        """A name for a value that may be none, after the guard that it is not."""
        if text.isidentifier():
            guards.append(f"{text} is not None")
            return text
        name = self._temporaries.setdefault(text, f"t{len(self._temporaries)}")
        guards.append(f"({name} := {text}) is not None")
        return name

    def hoisted(self, lines: list[str], indent: int) -> list[str]:
        """Lines in which a sum that stands there more than once is computed first, and named."""
        heads: list[str] = []
        for text in sorted(self._sums, key=len, reverse=True):
            if sum(line.count(text) for line in [*heads, *lines]) > 1:
                self._hoisted += 1
                name = f"e{self._hoisted}"
                heads = [f"{name} = {text}", *(head.replace(text, name) for head in heads)]
                lines = [line.replace(text, name) for line in lines]
        if self.kept_days:
            heads, tables = kept(heads, self.kept_days, self.constants)
            self.constants |= tables
        return ["    " * indent + head for head in heads] + lines

    def arithmetic(self, node: Arithmetic) -> str:
        text = self._arithmetic(node)
        many = any(isinstance(n, Arithmetic) and n.operator == "*" and isinstance(n.type, Months | Duration) for n in walk(node))  # may leave the calendar
        if self.month_end != "refuse" and not many and "(" in text and not _NOT_EARLY.search(text):
            self._sums[text] = None
        return text

    def _arithmetic(self, node: Arithmetic) -> str:
        left, right = self.emit(node.left), self.emit(node.right)
        if isinstance(node.type, ListOf | SetOf | EmptyType):
            return f"_{'joined' if node.operator == '+' else 'without'}({self.iterable(node.left)}, {self.iterable(node.right)}, {isinstance(node.type, SetOf)})"
        if node.operator == "/" or any(isinstance(n, Arithmetic) and n.operator == "/" for n in walk(node)):
            return f"_rational({node.operator!r}, {left}, {right})"
        guards: list[str] = []
        if node.left.optional:
            left = self.held(left, guards)
        if node.right.optional:
            right = self.held(right, guards)
        text = self.sum(node, left, right)
        return f"({text} if {' and '.join(guards)} else None)" if guards else text

    def sum(self, node: Arithmetic, left: str, right: str) -> str:
        a, b = node.left.type, node.right.type
        if isinstance(b, Date | DateTime) and isinstance(a, Months | Duration):
            a, b, left, right = b, a, right, left
        if isinstance(a, Date | DateTime) and isinstance(b, Months):
            return f"_plus_months({left}, {right if node.operator == '+' else '-' + right})"
        if isinstance(a, Date | DateTime) and isinstance(b, Duration):
            length = self.constants.get(right)
            if isinstance(length, timedelta) and not length.seconds:
                return f"({left} {node.operator} {right})"
            return f"_plus_duration({left}, {right if node.operator == '+' else '-' + right})"
        if isinstance(a, Number) and isinstance(b, Number) and not (a.integer and b.integer):
            if node.operator == "*" and "1" in (left, right):
                return right if left == "1" else left
            return f"_{_EXACT[node.operator]}{'_decimals' if self.plain_facts and _no_fraction(node) else ''}({left}, {right})"
        return f"({left} {node.operator} {right})"

    def iterable(self, node: Expr) -> str:
        text = self.emit(node)
        return f"({text} or ())" if node.optional else text

    def comprehension(self, word: str, node: Quantified | Mapped) -> str:
        """The body for each element. Python takes no `:=` in what a comprehension runs over, so that goes in by a function."""
        source, body = self.iterable(node.source), self.emit(node.body)
        if ":=" in source:
            return f"(lambda x: {word}({body} for x_{node.variable} in x))({source})"
        return f"{word}({body} for x_{node.variable} in {source})"

    def collection(self, node: Expr) -> str:
        if isinstance(node, Items) and node.parts and all(isinstance(p, Literal) for p in node.parts):
            return self.constant(frozenset(p.value for p in node.parts if isinstance(p, Literal)))
        return self.iterable(node)

    def items(self, node: Items) -> str:
        if all(isinstance(p, Literal) for p in node.parts):
            values = tuple(p.value for p in node.parts if isinstance(p, Literal))
            return self.constant(frozenset(values) if isinstance(node.type, SetOf) else values)
        inside = "".join(self.emit(p) + "," for p in node.parts)
        return f"frozenset(({inside}))" if isinstance(node.type, SetOf) else f"({inside})"

    def part(self, node: Part) -> str:
        guards: list[str] = []
        record = self.held(self.emit(node.record), guards) if node.record.optional else self.emit(node.record)
        if isinstance(node.record.type, Months):
            text = f"_{node.name}_of({record})"
        elif isinstance(node.record.type, Date | DateTime):
            text = f"{record}.{node.name}"
        else:
            text = f"{record}[{node.name!r}]"
        return f"({text} if {' and '.join(guards)} else None)" if guards else text

    def call(self, node: Call) -> str:
        arguments = [self.emit(a) for a in node.arguments]
        match node.function:
            case "min" | "max" | "sum":
                of_list = len(arguments) == 1 and isinstance(node.arguments[0].type, ListOf | SetOf)
                inside = self.iterable(node.arguments[0]) if of_list else "(" + "".join(f"{a}, " for a in arguments) + ")"
                if node.function == "sum":
                    return f"_total({inside}, {self.constant(timedelta(0) if isinstance(node.type, Duration) else 0)})"
                return f"_{'least' if node.function == 'min' else 'most'}({inside})"
            case "count":
                return f"len({self.iterable(node.arguments[0])})"
            case "abs":
                return f"_magnitude({arguments[0]})"
            case "floor" | "ceiling" | "round up" | "round down" | "round half up" | "round half even":
                digits = arguments[1] if len(arguments) > 1 else "0"
                return f"_rounded({arguments[0]}, {digits}, {node.function!r})"
            case "list contains":
                return f"({arguments[1]} in {self.iterable(node.arguments[0])})"
            case "union":
                return "frozenset().union(" + ", ".join(map(self.iterable, node.arguments)) + ")"
            case "difference" | "intersection":
                first, second = map(self.iterable, node.arguments)
                return f"frozenset({first}).{node.function}({second})"
            case "date":
                if len(arguments) == 1:
                    return f"({arguments[0]}.date() if {arguments[0]} is not None else None)"
                return f"_date_from({arguments[0]}, *({arguments[1]} or (None, None)))" if len(arguments) == 2 else f"_date_from({', '.join(arguments)})"
            case "date and time":
                return f"_moment({', '.join(arguments)})"
            case "workdays after":
                return f"_workdays_after({', '.join(arguments)})"
            case "next workday":
                return f"_next_workday({arguments[0]})"
            case "first day of" | "last day of":
                return f"_day_of_period({arguments[0]}, {node.function == 'last day of'})"
            case "next in order":
                return f"_next_in_order({', '.join(map(self.iterable, node.arguments))})"
            case "years and months duration":
                return "_months_between(" + ", ".join(arguments) + ")"
        raise AssertionError(node.function)


def _no_fraction(node: Expr) -> bool:
    """Whether a number is plainly a whole number or a decimal where the facts are: the exact context takes these without a look at their kind."""
    match node:
        case Literal() | Ref(origin="input" | "parameter"):
            return True
        case Arithmetic(operator="+" | "-" | "*"):
            return _no_fraction(node.left) and _no_fraction(node.right)
    return False


class _Table(dict[Any, Any]):
    """A keyed parameter's values, with a hash of its own so that it can be a constant."""

    def __hash__(self) -> int:  # type: ignore[override]  # constants are told apart by identity of their items
        return hash(tuple(sorted(map(repr, self.items()))))


_NOTHING = object()
