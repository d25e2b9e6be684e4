"""`policykit robust`: which of a pack's own cases come out otherwise under another reading."""

from __future__ import annotations

from ..diagnostics import PolicyError
from ..files import own_examples
from .options import Options
from .output import write, write_faults, write_heading, write_json, write_table


def list_fragile(name: str, options: Options) -> None:
    """Cases whose outcome depends on a reading, with what decides and what else would come out. Raises `PolicyError`."""
    policy = options.load(name)
    if policy.folder is None:
        return
    examples, faults = own_examples(policy.folder)
    found = []
    for example in examples:
        try:
            under = policy.ask(example.question, example.facts, on=example.as_of, readings="all")
        except PolicyError as e:
            faults += e.diagnostics
            continue
        if not under.robust:
            found.append((example, under))
    if options.as_json:
        write_json({"pack": policy.id, "cases": len(examples), "fragile": [{"id": e.id, "question": e.question, "deciding": list(u.deciding)} for e, u in found]})
    else:
        write_heading(f"{options.text(policy.label)} ({policy.id})")
        rows = [[e.id, e.question, options.listed(u.deciding) or options.say("合并", "together"), e.why] for e, u in found]
        if rows:
            write_table([options.say("案例", "case"), options.say("问题", "question"), options.say("取决于", "depends on"), options.say("说明", "why")], rows, whole=[0, 2])
        write()
        write(options.say(f"{len(examples)} 个案例中有 {len(found)} 个取决于读法", f"{len(found)} of {len(examples)} cases depend on a reading"))
    write_faults(faults, options)
