"""The types of inputs, outputs, parameters and formulas, and the values each may have.

Values at run time: bool, int, Decimal (or Fraction), date, datetime, time, int months, timedelta, str (choice, party, text), `(month, day)`
for a day of the year, tuple (list), frozenset (set), dict (record); None is *none*, `UNKNOWN` is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

from ..diagnostics import Span, Text
from ..domain.frozen import dataclass


class _Unknown:
    """The value of a fact that is not known. It is neither true nor false."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "unknown"

    def __bool__(self) -> bool:
        raise TypeError("an unknown fact is neither true nor false")

    def __reduce__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()


@dataclass(frozen=True)
class Boolean:
    label = Text("是或否", "true or false")


@dataclass(frozen=True)
class Number:
    """An exact number. `minimum` bounds a fact, not a formula."""

    integer: bool = False
    money: bool = False
    unit: Text | None = field(default=None, compare=False)
    minimum: int | None = field(default=None, compare=False)

    @property
    def label(self) -> Text:
        return Text("整数", "a whole number") if self.integer else Text("数", "a number")


@dataclass(frozen=True)
class Date:
    label = Text("日期", "a date")


@dataclass(frozen=True)
class DateTime:
    label = Text("日期时间", "a date and time")


@dataclass(frozen=True)
class Time:
    label = Text("时刻", "a time of day")


@dataclass(frozen=True)
class Months:
    label = Text("以月计的期间", "a period of months")


@dataclass(frozen=True)
class Duration:
    label = Text("以日或小时计的期间", "a duration in days or hours")


@dataclass(frozen=True)
class DayOfYear:
    label = Text("月日", "a day of the year")


@dataclass(frozen=True)
class Word:
    """An identifier; not for prose."""

    label = Text("标识", "an identifier")


@dataclass(frozen=True)
class Choice:
    """One of a closed list of codes. Two choices are of one type when their codes meet; labels are for people."""

    values: tuple[str, ...]
    labels: dict[str, Text] = field(default_factory=dict, compare=False, repr=False)
    party: bool = field(default=False, compare=False)

    @property
    def label(self) -> Text:
        shown = "|".join(self.values[:6]) + ("|…" if len(self.values) > 6 else "")
        return Text(f"{shown} 之一", f"one of {shown}")


@dataclass(frozen=True)
class Record:
    """Named parts; `absent` of a part that is not given is in its `Fact`."""

    fields: tuple[tuple[str, Fact], ...]
    label = Text("记录", "a record")

    def field_type(self, name: str) -> Type | None:
        return next((f.type for n, f in self.fields if n == name), None)


@dataclass(frozen=True)
class ListOf:
    of: Type
    label = Text("列表", "a list")


@dataclass(frozen=True)
class SetOf:
    of: Type
    label = Text("集合", "a set")


@dataclass(frozen=True)
class NoneType:
    """The type of the literal `none`; it goes wherever a value may be missing."""

    label = Text("无", "none")


@dataclass(frozen=True)
class EmptyType:
    """The type of `[]`: a list or set of anything."""

    label = Text("空列表", "an empty list")


Type: TypeAlias = Boolean | Number | Date | DateTime | Time | Months | Duration | DayOfYear | Word | Choice | Record | ListOf | SetOf | NoneType | EmptyType


@dataclass(frozen=True)
class Absent:
    """What a fact that is not given means: a constant (`unknown`, `none`, `false`), the day asked, or a value by another input."""

    kind: str  # required | unknown | none | false | as_of | map
    source: str | None = None
    mapping: tuple[tuple[str, str], ...] = ()


REQUIRED: Final = Absent("required")


@dataclass(frozen=True)
class Fact:
    """An input of a question or a part of a record."""

    name: str
    type: Type
    absent: Absent
    label: Text = field(compare=False)
    note: Text | None = field(default=None, compare=False)
    span: Span | None = field(default=None, compare=False, repr=False)
    not_before: str | None = field(default=None, compare=False)  # the input before which this day, or moment, cannot lie


