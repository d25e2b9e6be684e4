"""A question of two laws as a grid: each fact cut into segments by the constants of both, each rule the boxes in which it answers.

None where a condition or result is more than a comparison of one fact with constants; the solver then does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from ...domain.numbers import settled
from ...ir.expr import Arithmetic, Call, Compare, Expr, If, Items, Keyed, Literal, Logic, Mapped, Member, Not, Part, Quantified, Ref, names
from ...ir.pack import Answered, Rule, Silent, Table
from ...ir.types import Boolean, Choice, Date, Fact, Number, Type, may_be_none, meet as type_meet
from ...targets.python.program import in_period
from . import days
from .boxes import Box, meet, minus, touch
from .constants import FAILS, Fixed
from .model import Law


class Column(NamedTuple):
    """A fact, or facts that are compared with one another, and for each segment the values that stand for it.

    `spans`: the ends of each segment of a single ordered fact: low, whether it is in, high, whether it is in.
    """

    facts: tuple[Fact, ...]
    values: tuple[tuple[Any, ...], ...]
    spans: tuple[tuple[Any, bool, Any, bool], ...] = ()

    @property
    def fact(self) -> Fact:
        return self.facts[0]

    @property
    def whole(self) -> int:
        return (1 << len(self.values)) - 1

    def named(self, segment: int) -> dict[str, Any]:
        """The values of a segment by fact."""
        return {f.name: v for f, v in zip(self.facts, self.values[segment], strict=True)}


class Region(NamedTuple):
    """Where a rule answers and what it then says; the rule None is silence without a rule."""

    rule: Rule | None
    says: tuple[Any, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Grid:
    """The columns, for each law the regions of its rules, and what it can read at all."""

    columns: tuple[Column, ...]
    sides: tuple[tuple[Region, ...], ...]
    readable: tuple[Box, ...]
    tested: tuple[dict[Expr, tuple[int, int]], ...]  # for each law: condition -> its column, and the segments in which it holds

    def box(self, law: int, rule: Rule) -> Box | None:
        """Where the conditions of a rule of a law hold, also of one that another reading has and for which the grid was made; None where they never do."""
        return _box(rule, [c.whole for c in self.columns], self.tested[law])


class NoGrid(Exception):
    """A condition or a result is not of the kind that boxes are exact for."""


def grid_of(question: str, laws: Sequence[Law], others: Sequence[Sequence[Rule]] = ()) -> Grid | None:
    """The grid of a question, or None where boxes would not be exact. `others`: of each law, rules of other readings, whose conditions it is to tell as well."""
    try:
        return _grid(question, laws, others or [()] * len(laws))
    except NoGrid:
        return None


def _grid(question: str, laws: Sequence[Law], others: Sequence[Sequence[Rule]]) -> Grid:
    tables = [_table(law, question) for law in laws]
    fixed = [Fixed(law.pack, law.on) for law in laws]
    rules = [in_period(t, law.on) for t, law in zip(tables, laws, strict=True)]
    for table, own in zip(tables, rules, strict=True):
        if own and table.hit != "one":
            raise NoGrid
    tests = list(dict.fromkeys((n, t.holds) for n, (own, more) in enumerate(zip(rules, others, strict=True)) for r in (*own, *more) for t in r.tests))
    if any(names(e, "step") for _, e in tests):
        raise NoGrid
    read = [names(e, "input") for _, e in tests]
    inputs = merged_inputs(question, laws)
    columns = []
    for group in _groups(inputs, read):
        here = {f.name for f in group}
        mine = [t for t, names_ in zip(tests, read, strict=True) if names_ & here]
        columns.append(_column(group[0], [(fixed[n], e) for n, e in mine]) if len(group) == 1 else _joint(question, group, mine, laws, fixed))
    place = {f.name: i for i, c in enumerate(columns) for f in c.facts}
    whole = tuple(c.whole for c in columns)
    tested: list[dict[Expr, tuple[int, int]]] = [{} for _ in laws]
    for (n, condition), names_ in zip(tests, read, strict=True):
        at = place[min(names_)] if names_ else 0
        tested[n][condition] = (at, _tested(fixed[n], condition, names_, columns[at]))
    sides = tuple(tuple(_regions(own, f, whole, law, question, masks)) for own, f, law, masks in zip(rules, fixed, laws, tested, strict=True))
    return Grid(tuple(columns), sides, tuple(_readable(law, question, columns, whole) for law in laws), tuple(tested))


def _groups(inputs: Sequence[Fact], together: Iterable[set[str]]) -> list[tuple[Fact, ...]]:
    """The facts in groups: those that some condition holds against one another stand together."""
    group = {f.name: {f.name} for f in inputs}
    for some in together:
        joined = {n for name in some for n in group[name]}
        for name in joined:
            group[name] = joined
    done: set[str] = set()
    found = []
    for fact in inputs:
        if fact.name not in done:
            done |= group[fact.name]
            found.append(tuple(f for f in inputs if f.name in group[fact.name]))
    return found


def _joint(question: str, group: tuple[Fact, ...], tests: Sequence[tuple[int, Expr]], laws: Sequence[Law], fixed: Sequence[Fixed]) -> Column:
    """Facts that are held against one another: a segment for each way in which their conditions can hold together; what two days do not show is found by the solver."""
    if (ways := days.segments(group, tests, fixed)) is not None:
        return Column(group, tuple(ways))
    try:
        from .joint import segments
    except ModuleNotFoundError as e:
        raise NoGrid from e
    found = segments(question, group, tests, laws)
    if found is None:
        raise NoGrid
    return Column(group, tuple(found))


def _table(law: Law, question: str) -> Table:
    decision = law.pack.decisions.get(question)
    if decision is None:
        return Table(question, "one", ())
    if not isinstance(decision, Table):
        raise NoGrid
    return decision


def merged_inputs(question: str, laws: Sequence[Law]) -> tuple[Fact, ...]:
    """The inputs of a question as the laws have them, with the codes of all."""
    found: dict[str, Fact] = {}
    for law in laws:
        for fact in law.pack.questions[question].inputs:
            before = found.get(fact.name)
            found[fact.name] = fact if before is None else replace(before, type=type_meet(before.type, fact.type) or before.type)
    return tuple(found.values())


def merged_types(question: str, laws: Sequence[Law]) -> dict[str, Type]:
    """The types of a question's inputs and outputs, with the codes of all laws."""
    types = {f.name: f.type for f in merged_inputs(question, laws)}
    for law in laws:
        for output in law.pack.questions[question].outputs:
            before = types.get(output.name)
            types[output.name] = output.type if before is None else type_meet(before, output.type) or before
    return types


