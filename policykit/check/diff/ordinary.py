"""How ordinary the case of a pair is: the fewer facts that are seldom so, the more ordinary. What a reader should see first stands first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...ir.types import Choice, Fact
from .model import Pair

SELDOM = ("other", "unknown")  # codes for what no other code is for


def most_ordinary_first(pairs: Iterable[Pair], inputs: Sequence[Fact]) -> tuple[Pair, ...]:
    """The pairs by how ordinary their smallest cases are; then by the order of the question's own codes, which begins with what is usual."""
    return tuple(sorted(pairs, key=lambda p: _rank(p, inputs)))


def _rank(pair: Pair, inputs: Sequence[Fact]) -> tuple[Any, ...]:
    given = [(f, pair.facts[f.name]) for f in inputs if f.name in pair.facts]
    seldom = sum(_is_seldom(f, v) for f, v in given)
    places = tuple(f.type.values.index(v) for f, v in given if isinstance(f.type, Choice) and v in f.type.values)
    return seldom, places, len(given), len(pair.condition.zh), tuple(r or "" for r in pair.rules)


def _is_seldom(fact: Fact, value: Any) -> bool:
    """Whether a fact is seldom so: it departs from what the question takes to be so where nothing is said, or no code is for it."""
    return fact.absent.kind in ("none", "false", "map") or value in SELDOM