def element(type_: Type) -> Type:
    """Of what a list or a set is, at the depth where it is of neither; another type itself."""
    while isinstance(type_, ListOf | SetOf):
        type_ = type_.of
    return type_


def labels_of(type_: Type, words: Mapping[str, Text] | None = None) -> Mapping[str, Text]:
    """The labels of a type's codes; of a record, those of its parts and of their codes; of texts, `words`."""
    match type_:
        case Choice(labels=labels):
            return labels
        case ListOf(of=inner) | SetOf(of=inner):
            return labels_of(inner, words)
        case Record(fields=fields):
            return {n: f.label for n, f in fields} | {c: t for _, f in fields for c, t in labels_of(f.type, words).items()}
        case Word():
            return words or {}
    return {}


def may_be_none(fact: Fact) -> bool:
    """Whether *none* is among the values of a fact."""
    return fact.absent.kind == "none"


NONE_SUFFIX = "_is_none"  # of a table's second column for a fact: true where the fact is none


def has_none_column(fact: Fact) -> bool:
    """Whether a table says by a column of its own, `<fact>_is_none`, that a fact is none: a number, day or boolean has no word for it."""
    return may_be_none(fact) and isinstance(fact.type, Number | Date | DateTime | Boolean)


def holds_unknown(value: Any) -> bool:
    """Whether a value is unknown, or a part of it."""
    if isinstance(value, tuple | frozenset):
        return any(map(holds_unknown, value))
    return any(map(holds_unknown, value.values())) if isinstance(value, dict) else value is UNKNOWN


@dataclass(frozen=True)
class Output:
    """What a question gives."""

    name: str
    type: Type
    label: Text = field(compare=False)
    note: Text | None = field(default=None, compare=False)
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that it may have, or that its elements may have, in the question's order."""
        type_ = self.type
        while isinstance(type_, ListOf | SetOf):
            type_ = type_.of
        return type_.values if isinstance(type_, Choice) else ()

    @property
    def left_open(self) -> Any:
        """What it is where nothing is said of it in an undetermined answer."""
        return "undetermined" if isinstance(self.type, Choice) and "undetermined" in self.type.values else None


def in_order(values: Iterable[Any], codes: Sequence[str]) -> tuple[Any, ...]:
    """The values that an output may still have, each once and always in one order: none, then codes as the question has them, true before false, what is less first.

    >>> in_order(["city", None, "province", "city"], ["province", "city"])
    (None, 'province', 'city')
    >>> in_order([False, True], []), in_order([8, 5], [])
    ((True, False), (5, 8))
    """
    places = {code: place for place, code in enumerate(codes)}

    def key(value: Any) -> Any:
        match value:
            case None:
                return (0,)
            case bool():
                return (1, not value)
            case str():
                return (1, places.get(value, len(places)), value)
            case Decimal():
                return (1, Fraction(value))
            case frozenset():
                return (1, len(value), sorted(map(key, value)))
            case tuple():
                return (1, *map(key, value))
        return (1, value)

    return tuple(sorted(dict.fromkeys(values), key=key))


def meet(a: Type, b: Type) -> Type | None:
    """The type that holds values of both, or None where they have nothing in common."""
    if isinstance(a, NoneType) or a == b:
        return b
    if isinstance(b, NoneType):
        return a
    match a, b:
        case Number(), Number():
            return Number(integer=a.integer and b.integer, money=a.money or b.money, unit=a.unit or b.unit)
        case Choice(), Choice():
            if (a.party and b.party) or set(a.values) & set(b.values):
                return Choice(tuple(dict.fromkeys(a.values + b.values)), {**a.labels, **b.labels}, a.party and b.party)
            return None
        case EmptyType(), (ListOf() | SetOf()):
            return b
        case ((ListOf() | SetOf()), EmptyType()):
            return a
        case ((ListOf() | SetOf()), (ListOf() | SetOf())):
            inner = meet(a.of, b.of)
            if inner is None:
                return None
            return SetOf(inner) if isinstance(a, SetOf) or isinstance(b, SetOf) else ListOf(inner)
    return None
