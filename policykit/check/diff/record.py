"""A comparison as JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...diagnostics import Text
from ...ir.explain import plain
from .model import Diff, Law, Pair, QuestionDiff, Row, Said
from .stock import StockEffect


def recorded(diff: Diff, stock: Sequence[StockEffect] = ()) -> dict[str, Any]:
    """The whole comparison."""
    found: dict[str, Any] = {
        "a": law(diff.a),
        "b": law(diff.b),
        "same": diff.same,
        "questions": [question(q) for q in diff.questions],
        "rows": [row(r) for r in diff.rows],
    }
    return found | ({"stock": [effect(e) for e in stock]} if stock else {})


def law(one: Law) -> dict[str, Any]:
    """A side: which pack, on which day, with which amendments."""
    amendments = [a.id for a in one.pack.amendments]
    return {"pack": one.id, "on": one.on.isoformat(), "name": one.name._asdict(), "digest": one.pack.digest, "amendments": amendments}


def question(one: QuestionDiff) -> dict[str, Any]:
    """A question with its pairs."""
    return {
        "question": one.question,
        "label": one.label._asdict(),
        "state": one.state,
        "proven": one.proven,
        "method": one.method,
        "pairs": [pair(p) for p in one.pairs],
        "grounds": [on_other_grounds(p) for p in one.grounds],
        "grounds_proven": one.grounds_proven,
        "rows": [row(r) for r in one.rows],
        "open": [t._asdict() for t in one.open],
        "contradictions": [
            {"law": c.law._asdict(), "rules": list(c.rules), "facts": {n: plain(v) for n, v in c.facts.items()}, "why": c.why._asdict()} for c in one.contradictions
        ],
        "left_out": [t._asdict() for t in one.left_out],
    }


def pair(one: Pair) -> dict[str, Any]:
    """A pair of rules with its witness and both answers."""
    sides = [
        {
            "rule": answer.rule,
            "status": answer.status,
            "values": {n: plain(v) for n, v in answer.values.record().items()} if answer.values is not None and answer.status == "answered" else None,
            "strength": answer.strength,
            "basis": answer.basis,
            "readings": list(answer.readings),
            "citations": [{"address": c.address, "quote": c.quote} for c in answer.citations],
            "why": answer.why._asdict() if answer.why else None,
        }
        for answer in one.answers
    ]
    return {
        "a": sides[0],
        "b": sides[1],
        "facts": {n: plain(v) for n, v in one.facts.items()},
        "differs_in": list(one.differs_in),
        "condition": one.condition._asdict(),
        "exact": one.exact,
    }


def on_other_grounds(one: Pair) -> dict[str, Any]:
    """A pair of one outcome, and the readings on which only one side rests."""
    mine, theirs = one.readings_of_one
    return pair(one) | {"readings_only_a": list(mine), "readings_only_b": list(theirs)}


def row(one: Row) -> dict[str, Any]:
    """One thing side by side."""
    return {"topic": one.topic, "name": one.name, "label": one.label._asdict(), "a": said(one.a), "b": said(one.b), "same": one.same}


def said(one: Said) -> dict[str, Any]:
    """Words with what they rest on; where there are none, what that means."""
    absence = {"absence": one.absence} if one.text is None else {}
    return {"text": _text(one.text), "cite": [{"address": q.address, "quote": q.words} for q in one.cite]} | absence


def _text(text: Text | None) -> dict[str, str] | None:
    return text._asdict() if text is not None else None


def effect(one: StockEffect) -> dict[str, Any]:
    """What a difference does to a list."""
    return {
        "question": one.question.id,
        "rows": one.rows,
        "weight": str(one.weight) if one.weight is not None else None,
        "no_weight": list(one.unweighed),
        "differing": one.differing,
        "differing_weight": str(one.differing_weight),
        "read": one.read,
        "unread": list(one.unread),
        "reasons": [{"row": n, "why": why._asdict()} for n, why in one.reasons],
        "event_date": one.days.event.name if one.days.event is not None else None,
        "on": [day.isoformat() for day in dict.fromkeys(one.days.usual)],
        "absent": [f.name for f in one.absent],
        "only": one.only._asdict() if one.only is not None else None,
        "not_before": one.days.begun.isoformat() if one.days.begun is not None else None,
        "groups": [{"pair": pair(g.pair), "rows": g.rows, "weight": str(g.weight), "no_weight": g.unweighed, "numbers": list(g.numbers), "keys": list(g.keys)} for g in one.groups],
    }
