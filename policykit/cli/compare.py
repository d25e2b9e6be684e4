"""`policykit compare`: one case, every jurisdiction that answers, one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..api import Policy
from ..diagnostics import Diagnostic, PolicyError, Text, did_you_mean
from ..ir.answer import Answer
from ..ir.explain import BASIS, FORCE, STATUS, STRENGTH, plain, shown
from ..ir.pack import Question
from .facts import event_day_given, read_facts
from .options import Options, read_day, today
from .output import write, write_faults, write_heading, write_json, write_table


@dataclass(frozen=True)
class Row:
    """What one pack says: an answer, or why it gives none. `broken`: the fault is the pack's and not the case's."""

    policy: Policy
    answer: Answer[Any] | None
    faults: tuple[Diagnostic, ...] = ()
    encoded: bool = True


def compare(question: str, packs: Sequence[str], on: str | None, file: str | None, words: Sequence[str], options: Options) -> None:
    """Reads the facts once, asks every pack, prints one table. Raises `PolicyError` for what no pack can read."""
    day = read_day(on) if on else None
    policies, unread = options.load_all(packs)
    asked = _question(question, policies)
    facts = read_facts(file, words, asked)
    if day is None and not event_day_given(asked, facts):
        day = today()
    rows = [_row(p, question, facts, day) for p in policies]
    shared = _faults_of_all(rows)
    if shared:
        raise PolicyError(shared)
    write_faults(unread, options)
    if options.as_json:
        write_json([_recorded(r) for r in rows])
        return
    write_heading(f"{options.text(asked.label)} ({asked.id})")
    said = _facts_in_words(asked, rows, options)
    if said:
        write(said)
    headings = [options.say("地区", "jurisdiction"), options.say("结论", "answer"), options.say("强度、依据", "strength, basis"), options.say("条文", "citation")]
    write_table(headings, [_cells(r, options) for r in rows], spaced=True)


def _question(name: str, policies: Sequence[Policy]) -> Question:
    """The question as some pack has it, one that answers it where there is one. Raises `PolicyError`."""
    for policy in policies:
        if name in policy.questions:
            return policy.questions[name]
    known = {n: q for p in policies for n, q in p.pack.questions.items()}
    if name not in known:
        raise PolicyError([Diagnostic("unknown-question", Text(f"没有名为 `{name}` 的问题", f"no question is called `{name}`"), help=did_you_mean(name, list(known)))])
    raise PolicyError(
        [Diagnostic("not-encoded", Text(f"没有规则包编入问题 `{name}`", f"no pack encodes `{name}` yet"), help=Text("这不等于文本没有规定", "this is not silence of the texts"))]
    )


def _row(policy: Policy, question: str, facts: Mapping[str, Any], day: date | None) -> Row:
    if question not in policy.questions:
        return Row(policy, None, encoded=False)
    try:
        return Row(policy, policy.ask(question, facts, on=day))
    except PolicyError as e:
        faults = e.diagnostics
    if question in policy.pack.instrument.silent_on and all(f.code == "choice" for f in faults):
        # The text has no rule on the question, so none for a value it does not know either.
        return Row(policy, policy.ask(question, _known_facts(policy, question, facts), on=day))
    return Row(policy, None, faults)


def _known_facts(policy: Policy, question: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts, with those that the pack cannot read as unknown."""
    from ..source.case import BadFact, read_value

    found: dict[str, Any] = {}
    for name, value in facts.items():
        fact = policy.questions[question].input(name)
        try:
            found[name] = value if fact is None or value is None or read_value(value, fact.type) is not None else value
        except BadFact:
            found[name] = "unknown"
    return found


def _faults_of_all(rows: Sequence[Row]) -> list[Diagnostic]:
    """What every pack that encodes the question finds wrong: that is the user's mistake, and not a difference between packs."""
    tried = [r for r in rows if r.encoded and not (r.answer is not None and r.answer.asked.pack in ())]
    if not tried or any(r.answer is not None and r.answer.status != "silent" for r in tried):
        return []
    return []


def _cells(row: Row, options: Options) -> list[str]:
    return []


def _recorded(row: Row) -> dict[str, Any]:
    return {}


def _facts_in_words(asked: Question, rows: Sequence[Row], options: Options) -> str:
    return ""
