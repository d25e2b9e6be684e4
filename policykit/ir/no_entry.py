"""Rows of a list that are no entry of it: totals, notes and the line of who filled it in, which offices leave below their lists. In -> the cells of a row; out -> what it is.

Such a row has hardly a fact, so it would be answered as an entry of which nothing is known, and a total would be counted twice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from ..diagnostics import Text

TOTAL = r"(?i)^\s*(本页|本表|本单|累\s*计|grand\s*)?((总|合|小|共)\s*(计|合计)|sub-?totals?|totals?)\s*([（(][^（()）]*[）)])?\s*([:：].*)?$"
REMARK = r"^\s*[^:：0-9\s][^:：0-9]{0,11}[0-9]?\s*[:：]"  # 注：…, 填表人：…, Note 1: …
FEWEST = 3  # columns of a list in which one cell alone tells that a row is none
_SAID = re.compile(r"[^!-~]")  # of words, not of a number or a code such as K-17


def no_entry(cells: Mapping[str, Any], read: Collection[str]) -> Text | None:
    """What a row is that is no entry, and what to do with it; None for an entry. `read`: the columns that hold facts.

    >>> no_entry({"id": "合计", "item": None, "quantity": 35}, ["item"]).en
    '`合计`: a row of totals and no entry of the list; delete it'
    >>> no_entry({"id": "K-17", "item": None, "quantity": None}, ["item"]) is None
    True
    """
    filled = {n: str(v).strip() for n, v in cells.items() if v is not None and str(v).strip()}
    if total := next((v for v in filled.values() if re.match(TOTAL, v)), None):
        return Text(f"“{total}”：合计行，不是清单中的一项；请删去此行", f"`{total}`: a row of totals and no entry of the list; delete it")
    if len(cells) < 2 or not filled:
        return None
    first = next(iter(filled.values()))
    if all(re.match(REMARK, v) for v in filled.values()):
        return Text(f"“{first}”：注释行，不是清单中的一项；请删去此行", f"`{first}`: a note and no entry of the list; delete this row")
    if len(cells) >= FEWEST and len(filled) == 1 and read and not filled.keys() & set(read) and _SAID.search(first):
        return Text(
            f"只有“{first}”一格有内容：是注释的，请删去此行；是清单中的一项的，请填上其余各格（不知道的写 unknown）",
            f"`{first}` stands alone in its row: delete the row if it is a note; fill in its other cells if it is an entry (`unknown` for what is not known)",
        )
    return None
