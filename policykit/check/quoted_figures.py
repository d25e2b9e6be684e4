"""The figures of a pack held against the words they quote: 不满6个月 is P6M and no other period, 50万元 is 500000."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..diagnostics import Diagnostic
from ..domain.figures import Figure, Meaning, figures
from ..domain.frozen import dataclass
from ..domain.wording import bare, meet, stretches
from ..ir.instrument import Quote
from ..ir.pack import Pack, Parameter, ParameterValue
from ..ir.types import Date, DayOfYear, Duration, Months, Number, Type
from ..source.constants import constant_text
from . import faults


@dataclass(frozen=True)
class Unsaid:
    """A value that the figures quoted for it do not say. `key`: which of several values of a parameter; None for one alone."""

    key: Any
    value: Any
    quoted: tuple[Figure, ...]
    said: tuple[Meaning, ...]


def check_figures(pack: Pack) -> Iterator[Diagnostic]:
    """The parameters whose value is none of the figures of its kind in the words quoted for it. Words without such a figure (每年, 下一年度) are no measure."""
    for parameter in pack.parameters.values():
        for index, value in enumerate(parameter.values):
            place = pack.place("parameters", parameter.name, "values", index, "value", value=True) or value.span
            day = value.period.first or pack.instrument.period.first or date.min
            for one in unsaid(parameter, value, pack, day):
                yield faults.figure_unsaid(place, named(parameter.name, one.key), constant_text(one.value, parameter.type), words_of(one.quoted), written(one.said, parameter.type))


def unsaid(parameter: Parameter, value: ParameterValue, pack: Pack, day: date) -> Iterator[Unsaid]:
    """The values of a version of a parameter that no figure of their kind says among those quoted, where some are."""
    quoted = figures_for(parameter, value, pack, day)
    for key, one in values_in(value).items():
        mine = comparable(one)
        if mine is not None and quoted and all(mine != f.means.get(n) for f in quoted for n in meanings(parameter)):
            yield Unsaid(key, one, quoted, tuple(next(f.means[n] for n in meanings(parameter) if n in f.means) for f in quoted))


def figures_for(parameter: Parameter, value: ParameterValue, pack: Pack, day: date) -> tuple[Figure, ...]:
    """The figures quoted for a version of a parameter that may be its value."""
    return tuple(f for q in value.cite for f in quoted_figures(q, pack, day) if any(n in f.means for n in meanings(parameter)))


def quoted_figures(quote: Quote, pack: Pack, day: date) -> list[Figure]:
    """The figures of a clause within which quoted words stand or which stand in them, whole: who quotes 5 of 5个工作日 quotes working days."""
    clause = pack.clauses.get(quote.address)
    text = bare((clause.on(day) if clause is not None else None) or "")
    return [f for f in figures(text) if meet((f.start, f.end), stretches(quote.words, text))]


def meanings(parameter: Parameter) -> tuple[str, ...]:
    """As what a figure of the text may be written for a parameter of this type."""
    match parameter.type:
        case Months():
            return ("months",)
        case Duration():
            return ("duration",)
        case Number():
            units = ("个工作日", "工作日", "个月", "年", "日", "天", "小时", "周", "元", "倍", "ones")
            return ("number", "percent", *(f"in {u}" for u in units))
        case DayOfYear():
            return ("day_of_year",)
        case Date():
            return ("date",)
        case _:
            return ()


def values_in(value: ParameterValue | None) -> dict[Any, Any]:
    """The values of a version of a parameter by key; of one without keys its value under None."""
    if value is None or value.value is None:
        return {}
    return value.value if isinstance(value.value, dict) else {None: value.value}


def comparable(value: Any) -> Meaning | None:
    """A value as figures of the text mean it; None where none does."""
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Fraction(value)
    return value if isinstance(value, timedelta | Fraction | date | tuple) else None


def named(name: str, key: Any) -> str:
    """A parameter, or one of its values, as rules name it."""
    return name if key is None else f"{name}.{key}"


def words_of(figures: Iterable[Figure]) -> str:
    """Figures as the text has them, each once."""
    return "、".join(dict.fromkeys(f.words for f in figures))


def written(said: Iterable[Meaning], type_: Type) -> str:
    """What figures mean, as a pack writes it for a parameter of the type."""
    return " / ".join(dict.fromkeys(constant_text(m, type_) for m in said))
