"""Whole tables: recovery, tender and buffer over 100,000 to 10,000,000 rows, beside the same decisions by other means.

Each contestant runs in a process of its own; all answers are compared, row by row, before anything is timed. Then they take turns: a round
measures each once, in an order by lot, a ratio compares the two figures of one round, and what is reported is the median of the rounds. Peak memory is that of a fresh
process which loads the facts and asks once. ZEN answers a sample, and its time is scaled.

Run: python benchmarks/batch.py [--rows 100000,1000000,10000000] [--rounds 7] [--without "PySpark local[2]"] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any

import machine
import numpy as np
import polars as pl
import rows
from rivals import exactness
from worker import CONTESTANTS

import policykit

HAND, OWN, TRACED = "hand-written Polars", "policykit", "policykit, status and rule"
SAMPLED = 5_000
BARS: dict[str, tuple[str, str, float, str]] = {  # a ratio of times: name -> slower (or own), faster (or other), bar, "least" or "most"
    "throughput beside hand-written Polars": (HAND, OWN, 0.9, "least"),
    "time with status and rule, beside hand-written Polars": (TRACED, HAND, 2.2, "most"),
    "faster than OpenFisca": ("OpenFisca", OWN, 5.0, "least"),
    "faster than DuckDB SQL": ("DuckDB SQL", OWN, 4.0, "least"),
    "faster than PySpark local[2]": ("PySpark local[2]", OWN, 10.0, "least"),
    "faster than ZEN": ("ZEN", OWN, 1.0, "least"),
    "faster than NumPy select": ("NumPy select", OWN, 1.0, "least"),
}


class Contestant:
    """A worker process: asked, and waited for, one at a time."""

    def __init__(self, name: str, facts: Path) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "worker.py"), name, str(facts)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.loaded: float = self._answer()["loaded_mib"]

    def _answer(self) -> Any:
        assert self._process.stdout is not None and self._process.stderr is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended: {self._process.stderr.read()[-2000:]}")
        return json.loads(line)

    def ask(self, command: str) -> Any:
        assert self._process.stdin is not None
        print(command, file=self._process.stdin, flush=True)
        return self._answer()

    def __enter__(self) -> Contestant:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()


def held_to_reference(frame: pl.DataFrame, found: rows.Codes, sample: int = 2_000) -> int:
    """Compare a result with the library's answers to single cases; the number compared. The reference is exact and shares no code with frames."""
    liaoning, changzhi = policykit.load("liaoning"), policykit.load("changzhi")
    recovery = ("item", "issued_to", "used_from", "used_to", "no_recovery_value")
    buffer = ("task_quantity", "actual_stock", "callable_quantity")
    wanted = np.unique(np.linspace(0, frame.height - 1, sample).astype(int))
    for at, facts in zip(wanted.tolist(), frame[wanted].iter_rows(named=True), strict=True):
        first = liaoning.ask("recoverable", {n: facts[n] for n in recovery})
        second = changzhi.ask("selection_method", {"annual_subsidy_cny": facts["annual_subsidy_cny"]}, on=rows.ON)
        third = changzhi.ask("required_buffer", {n: facts[n] for n in buffer}, on=rows.ON)
        outcome = rows.OUTCOMES.index(first.values.outcome) if first.status == "answered" else rows.NOTHING
        expected = {
            "outcome": outcome,
            "method": rows.METHODS.index(second.values.method),
            "stock_ok": third.values.stock_ok,
            "full_call_ok": third.values.full_call_ok,
        }
        got = {n: int(found[n][at]) for n in expected}
        assert got == expected, f"row {at}, {facts}: {got} is not {expected}"
    return len(wanted)


