"""A question -> the lines that take its facts out of a plain dict, tested in line: for a `Program`, and for a compiled module.

Where a fact is not plainly right (unknown, a text for a date, an odd type) the lines return None, and the caller reads the case with care.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from ...domain.periods import FIRST_DAY, LAST_DAY
from ...ir.pack import Question
from ...ir.types import Boolean, Choice, Date, DateTime, Fact, Number, Word
from . import runtime

FEW = 2  # facts that are seldom given and yet looked for each by itself


@dataclass
class Taking:
    """Writes the lines, over `facts` and the day `on`: each fact in `v_` and its name, in `n` which facts were given.

    They raise `KeyError` where a fact that is needed is not there: a caller takes it as None.
    """

    question: Question
    adds: Mapping[str, int]  # what a given fact adds to `n`
    count: str = "n"  # how many facts were given, worked out from `n`
    unless: str = ""  # where facts that are not given are in the dict all the same, as None
    huge: str = str(runtime.HUGE)
    names: dict[str, Any] = field(default_factory=dict)  # constants that the lines read, beside `date`, `datetime`, `Decimal`, `few_digits`

    def lines(self) -> list[str]:
        """First the facts that are mostly given; when all that is given is taken by then, the rest are absent."""
        event = self.question.event_date
        facts = self._in_order()
        rare = [f for f in facts if f.absent.kind in ("none", "false", "map") and f.name != event]
        rare = rare if len(rare) > FEW else []
        needed = [f for f in facts if _needed(f)]
        lines = [f"n = {sum(self.adds[f.name] for f in needed)}"]
        for fact in facts:
            if fact not in rare:
                lines += self._taken(fact)
            if fact.name == event:
                day = f"v_{event} and v_{event}.date()" if isinstance(fact.type, DateTime) else f"v_{event}"
                lines.append(f"if on is None: on = {day}")
        if len(needed) == len(facts):
            return [*lines, f"if len(facts) != {len(needed)}{self.unless}: return None"]
        left = f"if {self.count} != len(facts){self.unless}: return None"  # a name that is no input, or a fact that is None
        if not rare:
            return [*lines, left]
        absent = [line for f in rare for line in self._absent(f)]
        taken = [line for f in rare for line in self._taken(f)]
        return [*lines, f"if {self.count} == len(facts):", *indented(absent), "else:", *indented([*taken, left])]

    def _in_order(self) -> list[Fact]:
        """The event date first, since other absences may mean its day; derived facts after those they derive from."""
        return sorted(self.question.inputs, key=lambda f: (f.absent.kind == "map", f.name != self.question.event_date))

    def _taken(self, fact: Fact) -> list[str]:
        """Lines that take one fact, or leave the case to the careful reader."""
        name, plain = f"v_{fact.name}", self._plainly(fact)
        if _needed(fact):
            return [f"{name} = facts[{fact.name!r}]", f"if not ({plain}): return None"]
        lines = [f"{name} = facts.get({fact.name!r})"]
        given = [f"elif {plain}: n += {self.adds[fact.name]}", "else: return None"]
        if fact.absent.kind == "none":
            return [*lines, f"if {name} is None: pass", *given]
        return [*lines, f"if {name} is None:", *indented(self._absent(fact)), *given]

    def _absent(self, fact: Fact) -> list[str]:
        """Lines that say what the absence of a fact means."""
        name = f"v_{fact.name}"
        match fact.absent.kind:
            case "false":
                return [f"{name} = False"]
            case "as_of":
                return ["if on is None: return None", f"{name} = on"] if isinstance(fact.type, Date) else ["return None"]
            case "map":
                self.names[f"m_{fact.name}"] = dict(fact.absent.mapping)
                return [f"{name} = m_{fact.name}[v_{fact.absent.source}]"]
        return [f"{name} = None"]

    def _plainly(self, fact: Fact) -> str:
        """A condition under which a value is plainly of the fact's type."""
        name = f"v_{fact.name}"
        match fact.type:
            case Choice(values=values):
                self.names[f"c_{fact.name}"] = frozenset(values) - {"unknown"}
                return f"{name}.__class__ is str and {name} in c_{fact.name}"
            case Boolean():
                return f"{name} is True or {name} is False"
            case Date():
                self.names |= {"FIRST": FIRST_DAY, "LAST": LAST_DAY}
                return f"{name}.__class__ is date and FIRST <= {name} <= LAST"
            case DateTime():
                self.names |= {"FIRST_MOMENT": datetime.combine(FIRST_DAY, time.min), "LAST_MOMENT": datetime.combine(LAST_DAY, time.max)}
                return f"{name}.__class__ is datetime and {name}.tzinfo is None and FIRST_MOMENT <= {name} <= LAST_MOMENT"
            case Number(integer=integer, minimum=minimum):
                low = minimum if minimum is not None else f"-{self.huge}"
                whole = f"{name}.__class__ is int and {low} <= {name} < {self.huge}"
                if integer:
                    return whole
                at_least = ""
                if minimum is not None:  # a Decimal beside an int would be compared four times as slowly; its digits bound it above
                    self.names[f"l_{fact.name}"] = Decimal(minimum)
                    at_least = f" and {name} >= l_{fact.name}"
                return f"{whole} or ({name}.__class__ is Decimal and few_digits({name}){at_least})"
            case Word():
                return f"{name}.__class__ is str and {name} != 'unknown' and 0 < len({name}) <= 200"
        return "False"  # lists, sets and records are always read with care


def _needed(fact: Fact) -> bool:
    """Whether a case without the fact is read with care."""
    return fact.absent.kind in ("required", "unknown")


def indented(lines: list[str]) -> list[str]:
    return ["    " + line for line in lines]
