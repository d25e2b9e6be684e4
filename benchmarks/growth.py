"""What grows with what: rules, jurisdictions, columns, events, tables to be checked, packs to be loaded.

Run: python benchmarks/growth.py [--only rules,jurisdictions,columns,events,checks,packs] [--rounds 7] [--json FILE]

Times are medians of rounds; sizes of one kind take turns within a round, and a ratio compares figures of one round. What is made once for a pack
(`first`) is told apart from what each frame costs. Packs are loaded in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import generated
import live
import machine
import numpy as np
import polars as pl

import policykit

ON = date(2026, 1, 1)
ROWS = 1_000_000
KINDS: dict[str, Callable[[int], dict[str, Any]]] = {"equality": generated.equality, "interval": generated.interval, "mixed": generated.mixed}
BARS = {
    "equality, 1,000 rules beside 10": ("most", 1.5),
    "interval, 1,000 rules beside 10": ("most", 4.0),
    "mixed, 1,000 rules: faster than a when/then chain": ("least", 20.0),
    "3,000 jurisdictions beside 10": ("most", 2.0),
    "seconds to load 3,000 packs": ("most", 45.0),
    "MiB to hold 3,000 packs": ("most", 2048.0),
}


def timed(run: Callable[[], Any]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def taking_turns(runs: dict[str, Callable[[], Any]], rounds: int) -> dict[str, list[float]]:
    """Seconds by name, a figure a round."""
    found: dict[str, list[float]] = {n: [] for n in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            found[name].append(timed(run))
    return found


def ratio(a: list[float], b: list[float]) -> float:
    return statistics.median(x / y for x, y in zip(a, b, strict=True))


def medians(figures: dict[str, list[float]]) -> dict[str, float]:
    return {n: statistics.median(v) for n, v in figures.items()}


# --- rules


def facts_for(kind: str, count: int) -> pl.DataFrame:
    """Rows that meet the rules of a table evenly."""
    random = np.random.default_rng(count)
    codes, stretches = generated.sides(count) if kind == "mixed" else (count, count)
    columns: dict[str, Any] = {}
    if kind != "interval":
        columns["code"] = pl.Series(random.integers(0, codes, ROWS).astype(np.uint16)).cat.to(pl.Enum([f"k{i}" for i in range(codes)]))
    if kind != "equality":
        columns["amount"] = random.integers(0, stretches * 1000, ROWS)
    return pl.DataFrame(columns)


def chain(kind: str, count: int) -> pl.Expr:
    """The same table as a chain of `when` and `then`."""
    codes, stretches = generated.sides(count) if kind == "mixed" else (count, count)
    code, amount = pl.col("code").to_physical(), pl.col("amount")
    conditions: list[tuple[pl.Expr, int]] = []
    if kind == "equality":
        conditions = [(code == i, i) for i in range(codes)]
    elif kind == "interval":
        conditions = [((amount >= i * 1000) & (amount < i * 1000 + 1000), i) for i in range(stretches)]
    else:
        conditions = [((code == c) & (amount >= s * 1000) & (amount < s * 1000 + 1000), c + s) for c in range(codes) for s in range(stretches)]
    found: Any = pl
    for condition, number in conditions:
        found = found.when(condition).then(pl.lit(number % 7, dtype=pl.UInt8))
    expression: pl.Expr = found.otherwise(None)
    return expression.cat.to(pl.Enum(generated.OUTCOMES)).alias("out")


def rules(rounds: int) -> dict[str, Any]:
    """Tables of 10, 100 and 1,000 rules over a million rows, and the same as chains."""
    found: dict[str, Any] = {"rows": ROWS, "seconds": {}, "first": {}, "chain_seconds": {}, "ratios": {}}
    for kind, made in KINDS.items():
        runs: dict[str, Callable[[], Any]] = {}
        for count in (10, 100, 1000):
            policy, facts = generated.read(made(count)), facts_for(kind, count)
            found["first"][f"{kind} {count}"] = timed(lambda p=policy, f=facts: p.ask_frame("q", f, on=ON, add=()))  # type: ignore[misc]
            runs[str(count)] = lambda p=policy, f=facts: p.ask_frame("q", f, on=ON, add=(), outputs=("out",))
            expression = chain(kind, count)
            small = facts.head(ROWS // 10) if count == 1000 else facts
            by_chain = small.with_columns(expression)
            assert by_chain["out"].equals(policy.ask_frame("q", small, on=ON)["out"].cast(pl.Enum(generated.OUTCOMES))), (kind, count)
            runs[f"chain {count}"] = lambda s=small, e=expression: s.with_columns(e)
        figures = taking_turns(runs, rounds)
        figures["chain 1000"] = [10 * v for v in figures["chain 1000"]]  # a tenth of the rows
        found["seconds"][kind] = {n: statistics.median(v) for n, v in figures.items() if not n.startswith("chain")}
        found["chain_seconds"][kind] = {n.removeprefix("chain "): statistics.median(v) for n, v in figures.items() if n.startswith("chain")}
        found["ratios"][f"{kind}, 1,000 rules beside 10"] = ratio(figures["1000"], figures["10"])
        found["ratios"][f"{kind}, 1,000 rules: faster than a when/then chain"] = ratio(figures["chain 1000"], figures["1000"])
    return found


# --- jurisdictions and columns


def jurisdictions(rounds: int) -> dict[str, Any]:
    """A million rows of 10, 100, 1,000 and 3,000 counties, each with numbers of its own, in one call."""
    found: dict[str, Any] = {"rows": ROWS, "first": {}}
    counties = [policykit.read(generated.files(i)) for i in range(3000)]
    random = np.random.default_rng(1)
    task = random.integers(1, 10_000, ROWS)
    runs: dict[str, Callable[[], Any]] = {}
    for count in (10, 100, 1000, 3000):
        some = counties[:count]
        facts = pl.DataFrame(
            {
                "county": pl.Series(random.integers(0, count, ROWS).astype(np.uint16)).cat.to(pl.Enum([p.id for p in some])),
                "task": task,
                "stock": (task * random.uniform(0.9, 2.1, ROWS)).astype(np.int64),
                "subsidy": random.integers(0, 1_000_000, ROWS),
            }
        )
        runs[str(count)] = lambda s=some, f=facts: policykit.ask_frame(s, "q", f, on=ON, jurisdiction="county", add=(), outputs=("out",))
        found["first"][str(count)] = timed(runs[str(count)])
        answers = runs[str(count)]()["out"]
        for row in range(0, ROWS, ROWS // 500):
            place, *given = facts.row(row)
            asked = counties[int(place.removeprefix("county"))].ask("q", dict(zip(("task", "stock", "subsidy"), given, strict=True)), on=ON)
            assert asked.values.out == answers[row], facts.row(row)
    figures = taking_turns(runs, rounds)
    return {**found, "seconds": medians(figures), "ratios": {"3,000 jurisdictions beside 10": ratio(figures["3000"], figures["10"])}}


def columns(rounds: int) -> dict[str, Any]:
    """Frames of 8 to 128 columns: carried along unread, and all of them read by eight rules."""
    random = np.random.default_rng(1)
    runs: dict[str, Callable[[], Any]] = {}
    found: dict[str, Any] = {"rows": ROWS, "first": {}}
    policy = generated.read(generated.mixed(100))
    for count in (8, 32, 128):
        facts = facts_for("mixed", 100)
        facts = facts.with_columns(pl.Series(f"more{i}", random.integers(0, 9, ROWS)) for i in range(count - facts.width))
        runs[f"carried {count}"] = lambda f=facts: policy.ask_frame("q", f, on=ON, add=(), outputs=("out",))
        wide = generated.read(generated.wide(count))
        rare = pl.DataFrame({f"fact{i}": random.random(ROWS // 10) < 0.5 for i in range(count)})
        found["first"][str(count)] = timed(lambda p=wide, f=rare: p.ask_frame("q", f, on=ON))  # type: ignore[misc]
        runs[f"read {count}"] = lambda p=wide, f=rare: p.ask_frame("q", f, on=ON, add=(), outputs=("out",))
    figures = taking_turns(runs, rounds)
    ratios = {f"{kind}, 128 columns beside 8": ratio(figures[f"{kind} 128"], figures[f"{kind} 8"]) for kind in ("carried", "read")}
    return {**found, "rows_read": ROWS // 10, "seconds": medians(figures), "ratios": ratios}


# --- sessions, checks, packs


def events(_: int) -> dict[str, Any]:
    """One live session that takes 1,000 to 200,000 events, each size in a process of its own: microseconds an event."""
    found: dict[str, Any] = {"microseconds_an_event": {}, "growth_mib": {}}
    for count in (1_000, 10_000, 50_000, 200_000):
        done = subprocess.run([sys.executable, live.__file__, "--one", "events", "python", str(count)], check=True, capture_output=True, text=True)
        row = json.loads(done.stdout)
        found["microseconds_an_event"][str(count)] = row["seconds"] / row["events"] * 1e6
        found["growth_mib"][str(count)] = row["peak_mb"]
    least, most = found["microseconds_an_event"]["1000"], found["microseconds_an_event"]["200000"]
    return {**found, "ratios": {"an event among 200,000 beside 1,000": most / least}}


def checks(_: int) -> dict[str, Any]:
    """`policykit check`, and `policykit diff` of two tables with one rule that differs, by the length of a table, whole processes."""
    found: dict[str, Any] = {"check_seconds": {}, "diff_seconds": {}}
    with tempfile.TemporaryDirectory() as place:
        for count in (10, 100, 1000):
            for name in ("one", "two"):
                document = generated.mixed(count)
                if name == "two":
                    document["decisions"]["q"]["rules"][count // 2]["then"] = {"out": generated.OUTCOMES[-1]}
                folder = Path(place) / f"{name}{count}"
                folder.mkdir()
                (folder / "pack.yaml").write_text(generated.text({"pack": folder.name, "label": generated.words("made"), **document}))
            one, two = str(Path(place) / f"one{count}"), str(Path(place) / f"two{count}")
            for what, command in (("check_seconds", ["check", one]), ("diff_seconds", ["diff", one, two])):
                started = time.perf_counter()
                done = subprocess.run([sys.executable, "-m", "policykit.cli", *command], capture_output=True, text=True, timeout=300, check=False)
                if done.returncode in (0, 1) and "Traceback" not in done.stderr:
                    found[what][str(count)] = time.perf_counter() - started
    return {**found, "ratios": {}}


def packs(_: int) -> dict[str, Any]:
    """Loading 7 to 3,000 packs from folders; ledgers, law and cases lie beside the rules, as in every pack."""
    found: dict[str, Any] = {"seconds": {}, "growth_mib": {}}
    with tempfile.TemporaryDirectory() as place:
        generated.written(Path(place), 3000)
        for count in (7, 100, 1000, 3000):
            done = subprocess.run([sys.executable, __file__, "--load", place, str(count)], check=True, capture_output=True, text=True)
            seconds, mib = json.loads(done.stdout)
            found["seconds"][str(count)], found["growth_mib"][str(count)] = seconds, mib
    return {**found, "ratios": {"seconds to load 3,000 packs": found["seconds"]["3000"], "MiB to hold 3,000 packs": found["growth_mib"]["3000"]}}


def loaded(folder: Path, count: int) -> tuple[float, float]:
    """Seconds to load so many packs one after another, and the peak memory of this process in MiB."""
    names = sorted(p.name for p in folder.iterdir())[:count]
    started = time.perf_counter()
    kept = [policykit.load(folder / n) for n in names]
    seconds = time.perf_counter() - started
    assert len(kept) == count
    return seconds, machine.peak_mib()


SECTIONS: dict[str, Callable[[int], dict[str, Any]]] = {
    "rules": rules,
    "jurisdictions": jurisdictions,
    "columns": columns,
    "events": events,
    "checks": checks,
    "packs": packs,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=",".join(SECTIONS))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", type=Path, default=Path(__file__).parent / "results" / "growth.json")
    parser.add_argument("--load", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load:
        print(json.dumps(loaded(Path(options.load[0]), int(options.load[1]))))
        return
    kept = json.loads(options.json.read_text()) if options.json.is_file() else {}
    for name in options.only.split(","):
        kept[name] = SECTIONS[name](options.rounds)
        print(name)
        for what, figures in kept[name].items():
            if isinstance(figures, dict) and what != "ratios":
                print(f"  {what}: {json.dumps({n: rounded(v) for n, v in figures.items()})}")
        for what, value in kept[name]["ratios"].items():
            kind, bar = BARS.get(what, ("", None))
            print(f"  {what:60} {value:10.2f}" + (f"   (bar: at {kind} {bar})" if bar else ""))
        kept["machine"] = machine.described()
        options.json.parent.mkdir(exist_ok=True)
        options.json.write_text(json.dumps(kept, indent=1))


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {n: rounded(v) for n, v in value.items()}
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
