"""Figures in the words of a Chinese text: 6个月, 三十日, 50万元, 1.1倍, 百分之三十. What cannot be read is left out, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from .frozen import dataclass
from .numbers import number_text, read_number
from .periods import FIRST_DAY, LAST_DAY, last_of_month, period_text

DIGITS = {c: n % 10 for n, c in enumerate("零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖")} | {"两": 2}
PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
MOST_PLACES = 4  # 千万亿 and the like
MOST_DAYS = 10**8  # no length of time is longer
WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")

_HAN = "".join([*DIGITS, *PLACES, *LARGE])
_NUMBER = rf"(?:[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?[百千万亿]*|[{_HAN}]+|半)"
_UNIT = r"个工作日|工作日|个月|个季度|个星期|星期|周|小时|年(?!度|级)|日|天|元|倍|%|‰|成|个|名|人|户|次|家|项|顶|件|份|级"
_YEAR = rf"[0-9]{{4}}|[{''.join(DIGITS)}]{{4}}"
_FIGURE = re.compile(
    rf"(?:(?P<year>{_YEAR})年)?(?P<month>{_NUMBER})月(?:(?P<day>{_NUMBER})日|(?P<ends>[底末]))|每月的?(?P<monthly>{_NUMBER})日|(?P<of>[{_HAN}]+)分之(?P<part>{_NUMBER})|(?P<years>{_NUMBER})年零?(?P<months>{_NUMBER})个月|(?P<number>{_NUMBER})(?P<unit>{_UNIT})?"
)
_MONTHS = {"个月": 1, "个季度": 3, "年": 12}
_DAYS = {"日": 1, "天": 1, "周": 7, "星期": 7, "个星期": 7}
_MONTH = re.compile(rf"{_NUMBER}月")
_LEAP, _FEBRUARY = 2024, 2  # a year in which every day of the year is; the month whose last day is not the same each year
_SHARES = {"%": 100, "‰": 1000, "成": 10}


Meaning = int | timedelta | Fraction | date | tuple[int, int]


@dataclass(frozen=True)
class Figure:
    """A figure and where it stands. `means`: what it may be written as, each under a name: `months`, `duration`, `number`, `date`, `day_of_year` (month and day), or the bare number by its unit."""

    words: str
    start: int
    end: int
    means: dict[str, Meaning]


def figures(text: str) -> list[Figure]:
    """The figures of a text, in order.

    >>> [f.means["months"] for f in figures("不满6个月的，一年零六个月的")]
    [6, 18]
    >>> [f.means["duration"].days for f in figures("三十日内")], [f.means for f in figures("每月的10日，25年9月1日，6月31日")]
    ([30], [{'in 日': Fraction(10, 1)}])
    >>> [str(f.means["date"]) for f in figures("自2025年9月1日起，至二〇二八年八月三十一日")]
    ['2025-09-01', '2028-08-31']
    >>> [str(f.means["number"]) for f in figures("50万元，1.1倍，百分之三十，5%")]
    ['500000', '11/10', '3/10', '1/20']
    >>> [f.means for f in figures("每年7月15日前，八月底前，每月10日前")]
    [{'day_of_year': (7, 15)}, {'day_of_year': (8, 31)}, {'in 日': Fraction(10, 1)}]
    """
    plain = text.translate(WIDE)
    found = (_read(match, plain) for match in _FIGURE.finditer(plain))
    return [f for f in found if f is not None]


def number_of(text: str) -> Fraction | None:
    """A number as a text writes it.

    >>> [str(number_of(t)) for t in ("三百零五", "两万五千", "1,200", "50万", "十二")]
    ['305', '25000', '1200', '500000', '12']
    """
    match = re.fullmatch(r"([0-9.,]+)([百千万亿]*)", text)
    if match is not None:
        read = read_number(match[1].replace(",", ""))  # None where it is none, 1.2.3, or too long
        if read is None or len(match[2]) > MOST_PLACES:
            return None
        value = Fraction(read)
        for place in match[2]:
            value *= {**PLACES, **LARGE}[place]
        return value
    return Fraction(1, 2) if text == "半" else _han(text)


def _han(text: str) -> Fraction | None:
    """A number in Chinese numerals; None for digits in a row, which are a year or a mark."""
    total, section, digit = 0, 0, None
    for character in text:
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS[character]
        elif character in PLACES:
            section += (1 if digit is None else digit) * PLACES[character]
            digit = None
        else:
            total = (total + section + (digit or 0)) * LARGE[character]
            section, digit = 0, None
    return Fraction(total + section + (digit or 0))


def _read(match: re.Match[str], text: str) -> Figure | None:
    if match["month"]:
        if match["year"]:
            dated = _date(match)
            return Figure(match[0], match.start(), match.end(), {"date": dated}) if dated is not None else None
        day = _day_of_year(match)
        year = text[max(0, match.start() - 2) : match.start()]  # 每年7月15日 comes each year, 2025年9月1日 does not
        of_year = year.endswith("年") and (year[0].isdigit() or year[0] in DIGITS)
        return Figure(match[0], match.start(), match.end(), {"day_of_year": day}) if day is not None and not of_year else None
    if match["monthly"]:
        number = number_of(match["monthly"])
        return Figure(match[0], match.start(), match.end(), {"in 日": number}) if number is not None else None
    if match.start() and text[match.start() - 1] in "第〔年" and match["unit"] != "倍":
        return None
    means = dict(_means(match, text))
    return Figure(match[0], match.start(), match.end(), means) if means else None


def _date(match: re.Match[str]) -> date | None:
    year = int("".join(str(DIGITS.get(c, c)) for c in match["year"]))
    day = _day_of_month(match, year)
    found = date(year, *day) if year and day is not None else None
    return found if found is not None and FIRST_DAY <= found <= LAST_DAY else None


def _day_of_year(match: re.Match[str]) -> tuple[int, int] | None:
    day = _day_of_month(match, _LEAP)
    return None if day is not None and day[0] == _FEBRUARY and match["ends"] else day


def _day_of_month(match: re.Match[str], year: int) -> tuple[int, int] | None:
    """The month and the day of it, where it has such a day in the year."""
    month = number_of(match["month"])
    if month is None or month.denominator != 1 or not 1 <= month <= 12:
        return None
    last = last_of_month(year, int(month))
    day = Fraction(last) if match["ends"] else number_of(match["day"])
    return (int(month), int(day)) if day is not None and day.denominator == 1 and 1 <= day <= last else None


def _means(match: re.Match[str], text: str) -> Iterator[tuple[str, Meaning]]:
    if match["of"]:
        whole, part = number_of(match["of"]), number_of(match["part"])
        if whole and part is not None:
            yield "number", part / whole
            yield "percent", part * 100 / whole
        return
    if match["years"]:
        years, months = number_of(match["years"]), number_of(match["months"])
        if years is not None and months is not None and (12 * years + months).denominator == 1:
            yield "months", int(12 * years + months)
        return
    value, unit = number_of(match["number"]), match["unit"]
    if value is None or (unit is None and not match["number"][0].isdigit()):
        return
    day_of_month = unit == "日" and text[: match.start()].endswith(("月", "月的"))
    year = unit == "年" and (value >= 1000 or _MONTH.match(text, match.end()) is not None)  # 2026年, 25年9月
    too_long = (unit in _DAYS or unit == "小时") and value >= MOST_DAYS
    if too_long or day_of_month or year or text[match.end() : match.end() + 1] == "月":
        return
    if unit in _MONTHS:
        months = value * _MONTHS[unit]
        if unit == "年" and text[match.end() : match.end() + 1] == "半":
            months += 6
        if months.denominator == 1:
            yield "months", int(months)
    elif unit in _DAYS:
        yield "duration", timedelta(days=1) * value.numerator * _DAYS[unit] / value.denominator
    elif unit == "小时":
        yield "duration", timedelta(hours=1) * value.numerator / value.denominator
    elif unit in _SHARES:
        yield "number", value / _SHARES[unit]
        yield "percent", value * 100 / _SHARES[unit]
    else:
        yield "number", value
    yield f"in {unit or 'ones'}", value


UNITS = ("个工作日", "工作日", "日", "天", "周", "星期", "个星期", "个月", "个季度", "年", "小时", "次", "倍", "元")
_ONE_UNIT = {"个工作日": "工作日", "天": "日", "星期": "周", "个星期": "周"}


def unit(figure: Figure) -> str | None:
    """What a figure counts, where a plain number does not say it.

    >>> [unit(f) for f in figures("5个工作日，五天，每月的10日，两次，3顶，1个月")]
    ['工作日', '日', '日', '次', None, '个月']
    """
    return next((_ONE_UNIT.get(u, u) for u in UNITS if f"in {u}" in figure.means), None)


def another_unit(old: str | None, new: str | None, plain: bool) -> bool:
    """Whether a figure counts something else than before. `plain`: it is written as a number alone; a length of time says its own unit, but knows no working days.

    >>> another_unit("工作日", "日", True), another_unit("日", "小时", False), another_unit("日", "工作日", False)
    (True, False, True)
    """
    return old is not None and new is not None and old != new and (plain or "工作日" in (old, new))


def changed_figures(before: str, after: str) -> tuple[list[Figure], list[Figure]]:
    """The figures that stand where two wordings of a clause differ, of each.

    >>> [[f.words for f in side] for side in changed_figures("使用不满16个月的，30日内", "使用不满6个月的，30日内")]
    [['16个月'], ['6个月']]
    """
    start, kept = alike(before, after)
    return _touching(before, start, len(before) - kept), _touching(after, start, len(after) - kept)


def alike(before: str, after: str) -> tuple[int, int]:
    """How many characters two wordings have alike at the beginning, and at the end.

    >>> alike("不满6个月", "不满9个月")
    (2, 2)
    """
    shorter = min(len(before), len(after))
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), shorter)
    end = next((i for i, (a, b) in enumerate(zip(before[start:][::-1], after[start:][::-1], strict=False)) if a != b), shorter - start)
    return start, end


def first_figure(text: str) -> tuple[str, str] | None:
    """The first figure of a text that a pack writes otherwise, and how it does.

    >>> first_figure("12个月"), first_figure("< 50万元"), first_figure("P6M")
    (('12个月', 'P12M'), ('50万元', '500000'), None)
    """
    for figure in figures(text):
        for value in (figure.means[kind] for kind in ("months", "duration", "number") if kind in figure.means):
            assert not isinstance(value, tuple | date)  # days have none of these names
            written = number_text(value) if isinstance(value, Fraction) else period_text(value)
            if written != figure.words:
                return figure.words, written
    return None


def _touching(text: str, start: int, end: int) -> list[Figure]:
    return [f for f in figures(text) if f.start <= end and f.end >= start]
