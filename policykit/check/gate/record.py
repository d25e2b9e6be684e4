"""A draft tried, as JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...ir.amendment import TextChange
from ..diff.record import effect, law, question, row
from ..diff.stock import StockEffect
from .model import CaseChanged, Gate, LogChanged
from .new_code_answers import NewCodes
from .pasting import lines_to_paste
from .resting import doubts


def recorded(gate: Gate, stock: Sequence[StockEffect] = ()) -> dict[str, Any]:
    """The whole."""
    amendment = gate.amendment
    found: dict[str, Any] = {
        "amendment": amendment.id,
        "title": amendment.title._asdict(),
        "amends": amendment.amends,
        "from": amendment.first.isoformat(),
        "passes": gate.passes,
        "before": law(gate.before),
        "after": law(gate.after),
        "changes": [change(c) for c in amendment.text],
        "faults": [d.record() for d in gate.faults],
        "untested": [d.record() for d in gate.untested],
        "stale_notes": [d.record() for d in gate.stale],
        "by_hand": [d.record() for d in gate.by_hand],
        "to_judge": [d.record() for d in gate.to_judge],
        "parts_unquoted": [d.record() for d in gate.half_encoded],
        "waived": [{"address": c.address, "why": c.waived._asdict()} for c in gate.waived if c.waived is not None],
        "undecided": [q.question for q in gate.undecided],
        "cited_alone": [d.record() for d in gate.cited_alone],
        "text_unfollowed": [d.record() for d in gate.unfollowed],
        "quotations_gone": [d.record() for d in gate.gone],
        "to_paste": [{"address": p.address, "lines": list(p.lines)} for p in lines_to_paste(gate.before, gate.after, "en")],
        "quotations_carried": [{"by": by, "address": address, "before": old, "after": new} for by, address, old, new in amendment.carried],
        "questions": [question(q) for q in gate.diff.questions if q.state != "same" or q.grounds],
        "grounds_proven": all(q.grounds_proven for q in gate.diff.questions),
        "proven": all(q.proven and q.state != "unknown" for q in gate.diff.questions),
        "force_changed": [m.record() for m in gate.force_moved],
        "new_codes": [codes(n) for n in gate.new_codes],
        "rows": [row(r) for r in gate.diff.rows if not r.same],
        "cases_changed": [case(c) for c in gate.cases],
        "cases_on_other_grounds": [case(c) for c in gate.cases_on_other_grounds],
        "cases_citing": [e.id for e in gate.citing],
        "duty_cases_changed": [log(c) for c in gate.logs],
        "cases_of_draft": [case(c) for c in gate.added_answers],
        "readings": [a.id for a in doubts(gate)],
        "impossible_duties": [{"norm": i.norm, "label": i.label._asdict(), "why": i.why._asdict()} for i in gate.impossible],
        "text": gate.text,
    }
    return found | ({"stock": [effect(e) for e in stock]} if stock else {})


def change(one: TextChange) -> dict[str, Any]:
    """A change of the text."""
    return {"address": one.address, "kind": one.kind, "words": one.words, "by": one.by, "before": one.before, "after": one.after}


def case(one: CaseChanged) -> dict[str, Any]:
    """A case that comes out differently."""
    answers = {"before": one.before.record() if one.before is not None else None, "after": one.after.record() if one.after is not None else None}
    return {"id": one.example.id, "question": one.example.question, **answers, "faults": [d.record() for d in one.faults]}


def codes(one: NewCodes) -> dict[str, Any]:
    """Codes that are added, and what is answered to them."""
    answers = [{"condition": a.condition._asdict(), "exact": a.exact, "answer": a.answer.record()} for a in one.answers]
    named = {code: label._asdict() for code, label in one.codes.items()}
    return {"question": one.question, "fact": one.fact._asdict(), "codes": named, "answers": answers, "complete": one.complete}


def log(one: LogChanged) -> dict[str, Any]:
    """A duty case of which duties stand otherwise."""
    told = [{"norm": d.norm, "named": d.named._asdict(), "before": d.before._asdict(), "after": d.after._asdict()} for d in one.duties]
    return {"id": one.case.id, "duties": told, "faults": [f.record() for f in one.faults]}
