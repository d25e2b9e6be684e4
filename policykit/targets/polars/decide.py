"""A question over checked facts: rows -> cells -> answers -> columns, block by block on all cores.

A block fits the processor's cache, so that a row costs a few table look-ups; what is not settled by a cell goes to the reference (`cells`).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...diagnostics import Diagnostic
from ...ir.expr import Expr
from ...ir.types import Boolean, Number
from .bounds import Beyond, outside
from .cells import OPEN, UNASKED, Reference
from .coded import CodedColumn, code_kind
from .cores import keep_memory, on_all_cores, threads_for
from .facts import Coded, Column, Same, Whole
from .features import codes_of
from .memory import Ask, Memory
from .outputs import FIRST, NO_VALUE, STATUSES, Tables, whole_series
from .planned import Feature, Holds, Sign
from .shape import DAY_ASKED
from .straight import Straight, further, straight
from .vectors import LIMIT, Block, Flag, Vector, either, level, times
from .worlds import EPOCH

FEWEST, MOST = 1 << 17, 1 << 19  # rows of a block: threads wait for one another at each of its steps, which pays from some hundred thousand rows on
SHARE = 8  # a block has at most this part of the rows, as what is worked out between takes memory for all rows of a block
MOST_STRAIGHT, SHARE_STRAIGHT = 1 << 20, 2  # the same where rows are written straight, which takes a fifth of the memory
KEPT_FROM = 1 << 17  # rows from which on memory is worth keeping
MOST_NUMBERED, MOST_MET = 1 << 62, 1 << 31  # of all cells, and of the combinations of some features that occur
NO_SMALL_RULE = 255  # codes of rules fit one byte below this


class Decider:
    """One question over the rows of one frame."""

    def __init__(
        self, memory: Memory, reference: Reference, columns: Mapping[str, Column], packs: NDArray[Any] | None, days: Column, height: int, month_end: str, ask: Ask
    ) -> None:
        """`packs`: the number of each row's pack, where there are several; `days`: the day asked, for all rows or for each."""
        self.memory, self.reference = memory, reference
        self.columns = dict(columns)
        self.with_day: dict[str, Column] = {**columns, DAY_ASKED: days}
        self.packs, self.days, self.height, self.month_end = packs, days, height, month_end
        self.guessed = list({id(c.ints): c for c in self.with_day.values() if isinstance(c, Whole) and c.guessed}.values())
        self.failed: dict[int, list[NDArray[Any]]] = {}
        self.wide: list[tuple[int, NDArray[Any], Any]] = []  # which output, the rows, the value that 64 bits do not hold
        outputs = memory.outputs
        self.status = CodedColumn("status", height, np.uint8) if ask.status else None
        self.rule = CodedColumn("rule", height, np.uint8) if ask.rule else None
        self.wanted = [ask.outputs is None or w.name in ask.outputs for w in outputs.written]
        self.codes = [
            CodedColumn(w.name, height, np.uint8 if w.words is None or len(w.words) < 255 else np.uint16) if yes and (w.words is not None or isinstance(w.type, Boolean)) else None
            for w, yes in zip(outputs.written, self.wanted, strict=True)
        ]
        self.ints = [np.empty(height, np.int64) if yes and w.computed else None for w, yes in zip(outputs.written, self.wanted, strict=True)]
        looked_up = any(yes and c is None and i is None for yes, c, i in zip(self.wanted, self.codes, self.ints, strict=True))
        self.endings = np.empty(height, np.uint32) if looked_up or ask.gathered else None
        self.ask = ask
        worlds = None if reference.worlds.only else np.zeros(0, np.uint32)
        self._empty = Block(self.with_day, worlds, memory.parameters, month_end, 0, 0)  # tells what holds for any rows within the bounds of their columns
        self.formulas = self._needed()
        limits = (MOST_STRAIGHT, SHARE_STRAIGHT) if memory.straight and self._written_key() in memory.straight else (MOST, SHARE)
        self._step = _rows_of_a_block(height, *limits)

    def _needed(self) -> list[Expr]:
        """The formulas to be worked out: where no computed output is wanted, only those in which some row may need care."""
        formulas = list(self.memory.plan.formulas)
        if not formulas or any(i is not None for i in self.ints):
            return formulas
        finest = self._finest()
        found = [(f, self._empty.value(f)) for f in formulas]
        return [f for f, v in found if not isinstance(f.type, Number) or v.care is not False or v.most * 10 ** max(finest - v.scale, 0) >= LIMIT]

    # --- all rows

    def run(self) -> None:
        """Decide every row. Raises `Beyond` where the guessed bounds of a column do not hold."""
        self._all_blocks()
        with self.memory.lock:
            rules = len(self.memory.outputs.rules)
        if self.rule is not None and rules >= NO_SMALL_RULE:
            self.rule = CodedColumn("rule", self.height, code_kind(rules))
            self._all_blocks()  # all is known by now: this only writes

    def _all_blocks(self) -> None:
        self.failed.clear()
        self.wide.clear()
        if self.height > KEPT_FROM:
            keep_memory()
        on_all_cores(self.block, range(0, self.height, self._step), self.height)

    def columns_written(self) -> list[pl.Series]:
        """Status, outcomes, rule, and what else is gathered of the endings, in this order."""
        outputs = self.memory.outputs
        with self.memory.lock:
            tables = outputs.tables(self.memory.plan.formulas)
        found: list[pl.Series] = []
        if self.status is not None:
            found.append(self.status.series(STATUSES, tables.status))
        for at, (written, yes, codes, ints) in enumerate(zip(outputs.written, self.wanted, self.codes, self.ints, strict=True)):
            if not yes:
                continue
            table = tables.codes[at]
            if codes is not None and table is not None:
                found.append(codes.series(written.words, table))
            elif ints is not None:
                series = whole_series(written.name, ints, written)
                for rows, value in ((r, v) for a, r, v in self.wide if a == at):
                    series = series.scatter(rows, Decimal(value))
                found.append(series)
            else:
                assert self.endings is not None
                found.append(outputs.looked_up(written, self.endings))
        if self.rule is not None:
            found.append(self.rule.series(tables.rules, tables.rule))
        for name in self.ask.gathered:
            assert self.endings is not None
            found.append(outputs.gathered(name, self.endings, self.ask.language))
        return found

    def faults(self) -> list[tuple[Diagnostic, NDArray[Any]]]:
        """The faults that the reference found while answering, each with its rows."""
        outputs = self.memory.outputs
        found = []
        for number, rows in self.failed.items():
            fault = outputs.endings[number - FIRST].fault
            assert fault is not None
            found.append((fault, np.sort(np.concatenate(rows))))
        return found

    # --- one block

    def block(self, start: int) -> None:
        """Decide the rows of one block. Raises `Beyond`."""
        memory = self.memory
        stop = min(start + self._step, self.height)
        if any(outside(c.ints[start:stop], c.low, c.high) for c in self.guessed):
            raise Beyond
        block = Block(self.with_day, self._worlds(start, stop), memory.parameters, self.month_end, start, stop)
        formulas = [block.value(f) for f in self.formulas]
        care = either(*(v.care for v in formulas), *self._beyond(formulas))
        if care is False and self._straight(block):
            return
        cells, odd = self._cells(block, stop - start)
        care = either(care, odd)
        endings = self._ended(cells, block, care)
        if care is not False or int(endings.min()) == OPEN:
            open_rows = endings == OPEN
            if care is not False:
                open_rows |= care
            if open_rows.any():
                if care is False:
                    with memory.lock:
                        memory.straight = None  # some always will be
                endings = endings.astype(np.uint32)
                self._one_by_one(endings, cells, np.flatnonzero(open_rows), block)
        with memory.lock:
            tables = memory.outputs.tables(memory.plan.formulas)
        part = slice(start, stop)
        if endings.dtype != np.intp:
            endings = endings.astype(np.intp)  # what `take` needs: turned once, not by each
        if self.endings is not None:
            self.endings[part] = endings
        for column, _, table in self._coded(tables):
            if table.dtype == column.codes.dtype:
                table.take(endings, out=column.codes[part], mode="clip")
            else:  # cut to the size of the column, the code of no rule being the greatest
                column.codes[part] = table.take(endings)
        self._lay(part, tables)
        for at, ints in enumerate(self.ints):
            if ints is not None:
                self._worked_out(at, ints[part], endings, tables, formulas)
        for at, number, value in tables.wide:
            rows = np.flatnonzero(endings == number)
            if len(rows):
                self.wide.append((at, rows + start, value))
        if tables.any_fault:
            with memory.lock:
                memory.straight = None
            faulty = tables.faulty.take(endings)
            for number in np.unique(endings[faulty]):
                with memory.lock:
                    self.failed.setdefault(int(number), []).append(np.flatnonzero(endings == number) + start)

    def _finest(self) -> int:
        """The most decimal places of a computed column."""
        return max((w.scale for w in self.memory.outputs.written if w.computed and w.scale is not None), default=0)

    def _beyond(self, formulas: Sequence[Vector]) -> list[Flag]:
        """Where numbers worked out would leave 64 bits with the decimal places of their column."""
        finest = self._finest()
        return [
            times(v, 10 ** (finest - v.scale), finest).care
            for f, v in zip(self.formulas, formulas, strict=True)
            if isinstance(f.type, Number) and finest > v.scale and v.most * 10 ** (finest - v.scale) >= LIMIT
        ]

    def _straight(self, block: Block) -> bool:
        """Write the rows straight from their features; whether their cells settle all of them."""
        memory = self.memory
        if self.endings is not None or any(i is not None for i in self.ints):
            return False
        part = slice(block.start, block.stop)
        with memory.lock:
            if memory.straight is None:
                return False
            tables = memory.outputs.tables(memory.plan.formulas)
            columns = [c.codes[part] for c, _, _ in self._coded(tables)]
            if not columns:
                return False
            found = memory.straight.get(key := self._written_key())
            if found is None:
                found = memory.straight[key] = self._made_straight(tables)

        def codes(feature: Feature, size: int) -> Any:
            found, care = codes_of(feature, size, block, memory.group_of, memory.truths)
            return found if care is False else None

        if not found.write(codes, columns):
            return False
        self._lay(part, tables)
        return True

    def _coded(self, tables: Tables) -> list[tuple[CodedColumn, Sequence[str] | None, NDArray[Any]]]:
        """The columns of codes, each with its words and its codes by endings."""
        outcomes = zip(self.codes, self.memory.outputs.written, tables.codes, strict=True)
        found = [(self.status, STATUSES, tables.status), *((c, w.words, t) for c, w, t in outcomes), (self.rule, tables.rules, tables.rule)]
        return [(c, w, t) for c, w, t in found if c is not None and t is not None]

    def _lay(self, part: slice, tables: Tables) -> None:
        """Turn the codes of a block into what the columns hold."""
        for column, words, table in self._coded(tables):
            column.lay(part, words, table)

    def _written_key(self) -> Hashable:
        """What is written, to which type of numbers for rules."""
        return (self.ask.status, tuple(self.wanted), None if self.rule is None else self.rule.codes.dtype)

    def _made_straight(self, tables: Tables) -> Straight:
        memory = self.memory
        written = [t.astype(c.codes.dtype, copy=False) for c, _, t in self._coded(tables)]
        settled = ~tables.faulty
        settled[[UNASKED, OPEN]] = False
        assert memory.table is not None
        return straight(memory.plan.features, memory.sizes, memory.table, settled, written, self._needs_none)

    def _needs_none(self, feature: Feature) -> bool:
        """Whether no row can need care for a feature, whatever numbers it has within the bounds of their columns."""
        if isinstance(feature, Holds):
            return False
        if not isinstance(feature, Sign):
            return True
        if not isinstance(feature.left.type, Number):
            return False  # of days each may have a month without such a day
        sides = level(self._empty.value(feature.left), self._empty.value(feature.right))
        return all(v.care is False and v.most < LIMIT for v in sides)

    def _worlds(self, start: int, stop: int) -> NDArray[Any] | None:
        """The world of each row; None where there is but one."""
        days: NDArray[Any] | None = None
        if isinstance(self.days, Whole):
            days = self.days.ints[start:stop]
        elif isinstance(self.days, Coded):
            days = np.array([d.toordinal() - EPOCH for d in self.days.values], np.int32).take(self.days.codes[start:stop])
        return self.reference.worlds.of_rows(self.packs[start:stop] if self.packs is not None else None, days)

    def _worked_out(self, at: int, ints: NDArray[Any], endings: NDArray[Any], tables: Tables, formulas: list[Any]) -> None:
        """The values of a computed output."""
        which, constants = tables.formulas[at], tables.constants[at]
        written = self.memory.outputs.written[at]
        assert which is not None and constants is not None
        used = np.unique(which) if len(which) < 64 else np.unique(which.take(endings))
        chosen = which.take(endings)
        if (used == 0).any():
            constants.take(endings, out=ints, mode="clip")
        for number in used:
            if number == 0:
                continue
            vector = formulas[number - 1]
            values = times(vector, 10 ** (written.scale - vector.scale), written.scale).ints if written.scale is not None else vector.ints
            if vector.none is not False:
                values = np.where(vector.none, np.int64(NO_VALUE), values)  # days have 32 bits, to which NumPy would cut a plain number without a word
            np.copyto(ints, values, where=chosen == number)

    def _cells(self, block: Block, height: int) -> tuple[NDArray[Any], Flag]:
        """The number of each row's cell."""
        memory = self.memory
        care: Flag = False
        found: NDArray[Any] | None = None
        reached = 1  # no number of a cell is as great
        for index, (feature, size) in enumerate(zip(memory.plan.features, memory.sizes, strict=True)):
            if size == 1:
                continue
            if reached * size > MOST_NUMBERED and found is not None:
                found, reached = self._numbered_anew(found, index), MOST_MET
            reached *= size
            codes, odd = codes_of(feature, size, block, memory.group_of, memory.truths)
            care = either(care, odd)
            found = further(found, codes, size, reached, height)
        return (found.astype(memory.kind, copy=False) if found is not None else np.zeros(height, memory.kind)), care

    def _numbered_anew(self, found: NDArray[Any], index: int) -> NDArray[Any]:
        """Short numbers for the combinations of the first features that are met: all of them together would not fit 64 bits."""
        distinct, places = np.unique(found, return_inverse=True)
        with self.memory.lock:
            known = self.memory.parts.setdefault(index, {})
            numbers = np.array([known.setdefault(n, len(known)) for n in distinct.tolist()], np.int64)
            assert len(known) <= MOST_MET
        return numbers.take(places)

    def _ended(self, cells: NDArray[Any], block: Block, care: Flag) -> NDArray[Any]:
        """The ending of each row, by its cell; cells that were not asked yet are. Rows that need care are not of the cell whose number they have."""
        memory = self.memory
        plain = np.arange(len(cells)) if care is False else np.flatnonzero(~np.broadcast_to(np.asarray(care), len(cells)))
        if memory.table is None:
            distinct, first, places = np.unique(cells[plain], return_index=True, return_inverse=True)
            numbers = np.empty(len(distinct), np.uint32)
            with memory.lock:
                for i, (cell, at) in enumerate(zip(distinct.tolist(), first.tolist(), strict=True)):
                    number = memory.sparse.get(cell)
                    if number is None:
                        number = memory.sparse[cell] = self._asked(block, int(plain[at]), alone=False)
                    numbers[i] = number
            found = np.full(len(cells), OPEN, np.uint32)
            found[plain] = numbers.take(places)
            return found
        endings = memory.table.take(cells)
        if endings.size and int(endings.min()) == UNASKED:
            with memory.lock:
                rows = plain[memory.table.take(cells[plain]) == UNASKED]
                if block.worlds is not None:  # of worlds in one group the first is asked, so that few packs are made ready
                    rows = rows[np.argsort(block.worlds[rows], kind="stable")]
                distinct, first = np.unique(cells[rows], return_index=True)
                for cell, row in zip(distinct.tolist(), first.tolist(), strict=True):
                    number = self._asked(block, int(rows[row]), alone=False)
                    if number > np.iinfo(memory.table.dtype).max:
                        memory.table = memory.table.astype(np.uint32)
                    memory.table[cell] = number
                if memory.straight is not None:
                    memory.straight.clear()
                return memory.table.take(cells)
        return endings

    def _one_by_one(self, endings: NDArray[Any], cells: NDArray[Any], rows: NDArray[Any], block: Block) -> None:
        """Rows that their cells do not settle: each different one is asked."""
        keys = [cells[rows].astype(np.int64)]
        for name in self.memory.plan.summed:
            coded = self.columns[name]
            assert isinstance(coded, Coded)
            keys.append(coded.codes[rows + block.start].astype(np.int64))
        for name in self.memory.plan.exact:
            column = self.with_day[name]
            assert isinstance(column, Whole)
            at = rows + block.start
            keys.append(column.ints[at].astype(np.int64))
            for mask in (column.none, column.unknown):
                if mask is not None:
                    keys.append(mask[at].astype(np.int64))
        if block.worlds is not None:
            keys.append(block.worlds[rows].astype(np.int64))
        table = np.ascontiguousarray(np.stack(keys, axis=1))
        whole = table.view([("", table.dtype)] * table.shape[1]).ravel()
        distinct, first, places = np.unique(whole, return_index=True, return_inverse=True)
        numbers = np.empty(len(distinct), np.uint32)
        for i, row in enumerate(first.tolist()):
            key = distinct[i].tobytes()
            with self.memory.lock:
                number = self.memory.alone.get(key)
                if number is None:
                    number = self._asked(block, int(rows[row]), alone=True)
                    if len(self.memory.alone) < 1_000_000:
                        self.memory.alone[key] = number
            numbers[i] = number
        endings[rows] = numbers.take(places)

    def _asked(self, block: Block, at: int, alone: bool) -> int:
        """The number of the ending that the reference gives a row of a block; `OPEN` where it does not hold for the row's cell."""
        world = int(block.worlds[at]) if block.worlds is not None else 0
        row = block.start + at
        on = self.days.value if isinstance(self.days, Same) else self.days.value(row)
        assert isinstance(on, date)
        case = self.reference.case(self.columns, row, on)
        ended = self.reference.ended(world, case, alone)
        return OPEN if ended is None else self.memory.outputs.number(ended)


def _rows_of_a_block(rows: int, most: int, share: int) -> int:
    """As many in each, so that the threads end together."""
    threads = threads_for(rows)
    turns = max(1, -(-rows // (threads * min(max(rows // share, FEWEST), most))))
    return max(1, -(-rows // (turns * threads)))
