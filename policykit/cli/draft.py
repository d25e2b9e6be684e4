"""`policykit draft`: what a draft amendment does before it is law."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..check.gate.document import report
from ..check.gate.record import recorded
from ..comparison import gate
from .compared import Stock, write_compared
from .options import Options, read_day


def write_draft(draft: Path, on: str | None, stock: Stock, output: Path | None, everything: bool, limit: float, options: Options, cases: Sequence[Path] = ()) -> bool:
    """Writes what a draft does. Whether it brings no new fault. Raises `PolicyError`."""
    day = read_day(on) if on else None
    found = gate(draft, on=day, search_path=options.search_path, limit=limit, cases=cases, notices=options.notices)
    changed = [q.question for q in found.diff.questions if q.pairs]
    effects = stock.effects(found.before, found.after, changed, day, options)
    told = report(found, options.language, in_files=output is None, everything=everything or output is not None)
    write_compared(told, effects, (found.before, found.after), day, lambda: recorded(found, effects or ()), output, everything, options)
    return found.passes
