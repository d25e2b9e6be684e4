"""Lots of which a part is not given: one that a draw order does not count as stock for want of it, such as a finding that goods past their life are still fit, and
one that it cannot place among the others, such as a lot without a day of intake.

Such a lot may be usable, or come first. An allocation made without knowing is no more than inferred, and says which part of which lot would tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from ..diagnostics import MOST_NAMES, Text
from ..ir.expr import names
from ..ir.pack import DrawOrder, Within
from ..ir.types import UNKNOWN, Boolean, Choice, Date, Fact, Number, Record
from ..ir.words import joined

Lot = Mapping[str, Any]


def lacking(order: DrawOrder, record: Record, lot: Lot, usable: Callable[[Lot], bool]) -> tuple[Fact, ...]:
    """The parts of a lot that is not usable which are not given, and of which some value may make it usable; none where it is unusable whatever they are."""
    parts = _not_given(order, record, lot)
    return parts if parts and (any(_values(p) is None for p in parts) or any(map(usable, _filled(lot, parts)))) else ()


def counted_if_known(order: DrawOrder, record: Record, lot: Lot, usable: Callable[[Lot], bool]) -> Lot | None:
    """The lot with what makes it usable in place of what is not given; None where its values are too many to be tried."""
    parts = _not_given(order, record, lot)
    return None if any(_values(p) is None for p in parts) else next(filter(usable, _filled(lot, parts)), None)


def unplaced(order: DrawOrder, criterion: Within, record: Record, lots: Sequence[Lot]) -> list[tuple[Lot, Fact]]:
    """The lots that lack what a criterion of their level orders by in the first place, each with the part."""
    parts, levels = dict(record.fields), {t.level for t in order.tiers if criterion in order.inside(t.level)}
    first = sorted(names(criterion.by[0], "variable")) if criterion.by else ()
    return [(lot, parts[name]) for name in first for lot in lots if lot[name] is None and _ends(parts[name]) and lot["level"] in levels]


def nowhere(lot: Lot, criterion: Within) -> bool:
    """Whether nothing stands in for the part that a criterion orders by in the first place."""
    return not any(lot[name] is not None for by in criterion.by for name in names(by, "variable"))


def placed(lots: Sequence[Lot], lacks: Sequence[tuple[Lot, Fact]], end: int) -> list[Lot]:
    """The lots with what they lack at one end of what it may be: 0, the first; 1, the last."""
    filled: dict[int, dict[str, Any]] = {}
    for lot, part in lacks:
        filled.setdefault(id(lot), dict(lot))[part.name] = _ends(part)[end]
    return [filled.get(id(lot), lot) for lot in lots]


def _ends(part: Fact) -> tuple[Any, ...]:
    """The first and the last in the order of a part's values; empty where they have no order."""
    return (date.min, date.max) if isinstance(part.type, Date) else (0, 10**18) if isinstance(part.type, Number) else ()


def unplaced_words(parts: Sequence[Text]) -> Text:
    """That lots come after those that can be placed, for want of what; and that the allocation hangs on it."""
    named = joined(parts, "、", ", ")
    return Text(f"有批次因未给出下列情况而排在最后，给出后安排可能不同：{named.zh}", f"lots come last since this is not given, and may change the allocation: {named.en}")


def left_out_words(parts: Sequence[Text]) -> Text:
    """That lots are not counted as stock, for want of what; and that the allocation hangs on it."""
    named = joined(parts, "、", ", ")
    return Text(
        f"有批次因未给出下列情况而不计入库存，给出后安排可能不同：{named.zh}", f"lots are not counted as stock since this is not given, and may change the allocation: {named.en}"
    )


def parts_named(parts: Sequence[tuple[Lot, Fact]]) -> list[Text]:
    """Parts of lots by their labels, the first of them; of a lot whose number is not known, any lot's."""
    labels = [part.label if lot["id"] is UNKNOWN else Text(f"`{lot['id']}` 的{part.label.zh}", f"{part.label.en} of `{lot['id']}`") for lot, part in parts[:MOST_NAMES]]
    return [*labels, *([Text(f"另有 {more} 处", f"{more} more")] if (more := len(parts) - len(labels)) else [])]


def _not_given(order: DrawOrder, record: Record, lot: Lot) -> tuple[Fact, ...]:
    """The parts that say whether a lot is usable and that it does not have."""
    asked = names(order.usable, "variable") if order.usable is not None else ()
    return tuple(part for name, part in record.fields if name in asked and lot[name] is None)


def _values(part: Fact) -> tuple[Any, ...] | None:
    """What a part may be; None where that is not a few words."""
    return (True, False) if isinstance(part.type, Boolean) else tuple(part.type.values) if isinstance(part.type, Choice) else None


def _filled(lot: Lot, parts: Sequence[Fact]) -> Iterator[dict[str, Any]]:
    """The lot with each value of its parts."""
    for values in product(*(_values(p) or () for p in parts)):
        yield {**lot, **{p.name: v for p, v in zip(parts, values, strict=True)}}
