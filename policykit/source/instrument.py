"""pack.yaml -> `ir.Instrument`, and the two decisions that follow from it: `in_force` and `repealed_by`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping as Map
from datetime import date, timedelta
from typing import Any, cast

from ..diagnostics import Text
from ..ir import expr as ir
from ..ir.cells import Test
from ..ir.instrument import Cover, EarlierValidity, Instrument, Period, Quote, Repeal
from ..ir.pack import Answered, Decision, Question, Rule, Table
from ..ir.types import Boolean, Choice, Date, ListOf, NoneType
from . import faults
from .nodes import day, entries, items, label, mapping, period, quotes, scalars, word, words
from .tables import BUILTINS, Tables
from .yaml import Mapping


def read_instrument(document: Mapping, parties: Map[str, Text], questions: Map[str, Question], tables: Tables) -> Instrument:
    """The instrument that pack.yaml describes; faults go to `tables.faults`."""
    get = document.get
    validity = get("validity")
    node = validity if isinstance(validity, Mapping) else Mapping((), document.span)
    for party in scalars(get("issuers")):
        if party.text not in parties:
            tables.faults.append(faults.unknown_party(party.span, party.text, list(parties)))
    for silent in scalars(get("silent_on")):
        if silent.text not in questions:
            tables.faults.append(faults.unknown_question(silent.span, silent.text, list(questions)))
    parent = get("parent")
    covers: list[Cover] = []
    if isinstance(parent, Mapping):
        for key, cover in entries(parent.get("covers")):
            question = questions.get(key.text)
            if question is None:
                tables.faults.append(faults.unknown_question(key.span, key.text, list(questions)))
                continue
            covers.append(Cover(key.text, tables.cover_tests(mapping(cover), question), label(mapping(cover).get("why")) or Text("", "")))
    validity_period = period(node, tables.faults)
    repeals = tuple(
        Repeal(word(n.get("instrument")) or "", label(n.get("label")) or Text("", ""), Period(day(n.get("from"))), quotes(n.get("cite")), tables.readings(n.get("reading")))
        for n in map(mapping, items(get("repeals")))
    )
    text = get("text")
    name = word(get("pack")) or ""
    return Instrument(
        id=name,
        label=label(get("label")) or Text(name, name),
        jurisdiction=label(get("jurisdiction")) or Text(name, name),
        number=label(get("number")),
        issuers=words(get("issuers")),
        level=word(get("level")) or "",
        region=word(get("region")) or "",
        scope=label(get("scope")),
        status=cast(Any, word(get("status")) or "in_force"),
        period=validity_period,
        validity_cite=quotes(node.get("cite")),
        validity_readings=tables.readings(node.get("reading")),
        validity_note=label(node.get("note")),
        repeals=repeals,
        parties=parties,
        parent=word(parent.get("pack")) if isinstance(parent, Mapping) else None,
        covers=tuple(covers),
        silent_on=words(get("silent_on")),
        source=label(text.get("source")) if isinstance(text, Mapping) else None,
        note=label(text.get("note")) if isinstance(text, Mapping) else label(get("note")),
        month_end=cast(Any, word(get("month_end")) or "last_day"),
        earlier_validity=tuple(
            EarlierValidity(Period(day(n.get("from")), day(n.get("to"))), day(n.get("until")) or date.max, quotes(n.get("cite")), tables.readings(n.get("reading")))
            for n in map(mapping, items(node.get("earlier")))
        ),
    )


def validity_decisions(instrument: Instrument, questions: Map[str, Question]) -> dict[str, Decision]:
    """`in_force` and `repealed_by`, which follow from pack.yaml."""
    found: dict[str, Decision] = {}
    if "in_force" in questions and instrument.validity_cite and "in_force" not in instrument.silent_on:
        found["in_force"] = Table("in_force", "one", tuple(_validity_rules(instrument)))
    if "repealed_by" in questions and instrument.repeals:
        column = questions["repealed_by"].input("instrument")
        assert column is not None and isinstance(column.type, Choice)
        ref = ir.Ref("input", "instrument", column.type)
        found["repealed_by"] = Table("repealed_by", "one", (*_repeal_rules(instrument.repeals, ref, column.type), _not_named(instrument.repeals, ref, column.type)))
    return found


def _validity_rules(instrument: Instrument) -> Iterator[Rule]:
    """The days in force as the text has said them, each from the day on which it came to say so."""
    since: date | None = None
    for one in instrument.earlier_validity:
        yield Rule(f"validity-until-{one.until}", (), _days(one.period), one.cite, readings=one.readings, period=Period(since, one.until))
        since = one.until + timedelta(days=1)
    yield Rule("validity", (), _days(instrument.period), instrument.validity_cite, readings=instrument.validity_readings, period=Period(since), note=instrument.validity_note)


def _days(period: Period) -> Answered:
    return Answered((("force", BUILTINS["force"]), ("first_day", ir.Literal(period.first, Date())), ("last_day", ir.Literal(period.last, Date()))))


def _repeal_rules(repeals: tuple[Repeal, ...], ref: ir.Ref, codes: Choice) -> Iterable[Rule]:
    for repeal in repeals:
        first = repeal.period.first
        done: ir.Expr = ir.Compare(">=", BUILTINS["as_of"], ir.Literal(first, Date())) if first else ir.Literal(False, Boolean())
        test = Test("instrument", ir.Compare("=", ref, ir.Literal(repeal.instrument, codes)))
        outputs: tuple[tuple[str, ir.Expr], ...] = (("repealed", done), ("repealed_from", ir.Literal(first, Date()) if first else ir.Literal(None, NoneType())))
        yield Rule(repeal.instrument, (test,), Answered(outputs), repeal.cite, readings=repeal.readings)


def _not_named(repeals: tuple[Repeal, ...], ref: ir.Ref, codes: Choice) -> Rule:
    """Any instrument but those named is not repealed by this one."""
    named = ir.Items(tuple(ir.Literal(r.instrument, codes) for r in repeals), ListOf(codes))
    cite: tuple[Quote, ...] = tuple(q for r in repeals for q in r.cite[-1:])
    outputs: tuple[tuple[str, ir.Expr], ...] = (("repealed", ir.Literal(False, Boolean())), ("repealed_from", ir.Literal(None, NoneType())))
    return Rule("not-named", (Test("instrument", ir.Not(ir.Member(ref, named))),), Answered(outputs), cite)
