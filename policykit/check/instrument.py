"""pack.yaml in itself: level and region code, and silence that is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..diagnostics import Diagnostic, PolicyError, Text
from ..ir.pack import Pack, Table
from . import faults

_LEVELS = {"nation": Text("国家", "nation"), "province": Text("省级", "province"), "city": Text("市级", "city"), "county": Text("县级", "county")}


def check_instrument(pack: Pack) -> Iterator[Diagnostic]:
    """Level and region of the instrument, and questions both silent and encoded."""
    instrument = pack.instrument
    if not instrument.level:
        yield faults.no_level(pack.place("pack"))
    if instrument.region:
        place = pack.place("region", value=True)
        if len(instrument.region) != 6 or not (instrument.region.isascii() and instrument.region.isdigit()):
            yield faults.bad_region(place, instrument.region)
        elif instrument.level and _level(instrument.region) != instrument.level:
            yield faults.region_of_another_level(place, instrument.region, _LEVELS[instrument.level])
    for index, question in enumerate(instrument.silent_on):
        if _encodes(pack, question):
            yield faults.silent_and_encoded(pack.place("silent_on", index), question)


def check_parent(pack: Pack, lineage: Callable[[], Iterable[object]]) -> Iterator[Diagnostic]:
    """The texts above: each is there and can be read, and none is its own parent. `lineage` loads them."""
    try:
        for _ in lineage():
            pass
    except PolicyError as e:
        yield faults.unfit_parent(pack.place("parent", "pack", value=True), pack.instrument.parent or "", e.diagnostics[0])


def _level(region: str) -> str:
    """The level of a division code.

    >>> [_level(code) for code in ("100000", "210000", "140400", "140402")]
    ['nation', 'province', 'city', 'county']
    """
    if region in ("000000", "100000"):
        return "nation"
    if region.endswith("0000"):
        return "province"
    return "city" if region.endswith("00") else "county"


def _encodes(pack: Pack, question: str) -> bool:
    decision = pack.decisions.get(question)
    if question == "in_force":
        return bool(pack.instrument.validity_cite) or decision is not None
    return decision is not None and not (isinstance(decision, Table) and decision.of)
