"""What a difference between two laws means for a stock list: how many rows come out differently, how much they weigh, and where."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ...diagnostics import Diagnostic, PolicyError, Text
from ...domain.numbers import read_number
from ...ir.answer import Answer
from ...ir.pack import Question
from ...ir.types import Boolean, Date, Fact, ListOf, Record, SetOf
from .asking import Asking
from .model import Law, Pair
from .rules import differs_in

USUAL_WEIGHT = "quantity"
FIRST = 5  # rows named of each group
_SLASHED = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})")  # as spreadsheets write days: 2025/10/19
WORDS = {"true": True, "false": False, "是": True, "否": False, "yes": True, "no": False, "1": True, "0": False}


@dataclass(frozen=True)
class StockGroup:
    """Rows that come out differently by the same pair of rules; `pair` has the first of them as its case."""

    pair: Pair
    rows: int
    weight: Decimal
    numbers: tuple[int, ...]  # of the first rows, counted from 1 below the heading


@dataclass(frozen=True)
class StockEffect:
    """A question asked of every row of a list."""

    question: Question
    rows: int
    weight: Decimal | None  # of the rows that both laws answer
    differing: int
    differing_weight: Decimal
    groups: tuple[StockGroup, ...]
    unread: tuple[int, ...]  # rows that one of the laws does not answer: it cannot read them, or contradicts itself
    reasons: tuple[tuple[int, Text], ...] = ()  # of each of these rows

    @property
    def read(self) -> int:
        return self.rows - len(self.unread)


def weighed(a: Law, b: Law, rows: Sequence[Mapping[str, Any]], questions: Collection[str] = (), weight: str | None = None) -> tuple[StockEffect, ...]:
    """The effect on a list, for the questions named, or else for each question whose required facts are all columns.

    `weight`: the column that says how much a row counts; `quantity` where there is one and none is named. An empty cell is a fact that is not known.
    Raises `PolicyError` where no question can be asked of the list, or the column is not there.
    """
    columns = tuple(dict.fromkeys(c for row in rows[:1] for c in row))
    if weight is not None and weight not in columns:
        raise PolicyError(
            [Diagnostic("no-column", Text(f"清单没有列 `{weight}`", f"the list has no column `{weight}`"), help=Text("核对列名", "look at the names of its columns"))]
        )
    column = weight or (USUAL_WEIGHT if USUAL_WEIGHT in columns else None)
    asked = tuple(questions) or tuple(q for q in a.pack.answers if q in b.pack.answers and _fits(a.pack.questions[q], columns))
    lacking = {q: _lacking(a.pack.questions[q], columns) for q in asked}
    if not asked or any(lacking.values()):
        said = "、".join(dict.fromkeys(n for names in lacking.values() for n in names)) or "—"
        raise PolicyError(
            [
                Diagnostic(
                    "stock-columns",
                    Text(f"清单缺少提问所需的列：{said}", f"the list lacks columns that a question needs: {said}"),
                    help=Text("列名用事实的名称，见 `policykit questions 问题`", "columns are named like facts: `policykit questions QUESTION` lists them"),
                )
            ]
        )
    return tuple(_effect(q, a, b, rows, column) for q in asked)


def _fits(question: Question, columns: Collection[str]) -> bool:
    """Whether a list can be asked a question: it has all facts that must be given, and some fact at all."""
    return bool(question.inputs) and any(f.name in columns for f in question.inputs) and not _lacking(question, columns)


def _lacking(question: Question, columns: Collection[str]) -> list[str]:
    return [f.name for f in question.inputs if f.absent.kind == "required" and f.name not in columns]


def _effect(question: str, a: Law, b: Law, rows: Sequence[Mapping[str, Any]], column: str | None) -> StockEffect:
    asking = (Asking(a, question), Asking(b, question))
    inputs = a.pack.questions[question].inputs
    known: dict[tuple[Any, ...], tuple[Answer[Any] | None, Answer[Any] | None]] = {}
    found: dict[tuple[str | None, str | None], list[tuple[int, Decimal, dict[str, Any]]]] = {}
    first: dict[tuple[str | None, str | None], tuple[Answer[Any], Answer[Any]]] = {}
    unread: list[tuple[int, Text]] = []
    total = Decimal(0)
    for number, row in enumerate(rows, 1):
        facts = dict(_facts(row, inputs))
        weight = _weight(row, column)
        key = tuple(sorted((n, str(v)) for n, v in facts.items()))
        if key not in known:
            known[key] = (asking[0](facts), asking[1](facts))
        mine, theirs = known[key]
        if mine is None or theirs is None:
            unread.append((number, _reason(question, (a, b), facts)))
            continue
        total += weight
        if differs_in(mine, theirs):
            pair = (mine.rule, theirs.rule)
            first.setdefault(pair, (mine, theirs))
            found.setdefault(pair, []).append((number, weight, facts))
    groups = [_group(found[pair], first[pair]) for pair in found]
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
    )


def _reason(question: str, laws: tuple[Law, Law], facts: Mapping[str, Any]) -> Text:
    """Why a law does not answer a row: the first fault it tells. Rules that contradict each other are told as such."""
    for law in laws:
        own = {n: v for n, v in facts.items() if v is not None and law.pack.questions[question].input(n) is not None}
        try:
            law.ask(question, own, law.on)
        except PolicyError as e:
            told = e.diagnostics[0]
            if told.code == "rules-disagree":
                return Text(f"规则自相矛盾：{told.message.zh}", f"the rules contradict each other: {told.message.en}")
            help_ = told.help or Text("", "")
            return Text("，".join(t for t in (told.message.zh, help_.zh) if t), "; ".join(t for t in (told.message.en, help_.en) if t))
    return Text("不能读取", "it cannot be read")


def _group(rows: Sequence[tuple[int, Decimal, dict[str, Any]]], answers: tuple[Answer[Any], Answer[Any]]) -> StockGroup:
    given = {n: v for n, v in answers[0].trace.given.items() if v is not None}
    pair = Pair((answers[0].rule, answers[1].rule), (answers[0].status, answers[1].status), given, answers, differs_in(*answers), Text("", ""))
    return StockGroup(pair, len(rows), sum((w for _, w, _ in rows), Decimal(0)), tuple(n for n, _, _ in rows[:FIRST]))


def _facts(row: Mapping[str, Any], inputs: Sequence[Fact]) -> Iterator[tuple[str, Any]]:
    """The facts of a row; a cell without anything is not known, a column that is not there is not given."""
    for fact in inputs:
        if fact.name in row:
            value = row[fact.name]
            if isinstance(value, str):
                value = value.strip()
            if value is None or value == "":
                yield fact.name, "unknown"
            elif isinstance(fact.type, Boolean) and isinstance(value, str) and value.lower() in WORDS:
                yield fact.name, WORDS[value.lower()]
            elif isinstance(fact.type, ListOf | SetOf) and not isinstance(fact.type.of, Record) and isinstance(value, str):
                yield fact.name, [v.strip() for v in value.replace("、", ";").split(";") if v.strip()]
            elif isinstance(fact.type, Date) and isinstance(value, str) and (day := _SLASHED.fullmatch(value)):
                yield fact.name, f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}"
            elif isinstance(value, float):
                yield fact.name, Decimal(str(value))
            else:
                yield fact.name, value


def _weight(row: Mapping[str, Any], column: str | None) -> Decimal:
    """How much a row counts; nothing where its cell is no number."""
    if column is None:
        return Decimal(1)
    number = read_number(str(row.get(column) or "0").replace(",", "").strip())
    return Decimal(number) if number is not None else Decimal(0)
