"""`policykit coverage`: how much of each text is encoded and defended by a case."""

from __future__ import annotations

from collections.abc import Sequence

from ..api import Policy, answerer
from ..check.coverage import Coverage, coverage
from ..check.mutation import Cases
from ..domain.wording import alone
from ..files import own_duty_cases, own_examples
from .options import Options
from .output import write, write_faults, write_heading, write_json, write_table

STATES = {"defended": "有案例保护", "undefended": "无案例保护", "missing": "未编入", "waived": "无须编入"}


def write_coverage(names: Sequence[str], options: Options) -> bool:
    """The coverage of the packs named, or of all. Whether every clause is encoded and defended, or waived. Raises `PolicyError`."""
    policies, faults = options.load_all(names)
    found = []
    for policy in policies:
        if policy.folder is None:
            continue
        examples, wrong = own_examples(policy.folder)
        logs, wrong_logs = own_duty_cases(policy.folder)
        faults += [*wrong, *wrong_logs]
        found.append((policy, coverage(policy.pack, Cases(examples, logs, answerer))))
    if options.as_json:
        write_json([_recorded(c) for _, c in found])
    else:
        for policy, covered in found:
            _write(policy, covered, options)
    write_faults(faults, options)
    return all(not c.count("missing") and not c.count("undefended") and not c.survivors for _, c in found)


def _write(policy: Policy, covered: Coverage, options: Options) -> None:
    write_heading(f"{options.text(policy.label)} ({policy.id})")
    articles: dict[str, dict[str, int]] = {}
    for clause in covered.clauses:
        row = articles.setdefault(clause.article, dict.fromkeys(STATES, 0))
        row[clause.state] += 1
    headings = [options.say("条", "article"), *(options.say(zh, en) for en, zh in STATES.items())]
    write_table(headings, [[a, *(str(n or "") for n in row.values())] for a, row in articles.items()], whole=range(len(headings)))
    for clause in covered.clauses:
        if clause.state in ("missing", "undefended"):
            write(f"{clause.clause.address}  {options.say(STATES[clause.state], clause.state)}  {alone(clause.clause.quote)}")
    for mutant in covered.survivors:
        write(options.say(f"没有案例察觉：{mutant.what}", f"no case notices: {mutant.what}"))
    total = len(covered.clauses)
    encoded = covered.count("defended") + covered.count("undefended")
    write()
    write(
        options.say(
            f"{total} 款中：编入 {encoded}（有案例保护 {covered.count('defended')}），无须编入 {covered.count('waived')}，未编入 {covered.count('missing')}",
            f"of {total} clauses: {encoded} encoded ({covered.count('defended')} defended by a case), {covered.count('waived')} waived, {covered.count('missing')} missing",
        )
    )
    write()


def _recorded(covered: Coverage) -> dict[str, object]:
    return {
        "pack": covered.pack,
        "counts": {s: covered.count(s) for s in STATES},
        "clauses": [{"address": c.clause.address, "state": c.state, "encoded_by": list(c.encoders), "defended": list(c.defended)} for c in covered.clauses],
        "unnoticed": [m.what for m in covered.survivors],
    }
