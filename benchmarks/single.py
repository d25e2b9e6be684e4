"""One case at a time: recovery, selection and buffer per call, beside what one would write by hand; then cold starts.

Rivals, in one run, after all answers have been compared:

- `if-chain`: plain functions over checked arguments, no validation, no citations: the floor.
- `pydantic+relativedelta`: pydantic models of the facts, an if-chain with the pack's readings, a frozen result with citations.
- `pydantic+fast months`: the same with a month addition of our own.
- ZEN (static loader, without and with its trace), CEL, OpenFisca, durable_rules: see `rivals/one_case.py`; each is left out where it is not installed.

`compiled module` is what `policykit compile` writes, from a file of its own.

Every figure is a median over rounds, with the 99th percentile of single calls; ratios compare rounds made side by side.
Run: python benchmarks/single.py [--rounds 15] [--calls 4000] [--json FILE]
"""

from __future__ import annotations

import argparse
import compileall
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import by_hand
import machine
from rivals import one_case

import policykit

CASES: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    (
        {"item": "single_tent", "issued_to": "victims", "used_from": date(2025, 3, 1), "used_to": date(2025, 8, 31)},
        {"annual_subsidy_cny": 500_000},
        {"task_quantity": 1000, "actual_stock": 1100},
    ),
    (
        {"item": "cotton_tent", "issued_to": "victims", "used_from": date(2024, 2, 29), "used_to": date(2025, 2, 28)},
        {"annual_subsidy_cny": Decimal("499999.99")},
        {"task_quantity": Decimal(3), "actual_stock": Decimal("3.3"), "callable_quantity": 3},
    ),
    (
        {"item": "quilt", "issued_to": "victims", "used_from": date(2025, 11, 20), "used_to": date(2025, 12, 1)},
        {"annual_subsidy_cny": 800_000},
        {"task_quantity": 333, "actual_stock": 366},
    ),
    (
        {"item": "command_tent", "issued_to": "rescue_staff", "used_from": date(2023, 12, 1), "used_to": date(2025, 12, 1), "no_recovery_value": True},
        {"annual_subsidy_cny": 0},
        {"task_quantity": 1000, "actual_stock": 1099, "callable_quantity": 1000},
    ),
]
ON = date(2025, 12, 1)
SLOW = ("OpenFisca", "OpenFisca, all three at once", "durable_rules")


def ours() -> tuple[Callable[[int], list[Any]], Callable[[int], list[Any]]]:
    """Functions that answer case `i` by the library, without and with the trace read."""
    liaoning, changzhi = policykit.load("liaoning"), policykit.load("changzhi")

    def answer(i: int) -> list[Any]:
        recovery, subsidy, stock = CASES[i]
        found = []
        for a in (liaoning.ask("recoverable", recovery), changzhi.ask("selection_method", subsidy, on=ON), changzhi.ask("required_buffer", stock, on=ON)):
            found.append((a.status, a.values, a.strength, a.basis, a.citations))
        return found

    def traced(i: int) -> list[Any]:
        recovery, subsidy, stock = CASES[i]
        found = []
        for a in (liaoning.ask("recoverable", recovery), changzhi.ask("selection_method", subsidy, on=ON), changzhi.ask("required_buffer", stock, on=ON)):
            found.append((a.status, a.values, a.strength, a.basis, a.citations, a.trace))
        return found

    return answer, traced


def compiled(folder: Path) -> Callable[[int], list[Any]]:
    """The same by the modules that `policykit compile` writes."""
    modules = []
    for name in ("liaoning", "changzhi"):
        path = folder / f"{name}.py"
        path.write_text(policykit.load(name).standalone(), encoding="utf-8")
        spec = importlib.util.spec_from_file_location(f"compiled_{name}", path)
        assert spec is not None and spec.loader is not None
        module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        modules.append(module)
    liaoning, changzhi = modules

    def answer(i: int) -> list[Any]:
        recovery, subsidy, stock = CASES[i]
        found = []
        for a in (liaoning.ask("recoverable", recovery), changzhi.ask("selection_method", subsidy, ON), changzhi.ask("required_buffer", stock, ON)):
            found.append((a.status, a.values, a.strength, a.basis, a.citations))
        return found

    return answer


