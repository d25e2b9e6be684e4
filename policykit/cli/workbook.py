"""A table -> the bytes of a workbook: numbers as numbers and days as days, so that sums, filters and sorting in it work, its first row held in view with a filter.

Cells of CSV are text whatever they hold. A cell becomes a number or a day where a workbook holds it and shows it again as it was, a number with the decimal
places it was written with; 若干 among them stays text and leaves the others numbers. A column with digits that are no number (007, an identity card) names
things, and is text as a whole.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from io import BytesIO
from typing import Any

import polars as pl
from rich.cells import cell_len
from xlsxwriter import Workbook

from ..diagnostics import Diagnostic, PolicyError, Text
from ..domain.written_days import days_text
from ..targets.polars.facts import days_written

MOST_ROWS = 1_048_575
NUMBER = r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,10})?$"  # 007 is a number of a thing and no quantity
NOUGHT = r"^-0(\.0*)?$"  # which a workbook shows without its sign
DIGITS = r"^-?[0-9]+(\.[0-9]*)?$"
MOST_DIGITS = 15  # that a binary number holds, whichever they are
DAY = "%Y-%m-%d"
OPTIONS = {"nan_inf_to_errors": True, "strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}  # what is text is no formula
PIXELS = 7  # of a character of half width
FIRST_DAY, LAST_DAY = pl.date(1900, 3, 1), pl.date(9999, 12, 31)  # a workbook counts the days before otherwise, and none after


def workbook(frame: pl.DataFrame, days: Collection[str] = (), widest: int | None = None) -> bytes:
    """A workbook's bytes; columns named in `days` hold days, which may be written 2025/1/9 there, beside words that are none. `widest`: of sentences, in
    characters of half width: columns are as wide as their longest line, up to that, and what is longer goes on below.

    Its numbers are binary ones: a column with numbers that these do not hold (of 17 digits, say) is text. Raises `PolicyError`.
    """
    check_height(frame.height)
    far = [s for s in frame if s.dtype == pl.Date and not s.is_between(date.min, date.max).all()]
    frame = frame.with_columns(days_written(pl.col(s.name)).alias(s.name) for s in far)
    wide = [s.name for s in frame if s.dtype.is_decimal() or s.dtype.is_integer() if not s.cast(pl.Float64).cast(s.dtype, strict=False).eq_missing(s).all()]
    typed = frame.with_columns(pl.col(wide).cast(pl.String)).with_columns(_typed(s, s.name in days) for s in frame if s.dtype == pl.String)
    places = {s.name: _places(frame.get_column(s.name)) for s in typed if s.dtype.is_numeric()}
    formats: dict[Any, Any] = {n: "General" if typed.schema[n].is_float() and frame.schema[n].is_float() else _format(p.max()) for n, p in places.items()}
    texts = [s for s in typed if s.dtype == pl.String and frame.schema[s.name] == pl.String]
    apart = {s.name: cells for s in texts if (cells := _among_words(s, s.name in days)).count()}
    rest = typed.with_columns(pl.when(cells.is_null()).then(pl.col(n)).alias(n) for n, cells in apart.items())
    widths: dict[Any, int] | None = {s.name: _width(s, widest) for s in frame} if widest is not None else None
    if widths is not None:
        formats |= {n: {"text_wrap": True, "valign": "top"} for n in widths if n not in places}
    written = BytesIO()
    with Workbook(written, OPTIONS) as book:
        rest.write_excel(book, freeze_panes=(1, 0), column_formats=formats, column_widths=widths, dtype_formats={pl.Date: "yyyy-mm-dd"})  # which sets a filter of itself
        for name, of_each in places.items():
            if frame.schema[name] == pl.String and of_each.drop_nulls().n_unique() > 1:
                _write_each(book, typed.get_column(name), of_each, typed.get_column_index(name))
        for name, cells in apart.items():
            _write_each(book, cells, _places(frame.get_column(name)), typed.get_column_index(name))
    return written.getvalue()


def _width(column: pl.Series, widest: int) -> int:
    """How wide a column is, in the pixels of a workbook: by its longest line, or its heading and the button of its filter."""
    lines = [line for cell in column.cast(pl.String).drop_nulls() for line in cell.split("\n")]
    return PIXELS * min(widest, max(cell_len(column.name) + 3, *map(cell_len, lines), 1) + 1)


def _write_each(book: Workbook, cells: pl.Series, places: pl.Series, column: int) -> None:
    """Days, or numbers each with its own decimal places, written where they stand."""
    sheet = book.worksheets()[0]
    formats = {p: book.add_format({"num_format": _format(p)}) for p in places.unique().drop_nulls()}
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, (cell, place) in enumerate(zip(cells, places, strict=True), 1):
        if isinstance(cell, date):
            sheet.write_datetime(row, column, cell, day)
        elif cell is not None:
            sheet.write_number(row, column, cell, formats[place])


def check_height(rows: int) -> None:
    """Raises `PolicyError` for more rows than a workbook holds."""
    if rows > MOST_ROWS:
        raise PolicyError(
            [
                Diagnostic(
                    "too-many-rows",
                    Text(f"{rows} 行超出工作簿上限 {MOST_ROWS} 行", f"{rows} rows are more than the {MOST_ROWS} of a workbook"),
                    help=Text("改存 .parquet 或 .csv", "write .parquet or .csv"),
                )
            ]
        )


def _typed(text: pl.Series, is_day: bool) -> pl.Series:
    """Text as numbers or days, where it is all of that; else as it is."""
    cells = text.drop_nulls()
    if cells.is_empty():
        return text
    if cells.str.contains(NUMBER).all() and not cells.str.contains(NOUGHT).any() and (cells.str.count_matches("[0-9]") <= MOST_DIGITS).all():
        return text.cast(pl.Float64 if cells.str.contains(".", literal=True).any() else pl.Int64)
    whole = days_text(text) if is_day else text.filter(text.is_null() | text.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))
    read = whole.str.to_date(DAY, strict=False)
    right = len(whole) == len(text) and read.null_count() == text.null_count() and read.drop_nulls().to_frame().select(pl.first().is_between(FIRST_DAY, LAST_DAY)).to_series().all()
    return read if right else text


def _among_words(text: pl.Series, is_day: bool) -> pl.Series:
    """The days, or the numbers, of a column that holds words too; null in place of these."""
    if is_day:
        read = days_text(text).str.to_date(DAY, strict=False)
        return read.to_frame("day").select(pl.when(pl.col("day").is_between(FIRST_DAY, LAST_DAY)).then(pl.col("day"))).to_series()
    column = pl.col(text.name)
    number = column.str.contains(NUMBER) & ~column.str.contains(NOUGHT) & (column.str.count_matches("[0-9]") <= MOST_DIGITS)
    name = (column.str.contains(DIGITS) & ~number).any()
    return text.to_frame().select(pl.when(number & ~name).then(column).cast(pl.Float64)).to_series()


def _places(numbers: pl.Series) -> pl.Series:
    """How many decimal places each number has: as it is written where it is text, else without noughts at the end."""
    texts = numbers.cast(pl.String)
    return texts.str.extract(r"\.([0-9]+)$" if numbers.dtype == pl.String else r"\.([0-9]*?)0*$").str.len_chars().fill_null(0).set(texts.is_null(), None)


def _format(places: Any) -> str:
    return "0." + "0" * places if places else "0"
