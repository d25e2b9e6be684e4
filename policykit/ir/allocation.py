"""What comes back for a stock list: an `Allocation`, the lines with their reasons beside the answer that they are."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from ..domain.stock import Line, PassedOver
from .answer import Answer, Citation
from .instrument import Force
from .pack import Status, Strength


class Allocation(NamedTuple):
    """Lines in order of use; what must be applied for at a higher level; the need that no lot covers; and the answer to the question about stock, which says the same.

    Where the text gives no answer, as on a day when it is not in force, there are no lines, and neither number is known (None).
    """

    lines: tuple[Line, ...]
    higher_level_request: int | None
    shortfall: int | None
    passed_over: tuple[PassedOver, ...]
    answer: Answer[Any]

    @property
    def status(self) -> Status:
        return self.answer.status

    @property
    def force(self) -> Force:
        return self.answer.force

    @property
    def on(self) -> date:
        return self.answer.on

    @property
    def strength(self) -> Strength | None:
        return self.answer.strength

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.answer.citations

    def record(self) -> dict[str, Any]:
        """JSON values: what an auditor keeps of the answer, with the reason of each line and of each lot that is passed over."""
        lines = [{"lot": n.lot, "quantity": n.quantity, "level": n.level, "reason": n.reason._asdict(), "addresses": list(n.addresses)} for n in self.lines]
        passed = [{"lot": p.lot, "reason": p.reason._asdict(), "addresses": list(p.addresses)} for p in self.passed_over]
        return {**self.answer.record(), "lines": lines, "passed_over": passed}
