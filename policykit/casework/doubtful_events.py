"""What of a log a person should look at again: parties and codes that the pack's norms do not know, moments without an hour where hours count, parts
not given, deeds before what begins their duty.

None of it is an error: a text may name parties by class, and a log may hold more than the norms ask for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import time
from typing import NamedTuple

from ..diagnostics import SHORTEST_PART, Diagnostic, Text, did_you_mean, nearest
from ..domain.events import ADDRESSEES, Event, addressees
from ..domain.written_days import PERIOD
from ..ir.event_codes import code_shown, codes_in, codes_looked_for, tests_of
from ..ir.expr import names
from ..ir.norm import Each, EventKind, EventTest, Follows, Norm
from ..ir.pack import Pack
from ..ir.types import DateTime
from ..ir.words import joined
from .duties import Duty
from .parts_not_given import Asking, asking_norms, parts_not_given

_FORMS = {"year": re.compile(r"[0-9]{4}"), "month": re.compile(r"[0-9]{4}-[0-9]{2}"), "day": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")}


def doubts(pack: Pack, events: Iterable[Event]) -> Iterator[Diagnostic]:
    """A warning for each party that is not among the pack's, the addressees among them, for each code of an event that no norm looks for, for an event
    that seems to lack its hour where hours count, and for parts not given by which it may count."""
    wanted = LookedFor.by(pack)
    for event in events:
        yield from doubts_about(event, pack, wanted)


def doubts_about(event: Event, pack: Pack, wanted: LookedFor) -> Iterator[Diagnostic]:
    """The same for one event."""
    parties = pack.instrument.parties
    if event.by is not None and event.by not in parties:
        yield unknown_actor(event, list(parties))
    for to in addressees(event.data) or ():
        if to not in parties:
            yield unknown_addressee(event, to, list(parties))
    if event.at.time() == time.min and (counted := [h.label for h in wanted.in_hours.get(event.kind, ()) if h.takes(event)]):
        yield no_hour(event, list(dict.fromkeys(counted)))
    for deed in wanted.recurring.get(event.kind, ()):
        if all(event.data.get(n) in c for n, c in deed.codes.items()) and not _FORMS[deed.each].fullmatch(str(event.data.get(PERIOD, ""))):
            yield no_period(event, deed.each)
            break
    yield from parts_not_given(event, pack, wanted.asking.get(event.kind, ()), wanted.codes)
    for part, value in event.data.items():
        known = wanted.codes.get((event.kind, part)) if part != ADDRESSEES else None
        if known and isinstance(value, str) and value not in known:
            yield unknown_code(event, part, value, pack.event_kinds[event.kind], known)


class Recurring(NamedTuple):
    """A deed that fulfils a duty for one of its periods: the codes of its other parts, and how long a period is."""

    codes: Mapping[str, Sequence[str]]
    each: Each


class InHours(NamedTuple):
    """An event that starts or ends a duty whose deadline is a moment: the parties whose event it is, the codes of its parts, the duty."""

    by: Sequence[str]
    codes: Mapping[str, Sequence[str]]
    label: Text

    def takes(self, event: Event) -> bool:
        return (event.by is None or not self.by or event.by in self.by) and all(event.data.get(n) in c for n, c in self.codes.items())


class LookedFor(NamedTuple):
    """What the norms of a pack look for in events, found once for many."""

    codes: Mapping[tuple[str, str], Sequence[str]]
    recurring: Mapping[str, Sequence[Recurring]]
    in_hours: Mapping[str, Sequence[InHours]]
    asking: Mapping[str, Sequence[Asking]]

    @classmethod
    def by(cls, pack: Pack) -> LookedFor:
        return cls(known_codes(pack), recurring_deeds(pack), counted_in_hours(pack), asking_norms(pack))


def counted_in_hours(pack: Pack) -> dict[str, tuple[InHours, ...]]:
    """Kind of event -> the duties due at a moment that events of this kind end, or start to run; also by way of another duty that they fulfil."""
    found: dict[str, list[InHours]] = defaultdict(list)
    for norm in pack.norms.values():
        if norm.due is None or not isinstance(norm.due.type, DateTime):
            continue
        tests = [(norm.by, t) for t in tests_of(norm, "done")]
        if "start" in names(norm.due, "variable"):
            tests += [((), t) for t in tests_of(norm, "starts")]
            before = [pack.norms[s.norm] for s in norm.starts if isinstance(s, Follows) and s.when == "fulfilled"]
            tests += [(n.by, t) for n in before for t in tests_of(n, "done")]
        for bearers, test in tests:
            codes = {t.column: c for t in test.tests if t.column is not None and (c := codes_in(t.holds)) is not None}
            found[test.kind].append(InHours(test.by or bearers, codes, norm.label))
    return {kind: tuple(some) for kind, some in found.items()}


def recurring_deeds(pack: Pack) -> dict[str, tuple[Recurring, ...]]:
    """Kind of event -> the deeds of this kind that name the period they are for."""
    found: dict[str, list[Recurring]] = defaultdict(list)
    for norm in pack.norms.values():
        for event in tests_of(norm, "done"):
            if norm.each is not None and any(t.column == PERIOD for t in event.tests):
                codes = {t.column: c for t in event.tests if t.column not in (None, PERIOD) and (c := codes_in(t.holds)) is not None}
                found[event.kind].append(Recurring({n: c for n, c in codes.items() if n is not None}, norm.each))
    return {kind: tuple(deeds) for kind, deeds in found.items()}


def early_deeds(events: Iterable[Event], found: Iterable[Duty], pack: Pack) -> Iterator[Diagnostic]:
    """A warning for each deed that lies before what begins its duty in the same matter, where nothing later fulfils it and the deed fulfilled no other duty of the norm."""
    by_matter: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in sorted({e.id: e for e in events}.values(), key=lambda e: (e.at, e.id)):
        if event.case is not None:
            by_matter[event.case, event.kind].append(event)
    found = [*found]
    ended = {(d.norm, d.ended_by) for d in found}
    for duty in found:
        norm = pack.norms[duty.norm]
        if duty.case is None or duty.started_by is None or duty.started_at is None or duty.ended_by is not None or norm.modality != "must":
            continue
        for event in (e for kind in dict.fromkeys(t.kind for t in norm.done) for e in by_matter.get((duty.case, kind), ())):
            if event.at < duty.started_at and (norm.id, event.id) not in ended and _does(event, norm):
                yield early_deed(event, duty)
                break


def _does(event: Event, norm: Norm) -> bool:
    """Whether an event is of the kind, the party and the codes that fulfil a norm's duty."""
    if event.by is not None and norm.by and event.by not in norm.by:
        return False
    return any(t.kind == event.kind and t.takes(event.by) and has_codes(event, t) for t in norm.done)


