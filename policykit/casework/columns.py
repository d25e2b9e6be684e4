"""The events and duties of a session in columns of numbers: some tens of bytes for each, where objects would take some hundreds.

A session remembers every event, since one that comes late may need any of them, and every duty. An event is a row of the `Log`, a duty a row of the
`Register`; what is searched is kept in order. Moments are microseconds since the beginning of the calendar. Matter 0 is that of duties without a case;
they look at all events.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..diagnostics import Text
from ..domain.events import addressees

if TYPE_CHECKING:
    from ..domain.events import Event

NO_ROW = 2**32 - 1
NEVER = -1  # the last moment of a duty without a deadline
DAY = 86_400 * 10**6
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    return (moment - datetime.min) // _MICROSECOND


@lru_cache(maxsize=4_096)
def moment_of(at: int) -> datetime:
    """The few moments that matter at a time are asked for again and again.

    >>> moment_of(micros(datetime(2026, 7, 20, 16)))
    datetime.datetime(2026, 7, 20, 16, 0)
    """
    return datetime.min + timedelta(microseconds=at)


class Log:
    """Events by row. In a matter's order stand those of them that may end or excuse a duty."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.ids: list[str] = []
        self.at = array("q")
        self.matter = array("I")
        self.by = array("H")
        self.roles = array("H")
        self.digest = array("q")
        self.parts: dict[int, tuple[str, tuple[Any, ...]]] = {}  # of those events that are needed again: kind, and the values of the parts needed
        self.matters: dict[str | None, int] = {None: 0}
        self.cases: list[str | None] = [None]
        self.parties: dict[str | None, int] = {None: 0}
        self.names: list[str | None] = [None]
        self.orders: dict[int, array[int]] = {}
        self.told: dict[int, tuple[str, ...]] = {}  # of those events that say it: whom they reached

    def add(self, event: Event, roles: int, digest: int) -> int:
        """The row of a new event."""
        row = self.rows[event.id] = len(self.ids)
        self.ids.append(event.id)
        self.at.append(micros(event.at))
        self.matter.append(_numbered(event.case, self.matters, self.cases))
        self.by.append(_numbered(event.by, self.parties, self.names))
        self.roles.append(roles)
        self.digest.append(digest)
        told = addressees(event.data)
        if told is not None:
            self.told[row] = told
        return row

    def without(self, left_out: int) -> Log:
        """The same events but one, none of them put in order yet."""
        found = Log()
        found.matters, found.cases, found.parties, found.names = self.matters, self.cases, self.parties, self.names
        for row, id_ in enumerate(self.ids):
            if row != left_out:
                new = found.rows[id_] = len(found.ids)
                found.ids.append(id_)
                for column in ("at", "matter", "by", "roles", "digest"):
                    getattr(found, column).append(getattr(self, column)[row])
                found.parts |= {new: self.parts[row]} if row in self.parts else {}
                found.told |= {new: self.told[row]} if row in self.told else {}
        return found

    def key(self, row: int) -> tuple[int, str]:
        """Events happen in this order."""
        return (self.at[row], self.ids[row])

    def place(self, row: int) -> None:
        """Puts an event into the order of all, and of its own matter."""
        for matter in {0, self.matter[row]}:
            order = self.orders.setdefault(matter, array("I"))
            key = self.key(row)
            if not order or self.key(order[-1]) < key:
                order.append(row)
            else:
                order.insert(bisect_left(order, key, key=self.key), row)

    def since(self, matter: int, at: int) -> Iterator[int]:
        """The events of a matter from a moment on."""
        order = self.orders.get(matter)
        if order is not None:
            for place in range(bisect_left(order, at, key=self.at.__getitem__), len(order)):
                yield order[place]


