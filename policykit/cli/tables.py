"""Tables in files: CSV, Parquet, Arrow and XLSX, read in parts of so many rows and written as a whole from parts on disk.

What a file is must be what its ending says, and what cannot be told apart (two columns of one name, a quotation that does not end) is not guessed.
"""

from __future__ import annotations

import codecs
import csv
import logging
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from fastexcel import FastExcelError, read_excel
from xlsxwriter.exceptions import XlsxWriterException

from ..diagnostics import Diagnostic, PolicyError, Text
from .workbook import workbook

NAMES = {"csv": "CSV", "parquet": "Parquet", "arrow": "Arrow", "xlsx": "XLSX"}
BEGINNINGS = {b"PAR1": "parquet", b"ARROW1": "arrow", b"PK\x03\x04": "xlsx"}
KINDS = {".csv": "csv", ".parquet": "parquet", ".arrow": "arrow", ".ipc": "arrow", ".feather": "arrow", ".xlsx": "xlsx"}
UNREADABLE = (pl.exceptions.PolarsError, FastExcelError)  # what a file that is no table of its kind raises


def kind_of(path: Path) -> str:
    """What kind of table a file is, by its name. Raises `PolicyError`."""
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise PolicyError(
            [
                Diagnostic(
                    "table-kind",
                    Text(f"不认识文件 `{path.name}` 的类型", f"`{path.name}` is no table of a known kind"),
                    help=Text("可用 .csv、.parquet、.arrow、.xlsx", "use .csv, .parquet, .arrow or .xlsx"),
                )
            ]
        )
    return kind


@contextmanager
def read_as_utf8(path: Path) -> Iterator[tuple[Path, bool]]:
    """The table as it can be read: a CSV that is GB18030 (GBK, GB2312) in UTF-8, in a file of its own while it is needed. And whether it is so.

    Raises `PolicyError` for a file that is not there, or is text in neither.
    """
    if not path.is_file():
        raise PolicyError([Diagnostic("file", Text("没有此文件", "there is no such file"), file=str(path))])
    kind = kind_of(path)
    with path.open("rb") as file:
        first = file.read(8)
    if not first.strip() and path.stat().st_size <= len(first):
        raise PolicyError([Diagnostic("table", Text("此文件是空的", "this file is empty"), help=Text("首行应为列名", "its first row should name the columns"), file=str(path))])
    if (is_ := next((k for begins, k in BEGINNINGS.items() if first.startswith(begins)), "csv")) != kind:
        raise PolicyError([_other_kind(path, kind, is_)])
    quotes = _quotes(path, "utf-8") if kind == "csv" else 0
    if quotes is not None:
        _check_quotes(path, quotes)
        yield path, False
        return
    quotes = _quotes(path, "gb18030") if not first.startswith(codecs.BOM_UTF8) else None
    if quotes is None:
        raise PolicyError(
            [
                Diagnostic(
                    "encoding",
                    Text("此文件既不是 UTF-8，也不是 GB18030（GBK）编码", "this file is neither UTF-8 nor GB18030 (GBK)"),
                    help=Text("另存为“CSV UTF-8”", "save it as CSV in UTF-8"),
                    file=str(path),
                )
            ]
        )
    _check_quotes(path, quotes)
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        with path.open(encoding="gb18030", newline="") as text, copy.open("w", encoding="utf-8", newline="") as out:
            shutil.copyfileobj(text, out, 1 << 20)
        yield copy, True


def _other_kind(path: Path, kind: str, is_: str) -> Diagnostic:
    """A file that is of another kind than its ending says; `csv` stands for none of the others."""
    if is_ == "csv":
        message = Text(f"此文件不是 {NAMES[kind]}，虽然名称以 {path.suffix} 结尾", f"this file is no {NAMES[kind]}, though its name ends in {path.suffix}")
        return Diagnostic(
            "table",
            message,
            help=Text("另存为该类型的文件（Arrow 不用流格式），或改为实际类型的后缀", "save it as such a file (of Arrow not a stream), or give it the ending of its kind"),
            file=str(path),
        )
    message = Text(f"此文件是 {NAMES[is_]}，名称却以 {path.suffix} 结尾", f"this file is {NAMES[is_]}, and its name ends in {path.suffix}")
    return Diagnostic("table", message, help=Text(f"改名为 {path.stem}.{is_}", f"rename it {path.stem}.{is_}"), file=str(path))


