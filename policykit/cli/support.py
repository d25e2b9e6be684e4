"""What in a pack rests on a clause, or on a reading: rules, declared silences, parameters, norms, validity, repeals, draw orders, with the words they quote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from ..diagnostics import Text, counted, written
from ..domain.periods import period_text
from ..ir.amendment import silent_name
from ..ir.cells import Test
from ..ir.explain import STRENGTH, plain, shown
from ..ir.expr import Expr, Items, Literal as Constant
from ..ir.instrument import Period, Quote
from ..ir.norm import Follows, Start
from ..ir.norm_words import FORMS, start_words
from ..ir.pack import Answered, DrawOrder, Pack, Parameter, ParameterValue, Question, Rule, Silent, Table, Tier, Within
from ..ir.types import UNKNOWN, Choice, ListOf, Months, Number, SetOf, Type
from ..ir.words import EACH, OPEN, Speaker
from .options import Options

Kind = Literal["rule", "silence", "parameter", "norm", "validity", "repeal", "draw"]
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Support:
    """One thing that rests on the text: where it stands in the pack, what it comes to and under which conditions, in words and as JSON values."""

    kind: Kind
    name: str
    cite: tuple[Quote, ...]
    readings: tuple[str, ...]
    says: str
    when: str = ""
    record: Mapping[str, Any] = field(default_factory=dict)

    def words_at(self, address: str) -> tuple[str, ...]:
        """The words it quotes from one clause."""
        return tuple(q.words for q in self.cite if q.address == address)


def supported(pack: Pack, options: Options, on: date | None = None) -> list[Support]:
    """All that rests on the text of a pack, in its order; or what of it is in force on a day."""
    return [*_validity(pack, options, on), *_parameters(pack, options, on), *_rules(pack, options, on), *_draws(pack, options), *_norms(pack, options, on)]


def _holds(period: Period, on: date | None) -> bool:
    return on is None or period.covers(on)


def resting_on(reading: str, supports: Iterable[Support]) -> list[Support]:
    """What names an ambiguity as its ground."""
    return [s for s in supports if reading in s.readings]


def _validity(pack: Pack, options: Options, on: date | None) -> Iterator[Support]:
    instrument = pack.instrument
    period = instrument.period
    if instrument.validity_cite:
        end = period.last or options.say("未定期限", "no end stated")
        record = {"from": plain(period.first), "to": plain(period.last)}
        yield Support("validity", "validity", instrument.validity_cite, instrument.validity_readings, f"{period.first or ''} – {end}", record=record)
    for repeal in (r for r in instrument.repeals if _holds(r.period, on)):
        since = plain(repeal.period.first)
        says = options.text(repeal.label) + (options.say(f"，自 {since}", f", from {since}") if since else "")
        yield Support("repeal", f"repeals/{repeal.instrument}", repeal.cite, repeal.readings, says, record={"from": since})


# --- parameters


def _parameters(pack: Pack, options: Options, on: date | None) -> Iterator[Support]:
    for parameter in pack.parameters.values():
        for value in parameter.values if on is None else filter(None, [parameter.on(on)]):
            record = {"from": plain(value.period.first), "to": plain(value.period.last), "value": _exact(value.value, parameter.type)}
            yield Support("parameter", parameter.name, value.cite, value.readings, _valued(parameter, value, options), record=record)


def _valued(parameter: Parameter, value: ParameterValue, options: Options) -> str:
    """A parameter's value with its first day."""
    first = value.period.first
    since = options.say(f"（自 {first}）", f" (from {first})") if first else ""
    if isinstance(value.value, Mapping):
        labels = _labels(parameter.key) if parameter.key else {}
        return options.listed(f"{shown(k, labels, options.language)}: {_worded(v, parameter.type, options)}" for k, v in value.value.items()) + since
    return _worded(value.value, parameter.type, options) + since


