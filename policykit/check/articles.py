"""The article signs among the headings of a law text, with the broken signs that documents on the web have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ..diagnostics import Source, Span

_HEADING = re.compile(r"#+[ \t]*(?P<mark>\[[^\]]*\][ \t]*)?(?P<text>.*?)[ \t]*$")  # a mark: `[bookmark: _GoBack]`, left by a word processor
_DIGITS = "〇零一二三四五六七八九十百千0-9"
_WHOLE = re.compile(f"第([{_DIGITS}]+)条")
_BROKEN = re.compile(f"第([{_DIGITS}]+)|([{_DIGITS}]+)条")  # a sign of which one character was lost, alone in its heading
_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}


class Article(NamedTuple):
    """An article's heading: its number and where it stands."""

    number: int
    source: Source
    line: int
    span: Span


def articles(sources: Iterable[Source]) -> list[Article]:
    """The articles of the texts, in order."""
    found: list[Article] = []
    for source in sources:
        for line, text in enumerate(source.text.split("\n")):
            heading = _HEADING.match(text)
            number = article_number(heading["text"]) if heading else None
            if heading is not None and number is not None:
                found.append(Article(number, source, line, Span(source, line, heading.start("text"), line, heading.end("text"))))
    return found


def article_number(heading: str) -> int | None:
    """The number of the article that a heading opens; None where it opens something else.

    >>> [article_number(h) for h in ("第十条", "第二十五", "二十三条", "第三十二条 附则", "第一章 总则", "三、保障措施")]
    [10, 25, 23, 32, None, None]
    """
    sign = _WHOLE.match(heading) or _BROKEN.fullmatch(heading)
    return number(sign[1] or sign[2]) if sign else None


def number(text: str) -> int | None:
    """A whole number in Chinese or Arabic digits.

    >>> number("二十三"), number("十"), number("一百零四"), number("12"), number("二〇")
    (23, 10, 104, 12, 20)
    """
    if text.isascii():
        return int(text) if len(text) <= 4 else None
    if not any(c in _UNITS for c in text):
        return int("".join(str(_VALUES.get(c, c)) for c in text)) if len(text) <= 4 else None
    total, digit = 0, None
    for c in text:
        if c in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[c]
            digit = None
        else:
            digit = _VALUES.get(c) if c in _VALUES else int(c)
    return total + (digit or 0)
