"""Whether the bodies that a draft names in the text, or names no more, are those that its rules and norms name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ...diagnostics import Diagnostic, Span, Text
from ...domain.wording import bare, meet, stretches
from ...ir.amendment import TextChange
from ...ir.expr import Literal, walk
from ...ir.instrument import Quote
from ...ir.norm import Norm
from ...ir.pack import Answered, Rule, Table
from ..diff.model import Law
from .following import differing

_SENTENCE = re.compile("[。；;]")


class Moved(NamedTuple):
    """The parties that the changed words of a clause no longer name, and those that they newly do."""

    went: frozenset[str]
    came: frozenset[str]


def parties_unfollowed(after: Law) -> Iterator[Diagnostic]:
    """A warning for each rule and norm that names parties, quotes a clause in which a party goes or comes, and still names the one, or quotes
    the sentence and does not name the other."""
    parties, amendment = after.pack.instrument.parties, after.pack.amendments[-1]
    written = {c.target: c.span for c in amendment.rules}
    for change in (c for part in amendment.parts for c in part.clauses):
        if change.before is None or change.after is None or change.waived is not None:
            continue
        moved = _moved(change, parties)
        if not (moved.went or moved.came):
            continue
        for target, quotes, named, span in naming(after):
            if named and any(q.address == change.address for q in quotes):
                still = sorted(moved.went & named)
                lacking = sorted(moved.came - named) if still or _in_sentence(quotes, change, moved.came, parties) else []
                if still or lacking:
                    yield party_unfollowed(target, change.address, still, lacking, parties, written.get(target, span))


def names_who_came(target: str, touched: Iterable[TextChange], law: Law) -> bool:
    """Whether all words that are new in some clauses are labels of parties which a rule or norm names: it rests on them, quoted or not."""
    parties = law.pack.instrument.parties
    named = next((n for name, _, n, _ in naming(law) if name == target), frozenset[str]())
    for change in touched:
        _, final, found = differing(change)
        labels = [(start, end) for code, start, end in named_in(final, parties) if code in named]
        if not all(any(start <= d.first and d.last <= end for start, end in labels) for d in found if d.first < d.last):
            return False
    return True


def _moved(change: TextChange, parties: Mapping[str, Text]) -> Moved:
    text, final, found = differing(change)
    went = {n for n, start, end in named_in(text, parties) if meet((start, end), ((d.start, d.end) for d in found))}
    came = {n for n, start, end in named_in(final, parties) if meet((start, end), ((d.first, d.last) for d in found))}
    return Moved(frozenset(went - came), frozenset(came - went))


def named_in(text: str, parties: Mapping[str, Text]) -> Iterator[tuple[str, int, int]]:
    """The parties whose labels stand in a text, and where; the longest at a place."""
    codes = {label.zh: code for code, label in parties.items()}
    if codes:
        pattern = "|".join(re.escape(label) for label in sorted(codes, key=len, reverse=True))
        yield from ((codes[m[0]], m.start(), m.end()) for m in re.finditer(pattern, text))


def _in_sentence(quotes: Iterable[Quote], change: TextChange, came: frozenset[str], parties: Mapping[str, Text]) -> bool:
    """Whether words that are quoted stand in a sentence, as changed, that names a party which it did not name."""
    final = bare(change.after or "")
    named = [(start, end) for code, start, end in named_in(final, parties) if code in came]
    quoted = [s for q in quotes if q.address == change.address for s in stretches(q.words, final)]
    return any(not _SENTENCE.search(final, min(end, last), max(start, first)) for start, end in named for first, last in quoted)


def naming(law: Law) -> Iterator[tuple[str, tuple[Quote, ...], frozenset[str], Span | None]]:
    """The rules and norms that hold on the day: as an amendment names them, what they quote, the parties that they name."""
    parties = law.pack.instrument.parties.keys()
    for table in law.pack.decisions.values():
        for rule in table.rules if isinstance(table, Table) and table.of is None else ():
            if rule.period.covers(law.on):
                yield f"{table.id}/{rule.id}", rule.cite, frozenset(_named_by_rule(rule) & parties), rule.span
    for norm in law.pack.norms.values():
        if norm.period.covers(law.on):
            yield f"norms/{norm.id}", norm.cite, _named_by_norm(norm) & parties, norm.span


def _named_by_norm(norm: Norm) -> frozenset[str]:
    return frozenset((*norm.by, *norm.to, *norm.together_with))


def _named_by_rule(rule: Rule) -> set[str]:
    """The codes that a rule gives: those of them that are parties are what it names."""
    outputs = rule.result.outputs if isinstance(rule.result, Answered) else ()
    values = [n.value for _, e in outputs for n in walk(e) if isinstance(n, Literal)]
    return {v for value in values for v in (value if isinstance(value, frozenset | set | tuple | list) else (value,)) if isinstance(v, str)}


def party_unfollowed(target: str, address: str, still: list[str], lacking: list[str], parties: Mapping[str, Text], span: Span | None) -> Diagnostic:
    """The words name another party than the rule."""
    kept, come = [parties[n] for n in still], [parties[n] for n in lacking]
    zh = [*(f"不再有“{t.zh}”而它仍写" for t in kept), *(f"新有“{t.zh}”而它没有写" for t in come)]
    en = [*(f"no longer name “{t.en}”, which it does" for t in kept), *(f"newly name “{t.en}”, which it does not" for t in come)]
    return Diagnostic(
        "party-unfollowed",
        Text(
            f"`{target}` 与所引 `{address}` 的单位不一致：条文{'，'.join(zh)}", f"`{target}` names other parties than `{address}`, which it quotes: the words {'; they '.join(en)}"
        ),
        span,
        Text("由一人核对；随条文改变的，在 `replace` 下改写单位", "have a person check; where it changes with the text, write the party under `replace`"),
        "warning",
        about=(target,),
    )
