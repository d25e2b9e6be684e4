"""The properties that a pack declares, proved or shown to be broken by a case."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import z3

from ..diagnostics import Diagnostic, PolicyError, Text
from ..ir.answer import Answer
from ..ir.explain import outcome_words, shown
from ..ir.expr import Arithmetic, Compare, Expr, Logic, Not, names
from ..ir.pack import Pack
from ..ir.property import AddsUp, Always, Monotone, NeverBoth, Property
from ..ir.types import REQUIRED, Number
from ..targets.python.expressions import Emitter
from ..targets.smt.days import before
from ..targets.smt.logic import Bool, asserted, both, compared, opposite, some
from ..targets.smt.values import Code, Moment, Num, OnDay, Untranslated, Val, ordered
from ..targets.smt.witness import Witness, shortened
from . import proof_faults as faults
from .examples import Ask
from .proving import Proof, Stretch, stretches
from .witnesses import as_json, in_words

AFTER = " (after)"  # a second value of the input that rises


def prove_properties(pack: Pack, ask: Ask, limit: float, questions: Collection[str]) -> Iterator[Diagnostic]:
    """The properties declared for these questions that do not hold, or of which that is not known."""

    @cache
    def proof_of(question: str, stretch: Stretch) -> Proof:
        return Proof(pack, pack.questions[question], ask, limit, stretch)

    for claimed in (p for p in pack.properties.values() if p.question in questions):
        tested, told = False, False
        for stretch in stretches(pack):
            try:
                proof = proof_of(claimed.question, stretch)
                tested = tested or proof.prover.possible(_Claim(proof, claimed).about()) is not False
                fault = _Monotone(proof, claimed, claimed.claim).fault() if isinstance(claimed.claim, Monotone) else _Claim(proof, claimed).fault()
            except Untranslated as e:
                yield faults.untranslated(claimed.span, claimed.id, [e.what])
                told = True
                continue
            if fault is not None:
                yield fault
                told = True
                break
        if not tested and not told:
            yield faults.property_untested(claimed.span, claimed.id)


def formula_of(claim: Always | NeverBoth | AddsUp) -> Expr:
    """What holds in every case, as one formula."""
    match claim:
        case Always():
            return claim.holds
        case NeverBoth():
            return Not(claim.conditions[0] if len(claim.conditions) == 1 else Logic("and", claim.conditions))
        case AddsUp():
            total = claim.parts[0]
            for part in claim.parts[1:]:
                total = Arithmetic("+", total, part, Number())
            return Compare("=", total, claim.whole)


@dataclass
class _Claim:
    """A claim about each case in itself."""

    proof: Proof
    claimed: Property

    def terms(self) -> Mapping[str, Val]:
        """What the formula names besides inputs and parameters: the outputs and the status."""
        decided = self.proof.decided
        return {**decided.translator.steps, **decided.outputs, "status": Code(dict(decided.ending.status))}

    def truth(self, formulas: Iterator[Expr] | list[Expr]) -> Bool:
        translator = replace(self.proof.decided.translator, steps=dict(self.terms()))
        return both(*(translator.truth(f) for f in formulas))

    def counted(self, formula: Expr) -> bool:
        """Whether cases without an answer count."""
        return "status" in names(formula, "step")

    def about(self) -> Bool:
        """The cases that the claim is about."""
        decided, claim = self.proof.decided, self.claimed.claim
        every = not isinstance(claim, Monotone) and self.counted(formula_of(claim))
        return both(decided.sound if every else decided.answered, decided.known, self.truth([t.holds for t in self.claimed.tests]))

    def fault(self) -> Diagnostic | None:
        claim = self.claimed.claim
        assert not isinstance(claim, Monotone)
        formula, decided, proof = formula_of(claim), self.proof.decided, self.proof
        broken = both(self.about(), opposite(self.truth([formula])))
        found = proof.search(broken)
        if found.verdict == "unknown":
            return faults.unknown(self.claimed.span, Text(f"性质 `{self.claimed.id}`", f"the property `{self.claimed.id}`"), proof.limit)
        if found.witness is None:
            return None
        witness = proof.shown(found.witness, lambda a: self.breaks(a, formula))
        if witness is None:
            return faults.untranslated(self.claimed.span, self.claimed.id, [o.why for o in decided.opaque])
        answer = proof.asked(witness)
        assert not isinstance(answer, PolicyError)
        case, json = proof.told(witness)
        told = Text(f"{case.zh}；{outcome_words(answer, 'zh')}", f"{case.en}; {outcome_words(answer, 'en')}")
        make = faults.shares_off if isinstance(claim, AddsUp) else faults.property_broken
        return make(self.claimed.span, self.claimed.id, self.claimed.label, told, **json)

    def breaks(self, answer: Answer[Any] | PolicyError, formula: Expr) -> bool:
        """Whether the answer of the reference breaks the claim; where a fact is left out, as far as the answer tells."""
        if isinstance(answer, PolicyError) or (answer.status != "answered" and not self.counted(formula)):
            return False
        if any(n in answer.conclusion.missing for n in names(formula, "input")):
            return False
        try:
            return not reference_truth(self.proof.pack, answer, formula) and all(reference_truth(self.proof.pack, answer, t.holds) for t in self.claimed.tests)
        except TypeError:  # an unknown fact is neither true nor false
            return False


def reference_truth(pack: Pack, answer: Answer[Any], formula: Expr) -> bool:
    """A formula over an answer as the Python target takes it."""
    emitter = Emitter(pack.parameters, answer.on, pack.instrument.month_end)
    text = emitter.emit(formula)
    outputs = answer.values.record() if answer.values is not None else {}
    given = {**{f"v_{n}": v for n, v in answer.facts.items()}, **{f"s_{n}": v for n, v in outputs.items()}, "s_status": answer.status}
    return bool(eval(text, {**emitter.constants, **given, "on": answer.on, "force": answer.force}))  # noqa: S307  # our own text: names made here


@dataclass
class _Monotone:
    """A claim about two cases that differ in one input."""

    proof: Proof
    claimed: Property
    claim: Monotone

    def fault(self) -> Diagnostic | None:
        proof, claim = self.proof, self.claim
        fact = next(f for f in proof.facts.inputs if f.name == claim.input)
        later = replace(fact, name=claim.input + AFTER, absent=REQUIRED)
        facts = proof.facts.with_input(later)
        before_slot, after_slot = facts.slots[claim.input], facts.slots[later.name]
        moved = list(zip(_variables(before_slot.value), _variables(after_slot.value), strict=True))
        here = _Claim(proof, self.claimed).about()
        there = z3.substitute(asserted(here), *moved)
        rises = both(ordered("<", before_slot.value, after_slot.value), opposite(before_slot.value.none))
        found = proof.prover_of(facts).smallest(both(rises, here, there, self.back(moved)))
        if found.verdict == "unknown":
            return faults.unknown(self.claimed.span, Text(f"性质 `{self.claimed.id}`", f"the property `{self.claimed.id}`"), proof.limit)
        if found.witness is None:
            return None
        return self.told(found.witness, later.name)

    def back(self, moved: list[tuple[Any, Any]]) -> Bool:
        """Where the output goes the other way."""
        value = self.proof.decided.outputs[self.claim.output]

        def later(condition: Bool) -> Bool:
            return condition if isinstance(condition, bool) else z3.substitute(condition, *moved)

        if self.claim.order:
            assert isinstance(value, Code)
            ranks = [value.bits.get(c, False) for c in self.claim.order]
            return some(both(high, later(low)) for i, low in enumerate(ranks) for high in ranks[i + 1 :])
        return both(_goes("<" if self.claim.falling else ">", value, moved), opposite(value.none), opposite(later(value.none)))

    def told(self, witness: Witness, second: str) -> Diagnostic | None:
        after = witness.facts[second]
        plain = {n: v for n, v in witness.facts.items() if n != second}
        if self.claim.input not in plain:  # its usual value is that of the day asked: say it
            plain[self.claim.input] = witness.on
        first = Witness(plain, witness.on)

        def moved(w: Witness) -> Witness:
            return Witness({**w.facts, self.claim.input: after}, w.on)

        def shows(w: Witness) -> bool:
            return self.breaks(self.proof.asked(w), self.proof.asked(moved(w)))

        if not shows(first):
            assert self.proof.decided.opaque, f"{self.claimed.id}: {witness} does not show that it is broken"
            return faults.untranslated(self.claimed.span, self.claimed.id, [o.why for o in self.proof.decided.opaque])
        first = shortened(first, self.proof.facts, lambda w: self.claim.input in w.facts and shows(w))
        a, b = self.proof.asked(first), self.proof.asked(moved(first))
        assert not isinstance(a, PolicyError) and not isinstance(b, PolicyError)
        case = in_words(self.proof.question, first.facts, first.on)
        label = next(f.label for f in self.proof.question.inputs if f.name == self.claim.input)
        told = Text(
            f"{case.zh}：{outcome_words(a, 'zh')}；若{label.zh}为 {shown(after, {}, 'zh')}：{outcome_words(b, 'zh')}",
            f"{case.en}: {outcome_words(a, 'en')}; with {label.en} {shown(after, {}, 'en')}: {outcome_words(b, 'en')}",
        )
        return faults.property_broken(self.claimed.span, self.claimed.id, self.claimed.label, told, witness=as_json(first.facts, first.on))

    def breaks(self, a: Answer[Any] | PolicyError, b: Answer[Any] | PolicyError) -> bool:
        if isinstance(a, PolicyError) or isinstance(b, PolicyError) or a.status != "answered" or b.status != "answered":
            return False
        x, y = (getattr(answer.values, self.claim.output) for answer in (a, b))
        if self.claim.order:
            order = self.claim.order
            return x in order and y in order and order.index(x) > order.index(y)
        return bool(x is not None and y is not None and (x < y if self.claim.falling else x > y))


def _variables(value: Val) -> list[Any]:
    """The variables of a fact that can rise, in a fixed order."""
    match value:
        case Num():
            return [value.value]
        case OnDay():
            return [value.day.month, value.day.number]
        case Moment():
            return [value.day.month, value.day.number, value.seconds]
    raise Untranslated(Text("此种事实的升降", "the rise of an input of this kind"))


def _goes(operator: str, value: Val, moved: list[tuple[Any, Any]]) -> Bool:
    """The value before compared with the value after."""

    def later(term: Any) -> Any:
        return z3.substitute(term, *moved) if z3.is_expr(term) else term

    match value:
        case Num():
            size = value.value
        case OnDay():
            size = before(value.day, value.day)[0]
        case Moment():
            size = value.total if "total" in vars(value) else value.order
        case _:
            raise Untranslated(Text("此种结果的升降", "the rise of an output of this kind"))
    return compared(operator, size, later(size))
