"""Formulas as frozen, typed nodes. Every target translates them with one `match`.

Equality and order: `none` equals only none, and no comparison of order with it holds. A node says whether it may be none, so that a target
guards only where it must.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, fields, replace
from typing import Any, Literal as Lit, TypeAlias

from ..diagnostics import Span
from ..domain.frozen import dataclass
from .types import Boolean, SetOf, Type

Origin = Lit["input", "parameter", "step", "variable", "builtin"]


@dataclass(frozen=True)
class Literal:
    """A value written in a formula."""

    value: Any
    type: Type
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def optional(self) -> bool:
        return self.value is None


@dataclass(frozen=True)
class Ref:
    """A name: an input, a parameter's value on the day, a step's output, a bound variable, or `as_of`, `force`."""

    origin: Origin
    name: str
    type: Type
    optional: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Not:
    """Negation: true where its part is false or none."""

    part: Expr
    span: Span | None = field(default=None, compare=False, repr=False)
    type: Type = field(default=Boolean(), init=False, compare=False, repr=False)
    optional: bool = field(default=False, init=False, compare=False, repr=False)


@dataclass(frozen=True)
class Logic:
    """`and` or `or` of two or more parts."""

    operator: Lit["and", "or"]
    parts: tuple[Expr, ...]
    span: Span | None = field(default=None, compare=False, repr=False)
    type: Type = field(default=Boolean(), init=False, compare=False, repr=False)
    optional: bool = field(default=False, init=False, compare=False, repr=False)


@dataclass(frozen=True)
class Compare:
    """Equality, or an order that never holds with none."""

    operator: Lit["=", "!=", "<", "<=", ">", ">="]
    left: Expr
    right: Expr
    span: Span | None = field(default=None, compare=False, repr=False)
    type: Type = field(default=Boolean(), init=False, compare=False, repr=False)
    optional: bool = field(default=False, init=False, compare=False, repr=False)


@dataclass(frozen=True)
class Member:
    """`value in collection`; the collection is a list expression, a set or a list."""

    value: Expr
    collection: Expr
    span: Span | None = field(default=None, compare=False, repr=False)
    type: Type = field(default=Boolean(), init=False, compare=False, repr=False)
    optional: bool = field(default=False, init=False, compare=False, repr=False)


@dataclass(frozen=True)
class Arithmetic:
    """`+ - * /` on numbers; `+ -` of a date or moment and a period, of two periods, of two dates (a duration)."""

    operator: Lit["+", "-", "*", "/"]
    left: Expr
    right: Expr
    type: Type
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def optional(self) -> bool:
        return self.left.optional or self.right.optional or self.operator == "/"


@dataclass(frozen=True)
class If:
    """One of two values, by a condition."""

    condition: Expr
    then: Expr
    other: Expr
    type: Type
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def optional(self) -> bool:
        return self.then.optional or self.other.optional


@dataclass(frozen=True)
class Call:
    """One of the closed list of functions, `functions.FUNCTIONS`."""

    function: str
    arguments: tuple[Expr, ...]
    type: Type
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def optional(self) -> bool:
        return self.function in ("min", "max", "sum", "date", "first day of", "last day of") or any(a.optional for a in self.arguments)


@dataclass(frozen=True)
class Quantified:
    """`some` or `every` element of `source` satisfies `body`."""

    quantifier: Lit["some", "every"]
    variable: str
    source: Expr
    body: Expr
    span: Span | None = field(default=None, compare=False, repr=False)
    type: Type = field(default=Boolean(), init=False, compare=False, repr=False)
    optional: bool = field(default=False, init=False, compare=False, repr=False)


@dataclass(frozen=True)
class Mapped:
    """`for variable in source return body`: a list or set of the results."""

    variable: str
    source: Expr
    body: Expr
    type: Type
    span: Span | None = field(default=None, compare=False, repr=False)
    optional: bool = field(default=False, init=False, compare=False, repr=False)


@dataclass(frozen=True)
class Items:
    """A list written out; of type list or set."""

    parts: tuple[Expr, ...]
    type: Type
    span: Span | None = field(default=None, compare=False, repr=False)
    optional: bool = field(default=False, init=False, compare=False, repr=False)


@dataclass(frozen=True)
class Part:
    """`record.name`, or a component of a value (`years`, `months` of a period)."""

    record: Expr
    name: str
    type: Type
    optional: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Keyed:
    """`parameter[key]`: none where the parameter has no value for the key."""

    parameter: str
    key: Expr
    type: Type
    span: Span | None = field(default=None, compare=False, repr=False)
    optional: bool = field(default=True, init=False, compare=False, repr=False)


Expr: TypeAlias = Literal | Ref | Not | Logic | Compare | Member | Arithmetic | If | Call | Quantified | Mapped | Items | Part | Keyed


def children(node: Expr) -> tuple[Expr, ...]:
    """The nodes directly below."""
    match node:
        case Literal() | Ref():
            return ()
        case Not():
            return (node.part,)
        case Logic() | Items():
            return node.parts
        case Compare() | Arithmetic():
            return (node.left, node.right)
        case Member():
            return (node.value, node.collection)
        case If():
            return (node.condition, node.then, node.other)
        case Call():
            return node.arguments
        case Quantified() | Mapped():
            return (node.source, node.body)
        case Part():
            return (node.record,)
        case Keyed():
            return (node.key,)


def walk(node: Expr) -> Iterator[Expr]:
    """The node and all below it, each before those below it."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        if not isinstance(found, Ref | Literal):  # most are, and have none below
            waiting += reversed(children(found))


def put_for(node: Expr, old: Expr, new: Expr) -> Expr:
    """The formula with `new` where `old`, the very node, stands.

    >>> from policykit.ir.types import Number
    >>> a, b = Literal(1, Number()), Literal(2, Number())
    >>> put_for(Arithmetic("+", a, b, Number()), b, a).right.value
    1
    """
    if node is old:
        return new
    below = {id(c) for c in children(node)}
    changed: dict[str, Any] = {}
    for f in fields(node) if below else ():
        value = getattr(node, f.name)
        if id(value) in below:
            changed[f.name] = put_for(value, old, new)
        elif isinstance(value, tuple):
            changed[f.name] = tuple(put_for(v, old, new) if id(v) in below else v for v in value)
    return replace(node, **changed) if changed else node


def counts_workdays(node: Expr) -> bool:
    """Whether a formula turns on which days are working days."""
    return any(isinstance(n, Call) and n.function in ("workdays after", "next workday") for n in walk(node))


def may_hold_none(node: Expr) -> bool:
    """Whether an element of a list may be none: of one written out, or made from another."""
    return any((isinstance(n, Items) and any(p.optional for p in n.parts)) or (isinstance(n, Mapped) and n.body.optional) for n in walk(node))


def names(node: Expr, origin: Origin) -> set[str]:
    """The names of one origin that a formula reads."""
    found = set()
    for n in walk(node):
        if isinstance(n, Ref):
            if n.origin == origin:
                found.add(n.name)
        elif origin == "parameter" and isinstance(n, Keyed):
            found.add(n.parameter)
    return found


NOT_CONSTANT = object()


def constant(node: Expr) -> Any:
    """The value of a literal or of a list of literals, or a marker that it is none."""
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Items):
        parts = [constant(p) for p in node.parts]
        if any(p is NOT_CONSTANT for p in parts):
            return NOT_CONSTANT
        return frozenset(parts) if isinstance(node.type, SetOf) else tuple(parts)
    return NOT_CONSTANT
