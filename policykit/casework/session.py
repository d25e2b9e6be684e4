"""A live session: events one at a time, in any order, late or twice; the clock as the caller moves it; a call for every change of a duty.

At any time `session.duties()` is what `duties(pack, events, now)` gives for the same events; but an event costs only what it changes. Closed duties
stay as rows of numbers (`columns`). Deadlines wait in a heap of our own. Not for several threads at once.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import Any

from ..diagnostics import Diagnostic, PolicyError, Text, known_names, short
from ..domain.events import Event
from .book import Book
from .columns import NO_ROW, Log, micros, moment_of
from .corrections import Kind, moved
from .doubtful_events import doubts_about
from .duties import Duty, duties
from .given import event_given, event_twice, moment_given, since_given
from .plan import Plan


@dataclass(frozen=True)
class Change:
    """What happened to a duty, when, and how the duty then stood.

    `due`: its last day began, or its last moment came. `corrected`: the same outcome by another deed, since an earlier one became known.
    `withdrawn`: what became known late took its start away. `reopened`: a correction took away what had ended it.
    """

    kind: Kind
    duty: Duty
    at: datetime

    def record(self) -> dict[str, Any]:
        """JSON values; the duty as `Duty.record` has it, with the seconds left at the moment of the change."""
        return {"kind": self.kind, "at": self.at.isoformat(), "duty": self.duty.record(self.at)}


class Session:
    """Duties that live. Made by `Policy.session`; `close()` it when it has ended, or use it in a `with`.

    While neither an event nor `since` says when the log begins, `duties()` shows the standing and recurring duties of the running year, and no
    change of them is told.
    """

    def __init__(
        self,
        plan: Plan,
        now: datetime | str,
        on_change: Callable[[Change], None] | None = None,
        since: date | str | None = None,
        on_doubt: Callable[[Diagnostic], None] | None = None,
    ) -> None:
        self._begins = begins = since_given(since)
        self._plan, self._on_change, self._on_doubt = plan, on_change, on_doubt
        self._book = Book(plan, micros(moment_given(now, "now")), begins, self._note)
        self._future: list[tuple[int, int]] = []  # events after now: moment and row
        self._changes: deque[Change] = deque()
        self._telling = self._closed = self._reworking = False
        self._boundary = self._next_boundary()
        if begins is not None:
            self._book.begin(begins)
            self._tell()

    # --- what the caller does

    @property
    def now(self) -> datetime:
        """The session's clock, in local time."""
        return moment_of(self._book.now)

    def post(self, event: Event | Mapping[str, Any]) -> None:
        """Takes an event. The same one again changes nothing; one after `now` waits until the clock gets there.

        Raises `PolicyError` for a different event with a known id, an unknown kind, parts that the kind does not have, a mapping that is no event,
        and where the session is closed.
        """
        self._open()
        event, log = self._read(event), self._book.log
        if event.id in log.rows:
            if log.digest[log.rows[event.id]] != _digest(event):
                raise PolicyError([event_twice(event)])
            return
        self._know(self._add(event, log))
        self._tell()

    def correct(self, event: Event | Mapping[str, Any]) -> None:
        """Takes an event in place of the one with its id. All duties are worked out anew, and what the correction moved in them is told.

        Raises `PolicyError` as `post` does for what is no event, for an id that is not known, and where the session is closed.
        """
        self._open()
        event = self._read(event)
        log = self._book.log.without(self._row(event.id))
        self._add(event, log)
        self._rework(log)

    def take_back(self, id_: str) -> None:
        """Lets an event go that never happened. All duties are worked out anew, and what that moved in them is told.

        Raises `PolicyError` for an id that is not known, and where the session is closed.
        """
        self._open()
        self._rework(self._book.log.without(self._row(id_)))

    def tick(self, now: datetime | str) -> None:
        """Moves the clock, and brings all that happens by then, in order.

        Raises `PolicyError` for what is no moment or beyond 2999, where the clock would go back, and where the session is closed.
        """
        self._open()
        moment = moment_given(now, "now")
        target = micros(moment)
        if target < self._book.now:
            raise PolicyError([clock_back(self.now, moment)])
        while (at := self._next()) is not None and at <= target:
            self._book.now = max(at, self._book.now)
            self._pass()
            self._tell()
        self._book.now = max(target, self._book.now)

    def next(self) -> datetime | None:
        """When something may change by itself, at the earliest. Raises `PolicyError` where the session is closed."""
        self._open()
        at = self._next()
        return None if at is None else moment_of(max(at, self._book.now))

    def duties(self) -> tuple[Duty, ...]:
        """Every duty as it stands now, in the order of the norms. Raises `PolicyError` where the session is closed, for its events are gone."""
        self._open()
        if self._book.first is None:
            return duties(self._plan.pack, (), self.now, calendar=self._plan.calendar)
        return tuple(map(self._book.duty, self._book.register.all()))

    async def run(self, queue: asyncio.Queue[Event | None]) -> None:
        """Takes events from a queue until None, the session's clock going on with that of the event loop from where it stands."""
        loop = asyncio.get_running_loop()
        start, began = self.now, loop.time()

        def catch_up() -> None:
            self.tick(max(self.now, start + timedelta(seconds=loop.time() - began)))

        while True:
            catch_up()
            coming = self.next()
            try:
                async with asyncio.timeout_at(None if coming is None else began + (coming - start).total_seconds()):
                    event = await queue.get()
            except TimeoutError:
                continue
            catch_up()
            if event is None:
                return
            self.post(event)

    def _open(self) -> None:
        if self._closed:
            raise PolicyError([session_closed()])

    def close(self) -> None:
        """Ends the session: it tells no more changes and lets its events go."""
        self._closed, self._on_change, self._on_doubt = True, None, None
        self._book = Book(self._plan, self._book.now, None, self._note)
        self._future.clear()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _row(self, id_: str) -> int:
        if id_ not in self._book.log.rows:
            raise PolicyError([no_such_event(id_, self._book.log.ids)])
        return self._book.log.rows[id_]

    def _add(self, event: Event, log: Log) -> int:
        """The row of a new event in a log; what is doubtful in it is told."""
        roles = self._plan.roles_of(event)
        row = log.add(event, roles, _digest(event))
        if self._plan.roles[roles].keeps:
            log.parts[row] = self._plan.parts(event)
        if self._on_doubt is not None:
            for doubt in doubts_about(event, self._plan.pack, self._plan.looked_for):
                self._on_doubt(doubt)
        return row

    def _know(self, row: int) -> None:
        """An event becomes known, now or when the clock gets there."""
        at = self._book.log.at[row]
        if at <= self._book.now:
            self._book.learn(row)
        else:
            heapq.heappush(self._future, (at, row))

    def _rework(self, log: Log) -> None:
        """Another log in place of the one known until now."""
        before = self._book.as_told()
        self._future.clear()
        self._reworking = True
        try:
            self._book = Book(self._plan, self._book.now, self._begins, self._note, log)
            if self._begins is not None:
                self._book.begin(self._begins)
            for row in sorted(range(len(log.ids)), key=log.key):
                self._know(row)
        finally:
            self._reworking = False
        self._book.remember(before)
        if self._on_change is not None:
            self._changes.extend(Change(*change) for change in moved(before, (d for d, _ in self._book.as_told()), self.now))
        self._tell()

    def _read(self, raw: Event | Mapping[str, Any]) -> Event:
        event, faults = event_given(raw, self._plan.pack.event_kinds)
        if event is None:
            raise PolicyError(faults)
        return event

    # --- time

    def _next(self) -> int | None:
        coming = [self._future[0][0]] if self._future else []
        coming += [self._book.waiting[0] >> 32] if self._book.waiting else []
        coming += [self._boundary] if self._book.first is not None and self._plan.recurring else []
        return min(coming, default=None)

    def _pass(self) -> None:
        """All that the clock brings at a moment: events, new periods, deadlines."""
        book = self._book
        while self._future and self._future[0][0] <= book.now:
            book.learn(heapq.heappop(self._future)[1])
        if self._boundary <= book.now:
            day = moment_of(self._boundary).date() - timedelta(days=1)
            self._boundary = self._next_boundary()
            if book.first is not None:
                book.recur(max(book.first, day))
        while book.waiting and book.waiting[0] >> 32 <= book.now:
            book.wake(heapq.heappop(book.waiting) & NO_ROW)

    def _next_boundary(self) -> int:
        """When the next period of a recurring norm begins."""
        today, each = self.now.date(), {self._plan.norms[n].each for n in self._plan.recurring}
        if "day" in each:
            day = today + timedelta(days=1)
        elif "month" in each:
            day = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        else:
            day = date(today.year + 1, 1, 1)
        return micros(datetime(day.year, day.month, day.day))

    # --- telling

    def _note(self, kind: Kind, row: int, at: int) -> None:
        if self._on_change is not None and not self._reworking:
            self._changes.append(Change(kind, self._book.duty(row), moment_of(at)))

    def _tell(self) -> None:
        """Calls back for what changed. A call may post events itself: what they change is told after what came before."""
        if self._telling:
            return
        self._telling = True
        try:
            while self._changes:
                change = self._changes.popleft()
                if self._on_change is not None:
                    self._on_change(change)
        finally:
            self._telling = False


