"""The events that a command is given, a log or a table, as each of the texts that judge them reads them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, PolicyError, Source
from ..domain.events import Event
from ..files import read_text
from ..source.events import read_listed, read_log
from .lists import KINDS
from .options import Options
from .output import write_error

if TYPE_CHECKING:
    from ..ir.pack import Pack


def read_events(log: str, packs: Sequence[Pack], options: Options) -> list[list[Event]]:
    """For each pack, the events of a JSON-lines file, or of stdin for `-`; or of a YAML list or a table, by its name.

    A kind that one of the packs alone knows is told and left out for the others. Raises `PolicyError` naming every bad line or row.
    """
    every = {n: k for p in packs for n, k in p.event_kinds.items()}
    knowing = [replace(p, event_kinds={**every, **p.event_kinds}) for p in packs] if len(packs) > 1 else packs
    if Path(log).suffix.lower() in KINDS:
        from .event_table import read_event_table

        logs = read_event_table(Path(log), knowing, options)
    elif log.lower().endswith((".yaml", ".yml")):
        from .facts import read_data

        given = read_data(log)
        logs = _sound([read_listed(given, p.event_kinds) for p in knowing], log)
    else:
        source = Source("stdin", sys.stdin.read()) if log == "-" else read_text(Path(log))
        logs = _sound([read_log(source, p.event_kinds) for p in knowing])
    for pack, events in zip(packs, logs, strict=True):
        _tell_others(pack, events, options)
    return [[e for e in events if e.kind in p.event_kinds] for p, events in zip(packs, logs, strict=True)]


def _sound(read: Sequence[tuple[list[Event], list[Diagnostic]]], file: str = "") -> list[list[Event]]:
    """The events as each pack reads them. Raises `PolicyError`; `file`: of faults that have no line."""
    if faults := list(dict.fromkeys(replace(d, file=file) if file else d for _, some in read for d in some)):
        raise PolicyError(faults)
    return [events for events, _ in read]


def _tell_others(pack: Pack, events: Sequence[Event], options: Options) -> None:
    """Says which events are of kinds that a pack does not know, and that others here do."""
    kinds: dict[str, list[str]] = {}
    for event in events:
        if event.kind not in pack.event_kinds:
            kinds.setdefault(event.kind, []).append(f"`{event.id}`")
    if kinds:
        listed = options.listed(f"{kind}{options.say('（', ' (')}{options.listed(dict.fromkeys(ids))}{options.say('）', ')')}" for kind, ids in kinds.items())
        write_error(
            options.say(f"提示：`{pack.id}` 没有这些种类的事件，对它略去：{listed}", f"note: `{pack.id}` has no events of these kinds, and they are left out for it: {listed}")
        )
