"""Where the data bases differ: the names of types, adding to days, joining texts. What is the same everywhere is written out by whoever needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

Name = Literal["duckdb", "postgres", "mysql", "spark"]


@dataclass(frozen=True)
class Dialect:
    """One data base. `n` in the templates is a whole number, `x` a value of the type."""

    name: Name
    label: str
    text_type: str
    moment_type: str
    decimal: str  # a number read as a decimal of `p` digits, `s` of them behind the point; NULL or a different number where it has more
    whole: str  # a number as an integer
    days: str
    months: str
    moment_months: str
    seconds: str
    between: str  # days from y to x
    text: str  # a column's text, told apart to the letter
    day: str  # a column's day; NULL, where the data base can say so, for what is none
    moment_of: str  # a column's moment; likewise
    truth: str  # a column's true or false; likewise
    listed: str  # the texts of a group, joined by +, in order
    joins: str = "||"
    odd_truth: str = "({x} IS NOT NULL AND {y} IS NULL)"  # a cell of which `y` is the truth has none
    odd_number: str = "FALSE"  # a cell that the data base takes for the number `y` and that is not it
    odd_day: str = "FALSE"  # a cell of text that it takes for a day, though it is not written as one
    odd_moment: str = "FALSE"  # likewise
    fence: str = ""  # after a SELECT: what keeps the planner from writing the layer into every place that uses it

    def date(self, day: date) -> str:
        return f"CAST('{day.isoformat()}' AS DATE)"

    def moment(self, moment: datetime) -> str:
        return f"CAST('{moment.isoformat(' ')}' AS {self.moment_type})"

    def plus_days(self, day: str, number: str) -> str:
        return self.days.format(x=day, n=number)

    def plus_months(self, day: str, number: str, of_moment: bool = False) -> str:
        """The corresponding day, else the month's last: what each of these does, as the tests see."""
        return (self.moment_months if of_moment else self.months).format(x=day, n=number)

    def plus_seconds(self, moment: str, number: str) -> str:
        return self.seconds.format(x=moment, n=number)

    def query(self, name: str, sql: str) -> str:
        """A named query of a WITH. DuckDB would write the trials into every place that uses them; they are few rows, so they may be kept."""
        kept = self.name == "duckdb" and name[0] in "ctx"
        return f"{name} AS MATERIALIZED ({sql})" if kept else f"{name} AS ({sql})"

    def layered(self, source: str, prefix: str, layers: Sequence[Sequence[tuple[str, str]]], used_twice: bool) -> list[tuple[str, str]]:
        """Queries, each by its name, that add layers of columns to another; the planner is kept from writing a column into every place that uses it."""
        layers = [layer for layer in layers if layer]
        if self.name == "spark":  # no hint stops it, but it does not look into what a generator gives; of queries one over the other it resolves about forty, so all are one
            views = []
            for number, layer in enumerate(layers):
                pairs = ", ".join(f"'{c}', {sql}" for c, sql in layer)
                views.append(f"LATERAL VIEW INLINE(ARRAY(NAMED_STRUCT({pairs}))) {prefix}{number} AS {', '.join(c for c, _ in layer)}")
            return [(prefix, f"SELECT * FROM {source} {' '.join(views)}")]
        fence = self.fence if used_twice or self.name != "duckdb" else ""
        names = [source, *(f"{prefix}{number}" for number in range(len(layers)))]
        return [(name, f"SELECT *, {', '.join(f'{sql} AS {c}' for c, sql in layer)} FROM {before}{fence}") for before, name, layer in zip(names, names[1:], layers, strict=False)]

    def concat(self, parts: list[str]) -> str:
        """Texts one after the other; NULL where one is."""
        if len(parts) == 1:
            return parts[0]
        return "(" + " || ".join(parts) + ")" if self.joins == "||" else f"CONCAT({', '.join(parts)})"


def word(text: str) -> str:
    """A text as a literal. A backslash is special in some data bases only, and in no code."""
    assert "\\" not in text
    return "'" + text.replace("'", "''") + "'"


# How a fact is written in text; data bases read more than that (1_000, 2025-5-1, yes).
NUMBER = "[-+]?([0-9]+([.][0-9]*)?|[.][0-9]+)"
DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
MOMENT = DAY + "[ T][0-9][0-9]:[0-9][0-9](:[0-9][0-9])?"


def _without_digits(text: str) -> str:
    for digit in "0123456789":
        text = f"REPLACE({text}, '{digit}', '')"
    return text


# MariaDB takes `abc` for 0 and `1-2` for 1; it and MySQL have no function for patterns in common, and blanks behind a text do not count there: hence the bar.
_CELL = "CONVERT({x} USING utf8mb4)"
_REST = f"CONCAT({_without_digits(_CELL)}, '|')"
_ODD_NUMBER = f"({_REST} NOT IN ('|', '.|', '-|', '-.|', '+|', '+.|') OR {_CELL} LIKE '_%-%' OR {_CELL} LIKE '_%+%' OR {_CELL} IN ('', '.', '-', '-.', '+', '+.'))"
_ODD_DAY = f"({_CELL} NOT LIKE '____-__-__' AND {_CELL} NOT LIKE '____-__-__ __:__:__%')"  # of a moment, the day that it lies in
_ODD_MOMENT = f"({_CELL} NOT LIKE '____-__-__ __:__:__%' AND {_CELL} NOT LIKE '____-__-__ __:__' AND {_CELL} NOT LIKE '____-__-__T__:__%')"

