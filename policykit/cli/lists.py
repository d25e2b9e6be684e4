"""A list in a file, read the same way by every command that takes one: CSV in UTF-8 or, as spreadsheets in China write it, in GB18030 (GBK).

What a file is must be what its ending says, and what cannot be told apart (a quotation that does not end, other separators) is not guessed. Whole
tables, for which polars is needed, are `tables`'; a CSV is read here without it.
"""

from __future__ import annotations

import codecs
import csv
import shutil
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from ..diagnostics import Diagnostic, PolicyError, Text, counted
from .csv_lines import Counts, Irregular, counts_of, irregular, is_utf16, odd_quotes, rows_before, rows_of, too_long, undecodable
from .run_faults import rows_short

NAMES = {"csv": "CSV", "parquet": "Parquet", "arrow": "Arrow", "xlsx": "XLSX"}
BEGINNINGS = {b"PAR1": "parquet", b"ARROW1": "arrow", b"PK\x03\x04": "xlsx"}
SAVE_AS_UTF8 = Text("另存为“CSV UTF-8”", "save it as CSV in UTF-8")
PACKED = (".gz", ".zip", ".bz2", ".xz", ".zst", ".7z", ".rar")
KINDS = {".csv": "csv", ".parquet": "parquet", ".arrow": "arrow", ".ipc": "arrow", ".feather": "arrow", ".xlsx": "xlsx"}


class Listed(NamedTuple):
    """A list: the names of its columns as the file has them, its rows by these names without blanks around, and what is told of how it was read.

    `blank`: its blank rows, counted from 0 below the names. `above`: the row of the names as a spreadsheet shows it, looked for where a row is told; None where none shows the file.
    """

    names: list[str]
    rows: list[dict[str, Any]]
    notes: Notes
    blank: Sequence[int] = ()
    above: Callable[[], int] | None = None

    def row(self, number: int) -> Text:
        """A row in words, counted from 1 without blank ones, and where a spreadsheet shows it.

        >>> Listed([], [], Notes((), ()), (1, 4), lambda: 1).row(3).zh, Listed([], [], Notes((), ())).row(3).en
        ('第 3 行（表中第 5 行）', 'row 3')
        """
        if self.above is None:
            return Text(f"第 {number} 行", f"row {number}")
        place = self.above() + number + bisect_right(range(len(self.blank)), number - 1, key=lambda n: self.blank[n] - n)
        return Text(f"第 {number} 行（表中第 {place} 行）", f"row {number} (row {place} of the sheet)")


def read_list(path: Path) -> Listed:
    """The list in a file. CSV needs nothing; Parquet, Arrow and XLSX need polars. Raises `PolicyError` for a file that cannot be read."""
    with read_as_utf8(path) as readable:
        if kind_of(readable.path) == "csv":
            names = csv_header(readable.path)
            above, blank = rows_before(readable.path) + 1, readable.lacking.blank
            return Listed(names, _csv_rows(readable, [n.strip() for n in names]), notes_on(path, readable, len(blank)), tuple(blank), lambda: above)
        with tables_read(path):
            from . import tables
            from .places import first_row

            names, table = tables.header(readable.path), tables.scanned(readable.path)
            found, notes = table.rows.collect(), notes_on(path, readable, len(table.blank), table.said, table.doubts)
        bare = [n.strip() for n in found.columns]
        rows = found.rename({n: n.strip() for n in found.columns if bare.count(n.strip()) == 1}).to_dicts()
        return Listed(names, rows, notes, tuple(table.blank), cache(partial(first_row, path)) if kind_of(path) == "xlsx" else None)


def _csv_rows(readable: Readable, names: Sequence[str]) -> list[dict[str, Any]]:
    blank = {*readable.lacking.blank}
    found = []
    for number, (line, row) in enumerate(islice(rows_of(readable.path, "utf-8-sig"), 1, None)):
        if len(row) > len(names):
            raise PolicyError([_unreadable(readable.path, _too_long(line))])
        if number not in blank:
            found.append(dict(zip(names, row + [None] * (len(names) - len(row)), strict=True)))
    return found