def _quotes(path: Path, encoding: str) -> int | None:
    """How many quotation marks a text has; None where it is not in the encoding."""
    found = 0
    try:
        with path.open(encoding=encoding, newline="") as text:
            while part := text.read(1 << 20):
                found += part.count('"')
    except UnicodeDecodeError:
        return None
    return found


def _check_quotes(path: Path, quotes: int) -> None:
    if quotes % 2:
        message = Text("有一个引号没有配对，其后的行会被当作一格", "a quotation mark is not closed: the rows after it would be one cell")
        raise PolicyError([Diagnostic("table", message, help=Text('补上 "；文字中的 " 写作 ""', 'close it; a " within a text is written ""'), file=str(path))])


def header(path: Path) -> list[str]:
    """The names of the columns as the file has them: a reader of CSV or of workbooks changes those that occur twice. Raises `PolicyError`."""
    match kind_of(path):
        case "csv":
            with path.open(encoding="utf-8-sig", newline="") as text:
                names = next((row for row in csv.reader(text) if row), [])
            if len(names) == 1 and (mark := next((m for m in ";\t|" if m in names[0]), None)):
                shown = Text("制表符", "tabs") if mark == "\t" else Text(f"`{mark}`", f"`{mark}`")
                message = Text(f"各列以{shown.zh}分隔，而不是逗号", f"the columns are parted by {shown.en}, not by commas")
                raise PolicyError([Diagnostic("table", message, help=Text("另存为以逗号分隔的 CSV", "save it as CSV with commas"), file=str(path))])
            return names
        case "xlsx":
            first = read_excel(path).load_sheet(0, header_row=None, n_rows=1, dtypes="string").to_polars()
            return [str(v or "") for v in first.row(0)] if first.height else []
    return list(scanned(path).collect_schema())


def scanned(path: Path) -> pl.LazyFrame:
    """The rows of a table, read when they are needed. Cells of CSV are text, so that no number loses a digit; an empty cell is null.

    A workbook is read at once (it holds a million rows at most); its numbers are taken as they are shown, 22.01 and not the binary number beside it.
    Raises `PolicyError` for a file that is not there.
    """
    if not path.is_file():
        raise PolicyError([Diagnostic("file", Text("没有此文件", "there is no such file"), file=str(path))])
    match kind_of(path):
        case "csv":
            return pl.scan_csv(path, infer_schema=False, glob=False)
        case "parquet":
            return pl.scan_parquet(path, glob=False)
        case "arrow":
            return pl.scan_ipc(path, glob=False)
    logging.getLogger("fastexcel").setLevel(logging.ERROR)  # that a column without cells is taken for text is no news
    frame = pl.read_excel(path, infer_schema_length=None)
    return frame.with_columns(pl.col(c).cast(pl.String).str.strip_suffix(".0") for c, t in frame.schema.items() if t.is_float()).lazy()


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
    with _writing(beside, path):
        frame.write_parquet(beside, compression="lz4")
        settle(beside, path)


@contextmanager
def _writing(beside: Path, path: Path) -> Iterator[None]:
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


def write_whole(parts: Sequence[Path], path: Path, written: Callable[[pl.LazyFrame], pl.LazyFrame] | None = None, days: Collection[str] = ()) -> None:
    """One table from its parts, in their order; `written` says how, where not as they are. Columns of text named in `days` hold days.

    Raises `PolicyError` for more rows than a workbook holds.
    """
    table = joined(parts) if written is None else written(joined(parts))
    kind = kind_of(path)
    beside = path.with_name(path.name + ".unfinished")
    with _writing(beside, path):
        if kind == "parquet":
            table.sink_parquet(beside, maintain_order=True)
        elif kind == "arrow":
            table.sink_ipc(beside, maintain_order=True)
        elif kind == "csv":
            flat(table).sink_csv(beside, maintain_order=True)
        else:
            beside.write_bytes(workbook(flat(table).collect(), days))
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
