"""Whose stock goes first: lots and a need -> an allocation, by a pack's draw order.

Only usable lots count; a later level gives only what the earlier ones lack; inside a level the pack's criteria decide, at last the lot's id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ..diagnostics import MOST_NAMES, Diagnostic, PolicyError, Text
from ..domain.stock import Drawn, Line, PassedOver
from ..ir.allocation import Allocation
from ..ir.answer import Conclusion, Values
from ..ir.case import Case
from ..ir.instrument import Quote
from ..ir.pack import DrawChange, DrawOrder, Pack, Tier, Within
from ..ir.types import UNKNOWN, Choice, Fact, Record
from ..ir.words import joined
from ..targets.python.conclusions import cited
from ..targets.python.draws import compiled_draws
from .answering import answered, lot_type
from .left_out import counted_if_known, lacking, left_out_words, nowhere, parts_named, placed, unplaced, unplaced_words
from .worlds import worlds

if TYPE_CHECKING:
    from ..targets.python.program import Program


def draw_order(pack: Pack, question: str) -> DrawOrder:
    """The order in which a pack draws on stock. Raises `PolicyError` where it has none."""
    order = pack.decisions.get(question)
    if not isinstance(order, DrawOrder):
        raise PolicyError([Diagnostic("no-draw-order", Text(f"`{pack.id}` 没有调用顺序", f"`{pack.id}` has no draw order"), help=Text("用 `ask` 可得其理由", "`ask` says why"))])
    return order


def listed(lots: Any) -> Any:
    """Lots as facts, where they come one after another; anything else as it is, for the reader of facts to refuse."""
    return list(lots) if isinstance(lots, Iterable) and not isinstance(lots, str | Mapping) else lots


def allocated(program: Program, case: Case) -> Allocation:
    """The allocation for a case of a question about stock. Raises `PolicyError` where something of it is not known, and as asking does."""
    if case.unknown:
        raise PolicyError([not_known(program, case)])
    answer = answered(program, case)
    lots, need = answer.facts["lots"], answer.facts["need"]
    if answer.status != "answered":
        return Allocation((), None, None, (), answer)
    drawn = allocate(program.pack, draw_order(program.pack, case.question), lot_type(program.question), lots, need, case.on)
    return Allocation(drawn.lines, drawn.higher_level_request, drawn.shortfall, drawn.passed_over, answer)


def allocate(pack: Pack, order: DrawOrder, record: Record, lots: Iterable[Mapping[str, Any]], need: int, on: date) -> Drawn:
    """The lines that cover `need` pieces, as far as they go. `lots` are records of the question's lot type, `record`."""
    fields = tuple(n for n, _ in record.fields)
    draws = compiled_draws(pack, order, fields, on)
    levels = record.field_type("level")
    labels = levels.labels if isinstance(levels, Choice) else {}
    by_level: dict[str, list[Mapping[str, Any]]] = {t.level: [] for t in order.tiers}
    passed: list[PassedOver] = []
    for lot in lots:
        same_level = by_level.get(lot["level"])
        if same_level is None:
            label = labels.get(lot["level"], Text(lot["level"], lot["level"]))
            passed.append(PassedOver(lot["id"], Text(f"本办法不调用{label.zh}库存", f"this text draws on no {label.en} stock"), ()))
        elif not draws.usable(lot):
            passed.append(PassedOver(lot["id"], _why_not_usable(lacking(order, record, lot, draws.usable)), tuple(q.address for q in order.usable_cite)))
        else:
            same_level.append(lot)
    lines: list[Line] = []
    tied: tuple[str, ...] = ()
    left, request = need, None
    for tier in order.tiers:
        if tier.on_application and request is None:
            request = left
        criteria = order.inside(tier.level)
        reason, addresses = _reason(labels.get(tier.level, Text(tier.level, tier.level)), tier, criteria), _addresses(tier, criteria)
        in_order = sorted(by_level[tier.level], key=draws.keys[tier.level]) if left else []
        for place, lot in enumerate(in_order):
            taken = min(left, lot["quantity"])
            if taken <= 0:
                continue
            lines.append(Line(lot["id"], taken, tier.level, reason, addresses))
            left -= taken
            if not left:
                tied = _tied(in_order, place, taken, draws.keys[tier.level])
                break
    if tied:
        lines = [line._replace(reason=_by_id_alone(line.reason)) if line.lot in tied else line for line in lines]
    return Drawn(tuple(lines), request or 0, left, tuple(passed), tied)