def _worded(value: Any, type_: Type, options: Options) -> str:
    """A constant in words: numbers with their unit, months, which are whole numbers, as the period they are."""
    if isinstance(type_, Months) and isinstance(value, int):
        return options.say(f"{value} 个月", counted(value, "month"))
    if isinstance(type_, Number) and value is not None:
        unit = options.say("元", "yuan") if type_.money else options.text(type_.unit)
        return f"{shown(value, {}, options.language)} {unit}".rstrip()
    return shown(value, _labels(type_), options.language)


def _exact(value: Any, type_: Type) -> Any:
    """A constant as a JSON value."""
    if isinstance(value, Mapping):
        return {str(k): _exact(v, type_) for k, v in value.items()}
    return period_text(value) if isinstance(type_, Months) and isinstance(value, int) else plain(value)


def _labels(type_: Type) -> Mapping[str, Text]:
    if isinstance(type_, ListOf | SetOf):
        return _labels(type_.of)
    return type_.labels if isinstance(type_, Choice) else {}


# --- rules


def _rules(pack: Pack, options: Options, on: date | None) -> Iterator[Support]:
    own = [t for t in pack.decisions.values() if isinstance(t, Table) and t.span is not None]  # without those made from pack.yaml
    for table in own:
        for rule in (r for r in table.rules if _holds(r.period, on)):
            when = "; ".join(_condition(t, pack, table, options) for t in rule.tests)
            cells = {t.column or "if": written(t.span) for t in rule.tests if t.column is not None or not table.ranked}
            record = {"when": cells, **_result(rule)}
            yield Support("rule", f"{table.id}/{rule.id}", rule.cite, rule.readings, _said(pack, table, rule, options), when, record)
        for number, silence in enumerate(table.silences):
            if not _holds(silence.period, on):
                continue
            when = "; ".join(_condition(t, pack, table, options) for t in silence.tests)
            says = f"{options.say('未作规定：', 'silent: ')}{options.text(silence.why)}"
            record = {"when": {t.column or "if": written(t.span) for t in silence.tests}, "silent": silence.why._asdict()}
            yield Support("silence", f"{table.id}/{silent_name(number)}", silence.cite, (), says, when, record)


def _condition(test: Test, pack: Pack, table: Table, options: Options) -> str:
    """A cell as its author wrote it, with labels for the column and for the codes of its choice."""
    question = pack.questions.get(table.of or table.id)
    if test.column is None and table.ranked and question is not None:
        return options.text(_left_to_others(test, question))
    text = written(test.span)
    fact = question.input(test.column) if question and test.column else None
    if fact is None:
        return f"{test.column}: {text}" if test.column else text
    labels = _labels(fact.type)
    return f"{options.text(fact.label)}: {_WORD.sub(lambda m: options.text(labels.get(m[0])) or m[0], text)}"


def _left_to_others(test: Test, question: Question) -> Text:
    """What a row of a matrix for all leaves to the rows of its own that some have: its span is the row, which says nothing of it."""
    return Speaker({f.name: f.label for f in question.inputs}, _constant).condition(test.holds)


def _constant(node: Expr) -> Any:
    match node:
        case Constant():
            return node.value
        case Items() if all(isinstance(p, Constant) for p in node.parts):
            return tuple(p.value for p in node.parts if isinstance(p, Constant))
    return UNKNOWN


def _said(pack: Pack, table: Table, rule: Rule, options: Options) -> str:
    """The result of a rule: outputs in words, formulas as written."""
    if not isinstance(rule.result, Answered):
        kind = options.say("未作规定", "silent") if isinstance(rule.result, Silent) else options.say("不能确定", "undetermined")
        return f"{kind}{options.say('：', ': ')}{options.text(rule.result.why)}"
    question = pack.questions[table.id] if not table.of else None
    parts = []
    for name, value in rule.result.outputs:
        output = question.output(name) if question else None
        words = _expressed(value, output.type if output else value.type, options)
        parts.append(f"{options.text(output.label)}{options.say('：', ': ')}{words}" if output and (len(rule.result.outputs) > 1 or table.ranked) else words)
    return options.say("；", "; ").join(parts)


