"""File 07: timed duties. Time n is n hours after the start; the duties are norms, the events an event log, the clock stands at the last event."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from policykit.casework.duties import Duty, duties
from policykit.domain.events import Event

from .packs import id_of, label, load
from .reading import Fields, NotUnderstood, Reader

START = datetime(2026, 1, 1)
MODALITIES = {"MUST": "must", "MUST NOT": "must_not", "MAY": "may"}
KEPT = ("fulfilled", "fulfilled_late", "kept", "open", "excused")  # an unused permission and a kept ban are fine
_DUTY = re.compile(r"(?P<who>\w+) (?P<modality>MUST NOT|MUST|MAY) (?P<deed>\w+)(?: (?:(?P<least>>=) *)?(?P<amount>\d+))? within (?P<hours>\d+)")
_CONTRACT = re.compile(
    r"(\w+) MUST deliver within (\d+); then (\w+) MUST pay >= (\d+) within (\d+) of that; if paid exactly \4 done, else \3 MUST return within (\d+) of payment; "
    r"if \3 did not pay: \3 MUST pay the fine \((\d+)\) within (\d+)"
)


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


def log(events: Sequence[Sequence[Any]], start: int) -> list[Event]:
    """`[who, "pay 20", 4]` as events, after one that starts everything."""
    found = [Event(id="start", kind="start", at=at(start))]
    for n, (who, what, when) in enumerate(events):
        deed, _, amount = str(what).partition(" ")
        found.append(Event(id=f"e{n}", kind=id_of(deed), at=at(when), by=id_of(who), data={"amount": int(amount)} if amount else {}))
    return found


def pack(norms: Mapping[str, Any], parties: Sequence[str], deeds: Sequence[str], hours: Mapping[str, int]) -> Any:
    """Norms over deeds that may carry an amount, with the hours they leave as parameters."""
    kinds = {d: {"label": label(d), "fields": {"amount": {"type": "integer"}}} for d in dict.fromkeys(["start", *deeds])}
    return load(
        {
            "pack": "peer",
            "parties": {id_of(p): label(p) for p in parties},
            "parameters": {n: {"label": label(n), "type": "duration", "values": [{"value": f"PT{h}H"}]} for n, h in hours.items()},
            "events": kinds,
            "norms": {n: {"label": label(n), **norm} for n, norm in norms.items()},
        }
    ).pack


def simple(case: Fields, _beside: Mapping[str, Any]) -> None:
    """One duty: its state, who broke it, the deadline, and when that shows."""
    match = _DUTY.fullmatch(str(case.take("duty")))
    if match is None:
        raise NotUnderstood("the duty is not `WHO MUST|MUST NOT|MAY DEED [AMOUNT] within N`")
    deed = id_of(match["deed"])
    where = {"amount": f"{match['least'] or ''} {match['amount']}".strip()} if match["amount"] else {}
    norm = {MODALITIES[match["modality"]]: deed, "by": id_of(match["who"]), "starts": {"start": {}}, "due": "start + hours", "done": {deed: where}}
    events = log(case.take("events"), int(case.take("start", 0)))
    built = pack({"duty": norm}, _parties([match["who"]], events), [deed, *(e.kind for e in events)], {"hours": int(match["hours"])})
    now = max(e.at for e in events)
    (duty,) = duties(built, events, now)
    case.take("l4_today", None)
    expected = case.first("sane", "state")
    assert _state([duty]) == expected, (duty.state, expected)
    if "by" in case:
        assert duty.bearer == (id_of(case.take("by")),)
    if "deadline" in case:
        assert duty.due == at(int(case.take("deadline")))
    if "detected_at" in case:
        detected = at(int(case.take("detected_at")))
        before = [e for e in events if e.at < detected]
        assert now == detected
        assert _state(duties(built, before, max(e.at for e in before))) != expected  # until then nobody could tell
    case.take("state", None)


def contract(case: Fields, beside: Mapping[str, Any]) -> None:
    """Delivery, then payment, then return or a fine: duties that follow others."""
    match = _CONTRACT.fullmatch(str(beside["contract"]))
    if match is None:
        raise NotUnderstood("the contract is another one")
    seller, deliver, buyer, price, pay, back, fine, fined = match.groups()
    norms = {
        "deliver": {"must": "deliver", "by": id_of(seller), "starts": {"start": {}}, "due": "start + to_deliver", "done": {"deliver": {}}},
        "pay": {"must": "pay", "by": id_of(buyer), "starts": {"fulfilled": "deliver"}, "due": "start + to_pay", "done": {"pay": {"amount": f">= {price}"}}},
        "return": {"must": "return", "by": id_of(buyer), "starts": {"pay": {"amount": f"> {price}"}}, "due": "start + to_return", "done": {"return": {}}},
        "fine": {"must": "pay_fine", "by": id_of(buyer), "starts": {"breached": "pay"}, "due": "start + to_fine", "done": {"pay": {"amount": fine}, "fine": {}}},
    }
    hours = {"to_deliver": int(deliver), "to_pay": int(pay), "to_return": int(back), "to_fine": int(fined)}
    events = log(case.take("events"), 0)
    built = pack(norms, _parties([seller, buyer], events), ["deliver", "pay", "return", "fine", *(e.kind for e in events)], hours)
    now = max([e.at for e in events] + ([at(int(case.take("now")))] if "now" in case else []))
    found = {d.norm: d for d in duties(built, events, now)}
    if "fine" in found:
        del found["pay"]  # the fine stands for the payment that was not made
    if "pay" not in found or found["pay"].state not in ("fulfilled", "fulfilled_late"):
        found.pop("return", None)  # nothing is to be returned for a payment that did not fulfil the duty
    broken = [d for d in found.values() if d.state == "breached"]
    assert _state(list(found.values())) == case.take("state"), {n: d.state for n, d in found.items()}
    if "by" in case:
        assert broken[0].bearer == (id_of(case.take("by")),)
    if "deadline" in case:
        assert broken[0].due == at(int(case.take("deadline")))
    case.take("detected_at", None)


def _parties(named: Sequence[str], events: Sequence[Event]) -> list[str]:
    return list(dict.fromkeys([*named, *(e.by for e in events if e.by is not None)]))


def _state(found: Sequence[Duty]) -> str:
    if any(d.state == "breached" for d in found):
        return "breached"
    return "fulfilled" if found and all(d.state in KEPT for d in found) else "pending"


READER = Reader({"cases": contract, "simple": simple}, frozenset({"contract"}))
