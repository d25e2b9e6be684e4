"""Formulas -> Z3 terms, for one pack on one day. A formula that has no exact term becomes a free variable, one for all packs that say the same, and is listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, assert_never

import z3

from ...diagnostics import Text
from ...ir.expr import Arithmetic, Call, Compare, Expr, If, Items, Keyed, Literal, Logic, Mapped, Member, Not, Part, Quantified, Ref, names
from ...ir.pack import Pack
from ...ir.types import Boolean, Date, DateTime, Duration, ListOf, Months, Number, SetOf, Type, Word
from . import functions
from .days import in_stretch, plus_days, plus_months
from .facts import Facts
from .logic import Bool, both, compared, either, every, opposite, over, plus, quotient, remainder, some, times
from .values import (
    DAY,
    NONE,
    OTHER,
    Code,
    Hidden,
    Many,
    Moment,
    Num,
    OnDay,
    Parts,
    Row,
    Untranslated,
    Val,
    as_set,
    cases_of,
    contained,
    empty,
    equal,
    later,
    literal,
    many,
    ordered,
    picked,
    truth,
)  # fmt: skip


@dataclass(frozen=True)
class Opaque:
    """A formula that stands in the terms as a free variable, and why."""

    formula: str
    why: Text


@dataclass
class Translator:
    """Formulas of a pack over shared facts. `steps` are the values of the steps translated so far."""

    pack: Pack
    facts: Facts
    on: date
    steps: dict[str, Val] = field(default_factory=dict)
    bound: dict[str, Val] = field(default_factory=dict)
    opaque: dict[str, Opaque] = field(default_factory=dict)
    fails: list[Bool] = field(default_factory=list)  # where the python target refuses: a day that there is none of, a number that is not whole

    def truth(self, node: Expr) -> Bool:
        """Where a condition holds."""
        match node:
            case Logic():
                parts = [self.truth(p) for p in node.parts]
                return every(parts) if node.operator == "and" else some(parts)
            case Not():
                return opposite(self.truth(node.part))
        try:
            value = self.value(node)
            if isinstance(value, Code):
                return value.true
            raise Untranslated(Text("不是条件的公式", "a formula that is no condition"))
        except Untranslated as e:
            if self.bound:  # what is said of each element of a list has no variable of its own
                raise
            return self.free(node, e.what, lambda name: z3.Bool(name))

    def output(self, node: Expr, type_: Type) -> Val:
        """The value that a rule gives."""
        try:
            return self.standing(node, type_)
        except Untranslated as e:
            if isinstance(type_, Boolean):
                return truth(self.free(node, e.what, lambda name: z3.Bool(name)))
            key = self.note(node, e.what)
            return Hidden(key)

    def free(self, node: Expr, why: Text, make: Callable[[str], Any]) -> Any:
        key = self.note(node, why)
        return self.facts.opaque.setdefault(key, make(f"opaque {len(self.facts.opaque)}"))

    def note(self, node: Expr, why: Text) -> str:
        """A name for a formula with the values that its names have in this pack."""
        known = {n: p.value for n in names(node, "parameter") if n in self.pack.parameters and (p := self.pack.parameters[n].on(self.on))}
        key = repr((node, sorted(known.items(), key=str), self.pack.id if names(node, "step") else ""))
        self.opaque[key] = Opaque(key, why)
        return key

    def value(self, node: Expr) -> Val:
        """The term of a formula. Raises `Untranslated`."""
        match node:
            case Literal():
                return literal(node.value, node.type)
            case Ref():
                return self.name(node)
            case Not() | Logic():
                return truth(self.truth(node))
            case Compare():
                left, right = self.value(node.left), self.value(node.right)
                if node.operator in ("=", "!="):
                    same = equal(left, right)
                    return truth(same if node.operator == "=" else opposite(same))
                return truth(ordered(node.operator, left, right))
            case Member():
                return truth(contained(self.value(node.value), self.value(node.collection)))
            case Arithmetic():
                return self.arithmetic(node)
            case If():
                return picked(self.truth(node.condition), self.standing(node.then, node.type), self.standing(node.other, node.type))
            case Call():
                return functions.called(self, node)
            case Quantified():
                held = [(p, self.within(node.variable, v, lambda: self.truth(node.body))) for p, v in self.elements(node.source)]
                return truth(some(both(p, b) for p, b in held) if node.quantifier == "some" else every(either(opposite(p), b) for p, b in held))
            case Mapped():
                return self.mapped(node)
            case Items():
                parts = [self.value(p) for p in node.parts]
                return many(parts) if isinstance(node.type, SetOf) else Row(tuple((True, p) for p in parts))
            case Part():
                return self.part(node)
            case Keyed():
                return self.keyed(node)
            case _:
                assert_never(node)

    def standing(self, node: Expr, type_: Type) -> Val:
        """The term where a value of the type should stand: a list goes for a set, a number that is whole for a whole one."""
        if isinstance(type_, SetOf) and isinstance(node.type, ListOf):
            return as_set(self.value(node))
        found = self.value(node)
        if isinstance(type_, Number) and type_.integer and isinstance(node.type, Number) and not node.type.integer and isinstance(found, Num):
            self.fails.append(both(opposite(found.none), _not_whole(found.value)))
        return found

    def within(self, variable: str, value: Val, make: Callable[[], Any]) -> Any:
        before = self.bound
        self.bound = {**before, variable: value}
        try:
            return make()
        finally:
            self.bound = before

    # --- names

    def name(self, node: Ref) -> Val:
        match node.origin:
            case "input":
                return self.facts.slots[node.name].value
            case "step":
                return self.steps[node.name]
            case "variable":
                return self.bound[node.name]
            case "builtin":
                return OnDay(self.facts.day) if node.name == "as_of" else self.force()
            case "parameter":
                return literal(self.parameter(node.name), node.type)
            case _:
                assert_never(node.origin)

    def parameter(self, name: str) -> Any:
        found = self.pack.parameters[name].on(self.on)
        if found is None:
            raise Untranslated(Text(f"参数 `{name}` 在该日没有值", f"the parameter `{name}`, which has no value on this day"))
        return found.value

    def force(self) -> Val:
        """Whether the instrument binds on the day asked about."""
        instrument = self.pack.instrument
        if instrument.status != "in_force":
            return Code({instrument.status: True})
        first, last = instrument.period.first, instrument.period.last
        begun = in_stretch(self.facts.day, first, None)
        ended = opposite(in_stretch(self.facts.day, None, last)) if last is not None else False
        return Code({"not_yet": opposite(begun), "expired": both(begun, ended), "in_force": both(begun, opposite(ended))})

    def keyed(self, node: Keyed) -> Val:
        table: Mapping[Any, Any] = self.parameter(node.parameter)
        key = self.value(node.key)
        key_type = self.pack.parameters[node.parameter].key or Word()
        return cases_of([(equal(key, literal(k, key_type)), literal(v, node.type)) for k, v in table.items()])

    # --- parts, lists

    def part(self, node: Part) -> Val:
        record = self.value(node.record)
        match record:
            case Parts():
                found = record.fields[node.name]
                return found if record.none is False else picked(record.none, NONE, found)
            case OnDay() | Moment():
                number = {"year": record.day.year, "month": record.day.month_of_year, "day": record.day.number}
                if node.name in number:
                    return Num(number[node.name], record.none)
                if isinstance(record, Moment) and node.name in ("hour", "minute", "second"):
                    unit = {"hour": quotient(record.seconds, 3600), "minute": remainder(quotient(record.seconds, 60), 60), "second": remainder(record.seconds, 60)}
                    return Num(unit[node.name], record.none)
            case Num() if isinstance(node.record.type, Months) and node.name in ("years", "months"):
                return Num(functions.towards_zero(record.value, 12) if node.name == "years" else functions.rest_of(record.value, 12), record.none)
        raise Untranslated(Text(f"`.{node.name}`", f"`.{node.name}`"))

    def elements(self, node: Expr) -> list[tuple[Bool, Val]]:
        """The elements of a list or set, each with the condition that it is there."""
        if isinstance(node, Arithmetic) and node.operator == "+":
            return [*self.elements(node.left), *self.elements(node.right)]
        found = self.value(node)
        match found:
            case Row():
                return [(both(opposite(found.none), p), v) for p, v in found.items]
            case Many():
                named = [(both(opposite(found.none), b), Code({k: True})) for k, b in found.bits.items()]
                if empty(found.others):
                    return list(named)
                return [*named, (both(opposite(found.none), compared(">", found.others, 0)), Code({OTHER: True}, None))]  # what is said of one such word is said of each
            case Code() if set(found.bits) == {None}:
                return []
        raise Untranslated(Text("此种集合的遍历", "a look at each element of this"))

    def mapped(self, node: Mapped) -> Val:
        made = [(p, self.within(node.variable, v, lambda: self.value(node.body))) for p, v in self.elements(node.source)]
        if isinstance(node.type, SetOf):
            return as_set(Row(tuple(made)))
        return Row(tuple(made))

    # --- sums

    def arithmetic(self, node: Arithmetic) -> Val:
        a, b = self.value(node.left), self.value(node.right)
        left, right = node.left.type, node.right.type
        if isinstance(node.type, SetOf):
            first, second = as_set(a), as_set(b)
            return functions.union([first, second]) if node.operator == "+" else functions.difference(first, second)
        if isinstance(node.type, ListOf):
            return self.listed(node.operator, a, b)
        if isinstance(right, Date | DateTime) and isinstance(left, Months | Duration):
            a, b, left, right = b, a, right, left
        sign = 1 if node.operator == "+" else -1
        none = either(a.none, b.none)
        match a, b:
            case OnDay(), Num() if isinstance(right, Months):
                day, refused = plus_months(a.day, times(sign, b.value), self.pack.instrument.month_end)
                self.refuse(both(opposite(none), refused))
                return OnDay(day, none)
            case Moment(), Num() if isinstance(right, Months):
                day, refused = plus_months(a.day, times(sign, b.value), self.pack.instrument.month_end)
                self.refuse(both(opposite(none), refused))
                return replace(a, day=day, none=none)
            case OnDay(), Num():
                self.fails.append(both(opposite(none), compared("!=", remainder(b.value, DAY), 0)))
                return OnDay(plus_days(a.day, times(sign, quotient(b.value, DAY))), none)
            case Moment(), Num():
                return later(replace(a, none=none), times(sign, b.value))
            case (OnDay(), OnDay()) if node.operator == "-":
                return Num(times(DAY, plus(a.day.count, times(-1, b.day.count))), none)
            case (Moment(), Moment()) if node.operator == "-":
                days = plus(a.day.count, times(-1, b.day.count))
                return Num(plus(times(DAY, days), plus(a.seconds, times(-1, b.seconds))), none)
            case Num(), Num():
                return self.numbers(node.operator, a, b, none)
        if a.none is True or b.none is True:
            return NONE
        raise Untranslated(Text(f"此种值的 `{node.operator}`", f"`{node.operator}` of such values"))

    def refuse(self, condition: Bool) -> None:
        """Where the pack says that a month without the day must not be guessed."""
        if self.pack.instrument.month_end == "refuse":
            self.fails.append(condition)

    def numbers(self, operator: str, a: Num, b: Num, none: Bool) -> Val:
        match operator:
            case "+":
                return Num(plus(a.value, b.value), none)
            case "-":
                return Num(plus(a.value, times(-1, b.value)), none)
            case "*":
                return Num(times(a.value, b.value), none)
        return Num(over(a.value, b.value), either(none, compared("=", b.value, 0)))

    def listed(self, operator: str, a: Val, b: Val) -> Val:
        """Two lists end to end, or what the first has and the second has not; where one may be shorter, their order is not told."""
        with suppress(AttributeError):
            if operator == "+":
                fixed = isinstance(a, Row) and all(p is True for p, _ in a.items)
                items = [(both(p, opposite(row.none)), v) for row in (a, b) if isinstance(row, Row) for p, v in row.items]
                return Row(tuple(items), packed=fixed and isinstance(b, Row) and b.packed)
            assert isinstance(a, Row)
            return Row(tuple((both(p, opposite(contained(v, b))), v) for p, v in a.items), a.none, packed=False)
        raise Untranslated(Text("此种列表的和差", "a sum of such lists"))


def _not_whole(value: Any) -> Bool:
    if isinstance(value, int | Fraction):
        return Fraction(value).denominator != 1
    return False if value.is_int() else z3.Not(z3.IsInt(value))