def _expressed(value: Expr, type_: Type, options: Options) -> str:
    if isinstance(value, Constant):
        return _worded(value.value, type_, options)
    if isinstance(value, Items) and all(isinstance(p, Constant) for p in value.parts):
        return shown(tuple(p.value for p in value.parts if isinstance(p, Constant)), _labels(type_), options.language)
    return written(value.span)


def _result(rule: Rule) -> dict[str, Any]:
    """The result of a rule as JSON values: constants exact, formulas as written."""
    if isinstance(rule.result, Answered):
        return {"then": {n: _exact(v.value, v.type) if isinstance(v, Constant) else written(v.span) for n, v in rule.result.outputs}, "strength": rule.strength}
    return {"silent" if isinstance(rule.result, Silent) else "undetermined": rule.result.why._asdict()}


# --- draw orders


def _draws(pack: Pack, options: Options) -> Iterator[Support]:
    for order in pack.decisions.values():
        if not isinstance(order, DrawOrder):
            continue
        if order.usable is not None:
            usable = written(order.usable.span)
            yield Support("draw", f"{order.id}/usable", order.usable_cite, (), usable, record={"if": usable})
        for tier in order.tiers:
            record = {"level": tier.level, "on_application": tier.on_application}
            yield Support("draw", f"{order.id}/{tier.level}", tier.cite, tier.readings, _tier(tier, options), record=record)
        for number, criterion in enumerate(order.within, 1):
            says, record = _criterion(criterion, options)
            yield Support("draw", f"{order.id}/order-{number}", criterion.cite, criterion.readings, says, record=record)


def _tier(tier: Tier, options: Options) -> str:
    return tier.level + (options.say("（须申请）", " (on application)") if tier.on_application else "")


def _criterion(criterion: Within, options: Options) -> tuple[str, dict[str, Any]]:
    if criterion.first is not None:
        text = written(criterion.first.span)
        return options.say(f"优先：{text}", f"first: {text}"), {"first": text, "levels": list(criterion.levels)}
    keys = [written(e.span) for e in criterion.by]
    return options.say(f"依次按 {'、'.join(keys)}", f"by {', '.join(keys)}"), {"by": keys, "levels": list(criterion.levels)}


# --- norms


def _norms(pack: Pack, options: Options, on: date | None) -> Iterator[Support]:
    parties = pack.instrument.parties
    for norm in (n for n in pack.norms.values() if _holds(n.period, on)):
        bearer = options.listed(options.text(parties[p]) for p in norm.by) or (options.text(norm.bearer_open) if norm.bearer_open else "")
        hedge = STRENGTH["in_principle"] if norm.strength == "in_principle" else None
        form = options.listed(w for w in (options.text(FORMS[norm.modality]), options.text(hedge) if hedge else "", bearer) if w)
        says = f"{options.text(norm.label)}{options.say('：', ': ')}{form}"
        if norm.together_with:
            jointly = options.listed(options.text(parties[p]) for p in norm.together_with)
            says += options.say(f"；会同{jointly}", f"; with {jointly}")
        if norm.modality == "must":
            due = written(norm.due.span) if norm.due is not None else options.text(OPEN[norm.open_time or "none_stated"])
            says += options.say(f"；期限：{due}", f"; due: {due}")
        starts = options.listed(options.text(start_words(s, pack.norms, pack.event_kinds, parties)) for s in norm.starts) or (options.text(EACH[norm.each]) if norm.each else "")
        record = {
            norm.modality: norm.deed,
            "by": list(norm.by),
            "with": list(norm.together_with),
            "starts": [_recorded_start(s) for s in norm.starts],
            "each": norm.each,
            "due": written(norm.due.span) if norm.due is not None else norm.open_time,
            "strength": norm.strength,
        }
        yield Support("norm", f"norms/{norm.id}", norm.cite, norm.readings, says, starts, record)


def _recorded_start(start: Start) -> dict[str, Any]:
    if isinstance(start, Follows):
        return {start.when: start.norm}
    return {start.kind: {t.column or "if": written(t.span) for t in start.tests}}
