"""What of the text is encoded: each clause with the rules, norms and values that encode it, and whether a case would notice their loss.

A clause counts as encoded only if dropping (or moving by one unit) something that cites it makes a case of the pack fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..ir.instrument import Clause, Quote
from ..ir.pack import DrawOrder, Pack
from .mutation import Cases, Mutant, mutants


@dataclass(frozen=True)
class Covered:
    """A clause, what cites it, and which of these a case defends."""

    clause: Clause
    encoders: tuple[str, ...]
    defended: tuple[str, ...]

    @property
    def state(self) -> str:
        """`waived`, `defended`, `undefended` (encoded, but no case notices) or `missing`."""
        if self.clause.waived is not None:
            return "waived"
        if not self.encoders:
            return "missing"
        return "defended" if self.defended else "undefended"

    @property
    def article(self) -> str:
        """The article (or section) the clause belongs to: `a23` of `a23.p2.i1`."""
        return re.split(r"\.", self.clause.address)[0]


@dataclass(frozen=True)
class Coverage:
    """All clauses of a pack, and the changes of the pack that no case notices."""

    pack: str
    clauses: tuple[Covered, ...]
    survivors: tuple[Mutant, ...]

    def count(self, state: str) -> int:
        return sum(c.state == state for c in self.clauses)


def coverage(pack: Pack, cases: Cases) -> Coverage:
    """The coverage of a pack by its own cases."""
    citing: dict[str, dict[str, None]] = {}
    defended: dict[str, dict[str, None]] = {}
    survivors: list[Mutant] = []
    for what, cite in encoders(pack):
        for quote in cite:
            citing.setdefault(quote.address, {})[what] = None
    for mutant in mutants(pack):
        if cases.notice(mutant) is None:
            survivors.append(mutant)
            continue
        for quote in mutant.cite:
            defended.setdefault(quote.address, {})[mutant.what] = None
    found = tuple(Covered(c, tuple(citing.get(a, ())), tuple(defended.get(a, ()))) for a, c in pack.clauses.items())
    return Coverage(pack.id, found, tuple(survivors))


def unencoded(pack: Pack) -> list[str]:
    """The addresses of the clauses that nothing cites and that are not waived, in the order of the text."""
    cited = {quote.address for _, cite in encoders(pack) for quote in cite}
    return [address for address, clause in pack.clauses.items() if clause.waived is None and address not in cited]


def encoders(pack: Pack) -> Iterable[tuple[str, tuple[Quote, ...]]]:
    """Everything in a pack that cites clauses, by name."""
    instrument = pack.instrument
    yield "validity", instrument.validity_cite
    for repeal in instrument.repeals:
        yield f"repeal {repeal.instrument}", repeal.cite
    for parameter in pack.parameters.values():
        for value in parameter.values:
            yield f"parameter {parameter.name}", value.cite
    for decision in pack.decisions.values():
        if isinstance(decision, DrawOrder):
            for cite in (*(t.cite for t in decision.tiers), *(w.cite for w in decision.within), decision.usable_cite):
                yield f"draw order {decision.id}", cite
        else:
            for rule in decision.rules:
                yield f"rule {decision.id}/{rule.id}", rule.cite
    for norm in pack.norms.values():
        yield f"norm {norm.id}", norm.cite
