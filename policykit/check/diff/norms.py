"""Duties, bans and permissions side by side, part by part: who, with whom, to whom, from what on, by when, and what ends it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...diagnostics import Text, written
from ...ir.deadlines import deadline_words
from ...ir.explain import STRENGTH
from ...ir.norm import EventTest, Norm
from ...ir.norm_words import DEED, event_words, parties_words, start_words
from ...ir.words import EACH, OPEN, joined, listed
from .constants import Fixed
from .model import Law, Said

MODALITY = {"must": Text("应当", "must"), "must_not": Text("不得", "must not"), "may": Text("可以", "may")}
ALWAYS_TOLD = ("bearer", "with", "to", "deadline")


def norms_said(a: tuple[Norm | None, Law], b: tuple[Norm | None, Law]) -> tuple[Said, Said]:
    """Both sides of one norm. Of two laws who must do what by when; of one law also all else that is not the same on both sides."""
    mine, theirs = (dict(_parts(norm, law)) if norm is not None else {} for norm, law in (a, b))
    one = a[1].id == b[1].id
    told = [n for n in dict.fromkeys([*mine, *theirs]) if n in ALWAYS_TOLD or (one and mine.get(n) != theirs.get(n))]
    return _said(a[0], mine, told), _said(b[0], theirs, told)


def _said(norm: Norm | None, parts: dict[str, Text], told: Sequence[str]) -> Said:
    if norm is None:
        return Said(None)
    return Said(joined([words for name, words in parts.items() if name in told], "；", "; "), norm.cite)


def _parts(norm: Norm, law: Law) -> Iterator[tuple[str, Text]]:
    """What a norm says, part by part; what it does not have is left out."""
    parties = law.pack.instrument.parties
    bearer = parties_words(norm.by, parties) if norm.by else Text("任何人", "anyone")
    modality = MODALITY[norm.modality] if norm.strength == "must" else STRENGTH[norm.strength]
    yield "bearer", Text(f"{bearer.zh}{modality.zh}为之", f"{bearer.en} {modality.en}")
    if norm.together_with:
        yield "with", _named("会同", "with", parties_words(norm.together_with, parties), "", " ")
    if norm.to:
        yield "to", _named("向", "to", parties_words(norm.to, parties), "", " ")
    if norm.starts:
        starts = [start_words(s, law.pack.norms, law.pack.event_kinds, parties) for s in norm.starts]
        yield "starts", _named("起算", "begun by", listed(starts))
    if (deadline := _deadline(norm, law)).zh:
        yield "deadline", deadline
    if norm.period_name is not None:
        name = f"`{written(norm.period_name.span)}`"
        yield "period", _named("所属期间", "for the period", Text(name, name))
    if norm.opens_last:
        yield "opens", Text("自期间最后一日起方可为之", "it can be done from the last day of its period on")
    if norm.ahead:
        yield "ahead", Text("期间开始之前为之亦可", "it may be done before its period opens")
    if norm.done:
        deed = DEED[norm.modality]
        yield "done", _named(deed.zh, deed.en, _events(norm.done, law))
    if norm.excused:
        yield "excused", _named("免责", "excused by", _events(norm.excused, law))
    if norm.after:
        before = listed([law.pack.norms[n].label for n in norm.after], "和", "and")
        yield "after", Text(f"须在“{before.zh}”之后", f"after “{before.en}”")
    if norm.contents:
        yield "contents", _named("内容", "contents", Text("、".join(norm.contents), ", ".join(norm.contents)))
    if norm.breach is not None:
        yield "breach", _named("违反的后果", "on breach", norm.breach)
    if norm.readings:
        yield "readings", _named("读法", "readings", Text("、".join(norm.readings), ", ".join(norm.readings)))


def _named(zh: str, en: str, words: Text, colon: str = "：", space: str = ": ") -> Text:
    return Text(f"{zh}{colon}{words.zh}", f"{en}{space}{words.en}")


def _events(tests: Sequence[EventTest], law: Law) -> Text:
    return listed([event_words(t, law.pack.event_kinds, law.pack.instrument.parties) for t in tests])


def _deadline(norm: Norm, law: Law) -> Text:
    each = EACH[norm.each] if norm.each else None
    if norm.due is None:
        open_ = OPEN[norm.open_time or "none_stated"] if norm.modality == "must" else Text("", "")
        return Text(f"{each.zh}，{open_.zh}", f"{each.en}, {open_.en}") if each else open_
    said = deadline_words(norm, law.pack.parameters, law.on, Fixed(law.pack, law.on))
    return Text(f"{each.zh}，期限：{said.zh}", f"{each.en}, due: {said.en}") if each else Text(f"期限：{said.zh}", f"due: {said.en}")