def engines() -> dict[str, Callable[[int], Any]]:
    """The contestants that are engines, those that are installed."""
    made: dict[str, Callable[[], Callable[[int], Any]]] = {
        "ZEN, static loader": lambda: one_case.zen(CASES),
        "ZEN, with its trace": lambda: one_case.zen(CASES, trace=True),
        "CEL": lambda: one_case.cel(CASES),
        "OpenFisca": lambda: one_case.openfisca(CASES),
        "OpenFisca, all three at once": lambda: one_case.openfisca(CASES, together=True),
        "durable_rules": lambda: one_case.durable(CASES),
    }
    found = {}
    for name, make in made.items():
        try:
            found[name] = make()
        except ImportError as e:
            print(f"  {name} is left out: no module {e.name}")
    return found


def agree(mine: Callable[[int], list[Any]], engines: dict[str, Callable[[int], Any]], *rivals: Callable[[int], list[Any]]) -> None:
    """All answers are compared before anything is timed."""
    for i in range(len(CASES)):
        expected = [(status, values.record(), strength, basis, {c.address for c in citations}) for status, values, strength, basis, citations in mine(i)]
        for rival in rivals:
            got = [(r[0], r[1], r[2], r[3], {c.address for c in r[4]}) for r in rival(i)]
            assert got == expected, f"case {i}: {got} is not {expected}"
        bare = by_hand.chain(CASES[i])
        assert bare == [tuple(m[1])[: len(b)] for m, b in zip(mine(i), bare, strict=True)], f"case {i}"
        for name, engine in engines.items():
            recovery, method, stock = (m[1] for m in mine(i))
            assert engine(i) == (recovery.outcome, method.method, stock.stock_ok), f"case {i}: {name} gives {engine(i)}"


