"""What a text cites of itself, 第十七条第二款 or 前款, and the articles, paragraphs and items that it names on a day.

Only what can be told surely: not what an act of another name is cited for (《…》第五条, 条例第五条), not a paragraph of an article of which lines of a list
make the paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..domain.wording import bare
from ..ir.address import NUMERAL, number_of, numeral
from ..ir.numbering import Numbered

_N = f"({NUMERAL})"
_BELOW = rf"(?:第{_N}款)?(?:第[(（]?{_N}[)）]?项)?"
_CITED = re.compile(
    rf"(?P<whole>(?:第{_N}章)?第{_N}条(?:之{_N})?{_BELOW})"
    rf"|(?P<chapter>第{_N}章)"
    rf"|(?P<own>本条(?=第){_BELOW})"
    rf"|(?P<part>第{_N}款(?:第[(（]?{_N}[)）]?项)?|第[(（]{_N}[)）]项)"
    rf"|(?P<before>(?<![目以当提之先年日事])前(?P<count>{NUMERAL}|两)?(?P<unit>[条款项])(?=规定|所|第|中|之|的|、|，|,|情形|措施){_BELOW})"
)
_ANOTHER_ACT = re.compile(
    r"(?:》(?:[(（][^()（）]*[)）])?|法|典|条例|办法|规定|规则|细则|决定|通知|意见|方案|预案|章程|标准|规程|规范|制度|协议|合同|公约|附件[0-9一二三四五六七八九十]*|原)$"
)
_THIS_ACT = re.compile(r"本(?:法|条例|办法|规定|规则|细则|决定|意见|方案|预案|章程|标准|规程|规范|制度)$")
_LEVEL, _INSERTED = re.compile(rf"第[(（]?{_N}[)）]?([章条款项])"), re.compile(rf"条之{_N}")
_JOINS = re.compile(r"(?:[、，,]|和|或者?|及|与|至|到|以及)?")  # between citations of one list
_SAID_OF = re.compile(r"规定|所|的|中|和|、|情形|第")  # what follows 第二款 where it stands alone


class Cited(NamedTuple):
    """One citation as a clause writes it. What it names is worked out from the place where it stands."""

    words: str
    chapter: int | None = None
    article: tuple[int, int] | None = None
    paragraph: int | None = None
    item: int | None = None
    back: tuple[str, int] | None = None  # 前两款: ("款", 2)

    @property
    def absolute(self) -> bool:
        return self.article is not None or self.chapter is not None

    def naming(self, target: Numbered) -> str | None:
        """The same citation of what stands at another number; None for one that is told by its distance."""
        if self.back is not None or not self.absolute:
            return None
        chapter = f"第{numeral(target.chapter)}章" if self.chapter is not None and target.chapter is not None else ""
        if self.article is None or target.article is None:
            return chapter or None
        inserted = f"之{numeral(target.article[1])}" if target.article[1] else ""
        paragraph = f"第{numeral(target.paragraph)}款" if self.paragraph is not None and target.paragraph is not None else ""
        item = f"第（{numeral(target.item)}）项" if self.item is not None and target.item is not None else ""
        return f"{chapter}第{numeral(target.article[0])}条{inserted}{paragraph}{item}"


def cited_by(words: str) -> list[Cited]:
    """The citations of its own text that a clause writes, without the sign that it may have at its head.

    >>> [(c.words, c.article, c.paragraph) for c in cited_by("按本办法第十七条第二款、第二十条规定,依照《预算法》第五条和条例第六条办理")]
    [('第十七条第二款', (17, 0), 2), ('第二十条', (20, 0), None)]
    >>> cited_by("前两款规定的物资")[0].back, cited_by("目前条件下的物资"), cited_by("违反采购法第三条、第四条")
    (('款', 2), [], [])
    """
    text = bare(words)
    found: list[Cited] = []
    listed: Cited | None = None
    end, foreign = 0, False  # where the citation before ends, and whether it is of another act
    for match in _CITED.finditer(text):
        if not (0 < end <= match.start() and _JOINS.fullmatch(text, end, match.start())):
            listed, before = None, text[: match.start()]
            foreign = _ANOTHER_ACT.search(before) is not None and _THIS_ACT.search(before) is None
        cited = _read(match, listed, text[match.end() :])
        listed, end = cited or listed, match.end()
        if cited is not None and not foreign:
            found.append(cited)
    return found


def _read(match: re.Match[str], listed: Cited | None, after: str) -> Cited | None:
    """A citation; what it leaves out it takes over from the one before in the same list."""
    words, given = match[0], {kind: number_of(n) for n, kind in _LEVEL.findall(match[0])}
    if match["whole"]:
        inserted = _INSERTED.search(words)
        return Cited(words, given.get("章"), (given["条"] or 0, (number_of(inserted[1]) or 0) if inserted is not None else 0), given.get("款"), given.get("项"))
    if match["chapter"]:
        return Cited(words, given["章"])
    if match["before"]:
        count = 1 if match["count"] is None else 2 if match["count"] == "两" else number_of(match["count"]) or 1
        return Cited(words, paragraph=given.get("款"), item=given.get("项"), back=(match["unit"], count))
    if match["own"] or listed is None:
        alone = match["part"] and _SAID_OF.match(after) is None
        return None if alone else Cited(words, paragraph=given.get("款"), item=given.get("项"))
    paragraph = given.get("款", listed.paragraph)
    return Cited(words, listed.chapter, listed.article, paragraph, given.get("项"), None)


def named(cited: Cited, place: Numbered, text: Sequence[Numbered]) -> frozenset[str] | None:
    """What a citation names, by the units of `Numbered`, where it stands at `place`: nothing where the text has no such thing. None where that cannot be told."""
    if cited.back is not None:
        return _back(cited, place, text)
    within = [n for n in text if n.units[1] == place.units[1]] if not cited.absolute else list(text)
    if cited.chapter is not None:
        within = [n for n in within if n.chapter == cited.chapter]
    if cited.article is None and cited.absolute:
        return frozenset(n.units[0] for n in within if n.units[0] is not None)
    if cited.article is not None:
        within = [n for n in within if n.article == cited.article]
    return _below(cited, within, place)


def _below(cited: Cited, within: Sequence[Numbered], place: Numbered) -> frozenset[str] | None:
    """What a citation names among the clauses of the article that it names."""
    if cited.paragraph is None and cited.item is None:
        return frozenset(n.units[1] for n in within)
    if any(n.paragraph is None for n in within):
        return None
    if cited.paragraph is not None:
        within = [n for n in within if n.paragraph == cited.paragraph]
    elif not cited.absolute:
        within = [n for n in within if n.units[2] == place.units[2]]
    if cited.item is None:
        return frozenset(n.units[2] for n in within)
    return frozenset(n.units[3] for n in within if n.item == cited.item and n.units[3] is not None)


def _back(cited: Cited, place: Numbered, text: Sequence[Numbered]) -> frozenset[str] | None:
    """The units that stand so many before that of a place, in the same article or paragraph: nothing where they do not all."""
    assert cited.back is not None
    kind, count = cited.back
    level = {"条": 1, "款": 2, "项": 3}[kind]
    if place.units[level] is None or (level > 1 and place.paragraph is None):
        return None
    known = list(dict.fromkeys(u for n in text if n.article is not None and (u := n.units[level]) is not None and (level == 1 or n.units[level - 1] == place.units[level - 1])))
    here = known.index(str(place.units[level])) if place.units[level] in known else -1
    units = known[here - count : here] if here >= count else []
    if not units or (cited.paragraph is None and cited.item is None):
        return frozenset(units)
    return _below(cited, [n for n in text if n.units[level] in units], place)


def citations_within(text: Sequence[Numbered]) -> Iterator[tuple[Numbered, Cited, frozenset[str]]]:
    """Every citation of a text within itself: where it stands, and what it names, nothing where there is no such thing."""
    for clause in text:
        for cited in cited_by(clause.said):
            if (units := named(cited, clause, text)) is not None:
                yield clause, cited, units
