"""`policykit compare`: one case, every jurisdiction that answers, one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, PolicyError, Text, did_you_mean
from ..ir.answer import Answer, Citation
from ..ir.explain import BASIS, FORCE, STATUS, STRENGTH, certain, shown, still_open
from ..ir.pack import Question
from .facts import event_day_given, in_codes, read_facts
from .options import Options, read_day, today
from .output import write, write_faults, write_heading, write_json, write_prose, write_table

if TYPE_CHECKING:
    from ..api import Policy


@dataclass(frozen=True)
class Row:
    """What one pack says. `unread`: the facts that this pack cannot read, though another can. `broken`: its rules fail on the case."""

    policy: Policy
    status: str  # of the answer; silent without one where the whole question is; else not_encoded, not_readable, broken
    answer: Answer[Any] | None = None
    unread: tuple[Diagnostic, ...] = ()
    broken: tuple[Diagnostic, ...] = ()


def compare(question: str, packs: Sequence[str], on: str | None, file: str | None, words: Sequence[str], options: Options) -> None:
    """Reads the facts once, asks every pack, prints one table. Raises `PolicyError` for what no pack can read, or where rules fail."""
    day = read_day(on) if on else None
    policies, not_packs = options.load_all(packs)
    asked = _question(question, policies)
    facts = read_facts(file, words, asked)
    for policy in policies:  # a value that one pack alone knows has a label there alone
        facts = in_codes(facts, policy.questions[question]) if question in policy.questions else facts
    if day is None and not event_day_given(asked, facts):
        day = today()
    rows = [_row(p, question, facts, day) for p in policies]
    _refuse_what_none_reads(rows)
    write_faults(not_packs, options)
    if options.as_json:
        write_json({"question": asked.id, "label": asked.label._asdict(), "packs": [_recorded(r) for r in rows]})
    else:
        _write(asked, rows, options)
    broken = [d for r in rows for d in r.broken]
    if broken:
        raise PolicyError(broken)


def _question(name: str, policies: Sequence[Policy]) -> Question:
    """The question as a pack has it: the first that answers it, or one that knows it. Raises `PolicyError`."""
    known: dict[str, Question] = {}
    for policy in policies:
        if name in policy.questions:
            return policy.questions[name]
        known |= policy.pack.questions
    if name in known:
        return known[name]
    raise PolicyError([Diagnostic("unknown-question", Text(f"没有名为 `{name}` 的问题", f"no question is called `{name}`"), help=did_you_mean(name, list(known)))])


def _row(policy: Policy, question: str, facts: Mapping[str, Any], day: date | None) -> Row:
    if question not in policy.questions:
        return Row(policy, "not_encoded")
    try:
        policy.read_case(question, facts, day)
    except PolicyError as e:
        # A text without any rule on the question has none for a value that it does not know either.
        silent = question in policy.pack.instrument.silent_on and all(d.code == "choice" for d in e.diagnostics)
        return Row(policy, "silent" if silent else "not_readable", unread=e.diagnostics)
    try:
        answer = policy.ask(question, facts, on=day)
    except PolicyError as e:
        return Row(policy, "broken", broken=e.diagnostics)
    return Row(policy, answer.status, answer)


def _refuse_what_none_reads(rows: Sequence[Row]) -> None:
    """A fault in every pack that encodes the question is the user's mistake; in some, it is a difference between packs. Raises `PolicyError`."""
    asked = [r for r in rows if r.status != "not_encoded"]
    if not asked:
        return
    everywhere = set.intersection(*({(d.code, d.message) for d in r.unread} for r in asked))
    mistakes = {(d.code, d.message): d for r in asked for d in r.unread if (d.code, d.message) in everywhere}
    if mistakes:
        raise PolicyError(mistakes.values())


def _write(asked: Question, rows: Sequence[Row], options: Options) -> None:
    write_heading(f"{options.text(asked.label)} ({asked.id})")
    answer = next((r.answer for r in rows if r.answer is not None), None)
    if answer is not None:
        write_prose(_facts(answer, options))
    write()
    headings = [options.say("地区", "jurisdiction"), options.say("结论", "answer"), options.say("强度、依据", "strength, basis"), options.say("条文", "citation")]
    write_table(headings, [_cells(r, options) for r in rows], whole=[0], spaced=True)


def _facts(answer: Answer[Any], options: Options) -> str:
    """The case in words: what was given, and on which day."""
    parts = [f"{_named(answer, n, options)}{options.say('＝', ' = ')}{_shown(answer, n, v, options)}" for n, v in answer.trace.given.items()]
    return options.say("；", "; ").join([*parts, options.say(f"依 {answer.on} 的法", f"law of {answer.on}")])


