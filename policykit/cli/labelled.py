"""Answers of a table as codes -> in words: statuses, outcomes, strength, basis and missing facts by their labels. Names of columns, of rules and addresses stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from ..diagnostics import Language, Text
from ..ir.explain import BASIS, STRENGTH, shown
from ..ir.types import Choice, ListOf, SetOf, Type

if TYPE_CHECKING:
    from ..api import Policy

STATUSES = {
    "answered": Text("已作答", "answered"),
    "silent": Text("无规定", "silent"),
    "undetermined": Text("不能确定", "undetermined"),
    "not_in_force": Text("不在效力期内", "not in force"),
}


def in_words(policies: Sequence[Policy], question: str, added: Sequence[str], language: Language) -> Callable[[pl.LazyFrame], pl.LazyFrame]:
    """What writes the answers of a question in words, and of what is `added` to them; the columns of the table that was asked stay as they are."""
    first = policies[0].pack.questions[question]
    of_added: dict[str, Mapping[str, str]] = {
        "strength": {c: t.in_(language) for c, t in STRENGTH.items()},
        "basis": {c: t.in_(language) for c, t in BASIS.items()},
        "missing": {f.name: f.label.in_(language) or f.name for f in first.inputs},
    }
    named = {"status": {c: t.in_(language) for c, t in STATUSES.items()}, **{n: w for n, w in of_added.items() if n in added}}
    for output in first.outputs:
        given = (p.pack.questions[question].output(output.name) for p in policies)
        named[output.name] = words_of((o.type for o in given if o is not None), language)

    def written(table: pl.LazyFrame) -> pl.LazyFrame:
        types = table.collect_schema()
        return table.with_columns(_worded(n, types[n], words, language) for n, words in named.items() if words or types[n] == pl.Boolean)

    return written


def words_of(types: Iterable[Type], language: Language) -> dict[str, str]:
    """Code -> label, of the choices that an outcome may be in several packs; of two codes with one label each has its code beside it."""
    labels: dict[str, str] = {}
    for type_ in types:
        inner = type_.of if isinstance(type_, ListOf | SetOf) else type_
        if isinstance(inner, Choice):
            for code in inner.values:
                own = inner.labels.get(code) or STATUSES.get(code)
                labels.setdefault(code, (own.in_(language) if own is not None else "") or code)
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