def _digest(event: Event) -> int:
    """A number by which two events with one id are told apart; equal for equal events."""
    return hash((event.kind, event.at, event.case, event.by, _frozen(event.data)))


def _frozen(value: Any) -> Any:
    """Parts of an event as something that has a hash."""
    if isinstance(value, Mapping):
        return frozenset((k, _frozen(v)) for k, v in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        kind = set if isinstance(value, set | frozenset) else type(value)
        return (kind.__name__, frozenset(map(_frozen, value)) if kind is set else tuple(map(_frozen, value)))
    return value


def no_such_event(id_: str, known: Sequence[str]) -> Diagnostic:
    """An event is to be corrected that is not there."""
    shown = short(str(id_))
    return Diagnostic("no-event", Text(f"没有编号为 `{shown}` 的事件", f"there is no event `{shown}`"), help=known_names(shown, known))


def session_closed() -> Diagnostic:
    """Something is asked of a session that has ended."""
    return Diagnostic(
        "session-closed",
        Text("会话已经关闭，不再接受事件，也没有义务可示", "the session is closed: it takes no more events and has no duties to show"),
        help=Text("用 `Policy.session` 另开一个", "open another one with `Policy.session`"),
    )


def clock_back(now: datetime, then: datetime) -> Diagnostic:
    """A session's clock was to go back."""
    return Diagnostic(
        "clock-back",
        Text(f"时钟只能向前：现为 {now}，不能退到 {then}", f"the clock goes forward only: it is {now} and cannot go back to {then}"),
        help=Text("要看从前的情形，用 `duties(pack, events, now)`", "to see how things stood, use `duties(pack, events, now)`"),
    )
