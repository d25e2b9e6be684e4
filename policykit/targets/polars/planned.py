"""A plan: the features that tell rows apart, and what else the decider must know of the rules."""

from __future__ import annotations

from dataclasses import dataclass

from ...ir.expr import Expr


@dataclass(frozen=True)
class Codes:
    """A fact by its code."""

    fact: str


@dataclass(frozen=True)
class Split:
    """An ordered fact cut at thresholds: the number of thresholds that it reaches; then codes for none and unknown."""

    fact: str
    thresholds: tuple[int, ...]  # as the column's whole numbers, rising


@dataclass(frozen=True)
class Sign:
    """How two formulas compare: below or not (`cut` lower), above or not (upper), or all three."""

    left: Expr
    right: Expr
    cut: str  # lower | upper | both


@dataclass(frozen=True)
class Holds:
    """Whether some conditions of a rule, on facts with few values, all hold. It stands for these facts where they are too many to be features each."""

    world: int
    conditions: tuple[Expr, ...]


@dataclass(frozen=True)
class Known:
    """Whether a fact is known that has no other feature: an unknown one is tried, whatever rules do with it."""

    fact: str


@dataclass(frozen=True)
class Group:
    """The group of the row's world."""


Feature = Codes | Split | Sign | Holds | Known | Group


@dataclass
class Plan:
    """The features of a question in some worlds; which facts are exact where a row is asked by itself."""

    features: list[Feature]
    computed: tuple[str, ...]  # the outputs that a formula may give
    formulas: dict[Expr, int]  # their formulas, numbered
    coupled: frozenset[str]  # ordered facts whose exact value matters to what an unknown one may be
    exact: tuple[str, ...]  # ordered facts that any rule reads, under any reading
    group_of: list[int]
    firsts: list[int]
    summed: tuple[str, ...] = ()  # facts of `Holds` that are no features themselves
    alone: frozenset[str] = frozenset()  # numbers of which a cell settles what is possible where they alone are unknown
    doubted: bool = False  # whether a cell settles on which readings its rows rest
    told: bool = False  # whether a cell settles why its rows end so, in words


@dataclass(frozen=True)
class Needs:
    """What the rules need exact: facts, and parameters that may not be gathered."""

    facts: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()
