"""The ledger against the text of the law: together its quotations are the text, and its addresses name the articles they stand in.

White space and heading signs do not count. A private name stands as `〔姓名〕`, a telephone number as `〔电话〕`, in both.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ..diagnostics import Diagnostic, Source, Span
from ..ir.instrument import Clause
from ..ir.numbering import sign
from ..ir.pack import Pack
from . import faults
from .articles import Article, articles

KINDS = (
    "obligation", "prohibition", "permission", "power", "decision", "definition", "deadline", "parameter", "procedure-step", "sanction", "principle",
    "composition", "validity", "repeal", "none",
)  # fmt: skip
MASKS = ("〔姓名〕", "〔电话〕")
SHOWN = 24  # characters of a text told in a message

_HEADING = re.compile(r"#+")
_EMPTY = re.compile(r"^#+[ \t]*\n+", re.MULTILINE)
_OWN_HEADING = re.compile(r"^(#+)[ \t]*第[^\s#]+条[ \t]*$", re.MULTILINE)
_ADDRESS = re.compile(r"a([0-9]+)(?:\.|$)")


def check_ledger(pack: Pack) -> Iterator[Diagnostic]:
    """Where ledger and law part, articles out of order, addresses under the wrong article, kinds that there are not."""
    clauses = list(pack.clauses.values())
    for clause in clauses:
        if clause.kind not in KINDS:
            yield faults.unknown_kind(pack.place("clauses", clauses.index(clause), "kind", value=True) or clause.span, clause.kind, KINDS)
    law = _Law.of(pack.law)
    signs = articles(law.sources)
    yield from _sequence(signs)
    clauses = as_first_made(clauses)
    if not clauses:
        if law.bare or _cites(pack):
            yield faults.no_ledger(_first_citation(pack) or law.span(0, SHOWN))
        return
    if not law.bare:
        yield faults.no_law(clauses[0].span)
        return
    starts, divergence = _aligned(law, clauses)
    if divergence is not None:
        yield divergence
    yield from _addresses(law, clauses, starts, signs)


def as_first_made(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses as the text first had them: what the law texts of a pack hold."""
    return [replace(c, quote=c.original) if c.earlier else c for c in clauses if c.original is not None]


def on_day(pack: Pack, day: date) -> str:
    """The text of the law as it reads on a day, as Markdown; every clause in its wording of that day.

    A clause that an amendment added stands on a line of its own after the clause before it, an article under a heading as the others are; of a repealed
    article no heading is left.
    """
    law = _Law.of(pack.law)
    originals = as_first_made(list(pack.clauses.values()))
    starts, divergence = _aligned(law, originals)
    if divergence is not None:
        return "\n".join(wording for c in pack.clauses.values() if (wording := c.on(day)) is not None) + "\n"
    at = dict(zip((c.address for c in originals), starts, strict=True))
    raw = "".join(s.text if s.text.endswith("\n") else s.text + "\n" for s in law.sources)
    places = law.offsets()
    edits: list[tuple[int, int, str]] = []
    end = 0
    for clause in pack.clauses.values():
        wording = clause.on(day)
        if clause.address not in at:
            edits += [(end, end, f"\n\n{_headed(wording, raw)}")] if wording is not None else []
            continue
        old = _bare(clause.original or "")
        start, stop = at[clause.address], at[clause.address] + len(old)
        if wording is None or _bare(wording) != old:
            kept, tail = _shared(old, _bare(wording or ""))
            low, high = start + kept, stop - tail
            first = places[low] if low < high or low < len(places) else len(raw)
            edits.append((first, places[high - 1] + 1 if high > low else first, _bare(wording or "")[kept : len(_bare(wording or "")) - tail]))
        end = places[stop - 1] + 1
    for first, last, words in reversed(edits):
        raw = raw[:first] + words + raw[last:]
    return _EMPTY.sub("", raw)


def _headed(wording: str, law: str) -> str:
    """A new clause; where it opens an article and the articles of the text stand under headings, under one of its own."""
    opened, heading = sign(wording, first=False), _OWN_HEADING.search(law)
    if opened is None or heading is None:
        return wording
    return f"{heading[1]} {wording[: opened[1]].strip()}\n\n{wording[opened[1] :].strip()}"


