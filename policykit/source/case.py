"""Facts as they come (dict, JSON values, words from a form) -> a `Case`, or all that is wrong with them.

Numbers may be int, Decimal, Fraction or text, never a binary float; days may be dates or text in the one form 2025-09-01; null is
*not given*; the word `unknown` is unknown.
"""

from __future__ import annotations

import math
import reprlib
from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from ..diagnostics import Diagnostic, Text, did_you_mean, short
from ..domain import numbers, periods
from ..ir.case import Case
from ..ir.pack import Question
from ..ir.types import (
    UNKNOWN,
    Boolean,
    Choice,
    Date,
    DateTime,
    DayOfYear,
    Duration,
    Fact,
    ListOf,
    Months,
    Number,
    Record,
    SetOf,
    Time,
    Type,
    Word,
    holds_unknown,
)  # fmt: skip
from .gathering import MOST_FAULTS

MOST_ITEMS = 1_000_000
MOST_COUNTED = 10_000
_NOT_KNOWN = Text("不知道的，写 `unknown`", "say `unknown` where it is not known")
MOST_TOLD = 24  # codes listed where a fact is missing


class BadFact(Exception):
    """Why a value is no fact of its type. Of records, `each` is all that is wrong with them, this first."""

    def __init__(self, code: str, message: Text, help_: Text | None = None) -> None:
        self.code, self.message, self.help = code, message, help_
        self.each: list[BadFact] = [self]

    def named(self, name: Text) -> BadFact:
        """The same, said of a part."""
        return BadFact(self.code, Text(f"{name.zh}：{self.message.zh}", f"{name.en}: {self.message.en}"), self.help)


def read_case(question: Question, facts: Mapping[str, Any], on: date | str | None) -> tuple[Case | None, list[Diagnostic]]:
    """The case, or the faults: unknown names, choices and types, impossible days, missing facts, a missing day."""
    found: list[Diagnostic] = []
    known = [f.name for f in question.inputs]
    for name in facts:
        if name not in known:
            shown = _shown(name)
            found.append(
                _fault("unknown-fact", Text(f"问题 `{question.id}` 没有名为 `{shown}` 的事实", f"`{question.id}` has no input `{shown}`"), did_you_mean(shown, known), shown)
            )
    values: dict[str, Any] = {}
    for fact in question.inputs:
        given = facts.get(fact.name)
        if given is not None:
            try:
                values[fact.name] = read_value(given, fact.type)
            except BadFact as bad:
                named = [b.named(Text(f"事实 `{fact.name}`", f"fact `{fact.name}`")) for b in bad.each[:MOST_FAULTS]]
                found += [_fault(b.code, b.message, b.help, fact.name) for b in named]
                if len(bad.each) > MOST_FAULTS:
                    found.append(
                        _fault(
                            "too-many-faults",
                            Text("其余的问题未列出", "there are more faults, which are not listed"),
                            Text("先改正所列的", "mend those that are told first"),
                            fact.name,
                        )
                    )
    on = periods.day_given(on)
    if isinstance(on, datetime) or (on is not None and not isinstance(on, date)):
        found.append(no_day(on))
        return None, found
    day = on or _event_day(question, values)
    for fact in question.inputs:
        if facts.get(fact.name) is None and fact.absent.kind == "required":
            found.append(
                _fault(
                    "missing-fact",
                    Text(f"缺少事实 `{fact.name}`（{fact.label.zh}）", f"the fact `{fact.name}` ({fact.label.en}) is missing"),
                    Text(f"给出它：{codes.zh}，或写 `unknown`", f"give it: {codes.en}, or say `unknown`")
                    if (codes := _codes(fact.type)) is not None
                    else Text("给出它，或写 `unknown`", "give it, or say `unknown`"),
                    fact.name,
                )
            )
    if day is None and all(question.event_date not in d.about for d in found):  # an event date that is missing or wrong is told as such
        found.append(_no_day(question))
    if found or day is None:
        return None, found
    given_names = tuple(values)
    for fact in question.inputs:
        if fact.name not in values and fact.absent.kind != "map":
            values[fact.name] = _absent(fact, day)
    for fact in question.inputs:
        if fact.name not in values:
            values[fact.name] = dict(fact.absent.mapping).get(str(values.get(fact.absent.source or "")), UNKNOWN)
    resolved = tuple(values[f.name] for f in question.inputs)
    unknown = tuple(f.name for f in question.inputs if holds_unknown(values[f.name]))
    return Case(question.id, day, resolved, given_names, unknown), []


