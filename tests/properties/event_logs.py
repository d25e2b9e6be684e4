"""Event logs for any pack, made from its norms: the kinds and words that they look for, at moments near each other, in a few matters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from policykit.domain.events import ADDRESSEES, Event
from policykit.ir import expr as ir
from policykit.ir.norm import EventTest
from policykit.ir.pack import Pack
from policykit.ir.types import Boolean, Choice, Date, DateTime, Number, Type

BEGIN = datetime(2026, 2, 20, 8)
STEPS = st.one_of(st.integers(0, 48), st.integers(0, 60 * 24), st.sampled_from([5 * 24, 10 * 24, 30 * 24, 365 * 24, 1653 * 24])).map(lambda hours: timedelta(hours=hours))


@st.composite
def logs(draw: st.DrawFn, pack: Pack, most: int = 12) -> list[Event]:
    """A few events, in the order in which they become known; some twice."""
    kinds = looked_for(pack)
    count = draw(st.integers(1, most))
    events = [draw(event(pack, kinds, f"e{n}")) for n in range(count)]
    return draw(st.permutations([*events, *draw(st.lists(st.sampled_from(events), max_size=2))]))


@st.composite
def event(draw: st.DrawFn, pack: Pack, kinds: list[str], id_: str) -> Event:
    kind = draw(st.sampled_from(kinds))
    at = BEGIN + draw(STEPS)
    words = said(pack)
    parts = {n: _part(t, words.get((kind, n), [])) if n != ADDRESSEES else told(pack) for n, t in pack.event_kinds[kind].fields}
    data = draw(st.fixed_dictionaries({}, optional=parts))
    parties = [None, None, *pack.instrument.parties]
    return Event(id=id_, kind=kind, at=at, case=draw(st.sampled_from([None, "m1", "m1", "m2"])), by=draw(st.sampled_from(parties)), data=data)


def told(pack: Pack) -> st.SearchStrategy[Any]:
    """Whom a deed reached: one of those whom some duty names together, several of them, or another party."""
    together = [n.to for n in pack.norms.values() if len(n.to) > 1] or [("nobody",)]
    return st.sampled_from(together).flatmap(
        lambda to: st.one_of(st.sampled_from(to), st.lists(st.sampled_from(to), min_size=1, max_size=3), st.sampled_from([*pack.instrument.parties]))
    )


def tests_of(pack: Pack) -> Iterable[EventTest]:
    for norm in pack.norms.values():
        yield from (t for t in (*norm.starts, *norm.done, *norm.excused) if isinstance(t, EventTest))


@cache
def _looked_for(kinds: tuple[str, ...], all_kinds: tuple[str, ...]) -> list[str]:
    return [*dict.fromkeys(kinds), all_kinds[0]]


def looked_for(pack: Pack) -> list[str]:
    """The kinds that some norm looks for, and one that none may."""
    return _looked_for(tuple(t.kind for t in tests_of(pack)), tuple(pack.event_kinds))


def said(pack: Pack) -> dict[tuple[str, str], list[Any]]:
    """The constants that norms compare a part of an event with."""
    found: dict[tuple[str, str], list[Any]] = {}
    for test in tests_of(pack):
        for condition in test.tests:
            (name,) = ir.names(condition.holds, "input") or {""}
            found.setdefault((test.kind, name), []).extend(n.value for n in ir.walk(condition.holds) if isinstance(n, ir.Literal))
    return found


def _part(type_: Type, words: list[Any]) -> st.SearchStrategy[Any]:
    match type_:
        case Boolean():
            return st.booleans()
        case Date():
            return st.integers(-3, 60).map(lambda n: (BEGIN.date() + timedelta(days=n)).isoformat())
        case DateTime():
            return st.integers(-3, 60 * 24).map(lambda n: (BEGIN + timedelta(hours=n)).isoformat(timespec="minutes"))
        case Number():
            return st.integers(0, 12)
        case Choice(values=values):
            return st.sampled_from(values)
    return st.sampled_from([*[w for w in words if isinstance(w, str)], "2025", "2026", "2026-01", "2026-03", "another-word"])
