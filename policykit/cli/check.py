"""`policykit check`: every fault of the packs, in their files and between their rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .. import files
from ..api import Policy, answerer, answers_of
from ..diagnostics import MOST_NAMES, Diagnostic, PolicyError, Severity, counted, in_order
from .options import Options
from .output import write, write_json
from .reach import Reach, reach_of


def check(packs: Sequence[str], options: Options, limit: float = 10.0) -> bool:
    """Writes all diagnostics of the packs named, or of all found, and a summary. Whether there is no error. Raises `PolicyError` for a pack that is not there.

    `limit`: seconds for each thing that is to be proved.
    """
    named = [files.named_with_amendments(name) for name in dict.fromkeys(packs)]
    sides = [(files.find_pack(name, options.search_path), drafts) for name, drafts in named] if packs else [(f, []) for f in options.available().values()]
    names = ["+".join([folder.name, *drafts]) for folder, drafts in sides]
    looked_at = [_faults(folder, drafts, options, limit) for folder, drafts in sides]
    found = in_order(d for faults, _, _ in looked_at for d in faults)
    reached = Reach.of(r for _, r, _ in looked_at)
    left = {name: addresses for name, (_, _, addresses) in zip(names, looked_at, strict=True) if addresses}
    count = {severity: sum(d.severity == severity for d in found) for severity in _SEVERITIES}
    if options.as_json:
        write_json({"packs": names, **{f"{s}s": n for s, n in count.items()}, "proved": reached.record(), "unencoded": left, "diagnostics": [d.record() for d in found]})
    else:
        for fault in found:
            write(fault.render(options.language) + "\n")
        write(_summary(names, count, options))
        if reached.questions:
            write(reached.told(options))
        for name, addresses in left.items():
            write(_left(name, addresses, options))
    return not count["error"]


def _faults(folder: Path, drafts: Sequence[str], options: Options, limit: float) -> tuple[list[Diagnostic], Reach | None, list[str]]:
    """What is wrong with one pack, consolidated with drafts; how far the proofs reach; and the clauses that nothing encodes. A pack that cannot be read is not doubted any further."""
    try:
        pack, found = files.read_folder(folder, amendments=drafts)
    except PolicyError as e:
        return list(e.diagnostics), None, []
    from ..check.cases import told_of_drafts
    from ..check.coverage import unencoded
    from ..check.duty_cases import failing_duty_cases
    from ..check.gate.whole import moved
    from ..check.instrument import check_parent
    from ..check.pack import check_pack
    from ..check.proofs import prove_pack

    policy = Policy(pack, find=options.load, folder=folder)
    examples, wrong = files.own_examples(folder)
    logs, wrong_logs = files.own_duty_cases(folder)

    ask = answers_of(policy)
    proved, doubted = prove_pack(pack, ask, limit, answerer=answerer), check_pack(pack, examples, ask)
    if drafts:
        begun = max(a.first for a in pack.amendments)
        doubted = told_of_drafts(doubted, pack, [moved(e, begun) for e in examples], ask)
    return [*found, *wrong, *wrong_logs, *failing_duty_cases(pack, logs), *check_parent(pack, policy.lineage), *doubted, *proved], reach_of(pack, proved), unencoded(pack)


def _summary(packs: Sequence[str], count: dict[Severity, int], options: Options) -> str:
    named = options.listed(packs)
    checked = options.say(f"已检查 {len(packs)} 个规则包（{named}）：", f"checked {counted(len(packs), 'pack')} ({named}): ")
    told = [options.say(f"{zh} {count[s]}", counted(count[s], s)) for s, zh in _SEVERITIES.items() if count[s]]
    return checked + (options.listed(told) or options.say("没有问题", "no faults"))


def _left(pack: str, addresses: Sequence[str], options: Options) -> str:
    """That a pack without a fault may still lack much of its text."""
    some = options.listed(addresses[:MOST_NAMES])
    return options.say(
        f"{pack}：{len(addresses)} 款条文尚未编入（{some}{' 等' if len(addresses) > MOST_NAMES else ''}）：`policykit coverage {pack}` 逐款列出",
        f"{pack}: {counted(len(addresses), 'clause')} not encoded ({some}{', …' if len(addresses) > MOST_NAMES else ''}): `policykit coverage {pack}` lists them",
    )


_SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "警告", "note": "提示"}
