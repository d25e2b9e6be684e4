"""All that is proved of a pack: its decisions in every case, its declared properties, its duties against each other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ..diagnostics import Diagnostic, in_order
from ..ir.pack import Pack
from ..targets.smt.extra import missing
from .duty_proofs import check_duties
from .examples import Ask

LIMIT = 10.0  # seconds for each search


def prove_pack(pack: Pack, ask: Ask, limit: float = LIMIT, questions: Collection[str] | None = None) -> list[Diagnostic]:
    """The diagnostics, in order of place. `ask` answers a case: question, facts, day. `questions`: the decisions on these alone, with all duties.

    Where the solver is not installed a note says so.
    """
    found = list(check_duties(pack))
    absent = missing()
    if absent is not None:
        return in_order([*found, replace(absent, severity="note")])
    from .claims import prove_properties
    from .deadlines import prove_deadlines
    from .proving import prove_decisions

    asked = pack.answers if questions is None else questions
    return in_order([*found, *prove_decisions(pack, ask, limit, asked), *prove_properties(pack, ask, limit, asked), *prove_deadlines(pack, limit)])
