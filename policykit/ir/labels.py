"""Labels for codes and names: what a person writes -> what the fact reader takes. Only what has one meaning is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ..diagnostics import Text
from .types import Boolean, Choice, Fact, ListOf, Record, SetOf, Type

YES_AND_NO = {"是": "true", "否": "false"}


def one_meaning(named: Iterable[tuple[str, Iterable[Text]]]) -> dict[str, str]:
    """Label -> name, of the labels that belong to one name only and are no name themselves.

    >>> one_meaning([("red", [Text("红", "red")]), ("scarlet", [Text("红", "a red")])])
    {'a red': 'scarlet'}
    """
    pairs = {(word, name) for name, labels in named for label in labels for word in label if word}
    times = Counter(word for word, _ in pairs)
    names = {name for _, name in pairs}
    return {word: name for word, name in sorted(pairs) if times[word] == 1 and word not in names}


def codes_of(choice: Choice) -> dict[str, str]:
    """Label -> code, of a choice."""
    return one_meaning((v, [label]) for v, label in choice.labels.items())


def names_of(inputs: Iterable[Fact]) -> dict[str, str]:
    """Label -> name, of facts."""
    return one_meaning((f.name, [f.label]) for f in inputs)


def coded(value: Any, type_: Type) -> Any:
    """A value with codes in place of labels, in lists and records too; anything else is left to the fact reader, which refuses it.

    >>> coded("单帐篷", Choice(("single_tent",), {"single_tent": Text("单帐篷", "single tent")})), coded("是", Boolean()), coded("船", Boolean())
    ('single_tent', 'true', '船')
    """
    match type_:
        case Choice() if isinstance(value, str) and value not in type_.values:
            return codes_of(type_).get(value.strip(), value)
        case Boolean() if isinstance(value, str):
            return YES_AND_NO.get(value.strip(), value)
        case ListOf() | SetOf() if isinstance(value, list):
            return [coded(v, type_.of) for v in value]
        case Record() if isinstance(value, Mapping):
            fields = dict(type_.fields)
            return {n: coded(v, fields[n].type) if n in fields else v for n, v in value.items()}
    return value
