"""A table of events, a row each, as `policykit duties` takes it beside JSON lines: what people keep in a spreadsheet, with labels in place of codes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from ..diagnostics import Diagnostic, PolicyError, Text, nearest
from ..domain.event_kinds import PARTS
from ..domain.events import ADDRESSEES, Event
from ..domain.written_days import moment_text
from ..ir.labels import coded, one_meaning, plain
from ..ir.names_meant import meant
from ..ir.norm import EventKind
from ..ir.pack import Pack
from ..source.events import Kinds, read_event
from .lists import read_list
from .options import Options
from .output import write_error, write_notes
from .run_faults import doubled

COLUMNS = {"id": Text("编号", "number"), "kind": Text("事件", "event"), "at": Text("时间", "time"), "case": Text("事项", "matter"), "by": Text("主体", "party")}
NEEDED = ("kind", "at")
PART = "data."  # before the name of a part that has the name of one of these columns
SEVERAL = re.compile(r"\s*[、，,;；]\s*")


class Words(NamedTuple):
    """Labels as they are compared -> kinds of events, and parties: those with one meaning."""

    kinds: Mapping[str, str]
    parties: Mapping[str, str]

    @classmethod
    def of(cls, pack: Pack) -> Words:
        return cls(one_meaning((k.id, [k.label]) for k in pack.event_kinds.values()), one_meaning((code, [label]) for code, label in pack.instrument.parties.items()))


def read_event_table(path: Path, packs: Sequence[Pack], options: Options) -> list[list[Event]]:
    """The events of a table as each of the packs reads them, each of its rows with a kind, a time and the parts of the kind; a row without a number has that of
    its place. Raises `PolicyError` naming every bad row."""
    table = read_list(path)
    write_notes(table.notes, options)
    known, unread, faults = _columns([n.strip() for n in table.names], {n: k for p in packs for n, k in p.event_kinds.items()})
    if faults:
        raise PolicyError([replace(d, file=str(path)) for d in faults])
    if unread:
        listed = options.listed(f"`{n}`" for n in unread)
        write_error(options.say(f"提示：没有读作事件的列：{listed}", f"note: columns that are read as nothing of events: {listed}"))
    filled = [(number, {name: value for column, name in known.items() if (value := _filled(row[column])) is not None}) for number, row in enumerate(table.rows, 1)]
    found: list[list[Event]] = []
    for pack in packs:
        words, events = Words.of(pack), []
        for number, cells in filled:
            if cells:
                event, wrong = _event(cells, number, pack, words)
                faults += [_in_row(d, table.row(number), path) for d in wrong]
                events += [event] if event is not None else []
        found.append(events)
    if faults:
        raise PolicyError(list(dict.fromkeys(faults)))
    return found


def _columns(names: Sequence[str], kinds: Kinds) -> tuple[dict[str, str], list[str], list[Diagnostic]]:
    """Column -> what it holds: a key of events, or `data.` and a part; the columns that hold neither; and a fault for each that is nearly one, is lacking, or stands twice."""
    parts = {part for kind in kinds.values() for part, _ in kind.fields}
    labels = {**COLUMNS, **{PART + part: Text(*label) for part, label in PARTS.items() if part in parts}}
    words = one_meaning((name, [label]) for name, label in labels.items())
    unread = []
    found: dict[str, str] = {}
    faults: list[Diagnostic] = []
    for column in dict.fromkeys(n for n in names if n):
        bare = column.removeprefix(PART)
        name = column if column in COLUMNS else PART + bare if bare in parts else words.get(plain(column))
        if names.count(column) > 1 or name in found.values():
            faults.append(doubled(column))
        elif name is None and (near := nearest(column, [*COLUMNS, *sorted(parts), *(t.zh for t in labels.values())])) is not None:
            faults.append(_nearly(column, near))
        elif name is None:
            unread.append(column)
        else:
            found[column] = name
    return found, unread, [*faults, *(_missing_column(n) for n in NEEDED if n not in found.values())]


def _event(cells: Mapping[str, Any], number: int, pack: Pack, words: Words) -> tuple[Event | None, list[Diagnostic]]:
    """The event in a row, codes in place of labels; or all that is wrong with it."""
    word = str(cells.get("kind", ""))
    kind = pack.event_kinds.get(word) or pack.event_kinds.get(words.kinds.get(plain(word), ""))
    if word and kind is None:
        return None, [_unknown_kind(word, pack.event_kinds)]
    raw = {n: str(v) for n, v in cells.items() if not n.startswith(PART)}
    if kind is not None:
        raw["kind"] = kind.id
    if "at" in cells:
        raw["at"] = moment_text(_written(cells["at"]))
    if "by" in raw:
        raw["by"] = words.parties.get(plain(raw["by"]), raw["by"])
    data = {n.removeprefix(PART): v for n, v in cells.items() if n.startswith(PART)}
    return read_event({"id": f"#{number}", **raw, "data": {n: _part(n, v, kind, words.parties) for n, v in data.items()}}, pack.event_kinds)


def _part(name: str, value: Any, kind: EventKind | None, parties: Mapping[str, str]) -> Any:
    """A part in codes; those whom a deed reached may be several in one cell."""
    text = _written(value)
    if name == ADDRESSEES:
        several = [parties.get(plain(w), w) for w in SEVERAL.split(text) if w]
        return several if len(several) > 1 else several[0]
    type_ = dict(kind.fields).get(name) if kind is not None else None
    return text if type_ is None else coded(text, type_)


def _filled(cell: Any) -> Any:
    """The cell without blanks around it; None for an empty one."""
    return cell.strip() or None if isinstance(cell, str) else cell


def _written(cell: Any) -> str:
    """The cell as text: days and moments of a workbook as facts have them."""
    return cell.isoformat() if isinstance(cell, date | datetime) else str(cell)


# --- faults


def _in_row(fault: Diagnostic, row: Text, path: Path) -> Diagnostic:
    return replace(fault, message=Text(f"{row.zh}：{fault.message.zh}", f"{row.en}: {fault.message.en}"), file=str(path))


def _unknown_kind(word: str, kinds: Kinds) -> Diagnostic:
    """No kind of event has this name or label."""
    whole = Text("`policykit events` 列出全部种类", "`policykit events` lists all kinds")
    return Diagnostic(
        "unknown-event",
        Text(f"没有名为 `{word}` 的事件种类", f"no kind of event is called `{word}`"),
        help=meant(word, {k.id: [k.label] for k in kinds.values()}, whole),
    )


def _nearly(column: str, near: str) -> Diagnostic:
    """A column that is nothing an event has, and nearly is: left out, the events would lack it without a word."""
    return Diagnostic(
        "unknown-column",
        Text(f"列 `{column}` 不是事件的任何一项", f"the column `{column}` is nothing that an event has"),
        help=Text(f"是否指 `{near}`？不是的，另取列名", f"did you mean `{near}`? If not, name it otherwise"),
    )


def _missing_column(name: str) -> Diagnostic:
    label = COLUMNS[name]
    return Diagnostic("unknown-column", Text(f"缺少列“{label.zh}”（{name}）", f"there is no column `{name}`"), help=Text("首行应为列名", "the first row should name the columns"))
