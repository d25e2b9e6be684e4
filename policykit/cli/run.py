"""`policykit run`: a question over a table in a file, in parts, so that a table larger than memory works and one that was stopped goes on.

Beside the output lies a folder with a journal (what is asked of which table under which packs) and the parts done. A part is written beside and
then put in its place, so it is there as a whole or not at all; started again with the same journal, the run goes on after the last one. When all
are there they are put together, the output takes its place at once, and the folder goes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..diagnostics import Diagnostic, PolicyError, Text
from .options import Options, read_day
from .output import write, write_json, write_table

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from ..api import Policy

ROWS = 500_000  # in a part


@dataclass(frozen=True)
class Job:
    """What is to be done: the question, the packs, the files, and how columns are read."""

    question: str
    packs: tuple[str, ...]
    table: Path
    output: Path
    rejects: Path | None = None
    on: str | None = None
    jurisdiction: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    absent: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    citations: bool = False
    rows: int = ROWS


def run(job: Job, options: Options) -> None:
    """Answers every row of the table, and says how many ended how. Raises `PolicyError`."""
    try:
        from . import tables
    except ImportError as e:
        from ..frames import no_extra

        raise PolicyError([no_extra(e.name or "polars")]) from e
    try:
        _run(job, options)
    except tables.UNREADABLE as e:
        reason = str(e).splitlines()[0]
        fault = Diagnostic(
            "table",
            Text(f"无法读取此表：{reason}", f"this table cannot be read: {reason}"),
            help=Text("文字应为 UTF-8，首行为列名", "text should be UTF-8, and the first row the names of the columns"),
            file=str(job.table),
        )
        raise PolicyError([fault]) from e


def _run(job: Job, options: Options) -> None:
    from . import tables

    for path in (job.output, job.rejects):
        if path is not None:
            tables.kind_of(path)
            if not path.absolute().parent.is_dir():
                raise PolicyError([_no_folder(path)])
    if faults := _same_files(job):
        raise PolicyError(faults)
    policies = [options.load(p) for p in job.packs]
    source = tables.scanned(job.table)
    on = _day(job.on, source.collect_schema().names())
    folder = job.output.with_name(job.output.name + ".parts")
    done = _opened(folder, _journal(job, policies))
    answered = _asking(job, policies, on)
    with _progress(source, done * job.rows, options) as advance:
        for number, part in enumerate(tables.parts_of(source, done * job.rows, job.rows), start=done):
            answers, refused = answered(part, number * job.rows)
            if refused.height:
                if job.rejects is None:
                    raise PolicyError([_refused(refused)])
                tables.write_part(refused, folder / f"rejects-{number:06}.parquet")
            tables.write_part(answers, folder / f"part-{number:06}.parquet")
            advance(part.height)
    parts = sorted(folder.glob("part-*.parquet"))
    refused_parts = sorted(folder.glob("rejects-*.parquet"))
    counts = _counts(tables.joined(parts))
    rejected = tables.joined(refused_parts).select("row").collect().height if refused_parts else 0
    if job.rejects is not None and refused_parts:
        tables.write_whole(refused_parts, job.rejects)
    tables.write_whole(parts, job.output)
    shutil.rmtree(folder)
    _report(job, counts, rejected, options)


def _same_files(job: Job) -> list[Diagnostic]:
    """Output and rejects that would be written over the table, or over each other."""
    paths = [p.resolve() for p in (job.table, job.output, job.rejects) if p is not None]
    return [_same_file(p) for n, p in enumerate(paths) if p in paths[:n]]


def _same_file(path: Path) -> Diagnostic:
    return Diagnostic(
        "same-file",
        Text(f"`{path.name}` 不能既读又写，也不能写两次", f"`{path.name}` cannot be read and written, nor written twice"),
        help=Text("表、输出和剔出的行各用一个文件", "give the table, the output and the rejects a file each"),
    )


def _no_folder(path: Path) -> Diagnostic:
    return Diagnostic("file", Text("没有此文件夹", "there is no such folder"), file=str(path.parent))


def pairs_of(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """`INPUT=COLUMN` words as pairs. Raises `PolicyError`."""
    found = []
    for word in words:
        name, equals, column = word.partition("=")
        if not name or not equals or not column:
            raise PolicyError([Diagnostic("column", Text(f"`{word}` 不是“事实=列名”", f"`{word}` is not `INPUT=COLUMN`"), help=Text("写作 item=物资", "write it as item=Article"))])
        found.append((name, column))
    return tuple(found)


def _day(on: str | None, names: Sequence[str]) -> Any:
    """The day, or the column that holds it."""
    return on if on is None or on in names else read_day(on)


def _asking(job: Job, policies: Sequence[Policy], on: Any) -> Callable[[pl.DataFrame, int], tuple[pl.DataFrame, pl.DataFrame]]:
    """What answers one part: the answers and the rows refused, these with their places in the whole table, from 1."""
    from ..frames import How, ask_frame
    from ..targets.polars.edge import as_text

    how: How = {"on_error": "reject", "columns": dict(job.columns), "absent": job.absent, "add": ("status", "rule", "citations") if job.citations else ("status", "rule")}
    if on is not None:
        how["on"] = on
    if job.key:
        how["key"] = job.key
    if job.jurisdiction is not None:
        how["jurisdiction"] = job.jurisdiction

    def answered(part: pl.DataFrame, before: int) -> tuple[pl.DataFrame, pl.DataFrame]:
        import polars as pl

        found = ask_frame(policies, job.question, part, **how)
        return as_text(found.answers), as_text(found.rejects).with_columns(pl.col("row").cast(pl.Int64) + before + 1)

    return answered


# --- the journal


def _journal(job: Job, policies: Sequence[Policy]) -> dict[str, Any]:
    """Whatever the answers depend on."""
    with job.table.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    how = {n: getattr(job, n) for n in ("question", "on", "jurisdiction", "columns", "absent", "key", "citations", "rows")}
    journal = {"policykit": __version__, "table": digest, "packs": [(p.id, p.digest) for p in policies], "rejects": job.rejects is not None, **how}
    read: dict[str, Any] = json.loads(json.dumps(journal))
    return read


def _opened(folder: Path, journal: dict[str, Any]) -> int:
    """How many parts are done of just this; what was begun of anything else is thrown away."""
    path = folder / "journal.json"
    if path.is_file():
        try:
            known = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            known = None
        if known == journal:
            done = 0
            while (folder / f"part-{done:06}.parquet").is_file():
                done += 1
            return done
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    beside = folder / "journal.unfinished"
    beside.write_text(json.dumps(journal), encoding="utf-8")
    from .tables import settle

    settle(beside, path)
    return 0


# --- what is said


@contextmanager
def _progress(table: pl.LazyFrame, done: int, options: Options) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    import polars as pl
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    total = int(table.select(pl.len()).collect().item())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr)) as progress:
        task = progress.add_task(options.say("行", "rows"), total=total, completed=done)
        yield lambda rows: progress.advance(task, rows)


def _counts(table: pl.LazyFrame) -> dict[str, int]:
    """Status -> rows."""
    import polars as pl

    found = table.group_by("status").agg(pl.len().alias("rows")).collect()
    return dict(sorted(found.iter_rows(), key=lambda row: (-row[1], row[0])))


def _refused(rows: pl.DataFrame) -> Diagnostic:
    """Rows that cannot be answered, and no file to set them apart."""
    first = [f"{row} ({fault})" for row, fault in rows.head(5).select("row", "fault").iter_rows()]
    return Diagnostic(
        "rows-refused",
        Text(f"有 {rows.height} 行不能作答；行号自 1 起：{'，'.join(first)}", f"{rows.height} rows cannot be answered; rows, from 1: {', '.join(first)}"),
        help=Text("更正这些行，或用 --rejects FILE 另存", "mend these rows, or set them apart with --rejects FILE"),
    )


def _report(job: Job, counts: dict[str, int], rejected: int, options: Options) -> None:
    if options.as_json:
        write_json(
            {"output": str(job.output), "rows": sum(counts.values()), "statuses": counts, "rejected": rejected, "rejects": str(job.rejects) if job.rejects and rejected else None}
        )
        return
    words = {"answered": options.say("已作答", "answered"), "silent": options.say("无规定", "silent"), "undetermined": options.say("不能确定", "undetermined")}
    words["not_in_force"] = options.say("不在效力期内", "not in force")
    rows = [(words[s], f"{n:,}") for s, n in counts.items()]
    write_table((options.say("结果", "status"), options.say("行数", "rows")), rows)
    write()
    write(options.say(f"已写入 {job.output}", f"written to {job.output}"))
    if rejected:
        write(options.say(f"{rejected} 行被剔出，见 {job.rejects}", f"{rejected} rows set apart, in {job.rejects}"))
