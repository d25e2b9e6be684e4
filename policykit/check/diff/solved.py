"""The pairs of rules that differ, by the solver: find a case on which two laws differ, name its pair, leave the pair out, until there is none.

That there is none is the proof. What is not known in time is said; a case of the solver's is asked of both laws before anyone sees it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from ...diagnostics import Diagnostic, PolicyError, Text
from ...ir.expr import Expr, Logic, Not
from ...ir.pack import Rule, Table
from ...ir.types import DateTime, ListOf, Record, SetOf
from ...ir.words import joined
from .contradictions import somewhere, unproven
from .model import Pair
from .shown import Apart, Askings, differs_in, grounds_differ, unconfirmed, witnessed

if TYPE_CHECKING:
    from ...targets.smt.decided import Decided
    from ...targets.smt.facts import Facts
    from ...targets.smt.tables import Named

MOST_PAIRS = 400
MOST_DROPPED = 24  # conditions of a sentence that are tried to be left out
NOT_IN_TIME = Text("求解器未能在时限内证明其余情形相同；用 --limit 给更多时间", "the solver could not prove in time that all other cases agree; give it more time with --limit")

Pairs = tuple[list[Pair], list[Text]]  # what was found, and what could not be decided


class Solved(NamedTuple):
    """What the solver found: the pairs, those of other grounds where these were asked for, and how far lists were looked at."""

    outcomes: Pairs = ([], [])
    grounds: Pairs = ([], [])
    bounds: Sequence[Text] = ()


def from_solver(askings: Askings, limit: float, outcomes: bool = True, grounds: bool = True) -> Solved:
    """What differs, of what is asked for, `askings` of one question to both laws. Raises `PolicyError` where outcomes need the solver, and it is not installed."""
    try:
        import z3  # noqa: F401  # only to say in one sentence that it is missing
    except ModuleNotFoundError as e:
        if not outcomes:
            return Solved(grounds=([], [no_solver().message]))
        raise PolicyError([no_solver()]) from e
    from ...targets.smt.values import Untranslated

    try:
        solved = _Solved(askings, limit)
        bounds = [Text(f"{_label(solved, n)}以不超过{most}项为限", f"{n}: lists of at most {most} elements") for n, most in solved.sides[0].bounds.items()]
        found = solved.pairs() if outcomes else ([], [])
        if outcomes:
            found[1].extend(solved.contradictions())
        return Solved(found, solved.grounds() if grounds else ([], []), bounds)
    except Untranslated as e:
        untold = Text(f"不能化为精确的算式：{e.what.zh}", f"there is no exact term for {e.what.en}")
        return Solved(([], [untold] if outcomes else []), ([], [untold] if grounds else []))


def _label(solved: _Solved, name: str) -> str:
    return next(f.label.zh for f in solved.facts.inputs if f.name == name)


def no_solver() -> Diagnostic:
    """The fault of a missing solver."""
    return Diagnostic(
        "no-solver",
        Text("此项比较需要求解器，而它没有安装", "this comparison needs the solver, which is not installed"),
        help=Text("运行 `pip install 'policykit[check]'`", "run `pip install 'policykit[check]'`"),
    )


class _Solved:
    def __init__(self, askings: Askings, limit: float) -> None:
        import z3

        from ...targets.smt.days import day_of
        from ...targets.smt.decided import Decided, agrees
        from ...targets.smt.facts import Facts
        from ...targets.smt.logic import asserted, both, opposite
        from .rules import speaker

        self.z3, self.asserted = z3, asserted
        (a, b), question = (one.law for one in askings), askings[0].question
        self.askings, self.question, self.laws, self.until = askings, question, (a, b), monotonic() + limit
        self.facts: Facts = Facts(question, [a.pack, b.pack], a.on)
        other = self.facts
        if b.on != a.on:
            other = copy(self.facts)
            other.on, other.day = b.on, day_of(b.on)
        self.sides: tuple[Decided, Decided] = (Decided(a.pack, self.facts, a.on), Decided(b.pack, other, b.on))
        self.agrees = agrees(*self.sides)
        self.read = both(*(s.known for s in self.sides), *(s.sound for s in self.sides))
        self.differs = both(self.read, opposite(self.agrees))
        self.answers = [{n: asserted(c) for n, c in s.answers.items()} for s in self.sides]
        self.solver = z3.Solver()
        self.solver.add([asserted(c) for c in (*self.facts.domain, self.differs)])
        self.marks: dict[int, Any] = {}  # terms by number, kept alive so that no number is used again
        self.plain = z3.Solver()  # the cases both can read, for what is said of a pair
        self.plain.set("core.minimize", True)
        self.plain.add([asserted(c) for c in (*self.facts.domain, *(s.known for s in self.sides), *(s.sound for s in self.sides))])
        self.tables = [s.table for s in self.sides]
        self.speakers = [speaker(law, question) for law in self.laws]

    def pairs(self) -> Pairs:
        """The pairs of rules that answer differently."""
        return self._named(self.solver, self.differs, differs_in, [])

    def grounds(self) -> Pairs:
        """The pairs of rules that come to the same outcome on other grounds, one for each of the grounds."""
        from ...targets.smt.logic import both
        from .solved_grounds import rest_differently, rests

        mine, theirs = (rests(s) for s in self.sides)
        apart = both(rest_differently(mine, theirs), self.read, self.agrees)
        if apart is False:
            return [], []
        solver = self.z3.Solver()
        solver.add([self.asserted(c) for c in (*self.facts.domain, apart)])
        return self._named(solver, apart, grounds_differ, [self.asserted(c) for c in (*mine.values(), *theirs.values()) if not isinstance(c, bool)])

    def _named(self, solver: Any, differs: Any, apart: Apart, parting: Sequence[Any]) -> Pairs:
        """A pair of rules for each case that the solver finds, until it finds none. `parting`: conditions that part the cases of one pair."""
        found: list[Pair] = []
        wrong: list[Text] = []
        while len(found) + len(wrong) < MOST_PAIRS:
            verdict = self._check(solver)
            if verdict is None:
                wrong.append(NOT_IN_TIME)
                break
            if not verdict:
                break
            model = solver.model()
            keys = [self._key(s, model) for s in self.answers]
            parted = [c if self.z3.is_true(model.eval(c, model_completion=True)) else self.z3.Not(c) for c in parting]
            here = self.z3.And(*(self._where(s, k) for s, k in zip(self.answers, keys, strict=True)), *parted)
            case = self._case(here, model, differs)
            condition, exact = self._said(keys, here, differs)
            rules = tuple("+".join(n.rule for n in k if n.rule) or None for k in keys)
            pair = witnessed(self.askings, case, self.facts.inputs, self.facts.constants, condition, exact, apart=apart)
            if pair is None:
                wrong.append(unconfirmed(rules))
            else:
                found.append(pair)
            solver.add(self.z3.Not(here))
        return found, wrong

    def contradictions(self) -> Iterator[Text]:
        """That the rules of just one law disagree in some case, where it has no answer and the laws are not the same; or that there was no time to prove that they do not."""
        for mine, other, law in ((self.sides[0], self.sides[1], self.laws[0]), (self.sides[1], self.sides[0], self.laws[1])):
            solver = self.z3.Solver()
            solver.add([self.asserted(c) for c in (*self.facts.domain, mine.known, other.known, other.sound, mine.disagrees)])
            some = self._check(solver)
            if some is not False:
                yield unproven(law) if some is None else somewhere(law)

    def _check(self, solver: Any, *assumptions: Any) -> bool | None:
        left = self.until - monotonic()
        if left <= 0:
            return None
        solver.set("timeout", max(int(left * 1000), 1))
        found = solver.check(*assumptions)
        return None if found == self.z3.unknown else bool(found == self.z3.sat)

    # --- one pair

    def _key(self, answers: Mapping[Named, Any], model: Any) -> tuple[Named, ...]:
        """The rules that answer in a case; more than one where they add to a set."""
        return tuple(n for n, c in answers.items() if self.z3.is_true(model.eval(c, model_completion=True)))

    def _where(self, answers: Mapping[Named, Any], key: tuple[Named, ...]) -> Any:
        """Where just these rules answer."""
        one = len(key) == 1 and all(r.hit == "one" for r in self.tables)
        return self.z3.And(*(c if n in key else self.z3.Not(c) for n, c in answers.items() if n in key or not one))

    def _case(self, here: Any, model: Any, differs: Any) -> dict[str, Any]:
        """The case of a model; where facts have parts, the smallest that the solver finds, since asking cannot make those plainer."""
        if any(isinstance(f.type, DateTime | ListOf | Record | SetOf) for f in self.facts.inputs):
            from ...targets.smt.witness import Prover

            left = max(self.until - monotonic(), 0.5)
            found = Prover(self.facts, left, [differs], self.laws[0].on).smallest(here)
            if found.witness is not None:
                return dict(found.witness.facts)
        return {n: s.read(model) for n, s in self.facts.slots.items()}

    # --- in words

    def _said(self, keys: Sequence[tuple[Named, ...]], here: Any, differs: Any) -> tuple[Text, bool]:
        """The conditions of both rules without those that follow from the others; whether they say just where the pair differs."""
        parts: dict[str, tuple[Any, Text]] = {}
        for side, speaker, key in zip(self.sides, self.speakers, keys, strict=True):
            for node in _conditions(side, key):
                term = self.asserted(side.translator.truth(node))
                said = speaker.condition(node)
                parts.setdefault(said.zh, (term, said))
        terms = list(parts.values())
        region = self.z3.And(here, self.asserted(differs))
        exact = self._follows([t for t, _ in terms], region)
        if exact:  # the conditions that are enough
            core = {str(m) for m in self.plain.unsat_core()}
            terms = [t for t in terms if _mark(t[0]) in core]
        else:
            for one in list(reversed(terms))[:MOST_DROPPED]:
                rest = [t for t in terms if t is not one]
                if self._follows([t for t, _ in rest], one[0]):
                    terms = rest
        said = joined([t for _, t in terms], "，", ", ") if terms else Text("任何情形", "every case")
        return said, exact

    def _follows(self, given: Sequence[Any], claim: Any) -> bool:
        """Whether a condition surely follows from others."""
        return self._check(self.plain, *self._marked([*given, self.z3.Not(claim)])) is False

    def _marked(self, terms: Sequence[Any]) -> Iterator[Any]:
        """A literal for each term: assumptions must be literals, and a term keeps its mark."""
        for term in terms:
            mark = self.z3.Bool(_mark(term))
            if term.get_id() not in self.marks:
                self.marks[term.get_id()] = term
                self.plain.add(self.z3.Implies(mark, term))
            yield mark


def _mark(term: Any) -> str:
    return f"said {term.get_id()}"


def _conditions(side: Decided, key: Sequence[Named]) -> Iterator[Expr]:
    """What holds where these rules answer: their conditions, those of the one rule to which each is an exception, and that no exception holds."""
    for named in key:
        table = side.pack.decisions.get(named.decision)
        rule = side.rule_of(named)
        if rule is None or not isinstance(table, Table):
            continue
        by_id: Mapping[str, Rule] = {r.id: r for r in table.rules}
        bases = [by_id[b] for b in rule.excepts if b in by_id and by_id[b].period.covers(side.on)]
        for one in (rule, *(bases if len(bases) == 1 else ())):
            for test in one.tests:
                yield from _parts(test.holds)
        if len(bases) > 1:
            yield Logic("or", tuple(_all([t.holds for t in b.tests]) for b in bases))
        for other in table.rules:
            if rule.id in other.excepts and other.period.covers(side.on) and other.tests:
                own = [t.holds for t in other.tests if t not in rule.tests]
                if own:
                    yield Not(_all(own))


def _parts(node: Expr) -> Iterator[Expr]:
    if isinstance(node, Logic) and node.operator == "and":
        for part in node.parts:
            yield from _parts(part)
    else:
        yield node


def _all(parts: Sequence[Expr]) -> Expr:
    return parts[0] if len(parts) == 1 else Logic("and", tuple(parts))
