"""Who owes what by when: norms and an event log -> duties with their states at a moment.

A pure function of the log: the order in which events arrive, and the same event twice (same id), change nothing. Events after `now` are not
yet known. A deed on the last day, or at the very moment due, is in time; where the text gives no number there is no deadline to miss.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, TypeVar

from ..diagnostics import Diagnostic, PolicyError, Text
from ..domain.calendar import Calendar, NoNotice
from ..domain.events import Event, addressees
from ..domain.written_days import PERIOD
from ..ir import overlay
from ..ir.answer import Citation
from ..ir.explain import plain
from ..ir.expr import names
from ..ir.norm import EventTest, Follows, Norm
from ..ir.origin import Origin, origin
from ..ir.pack import Pack, Strength
from ..ir.types import Date, DateTime
from ..targets.python.conclusions import cited
from ..targets.python.norms import due_function, event_function
from ..targets.python.runtime import NotInForce
from .given import OfPack, event_given, event_twice, events_given, moment_given, pack_given, since_given
from .recurrence import Period, law_day, period_names, periods, periods_called

Moment = TypeVar("Moment", datetime, int)
State = Literal["not_yet", "pending", "fulfilled", "fulfilled_late", "breached", "missed", "excused", "kept", "open", "no_record"]


@dataclass(frozen=True)
class Duty:
    """One norm in one matter. `due` is a day (to its end) or a moment; None where the text gives no number or the calendar is missing (`why`)."""

    norm: str
    label: Text
    modality: str
    bearer: tuple[str, ...]
    to: tuple[str, ...]
    state: State
    started_by: str | None
    started_at: datetime | None
    due: date | datetime | None
    open_time: str | None
    ended_by: str | None
    ended_at: datetime | None
    too_early: tuple[str, ...]  # norms that should have been fulfilled before the deed was done
    strength: Strength
    breach: Text | None
    citations: tuple[Citation, ...]
    readings: tuple[str, ...]
    why: Text | None = None
    case: str | None = None
    period: str | None = None
    owed: tuple[str, ...] = ()  # of several to be told, those who are not yet, where others are
    origin: Origin | None = field(default=None, compare=False, repr=False)  # the pack that says so, and the working days it is reckoned by

    def left(self, now: datetime) -> timedelta | None:
        """Time left until the deadline; negative when it has passed; None where there is none."""
        end = last_moment(self.due)
        return None if end is None else end - now

    def record(self, now: datetime | str | None = None) -> dict[str, Any]:
        """JSON values, as `policykit duties --json` has them, and the pack and working days that they come from; with the seconds left at `now`, where it is given.

        Raises `PolicyError` for what is no moment.
        """
        parts = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "origin"}
        told = {n: v._asdict() if isinstance(v, Text) else plain(v) for n, v in parts.items() if n != "citations"}
        left = None if now is None else self.left(moment_given(now, "now"))
        return {
            **(self.origin.record() if self.origin is not None else {}),
            **told,
            "seconds_left": None if left is None else int(left.total_seconds()),
            "citations": [c._asdict() for c in self.citations],
        }


def last_moment(due: date | datetime | None) -> datetime | None:
    """The last moment in time: a day counts to its end."""
    if due is None or isinstance(due, datetime):
        return due
    return datetime.combine(due, time.max)


def duties(
    pack: Pack | OfPack,
    events: Iterable[Event | Mapping[str, Any]],
    now: datetime | str,
    *,
    since: date | str | None = None,
    calendar: Calendar | None = None,
    readings: Mapping[str, str] | None = None,
) -> tuple[Duty, ...]:
    """Every duty that the events started by `now`, and the recurring ones from `since` (default: the first event, or the year's beginning).

    `pack`: one, or a `Policy`. `readings`: ambiguities to be read otherwise, `{"A10": "working_days"}`.
    Raises `PolicyError` for what is no pack, list, moment or day, for a reading that is not encoded, for two different events with one id, for a kind the pack does not know, and for parts that the kind does not have.
    """
    pack, now, since = pack_given(pack), moment_given(now, "now"), since_given(since)
    if readings:
        if wrong := overlay.wrong_choices(pack, readings):
            raise PolicyError(wrong)
        pack = overlay.under(pack, readings)
    log = _log(pack, events, now)
    first = since or (log[0].at.date() if log else date(now.year, 1, 1))
    return Reckoning(pack, log, now, first, calendar, None if log or since else now).all()


def _log(pack: Pack, events: Iterable[Event | Mapping[str, Any]], now: datetime) -> list[Event]:
    """The events known by `now`, each once, in the order in which they happened."""
    seen: dict[str, Event] = {}
    faults: list[Diagnostic] = []
    for raw in events_given(events):
        event, wrong = event_given(raw, pack.event_kinds)
        faults += wrong
        if event is not None and not same(seen.setdefault(event.id, event), event):
            faults.append(event_twice(event))
    if faults:
        raise PolicyError(faults)
    return sorted((e for e in seen.values() if e.at <= now), key=lambda e: (e.at, e.id))


def same(a: Event, b: Event) -> bool:
    """Whether two events say the same, whatever models they were made with."""
    return a is b or (a.id, a.kind, a.at, a.case, a.by, a.data) == (b.id, b.kind, b.at, b.case, b.by, b.data)


@dataclass(frozen=True)
class Start:
    """What began an instance of a norm."""

    at: datetime
    event: str | None
    case: str | None
    names: Mapping[str, Any]
    opens: datetime
    period: str | None = None


class Reckoning:
    """Works out the instances of every norm; duties that follow others after those. (A session takes single steps from here.)"""

    def __init__(self, pack: Pack, log: Sequence[Event], now: datetime, first: date, calendar: Calendar | None, begins: datetime | None = None) -> None:
        self.pack, self.log, self.now, self.first = pack, log, now, first
        self.calendar = calendar
        self.begins = begins or datetime.combine(first, time.min)  # the record: of an empty one nothing is known until now
        self.done: dict[str, list[Duty]] = {}
        self.named: dict[str, tuple[str, ...]] = {}  # what of a start a norm's deadline names
        self.tests: dict[tuple[EventTest, int], Callable[..., bool]] = {}

    def all(self) -> tuple[Duty, ...]:
        for norm in self.pack.norms.values():
            self.instances(norm)
        return tuple(d for n in self.pack.norms for d in self.done[n])

    def instances(self, norm: Norm) -> list[Duty]:
        if norm.id not in self.done:
            self.done[norm.id] = []  # a norm never follows itself: that is checked when the pack is read
            self.done[norm.id] = [self.duty(norm, s) for s in self.starts(norm)]
        return self.done[norm.id]

    # --- what starts it

    def starts(self, norm: Norm) -> list[Start]:
        if norm.each is not None:
            return self.recurring(norm)
        if not norm.starts:
            return self.standing(norm)
        found: dict[tuple[datetime, str], Start] = {}
        for start in norm.starts:
            for s in self.followed(start) if isinstance(start, Follows) else self.begun(start):
                if self.binds(s.at.date(), norm):
                    found[(s.at, s.event or "")] = s
        return [found[k] for k in sorted(found)]

    def standing(self, norm: Norm) -> list[Start]:
        """The one start of a norm that simply stands, where it binds."""
        opens = datetime.combine(max(self.first, self.pack.instrument.period.first or self.first), time.min)
        return [Start(opens, None, None, {"start": opens}, opens)] if self.binds(opens.date(), norm) else []

    def begun(self, test: EventTest) -> list[Start]:
        return [Start(e.at, e.id, e.case, {**self.carried(e.kind, e.data), "start": e.at}, e.at) for e in self.log if self.matches(test, e, {})]

    def carried(self, kind: str, data: Mapping[str, Any]) -> dict[str, date | datetime | None]:
        """The days and moments that an event carries, such as the last day set by an order; None where it should and does not."""
        return {name: data.get(name) for name, type_ in self.pack.event_kinds[kind].fields if isinstance(type_, Date | DateTime)}

    def followed(self, start: Follows) -> list[Start]:
        """Starts by another duty: at the deed, or at the deadline that passed."""
        found = []
        for duty in self.instances(self.pack.norms[start.norm]):
            if start.when == "fulfilled" and duty.state in ("fulfilled", "fulfilled_late") and duty.ended_at is not None:
                found.append(Start(duty.ended_at, duty.ended_by, duty.case, {"start": duty.ended_at}, duty.ended_at))
            elif start.when == "breached" and duty.state in ("breached", "fulfilled_late") and duty.strength != "in_principle":
                at = last_moment(duty.due) or duty.ended_at
                if at is not None and at <= self.now:
                    found.append(Start(at, duty.started_by, duty.case, {"start": at}, at))
        return found

    def recurring(self, norm: Norm) -> list[Start]:
        """One start for each year, month or day from `first` to the one that is running, and one more.

        The text binds where it is in force on the day that a duty falls due; without such a day, where it is in force at the beginning or the end of the
        period. A duty of an earlier period is among them where it falls due from `first` on, or where a deed from then on names its period: it was done late.
        """
        starts: list[Start] = []
        each = norm.each or "day"
        before = periods(each, self.first, self.first)[0][0] - timedelta(days=1)
        for period in periods(each, before, self.now.date()):
            start, day = self.recurrence(norm, period)
            if start is not None and (period[1] >= self.first or (day is not None and day >= self.first)):
                starts.append(start)
        late = [e for e in self.log if e.at.date() >= self.first and any(t.kind == e.kind for t in norm.done)]
        named = dict.fromkeys(n for e in late if isinstance(n := e.data.get(PERIOD), str))
        earlier = [s for n in named for s in self.earlier(norm, n) if s not in starts and any(self.fulfils(norm.done, norm, s, e) for e in late)]
        return sorted([*starts, *earlier], key=lambda s: s.at)

    def recurrence(self, norm: Norm, period: Period) -> tuple[Start | None, date | None]:
        """The start of a period of a norm that comes again, where the text binds in it, and the day on which it falls due."""
        first, last, _ = period
        opens = datetime.combine(last if norm.opens_last else first, time.min)
        names = period_names(self.pack, norm, *period, self.law_day(opens.date()))
        start = Start(opens, None, None, names, opens, names["period"])
        due, _ = self.due(norm, start)
        day = due.date() if isinstance(due, datetime) else due
        return start if (self.binds(day, norm) if day is not None else self.binds(first, norm) or self.binds(last, norm)) else None, day

    def earlier(self, norm: Norm, name: str) -> list[Start]:
        """The starts of the periods before that of the first day which a deed names: it is late for them, and no other day shows it."""
        if not any(t.column == PERIOD and names(t.holds, "variable") for d in norm.done for t in d.tests):
            return []
        found = (self.recurrence(norm, p)[0] for p in periods_called(self.pack, norm, name, self.first))
        return [s for s in found if s is not None]

    def binds(self, day: date, norm: Norm) -> bool:
        return binds(self.pack, norm, day)

    def lawful(self, norm: Norm, day: date) -> bool:
        """Whether a norm is a ban that does not bind on the day: what is done then breaks nothing."""
        return norm.modality == "must_not" and not self.binds(day, norm)

    # --- how it stands

    def duty(self, norm: Norm, start: Start) -> Duty:
        due, why = self.due(norm, start)
        end, owed = self.ended(norm.done, norm, start)
        excuse = self.ended(norm.excused, norm, start)[0] if norm.excused else None
        state = state_of(norm, start.opens, last_moment(due), end.at if end else None, excuse.at if excuse else None, self.now, self.record(norm))
        finished = end or (excuse if state == "excused" else None)
        return Duty(
            norm.id, norm.label, norm.modality, norm.by, norm.to, state, start.event, start.at, due, norm.open_time if due is None else None,
            finished.id if finished else None, finished.at if finished else None, self.too_early(norm, start, end), norm.strength, norm.breach,
            cited(self.pack, norm.cite, norm.period.last), norm.readings, why, start.case, start.period, owed, origin(self.pack, norm.workdays, self.calendar),
        )  # fmt: skip

    def record(self, norm: Norm) -> datetime | None:
        """When the record begins, for a norm that comes again: where its period opened earlier, it may have been done then."""
        return self.begins if norm.each is not None else None

    def due(self, norm: Norm, start: Start) -> tuple[date | datetime | None, Text | None]:
        if norm.due is None:
            return None, None
        if norm.id not in self.named:
            self.named[norm.id] = tuple(names(norm.due, "variable"))
        if any(start.names.get(n) is None for n in self.named[norm.id]):
            return None, None
        on = self.law_day(start.at.date())  # a period may begin before the text came into force
        try:
            found: date | datetime | None = due_function(self.pack, norm, on, self.calendar)(start.names)
            return found, None
        except NotInForce as missing:
            return None, Text(
                f"参数 `{missing.parameter}` 在该日没有值，不能计算期限", f"the parameter `{missing.parameter}` has no value on the day, so the deadline cannot be worked out"
            )
        except NoNotice as missing:
            return None, Text(
                f"尚无{missing.year}年节假日安排的通知，不能计算期限",
                f"the State Council's notice on holidays in {missing.year} is not known, so the deadline cannot be worked out",
            )

    def ended(self, tests: tuple[EventTest, ...], norm: Norm, start: Start) -> tuple[Event | None, tuple[str, ...]]:
        """The first event that meets one of the tests; of several to be told, the one by which all are. And who is
        owed still, where only some are told."""
        whole = owed = to_tell(norm) if tests is norm.done else ()
        for event in self.log:
            if self.fulfils(tests, norm, start, event):
                owed = still_owed(owed, addressees(event.data))
                if not owed:
                    return event, ()
        return None, owed if owed != whole else ()

    def fulfils(self, tests: tuple[EventTest, ...], norm: Norm, start: Start, event: Event) -> bool:
        """Whether an event meets one of the tests for a start: from it on, in the same matter, by one who bears the duty."""
        if (event.at < start.opens and not (norm.ahead and tests is norm.done)) or (start.case is not None and event.case != start.case):
            return False
        if event.by is not None and norm.by and event.by not in norm.by:
            return False
        if tests is norm.done and self.lawful(norm, event.at.date()):
            return False
        return any(self.matches(t, event, start.names) for t in tests)

    def too_early(self, norm: Norm, start: Start, end: Event | None) -> tuple[str, ...]:
        """The norms that had to come before the deed and had not been fulfilled by then."""
        if end is None:
            return ()
        missing = []
        for before in norm.after:
            others = [
                d
                for d in self.instances(self.pack.norms[before])
                if (d.case == start.case or start.case is None) and (d.period == start.period or None in (d.period, start.period))
            ]
            if others and not any(d.ended_at is not None and d.state in ("fulfilled", "fulfilled_late") and d.ended_at <= end.at for d in others):
                missing.append(before)
        return tuple(missing)

    def matches(self, test: EventTest, event: Event, names: Mapping[str, Any]) -> bool:
        if event.kind != test.kind or not test.takes(event.by):
            return False
        day = self.law_day(event.at.date())
        key = (test, bisect_right(self.pack.epochs, day))
        if key not in self.tests:
            self.tests[key] = event_function(self.pack, test, day)
        return self.tests[key](event.data, names)

    def law_day(self, day: date) -> date:
        return law_day(self.pack, day)


def binds(pack: Pack, norm: Norm, day: date) -> bool:
    """Whether a norm binds on a day: its text is in force, or may be, and so is the norm."""
    return pack.instrument.force_on(day) not in ("not_yet", "expired") and norm.period.covers(day)


def state_of(norm: Norm, start: Moment, last: Moment | None, end: Moment | None, excuse: Moment | None, now: Moment, record: Moment | None = None) -> State:
    """How a duty stands: `last` is its last moment in time, `end` that of the deed, `excuse` that of what excuses it. Moments are of one kind.

    What holds in principle only (原则上, 一般) is missed, not breached: that alone is no violation. What could be done, or fell due, before the `record`
    begins, and of which the log shows no deed, is not known to be broken.
    """
    broken: State = "missed" if norm.strength == "in_principle" else "breached"
    late = end is not None and last is not None and end > last
    if norm.modality == "may":
        return "open" if end is None else "fulfilled"
    if norm.modality == "must_not":
        if end is None or late:
            return "kept"
        return "excused" if excuse is not None and excuse <= end else broken
    if end is not None and not late:
        return "fulfilled"
    # what befalls one already late excuses nothing (Civil Code art. 590)
    if excuse is not None and (end is None or excuse <= end) and (last is None or excuse <= last):
        return "excused"
    if end is not None:
        return "fulfilled_late"
    if now < start:
        return "not_yet"
    if last is None or now <= last:
        return "pending"
    return "no_record" if record is not None and min(start, last) < record else broken


def to_tell(norm: Norm) -> tuple[str, ...]:
    """All whom the deed must reach; nobody where the deed breaks a ban."""
    return norm.to if norm.modality != "must_not" else ()


def still_owed(owed: tuple[str, ...], told: tuple[str, ...] | None) -> tuple[str, ...]:
    """Those of `owed` whom a deed did not reach; one that does not say whom it reached reached all.

    >>> still_owed(("finance", "audit"), ("audit",)), still_owed(("finance", "audit"), None)
    (('finance',), ())
    """
    return () if told is None else tuple(p for p in owed if p not in told)
