"""Formulas -> SQL. What is not known is NULL all the way up; what SQL would round, or answer otherwise than the reference, is `Unsupported`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, assert_never

from ...domain.numbers import number_text
from ...ir.expr import Arithmetic, Call, Compare, Expr, If, Items, Keyed, Literal, Logic, Mapped, Member, Not, Part, Quantified, Ref
from ...ir.pack import Pack, Parameter
from ...ir.types import Boolean, Choice, Date, DateTime, ListOf, Number, SetOf, Type, Word
from . import calls
from .arithmetic import arithmetic
from .dialects import Dialect, word
from .values import FALSE, NONE, TRUE, Bits, Codes, Scalar, Several, Unsupported, Value, both, chosen, either, equal, opposite, some

COMMA = "','"
LONG = 250


@dataclass
class Writer:
    """Writes formulas over the columns in `inputs` and `steps`. `day`: the day asked, as SQL; `on`, where it is the same for all rows."""

    pack: Pack
    dialect: Dialect
    day: str
    on: date | None
    inputs: Mapping[str, Value]
    steps: Mapping[str, Value] = field(default_factory=dict)
    bound: dict[str, Value] = field(default_factory=dict)
    named: dict[str, str] | None = None  # SQL -> the column in which it is worked out before, for what is long; None where nothing is

    # --- conditions

    def holds(self, node: Expr) -> str:
        """A condition: true, false, or NULL where it is not known. None is not true."""
        match node:
            case Not():
                return opposite(self.holds(node.part))
            case Logic():
                parts = [self.holds(p) for p in node.parts]
                return both(parts) if node.operator == "and" else some(parts)
            case Compare():
                return self.compared(node)
            case Member():
                return self.member(self.value(node.value), self.value(node.collection), node.collection)
            case Quantified():
                found = self.each(node.source, node.variable, lambda: self.holds(node.body))
                if node.quantifier == "some":
                    return some(both([inside, body]) for inside, body in found)
                return both(some([opposite(inside), body]) for inside, body in found)
            case _:
                value = self.scalar(node)
                return both([opposite(value.none), value.sql])

    def compared(self, node: Compare) -> str:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(left, Bits | Codes | Several) or isinstance(right, Bits | Codes | Several):
            return self.same_set(node, left, right)
        present = both([opposite(left.none), opposite(right.none)])
        if node.operator in ("=", "!="):
            alike = self.same(left, right, node.left.type if left is not NONE else node.right.type)
            return alike if node.operator == "=" else opposite(alike)
        return both([present, f"({left.sql} {node.operator} {right.sql})"])

    def same(self, left: Scalar, right: Scalar, type_: Type) -> str:
        """Whether two values are one; none is a value."""
        if TRUE in (left.none, right.none):
            return right.none if left.none == TRUE else left.none
        if left.sql == right.sql and left.sql in (TRUE, FALSE):
            alike = TRUE
        else:
            alike = equal(left.sql, right.sql) if isinstance(type_, Boolean) else f"({left.sql} = {right.sql})"
        return some([both([left.none, right.none]), both([opposite(left.none), opposite(right.none), alike])])

    def same_set(self, node: Compare, left: Value, right: Value) -> str:
        if node.operator not in ("=", "!="):
            raise Unsupported("列表的大小比较", "an order between lists")
        if isinstance(left, Scalar) or isinstance(right, Scalar):  # with none, as nothing else compares a set with a value
            alike = left.none if isinstance(right, Scalar) else right.none
        elif isinstance(node.left.type, ListOf) and isinstance(node.right.type, ListOf):
            texts = [self.listed(v) for v in (left, right)]
            alike = self.same(texts[0], texts[1], Word())
        else:
            a, b = self.bits(left), self.bits(right)
            alike = both(equal(a.has(c), b.has(c)) for c in dict.fromkeys([*a.of, *b.of]))
            alike = some([both([a.none, b.none]), both([opposite(a.none), opposite(b.none), alike])])
        return alike if node.operator == "=" else opposite(alike)

    def member(self, value: Value, collection: Value, node: Expr) -> str:
        assert isinstance(value, Scalar)
        if isinstance(collection, Several):
            parts = [p for p in collection.parts if isinstance(p, Scalar)]
            if len(parts) > 1 and isinstance(node, Items) and all(isinstance(p, Literal) and p.value is not None for p in node.parts):
                return both([opposite(value.none), f"({value.sql} IN ({', '.join(p.sql for p in parts)}))"])
            return some(self.same(value, p, Number()) for p in parts)
        if isinstance(node, Items) and value.none == FALSE and isinstance(collection, Bits) and len(node.parts) > 1 and set(collection.of.values()) == {TRUE}:
            return f"({value.sql} IN ({', '.join(map(word, collection.of))}))"
        if isinstance(collection, Codes) and value.sql.startswith("'"):
            return self.has(collection, value.sql[1:-1])
        found = self.bits(collection)
        return both([opposite(value.none), some(both([f"({value.sql} = {word(c)})", inside]) for c, inside in found.of.items())])

    def each(self, source: Expr, variable: str, body: Callable[[], Any]) -> list[tuple[str, Any]]:
        """For each element that a collection may have: the condition that it has it, and the body over it."""
        collection = self.value(source)
        found: list[tuple[str, Any]] = []
        elements: list[tuple[str, Value]]
        if isinstance(collection, Several):
            elements = [(TRUE, p) for p in collection.parts]
        else:
            elements = [(inside, Scalar(word(c))) for c, inside in self.bits(collection).of.items()]
        before = dict(self.bound)
        for inside, element in elements:
            self.bound[variable] = element
            found.append((inside, body()))
        self.bound = before
        return found

    # --- values

    def scalar(self, node: Expr) -> Scalar:
        found = self.value(node)
        if not isinstance(found, Scalar):
            raise Unsupported("此处的列表", "a list where a value should stand")
        return found

    def value(self, node: Expr) -> Value:
        found = self._value(node)
        if isinstance(found, Scalar) and not isinstance(node, Literal | Ref):
            return replace(found, sql=self.shared(found.sql), none=self.shared(found.none))
        return found

    def shared(self, sql: str) -> str:
        """What is long is worked out once, in a column of its own, and named."""
        if self.named is None or len(sql) < LONG:
            return sql
        return self.named.setdefault(sql, f"g{len(self.named)}")

    def _value(self, node: Expr) -> Value:
        match node:
            case Literal():
                return self.constant(node.value, node.type)
            case Ref():
                return self.of_name(node)
            case Not() | Logic() | Compare() | Member() | Quantified():
                return Scalar(self.holds(node))
            case Arithmetic():
                return arithmetic(self, node)
            case If():
                return self.branch(self.holds(node.condition), self.value_as(node.then, node.type), self.value_as(node.other, node.type))
            case Call():
                return calls.call(self, node)
            case Mapped():
                raise Unsupported("`for … return`", "`for … return`")
            case Items():
                parts = tuple(self.value(p) for p in node.parts)
                if isinstance(node.type, SetOf) and all(isinstance(p.type, Choice | Word) for p in node.parts):
                    return self.bits(Several(parts))
                return Several(parts)
            case Part():
                return self.part(node)
            case Keyed():
                return self.keyed(node)
            case _:
                assert_never(node)

    def value_as(self, node: Expr, type_: Type) -> Value:
        """The value where one of the type should stand: a list goes for a set."""
        found = self.value(node)
        if isinstance(type_, SetOf):
            if isinstance(found, Scalar) and isinstance(node.type, Choice):  # where several rules add to a set, one may give an element
                if isinstance(node, Literal):
                    return Bits({str(node.value): TRUE})
                return Bits({c: both([opposite(found.none), f"({found.sql} = {word(c)})"]) for c in node.type.values}, found.none)
            return self.bits(found)
        if isinstance(type_, Number) and type_.integer and isinstance(node.type, Number) and not node.type.integer:
            raise Unsupported("须为整数的计算结果", "a computed number that should be whole")
        return found

    def constant(self, value: Any, type_: Type) -> Value:
        match value:
            case None:
                return NONE
            case bool():
                return Scalar(TRUE if value else FALSE)
            case int() | Decimal():
                text = number_text(value)
                before, _, after = text.lstrip("-").partition(".")
                return Scalar(f"({text})" if value < 0 else text, digits=(len(before), len(after)))
            case Fraction():
                raise Unsupported("不能写成小数的数", "a number that is no decimal")
            case datetime():
                return Scalar(self.dialect.moment(value))
            case date():
                return Scalar(self.dialect.date(value))
            case timedelta():
                return self.constant(int(value.total_seconds()), Number())
            case str():
                if "\\" in value:
                    raise Unsupported("含反斜杠的文字", "a text with a backslash")
                return Scalar(word(value))
            case time():
                return self.constant(value.hour * 3600 + value.minute * 60 + value.second, Number())
            case tuple() | frozenset():
                several = Several(tuple(self.constant(v, type_) for v in value))
                return self.bits(several) if isinstance(value, frozenset) else several
        raise Unsupported(f"{type_.label.zh}的常数", f"a constant that is {type_.label.en}")

    def of_name(self, node: Ref) -> Value:
        match node.origin:
            case "input":
                return self.inputs[node.name]
            case "step":
                return self.steps[node.name]
            case "variable":
                return self.bound[node.name]
            case "parameter":
                return self.over_time(self.pack.parameters[node.name], lambda value: self.constant(value, node.type))
            case "builtin":
                if node.name == "as_of":
                    return Scalar(self.day)
                return self.force()
            case _:
                assert_never(node.origin)

    def force(self) -> Scalar:
        instrument = self.pack.instrument
        if instrument.status != "in_force":
            return Scalar(word(instrument.status))
        first, last = instrument.period.first, instrument.period.last
        early = [] if first is None else [(f"({self.day} < {self.dialect.date(first)})", word("not_yet"))]
        late = [] if last is None else [(f"({self.day} > {self.dialect.date(last)})", word("expired"))]
        return Scalar(chosen([*early, *late], word("in_force")))

    def over_time(self, parameter: Parameter, valued: Callable[[Any], Value]) -> Value:
        """What a parameter gives on the row's day; where it has no value then, NULL, with which nothing can be decided."""
        if self.on is not None:
            return valued(self.in_force(parameter, self.on))
        starts = self.pack.epochs
        first = self.pack.instrument.period.first or (date.fromordinal(starts[0].toordinal() - 1) if starts else date(2000, 1, 1))
        found = valued(self.in_force(parameter, first))
        for start in starts:
            now = valued(self.in_force(parameter, start))
            if now != found:
                found = self.branch(f"({self.day} < {self.dialect.date(start)})", found, now)
        return found

    def in_force(self, parameter: Parameter, day: date) -> Any:
        found = parameter.on(day)
        if found is None:
            raise Unsupported(f"参数 `{parameter.name}` 在 {day} 没有值", f"the parameter `{parameter.name}`, which has no value on {day}")
        return found.value

    def branch(self, condition: str, then: Value, other: Value) -> Value:
        if isinstance(then, Scalar) and isinstance(other, Scalar):
            digits = (max(then.digits[0], other.digits[0]), max(then.digits[1], other.digits[1]))
            if then.none == TRUE or other.none == TRUE:  # of a none, only that it is one
                value = other.sql if then.none == TRUE else then.sql
                return Scalar(value, either(condition, then.none, other.none), digits)
            return Scalar(either(condition, then.sql, other.sql), either(condition, then.none, other.none), digits)
        if isinstance(then, Scalar) or isinstance(other, Scalar):
            raise Unsupported("列表或无", "a list, or none")
        if isinstance(then, Several) and isinstance(other, Several):
            lists = [self.listed(v) for v in (then, other)]
            codes = tuple(p.sql[1:-1] for v in (then, other) for p in v.parts if isinstance(p, Scalar))
            return Codes(either(condition, lists[0].sql, lists[1].sql), tuple(dict.fromkeys(codes)))
        a, b = self.bits(then), self.bits(other)
        return Bits({c: either(condition, a.has(c), b.has(c)) for c in dict.fromkeys([*a.of, *b.of])}, either(condition, a.none, b.none))

    def bits(self, value: Value) -> Bits:
        """A collection of codes as a set; none is an empty one."""
        match value:
            case Bits():
                return value
            case Codes():
                if value.codes is None:
                    raise Unsupported("标识不定的集合", "a set of whatever words")
                return Bits({c: self.has(value, c) for c in value.codes}, value.none)
            case Several():
                found: dict[str, str] = {}
                for part in value.parts:
                    assert isinstance(part, Scalar)
                    if not part.sql.startswith("'"):
                        raise Unsupported("由事实组成的集合", "a set of facts")
                    found[part.sql[1:-1]] = TRUE
                return Bits(found)
            case Scalar():
                if value.none == TRUE:
                    return Bits({}, TRUE)
                raise Unsupported("此处的集合", "a set of this kind")
            case _:
                assert_never(value)

    def has(self, value: Value, code: str) -> str:
        """Whether a collection has a code; one that is none has nothing."""
        if isinstance(value, Codes):
            return both([opposite(value.none), inside(self.dialect, value.sql, code)])
        return self.bits(value).has(code)

    def listed(self, value: Value) -> Scalar:
        """A list of codes as one text."""
        if isinstance(value, Codes):
            return Scalar(value.sql, value.none)
        if isinstance(value, Several) and all(isinstance(p, Scalar) and p.sql.startswith("'") for p in value.parts):
            return Scalar(word(",".join(p.sql[1:-1] for p in value.parts if isinstance(p, Scalar))))
        raise Unsupported("由事实组成的列表", "a list of facts")

    def keyed(self, node: Keyed) -> Value:
        key = self.scalar(node.key)

        def valued(table: Any) -> Value:
            texts = {k: self.constant(k, node.key.type) for k in table}
            pairs = [(f"({key.sql} = {t.sql})", self.constant(table[k], node.type)) for k, t in texts.items() if isinstance(t, Scalar)]
            values = [(c, v) for c, v in pairs if isinstance(v, Scalar)]
            if len(values) < len(table):
                raise Unsupported("按代码取值的列表参数", "a parameter whose values by code are lists")
            digits = (max(v.digits[0] for _, v in values), max(v.digits[1] for _, v in values))
            known = f"({key.sql} IN ({', '.join(t.sql for t in texts.values() if isinstance(t, Scalar))}))"
            return Scalar(chosen((c, v.sql) for c, v in values), some([key.none, opposite(known)]), digits)

        return self.over_time(self.pack.parameters[node.parameter], valued)

    def part(self, node: Part) -> Scalar:
        if not isinstance(node.record.type, Date | DateTime) or node.name not in ("year", "month", "day"):
            raise Unsupported(f"记录或期间的 `{node.name}`", f"`{node.name}` of a record or period")
        record = self.scalar(node.record)
        return Scalar(f"EXTRACT({node.name.upper()} FROM {record.sql})", record.none, (4, 0))


def inside(dialect: Dialect, text: str, code: str) -> str:
    """Whether a code is in a list written as a text, `a,b,c`."""
    return f"(POSITION({word(f',{code},')} IN {dialect.concat([COMMA, text, COMMA])}) > 0)"
