"""A case: the facts of one question as read, every absence resolved to what it means."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..domain.frozen import dataclass


@dataclass(frozen=True)
class Case:
    """Facts in the order of the question's inputs; `UNKNOWN` for those not known. `given` names the facts that were given."""

    question: str
    on: date
    facts: tuple[Any, ...]
    given: tuple[str, ...]
    unknown: tuple[str, ...]
