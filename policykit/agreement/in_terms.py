"""The smt target asked case by case: the terms of a question are made once for each day, and all that is asked of a case is told together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ..api import Policy
from ..check.regions import Case
from ..diagnostics import Diagnostic, PolicyError, Text
from ..ir.pack import DrawOrder
from .outcome import UNSAID, Outcome, fault_of

if TYPE_CHECKING:
    from ..targets.smt.decided import Decided
    from ..targets.smt.facts import Facts


def by_smt(policy: Policy, question: str, cases: Sequence[Case]) -> list[Outcome | None]:
    """What the terms say where all facts are known and the text is in force; of an answer that rests on what has no exact term, nothing."""
    from ..targets.smt.values import Untranslated

    if isinstance(policy.pack.decisions.get(question), DrawOrder):
        raise PolicyError([Diagnostic("unsupported", Text(f"smt 不答 `{question}`：调用顺序是排序", f"smt does not answer `{question}`: a draw order sorts"))])
    asked = policy.pack.questions[question]
    names = [f.name for f in asked.inputs]
    terms: dict[date, Terms | None] = {}
    found: list[Outcome | None] = []
    for case in cases:
        try:
            read = policy.read_case(question, dict(case.facts), case.on)
        except PolicyError as e:
            found.append(fault_of(e.diagnostics))
            continue
        in_force = policy.pack.instrument.force_on(case.on) not in ("not_yet", "expired") or asked.every_day
        if read.unknown or not in_force:
            found.append(None)
            continue
        try:
            if case.on not in terms:
                terms[case.on] = None
                terms[case.on] = Terms(policy, question, case.on)
            of_day = terms[case.on]
            found.append(of_day.outcome(dict(zip(names, read.facts, strict=True))) if of_day is not None else None)
        except Untranslated:
            found.append(None)
    return found


class Terms:
    """A question by the law of a day. Raises `Untranslated` where it has no terms at all."""

    def __init__(self, policy: Policy, question: str, on: date) -> None:
        from ..targets.smt.decided import Decided
        from ..targets.smt.facts import Facts
        from ..targets.smt.reading import conditions_of
        from ..targets.smt.together import Together

        self.facts: Facts = Facts(question, [policy.pack], on)
        self.decided: Decided = Decided(policy.pack, self.facts, on)
        ending, outputs = self.decided.ending, self.decided.outputs.values()
        faults = [self.decided.disagrees, self.decided.fails]
        self.together = Together([*faults, *ending.status.values(), *ending.by_rule.values(), *(c for v in outputs for c in conditions_of(v))])

    def outcome(self, facts: Mapping[str, Any]) -> Outcome | None:
        from ..targets.smt.facts import truth_in
        from ..targets.smt.reading import Free, value_in

        decided = self.decided
        case = self.together.in_case(self.facts.model(facts))
        if truth_in(decided.disagrees, case):
            return Outcome("rules-disagree")
        if truth_in(decided.fails, case):
            return Outcome("out-of-range")
        status = {s: truth_in(c, case) for s, c in decided.ending.status.items()}
        if None in status.values():
            return None
        (name,) = (s for s, c in status.items() if c)
        rules = {n.rule: truth_in(c, case) for n, c in decided.ending.by_rule.items() if n.rule is not None}
        if None in rules.values():  # which of two rules that end alike rests on what has no term
            return None
        rule = "+".join(str(r) for r, holds in rules.items() if holds) or None
        try:
            values = tuple(value_in(v, case) for v in decided.outputs.values()) if name == "answered" else UNSAID
        except Free:
            values = UNSAID
        return Outcome(name, values, rule)