def has_codes(event: Event, deed: EventTest) -> bool:
    """Whether the parts of an event are the codes that a norm looks for; what it asks otherwise, as the period, is left aside."""
    return all((codes := codes_in(t.holds)) is None or event.data.get(t.column or "") in codes for t in deed.tests)


def known_codes(pack: Pack) -> dict[tuple[str, str], tuple[str, ...]]:
    """Kind and part -> the codes that norms look for in it; a part that some norm holds against anything else is left out."""
    return codes_looked_for(pack.norms.values(), whole=True)


def unknown_actor(event: Event, known: Sequence[str]) -> Diagnostic:
    """The deed of a party that no duty names as its bearer: where a duty names one, it does not count."""
    by = event.by or ""
    return Diagnostic(
        "unknown-actor",
        Text(
            f"事件 `{event.id}`：主体表中没有 `{by}`；义务写明主体的，这件事不算履行",
            f"event `{event.id}`: `{by}` is not among the parties; it fulfils no duty that names its bearer",
        ),
        help=did_you_mean(by, known),
        severity="warning",
        about=(event.id,),
    )


def unknown_addressee(event: Event, to: str, known: Sequence[str]) -> Diagnostic:
    """A report to one who is no party of the pack: no duty can name him as the one to be told."""
    return Diagnostic(
        "unknown-addressee",
        Text(
            f"事件 `{event.id}`：主体表中没有 `{to}`；向它报送不算履行",
            f"event `{event.id}`: `{to}` is not among the parties; what it is told fulfils no duty to tell another",
        ),
        help=did_you_mean(to, known),
        severity="warning",
        about=(event.id,),
    )


