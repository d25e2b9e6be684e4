"""A CSV as text: whether it is in an encoding, and which of its lines are no rows or not whole ones. In -> a file and its encoding; out -> line and row numbers, no faults.

What every file is looked over for is counted over large stretches of text, since a list may have tens of millions of lines; line by line it is read
only where these counts show that something is amiss.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

STRETCH = 1 << 20
LONGEST_CELL = 1 << 30
NOTHING = r'\n[\s,"]*'  # in the cells of a line; or in a line within a cell
BLANK_LINE, BLANK_SO_FAR = re.compile(NOTHING + r"\n"), re.compile(NOTHING)


class Counts(NamedTuple):
    """Of a whole text. `commas`, `lines`: those outside of quotations; `returns`: it ends lines with CR alone, as no reader of CSV takes them; `blank`: it may have lines of empty cells."""

    quotes: int
    commas: int
    lines: int
    returns: bool
    blank: bool

    def regular(self, width: int) -> bool:
        """Whether each line has `width` cells and something in one of them, where none has more cells; of one column a blank line is an empty cell."""
        return width <= 1 or (self.commas == self.lines * (width - 1) and not self.blank)


class Irregular(NamedTuple):
    """Rows that are no whole ones. `blank`: those with nothing in any cell, counted from 0 below the names; `short`: how many others lack cells; `first`: the line of the first of these."""

    blank: tuple[int, ...] = ()
    short: int = 0
    first: int = 0


def counts_of(path: Path, encoding: str) -> Counts | None:
    """None where the text is not in the encoding."""
    quotes = commas = ends = 0
    returns, last = False, "\n"
    blank, open_line = False, "\n"  # of the line on which a stretch ends: whether it may go on as a blank one
    try:
        with path.open(encoding=encoding, newline="") as text:
            while part := text.read(STRETCH):
                marks = part.count('"')
                outside = "".join(part.split('"')[quotes % 2 :: 2]) if marks or quotes % 2 else part
                quotes += marks
                commas += outside.count(",")
                ends += outside.count("\n")
                returns = returns or (not ends and "\r" in outside)
                last = part[-1]
                if not blank:
                    joined = open_line + part
                    blank = BLANK_LINE.search(joined) is not None
                    line = joined[max(joined.rfind("\n"), 0) :]
                    open_line = ("\n," if line.strip() else "\n") if BLANK_SO_FAR.fullmatch(line) else ""
    except UnicodeDecodeError:
        return None
    return Counts(quotes, commas, ends + (last != "\n"), returns and not ends, blank or (last != "\n" and open_line != ""))


def irregular(path: Path, encoding: str, width: int) -> Irregular:
    """The rows with fewer than `width` cells, and those of empty ones. Raises `csv.Error` for what is no CSV."""
    blank: list[int] = []
    short = first = 0
    for number, (line, row) in enumerate(rows_of(path, encoding)):
        if number == 0 or len(row) > width:
            continue
        if not "".join(row).strip():
            blank.append(number - 1)
        elif len(row) < width:
            short += 1
            first = first or line
    return Irregular(tuple(blank), short, first)


def too_long(path: Path) -> int | None:
    """The first line with more cells than the first row has names, in whichever encoding the file is."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            rows = rows_of(path, encoding)
            width = len(next(rows, (0, []))[1])
            return next((line for line, row in rows if len(row) > width), None)
        except (UnicodeDecodeError, csv.Error):
            continue
    return None


def rows_of(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """The rows from that of the names on, each with the line on which it begins, from 1."""
    with _cells_of_any_length(), path.open(encoding=encoding, newline="\n") as text:
        reader = csv.reader(text)
        begins, met = 1, False
        for row in reader:
            met = met or bool(row)
            if met:
                yield begins, row
            begins = reader.line_num + 1


def rows_before(path: Path) -> int:
    """The blank lines above that of the names, in a file in UTF-8."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        return next((number for number, row in enumerate(csv.reader(text)) if row), 0)


@contextmanager
def _cells_of_any_length() -> Iterator[None]:
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def undecodable(path: Path, encoding: str) -> int:
    """The first line that is not in the encoding, from 1; 0 where none is. In none of those that are tried a line end is part of another character."""
    with path.open("rb") as file:
        return next((n for n, line in enumerate(file, 1) if not _is_in(line, encoding)), 0)


def _is_in(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def odd_quotes(path: Path, encoding: str) -> Iterator[int]:
    """The lines with an odd number of quotation marks: what is not closed begins on one of them."""
    with path.open(encoding=encoding, newline="\n") as text:
        yield from (n for n, line in enumerate(text, 1) if line.count('"') % 2)


def is_utf16(first: bytes) -> bool:
    """Whether a file that begins so is UTF-16: by its mark, or as every second byte is none."""
    return re.match(rb"\xff\xfe|\xfe\xff|([^\0]\0){3}|(\0[^\0]){3}", first) is not None
