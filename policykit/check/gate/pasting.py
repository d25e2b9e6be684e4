"""What a draft still has to say where the words that rules quote change: lines for its file, to be pasted beside the change of the text.

A parameter gets its new value where the new words show it, as 9个月 shows P9M; else it keeps the old one and a comment says that a person must decide.
Rules and norms that read such a parameter quote the new words by themselves; the others are told with the words they may quote: the quoted words as they
will read, else the whole clause, which a person may cut. Where words that something rests on are gone, no others are offered in their place: what quotes
nothing else is told to be repealed, and of the rest a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...diagnostics import Language, Text
from ...domain.differences import around, between
from ...domain.wording import Edit, bare, followed, places
from ...ir.amendment import AmendmentPart, TextChange
from ...ir.expr import names
from ...ir.instrument import Quote
from ...ir.pack import Rule, Table
from ...source.constants import parameter_text
from ...source.yaml import written
from ..diff.model import Law
from .figures import last_day_shown, shown_by_words


class Lines(NamedTuple):
    """The lines of one language that belong beside a change of the clause."""

    address: str
    lines: tuple[str, ...]


def lines_to_paste(before: Law, after: Law, language: Language) -> Iterator[Lines]:
    """For each change of the text that leaves quotations without ground."""
    zh = language == "zh"
    amendment = after.pack.amendments[-1]
    every = {c.address: c for part in amendment.parts for c in part.clauses}
    already = {c.target.partition("/")[2] for part in amendment.parts for c in part.rules if c.kind == "set"}
    following: set[str] = set()  # parameters set by these lines: what reads them follows the text by itself
    told: set[str] = set()  # what quotes clauses of several parts is told once
    for part in amendment.parts:
        changes = {c.address: c for c in part.clauses}
        values = [n for n in before.pack.parameters if n not in told and any(_gone(q, changes, after) for q in after.pack.parameters[n].cited(after.on))]
        following |= set(values) - already
        set_, replace, repeal, ungrounded = [], [], [], []
        for name in values:
            lost = [q for q in after.pack.parameters[name].cited(after.on) if _lost(q, every) and every[q.address].after is not None]
            if lost:
                ungrounded.append(f"# {name}: {_why_lost(lost, every, zh)}{VALUE.zh if zh else VALUE.en}")
            elif _recited(after.pack.parameters[name].cited(after.on), every):
                set_.append(f"  {name}: {_value(name, before, after, part, every, name in already, zh)}")
            else:
                ungrounded.append(f"# {name}: {'所引条款已删去，由人改引他款' if zh else 'what it quotes is repealed: a person must say what else it rests on'}")
        for target, reads, cited in _quoting(after):
            if target in told or not any(_gone(q, changes, after) for q in cited) or (reads & following and _follow(cited, every)):
                continue
            told.add(target)
            if lost := [q for q in cited if _lost(q, every)]:
                kept = [q for q in cited if q not in lost]
                if not kept:
                    repeal.append(f"  - {target}  # {_why_lost(lost, every, zh)}")
                else:
                    ungrounded.append(f"# {target}: {_why_lost(lost, every, zh)}{PERSON.zh if zh else PERSON.en}")
            elif new := _recited(cited, every):
                replace.append(f"  {target}: {{cite: {_cite(new)}}}{_remark(cited, every, zh)}")
        told |= set(values)
        if any(_gone(q, changes, after) for q in after.pack.instrument.validity_cite):
            last = last_day_shown(part, before, before.pack.instrument.period.first)
            said = _cite(_recited(after.pack.instrument.validity_cite, every))
            if last is not None:
                set_.append(f"  validity: {{to: {last}, cite: {said}}}  # {'现为' if zh else 'it is'} {before.pack.instrument.period.last}")
            else:
                ungrounded.append(f"# validity: {'由人核定施行期间，写 ' if zh else 'a person must decide the days in force: '}`set: {{validity: {{to: …, cite: …}}}}`")
        sections = (("set:", set_), ("replace:", replace), ("repeal:", repeal))
        lines = [*ungrounded, *(line for heading, found in sections if found for line in (heading, *found))]
        if lines:
            yield Lines(next(iter(changes)), tuple(lines))


VALUE = Text("，由人决定它还依据什么", ": a person must say what else it rests on")
PERSON = Text("，由人决定：删去（`repeal`），或者改条件、结论和引文（`replace`）", ": a person decides whether it goes (`repeal`) or changes with its citation (`replace`)")


def _lost(quote: Quote, changes: dict[str, TextChange]) -> bool:
    """Whether quoted words are deleted, or their clause repealed: nothing else takes their place."""
    change = changes.get(quote.address)
    if change is None or change.before is None or _as_changed(quote, changes) is not None:
        return False
    if change.after is None:
        return True
    text, final = bare(change.before), bare(change.after)
    found = between(text, final)
    cut = [d for at in places(quote.words, text) for d in found if d.start < at + len(bare(quote.words)) and d.end > at]
    return bool(cut) and all(d.last <= d.first for d in cut)


def _why_lost(lost: Sequence[Quote], changes: dict[str, TextChange], zh: bool) -> str:
    """Which of the words that something rests on are gone."""
    if all(changes[q.address].after is None for q in lost):
        return "所引条款已删去" if zh else "what it quotes is repealed"
    words = "".join(f"“{w}”" for w in dict.fromkeys(q.words for q in lost))
    return f"所引{words}已删去" if zh else f"{words}, which it quotes, is deleted"


def _gone(quote: Quote, changes: dict[str, TextChange], law: Law) -> bool:
    """Whether quoted words do not stand any more in a clause that the draft changes."""
    if quote.address not in changes:
        return False
    clause = law.pack.clauses[quote.address].on(law.on)
    return clause is None or bare(quote.words) not in bare(clause)


def _value(name: str, before: Law, after: Law, part: AmendmentPart, changes: dict[str, TextChange], already: bool, zh: bool) -> str:
    """A value and why; with its quotations where they do not follow the text by themselves, or did not in the draft."""
    parameter = before.pack.parameters[name]
    now, then = parameter.on(before.on), after.pack.parameters[name].on(after.on)
    assert now is not None and then is not None  # it is quoted on the day
    old = parameter_text(now.value, parameter)
    new = then.value if already else shown_by_words(parameter, now.value, part, {q.address for q in now.cite})
    text = old if new is None else parameter_text(new, parameter)
    if already or not _follow(then.cite, changes):
        text = f"{{value: {text}, cite: {_cite(_recited(then.cite, changes))}}}"
    if new is None:
        why = "现值；新的文字里没有这个数，由人核定" if zh else "as it is; the new words do not show this figure: a person must decide"
    else:
        why = f"现为 {old}" if zh else f"it is {old}"
    return f"{text}  # {why}{_remark(then.cite, changes, zh).replace('  # ', '；' if zh else '; ')}"


def _quoting(law: Law) -> Iterator[tuple[str, set[str], tuple[Quote, ...]]]:
    """Rules and norms that hold on the day: how an amendment names them, the parameters they read, what they quote."""
    for table in law.pack.decisions.values():
        for rule in table.rules if isinstance(table, Table) and table.span is not None else ():  # what follows from pack.yaml has no place
            if rule.period.covers(law.on):
                yield f"{table.id}/{rule.id}", _read_by_rule(rule), rule.cite
    for norm in law.pack.norms.values():
        if norm.period.covers(law.on):
            yield f"norms/{norm.id}", names(norm.due, "parameter") if norm.due is not None else set(), norm.cite


def _read_by_rule(rule: Rule) -> set[str]:
    return {n for e in rule.formulas for n in names(e, "parameter")}


def _follow(cited: tuple[Quote, ...], changes: dict[str, TextChange]) -> bool:
    """Whether all that is quoted can be told as it will read."""
    return all(_as_changed(q, changes) is not None for q in cited)


def _as_changed(quote: Quote, changes: dict[str, TextChange]) -> str | None:
    """Quoted words as they will read; None where the change goes beyond them."""
    change = changes.get(quote.address)
    if change is None:
        return quote.words
    if change.after is None:
        return None
    return followed(quote.words, change.before, change.after) if change.before is not None else quote.words


def _recited(cited: tuple[Quote, ...], changes: dict[str, TextChange]) -> dict[str, list[str]]:
    """All that is quoted, as it will read: the whole clause where the change goes beyond the words quoted; what is repealed falls away."""
    found: dict[str, list[str]] = {}
    for quote in cited:
        words = _as_changed(quote, changes)
        if words is None:
            words = changes[quote.address].after
        if words is not None and words not in (said := found.setdefault(quote.address, [])):
            said.append(words if words == quote.words else bare(words))
    return found


def _remark(cited: tuple[Quote, ...], changes: dict[str, TextChange], zh: bool) -> str:
    """What a person should still do about quotations that could not be told."""
    whole = any(_as_changed(q, changes) is None and changes[q.address].after is not None for q in cited)
    strength = "".join(f"“{w}”" for w in _strength(cited, changes))
    said = []
    if gone := "".join(f"“{w}”" for w in _cut_out(cited, changes)):
        said.append(f"引文中删去了{gone}，看结论是否随之改变" if zh else f"{gone} is deleted within: see whether the outcome changes")
    if strength:
        said.append(f"涉及{strength}，看强度 `strength` 是否改变" if zh else f"{strength} changes: see whether `strength` does")
    if whole:
        said.append("引了整款，宜缩为所依据的字句" if zh else "the whole clause: better quote only the words it rests on")
    return f"  # {('；' if zh else '; ').join(said)}" if said else ""


def _cut_out(cited: tuple[Quote, ...], changes: dict[str, TextChange]) -> tuple[str, ...]:
    """Words that are deleted within what is quoted."""
    found: dict[str, None] = {}
    for quote in cited:
        after = _as_changed(quote, changes)
        if after is not None and after != quote.words:
            text = bare(quote.words)
            found |= dict.fromkeys(text[d.start : d.end] for d in between(text, bare(after)) if d.last == d.first)
    return tuple(found)


def _strength(cited: tuple[Quote, ...], changes: dict[str, TextChange]) -> tuple[str, ...]:
    """Words of strength that change in or around what is quoted."""
    found: dict[str, None] = {}
    for quote in cited:
        change = changes.get(quote.address)
        if change is not None and change.before is not None and change.after is not None:
            text = bare(change.before)
            seen = around(quote.words, [(text, Edit(0, len(text), bare(change.after)))], lambda *_: False)
            found |= dict.fromkeys(seen.strength if seen is not None else ())
    return tuple(found)


def _cite(quoted: dict[str, list[str]]) -> str:
    return "{" + ", ".join(f"{address}: {_listed(words)}" for address, words in quoted.items()) + "}"


def _listed(words: list[str]) -> str:
    listed = [written(w) for w in words]
    return listed[0] if len(listed) == 1 else f"[{', '.join(listed)}]"
