"""How rows end -> columns. Endings are numbered; small tables turn their numbers into codes of statuses, rules and outcomes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from functools import lru_cache
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
from .cores import CORES, on_all_cores

EXACT_ENOUGH = Context(prec=200)
PART = 1 << 17  # rows of a column for which a core is worth its while
LAID = 1 << 20  # rows over which words are laid at once: the processor's cache holds their codes
MOST_LAID = 16  # words that are laid over their rows, one after the other
VERY_SHORT = 1 << 12  # rows of a column for which nothing else is thought of
SHORT = 1 << 15  # rows of a column that are looked up one by one
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


def code_kind(count: int) -> type[np.unsignedinteger[Any]]:
    """The smallest type for codes of so many words: its greatest number is the code of none of them."""
    return np.uint8 if count < 255 else np.uint16 if count < 65_535 else np.uint32


def coded_series(name: str, codes: NDArray[Any], words: Sequence[str], table: NDArray[Any]) -> pl.Series:
    """A column of words from codes; the greatest code is null. `table` holds all codes that there may be.

    Polars looks at each code that it makes a word of. Where there are few words it is ten times faster to lay each over the rows that have it.
    """
    looked_up = _looked_up(tuple(words))
    if not len(codes):
        return pl.Series(name, [], dtype=looked_up.kind)
    if (code := int(codes[0])) == int(codes.min()) == int(codes.max()):  # one for all rows, as a status mostly is
        return looked_up.alone(min(code, len(words))).alias(name).new_from_index(0, len(codes))
    if len(codes) < VERY_SHORT:
        return _coded_part(name, codes, tuple(words))
    met = sorted({min(c, len(words)) for c in table.tolist()}) if len(table) < 1_000 else [min(c, len(words)) for c in np.unique(table).tolist()]
    few = len(met) <= MOST_LAID

    size = LAID if few else max(-(-len(codes) // CORES), PART)

    def part(start: int) -> pl.Series:
        some = codes[start : start + size]
        return _laid(some, met, looked_up).alias(name) if few else _coded_part(name, some, tuple(words))

    found = on_all_cores(part, range(0, len(codes), size), len(codes))
    return pl.concat(found, rechunk=True) if len(found) > 1 else found[0]


def _laid(codes: NDArray[Any], met: Sequence[int], looked_up: LookedUp) -> pl.Series:
    """Each word laid over the rows that have it."""
    first, *others = reversed(met)  # null is the last of all
    found, given = looked_up.alone(first), pl.Series(codes)
    for code in others:
        found = looked_up.alone(code).zip_with(given == code, found)
    return found


def _coded_part(name: str, codes: NDArray[Any], words: tuple[str, ...]) -> pl.Series:
    kind = _looked_up(words).kind
    if len(codes) < SHORT:  # a query costs more than the rows
        return _looked_up(words).each[pl.Series(np.minimum(codes, len(words)).astype(np.uint32))].alias(name)
    top = int(np.iinfo(codes.dtype).max)
    code = pl.col(name)
    if int(codes.max()) < top:
        return pl.Series(name, codes).to_frame().select_seq(code.cat.to(kind)).to_series()
    known = code != pl.lit(top, _KINDS[codes.dtype.type])  # nulls are set last: Polars takes three times as long to look at codes among which there are some
    some = pl.when(known).then(code).otherwise(pl.lit(0, _KINDS[codes.dtype.type]))
    return pl.Series(name, codes).to_frame().select_seq(pl.when(known).then(some.cat.to(kind)).alias(name)).to_series()


_KINDS: dict[type[np.generic], type[pl.DataType]] = {np.uint8: pl.UInt8, np.uint16: pl.UInt16, np.uint32: pl.UInt32}


class LookedUp:
    """The type of a column of some words, and one that holds each of them and then null."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.kind = pl.Enum(list(words))
        self.each = pl.Series([*words, None], dtype=self.kind)
        self._alone: dict[int, pl.Series] = {}

    def alone(self, code: int) -> pl.Series:
        """A column of one row that holds one of them."""
        found = self._alone.get(code)
        if found is None:
            found = self._alone[code] = self.each[code : code + 1]
        return found


@lru_cache(64)
def _looked_up(words: tuple[str, ...]) -> LookedUp:
    return LookedUp(words)


def boolean_series(name: str, codes: NDArray[Any]) -> pl.Series:
    """A column of true, false and null (2)."""
    series = pl.Series(name, codes.view(np.bool_)) if not len(codes) or int(codes.max()) < 2 else None
    if series is not None:
        return series
    known = pl.Series(name, codes == 1)
    return pl.select(pl.when(pl.Series(codes != 2)).then(known).alias(name)).to_series()


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
