"""`policykit run`: a question over a table in a file, in parts, so that a table larger than memory works and one that was stopped goes on.

Beside the output lies a folder with a journal (what is asked of which table under which packs) and the parts done. A part is written beside and
then put in its place, with a seal that says how it was, so it is there as a whole or not at all; started again with the same journal, the run goes on after the last one. When all
are there they are put together, the output takes its place at once, and the folder goes. The folder is `parts`'.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..diagnostics import Diagnostic, PolicyError, Text
from ..domain.periods import read_date
from ..domain.written_days import read_written_day
from .lists import kind_of, notes_on, read_as_utf8, tables_read
from .lock import no_right, sole_writer
from .options import Options, names_in
from .output import write_error, write_faults, write_notes
from .parts import Part, check_folder, journal_of, left, opened, put, read_back, removed
from .progress import in_steps, progress
from .run_faults import column_exists, doubled, is_folder, neither_day_nor_column, no_day, no_folder, rows_refused, same_file

if TYPE_CHECKING:
    import polars as pl

    from ..api import Policy
    from ..ir.pack import Question
    from ..ir.types import Fact
    from .places import Places
    from .progress import Asking
    from .run_report import Ended, Told
    from .sheet import Sheet
    from .tables import Form

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
    add: tuple[str, ...] = ()  # beside status and rule
    rows: int = ROWS
    facts: tuple[str, ...] = ()  # NAME=VALUE, the same for all rows
    labels: bool = False  # whether the answers are written in words


def run(job: Job, options: Options) -> bool:
    """Answers every row of the table, and says how many ended how. False where there are rows and all were set apart. Raises `PolicyError`."""
    with tables_read(job.table):
        return _run(job, options)


def _run(job: Job, options: Options) -> bool:
    import polars as pl

    from . import tables
    from .labelled import names_in_words, whole_in_words
    from .places import places_of
    from .run_report import report
    from .workbook import check_height

    _heed_interrupts()
    for path in (job.output, job.rejects):
        if path is not None:
            if path.is_dir():
                raise PolicyError([is_folder(path)])
            kind_of(path)
            if not path.absolute().parent.is_dir():
                raise PolicyError([no_folder(path)])
            if path.exists() and not os.access(path, os.W_OK):
                raise PolicyError([no_right(path)])
    if faults := _same_files(job):
        raise PolicyError(faults)
    policies = options.load_each(job.packs)
    folder = job.output.with_name(job.output.name + ".parts")
    check_folder(folder)
    with sole_writer(job.output), sole_writer(job.rejects) if job.rejects is not None else nullcontext(), read_as_utf8(job.table) as readable:
        table = readable.path
        source, blank, said, doubts = tables.scanned(table, readable.lacking.blank)
        write_notes(notes_on(job.table, readable, len(blank), said, doubts), options)
        if kind_of(job.output) == "xlsx" and job.rejects is None:  # else the rows set apart may make it fit
            check_height(int(source.select(pl.len()).collect().item()))
        names = source.collect_schema().names()
        job = replace(job, key=tuple(n for word in job.key for n in ((word,) if word in names else names_in([word]))))  # a column's name may hold a comma
        if again := _of_rejects(job, names):
            write_error(
                options.say(
                    f"提示：{options.listed([f'`{n}`' for n in again])} 是剔出行时加的列，不读入",
                    f"note: {options.listed([f'`{n}`' for n in again])} are columns of --rejects and not read",
                )
            )
            source, names = source.drop(again), [n for n in names if n not in again]
        written, places = [n for n in tables.header(table) if n not in again], places_of(table, blank)
        answered, told = _asking(job, tuple(policies), names, written, places, options)
        done = opened(folder, journal_of(job, policies, options), options)
        words = whole_in_words(names_in_words(policies[0].pack.questions[job.question], job.add, options.language), options.language) if job.labels else None
        try:
            ended = _all(job, source, folder, done, answered, tables.Form(words, told.sheet.days(), readable.marked), told, options)
        finally:
            left(folder, options)
    report(ended, (job.output, job.rejects), told, options)
    return bool(ended.statuses) or not ended.rejected


def _heed_interrupts() -> None:
    """Ctrl-C does what it did: Polars takes it for itself when it is imported, and heeds it in its own work only."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.getsignal(signal.SIGINT))


