"""New rules that rest on an ambiguity of which no other reading speaks of them: read otherwise, they answer as before, and the outcome seems not to depend on the reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...diagnostics import Diagnostic, Span, Text
from ...ir.pack import RuleChange, Table
from ..diff.model import Law


def readings_unsaid(after: Law) -> Iterator[Diagnostic]:
    """A warning for each rule that the draft adds and that names an ambiguity whose other readings change other rules of the decision, and not this one."""
    pack = after.pack
    for change in (c for c in pack.amendments[-1].rules if c.kind == "add"):
        section, _, name = change.target.partition("/")
        table = pack.decisions.get(section)
        rule = table.rule(name) if isinstance(table, Table) else None
        for id_ in rule.readings if rule is not None else ():
            changes = {r.name: [c.rule for c in r.changes if isinstance(c, RuleChange) and c.decision == section] for r in pack.ambiguities[id_].alternatives}
            others = [n for n, rules in changes.items() if rules]
            if others and not any(name in rules for rules in changes.values()):
                yield reading_unsaid(change.target, id_, others, change.span)


def reading_unsaid(target: str, ambiguity: str, readings: Sequence[str], span: Span | None) -> Diagnostic:
    """A new rule rests on a reading, and no other says what becomes of it."""
    zh, en = "、".join(f"`{r}`" for r in readings), ", ".join(f"`{r}`" for r in readings)
    return Diagnostic(
        "reading-unsaid",
        Text(
            f"新增的 `{target}` 依据 `{ambiguity}` 的读法，而其他读法（{zh}）没有说到它：改用时结论照旧",
            f"the new `{target}` rests on a reading of `{ambiguity}`, and the others ({en}) say nothing of it: under them it answers as before",
        ),
        span,
        Text(
            f"写出它在各读法下怎样改变：`replace: {{readings/{ambiguity}: {{readings: {{{readings[0]}: {{change: {{{target}: …}}}}}}}}}}`；不取决于这处疑义的，删去 `reading`",
            f"say what each makes of it: `replace: {{readings/{ambiguity}: {{readings: {{{readings[0]}: {{change: {{{target}: …}}}}}}}}}}`; where it does not turn on the doubt, leave out `reading`",
        ),
        "warning",
        about=(target, ambiguity),
    )
