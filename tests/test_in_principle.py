"""A rule that holds in principle only (原则上, 一般) is missed, not breached; and packs that are each other's parent are refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

import policykit
from policykit import PolicyError
from policykit.casework.duties import duties
from policykit.domain.events import Event

from .properties.making import label, load, question

START, DEED, LATER = datetime(2026, 1, 1, 8), datetime(2026, 1, 5, 8), datetime(2026, 2, 1)


def norms(strength: str) -> Any:
    """A duty of a day, a ban, and a duty that follows the breach of the first."""
    beside = {"by": "office", "strength": strength}
    return load(
        {
            "parties": {"office": label("office")},
            "norms": {
                "send": {"label": label("send"), "must": "send", "starts": "notice_received", "due": "start + P1D", "done": "dispatched", **beside},
                "no-fee": {"label": label("no fee"), "must_not": "charge", "done": "fee_charged", **beside},
                "explain": {"label": label("explain"), "must": "explain", "by": "office", "starts": {"breached": "send"}, "done": "published"},
            },
        }
    )


def states(policy: policykit.Policy, *more: Event) -> dict[str, str]:
    """How each duty stands, by the pure function and by a session."""
    log = [Event(id="e1", kind="notice_received", at=START), *more]
    found = duties(policy.pack, log, LATER)
    told: list[str] = []
    with policy.session(now=START, on_change=lambda change: told.append(f"{change.kind} {change.duty.norm}")) as session:
        for event in log:
            session.post(event)
        session.tick(LATER)
        assert session.duties() == found
    assert {f"{d.state} {d.norm}" for d in found if d.state in ("breached", "missed")} <= set(told)
    return {d.norm: d.state for d in found}


def test_what_holds_in_principle_is_missed_and_nothing_follows() -> None:
    fee = Event(id="e2", kind="fee_charged", at=DEED)
    assert states(norms("must"), fee) == {"send": "breached", "no-fee": "breached", "explain": "pending"}
    assert states(norms("in_principle"), fee) == {"send": "missed", "no-fee": "missed"}


def test_what_is_done_late_is_late_whatever_its_strength() -> None:
    sent = Event(id="e2", kind="dispatched", at=DEED)
    assert states(norms("must"), sent) == {"send": "fulfilled_late", "no-fee": "kept", "explain": "pending"}
    assert states(norms("in_principle"), sent) == {"send": "fulfilled_late", "no-fee": "kept"}


def family(own: str, parent: str, answers: bool = False) -> dict[str, Any]:
    """A pack that is silent, or answers, and names another as its parent."""
    rule = {"id": "r", "if": "n > 1" if not answers else "n > 0", "then": {"out": "true"}}
    return {
        "pack": own,
        "questions": {"q": question({"n": "integer"}, {"out": "boolean"})},
        "decisions": {"q": {"rules": [rule]}},
        "parent": {"pack": parent, "covers": {"q": {"when": {}, "why": label("all of it")}}},
    }


@pytest.mark.parametrize("answers", [False, True])
def test_packs_that_are_each_others_parent_are_refused(answers: bool) -> None:
    from .properties.making import text

    packs: dict[str, policykit.Policy] = {}
    for own, parent in (("first", "second"), ("second", "first")):
        packs[own] = policykit.read({"pack.yaml": text({"label": label(own), **family(own, parent, answers and own == "second")})}, parents=packs)
    packs["first"] = policykit.read({"pack.yaml": text({"label": label("first"), **family("first", "second")})}, parents=packs)
    with pytest.raises(PolicyError) as caught:
        packs["first"].ask("q", {"n": 1}, on=START.date(), fall_through=True)
    (fault,) = caught.value.diagnostics
    assert (fault.code, fault.message.en) == ("parents-in-a-ring", "these packs are each other's parent: first → second")
    assert packs["first"].ask("q", {"n": 1}, on=START.date()).status == "silent"
