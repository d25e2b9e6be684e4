"""Values -> Python expressions that make them again, by the names of a compiled module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..diagnostics import Text
from ..ir.answer import Citation, Conclusion, Values

_UNSAID = ("span", "parameters", "label", "note")  # parts of a conclusion or fact that an answer of a compiled module does not show
WIDE = 120


def literal(value: Any, classes: Mapping[type[Values], str]) -> str:
    """The expression. `classes`: what the classes of outputs are called."""
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
            return f"cite({value.address!r}, {value.quote!r})"
        case Values():
            return f"{classes[type(value)]}({_parts(value, classes)})"
        case tuple():
            return _parts(value, classes)
        case list():
            return "[" + ", ".join(literal(v, classes) for v in value) + "]"
        case frozenset():
            return f"frozenset({{{', '.join(sorted(literal(v, classes) for v in value))}}})" if value else "frozenset()"
        case dict():
            return "{" + ", ".join(f"{literal(k, classes)}: {literal(v, classes)}" for k, v in value.items()) + "}"
        case _:
            return _made(value, classes)


def _parts(value: tuple[Any, ...], classes: Mapping[type[Values], str]) -> str:
    inside = ", ".join(literal(v, classes) for v in value)
    return f"({inside},)" if len(value) == 1 else f"({inside})"


def _made(value: Any, classes: Mapping[type[Values], str]) -> str:
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
        given.append(f"{part.name}={literal(inner, classes)}" if named else literal(inner, classes))
    text = f"{type(value).__name__}({', '.join(given)})"
    if len(text) <= WIDE or not isinstance(value, Conclusion):
        return text
    lines = "".join(f"        {g},\n" for g in given)
    return f"{type(value).__name__}(\n{lines}    )"
