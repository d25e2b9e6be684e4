"""The address of a clause as a jurist writes it: `a23.p2.i2` is 第二十三条第二款第（二）项."""

from __future__ import annotations

import re

from ..diagnostics import Text

_DIGITS = "零一二三四五六七八九"
_PART = re.compile(r"([a-z]+)(\d*)")
_NAMES = {"a": ("第{}条", "art. {}"), "p": ("第{}款", "para. {}"), "i": ("第（{}）项", "item {}"), "s": ("第{}句", "sentence {}"), "d": ("第{}目", "point {}")}


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
    >>> address_words("a23.p2.c").zh, address_words("n4").zh, address_words("x-1").zh
    ('第二十三条第二款', '文首文末文字（n4）', 'x-1')
    """
    zh, en = "", []
    for part in address.split("."):
        found = _PART.fullmatch(part)
        if found is not None and found[1] == "c":
            continue  # the words before a list, or of the article itself
        if found is not None and found[1] in ("n", "m", "t", "h") and "." not in address:
            return Text(f"文首文末文字（{address}）", f"words before or after the articles ({address})")
        if found is None or found[1] not in _NAMES or not found[2] or len(found[2]) > 3:
            return Text(address, address)
        chinese, english = _NAMES[found[1]]
        zh += chinese.format(numeral(int(found[2])))
        en.append(english.format(found[2]))
    return Text(zh or address, " ".join(en) or address)
