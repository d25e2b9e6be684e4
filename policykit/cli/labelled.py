"""Answers of a table as codes -> in words: statuses, outcomes, strength, basis and missing facts by their labels. Names of columns, of rules and addresses stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from ..diagnostics import Language, Text
from ..ir.explain import BASIS, STRENGTH, shown
from ..ir.types import Choice, ListOf, SetOf, Type

if TYPE_CHECKING:
    from ..api import Policy

PACK, ROW = "__pack", "__row"  # columns that are there while the rows of each pack are written
STATUSES = {
    "answered": Text("已作答", "answered"),
    "silent": Text("无规定", "silent"),
    "undetermined": Text("不能确定", "undetermined"),
    "not_in_force": Text("不在效力期内", "not in force"),
}


def in_words(policies: Sequence[Policy], question: str, added: Sequence[str], language: Language) -> Callable[[pl.DataFrame, pl.Series | None], pl.DataFrame]:
    """What writes answers in words, and of what is `added` to them, all but `status`: each row's by the labels of its own pack, whose name stands in a series beside them.

    One code may have another label in each pack (`finance` is the finance department of a province in one, of a city in another).
    """
    named = {p.id: _labels(p, question, added, language) for p in policies}
    worded = {n for words in named.values() for n, w in words.items() if w}
    first = policies[0].id

    def of_one(answers: pl.DataFrame, pack: str) -> pl.DataFrame:
        words = named.get(pack, {})
        return answers.with_columns(_worded(n, t, words.get(n, {}), language) for n, t in answers.schema.items() if n in worded or (t == pl.Boolean and n in named[first]))

    def written(answers: pl.DataFrame, packs: pl.Series | None) -> pl.DataFrame:
        if packs is None or answers.is_empty():
            return of_one(answers, first)
        apart = answers.with_columns(packs.alias(PACK)).with_row_index(ROW).partition_by(PACK, as_dict=True, include_key=False)
        return pl.concat(of_one(rows, str(pack)) for (pack,), rows in apart.items()).sort(ROW).drop(ROW)

    return written


def statuses_in_words(language: Language) -> Callable[[pl.LazyFrame], pl.LazyFrame]:
    """What writes the statuses of a table in words: they are the same whatever the pack, and are counted as codes before."""
    words = {c: t.in_(language) for c, t in STATUSES.items()}
    return lambda table: table.with_columns(pl.col("status").cast(pl.String).replace(words))


def _labels(policy: Policy, question: str, added: Sequence[str], language: Language) -> dict[str, dict[str, str]]:
    """Column -> code -> label in one pack; a column without codes has none."""
    asked = policy.pack.questions[question]
    of_added = {
        "strength": {c: t.in_(language) for c, t in STRENGTH.items()},
        "basis": {c: t.in_(language) for c, t in BASIS.items()},
        "missing": {f.name: f.label.in_(language) or f.name for f in asked.inputs},
    }
    return {**{n: words for n, words in of_added.items() if n in added}, **{o.name: words_of(o.type, language) for o in asked.outputs}}


def words_of(type_: Type, language: Language) -> dict[str, str]:
    """Code -> label, of the choices that an outcome may be; of two codes with one label each has its code beside it."""
    labels: dict[str, str] = {}
    inner = type_.of if isinstance(type_, ListOf | SetOf) else type_
    if isinstance(inner, Choice):
        for code in inner.values:
            own = inner.labels.get(code) or STATUSES.get(code)
            labels[code] = (own.in_(language) if own is not None else "") or code
    if not labels:
        return {}
    times = Counter(labels.values())
    found = {c: w if times[w] == 1 else f"{w}（{c}）" if language == "zh" else f"{w} ({c})" for c, w in labels.items()}
    return {**found, "none": found.get("none", shown(None, {}, language))}


def _worded(name: str, type_: pl.DataType, words: Mapping[str, str], language: Language) -> pl.Expr:
    column = pl.col(name)
    if type_ == pl.Boolean:
        return pl.when(column).then(pl.lit(shown(True, {}, language))).when(~column).then(pl.lit(shown(False, {}, language))).alias(name)
    if isinstance(type_, pl.List):
        return column.cast(pl.List(pl.String)).list.eval(pl.element().replace(words))
    return column.cast(pl.String).replace(words)
