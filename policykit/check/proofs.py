"""All that is proved of a pack: its decisions in every case, its declared properties, its duties against each other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ..diagnostics import Diagnostic, in_order
from ..ir.pack import Pack
from ..targets.smt.extra import missing
from .duty_proofs import check_duties
from .examples import Answerer, Ask

LIMIT = 10.0  # seconds for each search


def prove_pack(pack: Pack, ask: Ask, limit: float = LIMIT, questions: Collection[str] | None = None, answerer: Answerer | None = None) -> list[Diagnostic]:
    """The diagnostics, in order of place. `ask` answers a case: question, facts, day. `questions`: the decisions on these alone, with all duties.
    `answerer` gives such an `ask` for the pack under other readings: with it, the decisions that an encoded reading changes are proved under that reading too.

    Where the solver is not installed a note says so.
    """
    found = list(check_duties(pack))
    absent = missing()
    if absent is not None:
        return in_order([*found, replace(absent, severity="note")])
    from .claims import prove_properties
    from .deadlines import prove_deadlines
    from .proving import prove_decisions, prove_readings

    asked = pack.answers if questions is None else questions
    decided = list(prove_decisions(pack, ask, limit, asked))
    if answerer is not None:
        decided += prove_readings(pack, answerer, limit, asked, decided)
    return in_order([*found, *decided, *prove_properties(pack, ask, limit, asked), *prove_deadlines(pack, limit)])
