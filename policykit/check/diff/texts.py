"""Texts and parameters side by side: the instrument, parameters, dates, parties, questions and their form, norms; each with what it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from ...diagnostics import Text
from ...ir.explain import FORCE
from ...ir.expr import names
from ...ir.norm import Norm
from ...ir.norm_words import parties_words
from ...ir.overlay import reached
from ...ir.pack import DrawOrder, Pack, Parameter, Table
from ...ir.words import listed, parameter_words, value_words
from ...targets.python.program import in_period
from .model import Law, Row, Said
from .norms import norms_said

NOTHING = Said(None)
OTHER_NAME = Said(None, absence="other_name")
NOT_ON_DAY = Said(None, absence="not_on_day")
MONTH_END = {
    "last_day": Text("无对应日的，为当月最后一日", "where there is no corresponding day, the last of the month"),
    "next_first": Text("无对应日的，为下月第一日", "where there is no corresponding day, the first of the next month"),
    "refuse": Text("无对应日的，不推定", "where there is no corresponding day, none is taken"),
}


def rows(a: Law, b: Law, questions: Collection[str] = ()) -> Iterator[Row]:
    """Everything side by side; with `questions`, only what bears on them."""
    if not questions:
        yield from _instruments(a, b)
        yield from _parties(a, b)
    yield from _parameters(a, b, questions)
    yield from _forms(a, b, questions)
    if not questions:
        yield from _norms(a, b)
        if a.id == b.id:
            yield from _clauses(a, b)


def _row(topic: Any, name: str, label: Text, a: Said, b: Said) -> Row:
    return Row(topic, name, label, a, b, a.text == b.text)


def _absent(a: Law, b: Law) -> Said:
    """What a side says of a name that only the other has: of one law it has no such thing; of two, only this name is known to be missing."""
    return NOTHING if a.id == b.id else OTHER_NAME


# --- the instrument


def _instruments(a: Law, b: Law) -> Iterator[Row]:
    mine, theirs = _instrument(a), _instrument(b)
    for name, (label, said) in mine.items():
        yield _row("instrument", name, label, said, theirs[name][1])


def _instrument(law: Law) -> Mapping[str, tuple[Text, Said]]:
    one = law.pack.instrument
    cite = one.validity_cite
    issuers = parties_words(one.issuers, one.parties) if one.issuers else None
    repeals = listed([r.label for r in one.repeals], "和", "and") if one.repeals else None
    return {
        "title": (Text("名称", "title"), Said(one.label)),
        "number": (Text("文号", "number"), Said(one.number)),
        "issuers": (Text("制定机关", "issued by"), Said(issuers)),
        "scope": (Text("适用范围", "scope"), Said(one.scope)),
        "first_day": (Text("施行之日", "in force from"), Said(_day(one.period.first), cite)),
        "last_day": (Text("失效之日", "in force until"), Said(_day(one.period.last), cite if one.period.last else ())),
        "force": (Text("当日效力", "force on the day"), Said(FORCE[one.force_on(law.on)])),
        "repeals": (Text("废止", "repeals"), Said(repeals, tuple(q for r in one.repeals for q in r.cite))),
        "month_end": (Text("月的计算", "counting of months"), Said(MONTH_END[one.month_end])),
    }


def _day(day: date | None) -> Text | None:
    return value_words(day, None) if day is not None else None


def _parties(a: Law, b: Law) -> Iterator[Row]:
    mine, theirs = a.pack.instrument.parties, b.pack.instrument.parties
    for code in dict.fromkeys([*mine, *theirs]):
        sides = (Said(found[code]) if code in found else _absent(a, b) for found in (mine, theirs))
        yield _row("party", code, mine.get(code) or theirs[code], *sides)


# --- parameters


def _parameters(a: Law, b: Law, questions: Collection[str]) -> Iterator[Row]:
    for name in dict.fromkeys(n for law in (a, b) for n in _named(law.pack, questions)):
        parameter = a.pack.parameters.get(name) or b.pack.parameters[name]
        label = parameter.label or Text(name, name)
        sides = (_value(law.pack.parameters[name], law) if name in law.pack.parameters else _absent(a, b) for law in (a, b))
        yield _row("parameter", name, label, *sides)


def _named(pack: Pack, questions: Collection[str]) -> Mapping[str, Parameter]:
    """The parameters of a pack; those that the decisions on some questions read."""
    if not questions:
        return pack.parameters
    read: set[str] = set()
    for name in reached(pack, set(questions)):
        decision = pack.decisions.get(name)
        if isinstance(decision, Table):
            read |= {p for r in decision.rules for e in r.formulas for p in names(e, "parameter")}
        elif isinstance(decision, DrawOrder):
            formulas = [decision.usable, *(e for w in decision.within for e in (w.first, *w.by))]
            read |= {p for e in formulas if e is not None for p in names(e, "parameter")}
    return {n: p for n, p in pack.parameters.items() if n in read}


def _value(parameter: Parameter, law: Law) -> Said:
    value = parameter.on(law.on)
    if value is None:
        return NOT_ON_DAY
    return Said(parameter_words(parameter, value), value.cite)


# --- questions


def _forms(a: Law, b: Law, questions: Collection[str]) -> Iterator[Row]:
    asked = list(questions) or list(dict.fromkeys([*a.pack.answers, *b.pack.answers]))
    for question in asked:
        pack = a.pack if question in a.pack.questions else b.pack
        yield _row("question", question, pack.questions[question].label, Said(_form(a, question)), Said(_form(b, question)))


def _form(law: Law, question: str) -> Text:
    """In what form a law answers a question."""
    decision = law.pack.decisions.get(question)
    match decision:
        case DrawOrder():
            return Text("以调用顺序规定", "by an order of use")
        case Table() if in_period(decision, law.on):
            if decision.ranked:
                return Text("以职责分工规定", "by a division of tasks")
            return Text("有规定（逐项列明）", "it has rules that add up") if decision.hit == "all" else Text("有规定", "it has rules")
    if question in law.pack.answers:
        return Text("未作规定", "silent")
    return Text("尚未编入", "not encoded")


# --- norms


def _norms(a: Law, b: Law) -> Iterator[Row]:
    """Duties, bans and permissions; of one law by name, of two by the deed and its bearer."""
    one = a.id == b.id
    every = [{_key(n, one) for n in law.pack.norms.values()} for law in (a, b)]
    mine, theirs = ({_key(n, one): n for n in law.pack.norms.values() if n.period.covers(law.on)} for law in (a, b))
    for key in dict.fromkeys([*mine, *theirs]):
        label = (mine.get(key) or theirs[key]).label
        told = norms_said((mine.get(key), a), (theirs.get(key), b))
        sides = (said if key in found else NOT_ON_DAY if key in known else _absent(a, b) for said, found, known in zip(told, (mine, theirs), every, strict=True))
        yield _row("norm", "/".join(key), label, *sides)


def _key(norm: Norm, one: bool) -> tuple[str, ...]:
    return (norm.id,) if one else (norm.modality, norm.deed)


# --- the words


def _clauses(a: Law, b: Law) -> Iterator[Row]:
    """Clauses of one law whose words differ on the two days."""
    for address in dict.fromkeys([*a.pack.clauses, *b.pack.clauses]):
        before, after = (c.on(law.on) if (c := law.pack.clauses.get(address)) is not None else None for law in (a, b))
        if before != after:
            said = [Said(Text(t, t) if t is not None else None) for t in (before, after)]
            yield Row("clause", address, Text(address, address), said[0], said[1], same=False)
