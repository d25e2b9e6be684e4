"""Whether a parent's scope covers a case: the conditions of a `Cover` -> true or false."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...ir.pack import Cover, Pack
from ...ir.types import UNKNOWN
from .expressions import Emitter


def covers(pack: Pack, cover: Cover, facts: Mapping[str, Any], on: date) -> bool:
    """True where every condition holds; a condition on an unknown fact does not."""
    emitter = Emitter(pack.parameters, on, pack.instrument.month_end, calendar=pack.calendar)
    for test in cover.tests:
        if test.column is not None and facts.get(test.column) is UNKNOWN:
            return False
        names = {**emitter.constants, **{f"v_{k}": v for k, v in facts.items()}, "on": on, "force": pack.instrument.force_on(on)}
        text = emitter.emit(test.holds)
        if not eval(text, {**names, **emitter.constants}):  # noqa: S307  # our own text: literals and names made here
            return False
    return True
