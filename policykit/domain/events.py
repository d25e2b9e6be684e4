"""Events of a case: what happened, when, in which matter. Typed by pydantic; packs may add kinds.

An event log is JSON lines, one event a line: `{"id": "e1", "kind": "arrived", "at": "2026-07-20T09:00", "case": "d-17"}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from .periods import FIRST_DAY, LAST_DAY

BEIJING = timezone(timedelta(hours=8))


def local(moment: datetime) -> datetime | None:
    """A moment in local time, without an offset; None outside the days that a fact may be.

    >>> local(datetime(2026, 3, 2, tzinfo=timezone.utc)), local(datetime(3000, 1, 1)), local(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=9))))
    (datetime.datetime(2026, 3, 2, 8, 0), None, None)
    """
    try:
        found = moment.astimezone(BEIJING).replace(tzinfo=None) if moment.tzinfo is not None else moment
    except OverflowError:  # an end of the calendar, with an offset
        return None
    return found if FIRST_DAY <= found.date() <= LAST_DAY else None


ADDRESSEES = "to"  # the part that says to whom: one party, or several


def addressees(data: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Those whom an event says it reached; None where it does not say.

    >>> addressees({"report": "monthly", "to": "finance"}), addressees({"to": ("finance", "audit")}), addressees({})
    (('finance',), ('finance', 'audit'), None)
    """
    to = data.get(ADDRESSEES)
    return (to,) if isinstance(to, str) else to if isinstance(to, tuple) else None


class Event(BaseModel):
    """Something that happened. `at` is local time (+08:00); `case` is the matter it belongs to; `data` holds the parts of its kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1, max_length=200, description="the same id again is the same event")
    kind: str = Field(min_length=1, max_length=80)
    at: datetime
    case: str | None = None
    by: str | None = Field(None, description="the party that acted")
    data: dict[str, Any] = {}

    @field_validator("at", mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        """A number is no moment, nor are digits alone: pydantic would count them from 1970."""
        if isinstance(value, date) or (isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value, re.ASCII)):
            return value
        raise PydanticCustomError("datetime_written", "a moment as 2026-07-20T16:00 should stand here")

    @field_validator("at")
    @classmethod
    def _local(cls, value: datetime) -> datetime:
        found = local(value)
        if found is None:
            raise PydanticCustomError("moment_range", "it is not between {first} and {last}", {"first": str(FIRST_DAY), "last": str(LAST_DAY)})
        return found
