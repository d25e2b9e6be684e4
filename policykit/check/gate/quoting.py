"""What the rules and norms that an amendment names quote, and what they mean: apart from what only names, cites or dates them."""

from __future__ import annotations

from dataclasses import replace

from ...diagnostics import Text
from ...ir.amendment import RuleChanged, silent_number
from ...ir.instrument import ALWAYS, Quote
from ...ir.norm import Norm
from ...ir.pack import Answered, DrawOrder, Rule, Silence, Silent, Table, Undetermined
from ..diff.model import Law

SAID = ("cite", "label", "note")  # keys of a rule or norm that say nothing of what it means


def means_otherwise(change: RuleChanged, before: Law, after: Law) -> bool:
    """Whether a rule or norm that is replaced says something else than before: under which conditions, what, how strictly, on what basis."""
    if change.kind != "replace" or {*change.keys} <= {*SAID}:
        return False
    section, _, name = change.target.partition("/")
    old, new = (_meaning(section, name, law) for law in (before, after))
    return old != new


def _meaning(section: str, name: str, law: Law) -> object:
    if section == "norms":
        norm = law.pack.norms.get(name)
        return _meaning_of_norm(norm) if norm is not None else None
    table = law.pack.decisions.get(section)
    if not isinstance(table, Table):
        return None
    if silence := _silence(table, name):
        return silence.tests
    rule = table.rule(name)
    return _meaning_of_rule(rule) if rule is not None else None


def _silence(table: Table, name: str) -> Silence | None:
    """The silence that a target names, where it names one."""
    number = silent_number(name)
    return table.silences[number] if number is not None and number < len(table.silences) else None


def _meaning_of_rule(rule: Rule) -> object:
    match rule.result:  # why a rule gives no value is a note
        case Answered(outputs=outputs):
            result: object = outputs
        case Undetermined(outcomes=outcomes):
            result = outcomes
        case Silent():
            result = None
    return rule.tests, type(rule.result), result, rule.excepts, rule.strength, rule.inferred, rule.readings


def _meaning_of_norm(norm: Norm) -> object:
    """All of it but what only names, cites or dates it: another part of a norm counts without being named here."""
    return replace(norm, label=Text("", ""), cite=(), period=ALWAYS)


def quoted_by(section: str, name: str, law: Law) -> tuple[Quote, ...]:
    """What a parameter, a rule, a silence, a norm, a decision or the validity quotes."""
    if section == "validity":
        return law.pack.instrument.validity_cite
    if section == "parameters":
        parameter = law.pack.parameters.get(name)
        return parameter.cited(law.on) if parameter is not None else ()
    if section == "norms":
        norm = law.pack.norms.get(name)
        return norm.cite if norm is not None else ()
    table = law.pack.decisions.get(name if section == "decisions" else section)
    if isinstance(table, DrawOrder) or table is None:
        return ()
    if section != "decisions" and (silence := _silence(table, name)):
        return silence.cite
    rules = table.rules if section == "decisions" else [r for r in table.rules if r.id == name]
    return tuple(q for r in rules for q in r.cite)


def quoted_by_any(law: Law) -> dict[str, list[str]]:
    """The words of each clause that anything quotes which holds on the day."""
    pack = law.pack
    found = [pack.instrument.validity_cite, *(p.cited(law.on) for p in pack.parameters.values()), *(n.cite for n in pack.norms.values() if n.period.covers(law.on))]
    tables = [t for t in pack.decisions.values() if isinstance(t, Table)]
    found += [part.cite for t in tables for parts in (t.rules, t.silences) for part in parts if part.period.covers(law.on)]
    words: dict[str, list[str]] = {}
    for quote in (q for cite in found for q in cite):
        words.setdefault(quote.address, []).append(quote.words)
    return words
