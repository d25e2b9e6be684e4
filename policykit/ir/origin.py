"""What an answer, or a duty, comes from: the pack's files, and what beside them decides. Worked out where a record is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..domain.calendar import Calendar, Notice, digest, official
from .expr import Expr, counts_workdays
from .pack import DrawOrder, Pack


class Origin(NamedTuple):
    """`workdays`: whether a rule asks which days are working days, by `calendar`, or by the official one. `made`: version of the library and digest of those days,
    where another process worked them out."""

    pack: str
    digest: str
    under: Mapping[str, str]
    notices: tuple[Notice, ...]
    workdays: bool
    calendar: Calendar | None = None
    made: tuple[str, str | None] | None = None

    def settled(self) -> tuple[str, str | None]:
        """The version of the library, and the digest of the working days where a rule asks for them."""
        from .. import __version__

        return self.made or (__version__, digest(self.calendar or official()) if self.workdays else None)

    def record(self) -> dict[str, Any]:
        """JSON values: what is needed to come to the same again."""
        version, workdays = self.settled()
        notices = [{"year": n.year, "citation": n.citation._asdict()} for n in self.notices]
        return {"policykit": version, "pack": self.pack, "digest": self.digest, "calendar_digest": workdays, "under": dict(self.under), "notices": notices}

    def __reduce__(self) -> tuple[Any, ...]:
        """What another process takes over says what this one knew."""
        return Origin, (*self[:-2], None, self.settled())


def formulas_of(order: DrawOrder) -> Iterator[Expr]:
    """What a draw order asks of a lot."""
    yield from [order.usable] if order.usable is not None else []
    for criterion in order.within:
        yield from [criterion.first] if criterion.first is not None else []
        yield from criterion.by


def asks_for_workdays(pack: Pack, question: str) -> bool:
    """Whether the answer to a question may turn on which days are working days."""
    order = pack.decisions.get(question)
    rules = (r for table in pack.tables(question) for r in table.rules)
    return any(map(counts_workdays, formulas_of(order) if isinstance(order, DrawOrder) else (e for r in rules for e in r.formulas)))


def origin(pack: Pack, workdays: bool, calendar: Calendar | None = None) -> Origin:
    """That of what a pack says; `calendar`: the working days asked for, where they are not the pack's."""
    known = calendar or pack.calendar
    return Origin(pack.instrument.id, pack.digest, pack.switched, known.notices if known is not None else (), workdays, known)
