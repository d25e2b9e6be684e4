"""Quotations that an amendment leaves as they are, or that follow a figure by themselves, while other words around them change: 含50万元 stands in 不含50万元 too,
which says the opposite. Nothing encoded may rest on such words until a person has looked: a change of what quotes them, or a citation written anew, says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ..diagnostics import Diagnostic, Span, written as as_written
from ..domain.differences import Around, Difference, around, changed_figure, differences
from ..domain.figures import Meaning, another_unit, figures, unit
from ..domain.numbers import read_number
from ..domain.periods import read_date, read_day_of_year, read_period
from ..domain.wording import bare, edited, stretches
from . import amendment_faults as faults
from .carrying import Carried
from .clause_changes import Clauses
from .nodes import day, entries, scalars
from .whole import Path, citing, name_of, told_as
from .yaml import Mapping, Node, Scalar, written_cite

Figures = frozenset[tuple[str, str]]  # a figure before and after


class ValueSet(NamedTuple):
    """A parameter that the amendment sets, the value, the citation of the value before, and whether the new value has none of its own."""

    name: str
    at: Span
    value: Node
    cite: Node
    takes_over: bool


def disturbed(document: Mapping, clauses: Clauses, values: Iterable[ValueSet], carried: Iterable[Carried], on: date) -> Iterator[Diagnostic]:
    """An error for each quotation that stands, or is carried over, while words around it change that no parameter set anew accounts for.

    `document`: before quotations were carried over, so that what the amendment does not change itself holds since before. Quotations that do not stand any
    more are told elsewhere.
    """
    values = tuple(values)
    follows = {(by, address, before) for by, address, before, _ in carried}
    accounted = frozenset(pair for v in values for pair in _figures(v, clauses))
    for value in values:
        if value.takes_over:
            yield from _around(("parameters", value.name), Mapping((), value.at), value.cite, value.at, clauses, accounted, None, value.value)
    for node, path in citing(document):
        if (cite := node.get("cite")) is not None and _since_before(node, on):
            yield from _around(path, node, cite, None, clauses, accounted, follows)


def _around(
    path: Path, node: Mapping, cite: Node, at: Span | None, clauses: Clauses, accounted: Figures, follows: set[tuple[str, str, str]] | None, value: Node | None = None
) -> Iterator[Diagnostic]:
    """The faults of one citation, told `at` a place or at the quotations. `follows`: which quotations are carried over; None: all are."""

    def harmless(one: Difference, text: str, final: str) -> bool:
        return changed_figure(one, text, final) in accounted

    found: list[tuple[str, Scalar, Around]] = []
    now: dict[str, list[str]] = {}  # all that is quoted, as it reads now
    for key, said in entries(cite):
        for words in scalars(said):
            after = clauses.follow(words.text, key.text)
            left = after is None or (after != words.text and follows is not None and (name_of(node, path), key.text, words.text) not in follows)
            one = around(words.text, clauses.edits.get(key.text, []), harmless) if not left else None
            if one is not None:
                found.append((key.text, words, one))
            now.setdefault(key.text, []).append(one.now if one is not None else after or words.text)
    for address, words, one in found:
        yield faults.words_around(at or words.inner, told_as(node, path), address, words.text, one, _mended(node, path, value, written_cite(now)), at is not None)


def _mended(node: Mapping, path: Path, value: Node | None, cite: str) -> str | None:
    """How an amendment cites anew for what it does not change otherwise; None where it cannot. `value`: that of a parameter which it sets."""
    match path:
        case ("parameters", name, *_):
            return f"set: {{{name}: {{value: {_text(value or node.get('value'))}, cite: {cite}}}}}"
        case ("decisions", _, "rules" | "matrix" | "silent_for", *_):
            return f"replace: {{{name_of(node, path)}: {{cite: {cite}}}}}"
        case ("norms", name, *_):
            return f"replace: {{norms/{name}: {{cite: {cite}}}}}"
        case ("validity", *_):
            return f"set: {{validity: {{to: {_text(node.get('to'))}, cite: {cite}}}}}"
    return None


def _text(value: Node | None) -> str:
    """A value as it is written."""
    return as_written(value.span) if value is not None else "…"


def _figures(value: ValueSet, clauses: Clauses) -> set[tuple[str, str]]:
    """The figures that change in what a parameter quotes, before and after: those that become the value set. Where none does, all: that the value is
    another one than the words say, or cannot be held against them, is told of the value itself. A figure that counts in another unit is none of them."""
    pairs, meant = {*_figures_changed(value.cite, clauses)}, {m for s in _scalars(value.value) for m in _meanings(s.text)}
    plain = all(read_number(s.text) is not None for s in _scalars(value.value))
    pairs = {(old, new) for old, new in pairs if not another_unit(unit(figures(old)[0]), unit(figures(new)[0]), plain)}
    return {(old, new) for old, new in pairs if any(meant & {*f.means.values()} for f in figures(new))} or pairs


def _scalars(value: Node) -> list[Scalar]:
    """A value, or the values of all keys."""
    return [s for _, one in entries(value) for s in scalars(one)] if isinstance(value, Mapping) else scalars(value)


def _meanings(text: str) -> set[Meaning]:
    """What a value as a pack writes it may be in words: a number, a period, a day."""
    number = read_number(text)
    found = (Fraction(number) if number is not None else None, read_period(text), read_day_of_year(text), read_date(text))
    return {m for m in found if m is not None}


def _figures_changed(cite: Node, clauses: Clauses) -> Iterator[tuple[str, str]]:
    """The figures that change in what is quoted, before and after."""
    for key, said in entries(cite):
        edits = clauses.edits.get(key.text, [])
        text, final = (bare(edits[0][0]), bare(edited(*edits[-1]))) if edits else ("", "")
        found = differences(edits) if edits else []
        for words in scalars(said) if edits else ():
            for start, end in stretches(words.text, text):
                for one in found:
                    if one.start < end and one.end > start and (pair := changed_figure(one, text, final)) is not None:
                        yield pair


def _since_before(node: Mapping, on: date) -> bool:
    """Whether something holds on the day and did so before."""
    first, end = day(node.get("since")) or day(node.get("from")), day(node.get("until")) or day(node.get("to"))
    return (first is None or first < on) and (end is None or end >= on)
