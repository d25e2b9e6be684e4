"""Numbers that may be unknown without each row being tried by itself.

Rules cut the line of such a number at what they compare it with. Where this is all they do with it, the order of these boundaries settles
which outcomes are possible, whatever the numbers are: with this order among its features a cell settles its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations
from typing import NamedTuple

from ...ir.expr import Arithmetic, Compare, Expr, If, Literal, Logic, Not, Ref, children, names
from ...ir.pack import Answered, Rule
from ...ir.types import Number

MOST_TURNS = 4


class Turn(NamedTuple):
    """Where the truth of a comparison turns: the number, `ratio` times (None: once), is `other`."""

    ratio: Expr | None
    other: Expr


class NotOnlyCompared(Exception):
    """Rules do more with a number than compare it."""


def orders(name: str, minimum: int | None, rules: Iterable[tuple[Rule, bool]], positive: Callable[[str], bool]) -> list[tuple[Expr, Expr]] | None:
    """The pairs of formulas whose order settles what is possible where the number is unknown; None where rules do more with it than compare it.

    `rules`: all that may matter, under any reading, and whether what one gives is the answer. `positive`: whether a parameter is greater than 0.
    """
    found: dict[Turn, None] = {}
    try:
        for rule, answers in rules:
            for test in rule.tests:
                _condition(test.holds, name, positive, found)
            for _, formula in rule.result.outputs if isinstance(rule.result, Answered) else ():
                _output(formula, name, positive, found, answers)
    except NotOnlyCompared:
        return None
    if len(found) > MOST_TURNS:
        return None
    pairs = [(_times(a.other, b.ratio), _times(b.other, a.ratio)) for a, b in combinations(found, 2)]
    if minimum is not None:
        pairs += [(t.other, _times(Literal(minimum, Number()), t.ratio)) for t in found]
    return [p for p in pairs if any(names(side, "input") for side in p)]


def _times(formula: Expr, ratio: Expr | None) -> Expr:
    return formula if ratio is None else Arithmetic("*", formula, ratio, Number())


def _condition(node: Expr, name: str, positive: Callable[[str], bool], found: dict[Turn, None]) -> None:
    if name not in names(node, "input"):
        return
    match node:
        case Compare():
            _compare(node, name, positive, found)
        case Logic() | Not() | If():
            for part in children(node):
                _condition(part, name, positive, found)
        case _:
            raise NotOnlyCompared


def _output(node: Expr, name: str, positive: Callable[[str], bool], found: dict[Turn, None], answers: bool) -> None:
    """What a rule gives. An outcome that is reckoned from the number is open where that is not known; a step so reckoned may decide anything."""
    if name not in names(node, "input"):
        return
    match node:
        case If(condition=condition, then=then, other=other):
            _condition(condition, name, positive, found)
            _output(then, name, positive, found, answers)
            _output(other, name, positive, found, answers)
        case Compare() | Logic() | Not():
            _condition(node, name, positive, found)
        case Ref() if answers:
            pass
        case Arithmetic(operator="+" | "-" | "*", left=left, right=right) if answers:
            _output(left, name, positive, found, answers)
            _output(right, name, positive, found, answers)
        case _:
            raise NotOnlyCompared


def _compare(node: Compare, name: str, positive: Callable[[str], bool], found: dict[Turn, None]) -> None:
    for mine, other in ((node.left, node.right), (node.right, node.left)):
        if name in names(other, "input") or names(other, "step") or names(other, "variable"):
            continue
        if isinstance(other, Literal) and other.value is None and isinstance(mine, Ref):
            return
        if isinstance(other.type, Number) and (ratio := _ratio(mine, name, positive)) is not _NO_RATIO:
            found[Turn(ratio, other)] = None
            return
    raise NotOnlyCompared


_NO_RATIO = Literal(None, Number())


def _ratio(mine: Expr, name: str, positive: Callable[[str], bool]) -> Expr | None:
    """How many times a side is the number; None: once."""
    match mine:
        case Ref(origin="input", name=own) if own == name:
            return None
        case Arithmetic(operator="*", left=ratio, right=Ref(origin="input", name=own)) | Arithmetic(operator="*", left=Ref(origin="input", name=own), right=ratio):
            if own != name:
                return _NO_RATIO
            constant = isinstance(ratio, Literal) and ratio.value is not None and ratio.value > 0
            if constant or (isinstance(ratio, Ref) and ratio.origin == "parameter" and positive(ratio.name)):
                return ratio
    return _NO_RATIO