def _readable(law: Law, question: str, columns: Sequence[Column], whole: Box) -> Box:
    """What a law can read: the codes it knows, of facts that it has."""
    masks = list(whole)
    for i, column in enumerate(columns):
        for n, fact in enumerate(column.facts):
            own = law.pack.questions[question].input(fact.name)
            if own is not None and isinstance(own.type, Choice):
                if len(column.facts) > 1 and own.type.values != getattr(fact.type, "values", ()):
                    raise NoGrid
                masks[i] &= _mask(v[n] is None or v[n] in own.type.values for v in column.values)
    return tuple(masks)


def _mask(flags: Iterable[bool]) -> int:
    return sum(1 << i for i, flag in enumerate(flags) if flag)


# --- columns


def _column(fact: Fact, tests: Sequence[tuple[Fixed, Expr]]) -> Column:
    none = (None,) if may_be_none(fact) else ()
    match fact.type:
        case Boolean():
            return _single(fact, (False, True, *none))
        case Choice(values=values):
            return _single(fact, (*(v for v in values if v != "unknown"), *none))
        case Number() | Date():
            return _ordered(fact, sorted({c for f, e in tests for c in _cuts(f, e)}), none)
    if tests:
        raise NoGrid
    return _single(fact, (None,))


def _single(fact: Fact, values: Iterable[Any], spans: Iterable[tuple[Any, bool, Any, bool]] = ()) -> Column:
    return Column((fact,), tuple((v,) for v in values), tuple(spans))


def _ordered(fact: Fact, cuts: Sequence[Any], none: tuple[None, ...]) -> Column:
    """Each constant and each stretch between two of them, below the first and above the last, as far as there are values."""
    low = fact.type.minimum if isinstance(fact.type, Number) else None
    spans: list[tuple[Any, bool, Any, bool]] = []
    cuts = [c for c in cuts if low is None or c >= low]
    if not cuts:
        spans.append((low, True, None, False))
    else:
        if low is None or cuts[0] > low:
            spans.append((low, True, cuts[0], False))
        for a, b in pairwise([*cuts, None]):
            spans += [(a, True, a, True), (a, False, b, False)]
    kept = [(s, v) for s in spans if (v := _inside(fact, *s)) is not None]
    return _single(fact, (*(v for _, v in kept), *none), (s for s, _ in kept))


