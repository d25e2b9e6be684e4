"""The last day moved to the next working day, where a reading of an ambiguity on which the norm rests moves it so and the pack does not.

The day in the text stays the deadline (C02 and A10 of the readings); the moved one is given beside it, or that nobody can say yet whether there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from ..diagnostics import Text
from ..domain.calendar import NoNotice, official
from ..ir.expr import Call
from ..ir.norm import Norm
from ..ir.pack import NormChange, Pack
from .duties import Duty


class Postponed(NamedTuple):
    """The day moved to, and the reading by which it would be; or the year whose notice on holidays must come before that can be said."""

    to: date | None
    readings: Mapping[str, str]
    no_notice: int | None = None

    @property
    def why(self) -> Text | None:
        """Why the day is not known."""
        if self.no_notice is None:
            return None
        return Text(f"是否逢休息日顺延，尚无{self.no_notice}年的通知", f"whether it moves past a rest day is open: the notice on holidays in {self.no_notice} is not known")


def postponed(pack: Pack, duty: Duty) -> Postponed | None:
    """The moved last day of a duty; None where no reading moves it, or it is a working day."""
    norm = pack.norms[duty.norm]
    if norm.due is None or duty.due is None or isinstance(duty.due, datetime):
        return None
    for name in norm.readings:
        ambiguity = pack.ambiguities.get(name)
        for reading in ambiguity.alternatives if ambiguity is not None else ():
            if any(isinstance(c, NormChange) and _moves(norm, c.becomes) for c in reading.changes):
                try:
                    moved = (pack.calendar or official()).next_workday(duty.due)
                except NoNotice as missing:
                    return Postponed(None, {name: reading.name}, missing.year)
                return Postponed(moved, {name: reading.name}) if moved != duty.due else None
    return None


def _moves(norm: Norm, other: Norm) -> bool:
    """Whether a norm has the deadline of another, moved to the next working day."""
    return other.id == norm.id and isinstance(other.due, Call) and other.due.function == "next workday" and other.due.arguments == (norm.due,)