def _cells(row: Row, options: Options) -> list[str]:
    name = f"{options.text(row.policy.pack.instrument.jurisdiction)}\n{row.policy.id}"
    answer = row.answer
    if answer is None:
        return [name, _no_answer(row, options), "", ""]
    return [name, _outcome(row, answer, options), _support(answer, options), _cited(answer.citations, options)]


def _cited(citations: Sequence[Citation], options: Options) -> str:
    """Addresses with the words relied on, an address a line."""
    quotes: dict[str, list[str]] = {}
    for citation in citations:
        quotes.setdefault(citation.address, []).append(f"“{citation.quote}”")
    return "\n".join(f"{address} {options.say('', ', ').join(words)}" for address, words in quotes.items())


def _no_answer(row: Row, options: Options) -> str:
    """Why a pack gives no answer that could be compared."""
    if row.status == "not_encoded":
        return options.say("尚未编入（不等于文本没有规定）", "not encoded yet (this is not silence of the text)")
    said = [options.text(STATUS["silent"])] if row.status == "silent" else []
    said += [options.text(d.message) for d in row.unread + row.broken]
    return "\n".join(said)


def _outcome(row: Row, answer: Answer[Any], options: Options) -> str:
    """The outputs in words, or how the answer ended and what is still open."""
    if answer.status == "not_in_force":
        return _out_of_force(row.policy, answer, options)
    lines = [] if answer.force == "in_force" else [f"[{options.text(FORCE[answer.force])}]"]
    if answer.status == "answered" and answer.values is not None:
        return "\n".join(lines + _values(answer, options))
    lines.append(options.text(STATUS[answer.status]))
    if answer.why is not None and answer.question not in row.policy.pack.instrument.silent_on:
        lines.append(options.text(answer.why))
    elif answer.missing:
        missing = options.listed(_named(answer, n, options) for n in answer.missing)
        lines.append(options.say(f"取决于：{missing}", f"depends on: {missing}"))
    known = [f"  {_named(answer, n, options)}{options.say('：', ': ')}{_shown(answer, n, v, options)}" for n, v in certain(answer).items()]
    if known:
        lines += [options.say("已能确定：", "certain:"), *known]
    possible = _possible(answer, options)
    return "\n".join([*lines, *([options.say("仍可能：", "still possible:")] if possible else []), *possible])


def _possible(answer: Answer[Any], options: Options) -> list[str]:
    """What each output may still be, a line each; how the answer may end, where that is open too."""
    lines = []
    for name, values in still_open(answer).items():
        if name == "status":
            label, words = options.say("结果", "outcome"), [options.text(STATUS[v]) for v in values if v != "undetermined"]
            worth_saying = len(words) > 1
        else:
            label, words = _named(answer, name, options), [_shown(answer, name, v, options) for v in values]
            worth_saying = any(v is not None for v in values)
        if worth_saying:
            lines.append(f"  {label}{options.say('：', ': ')}{options.listed(words)}")
    return lines


def _values(answer: Answer[Any], options: Options) -> list[str]:
    """The outputs, a line each; by name where there are several. What is none goes unsaid beside others."""
    record = answer.values.record()
    if len(record) == 1:
        return [_shown(answer, n, v, options) for n, v in record.items()]
    return [f"{_named(answer, n, options)}{options.say('：', ': ')}{_shown(answer, n, v, options)}" for n, v in record.items() if v is not None]


def _named(answer: Answer[Any], name: str, options: Options) -> str:
    """The label of an input or output."""
    return options.text(answer.asked.labels.get(name)) or name


def _shown(answer: Answer[Any], name: str, value: Any, options: Options) -> str:
    return shown(value, answer.asked.value_labels.get(name, {}), options.language)


def _out_of_force(policy: Policy, answer: Answer[Any], options: Options) -> str:
    period, force = policy.pack.instrument.period, options.text(FORCE[answer.force])
    if answer.force == "not_yet":
        return options.say(f"{force}（{period.first} 起施行）", f"{force} (from {period.first})")
    return options.say(f"{force}（施行至 {period.last}）", f"{force} (until {period.last})")


def _support(answer: Answer[Any], options: Options) -> str:
    """How strongly the text says it, and on what that rests."""
    lines = [options.text(STRENGTH[answer.strength])] if answer.strength else []
    if answer.basis:
        lines.append(options.text(BASIS[answer.basis]))
    if answer.readings:
        lines.append(options.listed(answer.readings))
    return "\n".join(lines)


def _recorded(row: Row) -> dict[str, Any]:
    return {
        "pack": row.policy.id,
        "jurisdiction": row.policy.pack.instrument.jurisdiction._asdict(),
        "status": row.status,
        "answer": row.answer.record() if row.answer is not None else None,
        "faults": [d.record() for d in row.unread + row.broken],
    }
