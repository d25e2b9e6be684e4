"""Writes `report.html` and the tables of `docs/benchmarks.md` from `results/*.json`. The page needs nothing else: its plots are SVG inside it.

Run: python benchmarks/report.py
"""

from __future__ import annotations

import html
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
BEGIN, END = "<!-- results, written by `make bench` -->", "<!-- end of results -->"
COLOURS = ("#2563a8", "#c2571a", "#2f7d4f", "#8a3f8f", "#7a6a2b", "#52606d")
STYLE = """
:root { color-scheme: light dark; --ink: #1c2530; --soft: #5b6875; --line: #d5dbe1; --paper: #ffffff; --good: #1f7a45; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaee; --soft: #a3b0bd; --line: #3a4450; --paper: #15191e; --good: #6fca93; --bad: #ff8a80; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; } p, li { max-width: 46rem; }
table { border-collapse: collapse; margin: 1rem 0; } th, td { padding: .3rem .8rem; border-bottom: 1px solid var(--line); text-align: right; }
th:first-child, td:first-child { text-align: left; } th { color: var(--soft); font-weight: 600; }
.met { color: var(--good); font-weight: 600; } .missed { color: var(--bad); font-weight: 600; }
figure { margin: 1rem 0; } figcaption { color: var(--soft); font-size: .9rem; } svg { max-width: 100%; height: auto; } svg text { fill: var(--ink); font: 13px system-ui, sans-serif; }
.scroll { overflow-x: auto; }
"""
Row = Sequence[str]
Table = tuple[str, Row, list[Row]]  # heading, names of columns, rows


def verdict(value: float, kind: str, bar: float) -> str:
    return "met" if (value >= bar if kind == "least" else value <= bar) else "missed"


def figure(value: float) -> str:
    """Three digits that matter."""
    if value == 0 or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"


# --- tables


def batch_tables(batch: Mapping[str, Any]) -> list[Table]:
    from batch import BARS

    sizes = batch["sizes"]
    columns = [f"{s['rows']:,} rows" for s in sizes]
    names = list(dict.fromkeys(n for s in sizes for n in s["seconds"]))
    times = [[n, *(f"{s['seconds'][n]['median'] * 1000:,.1f} ms" if n in s["seconds"] else "" for s in sizes)] for n in names]
    speeds = [[n, *(figure(s["rows"] / s["seconds"][n]["median"] / 1e6) if n in s["seconds"] else "" for s in sizes)] for n in names]
    ratios: list[Row] = []
    for name, (_, _, bar, kind) in BARS.items():
        if bar == 1.0:
            continue  # no bar is set
        ratios.append([name, f"at {kind} {bar:g}", *(f"{figure(s['ratios'][name])} ({verdict(s['ratios'][name], kind, bar)})" if name in s["ratios"] else "" for s in sizes)])
        ratios.append([f"{name}, by processor time", "", *(figure(s["processor_ratios"][name]) if name in s["processor_ratios"] else "" for s in sizes)])
    for name in sizes[0]["peak_memory_beside_hand_written"]:
        values = [s["peak_memory_beside_hand_written"][name] for s in sizes]
        ratios.append([f"peak memory of {name}, beside hand-written Polars", "at most 1.3", *(f"{figure(v)} ({verdict(v, 'most', 1.3)})" for v in values)])
    exact = [[n, figure(v)] for n, v in batch["exactness"].items()]
    return [
        ("Whole tables: time of recovery, tender and buffer together", ["", *columns], times),
        ("Whole tables: million rows a second", ["", *columns], speeds),
        ("Whole tables: ratios, and the bars set for them", ["", "bar", *columns], ratios),
        ("Is stock >= 1.1 x task decided exactly?", ["", ""], exact),
    ]