class Register:
    """Duties by row; a row that is free has state 0. A matter lists its duties by norm, start and starting event."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.norm = array("H")
        self.at = array("q")  # when it started
        self.event = array("I")  # by which event
        self.matter = array("I")
        self.last = array("q")  # the last moment in time
        self.by_day = array("B")  # whether the deadline is a day
        self.end = array("I")  # the event that did it
        self.excuse = array("I")
        self.state = array("B")
        self.flags = array("B")
        self.via = array("B")  # which of the norm's starts it came by
        self.source = array("I")  # the duty it follows
        self.more: dict[int, list[tuple[int, int]]] = {}  # further (via, source) of the same start
        self.why: dict[int, Text] = {}
        self.owed: dict[int, tuple[str, ...]] = {}  # of several to be told, those who are not yet, where others are
        self.matters: dict[int, array[int]] = {}
        self._columns = (self.norm, self.at, self.event, self.matter, self.last, self.by_day, self.end, self.excuse, self.state, self.flags, self.via, self.source)
        self._free: list[int] = []

    def add(self, norm: int, at: int, event: int, matter: int, due: date | datetime | None, via: int, source: int) -> int:
        """The row of a new duty, its state not yet set."""
        is_day = due is not None and not isinstance(due, datetime)
        last = NEVER if due is None else micros(due) if isinstance(due, datetime) else (due.toordinal() * DAY - 1)
        values = (norm, at, event, matter, last, is_day, NO_ROW, NO_ROW, 0, 0, via, source)
        if self._free:
            row = self._free.pop()
            for column, value in zip(self._columns, values, strict=True):
                column[row] = value
        else:
            row = len(self.norm)
            for column, value in zip(self._columns, values, strict=True):
                column.append(value)
        listed = self.matters.setdefault(matter, array("I"))
        key = self.key(row)
        if not listed or self.key(listed[-1]) < key:
            listed.append(row)
        else:
            listed.insert(bisect_left(listed, key, key=self.key), row)
        return row

    def remove(self, row: int) -> None:
        listed = self.matters[self.matter[row]]
        del listed[bisect_left(listed, self.key(row), key=self.key)]
        self.state[row] = 0
        self.more.pop(row, None)
        self.why.pop(row, None)
        self.owed.pop(row, None)
        self._free.append(row)

    def key(self, row: int) -> tuple[int, int, str]:
        event = self.event[row]
        return (self.norm[row], self.at[row], self.log.ids[event] if event != NO_ROW else "")

    def find(self, norm: int, at: int, event: int, matter: int) -> int | None:
        """The duty of a norm with this start in a matter."""
        listed = self.matters.get(matter)
        if listed is None:
            return None
        key = (norm, at, self.log.ids[event] if event != NO_ROW else "")
        place = bisect_left(listed, key, key=self.key)
        return listed[place] if place < len(listed) and self.key(listed[place]) == key else None

    def of(self, matter: int, norm: int) -> array[int]:
        """The duties of a norm in a matter, in order."""
        listed = self.matters.get(matter)
        if listed is None:
            return array("I")
        low = bisect_left(listed, norm, key=self.norm.__getitem__)
        return listed[low : bisect_right(listed, norm, low, key=self.norm.__getitem__)]

    def after(self, row: int) -> int | None:
        """The next duty of the same norm in the same matter."""
        listed = self.matters[self.matter[row]]
        place = bisect_right(listed, self.key(row), key=self.key)
        return listed[place] if place < len(listed) and self.norm[listed[place]] == self.norm[row] else None

    def before(self, matter: int, norm: int, until: int) -> Iterator[int]:
        """The duties of a norm in a matter that started by `until`, the latest first."""
        listed = self.matters.get(matter)
        if listed is not None:
            place = bisect_right(listed, (norm, until), key=self._begun)
            while place and self.norm[listed[place - 1]] == norm:
                place -= 1
                yield listed[place]

    def _begun(self, row: int) -> tuple[int, int]:
        return (self.norm[row], self.at[row])

    def due(self, row: int) -> date | datetime | None:
        """The deadline: a day, or a moment."""
        if self.last[row] == NEVER:
            return None
        last = moment_of(self.last[row])
        return last.date() if self.by_day[row] else last

    def falls_due(self, row: int) -> int:
        """When it falls due: with the beginning of its last day, or at its last moment."""
        return self.last[row] - DAY + 1 if self.by_day[row] else self.last[row]

    def all(self) -> list[int]:
        """Every duty, by norm, start and starting event."""
        return sorted((r for listed in self.matters.values() for r in listed), key=self.key)


def _numbered(name: str | None, numbers: dict[str | None, int], names: list[str | None]) -> int:
    """The number of a name, new if need be."""
    found = numbers.get(name)
    if found is None:
        found = numbers[name] = len(names)
        names.append(name)
    return found
