"""Parts that an event does not carry and by which a norm would know it: it counts as nothing there, though it may be the very deed.

`补办手续` without its document is no written order, and no notice either; whoever reads that the duty to make up the order is breached should know of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..diagnostics import MOST_NAMES, Diagnostic, Text
from ..domain.event_kinds import PARTS
from ..domain.events import Event
from ..domain.written_days import PERIOD
from ..ir.event_codes import ROLES, Role, code_shown, codes_in, tests_of
from ..ir.expr import names
from ..ir.norm import EventTest, Norm
from ..ir.pack import Pack
from ..ir.types import Boolean
from ..ir.words import joined
from ..targets.python.norms import event_function
from .duties import Duty, binds
from .recurrence import law_day


class Asking(NamedTuple):
    """A norm that looks for events of a kind, in which role, by which tests."""

    norm: Norm
    role: Role
    tests: tuple[EventTest, ...]


class NotGiven(NamedTuple):
    """A norm by which an event may count, and the parts that it would have to carry for that."""

    asking: Asking
    parts: tuple[str, ...]


def asking_norms(pack: Pack) -> dict[str, tuple[Asking, ...]]:
    """Kind of event -> the norms that look for it."""
    found: dict[str, list[Asking]] = defaultdict(list)
    for norm in pack.norms.values():
        for role in ROLES:
            tests = tests_of(norm, role)
            for kind in dict.fromkeys(t.kind for t in tests):
                found[kind].append(Asking(norm, role, tuple(t for t in tests if t.kind == kind)))
    return {kind: tuple(some) for kind, some in found.items()}


def not_given(event: Event, pack: Pack, asking: Sequence[Asking]) -> Iterator[NotGiven]:
    """The norms that an event fails for want of a part alone. What is held against the duty itself, as its period, is left aside; a permission that is used
    is no matter of doubt."""
    day = law_day(pack, event.at.date())
    for one in asking:
        norm, role, tests = one
        if norm.modality == "may" and role != "starts":
            continue
        others = role != "starts" and event.by is not None and norm.by and event.by not in norm.by
        if others or (role == "starts" and not binds(pack, norm, event.at.date())):
            continue
        lacking = [_lacking(event, pack, t, day) for t in tests if t.takes(event.by)]
        may_be = [parts for parts in lacking if parts is not None]
        if may_be and all(may_be) and not (_accuses(norm, role) and _truths(event, pack, may_be[0])):
            yield NotGiven(one, may_be[0])


def _accuses(norm: Norm, role: Role) -> bool:
    """Whether an event begins a duty or breaks a ban."""
    return role == "starts" or (role == "done" and norm.modality == "must_not")


def _truths(event: Event, pack: Pack, parts: Sequence[str]) -> bool:
    """Whether a part is yes or no. Such a mark (`illegal`, `crime_suspected`) is left out where it is not so, and nobody is burdened by what is not said."""
    types = dict(pack.event_kinds[event.kind].fields)
    return any(isinstance(types.get(p), Boolean) for p in parts)


def _lacking(event: Event, pack: Pack, test: EventTest, day: date) -> tuple[str, ...] | None:
    """The parts for want of which an event does not meet a test: none where it does; None where it does not, whatever they are."""
    found = []
    for part in test.tests:
        if names(part.holds, "variable") or event_function(pack, EventTest(test.kind, (part,)), day)(event.data, {}):
            continue
        if part.column is None or event.data.get(part.column) is not None:
            return None
        found.append(part.column)
    return tuple(found)


def possible_deeds(events: Iterable[Event], found: Iterable[Duty], pack: Pack) -> dict[Duty, tuple[str, ...]]:
    """The events that may have fulfilled a duty which stands as not done, or done late, or broken a ban which stands as kept, if they said what they do not."""
    asking = asking_norms(pack)
    by_norm: dict[str, list[Event]] = defaultdict(list)
    for event in {e.id: e for e in events}.values():
        for asked, _ in not_given(event, pack, asking.get(event.kind, ())):
            if asked.role == "done":
                by_norm[asked.norm.id].append(event)
    return {d: ids for d in found if d.state in _UNSURE and (ids := tuple(e.id for e in by_norm.get(d.norm, ()) if _may_end(e, d)))}


_UNSURE = ("pending", "breached", "missed", "fulfilled_late", "no_record", "kept")


def _may_end(event: Event, duty: Duty) -> bool:
    """Whether an event lies where the deed of a duty would: from its start on, before what is taken for its end, in its matter and for its period."""
    if (duty.started_at is not None and event.at < duty.started_at) or (duty.ended_at is not None and event.at >= duty.ended_at):
        return False
    return duty.case in (None, event.case) and duty.period in (None, event.data.get(PERIOD, duty.period))


def parts_not_given(event: Event, pack: Pack, asking: Sequence[Asking], codes: Mapping[tuple[str, str], Sequence[str]]) -> Iterator[Diagnostic]:
    """A warning for the parts that an event does not carry and that may make it count."""
    by_parts: dict[tuple[str, ...], list[Asking]] = defaultdict(list)
    for asked, parts in not_given(event, pack, asking):
        by_parts[parts].append(asked)
    for parts, some in by_parts.items():
        yield part_not_given(event, pack, parts, some, codes)


def part_not_given(event: Event, pack: Pack, parts: Sequence[str], asking: Sequence[Asking], codes: Mapping[tuple[str, str], Sequence[str]]) -> Diagnostic:
    """An event does not say by what a norm would know it; it may be what begins, fulfils or breaks a duty, and is not counted as that."""
    named, kind = part_names(parts), pack.event_kinds[event.kind]
    known = [c for p in parts for c in dict.fromkeys([*_looked_for(p, asking), *codes.get((event.kind, p), ())])] if len(parts) == 1 else []
    shown = joined([*(code_shown(kind, parts[0], c) for c in known[:MOST_NAMES]), *([Text("……", "…")] if len(known) > MOST_NAMES else [])], "、", ", ")
    which = Text(f"：{shown.zh}", f": {shown.en}") if known else Text("", "")
    does = joined([_does(word, norms) for word, norms in _by_word(asking).items()], "，", ", ")
    return Diagnostic(
        "part-not-given",
        Text(f"事件 `{event.id}`：没有写明{named.zh}，{does.zh}；现未计入", f"event `{event.id}` does not say {named.en}: {does.en}; it is not counted as that"),
        help=Text(f"写明{named.zh}{which.zh}；都不是的，不必理会", f"write {named.en}{which.en}; where it is none of these, all is well"),
        severity="warning",
        about=(event.id,),
    )


def part_names(parts: Iterable[str | None]) -> Text:
    """Parts of an event by their labels, where they have one."""
    return joined([Text(f"{PARTS[n][0]}（`{n}`）" if n in PARTS else f"`{n}`", f"`{n}`") for n in parts if n is not None], "、", ", ")


def _looked_for(part: str, asking: Sequence[Asking]) -> list[str]:
    """The codes of a part that the norms look for."""
    return [c for a in asking for e in a.tests for t in e.tests if t.column == part for c in codes_in(t.holds) or ()]


def _by_word(asking: Sequence[Asking]) -> dict[Text, list[Norm]]:
    """What an event may do -> to the duties of which norms."""
    found: dict[Text, list[Norm]] = defaultdict(list)
    for norm, role, _ in asking:
        found[Text("可能违反", "it may break") if role == "done" and norm.modality == "must_not" else _WORDS[role]].append(norm)
    return found


_WORDS = {"starts": Text("可能引起", "it may begin"), "done": Text("可能是履行", "it may fulfil"), "excused": Text("可能免除", "it may excuse from")}


def _does(word: Text, norms: Sequence[Norm]) -> Text:
    """What an event may do, with the first of the duties by name."""
    labels = list(dict.fromkeys(n.label for n in norms))
    shown, more = labels[:MOST_NAMES], len(labels) - MOST_NAMES
    zh, en = "、".join(f"“{s.zh}”" for s in shown), ", ".join(f"“{s.en}”" for s in shown)
    return Text(f"{word.zh}{zh}" + (f"等 {len(labels)} 项" if more > 0 else ""), f"{word.en} {en}" + (f" and {more} more" if more > 0 else ""))
