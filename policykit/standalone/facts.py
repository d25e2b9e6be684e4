"""A question -> the function that takes plain facts in line and decides, as the library's `fast` does, written for a module.

It gives None where a case must be read with care: a fact unknown, a text for a date, an odd type, a day on which the text is not in force.
"""

from __future__ import annotations

from typing import Any

from ..ir.pack import Pack, Question
from ..ir.types import Boolean, Date, DateTime, Fact
from ..targets.python import runtime
from ..targets.python.fast import in_order, plainly
from .literals import PLAIN, literal


def fast_way(pack: Pack, question: Question, by_day: bool) -> list[str]:
    """The lines. `by_day`: what decides is another on other days."""
    names: dict[str, Any] = {}
    event = question.event_date
    facts = in_order(question)
    rare = [f for f in facts if f.absent.kind in ("none", "false") and f.name != event]
    needed = [f for f in facts if f.absent.kind in ("required", "unknown")]
    derived = [f for f in facts if f.absent.kind == "map"]
    taken: list[str] = []
    for fact in facts:
        if fact not in rare and fact not in derived:
            taken += _taken(fact, names)
        if fact.name == event:
            day = f"v_{event} and v_{event}.date()" if isinstance(fact.type, DateTime) else f"v_{event}"
            taken.append(f"if on is None: on = {day}")
    taken += _rarely(rare, names) if len(rare) > 2 else [line for f in rare for line in _taken(f, names)]
    taken += [line for f in derived for line in _taken(f, names)]
    order = "".join(f"v_{f.name}, " for f in question.inputs)
    return [
        "def fast_way(decides):",
        f"    inputs = {literal(tuple(f.name for f in question.inputs), PLAIN)}",
        *(f"    {name} = {literal(value, PLAIN)}" for name, value in names.items()),
        *([] if by_day else ["    decide = decides.on(date.min)"]),
        "",
        "    def fast(facts, on, named):",
        "        if facts.__class__ is not dict: return None",
        "        get = facts.get",
        f"        n = {len(needed)}",
        *("        " + line.replace(str(runtime.HUGE), "HUGE") for line in taken),
        "        if n != len(facts) and not named or on.__class__ is not date: return None",
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


def _taken(fact: Fact, names: dict[str, Any]) -> list[str]:
    """Lines that take one fact, `x` in them."""
    name = f"v_{fact.name}"
    plain = plainly(fact, "x", names)
    first = f"x = {name} = get({fact.name!r})"
    refused = f"if not ({plain}): return None"
    match fact.absent.kind:
        case "required" | "unknown":  # such facts are counted before
            return [first, refused]
        case "none":
            return [first, "if x is not None:", f"    {refused}", "    n += 1"]
        case "false" if isinstance(fact.type, Boolean):
            return [first, f"if x is None: {name} = False", f"elif {plain}: n += 1", "else: return None"]
        case "as_of" if isinstance(fact.type, Date):
            absent = "on"
        case "map":
            names[f"m_{fact.name}"] = dict(fact.absent.mapping)
            absent = f"m_{fact.name}.get(v_{fact.absent.source})"
        case _:
            return [first, "if x is None: return None", "n += 1", refused]
    return [first, f"if x is None: x = {name} = {absent}", "else: n += 1", refused]


def _rarely(facts: list[Fact], names: dict[str, Any]) -> list[str]:
    """Facts that are seldom given: where all that is given has been taken by then, they are absent."""
    absent = " = ".join(f"v_{f.name}" for f in facts if f.absent.kind == "none")
    false = " = ".join(f"v_{f.name}" for f in facts if f.absent.kind == "false")
    lines = ["if n == len(facts):"]
    lines += [f"    {absent} = None"] if absent else []
    lines += [f"    {false} = False"] if false else []
    return [*lines, "else:", *("    " + line for f in facts for line in _taken(f, names))]


def _force(pack: Pack) -> list[str]:
    """What the day means for the instrument."""
    status, period = pack.instrument.status, pack.instrument.period
    lines = [f"force = {status!r}"]
    if status == "in_force" and period.first:
        lines.append(f"if on.toordinal() < {period.first.toordinal()}: return None")
    if status == "in_force" and period.last:
        lines.append(f"if on.toordinal() > {period.last.toordinal()}: return None")
    return lines
