"""What an outcome stands on, beside what it says: how strict it is, whether the text says it or it is read into it, and by which readings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...diagnostics import Text
from ...ir.answer import Answer
from ...ir.explain import STRENGTH
from ...ir.pack import Answered, Basis, Rule, Strength

BASIS = {"text": Text("条文明文", "the text"), "reading": Text("基于所选读法", "a reading"), "inferred": Text("推论", "inferred")}


def standing(answer: Answer[Any]) -> Text:
    """Of an answer: strength, basis and readings, as far as it has them; of what is left open, the ambiguities that leave it so."""
    if answer.status != "answered":
        return _doubts(answer.readings)
    return _standing(answer.strength, answer.basis, answer.readings)


def rule_standing(rule: Rule) -> Text:
    """Of a rule, by all readings that it names; in some cases an answer rests on fewer of them."""
    if not isinstance(rule.result, Answered):
        return _doubts(rule.readings)
    return _standing(rule.strength, rule_basis(rule), rule.readings)


def rule_basis(rule: Rule) -> Basis | None:
    """On what a rule that gives an outcome rests."""
    if not isinstance(rule.result, Answered):
        return None
    return "inferred" if rule.inferred else "reading" if rule.readings else "text"


def _standing(strength: Strength | None, basis: Basis | None, readings: Sequence[str]) -> Text:
    words = [w for w in (STRENGTH.get(strength or ""), BASIS.get(basis or "")) if w is not None]
    zh, en = "；".join(w.zh for w in words), "; ".join(w.en for w in words)
    return Text(f"{zh}（{'、'.join(readings)}）", f"{en} ({', '.join(readings)})") if readings else Text(zh, en)


def _doubts(readings: Sequence[str]) -> Text:
    return Text(f"疑义 {'、'.join(readings)}", f"ambiguity {', '.join(readings)}") if readings else Text("", "")
