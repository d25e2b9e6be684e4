"""How duties stand, in words: the states as the manual calls them, and by when a duty is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from ..diagnostics import Language, Text
from ..ir.address import address_words
from ..ir.answer import Citation
from ..ir.explain import STRENGTH
from ..ir.norm import Norm
from ..ir.norm_words import parties_words
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


def strength_words(duty: Duty) -> Text:
    """How strictly a norm holds: 应当, 原则上, 可以, or 不得 of a ban."""
    if duty.modality == "may":
        return STRENGTH["may"]
    if duty.modality != "must_not":
        return STRENGTH[duty.strength]
    return Text("原则上不得", "must not, in principle") if duty.strength == "in_principle" else Text("不得", "must not")


def due_words(duty: Duty) -> Text:
    """The last day or moment, or why there is none."""
    if duty.due is not None:
        return due_text(duty.due)
    return duty.why if duty.why is not None else OPEN.get(duty.open_time or "", Text("未规定", "none stated"))


def due_text(due: date | datetime) -> Text:
    """A last day, or a last moment to the minute."""
    return Text(*[f"{due:%Y-%m-%d %H:%M}" if isinstance(due, datetime) else due.isoformat()] * 2)


def bearer_words(norm: Norm, parties: Mapping[str, Text], language: Language) -> str:
    """Who bears a duty, and on a line of its own who acts jointly; why nobody is named where nobody is."""
    by = parties_words(norm.by, parties) if norm.by else norm.bearer_open or Text("不限", "anyone")
    jointly = parties_words(norm.together_with, parties)
    return by.in_(language) + (Text(f"\n会同{jointly.zh}", f"\nwith {jointly.en}").in_(language) if norm.together_with else "")


def clause_words(citations: Iterable[Citation], language: Language, in_words: bool = True) -> str:
    """Clauses with the words relied on, a line each; as a jurist names them, or by the addresses that commands take."""
    quotes: dict[str, str] = {}
    for c in citations:
        quotes[c.address] = quotes.get(c.address, f"{address_words(c.address).in_(language) if in_words else c.address} ") + f"“{c.quote}”"
    return "\n".join(quotes.values())
