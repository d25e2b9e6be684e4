"""Values -> Python expressions that make them again, by the names of a compiled module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from ..diagnostics import Text
from ..ir.answer import Citation, Conclusion, Values

_UNSAID = ("span", "parameters", "label", "note")  # parts of a conclusion or fact that an answer of a compiled module does not show
WIDE = 120


class Names(NamedTuple):
    """What a module calls the classes of outputs, and the clauses that it has, in their last wording."""

    classes: Mapping[type[Values], str] = {}
    clauses: Mapping[str, str] = {}


PLAIN = Names()


def literal(value: Any, names: Names) -> str:
    """The expression."""
    match value:
        case None | bool() | int() | str():
            return repr(value)
        case Decimal():
            return f"Decimal({str(value)!r})"
        case Fraction():
            return f"Fraction({value.numerator}, {value.denominator})"
        case datetime():
            return f"datetime({value.year}, {value.month}, {value.day}, {value.hour}, {value.minute}, {value.second})"
        case date():
            return f"date({value.year}, {value.month}, {value.day})"
        case time():
            return f"time({value.hour}, {value.minute}, {value.second})"
        case timedelta():
            return f"timedelta({value.days}, {value.seconds})"
        case Text():
            return f"Text({value.zh!r}, {value.en!r})"
        case Citation():
            other = "" if names.clauses.get(value.address, value.quote) == value.clause else f", {value.clause!r}"
            return f"cite({value.address!r}, {value.quote!r}{other})"
        case Values():
            return f"{names.classes[type(value)]}({_parts(value, names)})"
        case tuple():
            return _parts(value, names)
        case list():
            return "[" + ", ".join(literal(v, names) for v in value) + "]"
        case frozenset():
            return f"frozenset({{{', '.join(sorted(literal(v, names) for v in value))}}})" if value else "frozenset()"
        case dict():
            return "{" + ", ".join(f"{literal(k, names)}: {literal(v, names)}" for k, v in value.items()) + "}"
        case _:
            return _made(value, names)


def _parts(value: tuple[Any, ...], names: Names) -> str:
    inside = ", ".join(literal(v, names) for v in value)
    return f"({inside},)" if len(value) == 1 else f"({inside})"


def _made(value: Any, names: Names) -> str:
    """A dataclass by its parts, those left out that are as if not given."""
    assert is_dataclass(value) and not isinstance(value, type), value
    given: list[str] = []
    named = False
    for part in fields(value):
        if part.name in _UNSAID and not (part.name == "label" and not isinstance(value, Conclusion)):
            named = True
            continue
        inner = getattr(value, part.name)
        default = part.default if part.default is not MISSING else part.default_factory() if part.default_factory is not MISSING else MISSING
        if default is not MISSING and inner == default and type(inner) is type(default):
            named = True
            continue
        given.append(f"{part.name}={literal(inner, names)}" if named else literal(inner, names))
    text = f"{type(value).__name__}({', '.join(given)})"
    if len(text) <= WIDE or not isinstance(value, Conclusion):
        return text
    lines = "".join(f"        {g},\n" for g in given)
    return f"{type(value).__name__}(\n{lines}    )"
