"""Whose stock goes first: lots and a need -> an allocation, by a pack's draw order.

Only usable lots count; a later level gives only what the earlier ones lack; inside a level the pack's criteria decide, at last the lot's id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, PolicyError, Text
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
from .left_out import counted_if_known, lacking, left_out_words, parts_named
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
        return Allocation((), 0, need, (), answer)
    drawn = allocate(program.pack, draw_order(program.pack, case.question), lot_type(program.question), lots, need, case.on)
    return Allocation(*drawn, answer)


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
    left, request = need, None
    for tier in order.tiers:
        if tier.on_application and request is None:
            request = left
        criteria = [w for w in order.within if not w.levels or tier.level in w.levels]
        reason, addresses = _reason(labels.get(tier.level, Text(tier.level, tier.level)), tier, criteria), _addresses(tier, criteria)
        for lot in sorted(by_level[tier.level], key=draws.keys[tier.level]) if left else ():
            taken = min(left, lot["quantity"])
            if taken <= 0:
                continue
            lines.append(Line(lot["id"], taken, tier.level, reason, addresses))
            left -= taken
            if not left:
                break
    return Drawn(tuple(lines), request or 0, left, tuple(passed))


def _why_not_usable(parts: Sequence[Fact]) -> Text:
    """Why a lot is not counted; `parts` are those that are not given and that may make it usable."""
    if not parts:
        return Text("不可用，不计入库存", "not usable, so not counted as stock")
    named = joined([p.label for p in parts], "、", ", ")
    return Text(f"未给出{named.zh}，不计入库存", f"not counted as stock, since it is not given: {named.en}")


def _addresses(tier: Tier, criteria: list[Within]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(q.address for cite in (tier.cite, *(c.cite for c in criteria)) for q in cite))


def _reason(label: Text, tier: Tier, criteria: list[Within]) -> Text:
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
    readings = tuple(r for r in readings if _rests_on(pack, r, record, lots, facts["need"], on, first))
    rests = _rests_on_what_is_not_given(pack, order, record, lots, facts["need"], on, first)
    basis = "inferred" if order.inferred or rests else "reading" if readings else "text"
    missing = tuple(dict.fromkeys(f"lots.{part.name}" for _, part in rests))
    found = Conclusion("answered", "draw", order.strength, basis, readings, cite, missing=missing, note=left_out_words(parts_named(rests)) if rests else None)  # type: ignore[arg-type]  # one of the literal's words
    return found, values(outputs[n] for n in values._names)


def _rests_on_what_is_not_given(
    pack: Pack, order: DrawOrder, record: Record, lots: Sequence[Mapping[str, Any]], need: int, on: date, found: Drawn
) -> list[tuple[Mapping[str, Any], Fact]]:
    """Lots that are not counted as stock for want of a part that is not given, each with the part; none where nothing else would be drawn if they were counted."""
    usable = compiled_draws(pack, order, tuple(n for n, _ in record.fields), on).usable
    lacks = [(lot, part) for lot in lots if any(lot["level"] == t.level for t in order.tiers) and not usable(lot) for part in lacking(order, record, lot, usable)]
    if not lacks:
        return []
    counted = {lot["id"]: counted_if_known(order, record, lot, usable) for lot, _ in lacks}
    if None in counted.values():
        return lacks
    return lacks if _outcome(allocate(pack, order, record, [counted.get(lot["id"]) or lot for lot in lots], need, on)) != _outcome(found) else []


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