def measured(count: int, names: list[str], rounds: int, folder: Path) -> dict[str, Any]:
    """One size: all contestants compared, then timed in turns, then their memory."""
    facts = folder / f"{count}.arrow"
    frame = rows.made(count)
    frame.write_ipc(facts, compression="uncompressed")
    seconds: dict[str, list[float]] = {n: [] for n in names}
    spent: dict[str, list[float]] = {n: [] for n in names}
    with ExitStack() as stack:
        there = {n: stack.enter_context(Contestant(n, facts)) for n in names}
        reference: rows.Codes | None = None
        for name, contestant in there.items():
            contestant.ask(f"save {folder / 'found.npz'}")
            found = dict(np.load(folder / "found.npz"))
            if reference is None:
                reference = found
                compared = held_to_reference(frame, found)
            if name == "ZEN":
                wrong = rows.differing(found, {c: v[:SAMPLED] for c, v in reference.items()})
            else:
                wrong = rows.differing(found, reference)
            assert not wrong, f"{name} differs: {wrong}"
        del frame, reference
        order = list(there.items())
        shuffled = random.Random(count)  # none is always asked after the same other one, whose threads may still be at work
        for _ in range(rounds):
            shuffled.shuffle(order)
            for name, contestant in order:
                scale = count / min(count, SAMPLED) if name == "ZEN" else 1
                by_clock, by_processor = contestant.ask("time")
                seconds[name].append(by_clock * scale)
                spent[name].append(by_processor * scale)
    memory: dict[str, list[float]] = {}
    for _ in range(3):
        for name in names:
            if name in (HAND, OWN, TRACED):
                with Contestant(name, facts) as contestant:
                    memory.setdefault(name, []).append(contestant.ask("memory"))
    facts.unlink()
    return {
        "rows": count,
        "single_cases_compared": compared,
        "seconds": {n: {"median": statistics.median(v), "rounds": v} for n, v in seconds.items()},
        "processor_seconds": {n: {"median": statistics.median(v), "rounds": v} for n, v in spent.items() if n != "PySpark local[2]"},  # whose work is Java's
        "ratios": {n: ratio(seconds[a], seconds[b]) for n, (a, b, _, _) in BARS.items() if a in seconds and b in seconds},
        "processor_ratios": {n: ratio(spent[a], spent[b]) for n, (a, b, _, _) in BARS.items() if a in spent and b in spent and "PySpark" not in n},
        "peak_mib": {n: statistics.median(v) for n, v in memory.items()},
        "peak_memory_beside_hand_written": {n: statistics.median(v) / statistics.median(memory[HAND]) for n, v in memory.items() if n != HAND},
    }


def ratio(a: list[float], b: list[float]) -> float:
    """Median of the ratios round by round."""
    return statistics.median(x / y for x, y in zip(a, b, strict=True))


def shown(size: dict[str, Any]) -> None:
    print(f"{size['rows']:,} rows; all agree, and with {size['single_cases_compared']:,} single cases")
    for name, figure in size["seconds"].items():
        print(f"  {name:30} {figure['median'] * 1000:10.1f} ms   {size['rows'] / figure['median'] / 1e6:8.2f} million rows/s")
    for name, value in size["ratios"].items():
        bar, kind = BARS[name][2:]
        print(f"  {name:56} {value:8.2f}   (bar: at {kind} {bar}); by processor time {size['processor_ratios'].get(name, float('nan')):.2f}")
    for name, value in size["peak_memory_beside_hand_written"].items():
        print(f"  peak memory of {name:41} {value:8.2f}   (bar: at most 1.3)   {size['peak_mib'][name]:.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="100000,1000000,10000000")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--without", action="append", default=[], choices=list(CONTESTANTS))
    parser.add_argument("--only", action="append", default=[], choices=list(CONTESTANTS))
    parser.add_argument("--json", type=Path, default=Path(__file__).parent / "results" / "batch.json")
    options = parser.parse_args()
    names = [n for n in CONTESTANTS if n not in options.without and (not options.only or n in options.only or n == HAND)]
    load = os.getloadavg()[1] if hasattr(os, "getloadavg") else None
    found: dict[str, Any] = {"machine": machine.described(), "processes_waiting_before": load, "rounds": options.rounds, "sizes": []}
    with tempfile.TemporaryDirectory() as folder:
        for count in map(int, options.rows.split(",")):
            found["sizes"].append(measured(count, names, options.rounds, Path(folder)))
            shown(found["sizes"][-1])
    found["exactness"] = exactness.measured(options.rounds)
    for name, value in found["exactness"].items():
        print(f"  {name:70} {value if isinstance(value, int) else Decimal(str(round(value, 2)))}")
    options.json.parent.mkdir(exist_ok=True)
    options.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
