"""What is fixed on the day: the value of a formula that reads no fact."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...domain.calendar import NoNotice
from ...ir.expr import Expr, Ref, names, walk
from ...ir.pack import Pack
from ...ir.types import UNKNOWN
from ...targets.python.expressions import Emitter
from ...targets.python.runtime import NotInForce, OutOfRange

FAILS = (TypeError, ArithmeticError, ValueError, OutOfRange, NotInForce, NoNotice)


class Fixed:
    """Works out formulas of a pack on a day, of which the facts may be given."""

    def __init__(self, pack: Pack, on: date) -> None:
        self.on = on
        self.force = pack.instrument.force_on(on)
        self.emitter = Emitter(pack.parameters, on, pack.instrument.month_end)
        self._compiled: dict[Expr, Any] = {}
        self._values: dict[Expr, Any] = {}

    def __call__(self, node: Expr) -> Any:
        """The value of a formula without facts; UNKNOWN where it reads one, a step or a variable."""
        if node not in self._values:
            self._values[node] = self._worked_out(node)
        return self._values[node]

    def _worked_out(self, node: Expr) -> Any:
        if any(isinstance(n, Ref) and n.origin in ("input", "step", "variable") for n in walk(node)):
            return UNKNOWN
        try:
            return self.of(node, {})
        except FAILS:
            return UNKNOWN

    def of(self, node: Expr, facts: dict[str, Any]) -> Any:
        """The value of a formula for some facts."""
        code = self._compiled.get(node)
        if code is None:
            given = ", ".join(f"v_{n}" for n in sorted(names(node, "input")))
            text = self.emitter.emit(node)
            made = {**self.emitter.constants, "on": self.on, "force": self.force}
            code = self._compiled[node] = eval(f"lambda {given}: {text}", made)  # noqa: S307  # our own text: literals and names made here
        return code(**{f"v_{n}": v for n, v in facts.items()})
