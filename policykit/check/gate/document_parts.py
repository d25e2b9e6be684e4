"""Parts of the report on a draft that stand in several of its sections: places of faults, articles as they will read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ...diagnostics import Diagnostic
from .model import Gate


def place(fault: Diagnostic) -> str:
    """The file's name and the line: who is given the report has neither the folders nor an editor."""
    name = re.split(r"[/\\]", fault.where)[-1]
    return re.sub(r":(\d+):\d+$", r":\1", name)


def paragraphs_of(article: str, gate: Gate) -> Iterator[str]:
    """An article as it will read, a paragraph or an item of its list at a time."""
    clauses = [(_paragraph(a), wording) for a, c in gate.after.pack.clauses.items() if a.split(".")[0] == article and (wording := c.on(gate.after.on)) is not None]
    for _, some in groupby(clauses, key=lambda c: c[0]):
        yield "".join(wording.strip() for _, wording in some)


def _paragraph(address: str) -> tuple[str, ...]:
    """The parts of an address down to the paragraph, item or point that it stands in."""
    return tuple(p for p in address.split(".")[1:] if p[0] in "pid")