class Notes(NamedTuple):
    """What is told of how a list was read, and what is doubtful in it."""

    said: tuple[Text, ...]
    doubts: tuple[Diagnostic, ...]


def notes_on(path: Path, readable: Readable, blank: int, merged: Sequence[Text] = (), doubts: Sequence[Diagnostic] = ()) -> Notes:
    """That a CSV was no UTF-8 and has rows that lack cells; how many `blank` lines a table has; and what its reader tells of `merged` cells, with its doubts."""
    said = [read_as_gb18030(path)] if readable.foreign else []
    if blank:
        said.append(Text(f"提示：跳过 {blank} 个空行", f"note: {counted(blank, 'blank line')} skipped"))
    short = [rows_short(path, readable.lacking.short, readable.lacking.first)] if readable.lacking.short else []
    return Notes((*said, *merged), (*short, *doubts))


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
        raise PolicyError([_unreadable(path, _reason(path, str(e).splitlines()[0]))]) from e


def _reason(table: Path, told: str) -> Text:
    """Why a table cannot be read, from what polars tells; it does not say of which row."""
    if "more fields than" not in told:
        return Text(told, told)
    line = too_long(table)
    return Text("有的行比首行多出单元格", "a row has more cells than the first one has names") if line is None else _too_long(line)


def _too_long(line: int) -> Text:
    return Text(f"文件第 {line} 行比首行多出单元格", f"line {line} of the file has more cells than the first one has names")


def _unreadable(path: Path, reason: Text) -> Diagnostic:
    """A file that is no table of its kind."""
    kind = NAMES[KINDS.get(path.suffix.lower(), "csv")]
    return Diagnostic(
        "table",
        Text(f"无法读取此表：{reason.zh}", f"this table cannot be read: {reason.en}"),
        help=Text("文字应为 UTF-8，首行为列名", "text should be UTF-8, and the first row the names of the columns")
        if kind == "CSV"
        else Text(f"文件已损坏、不完整，或不是 {kind}：重新复制，或重新导出", f"the file is damaged, cut off or no {kind}: copy it again, or export it anew"),
        file=str(path),
    )


def csv_header(path: Path, encoding: str = "utf-8-sig") -> list[str]:
    """The names of the columns of a CSV. Raises `PolicyError` where something else than commas parts them."""
    with path.open(encoding=encoding, newline="") as text:
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
                    help=Text("先解压；可用 .csv、.parquet、.arrow、.xlsx", "unpack it first; .csv, .parquet, .arrow and .xlsx are known")
                    if path.suffix.lower() in PACKED and path.exists()
                    else Text("可用 .csv、.parquet、.arrow、.xlsx", "use .csv, .parquet, .arrow or .xlsx"),
                )
            ]
        )
    return kind


class Readable(NamedTuple):
    """A table as it can be read: a CSV in UTF-8. `foreign`: whether it was GB18030 (GBK, GB2312); `lacking`: rows of a CSV that are no whole ones; `marked`: whether a CSV made of it begins with the mark of UTF-8."""

    path: Path
    foreign: bool
    lacking: Irregular
    marked: bool


