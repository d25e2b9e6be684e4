"""Ambiguities: the readings of a doubtful clause, and what each changes in the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping as Map
from dataclasses import replace

from ..diagnostics import Text
from ..ir.instrument import Period
from ..ir.norm import Norm
from ..ir.pack import Ambiguity, Change, Decision, DrawChange, DrawOrder, NormChange, Question, Reading, RuleChange, Table, ValidityChange
from . import faults
from .nodes import entries, label, mapping, period, word, words
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
        readings.append(Reading(name.text, label(reading) or Text("", ""), tuple(c for c in changes if c is not None)))
    chosen = node.get("chosen")
    if isinstance(chosen, Scalar) and chosen.text not in {r.name for r in readings}:
        tables.faults.append(faults.unknown_reading(chosen.span, chosen.text, [r.name for r in readings]))
    problem, why = (label(node.get(k)) or Text("", "") for k in ("problem", "why"))
    return Ambiguity(key.text, words(node.get("clauses")), problem, word(chosen) or "", why, tuple(readings), key.span)


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
