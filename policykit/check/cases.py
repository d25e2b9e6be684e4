"""The pack's own cases, run: those that fail, rules seen to disagree, rules that no case makes answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..diagnostics import Diagnostic, Text
from ..ir.answer import Answer
from ..ir.example import Example
from ..ir.expr import names
from ..ir.pack import DrawOrder, Pack, Question, Table
from ..ir.types import UNKNOWN, Output
from ..targets.python.program import Program
from ..targets.python.runtime import NotInForce, OutOfRange, RulesDisagree
from . import faults
from .case_codes import miswritten
from .examples import Ask, Mismatch, Outcome, run_example
from .rules import dead_rules, formulas

UNTESTED = "untested-rule"
OF_CASES = ("case-code", "case-fails", "case-unanswered", "case-disagrees", "rules-disagree")  # what is wrong with a case, not with the pack
Fired = set[tuple[str, str]]  # decision and rule


def check_cases(pack: Pack, examples: Sequence[Example], ask: Ask) -> Iterator[Diagnostic]:
    """What running the cases shows. `ask` raises `PolicyError` for a case that cannot be answered."""
    seen: set[str] = set()
    answers: list[Answer[Any]] = []
    for example in examples:
        if example.pack not in (None, pack.id):
            continue
        if example.id in seen:
            yield faults.case_twice(example.span, example.id)
        seen.add(example.id)
        if slips := list(miswritten(example, pack.questions.get(example.question))):
            yield from slips
            continue
        outcome = run_example(example, ask, pack.questions.get(example.question))
        yield from _failure(outcome)
        if outcome.answer is not None:
            answers.append(outcome.answer)
    yield from _untested(pack, answers)


def told_of_drafts(found: Sequence[Diagnostic], pack: Pack, moved: Sequence[Example], ask: Ask) -> list[Diagnostic]:
    """The faults of a pack with drafts: a rule is untested where no case answers by it on the day of the drafts either (`moved`), and that is a note."""
    still = {d.about for d in check_cases(pack, moved, ask) if d.code == UNTESTED}
    return [untested_in_draft(d) if d.code == UNTESTED else d for d in found if d.code != UNTESTED or d.about in still]


def untested_in_draft(fault: Diagnostic) -> Diagnostic:
    """The same where a draft is tried: its cases do not belong in the pack, so that this is no fault of the draft."""
    help_ = Text(
        "草案的案例另写一个文件，用 `policykit draft 草案.yaml --cases 案例.yaml` 一并检验",
        "put cases of the draft in a file: `policykit draft DRAFT.yaml --cases CASES.yaml` tries them",
    )
    return replace(fault, severity="note", help=help_)


def _failure(outcome: Outcome) -> Iterator[Diagnostic]:
    example = outcome.example
    for fault in outcome.faults:
        if fault.code == "rules-disagree":
            yield faults.rules_disagree(example.span, example.id, fault.message)
        else:
            yield faults.case_unanswered(example.span, example.id, fault.message)
    if outcome.mismatches:
        yield faults.case_fails(example.span, example.id, [_difference(m) for m in outcome.mismatches], example.why)


def _difference(mismatch: Mismatch) -> Text:
    what, expected, got = mismatch.what, _shown(mismatch.expected), _shown(mismatch.got)
    if what in ("citation", "reading"):
        return Text(f"`{what}` 缺少 {expected}（有 {got}）", f"`{what}` lacks {expected} (it has {got})")
    return Text(f"`{what}` 应为 {expected}，得到 {got}", f"`{what}` should be {expected}, but is {got}")


def _shown(value: Any) -> str:
    """A value of a case as its author writes it."""
    match value:
        case None:
            return "`none`"
        case bool():
            return f"`{str(value).lower()}`"
        case list() | tuple():
            return "`[" + ", ".join(str(v) for v in value) + "]`"
        case Mapping():
            return "`{" + ", ".join(f"{k}: {v}" for k, v in value.items()) + "}`"
    return f"`{value}`"


def _untested(pack: Pack, answers: Iterable[Answer[Any]]) -> Iterator[Diagnostic]:
    """Rules that answered no case, and draw orders that none asked for. What follows from pack.yaml is left out."""
    answers = list(answers)
    fired, asked = _fired(pack, answers), {a.question for a in answers}
    fired |= {(decision, rule) for decision, rule, _ in dead_rules(pack)}  # no case could
    for decision in pack.decisions.values():
        if isinstance(decision, DrawOrder):
            if decision.id not in asked:
                yield faults.untested_order(decision.span, decision.id)
        elif decision.span is not None:
            for rule in decision.rules:
                if (decision.id, rule.id) not in fired:
                    yield faults.untested_rule(rule.span, decision.id, rule.id)


def _fired(pack: Pack, answers: Iterable[Answer[Any]]) -> Fired:
    """The rules that answered; of the steps, those that would answer for the same facts, since an answer does not tell."""
    fired: Fired = set()
    steps = [d for d in pack.decisions.values() if isinstance(d, Table) and d.of is not None]
    programs = {s.id: Program(pack, _asking(pack, s)) for s in steps}
    for answer in answers:
        if answer.pack != pack.id:
            continue  # the parent's
        fired |= {(answer.question, r) for r in (answer.rule or "").split("+")}
        facts = tuple(answer.facts.values())
        unknown = {n for n, v in answer.facts.items() if v is UNKNOWN}
        for step in steps:
            if step.of == answer.question and not unknown & _read(pack, step):
                try:
                    conclusion, _ = programs[step.id].decide(facts, answer.on, answer.force)
                except (RulesDisagree, NotInForce, OutOfRange, ArithmeticError, ValueError):
                    continue
                fired |= {(step.id, r) for r in (conclusion.rule or "").split("+")}
    return fired


def _read(pack: Pack, table: Table) -> set[str]:
    """The inputs that a step reads, itself or through other steps."""
    read, open_, done = set[str](), [table], set[str]()
    while open_:
        current = open_.pop()
        done.add(current.id)
        for formula, _ in formulas(current):
            read |= names(formula, "input")
            below = [pack.decisions[s] for s in names(formula, "step") - done]
            open_ += [d for d in below if isinstance(d, Table)]
    return read


def _asking(pack: Pack, step: Table) -> Question:
    """A step as if it were a question: the inputs of the question it belongs to, its own output."""
    assert step.of is not None and step.gives is not None
    return replace(pack.questions[step.of], id=step.id, outputs=(Output("value", step.gives, Text("", "")),))
