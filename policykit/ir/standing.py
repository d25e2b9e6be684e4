"""When a rule of a table holds, stands and fires, as formulas: exceptions worked into the conditions, once, for every target that takes formulas.

A rule *holds* where its conditions do and, if it is an exception, a rule that it names holds. It *stands* where it holds and no exception to it
does. It *fires* where it is the one that the reference reports: of rules that stand and say the same, the first on the way through the rules,
each after the exceptions to it.

The formulas are meant in three values (Kleene's): what reads an unknown fact, or a step without a value, is open. A rule that stands all the
same answers; where none stands and one is open, the answer is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..domain.frozen import dataclass
from .expr import Expr, Literal, Logic, Not
from .pack import Rule
from .types import Boolean

TRUE = Literal(True, Boolean())
FALSE = Literal(False, Boolean())


@dataclass(frozen=True)
class Firing:
    """A rule, and a condition that is looked at only where none before it holds."""

    rule: Rule
    condition: Expr


class Standing:
    """The rules of one table that are in force on a day, and how they stand to one another."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self.by_id = {r.id: r for r in self.rules}
        self._holds: dict[str, Expr] = {}

    def bases(self, rule: Rule) -> tuple[Rule, ...]:
        """The rules in force to which it is an exception."""
        return tuple(self.by_id[b] for b in rule.excepts if b in self.by_id)

    def exceptions(self, rule: Rule) -> tuple[Rule, ...]:
        """The exceptions to a rule, in the order of the table."""
        return tuple(r for r in self.rules if rule.id in r.excepts)

    def holds(self, rule: Rule) -> Expr:
        """When a rule holds. An exception of which no base is in force never does."""
        if rule.id not in self._holds:
            tests = [t.holds for t in rule.tests]
            if rule.excepts:
                tests.append(any_of(*map(self.holds, self.bases(rule))))
            self._holds[rule.id] = all_of(*tests)
        return self._holds[rule.id]

    def stands(self, rule: Rule) -> Expr:
        """When a rule holds and no exception to it does."""
        beaten = any_of(*map(self.holds, self.exceptions(rule)))
        return all_of(self.holds(rule), opposite(beaten))

    def firing(self) -> Iterator[Firing]:
        """The ways in which rules come to answer, in the order of the reference; the first that holds is the rule that it reports.

        A rule with several bases comes up once for each. Meant for facts that are all known; where they are not, ask which rules `stand`.
        """
        for rule in self.rules:
            if not rule.excepts:
                yield from self._fired(rule, TRUE)

    def _fired(self, rule: Rule, before: Expr) -> Iterator[Firing]:
        here = all_of(before, *(t.holds for t in rule.tests))
        for exception in self.exceptions(rule):
            yield from self._fired(exception, here)
        yield Firing(rule, here)


def all_of(*parts: Expr) -> Expr:
    """`and` of the parts, true of none; nested ones made flat, each part once."""
    return _joined("and", parts, TRUE, FALSE)


def any_of(*parts: Expr) -> Expr:
    """`or` of the parts, false of none."""
    return _joined("or", parts, FALSE, TRUE)


def opposite(node: Expr) -> Expr:
    """True where a condition is false or none."""
    if node in (TRUE, FALSE):
        return FALSE if node == TRUE else TRUE
    return Not(node)


def _joined(operator: str, parts: Sequence[Expr], neutral: Literal, final: Literal) -> Expr:
    flat: dict[Expr, None] = {}
    for part in parts:
        inner = part.parts if isinstance(part, Logic) and part.operator == operator else (part,)
        flat |= dict.fromkeys(inner)
    flat.pop(neutral, None)
    if final in flat:
        return final
    if len(flat) < 2:
        return next(iter(flat), neutral)
    return Logic("and" if operator == "and" else "or", tuple(flat))
