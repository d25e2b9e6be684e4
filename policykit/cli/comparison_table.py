"""What `compare` shows: for each pack a row with its outcome, how strong it is, the clauses, and what it is under other readings; on a screen, or as a report for a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic
from ..ir.address import address_words
from ..ir.answer import Answer, Citation, UnderAll
from ..ir.explain import FORCE, STATUS, certain, shown, standing, still_open, to_check, worth_telling
from ..ir.pack import Question
from .instruments import place, text_named
from .options import Options
from .output import write, write_heading, write_prose, write_table
from .under_readings import chosen_words, otherwise, relied_on, without_other

if TYPE_CHECKING:
    from ..api import Policy
    from ..check.report.blocks import Report
    from .compared_sheet import Sheet


@dataclass(frozen=True)
class Row:
    """What one pack says. `unread`: the facts that this pack cannot read, though another can. `broken`: its rules fail on the case."""

    policy: Policy
    status: str  # of the answer; silent without one where the whole question is; else not_encoded, not_readable, broken
    answer: Answer[Any] | None = None
    unread: tuple[Diagnostic, ...] = ()
    broken: tuple[Diagnostic, ...] = ()
    under: UnderAll | None = None  # where every reading was asked for


def write_rows(asked: Question, rows: Sequence[Row], options: Options) -> None:
    """The table on a screen."""
    write_heading(f"{options.text(asked.label)} ({asked.id})")
    if facts := _case(rows, options):
        write_prose(facts)
    write()
    write_table(_headings(options), [_cells(r, options) for r in rows], whole=[0], spaced=True)


def report(asked: Question, rows: Sequence[Row], day: date, options: Options) -> Report:
    """The table as a report, below the full names of the texts and their force on the day."""
    from ..check.report.blocks import Bullets, Cell, Report, Table

    texts = Bullets(tuple(text_named(r.policy.pack, day, options) for r in rows))
    table = Table(tuple(_headings(options)), tuple(tuple(map(Cell, _cells(r, options, in_words=True))) for r in rows), (2, 5, 3, 6))
    doubts = [
        f"{options.text(r.policy.pack.instrument.jurisdiction)} {line}"
        for r in rows
        if r.answer is not None
        for line in chosen_words(r.answer.readings, r.policy.pack, r.answer.on, options)
    ]
    return Report(f"{options.text(asked.label)} ({asked.id})", _case(rows, options), (texts, table, *relied_on(doubts, options)), options.language)


def sheet(rows: Sequence[Row], day: date, options: Options) -> Sheet:
    """The table as rows of a workbook, each with the case and its day, so that it can be copied alone."""
    from .compared_sheet import cited

    heads = (("地区", "jurisdiction"), ("文本", "text"), ("结论", "answer"), ("强度、依据", "strength, basis"), ("条文", "clauses"), ("引文", "quoted"), ("案情", "case"))
    found = []
    for row in rows:
        says, stands = _cells(row, options)[1:3]
        instrument = row.policy.pack.instrument
        clauses = cited(row.answer.citations if row.answer is not None else (), address_words, options)
        cells = (place(instrument, day, options), options.text(instrument.label), says, stands, *clauses, _case([row], options) or _case(rows, options))
        found.append(dict(zip((options.say(*h) for h in heads), cells, strict=True)))
    return found


def _headings(options: Options) -> list[str]:
    return [options.say("地区", "jurisdiction"), options.say("结论", "answer"), options.say("强度、依据", "strength, basis"), options.say("条文", "citation")]


def _case(rows: Sequence[Row], options: Options) -> str:
    """The case in words, as the first text that can read it has it."""
    answer = next((r.answer for r in rows if r.answer is not None), None)
    if answer is None:
        return ""
    checked = to_check(answer, options.language)
    return _facts(answer, options) + (options.say("。", ".") + checked if checked else "")


def _facts(answer: Answer[Any], options: Options) -> str:
    """The case in words: what was given, and on which day."""
    parts = [f"{_named(answer, n, options)}{options.say('＝', ' = ')}{_shown(answer, n, v, options)}" for n, v in answer.trace.given.items()]
    return options.say("；", "; ").join([*parts, options.say(f"依 {answer.on} 的法", f"law of {answer.on}")])


def _cells(row: Row, options: Options, in_words: bool = False) -> list[str]:
    """The cells of a row; clauses by their addresses, or `in_words` as a jurist names them."""
    name = f"{options.text(row.policy.pack.instrument.jurisdiction)}\n{row.policy.id}"
    answer = row.answer
    if answer is None:
        return [name, _no_answer(row, options), "", ""]
    outcome = "\n".join([_outcome(row, answer, options), *_otherwise(row, options)])
    return [name, outcome, "\n".join(standing(answer, options.language)), _cited(answer.citations, options, in_words)]


def _otherwise(row: Row, options: Options) -> list[str]:
    """What the outcome is under other readings, where it is another; and of which ambiguities no other reading is encoded. Nothing where all give the same."""
    if row.under is None:
        return []
    lines = [options.say(f"若读作 {named}：{outcome}", f"read as {named}: {outcome}") for named, outcome in otherwise(row.under, row.policy.pack, options)]
    if idle := options.listed(without_other(row.under, row.policy.pack)):
        lines.append(options.say(f"{idle} 的其他读法没有编入", f"no other reading of {idle} is encoded"))
    return lines


def _cited(citations: Sequence[Citation], options: Options, in_words: bool) -> str:
    """Clauses with the words relied on, a clause a line."""
    quotes: dict[str, list[str]] = {}
    for citation in citations:
        quotes.setdefault(citation.address, []).append(f"“{citation.quote}”")
    return "\n".join(f"{options.text(address_words(a)) if in_words else a} {options.say('', ', ').join(words)}" for a, words in quotes.items())


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
        note = [options.text(answer.conclusion.note)] if answer.missing and answer.conclusion.note is not None else []  # what the answer was given without
        return "\n".join([*lines, *_values(answer, options), *note])
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
    """The outputs, a line each; by name where the question has several."""
    record = answer.values.record()
    if len(record) == 1:
        return [_shown(answer, n, v, options) for n, v in record.items()]
    return [f"{_named(answer, n, options)}{options.say('：', ': ')}{_shown(answer, n, v, options)}" for n, v in worth_telling(record).items()]


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
