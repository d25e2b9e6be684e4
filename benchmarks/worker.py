"""One contestant of `batch.py` in a process of its own: `python worker.py NAME FACTS`, then a command a line on standard input.

`time` runs it twice and prints the seconds of the second, by the clock and of processor time; `save FILE` writes its result as codes; `memory`
runs it once and prints the process's peak in MiB. Results are freed outside the measured time.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import machine
import numpy as np
import polars as pl

CONTESTANTS = {
    "hand-written Polars": "hand_polars:prepared",
    "NumPy select": "numpy_select:prepared",
    "OpenFisca": "openfisca_system:prepared",
    "ZEN": "zen_tables:prepared",
    "DuckDB SQL": "duckdb_sql:prepared",
    "PySpark local[2]": "spark_sql:prepared",
    "policykit": "policykit_frames:outcomes",
    "policykit, status and rule": "policykit_frames:traced",
    "policykit, every output": "policykit_frames:whole",
    "policykit, strings": "policykit_frames:from_words",
    "policykit, pandas": "policykit_frames:from_pandas",
}


def prepared(name: str, frame: pl.DataFrame) -> tuple[Callable[[], Any], Callable[[Any], dict[str, Any]]]:
    module, function = CONTESTANTS[name].split(":")
    made: tuple[Callable[[], Any], Callable[[Any], dict[str, Any]]] = getattr(importlib.import_module(f"rivals.{module}"), function)(frame)
    return made


def main() -> None:
    name, facts = sys.argv[1:]
    frame = pl.read_ipc(Path(facts).read_bytes()).rechunk()
    loaded = machine.peak_mib()
    run, codes = prepared(name, frame)
    out = sys.stdout
    sys.stdout = sys.stderr  # what a contestant prints is no answer
    print(json.dumps({"loaded_mib": loaded}), file=out, flush=True)
    for line in sys.stdin:
        command, _, argument = line.strip().partition(" ")
        if command == "time":
            gc.collect()
            run()  # awake again, after others had the machine and the collector went through all memory
            started, spent = time.perf_counter(), time.process_time()
            found = run()
            said: Any = [time.perf_counter() - started, time.process_time() - spent]
            del found
        elif command == "save":
            np.savez(Path(argument), **codes(run()))
            said = "saved"
        else:
            found = run()
            said = machine.peak_mib()
            del found
        print(json.dumps(said), file=out, flush=True)


if __name__ == "__main__":
    main()
