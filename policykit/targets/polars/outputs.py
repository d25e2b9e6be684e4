"""How rows end -> columns. Endings are numbered; small tables turn their numbers into codes of statuses, rules and outcomes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from typing import Any, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...diagnostics import Diagnostic, Language, Text
from ...domain.numbers import number_text
from ...domain.periods import period_text
from ...ir.expr import Expr
from ...ir.pack import Basis, Question, Strength
from ...ir.types import Boolean, Choice, Date, DateTime, DayOfYear, Duration, ListOf, Months, Number, Record, SetOf, Time, Type, Word
from .cells import Ended
from .coded import code_kind

EXACT_ENOUGH = Context(prec=200)
STATUSES = ("answered", "silent", "undetermined", "not_in_force")
GATHERED: dict[str, pl.DataType] = {  # what is the same for all rows that end alike, by the names that an answer has for it
    "citations": pl.List(pl.String),
    "strength": pl.Enum(get_args(Strength)),
    "basis": pl.Enum(get_args(Basis)),
    "readings": pl.List(pl.String),
    "missing": pl.List(pl.String),
    "why": pl.String(),
}
NO_VALUE = np.iinfo(np.int64).min
MOST_DIGITS = 38  # of a number in a column
PLACES_INSIDE = 6  # decimal places of numbers in lists and records
FIRST = 2  # the numbers below are not endings: `cells.UNASKED`, `cells.OPEN`


@dataclass
class Written:
    """An output and how its column is written: by code (`words`), worked out (`scale`), or looked up at the end."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    type: Type
    words: tuple[str, ...] | None = None
    scale: int | None = None
    computed: bool = False


class Outputs:
    """The outputs of a question and the endings met so far."""

    def __init__(self, question: Question, party_words: Sequence[Sequence[str]], scales: Sequence[int | None], computed: Sequence[str]) -> None:
        """`party_words`: per output the codes there may be; `scales`: per number output its decimal places, None where it is text."""
        self.written = [_written(o.name, o.type, words, scale, o.name in computed) for o, words, scale in zip(question.outputs, party_words, scales, strict=True)]
        self.endings: list[Ended] = []
        self.rules: list[str] = []
        self._known: dict[Hashable, int] = {}
        self._tables: Tables | None = None

    def number(self, ended: Ended) -> int:
        """The number of an ending, the same for equal ones."""
        fault = self._unheld(ended)
        if fault is not None:
            ended = Ended("error", None, None, (), (None,) * len(self.written), fault)
        key = (ended.status, ended.rule, repr(ended.values), ended.citations, ended.formulas, ended.fault, ended.strength, ended.basis, ended.readings, ended.missing, ended.why)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self.endings) + FIRST
            self.endings.append(ended)
            if ended.rule is not None and ended.rule not in self.rules:
                self.rules.append(ended.rule)
            self._tables = None
        return found

    def _unheld(self, ended: Ended) -> Diagnostic | None:
        """The fault of a number that is greater than its column holds, or has more decimal places."""
        for written, value in zip(self.written, ended.values or (), strict=False):
            if written.scale is None or not isinstance(value, int | Decimal):
                continue
            most = 2**63 if written.dtype == pl.Int64 else 10 ** (MOST_DIGITS - written.scale)
            if not -most < value < most:
                return Diagnostic(
                    "out-of-range",
                    Text(f"结果 `{written.name}` 的值 {value} 超出其列的范围", f"the outcome `{written.name}`, {value}, is more than its column holds"),
                    help=Text("用 `ask` 单独问这一行", "ask this row alone, with `ask`"),
                )
            if isinstance(value, Decimal) and value != value.quantize(Decimal(1).scaleb(-written.scale), context=EXACT_ENOUGH):
                return Diagnostic(
                    "out-of-range",
                    Text(f"结果 `{written.name}` 的值 {value} 小数位过多", f"the outcome `{written.name}`, {value}, has more decimal places than its column"),
                    help=Text(f"该列保留 {written.scale} 位小数", f"the column has {written.scale}"),
                )
        return None

    def tables(self, formulas: dict[Expr, int]) -> Tables:
        """Tables from the numbers of endings to codes."""
        if self._tables is None:
            self._tables = Tables(self, formulas)
        return self._tables

    def looked_up(self, written: Written, conclusions: NDArray[Any]) -> pl.Series:
        """A column of values that are the same for each ending."""
        at = [w.name for w in self.written].index(written.name)
        values = [None, None, *(_told(e, at, written) for e in self.endings)]
        return pl.Series(written.name, values, dtype=written.dtype, strict=False).gather(conclusions)

    def gathered(self, name: str, conclusions: NDArray[Any], language: Language) -> pl.Series:
        """One of `GATHERED` for each row: its clauses, strength, basis, readings, missing facts, the reason in words."""
        told: list[Any] = [getattr(e, name) for e in self.endings]
        if name == "why":
            told = [None if why is None else why.in_(language) or None for why in told]
        elif isinstance(GATHERED[name], pl.List):
            told = [list(t) for t in told]
        values = [None, None, *told]
        return pl.Series(name, values, dtype=GATHERED[name]).gather(conclusions)


