"""The cases to try in place of one with unknown facts: a value for each region that the rules cut, and for each boundary between two.

Of what no finite choice of values would do for, an `Opaque` stands in the case. What the rules read is worked out before, in `reads`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise, product
from math import floor
from typing import TYPE_CHECKING, Any, TypeAlias

from ...domain import numbers
from ...domain.numbers import settled
from ...ir.answer import Citation
from ...ir.types import UNKNOWN, Boolean, Choice, Date, DateTime, Fact, ListOf, Number, Record, Type, Word, holds_unknown, may_be_none
from .runtime import OutOfRange

if TYPE_CHECKING:
    from .program import Program

HALF, STEP = Decimal("0.5"), Decimal("0.01")
FAR, FAR_DAYS = 10**9, timedelta(days=36_525)
OTHER_WORD = "~"  # a word that no rule can name: identifiers have no such sign


Met: TypeAlias = "dict[tuple[Any, ...], list[Any]]"


@dataclass(frozen=True)
class Side:
    """One side of a comparison. `value` gives it, from the day, the force and the facts of `needs`; None where it needs more than facts.

    `bare`: it is the fact itself. `words`: what it lists.
    """

    needs: tuple[str, ...]
    value: Callable[..., Any] | None
    bare: bool = False
    words: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Reads:
    """What the rules of a question read on the days between two changes of the law.

    `read`: the facts any formula names. `compared`: the facts that each comparison names. `opaque`: those for which no finite choice of values
    would do. `codes`: the values of a choice or boolean that differ to the rules. `turns`: fact -> the sides of the comparisons that name it, its
    own first. `follows`: rule -> its outputs, each with the facts whose value it follows. `where`: for each rule the facts it reads, what it cites, and
    for each choice that its cells ask of the codes they list, and whether these are taken or barred.
    """

    read: frozenset[str]
    compared: tuple[frozenset[str], ...]
    opaque: frozenset[str]
    codes: Mapping[str, tuple[Any, ...]]
    turns: Mapping[str, tuple[tuple[Side, Side], ...]]
    follows: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]
    where: tuple[tuple[frozenset[str], tuple[Citation, ...], tuple[tuple[str, frozenset[Any], bool], ...]], ...]


class Unread(Exception):
    """A rule reads an unknown fact for which no finite choice of values would do."""

    def __init__(self, fact: str) -> None:
        self.fact = fact
        super().__init__(fact)


class Opaque:
    """Stands for a fact, or a part of one, of which no finite choice of values would do: whoever looks into it is told that it is not known."""

    def __init__(self, fact: str) -> None:
        object.__setattr__(self, "fact", fact)

    def _unread(self, *_: Any) -> Any:
        raise Unread(object.__getattribute__(self, "fact"))

    __iter__ = __len__ = __bool__ = __contains__ = __getitem__ = __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __sub__ = __rsub__ = __getattr__ = _unread
    __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __neg__ = __abs__ = __int__ = __index__ = __eq__ = __ne__ = __hash__ = _unread


def trials_of(program: Program, facts: tuple[Any, ...], unknown: list[int], on: date) -> Iterator[tuple[Any, ...]]:
    """Cases with a value for every unknown fact, one for each region and boundary of what the rules compare."""
    inputs = program.question.inputs
    reads = program.reads(on)
    plain = [i for i in unknown if isinstance(inputs[i].type, Choice | Boolean)]
    facts = tuple(_veiled(inputs[i], v) if i in unknown and (v is not UNKNOWN or inputs[i].name in reads.opaque) else v for i, v in enumerate(facts))
    ordered = [i for i in unknown if i not in plain and (facts[i] is UNKNOWN or (isinstance(facts[i], Opaque) and may_be_none(inputs[i])))]
    names = {inputs[i].name for i in ordered}
    # what is compared with constants or known facts first: the others are then compared with it
    ordered.sort(key=lambda i: sum(bool((said - {inputs[i].name}) & names) for said in reads.compared if inputs[i].name in said))
    met: Met = {}
    for choice in product(*(reads.codes[inputs[i].name] for i in plain)):
        trial = list(facts)
        for i, value in zip(plain, choice, strict=True):
            trial[i] = value
        yield from _completed(program, trial, ordered, reads, on, met)


def _completed(program: Program, trial: list[Any], ordered: list[int], reads: Reads, on: date, met: Met) -> Iterator[tuple[Any, ...]]:
    if not ordered:
        yield tuple(trial)
        return
    index, rest = ordered[0], ordered[1:]
    fact = program.question.inputs[index]
    known = {f.name: v for f, v in zip(program.question.inputs, trial, strict=True) if v is not UNKNOWN}
    for value in [None, trial[index]] if isinstance(trial[index], Opaque) else _met(fact, known, reads, on, met):
        yield from _completed(program, [*trial[:index], value, *trial[index + 1 :]], rest, reads, on, met)


def _met(fact: Fact, known: Mapping[str, Any], reads: Reads, on: date, met: Met) -> list[Any]:
    """`candidates`, and values far from all where it is compared with a fact that has no value as yet; found once for all choices of the other facts that it is not compared with."""
    beside = dict.fromkeys(n for mine, other in reads.turns.get(fact.name, ()) for n in (*mine.needs, *other.needs))
    key = (fact.name, tuple((n, known[n]) for n in beside if n in known))
    try:
        found = met.get(key)
    except (TypeError, Unread):  # a record has no hash, nor has what is not known
        return _with_far(fact, candidates(fact, known, reads, on), beside, known, on)
    if found is None:
        found = met[key] = _with_far(fact, candidates(fact, known, reads, on), beside, known, on)
    return found


def _with_far(fact: Fact, found: list[Any], beside: Iterable[str], known: Mapping[str, Any], on: date) -> list[Any]:
    """The values, and two far from them where one of the facts beside is unknown still: that of two of which each turns on the other may lie on either side."""
    if all(n in known or n == fact.name for n in beside):
        return found
    return [*found, *(v for v in _far(fact.type, on) if v not in found)]


def _far(type_: Type, on: date) -> list[Any]:
    """The values of a type that lie beyond what rules speak of."""
    match type_:
        case Date() | DateTime():
            usual = _anything(type_, on)
            return [usual - FAR_DAYS, usual + FAR_DAYS]
        case Number(minimum=minimum):
            return [-FAR if minimum is None else minimum, FAR]
    return []


def _veiled(fact: Fact, value: Any) -> Any:
    """The fact with what is not known of it made opaque: the parts of a list or record that are unknown, or else all of it."""
    if isinstance(value, tuple) and isinstance(fact.type, ListOf):
        of = replace(fact, type=fact.type.of)
        return tuple(_veiled(of, v) if holds_unknown(v) else v for v in value)
    if isinstance(value, dict) and isinstance(fact.type, Record):
        parts = dict(fact.type.fields)
        if not any(holds_unknown(v) and may_be_none(parts[n]) for n, v in value.items()):  # such a part may be none: a question that takes no look
            return {n: _veiled(replace(parts[n], name=fact.name), v) if holds_unknown(v) else v for n, v in value.items()}
    return Opaque(fact.name)


def candidates(fact: Fact, known: Mapping[str, Any], reads: Reads, on: date) -> list[Any]:
    """Values of an ordered fact or a word around everything it is compared with, the facts in `known` being what they are."""
    found: dict[Any, None] = {}
    for mine, other in reads.turns.get(fact.name, ()):
        if isinstance(fact.type, Word):
            found |= dict.fromkeys(other.words)
        boundary = _boundary(fact, mine, other, known, on)
        for value in _around(boundary, fact.type) if boundary is not None else ():
            found[value] = None
    if isinstance(fact.type, Word):
        found[OTHER_WORD] = None
    if not found:
        found[_anything(fact.type, on)] = None
    low = fact.type.minimum if isinstance(fact.type, Number) else None
    if isinstance(fact.type, Number) and not fact.type.integer:
        inside = sorted(found)
        found |= {settled(numbers.multiply(numbers.add(a, b), HALF)): None for a, b in pairwise(inside)}  # between two boundaries however close
        if low is not None and inside[0] < low:
            found[low] = None  # a boundary may lie close above it
    return [*(v for v in found if low is None or v >= low), *([None] if may_be_none(fact) else [])]


def _boundary(fact: Fact, mine: Side, other: Side, known: Mapping[str, Any], on: date) -> Any:
    """The value of the fact at which a comparison turns, where it can be worked out: the fact alone or with a shift on its side."""
    value = _valued(other, known, on)
    if value is None or isinstance(value, frozenset | tuple | Opaque):
        return None
    if mine.bare:
        return value
    # `fact + shift < value`, `ratio * fact <= value`: solved by the shift or ratio found from the formula itself
    zero = _anything(fact.type, on)
    at_zero = _valued(mine, {**known, fact.name: zero}, on)
    try:
        if isinstance(zero, date):
            return zero + (value - at_zero)  # of moments cut to days: within a day, as far as `_around` goes
        one = _valued(mine, {**known, fact.name: zero + 1}, on)
        steps = numbers.divide(numbers.subtract(value, at_zero), numbers.subtract(one, at_zero))
        return None if steps is None else settled(numbers.add(zero, steps))
    except (TypeError, ArithmeticError, ValueError):
        return None


def _valued(side: Side, known: Mapping[str, Any], on: date) -> Any:
    """The value of a side over known facts; None where it needs others."""
    if side.value is None or not all(n in known for n in side.needs):
        return None
    try:
        return side.value(on, "in_force", *(known[n] for n in side.needs))
    except (TypeError, ArithmeticError, ValueError, OutOfRange, Unread):
        return None


def _around(value: Any, type_: Type) -> list[Any]:
    """A value, the one just below and the one just above, and one further on each side."""
    match type_:
        case Date():
            days = value.date() if isinstance(value, datetime) else value
            return [days + timedelta(days=n) for n in (-40, *range(-4, 5), 40)]  # months are not all of a length: the boundary is at most three days away
        case DateTime():
            moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
            return [moment + timedelta(minutes=n) for n in (-1440, -60, -1, 0, 1, 60, 1440)]
        case Number(integer=True):
            return [floor(value) + n for n in (-1, 0, 1, 2)]
        case Number():
            return [settled(numbers.add(value, n)) for n in (-STEP, 0, STEP)]
    return [value]


def _anything(type_: Type, on: date) -> Any:
    """A value like any other, where no rule compares."""
    match type_:
        case Date():
            return on
        case DateTime():
            return datetime(on.year, on.month, on.day)
        case Number():
            return max(type_.minimum or 0, 1)
    return None
