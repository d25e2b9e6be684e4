"""What a target says of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from ..diagnostics import Diagnostic, PolicyError

UNSAID: Final = ("unsaid",)  # values, or one of them, of which a target says nothing


class Outcome(NamedTuple):
    """Where a case cannot be answered, `status` is the code of the fault."""

    status: str
    values: tuple[Any, ...] | None = None
    rule: str | None = None


def fault_of(diagnostics: Sequence[Diagnostic]) -> Outcome:
    """The outcome that a fault is; a refusal is none."""
    if any(d.code == "unsupported" for d in diagnostics):
        raise PolicyError(diagnostics)
    return Outcome("+".join(d.code for d in diagnostics))
