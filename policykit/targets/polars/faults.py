"""What is wrong with the columns of a frame, told as diagnostics."""

from __future__ import annotations

from dataclasses import replace

from ...diagnostics import Diagnostic, Text


def mixed(column: str, why: str) -> Diagnostic:
    """Values of several types, or of one that is none of Polars'."""
    why = why if len(why) <= 80 else why[:80] + "…"
    return Diagnostic(
        "mixed-column",
        Text(f"列 `{column}` 含有不同类型的值，或不能读的类型", f"the column `{column}` holds values of several types, or of one that is not read"),
        help=Text(f"统一为一种类型（{why}）", f"make them of one type ({why})"),
    )


def does_not_fit(column: str) -> Diagnostic:
    """Numbers that the type of a lazy column, told before, does not hold."""
    return Diagnostic(
        "out-of-range",
        Text(f"列 `{column}` 中有的数超出其列的范围或小数位数", f"numbers in `{column}` are greater than the column holds or have more decimal places"),
        help=Text("不用惰性表（先 collect），或把事实转为小数位足够的 Decimal", "ask a frame that is not lazy, or make the facts Decimals with as many places"),
    )


def in_partition(fault: Diagnostic, number: int) -> Diagnostic:
    """A fault of some rows of one partition, whose rows are numbered from 0 in each."""
    return replace(fault, message=Text(f"第 {number} 分区：{fault.message.zh}", f"partition {number}: {fault.message.en}"))
