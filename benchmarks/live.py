"""Live sessions: many opened and closed one after another, then one that takes many events, both by the pure session and by durable-rules.

The events are those of transport matters under the Liaoning measures: a notice, the dispatch, the arrival, acceptance, settlement; three in ten come
late. A matter has five events; the clock follows them. Peak memory is the growth of the process, in a process of its own for each row.
Run: python benchmarks/live.py [--sessions 20000] [--events 200000] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import policykit
from policykit.domain.events import Event

START = datetime(2026, 3, 2, 8)
STEPS = (("notice_received", 0), ("dispatched", 6), ("arrived", 30), ("accepted", 32), ("settled", 24 * 60))  # kind, hours after the notice
BARS = {"seconds": 120.0, "peak_mb": 100.0}


def matters(count: int) -> Iterator[list[Event]]:
    """The events of so many matters, an hour apart."""
    for n in range(count):
        begun = START + timedelta(minutes=n)
        yield [Event(id=f"{n}.{kind}", kind=kind, at=begun + timedelta(hours=hours), case=f"d-{n}") for kind, hours in STEPS]


def arriving(count: int) -> Iterator[Event]:
    """So many events of matters that overlap, nearly in order: three in ten come after later ones."""
    drawn = random.Random(7)
    events = sorted((e for m in matters(count // len(STEPS)) for e in m), key=lambda e: e.at)
    late: list[Event] = []
    for event in events:
        if drawn.random() < 0.3:
            late.append(event)
        else:
            yield event
        if len(late) > 50:
            yield late.pop(drawn.randrange(len(late)))
    yield from late


def many_sessions(policy: policykit.Policy, target: Any, count: int) -> dict[str, int]:
    """Sessions one after another, each with a matter from its notice to its settlement."""
    told = 0
    seen = 0

    def on_change(_: Any) -> None:
        nonlocal told
        told += 1

    for events in matters(count):
        with policy.session(now=events[0].at, since=events[0].at.date(), on_change=on_change, target=target) as session:
            for event in events:
                session.tick(event.at)
                session.post(event)
            seen += len(events)
    return {"sessions": count, "events": seen, "changes": told}


def one_session(policy: policykit.Policy, target: Any, count: int) -> dict[str, int]:
    """One session that takes them all."""
    told: dict[str, int] = {}

    def on_change(change: Any) -> None:
        told[change.kind] = told.get(change.kind, 0) + 1

    session = policy.session(now=START, since=START.date(), on_change=on_change, target=target)
    seen = 0
    for event in arriving(count):
        if event.at > session.now:
            session.tick(event.at)
        session.post(event)
        seen += 1
    return {"sessions": 1, "events": seen, "changes": sum(told.values())}


def measured(what: str, target: str, count: int) -> dict[str, Any]:
    """Seconds and growth of this process."""
    policy = policykit.load("liaoning")
    run = many_sessions if what == "sessions" else one_session
    run(policy, target, 50)  # what is made once is made now
    for _ in arriving(1000 if what == "sessions" else count):
        pass  # the events themselves are not the session's
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    counts = run(policy, target, count)
    return {**counts, "seconds": time.perf_counter() - started, "peak_mb": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=20_000)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--json", type=Path, default=Path(__file__).parent / "results" / "live.json")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measured(options.one[0], options.one[1], int(options.one[2]))))
        return
    rows: dict[str, Any] = {}
    print(f"live sessions under the Liaoning measures; Python {sys.version.split()[0]}; bars: {BARS['seconds']:.0f} s, {BARS['peak_mb']:.0f} MB")
    for target in ("python", "durable_rules"):
        for what, count in (("sessions", options.sessions), ("events", options.events)):
            done = subprocess.run([sys.executable, __file__, "--one", what, target, str(count)], capture_output=True, text=True)
            if done.returncode:
                print(f"  {target:14} {done.stderr.strip().splitlines()[-1]}")
                continue
            row = rows[f"{target} {what}"] = json.loads(done.stdout)
            print(
                f"  {target:14} {row['sessions']:6} sessions {row['events']:7} events {row['changes']:7} changes {row['seconds']:7.1f} s"
                f" {row['seconds'] / row['events'] * 1e6:6.0f} us an event  peak +{row['peak_mb']:.0f} MB"
            )
    options.json.parent.mkdir(exist_ok=True)
    options.json.write_text(json.dumps({"python": sys.version, "rows": rows}, indent=1))


if __name__ == "__main__":
    main()
