"""`policykit sql`: a decision as one query over a table of cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..diagnostics import Diagnostic, PolicyError, Text
from .options import Options
from .output import write, write_json


def write_sql(question: str, pack: str, dialect: str, columns: Sequence[str], keys: Sequence[str], on: str | None, named: dict[str, Any], options: Options) -> None:
    """The query on stdout. `columns`: `fact` or `fact=column`. Raises `PolicyError`."""
    policy = options.load(pack)
    day = None if on is None else _day(on)
    text = policy.sql(question, dialect, columns=_columns(columns) if columns else None, key=tuple(keys), on=day, **named)
    if options.as_json:
        write_json({"pack": policy.id, "digest": policy.digest, "question": question, "dialect": dialect, "sql": text})
    else:
        write(text)


def _columns(words: Sequence[str]) -> dict[str, str]:
    pairs = [w.split("=", 1) for w in words]
    return {p[0].strip(): p[-1].strip() for p in pairs}


def _day(text: str) -> Any:
    from ..domain.periods import read_date

    found = read_date(text)
    if found is None:
        raise PolicyError([Diagnostic("day", Text(f"`{text}` 不是日期", f"`{text}` is not a day"), help=Text("写作 2025-09-01", "write it as 2025-09-01"))])
    return found
