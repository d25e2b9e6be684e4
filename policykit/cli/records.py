"""A sheet whose rows are the elements of one fact: `lots=@批次.xlsx`. In -> a file and the parts of its records; out -> a list for the fact reader.

A column is named as a part or its label, a cell holds a code or its label. An empty cell is a part that is not given; `unknown` is one not known. Rows that
cannot be read, and totals and notes below the list, are all told, each by its row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from ..diagnostics import Diagnostic, PolicyError, Text, nearest
from ..ir.labels import coded, columns_of
from ..ir.misread import in_column, misread
from ..ir.no_entry import no_entry
from ..ir.types import Date, Fact, Record, Type
from ..source.case import BadFact, read_value
from .facts import dated
from .lists import Notes, read_list
from .run_faults import doubled


class Records(NamedTuple):
    """What a sheet gives to a fact, and what is told of how it was read."""

    rows: list[dict[str, Any]]
    notes: Notes


def records_in(file: str, fact: Fact, record: Record, words: Mapping[str, Text]) -> Records:
    """The records of a fact. `words`: labels of codes that texts hold. Raises `PolicyError` naming every bad row."""
    path = Path(file)
    listed = read_list(path)
    bare = [n.strip() for n in listed.names]
    parts = [part for _, part in record.fields]
    columns = columns_of(parts, bare, {})
    faults = _columns(fact, parts, columns, bare)
    if faults:
        raise PolicyError([replace(d, file=file) for d in faults])
    found: list[dict[str, Any]] = []
    wrong: list[Diagnostic] = []
    for number, row in enumerate(listed.rows, 1):
        one, why = _record(row, parts, columns, words)
        wrong += [_bad_row(listed.row(number), w, listed.above is not None, file) for w in why]
        found.append(one)
    if wrong:
        raise PolicyError(wrong)
    others = [n for n in bare if n and n not in columns.values()]
    said = [Text(f"提示：`{path.name}` 中没有读入的列：{'、'.join(others)}", f"note: columns of `{path.name}` that are not read: {', '.join(others)}")] if others else []
    return Records(found, Notes((*listed.notes.said, *said), listed.notes.doubts))


def _bad_row(row: Text, why: Text, in_sheet: bool, file: str) -> Diagnostic:
    """A row that cannot be read, or is no record. `in_sheet`: whether a spreadsheet shows it."""
    as_shown = Text("；表中行号如 Excel 所示", "; rows of the sheet as Excel shows them") if in_sheet else Text("", "")
    return Diagnostic(
        "bad-row",
        Text(f"{row.zh}：{why.zh}", f"{row.en}: {why.en}"),
        help=Text(
            f"行号自 1 起，不计首行和空行{as_shown.zh}；在表中更正后再问", f"rows are counted from 1, without the names and blank rows{as_shown.en}; mend the sheet and ask again"
        ),
        file=file,
    )


def _record(row: Mapping[str, Any], parts: Sequence[Fact], columns: Mapping[str, str], words: Mapping[str, Text]) -> tuple[dict[str, Any], list[Text]]:
    """The parts that a row gives, and what is wrong with it."""
    if (none := no_entry(row, columns.values())) is not None:
        return {}, [none]
    found: dict[str, Any] = {}
    wrong = []
    for part in parts:
        cell = row.get(columns.get(part.name, ""))
        if cell is None or not str(cell).strip():
            if part.absent.kind == "required":
                label = in_column(part, columns.get(part.name))
                wrong.append(Text(f"{label.zh}：空着，须填写（不知道的写 unknown）", f"{label.en}: empty, and it is needed (`unknown` where it is not known)"))
            continue
        value = _value(cell, part.type, words)
        try:
            if value not in ("unknown", "none"):
                read_value(value, part.type)
        except BadFact as bad:
            wrong.append(misread(in_column(part, columns[part.name]), str(cell).strip(), bad.code, part.type))
        found[part.name] = value
    return found, wrong


def _value(cell: Any, type_: Type, words: Mapping[str, Text]) -> Any:
    """A cell in the form that the fact reader takes: a workbook has numbers for names, and days as such."""
    if isinstance(cell, datetime) and isinstance(type_, Date) and cell.tzinfo is None:  # a spreadsheet keeps the time of day too, which is not asked
        return cell.date().isoformat()
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    if isinstance(cell, bool):
        return cell
    return coded(dated(str(cell).strip(), type_), type_, words)


def _columns(fact: Fact, parts: Sequence[Fact], columns: Mapping[str, str], names: Sequence[str]) -> list[Diagnostic]:
    """What is wrong with the columns: those needed that are not there, those that stand there twice, those that nearly have the name of a part."""
    faults = [doubled(n) for n in dict.fromkeys(columns.values()) if names.count(n) > 1]
    lacking = [p for p in parts if p.absent.kind == "required" and p.name not in columns]
    if lacking:
        zh, en = "、".join(f"{p.label.zh}（{p.name}）" for p in lacking), ", ".join(f"`{p.name}` ({p.label.en})" for p in lacking)
        every = Text("、".join(p.label.zh for p in parts), ", ".join(p.name for p in parts))
        faults.append(
            Diagnostic(
                "missing-fact",
                Text(f"{fact.label.zh}（{fact.name}）的表缺少列：{zh}", f"the sheet of `{fact.name}` has no column for {en}"),
                help=Text(f"首行应为列名，可用：{every.zh}", f"the first row should name the columns: {every.en}"),
            )
        )
    free = {w: p for p in parts if p.name not in columns for w in (p.name, p.label.zh, p.label.en)}
    for name in dict.fromkeys(names):
        if name and name not in columns.values() and (near := nearest(name, list(free))) is not None and free[near] not in lacking:
            faults.append(
                Diagnostic(
                    "unknown-column",
                    Text(f"列 `{name}` 不是{fact.label.zh}的任何一项", f"the column `{name}` is no part of `{fact.name}`"),
                    help=Text(f"是否指 `{near}`？不是的，另取列名", f"did you mean `{near}`? If not, name it otherwise"),
                )
            )
    return faults
