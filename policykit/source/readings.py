"""Ambiguities: the readings of a doubtful clause, and what each changes in the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping as Map, Sequence
from dataclasses import replace

from ..diagnostics import Text
from ..ir.expr import NOT_CONSTANT, Expr, constant
from ..ir.instrument import Period
from ..ir.norm import Norm
from ..ir.pack import Ambiguity, Answered, Change, Decision, DrawChange, DrawOrder, NormChange, Question, Reading, RuleChange, Table, Undetermined, ValidityChange
from . import faults
from .nodes import entries, items, label, mapping, period, word, words
from .tables import Tables
from .yaml import Mapping, Scalar

NORM_PARTS = ("by", "starts", "due", "done", "excused", "strength")  # what of a norm another reading may change
RULE_PARTS = ("when", "if", "then", "undetermined", "silent", "strength", "repeal")
VALIDITY, NORMS = "validity", "norms"
NormOf = Callable[[Scalar, str, Mapping], Norm | None]  # the norm of a name with some parts replaced


def read_ambiguity(key: Scalar, node: Mapping, tables: Tables, questions: Map[str, Question], decisions: Map[str, Decision], validity: Period, norm_of: NormOf) -> Ambiguity:
    """One ambiguity with its readings; faults go to `tables.faults`."""
    readings: list[Reading] = []
    for name, reading in entries(node.get("readings")):
        changes = [_change(target, mapping(change), tables, questions, decisions, validity, norm_of) for target, change in entries(mapping(reading).get("change"))]
        readings.append(Reading(name.text, label(reading) or Text("", ""), tuple(c for c in changes if c is not None), name.span))
    chosen = node.get("chosen")
    if isinstance(chosen, Scalar) and chosen.text not in {r.name for r in readings}:
        tables.faults.append(faults.unknown_reading(chosen.span, chosen.text, [r.name for r in readings]))
    readings = [replace(r, changes=tuple(_with_what_is_shared(c, r, word(chosen), readings, questions, decisions) for c in r.changes)) for r in readings]
    problem, why = (label(node.get(k)) or Text("", "") for k in ("problem", "why"))
    earlier = tuple(read_ambiguity(key, mapping(e), tables, questions, decisions, validity, norm_of) for e in items(node.get("earlier")))
    return Ambiguity(key.text, words(node.get("clauses")), problem, word(chosen) or "", why, tuple(readings), key.span, period(node, tables.faults), earlier)


def _with_what_is_shared(change: Change, reading: Reading, chosen: str | None, readings: Sequence[Reading], questions: Map[str, Question], decisions: Map[str, Decision]) -> Change:
    """A rule that a reading leaves open between just the outcomes that the other readings give: what these give alike is certain, so it is told with one outcome.

    Nothing is added where the author says what remains possible, where an outcome is left that no other reading gives, or where a reading moves the
    conditions of a rule, since then other rules answer.
    """
    decision = decisions[change.decision] if isinstance(change, RuleChange) else None
    if (
        not isinstance(change, RuleChange)
        or change.becomes is None
        or not isinstance(open_ := change.becomes.result, Undetermined)
        or not isinstance(decision, Table)
        or decision.of
    ):
        return change
    others: list[Map[str, Expr]] = []
    for other in readings:
        changes = {c.rule: c.becomes for c in other.changes if isinstance(c, RuleChange) and c.decision == change.decision}
        if any(becomes is None or becomes.tests != rule.tests for name, becomes in changes.items() if (rule := decision.rule(name)) is not None):
            return change
        now = changes.get(change.rule) or decision.rule(change.rule)
        if other is reading or now is None or not (changes or other.name == chosen):
            continue
        if not isinstance(now.result, Answered):
            return change
        others.append(dict(now.result.outputs))
    told, given = dict(open_.outcomes), {o.name: [constant(r[o.name]) if o.name in r else None for r in others] for o in questions[decision.id].outputs}
    if not told or not all(value in given[name] for name, values in told.items() for value in values):
        return change
    shared = {n: (values[0],) for n, values in given.items() if values and values[0] is not NOT_CONSTANT and all(v == values[0] for v in values)}
    outcomes = tuple((n, told.get(n) or shared[n]) for n in given if n in told or n in shared)
    return replace(change, becomes=replace(change.becomes, result=replace(open_, outcomes=outcomes)))


def _change(target: Scalar, node: Mapping, tables: Tables, questions: Map[str, Question], decisions: Map[str, Decision], validity: Period, norm_of: NormOf) -> Change | None:
    """What `decision/rule`, a draw order's `decision`, `norms/norm`, or `validity` becomes."""
    if target.text == VALIDITY:
        days = period(node, tables.faults)
        first = days.first if node.get("from") is not None else validity.first
        return ValidityChange(Period(first, days.last if node.get("to") is not None else validity.last))
    decision_id, _, rule_id = target.text.partition("/")
    others = [k for k, _ in entries(node) if (k.text in NORM_PARTS) != (decision_id == NORMS) and k.text != "strength"]
    if others:
        tables.faults += [faults.unknown_key(k.span, k.text, NORM_PARTS if decision_id == NORMS else RULE_PARTS) for k in others]
        return None
    if decision_id == NORMS:
        norm = norm_of(target, rule_id, node)
        return NormChange(norm) if norm is not None else None
    decision = decisions.get(decision_id)
    if isinstance(decision, DrawOrder) and node.get("draw") is not None:
        changed = mapping(node.get("draw"))
        order = tables.draw_order(target, changed, questions[decision_id])
        if order is None:
            return None
        kept = {k: getattr(decision, k) for k in ("strength", "tiers", "within") if changed.get(k) is None}
        if changed.get("usable") is None:
            kept |= {"usable": decision.usable, "usable_cite": decision.usable_cite}
        return DrawChange(replace(order, **kept, id=decision_id))
    if not isinstance(decision, Table):
        tables.faults.append(faults.unknown_question(target.span, decision_id, [n for n, d in decisions.items() if isinstance(d, Table)]))
        return None
    rule = decision.rule(rule_id)
    if rule is None:
        tables.faults.append(faults.unknown_rule(target.span, rule_id, [r.id for r in decision.rules]))
        return None
    return RuleChange(decision_id, rule_id, tables.rule_changed(questions[decision.of or decision.id], decision, rule, node))
