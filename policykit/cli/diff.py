"""`policykit diff`: two laws, or one law on two days, or before and after a draft."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from .. import files
from ..check.diff.document import report, stock_blocks
from ..check.diff.record import recorded
from ..check.diff.stock import weighed
from ..comparison import diff
from .blocks import save_report, write_report
from .options import Options, read_day, today
from .output import write_error, write_json


def write_diff(
    a: str, b: str, questions: Sequence[str], on: str | None, stock: Path | None, weight: str | None, output: Path | None, everything: bool, limit: float, options: Options
) -> bool:
    """Writes the comparison. Whether both sides are the same. Raises `PolicyError`."""
    day = read_day(on) if on else today()
    found = diff(a, b, questions, on=day, search_path=options.search_path, limit=limit)
    effect = weighed(found.a, found.b, files.read_rows(stock), questions, weight) if stock is not None else ()
    told = report(found, options.language, questions)
    if effect:
        told = stock_blocks(told, effect, found.a, found.b)
    if output is not None:
        save_report(told, output)
        write_error(options.say(f"已写入 {output}", f"written to {output}"))
    elif options.as_json:
        write_json(recorded(found, effect))
    else:
        write_report(told, everything)
    if any(e.unread for e in effect):
        raise typer.Exit(2)  # told above, row by row
    return found.same and not any(e.differing for e in effect)
