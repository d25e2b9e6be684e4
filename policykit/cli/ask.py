"""`policykit ask`: one case, one pack, the answer in words with its clauses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..diagnostics import Text
from .facts import event_day_given, read_facts
from .options import Options, read_day, today
from .output import write_error, write_json, write_prose

if TYPE_CHECKING:
    from ..api import Policy
    from ..ir.answer import Answer


def ask(question: str, pack: str, on: str | None, file: str | None, words: Sequence[str], fall_through: bool, options: Options) -> None:
    """Reads the facts, asks, prints the answer. Raises `PolicyError`."""
    day = read_day(on) if on else None
    policy = options.load(pack)
    asked = policy.questions.get(question)
    facts = read_facts(file, words, asked)
    if day is None and asked is not None and not event_day_given(asked, facts):
        day = today()
    answer = policy.ask(question, facts, on=day, fall_through=fall_through)
    if options.as_json:
        write_json(answer.record())
        return
    write_prose(answer.explain(options.language))
    hint = _parent_hint(policy, answer)
    if hint is not None and not fall_through:
        write_error(options.text(hint))


def _parent_hint(policy: Policy, answer: Answer[Any]) -> Text | None:
    """Where this text is silent and another may apply: how to ask that one too."""
    instrument = policy.pack.instrument
    if answer.status != "silent" or instrument.parent is None or all(c.question != answer.question for c in instrument.covers):
        return None
    return Text(
        f"提示：加 --fall-through，则在上级文本（{instrument.parent}）适用时由其回答",
        f"hint: with --fall-through the parent text ({instrument.parent}) answers where its scope covers the case",
    )