def no_day(given: Any) -> Diagnostic:
    """A day of the law that is none, or beyond those that are read."""
    shown = f"`{_shown(given)}`" if isinstance(given, str) else _shown(given)
    if isinstance(given, str) and periods.any_day(given) is not None:
        first, last = periods.FIRST_DAY, periods.LAST_DAY
        return _fault("day", Text(f"`on`：{shown} 不在 {first} 与 {last} 之间", f"`on`: {shown} is not between {first} and {last}"), Text("核对年份", "look at the year"), "on")
    if isinstance(given, datetime):
        help_ = Text("给出日期，不带时刻", "give the day without a time")
    else:
        help_ = Text("给出 datetime.date，或写作 2025-09-01", "give a datetime.date, or write it as 2025-09-01")
    return _fault("day", Text(f"`on`：{shown} 不是日期", f"`on`: {shown} is not a date"), help_, "on")


def read_value(value: Any, type_: Type) -> Any:
    """A value of the type from what was given. Raises `BadFact`."""
    if value is UNKNOWN or (isinstance(value, str) and value == "unknown"):
        return UNKNOWN
    if isinstance(value, Enum):
        value = value.value
    match type_:
        case SetOf(of=Record()):
            raise _wrong(value, type_, Text("记录不能成集合，用列表", "records make no set: the question should say `list`"))
        case Boolean():
            return _boolean(value)
        case Number():
            return _number(value, type_)
        case Choice():
            return _choice(value, type_)
        case Date():
            return _day(value)
        case DateTime():
            return _moment(value)
        case Time():
            found = value if isinstance(value, time) and value.tzinfo is None else periods.read_time(value) if isinstance(value, str) else None
            return _or_bad(found, value, type_)
        case Months() | Duration():
            return _period(value, type_)
        case DayOfYear():
            return _or_bad(periods.read_day_of_year(value) if isinstance(value, str) else None, value, type_)
        case Word():
            if isinstance(value, str) and 0 < len(value) <= 200:
                return value
            raise _wrong(value, type_, _as_text(value))
        case ListOf(of=Record() as record):
            return _records(_elements(value, type_), record)
        case ListOf():
            return tuple(read_value(v, type_.of) for v in _elements(value, type_))
        case SetOf():
            return frozenset(read_value(v, type_.of) for v in _elements(value, type_))
        case Record():
            return _record(value, type_)
    raise _wrong(value, type_)


def _as_text(value: Any) -> Text | None:
    """How a number that stands for a name, as the year 2026 does, is given."""
    return Text(f'写成文字："{value}"', f'give it as text: "{value}"') if isinstance(value, int) and not isinstance(value, bool) else None


def _boolean(value: Any) -> bool:
    if isinstance(value, bool) or getattr(getattr(value, "dtype", None), "kind", None) == "b":  # NumPy's too
        return bool(value)
    if isinstance(value, str) and value in ("true", "false"):
        return value == "true"
    raise _wrong(value, Boolean(), Text("写 true 或 false", "write true or false"))


def _number(value: Any, type_: Number) -> Any:
    if isinstance(value, bool):
        raise _wrong(value, type_)
    if isinstance(value, float) or type(value).__name__.startswith("float"):
        shown = repr(float(value))
        if shown in ("nan", "inf", "-inf"):
            raise _wrong(value, type_, _NOT_KNOWN)
        raise BadFact(
            "float",
            Text(f"{shown} 是二进制浮点数，不精确", f"{shown} is a binary float, which is not exact"),
            Text(f'写作文字 "{shown}" 或 Decimal；读 JSON 时用 parse_float=Decimal', f'write it as text "{shown}" or a Decimal; json.loads takes parse_float=Decimal'),
        )
    found: Any = None
    if isinstance(value, int):
        found = value if abs(value) < 10**numbers.MOST_DIGITS else None
    elif isinstance(value, Decimal):
        found = numbers.bounded(value)
    elif isinstance(value, Fraction):
        found = numbers.settled(value) if max(abs(value.numerator), value.denominator) < 10**numbers.MOST_DIGITS else None
    elif isinstance(value, str):
        found = numbers.read_number(value.strip())
    elif hasattr(value, "__index__"):
        found = int(value)
    if found is None:
        written = Text("只写数字和小数点，如 500000、1.1", "write digits and a point only, such as 500000 or 1.1")
        if isinstance(value, int | Fraction) or (isinstance(value, Decimal) and value.is_finite()):
            most = numbers.MOST_DIGITS
            raise BadFact("range", Text(f"{_shown(value)} 超过 {most} 位", f"{_shown(value)} has more than {most} digits"))
        raise _wrong(value, type_, written if isinstance(value, str) else _NOT_KNOWN)
    if type_.integer and not isinstance(found, int):
        raise _wrong(value, type_)
    if type_.minimum is not None and found < type_.minimum:
        raise BadFact("range", Text(f"{value} 小于最小值 {type_.minimum}", f"{value} is below the least value {type_.minimum}"))
    return found