def growth_tables(growth: Mapping[str, Any]) -> list[Table]:
    from growth import BARS

    found: list[Table] = []
    ratios: list[Row] = []
    for section in growth.values():
        for name, value in section.get("ratios", {}).items():
            kind, bar = BARS.get(name, ("", None))
            ratios.append([name, f"at {kind} {bar:g}" if bar else "", figure(value) + (f" ({verdict(value, kind, bar)})" if bar else "")])
    found.append(("What grows with what: ratios, and the bars set for them", ["", "bar", ""], ratios))
    if "rules" in growth:
        counts = ["10", "100", "1000"]
        rows: list[Row] = []
        for kind, values in growth["rules"]["seconds"].items():
            rows.append([kind, *(f"{values[c] * 1000:.1f} ms" for c in counts)])
            rows.append([f"{kind}, a when/then chain in Polars", *(f"{growth['rules']['chain_seconds'][kind][c] * 1000:,.1f} ms" for c in counts)])
        found.append(("Rules of a table, a million rows", ["", *(f"{int(c):,} rules" for c in counts)], rows))
    if "jurisdictions" in growth:
        values = growth["jurisdictions"]["seconds"]
        found.append(("Jurisdictions named by a column, a million rows", [f"{int(c):,}" for c in values], [[f"{v * 1000:.1f} ms" for v in values.values()]]))
    if "columns" in growth:
        values = growth["columns"]["seconds"]
        rows = [[kind, *(f"{values[f'{kind} {c}'] * 1000:,.1f} ms" for c in (8, 32, 128))] for kind in ("carried", "read")]
        found.append(("Columns of a frame: carried along (a million rows), or read by the rules (100,000 rows, all different)", ["", "8", "32", "128"], rows))
    if "events" in growth:
        values = growth["events"]["microseconds_an_event"]
        found.append(("An event posted into one live session of so many", [f"{int(c):,}" for c in values], [[f"{v:.0f} us" for v in values.values()]]))
    if "checks" in growth:
        counts = list(growth["checks"]["check_seconds"])
        rows = [[n, *(f"{growth['checks'][k][c]:.2f} s" if c in growth["checks"][k] else "" for c in counts)] for n, k in (("check", "check_seconds"), ("diff", "diff_seconds"))]
        found.append(("`policykit check` and `policykit diff` by rules of a table, whole processes", ["", *counts], rows))
    if "packs" in growth:
        counts = list(growth["packs"]["seconds"])
        rows = [["seconds", *(f"{growth['packs']['seconds'][c]:.2f}" for c in counts)], ["MiB", *(f"{growth['packs']['growth_mib'][c]:.0f}" for c in counts)]]
        found.append(("Packs loaded one after another, on one core", ["", *(f"{int(c):,}" for c in counts)], rows))
    return found


def single_tables(single: Mapping[str, Any]) -> list[Table]:
    times = [[n, f"{f['median_us']:,.2f} us", f"{f['p99_us']:,.2f} us"] for n, f in single["figures"].items()]
    return [
        ("One case: three questions a call", ["", "median of rounds", "99th percentile of single calls"], times),
        ("One case: ratios, bars in brackets", ["", ""], [[n, figure(v)] for n, v in single["ratios"].items()]),
        ("A fresh process, above an empty interpreter", ["", "by the clock", "processor time"], [[n, *(f"{v:.0f} ms" for v in pair)] for n, pair in single["cold_ms"].items()]),
        (
            "Import of a compiled module (bar 15 ms), processor time",
            ["", "with the copy that `policykit compile` leaves", "from its text alone"],
            [[n, f"{v['with_copy']:.1f} ms", f"{v['from_text']:.1f} ms"] for n, v in single["module_import_ms"].items()],
        ),
    ]


def live_tables(live: Mapping[str, Any]) -> list[Table]:
    rows = [
        [n, f"{v['sessions']:,}", f"{v['events']:,}", f"{v['seconds']:.1f} s", f"{v['seconds'] / v['events'] * 1e6:.0f} us", f"{v['peak_mb']:.0f} MB"]
        for n, v in live["rows"].items()
    ]
    return [("Live sessions under the Liaoning measures (bars 120 s, 100 MB)", ["", "sessions", "events", "time", "an event", "memory taken"], rows)]


# --- plots


