"""`policykit readings`: every doubtful clause, how it is read, how else it could be, and what rests on the choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, PolicyError, Text, known_names
from ..domain.wording import alone
from ..ir.instrument import ALWAYS
from ..ir.pack import Ambiguity, Change, DrawChange, NormChange, Reading, RuleChange, ValidityChange
from .options import Options
from .output import write, write_faults, write_heading, write_json, write_table
from .support import Support, resting_on, supported

if TYPE_CHECKING:
    from ..api import Policy

ID = re.compile(r"[A-Z]+[0-9]+")


def list_readings(words: Sequence[str], options: Options) -> None:
    """The ambiguities of the packs named, or of all; of those only the ones whose ids are among the words. Raises `PolicyError` for a pack or an ambiguity that is not there."""
    ids = [w for w in words if _is_id(w, options)]
    policies, faults = options.load_all([w for w in words if w not in ids])
    chosen = {p.id: [i for i in dict.fromkeys(ids) if i in p.pack.ambiguities] if ids else list(p.pack.ambiguities) for p in policies}
    if missing := [i for i in ids if not any(i in found for found in chosen.values())]:
        raise PolicyError([_no_ambiguity(i, policies) for i in missing])
    policies = [p for p in policies if chosen[p.id] or not ids]
    if options.as_json:
        write_json([r for p in policies for r in _recorded(p, options) if r["id"] in chosen[p.id]])
    else:
        for policy in policies:
            _write(policy, chosen[policy.id], options)
    write_faults(faults, options)


def _is_id(word: str, options: Options) -> bool:
    """Whether a word is the id of an ambiguity: letters and digits, and no pack."""
    return ID.fullmatch(word) is not None and word not in options.available() and not Path(word).exists()


def _no_ambiguity(id_: str, policies: Sequence[Policy]) -> Diagnostic:
    where = Text("、".join(f"`{p.id}`" for p in policies), ", ".join(f"`{p.id}`" for p in policies))
    known = list(dict.fromkeys(a for p in policies for a in p.pack.ambiguities))
    return Diagnostic("unknown-ambiguity", Text(f"{where.zh} 中没有疑义 `{id_}`", f"there is no ambiguity `{id_}` in {where.en}"), help=known_names(id_, known))


def _write(policy: Policy, chosen: Sequence[str], options: Options) -> None:
    pack = policy.pack
    write_heading(f"{options.text(policy.label)} ({policy.id})")
    if not pack.ambiguities:
        write(options.say("没有记载的疑义", "no ambiguities on record"))
    supports = supported(pack, options)
    for id_ in chosen:
        write()
        write_table([], _rows(policy, pack.ambiguities[id_], resting_on(id_, supports), options), whole=[0])
    write()


def _rows(policy: Policy, ambiguity: Ambiguity, rests: Sequence[Support], options: Options) -> list[list[str]]:
    chosen = next((r for r in ambiguity.readings if r.name == ambiguity.chosen), None)
    others = [r for r in ambiguity.readings if r is not chosen]
    clauses = policy.pack.clauses
    rows = [
        [ambiguity.id, "\n".join(f"{a} {alone(clauses[a].quote)}" if a in clauses else a for a in ambiguity.clauses)],
        [options.say("疑义", "problem"), options.text(ambiguity.problem)],
        [options.say("所选", "chosen"), f"{ambiguity.chosen}: {options.text(chosen.label) if chosen else ''}"],
        [options.say("理由", "why"), options.text(ambiguity.why)],
    ]
    rows += [[_days(a, options), f"{options.text(a.problem)} {options.text(a.why)}"] for a in ambiguity.earlier]
    if ambiguity.period != ALWAYS:
        rows.append([options.say("期间", "days"), _days(ambiguity, options)])
    if others:
        rows.append([options.say("其他", "other"), "\n".join(_other(r, options) for r in others)])
    names = dict.fromkeys(s.name for s in rests)
    rows.append([options.say("据此", "used by"), options.listed(names) or options.say("没有规则以此为据", "no rule rests on it")])
    return rows


def _days(ambiguity: Ambiguity, options: Options) -> str:
    """From when and until when amendments have it so."""
    first, last = ambiguity.period.first, ambiguity.period.last
    found = [options.say(f"自 {first} 起", f"from {first}")] if first is not None else []
    return " ".join([*found, *([options.say(f"至 {last} 止", f"until {last}")] if last is not None else [])])


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
            **({"from": str(a.period.first)} if a.period.first is not None else {}),
            **({"to": str(a.period.last)} if a.period.last is not None else {}),
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
