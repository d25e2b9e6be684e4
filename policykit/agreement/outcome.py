"""What a target says of a case."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

UNSAID: Final = ("unsaid",)  # values, or one of them, of which a target says nothing


class Outcome(NamedTuple):
    """Where a case cannot be answered, `status` is the code of the fault."""

    status: str
    values: tuple[Any, ...] | None = None
    rule: str | None = None
