"""What may matter to a question: its rules and their formulas, those of its steps and of other readings with them."""

from __future__ import annotations

from ...ir.expr import Expr, names
from ...ir.pack import Pack, Rule, Table


def rules_of(pack: Pack, question: str) -> list[tuple[Rule, bool]]:
    """All rules on a question, those of its steps and of other readings with them; and whether what one gives is the answer."""
    tables, waiting, found = set[str](), [question], list[tuple[Rule, bool]]()
    while waiting:
        name = waiting.pop()
        table = pack.decisions.get(name)
        if name in tables or not isinstance(table, Table):
            continue
        tables.add(name)
        for rule in (*table.rules, *(r for a in pack.ambiguities.values() for r in a.rules(name))):
            found.append((rule, name == question))
            waiting += (n for e in rule.formulas for n in names(e, "step"))
    return found


def formulas_of(pack: Pack, question: str) -> list[Expr]:
    """All formulas of these rules."""
    return [e for rule, _ in rules_of(pack, question) for e in rule.formulas]
