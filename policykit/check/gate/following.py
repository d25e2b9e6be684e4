"""Whether the rules follow the text: each clause that a draft changes or adds is one that something it changes in the rules rests on, or one for which it says why nothing does."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from ...diagnostics import Diagnostic, Span, Text
from ...domain.differences import Difference, between, changed_figure, concerning, parts_words
from ...domain.wording import bare, meet, sentences, stretches
from ...ir.amendment import Amendment, RuleChanged, TextChange
from ...ir.instrument import Quote
from ...ir.numbering import sign
from ..diff.model import Law
from .quoting import means_otherwise, quoted_by, quoted_by_any

_HAN = "[一二三四五六七八九十百0-9]+"
_ITEM = re.compile(rf"(?:^|(?<=[:：;；。]))[(（]{_HAN}[)）]")
SHOWN = 30  # characters of changed words that are told


class Resting(NamedTuple):
    """The clauses on which rests what the draft changes in the rules; and what is quoted, before and after, by what answers for the words quoted alone:
    citations written anew, or parameters set anew, these for the figures among the words."""

    clauses: frozenset[str]
    before: tuple[Quote, ...]
    after: tuple[Quote, ...]


def unfollowed(before: Law, after: Law, told: Container[str]) -> Iterator[Diagnostic]:
    """An error for each clause that changes or is new while nothing that rests on it changes; `told`: clauses of which a fault says so already."""
    amendment = after.pack.amendments[-1]
    resting, figures, quoted = _resting(amendment, before, after), _set_anew(amendment, before, after), quoted_by_any(after)
    for part in amendment.parts:
        gone: dict[str, list[TextChange]] = {}
        for change in part.clauses:
            if change.address in told or change.waived is not None:
                continue
            if change.before is None:
                if change.address not in quoted:
                    yield clause_unencoded(change.address, change.span)
                elif sentence := _sentence_unquoted(change.after or "", quoted[change.address]):
                    yield sentence_unencoded(change.address, sentence, change.span)
            elif change.address in resting.clauses:
                continue
            elif change.after is not None:
                if (left := _left(change, resting, figures)) is not None:
                    yield rules_unchanged(change.address, left, change.span)
            elif (
                all(q.address != change.address for q in (*resting.before, *figures.before)) and (old := before.pack.clauses.get(change.address)) is not None and old.waived is None
            ):
                gone.setdefault(change.place, []).append(change)
        for place, changes in gone.items():
            words = _cut(bare("".join(c.before or "" for c in changes)))
            yield rules_unchanged(place, Text(f"“{words}”删去", f"“{words}” is repealed"), changes[0].span)


def _sentence_unquoted(clause: str, quoted: Iterable[str]) -> str:
    """The first sentence of a clause in which no quoted words stand; nothing where there is none."""
    found = [place for words in quoted for place in stretches(words, clause)]
    left = ((start, end) for start, end in sentences(clause) if not meet((start, end), found))
    return next((bare(clause)[start:end] for start, end in left), "")


def followed_by_citations(before: Law, after: Law) -> Iterator[Diagnostic]:
    """A note for each rule or norm that only quotes a changed clause anew, where what it quotes changes otherwise than in figures that a parameter set anew
    follows: whether the rule changes with its words a person must have decided, and the draft does not show it, whatever else of the clause follows."""
    amendment = after.pack.amendments[-1]
    figures, changes = _set_anew(amendment, before, after), [c for part in amendment.parts for c in part.clauses]
    for rule in (c for c in amendment.rules if _cites_alone(c, before, after)):
        section, _, name = rule.target.partition("/")
        quoted = [quoted_by(section, name, law) for law in (before, after)]
        for change in changes:
            if change.waived is None and change.before is not None and change.after is not None and (left := _unquoted(change, quoted, figures)) is not None:
                yield citation_alone(rule.target, change.address, left, rule.span)


def _resting(amendment: Amendment, before: Law, after: Law) -> Resting:
    clauses = set[str]()
    was, now = ([Quote(address, words[n]) for _, address, *words in amendment.carried] for n in (0, 1))
    for change in amendment.rules:
        section, _, name = change.target.partition("/")
        old, new = (quoted_by(section, name, law) for law in (before, after))
        if change.target == "validity" or _cites_alone(change, before, after):
            was += old
            now += new
        elif change.kind in ("add", "repeal") or means_otherwise(change, before, after):
            clauses |= {q.address for q in (*old, *new)}
    return Resting(frozenset(clauses), tuple(was), tuple(now))


def _set_anew(amendment: Amendment, before: Law, after: Law) -> Resting:
    """What parameters set anew quote, before and after: they answer for figures alone."""
    names = [c.target.partition("/")[2] for c in amendment.rules if c.kind == "set" and c.target.startswith("parameters/")]
    was, now = (tuple(q for n in names for q in quoted_by("parameters", n, law)) for law in (before, after))
    return Resting(frozenset(), was, now)


def _cites_alone(change: RuleChanged, before: Law, after: Law) -> bool:
    return change.kind == "replace" and "cite" in change.keys and not means_otherwise(change, before, after)


def _left(change: TextChange, resting: Resting, set_anew: Resting) -> Text | None:
    """What changes for which nothing quoted anew accounts; None where all that changes are such words and figures, signs between words and numbers of items."""
    text, final, found = differing(change)
    quoted = _within_quotes(change, resting, found)
    quoted += [d for d in _within_quotes(change, set_anew, found) if changed_figure(d, text, final) is not None]
    accounted = {pair for d in quoted if (pair := changed_figure(d, text, final)) is not None}  # wherever else in the clause the same figure stands
    return _told([d for d in found if d not in quoted and changed_figure(d, text, final) not in accounted], text, final)


def _unquoted(change: TextChange, quoted: Sequence[Sequence[Quote]], set_anew: Resting) -> Text | None:
    """What concerns the words quoted before or after and is no figure that a parameter set anew quotes too; None where nothing is."""
    text, final, found = differing(change)
    accounted = {changed_figure(d, text, final) for d in _within_quotes(change, set_anew, found)} - {None}
    found = [d for d in found if changed_figure(d, text, final) not in accounted]
    back = {Difference(d.first, d.last, d.start, d.end): d for d in found}
    sides = ((quoted[0], text, final, {d: d for d in found}), (quoted[1], final, text, back))
    touched = {known[d] for quotes, here, there, known in sides for start, end in _stretches(change.address, quotes, here) for d in concerning(start, end, [*known], here, there)}
    return _told([d for d in found if d in touched], text, final)


def differing(change: TextChange) -> tuple[str, str, list[Difference]]:
    """Both wordings of a clause and what they differ in, but for signs between words and numbers of items."""
    assert change.before is not None and change.after is not None
    text, final = bare(change.before), bare(change.after)
    return text, final, [d for d in between(text, final) if not (parts_words(d, text, final) or _numbers_alone(d, change))]


def _within_quotes(change: TextChange, resting: Resting, found: Sequence[Difference]) -> list[Difference]:
    was, now = (_stretches(change.address, q, bare(t or "")) for q, t in ((resting.before, change.before), (resting.after, change.after)))
    return [d for d in found if _inside(d.start, d.end, was) or _inside(d.first, d.last, now)]


def _told(left: Sequence[Difference], text: str, final: str) -> Text | None:
    """From the first difference to the last, in both wordings; None where there is none."""
    if not left:
        return None
    start, end, first, last = left[0].start, left[-1].end, left[0].first, left[-1].last
    old, new = _cut(text[start:end]), _cut(final[first:last])
    if not old:
        return Text(f"增加“{new}”", f"“{new}” is inserted")
    return Text(f"“{old}”改为“{new}”", f"“{old}” becomes “{new}”") if new else Text(f"删去“{old}”", f"“{old}” is deleted")


def _numbers_alone(one: Difference, change: TextChange) -> bool:
    """Whether all that differs is the number of the article at the head of its clause, or of an item; elsewhere a number points to another clause."""
    sides = ((change.before or "", one.start, one.end), (change.after or "", one.first, one.last))
    return all(_inside(start, end, _numbers(clause)) for clause, start, end in sides)


def heading(clause: str) -> int:
    """How many characters the number of its article has at the head of a clause, white space apart."""
    found = sign(clause, first=False)  # without the white space it may be 第十七条规定的物资
    return len(bare(clause[: found[1]])) if found is not None else 0


def _numbers(clause: str) -> list[tuple[int, int]]:
    at = heading(clause)
    return [(0, at), *((at + m.start(), at + m.end()) for m in _ITEM.finditer(bare(clause)[at:]))]


def _stretches(address: str, quotes: Iterable[Quote], text: str) -> list[tuple[int, int]]:
    return [s for q in quotes if q.address == address for s in stretches(q.words, text)]


def _inside(start: int, end: int, stretches: list[tuple[int, int]]) -> bool:
    """Whether characters stand in one of some stretches; a place between two of them, where it is not at an end."""
    return any((low <= start and end <= high) if start < end else low < start < high for low, high in stretches)


def _cut(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


WAIVED = Text(
    "；确实无须改规则的，在这处文字改动中写明理由：`waived: {zh: …}`",
    "; where none need change, say why in this change of the text: `waived: {zh: …}`",
)


def rules_unchanged(address: str, what: Text, span: Span | None) -> Diagnostic:
    """A clause changes, and nothing that rests on it does."""
    return Diagnostic(
        "rules-unchanged",
        Text(
            f"`{address}` 的文字改了（{what.zh}），引用它的规则、参数和义务都没有改",
            f"the words of `{address}` change ({what.en}), and no rule, parameter or norm that quotes it does",
        ),
        span,
        Text(
            f"规则随之改变的，用 `set`、`replace`、`add`、`repeal` 写明{WAIVED.zh}",
            f"say with `set`, `replace`, `add` or `repeal` how rules change with it{WAIVED.en}",
        ),
    )


def clause_unencoded(address: str, span: Span | None) -> Diagnostic:
    """A clause is new, and nothing rests on it."""
    return Diagnostic(
        "clause-unencoded",
        Text(f"新增的 `{address}` 没有编入：没有规则、参数或义务引用它", f"the new clause `{address}` is not encoded: no rule, parameter or norm quotes it"),
        span,
        Text(f"用 `add` 写一条引用它的规则或义务{WAIVED.zh}", f"write a rule or norm that quotes it, with `add`{WAIVED.en}"),
    )


def sentence_unencoded(address: str, words: str, span: Span | None) -> Diagnostic:
    """A clause is new, and nothing rests on one of its sentences."""
    return Diagnostic(
        "clause-unencoded",
        Text(
            f"新增的 `{address}` 中“{_cut(words)}”没有编入：没有规则、参数或义务引用这句话",
            f"“{_cut(words)}” of the new clause `{address}` is not encoded: no rule, parameter or norm quotes it",
        ),
        span,
        Text(
            f"用 `add` 写一条引用它的规则或义务，或者把它写成单独的一条{WAIVED.zh}", f"write a rule or norm that quotes it, with `add`, or make it a clause of its own{WAIVED.en}"
        ),
    )


def citation_alone(target: str, address: str, what: Text, span: Span | None) -> Diagnostic:
    """A rule or norm quotes the changed words and says what it said."""
    return Diagnostic(
        "citation-alone",
        Text(
            f"`{target}` 只改了引文，条件、结论、强度照旧，而 `{address}` 的文字改了（{what.zh}）",
            f"`{target}` changes its citation alone; conditions, outcome and strength stay, while the words of `{address}` change ({what.en})",
        ),
        span,
        Text("由一人核对规则是否随之改变；改变的，在 `replace` 下写出", "have a person check whether the rule changes with them; if so, write it under `replace`"),
        "note",
    )
