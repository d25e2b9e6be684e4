"""What is wrong with a run: its files, its columns, the day asked, the rows that cannot be answered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, Text, counted, did_you_mean, nearest

if TYPE_CHECKING:
    import polars as pl


def same_file(path: Path) -> Diagnostic:
    """A file that would be read and written, or written twice."""
    return Diagnostic(
        "same-file",
        Text(f"`{path.name}` 不能既读又写，也不能写两次", f"`{path.name}` cannot be read and written, nor written twice"),
        help=Text("表、输出和剔出的行各用一个文件", "give the table, the output and the rejects a file each"),
    )


def no_folder(path: Path) -> Diagnostic:
    return Diagnostic("file", Text("没有此文件夹", "there is no such folder"), file=str(path.parent))


def is_folder(path: Path) -> Diagnostic:
    return Diagnostic("file", Text("这是一个文件夹", "this is a folder"), help=Text("给出文件名", "give the name of a file"), file=str(path))


def not_ours(folder: Path) -> Diagnostic:
    """A folder, or a file, that stands where the parts would lie, and that no run has left."""
    return Diagnostic(
        "parts",
        Text(f"`{folder.name}` 用来放做完的部分，其中却有别的文件", f"`{folder.name}` is where the parts that are done would lie, and it holds something else"),
        help=Text("把它改名或移走，或用 -o 另给一个文件", "rename or move it, or give another file with -o"),
        file=str(folder),
    )


def part_damaged(folder: Path, reason: str) -> Diagnostic:
    """A part that cannot be read, though it was whole when it was written."""
    return Diagnostic(
        "parts",
        Text(f"`{folder.name}` 中做完的部分读不出来：{reason}", f"a part in `{folder.name}` cannot be read back: {reason}"),
        help=Text("用同样的命令再运行：受损的部分会重做", "run the same command again: a part that is damaged is made anew"),
        file=str(folder),
    )


def neither_day_nor_column(word: str, names: Sequence[str]) -> Diagnostic:
    """What `--on` gives is no day, and no column has this name."""
    near = nearest(word, names)
    return Diagnostic(
        "day",
        Text(f"`{word}` 既不是日期，也不是表中的列", f"`{word}` is neither a day nor a column of the table"),
        help=did_you_mean(word, names) if near is not None else Text("日期写作 2025-09-01", "write a day as 2025-09-01"),
    )


def no_day(question: str) -> Diagnostic:
    """A question without an event date, and no day given."""
    return Diagnostic(
        "no-day",
        Text(f"问题 `{question}` 没有事件日期，须说明问的是哪一天", f"`{question}` has no event date: say which day is asked"),
        help=Text("用 --on 给出日期或日期所在的列", "give --on: a day, or the column that holds it"),
    )


def doubled(name: str) -> Diagnostic:
    """A column that is read, and stands in the table more than once."""
    return Diagnostic(
        "same-name",
        Text(f"表中有几列都名为 `{name}`", f"several columns of the table are named `{name}`"),
        help=Text("改列名，或删去多余的列", "rename them, or leave out all but one"),
    )


def column_exists(name: str) -> Diagnostic:
    """A column of the name that one of the answer has."""
    return Diagnostic(
        "column-exists",
        Text(f"已有名为 `{name}` 的列，答案也用此名", f"there is a column `{name}` already, and the answer has one of this name"),
        help=Text("改列名，或用 --key 只保留标识列", "rename it, or keep only the columns of --key"),
    )


def rows_refused(rows: pl.DataFrame, key: Sequence[str] = ()) -> Diagnostic:
    """Rows that cannot be answered, and no file to set them apart. Each is named by its place in the sheet and its key as well, where it has these."""
    shown = "sheet_row" in rows.columns
    first = list(rows.head(5).iter_rows(named=True))
    zh = en = ""
    for row in first:
        beside = [Text(f"表中第 {row['sheet_row']} 行", f"row {row['sheet_row']} of the sheet")] if shown else []
        beside += [Text(*[f"{name} {row[name]}"] * 2) for name in dict.fromkeys(key) if row[name] is not None]
        zh += f"\n  第 {row['row']} 行" + (f"（{'，'.join(t.zh for t in beside)}）" if beside else " ") + row["fault"]
        en += f"\n  row {row['row']}" + (f" ({', '.join(t.en for t in beside)})" if beside else "") + f": {row['fault']}"
    counted_so = Text("行号自 1 起", "counted from 1")
    if shown:
        counted_so = Text("行号自 1 起，不计首行和空行；表中行号如 Excel 所示", "counted from 1 without the names and blank rows; rows of the sheet as Excel shows them")
    if rows.height > len(first):
        counted_so = Text(f"{counted_so.zh}；只列前几行", f"{counted_so.en}; the first of them")
    return Diagnostic(
        "rows-refused",
        Text(f"有 {rows.height} 行不能作答（{counted_so.zh}）：{zh}", f"{counted(rows.height, 'row')} cannot be answered ({counted_so.en}):{en}"),
        help=Text("更正这些行，或用 --rejects FILE 另存", "mend these rows, or set them apart with --rejects FILE"),
    )


def rows_short(path: Path, count: int, line: int) -> Diagnostic:
    """Rows of a CSV that end before the last column. `line`: where the first of them stands."""
    return Diagnostic(
        "rows-short",
        Text(
            f"有 {count} 行的单元格比首行的列名少（第一处在文件第 {line} 行），缺少的视为空格",
            f"{counted(count, 'row')} with fewer cells than the first one has names (the first is line {line} of the file): those that lack are taken as empty",
        ),
        help=Text("核对这些行是否完整", "see whether these rows are whole"),
        severity="warning",
        file=str(path),
    )
