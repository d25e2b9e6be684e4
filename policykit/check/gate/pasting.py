"""What a draft still has to say where the words that rules quote change: lines for its file, to be pasted beside the change of the text.

A parameter gets its new value where the new words show it, as 9个月 shows P9M; else it keeps the old one and a comment says that a person must decide.
Rules and norms that read such a parameter quote the new words by themselves; the others are told with the words they may quote.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from ...diagnostics import Language
from ...domain.figures import alike
from ...domain.numbers import number_text
from ...domain.periods import period_text
from ...domain.wording import bare
from ...ir.amendment import AmendmentPart, TextChange
from ...ir.expr import names
from ...ir.pack import Parameter, Quote, Rule, Table
from ...ir.types import Months
from ..diff.model import Law
from .figures import shown_by_words

SPECIAL = ",:[]{}#&*!|>'\"%@`"  # what YAML reads as its own in a bare word


class Lines(NamedTuple):
    """The lines of one language that belong beside a change of the clause."""

    address: str
    lines: tuple[str, ...]


def lines_to_paste(before: Law, after: Law, language: Language) -> Iterator[Lines]:
    """For each change of the text that leaves quotations without ground."""
    zh = language == "zh"
    every = {c.address: c for c in after.pack.amendments[-1].text}
    told: set[str] = set()  # what quotes clauses of several parts is set once
    for part in after.pack.amendments[-1].parts:
        changes = {c.address: c for c in part.text}
        values = [n for n in before.pack.parameters if any(_gone(q, changes, after) for q in _cited(after.pack.parameters.get(n), after))]
        lines = [f"  {name}: {_value(name, before, part, every, zh)}" for name in values if name not in told]
        if lines:
            lines.insert(0, "set:")
        told |= set(values)
        others = [
            f"  {target}: {{cite: {_cite(new)}}}"
            for target, reads, cited in _quoting(after)
            if not reads & set(values) and any(_gone(q, changes, after) for q in cited) and (new := _recited(cited, changes))
        ]
        if others:
            lines += ["replace:", *others]
        if lines:
            yield Lines(next(iter(changes)), tuple(lines))


def _cited(parameter: Parameter | None, law: Law) -> tuple[Quote, ...]:
    value = parameter.on(law.on) if parameter is not None else None
    return value.cite if value is not None else ()


def _gone(quote: Quote, changes: dict[str, TextChange], law: Law) -> bool:
    """Whether quoted words do not stand any more in a clause that the draft changes."""
    if quote.address not in changes:
        return False
    clause = law.pack.clauses[quote.address].on(law.on)
    return clause is not None and bare(quote.words) not in bare(clause)


def _value(name: str, before: Law, part: AmendmentPart, changes: dict[str, TextChange], zh: bool) -> str:
    """A value and why; with its quotations where it rests on several clauses that change, since only those of one part follow by themselves."""
    parameter = before.pack.parameters[name]
    now = parameter.on(before.on)
    assert now is not None  # it is quoted on the day
    old = _written(now.value, parameter)
    new = shown_by_words(parameter, now.value, part, {q.address for q in now.cite})
    written = old if new is None else _written(new, parameter)
    if len({q.address for q in now.cite} & set(changes)) > 1 and (cite := _recited(now.cite, changes)):
        written = f"{{value: {written}, cite: {_cite(cite)}}}"
    if new is not None:
        return f"{written}  # {'现为' if zh else 'it is'} {old}"
    return f"{written}  # {'现值；新的文字里没有这个数，由人核定' if zh else 'as it is; the new words do not show this figure: a person must decide'}"


def _written(value: Any, parameter: Parameter) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_written(v, parameter)}" for k, v in value.items()) + "}"
    if isinstance(value, timedelta) or isinstance(parameter.type, Months):
        return period_text(value)
    return number_text(value) if not isinstance(value, str | bool) and hasattr(value, "numerator") else str(value)


def _quoting(law: Law) -> Iterator[tuple[str, set[str], tuple[Quote, ...]]]:
    """Rules and norms that hold on the day: how an amendment names them, the parameters they read, what they quote."""
    for table in law.pack.decisions.values():
        for rule in table.rules if isinstance(table, Table) else ():
            if rule.period.covers(law.on):
                yield f"{table.id}/{rule.id}", _read_by_rule(rule), rule.cite
    for norm in law.pack.norms.values():
        if norm.period.covers(law.on):
            yield f"norms/{norm.id}", names(norm.due, "parameter") if norm.due is not None else set(), norm.cite


def _read_by_rule(rule: Rule) -> set[str]:
    return {n for e in rule.formulas for n in names(e, "parameter")}


def _recited(cited: tuple[Quote, ...], changes: dict[str, TextChange]) -> dict[str, list[str]]:
    """All that is quoted, the changed words as they will read; empty where the change goes beyond the words quoted."""
    found: dict[str, list[str]] = {}
    for quote in cited:
        change = changes.get(quote.address)
        words: str | None = quote.words
        if change is not None and change.before is not None and change.after is not None and bare(quote.words) not in bare(change.after):
            words = _as_changed(bare(quote.words), bare(change.before), bare(change.after))
        if words is None:
            return {}
        found.setdefault(quote.address, []).append(words)
    return found


def _as_changed(words: str, before: str, after: str) -> str | None:
    """Quoted words after the one stretch of a clause in which two wordings differ; None where they do not hold all of it.

    >>> _as_changed("不满6个月的单帐篷", "使用不满6个月的单帐篷;", "使用不满9个月的单帐篷;")
    '不满9个月的单帐篷'
    """
    start, kept = alike(before, after)
    at = before.find(words)
    if at < 0 or at > start or at + len(words) < len(before) - kept:
        return None
    return after[at : at + len(words) + len(after) - len(before)]


def _cite(quoted: dict[str, list[str]]) -> str:
    return "{" + ", ".join(f"{address}: {_listed(words)}" for address, words in quoted.items()) + "}"


def _listed(words: list[str]) -> str:
    written = [json.dumps(w, ensure_ascii=False) if set(w) & set(SPECIAL) else w for w in words]
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"
