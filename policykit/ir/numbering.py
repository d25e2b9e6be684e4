"""How the clauses of a text are numbered on a day.

The address of a clause is the number that it had first, so that what cites it keeps it when an amendment renumbers the articles. What a jurist reads is the
number that the text shows on the day: of an article its sign, of an item its sign, of a paragraph its place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..diagnostics import Text
from ..domain.wording import bare
from .address import NUMERAL, address_words, number_of, numeral
from .instrument import Clause

_MARK = r"(?:\[[^\]]*\])?\s*"  # `[bookmark: _GoBack]`, left by a word processor
_OPENING = re.compile(rf"{_MARK}(?:第({NUMERAL})条(?:之({NUMERAL}))?(?!第|规定|所|[、和及与或至的,，])|第({NUMERAL})(?=\s)|({NUMERAL})条(?=\s))")
_CHAPTER = re.compile(rf"{_MARK}第({NUMERAL})章")
_ITEM = re.compile(rf"[(（]({NUMERAL})[)）]|({NUMERAL})[.．、]")
Article = tuple[int, int]  # the number, and that of what is inserted after it: 第三十条之一 is (30, 1)
Clauses = Sequence[tuple[str, str]]  # addresses and wordings as they stand on a day, in the order of the text


class Numbered(NamedTuple):
    """A clause as it stands on a day: its chapter, article, paragraph and item as numbered then, None where it stands in none or that cannot be told.

    `said`: its words without the sign of the chapter or article that it opens. `units`: what the text has of these, whatever the number: the address of
    the chapter's heading, of the article, the paragraph and the item.
    """

    address: str
    said: str
    opens: bool  # whether the sign of its article stands at its head
    chapter: int | None
    article: Article | None
    paragraph: int | None
    item: int | None
    units: tuple[str | None, str, str, str | None]


def standing(clauses: Iterable[Clause], day: date | None) -> Clauses:
    """The clauses that stand on a day, as they read then; None: as the text first had them."""
    read = ((c.address, c.original if day is None else c.on(day)) for c in clauses)
    return [(address, words) for address, words in read if words is not None]


def sign(words: str, first: bool = True) -> tuple[Article, int] | None:
    """The number of the article that a clause opens, and how many characters its sign has; None where it opens none.

    `first`: the clause is the first of those with its article's address; else white space must follow, for 第十七条规定的物资 opens nothing.

    >>> sign("第十七条 省级应急"), sign("第三十条之一 附则"), sign("二十三条 省级")
    (((17, 0), 4), ((30, 1), 6), ((23, 0), 4))
    >>> sign("第十七条规定的物资"), sign("第十七条省级应急", first=False), sign("第二章 储备")
    (None, None, None)
    """
    found = _OPENING.match(words)
    if found is None or not (first or words[found.end() : found.end() + 1].isspace()):
        return None
    number, inserted = number_of(found[1] or found[3] or found[4]), number_of(found[2] or "0")
    return ((number, inserted), found.end()) if number is not None and inserted is not None else None


def numbered(clauses: Clauses) -> list[Numbered]:
    """Each clause with its numbers.

    >>> [(n.article, n.paragraph, n.item) for n in numbered([("a2.p1", "第一条 甲。"), ("a2.p3", "乙："), ("a2.p3.i2", "（一）丙。")])]
    [((1, 0), 1, None), ((1, 0), 2, None), ((1, 0), 2, 1)]
    """
    points = {a.split(".")[0] for a, _ in clauses if re.match(r"[^.]+\.d\d", a)}  # where lines of a list stand, paragraphs cannot be counted surely
    chapter: tuple[int | None, str | None] = (None, None)
    article, unit, top = None, "", ""
    paragraphs: list[str] = []
    items: dict[str, int] = {}
    found: list[Numbered] = []
    for address, words in clauses:
        group = address.split(".")[0]
        opened = sign(words, first=group != top)
        if group != top or opened is not None:
            article, unit, paragraphs = (opened[0] if opened is not None else None), (group if group != top else address), []
        top = group
        heading = _CHAPTER.match(words) if article is None else None
        if heading is not None:
            chapter = (number_of(heading[1]), address)
        paragraph = _part(address, "p") or "p1"
        if paragraph not in paragraphs:
            paragraphs.append(paragraph)
        item = _part(address, "i")
        below = f"{unit}.{paragraph}.{item}"
        if item is not None and below not in items:
            items[below] = _number_of_item(words, item)
        place = None if group in points else len(paragraphs)
        units = (chapter[1], unit, f"{unit}.{paragraph}", below if item is not None else None)
        said = words[opened[1] if opened is not None else heading.end() if heading is not None else 0 :]
        found.append(Numbered(address, said, opened is not None, chapter[0], article, place, items[below] if item is not None else None, units))
    return found


def _part(address: str, letter: str) -> str | None:
    return next((p for p in address.split(".")[1:] if p[0] == letter), None)


def _number_of_item(words: str, item: str) -> int:
    """By the sign at its head; where it has none, by its address."""
    signed = _ITEM.match(bare(words))
    return (number_of(signed[1] or signed[2]) if signed is not None else None) or int(re.sub(r"\D.*", "", item[1:]) or "0")


def article_words(article: Article) -> Text:
    """An article's number in words.

    >>> article_words((30, 1))
    Text(zh='第三十条之一', en='art. 30-1')
    """
    return address_words(_address_of(article))


def unit_words(unit: str, text: Iterable[Numbered]) -> Text | None:
    """How a chapter, an article, a paragraph or an item is numbered in a text; None where it does not stand there."""
    found = next((n for n in text if unit in n.units), None)
    if found is None:
        return None
    level = found.units.index(unit)
    if level == 0:
        return Text(f"第{numeral(found.chapter or 0)}章", f"chapter {found.chapter}")
    parts = (_address_of(found.article) if found.article is not None else found.units[1].split(".")[0], f"p{found.paragraph or 1}", f"i{found.item}")
    return address_words(".".join(parts[:level]))


def _address_of(article: Article) -> str:
    return f"a{article[0]}" + (f"_{article[1]}" if article[1] else "")


def renumbered(clauses: Collection[Clause], day: date) -> Mapping[str, str]:
    """Of the clauses whose numbers on a day are not those that they had first: the address that these numbers make."""
    first = {n.address: n for n in numbered(standing(clauses, None))}
    found = {}
    for now in numbered(standing(clauses, day)):
        was = first.get(now.address)
        old, new = ((n.article, n.paragraph, n.item) if n is not None else None for n in (was, now))
        if old != new and (address := _as_numbered(now, was)) != now.address:
            found[now.address] = address
    return found


def _as_numbered(now: Numbered, was: Numbered | None) -> str:
    """An address with the numbers of the day in the place of those that changed."""
    top, *below = now.address.split(".")
    if now.article is not None and (was is None or was.article != now.article):
        top = _address_of(now.article)
    for letter, number, old in (("p", now.paragraph, was and was.paragraph), ("i", now.item, was and was.item)):
        if number is not None and number != old:
            below = [f"{letter}{number}" if p[0] == letter else p for p in below]
    return ".".join([top, *below])
