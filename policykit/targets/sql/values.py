"""Values and conditions as SQL text.

NULL is *unknown*, in values and conditions alike, so that SQL's own three-valued logic carries what is not known. *None* is a value, and SQL has
no second NULL for it: a value that may be none has a condition beside it that says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

TRUE, FALSE, NULL = "TRUE", "FALSE", "NULL"
MOST_DIGITS = 38  # of a decimal in DuckDB and Spark


class Unsupported(Exception):
    """What a data base cannot be told exactly, in two languages."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(en)


@dataclass(frozen=True)
class Scalar:
    """A single value. `none`: the condition that it is none, where `sql` then means nothing. `digits`: a number's most digits before and after the point."""

    sql: str
    none: str = FALSE
    digits: tuple[int, int] = (18, 0)


@dataclass(frozen=True)
class Bits:
    """A set of codes: for each code that may be in it, the condition that it is."""

    of: Mapping[str, str]
    none: str = FALSE

    def has(self, code: str) -> str:
        return self.of.get(code, FALSE)


@dataclass(frozen=True)
class Codes:
    """A list of codes as a text, `a,b,c`; none of them holds a comma. `codes`: those that there are, None for any words."""

    sql: str
    codes: tuple[str, ...] | None
    none: str = FALSE


@dataclass(frozen=True)
class Several:
    """A list written out."""

    parts: tuple[Value, ...]
    none: str = field(default=FALSE, init=False)


Value: TypeAlias = Scalar | Bits | Codes | Several
NONE = Scalar(NULL, TRUE)


def both(parts: Iterable[str]) -> str:
    """`AND`, without what is plainly true.

    >>> both(["a = 1", TRUE, "b = 2"]), both([]), both(["a = 1", FALSE])
    ('(a = 1 AND b = 2)', 'TRUE', 'FALSE')
    """
    kept = list(dict.fromkeys(p for p in parts if p != TRUE))
    if FALSE in kept:
        return FALSE
    return TRUE if not kept else kept[0] if len(kept) == 1 else "(" + " AND ".join(kept) + ")"


def some(parts: Iterable[str]) -> str:
    """`OR`, without what is plainly false."""
    kept = list(dict.fromkeys(p for p in parts if p != FALSE))
    if TRUE in kept:
        return TRUE
    return FALSE if not kept else kept[0] if len(kept) == 1 else "(" + " OR ".join(kept) + ")"


def opposite(part: str) -> str:
    """`NOT`."""
    return FALSE if part == TRUE else TRUE if part == FALSE else f"(NOT {part})"


def chosen(cases: Iterable[tuple[str, str]], other: str | None = None) -> str:
    """`CASE`: the value of the first condition that holds.

    >>> chosen([("a", "1"), (TRUE, "2")]), chosen([(FALSE, "1")], "3"), chosen([("a", "1")])
    ('CASE WHEN a THEN 1 ELSE 2 END', '3', 'CASE WHEN a THEN 1 END')
    """
    kept: list[tuple[str, str]] = []
    for condition, value in cases:
        if condition == TRUE:
            other = value
            break
        if condition != FALSE:
            kept.append((condition, value))
    if not kept:
        return NULL if other is None else other
    return "CASE " + " ".join(f"WHEN {c} THEN {v}" for c, v in kept) + (f" ELSE {other}" if other is not None else "") + " END"


def either(condition: str, then: str, other: str) -> str:
    """One of two by a condition, unknown where the condition is."""
    if condition == TRUE or then == other:  # (of two that are the same, what is not known of the condition does not matter)
        return then
    return other if condition == FALSE else chosen([(condition, then), (opposite(condition), other)])


def equal(a: str, b: str) -> str:
    """Whether two conditions are alike."""
    if a == b and a in (TRUE, FALSE):
        return TRUE
    if TRUE in (a, b):
        return b if a == TRUE else a
    if FALSE in (a, b):
        return opposite(b if a == FALSE else a)
    return f"({a} = {b})"
