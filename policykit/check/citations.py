"""Every rule, value and date of a pack says by which clause; the readings it rests on are about those clauses."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Span, Text
from ..ir.pack import DrawOrder, Pack, Rule, Table
from . import faults


def check_citations(pack: Pack) -> Iterator[Diagnostic]:
    """What has no citation, readings that are about other clauses, ambiguities on which nothing rests."""
    yield from _instrument(pack)
    named = {*pack.instrument.validity_readings, *(r for repeal in pack.instrument.repeals for r in repeal.readings)}
    for name, parameter in pack.parameters.items():
        for value in parameter.values:
            named |= {*value.readings}
            if not value.cite:
                yield faults.no_citation(value.span, Text(f"参数 `{name}` 的值", f"a value of the parameter `{name}`"))
    for decision in pack.decisions.values():
        if isinstance(decision, DrawOrder):
            yield from _draw_order(pack, decision)
            named |= {r for tier in decision.tiers for r in tier.readings} | {r for criterion in decision.within for r in criterion.readings}
        elif decision.span is not None:  # the others follow from pack.yaml
            for rule in decision.rules:
                named |= {*rule.readings}
                yield from _rule(pack, decision, rule)
    for norm in pack.norms.values():
        named |= {*norm.readings}
        if not norm.cite:
            yield faults.no_citation(norm.span, Text(f"规范 `{norm.id}`", f"the norm `{norm.id}`"))
    for ambiguity in pack.ambiguities.values():
        if ambiguity.id not in named:
            yield faults.reading_of_nothing(ambiguity.span, ambiguity.id)


def _instrument(pack: Pack) -> Iterator[Diagnostic]:
    if pack.place("validity") is not None and not pack.instrument.validity_cite:
        yield faults.no_citation(pack.place("validity"), Text("施行期间", "the validity"))
    for index, repeal in enumerate(pack.instrument.repeals):
        if not repeal.cite:
            yield faults.no_citation(pack.place("repeals", index, "instrument", value=True), Text(f"对 `{repeal.instrument}` 的废止", f"the repeal of `{repeal.instrument}`"))


def _rule(pack: Pack, table: Table, rule: Rule) -> Iterator[Diagnostic]:
    if not rule.cite:
        yield faults.no_citation(rule.span, Text(f"规则 `{rule.id}`", f"the rule `{rule.id}`"))
        return
    cited = {q.address for q in rule.cite}
    for name in rule.readings:
        about = pack.ambiguities[name].clauses
        if not cited & {*about}:
            yield faults.reading_elsewhere(_reading(pack, table, rule) or rule.span, rule.id, name, about)


def _reading(pack: Pack, table: Table, rule: Rule) -> Span | None:
    return pack.place("decisions", table.id, "rules", table.rules.index(rule), "reading", value=True)


def _draw_order(pack: Pack, order: DrawOrder) -> Iterator[Diagnostic]:
    path = ("decisions", order.id, "draw")
    if order.usable is not None and not order.usable_cite:
        yield faults.no_citation(pack.place(*path, "usable") or order.span, Text(f"`{order.id}` 的 `usable`", f"`usable` of `{order.id}`"))
    cites = [("tiers", i, t.cite) for i, t in enumerate(order.tiers)] + [("within", i, w.cite) for i, w in enumerate(order.within)]
    for section, index, cite in cites:
        if not cite:
            what = Text(f"`{order.id}` 的 `{section}` 第 {index + 1} 项", f"entry {index + 1} of `{section}` of `{order.id}`")
            yield faults.no_citation(pack.place(*path, section, index, "cite") or order.span, what)
