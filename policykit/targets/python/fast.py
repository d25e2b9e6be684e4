"""The function that takes a case as it comes: facts in a plain dict, tested in line (`taking`).

Where anything is not plainly right it gives None, and the caller reads the case with care. Which facts were given is counted in `n`, as `Asked.given` has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from ...domain.numbers import few_digits
from ...ir.answer import Answer
from ...ir.types import Date
from .made import made
from .taking import Taking, indented

if TYPE_CHECKING:
    from .program import Program

Fast: TypeAlias = Callable[[Mapping[str, Any], "date | str | None"], "Answer[Any] | None"]

MOST_FACTS = 255  # their count has eight bits

# `Answer.of` written out, as a call of it would take half the time of a simple question.
ANSWER = [
    "a = Answer()",
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
    "a._given = n",
    "return a",
]


def fast(program: Program) -> Fast:
    """Facts and an optional day -> an answer, or None where the case must be read with care."""
    question = program.question
    if len(question.inputs) > MOST_FACTS:
        return lambda _facts, _on: None
    names: dict[str, Any] = {
        "Answer": Answer,
        "asked": program.asked,
        "date": date,
        "datetime": datetime,
        "Decimal": Decimal,
        "few_digits": few_digits,
        "out_of_force": program.out_of_force,
        "force_on": program.instrument.force_on,
        "decider": program.decider,
    }
    taking = Taking(question, {f.name: program.asked.given([f.name]) for f in question.inputs}, count="n & 255", names=names)
    order = "".join(f"v_{f.name}, " for f in question.inputs)
    lines = [
        "if facts.__class__ is not dict: return None",
        "try:",
        *indented(taking.lines()),
        "except KeyError: return None",
        "if on.__class__ is not date: return None",
        f"read = ({order})",
    ]
    # The table ends by leaving the loop, with its conclusion in `c` and its values in `v`.
    lines += ["while True:", *indented(_force(program, names))]
    text = ["def fast(facts, on):", *indented(lines)]
    if program.starts:
        text += indented(indented(["c, v = decider(on)(on, force, *read)", "break"]))
    else:
        emitter = program.emitter(0)
        emitter.plain_facts = True  # no fraction comes this way
        emitter.kept_days = tuple(f"v_{f.name}" for f in question.inputs if isinstance(f.type, Date))
        text += indented(program.lines(emitter, 0, inlined=True))
        names |= program.names(emitter)
    text += indented(ANSWER)
    function: Fast = made("fast", text, names, f"{program.pack.id}.{question.id}")
    return function


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
