"""What lots may be like where parts of them are unknown: lots -> a few lists of known lots that stand for all.

Only lots that may be drawn on are varied. A part that orders lots (a day, a distance) is tried at every place among the others; a quantity at
nothing and at enough.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from ..ir.expr import Compare, Expr, Ref, children
from ..ir.origin import formulas_of
from ..ir.pack import DrawOrder
from ..ir.types import UNKNOWN, Boolean, Choice, Date, Fact, Number, Record, may_be_none

Lot = Mapping[str, Any]
MOST_WORLDS, MOST_LOTS = 4_000, 400_000  # lists, and lots in all of them


def worlds(order: DrawOrder, record: Record, lots: Sequence[Lot], need: int, usable: Callable[[Lot], bool]) -> tuple[list[list[dict[str, Any]]] | None, list[tuple[Lot, Fact]]]:
    """The lists, or None where they would be too many; and the unknown parts that may decide, each with its lot."""
    if not any(v is UNKNOWN for lot in lots for v in lot.values()):
        return [list(map(dict, lots))], []
    parts = dict(record.fields)
    drawn = _reached(order, lots, need, usable)
    varied = [(i, n) for i, lot in enumerate(lots) for n, v in lot.items() if v is UNKNOWN and i in drawn]
    missing = [(lots[i], parts[n]) for i, n in varied]
    options = [_options(parts[n], order, lots, need) for _, n in varied]
    if any(o is None for o in options):
        return None, missing
    count = 1
    for option in options:
        count *= len(option or ())
        if count > MOST_WORLDS or count * len(lots) > MOST_LOTS:
            return None, missing
    plain = [{n: _first(parts[n]) if v is UNKNOWN else v for n, v in lot.items()} for lot in lots]
    found = []
    for values in product(*(o or () for o in options)):
        world = [dict(lot) for lot in plain]
        for (i, name), value in zip(varied, values, strict=True):
            world[i][name] = value
        found.append(world)
    return found, missing


def _reached(order: DrawOrder, lots: Sequence[Lot], need: int, usable: Callable[[Lot], bool]) -> set[int]:
    """The lots that may be drawn on: of a level whose turn may come before what is surely there covers the need."""
    found = {i for i, lot in enumerate(lots) if lot["level"] is UNKNOWN}
    sure = 0
    for tier in order.tiers:
        if sure >= need:
            break
        same = [i for i, lot in enumerate(lots) if lot["level"] == tier.level]
        found |= set(same)
        sure += sum(lots[i]["quantity"] for i in same if UNKNOWN not in lots[i].values() and usable(lots[i]))
    return found


def _options(part: Fact, order: DrawOrder, lots: Sequence[Lot], need: int) -> list[Any] | None:
    """Values of an unknown part, one for each way in which it may decide; None where they are not so few."""
    none = [None] if may_be_none(part) else []
    if isinstance(part.type, Boolean):
        return [False, True, *none]
    if isinstance(part.type, Choice):
        return [*part.type.values, *none]
    if any(_compared(formula, part.name) for formula in formulas_of(order) if not isinstance(formula, Ref)):
        return None
    if part.name == "quantity":
        return [0, need]
    if isinstance(part.type, Date):
        days = sorted({v for lot in lots for v in lot.values() if isinstance(v, date)}) or [date(2000, 1, 1)]
        return [*sorted({d + timedelta(days=n) for d in days for n in (-1, 0, 1)}), *none]
    if isinstance(part.type, Number):
        known = sorted({Fraction(v) for lot in lots if isinstance(v := lot[part.name], int) or hasattr(v, "as_tuple")}) or [Fraction(0)]
        between = [a + (b - a) * n / 3 for a, b in pairwise(known) for n in (1, 2)]
        return [known[0] - 2, known[0] - 1, *sorted({*known, *between}), known[-1] + 1, known[-1] + 2, *none]
    return None


def _first(part: Fact) -> Any:
    """Some value of a part that decides nothing."""
    match part.type:
        case Boolean():
            return False
        case Choice(values=values):
            return values[0]
        case Date():
            return date(2000, 1, 1)
        case Number():
            return 0
    return ""


def _compared(formula: Expr, name: str) -> bool:
    """Whether a formula does more with a part than to ask whether there is one."""
    if isinstance(formula, Compare) and formula.operator in ("=", "!=") and any(getattr(side, "value", 0) is None for side in (formula.left, formula.right)):
        return False
    if isinstance(formula, Ref):
        return formula.name == name
    return any(_compared(child, name) for child in children(formula))
