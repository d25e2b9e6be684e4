"""Rows of a list that are no entry of it: totals, notes and the line of who filled it in, which offices leave below their lists. In -> the cells of a row; out -> what it is.

Such a row has hardly a fact, so it would be answered as an entry of which nothing is known, and a total would be counted twice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from ..diagnostics import Text

TOTAL = r"(?i)^\s*(本页|本表|本单|累\s*计|grand\s*)?((总|合|小|共)\s*(计|合计)|sub-?totals?|totals?)\s*([（(][^（()）]*[）)])?\s*([:：].*)?$"
# What only the cell that names a row says of a total: 本月合计, 省级小计：, 共30项, 其中：省级. In a column of remarks an entry may say the same.
PART_OF_TOTAL = r"(?i)^\s*(其中|of which\b)"
NAMED_TOTAL = r"(?i)^\s*(.{1,12}[合总小累]\s*计\s*([（(][^（()）]*[）)])?\s*([:：].*)?|(总共|共计?|[合总小]\s*计)\s*[0-9]+\s*\w{1,3})\s*$"
REMARK = r"^\s*[^:：0-9\s][^:：0-9]{0,11}[0-9]?\s*[:：]"  # 注：…, 填表人：…, Note 1: …
FEWEST = 3  # columns of a list in which one cell alone tells that a row is none
_SAID = re.compile(r"[^!-~]")  # of words, not of a number or a code such as K-17


def no_entry(cells: Mapping[str, Any], read: Collection[str]) -> Text | None:
    """What a row is that is no entry, and what to do with it; None for an entry. `read`: the columns that hold facts.

    >>> no_entry({"id": "合计", "item": None, "quantity": 35}, ["item"]).en
    '`合计`: a row of totals and no entry of the list; delete it'
    >>> no_entry({"id": "K-17", "item": None, "quantity": None}, ["item"]) is None
    True
    >>> named = [no_entry({"id": cell, "item": None, "quantity": 35}, ["item"]) for cell in ("本月合计", "2026年6月小计：", "共30项", "其中：省级")]
    >>> [why.zh.partition("，")[0] for why in named if why]
    ['“本月合计”：合计行', '“2026年6月小计：”：合计行', '“共30项”：合计行', '“其中：省级”：合计的其中一项']
    >>> goods = ("温度计", "血压计（小）", "共享单车", "9号被")
    >>> [cell for cell in goods if no_entry({"id": cell, "item": None, "quantity": 35}, ["item"])], no_entry({"id": 7, "item": "棉被", "remark": "两批合计"}, ["item"])
    ([], None)
    """
    filled = {n: str(v).strip() for n, v in cells.items() if v is not None and str(v).strip()}
    if not filled:
        return None
    first, *others = filled.values()
    name = others[0] if others and first.isdecimal() else first  # behind the number of the row
    if re.match(PART_OF_TOTAL, name):
        return Text(f"“{name}”：合计的其中一项，不是清单中的一项；请删去此行", f"`{name}`: a part of a total and no entry of the list; delete it")
    if total := name if re.match(NAMED_TOTAL, name) else next((v for v in filled.values() if re.match(TOTAL, v)), None):
        return Text(f"“{total}”：合计行，不是清单中的一项；请删去此行", f"`{total}`: a row of totals and no entry of the list; delete it")
    if len(cells) < 2:
        return None
    if all(re.match(REMARK, v) for v in filled.values()):
        return Text(f"“{first}”：注释行，不是清单中的一项；请删去此行", f"`{first}`: a note and no entry of the list; delete this row")
    if len(cells) >= FEWEST and len(filled) == 1 and read and not filled.keys() & set(read) and _SAID.search(first):
        return Text(
            f"只有“{first}”一格有内容：是注释的，请删去此行；是清单中的一项的，请填上其余各格（不知道的写 unknown）",
            f"`{first}` stands alone in its row: delete the row if it is a note; fill in its other cells if it is an entry (`unknown` for what is not known)",
        )
    return None
