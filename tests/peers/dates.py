"""File 01: months and years added to a date, taken from it, and counted between two; what must be refused.

Catala rounds `up` (to the first of the next month), `down` (to the month's last day) or aborts. That is a pack's `month_end`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import policykit

from .packs import TODAY, computed, expect, formula_pack, load, question, refused
from .reading import Fields, NotUnderstood, Reader

MONTH_END = {"down": "last_day", "up": "next_first", "abort": "refuse"}
_UNITS = {"years": 12, "months": 1, "weeks": 7, "days": 1}
_MONTHS = {name: number for number in range(1, 13) for name in (calendar.month_abbr[number], calendar.month_name[number])}
_WORD = re.compile(r"\s*(\d{4}-\d{1,2}-\d{1,2}|P\d+[MD]|<=|>=|!=|[-+*/<>=()])")
_TWO_MODES = "pack: peer\nmonth_end: next_first\nmonth_end: last_day\n"


def period(units: Mapping[str, int], sign: str = "+") -> str:
    """` + P14M + P3D` for a year, two months and three days: months first, then days."""
    if set(units) - set(_UNITS):
        raise NotUnderstood(f"no unit {sorted(set(units) - set(_UNITS))}")
    months = sum(n * _UNITS[u] for u, n in units.items() if u in ("years", "months"))
    days = sum(n * _UNITS[u] for u, n in units.items() if u in ("weeks", "days"))
    shift = [f" {sign} {'-' if n < 0 else ''}P{abs(n)}{unit}" for n, unit in ((months, "M"), (days, "D")) if n]
    return "".join(shift) or f" {sign} P0D"


def added(case: Fields, _: Mapping[str, Any]) -> None:
    _moved(case, case.take("start"), period(case.take("add")))


def subtracted(case: Fields, _: Mapping[str, Any]) -> None:
    _moved(case, case.take("start"), period(case.take("sub"), "-"))


def _moved(case: Fields, start: str, shift: str) -> None:
    """The day reached in each way of ending a month; an exact one is reached in all of them."""
    formula, facts, types = f"start{shift}", {"start": start}, {"start": "date"}
    if "exact" in case:
        reached = case.take("exact")
        for month_end in MONTH_END.values():
            expect(computed(formula, "date", facts, types, month_end=month_end), reached)
    for mode in ("up", "down"):
        if mode in case:
            expect(computed(formula, "date", facts, types, month_end=MONTH_END[mode]), case.take(mode))
    if "abort" in case:
        policy = load(formula_pack(formula, "date", types, month_end="refuse"))
        if case.take("abort"):
            assert "no corresponding day" in refused(lambda: policy.ask("q", facts, on=TODAY), "out-of-range")
        else:
            assert policy.ask("q", facts, on=TODAY).status == "answered"


def month_bounds(case: Fields, _: Mapping[str, Any]) -> None:
    facts = {"d": case.take("date")}
    first = "date(d.year, d.month, 1)"
    if "first" in case:
        expect(computed(first, "date", facts), case.take("first"))
    if "last" in case:
        expect(computed(f"{first} + P1M - P1D", "date", facts), case.take("last"))


def difference(case: Fields, _: Mapping[str, Any]) -> None:
    """Days exactly; months and years that are complete."""
    facts = {"a": case.take("from"), "b": case.take("to")}
    apart = "years and months duration(a, b)"
    if "days" in case:
        expect(computed("b - a", "duration", facts), timedelta(days=case.take("days")))
    if "months" in case:
        expect(computed(f"{apart}.years * 12 + {apart}.months", "integer", facts), case.take("months"))
    if "years" in case:
        expect(computed(f"{apart}.years", "integer", facts), case.take("years"))


def age_predicate(case: Fields, _: Mapping[str, Any]) -> None:
    """Whether a person has an age on a day, the birthday of a leap day rounded up or down."""
    facts = {"birth": case.take("birth"), "at": case.take("at")}
    formula = f"birth{period(case.take('age'))} <= at"
    for mode in ("up", "down"):
        if mode in case:
            expect(computed(formula, "boolean", facts, month_end=MONTH_END[mode]), case.take(mode))
    if case.take("abort", False):
        policy = load(formula_pack(formula, "boolean", {"birth": "date", "at": "date"}, month_end="refuse"))
        refused(lambda: policy.ask("q", facts, on=TODAY), "out-of-range")


def must_raise(case: Fields, _beside: Mapping[str, Any]) -> None:
    """A day that is none, a sum without one meaning, or two ways of rounding at once."""
    said = re.sub(r"\b(\d{1,2}) ([A-Z][a-z]+) (\d{4})\b", _day_of, case.take("expr"))
    alone = re.fullmatch(r"(?:[a-z ]*)['\"|]?([\d-]+)['\"|]?(?: as a date)?", said)
    if alone:
        no_such_day(alone[1])
    elif re.search(r"\bround", said) and (re.search(r"\bup\b.*\bdown\b|\bdown\b.*\bup\b", said) or re.search(r"\b(two|both|twice|multiple)\b", said)):
        refused(lambda: policykit.read({"pack.yaml": _TWO_MODES}), "duplicate-key")
    else:
        sums, _, setting = said.partition(" with ")
        for sum_ in re.split("[,;]", sums):
            no_such_sum(sum_, setting)


def _day_of(written: re.Match[str]) -> str:
    """`31 Feb 2023` in the one form of a day."""
    day, month, year = written.groups()
    return f"{year}-{_MONTHS[month]:02}-{int(day):02}" if month in _MONTHS else written[0]


def no_such_day(written: str) -> None:
    """Neither a fact, nor a literal, nor the first day of a rule may say it."""
    echo = load(formula_pack("d", "date", {"d": "date"}))
    refused(lambda: echo.ask("q", {"d": written}, on=TODAY), "value")
    refused(lambda: load(formula_pack(written, "date")), "literal", "syntax", "type")
    rule = {"id": "dated", "from": written, "then": {"out": 1}}
    dated = {"pack": "peer", "questions": {"q": question({}, {"out": "integer"})}, "decisions": {"q": {"rules": [rule]}}}
    refused(lambda: load(dated), "shape")


def no_such_sum(said: str, setting: str) -> None:
    """A sum or comparison that has no one meaning is refused: when the pack is read, or, where the day decides, when it is asked."""
    formula = _sum(said)
    gives = "boolean" if re.search("[<>=]", formula) else "date"
    if not setting:
        refused(lambda: load(formula_pack(formula, gives)).ask("q", {}, on=TODAY), "incomparable", "operation", "literal")
    elif setting == "no rounding mode":
        policy = load(formula_pack(formula, gives, month_end="refuse"))
        refused(lambda: policy.ask("q", {}, on=TODAY), "out-of-range")
        assert load(formula_pack(formula, gives)).ask("q", {}, on=TODAY).status == "answered"  # it is the month's end alone that forbids it
    else:
        raise NotUnderstood(f"`with {setting}`")


def _sum(said: str) -> str:
    """`2000-02-29 + 18 years` in our formulas."""
    formula = re.sub(r"(\d+) (year|month|week|day)s?\b", lambda m: period({m[2] + "s": int(m[1])})[3:], said.replace("|", "")).replace("==", "=")
    if not re.fullmatch(f"(?:{_WORD.pattern})+\\s*", formula):
        raise NotUnderstood(f"`{said}`")
    return formula


READER = Reader({"cases": added, "month_bounds": month_bounds, "subtract": subtracted, "difference": difference, "must_raise": must_raise, "age_predicate": age_predicate})
