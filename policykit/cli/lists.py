"""A list in a file, read the same way by every command that takes one: CSV in UTF-8 or, as spreadsheets in China write it, in GB18030 (GBK).

What a file is must be what its ending says, and what cannot be told apart (a quotation that does not end, other separators) is not guessed. Whole
tables, for which polars is needed, are `tables`'; a CSV is read here without it.
"""

from __future__ import annotations

import codecs
import csv
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..diagnostics import Diagnostic, PolicyError, Text

NAMES = {"csv": "CSV", "parquet": "Parquet", "arrow": "Arrow", "xlsx": "XLSX"}
BEGINNINGS = {b"PAR1": "parquet", b"ARROW1": "arrow", b"PK\x03\x04": "xlsx"}
KINDS = {".csv": "csv", ".parquet": "parquet", ".arrow": "arrow", ".ipc": "arrow", ".feather": "arrow", ".xlsx": "xlsx"}


def read_list(path: Path) -> tuple[list[str], list[dict[str, Any]], bool]:
    """The names of the columns as the file has them, the rows by these names without blanks around, and whether a CSV was read as GB18030.

    CSV needs nothing; Parquet, Arrow and XLSX need polars. Raises `PolicyError` for a file that cannot be read.
    """
    with read_as_utf8(path) as (table, foreign):
        if kind_of(table) == "csv":
            names = csv_header(table)
            with table.open(encoding="utf-8-sig", newline="") as text:
                rows = list(csv.DictReader(text, [n.strip() for n in names]))[1:]
            if longer := next((n for n, row in enumerate(rows, 1) if None in row), None):
                raise PolicyError([_too_many_cells(path, longer)])
            return names, rows, foreign
        with tables_read(path):
            from . import tables

            names, found = tables.header(table), tables.scanned(table).collect()
        bare = [n.strip() for n in found.columns]
        return names, found.rename({n: n.strip() for n in found.columns if bare.count(n.strip()) == 1}).to_dicts(), foreign


@contextmanager
def tables_read(path: Path) -> Iterator[None]:
    """While a table is read with polars. Raises `PolicyError` where polars is not there, and for a file that it cannot read."""
    try:
        from . import tables
    except ImportError as e:
        from ..frame_faults import no_extra

        raise PolicyError([no_extra(e.name or "polars")]) from e
    try:
        yield
    except tables.UNREADABLE as e:
        said = str(e).splitlines()[0]
        longer = "more fields than" in said  # polars does not say of which row
        raise PolicyError([_unreadable(path, Text("有的行比首行多出单元格", "a row has more cells than the first one has names") if longer else Text(said, said))]) from e


def _too_many_cells(path: Path, row: int) -> Diagnostic:
    return _unreadable(path, Text(f"第 {row} 行比首行多出单元格", f"row {row} has more cells than the first one has names"))


def _unreadable(path: Path, reason: Text) -> Diagnostic:
    """A file that is no table of its kind."""
    return Diagnostic(
        "table",
        Text(f"无法读取此表：{reason.zh}", f"this table cannot be read: {reason.en}"),
        help=Text("文字应为 UTF-8，首行为列名", "text should be UTF-8, and the first row the names of the columns"),
        file=str(path),
    )


def csv_header(path: Path) -> list[str]:
    """The names of the columns of a CSV in UTF-8. Raises `PolicyError` where something else than commas parts them."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        names = next((row for row in csv.reader(text) if row), [])
    if len(names) == 1 and (mark := next((m for m in ";\t|" if m in names[0]), None)):
        shown = Text("制表符", "tabs") if mark == "\t" else Text(f"`{mark}`", f"`{mark}`")
        message = Text(f"各列以{shown.zh}分隔，而不是逗号", f"the columns are parted by {shown.en}, not by commas")
        raise PolicyError([Diagnostic("table", message, help=Text("另存为以逗号分隔的 CSV", "save it as CSV with commas"), file=str(path))])
    return names


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


def read_as_gb18030(path: Path) -> Text:
    """What is told where a CSV is no UTF-8 and is read all the same."""
    return Text(f"提示：`{path.name}` 不是 UTF-8，按 GB18030 读取", f"note: `{path.name}` is not UTF-8 and is read as GB18030")


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