def _all(job: Job, source: pl.LazyFrame, folder: Path, done: list[Part], answered: Asking, form: Form, told: Told, options: Options) -> Ended:
    """All parts that are not done, then the whole, and how it ended."""
    from . import tables
    from .labelled import rejects_in_words
    from .run_report import ended
    from .workbook import check_height

    parts, first = list(done), len(done)
    with progress(source, first * job.rows, options.say("行", "rows")) as advance:
        for number, part in enumerate(tables.parts_of(source, first * job.rows, job.rows), start=first):
            answers, refused, outcomes, odd = in_steps(answered, part, number * job.rows, advance)
            if refused.height and job.rejects is None:
                raise PolicyError([rows_refused(refused, job.key)])
            frames = {"part": answers}
            if job.rejects is not None and (refused.height or number == 0):  # the first has the columns, where no row is refused
                frames["rejects"] = refused
            frames |= {kind: frame for kind, frame in (("outcomes", outcomes), ("odd", odd)) if frame.height}
            parts.append(put(folder, number, frames))
            if kind_of(job.output) == "xlsx":
                check_height(sum(p.rows for p in parts))
    with read_back(folder):
        files = {kind: [p.files[kind] for p in parts if kind in p.files] for kind in ("part", "rejects", "outcomes", "odd")}
        how = ended({kind: tables.joined(paths) for kind, paths in files.items() if paths}, told)
        if job.rejects is not None:
            tables.write_whole(files["rejects"], job.rejects, form._replace(worded=rejects_in_words(options.language) if job.labels else None))
        tables.write_whole(files["part"], job.output, form)
    removed(folder)
    return how


def _of_rejects(job: Job, names: Sequence[str]) -> tuple[str, ...]:
    """The columns that an earlier run has put beside the rows it set apart, where none is asked for: mended, these rows are a table like any other."""
    from .labelled import columns_of_rejects

    found = columns_of_rejects(names)
    return () if {*job.key, *(c for _, c in job.columns), job.on, job.jurisdiction} & {*found} else found


def _same_files(job: Job) -> list[Diagnostic]:
    """Output and rejects that would be written over the table, or over each other."""
    paths = [p.resolve() for p in (job.table, job.output, job.rejects) if p is not None]
    return [same_file(p) for n, p in enumerate(paths) if p in paths[:n]]


