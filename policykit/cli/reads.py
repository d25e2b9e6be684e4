"""The facts that the rules of a question look at."""

from __future__ import annotations

from ..ir.expr import names
from ..ir.pack import Pack, Table


def facts_read(pack: Pack, question: str) -> frozenset[str]:
    """The inputs on which what a pack says of a question may depend: those its rules read, all where it does not answer by rules of a table."""
    decision = pack.decisions.get(question)
    if decision is None:
        return frozenset()
    if not isinstance(decision, Table):
        return frozenset(f.name for f in pack.questions[question].inputs)
    return frozenset(n for t in pack.tables(question) for r in t.rules for e in r.formulas for n in names(e, "input"))
