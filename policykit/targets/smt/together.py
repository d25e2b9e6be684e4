"""Many conditions in one case at once: Z3 goes through what they share a single time, and gives one number with a bit for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import z3

from .logic import Bool


class Together:
    """Conditions that are asked together, of one model after another."""

    def __init__(self, conditions: Iterable[Bool]) -> None:
        self.conditions = list({c.get_id(): c for c in conditions if not isinstance(c, bool)}.values())  # kept: Z3 gives numbers again
        self.places = {c.get_id(): place for place, c in enumerate(reversed(self.conditions))}
        bits = [z3.If(c, z3.BitVecVal(1, 1), z3.BitVecVal(0, 1)) for c in self.conditions]
        self.word = z3.simplify(z3.Concat(z3.BitVecVal(0, 1), *bits)) if bits else None

    def in_case(self, model: Any) -> Told:
        found: Any = model.eval(self.word) if self.word is not None else None
        return Told(self, model, found.as_long() if z3.is_bv_value(found) else None)


class Told:
    """A model of a case with the truth of the conditions in it. `bits`: None where one of them rests on a formula that has no exact term."""

    def __init__(self, together: Together, model: Any, bits: int | None) -> None:
        self.together, self.model, self.bits = together, model, bits

    def eval(self, term: Any) -> Any:
        """The term in the model: at once, where it is one of the conditions."""
        place = self.together.places.get(term.get_id())
        if self.bits is None or place is None:
            return self.model.eval(term)
        return TRUE if self.bits >> place & 1 else FALSE


TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)
