"""What in a pack rests on a clause, or on a reading: rules, declared silences, parameters, norms, validity, repeals, draw orders, with the words they quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from ..diagnostics import counted, written
from ..domain.periods import period_text
from ..ir.amendment import silent_name
from ..ir.cells import Test
from ..ir.explain import STRENGTH, plain, shown
from ..ir.expr import Expr, Items, Literal as Constant
from ..ir.instrument import Period, Quote
from ..ir.norm import Follows, Start
from ..ir.norm_words import FORMS, start_words
from ..ir.pack import Answered, DrawOrder, Pack, Parameter, ParameterValue, Rule, Silent, Table, Within
from ..ir.types import Months, Number, Type
from ..ir.words import EACH, OPEN, Speaker, element_labels, joined, parameter_words
from .options import Options
from .spoken import Spoken

Kind = Literal["rule", "silence", "parameter", "norm", "validity", "repeal", "draw"]


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
    spoken = Spoken(pack, on)
    return [*_validity(pack, options, on), *_parameters(pack, options, on), *_rules(spoken, options), *_draws(spoken, options), *_norms(spoken, options)]


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
    return options.text(parameter_words(parameter, value)) + (options.say(f"（自 {first}）", f" (from {first})") if first else "")


def _worded(value: Any, type_: Type, options: Options) -> str:
    """A constant in words: numbers with their unit, months, which are whole numbers, as the period they are."""
    if isinstance(type_, Months) and isinstance(value, int):
        return options.say(f"{value} 个月", counted(value, "month"))
    if isinstance(type_, Number) and value is not None:
        unit = options.say("元", "yuan") if type_.money else options.text(type_.unit)
        return f"{shown(value, {}, options.language)} {unit}".rstrip()
    return shown(value, element_labels(type_), options.language)


def _exact(value: Any, type_: Type) -> Any:
    """A constant as a JSON value."""
    if isinstance(value, Mapping):
        return {str(k): _exact(v, type_) for k, v in value.items()}
    return period_text(value) if isinstance(type_, Months) and isinstance(value, int) else plain(value)


# --- rules


def _rules(spoken: Spoken, options: Options) -> Iterator[Support]:
    own = [t for t in spoken.pack.decisions.values() if isinstance(t, Table) and t.span is not None]  # without those made from pack.yaml
    for table in own:
        speaker = spoken.speaker(table.of or table.id)

        def when(tests: Iterable[Test], speaker: Speaker = speaker) -> str:
            return options.text(joined([speaker.condition(t.holds) for t in tests], "；", "; "))

        for rule in (r for r in table.rules if _holds(r.period, spoken.on)):
            cells = {t.column or "if": written(t.span) for t in rule.tests if t.column is not None or not table.ranked}
            record = {"when": cells, **_result(rule)}
            yield Support("rule", f"{table.id}/{rule.id}", rule.cite, rule.readings, _said(spoken.pack, table, rule, speaker, options), when(rule.tests), record)
        for number, silence in enumerate(table.silences):
            if not _holds(silence.period, spoken.on):
                continue
            says = f"{options.say('未作规定：', 'silent: ')}{options.text(silence.why)}"
            record = {"when": {t.column or "if": written(t.span) for t in silence.tests}, "silent": silence.why._asdict()}
            yield Support("silence", f"{table.id}/{silent_name(number)}", silence.cite, (), says, when(silence.tests), record)


def _said(pack: Pack, table: Table, rule: Rule, speaker: Speaker, options: Options) -> str:
    """The result of a rule: outputs in words."""
    if not isinstance(rule.result, Answered):
        kind = options.say("未作规定", "silent") if isinstance(rule.result, Silent) else options.say("不能确定", "undetermined")
        return f"{kind}{options.say('：', ': ')}{options.text(rule.result.why)}"
    question = pack.questions[table.id] if not table.of else None
    parts = []
    for name, value in rule.result.outputs:
        output = question.output(name) if question else None
        words = _expressed(value, output.type if output else value.type, speaker, options)
        parts.append(f"{options.text(output.label)}{options.say('：', ': ')}{words}" if output and (len(rule.result.outputs) > 1 or table.ranked) else words)
    return options.say("；", "; ").join(parts)


def _expressed(value: Expr, type_: Type, speaker: Speaker, options: Options) -> str:
    if isinstance(value, Constant):
        return _worded(value.value, type_, options)
    if isinstance(value, Items) and all(isinstance(p, Constant) for p in value.parts):
        return shown(tuple(p.value for p in value.parts if isinstance(p, Constant)), element_labels(type_) or speaker.words, options.language)
    return options.text(speaker.value(value, type_))


def _result(rule: Rule) -> dict[str, Any]:
    """The result of a rule as JSON values: constants exact, formulas as written."""
    if isinstance(rule.result, Answered):
        return {"then": {n: _exact(v.value, v.type) if isinstance(v, Constant) else written(v.span) for n, v in rule.result.outputs}, "strength": rule.strength}
    return {"silent" if isinstance(rule.result, Silent) else "undetermined": rule.result.why._asdict()}


# --- draw orders


def _draws(spoken: Spoken, options: Options) -> Iterator[Support]:
    for order in spoken.pack.decisions.values():
        if not isinstance(order, DrawOrder):
            continue
        said = spoken.draw(order)
        if order.usable is not None:
            yield Support("draw", f"{order.id}/usable", order.usable_cite, (), options.text(said.usable()), record={"if": written(order.usable.span)})
        for tier in order.tiers:
            record = {"level": tier.level, "on_application": tier.on_application}
            yield Support("draw", f"{order.id}/{tier.level}", tier.cite, tier.readings, options.text(said.tier(tier)), record=record)
        for number, criterion in enumerate(order.within, 1):
            yield Support("draw", f"{order.id}/order-{number}", criterion.cite, criterion.readings, options.text(said.within(criterion)), record=_criterion(criterion))


def _criterion(criterion: Within) -> dict[str, Any]:
    """How lots of one level are ordered, as written."""
    if criterion.first is not None:
        return {"first": written(criterion.first.span), "levels": list(criterion.levels)}
    return {"by": [written(e.span) for e in criterion.by], "levels": list(criterion.levels)}


# --- norms


def _norms(spoken: Spoken, options: Options) -> Iterator[Support]:
    pack, parties = spoken.pack, spoken.pack.instrument.parties
    for norm in (n for n in pack.norms.values() if _holds(n.period, spoken.on)):
        bearer = options.listed(options.text(parties[p]) for p in norm.by) or (options.text(norm.bearer_open) if norm.bearer_open else "")
        hedge = STRENGTH["in_principle"] if norm.strength == "in_principle" else None
        form = options.listed(w for w in (options.text(FORMS[norm.modality]), options.text(hedge) if hedge else "", bearer) if w)
        says = f"{options.text(norm.label)}{options.say('：', ': ')}{form}"
        if norm.together_with:
            jointly = options.listed(options.text(parties[p]) for p in norm.together_with)
            says += options.say(f"；会同{jointly}", f"; with {jointly}")
        if norm.modality == "must":
            due = options.text(spoken.deadline(norm) if norm.due is not None else OPEN[norm.open_time or "none_stated"])
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