def _told(ended: Ended, at: int, written: Written) -> Any:
    """What a column holds of an output; where rows are answered, none is a value."""
    if ended.values is None or (ended.values[at] is None and ended.status != "answered"):
        return None
    return plain(ended.values[at], written)


class Tables:
    """What the endings met so far come to, as arrays to be indexed by their numbers."""

    def __init__(self, outputs: Outputs, formulas: dict[Expr, int]) -> None:
        endings = outputs.endings
        self.count = len(endings) + FIRST
        none = np.iinfo(np.uint8).max
        self.status = np.array([none, none, *(STATUSES.index(e.status) if e.status in STATUSES else none for e in endings)], np.uint8)
        self.rules = tuple(outputs.rules)  # the words of `rule`: other threads may know more by the time that they are written
        places = {r: i for i, r in enumerate(self.rules)}
        kind = code_kind(len(self.rules))
        no_rule = np.iinfo(kind).max
        self.rule = np.array([no_rule, no_rule, *(no_rule if e.rule is None else places[e.rule] for e in endings)], kind)
        self.faulty = np.array([False, False, *(e.fault is not None for e in endings)])
        self.any_fault = bool(self.faulty.any())
        self.codes: list[NDArray[Any] | None] = []
        self.constants: list[NDArray[Any] | None] = []
        self.formulas: list[NDArray[Any] | None] = []
        self.wide: list[tuple[int, int, Any]] = []  # outcomes worked out that 64 bits do not hold: which output, of which ending, the value
        for at, written in enumerate(outputs.written):
            values = [None, None, *(e.values[at] if e.values is not None else None for e in endings)]
            if written.words is not None:
                kind = code_kind(len(written.words))
                index = {w: i for i, w in enumerate(written.words)}
                top = np.iinfo(kind).max
                none_code = index.get("none", top)
                answered = [False, False, *(e.status == "answered" for e in endings)]
                codes = [index[v] if isinstance(v, str) else none_code if yes else top for v, yes in zip(values, answered, strict=True)]
                self.codes.append(np.array(codes, kind))
            elif isinstance(written.type, Boolean):
                self.codes.append(np.array([2 if v is None else int(v) for v in values], np.uint8))
            else:
                self.codes.append(None)
            if written.computed:
                wholes = [NO_VALUE if v is None else whole_value(v, written) for v in values]
                self.wide += [(at, number, values[number]) for number, w in enumerate(wholes) if abs(w) > -NO_VALUE]
                self.constants.append(np.array([w if abs(w) <= -NO_VALUE else NO_VALUE for w in wholes], np.int64))
                used = [e.formulas[at] for e in endings]
                self.formulas.append(np.array([0, 0, *(0 if f is None else formulas[f] + 1 for f in used)], np.int32))
            else:
                self.constants.append(None)
                self.formulas.append(None)


