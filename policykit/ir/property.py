"""What a pack declares of its own decisions: what holds in every case, what never holds together, what only rises."""

from __future__ import annotations

from dataclasses import field

from ..diagnostics import Span, Text
from ..domain.frozen import dataclass
from .cells import Test
from .expr import Expr


@dataclass(frozen=True)
class Always:
    """Holds in every case that is answered; in every case where the formula names `status`."""

    holds: Expr


@dataclass(frozen=True)
class NeverBoth:
    """Conditions that never hold in one case."""

    conditions: tuple[Expr, ...]


@dataclass(frozen=True)
class AddsUp:
    """Shares that add up to a whole in every case that is answered."""

    parts: tuple[Expr, ...]
    whole: Expr


@dataclass(frozen=True)
class Monotone:
    """While one input rises and all else stays, an output goes through `order` in this direction only; without an order its value only rises (or falls).

    Cases that are not answered, or whose value is not in the order, are left out.
    """

    input: str
    output: str
    order: tuple[str, ...] = ()
    falling: bool = False


Claim = Always | NeverBoth | AddsUp | Monotone


@dataclass(frozen=True)
class Property:
    """A claim about one question, for the cases that meet the tests. Formulas name inputs, parameters, steps, and (as steps) the outputs and `status`."""

    id: str
    label: Text = field(compare=False)
    question: str
    tests: tuple[Test, ...]
    claim: Claim
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def formulas(self) -> tuple[Expr, ...]:
        """All formulas of the tests and of the claim."""
        tests = tuple(t.holds for t in self.tests)
        match self.claim:
            case Always(holds=holds):
                return (*tests, holds)
            case NeverBoth(conditions=conditions):
                return (*tests, *conditions)
            case AddsUp(parts=parts, whole=whole):
                return (*tests, *parts, whole)
            case Monotone():
                return tests
