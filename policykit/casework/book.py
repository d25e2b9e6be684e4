"""The duties of a session, kept as its events become known and its clock goes on: what an event starts, ends and excuses, and what follows from that.

Everything here is undone where an event that comes late shows that it never was: a duty rests on the reasons for its start, and falls with the last.
`tell` is called for every change, in order; what it is told of stands at that moment.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import Any

from ..ir.origin import origin
from .columns import NEVER, NO_ROW, Log, Register, micros, moment_of
from .corrections import ENDED_AS, Kind, same_duty
from .duties import Duty, Reckoning, Start, State, state_of, still_owed, to_tell
from .plan import Plan

Reason = tuple[int, int]  # which of the norm's starts, and the duty that is followed; `NO_ROW`: the event itself
Given = tuple[tuple[int, int] | None, tuple[int, int] | None]  # moment and event of what follows when a duty is fulfilled, and breached

NOT_YET, PENDING, FULFILLED, LATE, BREACHED, MISSED, EXCUSED, KEPT, OPEN, NO_RECORD = range(1, 11)
_STATES: tuple[State, ...] = ("not_yet", "pending", "fulfilled", "fulfilled_late", "breached", "missed", "excused", "kept", "open", "no_record")
_NUMBERS = {state: number for number, state in enumerate(_STATES, 1)}
_SILENT = (0, NOT_YET, NO_RECORD)  # of a duty that has always been in these nothing has been told
_ENDED_AS: dict[int, Kind] = {_NUMBERS[state]: kind for state, kind in ENDED_AS.items()}
_DUE_TOLD, _BREACH_GIVEN, _START_TOLD = 1, 2, 4  # flags
_ENDS, _EXCUSES = 0, 1
_ALL, _FAR = -1, 2**63 - 1  # every matter; later than all moments


class Book:
    """Events and duties, and what leads from the ones to the others. `now` is set by the session."""

    def __init__(self, plan: Plan, now: int, since: date | None, tell: Callable[[Kind, int, int], None], log: Log | None = None) -> None:
        self.plan, self.now, self._since, self._tell = plan, now, since, tell
        self.first: date | None = None  # the day from which recurring and standing duties count; None while no event is known
        self.log = log or Log()
        self.register = Register(self.log)
        self.waiting: list[int] = []  # moment and duty, in one number: when a duty is to be looked at again
        self._there: dict[tuple[int, int], int] = {}  # norm and matter -> how many duties of it there are; of norms that come before others
        self._least: dict[tuple[int, int], int] = {}  # the same -> when one was first fulfilled

    # --- what an event does

    def learn(self, row: int) -> None:
        """An event becomes known."""
        log, register = self.log, self.register
        roles, at, matter = self.plan.roles[log.roles[row]], log.at[row], log.matter[row]
        if roles.ends or roles.excuses:
            log.place(row)
        day = moment_of(at).date()
        if self._since is None and (self.first is None or day < self.first):
            self.begin(day)
        for norm in roles.ends if self.first is not None and day >= self.first else ():
            self._recur_late(row, norm)
        for role, tests in ((_ENDS, roles.ends), (_EXCUSES, roles.excuses)):
            column = register.end if role == _ENDS else register.excuse
            for norm in tests:
                for duty in self._earlier(row, norm, role, matter, column):
                    if role == _EXCUSES:
                        self._settle(duty, register.end[duty], row)
                    elif row not in log.told:
                        self._settle(duty, row, register.excuse[duty])
                    elif self._ends(row, norm, duty):
                        self._settle(duty, self._first_of(duty, norm, _ENDS), register.excuse[duty])
        for norm, via in roles.starts:
            self._start(norm, at, row, via, NO_ROW)

    def _earlier(self, row: int, norm: int, role: int, matter: int, column: Any) -> list[int]:
        """The duties for which the event is the first of its role. Their own first ones rise with their start, unless the tests differ from duty to duty."""
        log, found = self.log, []
        varying, key = self.plan.varying[norm][role] or self._ahead(norm, role), log.key(row)
        for place in {matter, 0}:
            for duty in self.register.before(place, norm, _FAR if self._ahead(norm, role) else log.at[row]):
                if column[duty] == row:
                    continue  # it began just now
                if column[duty] != NO_ROW and log.key(column[duty]) < key:
                    if not varying:
                        break
                elif self._meets(row, norm, role, duty):
                    found.append(duty)
        return found

    def _ends(self, row: int, norm: int, duty: int) -> bool:
        """Whether by an event that says whom it reached all are told, now or earlier than known before; otherwise who is owed still is written down."""
        register = self.register
        owed = still_owed(register.owed.get(duty, to_tell(self.plan.norms[norm])), self.log.told[row])
        if owed and register.end[duty] == NO_ROW:
            if owed != to_tell(self.plan.norms[norm]):
                register.owed[duty] = owed
            return False
        return True

    def _ahead(self, norm: int, role: int) -> bool:
        """Whether a deed counts for a period that has not opened."""
        return role == _ENDS and self.plan.norms[norm].ahead

    def _meets(self, row: int, norm: int, role: int, duty: int) -> bool:
        """Whether an event ends, or excuses, a duty of the norm."""
        log, plan = self.log, self.plan
        roles = plan.roles[log.roles[row]]
        tests = (roles.excuses if role else roles.ends).get(norm)
        by, bearers = log.names[log.by[row]], plan.norms[norm].by
        if tests is None or (by is not None and bearers and by not in bearers):
            return False
        if role == _ENDS and plan.law.lawful(plan.norms[norm], moment_of(log.at[row]).date()):
            return False
        if not tests:
            return True
        names = self.plan.named(norm, moment_of(self.register.at[duty]), log.parts.get(self.register.event[duty]))
        return any(plan.holds(t, moment_of(log.at[row]), plan.data(*log.parts[row]), names) for t in tests)

    def _first_of(self, duty: int, norm: int, role: int) -> int:
        """The first event that ends, or excuses, a duty; of several to be told, the one by which all are. Once events are as late as the next duty of the norm,
        that one's own is it, unless some are told by then."""
        log, register = self.log, self.register
        whole = owed = to_tell(self.plan.norms[norm]) if role == _ENDS else ()
        if not (self.plan.norms[norm].excused if role else self.plan.norms[norm].done):
            return NO_ROW
        later = None if self.plan.varying[norm][role] or self._ahead(norm, role) else register.after(duty)
        for row in log.since(register.matter[duty], 0 if self._ahead(norm, role) else register.at[duty]):
            if later is not None and owed == whole and log.at[row] >= register.at[later]:
                break
            if self._meets(row, norm, role, duty):
                owed = still_owed(owed, log.told.get(row))
                if not owed:
                    return row
        if owed != whole:
            register.owed[duty] = owed
            return NO_ROW
        if later is None:
            return NO_ROW
        if role == _ENDS and later in register.owed:
            register.owed[duty] = register.owed[later]
        return (register.excuse if role else register.end)[later]

    # --- what starts a duty

    def begin(self, first: date) -> None:
        """Recurring and standing duties count from this day, earlier than thought before."""
        self.first = first
        register = self.register
        for norm in self.plan.standing:
            starts = {micros(s.at) for s in self._reckoning(first).standing(self.plan.norms[norm])}
            for row in register.of(0, norm):
                if register.at[row] not in starts:
                    self._withdraw(row)
            for at in starts:
                self._start(norm, at, NO_ROW, 0, NO_ROW)
        for norm in self.plan.recurring:  # what could be done before the record began may now lie in it
            for row in register.of(0, norm):
                if register.state[row] == NO_RECORD:
                    self.wake(row)
        self.recur(first)

    def recur(self, first: date) -> None:
        """The duties of the periods from a day on."""
        for norm in self.plan.recurring:
            for start in self._reckoning(first).recurring(self.plan.norms[norm]):
                if self.register.find(norm, micros(start.at), NO_ROW, 0) is None:
                    self._create(norm, micros(start.at), NO_ROW, 0, NO_ROW)

    def _recur_late(self, row: int, norm: int) -> None:
        """The duty of a period before the first day that a deed names: it is done late."""
        by, bearers, name = self.log.names[self.log.by[row]], self.plan.norms[norm].by, self.plan.period_named(self.log.parts.get(row))
        if self.first is None or name is None or (by is not None and bearers and by not in bearers):
            return
        for start in self._reckoning(self.first).earlier(self.plan.norms[norm], name):
            if self.register.find(norm, micros(start.at), NO_ROW, 0) is None:
                self._create(norm, micros(start.at), NO_ROW, 0, NO_ROW)

    def _reckoning(self, first: date) -> Reckoning:
        return Reckoning(self.plan.pack, (), moment_of(self.now), first, self.plan.calendar)

    def _start(self, norm: int, at: int, event: int, via: int, source: int) -> None:
        """One more reason for a duty that starts at a moment by an event: the event itself, or the duty (`source`) that it follows."""
        if not self.plan.law.binds(moment_of(at).date(), self.plan.norms[norm]):
            return
        row = self._started(norm, at, event)
        if row is None:
            self._create(norm, at, event, via, source)
        elif (via, source) not in (reasons := self._reasons(row)):
            self._rest_on(row, [*reasons, (via, source)])

    def _unstart(self, norm: int, at: int, event: int, via: int, source: int) -> None:
        """A reason falls away."""
        row = self._started(norm, at, event)
        if row is not None:
            reasons = [r for r in self._reasons(row) if r != (via, source)]
            if reasons:
                self._rest_on(row, reasons)
            else:
                self._withdraw(row)

    def _started(self, norm: int, at: int, event: int) -> int | None:
        """The duty with this start; in the matter of its event, or in none."""
        found = self.register.find(norm, at, event, 0)
        if found is None and event != NO_ROW and self.log.matter[event]:
            found = self.register.find(norm, at, event, self.log.matter[event])
        return found

    def _reasons(self, row: int) -> list[tuple[int, int]]:
        return [(self.register.via[row], self.register.source[row]), *self.register.more.get(row, ())]

    def _rest_on(self, row: int, reasons: list[tuple[int, int]]) -> None:
        """Of several reasons the last counts, in the order of the norm's starts and of the duties followed; the matter is that reason's."""
        register = self.register
        reasons = sorted(reasons, key=lambda r: (r[0], register.key(r[1]) if r[1] != NO_ROW else ()))
        via, source = reasons.pop()
        norm, at, event = register.norm[row], register.at[row], register.event[row]
        if self._matter(event, source) != register.matter[row]:
            self._withdraw(row)
            row = self._create(norm, at, event, via, source)
        register.via[row], register.source[row] = via, source
        register.more.pop(row, None)
        if reasons:
            register.more[row] = reasons

    def _matter(self, event: int, source: int) -> int:
        return self.register.matter[source] if source != NO_ROW else self.log.matter[event] if event != NO_ROW else 0

    def _create(self, norm: int, at: int, event: int, via: int, source: int) -> int:
        register, log = self.register, self.log
        due, why = None, None
        if self.plan.norms[norm].due is not None:
            start = Start(moment_of(at), log.ids[event] if event != NO_ROW else None, None, self.plan.named(norm, moment_of(at), self.log.parts.get(event)), moment_of(at))
            due, why = self.plan.law.due(self.plan.norms[norm], start)
        row = register.add(norm, at, event, self._matter(event, source), due, via, source)
        if why is not None:
            register.why[row] = why
        self._settle(row, self._first_of(row, norm, _ENDS), self._first_of(row, norm, _EXCUSES))
        return row

    def _withdraw(self, row: int) -> None:
        """A duty that never was, as is now known; nor were those that followed from it."""
        register = self.register
        norm = register.norm[row]
        if register.flags[row] & _START_TOLD:
            self._tell("withdrawn", row, self.now)
        self._follow(row, norm, self._gives(row), (None, None))
        self._count(row, norm, register.state[row], 0)
        register.remove(row)

    # --- how a duty stands

    def wake(self, row: int) -> None:
        """The clock has come to something in the course of a duty."""
        if self.register.state[row]:
            self._settle(row, self.register.end[row], self.register.excuse[row])

    def _settle(self, row: int, end: int, excuse: int) -> None:
        """Writes down how a duty stands, with the event that ended it and the one that excuses it; tells what changed, and lets follow what follows."""
        register = self.register
        norm, old, given = register.norm[row], register.state[row], self._gives(row)
        before = (register.end[row], register.excuse[row])
        register.end[row], register.excuse[row] = end, excuse
        if end != NO_ROW:
            register.owed.pop(row, None)
        state = register.state[row] = self._state(row)
        moved = end != before[0] or (state == EXCUSED and end == NO_ROW and excuse != before[1])
        if state in (BREACHED, LATE) and self.plan.norms[norm].strength != "in_principle" and self._breach(row) <= self.now:
            register.flags[row] |= _BREACH_GIVEN
        else:
            register.flags[row] &= ~_BREACH_GIVEN
        self._count(row, norm, old, state)
        self._announce(row, old, state, moved)
        self._follow(row, norm, given, self._gives(row))
        self._wait(row, state)

    def _state(self, row: int) -> int:
        register, at = self.register, self.log.at
        last, end, excuse = register.last[row], register.end[row], register.excuse[row]
        norm = self.plan.norms[register.norm[row]]
        record = micros(datetime.combine(self.first, time.min)) if norm.each is not None and self.first is not None else None
        found = state_of(norm, register.at[row], None if last == NEVER else last, None if end == NO_ROW else at[end], None if excuse == NO_ROW else at[excuse], self.now, record)
        return _NUMBERS[found]

    def _breach(self, row: int) -> int:
        """When a duty was breached: at its last moment, or by the deed where it has none."""
        last = self.register.last[row]
        return last if last != NEVER else self.log.at[self.register.end[row]]

    def _announce(self, row: int, old: int, state: int, moved: bool) -> None:
        register = self.register
        if state not in _SILENT and not register.flags[row] & _START_TOLD:
            register.flags[row] |= _START_TOLD
            self._tell("started", row, min(register.at[row], self.now))
        if state in (PENDING, BREACHED, MISSED) and self._falls_due(row) <= self.now and not register.flags[row] & _DUE_TOLD:
            register.flags[row] |= _DUE_TOLD
            self._tell("due", row, self._falls_due(row))
        if state != old and state in _ENDED_AS:
            by = register.excuse[row] if state == EXCUSED else register.end[row]
            self._tell(_ENDED_AS[state], row, self._breach(row) if state in (BREACHED, MISSED) else self.log.at[by])
        elif state == old and moved:
            self._tell("corrected", row, self.now)

    def _falls_due(self, row: int) -> int:
        """When an obligation falls due; far away where it never does."""
        never = self.register.last[row] == NEVER or self.plan.norms[self.register.norm[row]].modality != "must"
        return self.now + 1 if never else self.register.falls_due(row)

    def _wait(self, row: int, state: int) -> None:
        """The next moment at which the clock alone changes something."""
        register, last = self.register, self.register.last[row]
        if state == NOT_YET:
            at = register.at[row]
        elif state == PENDING and last != NEVER:
            at = last + 1 if register.flags[row] & _DUE_TOLD else register.falls_due(row)
        elif state == BREACHED and not register.flags[row] & _BREACH_GIVEN:
            at = self._breach(row)
        else:
            return
        heapq.heappush(self.waiting, at << 32 | row)

    # --- what follows

    def _gives(self, row: int) -> Given:
        """What starts other duties: the deed, and the breach."""
        register, state = self.register, self.register.state[row]
        end = register.end[row]
        fulfilled = (self.log.at[end], end) if state in (FULFILLED, LATE) else None
        breached = (self._breach(row), register.event[row]) if state and register.flags[row] & _BREACH_GIVEN else None
        return fulfilled, breached

    def _follow(self, row: int, norm: int, before: Given, now: Given) -> None:
        for follower, via, when in self.plan.followers[norm]:
            old, new = (before[0], now[0]) if when == "fulfilled" else (before[1], now[1])
            if old != new:
                if old is not None:
                    self._unstart(follower, *old, via, row)
                if new is not None:
                    self._start(follower, *new, via, row)

    # --- as others see it

    def as_told(self) -> list[tuple[Duty, bool]]:
        """Every duty as it stands, and whether its start has been told."""
        return [(self.duty(row), bool(self.register.flags[row] & _START_TOLD)) for row in self.register.all()]

    def remember(self, before: Iterable[tuple[Duty, bool]]) -> None:
        """Of duties without a record, then and now, that their start was told, when they were pending."""
        known = {same_duty(d) for d, told in before if told and d.state == "no_record"}
        for row in self.register.all() if known else ():
            if self.register.state[row] == NO_RECORD and same_duty(self.duty(row)) in known:
                self.register.flags[row] |= _START_TOLD | _DUE_TOLD

    def duty(self, row: int) -> Duty:
        """A duty as it stands."""
        plan, log, register = self.plan, self.log, self.register
        number, event, state = register.norm[row], register.event[row], register.state[row]
        norm, due = plan.norms[number], register.due(row)
        ended = register.excuse[row] if state == EXCUSED and register.end[row] == NO_ROW else register.end[row]
        at = moment_of(register.at[row])
        return Duty(
            norm.id, norm.label, norm.modality, norm.by, norm.to, _STATES[state - 1], log.ids[event] if event != NO_ROW else None, at, due, norm.open_time if due is None else None,
            log.ids[ended] if ended != NO_ROW else None, moment_of(log.at[ended]) if ended != NO_ROW else None, self._too_early(row), norm.strength, norm.breach,
            plan.citations[number], norm.readings, register.why.get(row), log.cases[register.matter[row]], plan.period(number, at)["period"] if norm.each is not None else None, register.owed.get(row, ()), origin(plan.pack, norm.workdays, plan.calendar),
        )  # fmt: skip

    def _too_early(self, row: int) -> tuple[str, ...]:
        """The norms that had to come before the deed and had not been fulfilled by then."""
        register, plan = self.register, self.plan
        number, end = register.norm[row], register.end[row]
        if end == NO_ROW:
            return ()
        missing = []
        for before in plan.after[number]:
            if plan.norms[number].each is not None and plan.norms[before].each is not None:  # those of the same period
                same = register.find(before, register.at[row], NO_ROW, 0) if plan.norms[number].each == plan.norms[before].each else None
                there = same is not None
                first = self.log.at[register.end[same]] if same is not None and register.state[same] in (FULFILLED, LATE) else _FAR
            else:
                matter = register.matter[row] or _ALL
                there, first = bool(self._there.get((before, matter))), self._first_fulfilled(before, matter)
            if there and first > self.log.at[end]:
                missing.append(plan.norms[before].id)
        return tuple(missing)

    def _first_fulfilled(self, norm: int, matter: int) -> int:
        """When a duty of a norm was first fulfilled, in a matter or in any."""
        if (norm, matter) not in self._least:
            register = self.register
            rows = register.of(matter, norm) if matter != _ALL else [r for r in register.all() if register.norm[r] == norm]
            self._least[norm, matter] = min((self.log.at[register.end[r]] for r in rows if register.state[r] in (FULFILLED, LATE)), default=_FAR)
        return self._least[norm, matter]

    def _count(self, row: int, norm: int, old: int, state: int) -> None:
        """Keeps `_there` and `_least` right for a duty that goes from one state to another; 0 is none."""
        if norm not in self.plan.comes_before:
            return
        for matter in {self.register.matter[row], _ALL}:
            key = (norm, matter)
            self._there[key] = self._there.get(key, 0) + (old == 0) - (state == 0)
            if state in (FULFILLED, LATE):
                if key in self._least:
                    self._least[key] = min(self._least[key], self.log.at[self.register.end[row]])
            elif old in (FULFILLED, LATE):
                self._least.pop(key, None)
