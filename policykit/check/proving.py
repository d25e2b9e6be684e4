"""What holds of a pack's decisions in every case, proved: gaps, overlaps, rules that never answer, outputs never given. Needs the extra `check`.

Each fault comes with its smallest case, which is asked of the pack before it is shown. The law is looked at in each stretch of time between the days
on which it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..diagnostics import Diagnostic, PolicyError, Text
from ..ir import overlay
from ..ir.answer import Answer
from ..ir.expr import Ref, names, walk
from ..ir.pack import Answered, Pack, Question, Rule, RuleChange, Table
from ..ir.types import Choice
from ..targets.smt.decided import Decided
from ..targets.smt.facts import Facts
from ..targets.smt.logic import Bool, both, either, opposite, some
from ..targets.smt.tables import Ending
from ..targets.smt.values import Code, Untranslated
from ..targets.smt.witness import Prover, Search, Witness, shortened
from . import proof_faults as faults
from .examples import Answerer, Ask
from .witnesses import as_json, in_words

Shows = Callable[["Answer[Any] | PolicyError"], bool]


@dataclass(frozen=True)
class Stretch:
    """Days between which the law does not change; `day` is a plain one of them."""

    first: date | None
    last: date | None
    day: date


def stretches(pack: Pack) -> list[Stretch]:
    """The stretches of time in which the instrument binds, each with the first day of a year in it where there is one."""
    period = pack.instrument.period
    starts = [period.first, *pack.epochs]
    ends = [*(e - timedelta(days=1) for e in pack.epochs), period.last]
    return [Stretch(a, b, _plain_day(a, b)) for a, b in zip(starts, ends, strict=True)]


def _plain_day(first: date | None, last: date | None) -> date:
    usual = date(2026, 1, 1)
    low, high = first or date(2000, 1, 1), last or date(2090, 1, 1)
    if low <= usual <= high:
        return usual
    new_year = date(low.year + (low > date(low.year, 1, 1)), 1, 1)
    return new_year if low <= new_year <= high else low


@dataclass
class Proof:
    """One question of a pack in one stretch of time, with what is needed to prove things of it."""

    pack: Pack
    question: Question
    ask: Ask
    limit: float
    stretch: Stretch

    def __post_init__(self) -> None:
        self.facts = Facts(self.question.id, [self.pack], None if self.reads_the_day() else self.stretch.day)
        self.decided = Decided(self.pack, self.facts, self.stretch.day)
        self.prover = self.prover_of(self.facts)

    def prover_of(self, facts: Facts) -> Prover:
        assuming = [] if facts.on else [facts.between(self.stretch.first, self.stretch.last)]
        return Prover(facts, self.limit, assuming, self.stretch.day)

    def reads_the_day(self) -> bool:
        formulas = [e for t in self.pack.tables(self.question.id) for r in t.rules for e in r.formulas]
        return any(isinstance(n, Ref) and n.origin == "builtin" for e in formulas for n in walk(e))

    # --- a case that shows it

    def search(self, condition: Bool) -> Search:
        return self.prover.smallest(condition)

    def asked(self, witness: Witness) -> Answer[Any] | PolicyError:
        try:
            return self.ask(self.question.id, witness.facts, witness.on)
        except PolicyError as e:
            return e

    def shown(self, witness: Witness, shows: Shows) -> Witness | None:
        """The case, made as short as may be, after it was asked; None where it rests on a formula that has no exact term and shows nothing."""
        if not shows(self.asked(witness)):
            assert self.decided.opaque, f"{self.pack.id} {self.question.id}: {witness} does not show the fault"
            return None
        return shortened(witness, self.facts, lambda w: shows(self.asked(w)))

    def told(self, witness: Witness) -> tuple[Text, dict[str, str]]:
        return in_words(self.question, witness.facts, witness.on), {"witness": as_json(witness.facts, witness.on)}


def prove_decisions(pack: Pack, ask: Ask, limit: float, questions: Collection[str]) -> Iterator[Diagnostic]:
    """The faults of the decisions on these questions."""
    fired: dict[tuple[str, str], list[str] | None] = {}  # rule -> the exceptions that hide it in every stretch, or None where it answers in one
    undecided: set[tuple[str, str]] = set()  # rules of which the solver could not say, in some stretch, whether they answer
    seen: set[tuple[Any, ...]] = set()
    for name, table in pack.decisions.items():
        if name not in questions or not isinstance(table, Table) or table.of is not None or table.span is None:
            continue
        question = pack.questions[name]
        yield from _never_given(pack, question, table)
        given: dict[tuple[str, str], bool | None] = {}
        for stretch in stretches(pack):
            try:
                proof = Proof(pack, question, ask, limit, stretch)
            except Untranslated as e:
                yield faults.untranslated(table.span, name, [e.what])
                continue
            for output, code, some_case in _given(proof):
                given[output, code] = _either(some_case, given.get((output, code), False))
            for fault in _one_stretch(proof):
                key = (fault.code, fault.span, fault.message if fault.code != "gap" else "")
                if key not in seen:
                    seen.add(key)
                    yield fault
            _note_firing(proof, fired, undecided)
        yield from _values_never_given(question, given, limit)
    yield from _dead(pack, fired, undecided, limit)


def prove_readings(pack: Pack, answerer: Answerer, limit: float, questions: Collection[str], known: Collection[Diagnostic]) -> Iterator[Diagnostic]:
    """Gaps and overlaps of the decisions that an encoded reading, taken alone, changes, where they are not `known` of the pack as it stands."""
    seen = {_what(d) for d in known}
    for ambiguity in pack.ambiguities.values():
        for reading in ambiguity.alternatives:
            changed = {c.decision for c in reading.changes if isinstance(c, RuleChange)}
            read_otherwise = overlay.under(pack, {ambiguity.id: reading.name})
            for name in (q for q in pack.answers if q in questions and changed & overlay.reached(read_otherwise, {q})):
                for fault in _faults_of(read_otherwise, name, answerer(read_otherwise), limit):
                    if fault.code in _OF_READINGS and _what(fault) not in seen:
                        yield faults.under_reading(reading.span, ambiguity.id, reading.name, fault)


_OF_READINGS = ("gap", "overlap", "unknown")


def _what(fault: Diagnostic) -> tuple[Any, ...]:
    """What a fault is about, whatever case shows it."""
    return (fault.code, fault.about, fault.message if fault.code == "unknown" else "")


def _faults_of(pack: Pack, name: str, ask: Ask, limit: float) -> Iterator[Diagnostic]:
    """The faults of one decision, one of each kind and rules for all stretches of time."""
    told: set[tuple[Any, ...]] = set()
    for stretch in stretches(pack):
        try:
            proof = Proof(pack, pack.questions[name], ask, limit, stretch)
        except Untranslated:
            return  # told of the pack as it stands
        for fault in _one_stretch(proof):
            if _what(fault) not in told:
                told.add(_what(fault))
                yield fault


def _one_stretch(proof: Proof) -> Iterator[Diagnostic]:
    decided, table = proof.decided, proof.decided.table
    yield from _gaps(proof)
    for ending, of in ((decided.ending, table), *((e, _table(proof.pack, n)) for n, e in decided.steps.items())):
        yield from _overlaps(proof, ending, of)
    if decided.opaque:
        yield faults.untranslated(table.span, table.id, [o.why for o in decided.opaque])


def _table(pack: Pack, name: str) -> Table:
    table = pack.decisions[name]
    assert isinstance(table, Table)
    return table


def _gaps(proof: Proof) -> Iterator[Diagnostic]:
    """Cases for which no rule of the table, or of a step it needs, says anything. A pair that a matrix has no row for is silent by its form."""
    for named, condition in proof.decided.answers.items():
        table = _table(proof.pack, named.decision)
        if named.rule is not None or table.ranked or (table.of and table.hit == "all"):
            continue
        silences = [s for s in table.silences if s.period.covers(proof.stretch.day)]
        declared = [both(*(proof.decided.translator.truth(t.holds) for t in silence.tests)) for silence in silences]
        for silence, where in zip(silences, declared, strict=True):
            bears = proof.prover.possible(both(condition, where))
            if bears is None:
                yield faults.unknown(
                    silence.span, Text(f"`{table.id}` 声明未规定的情形是否都有规则", f"whether what `{table.id}` leaves open is covered by its rules"), proof.limit
                )
            elif not bears:
                yield faults.silence_covered(silence.span, table.id)
        found = proof.search(both(condition, *map(opposite, declared)))
        if found.verdict == "unknown":
            yield faults.unknown(table.span, Text(f"`{table.id}` 是否有漏洞", f"whether `{table.id}` has a gap"), proof.limit)
        if found.witness is None:
            continue
        witness = proof.shown(found.witness, lambda a: not isinstance(a, PolicyError) and a.status == "silent" and a.rule is None)
        if witness is not None:
            case, shown = proof.told(witness)
            yield faults.gap(table.span, table.id, case, **shown)


def _overlaps(proof: Proof, ending: Ending, table: Table) -> Iterator[Diagnostic]:
    for a, b, condition in ending.pairs if proof.prover.possible(ending.disagrees) is not False else ():
        found = proof.search(both(condition, proof.decided.known, opposite(proof.decided.fails)))
        if found.verdict == "unknown":
            yield faults.unknown(b.span, Text(f"`{a.id}` 与 `{b.id}` 是否重叠", f"whether `{a.id}` and `{b.id}` overlap"), proof.limit)
        if found.witness is None:
            continue
        witness = proof.shown(found.witness, _disagree)
        if witness is not None:
            case, shown = proof.told(witness)
            yield faults.overlap(b.span, table.id, a.id, b.id, case, _clauses(a, b), **shown)
    if table.hit == "one":
        yield from _alike(proof, ending, table)


def _disagree(answer: Answer[Any] | PolicyError) -> bool:
    return isinstance(answer, PolicyError) and answer.diagnostics[0].code == "rules-disagree"


def _alike(proof: Proof, ending: Ending, table: Table) -> Iterator[Diagnostic]:
    """Rules that say the same and hold together: harmless, but one of them may be meant otherwise."""
    from ..targets.python.relations import disjoint

    for rules in ending.groups:
        twice, before = [], False
        for rule in rules:
            twice.append(both(before, ending.stands[rule.id]))
            before = either(before, ending.stands[rule.id])
        if proof.prover.possible(some(twice)) is False:
            continue
        for i, b in enumerate(rules):
            for a in rules[:i]:
                found = proof.search(both(ending.stands[a.id], ending.stands[b.id], proof.decided.sound)) if not disjoint(a, b) else None
                if found is not None and found.verdict == "unknown":
                    yield faults.unknown(b.span, Text(f"`{a.id}` 与 `{b.id}` 是否重叠", f"whether `{a.id}` and `{b.id}` overlap"), proof.limit)
                if found is not None and found.witness is not None:
                    case, shown = proof.told(found.witness)
                    yield faults.overlap_alike(b.span, table.id, a.id, b.id, case, **shown)


def _clauses(*rules: Rule) -> list[str]:
    return list(dict.fromkeys(q.address for r in rules for q in r.cite))


# --- what never answers


def _note_firing(proof: Proof, fired: dict[tuple[str, str], list[str] | None], undecided: set[tuple[str, str]]) -> None:
    decided = proof.decided
    for ending, table in ((decided.ending, decided.table), *((e, _table(proof.pack, n)) for n, e in decided.steps.items())):
        for rule, stands in ending.stands.items():
            key = (table.id, rule)
            if fired.get(key, []) is None:
                continue
            possible = proof.prover.possible(stands)
            if possible:
                fired[key] = None
            elif possible is None:
                fired.setdefault(key, [])
                undecided.add(key)
            elif proof.prover.possible(ending.holds[rule]) is not False:
                fired[key] = [e.id for e in table.rules if rule in e.excepts]
            else:
                fired.setdefault(key, [])


def _dead(pack: Pack, fired: Mapping[tuple[str, str], list[str] | None], undecided: Collection[tuple[str, str]], limit: float) -> Iterator[Diagnostic]:
    from .rules import dead_rules

    plain = {(decision, rule) for decision, rule, _ in dead_rules(pack)}  # told already
    for (decision, rule_id), by in fired.items():
        rule = _table(pack, decision).rule(rule_id)
        if by is None or rule is None or (decision, rule_id) in plain:
            continue
        if (decision, rule_id) in undecided:
            yield faults.unknown(rule.span, Text(f"`{decision}` 的规则 `{rule_id}` 是否会作答", f"whether the rule `{rule_id}` of `{decision}` ever answers"), limit)
        else:
            yield faults.never_fires(rule.span, decision, rule_id, by)


# --- what nothing reads or gives


def _own(pack: Pack, question: Question) -> bool:
    """Whether the question is the pack's own: of a shared one each pack uses a part."""
    return pack.place("questions", question.id) is not None


