"""Norms and the kinds of events of a pack -> `ir.norm`."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass
from typing import Any, cast

from ..diagnostics import Diagnostic, Text
from ..ir import expr as ir
from ..ir.cells import Test
from ..ir.event_codes import with_codes
from ..ir.labels import one_meaning, plain
from ..ir.norm import EventKind, EventTest, Follows, Norm, Start
from ..ir.types import Date, DateTime, Number, Type, Word
from . import faults
from .nodes import entries, flag, items, label, mapping, period, quotes, scalars, word, words
from .operations import Fault
from .questions import SIMPLE
from .tables import Tables, ring
from .typing import Scope, plain_text, read_cell
from .yaml import Mapping, Node, Scalar

OPEN = ("promptly", "immediately", "none_stated")
MODALITIES = ("must", "must_not", "may")
PERIODS: dict[str, dict[str, Type]] = {
    "year": {"year": Number(integer=True), "first_day": Date(), "last_day": Date(), "period": Word()},
    "month": {"year": Number(integer=True), "month": Number(integer=True), "first_day": Date(), "last_day": Date(), "period": Word()},
    "day": {"first_day": Date(), "last_day": Date(), "period": Word()},
}


def shared_kinds() -> dict[str, EventKind]:
    """The kinds of events that every pack knows."""
    from ..domain.event_kinds import SHARED_KINDS

    return {n: EventKind(n, Text(zh, en), tuple((f, SIMPLE[t]) for f, t in parts.items())) for n, (zh, en, parts) in SHARED_KINDS.items()}


@dataclass
class Norms:
    """Reads the norms of a pack; faults go to `tables.faults`."""

    tables: Tables
    parties: Map[str, Text]
    kinds: dict[str, EventKind]

    @property
    def faults(self) -> list[Diagnostic]:
        return self.tables.faults

    def add_kinds(self, node: Node | None) -> None:
        """`events:` of the pack: kinds of its own."""
        for key, kind in entries(node):
            fields = tuple((f.text, self.tables.types.read(t)) for f, t in entries(mapping(kind).get("fields")))
            self.kinds[key.text] = EventKind(key.text, label(mapping(kind).get("label")) or Text("", ""), fields)

    def read(self, node: Node | None) -> dict[str, Norm]:
        """`norms:` of the pack."""
        found = {key.text: self.norm(key, mapping(value)) for key, value in entries(node)}
        for _, value in entries(node):
            for named in scalars(mapping(value).get("after")):
                self._check_norm(named, found)
            starts = mapping(value).get("starts")
            for kind, other in entries(starts):
                if kind.text in ("fulfilled", "breached") and isinstance(other, Scalar):
                    self._check_norm(other, found)
        chain = ring({n: tuple(s.norm for s in norm.starts if isinstance(s, Follows)) for n, norm in found.items()})
        if chain:
            key = next(k for k, _ in entries(node) if k.text == chain[0])
            self.faults.append(faults.cycle(key.span, chain))
        return found

    def known_kinds(self, norms: Map[str, Norm]) -> dict[str, EventKind]:
        """The kinds of events of the pack, with the codes that its norms look for in them."""
        return with_codes(self.kinds, norms.values())

    def changed(self, target: Scalar, name: str, written: Mapping, parts: Mapping) -> Norm | None:
        """The norm `name`, as written but for some parts."""
        node, key = mapping(written).get(name), mapping(written).key(name)
        if not isinstance(node, Mapping) or key is None:
            self.faults.append(faults.unknown_rule(target.span, name, [k.text for k, _ in entries(written)]))
            return None
        new = dict(entries(parts))
        return self.norm(key, node._replace(entries=tuple((k, v) for k, v in node.entries if k.text not in {n.text for n in new}) + tuple(new.items())))

    def _check_norm(self, named: Scalar, found: Map[str, Norm]) -> None:
        if named.text not in found:
            self.faults.append(faults.unknown_rule(named.span, named.text, list(found)))

    def norm(self, key: Scalar, node: Mapping) -> Norm:
        modality = [m for m in MODALITIES if node.get(m) is not None]
        if len(modality) != 1:
            self.faults.append(faults.missing_key(key.span, "must"))
        each = word(node.get("each"))
        starts_node = node.get("starts")
        starts = tuple(self._starts(starts_node))
        scope = self._scope(each, starts)
        due_node = node.get("due")
        open_time = due_node.text if isinstance(due_node, Scalar) and due_node.text in OPEN else None
        due = self.tables.formula(due_node, scope, None) if open_time is None else None
        if due is not None and due_node is not None and not isinstance(due.type, Date | DateTime):
            self.faults.append(faults.type_mismatch(due_node.span, Date.label, due.type.label))
        named_node = node.get("period")
        named = self.tables.formula(named_node, scope, None) if named_node is not None else None
        if named_node is not None and each != "year":
            self.faults.append(faults.period_of_no_year(named_node.span))
        elif named_node is not None and named is not None and not (isinstance(named.type, Number) and named.type.integer):
            self.faults.append(faults.type_mismatch(named_node.span, Number(integer=True).label, named.type.label))
        return Norm(
            id=key.text,
            modality=cast(Any, modality[0] if modality else "must"),
            deed=word(node.get(modality[0])) or "" if modality else "",
            label=label(node.get("label")) or Text("", ""),
            by=self._parties(node.get("by")),
            to=self._parties(node.get("to")),
            together_with=self._parties(node.get("with")),
            starts=starts,
            each=cast(Any, each),
            due=due,
            open_time=cast(Any, open_time or (None if due is not None else "none_stated")),
            done=tuple(self._events(node.get("done"), scope)),
            excused=tuple(self._events(node.get("excused"), scope)),
            after=words(node.get("after")),
            contents=words(node.get("contents")),
            breach=label(node.get("breach")),
            cite=quotes(node.get("cite")),
            strength=cast(Any, word(node.get("strength")) or "must"),
            readings=self.tables.readings(node.get("reading")),
            period=period(node, self.faults, last="until"),
            bearer_open=label(node.get("bearer_open")),
            ahead=flag(node.get("ahead")),
            opens_last=word(node.get("opens")) == "last_day",
            period_name=named,
            span=key.span,
        )

    def _parties(self, node: Node | None) -> tuple[str, ...]:
        for s in scalars(node):
            if s.text not in self.parties:
                self.faults.append(faults.unknown_party(s.span, s.text, list(self.parties), one_meaning((n, [t]) for n, t in self.parties.items()).get(plain(s.text))))
        return words(node)

    def _scope(self, each: str | None, starts: tuple[Start, ...]) -> Scope:
        """Names of a due formula: parameters, and the parts of the period, or `start` and the days and moments that every starting event carries."""
        names = {n: r for n, r in self.tables.names.items() if r.origin == "parameter"}
        carried = [{n: t for n, t in self.kinds[s.kind].fields if isinstance(t, Date | DateTime)} for s in starts if isinstance(s, EventTest)]
        common = {n: t for n, t in carried[0].items() if all(c.get(n) == t for c in carried)} if len(carried) == len(starts) > 0 else {}
        local: dict[str, Type] = PERIODS.get(each or "", {**common, "start": DateTime()})
        return Scope({**names, **{n: ir.Ref("variable", n, t) for n, t in local.items()}}, self.tables.keyed)

    def _cell(self, cell: Scalar, scope: Scope, column: ir.Ref) -> ir.Expr | None:
        try:
            return read_cell(cell._replace(text=plain_text(cell)), scope, column)
        except Fault as fault:
            self.faults.append(fault.diagnostic)
            return None

    def _starts(self, node: Node | None) -> list[Start]:
        found: list[Start] = []
        for key, value in entries(node):
            if key.text in ("fulfilled", "breached"):
                found += [Follows(s.text, cast(Any, key.text)) for s in scalars(value)]
            else:
                found += self._event(key, value, Scope({}))
        if node is not None and not isinstance(node, Mapping):
            found += self._events(node, Scope({}))
        return found

    def _events(self, node: Node | None, scope: Scope) -> list[EventTest]:
        if isinstance(node, Mapping):
            return [t for key, value in node.entries for t in self._event(key, value, scope)]
        return [t for s in items(node) if isinstance(s, Scalar) for t in self._event(s, None, scope)]

    def _event(self, key: Scalar, where: Node | None, scope: Scope) -> list[EventTest]:
        kind = self.kinds.get(key.text)
        if kind is None:
            self.faults.append(faults.unknown_value(key.span, key.text, list(self.kinds)))
            return []
        fields = dict(kind.fields)
        tests: list[Test] = []
        by: tuple[str, ...] = ()
        for part, cell in entries(where):
            if part.text == "by" and "by" not in fields:
                by = self._parties(cell)
                continue
            if part.text not in fields:
                self.faults.append(faults.unknown_value(part.span, part.text, list(fields)))
                continue
            column = ir.Ref("input", part.text, fields[part.text], optional=True)
            holds = [self._cell(s, scope, column) for s in scalars(cell)]
            known = tuple(h for h in holds if h is not None)
            if known and len(known) == len(holds):
                tests.append(Test(part.text, known[0] if len(known) == 1 else ir.Logic("or", known, cell.span), cell.span))
        return [EventTest(kind.id, tuple(tests), by)]
