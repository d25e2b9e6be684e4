"""What a difference between two laws means for a stock list: how many rows come out differently, how much they weigh, and where."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from ...diagnostics import Diagnostic, PolicyError, Text, did_you_mean
from ...domain.numbers import read_number
from ...domain.periods import read_date, read_datetime
from ...domain.written_days import day_text
from ...ir.answer import Answer
from ...ir.labels import coded, plain
from ...ir.misread import in_column, misread, needed_always
from ...ir.pack import Question
from ...ir.types import Boolean, Choice, Date, Fact, ListOf, Record, SetOf, Type
from ...source.case import BadFact, read_value
from .asking import Asking
from .grid import merged_types
from .model import Law, Pair
from .shown import differs_in

USUAL_WEIGHTS = ("quantity", "数量")
WORDS = {"true": True, "false": False, "是": True, "否": False, "yes": True, "no": False, "1": True, "0": False}


@dataclass(frozen=True)
class Columns:
    """How a list is read. `facts`: the columns of facts that are named otherwise; `key`: the column that names a row; `weight`: how much it counts.

    `absent`: the facts whose empty cells mean that they are not given; others are then not known.
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    key: str | None = None
    weight: str | None = None
    absent: Collection[str] = ()


class _Row(NamedTuple):
    """A row that comes out differently: its number, its weight, what the list calls it."""

    number: int
    weight: Decimal | None
    key: str


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
    """A question asked of every row of a list."""

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

    @property
    def read(self) -> int:
        return self.rows - len(self.unread)


def weighed(
    a: Law, b: Law, rows: Sequence[Mapping[str, Any]], questions: Collection[str] = (), columns: Columns = NAMED_AS_FACTS, on: date | None = None
) -> tuple[StockEffect, ...]:
    """The effect on a list, for the questions named, or else for each question whose required facts are all columns.

    Columns are named as facts or their labels; `quantity` says how much a row counts where no other column does. An empty cell is a fact that is not known,
    or one not given, where `absent` names it.
    Each row is asked by the law of its own event date, or all by that of the day `on`; a side named with a day keeps it.
    Raises `PolicyError` where no question can be asked of the list, or a column is not there.
    """
    headings = tuple(dict.fromkeys(c for row in rows[:1] for c in row))
    missing = [c for c in (columns.weight, columns.key, *columns.facts.values()) if c is not None and c not in headings]
    if missing:
        raise PolicyError([_no_column(c, headings) for c in missing])
    known = {f.name for law in (a, b) for q in law.pack.answers for f in law.pack.questions[q].inputs}
    if wrong := [n for n in (*columns.facts, *columns.absent) if n not in known]:
        raise PolicyError([Diagnostic("no-fact", Text(f"没有名为 `{n}` 的事实", f"no fact is called `{n}`"), help=did_you_mean(n, sorted(known))) for n in wrong])
    columns = replace(columns, weight=columns.weight or next((c for c in USUAL_WEIGHTS if c in headings), None))

    worded = {plain(c): c for c in reversed(headings)}

    def places(question: str) -> dict[str, str]:
        """Which column holds each fact of a question."""
        facts = a.pack.questions[question].inputs
        found = {f.name: columns.facts.get(f.name) or next((worded[w] for w in map(plain, (f.name, *f.label)) if w in worded), None) for f in facts}
        return {name: column for name, column in found.items() if column is not None}

    asked = tuple(questions) or tuple(q for q in a.pack.answers if q in b.pack.answers and _fits(a.pack.questions[q], places(q)))
    lacking = {q: _lacking(a.pack.questions[q], places(q)) for q in asked}
    if not asked or any(lacking.values()):
        said = "、".join(dict.fromkeys(n for names in lacking.values() for n in names)) or "—"
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
    inputs = [f for q in asked for law in (a, b) for f in law.pack.questions[q].inputs]
    if needed := [f for f in inputs if f.name in columns.absent and f.absent.kind == "required"]:
        raise PolicyError([needed_always(f) for f in {f.name: f for f in needed}.values()])
    return tuple(_effect(q, a, b, rows, columns, places(q), on) for q in asked)


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


