"""Constants as a pack writes them: values -> text that reads back as the same value."""

from __future__ import annotations

from typing import Any

from ..domain.numbers import number_text
from ..domain.periods import period_text
from ..ir.pack import Parameter
from ..ir.types import Boolean, DayOfYear, Duration, ListOf, Months, Number, SetOf, Type
from .formula import WORDS


def parameter_text(value: Any, parameter: Parameter) -> str:
    """The value of a parameter, or all of its values by their keys."""
    if parameter.key is None:
        return constant_text(value, parameter.type)
    return "{" + ", ".join(f"{constant_text(k, parameter.key)}: {constant_text(v, parameter.type)}" for k, v in value.items()) + "}"


def constant_text(value: Any, type_: Type) -> str:
    """A value of a type; sets in order.

    >>> constant_text(9, Months()), constant_text((6, 30), DayOfYear()), constant_text(frozenset({20, 3}), SetOf(Number()))
    ('P9M', '06-30', '[3, 20]')
    """
    match type_:
        case Boolean():
            return "true" if value else "false"
        case Number():
            return number_text(value)
        case Months() | Duration():
            return period_text(value)
        case DayOfYear():
            return "{:02}-{:02}".format(*value)
        case ListOf(of=inner):
            return "[" + ", ".join(constant_text(v, inner) for v in value) + "]"
        case SetOf(of=inner):
            return "[" + ", ".join(constant_text(v, inner) for v in sorted(value)) + "]"
    return _word(value) if isinstance(value, str) else str(value.isoformat())  # words and codes; days and times


def _word(text: str) -> str:
    """A word or code: bare where formulas take it for a name, else in their quotation marks, around which YAML wants its own.

    >>> print(_word("single_tent"), _word("2025-10"), _word("not"))
    single_tent '"2025-10"' '"not"'
    """
    if text[:1].islower() and text.isidentifier() and text.isascii() and text not in WORDS and text != "null":  # which YAML takes for none
        return text
    return "'\"" + text.replace("'", "''") + "\"'"
