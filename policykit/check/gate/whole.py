"""A draft tried before it is law: the pack before and after, on the day the amendment is in force."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ...diagnostics import Diagnostic, PolicyError, Text
from ...domain.periods import read_date
from ...ir.answer import Answer
from ...ir.duty_case import DutyCase
from ...ir.example import Example
from ...ir.expr import names
from ...ir.pack import Pack, Table
from ..cases import OF_CASES, UNTESTED, check_cases, untested_in_draft
from ..diff.model import Law
from ..diff.shown import differs_in, grounds_differ
from ..diff.whole import diff
from ..examples import Answerer, Ask
from ..ledger import on_day
from ..pack import check_pack
from ..proofs import prove_pack
from .duties import impossible_duties
from .duty_cases import changed_duty_cases
from .figures import figure_faults
from .following import followed_by_citations, unfollowed
from .gaps import new_gaps
from .half_encoded import parts_unquoted
from .in_force import force_moved
from .model import CaseChanged, Gate
from .new_code_answers import new_codes
from .new_codes import properties_without_code
from .readings_unsaid import readings_unsaid
from .stale import stale_notes
from .stale_numbers import stale_numbers
from .units import unit_faults
from .warranted import left_to_judge, norms_gone, rules_without_text

GONE = "quotation-gone"
TOLD_APART = ("figure-unsaid",)  # by `figure_faults`, which knows the words that change


def tried(
    before: Law, after: Law, found: Sequence[Diagnostic], examples: Sequence[Example], logs: Sequence[DutyCase], limit: float, answerer: Answerer, added: Sequence[Example] = ()
) -> Gate:
    """What an amendment does. `found`: what reading the amended pack told; `examples`, `logs`: the base pack's own cases, of decisions and of duties; `added`: the draft's.
    `answerer`: what answers for a pack under other readings."""
    own = [e for e in examples if e.pack in (None, before.id)]
    changed = changed_questions(before.pack, after.pack)
    added = [placed(e, after) for e in added]
    cases, regrounded, citing = _cases(before, after, own, changed)
    new = [d for d in _new_faults(before, after, own, added, changed, limit, answerer) if d.code not in (*OF_CASES, *TOLD_APART) and not _of_ended(d, after)]
    untested = [untested_in_draft(d) for d in new if d.code == UNTESTED]
    new = [d for d in new if d.code != UNTESTED]
    new += [_dated(d, added) for d in check_cases(after.pack, added, _asked_on(after.ask, after.on)) if d.code in OF_CASES]
    new += [d for d in found if d.code != GONE and d.severity != "note"]
    told = {address for d in found if d.code in (GONE, "words-around") for address in d.about}
    units = list(unit_faults(before, after))
    figures = [*(d for d in figure_faults(before, after) if d.severity == "error" or d.span not in [u.span for u in units]), *units]  # told once
    new += [*(d for d in figures if d.severity == "error"), *rules_without_text(before, after), *norms_gone(before, after)]
    compared = diff(before, after, (), limit, {*after.pack.answers} - changed)
    new += new_gaps(before, after, compared)
    lagging = tuple(unfollowed(before, after, told))
    old = {(i.norm, i.why) for i in impossible_duties(before)}
    return Gate(
        before=before,
        after=after,
        amendment=after.pack.amendments[-1],
        text=on_day(after.pack, after.on),
        faults=tuple(dict.fromkeys(new)),
        untested=tuple(untested),
        by_hand=tuple(d for d in figures if d.severity == "note"),
        stale=tuple(dict.fromkeys([*stale_notes(before, after), *stale_numbers(before, after)])),
        added=tuple(added),
        added_answers=tuple(_compared(e, _answer(before, e), _answer(after, e)) for e in added),
        gone=tuple(d for d in found if d.code == GONE),
        diff=compared,
        cases=tuple(cases),
        cases_on_other_grounds=tuple(regrounded),
        logs=tuple(changed_duty_cases(before.pack, after.pack, logs)),
        citing=tuple(citing),
        unfollowed=lagging,
        half_encoded=tuple(parts_unquoted(after, {d.span for d in lagging})),
        cited_alone=tuple(followed_by_citations(before, after)),
        to_judge=tuple(dict.fromkeys([*left_to_judge(before, after), *properties_without_code(before, after), *readings_unsaid(after)])),
        force_moved=force_moved(before, after),
        new_codes=tuple(new_codes(before, after)),
        impossible=tuple(i for i in impossible_duties(after) if (i.norm, i.why) not in old),
    )


def _new_faults(before: Law, after: Law, examples: Sequence[Example], added: Sequence[Example], changed: Collection[str], limit: float, answerer: Answerer) -> list[Diagnostic]:
    """What is doubtful in the pack after, under whatever reading, and was not before. What is proved of an unchanged decision, and what its cases show, is the same for both, so
    it is left out of both."""
    examples = [e for e in examples if e.question in changed]

    def checked(law: Law, *brought: Example) -> list[Diagnostic]:
        """The pack's own cases are asked by the law of the day: a rule that begins on it is not untested for being new."""
        return check_pack(law.pack, [*(moved(e, law.on) for e in examples), *brought], _asked_on(law.ask, law.on))

    def proved(law: Law) -> list[Diagnostic]:
        return prove_pack(law.pack, _asked_on(law.ask, law.on), limit, changed, lambda pack: _asked_on(answerer(pack), law.on))

    def new(found: list[Diagnostic], before: Callable[[], list[Diagnostic]]) -> list[Diagnostic]:
        """`before` is worked out only where there is something to hold against it: most drafts leave nothing to prove twice."""
        known = {_known(d) for d in before()} if found else set()
        return [d for d in found if _known(d) not in known]

    return [*new(checked(after, *added), lambda: checked(before)), *new(proved(after), lambda: proved(before))]


