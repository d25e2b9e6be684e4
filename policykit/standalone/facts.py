"""A question -> the function that takes plain facts in line and decides, by the lines of the library (`taking`).

It gives None where a case must be read with care: a fact unknown, a text for a date, an odd type, a day on which the text is not in force.
"""

from __future__ import annotations

from ..ir.pack import Pack, Question
from ..targets.python.taking import Taking, indented
from .literals import PLAIN, literal


def fast_way(pack: Pack, question: Question, by_day: bool) -> list[str]:
    """The lines. `by_day`: what decides is another on other days."""
    taking = Taking(question, {f.name: 1 for f in question.inputs}, unless=" and not named", huge="HUGE")
    taken = indented(indented(["try:", *indented(taking.lines()), "except KeyError: return None"]))
    order = "".join(f"v_{f.name}, " for f in question.inputs)
    return [
        "def fast_way(decides):",
        f"    inputs = {literal(tuple(f.name for f in question.inputs), PLAIN)}",
        *(f"    {name} = {literal(value, PLAIN)}" for name, value in taking.names.items()),
        *([] if by_day else ["    decide = decides.on(date.min)"]),
        "",
        "    def fast(facts, on, named):",
        "        if facts.__class__ is not dict: return None",
        *taken,
        "        if on.__class__ is not date: return None",
        *(f"        {line}" for line in _force(pack)),
        f"        read = ({order.strip() if len(question.inputs) == 1 else order.rstrip(', ')})",
        "        answer = Open()",
        f"        answer.conclusion, answer.values = {'decides.on(on)' if by_day else 'decide'}(on, force{', ' if order else ''}{order.rstrip(', ')})",
        f"        answer.question = {question.id!r}",
        "        answer.on = on",
        "        answer.force = force",
        "        answer.inputs = inputs",
        "        answer._read = read",
        "        answer.__class__ = Answer",
        "        return answer",
        "",
        "    return fast",
    ]


def _force(pack: Pack) -> list[str]:
    """What the day means for the instrument."""
    status, period = pack.instrument.status, pack.instrument.period
    lines = [f"force = {status!r}"]
    if status == "in_force" and period.first:
        lines.append(f"if on.toordinal() < {period.first.toordinal()}: return None")
    if status == "in_force" and period.last:
        lines.append(f"if on.toordinal() > {period.last.toordinal()}: return None")
    return lines
