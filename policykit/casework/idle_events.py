"""The events of a log by which no duty began or ended, and why: no norm looks for such events, or for others of the kind, or the duty was not open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..diagnostics import Text
from ..domain.events import Event, addressees
from ..domain.written_days import PERIOD
from ..ir.event_codes import Role, tests_of
from ..ir.norm import EventTest, Norm
from ..ir.norm_words import parties_words
from ..ir.pack import Pack
from ..ir.words import joined
from .doubtful_events import has_codes
from .duties import Duty
from .parts_not_given import Asking, asking_norms, not_given, part_names


class Idle(NamedTuple):
    """Events that moved nothing for one reason, by their ids."""

    why: Text
    events: tuple[str, ...]


def idle_events(events: Iterable[Event], found: Sequence[Duty], pack: Pack) -> tuple[Idle, ...]:
    """The events by which no duty began or ended, nor came nearer to its end as one of those who must be told was, each once, with those of the same reason."""
    touching = {i for d in found for i in (d.started_by, d.ended_by)}
    several = [d for d in found if len(d.to) > 1]
    ended: dict[str, list[Duty]] = defaultdict(list)
    for duty in found:
        if duty.ended_by is not None:
            ended[duty.norm].append(duty)
    reasons: dict[Text, dict[str, None]] = {}
    asking = asking_norms(pack)
    for event in events:
        if event.id not in touching and not any(_tells_one(event, d, pack.norms[d.norm]) for d in several):
            reasons.setdefault(_why(event, ended, pack, asking.get(event.kind, ())), {})[event.id] = None
    return tuple(Idle(why, tuple(ids)) for why, ids in reasons.items())


def _why(event: Event, ended: Mapping[str, Sequence[Duty]], pack: Pack, asking: Sequence[Asking]) -> Text:
    """Why an event moved nothing; `ended`: the duties of each norm that a deed ended; `asking`: the norms that look for events of its kind."""
    if not asking:
        return Text("没有义务因这类事件开始、履行或免除", "no norm is begun, fulfilled or excused by events of this kind")
    lacking = [*not_given(event, pack, asking)]
    asked = [(norm, role, test) for norm, role, tests in asking for test in tests]
    failed = {(n.asking.norm.id, n.asking.role) for n in lacking}
    coded = [(norm, role, test) for norm, role, test in asked if has_codes(event, test) and (norm.id, role) not in failed]
    if not coded and lacking:
        named = part_names(dict.fromkeys(p for n in lacking for p in n.parts))
        return Text(f"没有写明{named.zh}，有关义务据此认定", f"it does not say {named.en}, by which the norms that look for this kind know it")
    if not coded:
        named = part_names(dict.fromkeys(t.column for _, _, test in asked for t in test.tests if t.column not in (None, PERIOD)))
        return Text(f"有关义务要求的{named.zh}与它不同", f"the norms that look for this kind ask another {named.en}")
    by_others = {p for norm, role, test in coded if event.by is not None for p in _theirs(norm, role, test)}
    fitting = [(norm, role) for norm, role, test in coded if event.by is None or not (theirs := _theirs(norm, role, test)) or event.by in theirs]
    if not fitting:
        words = parties_words(sorted(by_others), pack.instrument.parties)
        return Text(f"有关义务须由{words.zh}履行", f"it counts only as the deed of {words.en}")
    told = addressees(event.data)
    if told is not None and all(role == "done" and norm.to and not {*told} & {*norm.to} for norm, role in fitting):
        words = parties_words(dict.fromkeys(p for norm, _ in fitting for p in norm.to), pack.instrument.parties)
        return Text(f"有关义务须向{words.zh}履行", f"it counts only where it reaches {words.en}")
    norms = dict.fromkeys(norm.id for norm, _ in fitting)
    done = [d for n in norms for d in ended.get(n, ()) if d.case in (None, event.case) and d.period in (None, event.data.get(PERIOD, d.period))]
    if done:
        earlier = done[-1].ended_by
        return Text(f"所涉义务先已由 `{earlier}` 履行", f"`{earlier}` had fulfilled its duty before")
    labels = joined(list(dict.fromkeys(norm.label for norm, _ in fitting)), "、", ", ")
    return Text(f"当时没有与它同一事项、期间的这项义务：{labels.zh}", f"no such duty stood then in its matter and for its period: {labels.en}")


def _theirs(norm: Norm, role: Role, test: EventTest) -> tuple[str, ...]:
    """The parties whose event counts; none where anybody's does."""
    return test.by or (norm.by if role != "starts" else ())


def _tells_one(event: Event, duty: Duty, norm: Norm) -> bool:
    """Whether an event is the deed of a duty, done to one of those whom it must reach."""
    if duty.case not in (None, event.case) or duty.period not in (None, event.data.get(PERIOD)) or not {*(addressees(event.data) or ())} & {*duty.to}:
        return False
    return any(t.kind == event.kind and has_codes(event, t) for t in tests_of(norm, "done"))
