"""How a text stands above what it says: its jurisdiction, its full name, its force on a day. A draft or a text that no longer holds is told wherever it is named."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ..ir.explain import FORCE
from .options import Options

if TYPE_CHECKING:
    from ..ir.instrument import Instrument
    from ..ir.pack import Pack


def place(instrument: Instrument, day: date, options: Options) -> str:
    """The jurisdiction; with the force of its text, unless that is in force: a column that is copied alone still says that it is of a draft."""
    name, force = options.text(instrument.jurisdiction), instrument.force_on(day)
    return name if force == "in_force" else f"{name} [{options.text(FORCE[force])}]"


def text_named(pack: Pack, day: date, options: Options) -> str:
    """One line: the jurisdiction, the full name of its text with number and amendments, its force on the day."""
    instrument = pack.instrument
    number = options.text(instrument.number)
    label, force = options.text(instrument.label), options.text(FORCE[instrument.force_on(day)])
    title = options.say(f"《{label}》", label) + (options.say(f"（{number}）", f" ({number})") if number else "")
    amended = options.listed(options.text(a.title) for a in pack.amendments)
    parts = [title, *([options.say(f"已并入 {amended}", f"as amended by {amended}")] if amended else []), force]
    return f"{options.text(instrument.jurisdiction)}{options.say('：', ': ')}{options.say('；', '; ').join(parts)}"


def text_recorded(pack: Pack, day: date) -> dict[str, Any]:
    """The same as JSON values."""
    instrument = pack.instrument
    return {
        "pack": pack.id,
        "jurisdiction": instrument.jurisdiction._asdict(),
        "label": instrument.label._asdict(),
        "number": instrument.number._asdict() if instrument.number else None,
        "amendments": [a.id for a in pack.amendments],
        "force": instrument.force_on(day),
    }
