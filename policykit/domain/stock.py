"""Stock and what is drawn from it."""

from __future__ import annotations

from typing import NamedTuple

from ..diagnostics import Text


class Line(NamedTuple):
    """So many pieces from one lot, in order of use; `reason` says why from this one and now, `addresses` by which clauses."""

    lot: str
    quantity: int
    level: str
    reason: Text
    addresses: tuple[str, ...]


class PassedOver(NamedTuple):
    """A lot that must not be used, and why."""

    lot: str
    reason: Text
    addresses: tuple[str, ...]


class Drawn(NamedTuple):
    """Lines in order of use; what must be applied for at a higher level; the need that no lot covers. Whole pieces.

    `tied`: lots that the text ranks alike, where not all of them are used up: the order of their ids alone decides what is drawn from each.
    """

    lines: tuple[Line, ...]
    higher_level_request: int
    shortfall: int
    passed_over: tuple[PassedOver, ...]
    tied: tuple[str, ...] = ()
