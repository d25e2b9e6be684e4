"""What can be wrong with a wish for SQL: a function for each, named for it."""

from __future__ import annotations

from collections.abc import Sequence

from ...diagnostics import Diagnostic, Text, did_you_mean, short
from ...ir.pack import Question


def unsupported(pack: str, question: str, what: Text) -> Diagnostic:
    return Diagnostic(
        "unsupported",
        Text(f"`{pack}` 的 `{question}` 不能写成 SQL：其中有{what.zh}", f"`{question}` of `{pack}` cannot be written as SQL: it has {what.en}"),
        help=Text("用 `ask` 提问", "use `ask`"),
    )


def unknown_dialect(name: object, known: Sequence[str]) -> Diagnostic:
    shown = short(str(name))
    return Diagnostic("sql-dialect", Text(f"没有 SQL 方言 `{shown}`", f"there is no SQL dialect `{shown}`"), help=did_you_mean(shown, known))


def not_installed() -> Diagnostic:
    return Diagnostic("not-installed", Text("没有安装 sqlglot", "sqlglot is not installed"), help=Text("`pip install 'policykit[sql]'`", "`pip install 'policykit[sql]'`"))


def missing_column(fact: str) -> Diagnostic:
    return Diagnostic(
        "missing-fact",
        Text(f"事实 `{fact}` 没有对应的列", f"there is no column for the fact `{fact}`"),
        help=Text(f"给出 `{fact}=列名`；不知道的写 NULL", f"give `{fact}=column`; NULL is what is not known"),
    )


def unknown_fact(question: str, name: str, near: Text | None) -> Diagnostic:
    return Diagnostic("unknown-fact", Text(f"问题 `{question}` 没有名为 `{short(name)}` 的事实", f"`{question}` has no input `{short(name)}`"), help=near)


def none_alone(fact: str, column: str) -> Diagnostic:
    return Diagnostic(
        "none-alone",
        Text(f"`{column}` 说明事实 `{fact}` 何时为无，而事实本身没有对应的列", f"`{column}` says where the fact `{fact}` is none, and the fact itself has no column"),
        help=Text(f"给出 `{fact}` 的列（不明处为 NULL），或去掉 `{column}`", f"name a column for `{fact}` (NULL where it is not known), or leave `{column}` out"),
    )


def no_day(question: Question) -> Diagnostic:
    event = f"，或事实 `{question.event_date}` 的列" if question.event_date else ""
    event_en = f", or a column for the fact `{question.event_date}`" if question.event_date else ""
    return Diagnostic(
        "no-day", Text("不知道问的是哪一天的法", "the day whose law is asked is not given"), help=Text(f"给出 `on` 或 `on_column`{event}", f"give `on` or `on_column`{event_en}")
    )


def no_date() -> Diagnostic:
    return Diagnostic(
        "day",
        Text("`on` 应为日期", "`on` should be a date"),
        help=Text("给出 datetime.date，或写作 2025-09-01；列名用 `on_column`", "give a datetime.date, or write it as 2025-09-01; a column is named with `on_column`"),
    )


def two_days() -> Diagnostic:
    return Diagnostic("two-days", Text("`on` 与 `on_column` 只能给一个", "`on` and `on_column` exclude each other"), help=Text("去掉一个", "leave one out"))


def key_named_as_output(name: str) -> Diagnostic:
    return Diagnostic(
        "column-name",
        Text(f"列 `{name}` 与结果的列重名", f"the key `{name}` has the name of a column of the result"),
        help=Text("改名，例如用视图", "rename it, for instance in a view"),
    )


def bad_table(name: str) -> Diagnostic:
    return Diagnostic(
        "table-name", Text(f"`{short(name)}` 不是表名", f"`{short(name)}` is no name of a table"), help=Text("写作 `表` 或 `模式.表`", "write it as `table` or `schema.table`")
    )
