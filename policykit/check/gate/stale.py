"""What is said of a figure beside the law, and still says the one that an amendment changes: the notes of readings and rules. An amendment cannot change
these, so that they are told, and are to be mended in the pack when it is law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...diagnostics import Diagnostic, Span, Text
from ...domain.figures import figures
from ...ir.expr import names
from ...ir.pack import Ambiguity, Parameter, Rule, RuleChange, Silent, Table, Undetermined
from ...source.constants import constant_text
from ...targets.python.program import in_period
from ..diff.model import Law
from ..quoted_figures import comparable, meanings
from .figures import values_of

Said = tuple[Text, Text, Span | None]  # which text of the pack; what it says; where


def stale_notes(before: Law, after: Law) -> Iterator[Diagnostic]:
    """A note for each text about an ambiguity, a reading or a rule that says the old figure of a parameter that is set anew, and not the new one.

    Chinese words are searched; keyed parameters are not, since which of their figures a text means cannot be told.
    """
    for part in after.pack.amendments[-1].parts:
        for change in part.rules:
            section, _, name = change.target.partition("/")
            new, old = after.pack.parameters.get(name), before.pack.parameters.get(name)
            if section == "parameters" and new is not None and old is not None:
                yield from _stale(new, old, before, after)


def _stale(new: Parameter, old: Parameter, before: Law, after: Law) -> Iterator[Diagnostic]:
    was, now = values_of(old, before), values_of(new, after)
    figure, value = comparable(was.get(None)), comparable(now.get(None))
    if figure is None or value in (figure, None):
        return
    addresses = {q.address for p, law in ((new, after), (old, before)) for q in p.cited(law.on)}
    text = constant_text(now[None], new.type)

    def still(said: Iterator[Said]) -> Iterator[Diagnostic]:
        """One note for each text that writes the old figure and not the new one."""
        for what, words, span in said:
            found = figures(words.zh)
            shown = [f.words for f in found if figure in _means(f.means, new)]
            if shown and not any(value in _means(f.means, new) for f in found):
                yield _note(what, shown[0], new.name, text, span)

    doubted = [a for a in after.pack.ambiguities.values() if addresses & {*a.clauses}]
    changed = {(c.decision, c.rule) for a in doubted for r in a.readings for c in r.changes if isinstance(c, RuleChange)}
    for ambiguity in doubted:
        yield from still(_of_ambiguity(ambiguity, after))
    for table in after.pack.decisions.values():
        for rule in in_period(table, after.on) if isinstance(table, Table) else ():
            reads = {n for e in rule.formulas for n in names(e, "parameter")}
            if new.name in reads or (table.id, rule.id) in changed:
                yield from still(_of_rule(f"{table.id}/{rule.id}", rule))


def _means(means: Mapping[str, object], parameter: Parameter) -> list[object]:
    return [means[n] for n in meanings(parameter) if n in means]


def _of_ambiguity(ambiguity: Ambiguity, law: Law) -> Iterator[Said]:
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


def _of_rule(name: str, rule: Rule) -> Iterator[Said]:
    parts = ((Text("名称", "label"), rule.label), (Text("说明", "note"), rule.note), (Text("理由", "reason"), _why(rule)))
    yield from ((Text(f"规则 `{name}` 的{part.zh}", f"the {part.en} of the rule `{name}`"), said, rule.span) for part, said in parts if said is not None)


def _why(rule: Rule) -> Text | None:
    return rule.result.why if isinstance(rule.result, Undetermined | Silent) else None


def _note(what: Text, words: str, parameter: str, value: str, span: Span | None) -> Diagnostic:
    return Diagnostic(
        "figure-stays",
        Text(
            f"{what.zh}仍写“{words}”，而参数 `{parameter}` 设为 {value}",
            f"{what.en} still says “{words}”, while the parameter `{parameter}` is set to {value}",
        ),
        span,
        Text("草案施行时，改写规则包中的这段说明；能不写数的，不写数", "reword it in the pack when the draft is in force; better without the figure"),
        "note",
    )