def _written(name: str, type_: Type, words: Sequence[str], scale: int | None, computed: bool) -> Written:
    match type_:
        case Choice():
            known = tuple(words) if "none" in words else (*words, "none")
            return Written(name, pl.Enum(known), type_, words=known)
        case Boolean():
            return Written(name, pl.Boolean, type_)
        case ListOf(of=Choice()) | SetOf(of=Choice()):
            return Written(name, pl.List(pl.Enum(words)), type_)
    return Written(name, dtype_of(type_, scale), type_, scale=scale, computed=computed)


def dtype_of(type_: Type, scale: int | None = None) -> pl.DataType | type[pl.DataType]:
    """The type of column for values of a type; numbers with `scale` decimal places, or as text where that is None."""
    match type_:
        case Choice(values=values):
            return pl.Enum(values)
        case Word() | Months() | DayOfYear():
            return pl.String
        case Boolean():
            return pl.Boolean
        case Number(integer=True):
            return pl.Int64
        case Number():
            return pl.String if scale is None else pl.Decimal(MOST_DIGITS, scale)
        case Date():
            return pl.Date
        case DateTime():
            return pl.Datetime("us")
        case Time():
            return pl.Time
        case Duration():
            return pl.Duration("us")
        case ListOf(of=inner) | SetOf(of=inner):
            return pl.List(dtype_of(inner, PLACES_INSIDE))
        case Record(fields=fields):
            return pl.Struct({n: dtype_of(f.type, PLACES_INSIDE) for n, f in fields})
    return pl.Null


def plain(value: Any, written: Written) -> Any:
    """A value of an outcome as a column holds it; sets in order."""
    return _plain(value, written.type, isinstance(written.type, Number) and written.scale is None)


def _plain(value: Any, type_: Type, as_text: bool) -> Any:
    if value is None:
        return "none" if isinstance(type_, Word) else None
    match type_:
        case Number(integer=False) if as_text:
            return number_text(value)
        case Number(integer=False):
            return Decimal(value) if isinstance(value, int | Decimal) else number_text(value)
        case Months():
            return period_text(value)
        case DayOfYear():
            return f"{value[0]:02}-{value[1]:02}"
        case ListOf(of=inner):
            return [_plain(v, inner, False) for v in value]
        case SetOf(of=inner):
            order = inner.values if isinstance(inner, Choice) else ()
            return [_plain(v, inner, False) for v in sorted(value, key=lambda v: (order.index(v) if v in order else len(order), str(v)))]
        case Record(fields=fields):
            return {n: _plain(value.get(n), f.type, False) for n, f in fields}
    return value


def whole_value(value: Any, written: Written) -> int:
    """A value of a computed output as its whole number."""
    match value:
        case datetime():
            since = value - datetime(1970, 1, 1)
            return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
        case date():
            return value.toordinal() - date(1970, 1, 1).toordinal()
        case timedelta():
            return (value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds
        case time():
            raise AssertionError(value)
    return int(Decimal(value).scaleb(written.scale or 0))


def whole_series(name: str, ints: NDArray[Any], written: Written) -> pl.Series:
    """A column of numbers, days or moments from whole numbers."""
    missing = ints == NO_VALUE
    nulls = bool(missing.any())
    if isinstance(written.type, Number) and not written.type.integer:
        import pyarrow as pa  # only here: it takes 25 MiB

        wide = np.empty((len(ints), 2), np.int64)
        wide[:, 0] = ints
        wide[:, 1] = ints >> 63
        found = pa.Array.from_buffers(pa.decimal128(MOST_DIGITS, written.scale or 0), len(ints), [None, pa.py_buffer(wide)])
        series = pl.Series(name, found, dtype=written.dtype)
    elif isinstance(written.type, Date):
        series = pl.Series(name, ints.astype(np.int32)).cast(pl.Date)
    else:
        series = pl.Series(name, ints).cast(written.dtype)
    if nulls:
        series = pl.select(pl.when(pl.Series(~missing)).then(series).alias(name)).to_series()
    return series
