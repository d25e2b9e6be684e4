"""The polars target asked case by case: cases that give the same facts make one frame, what comes back is read into the library's values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..api import Policy
from ..check.regions import Case
from ..diagnostics import PolicyError
from ..domain.periods import period_text, read_day_of_year, read_period
from ..ir.pack import Question
from ..ir.types import UNKNOWN, Boolean, Choice, Date, DateTime, DayOfYear, Duration, ListOf, Months, Number, Record, SetOf, Time, Type, Word, holds_unknown
from .outcome import UNSAID, Outcome


def by_polars(policy: Policy, question: str, cases: Sequence[Case]) -> list[Outcome | None]:
    """The answers of frames. Of a case whose facts no column holds (a third, a record or list with an unknown part) they say nothing."""
    asked = policy.pack.questions[question]
    found: list[Outcome | None] = [None] * len(cases)
    groups: dict[tuple[str, ...], list[tuple[int, Mapping[str, Any]]]] = {}
    for number, case in enumerate(cases):
        try:
            read = policy.read_case(question, dict(case.facts), case.on)
        except PolicyError:
            continue
        given = {f.name: v for f, v in zip(asked.inputs, read.facts, strict=True) if f.name in read.given}
        if all(v is UNKNOWN or _fits(v) for v in given.values()):
            groups.setdefault(tuple(sorted(given)), []).append((number, given))
    for names, rows in groups.items():
        for (number, _), outcome in zip(rows, _framed(policy, asked, names, [(cases[n], f) for n, f in rows]), strict=True):
            found[number] = outcome
    return found


def _framed(policy: Policy, asked: Question, names: Sequence[str], rows: Sequence[tuple[Case, Mapping[str, Any]]]) -> list[Outcome]:
    import polars as pl

    types = {f.name: f.type for f in asked.inputs}
    columns = [pl.Series(f"in {n}", [None if facts[n] is UNKNOWN else _cell(facts[n], types[n]) for _, facts in rows], dtype=_column(types[n])) for n in names]
    frame = pl.DataFrame([*columns, pl.Series("asked on", [case.on for case, _ in rows], dtype=pl.Date)])
    framed = policy.ask_frame(asked.id, frame, on="asked on", columns={n: f"in {n}" for n in names}, key=[], on_error="reject", add=("status", "rule"))
    refused = dict(zip(framed.rejects.get_column("row"), framed.rejects.get_column("fault"), strict=True))
    answers = framed.answers.iter_rows(named=True)
    return [Outcome(_code(refused[n])) if n in refused else _read(next(answers), asked) for n in range(len(rows))]


def _code(fault: str) -> str:
    return fault.split(":")[0].split(" ")[0].removeprefix("error[").removesuffix("]")


def _read(row: Mapping[str, Any], asked: Question) -> Outcome:
    """A row of answers. Values that are all empty may be none or not there: where the question is not answered, nothing is said of them."""
    values = tuple(_value(row[o.name], o.type) for o in asked.outputs)
    return Outcome(row["status"], values if row["status"] == "answered" else UNSAID, row["rule"])


def _value(cell: Any, type_: Type) -> Any:
    if cell is None:
        return None
    match type_:
        case Choice() | Word():
            if cell == "none" and isinstance(type_, Choice) and "none" in type_.values:
                return UNSAID  # the code, or that there is none: a column has one word for both
            return None if cell == "none" else cell
        case Number():
            return Fraction(cell) if isinstance(cell, str) else cell
        case Months():
            return read_period(cell)
        case DayOfYear():
            return read_day_of_year(cell)
        case ListOf(of=inner):
            return tuple(_element(v, inner) for v in cell)
        case SetOf(of=inner):
            return frozenset(_element(v, inner) for v in cell)
    return cell


def _element(cell: Any, type_: Type) -> Any:
    """An element of a list or set; a code is itself."""
    return cell if isinstance(type_, Choice | Word) else _value(cell, type_)


def _fits(value: Any) -> bool:
    """Whether a column holds a value that is known."""
    if holds_unknown(value) or isinstance(value, Fraction):
        return False
    if isinstance(value, tuple) and any(isinstance(v, dict) for v in value):
        return False
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | frozenset) else ()
    return all(map(_fits, inside))


def _cell(value: Any, type_: Type) -> Any:
    """A fact as a cell holds it."""
    match type_:
        case Number(integer=False):
            return Decimal(value)
        case Months():
            return period_text(value)
        case DayOfYear():
            return f"{value[0]:02}-{value[1]:02}"
        case ListOf(of=inner):
            return [_cell(v, inner) for v in value]
        case SetOf(of=inner):
            return sorted(_cell(v, inner) for v in value)
        case Record(fields=fields):
            return {n: None if value.get(n) is None else _cell(value[n], f.type) for n, f in fields}
    return value


def _column(type_: Type) -> Any:
    """The type of the column of a fact."""
    import polars as pl

    match type_:
        case Boolean():
            return pl.Boolean
        case Number(integer=integer):
            return pl.Int64 if integer else pl.Decimal(38, 6)
        case Date():
            return pl.Date
        case DateTime():
            return pl.Datetime("us")
        case Time():
            return pl.Time
        case Duration():
            return pl.Duration("us")
        case ListOf(of=inner) | SetOf(of=inner):
            return pl.List(_column(inner))
        case Record(fields=fields):
            return pl.Struct({n: _column(f.type) for n, f in fields})
    return pl.String
