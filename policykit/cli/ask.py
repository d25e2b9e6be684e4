"""`policykit ask`: one case, one pack, the answer in words with its clauses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, PolicyError, Text
from ..ir.explain import outcome_words
from .facts import event_day_given, read_facts, with_meaning
from .options import Options, names_in, read_day, today
from .output import write, write_error, write_json, write_prose, write_table
from .under_readings import alike, counted, depends, named

if TYPE_CHECKING:
    from ..api import Policy
    from ..ir.answer import Answer, UnderAll


def ask(question: str, pack: str, on: str | None, file: str | None, words: Sequence[str], fall_through: bool, readings: str | None, options: Options) -> None:
    """Reads the facts, asks, prints the answer. Raises `PolicyError`."""
    day = read_day(on) if on else None
    policy = options.load(_one(pack, question))
    asked = policy.questions.get(question)
    facts = read_facts(file, words, asked, options)
    if day is None and asked is not None and not event_day_given(asked, facts):
        day = today()
    chosen = chosen_readings(readings) if readings not in (None, "all") else None
    try:
        if readings == "all":
            _write_all(policy.ask(question, facts, on=day, readings="all", fall_through=fall_through), policy, fall_through, options)
            return
        answer = policy.ask(question, facts, on=day, fall_through=fall_through, readings=chosen)
    except PolicyError as e:
        raise PolicyError(with_meaning(e.diagnostics, facts, asked) if asked is not None else e.diagnostics) from e
    if options.as_json:
        write_json(answer.record())
        return
    write_prose(answer.explain(options.language))
    _hint_at_parent(policy, answer, fall_through, options)


def _one(pack: str, question: str) -> str:
    """The pack; several are for another command. Raises `PolicyError`."""
    names = names_in([pack.replace("，", ",").replace("、", ",")])
    if len(names) < 2 or Path(pack).is_dir():
        return pack
    several = ",".join(names)
    raise PolicyError(
        [
            Diagnostic(
                "several-packs",
                Text(f"`ask` 只问一个规则包，而 `--in` 写了 {len(names)} 个", f"`ask` asks one pack, and `--in` names {len(names)}"),
                help=Text(f"几个一起问：`policykit compare {question} 事实=值 --in {several}`", f"to ask several: `policykit compare {question} NAME=VALUE --in {several}`"),
            )
        ]
    )


def chosen_readings(words: str) -> dict[str, str]:
    """`A01=fixed_days,A02=...` as ambiguity -> reading. Raises `PolicyError`."""
    chosen: dict[str, str] = {}
    for word in words.split(","):
        id_, equals, name = word.strip().partition("=")
        if not equals or not id_ or not name:
            raise PolicyError(
                [
                    Diagnostic(
                        "readings",
                        Text(f"`{word}` 不是“歧义=读法”", f"`{word}` is not `AMBIGUITY=READING`"),
                        help=Text("写作 A01=fixed_days，或 all", "write it as A01=fixed_days, or all"),
                    )
                ]
            )
        if id_ in chosen:
            raise PolicyError([read_twice(id_)])
        chosen[id_] = name
    return chosen


def read_twice(ambiguity: str) -> Diagnostic:
    """Two readings of one ambiguity."""
    return Diagnostic("readings", Text(f"`{ambiguity}` 给出了两种读法", f"`{ambiguity}` is given two readings"), help=Text("只留一种", "keep one of them"))


def _write_all(found: UnderAll, policy: Policy, fall_through: bool, options: Options) -> None:
    """The answer, then each outcome with the other readings that give it, then on which readings it depends."""
    if options.as_json:
        write_json(found.record())
        return
    write_prose(found.answer.explain(options.language))
    rows = []
    for group in sorted(alike(found.alternatives), key=lambda g: not g[0].differs_from(found.answer)):  # what differs comes first
        differs = options.say("不同", "differs") if group[0].differs_from(found.answer) else options.say("相同", "same")
        rows.append([named(group[0]) if len(group) == 1 else counted(group, options), differs, outcome_words(group[0].answer, options.language)])
    if rows:
        write()
        write_table([options.say("读法", "reading"), "", options.say("结论", "outcome")], rows, whole=[1])
    write()
    for line in depends(found, next(p.pack for p in policy.lineage() if p.id == found.answer.pack), options):
        write_prose(line)
    _hint_at_parent(policy, found.answer, fall_through, options)


def _hint_at_parent(policy: Policy, answer: Answer[Any], fall_through: bool, options: Options) -> None:
    """Where this text is silent and another may apply: how to ask that one too."""
    instrument = policy.pack.instrument
    if fall_through or answer.status != "silent" or all(c.question != answer.question for c in instrument.covers):
        return
    hint = Text(
        f"提示：加 --fall-through，则在上级文本（{instrument.parent}）适用时由其回答",
        f"hint: with --fall-through the parent text ({instrument.parent}) answers where its scope covers the case",
    )
    write_error(options.text(hint))
