"""`policykit mutate`: small faults put into a pack one at a time, and those that none of its cases notices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..api import Policy, answerer
from ..check.changes import all_mutants
from ..check.mutation import Cases, Mutant
from ..diagnostics import counted
from ..files import own_duty_cases, own_examples
from ..targets.smt import extra
from .options import Options
from .output import write, write_faults, write_heading, write_json, write_table


class Mutated(NamedTuple):
    """The mutants of a pack: how many there are, those proved to change nothing, those that no case notices."""

    pack: str
    mutants: int
    equivalent: tuple[Mutant, ...]
    survivors: tuple[Mutant, ...]


def mutate(names: Sequence[str], options: Options) -> bool:
    """All mutants of the packs named, or of all. Whether a case notices each that is not proved to change nothing. Raises `PolicyError`."""
    policies, faults = options.load_all(names)
    proves = extra.missing() is None
    found: list[Mutated] = []
    for policy in policies:
        if policy.folder is None:
            continue
        examples, wrong = own_examples(policy.folder)
        logs, wrong_logs = own_duty_cases(policy.folder)
        faults += [*wrong, *wrong_logs]
        mutated = _mutated(policy, Cases(examples, logs, answerer), proves)
        found.append(mutated)
        if not options.as_json:
            _write(policy, mutated, proves, options)
    if options.as_json:
        write_json({"proved": proves, "packs": [_recorded(m) for m in found]})
    write_faults(faults, options)
    return not any(m.survivors for m in found)


def _mutated(policy: Policy, cases: Cases, proves: bool) -> Mutated:
    count = 0
    unnoticed: list[Mutant] = []
    for mutant in all_mutants(policy.pack):
        count += 1
        if cases.notice(mutant) is None:
            unnoticed.append(mutant)
    same: list[Mutant] = []
    if proves and unnoticed:
        from ..check.equivalence import equivalent

        same = [m for m in unnoticed if equivalent(policy.pack, m)]
    return Mutated(policy.id, count, tuple(same), tuple(m for m in unnoticed if m not in same))


def _write(policy: Policy, found: Mutated, proves: bool, options: Options) -> None:
    write_heading(f"{options.text(policy.label)} ({policy.id})")
    if found.survivors:
        rows = [[m.what, " ".join(dict.fromkeys(q.address for q in m.cite))] for m in found.survivors]
        write_table([options.say("没有案例察觉", "no case notices"), options.say("条款", "clauses")], rows)
    noticed = found.mutants - len(found.equivalent) - len(found.survivors)
    write(
        options.say(
            f"{found.mutants:,} 处改动：察觉 {noticed:,}，证明无影响 {len(found.equivalent)}，未察觉 {len(found.survivors)}",
            f"{counted(found.mutants, 'mutant')}: {noticed:,} noticed, {len(found.equivalent)} proved to change nothing, {len(found.survivors)} unnoticed",
        )
    )
    if not proves:
        write(options.say("未安装求解器（policykit[check]），无影响的改动未能排除", "without the solver (policykit[check]) those that change nothing are not left out"))
    write()


def _recorded(found: Mutated) -> dict[str, Any]:
    return {
        "pack": found.pack,
        "mutants": found.mutants,
        "equivalent": [m.what for m in found.equivalent],
        "unnoticed": [{"what": m.what, "clauses": list(dict.fromkeys(q.address for q in m.cite))} for m in found.survivors],
    }