def _inside(fact: Fact, low: Any, low_in: bool, high: Any, high_in: bool) -> Any:
    """A plain value of a stretch; None where there is none."""
    if low_in and high_in and low == high:
        whole = not isinstance(fact.type, Number) or not fact.type.integer or settled(low) == int(low)
        return low if whole else None
    if isinstance(fact.type, Date):
        day = timedelta(days=1)
        if low is None:
            return (high if isinstance(high, date) else date(2024, 1, 1)) - day
        return low + day if high is None or low + day < high else None
    if fact.type.integer:  # type: ignore[union-attr]  # a number
        first = (low if low_in else int(low // 1) + 1) if low is not None else (0 if high is None or high > 0 else int(-(-high // 1)) - 1)
        return first if high is None or first < high else None
    if low is None:
        return 0 if high is None or high > 0 else high - 1
    if low_in and (high is None or low < high):
        return low
    return low + 1 if high is None or low + 1 < high else settled((Fraction(low) + Fraction(high)) / 2)


def _cuts(fixed: Fixed, node: Expr) -> Iterator[Any]:
    """The constants with which a condition compares the fact. Raises `NoGrid` where it does more."""
    match node:
        case Not():
            yield from _cuts(fixed, node.part)
        case Logic():
            for part in node.parts:
                yield from _cuts(fixed, part)
        case Compare():
            left, right = (node.left, node.right) if isinstance(node.left, Ref) and node.left.origin == "input" else (node.right, node.left)
            yield from _constants(fixed, left, [right])
        case Member():
            yield from _constants(fixed, node.value, node.collection.parts if isinstance(node.collection, Items) else [node.collection])
        case Ref():
            pass
        case Literal() | Arithmetic() | If() | Call() | Quantified() | Mapped() | Items() | Part() | Keyed():
            raise NoGrid


def _constants(fixed: Fixed, fact: Expr, others: Iterable[Expr]) -> Iterator[Any]:
    if not (isinstance(fact, Ref) and fact.origin == "input"):
        raise NoGrid
    for other in others:
        if names(other, "input") or names(other, "step") or names(other, "variable"):
            raise NoGrid
        try:
            value = fixed.of(other, {})
        except FAILS as e:
            raise NoGrid from e
        for one in value if isinstance(value, tuple | frozenset) else (value,):
            if isinstance(one, datetime) or (one is not None and not isinstance(one, bool | int | Decimal | Fraction | date | str)):
                raise NoGrid
            if one is not None and not isinstance(one, str | bool):
                yield one


# --- regions


def _box(rule: Rule, whole: Sequence[int], masks: dict[Expr, tuple[int, int]]) -> Box | None:
    found = list(whole)
    for test in rule.tests:
        at, bits = masks[test.holds]
        found[at] &= bits
    return tuple(found) if all(found) else None


def _regions(rules: Sequence[Rule], fixed: Fixed, whole: Box, law: Law, question: str, masks: dict[Expr, tuple[int, int]]) -> Iterator[Region]:
    """Where each rule stands and what it says. Raises `NoGrid` where two rules stand together: which of them answers is then for others to say."""
    by_id = {r.id: r for r in rules}
    holds: dict[str, list[Box]] = {}

    def held(rule: Rule) -> list[Box]:
        if rule.id not in holds:
            own = _box(rule, whole, masks)
            if own is None or not rule.excepts:
                holds[rule.id] = [own] if own is not None else []
            else:
                holds[rule.id] = list(dict.fromkeys(b for base in rule.excepts if base in by_id for h in held(by_id[base]) if (b := meet(own, h)) is not None))
        return holds[rule.id]

    exceptions: dict[str, list[Rule]] = {}
    for rule in rules:
        for base in rule.excepts:
            exceptions.setdefault(base, []).append(rule)
    found = []
    for rule in rules:
        standing = minus(_apart(held(rule)), [b for e in exceptions.get(rule.id, ()) for b in held(e)])
        found.append(Region(rule, _says(rule, fixed, law, question), tuple(standing)))
    _check_apart(found)
    yield from (r for r in found if r.boxes)


def _apart(boxes: list[Box]) -> list[Box]:
    """The same region in boxes that do not meet."""
    found: list[Box] = []
    for one in boxes:
        found += minus([one], found)
    return found


def _check_apart(regions: Sequence[Region]) -> None:
    for i, a in enumerate(regions):
        for b in regions[i + 1 :]:
            if any(touch(x, y) for x in a.boxes for y in b.boxes):
                raise NoGrid


def _tested(fixed: Fixed, holds: Expr, read: set[str], column: Column) -> int:
    """The segments in which a condition holds."""
    try:
        if not read:
            return column.whole if fixed.of(holds, {}) is True else 0
        return _mask(fixed.of(holds, {n: v for n, v in column.named(i).items() if n in read}) is True for i in range(len(column.values)))
    except FAILS as e:
        raise NoGrid from e


def _says(rule: Rule, fixed: Fixed, law: Law, question: str) -> tuple[Any, ...]:
    """What is compared: the status; of an answer its values and strength."""
    match rule.result:
        case Answered():
            given = dict(rule.result.outputs)
            if any(names(e, "input") or names(e, "step") for e in given.values()):
                raise NoGrid
            try:
                values = {n: fixed.of(e, {}) for n, e in given.items()}
            except FAILS as e:
                raise NoGrid from e
            return ("answered", rule.strength, tuple((o.name, values.get(o.name)) for o in law.pack.questions[question].outputs))
        case Silent():
            return ("silent",)
    return ("undetermined",)
