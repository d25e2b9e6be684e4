"""`policykit draft`: what a draft amendment does before it is law."""

from __future__ import annotations

from pathlib import Path

import typer

from .. import files
from ..check.diff.document import stock_blocks
from ..check.diff.stock import weighed
from ..check.gate.document import report
from ..check.gate.record import recorded
from ..comparison import gate
from .blocks import save_report, write_report
from .options import Options, read_day
from .output import write_error, write_json


def write_draft(draft: Path, on: str | None, stock: Path | None, weight: str | None, output: Path | None, everything: bool, limit: float, options: Options) -> bool:
    """Writes what a draft does. Whether it brings no new fault. Raises `PolicyError`."""
    found = gate(draft, on=read_day(on) if on else None, search_path=options.search_path, limit=limit)
    changed = [q.question for q in found.diff.questions if q.pairs]
    effect = weighed(found.before, found.after, files.read_rows(stock), changed, weight) if stock is not None and changed else ()
    told = report(found, options.language)
    if effect:
        told = stock_blocks(told, effect, found.before, found.after)
    if output is not None:
        save_report(told, output)
        write_error(options.say(f"已写入 {output}", f"written to {output}"))
    elif options.as_json:
        write_json(recorded(found, effect))
    else:
        write_report(told, everything)
    if any(e.unread for e in effect):
        raise typer.Exit(2)  # told above, row by row
    return found.passes
