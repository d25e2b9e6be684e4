"""What a user asks for (a question, a dialect, the names in a data base) -> the text of a query or view, or a `PolicyError`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from ...diagnostics import PolicyError, Text, did_you_mean
from ...domain.periods import day_given
from ...ir.pack import Pack, Question
from ...ir.types import NONE_SUFFIX
from . import faults
from .dialects import DIALECTS
from .query import Asked, MissingColumn, NoDay, Query, read_facts
from .values import Unsupported

OWN = ("status", "rule", "citations")


def written(
    pack: Pack,
    question: Question,
    dialect: str,
    *,
    table: str = "cases",
    key: str | Sequence[str] = (),
    columns: Mapping[str, str] | Iterable[str] | None = None,
    on: date | str | None = None,
    on_column: str | None = None,
    view: str | None = None,
    citations: bool = False,
    unknown: bool = True,
    pretty: bool = True,
) -> str:
    """The SQL of a question. Raises `PolicyError`."""
    if dialect not in DIALECTS:
        raise PolicyError([faults.unknown_dialect(dialect, list(DIALECTS))])
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
    keys = (key,) if isinstance(key, str) else tuple(key)
    named = _columns(pack, question, columns)
    asked = Asked(table, keys, named, on, on_column, citations, unknown)
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
    return sqlglot.parse_one(text, read=dialect).sql(dialect, pretty=pretty, copy=False)


def _columns(pack: Pack, question: Question, columns: Mapping[str, str] | Iterable[str] | None) -> dict[str, str]:
    """Fact -> column. Left out, every fact that the rules read has a column of its own name."""
    if columns is None:
        read = read_facts(pack, question)
        return {f.name: f.name for f in question.inputs if f.name in read or f.name == question.event_date}
    given = dict(columns) if isinstance(columns, Mapping) else {c: c for c in columns}
    known = [n for f in question.inputs for n in ((f.name, f.name + NONE_SUFFIX) if f.absent.kind == "none" else (f.name,))]
    for name in given:
        if name not in known:
            raise PolicyError([faults.unknown_fact(question.id, name, did_you_mean(name, known))])
    if alone := [f.name for f in question.inputs if f.name + NONE_SUFFIX in given and f.name not in given]:
        raise PolicyError([faults.none_alone(n, n + NONE_SUFFIX) for n in alone])
    return given
