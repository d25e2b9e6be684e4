"""Where the rows of a table stand in its file as a spreadsheet shows it: below the names, blank rows among them. In -> rows as they are counted here; out -> rows as one finds them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from .csv_lines import rows_before
from .lists import kind_of


@dataclass(frozen=True)
class Places:
    """Of a CSV or a workbook. `blank`: its blank rows, counted from 0 below the names."""

    table: Path
    blank: pl.Series

    def of(self, rows: pl.Series) -> pl.Series:
        """Of rows counted from 1, without the first of the file and blank ones."""
        counted = rows.cast(pl.Int64)
        before = pl.Series("before", [], dtype=pl.Int64) if self.blank.is_empty() else self.blank.cast(pl.Int64) - pl.int_range(len(self.blank), eager=True)
        return counted + before.search_sorted(counted - 1, side="right").cast(pl.Int64) + self._above

    @cached_property
    def _above(self) -> int:
        """The row of the names, from 1: looked for where a row is told, as a workbook is read once more for it."""
        return rows_before(self.table) + 1 if kind_of(self.table) == "csv" else first_row(self.table)


def first_row(workbook: Path) -> int:
    """The row of the names in the first sheet, from 1: a reader leaves out the empty ones above it."""
    from fastexcel import read_excel

    book = read_excel(workbook)
    whole, used = (book.load_sheet(0, header_row=None, skip_rows=skipped, dtypes="string").height for skipped in (0, None))
    return whole - used + 1


def places_of(table: Path, blank: pl.Series) -> Places | None:
    """None for a file that no spreadsheet shows."""
    return Places(table, blank) if kind_of(table) in ("csv", "xlsx") else None
