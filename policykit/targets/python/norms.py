"""The formulas of norms -> Python functions: when a duty is due, and which events meet a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from ...domain.calendar import Calendar
from ...ir.expr import Expr
from ...ir.norm import EventTest, Norm
from ...ir.pack import Pack
from .expressions import Emitter


def due_function(pack: Pack, norm: Norm, on: date, calendar: Calendar | None) -> Callable[[Mapping[str, Any]], Any]:
    """What a norm's `due` gives for the names of a start (`start`) or of a period (`year`, `last_day` ...). Raises `NoNotice` when called."""
    assert norm.due is not None
    return _formula(pack, norm, norm.due, on, calendar)


def period_function(pack: Pack, norm: Norm, on: date) -> Callable[[Mapping[str, Any]], Any]:
    """What a norm calls the period of which the names are given."""
    assert norm.period_name is not None
    return _formula(pack, norm, norm.period_name, on, None)


def _formula(pack: Pack, norm: Norm, formula: Expr, on: date, calendar: Calendar | None) -> Callable[[Mapping[str, Any]], Any]:
    key = (id(pack), id(norm), id(formula), on if pack.epochs else None, id(calendar))
    kept = _DUE.get(key)
    found = kept[0] if kept is not None else None
    if found is None:
        emitter = Emitter(pack.parameters, on, pack.instrument.month_end, calendar=calendar or pack.calendar)
        text = emitter.emit(formula)
        code = compile(text, f"<policykit {pack.id}.{norm.id}>", "eval")

        def found(names: Mapping[str, Any]) -> Any:
            return eval(code, {**emitter.constants, **{f"x_{k}": v for k, v in names.items()}})  # noqa: S307  # our own text: literals and names made here

        if len(_DUE) > 5_000:
            _DUE.clear()
        _DUE[key] = (found, pack, norm, calendar)
    return found


_DUE: dict[
    tuple[Any, ...], tuple[Callable[[Mapping[str, Any]], Any], Pack, Norm, Calendar | None]
] = {}  # by identity, since a mutant has the digest of its pack; what is held here is not another tomorrow


@lru_cache(maxsize=5_000)
def _code(text: str) -> Any:
    return compile(text, "<policykit event>", "eval")


def event_function(pack: Pack, test: EventTest, on: date) -> Callable[[Mapping[str, Any], Mapping[str, Any]], bool]:
    """Whether an event's parts, with the names of the duty's start, meet a test. A part that is not carried is none."""
    if not test.tests:
        return lambda _data, _names: True
    emitter = Emitter(pack.parameters, on, pack.instrument.month_end, calendar=pack.calendar)
    text = " and ".join(emitter.emit(t.holds) for t in test.tests)
    fields = tuple(n for n, _ in pack.event_kinds[test.kind].fields)
    code = _code(text)

    def meets(data: Mapping[str, Any], names: Mapping[str, Any]) -> bool:
        values = {f"v_{f}": data.get(f) for f in fields} | {f"x_{k}": v for k, v in names.items()}
        return bool(eval(code, {**emitter.constants, **values}))  # noqa: S307  # our own text: literals and names made here

    return meets
