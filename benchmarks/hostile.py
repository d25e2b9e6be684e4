"""Hostile packs: seconds until the one clear error, and the peak memory of the process that gives it.

The packs of `tests/test_hostile_packs.py` and the large ones that are made here, each in a process of its own that has read a harmless pack
before. Memory is the peak of the whole process, the interpreter (about 60 MB) and the text of the pack included; what one pack adds is the
difference to `nothing`. Exit status 1 where a pack takes more than a second or 200 MB.
Run: python benchmarks/hostile.py [--json FILE] [NAME ...]
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import policykit
from policykit.diagnostics import PolicyError

ROOT = Path(__file__).parent.parent
MOST_SECONDS, MOST_MEGABYTES = 1.0, 200.0


def tests(module: str = "test_hostile_packs") -> ModuleType:
    """A module of the tests, for its packs."""
    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))
    return importlib.import_module(f"tests.{module}")


def large() -> dict[str, Callable[[Path], dict[str, bytes] | Path]]:
    """Packs too large for a test file: files in memory, or a folder."""

    def folder_of_50_mb(below: Path) -> Path:
        with (below / "pack.yaml").open("wb") as f:
            for _ in range(500_000):
                f.write(b"# " + b"x" * 97 + b"\n")
        return below

    def rules(count: int, rule: str, more: str = "") -> bytes:
        question: str = tests("hostile").QUESTION
        return (question + more + "decisions:\n  q:\n    rules:\n" + "".join(f"    - {rule.format(i=i)}\n" for i in range(count))).encode()

    return {
        "nothing": lambda _: {"pack.yaml": b"pack: p: p\n"},
        "a folder of 50 MB": folder_of_50_mb,
        "a text of 50 MB": lambda _: {"pack.yaml": b"# " + b"x" * 50_000_000},
        "a file of 4 MB of words": lambda _: {"pack.yaml": b"pack: [" + b"a," * 1_999_000 + b"]"},
        "a file of 4 MB of brackets": lambda _: {"pack.yaml": b"pack: " + b"[" * 3_999_000},
        "a file of 4 MB of parentheses": lambda _: {"pack.yaml": tests("hostile").formula("(" * 3_900_000).encode()},
        "16 MB of law": lambda _: {"pack.yaml": b"pack: p: p\n", **{f"law/{i}.md": ("条" * 1_300_000).encode() for i in range(4)}},
        "unknown keys": lambda _: {"pack.yaml": b"pack: p\n" + b"".join(b"lable%d: 1\n" % i for i in range(29_000))},
        "duplicate keys": lambda _: {"pack.yaml": b"pack: p\n" + b"x: 1\n" * 29_000},
        "words for clauses": lambda _: {"pack.yaml": b"pack: p\nclauses:\n" + b"- a\n" * 59_000},
        "rules with unknown columns": lambda _: {"pack.yaml": rules(5_000, "{{id: r{i}, when: {{zz: x}}, then: {{o: r}}}}")},
        "citations of unknown clauses": lambda _: {
            "ledger.yaml": b"clauses:\n" + b"".join(b"- {id: a%d, quote: x, kind: none, en: x}\n" % i for i in range(3_000)),
            "pack.yaml": rules(2_000, "{{id: r{i}, when: {{b: true}}, then: {{o: r}}, cite: {{b{i}: x}}}}"),
        },
    }


def run(name: str) -> dict[str, Any]:
    """Seconds, peak megabytes and the codes given for one pack, in this process."""
    policykit.read({"pack.yaml": tests("hostile").formula("b")}).ask("q", {"a": "x"}, on=date(2025, 1, 1))  # everything is imported
    with tempfile.TemporaryDirectory() as below:
        if name in large():
            content = large()[name](Path(below))
        else:
            text = tests().CASES[name][0]
            content = {"pack.yaml": text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")}
        start = time.perf_counter()
        try:
            policykit.load(content) if isinstance(content, Path) else policykit.read(content)
            codes = ["(none)"]
        except PolicyError as e:
            codes = sorted({d.code for d in e.diagnostics})
        seconds = time.perf_counter() - start
    return {"name": name, "seconds": round(seconds, 3), "megabytes": _peak(), "codes": codes}


def _peak() -> float | None:
    """The peak memory of this process in megabytes; None where the system does not tell (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def main() -> int:
    """Runs every pack named, or all; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", action="store_true", help="in this process, and print JSON")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(run(options.names[0])))
        return 0
    results = []
    for name in options.names or [*large(), *tests().CASES]:
        made = subprocess.run([sys.executable, __file__, "--one", name], stdout=subprocess.PIPE, text=True, timeout=60, check=True)
        results.append(json.loads(made.stdout))
        found = results[-1]
        print(f"{found['seconds']:7.3f} s {found['megabytes'] or float('nan'):7.1f} MB  {name}: {', '.join(found['codes'])}", flush=True)
    slow = [r for r in results if r["seconds"] > MOST_SECONDS or (r["megabytes"] or 0) > MOST_MEGABYTES or r["codes"] == ["(none)"]]
    print(f"{len(results)} packs, slowest {max(r['seconds'] for r in results):.3f} s, most {max(r['megabytes'] or 0 for r in results):.0f} MB; beyond the limits: {len(slow)}")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
