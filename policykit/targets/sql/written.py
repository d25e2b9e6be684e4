"""What a user asks for (a question, a dialect, the names in a data base) -> the text of a query or view, or a `PolicyError`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from ...diagnostics import Diagnostic, PolicyError, Text, did_you_mean
from ...domain.periods import day_given
from ...ir.arguments import are_columns, are_names, names, no_columns, no_name, no_names, unknown_argument
from ...ir.pack import Pack, Question
from ...ir.types import NONE_SUFFIX
from . import faults
from .dialects import DIALECTS
from .query import Asked, MissingColumn, NoDay, Query, read_facts
from .values import Unsupported

OWN = ("status", "rule", "citations")


class Named(TypedDict, total=False):
    """What a query is told of the data base: names as they stand there, one alone or several."""

    table: str  # left out: cases
    key: str | Collection[str]  # the columns kept beside the answers; left out: none
    columns: Mapping[str, str] | str | Collection[str] | None  # input -> column, or the inputs that have a column of their own name; left out: all that the rules read
    on: date | str | None  # the day of the law
    on_column: str | None  # the column that holds it; left out both: the question's event date
    view: str | None  # the name of a view to make
    citations: bool  # whether a column has the clauses relied on
    unknown: bool  # whether NULLs are tried out; without, what they leave open is undetermined
    pretty: bool  # whether the query stands in lines


def written(pack: Pack, question: Question, dialect: str, **how: Unpack[Named]) -> str:
    """The SQL of a question. Raises `PolicyError`."""
    if not isinstance(dialect, str) or dialect not in DIALECTS:
        raise PolicyError([faults.unknown_dialect(dialect, list(DIALECTS))])
    if wrong := _wrong(how):
        raise PolicyError(wrong)
    table, view, on, on_column = how.get("table", "cases"), how.get("view"), how.get("on"), how.get("on_column")
    if on is not None and on_column is not None:
        raise PolicyError([faults.two_days()])
    on = day_given(on)
    if isinstance(on, datetime) or not isinstance(on, date | None):
        raise PolicyError([faults.no_date()])
    try:
        import sqlglot
        from sqlglot import exp
    except ImportError:
        raise PolicyError([faults.not_installed()]) from None
    keys = names(how.get("key", ()))
    named = _columns(pack, question, how.get("columns"))
    asked = Asked(table, keys, named, on, on_column, how.get("citations", False), how.get("unknown", True))
    every = [*keys, *named.values(), *([on_column] if on_column else []), *OWN, *(o.name for o in question.outputs)]
    clash = next((k for k in keys if k in OWN or any(o.name == k for o in question.outputs)), None)
    if clash is not None:
        raise PolicyError([faults.key_named_as_output(clash)])
    quoted = {name: exp.to_identifier(name, quoted=True).sql(dialect) for name in every}
    try:
        source = exp.to_table(table, dialect=dialect).sql(dialect, identify=True)
        made = None if view is None else exp.to_table(view, dialect=dialect).sql(dialect, identify=True)
    except sqlglot.errors.SqlglotError:
        raise PolicyError([faults.bad_table(table if view is None else f"{table}, {view}")]) from None
    try:
        text = Query(pack, question, asked, DIALECTS[dialect], source, quoted).text()
    except Unsupported as e:
        raise PolicyError([faults.unsupported(pack.id, question.id, Text(e.zh, e.en))]) from None
    except MissingColumn as e:
        raise PolicyError([faults.missing_column(e.fact)]) from None
    except NoDay:
        raise PolicyError([faults.no_day(question)]) from None
    if made is not None:
        text = f"CREATE VIEW {made} AS {text}"
    return sqlglot.parse_one(text, read=dialect).sql(dialect, pretty=how.get("pretty", True), copy=False)


def _wrong(how: Mapping[str, Any]) -> list[Diagnostic]:
    """Arguments that there are not, and what is no name where one should stand."""
    found = [unknown_argument(n, list(Named.__annotations__)) for n in how if n not in Named.__annotations__]
    found += [no_name(n, how[n]) for n in ("table", "on_column", "view") if not isinstance(how.get(n, ""), str | None)]
    found += [no_name("table", None)] if how.get("table", "") is None else []
    found += [no_names("key", how["key"])] if how.get("key", ()) is None or not are_names(how.get("key")) else []
    columns = how.get("columns")
    return [*found, no_columns(columns)] if (isinstance(columns, Mapping) and not are_columns(columns)) or not are_names(columns) else found


def _columns(pack: Pack, question: Question, columns: Mapping[str, str] | str | Collection[str] | None) -> dict[str, str]:
    """Fact -> column. Left out, every fact that the rules read has a column of its own name."""
    if columns is None:
        read = read_facts(pack, question)
        return {f.name: f.name for f in question.inputs if f.name in read or f.name == question.event_date}
    given = dict(columns) if isinstance(columns, Mapping) else {c: c for c in names(columns)}
    known = [n for f in question.inputs for n in ((f.name, f.name + NONE_SUFFIX) if f.absent.kind == "none" else (f.name,))]
    for name in given:
        if name not in known:
            raise PolicyError([faults.unknown_fact(question.id, name, did_you_mean(name, known))])
    if alone := [f.name for f in question.inputs if f.name + NONE_SUFFIX in given and f.name not in given]:
        raise PolicyError([faults.none_alone(n, n + NONE_SUFFIX) for n in alone])
    return given
