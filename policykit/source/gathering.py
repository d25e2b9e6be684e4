"""Faults as a stage gathers them: all of them, up to a number that a person can read and a machine can bear."""

from __future__ import annotations

from collections.abc import Iterable

from ..diagnostics import Diagnostic
from . import yaml_faults

MOST_FAULTS = 200


class StageEnds(Exception):
    """A stage has faults, and the next cannot do without what is wrong."""


class TooMany(StageEnds):
    """A stage has found `MOST_FAULTS` faults."""


class Faults(list[Diagnostic]):
    """The faults of a stage. Raises `TooMany` with the last that it takes: telling a fault costs more than reading what is right."""

    def append(self, fault: Diagnostic) -> None:
        super().append(fault)
        if len(self) >= MOST_FAULTS:
            raise TooMany

    def extend(self, faults: Iterable[Diagnostic]) -> None:
        for fault in faults:
            self.append(fault)

    def __iadd__(self, faults: Iterable[Diagnostic]) -> Faults:  # type: ignore[misc, override]  # narrower than a list's, as `append` is
        self.extend(faults)
        return self


def cut(found: list[Diagnostic], file: str) -> list[Diagnostic]:
    """At most `MOST_FAULTS` of the faults, and then that there are more."""
    return found if len(found) < MOST_FAULTS else [*found[:MOST_FAULTS], yaml_faults.too_many_faults(file, MOST_FAULTS)]
