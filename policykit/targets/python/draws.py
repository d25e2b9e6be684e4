"""The conditions of a draw order -> Python functions over one lot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ...ir.expr import Expr
from ...ir.pack import DrawOrder, Pack
from .expressions import Emitter
from .made import made

Lot = Mapping[str, Any]


@dataclass(frozen=True)
class Draws:
    """A draw order ready to run. `keys`: level -> a function that gives a lot's place in the order inside the level."""

    usable: Callable[[Lot], bool]
    keys: Mapping[str, Callable[[Lot], tuple[Any, ...]]]


def compiled_draws(pack: Pack, order: DrawOrder, fields: tuple[str, ...], on: date) -> Draws:
    """The functions of `order` on a day; `fields` are the names of a lot's parts."""
    emitter = Emitter(pack.parameters, on, pack.instrument.month_end, calendar=pack.calendar)

    def function(text: str) -> Callable[[Lot], Any]:
        parts = [f"    x_{f} = lot.get({f!r})" for f in fields if f"x_{f}" in text]
        names = {**emitter.constants, "on": on, "force": pack.instrument.force_on(on)}
        found: Callable[[Lot], Any] = made("f", ["def f(lot):", *parts, f"    return {text}"], names, f"{pack.id}.{order.id}")
        return found

    usable = function(f"bool({emitter.emit(order.usable)})") if order.usable is not None else (lambda _: True)
    keys = {tier.level: function(_key(order, tier.level, emitter)) for tier in order.tiers}
    return Draws(usable, keys)


def _key(order: DrawOrder, level: str, emitter: Emitter) -> str:
    """The sort key of a lot of a level: false before true, known before none, small before large, at last the lot's id."""
    parts: list[str] = []
    for criterion in order.inside(level):
        if criterion.first is not None:
            parts.append(f"not {emitter.emit(criterion.first)}")
        if criterion.by:
            value = _first_known(criterion.by, emitter)
            parts.append(f"(({value}) is None, {value})")
    return "(" + ", ".join([*parts, "x_id"]) + ",)"


def _first_known(by: tuple[Expr, ...], emitter: Emitter) -> str:
    text = emitter.emit(by[-1])
    for expression in reversed(by[:-1]):
        value = emitter.emit(expression)
        text = f"({value} if {value} is not None else {text})"
    return text
