"""`policykit readings`: every doubtful clause, how it is read, how else it could be, and what rests on the choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..ir.pack import Ambiguity, Change, DrawChange, NormChange, Reading, RuleChange, ValidityChange
from .options import Options
from .output import write, write_faults, write_heading, write_json, write_table
from .support import Support, resting_on, supported

if TYPE_CHECKING:
    from ..api import Policy


def list_readings(packs: Sequence[str], options: Options) -> None:
    """The ambiguities of the packs named, or of all. Raises `PolicyError` for a pack that is not there."""
    policies, faults = options.load_all(packs)
    if options.as_json:
        write_json([r for p in policies for r in _recorded(p, options)])
    else:
        for policy in policies:
            _write(policy, options)
    write_faults(faults, options)


def _write(policy: Policy, options: Options) -> None:
    pack = policy.pack
    write_heading(f"{options.text(policy.label)} ({policy.id})")
    if not pack.ambiguities:
        write(options.say("没有记载的疑义", "no ambiguities on record"))
    supports = supported(pack, options)
    for ambiguity in pack.ambiguities.values():
        write()
        write_table([], _rows(policy, ambiguity, resting_on(ambiguity.id, supports), options), whole=[0])
    write()


def _rows(policy: Policy, ambiguity: Ambiguity, rests: Sequence[Support], options: Options) -> list[list[str]]:
    chosen = next((r for r in ambiguity.readings if r.name == ambiguity.chosen), None)
    others = [r for r in ambiguity.readings if r is not chosen]
    clauses = policy.pack.clauses
    rows = [
        [ambiguity.id, "\n".join(f"{a} {clauses[a].quote.strip()}" if a in clauses else a for a in ambiguity.clauses)],
        [options.say("疑义", "problem"), options.text(ambiguity.problem)],
        [options.say("所选", "chosen"), f"{ambiguity.chosen}: {options.text(chosen.label) if chosen else ''}"],
        [options.say("理由", "why"), options.text(ambiguity.why)],
    ]
    if others:
        rows.append([options.say("其他", "other"), "\n".join(_other(r, options) for r in others)])
    names = dict.fromkeys(s.name for s in rests)
    rows.append([options.say("据此", "used by"), options.listed(names) or options.say("没有规则以此为据", "no rule rests on it")])
    return rows


def _other(reading: Reading, options: Options) -> str:
    encoded = options.say("已编入", "encoded") if reading.changes else options.say("未编入", "not encoded")
    return f"{reading.name} ({encoded}): {options.text(reading.label)}"


def _recorded(policy: Policy, options: Options) -> list[dict[str, Any]]:
    supports = supported(policy.pack, options)
    return [
        {
            "pack": policy.id,
            "id": a.id,
            "clauses": list(a.clauses),
            "problem": a.problem._asdict(),
            "chosen": a.chosen,
            "why": a.why._asdict(),
            "readings": [
                {"name": r.name, "label": r.label._asdict(), "encoded": r.name == a.chosen or bool(r.changes), "changes": [_changed(c) for c in r.changes]} for r in a.readings
            ],
            "rests": [{"kind": s.kind, "name": s.name} for s in resting_on(a.id, supports)],
        }
        for a in policy.pack.ambiguities.values()
    ]


def _changed(change: Change) -> str:
    """What of the pack another reading changes."""
    match change:
        case RuleChange():
            return f"{change.decision}/{change.rule}"
        case DrawChange():
            return change.becomes.id
        case ValidityChange():
            return "validity"
        case NormChange():
            return f"norms/{change.becomes.id}"
