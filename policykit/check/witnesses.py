"""A smallest case in words, and as JSON: what a person reads, and what a machine asks again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from ..diagnostics import Language, Text
from ..ir.explain import plain, shown
from ..ir.pack import Question
from ..ir.types import Date, DateTime, labels_of


def in_words(question: Question, facts: Mapping[str, Any], on: date) -> Text:
    """The facts with their labels. The day is named where no fact is it."""
    return Text(_said(question, facts, on, "zh"), _said(question, facts, on, "en"))


def as_json(facts: Mapping[str, Any], on: date) -> str:
    return json.dumps({"on": on.isoformat(), "facts": {n: plain(v) for n, v in facts.items()}}, ensure_ascii=False)


def _said(question: Question, facts: Mapping[str, Any], on: date, language: Language) -> str:
    zh = language == "zh"
    parts = []
    for fact in question.inputs:
        if fact.name in facts:
            value = facts[fact.name]
            parts.append(f"{fact.label.in_(language) or fact.name}{'＝' if zh else ' = '}{shown(value, labels_of(fact.type), language)}")
    named = any(isinstance(f.type, Date | DateTime) and f.absent.kind == "as_of" for f in question.inputs)
    if named or not parts:
        parts.append(f"所问之日＝{on}" if zh else f"asked of {on}")
    return ("，" if zh else ", ").join(parts)
