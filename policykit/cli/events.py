"""`policykit events`: what may stand in an event log of a pack, and which duties it moves."""

from __future__ import annotations

from typing import Any

from ..casework.doubtful_events import known_codes
from ..diagnostics import Diagnostic, PolicyError, Text
from ..domain.event_kinds import PARTS
from ..ir.event_codes import ROLES, code_shown, tests_of
from ..ir.norm import EventKind
from ..ir.pack import Pack
from ..ir.types import Choice
from .options import Options
from .output import write_heading, write_json, write_table

ROLE = {"starts": Text("开始", "begins"), "done": Text("履行", "fulfils"), "excused": Text("免责", "excuses from")}
BREAKS = Text("违反", "breaks")


def write_events(name: str, options: Options) -> None:
    """Writes every kind that a norm looks for. Raises `PolicyError`."""
    policy = options.load(name)
    pack = policy.pack
    if not pack.norms:
        raise PolicyError([Diagnostic("no-norms", Text(f"`{policy.id}` 没有编入义务规范", f"`{policy.id}` encodes no norms"))])
    touched = norms_by_kind(pack)
    kinds = [pack.event_kinds[k] for k in touched]
    codes = known_codes(pack)
    if options.as_json:
        write_json([_recorded(k, touched[k.id], codes) for k in kinds])
        return
    write_heading(f"{options.text(policy.label)} ({policy.id})")
    headings = [options.say(*h) for h in (("事件", "event"), ("要素", "parts"), ("义务", "duties"))]
    rows = [(f"{k.id}\n{options.text(k.label)}", _parts(k, codes, options), _touched(pack, touched[k.id], options)) for k in kinds]
    write_table(headings, rows, spaced=True)


def norms_by_kind(pack: Pack) -> dict[str, dict[str, list[str]]]:
    """Kind -> what its events do -> the norms: only kinds that some norm looks for, in the order in which the pack knows them."""
    found: dict[str, dict[str, list[str]]] = {k: {r: [] for r in ROLES} for k in pack.event_kinds}
    for norm in pack.norms.values():
        for role in ROLES:
            for kind in dict.fromkeys(t.kind for t in tests_of(norm, role)):
                found[kind][role].append(norm.id)
    return {k: roles for k, roles in found.items() if any(roles.values())}


def _parts(kind: EventKind, codes: dict[tuple[str, str], tuple[str, ...]], options: Options) -> str:
    """Each part with the codes that norms look for in it, or else its type."""
    lines = []
    for part, type_ in kind.fields:
        known = codes.get((kind.id, part)) or (type_.values if isinstance(type_, Choice) else ())
        lines.append(f"{_part_named(part, options)}{options.say('：', ': ')}{options.listed(options.text(code_shown(kind, part, c)) for c in known) or options.text(type_.label)}")
    return "\n".join(lines)


def _part_named(part: str, options: Options) -> str:
    """A part by its name, with its label where it has one: a table of events may head its column with either."""
    return f"{part}（{PARTS[part][0]}）" if part in PARTS and options.language == "zh" else part


def _touched(pack: Pack, roles: dict[str, list[str]], options: Options) -> str:
    lines = []
    for role, norms in roles.items():
        for broken in (False, True):  # what would fulfil a duty breaks a ban
            some = [n for n in norms if (role == "done" and pack.norms[n].modality == "must_not") is broken]
            if some:
                named = options.listed(options.text(pack.norms[n].label) for n in some)
                lines.append(f"{options.text(BREAKS if broken else ROLE[role])}{options.say('：', ': ')}{named}")
    return "\n".join(lines)


def _recorded(kind: EventKind, roles: dict[str, list[str]], codes: dict[tuple[str, str], tuple[str, ...]]) -> dict[str, Any]:
    parts = [{"part": p, "type": t.label._asdict(), "codes": list(codes.get((kind.id, p), ())), "labels": _labelled(kind, p)} for p, t in kind.fields]
    return {"kind": kind.id, "label": kind.label._asdict(), "parts": parts, **roles}


def _labelled(kind: EventKind, part: str) -> dict[str, dict[str, str]]:
    """Code -> its label, of those that have one."""
    return {code: labels[0]._asdict() for code, labels in kind.codes.get(part, {}).items() if labels}
