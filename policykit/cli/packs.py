"""`policykit list`: the packs there are, and how far each goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diagnostics import PolicyError, Text, counted
from ..ir.explain import FORCE
from .options import Options, today
from .output import write, write_json, write_table

if TYPE_CHECKING:
    from ..api import Policy

LEVELS = {"nation": Text("国家", "nation"), "province": Text("省", "province"), "city": Text("市", "city"), "county": Text("县", "county")}


def list_packs(options: Options) -> None:
    """Every pack found; one that cannot be read says so."""
    found = [(name, folder, _load(folder, options)) for name, folder in options.available().items()]
    if options.as_json:
        write_json([_recorded(*f) for f in found])
        return
    if not found:
        write(options.say("没有找到规则包", "no packs found"))
        return
    headings = [
        options.say("规则包", "pack"),
        options.say("文件", "instrument"),
        options.say("效力", "validity"),
        options.say("回答的问题", "questions"),
    ]
    write_table(headings, [_cells(n, p, options) for n, _, p in found], whole=[0], spaced=True)
    write()
    write(options.say(f"效力以今日（{today()}）为准", f"validity as of today, {today()}"))


def _load(folder: Path, options: Options) -> Policy | PolicyError:
    try:
        return options.load(folder)
    except PolicyError as e:
        return e


def _cells(name: str, policy: Policy | PolicyError, options: Options) -> list[str]:
    if isinstance(policy, PolicyError):
        faults = len(policy.diagnostics)
        return [name, options.say(f"有 {faults} 处错误，不能读取；见 policykit check {name}", f"cannot be read, {counted(faults, 'fault')}: see policykit check {name}"), "", ""]
    instrument = policy.pack.instrument
    level = LEVELS.get(instrument.level, Text(instrument.level, instrument.level))
    title = [options.text(instrument.label), options.text(instrument.number)]
    answered, silent, missing = _counts(policy)
    counts = [
        options.say(f"有规定 {answered}", f"{answered} answered"),
        options.say(f"未规定 {silent}", f"{silent} silent"),
        options.say(f"未编入 {missing}", f"{missing} not encoded") if missing else "",
    ]
    return [
        policy.id,
        "\n".join(t for t in [*title, f"{options.text(instrument.jurisdiction)}{options.say('，', ', ')}{options.text(level)}"] if t),
        _validity(policy, options),
        "\n".join(c for c in counts if c),
    ]


def _validity(policy: Policy, options: Options) -> str:
    """From when to when the text says that it holds, and whether it does today."""
    instrument = policy.pack.instrument
    period, force = instrument.period, options.text(FORCE[instrument.force_on(today())])
    if period.first is None and period.last is None:
        return force
    return f"{period.first or ''} –\n{period.last or options.say('未定期限', 'no end stated')}\n{force}"


def _counts(policy: Policy) -> tuple[int, int, int]:
    """How many questions the pack has rules on, is silent on as a whole, and does not encode."""
    silent = len(policy.pack.instrument.silent_on)
    encoded = len(policy.pack.answers)
    return encoded - silent, silent, len(policy.pack.questions) - encoded


def _recorded(name: str, folder: Path, policy: Policy | PolicyError) -> dict[str, Any]:
    if isinstance(policy, PolicyError):
        return {"id": name, "folder": str(folder), "faults": [d.record() for d in policy.diagnostics]}
    instrument = policy.pack.instrument
    answered, silent, missing = _counts(policy)
    period = instrument.period
    return {
        "id": policy.id,
        "folder": str(folder),
        "jurisdiction": instrument.jurisdiction._asdict(),
        "label": instrument.label._asdict(),
        "number": instrument.number._asdict() if instrument.number else None,
        "level": instrument.level,
        "validity": {"from": period.first.isoformat() if period.first else None, "to": period.last.isoformat() if period.last else None},
        "today": today().isoformat(),
        "force": instrument.force_on(today()),
        "answered": answered,
        "silent": silent,
        "not_encoded": missing,
        "digest": policy.digest,
        "faults": [],
    }
