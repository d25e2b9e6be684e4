"""Tables in files: CSV, Parquet, Arrow and XLSX, read in parts of so many rows and written as a whole from parts on disk."""

from __future__ import annotations

import codecs
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from fastexcel import FastExcelError

from ..diagnostics import Diagnostic, PolicyError, Text

KINDS = {".csv": "csv", ".parquet": "parquet", ".arrow": "arrow", ".ipc": "arrow", ".feather": "arrow", ".xlsx": "xlsx"}
MOST_XLSX_ROWS = 1_048_575
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
    if kind_of(path) != "csv" or _decodes(path, "utf-8"):
        yield path, False
        return
    with path.open("rb") as file:
        marked = file.read(3) == codecs.BOM_UTF8
    if marked or not _decodes(path, "gb18030"):
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
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        with path.open(encoding="gb18030", newline="") as text, copy.open("w", encoding="utf-8", newline="") as out:
            shutil.copyfileobj(text, out, 1 << 20)
        yield copy, True


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as text:
            while text.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def scanned(path: Path) -> pl.LazyFrame:
    """The rows of a table, read when they are needed. Cells of CSV are text, so that no number loses a digit; an empty cell is null.

    A workbook is read at once (it holds a million rows at most); its numbers are taken as they are shown, 22.01 and not the binary number beside it.
    Raises `PolicyError` for a file that is not there.
    """
    if not path.is_file():
        raise PolicyError([Diagnostic("file", Text("没有此文件", "there is no such file"), file=str(path))])
    match kind_of(path):
        case "csv":
            return pl.scan_csv(path, infer_schema=False)
        case "parquet":
            return pl.scan_parquet(path)
        case "arrow":
            return pl.scan_ipc(path)
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
    frame.write_parquet(beside, compression="lz4")
    settle(beside, path)


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


def write_whole(parts: Sequence[Path], path: Path) -> None:
    """One table from its parts, in their order. Raises `PolicyError` for more rows than a workbook holds."""
    table = joined(parts)
    kind = kind_of(path)
    beside = path.with_name(path.name + ".unfinished")
    if kind == "parquet":
        table.sink_parquet(beside, maintain_order=True)
    elif kind == "arrow":
        table.sink_ipc(beside, maintain_order=True)
    elif kind == "csv":
        flat(table).sink_csv(beside, maintain_order=True)
    else:
        frame = flat(table).collect()
        if frame.height > MOST_XLSX_ROWS:
            raise PolicyError(
                [
                    Diagnostic(
                        "too-many-rows",
                        Text(f"{frame.height} 行超出工作簿上限 {MOST_XLSX_ROWS} 行", f"{frame.height} rows are more than the {MOST_XLSX_ROWS} of a workbook"),
                        help=Text("改存 .parquet 或 .csv", "write .parquet or .csv"),
                    )
                ]
            )
        workbook = BytesIO()
        frame.write_excel(workbook)
        beside.write_bytes(workbook.getvalue())
    settle(beside, path)


def joined(parts: Sequence[Path]) -> pl.LazyFrame:
    """All parts as one table: a column of decimals has the most places that one of them has."""
    schemas = [pl.scan_parquet(p).collect_schema() for p in parts]
    types = dict(schemas[0])
    for schema in schemas[1:]:
        for name, type_ in schema.items():
            known = types[name]
            if isinstance(known, pl.Decimal) and isinstance(type_, pl.Decimal) and type_.scale > known.scale:
                types[name] = type_
    return pl.concat([pl.scan_parquet(p).cast({n: t for n, t in types.items() if s[n] != t}) for p, s in zip(parts, schemas, strict=True)])


def flat(table: pl.LazyFrame) -> pl.LazyFrame:
    """Lists as text, for tables that hold none."""
    lists = [c for c, t in table.collect_schema().items() if isinstance(t, pl.List)]
    return table.with_columns(pl.col(c).cast(pl.List(pl.String)).list.join("; ") for c in lists)