def _fits(question: Question, columns: Mapping[str, str]) -> bool:
    """Whether a list can be asked a question: it has all facts that must be given, and some fact at all."""
    return bool(question.inputs) and any(f.name in columns for f in question.inputs) and not _lacking(question, columns)


def _lacking(question: Question, columns: Mapping[str, str]) -> list[str]:
    return [f.name for f in question.inputs if f.absent.kind == "required" and f.name not in columns]


def _effect(question: str, a: Law, b: Law, rows: Sequence[Mapping[str, Any]], columns: Columns, places: Mapping[str, str], on: date | None) -> StockEffect:
    asking = (Asking(a, question), Asking(b, question))
    inputs = a.pack.questions[question].inputs
    days, column = _days(a.pack.questions[question], a, b, on), columns.weight
    known: dict[tuple[Any, ...], tuple[Answer[Any] | None, Answer[Any] | None]] = {}
    found: dict[Ground, list[_Row]] = {}
    first: dict[Ground, tuple[Answer[Any], Answer[Any]]] = {}
    unread: list[tuple[int, Text]] = []
    why: dict[tuple[Any, ...], Text] = {}
    unweighed: list[int] = []
    total = Decimal(0)
    for number, row in enumerate(rows, 1):
        facts = dict(_facts(row, inputs, places, columns.absent))
        weight = _weight(row, column)
        key = tuple(sorted((n, str(v)) for n, v in facts.items()))
        if key not in known:
            known[key] = (asking[0](facts, _day(a, days, a.on, facts)), asking[1](facts, _day(b, days, b.on, facts)))
        mine, theirs = known[key]
        if mine is None or theirs is None:
            if key not in why:
                why[key] = _reason(question, (a, b), facts, days, places)
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
        tuple(f for f in inputs if f.name in columns.absent and f.name in places),
    )


def _reason(question: str, laws: tuple[Law, Law], facts: Mapping[str, Any], days: Days, places: Mapping[str, str]) -> Text:
    """Why a law does not answer a row: the first fault it tells. Rules that contradict each other are told as such."""
    for law in laws:
        own = {n: v for n, v in facts.items() if v is not None and law.pack.questions[question].input(n) is not None}
        for fact in law.pack.questions[question].inputs:
            try:
                read_value(own.get(fact.name, "unknown"), fact.type)
            except BadFact as bad:
                return misread(in_column(fact, places.get(fact.name)), own[fact.name], bad.code, fact.type)
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


def _facts(row: Mapping[str, Any], inputs: Sequence[Fact], places: Mapping[str, str], absent: Collection[str]) -> Iterator[tuple[str, Any]]:
    """The facts of a row; a cell without anything is not known, or not given where `absent` names its fact, as one is whose column is not there."""
    for fact in inputs:
        if fact.name in places:
            value = row[places[fact.name]]
            if isinstance(value, str):
                value = value.strip()
            if value is None or value == "":
                if fact.name not in absent:
                    yield fact.name, "unknown"
            elif isinstance(fact.type, Boolean) and isinstance(value, str) and value.lower() in WORDS:
                yield fact.name, WORDS[value.lower()]
            elif isinstance(fact.type, Choice):
                yield fact.name, coded(value, fact.type)
            elif isinstance(fact.type, ListOf | SetOf) and not isinstance(fact.type.of, Record) and isinstance(value, str):
                yield fact.name, coded([v.strip() for v in value.replace("、", ";").split(";") if v.strip()], fact.type)
            elif isinstance(fact.type, Date) and isinstance(value, str):
                yield fact.name, day_text(value)
            elif isinstance(value, float):
                yield fact.name, Decimal(str(value))
            else:
                yield fact.name, value


def _weight(row: Mapping[str, Any], column: str | None) -> Decimal | None:
    """How much a row counts; None where its cell is empty or no number, so that it is told and not taken for nought."""
    if column is None:
        return Decimal(1)
    cell = row.get(column)
    number = read_number(str(cell).replace(",", "").strip()) if cell is not None else None
    return Decimal(number) if number is not None else None
