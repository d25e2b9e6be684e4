"""What has been answered for the cells of a plan, kept from frame to frame; and what of it a call wants written."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...diagnostics import Language
from .outputs import Outputs
from .planned import Plan
from .straight import MOST_STRAIGHT, Straight, kind_for
from .truths import Truths
from .vectors import Parameters

MOST_CELLS = 1 << 23  # kept in a table; more are kept by their numbers alone


class Memory:
    """What has been answered for the cells of one plan and one kind of columns. Kept from frame to frame; nothing in it depends on rows."""

    def __init__(self, plan: Plan, sizes: Sequence[int], parameters: Parameters, outputs: Outputs, truths: Truths) -> None:
        self.plan, self.parameters, self.outputs, self.truths = plan, parameters, outputs, truths
        self.sizes = list(sizes)
        self.total = 1
        for size in sizes:
            self.total *= size
        self.lock = Lock()
        kept = np.intp if self.total <= 1 << 12 else np.uint16  # a small table holds what `take` needs next, so that nothing is turned
        self.table: NDArray[Any] | None = np.zeros(self.total, kept) if self.total <= MOST_CELLS else None
        self.sparse: dict[int, int] = {}
        self.parts: dict[int, dict[int, int]] = {}  # where cells are more than 64 bits can number: combinations of the first features -> their number
        self.alone: dict[bytes, int] = {}
        self.straight: dict[Hashable, Straight] | None = {} if self.total <= MOST_STRAIGHT else None  # by what is written
        self.kind = kind_for(self.total)
        alone = plan.group_of == list(range(len(plan.group_of)))  # each world is a group: its number is the group's
        self.group_of = None if alone else np.asarray(plan.group_of, np.uint32)


@dataclass(frozen=True)
class Ask:
    """What to write: the status, the rule, which outcomes, and of `outputs.GATHERED` what tells how far they may be relied on."""

    status: bool = True
    rule: bool = True
    gathered: tuple[str, ...] = ()
    outputs: tuple[str, ...] | None = None  # None: all of them
    language: Language = "zh"  # of the reasons
