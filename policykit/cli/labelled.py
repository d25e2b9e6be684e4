"""Answers of a table as codes -> in words: statuses, outcomes, strength, basis, missing facts and the names of their columns by their labels.

The names of the table's own columns, of rules and addresses stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, get_args

import polars as pl

from ..diagnostics import Language, Text
from ..ir.explain import BASIS, STRENGTH, shown
from ..ir.labels import NO_WORDS
from ..ir.types import Choice, ListOf, SetOf, Type, Word

if TYPE_CHECKING:
    from ..api import Policy
    from ..ir.pack import Question

PACK, ROW = "__pack", "__row"  # columns that are there while the rows of each pack are written
AT_ODDS = "at_odds"  # whether a day of the row lies before one that it cannot lie before: a column of `run` alone
STATUSES = {
    "answered": Text("已作答", "answered"),
    "silent": Text("无规定", "silent"),
    "undetermined": Text("不能确定", "undetermined"),
    "not_in_force": Text("不在效力期内", "not in force"),
}

COLUMNS = {
    "status": Text("结果", "status"),
    "rule": Text("规则", "rule"),
    "strength": Text("强度", "strength"),
    "basis": Text("依据", "basis"),
    "readings": Text("疑义", "readings"),
    "missing": Text("所缺事实", "missing facts"),
    "citations": Text("条文", "clauses"),
    "why": Text("理由", "why"),
    AT_ODDS: Text("请核对", "please check"),
}
REJECTS = {"row": Text("行号", "row"), "sheet_row": Text("表中行号", "row of the sheet"), "fault": Text("不能作答的原因", "fault")}


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


def names_in_words(question: Question, added: Sequence[str], language: Language) -> dict[str, str]:
    """Name -> label of the columns that an answer has, as they stand in the table; of two with one label each has its name beside it."""
    labels = {n: t for n, t in COLUMNS.items() if n in ("status", "rule", *added)} | {o.name: o.label for o in question.outputs}
    return _apart({n: t.in_(language) or n for n, t in labels.items()}, language)


def whole_in_words(names: Mapping[str, str], language: Language) -> Callable[[pl.LazyFrame], pl.LazyFrame]:
    """What writes the statuses of a table in words, which are the same whatever the pack and are counted as codes before, and names its columns."""
    words = {c: t.in_(language) for c, t in STATUSES.items()}
    return lambda table: table.with_columns(pl.col("status").cast(pl.String).replace(words)).rename(dict(names))


def rejects_in_words(language: Language) -> Callable[[pl.LazyFrame], pl.LazyFrame]:
    """What names the columns that rows set apart have beside their own."""
    return lambda table: table.rename({n: t.in_(language) for n, t in REJECTS.items()}, strict=False)


def columns_of_rejects(names: Collection[str]) -> tuple[str, ...]:
    """Those that a table has where it is the rejects of an earlier run, which are mended and asked again: names of both the row and the fault."""
    written = ({n: n for n in REJECTS}, *({n: t.in_(language) for n, t in REJECTS.items()} for language in get_args(Language)))
    found = {w for words in written if words["row"] in names and words["fault"] in names for w in words.values()}
    return tuple(n for n in names if n in found)


def _labels(policy: Policy, question: str, added: Sequence[str], language: Language) -> dict[str, dict[str, str]]:
    """Column -> code -> label in one pack; a column without codes has none."""
    asked = policy.pack.questions[question]
    of_added = {
        "strength": {c: t.in_(language) for c, t in STRENGTH.items()},
        "basis": {c: t.in_(language) for c, t in BASIS.items()},
        "missing": {f.name: f.label.in_(language) or f.name for f in asked.inputs},
    }
    return {**{n: words for n, words in of_added.items() if n in added}, **{o.name: words_of(o.type, language, asked.codes) for o in asked.outputs}}


def words_of(type_: Type, language: Language, words: Mapping[str, Text] = NO_WORDS) -> dict[str, str]:
    """Code -> label, of the choices that an outcome may be, or of the codes that its texts hold (`words`); of two codes with one label each has its code beside it."""
    labels: dict[str, str] = {}
    inner = type_.of if isinstance(type_, ListOf | SetOf) else type_
    if isinstance(inner, Choice):
        for code in inner.values:
            own = inner.labels.get(code) or STATUSES.get(code)
            labels[code] = (own.in_(language) if own is not None else "") or code
    elif isinstance(inner, Word):
        labels = {code: label.in_(language) for code, label in words.items()}
    if not labels:
        return {}
    found = _apart(labels, language)
    return {**found, "none": found.get("none", shown(None, {}, language))}


def _apart(labels: Mapping[str, str], language: Language) -> dict[str, str]:
    """The labels, with what they stand for beside those that several have."""
    times = Counter(labels.values())
    return {c: w if times[w] == 1 else f"{w}（{c}）" if language == "zh" else f"{w} ({c})" for c, w in labels.items()}


def _worded(name: str, type_: pl.DataType, words: Mapping[str, str], language: Language) -> pl.Expr:
    column = pl.col(name)
    if type_ == pl.Boolean:
        return pl.when(column).then(pl.lit(shown(True, {}, language))).when(~column).then(pl.lit(shown(False, {}, language))).alias(name)
    if isinstance(type_, pl.List):
        return column.cast(pl.List(pl.String)).list.eval(pl.element().replace(words))
    return column.cast(pl.String).replace(words)
