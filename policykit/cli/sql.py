"""`policykit sql`: a decision as one query over a table of cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .options import Options, read_day
from .output import write, write_json


def write_sql(question: str, pack: str, dialect: str, columns: Sequence[str], keys: Sequence[str], on: str | None, named: dict[str, Any], options: Options) -> None:
    """The query on stdout. `columns`: `fact` or `fact=column`. Raises `PolicyError`."""
    policy = options.load(pack)
    day = None if on is None else read_day(on)
    text = policy.sql(question, dialect, columns=_columns(columns) if columns else None, key=tuple(keys), on=day, **named)
    if options.as_json:
        write_json({"pack": policy.id, "digest": policy.digest, "question": question, "dialect": dialect, "sql": text})
    else:
        write(text)


def _columns(words: Sequence[str]) -> dict[str, str]:
    pairs = [w.split("=", 1) for w in words]
    return {p[0].strip(): p[-1].strip() for p in pairs}
