"""Sums that depend on one day of the case alone, kept: days recur from case to case, and to add to one costs as much as ten comparisons."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from .made import made

MOST_DAYS = 4096
_NAMES = re.compile(r"\b(?:[vestux]_\w+|e\d+|t\d+|on|force)\b")  # what a sum may read beside constants


class Sums(dict["date | None", tuple[Any, ...]]):
    """The sums of each day met; the first use of a day works them out."""

    def __init__(self, work: Callable[[date | None], tuple[Any, ...]]) -> None:
        self.work = work

    def __missing__(self, day: date | None) -> tuple[Any, ...]:
        if len(self) >= MOST_DAYS:
            self.clear()
        found = self[day] = self.work(day)
        return found


def kept(heads: list[str], days: Collection[str], constants: Mapping[str, Any]) -> tuple[list[str], dict[str, Sums]]:
    """`heads`: lines `name = sum`; `days`: the names of the case's days. The lines in which two or more sums of one day are one look-up; and the sums, by name.

    >>> lines, made_ = kept(["e2 = (v_day + k0)", "e1 = (e2 + k0)", "e3 = (v_task + v_day)"], ["v_day"], {"k0": 7})
    >>> lines, made_["d_day_e2"][1]
    (['e2, e1 = d_day_e2[v_day]', 'e3 = (v_task + v_day)'], (8, 15))
    """
    found: dict[str, Sums] = {}
    for day in days:
        known, own = {day}, list[str]()
        for head in heads:
            name, _, text = head.partition(" = ")
            if known.issuperset(_NAMES.findall(text)):
                known.add(name)
                own.append(head)
        if len(own) > 1:
            names = [head.partition(" = ")[0] for head in own]
            table = f"d_{day[2:]}_{names[0]}"
            found[table] = Sums(made("sums", [f"def sums({day}):", *(f"    {head}" for head in own), f"    return ({', '.join(names)})"], dict(constants), "sums of a day"))
            heads = [f"{', '.join(names)} = {table}[{day}]", *(head for head in heads if head not in own)]
    return heads, found
