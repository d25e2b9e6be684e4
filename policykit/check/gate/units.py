"""Whether figures that an amendment sets still count what they counted: 5 of 5个工作日 and 5 of 5日 are one number, and two periods.

A parameter has its unit in the rules that read it. Where the text names another, they must change with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from ...diagnostics import Diagnostic, Span, Text
from ...domain.figures import Figure, another_unit, unit
from ...ir.expr import names
from ...ir.instrument import Quote
from ...ir.pack import Parameter, Table
from ...ir.types import Duration, Months, Number
from ...source.constants import constant_text
from ..diff.model import Law
from ..quoted_figures import comparable, meanings, quoted_figures
from .figures import values_of
from .quoting import means_otherwise


class Units(NamedTuple):
    """What the words quoted count, before and after."""

    old: str
    new: str


def unit_faults(before: Law, after: Law) -> Iterator[Diagnostic]:
    """An error for each parameter set anew whose words name another unit, while rules or norms that read it do not change; and for each length of time, set or
    added, of which the words say the number in another unit: P15D is not 15个工作日."""
    changes = after.pack.amendments[-1].rules
    follow = {c.target for c in changes if c.kind == "add" or means_otherwise(c, before, after)}
    for change in changes:
        section, _, name = change.target.partition("/")
        if section == "parameters" and change.kind == "set" and (units := changed_units(name, before, after)) is not None:
            if left := [reader for reader in _readers(name, after) if reader not in follow]:
                yield _figure_unit(name, units, left, change.span)
                continue
        if section == "parameters" and change.kind in ("set", "add") and (parameter := after.pack.parameters.get(name)) is not None:
            if wrong := next(_in_another_unit(parameter, after), None):
                yield _another_unit_set(name, *wrong, change.span)


def recounted(before: Law, after: Law) -> set[str]:
    """The rules and norms that read a parameter set anew whose words name another unit: they must change, though figures alone do in the text."""
    changes = [c.target.partition("/") for c in after.pack.amendments[-1].rules if c.kind == "set"]
    return {r for section, _, name in changes if section == "parameters" and changed_units(name, before, after) is not None for law in (before, after) for r in _readers(name, law)}


def changed_units(name: str, before: Law, after: Law, quotes: Sequence[Quote] | None = None) -> Units | None:
    """The units of a parameter in the words quoted before and after, where they are not the same. `quotes`: what it may quote after, instead of what it does."""
    old, new = before.pack.parameters.get(name), after.pack.parameters.get(name)
    if old is None or new is None or not isinstance(new.type, Number | Duration | Months):
        return None
    was, now = _units(old, before, old.cited(before.on)), _units(new, after, new.cited(after.on) if quotes is None else quotes)
    for address in was.keys() & now.keys() or ({None} if was and now else ()):
        mine, theirs = (u[address] if address is not None else [x for one in u.values() for x in one] for u in (was, now))
        if mine and theirs and all(another_unit(a, b, isinstance(new.type, Number)) for a in mine for b in theirs):
            return Units(mine[0], theirs[0])
    return None


def _units(parameter: Parameter, law: Law, quotes: Iterable[Quote]) -> dict[str | None, list[str]]:
    """By clause what the figures count that are quoted and are the value; of a clause without such, all figures that are quoted."""
    values = [comparable(v) for v in values_of(parameter, law).values()]
    found: dict[str | None, list[str]] = {}
    for quote in quotes:
        here = quoted_figures(quote, law.pack, law.on)
        mine = [f for f in here if any(v is not None and f.means.get(n) == v for v in values for n in meanings(parameter))]
        found.setdefault(quote.address, []).extend(u for f in mine or here if (u := unit(f)) is not None)
    return {address: units for address, units in found.items() if units}


def _in_another_unit(parameter: Parameter, law: Law) -> Iterator[tuple[str, Figure]]:
    """Values that are lengths of time, each with the figure quoted that says its number in a unit that is not its own, where none quoted says it as it is."""
    quoted = [f for q in parameter.cited(law.on) for f in quoted_figures(q, law.pack, law.on)]
    for value in values_of(parameter, law).values() if isinstance(parameter.type, Duration | Months) else ():
        if not any(n in f.means for f in quoted for n in meanings(parameter)):
            numbers = _numbers(value)
            yield from ((constant_text(value, parameter.type), f) for f in quoted if unit(f) is not None and any(f.means[n] in numbers for n in f.means if n.startswith("in ")))


def _numbers(value: object) -> tuple[Fraction, ...]:
    """A length of time by its number of days, hours or months."""
    if isinstance(value, timedelta):
        return Fraction(value / timedelta(days=1)), Fraction(value / timedelta(hours=1))
    return (Fraction(value),) if isinstance(value, int | Fraction) else ()


def _readers(name: str, law: Law) -> Iterator[str]:
    """The rules and norms that read a parameter on the day, as an amendment names them."""
    for table in law.pack.decisions.values():
        for rule in table.rules if isinstance(table, Table) else ():
            if rule.period.covers(law.on) and any(name in names(e, "parameter") for e in rule.formulas):
                yield f"{table.id}/{rule.id}"
    for norm in law.pack.norms.values():
        if norm.period.covers(law.on) and any(name in names(f, "parameter") for f in norm.formulas):
            yield f"norms/{norm.id}"


def _figure_unit(name: str, units: Units, readers: list[str], span: Span | None) -> Diagnostic:
    listed = [f"`{r}`" for r in readers]
    zh, en = "、".join(listed), ", ".join(listed)
    return Diagnostic(
        "figure-unit",
        Text(
            f"条文中参数 `{name}` 的单位由“{units.old}”改为“{units.new}”，而读取它的规则（{zh}）仍按“{units.old}”计算",
            f"the words of the parameter `{name}` count in “{units.new}”, no longer in “{units.old}”, while what reads it ({en}) still counts in “{units.old}”",
        ),
        span,
        Text(
            f"用 `replace` 改写这些规则的算法，使其按“{units.new}”计算",
            f"reword with `replace` how these reckon, so that they count in “{units.new}”",
        ),
    )


def _another_unit_set(name: str, value: str, figure: Figure, span: Span | None) -> Diagnostic:
    return Diagnostic(
        "figure-unit",
        Text(
            f"条文写的是“{figure.words}”，参数 `{name}` 却设为 {value}，单位不同",
            f"the words say “{figure.words}”, yet the parameter `{name}` is set to {value}, which is another unit",
        ),
        span,
        Text(
            "改正单位或者文字；工作日没有期限的写法，参数写作数（`type: number`），由规则按工作日计算：`workdays after(start, n)`",
            "mend the unit or the words; no length of time counts working days: let the parameter be a number, from which rules reckon working days: `workdays after(start, n)`",
        ),
    )
