"""What is wrong with a frame or a call that asks one, told as diagnostics."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .diagnostics import LONGEST_WORD, Diagnostic, Text, did_you_mean, short
from .ir.misread import WORDS, expected, needed_always as needed_always, which
from .ir.types import Choice

if TYPE_CHECKING:
    from .ir.types import Fact
    from .targets.polars.facts import Fault

ALIKE = 0.75  # of the letters of a name: one wrong in four
SHORTEST = 4  # letters of a word that may be a name misspelt
HERE = str(Path(__file__).parent) + os.sep


def told(fault: Fault, open_end: str | None = None, fact: Fact | None = None, packs: Sequence[str] = ()) -> Diagnostic:
    """A fault of a column as a diagnostic: how many rows, the first of them, what they hold, and what was expected.

    `open_end`: the input that is the day asked where it is not given. `fact`: the input that the column holds. `packs`: those asked,
    of which the column should name one in each row.
    """
    words = WORDS.get(fault.code, Text("不能读作事实", "no fact of its type"))
    rows = ", ".join(f"{r} ({s})" for r, s in zip(fault.rows, fault.shown, strict=True))
    helps = {
        "float": Text("转为 Decimal 或整数", "make it a Decimal or whole numbers"),
        "nan": Text("不知道的数留空", "leave a number that is not known null"),
        "infinite": Text("不知道的数留空", "leave a number that is not known null"),
        "zone": Text("把该列转为北京时间（Asia/Shanghai）；DuckDB 和 Spark 用会话的时区", "turn the column to Asia/Shanghai; DuckDB and Spark use the time zone of the session"),
        "no-day": Text("填上日期，或用 `on` 给出一个日期，各行都依其日之法", "fill it in, or give a day as `on`: all rows are then asked by the law of that day"),
    }
    if fault.code == "no-day" and fault.column == open_end:
        helps["no-day"] = Text(
            f'{helps["no-day"].zh}；空值若指未给出（到所问之日为止），另写 `absent=["{open_end}"]`',
            f'{helps["no-day"].en}; where a null means not given (until the day asked), say `absent=["{open_end}"]` too',
        )
    return Diagnostic(
        fault.code,
        Text(
            f"列 `{fault.column}`，{fault.count} 行：{words.zh}；行号（内容）：{rows}",
            f"column `{fault.column}`, {fault.count} {'row' if fault.count == 1 else 'rows'}: {words.en}; rows (values): {rows}",
        ),
        help=helps.get(fault.code) or (_pack_meant(packs) if fault.code == "unknown-pack" else _mended(fault, fact)),
    )


APART = Text('用 `on_error="reject"` 可把这些行另行列出', '`on_error="reject"` sets such rows apart')


def _pack_meant(packs: Sequence[str]) -> Text:
    """The packs that rows may name."""
    known = did_you_mean("", packs)
    return Text(f"{known.zh}；{APART.zh}", f"{known.en}; {APART.en}")


def _mended(fault: Fault, fact: Fact | None) -> Text:
    """What the cells should hold, near words for wrong ones, or the rows set apart."""
    if fact is None:
        return APART
    near = {word: m for word in dict.fromkeys(fault.shown) if fault.code == "choice" and isinstance(fact.type, Choice) and (m := which(word, fact.type.labels)) is not None}
    said = [Text(f"“{word}”：{m.zh}", f"`{word}`: {m.en}") for word, m in near.items()] or [expected(fault.code, fact.type)]
    en = "; ".join(t.en for t in said)
    return Text("；".join([*(t.zh for t in said), APART.zh]), f"{en}{'' if en.endswith('?') else ';'} {APART.en}")


def on_rows(fault: Diagnostic, rows: Any) -> Diagnostic:
    """A fault of the rules that some rows show."""
    shown = ", ".join(str(int(r)) for r in rows[:5])
    message = Text(f"{fault.message.zh}（{len(rows)} 行；行号：{shown}）", f"{fault.message.en} ({len(rows)} {'row' if len(rows) == 1 else 'rows'}: {shown})")
    return Diagnostic(fault.code, message, help=fault.help)


def unknown_word(argument: str, word: object, known: Sequence[str]) -> Diagnostic:
    return Diagnostic("unknown-word", Text(f"`{argument}` 不能是 `{short(str(word))}`", f"`{argument}` cannot be `{short(str(word))}`"), help=did_you_mean(str(word), known))


def day_left_out(fact: Fact, on: str = "`on`", absent: str = "`absent`") -> Diagnostic:
    """The event date in `absent`, and no day given: what is not given would be the day asked, and nothing says which that is. `on`, `absent`: how the caller writes these."""
    return Diagnostic(
        "absent",
        Text(
            f"各行按 `{fact.name}`（{fact.label.zh}）当日的规定，未给出就不知道是哪一天：不能列入 {absent}",
            f"each row is asked by the law of its `{fact.name}` ({fact.label.en}): where that is not given, nothing says which day's law",
        ),
        help=Text(
            f"用 {on} 给出一个日期：未给出的即该日，各行也都依该日之法",
            f"give a day {'as' if on == '`on`' else 'with'} {on}: what is not given is that day, and all rows are asked by its law",
        ),
    )


def no_column(column: str, known: Sequence[str], is_day: bool = False) -> Diagnostic:
    """A column that the frame has not; `is_day`: it should hold the day, for which a day as text may have been given."""
    help_ = Text("给出 datetime.date 或列名", "give a datetime.date or the name of a column") if is_day else did_you_mean(column, list(known))
    return Diagnostic("unknown-column", Text(f"表中没有列 `{short(column)}`", f"the frame has no column `{short(column)}`"), help=help_)


def no_fact(fact: Fact, near: str | None, dated: bool) -> Diagnostic:
    """An input that has no column. `near`: the one that may be meant; `dated`: its day says which law is asked."""
    return Diagnostic(
        "missing-fact",
        Text(f"缺少事实 `{fact.name}`（{fact.label.zh}）的列", f"there is no column for the fact `{fact.name}` ({fact.label.en})"),
        help=Text(f"是否为列 `{near}`？用 `columns` 指明", f"is it `{near}`? say so with `columns`")
        if near
        else Text("用 `columns` 指明列名，或用 `on` 给出一个日期，各行到该日为止", "name it with `columns`, or give a day as `on`, which it then is in every row")
        if dated and fact.absent.kind == "as_of"
        else Text("用 `columns` 指明列名", "name it with `columns`"),
    )


def read_twice(column: str, facts: Sequence[str]) -> Diagnostic:
    named = [f"`{f}`" for f in facts]
    return Diagnostic(
        "column-twice",
        Text(f"列 `{column}` 被读作几个事实：{'、'.join(named)}", f"the column `{column}` is read as several facts: {', '.join(named)}"),
        help=Text("用 `columns` 给每个事实各指一列", "name a column of its own for each with `columns`"),
    )


def misspelt(columns: Iterable[str], words: Mapping[str, str], present: Collection[str]) -> list[tuple[str, str]]:
    """The columns that are nearly a word for a fact that is not there, or its beginning, each with the fact. `words`: word -> fact.

    What is nearer to the word for a fact that is there is left alone: it is beside it on purpose.

    >>> misspelt(["used_tp", "cost", "depot"], {n: n for n in ("used_to", "cost_cny", "item")}, {"item"})
    [('used_tp', 'used_to'), ('cost', 'cost_cny')]
    >>> misspelt(["items"], {n: n for n in ("item", "items_sent")}, {"item"})
    []
    """
    known = {_plain(w): fact for w, fact in words.items()}
    if set(known.values()) <= set(present):
        return []
    from difflib import get_close_matches  # only where a fact has no column

    found = []
    for column in columns:
        word = _plain(column)
        if not SHORTEST <= len(word) <= LONGEST_WORD:
            continue
        like = [w for w in known if w[:2] == word[:2] or w[-2:] == word[-2:]]  # for a frame may have thousands of columns
        close = get_close_matches(word, like, n=1, cutoff=ALIKE) or [w for w in like if w.startswith(word + "_")]
        if len(close) == 1 and known[close[0]] not in present:
            found.append((column, known[close[0]]))
    return found


def _plain(word: str) -> str:
    return word.strip().lower().replace(" ", "_").replace("-", "_")


def unread(column: str, name: str, fact: Fact, given: str) -> Diagnostic:
    """A column that is nearly the name of a fact which is not given: the rows are answered without it, so it is told. `given`: how it is given as this fact."""
    return Diagnostic(
        "unread-column",
        Text(
            f"列 `{column}` 没有读作事实，事实 `{name}`（{fact.label.zh}）没有列",
            f"the column `{column}` is read as no fact, and the fact `{name}` ({fact.label.en}) has no column",
        ),
        help=Text(f"若即此事实，写 `{given}`；若不是，改列名或列入 key", f"if it is this fact, say `{given}`; if it is none, rename it or name it as a key"),
        severity="warning",
    )


def warn_of(found: Sequence[Diagnostic]) -> None:
    """A Python warning at the line that asked, outside of this package."""
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_code.co_filename.startswith(HERE):
        level, frame = level + 1, frame.f_back
    warnings.warn("\n".join(d.render() for d in found), UserWarning, stacklevel=level)


def none_alone(fact: str, column: str) -> Diagnostic:
    """A column says where a fact is none, and the fact has no column: in the other rows it is neither none nor known."""
    return Diagnostic(
        "none-alone",
        Text(f"列 `{column}` 说明事实 `{fact}` 何时为无，而事实本身没有列", f"the column `{column}` says where the fact `{fact}` is none, and the fact itself has no column"),
        help=Text(f"加一列 `{fact}`（不明处为空），或去掉 `{column}`", f"add a column `{fact}`, null where it is not known, or leave `{column}` out"),
    )


def unknown_added(name: str, known: Sequence[str]) -> Diagnostic:
    """Something to add that is not known."""
    return Diagnostic("unknown-column", Text(f"不能添加列 `{short(name)}`", f"there is no column `{short(name)}` to add"), help=did_you_mean(name, known))


def added_twice(name: str) -> Diagnostic:
    """Something to add that has the name of an outcome."""
    return Diagnostic(
        "column-exists",
        Text(f"`{name}` 已是此问题的一项结果，不能再添加同名的列", f"`{name}` is an outcome of the question already: no other column of this name can be added"),
        help=Text(f"从 `add` 去掉 `{name}`，或用 `outputs` 去掉此结果", f"leave `{name}` out of `add`, or the outcome out of `outputs`"),
    )


def rejects_name(name: str) -> Diagnostic:
    """A column of the name of one that the rejects have beside the frame's."""
    return Diagnostic(
        "column-exists",
        Text(f"已有名为 `{name}` 的列，剔出的行也用此名", f"there is a column `{name}` already, and the rejects have one of this name"),
        help=Text("改列名，或去掉此列", "rename it, or leave it out"),
    )


def no_frame(value: Any) -> Diagnostic:
    kind = type(value).__name__
    return Diagnostic(
        "no-frame",
        Text(f"`{kind}` 不是可识别的表", f"`{kind}` is no frame of a known kind"),
        help=Text("可用 Polars、pandas、PyArrow、DuckDB、Dask、PySpark", "give one of Polars, pandas, PyArrow, DuckDB, Dask or PySpark"),
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
