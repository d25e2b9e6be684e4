"""Columns of a Polars frame -> checked facts. What is no fact of its type is counted, and the first rows that have it are kept.

A null is an unknown fact (or, where the caller says so, one that was not given). In a column of words `none` is *none* and `unknown` is unknown,
as in facts written down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...diagnostics import PolicyError
from ...domain.periods import FIRST_DAY, LAST_DAY
from ...ir.types import REQUIRED, UNKNOWN, Boolean, Choice, Date, DateTime, Fact, Number, Word, may_be_none
from .bounds import GUESSED, Beyond, Guess, extremes, extremes_of, narrowed, nulls as nulls_of, true
from .facts import DAY, MOST_SCALE, Coded, Column, Facts, Mask, Same, Whole
from .faults import mixed
from .values import by_value, plain, whole_of
from .words import words_of
from .worlds import EPOCH

Reader = Callable[[Fact, Any], tuple[Any, str | None]]  # a value as given -> the fact, and the code of what is wrong with it

FIRST, LAST = FIRST_DAY.toordinal() - EPOCH, LAST_DAY.toordinal() - EPOCH
MOST = 2**62
TEXT_SCALE = 6  # decimal places of numbers that come as text
MOST_ODD = 1_000  # different texts in a column that are not in the usual form
OTHER_WORD = "~"  # a word that no rule can name


@dataclass(frozen=True)
class Wanted:
    """How the rules need a fact: `pinned`, by its exact value; or the words that they name, all others being alike."""

    pinned: bool = False
    named: frozenset[str] | None = None


class Columns:
    """Reads the columns of one frame."""

    def __init__(self, frame: pl.DataFrame, read: Reader, absent: frozenset[str], guess: Guess | None = None) -> None:
        """`guess`: how bounds may be guessed, as all rows are held to them later."""
        self.frame = frame
        self.guess = guess
        self.read_one = read
        self.absent = absent
        self.facts = Facts(frame.height, {})

    def read(self, fact: Fact, column: str, wanted: Wanted) -> Column:
        """The column of a fact, checked. Rows with a fault get some value of the type."""
        series = self.frame.get_column(column)
        follows = fact.absent.kind == "as_of" and fact.name in self.absent
        found: Column | None = None
        kind = series.dtype
        if kind == pl.Object:
            raise PolicyError([mixed(column, "object")])
        if kind == pl.Null:
            if fact.name not in self.absent:
                found = Same(UNKNOWN)
            series = series.cast(_EMPTY.get(type(fact.type), pl.String))
            kind = series.dtype
        if isinstance(kind, pl.Datetime) and isinstance(fact.type, Date | DateTime):
            series = self._of_calendar(fact, series, kind)
            kind = series.dtype
        if found is None:
            found = None if wanted.pinned and not follows else self._typed(fact, series, kind)
        if found is None:
            found = self._by_value(fact, series, wanted.named)
        if follows and isinstance(found, Coded):
            found = whole_of(found, "moment" if isinstance(fact.type, DateTime) else "day", nulls_of(series))
        self.facts.columns[fact.name] = found
        return found

    def none_where(self, fact: Fact, column: str) -> None:
        """The fact is none where the column beside it is true, whatever its own column holds."""
        series = self.frame.get_column(column)
        if series.dtype == pl.Null:
            return
        own = Columns(self.frame, self.read_one, frozenset())
        said = own.read(Fact(column, Boolean(), REQUIRED, fact.label), column, Wanted())
        self.facts.join(own.facts)
        assert isinstance(said, Coded)
        where = np.array([v is True for v in said.values], np.bool_).take(said.codes)
        if not where.any():
            return
        found = self.facts.columns[fact.name]
        if isinstance(found, Whole):
            none = where if found.none is None else found.none | where
            unknown = found.unknown & ~where if found.unknown is not None else None
            self.facts.columns[fact.name] = replace(found, none=none, unknown=unknown if unknown is not None and unknown.any() else None)
            return
        if isinstance(found, Same):
            found = Coded(np.zeros(self.frame.height, np.uint32), [found.value])
        codes = found.codes.astype(np.uint32)
        codes[where] = len(found.values)
        self.facts.columns[fact.name] = Coded(codes, [*found.values, None])

    def _typed(self, fact: Fact, series: pl.Series, kind: pl.DataType) -> Column | None:
        """The column by way of its own type; None where its values must be read one by one. (Polars makes a type anew each time it is asked.)"""
        match fact.type:
            case Choice():
                return self._choice(fact, series, kind)
            case Boolean() if kind == pl.Boolean:
                return self._boolean(fact, series)
            case Date() if kind == pl.Date:
                return self._ordered(fact, series.cast(pl.Int32), series, "day", FIRST, LAST)
            case DateTime() if isinstance(kind, pl.Datetime):
                return self._ordered(fact, series.cast(pl.Int64), series, "moment", FIRST * DAY, (LAST + 1) * DAY - 1)
            case Number() if kind.is_numeric():
                return self._numbers(fact, series, kind)
            case Date() | DateTime() | Number() if kind == pl.String:
                return self._texts(fact, series)
        return None

    # --- what has few values

    def _choice(self, fact: Fact, series: pl.Series, kind: pl.DataType) -> Coded | None:
        if not isinstance(kind, pl.Enum | pl.Categorical | pl.String):
            return None
        words = words_of(fact)
        nulls = nulls_of(series)
        categories = kind.categories.to_list() if isinstance(kind, pl.Enum) else None
        if categories is not None and words.begin_with(categories):
            coded, count = series, len(categories) if nulls is None else len(words.words)
        else:
            coded, count = series.cast(words.kind, strict=False), len(words.words)
            read = nulls_of(coded)
            if read is not None:
                self.facts.fault(fact.name, "choice", read if nulls is None else read & ~nulls, series)
        codes = coded.to_physical()
        if codes.null_count():
            codes = codes.fill_null(0)
        values, text, unknown = words.first(count)
        return Coded(codes.to_numpy(), values, text, unknown) if nulls is None else self._with_nulls(fact, codes.to_numpy(), values, nulls)

    def _boolean(self, fact: Fact, series: pl.Series) -> Coded:
        nulls = nulls_of(series)
        codes = _ONE.zip_with(series if nulls is None else series.fill_null(False), _ZERO).to_numpy()  # NumPy would unpack each bit by itself
        return Coded(codes, [False, True], "[False, True]") if nulls is None else self._with_nulls(fact, codes, [False, True], nulls)

    def _with_nulls(self, fact: Fact, codes: NDArray[Any], values: list[Any], nulls: Mask) -> Coded:
        """Codes in which nulls mean unknown, or absent."""
        if fact.name in self.absent and fact.absent.kind in ("none", "false", "unknown", "map"):
            if fact.absent.kind == "map":
                return self._mapped(fact, codes, values, nulls)
            meant: Any = {"none": None, "false": False, "unknown": UNKNOWN}[fact.absent.kind]
        else:
            meant = UNKNOWN
        at = next((i for i, v in enumerate(values) if v is meant or (v == meant and type(v) is type(meant))), None)
        if at is None:
            at, values = len(values), [*values, meant]
        codes = codes.astype(np.uint16) if len(values) > 255 and codes.dtype.itemsize == 1 else codes.copy()
        codes[nulls] = at
        return Coded(codes, values)

    def _mapped(self, fact: Fact, codes: NDArray[Any], values: list[Any], nulls: Mask) -> Coded:
        """Nulls that mean what another fact says: that fact has been read before."""
        source = self.facts.columns[fact.absent.source or ""]
        mapping = dict(fact.absent.mapping)
        values = values if UNKNOWN in values else [*values, UNKNOWN]
        place = {v: i for i, v in enumerate(values) if isinstance(v, str)}
        unknown = next(i for i, v in enumerate(values) if v is UNKNOWN)

        def derived(value: Any) -> int:
            return place.get(mapping.get(value, ""), unknown) if isinstance(value, str) else unknown

        codes = codes.astype(np.uint16)
        if isinstance(source, Coded):
            codes[nulls] = np.array([derived(v) for v in source.values], np.uint16).take(source.codes[nulls])
        else:
            codes[nulls] = derived(source.value) if isinstance(source, Same) else unknown
        return Coded(codes, values)

    # --- what is ordered

    def _of_calendar(self, fact: Fact, series: pl.Series, kind: pl.Datetime) -> pl.Series:
        """Moments as a fact has them: as days where it is a day (pandas knows no days), else in microseconds without their zone."""
        local = self._local(fact, series, kind)
        if isinstance(fact.type, Date):
            self.facts.fault(fact.name, "moment", true(local.dt.truncate("1d") != local), series)
            return local.dt.date()
        if kind.time_unit == "ns":
            self.facts.fault(fact.name, "value", true(local.dt.truncate("1us") != local), series)
        return local.cast(pl.Datetime("us"))

    def _local(self, fact: Fact, series: pl.Series, kind: pl.Datetime) -> pl.Series:
        """Moments without their zone, which must be at +08:00: another may be of another day."""
        if kind.time_zone is None:
            return series
        local = series.dt.replace_time_zone(None)
        other = local != series.dt.convert_time_zone("Asia/Shanghai").dt.replace_time_zone(None)
        self.facts.fault(fact.name, "zone", true(other), series)
        return pl.select(pl.when(other).then(datetime(1970, 1, 1)).otherwise(local)).to_series()  # a day like any, for the row is faulty

    def _numbers(self, fact: Fact, series: pl.Series, kind: pl.DataType) -> Whole | None:
        """Numbers as whole ones; a binary float is taken only where it is whole, so that nothing inexact gets in."""
        assert isinstance(fact.type, Number)
        given, scale = series, 0
        if isinstance(kind, pl.Decimal):
            scale = kind.scale
            ints = narrowed(series) if len(series) >= GUESSED and not series.null_count() and scale <= MOST_SCALE and not (fact.type.integer and scale) else None
            if ints is not None:
                return self._ordered(fact, series, given, "number", -MOST, MOST, scale=scale, ints=ints)
            series = series.to_physical()
            kind = series.dtype
        elif kind.is_float():
            series = series.cast(pl.Float64)  # Polars rounds no shorter ones
            nan, infinite = true(series.is_nan()), true(series.is_infinite())
            self.facts.fault(fact.name, "nan", nan, given)
            self.facts.fault(fact.name, "infinite", infinite, given)
            fraction = true((series != series.floor()) | (series.abs() > 2.0**53)) & ~nan & ~infinite
            self.facts.fault(fact.name, "float", fraction, given)
            wrong = pl.Series(nan | fraction | infinite)
            series = pl.select(pl.when(~wrong).then(series)).to_series().cast(pl.Int64, strict=False)
            return self._ordered(fact, series, given, "number", -MOST, MOST, nulls=nulls_of(given), told=True)
        if scale > MOST_SCALE:
            return None
        bounds: tuple[int, int] | None = None
        if kind in (pl.Int128, pl.UInt64, pl.UInt128):
            least, most = bounds = extremes(series)
            if least < -MOST or most > MOST:
                return None
            series = series.cast(pl.Int64, wrap_numerical=True)  # all of them fit, so that none need be looked at again
        else:
            series = series.cast(pl.Int64)
        if fact.type.integer and scale:
            whole = series // 10**scale
            self.facts.fault(fact.name, "value", true(whole * 10**scale != series), given)
            series, scale, bounds = whole, 0, None
        return self._ordered(fact, series, given, "number", -MOST, MOST, scale=scale, bounds=bounds)

    def _texts(self, fact: Fact, series: pl.Series) -> Whole | None:
        """Numbers, days and moments as text, in the forms that facts have; None where some are written otherwise, and must be read one by one."""
        kind, form, bounds, scale = _FORMS[type(fact.type)]
        if isinstance(fact.type, Number) and fact.type.integer:
            form, scale = _WHOLE, 0
        fits = series.str.contains(form)
        nulls = series.is_null()
        masks: dict[str, Mask] = {}
        others = series.filter(~fits & ~nulls).unique()
        if len(others) > MOST_ODD:
            return None
        for word in others:
            value, fault = (None, None) if word == "none" and may_be_none(fact) else self.read_one(fact, word)
            if fault is None and value is not None and value is not UNKNOWN:
                return None
            key = fault or ("none" if value is None else "unknown")
            found = true(series == word)
            masks[key] = masks[key] | found if key in masks else found
        plain = pl.select(pl.when(fits).then(series)).to_series()
        if kind == "number":
            numbers = plain.cast(pl.Decimal(38, scale)).to_physical() if scale else plain
            ints = numbers.cast(pl.Int64)
        elif kind == "day":
            ints = plain.str.to_date("%Y-%m-%d", strict=False).to_physical()
        else:
            full = pl.select(pl.when(plain.str.len_bytes() == 16).then(plain + ":00").otherwise(plain)).to_series()
            ints = full.str.replace("T", " ").str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us").to_physical()
        impossible = true(fits & ints.is_null())
        masks["value"] = masks["value"] | impossible if "value" in masks else impossible
        none = masks.pop("none", None)
        unknown = masks.pop("unknown", None)
        for code, mask in masks.items():
            self.facts.fault(fact.name, code, mask, series)
        missing = nulls.to_numpy()
        found_whole = self._ordered(fact, ints, series, kind, *bounds, scale=scale, nulls=missing if missing.any() else None, unknown=unknown, told=True)
        assert found_whole is not None
        if none is not None:
            found_whole.none = none if found_whole.none is None else found_whole.none | none
        return found_whole

    def _ordered(
        self, fact: Fact, series: pl.Series, given: pl.Series, kind: str, low: int, high: int, *,
        scale: int = 0, nulls: Mask | None = None, unknown: Mask | None = None, told: bool = False, bounds: tuple[int, int] | None = None, ints: NDArray[Any] | None = None,
    ) -> Whole | None:  # fmt: skip
        """Whole numbers inside their range; nulls are unknown, none, or follow the day. None where numbers are too great to be reckoned with in 64 bits.

        `told`: `nulls` and `unknown` say all that is to be said of the nulls of the series, others being *none* or faulty. `bounds`: the least and the
        greatest, where they are known. `ints`: the numbers, where the series is not of them.
        """
        nulls = nulls if told else nulls_of(series)
        if isinstance(fact.type, Number) and fact.type.minimum is not None:
            low = fact.type.minimum * 10**scale
        whole = nulls is None and unknown is None and not series.null_count()  # faulty numbers are null here, and no mask's
        guessed = self.guess is not None and bounds is None and whole and len(series) >= GUESSED
        if guessed and self.guess is not None:
            bounds = self.guess(series.to_numpy() if ints is None else ints, low, high)
        least, most = bounds or (extremes(series) if ints is None else extremes_of(ints))
        if ints is None:
            ints = (series.fill_null(min(max(least, low), high)) if series.null_count() else series).to_numpy()  # what is none or faulty is in no other fault
        if kind == "number" and (least < -MOST or most > MOST):
            return None
        if least < low or most > high:
            if guessed:
                raise Beyond
            outside = (ints < low) | (ints > high)
            for mask in (nulls, unknown):
                if mask is not None:
                    outside &= ~mask
            self.facts.fault(fact.name, "range", outside, given)
            ints = np.clip(ints, low, high)
            least, most = max(least, low), min(most, high)
        found = Whole(ints, kind, scale, unknown=unknown, low=least, high=most, guessed=guessed)
        if nulls is not None:
            if fact.name in self.absent and fact.absent.kind == "none":
                found.none = nulls
            elif fact.name in self.absent and fact.absent.kind == "as_of":
                found.follows_day = nulls
            else:
                found.unknown = nulls if unknown is None else nulls | unknown
        return found

    # --- whatever else

    def _by_value(self, fact: Fact, series: pl.Series, named: frozenset[str] | None) -> Column:
        """Each different value read once."""
        given = series
        if isinstance(series.dtype, pl.Categorical | pl.Enum):
            series = series.cast(pl.String)
        codes, distinct = by_value(series)
        values: list[Any] = []
        place: dict[str, int] = {}
        codes_of = np.zeros(len(distinct), np.uint32)
        wrong: dict[str, list[int]] = {}
        nothing: Any = UNKNOWN
        if fact.name in self.absent and fact.absent.kind in ("none", "false"):
            nothing = None if fact.absent.kind == "none" else False
        for index, value in enumerate(distinct):
            if value is None:
                found, fault = nothing, None
            elif isinstance(value, str) and value == "none" and may_be_none(fact) and not (isinstance(fact.type, Choice) and "none" in fact.type.values):
                found, fault = None, None
            else:
                found, fault = self.read_one(fact, plain(value, fact.type))
            if fault is not None:
                wrong.setdefault(fault, []).append(index)
                found = UNKNOWN
            if isinstance(fact.type, Word) and named is not None and isinstance(found, str) and found not in named:
                found = OTHER_WORD
            key = repr(found)
            if key not in place:
                place[key] = len(values)
                values.append(found)
            codes_of[index] = place[key]
        for code, indices in wrong.items():
            mask = np.isin(codes, np.array(indices))
            self.facts.fault(fact.name, code, mask, given)
        if fact.absent.kind == "map" and fact.name in self.absent and (nulls := nulls_of(given)) is not None:
            return self._mapped(fact, codes_of.take(codes), values, nulls)
        small = codes_of.astype(np.uint8 if len(values) <= 256 else np.uint16 if len(values) <= 65_536 else np.uint32)
        return Coded(small.take(codes), values)


_ZERO, _ONE = pl.Series([0], dtype=pl.UInt8), pl.Series([1], dtype=pl.UInt8)
_EMPTY: dict[type, type[pl.DataType]] = {Date: pl.Date, DateTime: pl.Datetime, Number: pl.Int64, Boolean: pl.Boolean}  # a column of nothing but nulls
_DECIMAL = r"^-?[0-9]{1,12}(?:\.[0-9]{1,6})?$"
_WHOLE = r"^-?[0-9]{1,15}$"
_FORMS: dict[type, tuple[str, str, tuple[int, int], int]] = {
    Number: ("number", _DECIMAL, (-MOST, MOST), TEXT_SCALE),
    Date: ("day", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", (FIRST, LAST), 0),
    DateTime: ("moment", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?$", (FIRST * DAY, (LAST + 1) * DAY - 1), 0),
}


def constant_of(fact: Fact, columns: Mapping[str, Column]) -> Column | None:
    """What a fact without a column is: the same in all rows, or None where it follows the day or another fact."""
    match fact.absent.kind:
        case "none":
            return Same(None)
        case "false":
            return Same(False)
        case "unknown":
            return Same(UNKNOWN)
        case "map":
            source = columns.get(fact.absent.source or "")
            return Same(dict(fact.absent.mapping).get(str(source.value), UNKNOWN)) if isinstance(source, Same) else None
    return None
