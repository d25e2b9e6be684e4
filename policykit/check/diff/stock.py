"""What a difference between two laws means for a stock list: how many rows come out differently, how much they weigh, and where."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from ...diagnostics import Diagnostic, PolicyError, Text, did_you_mean
from ...domain.numbers import read_number
from ...domain.periods import read_date, read_datetime
from ...domain.written_days import PERIOD, day_text, period_text
from ...ir.answer import Answer
from ...ir.labels import coded, columns_of, fact_named
from ...ir.misread import column_twice, in_column, misread, needed_always
from ...ir.names_meant import meant
from ...ir.no_entry import no_entry
from ...ir.pack import Question
from ...ir.types import Date, Fact, ListOf, Record, SetOf, Type, Word
from ...source.case import BadFact, read_value
from .asking import Asking
from .grid import merged_inputs, merged_types
from .model import Law, Pair
from .shown import differs_in

USUAL_WEIGHTS = ("quantity", "数量")


@dataclass(frozen=True)
class Columns:
    """How a list is read. `facts`: (fact, column) where a column is named otherwise; `key`: the column that names a row; `weight`: how much it counts.

    `absent`: the facts whose empty cells mean that they are not given; others are then not known. A fact is named by its name or its label.
    """

    facts: Sequence[tuple[str, str]] = ()
    key: str | None = None
    weight: str | None = None
    absent: Collection[str] = ()


class _Row(NamedTuple):
    """A row that comes out differently: its number, its weight, what the list calls it."""

    number: int
    weight: Decimal | None
    key: str


class _Read(NamedTuple):
    """How the rows are read for one question: its inputs with the codes of both laws, the column of each, those of which an empty cell is not given."""

    inputs: tuple[Fact, ...]
    places: Mapping[str, str]
    absent: Set[str]


NAMED_AS_FACTS = Columns()
Ground = tuple[tuple[str | None, str | None, tuple[str, ...]], ...]  # of both answers: rule, basis, readings


@dataclass(frozen=True)
class Days:
    """By the law of which day each row is asked. `event`: of its own, as this fact says; else, and where a row has none, `usual` of each law.

    `begun`: the day from which an amendment is in force; earlier rows are asked by the law of that day.
    """

    event: Fact | None
    usual: tuple[date, date]
    begun: date | None = None


@dataclass(frozen=True)
class StockGroup:
    """Rows that come out differently by the same pair of rules, on the same ground; `pair` has the first of them as its case.

    `weight`: of the rows that have one; `unweighed`: how many have none.
    """

    pair: Pair
    rows: int
    weight: Decimal
    numbers: tuple[int, ...]  # of the rows, counted from 1 below the heading
    keys: tuple[str, ...] = ()  # what the list itself calls each of them, where a column does
    unweighed: int = 0


@dataclass(frozen=True)
class StockEffect:
    """A question asked of every row of a list; of none where only one law answers it."""

    question: Question
    rows: int
    weight: Decimal | None  # of the rows that both laws answer and that have one; None where no column says it
    differing: int
    differing_weight: Decimal
    groups: tuple[StockGroup, ...]
    unread: tuple[int, ...]  # rows that one of the laws does not answer: it cannot read them, or contradicts itself
    reasons: tuple[tuple[int, Text], ...] = ()  # of each of these rows
    days: Days = Days(None, (date.min, date.min))
    key: str | None = None  # the column that names a row
    types: Mapping[str, Type] = field(default_factory=dict, compare=False)  # of inputs and outputs, with the codes of both
    unweighed: tuple[int, ...] = ()  # rows that both laws answer, whose weight is empty or no number: in no sum
    absent: tuple[Fact, ...] = ()  # facts whose empty cells are not given
    only: Text | None = None  # the one law that answers the question

    @property
    def read(self) -> int:
        return self.rows - len(self.unread)


def weighed(
    a: Law, b: Law, rows: Sequence[Mapping[str, Any]], questions: Collection[str] | None = None, columns: Columns = NAMED_AS_FACTS, on: date | None = None
) -> tuple[StockEffect, ...]:
    """The effect on a list, for the questions named, each of which a law answers; for None for each that both answer and whose required facts are all columns.

    Columns are named as facts or their labels; `quantity` says how much a row counts where no other column does. An empty cell is a fact that is not known,
    or one not given, where `absent` names it.
    Each row is asked by the law of its own event date, or all by that of the day `on`; a side named with a day keeps it.
    Raises `PolicyError` where no question can be asked of the list, or a column or fact named is not there; that also where no question is asked.
    """
    headings = tuple(dict.fromkeys(c for row in rows[:1] for c in row))
    shared = tuple(q for q in a.pack.answers if q in b.pack.answers)
    inputs = {q: merged_inputs(q, [law for law in (a, b) if q in law.pack.questions]) for q in questions or shared}
    _check(columns, headings, [f for facts in inputs.values() for f in facts])
    columns = replace(columns, weight=columns.weight or next((c for c in USUAL_WEIGHTS if c in headings), None))
    read = {q: _read(facts, headings, columns) for q, facts in inputs.items()}
    asked = tuple(q for q in shared if _fits(read[q])) if questions is None else tuple(questions)
    both = [q for q in asked if q in shared]
    lacking = [n for q in both for n in _lacking(read[q])]
    if lacking or (questions is None and not asked):
        said = "、".join(dict.fromkeys(lacking)) or "—"
        raise PolicyError(
            [
                Diagnostic(
                    "stock-columns",
                    Text(f"清单缺少提问所需的列：{said}", f"the list lacks columns that a question needs: {said}"),
                    help=Text(
                        "列名用事实的名称（见 `policykit questions 问题`），或用 `--column 事实=列名` 指明",
                        "columns are named like facts (`policykit questions QUESTION` lists them), or `--column FACT=COLUMN` says which holds one",
                    ),
                )
            ]
        )
    if needed := {f.name: f for q in both for f in read[q].inputs if f.name in read[q].absent and f.absent.kind == "required"}:
        raise PolicyError([needed_always(f) for f in needed.values()])
    return tuple(_effect(q, a, b, rows, columns, read[q], on) if q in shared else _of_one(q, a, b, len(rows)) for q in asked)


def _check(columns: Columns, headings: Sequence[str], facts: Sequence[Fact]) -> None:
    """Raises `PolicyError` for columns that the list has not, and words that name none of the facts."""
    missing = [c for c in (columns.weight, columns.key, *(c for _, c in columns.facts)) if c is not None and c not in headings]
    if missing:
        raise PolicyError([_no_column(c, headings) for c in missing])
    labels = {f.name: [f.label] for f in facts}
    if wrong := [n for n in (*(n for n, _ in columns.facts), *columns.absent) if n not in labels and fact_named(n, facts) is None]:
        raise PolicyError([Diagnostic("no-fact", Text(f"没有名为 `{n}` 的事实", f"no fact is called `{n}`"), help=meant(n, labels)) for n in wrong])


def _read(inputs: tuple[Fact, ...], headings: Sequence[str], columns: Columns) -> _Read:
    """How the rows are read for a question. Raises `PolicyError` for a fact with two columns."""
    named = [(n, c) for word, c in columns.facts if (n := fact_named(word, inputs)) is not None]
    if len(given := dict(named)) < len(named):
        raise PolicyError([column_twice(n) for n in given if [m for m, _ in named].count(n) > 1])
    return _Read(inputs, columns_of(inputs, headings, given), {n for word in columns.absent if (n := fact_named(word, inputs)) is not None})


def _of_one(question: str, a: Law, b: Law, rows: int) -> StockEffect:
    """A question that one law answers and the other does not: the list has nothing to show of it."""
    law = a if question in a.pack.answers else b
    return StockEffect(law.pack.questions[question], rows, None, 0, Decimal(0), (), (), only=law.name)


def _no_column(name: str, headings: Sequence[str]) -> Diagnostic:
    return Diagnostic("no-column", Text(f"清单没有列 `{name}`", f"the list has no column `{name}`"), help=did_you_mean(name, headings))


def _days(question: Question, a: Law, b: Law, on: date | None) -> Days:
    event = question.input(question.event_date) if question.event_date is not None and on is None else None
    return Days(event, (a.on, b.on), max((law.begun for law in (a, b) if law.begun is not None), default=None))


def _day(law: Law, days: Days, usual: date, facts: Mapping[str, Any]) -> date:
    """The day whose law a row is asked by."""
    said = facts.get(days.event.name) if days.event is not None and not law.day_named else None
    if isinstance(said, str):
        said = read_date(said) or read_datetime(said)
    own = said.date() if isinstance(said, datetime) else said if isinstance(said, date) else None
    return usual if own is None else max(own, days.begun or own)


def _fits(read: _Read) -> bool:
    """Whether a list can be asked a question: it has all facts that must be given, and some fact at all."""
    return bool(read.places) and not _lacking(read)


def _lacking(read: _Read) -> list[str]:
    return [f.name for f in read.inputs if f.absent.kind == "required" and f.name not in read.places]


def _effect(question: str, a: Law, b: Law, rows: Sequence[Mapping[str, Any]], columns: Columns, read: _Read, on: date | None) -> StockEffect:
    asking = (Asking(a, question), Asking(b, question))
    days, column = _days(a.pack.questions[question], a, b, on), columns.weight
    known: dict[tuple[Any, ...], tuple[Answer[Any] | None, Answer[Any] | None]] = {}
    found: dict[Ground, list[_Row]] = {}
    first: dict[Ground, tuple[Answer[Any], Answer[Any]]] = {}
    unread: list[tuple[int, Text]] = []
    why: dict[tuple[Any, ...], Text] = {}
    unweighed: list[int] = []
    total = Decimal(0)
    for number, row in enumerate(rows, 1):
        if (none := no_entry(row, read.places.values())) is not None:
            unread.append((number, none))
            continue
        facts = dict(_facts(row, read))
        weight = _weight(row, column)
        key = tuple(sorted((n, str(v)) for n, v in facts.items()))
        if key not in known:
            known[key] = (asking[0](facts, _day(a, days, a.on, facts)), asking[1](facts, _day(b, days, b.on, facts)))
        mine, theirs = known[key]
        if mine is None or theirs is None:
            if key not in why:
                why[key] = _reason(question, (a, b), facts, days, {n: row[c] for n, c in read.places.items()}, read.places)
            unread.append((number, why[key]))
            continue
        if weight is None:
            unweighed.append(number)
        total += weight or 0
        if differs_in(mine, theirs):
            ground = tuple((x.rule, x.basis, x.readings) for x in (mine, theirs))
            first.setdefault(ground, (mine, theirs))
            found.setdefault(ground, []).append(_Row(number, weight, str(row.get(columns.key) or "").strip() if columns.key is not None else ""))
    groups = [_group(found[ground], first[ground]) for ground in found]
    groups.sort(key=lambda g: (-g.weight, -g.rows))
    return StockEffect(
        a.pack.questions[question],
        len(rows),
        total if column else None,
        sum(g.rows for g in groups),
        sum((g.weight for g in groups), Decimal(0)),
        tuple(groups),
        tuple(n for n, _ in unread),
        tuple(unread),
        days,
        columns.key,
        merged_types(question, (a, b)),
        tuple(unweighed),
        tuple(f for f in read.inputs if f.name in read.absent and f.name in read.places),
    )


def _reason(question: str, laws: tuple[Law, Law], facts: Mapping[str, Any], days: Days, cells: Mapping[str, Any], places: Mapping[str, str]) -> Text:
    """Why a law does not answer a row: the first fault it tells. Rules that contradict each other are told as such. `cells`: what stands in the list for each fact."""
    for law in laws:
        own = {n: v for n, v in facts.items() if v is not None and law.pack.questions[question].input(n) is not None}
        for fact in law.pack.questions[question].inputs:
            try:
                read_value(own.get(fact.name, "unknown"), fact.type)
            except BadFact as bad:
                return misread(in_column(fact, places.get(fact.name)), str(cells[fact.name]).strip(), bad.code, fact.type)
        try:
            law.ask(question, own, _day(law, days, law.on, facts))
        except PolicyError as e:
            told = e.diagnostics[0]
            if told.code == "rules-disagree":
                return Text(f"规则自相矛盾：{told.message.zh}", f"the rules contradict each other: {told.message.en}")
            help_ = told.help or Text("", "")
            return Text("，".join(t for t in (told.message.zh, help_.zh) if t), "; ".join(t for t in (told.message.en, help_.en) if t))
    return Text("不能读取", "it cannot be read")


def _group(rows: Sequence[_Row], answers: tuple[Answer[Any], Answer[Any]]) -> StockGroup:
    given = {n: v for n, v in answers[0].trace.given.items() if v is not None}
    pair = Pair((answers[0].rule, answers[1].rule), (answers[0].status, answers[1].status), given, answers, differs_in(*answers), Text("", ""))
    weights = [r.weight for r in rows if r.weight is not None]
    keys = tuple(r.key for r in rows)
    return StockGroup(pair, len(rows), sum(weights, Decimal(0)), tuple(r.number for r in rows), keys if any(keys) else (), len(rows) - len(weights))


def _facts(row: Mapping[str, Any], read: _Read) -> Iterator[tuple[str, Any]]:
    """The facts of a row; a cell without anything is not known, or not given where its fact is so named, as one is whose column is not there."""
    for fact in read.inputs:
        if fact.name in read.places:
            value = row[read.places[fact.name]]
            if isinstance(value, str):
                value = value.strip()
            if value is None or value == "":
                if fact.name not in read.absent:
                    yield fact.name, "unknown"
            elif isinstance(fact.type, ListOf | SetOf) and not isinstance(fact.type.of, Record) and isinstance(value, str):
                yield fact.name, coded([v.strip() for v in value.replace("、", ";").split(";") if v.strip()], fact.type)
            elif isinstance(fact.type, Date) and isinstance(value, str | int | datetime):
                yield fact.name, value.date() if isinstance(value, datetime) and value.tzinfo is None else day_text(str(value))
            elif fact.name == PERIOD and isinstance(fact.type, Word) and isinstance(value, str | int):
                yield fact.name, period_text(str(value)) or value
            else:
                yield fact.name, Decimal(str(value)) if isinstance(value, float) else coded(value, fact.type)


def _weight(row: Mapping[str, Any], column: str | None) -> Decimal | None:
    """How much a row counts; None where its cell is empty or no number, so that it is told and not taken for nought."""
    if column is None:
        return Decimal(1)
    cell = row.get(column)
    number = read_number(str(cell).replace(",", "").strip()) if cell is not None else None
    return Decimal(number) if number is not None else None
