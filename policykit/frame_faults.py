"""What is wrong with a frame or a call that asks one, told as diagnostics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .diagnostics import Diagnostic, Text, did_you_mean

if TYPE_CHECKING:
    from .targets.polars.facts import Fault

WORDS = {
    "nan": Text("不是数（NaN）", "not a number (NaN)"),
    "float": Text("二进制浮点数带小数，不精确", "a binary float with a fraction, which is not exact"),
    "choice": Text("没有此取值", "no value of the choice"),
    "range": Text("超出范围", "out of range"),
    "moment": Text("日期带有时刻", "a day with a time"),
    "value": Text("类型不符", "not of its type"),
    "no-day": Text("不知道问的是哪一天", "the day asked is not given"),
    "unknown-pack": Text("没有此包", "no pack of this name"),
}


def told(fault: Fault) -> Diagnostic:
    """A fault of a column as a diagnostic: how many rows, the first of them, what they hold."""
    words = WORDS.get(fault.code, Text("不能读作事实", "no fact of its type"))
    rows = ", ".join(f"{r} ({s})" for r, s in zip(fault.rows, fault.shown, strict=True))
    helps = {
        "float": Text("转为 Decimal 或整数", "make it a Decimal or whole numbers"),
        "choice": Text('用 `on_error="reject"` 可把这些行另行列出', '`on_error="reject"` sets such rows apart'),
    }
    return Diagnostic(
        fault.code,
        Text(
            f"列 `{fault.column}`，{fault.count} 行：{words.zh}；行号（内容）：{rows}",
            f"column `{fault.column}`, {fault.count} {'row' if fault.count == 1 else 'rows'}: {words.en}; rows (values): {rows}",
        ),
        help=helps.get(fault.code, helps["choice"]),
    )


def on_rows(fault: Diagnostic, rows: Any) -> Diagnostic:
    """A fault of the rules that some rows show."""
    shown = ", ".join(str(int(r)) for r in rows[:5])
    message = Text(f"{fault.message.zh}（{len(rows)} 行；行号：{shown}）", f"{fault.message.en} ({len(rows)} rows: {shown})")
    return Diagnostic(fault.code, message, help=fault.help)


def unknown_argument(name: str, known: Sequence[str]) -> Diagnostic:
    """An argument that `ask_frame` has not."""
    return Diagnostic("unknown-argument", Text(f"没有参数 `{name}`", f"there is no argument `{name}`"), help=did_you_mean(name, known))


def unknown_word(argument: str, word: object, known: Sequence[str]) -> Diagnostic:
    return Diagnostic("unknown-word", Text(f"`{argument}` 不能是 `{word}`", f"`{argument}` cannot be `{word}`"), help=did_you_mean(str(word), known))


def no_column(column: str, known: Sequence[str]) -> Diagnostic:
    return Diagnostic("unknown-column", Text(f"表中没有列 `{column}`", f"the frame has no column `{column}`"), help=did_you_mean(column, list(known)))


def read_twice(column: str, facts: Sequence[str]) -> Diagnostic:
    named = [f"`{f}`" for f in facts]
    return Diagnostic(
        "column-twice",
        Text(f"列 `{column}` 被读作几个事实：{'、'.join(named)}", f"the column `{column}` is read as several facts: {', '.join(named)}"),
        help=Text("用 `columns` 给每个事实各指一列", "name a column of its own for each with `columns`"),
    )


def no_frame(value: Any) -> Diagnostic:
    kind = type(value).__name__
    return Diagnostic(
        "no-frame",
        Text(f"`{kind}` 不是可识别的表", f"`{kind}` is no frame of a known kind"),
        help=Text("可用 Polars、pandas、PyArrow、DuckDB、Dask、PySpark", "give one of Polars, pandas, PyArrow, DuckDB, Dask or PySpark"),
    )


def mixed(column: str, why: str) -> Diagnostic:
    return Diagnostic(
        "mixed-column",
        Text(f"列 `{column}` 含有不同类型的值", f"the column `{column}` holds values of several types"),
        help=Text(f"统一为一种类型（{why}）", f"make them of one type ({why})"),
    )


def same_name(why: str) -> Diagnostic:
    return Diagnostic("same-name", Text("表中有同名的列", "columns of the frame have the same name"), help=Text(f"改列名（{why}）", f"rename them ({why})"))


def no_extra(module: str) -> Diagnostic:
    """The packages for whole frames are not installed."""
    return Diagnostic(
        "missing-extra",
        Text(f"处理整表需要 `{module}`", f"whole frames need `{module}`"),
        help=Text("安装：pip install 'policykit[batch]'", "install it: pip install 'policykit[batch]'"),
    )
