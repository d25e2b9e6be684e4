"""A small pack with a place for each kind of hostile text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from policykit.api import Policy
from policykit.diagnostics import Diagnostic, PolicyError

N = 100_000
TODAY = date(2025, 1, 1)

QUESTION = """pack: hostile
questions:
  q:
    label: {zh: 问, en: q}
    inputs:
      a: {label: {zh: 甲, en: a}, type: choice, values: {x: {zh: 子, en: x}, y: {zh: 丑, en: y}}}
      n: {label: {zh: 数, en: n}, type: number, absent: none}
      d: {label: {zh: 日, en: d}, type: date, absent: as_of}
      b: {label: {zh: 是, en: b}, type: boolean, absent: false}
    outputs:
      o: {label: {zh: 果, en: o}, type: choice, values: {r: {zh: 甲, en: r}, s: {zh: 乙, en: s}}}
"""


def formula(text: str) -> str:
    """A pack whose one rule holds under a formula."""
    return QUESTION + 'decisions: {q: {rules: [{id: r1, then: {o: r}, if: "' + text + '"}]}}\n'


def cell(text: str, column: str = "n") -> str:
    return QUESTION + f'decisions: {{q: {{rules: [{{id: r1, then: {{o: r}}, when: {{{column}: "{text}"}}}}]}}}}\n'


def rules(*lines: str) -> str:
    return QUESTION + "decisions:\n  q:\n    rules:\n" + "".join(f"    - {line}\n" for line in lines)


def parameter(value: str) -> str:
    return QUESTION + f"parameters: {{p: {{label: {{zh: 参, en: p}}, type: number, values: [{value}]}}}}\n" + "decisions: {q: {rules: [{id: r1, if: n < p, then: {o: r}}]}}\n"


def steps(count: int) -> str:
    """Steps that each read the next; the last reads the first."""
    return QUESTION + "decisions:\n" + "".join(f"  s{i}: {{of: q, output: {{type: boolean}}, rules: [{{id: r, if: s{(i + 1) % count}, then: true}}]}}\n" for i in range(count))


def refused(read_it: Callable[[], Policy]) -> tuple[Diagnostic, ...]:
    with pytest.raises(PolicyError) as raised:
        read_it()
    return raised.value.diagnostics
