"""Events as they come (mappings, lines of a log, `Event`s made by hand) -> events whose parts have the types that their kinds declare, or what is wrong.

Each kind, a shared one or one that a pack adds, has a pydantic model of its own (`event_model`): its `data` takes the parts of the kind and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError, create_model

from ..diagnostics import Diagnostic, Source, Span, Text, did_you_mean, nearest, short
from ..domain.events import ADDRESSEES, Event
from ..domain.periods import FIRST_DAY, LAST_DAY
from ..domain.written_days import PERIOD, period_text
from ..ir.event_codes import code_meant
from ..ir.labels import coded
from ..ir.norm import EventKind
from ..ir.pack import Pack
from ..ir.types import UNKNOWN, Type, Word
from .case import BadFact, read_value
from .shape import custom

Kinds = Mapping[str, EventKind]
_EXAMPLE = '{"id": "e1", "kind": "arrived", "at": "2026-07-20T09:00"}'


def event_model(kind: EventKind) -> type[Event]:
    """The model of a kind: an `Event` whose `data` has the kind's parts, each of its type. Raises pydantic's `ValidationError` when made with others."""

    def parts(data: dict[str, Any]) -> dict[str, Any]:
        read, faults = _parts(kind, data)
        if faults:
            raise custom("；".join(message.zh for message, _ in faults), "; ".join(message.en for message, _ in faults))
        return read

    label = f"{kind.label.zh} {kind.label.en}".strip()
    name = "".join(word.capitalize() for word in kind.id.replace("-", "_").split("_"))
    listed = ", ".join(f"{part}: {type_.label.en}" for part, type_ in kind.fields) or "no parts"
    made: type[Event] = create_model(
        name,
        __base__=Event,
        __doc__=label,
        kind=(str, Field(kind.id, pattern=f"^{kind.id}$")),
        data=(Annotated[dict[str, Any], AfterValidator(parts), Field(default_factory=dict, description=listed)], ...),
    )
    return made


def event_models(pack: Pack) -> dict[str, type[Event]]:
    """The models of all kinds that a pack knows."""
    return {name: event_model(kind) for name, kind in pack.event_kinds.items()}


def read_event(raw: Mapping[str, Any], kinds: Kinds) -> tuple[Event | None, list[Diagnostic]]:
    """The event in a mapping, its parts read; or all that is wrong with it."""
    try:
        event = Event.model_validate(raw)
    except ValidationError as e:
        return None, [_not_an_event(error) for error in e.errors(include_url=False)]
    return typed(event, kinds)


def typed(event: Event, kinds: Kinds) -> tuple[Event | None, list[Diagnostic]]:
    """The event with its parts read by the types of its kind."""
    kind = kinds.get(event.kind)
    if kind is None:
        return None, [unknown_event(event, kinds)]
    if not event.data:
        return event, []
    data, faults = _parts(kind, event.data)
    if faults:
        return None, [event_part(event, message, help_) for message, help_ in faults]
    return (event if data == event.data else event.model_copy(update={"data": data})), []


def read_log(source: Source, kinds: Kinds) -> tuple[list[Event], list[Diagnostic]]:
    """The events of a log, one a line as JSON; every fault says in which line it is."""
    events: list[Event] = []
    faults: list[Diagnostic] = []
    for number, line in enumerate(source.text.split("\n")):
        if not line.strip():
            continue
        where = Span(source, number, 0, number, len(line))
        try:
            raw = json.loads(line, parse_float=Decimal)
        except (json.JSONDecodeError, RecursionError) as e:
            said = e.msg if isinstance(e, json.JSONDecodeError) else "nested too deeply"
            faults.append(Diagnostic("event", Text(f"不是 JSON：{said}", f"this is not JSON: {said}"), where, _one_a_line()))
            continue
        event, wrong = read_event(raw, kinds)
        faults += [replace(d, span=where) for d in wrong]
        if event is not None:
            events.append(event)
    return events, faults


def read_listed(given: object, kinds: Kinds) -> tuple[list[Event], list[Diagnostic]]:
    """The events of a list, as YAML holds them; every fault says of which of them it is."""
    if not isinstance(given, list):
        return [], [Diagnostic("event", Text("应为事件的列表", "a list of events was expected"), help=Text(f"各项写作 - {_EXAMPLE}", f"write each as - {_EXAMPLE}"))]
    events: list[Event] = []
    faults: list[Diagnostic] = []
    for number, raw in enumerate(given, 1):
        event, wrong = read_event(raw, kinds)
        faults += [replace(d, message=Text(f"第 {number} 项：{d.message.zh}", f"item {number}: {d.message.en}")) for d in wrong]
        events += [event] if event is not None else []
    return events, faults


def _parts(kind: EventKind, data: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[Text, Text | None]]]:
    """The parts of an event read by their types; null is not carried. And what is wrong with them."""
    types = dict(kind.fields)
    read: dict[str, Any] = {}
    faults: list[tuple[Text, Text | None]] = []
    for name, value in data.items():
        if name not in types:
            shown = short(str(name))
            known = did_you_mean(shown, list(types)) if types else Text("这类事件没有要素", "events of this kind have no parts")
            faults.append((Text(f"`{kind.id}` 没有要素 `{shown}`", f"`{kind.id}` has no part `{shown}`"), known))
        elif value is not None:
            try:
                found = _part(name, code_meant(kind, name, value) if isinstance(value, str) else value, types[name])
            except BadFact as bad:
                faults.append((Text(f"要素 `{name}`：{bad.message.zh}", f"part `{name}`: {bad.message.en}"), bad.help))
                continue
            if found is UNKNOWN:
                faults.append(
                    (Text(f"要素 `{name}`：事件的要素不能是未知", f"part `{name}`: what happened has no unknown parts"), Text("不知道就不写", "leave it out where it is not known"))
                )
            else:
                read[name] = found
    return read, faults


def _part(name: str, value: Any, type_: Type) -> Any:
    """One part by its type; whom a deed reached may be several. Raises `BadFact`."""
    if name == PERIOD and isinstance(type_, Word) and (isinstance(value, str) or type(value) is int):
        if (period := period_text(str(value))) is None:
            raise no_such_period(str(value))
        value = period
    if isinstance(type_, Word) and isinstance(value, str) and 0 < len(value) <= 200:
        return value
    if name == ADDRESSEES and isinstance(type_, Word) and isinstance(value, list | tuple) and value:
        several = tuple(dict.fromkeys(read_value(v, type_) for v in value))
        return several if len(several) > 1 else several[0]
    return read_value(coded(value, type_), type_)


# --- faults


def unknown_event(event: Event, known: Kinds) -> Diagnostic:
    """No kind of this name; the nearest is named with its label, and those whose name is part of it (`arrived`, `goods_arrived`)."""
    close = nearest(event.kind, list(known))
    near = [] if close is None else [known[close], *(k for name, k in known.items() if name != close and (name in close or close in name))]
    zh, en = "、".join(f"`{k.id}`（{k.label.zh}）" for k in near), " or ".join(f"`{k.id}` ({k.label.en})" for k in near)
    return Diagnostic(
        "unknown-event",
        Text(f"事件 `{event.id}`：没有名为 `{event.kind}` 的事件种类", f"event `{event.id}`: no kind of event is called `{event.kind}`"),
        help=Text(f"是否指 {zh}", f"did you mean {en}?") if near else did_you_mean(event.kind, list(known)),
    )


def no_such_period(given: str) -> BadFact:
    """A month or a day that no year has: no duty can be meant."""
    message = Text(f"`{short(given)}` 不是期间", f"`{short(given)}` is no period")
    return BadFact("event-part", message, Text("年写作 2026，月写作 2026-06，日写作 2026-06-15", "write a year as 2026, a month as 2026-06, a day as 2026-06-15"))


def event_part(event: Event, message: Text, help_: Text | None) -> Diagnostic:
    """A part that the kind does not have, or a value that is not of its type."""
    return Diagnostic("event-part", Text(f"事件 `{event.id}`：{message.zh}", f"event `{event.id}`: {message.en}"), help=help_)


def _not_an_event(error: Any) -> Diagnostic:
    """A mapping that is no event, in our words."""
    part = ".".join(str(p) for p in error["loc"])
    match error["type"]:
        case "missing":
            message, help_ = Text(f"缺少 `{part}`", f"`{part}` is missing"), _one_a_line()
        case "extra_forbidden":
            message, help_ = Text(f"事件没有键 `{short(part)}`", f"an event has no key `{short(part)}`"), did_you_mean(part, list(Event.model_fields))
        case kind if part == "at" and kind.startswith("datetime"):
            shown = short(str(error["input"]))
            message, help_ = (
                Text(f"`at`：`{shown}` 不是时刻", f"`at`: `{shown}` is not a moment"),
                Text("写作 2026-07-20T16:00（北京时间）", "write it as 2026-07-20T16:00 (time at +08:00)"),
            )
        case "moment_range":
            shown = short(str(error["input"]))
            message, help_ = (
                Text(f"`at`：`{shown}` 不在 {FIRST_DAY} 与 {LAST_DAY} 之间", f"`at`: `{shown}` is not between {FIRST_DAY} and {LAST_DAY}"),
                Text("核对年份", "look at the year"),
            )
        case _ if not part:
            message, help_ = Text("事件应为映射", "an event should be a mapping"), _one_a_line()
        case _:
            message, help_ = Text(f"`{part}` 不对：{error['msg']}", f"`{part}`: {error['msg']}"), _one_a_line()
    return Diagnostic("event", message, help=help_)


def _one_a_line() -> Text:
    return Text(f"每行一个事件，如 `{_EXAMPLE}`", f"one event a line, such as `{_EXAMPLE}`")
