"""Days as people and spreadsheets write them, in the one form that facts have: for command lines and lists of rows. Packs and the library take `2025-09-01` alone."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from .periods import read_date

if TYPE_CHECKING:
    import polars as pl

PERIOD = "period"  # the part of an event, or the fact, that names the year, month or day that a deed is for
TIME = r"(?:[ T]+(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.0+)?)?)?"  # which a spreadsheet keeps with a day, and which is not asked
WRITTEN = rf"^\s*([0-9]{{4}})[-/.年]([0-9]{{1,2}})[-/.月]([0-9]{{1,2}})日?{TIME}\s*$"  # also a pattern of polars
CLOSE = r"^\s*([12][0-9]{3})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])\s*$"  # 20260720
_WRITTEN, _CLOSE = re.compile(WRITTEN), re.compile(CLOSE)
_MOMENT = re.compile(r"\s*([0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?)[\sT]*([0-9]{1,2})(?:[:：]([0-9]{2})(?:[:：]([0-9]{2})(?:\.0+)?)?|[时点](?:([0-9]{1,2})分)?)\s*")

_PERIOD = re.compile(r"\s*([0-9]{4})(?:年度?|[-/.年]([0-9]{1,2})月?(?:份)?(?:(?<![月份])[-/.]([0-9]{1,2})|(?<=月)([0-9]{1,2})日)?)?\s*")


def period_text(text: str) -> str | None:
    """A year, a month or a day as events name their periods; what is not written as one stays as it is; None for a month or day that there is not.

    >>> period_text("2026年"), period_text("2026年6月"), period_text("2026/06"), period_text("2026-6"), period_text("2026年6月3日"), period_text("上半年")
    ('2026', '2026-06', '2026-06', '2026-06', '2026-06-03', '上半年')
    >>> period_text("2026-13") is None, period_text("2026.2.30") is None
    (True, True)
    """
    found = _PERIOD.fullmatch(text)
    if found is None:
        return text
    parts = [found[1], *(f"{p:0>2}" for p in (found[2], found[3] or found[4]) if p)]
    named = "-".join(parts)
    return named if read_date("-".join([*parts, "01", "01"][:3])) is not None else None


def day_text(text: str) -> str:
    """A day in its canonical form; what is not written as a day stays as it is, for its reader to refuse.

    >>> day_text("2026/7/20"), day_text("2026年7月20日"), day_text("2026.7"), day_text("unknown")
    ('2026-07-20', '2026-07-20', '2026.7', 'unknown')
    >>> day_text("2026-07-20 00:00:00"), day_text("2026/7/20 8:30"), day_text("2026-07-20 25:00")  # a day of a workbook in a column that has other words too
    ('2026-07-20', '2026-07-20', '2026-07-20 25:00')
    >>> day_text("20260720"), day_text("20261320"), day_text("46223")
    ('2026-07-20', '20261320', '46223')
    """
    found = _WRITTEN.fullmatch(text) or _CLOSE.fullmatch(text)
    return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}" if found else text


def moment_text(text: str) -> str:
    """A moment in its canonical form, or the day that is written alone; what is neither stays as it is.

    >>> moment_text("2026/3/2 8:00"), moment_text("2026年3月2日15时30分"), moment_text("2026-03-02T08:00:00"), moment_text("2026.3.2"), moment_text("noon")
    ('2026-03-02T08:00:00', '2026-03-02T15:30:00', '2026-03-02T08:00:00', '2026-03-02', 'noon')
    """
    found = _MOMENT.fullmatch(text)
    if found is None:
        return day_text(text)
    return f"{day_text(found[1])}T{found[2]:0>2}:{found[3] or found[5] or '':0>2}:{found[4] or '':0>2}"


def days_text(texts: pl.Series) -> pl.Series:
    """`day_text` of every cell of a column."""
    return texts.str.replace(CLOSE, "$1-$2-$3").str.replace(WRITTEN, "${1}-0${2}-0${3}").str.replace(r"^([0-9]{4})-0?([0-9]{2})-0?([0-9]{2})$", "$1-$2-$3")


def periods_of(texts: pl.Series) -> pl.Series:
    """`period_text` of every cell of a column; a month or day that there is not stays as it is."""
    written = {t: p for t in texts.unique().drop_nulls() if (p := period_text(t)) not in (None, t)}
    return texts.replace(written) if written else texts


def read_written_day(text: str) -> date | None:
    """The day, or None for what is none.

    >>> read_written_day("2026年7月20日"), read_written_day("2026/2/30")
    (datetime.date(2026, 7, 20), None)
    """
    return read_date(day_text(text))
