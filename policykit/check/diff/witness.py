"""A smallest case: few facts, plain values. A case is made plainer as long as it still shows what it should when both laws are asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...domain.periods import FIRST_DAY, LAST_DAY, plus_months
from ...ir.types import Boolean, Choice, Date, Fact, Number, SetOf

Shows = Callable[[Mapping[str, Any]], bool]
MOST_MONTHS = 36
PLAIN = (1, 0, 2, 3, 5, 10, 100, 1000)


def smallest(facts: Mapping[str, Any], inputs: Sequence[Fact], on: date, shows: Shows, constants: Sequence[Any] = (), free: Collection[str] | None = None) -> dict[str, Any]:
    """The facts, made as few and as plain as they can be while they still show it.

    `constants`: what the rules compare with. `free`: facts known to matter nothing; None where that is to be tried, one by one.
    """
    sure = [f for f in inputs if f.absent.kind != "unknown"]  # asking with a fact unknown takes a hundred times as long: it is done last
    case = {f.name: facts[f.name] for f in inputs if facts.get(f.name) is not None}
    case = _fewer(_nearer(case, inputs, on, shows), sure, shows)
    case = _counted(case, inputs, on, shows)
    for fact in sorted(inputs, key=lambda f: f.absent.kind != "as_of"):  # the day of the event first: other days are counted from it
        if fact.name in case:
            for value in _plainer(fact, case, on, constants):
                if value == case[fact.name] or shows({**case, fact.name: value}):
                    case[fact.name] = value
                    break
    case = _fewer(case, sure, shows)
    if free is None:
        return _fewer(case, inputs, shows)
    needed = {f.name: case[f.name] for f in inputs if f.name in case and not (f.name in free and f.absent.kind in ("unknown", "as_of"))}
    return needed if shows(needed) else case


def _nearer(case: dict[str, Any], inputs: Sequence[Fact], on: date, shows: Shows) -> dict[str, Any]:
    """The case with its days moved together to the day of the law."""
    return next((near for near in moved(case, inputs, on) if shows(near)), case)


def moved(case: Mapping[str, Any], inputs: Sequence[Fact], on: date) -> Iterator[dict[str, Any]]:
    """The case with its days moved together: to the day of the law, then to days before it whose working days are known."""
    days = [_day(case[f.name]) for f in sorted(inputs, key=lambda f: f.absent.kind != "as_of") if isinstance(case.get(f.name), date)]
    for months in (0, 6, 12, 24) if days else ():
        by = plus_months(on, -months) - days[0]
        yield {n: v + by if isinstance(v, date) and FIRST_DAY <= _day(v) + by <= LAST_DAY else v for n, v in case.items()}


def _counted(case: dict[str, Any], inputs: Sequence[Fact], on: date, shows: Shows) -> dict[str, Any]:
    """Two days of which one is that of the event: the event on the day of the law, the other whole months before."""
    days = [f for f in inputs if isinstance(f.type, Date) and f.name in case]
    event = next((f.name for f in days if f.absent.kind == "as_of"), None)
    if len(days) != 2 or event is None:
        return case
    other = next(f.name for f in days if f.name != event)
    for off in (0, 1, -1):
        for months in range(MOST_MONTHS + 1):
            near = {**case, event: on, other: plus_months(on, -months) + timedelta(days=off)}
            if shows(near):
                return near
    return case


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _fewer(case: dict[str, Any], inputs: Sequence[Fact], shows: Shows) -> dict[str, Any]:
    """Without the facts that do not matter; the day of the event stays."""
    for fact in sorted(inputs, key=lambda f: f.absent.kind == "as_of"):
        alone = fact.absent.kind != "as_of" or not any(isinstance(v, date) for n, v in case.items() if n != fact.name)
        if fact.name in case and fact.absent.kind != "required" and alone:
            left = {n: v for n, v in case.items() if n != fact.name}
            if shows(left):
                case = left
    return case


def _plainer(fact: Fact, case: Mapping[str, Any], on: date, constants: Sequence[Any]) -> Iterator[Any]:
    """Values for a fact, the plainest first."""
    match fact.type:
        case Boolean():
            yield False
        case Choice(values=values):
            yield from (v for v in values if v not in ("other", "unknown"))
        case Number():
            yield from _numbers(fact, fact.type, case[fact.name], constants, on)
        case Date():
            yield from _days(fact, case, on)
        case SetOf():
            yield frozenset()
            yield from (frozenset([v]) for v in sorted(case[fact.name], key=str))


def _numbers(fact: Fact, type_: Number, now: Any, constants: Sequence[Any], on: date) -> Iterator[Any]:
    low = type_.minimum
    if fact.label.zh.endswith(("年度", "年份")):
        yield on.year
    named = sorted({c for c in constants if isinstance(c, int | Decimal | Fraction) and not isinstance(c, bool)})
    steps = [s for c in named for s in (c, c + 1, c - 1)]
    for value in (*PLAIN, *sorted(steps, key=lambda c: (abs(c), c))):
        if (low is None or value >= low) and not (type_.integer and value != int(value)):
            yield value
    if isinstance(now, Fraction | Decimal):
        whole = int(now)
        yield from (v for v in (whole, whole + 1) if low is None or v >= low)


def _days(fact: Fact, case: Mapping[str, Any], on: date) -> Iterator[date]:
    """Days at whole months from the other days of the case, then a day off; the day asked about."""
    others = [v for n, v in case.items() if n != fact.name and isinstance(v, date) and not isinstance(v, datetime)]
    if fact.absent.kind == "as_of":  # of an earlier day the law of that day answers, which may be another
        yield from (plus_months(on, months) + timedelta(days=off) for off in (0, 1) for months in range(MOST_MONTHS + 1))
    if fact.absent.kind == "as_of" or not others:
        yield on
        yield on - timedelta(days=1)
    for off in (0, 1, -1):
        for months in range(MOST_MONTHS + 1):
            for other in others or [on]:
                for sign in (-1, 1):
                    day = plus_months(other, sign * months) + timedelta(days=off)
                    if FIRST_DAY <= day <= LAST_DAY:
                        yield day
