"""Mutants that change nothing: proved by the solver to give every case the same status, values and strength, on every stretch of time.

What has no exact term in the solver is never taken for proved.
"""

from __future__ import annotations

from datetime import date

from ..ir.pack import DrawOrder, Pack
from .mutation import Mutant

LIMIT = 3.0  # seconds for one question and stretch


def equivalent(pack: Pack, mutant: Mutant) -> bool:
    """Whether the mutant is proved to answer as the pack does; false where that is not proved. Needs the extra `check`."""
    return not mutant.norms and bool(mutant.questions) and all(_same(pack, mutant.pack, q) for q in mutant.questions)


def _same(pack: Pack, other: Pack, question: str) -> bool:
    from ..targets.smt.decided import Decided, differs
    from ..targets.smt.facts import Facts
    from ..targets.smt.logic import both, either, opposite
    from ..targets.smt.values import Untranslated
    from ..targets.smt.witness import Prover

    if isinstance(pack.decisions.get(question), DrawOrder):
        return False
    for first, last, day in _stretches(pack, other):
        try:
            facts = Facts(question, [pack, other])
            mine, theirs = Decided(pack, facts, day), Decided(other, facts, day)
            told = either(differs(mine, theirs), both(mine.sound, opposite(theirs.sound)), both(theirs.sound, opposite(mine.sound)))
            if mine.opaque or theirs.opaque or mine.bounds:
                return False
            if Prover(facts, limit=LIMIT, assuming=[facts.between(first, last)], anchor=day).possible(told) is not False:
                return False
        except Untranslated:
            return False
    return True


def _stretches(pack: Pack, other: Pack) -> list[tuple[date | None, date | None, date]]:
    """The stretches of time between two changes of either law: first day, last day, a day in it."""
    starts = sorted({*pack.epochs, *other.epochs})
    if not starts:
        return [(None, None, pack.instrument.period.first or date(2025, 1, 1))]
    days = [date.fromordinal(d.toordinal() - 1) for d in starts]
    found: list[tuple[date | None, date | None, date]] = [(None, days[0], days[0])]
    found += [(a, days[i + 1] if i + 1 < len(days) else None, a) for i, a in enumerate(starts)]
    return found
