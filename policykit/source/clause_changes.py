"""Changes of clauses: 修改, 增加, 删去. Each is held against the very words of the clause, which keeps its earlier wording by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import cast

from ..diagnostics import Diagnostic, Span, Text
from ..domain.wording import Edit, bare, edited, follow, followed, half_width, places, unmistaken
from ..ir.address import clause_meant, part_meant
from ..ir.amendment import TextChange, TextKind
from . import amendment_faults as faults, faults as reading_faults
from .amending import Amended, replaced, scalar, with_entry
from .nodes import day, entries, flag, items, label, mapping, scalars, word
from .yaml import Mapping, Node, Scalar, written

WORDS = ("replace", "insert", "delete", "wording", "add")
TOLD = 3  # places of which a change that means them is written out
Edits = dict[str, list[tuple[str, Edit]]]  # address -> the clause before each edit, and the edit


def addressed(root: Mapping, known: Sequence[str]) -> Mapping:
    """An amendment with addresses in words (第二十三条第二款第（二）项) as the ledger writes them: keys of `text`, and beside which clause one is added."""
    parts = []
    for part in map(mapping, items(root.get("changes"))):
        if isinstance(text := part.get("text"), Mapping):
            part = with_entry(part, "text", Mapping(tuple((_changed_at(k, v, known), _beside(v, known)) for k, v in text.entries), text.span))
        parts.append(part)
    return with_entry(root, "changes", replaced(parts, root.span))


def _changed_at(address: Scalar, change: Node, known: Sequence[str]) -> Scalar:
    """Words of a whole article or paragraph stand for it where it is repealed as one; other changes are of one clause."""
    whole = isinstance(change, Mapping) and change.get("repeal") is not None
    return address._replace(text=(part_meant if whole else clause_meant)(address.text, known))


def _beside(change: Node, known: Sequence[str]) -> Node:
    if not isinstance(change, Mapping) or change.get("add") is None:
        return change
    return Mapping(tuple((k, v._replace(text=part_meant(v.text, known)) if k.text in ("after", "before") and isinstance(v, Scalar) else v) for k, v in change.entries), change.span)


@dataclass
class Clauses:
    """The clauses of a pack and what an amendment makes of them from the day `on`."""

    pack: Amended
    on: date
    at: Span
    faults: list[Diagnostic]
    edits: Edits = field(default_factory=dict)

    def change(self, key: Scalar, changes: Sequence[Mapping]) -> list[TextChange]:
        """Applies the changes of one clause, in order, or repeals all clauses of an article or paragraph; what they come to."""
        if (below := below_address(key.text, self._known())) and len(changes) == 1 and flag(changes[0].get("repeal")):
            return self._repealed_as_one(key, changes[0], below)
        found: list[TextChange] = []
        for change in changes:
            made = self._changed(key, change)
            if made is None:
                return []
            found.append(made)
        return found

    def carried(self, cite: Node, at: Span) -> Mapping:
        """A citation with its quotations as they stand after the changes; those that do not stand stay, to be found when the whole is read."""
        kept: list[tuple[Scalar, Node]] = []
        for key, said in entries(cite):
            moved = [scalar(self.follow(s.text, key.text) or s.text, s.span) for s in scalars(said)]
            kept.append((key, moved[0] if isinstance(said, Scalar) else replaced(moved, said.span)))
        return Mapping(tuple(kept), at)

    def follow(self, words: str, address: str) -> str | None:
        """Words quoted from a clause as they stand after the changes: by the edits, or else by what the two wordings differ in, as for a clause reworded."""
        edits = self.edits.get(address, [])
        moved = follow(words, edits)
        if moved is None and (after := edited(*edits[-1])):
            moved = followed(words, edits[0][0], after)
        return moved

    def _repealed_as_one(self, key: Scalar, change: Mapping, addresses: Sequence[str]) -> list[TextChange]:
        """An article or a paragraph repealed: each of its clauses that still stands."""
        ended = [last for c in self.pack.clauses if word(c.get("id")) in addresses and (last := day(c.get("to"))) is not None]
        if len(ended) == len(addresses):
            self.faults.append(faults.clause_repealed(key.span, key.text, str(max(ended))))
            return []
        clauses = [c for c in self.pack.clauses if word(c.get("id")) in addresses and day(c.get("to")) is None]
        made = [self._changed(Scalar(word(c.get("id")) or "", key.quoted, key.span), change) for c in clauses]
        return [replace(m, within=key.text) for m in made if m is not None]

    # --- one change

    def _changed(self, key: Scalar, change: Mapping) -> TextChange | None:
        kinds = [k for k in WORDS if change.get(k) is not None] + (["repeal"] if flag(change.get("repeal")) else [])
        if len(kinds) != 1 or (kinds[0] == "replace") != (change.get("by") is not None):
            self.faults.append(faults.one_kind_of_change(key.span))
            return None
        kind = kinds[0]
        given = change.get(kind)
        if isinstance(given, Scalar) and not bare(given.text):
            self.faults.append(faults.no_words(given.span))
            return None
        if kind == "add":
            return self._added(key, change)
        index = next((i for i, c in enumerate(self.pack.clauses) if word(c.get("id")) == key.text), None)
        if index is None:
            self.faults.append(reading_faults.unknown_clause(key.span, key.text, self._known()))
            return None
        clause = self.pack.clauses[index]
        if (last := day(clause.get("to"))) is not None:
            self.faults.append(faults.clause_repealed(key.span, key.text, str(last)))
            return None
        quote = word(clause.get("quote")) or ""
        if kind == "repeal":
            self.pack.clauses[index] = with_entry(clause, "to", scalar(str(self.on - timedelta(days=1)), self.at))
            self.edits.setdefault(key.text, []).append((quote, Edit(0, len(bare(quote)), "")))
            return TextChange(key.text, "repeal", "", "", quote, None, label(change.get("waived")), key.span)
        edit = self._edit(key, change, kind, quote)
        if edit is None:
            return None
        self.edits.setdefault(key.text, []).append((quote, edit))
        after = edited(quote, edit)
        self.pack.clauses[index] = self._reworded(clause, quote, after, change)
        gone = bare(quote)[edit.start : edit.end] if kind != "insert" else word(change.get("after")) or word(change.get("before")) or ""
        return TextChange(key.text, cast(TextKind, "reword" if kind == "wording" else kind), gone, edit.by, quote, after, label(change.get("waived")), key.span)

    def _edit(self, key: Scalar, change: Mapping, kind: str, quote: str) -> Edit | None:
        """What gives way to what, in characters of the clause without white space."""
        given = change.get(kind)
        assert isinstance(given, Scalar)
        if kind == "wording":
            return Edit(0, len(bare(quote)), given.text)
        if kind == "insert":
            beside = change.get("after") or change.get("before")
            if not isinstance(beside, Scalar) or (change.get("after") is not None) == (change.get("before") is not None):
                self.faults.append(faults.one_kind_of_change(key.span))
                return None
            at = self._place(key, beside, change, quote)
            if at is None:
                return None
            start = at + len(bare(beside.text)) if change.get("after") is not None else at
            return Edit(start, start, given.text)
        at = self._place(key, given, change, quote)
        return None if at is None else Edit(at, at + len(bare(given.text)), (word(change.get("by")) or "") if kind == "replace" else "")

    def _place(self, key: Scalar, words: Scalar, change: Mapping, quote: str) -> int | None:
        """Where words stand in a clause, which must be one place."""
        found = places(words.text, quote)
        if len(found) == 1:
            return found[0]
        if found:
            meant = [line for at in found[:TOLD] if (line := _meant(change, words.text, at, bare(quote))) is not None]
            self.faults.append(faults.words_several_times(words.inner, key.text, len(found), meant))
        elif len(like := places(half_width(words.text), half_width(quote))) == 1:
            self.faults.append(faults.words_of_other_width(words.inner, key.text, written(bare(quote)[like[0] : like[0] + len(bare(words.text))])))
        else:
            self.faults.append(faults.words_not_there(words.inner, key.text, quote))
        return None

    def _reworded(self, clause: Mapping, quote: str, after: str, change: Mapping) -> Mapping:
        """The clause with a new wording from the day, and the one before kept; changed twice on one day it has one new wording."""
        start, eve = scalar(str(self.on), self.at), scalar(str(self.on - timedelta(days=1)), self.at)
        old = clause.get("quote")
        assert isinstance(old, Scalar)
        if day(clause.get("from")) != self.on:
            begun = ((scalar("from", self.at), first),) if (first := clause.get("from")) is not None else ()
            wording = Mapping(((scalar("quote", old.span), scalar(quote, old.span)), *begun, (scalar("to", self.at), eve)), self.at)
            clause = with_entry(clause, "earlier", replaced([*items(clause.get("earlier")), wording], self.at))
        clause = with_entry(with_entry(clause, "quote", scalar(after, old.span)), "from", start)
        for name in ("kind", "en"):
            if (said := change.get(name)) is not None:
                clause = with_entry(clause, name, said)
        return clause

    def _added(self, key: Scalar, change: Mapping) -> TextChange | None:
        known, beside = self._known(), change.get("after") or change.get("before")
        if key.text in known:
            self.faults.append(reading_faults.twice(key.span, Text("条款", "clause"), key.text))
            return None
        if not isinstance(beside, Scalar) or not (near := [beside.text] if beside.text in known else below_address(beside.text, known)):
            if isinstance(beside, Scalar):
                self.faults.append(reading_faults.unknown_clause(beside.span, beside.text, known))
            else:
                self.faults.append(faults.one_kind_of_change(key.span))
            return None
        words = change.get("add")
        assert isinstance(words, Scalar)
        made: list[tuple[Scalar, Node]] = [(scalar("id", key.span), key), (scalar("quote", words.span), words)]
        made.append((scalar("kind", key.span), change.get("kind") or scalar("decision", key.span)))
        if (english := change.get("en")) is not None:
            made.append((scalar("en", key.span), english))
        made.append((scalar("from", self.at), scalar(str(self.on), self.at)))
        if (waived := change.get("waived")) is not None:
            made.append((scalar("waived", key.span), waived))
        at = known.index(near[-1]) + 1 if change.get("after") is not None else known.index(near[0])
        self.pack.clauses.insert(at, Mapping(tuple(made), key.span))
        return TextChange(key.text, "add", "", words.text, None, words.text, label(change.get("waived")), key.span)

    def _known(self) -> list[str]:
        return [word(c.get("id")) or "" for c in self.pack.clauses]


def below_address(address: str, known: Sequence[str]) -> list[str]:
    """The clauses of an article or paragraph, where an address names one and not a clause.

    >>> below_address("a6", ["a6.p1.s1", "a6.p1.s2", "a60.p1"]), below_address("a7", ["a7"])
    (['a6.p1.s1', 'a6.p1.s2'], [])
    """
    return [] if address in known else [a for a in known if a.startswith(f"{address}.")]


def _meant(change: Mapping, words: str, at: int, text: str) -> str | None:
    """A change as it would mean the words at one place of a clause alone, by more words around them; None where none tell it from others."""
    end = at + len(bare(words))
    inserted, after = word(change.get("insert")), change.get("after") is not None
    if inserted is not None and (place := unmistaken(text, at, end, left=after, right=not after)) is not None:
        return f"{{insert: {written(inserted)}, {'after' if after else 'before'}: {written(text[slice(*place)])}}}"
    if (place := unmistaken(text, at, end)) is None:
        return None
    new = (word(change.get("by")) or "") if inserted is None else text[at:end] + inserted if after else inserted + text[at:end]
    return f"{{replace: {written(text[slice(*place)])}, by: {written(text[place[0] : at] + new + text[end : place[1]])}}}"
