"""Small packs written for one case, and what comes back when they are asked.

A pack goes through the library as any other: text in, diagnostics or answers out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import policykit
from policykit import PolicyError
from policykit.ir.answer import Answer

TODAY = date(2024, 1, 1)  # for packs that never change

Document = Mapping[str, Any]


def text(document: Document) -> str:
    """The text of a pack file. JSON is YAML; numbers that are not whole and days are written as text."""
    return json.dumps(document, ensure_ascii=False, indent=1, default=str)


def load(document: Document, **options: Any) -> policykit.Policy:
    """The pack with this content. Raises `PolicyError`."""
    return policykit.read({"pack.yaml": text(document)}, **options)


def id_of(name: str) -> str:
    """A peer's name as an id of ours: lower-case letters, digits and `_`.

    >>> id_of("GM0363"), id_of("taxes.income_tax_rate")
    ('gm0363', 'taxes_income_tax_rate')
    """
    return re.sub("[^a-z0-9_]", "_", name.lower())


def label(words: str) -> dict[str, str]:
    return {"zh": words, "en": words}


def question(inputs: Mapping[str, Any], outputs: Mapping[str, Any]) -> dict[str, Any]:
    """A question; types are a word (`integer`) or a mapping."""

    def typed(types: Mapping[str, Any]) -> dict[str, Any]:
        return {n: {"label": label(n), **({"type": t} if isinstance(t, str) else t)} for n, t in types.items()}

    return {"label": label("?"), "inputs": typed(inputs), "outputs": typed(outputs)}


def choice(*codes: str) -> dict[str, Any]:
    return {"type": "choice", "values": {c: label(c) for c in codes}}


def formula_pack(formula: str, gives: str, inputs: Mapping[str, Any] | None = None, **settings: Any) -> dict[str, Any]:
    """A pack whose one question `q` gives `out` by a formula over its inputs."""
    rule = {"id": "formula", "then": {"out": formula}}
    return {"pack": "peer", "questions": {"q": question(inputs or {}, {"out": gives})}, "decisions": {"q": {"rules": [rule]}}, **settings}


def computed(formula: str, gives: str, facts: Mapping[str, Any] | None = None, types: Mapping[str, Any] | None = None, **settings: Any) -> Any:
    """What a formula gives for some facts, typed as given or by their values. Raises `PolicyError`."""
    facts = facts or {}
    inputs = types or {n: type_of(v) for n, v in facts.items()}
    return value(load(formula_pack(formula, gives, inputs, **settings)).ask("q", dict(facts), on=TODAY))


def type_of(fact: Any) -> str:
    """The type that a value shows."""
    match fact:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case Decimal():
            return "number"
        case str():
            return "date" if re.fullmatch(r"\d{4}-\d\d-\d\d", fact) else "text"
    raise TypeError(f"no type for {fact!r}")


def literal(fact: Any) -> str:
    """A value as a formula writes it."""
    if isinstance(fact, bool):
        return "true" if fact else "false"
    return f'"{fact}"' if isinstance(fact, str) and type_of(fact) == "text" else str(fact)


def value(answer: Answer[Any], output: str = "out") -> Any:
    """The output of an answer that has one."""
    assert answer.status == "answered", f"{answer.status}: {answer.why.en if answer.why else ''}"
    return getattr(answer.values, output)


def said(answer: Answer[Any]) -> str:
    """What a person is told in place of a value."""
    assert answer.status != "answered", f"answered: {answer.values!r}"
    return answer.explain("en")


def refused(act: Callable[[], object], *codes: str) -> str:
    """What `act` is refused with; the fault must be one of `codes`, so that a slip of ours never passes for a refusal."""
    try:
        got = act()
    except PolicyError as e:
        assert {d.code for d in e.diagnostics} <= set(codes), str(e)
        return str(e)
    raise AssertionError(f"not refused: {got!r}")


def same(got: Any, expected: Any) -> bool:
    """Exact equality: no rounding, no margin, and true is not 1. A peer writes days and exact fractions as text."""
    if isinstance(expected, str) and isinstance(got, date):
        return got.isoformat() == expected
    if isinstance(expected, str) and isinstance(got, int | Decimal | Fraction):
        return Fraction(got) == Fraction(expected)
    return type(got) is type(expected) and got == expected if isinstance(got, bool) or isinstance(expected, bool) else bool(got == expected)


def expect(got: Any, expected: Any) -> None:
    assert same(got, expected), f"got {got!r}, expected {expected!r}"


def day(text_: Any) -> date:
    """A day; the first of a month (`2015-12`) or year (`2017`)."""
    year, month, number = [*map(int, str(text_).split("-")), 1, 1][:3]
    return date(year, month, number)


def day_before(text_: Any) -> date:
    return day(text_) - timedelta(days=1)
