"""The State Council's yearly notice on holidays, as a YAML file -> `domain.calendar.Notice`.

    year: 2027
    citation: {zh: 国务院办公厅关于2027年部分节假日安排的通知, en: "…"}
    holidays:
      - {name: {zh: 元旦, en: New Year}, from: 2027-01-01, to: 2027-01-03}
    workdays: [2027-02-20]

A notice half written would give wrong days in silence: so the holidays whose days the law fixes must be among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, TypeAdapter

from ..diagnostics import Diagnostic, Source, Span, Text
from ..domain.calendar import Notice
from .nodes import day, items, label, mapping, mapping_scalar, period, word
from .shape import Day, Said, Shape, custom
from .shape_check import checked
from .yaml import Mapping, Node, read_yaml

LONGEST_HOLIDAY = 31  # days; a wrong year in `to` would make a holiday of it all
# 全国年节及纪念日放假办法 (2024), article 2: those whose days do not follow the moon
FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))


def _year(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and 2008 <= value <= 2998:
        return value
    raise custom("年份，如 2027", "a year such as 2027")


class HolidayShape(Shape):
    """One holiday with the days off around it."""

    name: Said
    from_: Day = Field(alias="from")
    to: Day


class NoticeShape(Shape):
    """A notice as written."""

    year: Annotated[int, BeforeValidator(_year)]
    citation: Said
    holidays: list[HolidayShape]
    workdays: list[Day] = Field(default_factory=list)


_NOTICE = TypeAdapter(NoticeShape)


def read_notice(source: Source) -> tuple[Notice | None, list[Diagnostic]]:
    """The notice in a file, or all that is wrong with it."""
    root, found = read_yaml(source)
    if root is None:
        return None, found
    found += checked(root, NoticeShape, _NOTICE.validate_python)
    if found:
        return None, found
    node = mapping(root)
    year, said = int(word(node.get("year")) or 0), label(node.get("citation"))
    assert said is not None
    rest: dict[date, Span] = {}
    work: dict[date, Span] = {}
    for holiday in map(mapping, items(node.get("holidays"))):
        _add(rest, _holiday(holiday, found), year, found)
    for entry in items(node.get("workdays")):
        worked = day(entry)
        assert worked is not None
        _add(work, [(worked, entry.span)], year, found)
        if worked in rest:
            found.append(rest_and_work(entry.span, worked))
        elif worked.weekday() < 5:
            found.append(works_anyway(entry.span, worked))
    missing = [d for d in (date(year, month, of) for month, of in FIXED) if d not in rest]
    if missing and not found:
        found.append(notice_incomplete(_key(node, "holidays").span, missing))
    return (None if found else Notice(year, frozenset(rest), frozenset(work), said)), found


def _holiday(node: Mapping, found: list[Diagnostic]) -> Iterator[tuple[date, Span]]:
    """The days of one holiday."""
    days, last = period(node, found), mapping_scalar(node, "to")
    assert days.first is not None and days.last is not None
    if (days.last - days.first).days >= LONGEST_HOLIDAY:
        found.append(holiday_too_long(last.span))
        return
    for n in range((days.last - days.first).days + 1):
        yield days.first + timedelta(days=n), mapping_scalar(node, "from").span


def _add(days: dict[date, Span], more: Any, year: int, found: list[Diagnostic]) -> None:
    """Days of the year, or of the last month of the year before: a New Year's holiday may begin there."""
    for one, span in more:
        if one.year != year and (one.year, one.month) != (year - 1, 12):
            found.append(not_of_the_year(span, one, year))
        elif one in days:
            found.append(day_twice(span, one))
        days.setdefault(one, span)


def _key(node: Mapping, key: str) -> Node:
    found = node.key(key)
    assert found is not None
    return found


# --- faults


def rest_and_work(span: Span, on: date) -> Diagnostic:
    """A day off cannot be made up for on itself."""
    return Diagnostic("notice-day", Text(f"{on} 既放假又上班", f"{on} is both a holiday and a working day"), span, Text("从其一删去", "delete it from one of the two"))


def works_anyway(span: Span, on: date) -> Diagnostic:
    """Only weekends can become working days."""
    return Diagnostic(
        "notice-day",
        Text(f"{on} 不是周末，本来就上班", f"{on} is no weekend day: offices work anyway"),
        span,
        Text("只列调休上班的周末", "list only weekend days on which offices work"),
    )


def not_of_the_year(span: Span, on: date, year: int) -> Diagnostic:
    """A notice arranges its own year."""
    return Diagnostic(
        "notice-day",
        Text(f"{on} 不属于 {year} 年的安排", f"{on} is not for a notice of {year} to arrange"),
        span,
        Text(f"改为 {year} 年的日期（或上一年12月），或写入另一年的通知", f"write a day of {year} (or of December before), or put it into that year's notice"),
    )


def day_twice(span: Span, on: date) -> Diagnostic:
    """A day stands in the notice twice."""
    return Diagnostic("notice-day", Text(f"{on} 列了两次", f"{on} stands here twice"), span, Text("删去一个", "delete one"))


def holiday_too_long(span: Span) -> Diagnostic:
    """Most likely a slip in the year or month."""
    return Diagnostic(
        "notice-day",
        Text(f"一个假期不会超过 {LONGEST_HOLIDAY} 天", f"no holiday has more than {LONGEST_HOLIDAY} days"),
        span,
        Text("核对 `from` 与 `to` 的年份和月份", "check the years and months of `from` and `to`"),
    )


def notice_incomplete(span: Span, missing: list[date]) -> Diagnostic:
    """A holiday whose day the law fixes is not there."""
    days = ", ".join(map(str, missing))
    return Diagnostic(
        "notice-incomplete",
        Text(f"缺少法定节日 {days}", f"the public holidays {days} are missing"),
        span,
        Text("写全通知中的全部节假日", "write down all the holidays of the notice"),
    )


def two_notices(year: int, first: str, second: str) -> Diagnostic:
    """Two files arrange one year."""
    return Diagnostic(
        "two-notices",
        Text(f"`{first}` 与 `{second}` 都是 {year} 年的通知", f"`{first}` and `{second}` are both notices for {year}"),
        file=second,
        help=Text("只给出一个", "give one of them only"),
    )
