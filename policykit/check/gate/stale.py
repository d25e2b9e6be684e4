"""What is said of a figure beside the law, and still says the one that an amendment changes: the notes of readings and rules. An amendment cannot change
these, so that they are told, and are to be mended in the pack when it is law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...diagnostics import Diagnostic, Span, Text
from ...domain.figures import figures
from ...ir.expr import names
from ...ir.pack import Ambiguity, Parameter, Rule, RuleChange, Table
from ...source.constants import constant_text
from ...targets.python.program import in_period
from ..diff.model import Law
from .figures import comparable, meanings, values_of


def stale_notes(before: Law, after: Law) -> Iterator[Diagnostic]:
    """A note for each reading or rule whose words say the old figure of a parameter that is set anew, and not the new one."""
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
    addresses = {q.address for p, law in ((new, after), (old, before)) if (v := p.on(law.on)) is not None for q in v.cite}
    text = constant_text(now[None], new.type)

    def said(texts: Iterator[Text]) -> str | None:
        """The old figure as some text writes it."""
        for one in texts:
            found = figures(one.zh)
            shown = [f.words for f in found if figure in _means(f.means, new)]
            if shown and not any(value in _means(f.means, new) for f in found):
                return shown[0]
        return None

    for ambiguity in after.pack.ambiguities.values():
        if addresses & {*ambiguity.clauses} and (words := said(_texts(ambiguity))):
            yield _note(Text(f"疑义 `{ambiguity.id}`", f"the ambiguity `{ambiguity.id}`"), words, new.name, text, ambiguity.span)
    for table in after.pack.decisions.values():
        for rule in in_period(table, after.on) if isinstance(table, Table) else ():
            reads = {n for e in rule.formulas for n in names(e, "parameter")}
            if new.name in reads and (words := said(_texts_of(rule))):
                yield _note(Text(f"规则 `{table.id}/{rule.id}`", f"the rule `{table.id}/{rule.id}`"), words, new.name, text, rule.span)


def _means(means: Mapping[str, object], parameter: Parameter) -> list[object]:
    return [means[n] for n in meanings(parameter) if n in means]


def _texts(ambiguity: Ambiguity) -> Iterator[Text]:
    """What is said of an ambiguity: the problem, the reason, the readings, and their rules."""
    yield from (ambiguity.problem, ambiguity.why, *(r.label for r in ambiguity.readings))
    for reading in ambiguity.readings:
        for change in reading.changes:
            if isinstance(change, RuleChange) and change.becomes is not None:
                yield from _texts_of(change.becomes)


def _texts_of(rule: Rule) -> Iterator[Text]:
    why = getattr(rule.result, "why", None)
    yield from (t for t in (rule.label, rule.note, why) if t is not None)


def _note(what: Text, words: str, parameter: str, value: str, span: Span | None) -> Diagnostic:
    return Diagnostic(
        "figure-stays",
        Text(
            f"{what.zh} 的说明仍写“{words}”，而参数 `{parameter}` 设为 {value}",
            f"the words about {what.en} still say “{words}”, while the parameter `{parameter}` is set to {value}",
        ),
        span,
        Text("草案施行时，改写规则包中的这段说明；能不写数的，不写数", "reword it in the pack when the draft is in force; better without the figure"),
        "note",
    )