def pairs_of(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """`INPUT=COLUMN` words as pairs. Raises `PolicyError`."""
    found = []
    for word in words:
        name, equals, column = word.partition("=")
        if not name or not equals or not column:
            raise PolicyError([Diagnostic("column", Text(f"`{word}` 不是“事实=列名”", f"`{word}` is not `INPUT=COLUMN`"), help=Text("写作 item=物资", "write it as item=Article"))])
        found.append((name, column))
    return tuple(found)


class Asked(NamedTuple):
    """By the law of which day rows are asked: of the one given, of that in a column, or else of each row's own event date."""

    day: date | None
    column: str | None
    event: Fact | None


def _asked_day(on: str | None, names: Sequence[str], asked: Question, absent: Collection[str]) -> Asked:
    """What `--on` says; a text that reads as a day is the day, though a column had its name. Raises `PolicyError` where it says neither, and where a day is needed."""
    from ..frame_faults import day_left_out

    day = None if on is None else read_date(on) if on in names else read_written_day(on)
    column = on if day is None and on in names else None
    if on is not None and day is None and column is None:
        raise PolicyError([neither_day_nor_column(on, names)])
    if on is not None:
        return Asked(day, column, None)
    if asked.event_date is None:
        raise PolicyError([no_day(asked.id)])
    event = asked.input(asked.event_date)
    if event is not None and event.name in absent and event.absent.kind != "required":
        raise PolicyError([day_left_out(event, "--on", "--absent")])
    return Asked(None, None, event)


def _checked_sheet(job: Job, policies: tuple[Policy, ...], names: Sequence[str], written: Sequence[str], day: Asked, options: Options) -> Sheet:
    """The columns as they are read. Raises `PolicyError` for those that are missing, that stand there twice, or have the name of one of the answer's; and for facts that are none.

    `written`: the names of the columns as they stand in the file.
    """
    from ..frame_faults import rejects_name
    from .facts import read_facts
    from .labelled import REJECTS, names_in_words
    from .sheet import sheet_of

    asked = policies[0].pack.questions[job.question]
    fixed, dated = read_facts(None, job.facts, asked, options), day.event.name if day.event is not None else None
    titled = sum(not n.strip() for n in written) * 2 > len(written)
    sheet = sheet_of(policies, job.question, names, job.columns, fixed, day.column, job.jurisdiction, dated, job.key, titled, options.language)
    read = [*sheet.columns.values(), *job.key, *(n for n in (day.column, job.jurisdiction) if n is not None)]
    if twice := [n for n in dict.fromkeys(read) if written.count(n) > 1]:
        raise PolicyError([doubled(n) for n in twice])
    own = names_in_words(asked, job.add, options.language) if job.labels else {}
    if twice := [n for n in dict.fromkeys((*(o.name for o in asked.outputs), "status", "rule", *job.add, *own.values())) if n in _kept(job, names)]:
        raise PolicyError([column_exists(n) for n in twice])
    if job.rejects is not None and (taken := [n for n in (*REJECTS, *(t.in_(options.language) for t in REJECTS.values() if job.labels)) if n in names]):
        raise PolicyError([rejects_name(n) for n in taken])
    return sheet


def _kept(job: Job, names: Sequence[str]) -> list[str]:
    """The columns of the table that stand beside the answers."""
    return list(dict.fromkeys(job.key)) or list(names)


def _asking(job: Job, policies: tuple[Policy, ...], names: Sequence[str], written: Sequence[str], places: Places | None, options: Options) -> tuple[Asking, Told]:
    """What answers one part, and what is told of how it was asked. Raises `PolicyError` for what is wrong with the question, its day, the columns and the facts."""
    from ..frame_faults import unknown_added
    from ..frames import ALL_ADDED, Call
    from ..ir.labels import fact_named
    from .answering import answering
    from .labelled import AT_ODDS
    from .run_report import Told
    from .sheet import DAY, JURISDICTION, unread_columns

    known = policies[0].pack.questions[job.question].inputs if job.question in policies[0].questions else ()
    absent = frozenset(fact_named(n, known) or n for n in job.absent)
    jurisdiction = JURISDICTION if job.jurisdiction is not None else None
    if unknown := [n for n in job.add if n not in (*ALL_ADDED, AT_ODDS)]:
        raise PolicyError([unknown_added(n, (*ALL_ADDED, AT_ODDS)) for n in unknown])
    added = ("status", "rule", *(n for n in job.add if n != AT_ODDS))
    call = Call(policies, job.question, None, jurisdiction, {}, absent, (), added, None, "reject", options.language)
    call._replace(on=date.today(), jurisdiction=JURISDICTION).check()  # of day and pack the words of the command are told below
    asked = policies[0].pack.questions[job.question]
    day = _asked_day(job.on, names, asked, absent)
    sheet = _checked_sheet(job, policies, names, written, day, options)
    write_faults(unread_columns(sheet, names, job.key), options)
    call = call._replace(on=day.day if day.column is None else DAY, worded=sheet.worded)
    left_out = [f for f in sheet.open_ended() if f.name not in sheet.fixed and (f.name in absent or f.name not in sheet.columns)] if day.event is None else []
    lacking = tuple(f for f in sheet.without_column() if f not in left_out)
    told = Told(job.on, day.event, day.column is not None, tuple(left_out), lacking, sheet.others(names, job.key), sheet, places)
    return answering(job, call, sheet, _kept(job, names), places), told
