"""What a draft still has to say where the words that rules quote change: lines for its file, to be pasted beside the change of the text.

A parameter gets its new value where the new words show it, as 9个月 shows P9M; else it keeps the old one and a comment says that a person must decide.
Rules and norms that read such a parameter quote the new words by themselves; the others are told with the words they may quote: the quoted words as they
will read, else the whole clause, which a person may cut. Where words that something rests on are gone, no others are offered in their place: what quotes
nothing else is told to be repealed, and of the rest a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...diagnostics import Language, Span, Text
from ...domain.differences import around, between
from ...domain.wording import Edit, bare, followed, stretches
from ...ir.amendment import AmendmentPart, TextChange, silent_name
from ...ir.expr import names
from ...ir.instrument import ALWAYS, Period, Quote
from ...ir.pack import DrawOrder, Rule, RuleChange, Table
from ...source.constants import parameter_text
from ...source.faults import FIXED
from ...source.yaml import written_cite
from ..diff.model import Law
from .figures import changed_words, shown_by_words
from .units import Units, changed_units
from .validity import days_given


class Lines(NamedTuple):
    """The lines of one language that belong beside a change of the clause."""

    address: str
    lines: tuple[str, ...]
    span: Span | None = None  # of the change


def lines_to_paste(before: Law, after: Law, language: Language) -> Iterator[Lines]:
    """For each change of the text that leaves quotations without ground."""
    amendment = after.pack.amendments[-1]
    every = {c.address: c for part in amendment.parts for c in part.clauses}
    already = frozenset(c.target.partition("/")[2] for c in amendment.rules if c.kind == "set")
    following: set[str] = set()  # parameters set by these lines: what reads them follows the text by itself
    told: set[str] = set()  # what quotes clauses of several parts is told once
    for part in amendment.parts:
        work = _Part(before, after, part, every, already, language == "zh")
        values = [n for n in before.pack.parameters if n not in told and work.lacks(after.pack.parameters[n].cited(after.on))]
        following |= {*values} - already
        quoting = {t: cited for t, reads, cited in _quoting(after) if t not in told and work.lacks(cited) and not (reads & following and _follow(cited, every))}
        fixed = {name: cited for name, cited in _fixed(after) if name not in told and work.lacks(cited)}
        told |= {*values, *quoting, *fixed}
        sections = (("set:", [*work.values(values), *work.validity()]), (work.recited_alone, [*work.recited(quoting)]), ("repeal:", [*work.repealed(values, quoting)]))
        lines = [*work.open_values(values), *work.open_rules(quoting), *work.open_validity(), *work.fixed(fixed)]
        lines += [line for heading, found in sections if found for line in (heading, *found)]
        if lines:
            yield Lines(part.clauses[0].address, tuple(lines), part.clauses[0].span)


@dataclass(frozen=True)
class _Part:
    """One part of a draft: what it leaves without ground, section by section. `every`: all clauses that the draft changes; `already`: parameters that it sets itself."""

    before: Law
    after: Law
    part: AmendmentPart
    every: dict[str, TextChange]
    already: frozenset[str]
    zh: bool

    def lacks(self, cited: Iterable[Quote]) -> bool:
        """Whether quoted words do not stand any more in a clause that the part changes."""
        changed = {c.address for c in self.part.clauses}
        return any(q.address in changed and _gone(q, self.after) for q in cited)

    def values(self, names: Iterable[str]) -> Iterator[str]:
        """Parameters of which what they quote has something in its place."""
        for name in names:
            cited = self._cited(name)
            if not self._lost_of(cited) and _recited(cited, self.every) and self._another_unit(name) is None:
                yield f"  {name}: {self._value(name)}"

    def open_values(self, names: Iterable[str]) -> Iterator[str]:
        """Parameters of which a person must say what they rest on."""
        for name in names:
            if lost := self._lost_of(self._cited(name)):
                yield f"# {name}: {_why_lost(lost, self.every, self.zh)}{VALUE.zh if self.zh else VALUE.en}"
            elif (units := self._another_unit(name)) is not None:
                yield f"# {name}: {UNIT.zh if self.zh else UNIT.en}".format(units)

    def _another_unit(self, parameter: str) -> Units | None:
        """The units before and after, where the words quoted, as they will read, count in another one."""
        cited = self._cited(parameter)
        return changed_units(parameter, self.before, self.after, [Quote(a, w) for a, said in _recited(cited, self.every).items() for w in said])

    def _cited(self, parameter: str) -> tuple[Quote, ...]:
        return self.after.pack.parameters[parameter].cited(self.after.on)

    def _counting(self, parameter: str, value: str, cited: set[str]) -> str:
        """Which readings count by a value that stays, while the words have another figure in the place of the one they had."""
        readings = [
            f"{a.id}={r.name}"
            for a in self.after.pack.ambiguities.values()
            for r in a.readings
            if any(isinstance(c, RuleChange) and c.becomes is not None and any(parameter in names(e, "parameter") for e in c.becomes.formulas) for c in r.changes)
        ]
        figures = changed_words(self.part, cited)
        if not readings or not figures:
            return ""
        listed, said = ("、" if self.zh else ", ").join(readings), ("、" if self.zh else ", ").join(f"“{f}”" for f in figures)
        return f"；读法 {listed} 照旧用 {value}，条文改为{said}" if self.zh else f"; the reading {listed} keeps to {value}, while the words now say {said}"

    def _lost_of(self, cited: Iterable[Quote]) -> list[Quote]:
        """Words of a parameter that are deleted from a clause that stays: a repealed one falls away."""
        return [q for q in cited if _lost(q, self.every) and self.every[q.address].after is not None]

    @property
    def recited_alone(self) -> str:
        return f"replace:  # {RECITED.zh if self.zh else RECITED.en}"

    def recited(self, quoting: Mapping[str, tuple[Quote, ...]]) -> Iterator[str]:
        """Rules and norms with the words they may quote."""
        for target, cited in quoting.items():
            if not any(_lost(q, self.every) for q in cited) and (new := _recited(cited, self.every)):
                yield f"  {target}: {{cite: {written_cite(new)}}}{_remark(cited, self.every, self.zh)}"

    def repealed(self, values: Iterable[str], quoting: Mapping[str, tuple[Quote, ...]]) -> Iterator[str]:
        """Parameters, rules and norms that quote nothing that is left."""
        for name in values:
            if not _recited(self._cited(name), self.every):
                yield f"  - parameters/{name}  # {_why_lost(self._cited(name), self.every, self.zh)}"
        for target, cited in quoting.items():
            if all(_lost(q, self.every) for q in cited):
                yield f"  - {target}  # {_why_lost(cited, self.every, self.zh)}"

    def open_rules(self, quoting: Mapping[str, tuple[Quote, ...]]) -> Iterator[str]:
        """Rules and norms that quote words that are gone and others that are left."""
        for target, cited in quoting.items():
            lost = [q for q in cited if _lost(q, self.every)]
            if 0 < len(lost) < len(cited):
                yield f"# {target}: {_why_lost(lost, self.every, self.zh)}{PERSON.zh if self.zh else PERSON.en}"

    def validity(self) -> Iterator[str]:
        """The days in force that the new words give."""
        given, now = self._days(), self.before.pack.instrument.period
        if given.last is not None:
            said = written_cite(_recited(self.after.pack.instrument.validity_cite, self.every))
            first = f"from: {given.first}, " if given.first not in (None, now.first) else ""
            old = f"{now.first} – {now.last}" if first else now.last
            yield f"  validity: {{{first}to: {given.last}, cite: {said}}}  # {'现为' if self.zh else 'it is'} {old}"

    def open_validity(self) -> Iterator[str]:
        """Days in force that a person must decide."""
        if self.lacks(self.after.pack.instrument.validity_cite) and self._days().last is None:
            yield f"# validity: {'由人核定施行期间，写 ' if self.zh else 'a person must decide the days in force: '}`set: {{validity: {{to: …, cite: …}}}}`"

    def fixed(self, names: Iterable[str]) -> Iterator[str]:
        """What cannot be amended."""
        return (f"# {name}: {FIXED.zh if self.zh else FIXED.en}" for name in names)

    def _days(self) -> Period:
        if not self.lacks(self.after.pack.instrument.validity_cite):
            return ALWAYS
        return days_given(self.part, self.before, self.after, self.before.pack.instrument.period.first)

    def _value(self, name: str) -> str:
        """A value and why; with its quotations where they do not follow the text by themselves, or did not in the draft."""
        parameter = self.before.pack.parameters[name]
        now, then = parameter.on(self.before.on), self.after.pack.parameters[name].on(self.after.on)
        assert now is not None and then is not None  # it is quoted on the day
        old = parameter_text(now.value, parameter)
        new = then.value if name in self.already else shown_by_words(parameter, now.value, self.part, {q.address for q in now.cite})
        text = old if new is None else parameter_text(new, parameter)
        if name in self.already or not _follow(then.cite, self.every):
            text = f"{{value: {text}, cite: {written_cite(_recited(then.cite, self.every))}}}"
        if new is None:
            why = "现值；新的文字里没有这个数，由人核定" if self.zh else "as it is; the new words do not show this figure: a person must decide"
            why += self._counting(name, old, {q.address for q in now.cite})
        else:
            why = f"现为 {old}" if self.zh else f"it is {old}"
        return f"{text}  # {why}{_remark(then.cite, self.every, self.zh, rule=False).replace('  # ', '；' if self.zh else '; ')}"


RECITED = Text(
    "以下只改引文，条件、结论、强度照旧：随条文改变的，由人另写",
    "citations alone; conditions, outcomes and strength stay: a person writes what changes with the text",
)
UNIT = Text(
    "单位由“{0.old}”改为“{0.new}”，由人决定：改写读取它的规则，再设新值",
    "it counted in “{0.old}”, the new words in “{0.new}”: a person changes the rules that read it, then sets its value",
)
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
    cut = [d for start, end in stretches(quote.words, text) for d in found if d.start < end and d.end > start]
    return bool(cut) and all(d.last <= d.first for d in cut)


def _why_lost(lost: Sequence[Quote], changes: dict[str, TextChange], zh: bool) -> str:
    """Which of the words that something rests on are gone."""
    if all(changes[q.address].after is None for q in lost):
        return "所引条款已删去" if zh else "what it quotes is repealed"
    words = "".join(f"“{w}”" for w in dict.fromkeys(q.words for q in lost))
    return f"所引{words}已删去" if zh else f"{words}, which it quotes, is deleted"


def _gone(quote: Quote, law: Law) -> bool:
    """Whether quoted words do not stand any more in their clause."""
    clause = law.pack.clauses[quote.address].on(law.on)
    return clause is None or bare(quote.words) not in bare(clause)


def _quoting(law: Law) -> Iterator[tuple[str, set[str], tuple[Quote, ...]]]:
    """Rules and norms that hold on the day: how an amendment names them, the parameters they read, what they quote."""
    for table in law.pack.decisions.values():
        for rule in table.rules if isinstance(table, Table) and _in_files(table, law) else ():
            if rule.period.covers(law.on):
                yield f"{table.id}/{rule.id}", _read_by_rule(rule), rule.cite
        for number, silence in enumerate(table.silences if isinstance(table, Table) else ()):
            if silence.period.covers(law.on):
                yield f"{table.id}/{silent_name(number)}", {n for t in silence.tests for n in names(t.holds, "parameter")}, silence.cite
    for norm in law.pack.norms.values():
        if norm.period.covers(law.on):
            yield f"norms/{norm.id}", {n for f in norm.formulas for n in names(f, "parameter")}, norm.cite


def _fixed(law: Law) -> Iterator[tuple[str, tuple[Quote, ...]]]:
    """What no amendment can change, and what it quotes: older texts repealed, draw orders."""
    yield from ((f"repeals/{r.instrument}", r.cite) for r in law.pack.instrument.repeals)
    for decision in law.pack.decisions.values():
        if isinstance(decision, DrawOrder):
            yield decision.id, (*decision.usable_cite, *(q for t in decision.tiers for q in t.cite), *(q for w in decision.within for q in w.cite))


def _in_files(table: Table, law: Law) -> bool:
    """Whether the rules of a table, or the rows of a matrix, stand in the pack's files: not what follows from its days in force."""
    return any(law.pack.place("decisions", table.id, key) is not None for key in ("rules", "matrix"))


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


def _remark(cited: tuple[Quote, ...], changes: dict[str, TextChange], zh: bool, rule: bool = True) -> str:
    """What a person should still do about quotations that could not be told. `rule`: what quotes them has a strength, as a parameter has not."""
    whole = any(_as_changed(q, changes) is None and changes[q.address].after is not None for q in cited)
    strength = "".join(f"“{w}”" for w in _strength(cited, changes)) if rule else ""
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
