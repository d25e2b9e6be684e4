"""The days on which a draft makes a text binding, or no longer: on these every question is answered otherwise, whatever the comparison of a day finds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from ...diagnostics import Text
from ...ir.explain import FORCE
from ...ir.instrument import Force
from ...ir.words import value_words
from ..diff.model import Law

DAY = timedelta(days=1)


class ForceMoved(NamedTuple):
    """Days, the first and the last included, on which the text binds before the draft or after it, and not both. `last` is None where there is no end."""

    first: date
    last: date | None
    before: Force
    after: Force

    @property
    def days(self) -> Text:
        """The days in words."""
        first = value_words(self.first, None)
        if self.last is None:
            return Text(f"{first.zh}起", f"from {first.en} on")
        last = value_words(self.last, None)
        return Text(f"{first.zh}至{last.zh}", f"from {first.en} to {last.en}")

    def record(self) -> dict[str, Any]:
        """As JSON values."""
        return {"first": self.first.isoformat(), "last": self.last.isoformat() if self.last is not None else None, "before": self.before, "after": self.after}


def force_moved(before: Law, after: Law) -> tuple[ForceMoved, ...]:
    """The stretches of days from the draft's first on, on which only one of the two binds."""
    return tuple(_stretches(before, after, after.pack.amendments[-1].first))


def _stretches(before: Law, after: Law, since: date) -> Iterator[ForceMoved]:
    periods = [law.pack.instrument.period for law in (before, after)]
    begins = {since, *(p.first for p in periods if p.first is not None), *(p.last + DAY for p in periods if p.last is not None)}
    cuts = sorted(d for d in begins if d >= since)
    for first, following in zip(cuts, [*cuts[1:], None], strict=True):
        mine, theirs = (law.pack.instrument.force_on(first) for law in (before, after))
        if mine != theirs and "in_force" in (mine, theirs):
            yield ForceMoved(first, following - DAY if following is not None else None, mine, theirs)


def told(one: ForceMoved, after: Law) -> Text:
    """What becomes of the questions on these days; those that are answered on every day are named, since they are not among them."""
    always = [q.label for n, q in after.pack.questions.items() if q.every_day and n in after.pack.answers]
    but = Text(f"除“{'”“'.join(t.zh for t in always)}”外，", f" but “{'”, “'.join(t.en for t in always)}”") if always else Text("", "")
    moves = Text("不再作答", "is answered no more") if one.before == "in_force" else Text("由不作答改为作答", "is answered, and was not")
    was, now = FORCE[one.before], FORCE[one.after]
    return Text(
        f"施行期间有变化：{one.days.zh}，现行文本{was.zh}，修改后{now.zh}。对这些日子，{but.zh}各问题都{moves.zh}，不在上述情形之内。",
        f"The days in force change: {one.days.en} the text as it stands is {was.en}, as amended {now.en}. For these days every question{but.en} {moves.en}; that is not among the cases above.",
    )
