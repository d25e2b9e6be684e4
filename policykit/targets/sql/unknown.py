"""Rows in which something unknown matters: tried with every value that it may have, then taken together again.

`open` rows -> `cases` (each combination of facts once) -> one row for each trial -> the same decision as before -> `agreed`: answered where all
trials end alike, else undetermined, with the outputs on which all agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from ...ir.types import Fact
from .candidates import Candidates
from .dialects import Dialect
from .values import NULL, TRUE, both, chosen

MOST_TRIALS = 100_000  # of one row
TRIAL_DIGITS = 12  # of a trial's number, written out so that texts have its order


@dataclass(frozen=True)
class Tried:
    """What is tried of one fact: its columns in the query, and the candidates. `opaque`: only whether it is none."""

    column: str
    none_column: str | None
    candidates: Candidates
    opaque: bool = False

    @classmethod
    def opaquely(cls, column: str, none_column: str | None, fact: Fact) -> Tried:
        return cls(column, none_column, Candidates(fact, (column,), None, True), True)


def few(tried: list[Tried]) -> str:
    """Whether a row's trials are few enough: the sum of logarithms, since a product would be beyond any number type."""
    parts = [f"CASE WHEN u_{t.candidates.fact.name} THEN {log(t.candidates.count):.4f} ELSE 0 END" for t in tried if t.candidates.count > 1]
    return f"({' + '.join(parts)}) <= {log(MOST_TRIALS):.4f}" if parts else TRUE


def expanded(tried: list[Tried], columns: Sequence[str], source: str, fence: str) -> list[tuple[str, str]]:
    """The queries, each by its name, that put every candidate in place of what is not known, one fact after the other."""
    most = max((t.candidates.count for t in tried), default=1)
    queries = [("counted", " UNION ALL ".join(f"SELECT {n} AS n" for n in range(most)))]
    for number, fact in enumerate(tried):
        name, values, count = fact.candidates.fact.name, list(fact.candidates.values), fact.candidates.count
        unknown = f"u_{name}"
        if fact.candidates.otherwise is not None:
            values.append(chosen([(both(f"({v} IS NULL)" for v in values), fact.candidates.otherwise)]))
        put = {fact.column: f"CASE WHEN {unknown} THEN CASE n {' '.join(f'WHEN {n} THEN {v}' for n, v in enumerate(values))} END ELSE {fact.column} END"}
        if fact.none_column is not None:
            put[fact.none_column] = f"CASE WHEN {unknown} THEN n = {0 if fact.opaque else len(values)} ELSE {fact.none_column} END"
        listed = [f"{put[c]} AS {c}" if c in put else c for c in columns]
        trial = f"CASE WHEN {unknown} THEN trial * {count} + n ELSE trial END AS trial"
        queries.append(
            (f"x{number}", f"SELECT signature, {trial}, {', '.join(listed)} FROM {source} CROSS JOIN counted WHERE n < CASE WHEN {unknown} THEN {count} ELSE 1 END{fence}")
        )
        source = f"x{number}"
        if not fact.opaque:
            kept = both([f"NOT ({fact.column} IS NULL AND {f'NOT {fact.none_column}' if fact.none_column else 'TRUE'})", *_not_below(fact)])
            queries.append((f"y{number}", f"SELECT * FROM {source} WHERE {kept}{fence}"))
            source = f"y{number}"
    return queries


def _not_below(fact: Tried) -> list[str]:
    """A number that is tried is no less than a fact may be."""
    least = fact.candidates.least
    if least is None:
        return []
    return [f"(u_{fact.candidates.fact.name} = FALSE OR {fact.column} IS NULL OR {fact.column} >= {least})"]


def agreed(outputs: Sequence[tuple[str, str]], source: str, dialect: Dialect) -> list[tuple[str, str]]:
    """The queries from the trials to one row for each case. `outputs`: column, and the value while undetermined.

    First for each rule that answers, so that rules can be named once each, in the order of the trials; and for each two rules that disagree. Trials
    in which rules disagree are left out where others end otherwise; where there are no others, and each could be worked out, the last is told.
    """
    kept = ["status", "strength", *(c for c, _ in outputs)]
    lowest = ", ".join(f"MIN({c}) AS low_{c}, MAX({c}) AS high_{c}, COUNT({c}) AS known_{c}" for c in kept)
    flags = ", ".join(f"MAX({c}) AS {c}" for c in ["unread", *(f"follows_{k}" for k in range(len(outputs)))])
    flags += ", MAX(CASE WHEN status = 'silent' THEN 1 ELSE 0 END) AS quiet"  # then nothing is certain of an output
    counts = "COUNT(rule) AS named, SUM(said) AS trials, SUM(CASE WHEN said = 0 AND error IS NULL THEN 1 ELSE 0 END) AS failed"
    first = "CASE WHEN SUM(said) > 0 THEN COALESCE(MAX(rule), '') END AS told, MIN(CASE WHEN said = 1 THEN trial END) AS trial"
    number = f"LPAD(CAST(trial AS {dialect.text_type}), {TRIAL_DIGITS}, '0')"
    last = f"MAX({dialect.concat([number, 'error'])}) AS clash"
    rules = f"SELECT signature, {counts}, {first}, {last}, {flags}, {lowest} FROM {source} GROUP BY signature, COALESCE(rule, error, '')"
    one = {c: f"(SUM(known_{c}) = 0 OR (SUM(known_{c}) = SUM(trials) AND MIN(low_{c}) = MAX(high_{c})))" for c in kept}
    alike = both(["SUM(trials) > 0", "MAX(unread) = 0", *one.values(), *(f"MAX(follows_{k}) = 0" for k in range(len(outputs)))])
    listed = dialect.listed.format(x="told", by="trial")
    columns = [f"CASE WHEN {alike} THEN 1 ELSE 0 END AS alike", "MIN(low_status) AS status", f"CASE WHEN SUM(named) > 0 THEN {listed} END AS rule"]
    columns.append(f"CASE WHEN SUM(trials) = 0 AND SUM(failed) = 0 THEN SUBSTRING(MAX(clash), {TRIAL_DIGITS + 1}) END AS error")
    for k, (column, opened) in enumerate(outputs):
        sure = both(["MAX(unread) = 0", f"MAX(follows_{k}) = 0", "MAX(quiet) = 0", one[column]])
        columns += [f"MIN(low_{column}) AS {column}", f"{chosen([(sure, f'MIN(low_{column})')], None if opened == NULL else opened)} AS open_{column}"]
    return [("rules", rules), ("agreed", f"SELECT signature, {', '.join(columns)} FROM rules GROUP BY signature")]