def no_hour(event: Event, duties: Sequence[Text]) -> Diagnostic:
    """An event at midnight exactly that starts or ends a duty counted in hours: a day was written, and a question that asks a moment refuses a day."""
    listed = Text("、".join(f"“{d.zh}”" for d in duties), ", ".join(f"“{d.en}”" for d in duties))
    return Diagnostic(
        "no-hour",
        Text(
            f"事件 `{event.id}`：时间是零点整，像是没有写明几时；{listed.zh}的期限按时刻计算，结果可能相差一天",
            f"event `{event.id}` is at midnight exactly, as where no hour is written; {listed.en} is due at a moment and may be wrong by a day",
        ),
        help=Text(f"写明几时几分，如 {event.at:%Y-%m-%d}T08:30；确是零点的，不必理会", f"write the hour, as in {event.at:%Y-%m-%d}T08:30; where it was midnight, all is well"),
        severity="warning",
    )


def early_deed(event: Event, duty: Duty) -> Diagnostic:
    """A deed logged before what its duty begins with: it does not count, and the moments may be wrong."""
    return Diagnostic(
        "early-deed",
        Text(
            f"事件 `{event.id}` 早于引起“{duty.label.zh}”的 `{duty.started_by}`，不算履行",
            f"event `{event.id}` lies before `{duty.started_by}`, which begins “{duty.label.en}”: it does not fulfil it",
        ),
        help=Text("核对两件事的时间", "look at the moments of both"),
        severity="warning",
    )


def no_period(event: Event, each: Each) -> Diagnostic:
    """A deed for a period that it does not name, or not as periods are named: it fulfils the duty of none."""
    given = event.data.get(PERIOD)
    length, filed = {"year": 4, "month": 7, "day": 10}[each], f"{event.at:%Y-%m-%d}"
    near = given if isinstance(given, str) and any(form.fullmatch(given) for form in _FORMS.values()) else filed  # a day of the month that is meant says which month
    example = (near if len(near) >= length else near + filed[len(near) :])[:length]
    return Diagnostic(
        "no-period",
        Text(
            f"事件 `{event.id}`：没有写明是哪一期的（`period`），不算任何一期的履行",
            f"event `{event.id}` does not say which period it is for (`period`); it fulfils the duty of none",
        )
        if given is None
        else Text(f"事件 `{event.id}`：`period` 为 `{given}`，不是期间的名称，不算任何一期的履行", f"event `{event.id}`: `{given}` names no period; it fulfils the duty of none"),
        help=Text(f'写作 "period": "{example}"，即所报的那一期', f'write "period": "{example}" for the period that it is for'),
        severity="warning",
    )


def unknown_code(event: Event, part: str, value: str, kind: EventKind, known: Sequence[str]) -> Diagnostic:
    """A code that no norm looks for, such as a report of another name."""
    near = known if nearest(value, known) else [c for c in known if _shares_a_word(value, c)]
    shown = joined([code_shown(kind, part, c) for c in known], "、", ", ")
    return Diagnostic(
        "unknown-code",
        Text(f"事件 `{event.id}`：没有义务涉及 `{part}` 为 `{value}` 的事件", f"event `{event.id}`: no norm looks for `{value}` as `{part}`"),
        help=did_you_mean(value, near) if near else Text(f"可用的有：{shown.zh}", f"known: {shown.en}"),
        severity="warning",
        about=(event.id,),
    )


def _shares_a_word(a: str, b: str) -> bool:
    """Whether a word of one code begins one of the other: `not_reporting`, `monthly_report_missing`."""
    words, others = ([w for w in code.split("_") if len(w) >= SHORTEST_PART] for code in (a, b))
    return any(w.startswith(o) or o.startswith(w) for w in words for o in others)