DIALECTS: Final[dict[str, Dialect]] = {
    "duckdb": Dialect(
        "duckdb", "DuckDB", "VARCHAR", "TIMESTAMP",
        decimal="TRY_CAST({x} AS DECIMAL({p}, {s}))",
        whole="CAST({x} AS INTEGER)",
        days="({x} + CAST({n} AS INTEGER))",
        months="CAST({x} + TO_MONTHS(CAST({n} AS INTEGER)) AS DATE)",
        moment_months="({x} + TO_MONTHS(CAST({n} AS INTEGER)))",
        seconds="({x} + TO_SECONDS({n}))",
        between="({x} - {y})",
        text="CAST({x} AS VARCHAR)",
        day="TRY_CAST({x} AS DATE)",
        moment_of="TRY_CAST({x} AS TIMESTAMP)",
        truth="TRY_CAST({x} AS BOOLEAN)",
        listed="STRING_AGG({x}, '+' ORDER BY {by})",
        odd_number="((TYPEOF({x}) = 'VARCHAR' AND (NOT REGEXP_FULL_MATCH(CAST({x} AS VARCHAR), '" + NUMBER + "') OR TRY_CAST({x} AS DECIMAL(38, 20)) <> {y})) OR TYPEOF({x}) = 'BOOLEAN')",  # beside a decimal it would be rounded
        odd_day="(TYPEOF({x}) = 'VARCHAR' AND NOT REGEXP_FULL_MATCH(CAST({x} AS VARCHAR), '" + DAY + "'))",
        odd_moment="(TYPEOF({x}) = 'VARCHAR' AND NOT REGEXP_FULL_MATCH(CAST({x} AS VARCHAR), '" + MOMENT + "'))",
        odd_truth="({x} IS NOT NULL AND ({y} IS NULL OR TYPEOF({x}) = 'VARCHAR' AND CAST({x} AS VARCHAR) NOT IN ('true', 'false')"
        " OR TYPEOF({x}) NOT IN ('BOOLEAN', 'VARCHAR') AND CAST({x} AS VARCHAR) NOT IN ('0', '1')))",
        fence=" OFFSET 0",
    ),
    "postgres": Dialect(
        "postgres", "PostgreSQL", "TEXT", "TIMESTAMP",
        decimal="CAST({x} AS DECIMAL)",
        whole="CAST({x} AS INT)",
        days="({x} + CAST({n} AS INT))",
        months="CAST({x} + CAST({n} AS INT) * INTERVAL '1 month' AS DATE)",
        moment_months="({x} + CAST({n} AS INT) * INTERVAL '1 month')",
        seconds="({x} + CAST({n} AS BIGINT) * INTERVAL '1 second')",
        between="({x} - {y})",
        text="CAST({x} AS TEXT)",
        day="CAST({x} AS DATE)",
        moment_of="CAST({x} AS TIMESTAMP)",
        truth="CAST({x} AS BOOLEAN)",
        listed="STRING_AGG({x}, '+' ORDER BY {by})",
        fence=" OFFSET 0",
    ),
    "mysql": Dialect(
        "mysql", "MariaDB, MySQL", "CHAR", "DATETIME",
        decimal="CAST(NULLIF(CONVERT({x} USING utf8mb4), 'unknown') AS DECIMAL({p}, {s}))",
        whole="CAST({x} AS SIGNED)",
        days="DATE_ADD({x}, INTERVAL ({n}) DAY)",
        months="DATE_ADD({x}, INTERVAL ({n}) MONTH)",
        moment_months="DATE_ADD({x}, INTERVAL ({n}) MONTH)",
        seconds="DATE_ADD({x}, INTERVAL ({n}) SECOND)",
        between="DATEDIFF({x}, {y})",
        text="CONVERT({x} USING utf8mb4) COLLATE utf8mb4_bin",
        day="CAST({x} AS DATE)",
        moment_of="CAST({x} AS DATETIME)",
        truth="(NULLIF(CONVERT({x} USING utf8mb4), 'unknown') <> 0)",
        listed="GROUP_CONCAT({x} ORDER BY {by} SEPARATOR '+')",
        joins="CONCAT",
        odd_truth="(CONVERT({x} USING utf8mb4) NOT IN ('0', '1'))",
        odd_number=_ODD_NUMBER,
        odd_day=_ODD_DAY,
        odd_moment=_ODD_MOMENT,
        fence=" LIMIT 18446744073709551615",
    ),
    "spark": Dialect(
        "spark", "Spark", "STRING", "TIMESTAMP_NTZ",
        decimal="TRY_CAST({x} AS DECIMAL({p}, {s}))",
        whole="CAST({x} AS INT)",
        days="DATE_ADD({x}, CAST({n} AS INT))",
        months="ADD_MONTHS({x}, CAST({n} AS INT))",
        moment_months="({x} + MAKE_YM_INTERVAL(0, CAST({n} AS INT)))",
        seconds="({x} + MAKE_DT_INTERVAL(0, 0, 0, {n}))",
        between="DATEDIFF({x}, {y})",
        text="CAST({x} AS STRING)",
        day="TRY_CAST({x} AS DATE)",
        moment_of="TRY_CAST({x} AS TIMESTAMP_NTZ)",
        truth="TRY_CAST({x} AS BOOLEAN)",
        odd_number="(TYPEOF({x}) = 'string' AND NOT {x} RLIKE '^" + NUMBER + "$')",
        odd_day="(TYPEOF({x}) = 'string' AND NOT {x} RLIKE '^" + DAY + "$')",
        odd_moment="(TYPEOF({x}) = 'string' AND NOT {x} RLIKE '^" + MOMENT + "$')",
        odd_truth="({x} IS NOT NULL AND ({y} IS NULL OR TYPEOF({x}) = 'string' AND CAST({x} AS VARCHAR) NOT IN ('true', 'false')))",
        listed="ARRAY_JOIN(TRANSFORM(SORT_ARRAY(COLLECT_LIST(STRUCT({by} AS by, {x} AS x))), e -> e.x), '+')",
    ),
}  # fmt: skip