def changed_questions(before: Pack, after: Pack) -> frozenset[str]:
    """The questions that both may answer differently, or prove differently: all, where the days in force differ; else those of which a rule, a parameter, an input or a property is not the same."""

    def law(pack: Pack, question: str) -> tuple[Any, ...]:
        tables, properties = pack.tables(question), [p for p in pack.properties.values() if p.question == question]
        formulas = [*(e for t in tables for r in t.rules for e in r.formulas), *(e for p in properties for e in p.formulas)]
        return pack.questions.get(question), tables, {n: pack.parameters.get(n) for e in formulas for n in names(e, "parameter")}, properties

    asked = frozenset([*before.answers, *after.answers])
    if before.instrument.period != after.instrument.period:
        return asked
    return frozenset(q for q in asked if law(before, q) != law(after, q))


def _known(fault: Diagnostic) -> tuple[str, str, tuple[str, ...]]:
    """By what a fault is the same before and after: where it says what it is about, the case that shows it may be another one."""
    return (fault.code, fault.where, fault.about or fault.message)


def _of_ended(fault: Diagnostic, law: Law) -> bool:
    """Whether a rule is untested only because it has ended: the cases are asked on the day."""
    ended = {(t.id, r.id) for t in law.pack.decisions.values() if isinstance(t, Table) for r in t.rules if r.period.last is not None and r.period.last < law.on}
    return fault.code == UNTESTED and fault.about in ended


def _asked_on(ask: Callable[[str, Mapping[str, Any], date], Answer[Any]], day: date) -> Ask:
    """What answers by the law of a day, where a case names none."""
    return lambda question, facts, on: ask(question, facts, on or day)


def placed(example: Example, law: Law) -> Example:
    """A case that a draft brings, with the day of the law by which it is asked: its own, or its event's; before the draft is in force that is the law as it stood. A case
    without a day is asked by the law of the draft."""
    question = law.pack.questions.get(example.question)
    event = example.facts.get(question.event_date) if question is not None and question.event_date is not None else None
    day = example.as_of or (event if isinstance(event, date) else read_date(event[:10]) if isinstance(event, str) else None)
    return replace(example, as_of=day or law.on)


def _dated(fault: Diagnostic, examples: Iterable[Example]) -> Diagnostic:
    """What is wrong with a case, with the day by whose law it was asked."""
    day = next((e.as_of for e in examples if e.span == fault.span), None)
    if day is None:
        return fault
    return replace(fault, message=Text(f"{fault.message.zh}（按 {day} 的规定）", f"{fault.message.en} (by the law of {day})"))


def moved(example: Example, day: date) -> Example:
    """A case asked by the law of a day, or of its own where that is later."""
    return replace(example, as_of=max(example.as_of or day, day))


def _cases(before: Law, after: Law, examples: Iterable[Example], asked_anew: Collection[str]) -> tuple[list[CaseChanged], list[CaseChanged], list[Example]]:
    """The cases that come out differently, those of one outcome on other grounds, and those that merely cite words that change."""
    touched = {change.address for amendment in after.pack.amendments for change in amendment.text}
    changed: list[CaseChanged] = []
    regrounded: list[CaseChanged] = []
    citing: list[Example] = []
    for example in examples:
        one = moved(example, after.on)
        mine = _answer(before, one)
        theirs = _answer(after, one) if example.question in asked_anew else mine
        if isinstance(mine, Answer) and isinstance(theirs, Answer):
            if differs_in(mine, theirs):
                changed.append(CaseChanged(example, mine, theirs))
            elif grounds_differ(mine, theirs):
                regrounded.append(CaseChanged(example, mine, theirs))
            elif touched & {*(example.citation or ()), *(c.address for c in mine.citations)}:
                citing.append(example)
        elif isinstance(mine, Answer) != isinstance(theirs, Answer):
            changed.append(_compared(example, mine, theirs))
    return changed, regrounded, citing


def _compared(example: Example, mine: Answer[Any] | tuple[Diagnostic, ...], theirs: Answer[Any] | tuple[Diagnostic, ...]) -> CaseChanged:
    """A case with both answers, or with why there is none."""
    faults = tuple(d for side in (mine, theirs) if not isinstance(side, Answer) for d in side)
    return CaseChanged(example, mine if isinstance(mine, Answer) else None, theirs if isinstance(theirs, Answer) else None, faults)


def _answer(law: Law, example: Example) -> Answer[Any] | tuple[Diagnostic, ...]:
    assert example.as_of is not None
    try:
        return law.ask(example.question, example.facts, example.as_of)
    except PolicyError as e:
        return e.diagnostics
