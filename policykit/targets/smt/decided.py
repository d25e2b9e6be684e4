"""What a pack decides on a question, as Z3 conditions over shared facts: where each rule answers, where the text is silent, where rules disagree.

A rule holds where its conditions do and, if it is an exception, a rule it names holds; it stands where no exception to it holds. What reads a step
that has no value is open. All this is the definition by which the python target works (`targets/python/plain.py`), condition for condition.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from ...diagnostics import Text
from ...ir.expr import names
from ...ir.pack import Pack, Rule, Silent, Table
from .facts import Facts, list_bounds
from .formulas import Opaque, Translator
from .logic import Bool, both, either, every, opposite, same_truth, some
from .tables import Body, Ending, Named
from .values import Untranslated, Val, equal


class Decided:
    """The question of `facts` as `pack` decides it by the law of the day `on`. Raises `Untranslated` for a draw order.

    All conditions are over the variables of `facts`; they mean something only together with `facts.domain` and `known`.
    """

    def __init__(self, pack: Pack, facts: Facts, on: date) -> None:
        self.pack, self.facts, self.on = pack, facts, on
        decision = pack.decisions.get(facts.question)
        if decision is not None and not isinstance(decision, Table):
            raise Untranslated(Text(f"`{facts.question}` 的调用顺序", f"the draw order of `{facts.question}`"))
        self.table = decision or Table(facts.question, "one", ())
        self.translator = Translator(pack, facts, on)
        self.steps: dict[str, Ending] = {}
        self.ending = self._ended(self.table)

    # --- what it says

    @property
    def answers(self) -> Mapping[Named, Bool]:
        """Where each rule answers: `Answer.rule` is its id. The rule None is silence for want of one."""
        return {n: both(c, self.sound) for n, c in self.ending.by_rule.items()}

    @property
    def answered(self) -> Bool:
        return both(self.ending.status["answered"], self.sound)

    @property
    def silent(self) -> Bool:
        return both(self.ending.status["silent"], self.sound)

    @property
    def undetermined(self) -> Bool:
        return both(self.ending.status["undetermined"], self.sound)

    @property
    def uncovered(self) -> Bool:
        """Where no rule of the table says anything, and none is open."""
        return self.answers.get(Named(self.table.id, None), False)

    @cached_property
    def disagrees(self) -> Bool:
        """Where two rules, of the table or of a step it reads, stand and say different things."""
        return some([self.ending.disagrees, *(s.disagrees for s in self.steps.values())])

    @cached_property
    def fails(self) -> Bool:
        """Where a value cannot be computed: a day that there is none of, a number that is not whole."""
        return some(self.translator.fails)

    @cached_property
    def sound(self) -> Bool:
        return both(opposite(self.disagrees), opposite(self.fails))

    @property
    def outputs(self) -> Mapping[str, Val]:
        """The values, of meaning where the question is answered."""
        return self.ending.outputs

    @cached_property
    def known(self) -> Bool:
        """Where the pack knows the codes of all facts."""
        return self.facts.known_to(self.pack)

    @property
    def opaque(self) -> tuple[Opaque, ...]:
        """The formulas that stand in the terms as free variables."""
        return tuple(self.translator.opaque.values())

    @property
    def bounds(self) -> Mapping[str, int]:
        """Lists among the facts, and how many elements of them were looked at."""
        return list_bounds(self.facts)

    def rule_of(self, named: Named) -> Rule | None:
        table = self.pack.decisions.get(named.decision)
        return table.rule(named.rule) if isinstance(table, Table) and named.rule is not None else None

    def strength(self) -> Mapping[str, Bool]:
        """Where the answer has each strength."""
        found: dict[str, Bool] = {}
        for named, condition in self.answers.items():
            rule = self.rule_of(named)
            if rule is not None and not isinstance(rule.result, Silent):
                found[rule.strength] = either(found.get(rule.strength, False), condition)
        return found

    # --- a table

    def _ended(self, table: Table) -> Ending:
        for name in self._steps_of(table):
            if name not in self.steps:
                step = self.pack.decisions[name]
                assert isinstance(step, Table)
                self.steps[name] = self._ended(step)
                self.translator.steps[name] = self.steps[name].outputs["value"]
        return Body(self, table).ending()

    def _steps_of(self, table: Table) -> list[str]:
        return sorted({n for r in table.rules for e in r.formulas for n in names(e, "step")})


def differs(a: Decided, b: Decided) -> Bool:
    """Where two packs end differently: another status, another value, another strength. Facts that one of them cannot read are left out."""
    return both(a.known, b.known, a.sound, b.sound, opposite(agrees(a, b)))


def agrees(a: Decided, b: Decided) -> Bool:
    """Where both packs have the same status and, where they answer, the same values and strength."""
    statuses = [same_truth(a.ending.status[s], b.ending.status[s]) for s in ("answered", "silent", "undetermined")]
    shared = [n for n in a.outputs if n in b.outputs]
    values = either(opposite(both(a.answered, b.answered)), every(equal(a.outputs[n], b.outputs[n]) for n in shared))
    mine, theirs = a.strength(), b.strength()
    strengths = every(same_truth(mine.get(s, False), theirs.get(s, False)) for s in {**mine, **theirs})
    return every([*statuses, values, strengths])
