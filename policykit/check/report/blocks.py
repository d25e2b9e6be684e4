"""A report as blocks, in one language; text, HTML, Markdown and Word are drawn from the same blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from ...diagnostics import counted

Tone = Literal["plain", "good", "bad", "note", "quiet"]


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Verbatim:
    """Lines to be taken over as they are."""

    text: str


@dataclass(frozen=True)
class Cell:
    """A cell of a table: lines one under the other; `marked` are stretches of them that changed, `struck` those that went. Both stand after the
    first `heading` characters, which say what the cell is about."""

    text: str
    marked: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    link: str = ""  # the anchor of the heading that it leads to
    heading: int = 0


@dataclass(frozen=True)
class Table:
    """Rows under headings. `widths`: shares of the width, by column."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Versus:
    """What two sides say to the same cases: a card with both, then details."""

    sides: tuple[str, str]
    says: tuple[str, str]
    details: tuple[Detail, ...]
    more: tuple[Detail, ...] = ()  # shown on demand where the form allows


@dataclass(frozen=True)
class Detail:
    """Cases on which the sides differ so: which ones, an example, and what each side rests on (lines)."""

    cases: str
    example: str
    grounds: tuple[str, str]


Block: TypeAlias = Heading | Paragraph | Bullets | Verbatim | Table | Versus


@dataclass(frozen=True)
class Report:
    """The whole: a title, a line below it, blocks. `language` is that of all its words."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    language: Literal["zh", "en"] = "zh"

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en


def more_kinds(number: int) -> str:
    """How many kinds of cases are not shown."""
    return counted(number, "more kind of cases", "more kinds of cases")