def plot(lines: Mapping[str, Mapping[float, float]], across: str, up: str) -> str:
    """Lines over two logarithmic axes, as SVG: name -> where -> how much."""
    width, height, left, right, top, bottom = 860, 380, 70, 250, 20, 50
    xs = [x for line in lines.values() for x in line]
    ys = [y for line in lines.values() for y in line.values()]
    low, high = (math.log10(min(xs)), math.log10(max(xs)))
    floor, roof = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))
    roof = max(roof, floor + 1)

    def at(x: float, y: float) -> tuple[float, float]:
        share = (math.log10(x) - low) / (high - low) if high > low else 0.5
        return left + share * (width - left - right), height - bottom - (math.log10(y) - floor) / (roof - floor) * (height - top - bottom)

    parts = [f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{html.escape(up)} by {html.escape(across)}">']
    for power in range(floor, roof + 1):
        y = at(10**low, 10.0**power)[1]
        parts.append(f'<line x1="{left}" x2="{width - right}" y1="{y:.1f}" y2="{y:.1f}" stroke="#8886" />')
        parts.append(f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for x in sorted(set(xs)):
        place = at(x, 10.0**floor)[0]
        parts.append(f'<text x="{place:.1f}" y="{height - bottom + 20}" text-anchor="middle">{x:,.0f}</text>')
    parts.append(f'<text x="{(left + width - right) / 2:.0f}" y="{height - 8}" text-anchor="middle">{html.escape(across)}</text>')
    parts.append(f'<text x="14" y="{height / 2:.0f}" text-anchor="middle" transform="rotate(-90 14 {height / 2:.0f})">{html.escape(up)}</text>')
    ends: list[tuple[float, str, str]] = []
    for number, (name, line) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        dash = "" if number < len(COLOURS) else ' stroke-dasharray="5 4"'
        points = [at(x, y) for x, y in sorted(line.items())]
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2"{dash} points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" />')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}" />' for x, y in points]
        ends.append((points[-1][1], name, colour))
    reached = -100.0
    for y, name, colour in sorted(ends):
        reached = max(y, reached + 17)  # so that no name covers another
        parts.append(f'<line x1="{width - right + 4}" x2="{width - right + 16}" y1="{y:.1f}" y2="{reached:.1f}" stroke="{colour}" />')
        parts.append(f'<text x="{width - right + 20}" y="{reached + 4:.1f}" style="fill:{colour}">{html.escape(name)}</text>')
    return "".join([*parts, "</svg>"])


def plots(results: Mapping[str, Any]) -> dict[str, str]:
    """Caption -> SVG."""
    found: dict[str, str] = {}
    if "batch" in results:
        sizes = results["batch"]["sizes"]
        lines = {n: {s["rows"]: s["seconds"][n]["median"] for s in sizes if n in s["seconds"]} for n in dict.fromkeys(n for s in sizes for n in s["seconds"])}
        found["Recovery, tender and buffer together. Both axes are logarithmic; lower is faster."] = plot(lines, "rows", "seconds")
    growth = results.get("growth", {})
    if "rules" in growth:
        lines = {}
        for kind, values in growth["rules"]["seconds"].items():
            lines[kind] = {float(c): v for c, v in values.items()}
            lines[f"{kind}, when/then chain"] = {float(c): v for c, v in growth["rules"]["chain_seconds"][kind].items()}
        found["A million rows through tables of 10 to 1,000 rules, beside a when/then chain in Polars (at 1,000 rules timed on a tenth of the rows)."] = plot(
            lines, "rules", "seconds"
        )
    if "jurisdictions" in growth:
        found["A million rows of 10 to 3,000 jurisdictions, each with numbers of its own."] = plot(
            {"policykit": {float(c): v for c, v in growth["jurisdictions"]["seconds"].items()}}, "jurisdictions", "seconds"
        )
    if "packs" in growth:
        found["Loading packs from folders, on one core."] = plot({"policykit": {float(c): v for c, v in growth["packs"]["seconds"].items()}}, "packs", "seconds")
    if "events" in growth:
        found["One live session."] = plot({"policykit": {float(c): v for c, v in growth["events"]["microseconds_an_event"].items()}}, "events", "microseconds an event")
    return found


# --- pages


def as_html(table: Table) -> str:
    heading, names, rows = table

    def cell(text: str) -> str:
        kind = next((k for k in ("met", "missed") if text.endswith(f"({k})")), None)
        return f"<td{f' class={chr(34)}{kind}{chr(34)}' if kind else ''}>{html.escape(text)}</td>"

    head = "".join(f"<th>{html.escape(n)}</th>" for n in names)
    body = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows)
    return f'<h2>{html.escape(heading.replace("`", ""))}</h2><div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def as_markdown(table: Table) -> str:
    heading, names, rows = table
    lines = [f"| {' | '.join(names)} |", f"| {' | '.join('---' if i == 0 else '---:' for i in range(len(names)))} |", *(f"| {' | '.join(row)} |" for row in rows)]
    return f"**{heading}**\n\n" + "\n".join(lines)


def main() -> None:
    results = {n: json.loads((HERE / "results" / f"{n}.json").read_text()) for n in ("batch", "growth", "single", "live") if (HERE / "results" / f"{n}.json").is_file()}
    machines = {n: r["machine"] for n, r in results.items() if "machine" in r}
    made = {"batch": batch_tables, "growth": growth_tables, "single": single_tables, "live": live_tables}
    tables = [t for n, r in results.items() for t in made[n](r)]
    described = next(iter(machines.values()), {})
    on = ", ".join(f"{n} {v}" for n, v in described.items())
    figures = "".join(f"<figure>{svg}<figcaption>{html.escape(caption)}</figcaption></figure>" for caption, svg in plots(results).items())
    words = (
        "Every contestant's answers are compared before anything is timed; contestants take turns, a round measures each once, and ratios compare the figures of one round. "
        "What is shown is the median of the rounds. The machine is shared and noisy: trust the ratios, not single times."
    )
    (HERE / "report.html").write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>policykit: benchmarks</title><style>{STYLE}</style>'
        f"<h1>policykit: benchmarks</h1><p>{html.escape(words)}</p><p>Measured on: {html.escape(on)}.</p>{figures}{''.join(map(as_html, tables))}</html>\n",
        encoding="utf-8",
    )
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    written = "\n\n".join([f"Measured on: {on}.", *map(as_markdown, tables)])
    PAGE.write_text(f"{before}{BEGIN}\n\n{written}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
