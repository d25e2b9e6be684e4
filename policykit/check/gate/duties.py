"""Duties that cannot be met: nothing can begin them, what must come before is gone, they are due before they begin, or the deed is forbidden."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from ...diagnostics import Text
from ...domain.calendar import NoNotice
from ...ir.expr import names
from ...ir.norm import Follows, Norm
from ...targets.python.norms import due_function
from ...targets.python.runtime import NotInForce, OutOfRange
from ..diff.model import Law
from .model import Impossible

SAMPLES = 24  # starts tried, a month apart: a deadline before its start shows on some day of a year


def impossible_duties(law: Law) -> Iterator[Impossible]:
    """The duties in force on the day that cannot be met."""
    pack = law.pack
    standing = {n: norm for n, norm in pack.norms.items() if norm.period.covers(law.on)}
    for norm in standing.values():
        if norm.modality != "must":
            continue
        for why in (*_gone(norm, standing, law), *_forbidden(norm, standing), *_early(norm, law)):
            yield Impossible(norm.id, norm.label, why)


def _gone(norm: Norm, standing: dict[str, Norm], law: Law) -> Iterator[Text]:
    """What must be done before, or what begins it, is a norm that stands no more."""
    for name in norm.after:
        if name not in standing:
            label = law.pack.norms[name].label
            yield Text(f"须在“{label.zh}”之后履行，而后者当日已不存在", f"it must come after “{label.en}”, which does not stand on the day")
    follows = [s.norm for s in norm.starts if isinstance(s, Follows)]
    if follows and len(follows) == len(norm.starts) and not any(n in standing for n in follows):
        label = law.pack.norms[follows[0]].label
        yield Text(f"由“{label.zh}”引起，而后者当日已不存在，无从开始", f"it begins by “{label.en}”, which does not stand on the day")


def _forbidden(norm: Norm, standing: dict[str, Norm]) -> Iterator[Text]:
    """A ban on the very deed, of a bearer of the duty, without a condition of its own."""
    for other in standing.values():
        if other.modality == "must_not" and other.deed == norm.deed and not other.starts and (not other.by or set(other.by) & set(norm.by)):
            yield Text(f"“{other.label.zh}”禁止同一行为", f"“{other.label.en}” forbids the very deed")


def _early(norm: Norm, law: Law) -> Iterator[Text]:
    """Due before it begins, or due on a day that cannot be worked out."""
    if norm.due is None or norm.each is not None or names(norm.due, "variable") - {"start"}:
        return
    due_of = due_function(law.pack, norm, law.on, None)
    for n in range(SAMPLES):
        start = datetime.combine(law.on + timedelta(days=30 * n), time(9))
        try:
            due = due_of({"start": start})
        except NoNotice:
            continue
        except (NotInForce, OutOfRange, ArithmeticError, ValueError, TypeError):
            yield Text("期限无法算出", "its deadline cannot be worked out")
            return
        end = due if isinstance(due, datetime) else datetime.combine(due, time.max) if isinstance(due, date) else None
        if end is not None and end < start:
            yield Text(f"{start.date()}开始的，期限为{due}，早于开始", f"begun on {start.date()} it is due on {due}, before it begins")
            return
