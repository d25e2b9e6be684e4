"""What a pack says beside the law in words of its own, as answers show it: of ambiguities, readings, rules, silences and norms."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import Span, Text
from ...ir.amendment import silent_name
from ...ir.norm import Norm
from ...ir.pack import Ambiguity, Rule, RuleChange, Silent, Table, Undetermined
from ...targets.python.program import in_period
from ..diff.model import Law

Said = tuple[Text, Text, Span | None]  # which text of the pack; what it says; where


def everything_said(law: Law) -> Iterator[Said]:
    """All that is said of what stands on the day."""
    for ambiguity in law.pack.ambiguities.values():
        if ambiguity.period.covers(law.on):
            yield from said_of_ambiguity(ambiguity, law)
    for table, rule in rules_on_the_day(law):
        yield from said_of_rule(f"{table}/{rule.id}", rule)
    for decision in law.pack.decisions.values():
        for number, silence in enumerate(decision.silences if isinstance(decision, Table) else ()):
            if silence.period.covers(law.on):
                name = f"{decision.id}/{silent_name(number)}"
                yield Text(f"未作规定的情形 `{name}` 的理由", f"the reason of the silence `{name}`"), silence.why, silence.span
    for norm in law.pack.norms.values():
        if norm.period.covers(law.on):
            yield from _said_of_norm(norm)


def rules_on_the_day(law: Law) -> Iterator[tuple[str, Rule]]:
    """The rules in force, each with its decision."""
    return ((t.id, r) for t in law.pack.decisions.values() if isinstance(t, Table) for r in in_period(t, law.on))


def said_of_ambiguity(ambiguity: Ambiguity, law: Law) -> Iterator[Said]:
    """What is said of an ambiguity: the problem, the reason, the readings, and why one of them leaves a rule open."""
    name = ambiguity.id
    yield Text(f"疑义 `{name}` 的问题", f"the problem of the ambiguity `{name}`"), ambiguity.problem, ambiguity.span
    yield Text(f"疑义 `{name}` 的理由", f"the reason of the ambiguity `{name}`"), ambiguity.why, ambiguity.span
    for reading in ambiguity.readings:
        where = Text(f"疑义 `{name}` 的读法 `{reading.name}`", f"the reading `{reading.name}` of the ambiguity `{name}`")
        yield Text(f"{where.zh} ", where.en), reading.label, reading.span
        for change in reading.changes:
            if isinstance(change, RuleChange) and change.becomes is not None and change.becomes.period.covers(law.on):
                why, table = _why(change.becomes), law.pack.decisions[change.decision]
                rule = table.rule(change.rule) if isinstance(table, Table) else None
                if why is not None and (rule is None or why != _why(rule)):
                    yield Text(f"{where.zh} 之下的理由", f"the reason under {where.en}"), why, reading.span


def said_of_rule(name: str, rule: Rule) -> Iterator[Said]:
    """What is said beside a rule: its label, its note, and why it gives no value."""
    parts = ((Text("名称", "label"), rule.label), (Text("说明", "note"), rule.note), (Text("理由", "reason"), _why(rule)))
    yield from ((Text(f"规则 `{name}` 的{part.zh}", f"the {part.en} of the rule `{name}`"), said, rule.span) for part, said in parts if said is not None)


def _why(rule: Rule) -> Text | None:
    return rule.result.why if isinstance(rule.result, Undetermined | Silent) else None


def _said_of_norm(norm: Norm) -> Iterator[Said]:
    parts = ((Text("名称", "label"), norm.label), (Text("后果", "consequence"), norm.breach), (Text("无人承担的理由", "reason why nobody bears it"), norm.bearer_open))
    yield from ((Text(f"规范 `{norm.id}` 的{part.zh}", f"the {part.en} of the norm `{norm.id}`"), said, norm.span) for part, said in parts if said is not None)
