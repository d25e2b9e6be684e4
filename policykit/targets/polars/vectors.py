"""Formulas over a block of rows, exactly: numbers as whole numbers times a power of ten, days since 1970, moments in microseconds.

Where a result might leave 64 bits, or the calendar, the rows are marked (`care`), and the reference answers them one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...ir.expr import Arithmetic, Call, Expr, Keyed, Literal, Ref
from ...ir.types import UNKNOWN, Date, DateTime, Duration, Months
from .facts import DAY, MOST_SCALE, Coded, Column, Same, Whole
from .months import MOST_DAYS, Since, lengths, month_table, plus_months, widened
from .shape import DAY_ASKED
from .worlds import EPOCH

Flag = NDArray[np.bool_] | bool
LIMIT = 2**62
SHORT = 2**31
FEW = 256  # rows that are worked out one by one


@dataclass(frozen=True)
class Vector:
    """Whole numbers for each row (or one for all); which rows are none, unknown, or to be answered with care; the greatest size there may be."""

    ints: Any
    scale: int = 0
    none: Flag = False
    unknown: Flag = False
    care: Flag = False
    most: int = 0
    between: tuple[int, int] | None = None  # the least and the greatest, where they are known


def either(*flags: Flag) -> Flag:
    """Where any of some flags is up."""
    found: Flag = False
    for flag in flags:
        found = flag if found is False else found if flag is False else found | flag
    return found


class Unfit(Exception):
    """A constant that no whole number of 64 bits stands for."""


def whole(value: Any, scale: int | None = None) -> tuple[int, int]:
    """A constant as a whole number and its scale; of a period of days the microseconds. Raises `Unfit`.

    >>> whole(Decimal("1.1")), whole(Decimal("1.1"), 3), whole(date(1970, 1, 2))
    ((11, 1), (1100, 3), (1, 0))
    """
    match value:
        case bool():
            raise Unfit
        case datetime():
            since = value - datetime(1970, 1, 1)
            return since.days * DAY + since.seconds * 1_000_000 + since.microseconds, 0
        case date():
            return value.toordinal() - EPOCH, 0
        case timedelta():
            return value.days * DAY + value.seconds * 1_000_000 + value.microseconds, 0
        case int():
            found, own = value, 0
        case Decimal():
            exponent = value.as_tuple().exponent
            assert isinstance(exponent, int)
            own = max(-exponent, 0)
            found = int(value.scaleb(own))
        case _:
            raise Unfit
    scale = own if scale is None else scale
    if scale > MOST_SCALE or own > scale or abs(found) * 10 ** (scale - own) >= LIMIT:
        raise Unfit
    return found * 10 ** (scale - own), scale


@dataclass
class Parameters:
    """Values of parameters for each world, as whole numbers; made once for a plan."""

    value: Callable[[int, str], Any]  # world, name -> value
    worlds: int

    def __post_init__(self) -> None:
        self._plain: dict[str, Vector] = {}
        self._keyed: dict[tuple[str, tuple[Any, ...]], Vector] = {}

    def plain(self, name: str) -> Vector:
        """The value in each world; one number where there is one world."""
        if name not in self._plain:
            self._plain[name] = gathered([self.value(w, name) for w in range(self.worlds)])
        return self._plain[name]

    def keyed(self, name: str, keys: tuple[Any, ...]) -> Vector:
        """The value in each world for each key, world by world."""
        if (name, keys) not in self._keyed:
            tables = [self.value(w, name) or {} for w in range(self.worlds)]
            self._keyed[name, keys] = gathered([t.get(k) if k is not UNKNOWN else None for t in tables for k in keys], always=True)
        return self._keyed[name, keys]


def gathered(values: list[Any], always: bool = False) -> Vector:
    """Constants side by side, on one scale. Raises `Unfit`."""
    found = [(0, 0) if v is None else whole(v) for v in values]
    scale = max((s for _, s in found), default=0)
    numbers = [n * 10 ** (scale - s) for n, s in found]
    most = max(map(abs, numbers), default=0)
    if most >= LIMIT:
        raise Unfit
    none = [v is None for v in values]
    if not always and len(set(zip(numbers, none, strict=True))) == 1:
        return Vector(numbers[0], scale, none[0], most=most)
    return Vector(np.array(numbers, np.int64), scale, np.array(none) if any(none) else False, most=most)


class Block:
    """Some rows of a frame, on which formulas are worked out, each once."""

    def __init__(self, columns: Mapping[str, Column], worlds: NDArray[Any] | None, parameters: Parameters, month_end: str, start: int, stop: int) -> None:
        """`worlds`: the world of each of the block's rows, None where there is but one."""
        self.columns = columns
        self.worlds = worlds
        self.parameters = parameters
        self.month_end = month_end
        self.start, self.stop = start, stop
        self._known: dict[int, Vector] = {}
        self._facts: dict[str, Vector] = {}
        self._lasted: dict[tuple[int, int], NDArray[Any]] = {}  # days between two vectors
        self._places: dict[tuple[int, int], NDArray[Any]] = {}  # of the days of a fact in the tables of days from some day on

    def value(self, node: Expr) -> Vector:
        """The value of a formula that `Planner.vectors` takes."""
        key = id(node)
        if key not in self._known:
            self._known[key] = self._value(node)
        return self._known[key]

    def _value(self, node: Expr) -> Vector:
        match node:
            case Literal(value=None):
                return Vector(0, none=True)
            case Literal(value=value):
                number, scale = whole(value)
                return Vector(number, scale, most=abs(number))
            case Ref(origin="input", name=name):
                return self.fact(name)
            case Ref(origin="builtin"):
                return self.fact(DAY_ASKED)
            case Ref(origin="parameter", name=name):
                return self._by_world(self.parameters.plain(name))
            case Keyed():
                return self._keyed(node)
            case Arithmetic():
                return self._arithmetic(node)
            case Call(function="date", arguments=(moment,)):
                found = self.value(moment)
                return Vector(np.floor_divide(found.ints, DAY), 0, found.none, found.unknown, found.care, found.most // DAY + 1)
            case Call(function="min" | "max", arguments=arguments):
                found = self.value(arguments[0])
                for argument in arguments[1:]:
                    found = extreme(node.function, found, self.value(argument))
                return found
        raise AssertionError(node)

    def fact(self, name: str) -> Vector:
        """The values of an ordered fact, or of the day; the same vector for each mention, so that work on it can be shared."""
        found = self._facts.get(name)
        if found is None:
            found = self._facts[name] = self._fact(name)
        return found

    def _fact(self, name: str) -> Vector:
        column = self.columns[name]
        if isinstance(column, Same):
            if column.value is None or column.value is UNKNOWN:
                return Vector(0, none=column.value is None, unknown=column.value is UNKNOWN)
            number, scale = whole(column.value)
            return Vector(number, scale, most=abs(number))
        assert isinstance(column, Whole)
        part = slice(self.start, self.stop)
        none = column.none[part] if column.none is not None else False
        unknown = column.unknown[part] if column.unknown is not None else False
        return Vector(column.ints[part], column.scale, none, unknown, most=max(abs(column.low), abs(column.high)), between=(column.low, column.high))

    def _by_world(self, table: Vector) -> Vector:
        if self.worlds is None or not isinstance(table.ints, np.ndarray):
            return table
        none = table.none.take(self.worlds) if isinstance(table.none, np.ndarray) else table.none
        return Vector(table.ints.take(self.worlds), table.scale, none, most=table.most)

    def _keyed(self, node: Keyed) -> Vector:
        assert isinstance(node.key, Ref)
        column = self.columns[node.key.name]
        if isinstance(column, Same):
            keys: tuple[Any, ...] = (column.value,)
            codes: Any = 0
            unknown: Flag = column.value is UNKNOWN
        else:
            assert isinstance(column, Coded)
            keys = tuple(column.values)
            codes = column.codes[self.start : self.stop].astype(np.int64)
            at = [i for i, k in enumerate(keys) if k is UNKNOWN]
            unknown = codes == at[0] if at else False
        table = self.parameters.keyed(node.parameter, keys)
        index = codes if self.worlds is None else self.worlds.astype(np.int64) * len(keys) + codes
        none = table.none[index] if isinstance(table.none, np.ndarray) else table.none
        return Vector(table.ints[index], table.scale, none, unknown, most=table.most)

    def _arithmetic(self, node: Arithmetic) -> Vector:
        left, right = self.value(node.left), self.value(node.right)
        a, b = node.left.type, node.right.type
        if isinstance(b, Date | DateTime) and isinstance(a, Months | Duration):
            a, b, left, right = b, a, right, left
        flags = (either(left.none, right.none), either(left.unknown, right.unknown), either(left.care, right.care))
        if isinstance(b, Months) and isinstance(a, Date | DateTime):
            return self._moved(left, right, node.operator, isinstance(a, DateTime), flags)
        if isinstance(a, Date) and isinstance(b, Duration):
            # a day takes whole days only: hours leave the range, which the reference tells
            days, rest = np.divmod(right.ints, DAY)
            odd: Flag = rest != 0 if isinstance(rest, np.ndarray) else bool(rest)
            moved = left.ints.astype(np.int64) if isinstance(left.ints, np.ndarray) else left.ints
            moved = moved + days if node.operator == "+" else moved - days
            return calendar(Vector(moved, 0, flags[0], flags[1], either(flags[2], odd), left.most + right.most // DAY + 1))
        if isinstance(a, DateTime) and isinstance(b, Duration):
            moved = left.ints + right.ints if node.operator == "+" else left.ints - right.ints
            return calendar(Vector(moved, 0, *flags, left.most + right.most), DAY)
        if isinstance(a, Date) and isinstance(b, Date):
            return Vector((np.asarray(left.ints, np.int64) - right.ints) * DAY, 0, *flags, (left.most + right.most) * DAY)
        if node.operator == "*":
            return product(left, right, flags)
        left, right = level(left, right)
        flags = (flags[0], flags[1], either(left.care, right.care))
        total = reckoned(np.add if node.operator == "+" else np.subtract, left.ints, right.ints, left.most + right.most)
        return guarded(Vector(total, left.scale, *flags, left.most + right.most), left, right)

    def _moved(self, day: Vector, months: Vector, operator: str, moment: bool, flags: tuple[Flag, Flag, Flag]) -> Vector:
        count = months.ints if operator == "+" else -months.ints
        days, rest = np.divmod(day.ints, DAY) if moment else (day.ints, 0)
        moved, odd = self._plus_months(days, count, None if moment else day.between)
        if moment:
            moved = moved.astype(np.int64) * DAY + rest
        return Vector(moved, 0, flags[0], flags[1], either(flags[2], odd), LIMIT // 4)

    def since(self, day: Expr, moved: Expr) -> tuple[Since, Vector, Vector] | None:
        """How long ago a fact was on some day, where `moved` is that fact moved by months that are the same for all rows; and both without their days."""
        if not (isinstance(moved, Arithmetic) and isinstance(moved.left.type, Date) and isinstance(moved.right.type, Months) and isinstance(day.type, Date)):
            return None
        last, first, months = self.value(day), self.value(moved.left), self.value(moved.right)
        if not isinstance(last.ints, np.ndarray) or first.between is None or isinstance(months.ints, np.ndarray) or len(first.ints) <= FEW:
            return None
        low, high = widened(*first.between)
        found = lengths(low, high, months.ints if moved.operator == "+" else -months.ints, self.month_end) if high - low < MOST_DAYS else None
        if found is None:
            return None
        key = (id(last.ints), id(first.ints))  # both stay in `_known` or `_facts`, so that nothing else has their ids
        if key not in self._lasted:
            self._lasted[key] = last.ints - first.ints
        flags = Vector(0, 0, either(first.none, months.none), either(first.unknown, months.unknown), either(first.care, months.care))
        return Since(self._lasted[key], first.ints, low, *found), last, flags

    def _plus_months(self, days: Any, months: Any, between: tuple[int, int] | None) -> tuple[Any, Flag]:
        """By a table of all days that occur, where rows are many and these few. `between`: the bounds of days that are a fact's."""
        if isinstance(days, np.ndarray) and len(days) > FEW:
            few, most = (int(months.min()), int(months.max())) if isinstance(months, np.ndarray) else (int(months), int(months))
            low, high = widened(*between) if between is not None else (0, MOST_DAYS)
            if (high - low) * (most - few + 1) >= MOST_DAYS:  # a day may lie far from the others, in some other block
                low, high = widened(int(days.min()), int(days.max()))
            if (high - low) * (most - few + 1) < MOST_DAYS:
                table, odd = month_table(low, high, few, most, self.month_end)
                places = self._places.get((id(days), low)) if between is not None else None
                if places is None:
                    places = np.subtract(days, low, dtype=np.intp)
                    if between is not None:  # these days stay in `_facts`, so that nothing else has their id
                        self._places[id(days), low] = places
                if few != most:
                    places = places + (months - few) * (high - low)
                return table.take(places), (odd.take(places) if odd is not None else False)
        moved, odd_rows = plus_months(np.asarray(days, np.int64), np.asarray(months, np.int64), self.month_end)
        return moved, odd_rows if odd_rows.any() else False


def calendar(found: Vector, unit: int = 1) -> Vector:
    """Days or moments outside the years 1 to 9999 need care."""
    low, high = (date.min.toordinal() - EPOCH) * unit, (date.max.toordinal() - EPOCH + 1) * unit - 1
    if found.most < min(-low, high):
        return found
    out = (found.ints < low) | (found.ints > high)
    return Vector(found.ints, found.scale, found.none, found.unknown, either(found.care, out if np.any(out) else False), max(-low, high))


def reckoned(work: np.ufunc, left: Any, right: Any, most: int) -> Any:
    """What the work makes of whole numbers, in 32 bits where they and it fit: half the memory. `most`: the greatest size of them and of it."""
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return work(left, right, dtype=np.int32 if most < SHORT else np.int64, casting="unsafe")
    return int(work(left, right))


def times(vector: Vector, factor: int, scale: int) -> Vector:
    """The same numbers on a finer scale."""
    if factor == 1:
        return vector
    most = vector.most * factor
    ints = vector.ints
    care = vector.care
    if factor >= LIMIT and vector.most == 0:
        return Vector(0, scale, vector.none, vector.unknown, care)
    if most >= LIMIT:
        if factor >= LIMIT or not isinstance(ints, np.ndarray):
            return Vector(0, scale, vector.none, vector.unknown, True, LIMIT - 1)
        care = either(care, np.abs(ints) >= LIMIT // factor)
        most = LIMIT - 1
    return Vector(reckoned(np.multiply, ints, factor, max(most, factor)), scale, vector.none, vector.unknown, care, most)


def level(left: Vector, right: Vector) -> tuple[Vector, Vector]:
    """Two numbers on one scale."""
    scale = max(left.scale, right.scale)
    return times(left, 10 ** (scale - left.scale), scale), times(right, 10 ** (scale - right.scale), scale)


def product(left: Vector, right: Vector, flags: tuple[Flag, Flag, Flag]) -> Vector:
    """The exact product; rows in which it might not fit need care."""
    for one, other in ((left, right), (right, left)):
        if one.scale == 0 and not isinstance(one.ints, np.ndarray) and one.ints == 1:
            return Vector(other.ints, other.scale, *flags, other.most)
    most = left.most * right.most
    care = flags[2]
    if most >= LIMIT:
        size = np.abs(np.asarray(left.ints, np.float64)) * np.abs(np.asarray(right.ints, np.float64))
        near = size >= LIMIT * 0.99
        care = either(care, near if isinstance(near, np.ndarray) and near.ndim else bool(near))
        most = LIMIT - 1
    if care is True or any(not isinstance(v, np.ndarray) and abs(v) >= LIMIT for v in (left.ints, right.ints)):
        return Vector(0, left.scale + right.scale, flags[0], flags[1], True, most)
    found = reckoned(np.multiply, left.ints, right.ints, max(most, left.most, right.most))
    return Vector(found, left.scale + right.scale, flags[0], flags[1], care, most)


def guarded(total: Vector, left: Vector, right: Vector) -> Vector:
    """A sum; rows in which it might not fit need care."""
    if total.most < LIMIT:
        return total
    size = np.abs(np.asarray(left.ints, np.float64)) + np.abs(np.asarray(right.ints, np.float64))
    near = size >= LIMIT * 0.99
    care = either(total.care, near if isinstance(near, np.ndarray) and near.ndim else bool(near))
    return Vector(total.ints, total.scale, total.none, total.unknown, care, LIMIT - 1)


def extreme(function: str, left: Vector, right: Vector) -> Vector:
    """The lesser or greater; none is left out."""
    left, right = level(left, right)
    ints = reckoned(np.minimum if function == "min" else np.maximum, left.ints, right.ints, max(left.most, right.most))
    if left.none is not False:
        ints = np.where(left.none, right.ints, ints)
    if right.none is not False:
        ints = np.where(right.none, left.ints, ints)
    none: Flag = False if left.none is False or right.none is False else left.none & right.none
    return Vector(ints, left.scale, none, either(left.unknown, right.unknown), either(left.care, right.care), max(left.most, right.most))
