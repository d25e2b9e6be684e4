"""Events of a case: what happened, when, in which matter. Typed by pydantic; packs may add kinds.

An event log is JSON lines, one event a line: `{"id": "e1", "kind": "arrived", "at": "2026-07-20T09:00", "case": "d-17"}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

BEIJING = timezone(timedelta(hours=8))


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

    @field_validator("at")
    @classmethod
    def _local(cls, value: datetime) -> datetime:
        return value.astimezone(BEIJING).replace(tzinfo=None) if value.tzinfo is not None else value
