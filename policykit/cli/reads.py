"""What the rules of a question look at: its table with the steps below it, and the facts."""

from __future__ import annotations

from ..ir.expr import names
from ..ir.pack import Pack, Table


def tables_of(pack: Pack, table: Table) -> list[Table]:
    """The table that answers a question, and the steps it reads."""
    found: list[Table] = []
    waiting = [table]
    while waiting:
        table = waiting.pop()
        if table not in found:
            found.append(table)
            steps = {s for r in table.rules for e in r.formulas for s in names(e, "step")}
            waiting += [t for s in sorted(steps) if isinstance(t := pack.decisions.get(s), Table)]
    return found


def facts_read(pack: Pack, question: str) -> frozenset[str]:
    """The inputs on which what a pack says of a question may depend: those its rules read, all where it does not answer by rules of a table."""
    decision = pack.decisions.get(question)
    if decision is None:
        return frozenset()
    if not isinstance(decision, Table):
        return frozenset(f.name for f in pack.questions[question].inputs)
    return frozenset(n for t in tables_of(pack, decision) for r in t.rules for e in r.formulas for n in names(e, "input"))
