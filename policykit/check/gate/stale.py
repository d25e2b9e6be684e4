"""What is said of a figure beside the law, and still says the one that an amendment changes: the notes of readings and rules. No other check reads them, so that they are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...diagnostics import Diagnostic, Span, Text
from ...domain.figures import figures
from ...ir.expr import names
from ...ir.pack import Parameter, RuleChange
from ...source.constants import constant_text
from ..diff.model import Law
from ..quoted_figures import comparable, meanings
from .explaining import Said, rules_on_the_day, said_of_ambiguity, said_of_rule
from .figures import values_of


def stale_notes(before: Law, after: Law) -> Iterator[Diagnostic]:
    """A note for each text about an ambiguity, a reading or a rule that says the old figure of a parameter that is set anew or ended, and not the new one.

    Chinese words are searched; keyed parameters are not, since which of their figures a text means cannot be told.
    """
    for change in after.pack.amendments[-1].rules:
        section, _, name = change.target.partition("/")
        new, old = after.pack.parameters.get(name), before.pack.parameters.get(name)
        if section == "parameters" and new is not None and old is not None:
            yield from _stale(new, old, before, after)


def _stale(new: Parameter, old: Parameter, before: Law, after: Law) -> Iterator[Diagnostic]:
    was, now = values_of(old, before), values_of(new, after)
    figure, value = comparable(was.get(None)), comparable(now.get(None))
    ended = now.get(None) is None
    if figure is None or value == figure or (value is None and not ended):
        return
    addresses = {q.address for p, law in ((new, after), (old, before)) for q in p.cited(law.on)}
    becomes = None if ended else constant_text(now[None], new.type)

    def still(said: Iterator[Said]) -> Iterator[Diagnostic]:
        """One note for each text that writes the old figure and not the new one."""
        for what, words, span in said:
            found = figures(words.zh)
            shown = [f.words for f in found if figure in _means(f.means, new)]
            if shown and not any(value in _means(f.means, new) for f in found):
                yield _note(what, shown[0], new.name, becomes, span)

    doubted = [a for a in after.pack.ambiguities.values() if addresses & {*a.clauses} and a.period.covers(after.on)]
    about = {(c.decision, c.rule) for a in doubted for r in a.readings for c in r.changes if isinstance(c, RuleChange)}
    about |= {(t, r.id) for law in (before, after) for t, r in rules_on_the_day(law) if any(new.name in names(e, "parameter") for e in r.formulas)}
    for ambiguity in doubted:
        yield from still(said_of_ambiguity(ambiguity, after))
    for table, rule in rules_on_the_day(after):
        if (table, rule.id) in about:
            yield from still(said_of_rule(f"{table}/{rule.id}", rule))


def _means(means: Mapping[str, object], parameter: Parameter) -> list[object]:
    return [means[n] for n in meanings(parameter) if n in means]


def _note(what: Text, words: str, parameter: str, becomes: str | None, span: Span | None) -> Diagnostic:
    now = Text("不再有值", "ends") if becomes is None else Text(f"设为 {becomes}", f"is set to {becomes}")
    return Diagnostic(
        "figure-stays",
        Text(
            f"{what.zh}仍写“{words}”，而参数 `{parameter}` {now.zh}",
            f"{what.en} still says “{words}”, while the parameter `{parameter}` {now.en}",
        ),
        span,
        Text(f"{REWORDED.zh}；能不写数的，不写数", f"{REWORDED.en}; better without the figure"),
        "note",
    )


REWORDED = Text(
    "在草案中一并改写：规则用 `replace: {问题/规则: {note: {zh: …}}}`，疑义用 `replace: {readings/编号: {problem: {zh: …}}}`",
    "reword it in the draft: of a rule `replace: {question/rule: {note: {zh: …}}}`, of an ambiguity `replace: {readings/A01: {problem: {zh: …}}}`",
)
