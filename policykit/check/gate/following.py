"""Whether the rules follow the text: each clause that a draft changes or adds is one that something it changes in the rules rests on, or one for which it says why nothing does."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from ...diagnostics import Diagnostic, Span, Text
from ...domain.differences import Difference, changed_figure, differences, parts_words
from ...domain.wording import Edit, bare, places
from ...ir.amendment import Amendment, TextChange
from ...ir.instrument import Quote
from ...ir.pack import DrawOrder
from ..diff.model import Law

_NUMBERED = re.compile(r"[(（][一二三四五六七八九十百0-9]+[)）]|第[一二三四五六七八九十百0-9]+[条款项]")
SHOWN = 30  # characters of changed words that are told


def unfollowed(before: Law, after: Law, told: Container[str]) -> Iterator[Diagnostic]:
    """An error for each clause that changes or is new while nothing that rests on it changes; `told`: clauses of which a fault says so already."""
    amendment = after.pack.amendments[-1]
    resting, values = _resting(amendment, before, after)
    for part in amendment.parts:
        for change in part.clauses:
            if change.address in told or change.address in resting or change.waived is not None:
                continue
            if change.before is None:
                yield clause_unencoded(change.address, change.span)
            elif change.after is not None and (left := _left(change, values)) is not None:
                yield rules_unchanged(change.address, left, change.span)
            elif change.after is None and change.address in before.pack.clauses and before.pack.clauses[change.address].waived is None:
                yield rules_unchanged(change.address, Text(f"“{_cut(bare(change.before))}”删去", f"“{_cut(bare(change.before))}” is repealed"), change.span)


def _resting(amendment: Amendment, before: Law, after: Law) -> tuple[set[str], tuple[Quote, ...]]:
    """The clauses on which rests what the draft changes, other than figures; and what its figures quote."""
    addresses = set[str]()
    values = [Quote(address, words) for _, address, old, new in amendment.carried for words in (old, new)]
    for change in (c for part in amendment.parts for c in part.rules):
        section, _, name = change.target.partition("/")
        for law in (before, after):
            if section == "parameters":
                parameter = law.pack.parameters.get(name)
                value = parameter.on(law.on) if parameter is not None else None
                values += value.cite if value is not None else ()
                if change.kind == "add" and value is not None:
                    addresses |= {q.address for q in value.cite}
            else:
                addresses |= {q.address for q in _quoted(section, name, law)}
    return addresses, tuple(values)


def _quoted(section: str, name: str, law: Law) -> tuple[Quote, ...]:
    """What a rule, a norm, a decision or the validity quotes."""
    if section == "validity":
        return law.pack.instrument.validity_cite
    if section == "norms":
        norm = law.pack.norms.get(name)
        return norm.cite if norm is not None else ()
    table = law.pack.decisions.get(name if section == "decisions" else section)
    if isinstance(table, DrawOrder) or table is None:
        return ()
    rules = table.rules if section == "decisions" else [r for r in table.rules if r.id == name]
    return tuple(q for r in rules for q in r.cite)


def _left(change: TextChange, values: tuple[Quote, ...]) -> Text | None:
    """What changes for which no figure set anew accounts; None where all that changes are such figures, signs between words and numbers of items."""
    assert change.before is not None and change.after is not None
    text, final = bare(change.before), bare(change.after)
    found = differences([(text, Edit(0, len(text), final))])
    quoted = [q.words for q in values if q.address == change.address]
    left = [d for d in found if not _harmless(d, text, final) and not (quoted and (changed_figure(d, text, final) is not None or _in_quotation(d, quoted, text, final)))]
    if not left:
        return None
    start, end, first, last = left[0].start, left[-1].end, left[0].first, left[-1].last
    old, new = _cut(text[start:end]), _cut(final[first:last])
    if not old:
        return Text(f"增加“{new}”", f"“{new}” is inserted")
    return Text(f"“{old}”改为“{new}”", f"“{old}” becomes “{new}”") if new else Text(f"删去“{old}”", f"“{old}” is deleted")


def _harmless(one: Difference, text: str, final: str) -> bool:
    """Whether all that differs are signs between words, or the number of an item."""
    if parts_words(one, text, final):
        return True
    start, end, first, last = one
    sides = ((text, start, end), (final, first, last))
    return all(any(m.start() <= a and b <= m.end() for m in _NUMBERED.finditer(t)) for t, a, b in sides)


def _in_quotation(one: Difference, quoted: list[str], text: str, final: str) -> bool:
    sides = ((text, one.start, one.end), (final, one.first, one.last))
    return any(at <= b and a <= at + len(bare(w)) for t, a, b in sides for w in quoted for at in places(w, t))


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
