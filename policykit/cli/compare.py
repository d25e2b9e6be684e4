"""`policykit compare`: one case, every jurisdiction that answers, one table, under one reading or all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from ..diagnostics import Diagnostic, PolicyError, Text, did_you_mean
from ..ir.names_meant import question_meant
from ..ir.overlay import wrong_choices
from ..ir.pack import Pack, Question
from .ask import read_twice
from .comparison_table import Row, report, sheet, write_rows
from .facts import event_day_given, in_codes, read_facts, with_meaning
from .instruments import text_recorded
from .options import Options, read_day, today
from .output import write_error, write_faults, write_json

if TYPE_CHECKING:
    from ..api import Policy

Readings = Mapping[str, Mapping[str, str]]  # pack -> ambiguity -> reading


def compare(question: str, packs: Sequence[str], on: str | None, file: str | None, words: Sequence[str], readings: str | None, output: Path | None, options: Options) -> None:
    """Reads the facts once, asks every pack, prints one table or writes it to a file. Raises `PolicyError` for what no pack can read, or where rules fail."""
    day = read_day(on) if on else None
    policies, not_packs = options.load_all(packs)
    asked = _question(question, policies)
    facts = read_facts(file, words, asked, options)
    for policy in policies:  # a value that one pack alone knows has a label there alone
        facts = in_codes(facts, policy.questions[question]) if question in policy.questions else facts
    if day is None and not event_day_given(asked, facts):
        day = today()
    chosen = chosen_readings(readings, [p.pack for p in policies]) if readings not in (None, "all") else {}
    rows = [_row(p, question, facts, day, chosen.get(p.id) if readings != "all" else "all") for p in policies]
    _refuse_what_none_reads(rows, facts, asked)
    write_faults(not_packs, options)
    lawful = next((r.answer.on for r in rows if r.answer is not None), day or today())
    if output is not None:
        from .blocks import save_report

        save_report(report(asked, rows, lawful, options), output, lambda: sheet(rows, lawful, options))
        write_error(options.say(f"已写入 {output}", f"written to {output}"))
    elif options.as_json:
        write_json({"question": asked.id, "label": asked.label._asdict(), "packs": [_recorded(r, lawful) for r in rows]})
    else:
        write_rows(asked, rows, options)
    broken = [d for r in rows for d in r.broken]
    if broken:
        raise PolicyError(broken)


def chosen_readings(words: str, compared: Sequence[Pack]) -> Readings:
    """`liaoning:A01=fixed_days,shanxi:A13=...` as pack -> ambiguity -> reading: each pack numbers its ambiguities by itself. Raises `PolicyError`."""
    packs = [p.id for p in compared]
    chosen: dict[str, dict[str, str]] = {}
    for word in (w.strip() for w in words.split(",")):
        pack, _, rest = word.partition(":")
        id_, _, name = rest.partition("=")
        if not (pack and id_ and name):
            _refuse_reading(word, compared)
        if pack not in packs:
            raise PolicyError([Diagnostic("readings", Text(f"`{pack}` 不在比较之列", f"`{pack}` is not compared"), help=did_you_mean(pack, packs))])
        if id_ in chosen.setdefault(pack, {}):
            raise PolicyError([read_twice(f"{pack}:{id_}")])
        chosen[pack][id_] = name
    if wrong := [d for p in compared for d in wrong_choices(p, chosen.get(p.id, {}))]:
        raise PolicyError(wrong)
    return chosen


def _refuse_reading(word: str, compared: Sequence[Pack]) -> NoReturn:
    """Raises `PolicyError` that shows how it is written: for the first pack that has the reading typed, else by one that is there."""
    id_, _, name = word.partition("=")
    having = [p.id for p in compared if not wrong_choices(p, {id_: name})]
    there = [f"{p.id}:{a.id}={r.name}" for p in compared for a in p.ambiguities.values() for r in a.alternatives]
    example = f"{having[0]}:{word}" if having else there[0] if there else "liaoning:A01=fixed_days"
    raise PolicyError(
        [
            Diagnostic(
                "readings",
                Text(f"`{word}` 不是“规则包:疑义=读法”", f"`{word}` is not `PACK:AMBIGUITY=READING`"),
                help=Text(
                    f"各规则包的疑义各自编号：写作 {example}，几处之间用逗号，或者写 all",
                    f"each pack numbers its own ambiguities: write {example}, with commas between several, or all",
                ),
            )
        ]
    )


def _question(name: str, policies: Sequence[Policy]) -> Question:
    """The question as a pack has it: the first that answers it, or one that knows it. Raises `PolicyError`."""
    known: dict[str, Question] = {}
    for policy in policies:
        if name in policy.questions:
            return policy.questions[name]
        known |= policy.pack.questions
    if name in known:
        return known[name]
    raise PolicyError([Diagnostic("unknown-question", Text(f"没有名为 `{name}` 的问题", f"no question is called `{name}`"), help=question_meant(name, known))])


def _row(policy: Policy, question: str, facts: Mapping[str, Any], day: date | None, readings: Mapping[str, str] | Literal["all"] | None) -> Row:
    if question not in policy.questions:
        return Row(policy, "not_encoded")
    try:
        policy.read_case(question, facts, day)
    except PolicyError as e:
        # A text without any rule on the question has none for a value that it does not know either.
        silent = question in policy.pack.instrument.silent_on and all(d.code == "choice" for d in e.diagnostics)
        return Row(policy, "silent" if silent else "not_readable", unread=e.diagnostics)
    try:
        if readings == "all":
            under = policy.ask(question, facts, on=day, readings="all")
            return Row(policy, under.answer.status, under.answer, under=under)
        answer = policy.ask(question, facts, on=day, readings=readings)
    except PolicyError as e:
        return Row(policy, "broken", broken=e.diagnostics)
    return Row(policy, answer.status, answer)


def _refuse_what_none_reads(rows: Sequence[Row], facts: Mapping[str, Any], question: Question) -> None:
    """A fault in every pack that encodes the question is the user's mistake; in some, it is a difference between packs. Raises `PolicyError`."""
    asked = [r for r in rows if r.status != "not_encoded"]
    if not asked:
        return
    everywhere = set.intersection(*({(d.code, d.message) for d in r.unread} for r in asked))
    mistakes = {(d.code, d.message): d for r in asked for d in r.unread if (d.code, d.message) in everywhere}
    if mistakes:
        raise PolicyError(with_meaning(mistakes.values(), facts, question))


def _recorded(row: Row, day: date) -> dict[str, Any]:
    under = {k: v for k, v in row.under.record().items() if k != "answer"} if row.under is not None else {}
    return {
        **text_recorded(row.policy.pack, day),
        "status": row.status,
        "answer": row.answer.record() if row.answer is not None else None,
        **under,
        "faults": [d.record() for d in row.unread + row.broken],
    }
