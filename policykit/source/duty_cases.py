"""Duty cases: an event log, a moment, and the states that duties then have -> `ir.duty_case.DutyCase`. Files in a pack's `logs/`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, TypeAdapter, WithJsonSchema

from ..diagnostics import Diagnostic, Source
from ..domain.events import Event
from ..domain.periods import read_datetime
from ..ir.duty_case import DutyCase
from .shape import Day, Id, Shape, Words, custom
from .shape_check import checked
from .yaml import Mapping, plain, read_yaml


def _moment(value: Any) -> datetime:
    found = read_datetime(value) if isinstance(value, str) else None
    if found is None:
        raise custom("日历上有的时刻，如 2026-07-20T16:00", "a moment that the calendar has, such as 2026-07-20T16:00")
    return found


Moment = Annotated[datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]


class ExpectedDuty(Shape):
    """How one duty must stand."""

    norm: Id
    state: Words
    due: Words | None = None
    started_by: Words | None = None
    ended_by: Words | None = None
    period: Words | None = None
    case: Words | None = None
    too_early: list[Words] | None = None
    owed: list[Words] | None = None


class DutyCaseShape(Shape):
    """One duty case as written."""

    id: Words
    now: Moment
    since: Day | None = None
    why: Words = ""
    events: list[Event] = Field(default_factory=list)
    expected: list[ExpectedDuty]
    nothing_else: bool = False


_CASES = TypeAdapter(list[DutyCaseShape])


def read_duty_cases(source: Source) -> tuple[list[DutyCase], list[Diagnostic]]:
    """The duty cases of one file, or what is wrong with its shape."""
    root, found = read_yaml(source)
    if root is None:
        return [], found
    found += checked(root, list[DutyCaseShape], _CASES.validate_python)
    if found:
        return [], found
    assert not isinstance(root, Mapping)
    cases = [_case(shape, node) for shape, node in zip(_CASES.validate_python(plain(root)), getattr(root, "items", ()), strict=True)]
    return cases, found


def _case(shape: DutyCaseShape, node: Any) -> DutyCase:
    expected = tuple(e.model_dump(exclude_unset=True) for e in shape.expected)  # what is written as null must be none
    return DutyCase(shape.id, tuple(shape.events), shape.now, shape.since, expected, shape.nothing_else, shape.why, node.span)
