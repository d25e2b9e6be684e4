"""The text as an amendment leaves it: articles in sequence, and what it cites of itself, held against the text on the eve.

An address stays when an article is renumbered, so that a citation within the text is followed from what it named to what its words name now. A text
that no amendment changes is looked at for citations of what it has not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from ..diagnostics import Diagnostic, Span, Text
from ..domain.wording import bare
from ..ir.address import address_words
from ..ir.amendment import Amendment
from ..ir.instrument import Clause
from ..ir.numbering import Article, Numbered, article_words, numbered, renumbered, standing, unit_words
from ..ir.pack import Pack
from ..source.yaml import written
from . import numbering_faults as faults
from .cited_within import Cited, citations_within

SHOWN = 12  # characters of a clause that tell it from others


def check_numbering(pack: Pack) -> Iterator[Diagnostic]:
    """Citations within the text of what it has not; and what each amendment does to the order of articles and to such citations."""
    clauses = list(pack.clauses.values())
    for clause, cited, units in citations_within(numbered(standing(clauses, None))):
        if not units:
            where = address_words(clause.address)
            yield faults.cites_nothing(pack.clauses[clause.address].span, _told(clause.address, where), cited.words, None, None)
    for amendment in pack.amendments:
        yield from _Amended(pack.clauses, amendment).faults()


class _Disorder(NamedTuple):
    """Where articles are not in sequence: a number that is left out before the article at an address, or that of this article, which does not follow.

    `after`: the address of the article before it."""

    number: Article
    at: str
    after: str
    left_out: bool


def _disorder(text: Sequence[Numbered]) -> Iterator[_Disorder]:
    opening = [(n.article, n.address) for n in text if n.opens and n.article is not None]
    there, greatest, before = {number for number, _ in opening}, (0, 0), ""
    for article, address in opening:
        number, inserted = article
        if not (number > greatest[0] and not inserted) and article != (greatest[0], greatest[1] + 1):
            yield _Disorder(article, address, before, False)
        yield from (_Disorder((n, 0), address, before, True) for n in range(greatest[0] + 1, number) if (n, 0) not in there)
        greatest, before = max(greatest, article), address


@dataclass
class _Amended:
    """A text before and after an amendment."""

    clauses: Mapping[str, Clause]
    amendment: Amendment

    def __post_init__(self) -> None:
        all_ = list(self.clauses.values())
        self.before = numbered(standing(all_, self.amendment.first - timedelta(days=1)))
        self.after = numbered(standing(all_, self.amendment.first))
        self.numbers = renumbered(all_, self.amendment.first)

    def faults(self) -> Iterator[Diagnostic]:
        """What the amendment brings: what was wrong before is not told again."""
        known = {(d.number, d.left_out) for d in _disorder(self.before)}
        for disorder in _disorder(self.after):
            if (disorder.number, disorder.left_out) not in known:
                yield self._left_out(disorder) if disorder.left_out else self._taken(disorder)
        yield from self._citations()

    # --- the sequence

    def _taken(self, found: _Disorder) -> Diagnostic:
        """An article with the number of an earlier one, or that belongs before one."""
        earlier = next((n for n in self.after if n.opens and n.address != found.at and n.article == found.number), None)
        if earlier is None:
            return faults.article_out_of_place(self._place(found.at, found.after), article_words(found.number), found.at)
        return faults.article_twice(self._place(found.at, earlier.address), article_words(found.number), self._beginning(earlier.address), self._beginning(found.at))

    def _left_out(self, found: _Disorder) -> Diagnostic:
        """A number that no article has: it may be kept empty where its article is repealed and those after it keep theirs."""
        was = next((n for n in self.before if n.opens and n.article == found.number), None)
        words = article_words(found.number)
        if was is None:
            return faults.article_left_out(self._place(found.at), words, None)
        now = unit_words(was.units[1], self.after)
        return faults.number_kept_empty(self._place(was.units[1]), words) if now is None else faults.article_left_out(self._place(was.units[1], found.at), words, now)

    # --- citations within the text

    def _citations(self) -> Iterator[Diagnostic]:
        """Citations that name nothing, and those that name something else than they did. What the amendment itself writes is held to what it names now."""
        old = {(n.address, c.words): units for n, c, units in citations_within(self.before)}
        for clause, cited, now in citations_within(self.after):
            was = None if self._writes(clause.address, cited) else old.get((clause.address, cited.words))
            where = _told(clause.address, address_words(self.numbers.get(clause.address, clause.address)))
            if was is None and not now:
                yield faults.cites_nothing(self._place(clause.address), where, cited.words, None, None)
            elif was and was != now:
                span, anew = self._place(*sorted(was), *sorted(now), clause.address), self._anew(clause, cited, was)
                if now:
                    yield faults.cites_another(span, where, cited.words, self._named(was), self._named(now), anew)
                else:
                    yield faults.cites_nothing(span, where, cited.words, self._named(was), anew)

    def _writes(self, address: str, cited: Cited) -> bool:
        """Whether the amendment writes a citation into a clause, which then names what it names now; a clause written anew as a whole may only repeat it."""
        return any(cited.words in bare(c.by) for c in self.amendment.text if c.address == address and c.kind in ("replace", "insert", "add"))

    def _anew(self, clause: Numbered, cited: Cited, was: frozenset[str]) -> str | None:
        """The change by which a clause cites what it cited; None where that does not stand any more, or is told by its distance."""
        target = next((n for n in self.after if was <= {*n.units}), None)
        words = cited.naming(target) if target is not None else None
        return f"{clause.address}: {{replace: {written(cited.words)}, by: {written(words)}}}" if words is not None and words != cited.words else None

    def _named(self, units: frozenset[str]) -> Text:
        """What is cited: how it begins, and what its number is now."""
        told = [self._one(unit) for unit in sorted(units)]
        return Text("、".join(t.zh for t in told), " and ".join(t.en for t in told))

    def _one(self, unit: str) -> Text:
        said = next((n.said for text in (self.after, self.before) for n in text if unit in n.units), "")
        shown, now = _shown(said), unit_words(unit, self.after)
        if now is None:
            return Text(f"“{shown}”（已删去）", f"“{shown}” (repealed)")
        return Text(f"“{shown}”（现为{now.zh}）", f"“{shown}” (now {now.en})")

    def _beginning(self, address: str) -> Text:
        """How a clause begins, and its address."""
        shown = _shown(next(n.said for n in self.after if n.address == address))
        return Text(f"“{shown}”（`{address}`）", f"“{shown}” (`{address}`)")

    def _place(self, *units: str) -> Span | None:
        """Where the amendment changes one of these, the first that it does; else where they stand in the ledger."""
        for unit in units:
            for change in self.amendment.text:
                if f"{change.address}.".startswith(f"{unit}."):
                    return change.span
        return next((c.span for unit in units for a, c in self.clauses.items() if f"{a}.".startswith(f"{unit}.")), None)


def _shown(words: str) -> str:
    return bare(words)[:SHOWN] + ("…" if len(bare(words)) > SHOWN else "")


def _told(address: str, words: Text) -> Text:
    return Text(f"`{address}`（{words.zh}）", f"`{address}` ({words.en})")
