"""Norms as a person says them, in Chinese and English: what starts a duty, what fulfils it and what excuses from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..diagnostics import Text, written
from ..domain.event_kinds import PARTS
from .norm import EventKind, EventTest, Follows, Norm, Start
from .words import joined

FOLLOWED = {"fulfilled": Text("已履行", "fulfilled"), "breached": Text("已违反", "breached")}
FORMS = {"must": Text("义务", "duty"), "must_not": Text("禁止", "ban"), "may": Text("许可", "permission")}
DEED = {"must": Text("履行", "fulfilled by"), "must_not": Text("违反", "broken by"), "may": Text("行使", "exercised by")}  # what the deed that a norm names comes to


def parties_words(codes: Iterable[str], parties: Mapping[str, Text]) -> Text:
    """Parties by their labels."""
    return joined([parties.get(p, Text(p, p)) for p in codes], "、", ", ")


def event_words(test: EventTest, kinds: Mapping[str, EventKind], parties: Mapping[str, Text]) -> Text:
    """The kind of event, whose deed it must be, and what its parts must be, as written."""
    kind = kinds[test.kind].label
    by = parties_words(test.by, parties)
    parts = [*([Text(f"由{by.zh}", f"by {by.en}")] if test.by else []), *(_part(t.column, written(t.span)) for t in test.tests)]
    if not parts:
        return kind
    said = joined(parts, "，", ", ")
    return Text(f"{kind.zh}（{said.zh}）", f"{kind.en} ({said.en})")


def _part(column: str | None, cell: str) -> Text:
    """A part of an event by its label, where it has one, and the cell."""
    if column is None:
        return Text(cell, cell)
    zh, en = PARTS.get(column, (column, column))
    return Text(f"{zh}：{cell}", f"{en}: {cell}")


def start_words(start: Start, norms: Mapping[str, Norm], kinds: Mapping[str, EventKind], parties: Mapping[str, Text]) -> Text:
    """What starts a duty: an event, or how another duty ended."""
    if isinstance(start, Follows):
        label, ended = norms[start.norm].label, FOLLOWED[start.when]
        return Text(f"{label.zh}：{ended.zh}", f"{label.en}: {ended.en}")
    return event_words(start, kinds, parties)
