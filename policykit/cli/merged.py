"""Merged cells of a workbook: a file keeps what stands in the first of them alone, and the rows below seem to be empty. In -> the rows as read; out -> each row with what its cell says.

A word or a day in a merged cell is said of each of its rows. A number may be the sum of them, so it stays where it is, and that is told.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from posixpath import join, normpath
from typing import NamedTuple

import polars as pl
from fastexcel import read_excel

from ..diagnostics import Diagnostic, Text
from ..domain.numbers import read_number
from .places import first_row

STRETCH = 1 << 20
RANGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)([0-9]+):[A-Z]+([0-9]+)"')
SHEET = re.compile(rb'<(?:\w+:)?sheet\s[^>]*?\w+:id="([^"]+)"')
TARGET = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
MOST_TOLD = 5


class Merged(NamedTuple):
    """Cells of one column, by its place from 0 and their rows as a spreadsheet shows them."""

    column: int
    first: int
    last: int


class Filled(NamedTuple):
    """The rows with what their merged cells say, what is told of it, and what is doubtful in it."""

    rows: pl.DataFrame
    said: tuple[Text, ...] = ()
    doubts: tuple[Diagnostic, ...] = ()


def filled(path: Path, rows: pl.DataFrame, own: pl.Series) -> Filled:
    """`rows`: those of the first sheet below the names, blank ones among them; `own`: which hold something of their own, for a row that holds nothing is no row."""
    merged = list(_merged(path))
    if not merged or rows.is_empty():
        return Filled(rows)
    names = {c.absolute_index: c.name for c in read_excel(path).load_sheet(0, n_rows=0).available_columns()}
    top = first_row(path) + 1  # the row of the sheet below the names
    said: dict[str, list[str]] = {}
    apart: dict[str, list[str]] = {}
    cells: dict[str, dict[int, int]] = {}  # column -> row -> the row that it is merged with
    for column, first, last in merged:
        name = names.get(column)
        if name is None or name not in rows.columns or first < top or first - top >= rows.height:
            continue
        value = rows.item(first - top, name)
        below = [r for r in range(first - top + 1, min(last - top + 1, rows.height)) if own[r]]
        if value is None or not below:
            continue
        number = (isinstance(value, str) and read_number(value) is not None) or rows.schema[name].is_numeric()
        (apart if number else said).setdefault(name, []).append(f"{first}–{last}")
        if not number:
            cells.setdefault(name, {}).update(dict.fromkeys(below, first - top))
    whole = rows.with_columns(_taken(rows.get_column(n), places) for n, places in cells.items())
    told = _listed(said)
    return Filled(
        whole,
        (Text(f"提示：合并单元格，其中各行都按所写的读取：{told.zh}", f"note: merged cells, read as what they say of each of their rows: {told.en}"),) if said else (),
        (_numbers_merged(path, _listed(apart)),) if apart else (),
    )


def _taken(column: pl.Series, places: dict[int, int]) -> pl.Series:
    """A column in which some rows have what stands in others."""
    taken = list(range(len(column)))
    for row, origin in places.items():
        taken[row] = origin
    return column.gather(taken)


def _listed(rows: dict[str, list[str]]) -> Text:
    """Columns with their rows; of many the first."""
    zh = [f"{n} 第 {'、'.join(r[:MOST_TOLD])} 行{f'等 {len(r)} 处' if len(r) > MOST_TOLD else ''}" for n, r in rows.items()]
    en = [f"{n} rows {', '.join(r[:MOST_TOLD])}{f' and {len(r) - MOST_TOLD} more' if len(r) > MOST_TOLD else ''}" for n, r in rows.items()]
    return Text("；".join(zh), "; ".join(en))


def _numbers_merged(path: Path, told: Text) -> Diagnostic:
    """Numbers in merged cells, of which it is not known whether each row has them or all together."""
    return Diagnostic(
        "merged-numbers",
        Text(f"合并单元格里的数只读入首行，其余各行为空格：{told.zh}", f"a number in merged cells is read into their first row, and the others are empty: {told.en}"),
        help=Text("取消合并，逐行填写", "unmerge them and fill in each row"),
        severity="warning",
        file=str(path),
    )


def _merged(path: Path) -> Iterator[Merged]:
    """The cells of the first sheet that are merged over several rows."""
    with zipfile.ZipFile(path) as book:
        part = _first_sheet(book)
        if part is None:
            return
        with book.open(part) as sheet:
            left = b""
            while stretch := sheet.read(STRETCH):
                text = left + stretch
                end = text.rfind(b">") + 1
                for letters, first, last in RANGE.findall(text[:end]):
                    if int(last) > int(first):
                        yield Merged(_number(letters), int(first), int(last))
                left = text[end:]


def _first_sheet(book: zipfile.ZipFile) -> str | None:
    """The file of the first sheet; None where the workbook does not say it in the usual way."""
    names = book.namelist()
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return None
    first = SHEET.search(book.read("xl/workbook.xml"))
    relations = TARGET.findall(book.read("xl/_rels/workbook.xml.rels"))
    own = next((r for r in relations if first is not None and b'Id="' + first[1] + b'"' in r), b"")
    target = re.search(rb'Target="([^"]+)"', own)
    found = normpath(join("xl", target[1].decode("utf-8", "replace"))).lstrip("/") if target is not None else ""
    return found if found in names else None


def _number(letters: bytes) -> int:
    """A column's place, from 0: A, B, … Z, AA."""
    found = 0
    for letter in letters:
        found = found * 26 + letter - 64
    return found - 1
