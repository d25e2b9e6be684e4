"""In what two wordings of a clause differ, character by character, and which of it stands at words that are quoted from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .figures import figures
from .wording import Edit, alterations, bare, edited, stretches

SHOWN = 10  # characters told on either side of a quotation
SEPARATORS = "，,、；;：:。."
_COPED_WITH = r"突发|重大|重特大|自然|灾|新冠|新型|疫|病|脱销|危机|风险|事件|可能|各[类种]|启动|法|条例|措施|工作|处置|能力|准备|[”\"，,。；;、和及与]"  # 应对 is a verb
STRENGTH = re.compile(  # what is said of how far a rule binds
    rf"原则上|一般|应当|必须|不得|严禁|禁止|可以|鼓励|(?<![供响相适反对回])应(?![急用]|对(?:{_COPED_WITH}|$))|(?<![许认])可(?![靠能行抗]|用(?![于作]))"
    r"|须|(?<![必所急供军按])需(?![要求])|(?<![事适便相])宜|(?<![避以难])免(?![疫费])"
)
NEGATION = re.compile(r"[不未非无]|除外")
_SENTENCE, _PHRASE = re.compile(r"[。；;]"), re.compile(r"[。；;，,：:、()（）]")


class Difference(NamedTuple):
    """Characters `start` to `end` of one wording that give way to `first` to `last` of another, both without white space."""

    start: int
    end: int
    first: int
    last: int


class Around(NamedTuple):
    """Quoted words with what stands around them, in both wordings; the words of strength that change there. `now`: the words as they read with what changes at them."""

    before: str
    after: str
    strength: tuple[str, ...]
    now: str


def differences(edits: Sequence[tuple[str, Edit]]) -> list[Difference]:
    """What edits of a text, one after another and each with the text before it, come to. What an edit writes anew as it was is no difference.

    >>> differences([("超过50万元(含50万元)", Edit(0, 13, "超过40万元(不含40万元)"))])
    [Difference(start=2, end=3, first=2, last=3), Difference(start=7, end=7, first=7, last=8), Difference(start=8, end=9, first=9, last=10)]
    """
    length = len(bare(edits[0][0])) if edits else 0
    origin: list[int | None] = [*range(length)]  # of each character as it is now, where it stood
    for before, edit in edits:
        kept: list[int | None] = []
        done = edit.start
        for _, one in reversed(alterations(bare(before)[edit.start : edit.end], edit.by)):
            kept += [*origin[done : edit.start + one.start], *[None] * len(one.by)]
            done = edit.start + one.end
        origin[edit.start : edit.end] = [*kept, *origin[done : edit.end]]
    found: list[Difference] = []
    start = first = 0
    for at, was in enumerate([*origin, length]):
        if was is not None:
            if was > start or at > first:
                found.append(Difference(start, was, first, at))
            start, first = was + 1, at + 1
    return found


def between(text: str, final: str) -> list[Difference]:
    """What two wordings differ in.

    >>> between("不满6个月", "不满9个月的")
    [Difference(start=2, end=3, first=2, last=3), Difference(start=5, end=5, first=5, last=6)]
    """
    return differences([(text, Edit(0, len(bare(text)), final))])


def around(words: str, edits: Sequence[tuple[str, Edit]], harmless: Callable[[Difference, str, str], bool]) -> Around | None:
    """Quoted words and what stands around them, where edits touch or adjoin one of their places, or change a word of strength in their sentence or a
    negation in their phrase; None where they do not. `harmless`: what does not count, told with both wordings, beside signs that only part words.

    >>> around("含50万元", [("超过50万元(含50万元)", Edit(0, 13, "超过50万元(不含50万元)"))], lambda *_: False)
    Around(before='超过50万元(含50万元)', after='超过50万元(不含50万元)', strength=(), now='不含50万元')
    >>> around("统一采购", [("原则上由省局负责,统一采购。", Edit(0, 3, ""))], lambda *_: False)
    Around(before='原则上由省局负责,统一采购。', after='由省局负责,统一采购。', strength=('原则上',), now='由省局负责,统一采购')
    >>> around("含50万元", [("超过50万元(含50万元)", Edit(2, 3, "4"))], lambda *_: False) is None
    True
    """
    if not edits:
        return None
    text, final = bare(edits[0][0]), bare(edited(*edits[-1]))
    every = differences(edits)
    counted = [d for d in every if not parts_words(d, text, final) and not harmless(d, text, final)]
    for at, end in stretches(words, text):
        strong = strengthened(at, end, counted, text, final)
        touching = concerning(at, end, counted, text, final)
        if touching:
            low, high = touching[0], touching[-1]
            start, stop = min(at, low.start), max(end, high.end)
            first, last = _moved(every, start), _moved(every, stop)
            first, last = min(first, low.first), max(last, high.last)
            shown = (text[max(0, start - SHOWN) : stop + SHOWN], final[max(0, first - SHOWN) : last + SHOWN])
            return Around(*shown, tuple(dict.fromkeys(w for d in touching for w in strong.get(d, ()))), final[first:last])
    return None


def concerning(at: int, end: int, found: Sequence[Difference], text: str, final: str) -> list[Difference]:
    """Which differences concern the words from `at` to `end` of a text: they touch or adjoin them, or change a word of strength in their sentence or a
    negation in their phrase."""
    strong, phrase = strengthened(at, end, found, text, final), _between(_PHRASE, text, at, end)
    return [d for d in found if _within(d, at, end) or d in strong or (_within(d, *phrase) and _words(NEGATION, d, text, final))]


def strengthened(at: int, end: int, found: Sequence[Difference], text: str, final: str) -> dict[Difference, tuple[str, ...]]:
    """The words of strength that differences change in the sentence of the words from `at` to `end`."""
    sentence = _between(_SENTENCE, text, at, end)
    return {d: w for d in found if _within(d, *sentence) and (w := _words(STRENGTH, d, text, final))}


def _moved(found: Sequence[Difference], place: int) -> int:
    """Where a place of the text is after the differences."""
    before = [d for d in found if d.end <= place]
    return place + (before[-1].last - before[-1].end if before else 0)


def parts_words(difference: Difference, text: str, final: str) -> bool:
    """Whether all that changes are signs between words: not one within a number, as 2.5 and 25 differ.

    >>> [parts_words(between(*both)[0], *both) for both in (("帐篷;", "帐篷。"), ("2.5万件", "25万件"), ("1、2级", "12级"))]
    [True, False, False]
    """
    start, end, first, last = difference
    signs = text[start:end] + final[first:last]
    return all(c in SEPARATORS for c in signs) and not (_in_number(text, start, end) or _in_number(final, first, last))


def _in_number(text: str, start: int, end: int) -> bool:
    """Whether a stretch has a digit on both sides."""
    return start > 0 and end < len(text) and text[start - 1].isdecimal() and text[end].isdecimal()


def changed_figure(one: Difference, text: str, final: str) -> tuple[str, str] | None:
    """The figures, before and after, within which all that differs stands; None where it does not stand in one.

    >>> changed_figure(Difference(2, 3, 2, 3), "超过50万元", "超过40万元"), changed_figure(Difference(0, 2, 0, 2), "超过50万元", "不足50万元")
    (('50万元', '40万元'), None)
    """
    old = next((f.words for f in figures(text) if f.start <= one.start and one.end <= f.end), None)
    new = next((f.words for f in figures(final) if f.start <= one.first and one.last <= f.end), None)
    return (old, new) if old is not None and new is not None else None


def _within(difference: Difference, start: int, end: int) -> bool:
    """Whether a difference touches or adjoins a stretch of the text."""
    return difference.start <= end and difference.end >= start


def _between(ends: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch around a place, from one end to the next."""
    before = [m.end() for m in ends.finditer(text, 0, start)]
    after = ends.search(text, end)
    return (before[-1] if before else 0), (after.start() if after else len(text))


def _words(sought: re.Pattern[str], difference: Difference, text: str, final: str) -> tuple[str, ...]:
    """Words of a kind that a difference takes away, brings or cuts."""
    start, end, first, last = difference
    old = [m[0] for m in sought.finditer(text) if m.start() < end and m.end() > start]
    return (*old, *(m[0] for m in sought.finditer(final) if m.start() < last and m.end() > first))
