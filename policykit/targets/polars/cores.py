"""Work on parts of a frame, on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

CORES = max(1, min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))

Part = TypeVar("Part")
Done = TypeVar("Done")


@cache
def _threads() -> ThreadPoolExecutor:
    """Kept from call to call: to start them for each column costs as much as the column."""
    return ThreadPoolExecutor(CORES, thread_name_prefix="policykit")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_threads.cache_clear)  # a forked process has none of its parent's threads


def on_all_cores(work: Callable[[Part], Done], parts: Iterable[Part]) -> list[Done]:
    """What the work on each part gives, in order. Not to be called by such work itself, which would wait for its own thread."""
    return list(_threads().map(work, parts)) if CORES > 1 else [work(p) for p in parts]