def _shared(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts share at the beginning, and then at the end."""
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - start
    return start, next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)


@dataclass
class _Law:
    """The law texts without white space and heading signs; `where` gives the number of the text, line and column of each character."""

    sources: tuple[Source, ...]
    bare: str = ""
    where: list[tuple[int, int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, law: Sequence[tuple[str, str]]) -> _Law:
        made = cls(tuple(Source(name, text) for name, text in law))
        parts: list[str] = []
        for index, source in enumerate(made.sources):
            for number, line in enumerate(source.text.split("\n")):
                signs = _HEADING.match(line)
                for column in range(signs.end() if signs else 0, len(line)):
                    if not line[column].isspace():
                        parts.append(line[column])
                        made.where.append((index, number, column))
        made.bare = "".join(parts)
        return made

    def offsets(self) -> list[int]:
        """Where each character stands in the texts one after another, each ended by a line end."""
        begins: list[list[int]] = []
        total = 0
        for source in self.sources:
            lines = []
            for line in source.text.removesuffix("\n").split("\n"):
                lines.append(total)
                total += len(line) + 1
            begins.append(lines)
        return [begins[index][line] + column for index, line, column in self.where]

    def span(self, start: int, length: int) -> Span | None:
        """Up to `length` characters from `start`, as far as their line goes."""
        if start >= len(self.where):
            return None
        index, line, column = self.where[start]
        end = max(at[2] for at in self.where[start : start + length] if at[:2] == (index, line))
        return Span(self.sources[index], line, column, line, end + 1)

    def start_of(self, article: Article) -> int:
        """Where the heading of an article begins in `bare`."""
        return bisect_left(self.where, (self.sources.index(article.source), article.line, 0))


def _aligned(law: _Law, clauses: Sequence[Clause]) -> tuple[list[int], Diagnostic | None]:
    """Where each clause begins in the text, up to the first that does not stand there, and what is wrong with that one."""
    starts: list[int] = []
    at = 0
    for number, clause in enumerate(clauses):
        quote = _bare(clause.quote)
        if not law.bare.startswith(quote, at):
            return starts, _divergence(law, clauses, number, at)
        starts.append(at)
        at += len(quote)
    if at < len(law.bare):
        return starts, faults.ledger_lacks(law.span(at, SHOWN), None)
    return starts, None


def _divergence(law: _Law, clauses: Sequence[Clause], number: int, at: int) -> Diagnostic:
    """What is wrong where clause `number` should begin at character `at` of the text, and does not."""
    clause, quote = clauses[number], _bare(clauses[number].quote)
    shared = next((n for n, (a, b) in enumerate(zip(quote, law.bare[at:], strict=False)) if a != b), min(len(quote), len(law.bare) - at))
    after = _bare(clauses[number + 1].quote) if number + 1 < len(clauses) else ""
    if at + shared >= len(law.bare) or (after and law.bare.startswith(after, at)):
        return faults.ledger_extra(clause.span, clause.address)
    later = law.bare.find(quote, at)
    if later > at:
        return faults.ledger_lacks(law.span(at, min(later - at, SHOWN)), clause.address)
    said = quote[shared : shared + SHOWN] or after[:SHOWN] or "…"
    stands = law.bare[max(at + shared - 3, 0) : at + shared + SHOWN]
    masked = any(m in stands or m in quote[max(shared - 3, 0) : shared + SHOWN] for m in MASKS)
    return faults.ledger_differs(law.span(at + shared, SHOWN), clause.address, _where(clause), said, masked)


def _sequence(signs: Sequence[Article]) -> Iterator[Diagnostic]:
    """Articles count from 1, each one more than the last."""
    due = 1
    for article in signs:
        if article.number != due:
            yield faults.article_out_of_order(article.span, article.number, due)
        due = article.number + 1


def _addresses(law: _Law, clauses: Sequence[Clause], starts: Sequence[int], signs: Sequence[Article]) -> Iterator[Diagnostic]:
    """Clauses whose address names another article than the one they stand in."""
    if not signs:
        return
    headings = [law.start_of(a) for a in signs]
    for clause, start in zip(clauses, starts, strict=False):
        named = _ADDRESS.match(clause.address)
        if named is None:
            continue
        at = bisect_right(headings, start)
        number = signs[at - 1].number if at else None
        if number != int(named[1]):
            yield faults.article_of_address(clause.span, clause.address, number)


def _cites(pack: Pack) -> bool:
    return bool(pack.instrument.validity_cite or any(v.cite for p in pack.parameters.values() for v in p.values) or pack.decisions)


def _first_citation(pack: Pack) -> Span | None:
    """Any citation, to show what the ledger is wanted for."""
    quotes = [*pack.instrument.validity_cite, *(q for p in pack.parameters.values() for v in p.values for q in v.cite)]
    quotes += [q for d in pack.decisions.values() for r in getattr(d, "rules", ()) for q in r.cite]
    return min((q.span for q in quotes if q.span is not None), key=lambda s: (s.source.name, s.line, s.column), default=None)


def _bare(text: str) -> str:
    return "".join(text.split())


def _where(clause: Clause) -> str:
    return f"{clause.span.source.name}:{clause.span.line + 1}" if clause.span is not None else clause.address
