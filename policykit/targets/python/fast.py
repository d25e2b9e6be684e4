"""The function that takes a case as it comes: facts in a plain dict, tested in line.

Where anything is not plainly right (a fact unknown, a text for a date, an odd type) it gives None, and the caller reads the case with care. Which
facts were given is counted in `n`: their number in its lowest eight bits, above these a bit for each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from ...domain.periods import FIRST_DAY, LAST_DAY
from ...ir.answer import Answer
from ...ir.pack import Question
from ...ir.types import Boolean, Choice, Date, DateTime, Fact, Number, Word
from . import runtime
from .made import made

if TYPE_CHECKING:
    from .program import Program

Fast: TypeAlias = Callable[[Mapping[str, Any], "date | None"], "Answer[Any] | None"]

MOST_FACTS = 255  # their count has eight bits

# `Answer.__init__` written out, as a call of it would take half the time of a simple question.
ANSWER = [
    "a = new(Answer)",
    "a.asked = asked",
    "a.conclusion = c",
    "a.status = c.status",
    "a.strength = c.strength",
    "a.basis = c.basis",
    "a.citations = c.citations",
    "a.values = v",
    "a.on = on",
    "a.force = force",
    "a._facts = read",
    "a._given = n >> 8",
    "return a",
]


def fast(program: Program) -> Fast:
    """Facts and an optional day -> an answer, or None where the case must be read with care."""
    question = program.question
    if len(question.inputs) > MOST_FACTS:
        return lambda _facts, _on: None
    names: dict[str, Any] = {
        "Answer": Answer,
        "new": object.__new__,
        "asked": program.asked,
        "date": date,
        "datetime": datetime,
        "Decimal": Decimal,
        "decimal_ok": runtime.decimal_ok,
        "out_of_force": program.out_of_force,
        "force_on": program.instrument.force_on,
        "decider": program.decider,
    }
    order = "".join(f"v_{f.name}, " for f in question.inputs)
    lines = ["if facts.__class__ is not dict: return None", "get = facts.get", *_facts(question, names), "if on.__class__ is not date: return None", f"read = ({order})"]
    # The table ends by leaving the loop, with its conclusion in `c` and its values in `v`.
    lines += ["while True:", *_indented(_force(program, names))]
    text = ["def fast(facts, on):", *_indented(lines)]
    if program.starts:
        text += _indented(_indented(["c, v = decider(on)(on, force, *read)", "break"]))
    else:
        emitter = program.emitter(0)
        emitter.plain_facts = True  # no fraction comes this way
        text += _indented(program.lines(emitter, 0, inlined=True))
        names |= program.names(emitter)
    text += _indented(ANSWER)
    function: Fast = made("fast", text, names, f"{program.pack.id}.{question.id}")
    return function


def _indented(lines: list[str]) -> list[str]:
    return ["    " + line for line in lines]


def _facts(question: Question, names: dict[str, Any]) -> list[str]:
    """Take the facts: first those that are mostly given; when all given facts are taken by then, the rest are absent."""
    event = question.event_date
    bits = {f.name: (1 << 8 + i) + 1 for i, f in enumerate(question.inputs)}
    required = [f.name for f in question.inputs if f.absent.kind in ("required", "unknown")]  # without them the case is read with care
    facts = in_order(question)
    rare = [f for f in facts if f.absent.kind in ("none", "false", "map") and f.name != event]
    rare = rare if len(rare) > 2 else []
    lines = [f"n = {sum(bits[n] for n in required)}"]
    for fact in facts:
        if fact not in rare:
            lines += _taken(fact, bits[fact.name], names)
        if fact.name == event:
            day = f"v_{event} and v_{event}.date()" if isinstance(fact.type, DateTime) else f"v_{event}"
            lines.append(f"if on is None: on = {day}")
    left = "if n & 255 != len(facts): return None"  # a name that is no input, or a fact that is None
    if not rare:
        return [*lines, left]
    absent = [line for f in rare for line in _absent(f, names)]
    taken = [line for f in rare for line in _taken(f, bits[f.name], names)]
    return [*lines, "if n & 255 == len(facts):", *_indented(absent), "else:", *_indented([*taken, left])]


def in_order(question: Question) -> list[Fact]:
    """The event date first, since other absences may mean its day; derived facts after those they derive from."""
    return sorted(question.inputs, key=lambda f: (f.absent.kind == "map", f.name != question.event_date))


def _taken(fact: Fact, bit: int, names: dict[str, Any]) -> list[str]:
    """Lines that take one fact, or leave the case to the careful reader."""
    name, plain = f"v_{fact.name}", plainly(fact, f"v_{fact.name}", names)
    lines = [f"{name} = get({fact.name!r})"]
    if fact.absent.kind in ("required", "unknown"):
        return [*lines, f"if not ({plain}): return None"]  # None is not plain either
    if fact.absent.kind == "none":
        return [*lines, f"if {name} is None: pass", f"elif {plain}: n += {bit}", "else: return None"]
    return [*lines, f"if {name} is None:", *_indented(_absent(fact, names)), f"elif {plain}: n += {bit}", "else: return None"]


def _absent(fact: Fact, names: dict[str, Any]) -> list[str]:
    """Lines that say what the absence of a fact means."""
    name = f"v_{fact.name}"
    match fact.absent.kind:
        case "false":
            return [f"{name} = False"]
        case "as_of":
            return ["if on is None: return None", f"{name} = on"] if isinstance(fact.type, Date) else ["return None"]
        case "map":
            names[f"m_{fact.name}"] = dict(fact.absent.mapping)
            return [f"{name} = m_{fact.name}.get(v_{fact.absent.source})", f"if {name} is None: return None"]
    return [f"{name} = None"]


def plainly(fact: Fact, name: str, names: dict[str, Any]) -> str:
    """A condition under which a value is plainly of the fact's type."""
    match fact.type:
        case Choice(values=values):
            names[f"c_{fact.name}"] = frozenset(values) - {"unknown"}
            return f"{name}.__class__ is str and {name} in c_{fact.name}"
        case Boolean():
            return f"{name} is True or {name} is False"
        case Date():
            names |= {"FIRST": FIRST_DAY, "LAST": LAST_DAY}
            return f"{name}.__class__ is date and FIRST <= {name} <= LAST"
        case DateTime():
            names |= {"FIRST_MOMENT": datetime.combine(FIRST_DAY, time.min), "LAST_MOMENT": datetime.combine(LAST_DAY, time.max)}
            return f"{name}.__class__ is datetime and {name}.tzinfo is None and FIRST_MOMENT <= {name} <= LAST_MOMENT"
        case Number(integer=integer, minimum=minimum):
            low = minimum if minimum is not None else -runtime.HUGE
            inside = f"{low} <= {name} < {runtime.HUGE}"
            whole = f"{name}.__class__ is int and {inside}"
            return whole if integer else f"{whole} or ({name}.__class__ is Decimal and decimal_ok({name}) and {inside})"
        case Word():
            return f"{name}.__class__ is str and {name} != 'unknown' and 0 < len({name}) <= 200"
    return "False"  # lists, sets and records are always read with care


def _force(program: Program, names: dict[str, Any]) -> list[str]:
    """What the day means for the instrument."""
    instrument = program.instrument
    if instrument.status != "in_force":
        return [f"force = {instrument.status!r}"]
    inside = []
    for name, day, operator in (("first", instrument.period.first, ">="), ("last", instrument.period.last, "<=")):
        if day is not None:
            names[name] = day
            inside.append(f"on {operator} {name}")
    if not inside:
        return ["force = 'in_force'"]
    return [
        f"if {' and '.join(inside)}: force = 'in_force'",
        "else:",
        "    force = force_on(on)",
        "    c, v = out_of_force(force), None",
        "    if c is not None: break",
    ]