def rounds(functions: dict[str, Callable[[int], Any]], count: int, calls: int) -> dict[str, dict[str, Any]]:
    """Median and p99 in microseconds per case (three questions), rounds of the rivals taking turns."""
    totals: dict[str, list[float]] = {name: [] for name in functions}
    single: dict[str, list[int]] = {name: [] for name in functions}
    for function in functions.values():
        for i in range(100):
            function(i % len(CASES))
    for _ in range(count):
        for name, function in functions.items():
            some = calls if name not in SLOW else calls // 40
            started = time.perf_counter()
            for i in range(some):
                function(i & 3)
            totals[name].append((time.perf_counter() - started) / some * 1e6)
            for i in range(400 if name not in SLOW else 10):
                before = time.perf_counter_ns()
                function(i & 3)
                single[name].append(time.perf_counter_ns() - before)
    return {
        name: {"median_us": statistics.median(values), "p99_us": sorted(single[name])[len(single[name]) * 99 // 100] / 1000, "rounds": values} for name, values in totals.items()
    }


def ratio(a: dict[str, Any], b: dict[str, Any]) -> float:
    """Median of the ratios round by round."""
    return statistics.median(x / y for x, y in zip(a["rounds"], b["rounds"], strict=True))


def cold(code: str, count: int) -> tuple[float, float]:
    """Median milliseconds of a fresh interpreter running `code`, less those of one running nothing: by the clock, and of processor time."""

    compileall.compile_dir(str(Path(policykit.__file__).parent), quiet=2)  # as an installed library has it

    def once(text: str) -> tuple[float, float]:
        started, before = time.perf_counter(), os.times()
        subprocess.run([sys.executable, "-c", text], check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        return (time.perf_counter() - started) * 1000, (after.children_user + after.children_system - before.children_user - before.children_system) * 1000

    once(code)
    pairs = [(once(code), once("pass")) for _ in range(count)]
    return statistics.median(a[0] - b[0] for a, b in pairs), statistics.median(a[1] - b[1] for a, b in pairs)


def module_imports(count: int) -> dict[str, dict[str, float]]:
    """Median milliseconds of processor time of `import` of each pack's compiled module: from its text alone, and with the copy that Python keeps of it."""
    found: dict[str, dict[str, float]] = {}
    for name in policykit.available():
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "rules.py").write_text(policykit.load(name).standalone(), encoding="utf-8")
            code = f"import sys, time; sys.path.insert(0, {folder!r}); before = time.process_time(); import rules; print((time.process_time() - before) * 1000)"

            def median(*flags: str, code: str = code) -> float:
                told = [subprocess.run([sys.executable, *flags, "-c", code], check=True, capture_output=True, text=True).stdout for _ in range(count)]
                return statistics.median(map(float, told))

            from_text = median("-B")
            compileall.compile_dir(folder, quiet=2)
            found[name] = {"from_text": from_text, "with_copy": median()}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--calls", type=int, default=4000)
    parser.add_argument("--json", type=Path, default=Path(__file__).parent / "results" / "single.json")
    options = parser.parse_args()
    answer, traced = ours()
    slow = by_hand.modelled(CASES, ON, by_hand.months_by_relativedelta)
    quick = by_hand.modelled(CASES, ON, by_hand.months_fast)
    folder = tempfile.TemporaryDirectory()
    module, others = compiled(Path(folder.name)), engines()
    agree(answer, others, slow, quick)
    figures = rounds(
        {
            "policykit": answer,
            "policykit, trace read": traced,
            "compiled module": module,
            "if-chain": lambda i: by_hand.chain(CASES[i]),
            "pydantic+relativedelta": slow,
            "pydantic+fast months": quick,
            **others,
        },
        options.rounds,
        options.calls,
    )
    print(f"three questions a call, median of {options.rounds} rounds of {options.calls}; Python {sys.version.split()[0]}")
    for name, figure in figures.items():
        print(f"  {name:30} {figure['median_us']:8.2f} us   p99 {figure['p99_us']:8.2f} us")
    ratios = {
        "policykit / pydantic+relativedelta (bar 0.6)": ratio(figures["policykit"], figures["pydantic+relativedelta"]),
        "policykit with trace / pydantic+fast months (bar 1.0)": ratio(figures["policykit, trace read"], figures["pydantic+fast months"]),
        "policykit / if-chain": ratio(figures["policykit"], figures["if-chain"]),
        "compiled module / policykit": ratio(figures["compiled module"], figures["policykit"]),
    }
    for name in others:
        bar = {"ZEN, static loader": " (bar 8)", "OpenFisca": " (bar 300)"}.get(name, "")
        ratios[f"{name} / policykit{bar}"] = ratio(figures[name], figures["policykit"])
    starts = {
        "import policykit (bar 60 ms)": cold("import policykit", 15),
        "load liaoning (bar 300 ms)": cold("import policykit; policykit.load('liaoning')", 15),
        "policykit ask, a process": cold(
            "import sys; sys.argv=['policykit','ask','selection_method','--in','changzhi','--on','2025-12-01','annual_subsidy_cny=500000']; from policykit.cli import main; main()",
            9,
        ),
    }
    for name, value in ratios.items():
        print(f"  {name:56} {value:.2f}")
    for name, value in starts.items():
        print(f"  {name:56} {value[0]:.0f} ms above an empty interpreter, of processor time {value[1]:.0f} ms")
    imports = module_imports(9)
    for name, value in imports.items():
        print(f"  import of the compiled module of {name:22} (bar 15 ms) {value['from_text']:.1f} ms from its text, {value['with_copy']:.1f} ms with the copy that Python keeps")
    options.json.parent.mkdir(exist_ok=True)
    options.json.write_text(json.dumps({"machine": machine.described(), "figures": figures, "ratios": ratios, "cold_ms": starts, "module_import_ms": imports}, indent=1))


if __name__ == "__main__":
    main()
