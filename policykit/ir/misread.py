"""What is said of a cell that cannot be read as a fact: what was expected there, in the words of the question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ..diagnostics import Diagnostic, Text
from ..domain.periods import FIRST_DAY, LAST_DAY
from .labels import near_names
from .types import Choice, Date, DateTime, Fact, Number, Type

MOST_SHOWN = 8  # values named where a cell holds none of them
WORDS = {
    "nan": Text("不是数（NaN）", "not a number (NaN)"),
    "float": Text("二进制浮点数带小数或超过 2^53，不精确", "a binary float with a fraction or beyond 2^53, which is not exact"),
    "infinite": Text("无穷大，不是数", "infinite, which is no number"),
    "zone": Text("时区不是 +08:00", "in a zone other than +08:00"),
    "choice": Text("没有此取值", "no value of the choice"),
    "range": Text("超出范围", "out of range"),
    "moment": Text("日期带有时刻", "a day with a time"),
    "value": Text("类型不符", "not of its type"),
    "no-day": Text("日期为空或不明，不知道依哪一天的法", "the day is empty or unknown, so that no day's law can be asked"),
    "unknown-pack": Text("没有此包", "no pack of this name"),
}


def misread(label: Text, value: Any, code: str, type_: Type) -> Text:
    """A cell with a wrong value: the name of its fact, what stands there, what was expected.

    >>> misread(Text("件数", "pieces"), "多", "value", Date()).en
    'pieces: `多`, a day was expected, such as 2025-09-01'
    """
    near = no_such_value(value, type_.labels) if code == "choice" and isinstance(type_, Choice) else number_of_day(value) if isinstance(type_, Date) else None
    wanted = near or expected(code, type_)
    return Text(f"{label.zh}：“{value}”，{wanted.zh}", f"{label.en}: `{value}`, {wanted.en}")


def no_such_value(value: Any, labels: Mapping[str, Text]) -> Text | None:
    """What is said of a wrong word that may mean one of the codes; None where none is near."""
    near = which(value, labels)
    return None if near is None else Text(f"没有此取值；{near.zh}", f"there is no such value; {near.en}")


def number_of_day(value: Any) -> Text | None:
    """What is said of a number that a spreadsheet shows where a cell with a day is formatted as a number; None for another. It is not taken: a number may be of something else.

    >>> text = number_of_day("45945")
    >>> text.en if text else None
    'a day was expected; the number looks like one that Excel keeps for a day (2025-10-15): format the cells as dates and save again'
    >>> number_of_day("7"), number_of_day("soon")
    (None, None)
    """
    if not re.fullmatch("[2-9][0-9]{4}", text := str(value).strip(), re.ASCII):
        return None
    day = date(1899, 12, 30) + timedelta(days=int(text))
    return Text(
        f"应为日期；这个数像是 Excel 存日期的序号（{day}）：把单元格设为日期格式后另存",
        f"a day was expected; the number looks like one that Excel keeps for a day ({day}): format the cells as dates and save again",
    )


def which(value: Any, labels: Mapping[str, Text]) -> Text | None:
    """The codes that a wrong word may mean, as a question; None where none is near."""
    near = [_worded(n, labels[n]) for n in near_names(value, labels)] if isinstance(value, str) else []
    if not near:
        return None
    zh, en = "、".join(w.zh for w in near), ", ".join(w.en for w in near)
    return Text(f"是否指 {zh}", f"did you mean {en}?")


def in_column(fact: Fact, column: str | None) -> Text:
    """A fact and, where it is called otherwise, the column that holds it."""
    zh, en = fact.label.zh or fact.name, fact.label.en or fact.name
    return Text(zh if column in (None, zh) else f"{zh}（{column}）", en if column in (None, en) else f"{en} ({column})")


def expected(code: str, type_: Type) -> Text:
    """What a cell of a type should hold, where it holds something else; `code` says how it fails."""
    if code == "choice" and isinstance(type_, Choice):
        return one_of([_worded(v, type_.labels.get(v, Text("", ""))) for v in type_.values])
    if isinstance(type_, Date) and code in ("value", "moment"):
        return Text("应为日期，如 2025-09-01", "a day was expected, such as 2025-09-01")
    if code == "range" and isinstance(type_, Date | DateTime):
        return Text(f"应在 {FIRST_DAY} 与 {LAST_DAY} 之间", f"it should lie between {FIRST_DAY} and {LAST_DAY}")
    if code == "range" and isinstance(type_, Number) and type_.minimum is not None:
        return Text(f"应不小于 {type_.minimum}", f"it should be no less than {type_.minimum}")
    if code == "value":
        return Text(f"应为{type_.label.zh}", f"{type_.label.en} was expected")
    wanted, why = Text(f"应为{type_.label.zh}", f"{type_.label.en} was expected"), WORDS.get(code)
    return wanted if why is None else Text(f"{wanted.zh}（{why.zh}）", f"{wanted.en} ({why.en})")


def one_of(words: Sequence[Text]) -> Text:
    """The first of the values that may stand there."""
    zh, en = "、".join(w.zh for w in words[:MOST_SHOWN]), ", ".join(w.en for w in words[:MOST_SHOWN])
    more = len(words) > MOST_SHOWN
    return Text(f"应为以下之一：{zh}{'等' if more else ''}", f"one of these was expected: {en}{', …' if more else ''}")


def _worded(code: str, label: Text) -> Text:
    return Text(f"{label.zh}（{code}）" if label.zh else code, code)


def column_twice(name: str) -> Diagnostic:
    """A fact of which two columns are said to hold it."""
    return Diagnostic("fact-twice", Text(f"事实 `{name}` 指明了两列", f"the fact `{name}` has two columns"), help=Text("只留一个 `--column`", "keep one `--column` of them"))


def needed_always(fact: Fact) -> Diagnostic:
    """An input in `absent` that must be given: its empty cells cannot mean that it is not."""
    return Diagnostic(
        "absent",
        Text(f"事实 `{fact.name}`（{fact.label.zh}）必须给出，不能列入 `absent`", f"the fact `{fact.name}` ({fact.label.en}) must be given: its nulls cannot mean that it is not"),
        help=Text("不列入 `absent`，其空值即为不明", "leave it out of `absent`, and its nulls are unknown"),
    )
