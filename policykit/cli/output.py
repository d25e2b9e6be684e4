"""Where text leaves the program: tables, prose, JSON on stdout, diagnostics on stderr. There is one way to draw a table."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, in_order
from .options import Options

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from .lists import Notes

WIDEST_WHOLE = 28  # columns of words that others make room for; longer ones wrap like the rest
NARROWEST = 60  # columns of a table: below that Rich leaves out what has no room, and a law text must be whole


def write(text: str = "") -> None:
    """One line to stdout, as it is."""
    sys.stdout.write(text + "\n")


def write_json(data: Any) -> None:
    """A document for machines: keys in a fixed order, Chinese as Chinese."""
    write(json.dumps(data, ensure_ascii=False, indent=2))


def write_prose(text: str) -> None:
    """Sentences, wrapped on a terminal; in a pipe each line stays whole, so that a quotation can be searched for."""
    if sys.stdout.isatty():
        from .wrap import wrapped

        text = "\n".join(part for line in text.split("\n") for part in wrapped(line, get_terminal_size().columns, hang=4 if line.startswith(" ") else 0))
    write(text)


def write_heading(text: str) -> None:
    """A title above what follows: bold on a terminal."""
    from .wrap import Prose

    _print(Prose(text, "bold"))


def write_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, whole: Sequence[int] = (), spaced: bool = False) -> None:
    """The one table. Cells wrap and are never cut; an empty `headings` gives rows without a head.

    `whole`: columns of short words that others make room for. `spaced`: an empty line between rows.
    """
    from rich.box import SIMPLE_HEAD
    from rich.cells import cell_len
    from rich.table import Table

    from .wrap import Prose

    rows = list(rows)
    columns = len(headings) or max((len(r) for r in rows), default=0)
    whole = [n for n in whole if max((cell_len(line) for r in rows if n < len(r) for line in r[n].split("\n")), default=0) <= WIDEST_WHOLE]
    table = Table(box=SIMPLE_HEAD if headings else None, show_header=bool(headings), show_edge=False, pad_edge=False, padding=(0, 2, 0, 0), leading=int(spaced))
    for n in range(columns):
        table.add_column(Prose(headings[n], "bold") if headings else "", no_wrap=n in whole)
    for row in rows:
        table.add_row(*[Prose(cell, "cyan" if n in whole else "", hang=2) for n, cell in enumerate(row)])
    _print(table)


def write_error(text: str) -> None:
    """One line to stderr."""
    sys.stderr.write(text + "\n")


def write_faults(diagnostics: Iterable[Diagnostic], options: Options) -> None:
    """Faults to stderr, each as a person reads it."""
    sys.stdout.flush()  # what was said before stands before
    for fault in in_order(diagnostics):
        write_error(fault.render(options.language))


def write_notes(notes: Notes, options: Options) -> None:
    """What is told of how a list was read, to stderr."""
    for text in notes.said:
        write_error(options.text(text))
    write_faults(notes.doubts, options)


def _print(thing: RenderableType) -> None:
    """What Rich draws, without the spaces that it fills lines up with."""
    console = _console()
    with console.capture() as drawn:
        console.print(thing)
    write("\n".join(line.rstrip() for line in drawn.get().rstrip("\n").split("\n")))


def _console() -> Console:
    """A console on what stdout is now (tests change it): 80 columns where nothing says otherwise, colours on a terminal only."""
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    console.width = max(console.width, NARROWEST)
    return console
