"""How duties stand, in words: the states as the manual calls them, and by when a duty is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from ..diagnostics import Text
from .duties import Duty, State

STATES: Mapping[State, Text] = {
    "breached": Text("已违反", "breached"),
    "missed": Text("原则性要求未遵守", "missed (in principle only)"),
    "pending": Text("待履行", "pending"),
    "fulfilled_late": Text("逾期履行", "fulfilled late"),
    "not_yet": Text("尚未开始", "not yet begun"),
    "open": Text("可以行使", "open"),
    "kept": Text("遵守中", "kept"),
    "excused": Text("免责", "excused"),
    "fulfilled": Text("已履行", "fulfilled"),
    "no_record": Text("无记录", "no record"),
}  # the most urgent first
OPEN = {"promptly": Text("及时", "promptly"), "immediately": Text("立即", "immediately")}


def due_words(duty: Duty) -> Text:
    """The last day or moment, or why there is none."""
    if duty.due is not None:
        return due_text(duty.due)
    return duty.why if duty.why is not None else OPEN.get(duty.open_time or "", Text("未规定", "none stated"))


def due_text(due: date | datetime) -> Text:
    """A last day, or a last moment to the minute."""
    return Text(*[f"{due:%Y-%m-%d %H:%M}" if isinstance(due, datetime) else due.isoformat()] * 2)
