"""What a person would rather say of a fact: conditions on its variables, the best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import z3

from ...ir.types import UNKNOWN, DateTime, Duration, Fact, ListOf, Months, Number, Time, Word
from .days import Day, day_of, same_day
from .logic import Bool, asserted, compared, every, opposite, some
from .slots import Slot
from .values import OTHER, Code, Many, Moment, Num, OnDay, Val, equal, literal

OFFSETS = (1, 2, 3, 6, 12, 18, 24, 36, 48, 60, 120)  # months: a person counts in these
_ROUND = (1, 0, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000, 10_000_000)


def assumed(fact: Fact, slots: dict[str, Slot], day: Day) -> Bool | None:
    """Where a fact has the value that it has when it is not given; None where it must be given, or is then unknown."""
    value = slots[fact.name].value
    match fact.absent.kind:
        case "none":
            return value.none
        case "false":
            return equal(value, Code({False: True}))
        case "as_of":
            return equal(value, Moment(day, 0) if isinstance(fact.type, DateTime) else OnDay(day))
        case "map" if fact.absent.source is not None:
            source = slots[fact.absent.source].value
            return some(every([equal(source, literal(a, fact.type)), equal(value, literal(b, fact.type))]) for a, b in fact.absent.mapping)
    return None


def assumed_value(fact: Fact, values: dict[str, Any], on: date) -> Any:
    """The value of a fact that is not given."""
    match fact.absent.kind:
        case "none":
            return None
        case "false":
            return False
        case "as_of":
            return on
        case "map":
            return dict(fact.absent.mapping).get(str(values.get(fact.absent.source or "")), UNKNOWN)
    return UNKNOWN


def preferences(slot: Slot, anchor: date, constants: Sequence[Any]) -> Iterator[Any]:
    """Conditions on a fact, the plainest value first. Its parts have preferences of their own."""
    yield from map(asserted, _preferences(slot, anchor, constants))


def _preferences(slot: Slot, anchor: date, constants: Sequence[Any]) -> Iterator[Bool]:
    value = slot.value
    given = opposite(value.none)
    match value:
        case Code():
            codes = [c for c in value.bits if c not in (None, OTHER)]
            if isinstance(slot.type, Word):
                yield from ([value.bits[OTHER]] if OTHER in value.bits else [])
            yield from (value.bits[c] for c in (sorted(codes) if codes and isinstance(codes[0], bool) else codes))
        case Num():
            yield from (every([given, c]) for c in _numbers(value, slot, constants))
        case OnDay():
            yield from _days(value.day, given, anchor, constants)
        case Moment():
            yield every([given, same_day(value.day, day_of(anchor)), compared("=", value.seconds, 0)])
            yield from (every([c, compared("=", value.seconds, 0)]) for c in _days(value.day, given, anchor, constants))
        case Many():
            yield every([given, *(opposite(b) for b in value.bits.values()), compared("=", value.others, 0)])
        case _:
            if isinstance(slot.type, ListOf):
                yield from (every([given, *(opposite(t) for t in slot.there[n:])]) for n in range(len(slot.there)))
            else:
                yield given


def _numbers(value: Num, slot: Slot, constants: Sequence[Any]) -> Iterator[Bool]:
    match slot.type:
        case Months():
            known: list[Any] = [0, 1, *OFFSETS]
        case Duration():
            known = [0, 3600, 86_400, *(length_ for c in constants if isinstance(c, timedelta) for length_ in [int(c.total_seconds())])]
        case Time():
            known = [0, 8 * 3600, 12 * 3600, *(c.hour * 3600 + c.minute * 60 for c in constants if hasattr(c, "hour") and not isinstance(c, date))]
        case Number(integer=integer):
            named = sorted({Fraction(c) for c in constants if isinstance(c, int | Fraction) and not isinstance(c, bool)} - {Fraction(n) for n in _ROUND}, key=abs)
            known = [*_ROUND[:2], *named[:8], *_ROUND[2:], *(n + d for n in named[:8] for d in (1, -1))]
            known = [int(k) if Fraction(k).denominator == 1 else k for k in known if not integer or Fraction(k).denominator == 1]
        case _:
            known = []
    yield from (compared("=", value.value, k) for k in dict.fromkeys(known))
    if isinstance(slot.type, Number) and not slot.type.integer:
        yield from (z3.IsInt(value.value * scale) for scale in (1, 10, 100, 1000))


def _days(day: Day, given: Bool, anchor: date, constants: Sequence[Any]) -> Iterator[Bool]:
    """The first of a month, so many months from the anchor; a day that rules name, and those beside it; a month's first day; any."""
    base = day_of(anchor)
    yield every([given, same_day(day, base)])
    for offset in OFFSETS:
        for months in (offset, -offset):
            yield every([given, compared("=", day.month, base.month + months), compared("=", day.number, 1)])
    for named in dict.fromkeys(c for c in constants if isinstance(c, date)):
        for days in (0, -1, 1):
            yield every([given, same_day(day, day_of(named + timedelta(days=days)))])
    yield every([given, compared("=", day.number, 1)])


def distance(value: Val, anchor: date) -> Any:
    """What to make small where no preference holds; None where there is nothing to."""
    match value:
        case Num() if not isinstance(value.value, int | Fraction):
            return z3.If(value.value >= 0, value.value, -value.value)
        case OnDay() | Moment():
            months = value.day.month - day_of(anchor).month
            return z3.If(months >= 0, months, -months)
    return None