def _choice(value: Any, type_: Choice) -> str:
    if isinstance(value, str) and value in type_.values:
        return value
    by_label = next((code for code, label in type_.labels.items() if isinstance(value, str) and value in label), None)
    shown = _shown(value)
    help_ = Text(f"“{shown}”的代码是 `{by_label}`", f"the code of “{shown}” is `{by_label}`") if by_label else did_you_mean(shown, list(type_.values))
    raise BadFact("choice", Text(f"没有取值 `{shown}`", f"there is no value `{shown}`"), help_)


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        raise _wrong(value, Date(), _NOT_KNOWN if value != value else Text("给出日期，不带时刻", "give the day without a time"))  # pandas' NaT is no day
    day = value if isinstance(value, date) else periods.any_day(value) if isinstance(value, str) else None
    if day is None:
        raise _wrong(value, Date(), Text("写作 2025-09-01", "write it as 2025-09-01"))
    if not periods.FIRST_DAY <= day <= periods.LAST_DAY:
        first, last = periods.FIRST_DAY, periods.LAST_DAY
        raise BadFact(
            "range", Text(f"{day} 不在 {first} 与 {last} 之间", f"{day} is not between {first} and {last}"), Text("没有终止日期的，不给出此事实", "leave out a day that is not set")
        )
    return day


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        local = value.replace(tzinfo=None)
        if (value.tzinfo is None or value.utcoffset() == timedelta(hours=8)) and periods.FIRST_DAY <= local.date() <= periods.LAST_DAY:
            return local
    elif isinstance(value, str) and (found := periods.read_datetime(value)):
        return found
    raise _wrong(value, DateTime(), Text("写作 2026-07-20T16:00（北京时间）", "write it as 2026-07-20T16:00 (time at +08:00)"))


def _period(value: Any, type_: Months | Duration) -> Any:
    if isinstance(value, str):
        value = periods.read_period(value)
    if isinstance(type_, Duration) and isinstance(value, timedelta) and abs(value) <= periods.LONGEST:
        return value
    if isinstance(type_, Months) and isinstance(value, int) and not isinstance(value, bool) and abs(value) <= periods.LONGEST_MONTHS:
        return value
    raise _wrong(value, type_, Text("写作 P6M、P30D 或 PT10H", "write it as P6M, P30D or PT10H"))