@contextmanager
def read_as_utf8(path: Path) -> Iterator[Readable]:
    """The table as it can be read: a CSV that is GB18030 in a file of its own while it is needed.

    Raises `PolicyError` for a file that is not there, is text in neither, or whose rows cannot be told apart.
    """
    if path.is_dir():
        raise PolicyError([Diagnostic("file", Text("这是一个文件夹", "this is a folder"), help=Text("给出文件名", "give the name of a file"), file=str(path))])
    if not path.is_file():
        raise PolicyError([Diagnostic("file", Text("没有此文件", "there is no such file"), file=str(path))])
    kind = kind_of(path)
    with path.open("rb") as file:
        first = file.read(8)
    if not first.strip() and path.stat().st_size <= len(first):
        raise PolicyError([Diagnostic("table", Text("此文件是空的", "this file is empty"), help=Text("首行应为列名", "its first row should name the columns"), file=str(path))])
    if (is_ := next((k for begins, k in BEGINNINGS.items() if first.startswith(begins)), "csv")) != kind:
        raise PolicyError([_other_kind(path, kind, is_)])
    if kind != "csv":
        yield Readable(path, False, Irregular(), kind == "xlsx")
        return
    if is_utf16(first):
        raise PolicyError([Diagnostic("encoding", Text("此文件是 UTF-16 编码", "this file is UTF-16"), help=SAVE_AS_UTF8, file=str(path))])
    begins_so = first.startswith(codecs.BOM_UTF8)
    if (counts := counts_of(path, "utf-8-sig")) is not None:
        yield Readable(path, False, _lacking(path, "utf-8-sig", counts), begins_so)
        return
    if begins_so or (counts := counts_of(path, "gb18030")) is None:
        raise PolicyError([_mixed(path, begins_so)])
    lacking = _lacking(path, "gb18030", counts)
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        with path.open(encoding="gb18030", newline="") as text, copy.open("w", encoding="utf-8", newline="") as out:
            shutil.copyfileobj(text, out, 1 << 20)
        yield Readable(copy, True, lacking, True)


def _lacking(path: Path, encoding: str, counts: Counts) -> Irregular:
    """The rows of a CSV that are no whole ones. Raises `PolicyError` where its rows cannot be told apart."""
    if counts.quotes % 2:
        raise PolicyError([_open_quotation(path, list(islice(odd_quotes(path, encoding), 4)))])
    if counts.returns:
        message = Text("各行以 CR 分隔（旧 Mac 的写法），无法分行", "its lines end in CR alone (as on old Macs) and cannot be told apart")
        raise PolicyError([Diagnostic("table", message, help=SAVE_AS_UTF8, file=str(path))])
    width = len(csv_header(path, encoding))
    try:
        return Irregular() if counts.regular(width) else irregular(path, encoding, width)
    except csv.Error as e:
        raise PolicyError([_unreadable(path, Text(*[str(e)] * 2))]) from e


def _mixed(path: Path, begins_so: bool) -> Diagnostic:
    """A text that is in neither encoding. `begins_so`: with the mark of UTF-8."""
    line = undecodable(path, "utf-8")
    if begins_so:
        return Diagnostic("encoding", Text(f"此文件以 UTF-8 开头，第 {line} 行却不是", f"this file begins as UTF-8, and line {line} is not"), help=SAVE_AS_UTF8, file=str(path))
    other = undecodable(path, "gb18030")
    return Diagnostic(
        "encoding",
        Text(
            f"此文件既不是 UTF-8，也不是 GB18030（GBK）编码：第 {line} 行不是前者，第 {other} 行不是后者",
            f"this file is neither UTF-8 nor GB18030 (GBK): line {line} is not the one, line {other} not the other",
        ),
        help=SAVE_AS_UTF8,
        file=str(path),
    )


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


def _open_quotation(path: Path, lines: list[int]) -> Diagnostic:
    """A quotation that does not end. `lines`: the first that it may begin on."""
    shown = ", ".join(map(str, lines[:3])) + (", …" if lines[3:] else "")
    return Diagnostic(
        "table",
        Text(
            f"有一个引号没有配对，其后的行会被当作一格；引号数为奇数的是第 {shown.replace(', ', '、')} 行",
            f"a quotation mark is not closed: the rows after it would be one cell; their number is odd in line{'s' if lines[1:] else ''} {shown}",
        ),
        help=Text('补上 "；文字中的 " 写作 ""', 'close it; a " within a text is written ""'),
        file=str(path),
    )