def _never_given(pack: Pack, question: Question, table: Table) -> Iterator[Diagnostic]:
    if not _own(pack, question):
        return
    tables = pack.tables(question.id)
    read = {n for t in tables for r in t.rules for e in r.formulas for n in names(e, "input")} | {f.absent.source for f in question.inputs}
    given = {n for r in table.rules if isinstance(r.result, Answered) for n, _ in r.result.outputs}
    for fact in question.inputs:
        if fact.name not in read and fact.name != question.event_date:
            yield faults.unused_input(fact.span or question.span, question.id, fact.name)
    for output in question.outputs:
        if output.name not in given:
            yield faults.never_given(output.span or question.span, question.id, output.name)


def _given(proof: Proof) -> Iterator[tuple[str, str, bool | None]]:
    """Each code of an output of the pack's own question, and whether some case gives it; None where that is not known in time."""
    for output in proof.question.outputs if _own(proof.pack, proof.question) else ():
        value = proof.decided.outputs.get(output.name)
        if isinstance(output.type, Choice) and isinstance(value, Code) and any(c is not None for c in value.bits):
            for code in output.type.values:
                yield output.name, code, proof.prover.possible(both(proof.decided.answered, value.bits.get(code, False)))


def _either(a: bool | None, b: bool | None) -> bool | None:
    """Whether one of them holds; None where that is not known."""
    return True if a or b else None if a is None or b is None else False


def _values_never_given(question: Question, given: Mapping[tuple[str, str], bool | None], limit: float) -> Iterator[Diagnostic]:
    for (name, code), some_case in given.items():
        output = question.output(name)
        if not some_case and code != "undetermined" and output is not None:
            if some_case is None:
                what = Text(f"`{question.id}` 的结果 `{name}` 是否会为 `{code}`", f"whether `{name}`, an output of `{question.id}`, is ever `{code}`")
                yield faults.unknown(output.span or question.span, what, limit)
            else:
                yield faults.value_never_given(output.span or question.span, question.id, name, code)