def _elements(value: Any, type_: Type) -> list[Any]:
    """The elements given. A whole number stands for so many records of which nothing else is known, where every part may be left out."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_COUNTED and isinstance(type_, ListOf) and isinstance(type_.of, Record):
        if all(f.absent.kind != "required" for _, f in type_.of.fields):
            return [{}] * value
    if isinstance(value, str) or not isinstance(value, Sequence | Set):
        raise _wrong(value, type_)
    if len(value) > MOST_ITEMS:
        raise BadFact("size", Text(f"超过 {MOST_ITEMS} 项", f"more than {MOST_ITEMS} items"))
    return list(value)


def _records(values: list[Any], type_: Record) -> tuple[dict[str, Any], ...]:
    """Records one after another. What they have for an `id` tells them apart."""
    found: list[dict[str, Any]] = []
    bad: list[BadFact] = []
    places: dict[str, int] = {}
    for place, value in enumerate(values, 1):
        try:
            record = _record(value, type_)
        except BadFact as faults:
            own = value.get("id") if isinstance(value, Mapping) else None
            name = f" `{_shown(own)}`" if isinstance(own, str) else ""
            bad += [f.named(Text(f"第 {place} 项{name}", f"item {place}{name}")) for f in faults.each]
        else:
            found.append(record)
            own = record.get("id", UNKNOWN)
        if isinstance(own, str) and (first := places.setdefault(own, place)) != place:
            bad.append(
                BadFact(
                    "id-twice",
                    Text(f"第 {first} 项与第 {place} 项的编号都是 `{_shown(own)}`", f"items {first} and {place} both have the id `{_shown(own)}`"),
                    Text("重复的删去一项，不同的各编一号", "leave out what is there twice, and give different ones ids of their own"),
                )
            )
        if len(bad) > MOST_FAULTS:
            break
    if bad:
        bad[0].each = bad
        raise bad[0]
    return tuple(found)


def _record(value: Any, type_: Record) -> dict[str, Any]:
    if hasattr(value, "model_dump"):
        value = value.model_dump(exclude_none=True)
    if not isinstance(value, Mapping):
        raise _wrong(value, type_)
    names = [n for n, _ in type_.fields]
    bad: list[BadFact] = []
    for name in value:
        if name not in names:
            shown = _shown(name)
            bad.append(BadFact("unknown-fact", Text(f"没有字段 `{shown}`", f"there is no field `{shown}`"), did_you_mean(shown, names)))
    found: dict[str, Any] = {}
    for name, fact in type_.fields:
        given = value.get(name)
        if given is not None:
            try:
                found[name] = read_value(given, fact.type)
            except BadFact as faults:
                bad += [f.named(Text(f"`{name}`", f"`{name}`")) for f in faults.each]
        elif fact.absent.kind == "required":
            bad.append(BadFact("missing-fact", Text(f"缺少字段 `{name}`", f"the field `{name}` is missing")))
        else:
            found[name] = {"false": False, "unknown": UNKNOWN}.get(fact.absent.kind)
    if bad:
        bad[0].each = bad
        raise bad[0]
    return found


def _or_bad(found: Any, value: Any, type_: Type) -> Any:
    if found is None:
        raise _wrong(value, type_)
    return found


def _wrong(value: Any, type_: Type, help_: Text | None = None) -> BadFact:
    shown = f"`{_shown(value)}`" if isinstance(value, str) else _shown(value)
    return BadFact("value", Text(f"{shown} 不是{type_.label.zh}", f"{shown} is not {type_.label.en}"), help_)


def _shown(value: Any) -> str:
    """A value that was given, short enough for a sentence."""
    match value:
        case str():
            text = value
        case bool() | Decimal() | date() | time():
            text = str(value)
        case int():
            text = str(value) if abs(value) < 10**numbers.MOST_DIGITS else f"{'-' if value < 0 else ''}10^{round(math.log10(abs(value)))}"
        case Fraction():
            text = f"{_shown(value.numerator)}/{_shown(value.denominator)}"
        case _:
            text = reprlib.repr(value)
    return short(text)


def _absent(fact: Fact, day: date) -> Any:
    if fact.absent.kind == "as_of":
        return datetime(day.year, day.month, day.day) if isinstance(fact.type, DateTime) else day
    return {"unknown": UNKNOWN, "false": False}.get(fact.absent.kind)


def _event_day(question: Question, values: Mapping[str, Any]) -> date | None:
    value = values.get(question.event_date or "")
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _no_day(question: Question) -> Diagnostic:
    event = f"，或事实 `{question.event_date}`" if question.event_date else ""
    event_en = f", or the fact `{question.event_date}`" if question.event_date else ""
    return _fault("no-day", Text("不知道问的是哪一天的法", "the day whose law is asked is not given"), Text(f"给出 `on`{event}", f"give `on`{event_en}"), "on")


def _codes(type_: Type) -> Text | None:
    """The codes of a choice, or of a list of one, with their labels; None where there are none."""
    inner = type_.of if isinstance(type_, ListOf | SetOf) else type_
    if not isinstance(inner, Choice) or not inner.values:
        return None
    pairs = [(v, inner.labels.get(v, Text("", ""))) for v in inner.values[:MOST_TOLD]]
    more = len(inner.values) - len(pairs)
    zh = "、".join(f"`{v}`（{t.zh}）" if t.zh else f"`{v}`" for v, t in pairs) + (f"等 {len(inner.values)} 个" if more else "")
    en = ", ".join(f"`{v}` ({t.en})" if t.en and t.en != v else f"`{v}`" for v, t in pairs) + (f" and {more} more" if more else "")
    return Text(zh, en)


def _fault(code: str, message: Text, help_: Text | None, *facts: str) -> Diagnostic:
    return Diagnostic(code, message, None, help_, about=facts)
