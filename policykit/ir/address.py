"""The address of a clause as a jurist writes it: `a23.p2.i2` is 第二十三条第二款第（二）项."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from ..diagnostics import LONGEST_WORD, Text

_DIGITS = "零一二三四五六七八九"
_PART = re.compile(r"([a-z]+)(\d*)(?:_(\d+))?")  # with _1: what an amendment inserts after it, as art. 30-1 (第三十条之一)
NUMERAL = "[0-9〇零一二三四五六七八九十百]{1,9}"
_WORDED = re.compile(rf"第\(?({NUMERAL})\)?([条款项句目段])|(art|para|item|sentence|point)(?:(?<=art)icle|(?<=para)graph)?s?\.?([0-9]{{1,3}})")
_INSERTED = re.compile(r"之([0-9一二三四五六七八九十]{1,3})|-([0-9]{1,2})")
_LETTERS = {"条": "a", "款": "p", "项": "i", "句": "s", "目": "d", "段": "d", "art": "a", "para": "p", "item": "i", "sentence": "s", "point": "d"}
_NAMES = {"a": ("第{}条", "art. {}"), "p": ("第{}款", "para. {}"), "i": ("第（{}）项", "item {}"), "s": ("第{}句", "sentence {}"), "d": ("第{}段", "point {}")}
_POINT = ("第{}目", "point {}")  # below an item; elsewhere it is a line of a list without signs


def numeral(number: int) -> str:
    """A number below a thousand in Chinese.

    >>> numeral(3), numeral(10), numeral(23), numeral(105)
    ('三', '十', '二十三', '一百零五')
    """
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    said = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and units:
        said += "零"
    return said + (_DIGITS[units] if units or not number else "")


def address_words(address: str) -> Text:
    """The address in words; one that is made otherwise stays as it is.

    >>> address_words("a23.p2.i2")
    Text(zh='第二十三条第二款第（二）项', en='art. 23 para. 2 item 2')
    >>> address_words("a30_1.p1").zh, address_words("a30_1.p1").en
    ('第三十条之一第一款', 'art. 30-1 para. 1')
    >>> address_words("a9.i2.d1").zh, address_words("a9.d09").zh
    ('第九条第（二）项第一目', '第九条第九段')
    >>> address_words("a23.p2.c").zh, address_words("n4").zh, address_words("x-1").zh
    ('第二十三条第二款', '文首文末文字（n4）', 'x-1')
    """
    zh, en, within = "", [], ""
    for part in address.split("."):
        found = _PART.fullmatch(part)
        if found is not None and found[1] == "c":
            continue  # the words before a list, or of the article itself
        if found is not None and found[1] in ("n", "m", "t", "h") and "." not in address:
            return Text(f"文首文末文字（{address}）", f"words before or after the articles ({address})")
        if found is None or found[1] not in _NAMES or not found[2] or len(found[2]) > 3 or len(found[3] or "") > 2:
            return Text(address, address)
        chinese, english = _POINT if found[1] == "d" and within == "i" else _NAMES[found[1]]
        within = found[1]
        zh += chinese.format(numeral(int(found[2]))) + (f"之{numeral(int(found[3]))}" if found[3] else "")
        en.append(english.format(found[2]) + (f"-{found[3]}" if found[3] else ""))
    return Text(zh or address, " ".join(en) or address)


def number_of(words: str) -> int | None:
    """The number that a numeral or digits stand for, below a thousand.

    >>> number_of("二十三"), number_of("23"), number_of("一百零五"), number_of("三二")
    (23, 23, 105, None)
    """
    return int(words) if words.isascii() and words.isdigit() else _numbers().get(words.replace("〇", "零"))


@cache
def _numbers() -> dict[str, int]:
    return {numeral(n): n for n in range(1_000)}


def address_of(words: str) -> str | None:
    """The address that words stand for, as `address_words` writes it or with other digits, brackets and spaces; None for what are no such words.

    >>> address_of("第二十三条第二款第（二）项"), address_of("第 23 条第2款第(2)项"), address_of("art. 23 para. 2 item 2")
    ('a23.p2.i2', 'a23.p2.i2', 'a23.p2.i2')
    >>> address_of("文首文末文字（n4）"), address_of("a23"), address_of("第二十三")
    ('n4', None, None)
    >>> address_of("article 23, paragraph 2"), address_of("23"), address_of("artifact 23")
    ('a23.p2', 'a23', None)
    >>> address_of("第三十条之一第一款"), address_of("art. 30-1 para. 1")
    ('a30_1.p1', 'a30_1.p1')
    """
    if len(words) > LONGEST_WORD:
        return None
    text = _plain(words)
    if re.fullmatch(r"[0-9]{1,3}", text):
        return f"a{int(text)}"
    around = re.search(r"\(([nmth][0-9]+)\)$", text)
    if around is not None:
        return around[1] if text in map(_plain, address_words(around[1])) else None
    parts, at = [], 0
    while at < len(text) and (found := _WORDED.match(text, at)) is not None:
        number = number_of(found[1] or found[4])
        if number is None:
            return None
        at = found.end()
        inserted = _INSERTED.match(text, at)
        after = number_of(inserted[1] or inserted[2]) if inserted is not None else None
        if inserted is not None:
            at = inserted.end()
        parts.append(f"{_LETTERS[found[2] or found[3]]}{number}" + (f"_{after}" if after is not None else ""))
        at += text[at : at + 1] in (",", "、") and at + 1 < len(text)
    return ".".join(parts) if parts and at == len(text) else None


def _plain(words: str) -> str:
    """Words without spaces, brackets and digits of full width as those of half."""
    return "".join(unicodedata.normalize("NFKC", words).lower().split())


def at_or_below(typed: str, addresses: Iterable[str]) -> list[str]:
    """Of these addresses the one typed and all below it, or those that the words typed stand for.

    Words leave out what the words of an address leave out: zeros before a number, which part of a sentence it is.

    >>> at_or_below("a23.p2", ["a2.p1", "a23.c0", "a23.p2.c", "a23.p2.i2"])
    ['a23.p2.c', 'a23.p2.i2']
    >>> at_or_below("第九条第一目", ["a9.c", "a9.d01.c1", "a9.d01.c2", "a9.d10"])
    ['a9.d01.c1', 'a9.d01.c2']
    """
    known = list(addresses)
    found = [a for a in known if a == typed or a.startswith(f"{typed}.")]
    meant = None if found else address_of(typed)
    if meant is None:
        return found
    return [a for a in known if f"{_worded(a)}.".startswith(f"{meant}.")]


def clause_meant(typed: str, addresses: Iterable[str]) -> str:
    """The address that words stand for, where they are those of one clause alone or of one that is not there; anything else as it is typed.

    >>> clause_meant("第二十三条第二款", ["a23.p2.c", "a23.p2.i2"]), clause_meant("第二十三条第三款", ["a23.p2.c"]), clause_meant("第九条第一款", ["a9.p1.c1", "a9.p1.c2"])
    ('a23.p2.c', 'a23.p3', '第九条第一款')
    """
    known = list(addresses)
    meant = None if typed in known else address_of(typed)
    if meant is None:
        return typed
    found = [a for a in known if a == meant] or [a for a in known if _worded(a) == meant] or at_or_below(meant, known) or [meant]
    return found[0] if len(found) == 1 else typed


def part_meant(typed: str, addresses: Iterable[str]) -> str:
    """The address that words stand for, of one clause or of an article, paragraph or item with several; anything else as it is typed. Of a paragraph
    with a list it is the whole, not the words before the list.

    >>> part_meant("第十二条", ["a12.p1.c1", "a12.p1.c2"]), part_meant("第九条第二目", ["a9.d02.c1", "a9.d02.c2"]), part_meant("第三条", ["a3.p1"])
    ('a12', 'a9.d02', 'a3.p1')
    >>> part_meant("第十二条第一款", ["a12.p1.c", "a12.p1.i1"]), part_meant("a12", ["a12.p1"]), part_meant("第五条", ["a12.p1"])
    ('a12.p1', 'a12', 'a5')
    """
    known = list(addresses)
    meant = None if typed in known else address_of(typed)
    above = [".".join(parts[:n]) for a in known for parts in [a.split(".")] for n in range(1, len(parts))] if meant is not None else []
    whole = next((p for p in above if _worded(p) == meant and above.count(p) > 1), None)
    return whole or clause_meant(typed, known)


def _worded(address: str) -> str:
    """The address without what its words leave out."""
    parts = [re.sub(r"(?<=[a-z])0+(?=\d)", "", p) for p in address.split(".")]
    return ".".join(p for p in parts if not re.fullmatch(r"c\d*", p))


def spans_of(addresses: Iterable[str]) -> Text:
    """The first parts of addresses in a row, those that follow one another as one span: which articles there are, and what stands around them.

    >>> spans_of(["t0", "a1.p1", "a2.c", "a2.i1", "a3", "h2", "a4", "x"]).en
    'a1–a4 (art. 1 to art. 4), t0, h2, x'
    """
    tops = dict.fromkeys(a.split(".")[0] for a in addresses)
    numbered: dict[str, list[int]] = {}
    others = []
    for top in tops:
        found = _PART.fullmatch(top)
        if found is not None and found[2] and not found[3]:
            numbered.setdefault(found[1], []).append(int(found[2]))
        else:
            others.append(Text(top, top))
    spans = [_span(letter, *run) for letter in sorted(numbered, key=lambda n: n != "a") for run in _runs(sorted(numbered[letter]))]  # the articles first
    told = [*spans, *others]
    return Text("、".join(t.zh for t in told), ", ".join(t.en for t in told))


def _span(letter: str, first: int, last: int) -> Text:
    ends = list(dict.fromkeys((f"{letter}{first}", f"{letter}{last}")))
    span = "–".join(ends)
    if letter != "a":
        return Text(span, span)
    words = [address_words(a) for a in ends]
    return Text(f"{span}（{'至'.join(w.zh for w in words)}）", f"{span} ({' to '.join(w.en for w in words)})")


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Numbers in order as spans without gaps."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] + 1 == number:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