def _tied(in_order: Sequence[Mapping[str, Any]], last: int, taken: int, key: Callable[[Mapping[str, Any]], tuple[Any, ...]]) -> tuple[str, ...]:
    """The lots that rank with the last one drawn but for their ids, where not all of them are used up; none where that lot ranks alone."""

    def rank(place: int) -> tuple[Any, ...]:
        return key(in_order[place])[:-1]

    first, end, same = last, last + 1, rank(last)
    while first and rank(first - 1) == same:
        first -= 1
    while end < len(in_order) and rank(end) == same:
        end += 1
    some = [lot for lot in in_order[first:end] if lot["quantity"] > 0]
    used_up = taken == in_order[last]["quantity"] and in_order[last] is some[-1]
    return () if used_up or len(some) == 1 else tuple(lot["id"] for lot in some)


def _by_id_alone(reason: Text) -> Text:
    return Text(f"{reason.zh}；与其他批次同序，只按编号先后", f"{reason.en}; it ranks with other lots, and comes in the order of lot numbers alone")


def tied_words(lots: Sequence[str]) -> Text:
    """That lots rank alike under the text, and that the order in which they are drawn is none of its."""
    named = [*(f"`{lot}`" for lot in lots[:MOST_NAMES])]
    more = len(lots) - len(named)
    zh, en = "、".join(named) + (f" 等 {len(lots)} 批" if more else ""), ", ".join(named) + (f" and {more} more" if more else "")
    return Text(
        f"就所给情况，条文对下列批次不分先后，这里只按批次编号排序，先用其中哪一批由人决定：{zh}",
        f"on what is given the text ranks these lots alike; here they come in the order of their lot numbers alone, and which is used first is for a person to choose: {en}",
    )


def _why_not_usable(parts: Sequence[Fact]) -> Text:
    """Why a lot is not counted; `parts` are those that are not given and that may make it usable."""
    if not parts:
        return Text("不可用，不计入库存", "not usable, so not counted as stock")
    named = joined([p.label for p in parts], "、", ", ")
    return Text(f"未给出{named.zh}，不计入库存", f"not counted as stock, since it is not given: {named.en}")


def _addresses(tier: Tier, criteria: Sequence[Within]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(q.address for cite in (tier.cite, *(c.cite for c in criteria)) for q in cite))


def _reason(label: Text, tier: Tier, criteria: Sequence[Within]) -> Text:
    """The level, and the words of the criteria that order lots inside it."""
    words = "、".join(dict.fromkeys(q.words for c in criteria for q in c.cite))
    quoted = "; ".join(dict.fromkeys(f"“{q.words}”" for c in criteria for q in c.cite))
    applied_zh, applied_en = ("（经申请）", " (on application)") if tier.on_application else ("", "")
    inside_zh = f"，层级内依“{words}”排序" if words else ""
    return Text(f"动用{label.zh}库存{applied_zh}{inside_zh}", f"{label.en} stock{applied_en}" + (f", inside the level by {quoted}" if quoted else ""))


def conclude(pack: Pack, order: DrawOrder, record: Record, facts: Mapping[str, Any], on: date, values: type[Values], open_values: Values) -> tuple[Conclusion, Values]:
    """The allocation as an answer; undetermined where something unknown about a lot (or the need) decides."""
    cite = cited(pack, _all_quotes(order))
    readings = tuple(dict.fromkeys(r for readings in [*(t.readings for t in order.tiers), *(w.readings for w in order.within)] for r in readings))
    missing = tuple(n for n, v in facts.items() if v is UNKNOWN)
    labels = [f.label for f in pack.questions[order.id].inputs if f.name in missing]
    possible: list[list[dict[str, Any]]] | None = None
    if not missing:
        draws = compiled_draws(pack, order, tuple(n for n, _ in record.fields), on)
        possible, parts = worlds(order, record, facts["lots"], facts["need"], draws.usable)
        missing = tuple(dict.fromkeys(f"lots.{part.name}" for _, part in parts))
        labels = parts_named(parts)
    trials = [allocate(pack, order, record, lots, facts["need"], on) for lots in possible or ()]
    if not possible or any(_outcome(t) != _outcome(trials[0]) for t in trials):
        from ..targets.python.unknown import depends_on

        return Conclusion("undetermined", None, None, None, readings, cite, depends_on(labels), {}, missing), open_values
    first, lots = trials[0], possible[0]
    outputs = {
        "allocation": tuple({"lot": line.lot, "quantity": line.quantity} for line in first.lines),
        "higher_level_request": first.higher_level_request,
        "shortfall": first.shortfall,
    }
    criterion, lacks = _rests_on_a_place(pack, order, record, lots, facts["need"], on, first)
    at_last = [(lot, part) for lot, part in lacks if nowhere(lot, criterion)] if criterion else []
    carrying = {*(r for t in trials for r in _readings_of_ids(order, lots, t.tied)), *(criterion.readings if criterion else ())}
    readings = tuple(r for r in readings if r in carrying or _rests_on(pack, r, record, lots, facts["need"], on, first))
    rests = _rests_on_what_is_not_given(pack, order, record, lots, facts["need"], on, first, draws.usable)
    tied = tuple(dict.fromkeys(lot for t in trials for lot in t.tied))
    basis = "inferred" if order.inferred or rests or tied or at_last else "reading" if readings else "text"
    notes = [*([tied_words(tied)] if tied else []), *([left_out_words(parts_named(rests))] if rests else []), *([unplaced_words(parts_named(at_last))] if at_last else [])]
    missing = tuple(dict.fromkeys(f"lots.{part.name}" for _, part in [*rests, *at_last]))
    found = Conclusion("answered", "draw", order.strength, basis, readings, cite, missing=missing, note=joined(notes, "；", "; ") if notes else None)  # type: ignore[arg-type]  # one of the literal's words
    return found, values(outputs[n] for n in values._names)


