"""`policykit diff`: two laws, or one law on two days, or before and after a draft."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..check.diff.document import report
from ..check.diff.record import recorded
from ..comparison import diff
from .compared import Stock, write_compared
from .compared_sheet import of_diff
from .options import Options, read_day, today


def write_diff(a: str, b: str, questions: Sequence[str], on: str | None, stock: Stock, output: Path | None, everything: bool, limit: float, options: Options) -> bool:
    """Writes the comparison. Whether both sides are the same. Raises `PolicyError`."""
    day = read_day(on) if on else None
    found = diff(a, b, questions, on=day or today(), search_path=options.search_path, limit=limit, notices=options.notices)
    effects = stock.effects(found.a, found.b, questions or None, day, options)
    told, record = report(found, options.language, questions), lambda: recorded(found, effects or ())
    write_compared(told, effects, (found.a, found.b), day, record, output, everything, options, lambda: of_diff(found, options))
    return found.same and not any(e.differing for e in effects or ())
