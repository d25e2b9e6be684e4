"""A question asked of a text and, where that is silent, of those above it: the answer of the nearest one that speaks, under the chosen readings or under every encoded one.

Each text answers under its own readings. Policies are asked; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from .diagnostics import PolicyError
from .ir import overlay
from .ir.answer import Alternative, Answer, Below, UnderAll
from .targets.python.covers import covers
from .targets.python.failures import parents_in_a_ring

if TYPE_CHECKING:
    from .api import Policy

Packs = tuple[str, ...]  # those asked before, by id


def lineage(policy: Policy) -> Iterator[Policy]:
    """A text and those above it, the nearest first. Raises `PolicyError` where one is not there or cannot be read, and where they are each other's parent."""
    yield policy
    before = [policy.id]
    while (parent := policy.parent) is not None:
        before.append(parent.id)
        if parent.id in before[:-1]:
            raise PolicyError([parents_in_a_ring(before)])
        yield (policy := parent)


def fallen_through(policy: Policy, silent: Answer[Any], question: Any, facts: Any, on: date | str | None, before: Packs = ()) -> Answer[Any]:
    """The answer of the nearest text above that is not silent, where each one's scope covers the case; the last one's silence elsewhere.

    Raises `PolicyError` as `lineage` does.
    """
    found = _covering(policy, silent, before)
    if found is None:
        return silent
    parent, below = found
    answer = parent.ask(question, facts, on=on or silent.on)
    if answer.status == "silent":
        answer = fallen_through(parent, answer, question, facts, on, (*before, policy.id))
    return answer.after(below)


def under_all(policy: Policy, question: Any, facts: Any, on: date | str | None, fall_through: bool = False, before: Packs = ()) -> UnderAll:
    """The answer under every encoded reading of the ambiguities that touch the question; with `fall_through` of the texts above too, where this one is silent.

    Ambiguities of the text that answers are named by their ids, those of another text as `pack:id`. Of a text that is silent as it is read, only the readings under which
    it speaks are among the alternatives: all others leave the case to the text above. Raises `PolicyError` as asking does.
    """
    answer = policy.ask(question, facts, on=on)
    ids = overlay.touching(policy.pack, answer.question, answer.on)
    above = _above_under_all(policy, answer, question, facts, on, before) if fall_through else None

    def read(choice: Mapping[str, str]) -> list[Alternative]:
        """The answer under other readings; where the text is silent then, the answers of the text above, that under its chosen readings first."""
        other = policy.under(choice).ask(question, facts, on=on)
        if above is not None:
            return [] if other.status == "silent" else [Alternative(_of(policy.id, choice), other)]
        then = _above_under_all(policy, other, question, facts, on, before) if fall_through else None
        if then is None:
            return [Alternative(choice, other)]
        return [Alternative(choice, then.answer), *(Alternative({**choice, **_of(then.answer.pack, a.readings)}, a.answer) for a in then.alternatives)]

    found, own = (answer, []) if above is None else (above.answer, list(above.alternatives))
    each = [read(c) for c in overlay.alone(policy.pack, ids, answer.on)]
    own += [a for alternatives in each for a in alternatives[:1]]
    deciding = tuple(dict.fromkeys(i for a in own if len(a.readings) == 1 and a.differs_from(found) for i in a.readings))
    if not deciding:  # none decides alone: maybe several together
        own += [a for alternatives in each for a in alternatives[1:]]
        own += [a for c in overlay.together(policy.pack, ids, answer.on) for a in read(c)]
    return UnderAll(found, tuple(own), deciding)


def _above_under_all(policy: Policy, silent: Answer[Any], question: Any, facts: Any, on: date | str | None, before: Packs) -> UnderAll | None:
    """What the text above says under its readings; None where this one is not silent, or where the other's scope does not cover the case."""
    found = _covering(policy, silent, before) if silent.status == "silent" else None
    if found is None:
        return None
    parent, below = found
    above = under_all(parent, question, facts, on or silent.on, True, (*before, policy.id))
    return UnderAll(above.answer.after(below), tuple(Alternative(a.readings, a.answer.after(below)) for a in above.alternatives), above.deciding)


def _covering(policy: Policy, silent: Answer[Any], before: Packs) -> tuple[Policy, Below] | None:
    """The text above, where the pack says that its scope covers the case and it encodes the question; and what is kept of the silence below it."""
    cover = next((c for c in policy.pack.instrument.covers if c.question == silent.question), None)
    if cover is None or not covers(policy.pack, cover, dict(silent.facts), silent.on) or (parent := policy.parent) is None:
        return None
    asked = (*before, policy.id)
    if parent.id in asked or parent.pack.instrument.parent in asked:
        raise PolicyError([parents_in_a_ring([*asked, parent.id])])
    return (parent, Below(silent, cover.why)) if silent.question in parent.questions else None


def _of(pack: str, readings: Mapping[str, str]) -> dict[str, str]:
    """Readings by the names that their ambiguities have among those of another pack.

    >>> _of("changzhi", {"A18": "ends_1_september", "shanxi:A56": "open_without_list"})
    {'changzhi:A18': 'ends_1_september', 'shanxi:A56': 'open_without_list'}
    """
    return {i if ":" in i else f"{pack}:{i}": name for i, name in readings.items()}
