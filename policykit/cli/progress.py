"""How far a run is: a bar on a terminal, moved by the rows answered, which then are asked in steps of a moment each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    Asking = Callable[[pl.DataFrame, int], tuple[pl.DataFrame, ...]]  # a part, and the rows before it -> the answers, the rows refused, what else is told of them

FEW = 1_000  # rows of a first step, and of the least
QUICK, SLOW = 0.1, 1.0  # seconds that a step takes: below, the next has twice as many rows; above, half


@contextmanager
def progress(table: pl.LazyFrame, done: int, label: str) -> Iterator[Callable[[int], None] | None]:
    """A bar on a terminal, of the rows answered; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    import polars as pl
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    total = int(table.select(pl.len()).collect().item())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr)) as shown:
        task = shown.add_task(label, total=total, completed=done)
        yield lambda rows: shown.advance(task, rows)


def in_steps(answered: Asking, part: pl.DataFrame, before: int, advance: Callable[[int], None] | None) -> tuple[pl.DataFrame, ...]:
    """A part answered in steps of a moment each, so that a bar moves whatever a row costs; where there is no bar, in one."""
    if advance is None or part.height <= FEW:
        found = answered(part, before)
        if advance is not None:
            advance(part.height)
        return found
    import polars as pl

    done, rows = 0, FEW
    steps = []
    while done < part.height:
        begun = monotonic()
        step = part.slice(done, rows)
        steps.append(answered(step, before + done))
        done += step.height
        advance(step.height)
        took = monotonic() - begun
        rows = rows * 2 if took < QUICK else max(rows // 2, FEW) if took > SLOW else rows
    return tuple(pl.concat(frames, how="vertical_relaxed") for frames in zip(*steps, strict=True))  # decimals: the most places that a step has
