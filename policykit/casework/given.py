"""What a caller gives to duties and sessions -> a pack, events, days, moments in local time; or one error that says what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from ..diagnostics import Diagnostic, PolicyError, Text, short
from ..domain.events import Event, local
from ..domain.periods import FIRST_DAY, LAST_DAY, any_day, read_datetime
from ..ir.pack import Pack
from ..source.events import Kinds, read_event, typed


class OfPack(Protocol):
    """What has a pack, as a `Policy` does."""

    @property
    def pack(self) -> Pack: ...


def pack_given(given: Pack | OfPack) -> Pack:
    """A pack, or that of a `Policy`. Raises `PolicyError` for anything else.

    >>> import policykit
    >>> policy = policykit.load("liaoning")
    >>> pack_given(policy) is pack_given(policy.pack)
    True
    """
    found = given if isinstance(given, Pack) else getattr(given, "pack", None)
    if not isinstance(found, Pack):
        raise PolicyError([no_pack(given)])
    return found


def events_given(events: Iterable[Event | Mapping[str, Any]]) -> Iterable[Event | Mapping[str, Any]]:
    """Events one after another. Raises `PolicyError` for what is no list of them."""
    if not isinstance(events, Iterable) or isinstance(events, Event | Mapping | str):
        raise PolicyError([no_events(events)])
    return events


def event_given(raw: Event | Mapping[str, Any], kinds: Kinds) -> tuple[Event | None, list[Diagnostic]]:
    """An event, or a mapping that is one, with its parts read by the types of its kind; or what is wrong with it."""
    return typed(raw, kinds) if isinstance(raw, Event) else read_event(raw, kinds)


def moment_given(given: datetime | str, argument: str) -> datetime:
    """A moment, or its text, in local time without an offset. Raises `PolicyError` for what is none (a day alone may be its beginning or its end), and for
    one outside the days that a fact may be.

    >>> moment_given("2026-03-02T08:00", "now"), moment_given("2026-03-02T00:00:00Z", "now")
    (datetime.datetime(2026, 3, 2, 8, 0), datetime.datetime(2026, 3, 2, 8, 0))
    """
    found = _moment(given) if isinstance(given, str) else given
    if not isinstance(found, datetime):
        raise PolicyError([no_moment(argument, given)])
    moment = local(found)
    if moment is None:
        raise PolicyError([beyond_days(argument, given)])
    return moment


def _moment(text: str) -> datetime | None:
    """A moment written as facts are, or with another offset, which a fact may not have."""
    found = read_datetime(text)
    if found is not None or text[4:5] + text[7:8] + text[13:14] != "--:":
        return found
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def since_given(given: date | str | None) -> date | None:
    """The day from which duties count, or its text. Raises `PolicyError` for what is no day, and for one outside those that a fact may be."""
    found = any_day(given) if isinstance(given, str) else given
    if isinstance(found, datetime) or (found is None and given is not None) or not isinstance(found, date | None):
        raise PolicyError([no_day_to_begin(given)])
    if found is not None and not FIRST_DAY <= found <= LAST_DAY:
        raise PolicyError([beyond_days("since", given)])
    return found


def no_pack(given: object) -> Diagnostic:
    """Something else stands where a pack should."""
    shown = short(repr(given))
    return Diagnostic("no-pack", Text(f"`{shown}` 不是规则包", f"`{shown}` is no pack"), help=Text("先用 `policykit.load` 载入", "load one with `policykit.load`"))


def no_events(given: object) -> Diagnostic:
    """Something else stands where a log should."""
    shown = short(repr(given))
    return Diagnostic(
        "event", Text(f"`{shown}` 不是事件的列表", f"`{shown}` is no list of events"), help=Text("给出列表，没有事件的写 []", "give a list, [] where nothing happened")
    )


def event_twice(event: Event) -> Diagnostic:
    """Two events that differ have one id."""
    return Diagnostic(
        "event-twice",
        Text(f"两个不同的事件同用编号 `{event.id}`", f"two different events have the id `{event.id}`"),
        help=Text("更正先前录入的：在会话中用 `correct`，在日志中只留一个", "to correct the earlier one use `correct` in a session; in a log keep one of them"),
    )


def no_moment(argument: str, given: object) -> Diagnostic:
    """A clock is set to what is no moment."""
    shown = short(str(given))
    return Diagnostic(
        "moment",
        Text(f"`{argument}`：`{shown}` 不是时刻", f"`{argument}`: `{shown}` is not a moment"),
        help=Text("给出 datetime.datetime，或写作 2026-07-20T16:00（北京时间）", "give a datetime.datetime, or write it as 2026-07-20T16:00 (time at +08:00)"),
        about=(argument,),
    )


def no_day_to_begin(given: object) -> Diagnostic:
    """Duties are to count from what is no day."""
    shown = short(str(given))
    return Diagnostic(
        "moment",
        Text(f"`since`：`{shown}` 不是日期", f"`since`: `{shown}` is not a day"),
        help=Text("给出 datetime.date，或写作 2026-07-20", "give a datetime.date, or write it as 2026-07-20"),
        about=("since",),
    )


def beyond_days(argument: str, given: object) -> Diagnostic:
    """A clock, or the day from which duties count, is set beyond the days with which deadlines stay inside the calendar."""
    shown = short(str(given))
    return Diagnostic(
        "moment",
        Text(f"`{argument}`：`{shown}` 不在 {FIRST_DAY} 与 {LAST_DAY} 之间", f"`{argument}`: `{shown}` is not between {FIRST_DAY} and {LAST_DAY}"),
        help=Text("核对年份", "look at the year"),
        about=(argument,),
    )
