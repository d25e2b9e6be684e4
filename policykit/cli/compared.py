"""How `diff` and `draft` end: the report with what the difference does to a list, into a file, as JSON or as text; and the status."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..check.diff.document import put_off, with_notice
from ..check.diff.model import Law
from ..check.diff.stock import USUAL_WEIGHTS, Columns, StockEffect, weighed
from ..check.diff.stock_document import stock_blocks
from ..check.report.blocks import Report
from ..diagnostics import PolicyError
from .blocks import save_report, write_report
from .lists import read_list
from .options import Options, names_in
from .output import write_error, write_json, write_notes
from .run_faults import doubled

if TYPE_CHECKING:
    from .compared_sheet import Sheet


@dataclass(frozen=True)
class Stock:
    """A list, and how it is read. `columns`: FACT=COLUMN."""

    file: Path | None
    columns: Sequence[str]
    key: str | None
    weight: str | None
    absent: Sequence[str] = ()

    def effects(self, a: Law, b: Law, questions: Collection[str] | None, on: date | None, options: Options) -> tuple[StockEffect, ...] | None:
        """What a difference does to the list, by the law of each row's own day or of the day `on`; None where there is no list.

        `questions`: those asked of it, of which there may be none; None for all that it can be asked. Raises `PolicyError`.
        """
        if self.file is None:
            return None
        from .run import pairs_of

        names, rows, notes, *_ = read_list(self.file)
        write_notes(notes, options)
        columns = Columns(pairs_of(self.columns), self.key, self.weight, names_in(self.absent))
        facts = [f for law in (a, b) for q in questions or law.pack.answers if q in law.pack.questions for f in law.pack.questions[q].inputs]
        meant = {columns.weight, columns.key, *(c for _, c in columns.facts), *USUAL_WEIGHTS, *(w for f in facts for w in (f.name, *f.label))}
        bare = [n.strip() for n in names]
        if twice := [n for n in dict.fromkeys(bare) if n in meant and bare.count(n) > 1]:
            raise PolicyError([doubled(n) for n in twice])
        return weighed(a, b, rows, questions, columns, on)


def write_compared(
    told: Report,
    effects: Sequence[StockEffect] | None,
    laws: tuple[Law, Law],
    asked: date | None,
    record: Callable[[], dict[str, Any]],
    output: Path | None,
    everything: bool,
    options: Options,
    sheet: Callable[[], Sheet] | None = None,
) -> None:
    """Writes a report, what it means for a list first. `effects`: None where there is no list; `asked`: the day that the user named; `record`: the same as JSON values,
    `sheet`: as rows of a workbook, in which a list has no place.

    Ends with status 2 where rows of the list have no answer.
    """
    notice = put_off(laws, asked)
    whole = with_notice(stock_blocks(told, effects, *laws), notice)
    if notice is not None and (output is not None or options.as_json):  # on a screen it stands above the report
        write_error(options.say(f"提示：{notice.zh}", f"note: {notice.en}"))
    if output is not None:
        save_report(whole, output, sheet if effects is None else None)
        write_error(options.say(f"已写入 {output}", f"written to {output}"))
    elif options.as_json:
        write_json(record() | ({"stock": []} if effects == () else {}) | ({"put_off": {"asked": str(asked), **notice._asdict()}} if notice is not None else {}))
    else:
        write_report(whole, everything)
    if any(e.unread for e in effects or ()):
        raise typer.Exit(2)  # told above, row by row
