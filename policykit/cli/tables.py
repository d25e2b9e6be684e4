"""Tables in files: CSV, Parquet, Arrow and XLSX, read in parts of so many rows and written as a whole from parts on disk.

What a file is must be what its ending says, and what cannot be told apart (two columns of one name, a quotation that does not end) is not guessed.
"""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import polars as pl
from fastexcel import FastExcelError, read_excel
from xlsxwriter.exceptions import XlsxWriterException

from ..diagnostics import Diagnostic, PolicyError, Text
from ..targets.polars.facts import days_written
from .lists import csv_header, kind_of
from .merged import filled
from .workbook import workbook

PLACE = "__place"  # of a row in the file, while some are left out
NONE_BLANK = pl.Series(dtype=pl.UInt32)
MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}) 00:00:00$"  # what the reader makes of a day in a column that holds words too
UNREADABLE = (pl.exceptions.PolarsError, FastExcelError)  # what a file that is no table of its kind raises


def header(path: Path) -> list[str]:
    """The names of the columns as the file has them: a reader of CSV or of workbooks changes those that occur twice. Raises `PolicyError`."""
    match kind_of(path):
        case "csv":
            return csv_header(path)
        case "xlsx":
            first = read_excel(path).load_sheet(0, header_row=None, n_rows=1, dtypes="string").to_polars()
            return [str(v or "") for v in first.row(0)] if first.height else []
    return list(scanned(path).rows.collect_schema())


class Scanned(NamedTuple):
    """The rows of a table, read when they are needed, without `blank` ones, which are counted from 0; a workbook is read at once (it holds a million rows at most).

    `said`, `doubts`: what is told of its merged cells, and of sheets that are not read.
    """

    rows: pl.LazyFrame
    blank: pl.Series
    said: tuple[Text, ...] = ()
    doubts: tuple[Diagnostic, ...] = ()


def scanned(path: Path, left_out: Sequence[int] = ()) -> Scanned:
    """A table without the rows of a CSV that are `left_out`, and without the rows of a workbook that hold nothing. Cells of a CSV are text, so that no number
    loses a digit; an empty cell is null. Numbers of a workbook are taken as they are shown, 22.01 and not the binary number beside it.

    Of several columns of one name all but the first have a number behind it. Raises `PolicyError` for a file that is not there.
    """
    if not path.is_file():
        raise PolicyError([Diagnostic("file", Text("没有此文件", "there is no such file"), file=str(path))])
    match kind_of(path):
        case "csv":
            rows = _own_names(pl.scan_csv(path, infer_schema=False, glob=False), header(path))
            kept = rows.with_row_index(PLACE).filter(~pl.col(PLACE).is_in(pl.Series(left_out, dtype=pl.UInt32).implode())).drop(PLACE) if left_out else rows
            return Scanned(kept, pl.Series(left_out, dtype=pl.UInt32))
        case "parquet":
            return Scanned(pl.scan_parquet(path, glob=False), NONE_BLANK)
        case "arrow":
            return Scanned(pl.scan_ipc(path, glob=False), NONE_BLANK)
    logging.getLogger("fastexcel").setLevel(logging.ERROR)  # that a column without cells is taken for text is no news
    whole = pl.read_excel(path, infer_schema_length=None, drop_empty_rows=False)
    own = whole.select(_filled(whole)).to_series() if whole.width else pl.Series([], dtype=pl.Boolean)
    merged = filled(path, whole, own)
    frame = merged.rows.filter(own) if whole.width else whole
    plain = frame.with_columns(pl.col(c).cast(pl.String).str.strip_suffix(".0") for c, t in frame.schema.items() if t.is_float())
    plain = plain.with_columns(pl.col(c).str.replace(MIDNIGHT, "$1") for c, t in frame.schema.items() if t == pl.String)
    said = (*_sheets_not_read(path), *merged.said)
    return Scanned(_own_names(plain.lazy(), header(path)), _blank_between(own) if frame.height else NONE_BLANK, said, merged.doubts)


def _sheets_not_read(path: Path) -> tuple[Text, ...]:
    """Which sheet of a workbook is read and which are not, where more than one that can be seen holds something."""
    book = read_excel(path)
    first, *others = book.sheet_names
    looked_at = [book.load_sheet(n, header_row=None, n_rows=1, dtypes="string") for n in others]
    left = [s.name for s in looked_at if s.visible == "visible" and s.height]
    zh, en = "、".join(f"“{n}”" for n in left), ", ".join(f"`{n}`" for n in left)
    told = Text(
        f"提示：只读入第一张工作表“{first}”，未读入：{zh}；要读其他的，把它移到最前，或另存为一个文件",
        f"note: only the first sheet `{first}` is read, and not {en}; to read another, move it to the front or save it as a file of its own",
    )
    return (told,) if left else ()


def _blank_between(own: pl.Series) -> pl.Series:
    """The blank rows before the last that is filled; those behind it, which a sheet may have by the thousand, are no part of the table."""
    return (~own.head(int(own.arg_true()[-1]))).arg_true()


