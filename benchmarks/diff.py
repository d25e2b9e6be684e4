"""How long a comparison takes: two laws of 64 questions, and two tables of 200 rules and 12 inputs of which one is the other rewritten.

.venv/bin/python benchmarks/diff.py
"""

from __future__ import annotations

import random
from datetime import date
from statistics import median
from time import perf_counter

import policykit
from policykit.check.diff.whole import diff

ROUNDS = 5
RULES, INPUTS, CODES = 200, 12, 8


def table(rows: list[tuple[dict[str, object], str]], name: str) -> policykit.Policy:
    """A pack of one question with these rows: column -> cell, and the outcome."""
    kinds = [_input(n) for n in range(INPUTS)]
    rules = "\n".join(
        f"      - {{id: r{i}, when: {{{', '.join(f'{c}: {_cell(v)}' for c, v in when.items())}}}, then: {{outcome: {outcome}}}}}" for i, (when, outcome) in enumerate(rows)
    )
    outcomes = ", ".join(f"o{n}: {{zh: 结论{n}, en: outcome {n}}}" for n in range(10))
    text = f"""
pack: {name}
label: {{zh: {name}, en: {name}}}
jurisdiction: {{zh: 甲, en: A}}
issuers: []
level: county
region: "210101"
status: in_force
questions:
  big:
    label: {{zh: 大表, en: a big table}}
    inputs:
{chr(10).join(kinds)}
    outputs:
      outcome: {{label: {{zh: 结论, en: outcome}}, type: choice, values: {{{outcomes}}}}}
decisions:
  big:
    rules:
{rules}
"""
    return policykit.read({"pack.yaml": text})


def _input(n: int) -> str:
    label = f"label: {{zh: 事实{n}, en: fact {n}}}"
    if n % 3 == 0:
        return f"      x{n}: {{{label}, type: integer, min: 0}}"
    if n % 3 == 1:
        return f"      x{n}: {{{label}, type: boolean}}"
    return f"      x{n}: {{{label}, type: choice, values: {{{', '.join(f'c{i}: {{zh: 值{i}, en: value {i}}}' for i in range(CODES))}}}}}"


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f'"[{value[0]}..{value[1]})"'
    return "[" + ", ".join(f"c{i}" for i in sorted(value)) + "]" if isinstance(value, frozenset) else str(value)


def parted(generator: random.Random) -> list[tuple[dict[str, object], str]]:
    """Rows apart from one another: a case space cut again and again, at a column and a place by chance."""
    whole: dict[str, object] = {f"x{n}": (0, 1000) if n % 3 == 0 else None if n % 3 == 1 else frozenset(range(CODES)) for n in range(INPUTS)}
    rows = [whole]
    while len(rows) < RULES:
        row = rows.pop(generator.randrange(len(rows)))
        pieces = cut(row, generator)
        rows += pieces if pieces else [row]
    return [(shown(r), f"o{generator.randrange(10)}") for r in rows]


def cut(row: dict[str, object], generator: random.Random) -> list[dict[str, object]]:
    """A row as two."""
    column = generator.choice(list(row))
    value = row[column]
    if value is None:
        return [{**row, column: b} for b in (True, False)]
    if isinstance(value, tuple) and value[1] - value[0] > 1:
        middle = generator.randrange(value[0] + 1, value[1])
        return [{**row, column: (value[0], middle)}, {**row, column: (middle, value[1])}]
    if isinstance(value, frozenset) and len(value) > 1:
        part = frozenset(generator.sample(sorted(value), generator.randrange(1, len(value))))
        return [{**row, column: part}, {**row, column: value - part}]
    return []


def shown(row: dict[str, object]) -> dict[str, object]:
    return {c: v for c, v in row.items() if v is not None}


def rewritten(rows: list[tuple[dict[str, object], str]], generator: random.Random) -> list[tuple[dict[str, object], str]]:
    """The same table said otherwise: half of the rows split, all shuffled, one outcome changed. It keeps 200 rules by joining nothing: it has more."""
    found: list[tuple[dict[str, object], str]] = []
    for when, outcome in rows:
        full = {f"x{n}": when.get(f"x{n}") for n in range(INPUTS)}
        pieces = cut(full, generator) if generator.random() < 0.5 else []
        found += [(shown(p), outcome) for p in pieces] or [(when, outcome)]
    generator.shuffle(found)
    when, outcome = found[7]
    found[7] = (when, f"o{(int(outcome[1:]) + 1) % 10}")
    return found


def timed(what: str, run: object) -> None:
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        result = run()  # type: ignore[operator]  # a function without arguments
        times.append(perf_counter() - start)
    found = sum(len(q.pairs) for q in result.questions)
    print(f"{what}: median {median(times):.2f} s of {ROUNDS} (from {min(times):.2f} to {max(times):.2f}); {found} pairs, proven: {all(q.proven for q in result.questions)}")


def main() -> None:
    on = date(2026, 6, 1)
    liaoning, shanxi = policykit.load("liaoning"), policykit.load("shanxi")
    timed("diff liaoning shanxi, all questions", lambda: diff(_law(liaoning, on), _law(shanxi, on)))
    timed("the same, packs read anew", lambda: diff(_law(policykit.load("liaoning"), on), _law(policykit.load("shanxi"), on)))
    generator = random.Random(7)
    rows = parted(generator)
    a, b = table(rows, "first"), table(rewritten(rows, generator), "second")
    print(f"two tables: {len(a.pack.decisions['big'].rules)} and {len(b.pack.decisions['big'].rules)} rules, {INPUTS} inputs")  # type: ignore[union-attr]  # tables
    timed("diff of the two tables", lambda: diff(_law(a, on), _law(b, on)))
    fresh = lambda: diff(_law(table(rows, "first"), on), _law(b, on))  # noqa: E731  # one line of a benchmark
    timed("the same, with the first read and compiled anew", fresh)


def _law(policy: policykit.Policy, on: date):  # type: ignore[no-untyped-def]  # the comparison's own type
    from policykit.check.diff.model import Law

    return Law(policy.pack, on, lambda question, facts, day: policy.ask(question, facts, on=day), policy.label)


if __name__ == "__main__":
    main()
