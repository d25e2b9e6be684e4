"""`policykit agree`: whether all targets answer alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ..agreement.agreement import Compared, Difference, compared
from ..agreement.outcome import Outcome
from ..agreement.targets import TARGETS, Target
from ..diagnostics import Diagnostic, PolicyError, Text, counted, did_you_mean
from ..files import own_examples
from ..ir.explain import plain
from ..ir.names_meant import question_meant
from .options import Options
from .output import write, write_faults, write_heading, write_json, write_table

MOST_SHOWN = 3  # differences of a decision and target


def agree(packs: Sequence[str], questions: Sequence[str], targets: Sequence[str], most: int, seed: int, options: Options) -> bool:
    """Every decision of the packs on every target that is installed, or on those named. Whether they agree. Raises `PolicyError`."""
    chosen = _chosen(targets)
    policies, faults = options.load_all(packs)
    known = {n: q for p in policies for n, q in p.questions.items()}
    unknown = next((q for q in questions if q not in known), None)
    if unknown is not None:
        raise PolicyError([Diagnostic("unknown-question", Text(f"没有名为 `{unknown}` 的问题", f"no question is called `{unknown}`"), help=question_meant(unknown, known))])
    found: list[Compared] = []
    for policy in policies:
        examples, wrong = own_examples(policy.folder) if policy.folder is not None else ([], [])
        faults += wrong
        mine = [compared(policy, q, chosen, examples, most, seed) for q in policy.questions if not questions or q in questions]
        found += mine
        if not options.as_json:
            write_heading(f"{options.text(policy.label)} ({policy.id})")
            _write(mine, options)
    missing = [t for t in TARGETS if not t.installed]
    if options.as_json:
        write_json({"targets": [t.name for t in chosen], "not_installed": {t.name: t.extra for t in missing}, "decisions": [_recorded(c) for c in found]})
    else:
        _sum_up(found, chosen, missing, options)
    write_faults(faults, options)
    return all(c.agree for c in found)


def _chosen(names: Sequence[str]) -> list[Target]:
    """The targets named, the reference first; all that are installed where none is named."""
    known = {t.name: t for t in TARGETS}
    reference = TARGETS[0]
    if not names:
        return [t for t in TARGETS if t.installed]
    for name in names:
        if name not in known:
            raise PolicyError([Diagnostic("unknown-target", Text(f"没有名为 `{name}` 的目标", f"no target is called `{name}`"), help=did_you_mean(name, list(known)))])
        if not known[name].installed:
            raise PolicyError([not_installed(known[name])])
    return [reference, *(known[n] for n in dict.fromkeys(names) if n != reference.name)]


def not_installed(target: Target) -> Diagnostic:
    """What a target needs is not there."""
    needed = "、".join(target.needs)
    return Diagnostic(
        "extra-missing",
        Text(f"目标 `{target.name}` 需要 {needed}", f"the target `{target.name}` needs {', '.join(target.needs)}"),
        help=Text(f"安装 policykit[{target.extra}]", f"install policykit[{target.extra}]"),
    )


def _write(found: Sequence[Compared], options: Options) -> None:
    headings = [
        options.say("决策", "decision"),
        options.say("案例", "cases"),
        options.say("区域与边界", "regions and boundaries"),
        options.say("求解器", "solver"),
        options.say("不一致", "differences"),
    ]
    rows = [[c.question, f"{c.cases:,}", _extent(c, options), _proof(c, options), str(len(c.differences) or "")] for c in found]
    write_table(headings, rows, whole=[0, 1])
    for decision in found:
        shown: Counter[str] = Counter()
        for difference in decision.differences:
            shown[difference.target] += 1
            if shown[difference.target] <= MOST_SHOWN:
                write(_told(decision, difference, options))
        for text, _ in decision.proof.refuted if decision.proof else ():
            write(options.say(f"{decision.question}：求解器否定：{text.zh}", f"{decision.question}: the solver refutes it: {text.en}"))
        for text in decision.proof.open if decision.proof else ():
            write(options.say(f"{decision.question}：未证明：{text.zh}", f"{decision.question}: not proved: {text.en}"))
        for target, why in decision.refused.items():
            write(options.say(f"{decision.question}：{target} 不答：{why.zh}", f"{decision.question}: {target} refuses: {why.en}"))
    write()


def _extent(c: Compared, options: Options) -> str:
    if c.complete:
        return options.say(f"{c.total:,}，全部", f"{c.total:,}, all")
    if c.drawn:
        return options.say(f"至少 {c.total:,}，各规则、各边界及抽样", f"{c.total:,} or more: each row, each boundary, others drawn")
    return options.say(f"{c.total:,}，清单只取若干值", f"{c.total:,}, some lists") if c.total else options.say("只用案例", "cases only")


def _proof(c: Compared, options: Options) -> str:
    """What the solver says of all cases."""
    if c.proof is None:
        return ""
    return options.say("已证明", "proved") if c.proof.holds else options.say("否定", "refuted") if c.proof.refuted else options.say("未证明", "not proved")


def _told(c: Compared, difference: Difference, options: Options) -> str:
    facts = " ".join(f"{n}={plain(v)}" for n, v in difference.case.facts.items())
    expected, got = _said(difference.expected), _said(difference.found)
    return options.say(
        f"{c.question}：{difference.target} 答 {got}，参考答 {expected}；事实 {facts}，{difference.case.on}",
        f"{c.question}: {difference.target} says {got}, the reference {expected}; facts {facts} on {difference.case.on}",
    )


def _said(outcome: Outcome) -> str:
    return f"{outcome.status} {outcome.values if outcome.values is not None else ''} {outcome.rule or ''}".strip()


def _sum_up(found: Sequence[Compared], chosen: Sequence[Target], missing: Sequence[Target], options: Options) -> None:
    cases, whole, wrong = sum(c.cases for c in found), sum(c.complete for c in found), sum(len(c.differences) for c in found)
    drawn, tables = sum(c.drawn for c in found), [c.proof for c in found if c.proof]
    others = sum(c.said.get(t.name, 0) for c in found for t in chosen[1:])  # the first is the reference
    if wrong:
        ends = Text(f"{wrong} 处不一致", counted(wrong, "difference"))
    elif others:
        ends = Text("一致", "all agree")
    else:
        ends = Text("其他目标一个也没有回答，无从比较", "no other target answers any of them: nothing is compared")
    write(
        options.say(
            f"{len(found)} 项决策，{cases:,} 个案例（{whole} 项覆盖全部区域与边界，{drawn} 项过多而抽样），{ends.zh}",
            f"{counted(len(found), 'decision')}, {counted(cases, 'case')} ({whole} with all regions and boundaries, {drawn} with too many, drawn), {ends.en}",
        )
    )
    if tables:
        holds, ways, pairs = sum(p.holds for p in tables), sum(p.ways for p in tables), sum(p.pairs for p in tables)
        write(
            options.say(
                f"求解器证明 {len(tables)} 项决策表中的 {holds} 项对所有情形与定义一致（程序的 {ways:,} 条路径，{pairs:,} 对互斥规则）",
                f"the solver proves {holds} of {counted(len(tables), 'decision table')}, for all cases: {counted(ways, 'way')} through the programs, "
                f"{counted(pairs, 'pair')} of disjoint rules",
            )
        )
    for target in chosen:
        said = sum(c.said.get(target.name, 0) for c in found)
        write(options.say(f"{target.name}：回答 {said:,} 个案例", f"{target.name}: answers {said:,} of these cases"))
    for target in missing:
        write(options.say(f"未安装：{target.name}（policykit[{target.extra}]）", f"not installed: {target.name} (policykit[{target.extra}])"))


def _recorded(c: Compared) -> dict[str, Any]:
    return {
        "pack": c.pack,
        "question": c.question,
        "cases": c.cases,
        "regions": c.total,
        "complete": c.complete,
        "drawn": c.drawn,
        "targets": list(c.targets),
        "said": dict(c.said),
        "refused": {n: t._asdict() for n, t in c.refused.items()},
        "proof": _recorded_proof(c),
        "differences": [
            {
                "target": d.target,
                "facts": {n: plain(v) for n, v in d.case.facts.items()},
                "on": d.case.on.isoformat(),
                "expected": _recorded_outcome(d.expected),
                "found": _recorded_outcome(d.found),
            }
            for d in c.differences
        ],
    }


def _recorded_proof(c: Compared) -> dict[str, Any] | None:
    if c.proof is None:
        return None
    refuted = [{**text._asdict(), "facts": {n: plain(v) for n, v in case.facts.items()}, "on": case.on.isoformat()} for text, case in c.proof.refuted]
    return {"holds": c.proof.holds, "ways": c.proof.ways, "pairs": c.proof.pairs, "open": [t._asdict() for t in c.proof.open], "refuted": refuted}


def _recorded_outcome(outcome: Outcome) -> dict[str, Any]:
    return {"status": outcome.status, "values": None if outcome.values is None else [plain(v) for v in outcome.values], "rule": outcome.rule}