def _filled(whole: pl.DataFrame) -> pl.Expr:
    """Whether something stands in a row of a workbook, which blanks are not."""
    return pl.any_horizontal(pl.col(n).str.strip_chars() != "" if t == pl.String else pl.col(n).is_not_null() for n, t in whole.schema.items()).fill_null(False)


def _own_names(table: pl.LazyFrame, written: Sequence[str]) -> pl.LazyFrame:
    """The table with 数量 and 数量 (2) for two columns 数量, whatever the reader has made of them. `written`: the names in the file."""
    names = table.collect_schema().names()
    if len(names) != len(written):  # a workbook may have columns without a name behind the last
        return table
    taken, own = set(written), dict(zip(names, written, strict=True))
    for n, (name, word) in enumerate(own.items()):
        if word in written[:n]:
            number = next(k for k in itertools.count(2) if f"{word} ({k})" not in taken)
            own[name] = f"{word} ({number})"
            taken.add(own[name])
    return table.rename({n: w for n, w in own.items() if n != w and written.count(w) != 1 and w.strip() != ""})


def parts_of(table: pl.LazyFrame, first: int, rows: int) -> Iterator[pl.DataFrame]:
    """The table from row `first` on, in parts of `rows` rows; a table without rows is one empty part."""
    met = False
    waiting: list[pl.DataFrame] = []
    height = 0
    for batch in table.slice(first).collect_batches(chunk_size=rows, maintain_order=True):
        waiting.append(batch)
        height += batch.height
        while height >= rows:
            whole = pl.concat(waiting)
            met = True
            yield whole.head(rows)
            waiting = [whole.slice(rows)]
            height -= rows
    if height:
        yield pl.concat(waiting)
    elif first == 0 and not met:
        yield table.head(0).collect()


def write_part(frame: pl.DataFrame, path: Path) -> None:
    """A part that is there as a whole or not at all, whenever the program is stopped."""
    beside = path.with_suffix(".unfinished")
    with writing(beside, path):
        frame.write_parquet(beside, compression="lz4")
        settle(beside, path)


@contextmanager
def writing(beside: Path, path: Path) -> Iterator[None]:
    """A file is written: where that fails nothing is left of it. Raises `PolicyError`."""
    try:
        yield
    except (OSError, pl.exceptions.PolarsError, XlsxWriterException) as e:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        reason = getattr(e, "strerror", None) or str(e).splitlines()[0]
        fault = Diagnostic(
            "file",
            Text(f"无法写入：{reason}", f"it cannot be written: {reason}"),
            help=Text("腾出空间或权限后用同样的命令再运行，做完的部分不会重做", "make room, or see to the rights, and run the same command again: what is done stays done"),
            file=str(path),
        )
        raise PolicyError([fault]) from e


def settle(beside: Path, path: Path) -> None:
    """Put a finished file in its place, so that it outlasts a power cut."""
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(beside, path)
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class Form(NamedTuple):
    """How a table is written: with the words that `worded` puts for codes; the columns of text that hold `days`; a CSV with the mark of UTF-8 (`marked`), without which a Chinese Excel takes it for GBK."""

    worded: Callable[[pl.LazyFrame], pl.LazyFrame] | None
    days: Collection[str]
    marked: bool


def write_whole(parts: Sequence[Path], path: Path, form: Form) -> None:
    """One table from its parts, in their order. Raises `PolicyError` for more rows than a workbook holds."""
    table = joined(parts) if form.worded is None else form.worded(joined(parts))
    kind = kind_of(path)
    beside = path.with_name(path.name + ".unfinished")
    with writing(beside, path):
        if kind == "parquet":
            table.sink_parquet(beside, maintain_order=True)
        elif kind == "arrow":
            table.sink_ipc(beside, maintain_order=True)
        elif kind == "csv":
            plain = flat(table)
            days_in_text = [days_written(pl.col(n)).alias(n) for n, t in plain.collect_schema().items() if t == pl.Date]
            plain.with_columns(days_in_text).sink_csv(beside, maintain_order=True, include_bom=form.marked)
        else:
            beside.write_bytes(workbook(flat(table).collect(), form.days))
        settle(beside, path)


def joined(parts: Sequence[Path]) -> pl.LazyFrame:
    """All parts as one table: a column of decimals has the most places that one of them has."""
    schemas = [pl.scan_parquet(p, glob=False).collect_schema() for p in parts]
    types = dict(schemas[0])
    for schema in schemas[1:]:
        for name, type_ in schema.items():
            known = types[name]
            if isinstance(known, pl.Decimal) and isinstance(type_, pl.Decimal) and type_.scale > known.scale:
                types[name] = type_
    return pl.concat([pl.scan_parquet(p, glob=False).cast({n: t for n, t in types.items() if s[n] != t}) for p, s in zip(parts, schemas, strict=True)])


def flat(table: pl.LazyFrame) -> pl.LazyFrame:
    """Lists as text, for tables that hold none."""
    lists = [c for c, t in table.collect_schema().items() if isinstance(t, pl.List)]
    return table.with_columns(pl.col(c).cast(pl.List(pl.String)).list.join("; ") for c in lists)
