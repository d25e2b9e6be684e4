"""Line breaking for Chinese and English together, and the cell of a table that uses it.

Rich breaks at spaces only, so that a Chinese sentence is one word to it and 。 may begin a line. Here a line may end after any Chinese
character, except that closing marks stay with what they close and opening marks with what they open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.measure import Measurement
    from rich.style import StyleType

_OPENING = "（〔《“‘「『【(\\[{"
_CLOSING = "，。；：、！？）〕》”’」』】…—)\\]},.;:!?%"
_WIDE = "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
_PIECE = re.compile(f"\\s+|[{_OPENING}]*(?:[^\\s{_WIDE}{_OPENING}{_CLOSING}](?:[^\\s{_WIDE}]*[^\\s{_WIDE}{_OPENING}])?|[{_WIDE}])?[{_CLOSING}]*")
_PARTS = re.compile(r"[^_/.|=-]+[_/.|=-]*|[_/.|=-]+")


def wrapped(text: str, width: int, hang: int = 0) -> list[str]:
    """The lines of `text`, none wider than `width` cells. Lines that begin with spaces keep them; what is carried over stands `hang` further in.

    >>> wrapped("应当在30日内回收。逾期的，予以公告", 12)
    ['应当在30日内', '回收。逾期', '的，予以公告']
    >>> wrapped("used less than 6 months", 10)
    ['used less', 'than 6', 'months']
    """
    return [line for paragraph in text.split("\n") for line in _paragraph(paragraph, max(width, 2), hang)]


def _paragraph(text: str, width: int, hang: int) -> Iterator[str]:
    indent = text[: len(text) - len(text.lstrip(" "))]
    carried = indent + " " * hang if len(indent) + hang < width // 2 else ""
    line, begun = indent, False
    for piece in _pieces(text[len(indent) :], width - len(carried)):
        if begun and cell_len(line) + cell_len(piece.rstrip()) > width:
            yield line.rstrip()
            line, begun = carried, False
        if begun or not piece.isspace():
            line, begun = line + piece, True
    yield line.rstrip()


def _pieces(text: str, width: int) -> Iterator[str]:
    """The parts between which a line may end; a word longer than a line in parts of its own."""
    for piece in _PIECE.findall(text):
        if cell_len(piece) <= width:
            yield piece
        else:
            yield from _chopped(piece, width)


def _chopped(word: str, width: int) -> Iterator[str]:
    """A word that is wider than a line: after its `_`, `-`, `/` or dots where that is enough, else anywhere."""
    for part in _PARTS.findall(word):
        while cell_len(part) > width:
            end = max((n for n in range(1, len(part)) if cell_len(part[:n]) <= width), default=1)
            yield part[:end]
            part = part[end:]
        if part:
            yield part


class Prose:
    """A table cell that wraps Chinese and English by `wrapped`. Never markup: brackets in a law text are brackets."""

    def __init__(self, text: str, style: StyleType = "", hang: int = 0) -> None:
        self.text = text
        self.style = style
        self.hang = hang

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        from rich.text import Text

        for line in wrapped(self.text, options.max_width, self.hang):
            yield Text(line, style=self.style, no_wrap=True, overflow="fold")

    def __rich_measure__(self, _: Console, options: ConsoleOptions) -> Measurement:
        from rich.measure import Measurement

        widest = _widest(self.text.split("\n"))
        shortest = _widest(p for line in self.text.split("\n") for p in _pieces(line, 24))
        return Measurement(min(shortest, options.max_width), min(widest, options.max_width))


def _widest(parts: Iterable[str]) -> int:
    return max((cell_len(p.rstrip()) for p in parts), default=0)
