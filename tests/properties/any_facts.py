"""Facts for any question, made from the types of its inputs: given, left out, unknown; and whether a value is of a type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from policykit.domain.numbers import number_text
from policykit.domain.periods import period_text, plus_months
from policykit.ir import expr as ir
from policykit.ir.pack import Answered, Pack, Question, Table
from policykit.ir.types import UNKNOWN, Boolean, Choice, Date, DateTime, DayOfYear, Duration, Fact, ListOf, Months, Number, Record, SetOf, Time, Type, Word

TODAY = date(2026, 3, 31)  # inside the validity of every pack that has one


def days(pack: Pack) -> st.SearchStrategy[date]:
    """Days to ask about: mostly in force, at times the first or last day, or one beyond."""
    period = pack.instrument.period
    edges = [d + timedelta(days=n) for d in (period.first, period.last) if d for n in (-1, 0, 1)]
    return st.one_of(st.just(TODAY), st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.sampled_from([TODAY, *edges]))


def facts(pack: Pack, question: Question, unknown: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the inputs with values, boundary values among them; the required ones always."""
    numbers, words = _named(pack, question)
    needed = {f.name: value(f, numbers, words, unknown) for f in question.inputs if f.absent.kind == "required"}
    others = {f.name: value(f, numbers, words, unknown) for f in question.inputs if f.absent.kind != "required"}
    return st.fixed_dictionaries(needed, optional=others)


def value(fact: Fact, numbers: list[Any], words: list[str], unknown: bool) -> st.SearchStrategy[Any]:
    known = _typed(fact.type, numbers, words)
    return st.one_of(known, known, known, known, st.just(UNKNOWN)) if unknown else known


def _typed(type_: Type, numbers: list[Any], words: list[str]) -> st.SearchStrategy[Any]:
    match type_:
        case Boolean():
            return st.booleans()
        case Choice(values=values):
            return st.sampled_from([v for v in values if v != "unknown"])
        case Number(integer=True, minimum=minimum):
            low = minimum if minimum is not None else -3
            return st.one_of(st.integers(low, low + 12), st.sampled_from([n for n in numbers if isinstance(n, int) and n >= low] or [low]), st.integers(low, 10**9))
        case Number(minimum=minimum):
            low = minimum if minimum is not None else -3
            near = [n + d for n in numbers for d in (0, Decimal("0.01"), Decimal("-0.01")) if n + d >= low]
            return st.one_of(st.integers(low, low + 12), st.sampled_from(near or [low]), st.decimals(low, 10**6, places=3), st.fractions(low, 100, max_denominator=7))
        case Date():
            near = [plus_months(TODAY, m) + timedelta(days=n) for m in (-60, -12, -6, -1, 0) for n in (-1, 0, 1)]
            return st.one_of(st.sampled_from(near), st.dates(date(2024, 1, 1), date(2026, 12, 1)))
        case DateTime():
            moments = st.datetimes(datetime(2025, 12, 1), datetime(2026, 12, 1))
            return st.one_of(moments.map(lambda m: m.replace(second=0, microsecond=0)), st.sampled_from([datetime(2026, 3, 31), datetime(2026, 3, 31, 16)]))
        case Time():
            return st.times().map(lambda t: time(t.hour, t.minute))
        case Months():
            return st.integers(0, 40)
        case Duration():
            return st.integers(0, 2000).map(lambda hours: timedelta(hours=hours))
        case DayOfYear():
            return st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda d: f"{d:%m-%d}")
        case Word():
            return st.sampled_from([*words, "another-word"])
        case ListOf(of=of):
            named = isinstance(of, Record) and "id" in dict(of.fields)  # two of one name are refused
            return st.lists(_typed(of, numbers, words), max_size=4, unique_by=(lambda element: element["id"]) if named else None)
        case SetOf(of=of):
            return st.frozensets(_typed(of, numbers, words), max_size=4)
        case Record(fields=fields):
            needed = {n: _typed(f.type, numbers, words) for n, f in fields if f.absent.kind == "required"}
            return st.fixed_dictionaries(needed, optional={n: _typed(f.type, numbers, words) for n, f in fields if n not in needed})
    raise NotImplementedError(type_)


def _named(pack: Pack, question: Question) -> tuple[list[Any], list[str]]:
    """The numbers and words that the rules on a question compare with: what lies at them and beside them is worth trying."""
    numbers = {0, 1, *(v.value for p in pack.parameters.values() for v in p.values if isinstance(v.value, int | Decimal) and not isinstance(v.value, bool))}
    words: dict[str, None] = {}
    for table in pack.decisions.values():
        if isinstance(table, Table) and question.id in (table.id, table.of):
            formulas = [e for r in table.rules for e in [*(t.holds for t in r.tests), *(e for _, e in (r.result.outputs if isinstance(r.result, Answered) else ()))]]
            literals = [n.value for e in formulas for n in ir.walk(e) if isinstance(n, ir.Literal)]
            words |= dict.fromkeys(v for v in literals if isinstance(v, str))
    return sorted(numbers), list(words)


# --- the same facts in other clothes


def as_text(given: Any) -> Any:
    """A value as it stands in JSON: words and whole numbers, all else as text."""
    if given is UNKNOWN:
        return "unknown"
    if isinstance(given, bool) or given is None:
        return given
    if isinstance(given, Decimal | Fraction):
        return number_text(given)
    if isinstance(given, datetime):
        return given.isoformat(timespec="minutes")
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, time):
        return given.isoformat(timespec="minutes")
    if isinstance(given, timedelta):
        return period_text(given)
    if isinstance(given, Mapping):
        return {k: as_text(v) for k, v in given.items()}
    if isinstance(given, list | tuple | frozenset | set):
        return [as_text(v) for v in given]
    return given


def readable_as_text(given: Any) -> bool:
    """Whether text can say it: a fraction that is no decimal it cannot."""
    if isinstance(given, Fraction):
        return "/" not in number_text(given)
    return all(map(readable_as_text, given.values() if isinstance(given, Mapping) else given)) if isinstance(given, Mapping | list | frozenset) else True


# --- what comes out


def of_type(found: Any, type_: Type) -> bool:
    """Whether an output has its type. None is *none*."""
    if found is None:
        return True
    match type_:
        case Boolean():
            return isinstance(found, bool)
        case Number(integer=integer):
            return isinstance(found, int if integer else int | Decimal | Fraction) and not isinstance(found, bool)
        case Choice(values=values):
            return found in values
        case DateTime():
            return isinstance(found, datetime)
        case Date():
            return isinstance(found, date) and not isinstance(found, datetime)
        case Time():
            return isinstance(found, time)
        case Months():
            return isinstance(found, int)
        case Duration():
            return isinstance(found, timedelta)
        case DayOfYear():
            return isinstance(found, tuple) and len(found) == 2
        case Word():
            return isinstance(found, str)
        case ListOf(of=of):
            return isinstance(found, tuple) and all(v is not None and of_type(v, of) for v in found)
        case SetOf(of=of):
            return isinstance(found, frozenset) and all(v is not None and of_type(v, of) for v in found)
        case Record(fields=fields):
            return isinstance(found, Mapping) and all(n in dict(fields) and of_type(v, dict(fields)[n].type) for n, v in found.items())
    return False
