"""Words of a legal text and how an amendment changes them. White space does not count: a text reaches us broken into lines at random."""

from __future__ import annotations

from typing import NamedTuple


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
