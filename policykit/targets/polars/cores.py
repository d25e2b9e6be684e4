"""Work on parts of a frame, on all cores, in memory that is kept."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from typing import TypeVar

import numpy as np

ROWS = 1 << 18  # for which a further core is worth its while: threads wait for one another at each step
CORES = max(1, min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))

KEPT = 31 << 20  # bytes: the most that glibc learns from

Part = TypeVar("Part")
Done = TypeVar("Done")


@cache
def _threads() -> ThreadPoolExecutor:
    """Kept from call to call: to start them for each column costs as much as the column."""
    return ThreadPoolExecutor(CORES, thread_name_prefix="policykit")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_threads.cache_clear)  # a forked process has none of its parent's threads


@cache
def keep_memory() -> None:
    """Have the C library keep what is freed, up to twice `KEPT`: each block asks for the same again, and pages given back must be cleared anew, which costs as much as the block.

    glibc keeps from then on what is as large as the largest piece that was freed (`mallopt(3)`, M_MMAP_THRESHOLD); to others this is nothing.
    """
    np.empty(KEPT, np.uint8)


def threads_for(rows: int) -> int:
    """How many threads so many rows are worth."""
    return max(1, min(CORES, rows // ROWS))


def on_all_cores(work: Callable[[Part], Done], parts: Iterable[Part], rows: int) -> list[Done]:
    """What the work on each part gives, in order. `rows`: of all parts together; of few, one thread does all.

    The caller's own thread works too, and each thread takes the next part by itself: to wake one for each part costs as much as the part.
    """
    threads = threads_for(rows)
    if threads < 2:
        return [work(part) for part in parts]
    waiting = deque(enumerate(parts))
    found: dict[int, Done] = {}

    def some() -> None:
        while waiting:
            try:
                number, part = waiting.popleft()
            except IndexError:  # another thread was quicker
                return
            found[number] = work(part)

    others = [_threads().submit(some) for _ in range(min(threads, len(waiting)) - 1)]
    try:
        some()
    finally:
        waiting.clear()
        begun = [other for other in others if not other.cancel()]  # one that has not begun is not waited for: its thread may be the one that waits
        wait(begun)
    for other in begun:
        other.result()
    return [found[number] for number in sorted(found)]
