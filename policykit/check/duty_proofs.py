"""Norms held against each other: a duty that nobody bears, a deadline before its start, a demand and a ban of one deed, orders that clash."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic
from ..ir.expr import Call, Expr, Items, Ref, walk
from ..ir.instrument import Period
from ..ir.norm import EventTest, Follows, Norm
from ..ir.pack import Pack, Table
from . import proof_faults as faults
from .conditions import impossible


def check_duties(pack: Pack) -> Iterator[Diagnostic]:
    """What is wrong between the norms; needs no solver."""
    norms = list(pack.norms.values())
    for norm in norms:
        if norm.modality == "must" and not norm.by and norm.bearer_open is None:  # a ban that names nobody binds everyone
            yield faults.no_bearer(norm.span, norm.id)
    for duty in norms:
        for ban in norms:
            shared = [p for p in duty.by if p in ban.by]
            if duty.modality == "must" and ban.modality == "must_not" and shared and _same_deed(duty, ban) and _both_bind(duty, ban):
                yield faults.contradictory_duties(ban.span, duty.id, ban.id, list(dict.fromkeys((duty.deed, ban.deed))), shared)
    yield from _order_clashes(pack)


def _same_deed(duty: Norm, ban: Norm) -> bool:
    """Whether the ban is of what the duty demands: by its word, or since every event that fulfils the duty breaks the ban, whatever it is called."""
    if duty.deed == ban.deed:
        return True
    told = not ban.to or not set(ban.to).isdisjoint(duty.to)
    return told and bool(duty.done) and all(any(_takes_all_of(b, d) for b in ban.done) for d in duty.done)


def _takes_all_of(wide: EventTest, narrow: EventTest) -> bool:
    """Whether each event that passes the narrow test plainly passes the wide one."""
    conditions = {t.holds for t in narrow.tests}
    return wide.kind == narrow.kind and all(t.holds in conditions for t in wide.tests) and (not wide.by or (bool(narrow.by) and set(narrow.by) <= set(wide.by)))


def _both_bind(a: Norm, b: Norm) -> bool:
    """Whether two norms may bind in one matter: their periods meet, and what starts them does not plainly exclude one another."""
    if not _meet(a.period, b.period):
        return False
    if any(s.kind in {e.kind for e in x.excused} for x, y in ((a, b), (b, a)) for s in y.starts if isinstance(s, EventTest)):
        return False  # what starts one ends the other
    pairs = [(x, y) for x in a.starts for y in b.starts if isinstance(x, EventTest) and isinstance(y, EventTest)]
    same_kind = [(x, y) for x, y in pairs if x.kind == y.kind]
    if not pairs or len(same_kind) < len(pairs):
        return True  # one of them simply stands, or other events start it: both may have happened
    return any(not impossible([t.holds for t in (*x.tests, *y.tests)]) for x, y in same_kind)


def _meet(a: Period, b: Period) -> bool:
    return not ((a.last and b.first and a.last < b.first) or (b.last and a.first and b.last < a.first))


# --- orders


def _order_clashes(pack: Pack) -> Iterator[Diagnostic]:
    """Norms that must come before one another; and steps of a decision that the norms have the other way round."""
    before = {n.id: {*n.after, *(s.norm for s in n.starts if isinstance(s, Follows) and s.when == "fulfilled")} for n in pack.norms.values()}
    ring = _ring(before)
    if ring:
        yield faults.orders_clash(pack.norms[ring[0]].span, ring)
        return
    deeds: dict[str, str] = {n.deed: n.id for n in pack.norms.values()}
    for table in pack.decisions.values():
        for first, then in _steps(pack, table) if isinstance(table, Table) else ():
            if first in deeds and then in deeds and deeds[then] in _all_before(before, deeds[first]):
                yield faults.order_and_norms_clash(pack.norms[deeds[first]].span, table.id, first, then, deeds[first])


def _steps(pack: Pack, table: Table) -> Iterator[tuple[str, str]]:
    """Each two steps of the orders that a decision follows, the earlier first."""
    for rule in table.rules:
        for formula in rule.formulas:
            for node in walk(formula):
                if isinstance(node, Call) and node.function == "next in order":
                    order = _codes(pack, node.arguments[0])
                    yield from ((a, b) for i, a in enumerate(order) for b in order[i + 1 :])


def _codes(pack: Pack, order: Expr) -> list[str]:
    match order:
        case Items(parts=parts):
            return [str(getattr(p, "value", "")) for p in parts]
        case Ref(origin="parameter", name=name):
            values = pack.parameters[name].values
            return [str(v) for v in (values[-1].value or ())] if values else []
    return []


def _all_before(before: dict[str, set[str]], norm: str) -> set[str]:
    found: set[str] = set()
    waiting = [norm]
    while waiting:
        for earlier in before.get(waiting.pop(), ()):
            if earlier not in found:
                found.add(earlier)
                waiting.append(earlier)
    return found


def _ring(before: dict[str, set[str]]) -> list[str]:
    """Norms each of which must come after the next, back to the first; empty where there are none."""
    for start in before:
        path, seen = [start], {start}
        while True:
            nexts = sorted(n for n in before.get(path[-1], ()) if start in _all_before(before, n) or n == start)
            if not nexts:
                break
            if nexts[0] == start:
                return [*path, start]
            if nexts[0] in seen:
                break
            seen.add(nexts[0])
            path.append(nexts[0])
    return []
