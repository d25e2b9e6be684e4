"""The solver's word on a question, for all cases at once: that the program of the Python target ends as the definition of the table does.

The definition is the smt target's: which rules hold, which stand, which one answers. Held to it, table by table, are

- the program as it is written, followed on all its ways (`followed`): which rule answers with which values, where rules contradict each other;
- each pair of rules that every target takes for disjoint: no case fulfils the conditions of both;
- the conditions of `ir/standing.py`, from which SQL is written: which rules stand, and which of them is named.

The formulas of the rules are the same terms on both sides, so their meaning is not proved: that is what the cases on each boundary compare. A step
has a value, each element of a list is looked at up to a bound, and what cannot be computed is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING, Literal

from ..api import Policy
from ..check.regions import Case
from ..diagnostics import Text
from ..ir.pack import Table
from ..ir.standing import Standing

if TYPE_CHECKING:
    from ..check.proving import Proof
    from ..ir.pack import Rule
    from ..targets.smt.logic import Bool
    from ..targets.smt.tables import Ending
    from .followed import Way

LIMIT = 60.0  # seconds for each table and each thing that is held to it
MOST_NAMED = 400  # ways through the exceptions, beyond which SQL names rules in the order of the table
What = Literal["program", "disjoint", "standing"]


@dataclass(frozen=True)
class Proved:
    """What the solver says of a question. `ways`: ends of the programs that were followed; `pairs` of rules taken for disjoint.

    `open`: what it could not say, with the reason. `refuted`: what does not hold, with a case that shows it.
    """

    tables: int
    ways: int
    pairs: int
    open: tuple[Text, ...] = ()
    refuted: tuple[tuple[Text, Case], ...] = ()

    @property
    def holds(self) -> bool:
        return not self.open and not self.refuted


def proved(policy: Policy, question: str, limit: float = LIMIT) -> Proved:
    """What is proved of a question whose decision is a table, on each stretch of time. Needs the extra `check`."""
    from ..check.proving import Proof, stretches
    from ..targets.smt.values import Untranslated

    found = _Found()
    for stretch in stretches(policy.pack):
        try:
            proof = Proof(policy.pack, policy.pack.questions[question], lambda q, f, on: policy.ask(q, f, on=on), limit, stretch)
        except Untranslated as e:
            found.open[Text(f"不能化为算式：{e.what.zh}", f"no terms: {e.what.en}")] = None
            continue
        _Tables(proof, found).hold()
    return Proved(found.tables, found.ways, found.pairs, tuple(found.open), tuple(found.refuted))


class _Found:
    def __init__(self) -> None:
        self.tables = self.ways = self.pairs = 0
        self.open: dict[Text, None] = {}
        self.refuted: list[tuple[Text, Case]] = []


class _Tables:
    """The tables of a question on a stretch of time."""

    def __init__(self, proof: Proof, found: _Found) -> None:
        self.proof, self.found, self.decided = proof, found, proof.decided

    def hold(self) -> None:
        from ..targets.smt.values import Untranslated
        from .followed import NotFollowed

        steps = {n: t for n in self.decided.steps if isinstance(t := self.proof.pack.decisions[n], Table)}
        for table, ending in [*((t, self.decided.steps[n]) for n, t in steps.items()), (self.decided.table, self.decided.ending)]:
            self.found.tables += 1
            try:
                self.held(table, "program", self.program(table, ending))
                self.held(table, "disjoint", self.disjoint(table))
                self.held(table, "standing", self.standing(table, ending))
            except NotFollowed as e:
                self.found.open[Text(f"`{table.id}`：程序中有不认识的写法 `{e}`", f"`{table.id}`: a form of the program that is not known: `{e}`")] = None
            except Untranslated as e:
                self.found.open[Text(f"`{table.id}` 不能化为算式：{e.what.zh}", f"`{table.id}`: no terms: {e.what.en}")] = None

    def held(self, table: Table, what: What, differences: Iterator[Bool]) -> None:
        """No case shows one of the differences."""
        from ..targets.smt.logic import both, opposite, some

        valued = [opposite(s.without_value) for s in self.decided.steps.values()]
        agreed = [opposite(s.disagrees) for n, s in self.decided.steps.items() if n != table.id]
        found = self.proof.search(both(some(differences), opposite(self.decided.fails), *valued, *agreed))
        said = _SAID[what]
        if found.witness is not None:
            self.found.refuted.append((Text(f"`{table.id}`：{said.zh}", f"`{table.id}`: {said.en}"), Case(found.witness.facts, found.witness.on)))
        elif found.verdict != "none":
            self.found.open[Text(f"`{table.id}`：求解器未能在时限内说明{said.zh}", f"`{table.id}`: the solver could not say in time whether {said.en}")] = None

    # --- what would differ

    def program(self, table: Table, ending: Ending) -> Iterator[Bool]:
        """Where the program ends otherwise than the definition."""
        from ..targets.smt.logic import both, opposite, same_truth, some
        from .followed import Followed

        followed = Followed(self.proof.pack, table, self.decided, self.proof.stretch.day)
        self.found.ways += len(followed.ways)
        ends = {r: [w.where for w in followed.ways if w.rule == r and not w.disagree] for r in dict.fromkeys(w.rule for w in followed.ways)}
        if table.hit == "all":
            wanted: Mapping[str | None, Bool] = dict(ending.stands.items())
            sound: Bool = True
        else:
            wanted = {n.rule: c for n, c in ending.by_rule.items() if n.decision == table.id}
            sound = opposite(ending.disagrees)
            yield opposite(same_truth(some(w.where for w in followed.ways if w.disagree), ending.disagrees))
        yield from (both(sound, opposite(same_truth(some(ends.get(r, ())), wanted.get(r, False)))) for r in {**wanted, **ends})
        yield from (both(w.where, d) for w in followed.ways for d in self.said(table, w))

    def said(self, table: Table, way: Way) -> Iterator[Bool]:
        """Where the program gives other values than the rule that it names."""
        from ..ir.pack import Answered
        from ..targets.smt.logic import opposite
        from ..targets.smt.values import NONE, equal

        rule = table.rule(way.rule or "")
        if rule is not None and isinstance(rule.result, Answered) and way.values is not None:
            question = self.proof.pack.questions[table.of or table.id]
            types = {"value": table.gives} if table.gives is not None else {o.name: o.type for o in question.outputs}
            given = dict(rule.result.outputs)
            for value, (name, type_) in zip(way.values, types.items(), strict=True):
                yield opposite(equal(value, self.decided.translator.output(given[name], type_) if name in given else NONE))

    def disjoint(self, table: Table) -> Iterator[Bool]:
        """Where two rules that are taken for disjoint hold together."""
        from ..targets.python.relations import disjoint
        from ..targets.smt.logic import both, every

        rules = self.rules(table)
        holds = {r.id: every(self.decided.translator.truth(t.holds) for t in r.tests) for r in rules}
        for a, b in combinations(rules, 2):
            if disjoint(a, b):
                self.found.pairs += 1
                yield both(holds[a.id], holds[b.id])

    def standing(self, table: Table, ending: Ending) -> Iterator[Bool]:
        """Where the conditions from which SQL is written say something else than the definition."""
        from ..targets.smt.logic import both, opposite, same_truth, some

        truth = self.decided.translator.truth
        formulas = Standing(self.rules(table))
        yield from (opposite(same_truth(truth(formulas.stands(r)), ending.stands[r.id])) for r in formulas.rules)
        firing = list(islice(formulas.firing(), MOST_NAMED + 1))
        if table.hit == "all" or len(firing) > MOST_NAMED:
            return
        named: dict[str, list[Bool]] = {r.id: [] for r in formulas.rules}
        before: list[Bool] = []
        for fire in firing:
            condition = both(ending.stands[fire.rule.id], truth(fire.condition))
            named[fire.rule.id].append(both(condition, opposite(some(before))))
            before.append(condition)
        answers: Mapping[str | None, Bool] = {n.rule: c for n, c in ending.by_rule.items() if n.decision == table.id}
        for rule, conditions in named.items():
            yield both(opposite(ending.disagrees), opposite(same_truth(some(conditions), answers.get(rule, False))))

    def rules(self, table: Table) -> Sequence[Rule]:
        return [r for r in table.rules if r.period.covers(self.proof.stretch.day)]


_SAID = {
    "program": Text("程序的结论与定义不同", "the program ends otherwise than the definition"),
    "disjoint": Text("视为互斥的两条规则同时成立", "two rules taken for disjoint hold together"),
    "standing": Text("译成 SQL 的条件与定义不同", "the conditions from which SQL is written differ from the definition"),
}
