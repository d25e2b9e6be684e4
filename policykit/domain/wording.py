"""Words of a legal text and how an amendment changes them. White space does not count: a text reaches us broken into lines at random."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

LONGEST = 1_000_000  # characters of one wording times those of the other: beyond it two wordings are not held against each other
ALIKE = 0.5  # two wordings that share less say something else, and no quotation follows from one to the other
FURTHEST = 40  # characters that are added to words to tell their place from others
_SENTENCE = re.compile("[^。；;]+[。；;]*")


class Edit(NamedTuple):
    """Characters `start` to `end` of a text without white space give way to `by`."""

    start: int
    end: int
    by: str


def bare(text: str) -> str:
    """The text without white space.

    >>> bare("第二十三条 省级\\n应急")
    '第二十三条省级应急'
    """
    return "".join(text.split())


def alone(clause: str) -> str:
    """A clause as it is shown by itself: without the sign that ends the one before, which may stand at its head where a text reached us so.

    >>> alone("。 回收的费用由市政府安排。"), alone("（二）单帐篷；")
    ('回收的费用由市政府安排。', '（二）单帐篷；')
    """
    return clause.strip().lstrip("。；，、.;, ")


def places(words: str, text: str) -> list[int]:
    """Where words stand in a text, counted without white space; they may overlap.

    >>> places("不 满", "不满6个月,不满 12个月"), places("7个月", "不满6个月")
    ([0, 6], [])
    """
    sought, within = bare(words), bare(text)
    found, at = [], within.find(sought) if sought else -1
    while at >= 0:
        found.append(at)
        at = within.find(sought, at + 1)
    return found


def half_width(text: str) -> str:
    """Letters, digits and signs of full width as those of half, one for one.

    >>> half_width("不满６个月，（含）")
    '不满6个月,(含)'
    """
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)


def stretches(words: str, text: str) -> list[tuple[int, int]]:
    """The same places, each with where the words end.

    >>> stretches("不 满", "不满6个月,不满 12个月")
    [(0, 2), (6, 8)]
    """
    return [(at, at + len(bare(words))) for at in places(words, text)]


def meet(one: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    """Whether a stretch has a character with any of the others.

    >>> meet((0, 2), [(2, 4)]), meet((0, 3), [(5, 6), (2, 4)])
    (False, True)
    """
    return any(start < one[1] and one[0] < end for start, end in others)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text stand, counted without white space: up to a full stop or a semicolon.

    >>> sentences("不得外传。 应当 报告;")
    [(0, 5), (5, 10)]
    """
    return [m.span() for m in _SENTENCE.finditer(bare(text))]


def unmistaken(text: str, start: int, end: int, left: bool = True, right: bool = True) -> tuple[int, int] | None:
    """The shortest stretch around `start` to `end` of a text without white space that stands there once; None where none of `FURTHEST` more characters does.

    `left`, `right`: to which sides it may grow.

    >>> unmistaken("棉帐篷不满6个月,单帐篷不满6个月", 5, 8), unmistaken("棉帐篷不满6个月,单帐篷不满6个月", 14, 17, right=False)
    ((5, 9), (9, 17))
    """
    for more in range(1, FURTHEST + 1):
        for before in range(more + 1) if left and right else [more if left else 0]:
            first, last = start - before, end + more - before
            if first >= 0 and last <= len(text) and text.find(text[first:last]) == first and text.find(text[first:last], first + 1) < 0:
                return first, last
    return None


def edited(text: str, edit: Edit) -> str:
    """The text after an edit; white space that is not part of what gives way stays.

    >>> edited("第一条 不满6个月", Edit(5, 8, "9个月"))
    '第一条 不满9个月'
    """
    at = [i for i, c in enumerate(text) if not c.isspace()]
    start = at[edit.start] if edit.start < len(at) else len(text)
    end = at[edit.end - 1] + 1 if edit.end > edit.start else start
    return text[:start] + edit.by + text[end:]


def carried(words: str, text: str, edit: Edit) -> str | None:
    """The words as they stand after an edit of the text they are quoted from; None where the edit cuts through them or takes them away.

    >>> carried("不满6个月的单帐篷", "使用不满6个月的单帐篷", Edit(4, 7, "9个月"))
    '不满9个月的单帐篷'
    >>> carried("使用", "使用不满6个月的单帐篷", Edit(4, 7, "9个月"))
    '使用'
    >>> carried("6个", "使用不满6个月的单帐篷", Edit(4, 7, "9个月")) is None
    True
    """
    after, length = edited(bare(text), edit), len(bare(words))
    if places(words, after):
        return words
    for at in places(words, text):
        if at <= edit.start and edit.end <= at + length:
            return edited(words, Edit(edit.start - at, edit.end - at, edit.by)) or None
    return None


def follow(words: str, edits: Sequence[tuple[str, Edit]]) -> str | None:
    """Quoted words after edits one after another, each with the text before it; None where they do not stand any more."""
    for before, edit in edits:
        moved = carried(words, before, edit)
        if moved is None:
            return None
        words = moved
    return words


def followed(words: str, before: str, after: str) -> str | None:
    """Quoted words as they stand in a later wording, by what the two wordings differ in; None where they cannot be told.

    >>> followed("超过50万元", "补贴超过50万元(含50万元),公开招标", "补贴超过80万元(含80万元),公开招标")
    '超过80万元'
    >>> followed("公开招标", "补贴超过50万元的,公开招标", "一律不予补贴") is None
    True
    """
    if places(words, after):
        return words
    moved = follow(bare(words), alterations(before, after))
    return moved if moved is not None and places(moved, after) else None


def alterations(before: str, after: str) -> list[tuple[str, Edit]]:
    """The edits that make one wording of another, the last one first, each with the text before it."""
    text, wanted = bare(before), bare(after)
    if len(text) * len(wanted) <= LONGEST:
        matcher = SequenceMatcher(None, text, wanted, autojunk=False)
        stretches = [op for op in matcher.get_opcodes() if op[0] != "equal"] if matcher.ratio() >= ALIKE else [("replace", 0, len(text), 0, len(wanted))]
    else:
        stretches = [("replace", 0, len(text), 0, len(wanted))]
    found = []
    for _, start, end, first, last in reversed(stretches):
        edit = Edit(start, end, wanted[first:last])
        found.append((text, edit))
        text = edited(text, edit)
    return found