def _readings_of_ids(order: DrawOrder, lots: Iterable[Mapping[str, Any]], tied: Collection[str]) -> tuple[str, ...]:
    """The readings by which lots that rank alike come in the order of their ids: those of the last criterion of their level."""
    levels = {lot["level"] for lot in lots if lot["id"] in tied}
    last = [criteria[-1] for level in levels if (criteria := order.inside(level))]
    return tuple(r for w in last for r in w.readings)


def _rests_on_what_is_not_given(
    pack: Pack, order: DrawOrder, record: Record, lots: Sequence[Mapping[str, Any]], need: int, on: date, found: Drawn, usable: Callable[[Mapping[str, Any]], bool]
) -> list[tuple[Mapping[str, Any], Fact]]:
    """Lots that are not counted as stock for want of a part that is not given, each with the part; none where nothing else would be drawn if they were counted."""
    lacks = [(lot, part) for lot in lots if any(lot["level"] == t.level for t in order.tiers) and not usable(lot) for part in lacking(order, record, lot, usable)]
    if not lacks:
        return []
    counted = {lot["id"]: counted_if_known(order, record, lot, usable) for lot, _ in lacks}
    if None in counted.values():
        return lacks
    return lacks if _outcome(allocate(pack, order, record, [counted.get(lot["id"]) or lot for lot in lots], need, on)) != _outcome(found) else []


def _rests_on_a_place(
    pack: Pack, order: DrawOrder, record: Record, lots: Sequence[Mapping[str, Any]], need: int, on: date, found: Drawn
) -> tuple[Within | None, list[tuple[Mapping[str, Any], Fact]]]:
    """The first criterion by which lots cannot be placed for want of a part, where another place would change what is drawn; with these lots and the part."""
    for criterion in order.within:
        lacks = unplaced(order, criterion, record, lots)
        if lacks and any(_outcome(allocate(pack, order, record, placed(lots, lacks, end), need, on)) != _outcome(found) for end in (0, 1)):
            return criterion, lacks
    return None, []


def _rests_on(pack: Pack, ambiguity: str, record: Record, lots: Iterable[Mapping[str, Any]], need: int, on: date, found: Drawn) -> bool:
    """Whether another reading gives another allocation; true where none is encoded."""
    readings = pack.ambiguities[ambiguity].alternatives if ambiguity in pack.ambiguities else ()
    orders = [c.becomes for r in readings for c in r.changes if isinstance(c, DrawChange)]
    return not orders or any(_outcome(allocate(pack, o, record, lots, need, on)) != _outcome(found) for o in orders)


def _outcome(drawn: Drawn) -> tuple[Any, ...]:
    return ([(line.lot, line.quantity) for line in drawn.lines], drawn.higher_level_request, drawn.shortfall)


def not_known(program: Program, case: Case) -> Diagnostic:
    """The need or a part of a lot is not known: nothing is drawn on a guess."""
    facts, parts = dict(zip(program.asked.inputs, case.facts, strict=True)), dict(lot_type(program.question).fields)
    labels = [f.label for f in program.question.inputs if facts[f.name] is UNKNOWN]
    lots = facts["lots"] if facts["lots"] is not UNKNOWN else ()
    labels += parts_named([(lot, parts[n]) for lot in lots for n, v in lot.items() if v is UNKNOWN])
    named = joined(labels, "、", ", ")
    return Diagnostic(
        "not-known",
        Text(f"有的批次情况或需求数量不明：{named.zh}", f"the need or a part of a lot is not known: {named.en}"),
        help=Text("用 `ask` 可知其影响", "`ask` says whether it matters"),
    )


def _all_quotes(order: DrawOrder) -> tuple[Quote, ...]:
    return tuple(dict.fromkeys(q for cite in [*(t.cite for t in order.tiers), *(w.cite for w in order.within), order.usable_cite] for q in cite))
