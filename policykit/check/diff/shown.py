"""A pair of rules shown by a case: asked of both laws, made as small as it can be, and what the two answers differ in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import Any

from ...diagnostics import Text
from ...ir.answer import Answer
from ...ir.types import Fact
from .asking import Asking
from .model import Pair
from .witness import moved, smallest

Askings = tuple[Asking, Asking]
Apart = Callable[[Answer[Any], Answer[Any]], tuple[str, ...]]  # in what two answers differ, of the kind looked for


def unconfirmed(rules: tuple[str | None, ...]) -> Text:
    return Text(
        f"规则 {rules[0] or '—'} 与 {rules[1] or '—'} 是否不同，未能以案例证实", f"whether the rules {rules[0] or '—'} and {rules[1] or '—'} differ could not be shown by a case"
    )


def witnessed(
    askings: Askings,
    case: Mapping[str, Any],
    inputs: Sequence[Fact],
    constants: Sequence[Any],
    condition: Text,
    exact: bool,
    free: Collection[str] | None = None,
    apart: Apart | None = None,
) -> Pair | None:
    """The pair with its smallest case, as both laws answer it; None where asking does not show what it should.

    `free`: facts that may have any value, so that they need not be known; None where that is to be found out by asking. `apart`: what is to be
    shown, other outcomes or, with `grounds_differ`, other grounds of one outcome.
    """
    apart = apart or differs_in
    on = askings[0].law.on
    first = None
    for one in (case, *moved(case, inputs, on)):
        first = asked(one, askings)
        if first is not None and apart(*first):
            case = one
            break
    else:
        return None
    wanted = _kind(first, apart)

    def shows(facts: Mapping[str, Any]) -> bool:
        got = asked(facts, askings)
        return got is not None and _kind(got, apart) == wanted and bool(apart(*got)) and not any(x.missing for x in got)

    given = smallest(case, inputs, on, shows, constants, free)
    answers = asked(given, askings)
    assert answers is not None
    return Pair((answers[0].rule, answers[1].rule), (answers[0].status, answers[1].status), given, answers, apart(*answers), condition, exact)


def _kind(answers: Sequence[Answer[Any]], apart: Apart) -> list[Hashable]:
    """What stays while a case is made smaller: the rules; where grounds are looked for, those as well."""
    return [(x.rule, x.status, *(ground(x) if apart is grounds_differ else ())) for x in answers]


def asked(facts: Mapping[str, Any], askings: Askings) -> tuple[Answer[Any], Answer[Any]] | None:
    """What both laws answer; None where one cannot read the case or fails on it."""
    a, b = (ask(facts) for ask in askings)
    return (a, b) if a is not None and b is not None else None


def differs_in(a: Answer[Any], b: Answer[Any]) -> tuple[str, ...]:
    """In what two answers differ: `status`, outputs, `strength`."""
    if a.status != b.status:
        return ("status",)
    if a.status != "answered":
        return ()
    mine, theirs = a.values.record(), b.values.record()
    found = [n for n in mine if n in theirs and mine[n] != theirs[n]]
    return (*found, *(["strength"] if a.strength != b.strength else []))


def ground(answer: Answer[Any]) -> tuple[str | None, frozenset[str]]:
    """What an answer rests on: the basis, where it has an outcome, and the readings."""
    return answer.basis if answer.status == "answered" else None, frozenset(answer.readings)


def grounds_differ(a: Answer[Any], b: Answer[Any]) -> tuple[str, ...]:
    """In what the grounds of two answers that come to the same differ: `basis`, `readings`. Nothing where the outcomes differ."""
    if differs_in(a, b):
        return ()
    return tuple(n for n, x, y in zip(("basis", "readings"), ground(a), ground(b), strict=True) if x != y)
