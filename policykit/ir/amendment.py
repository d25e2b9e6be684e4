"""An amendment: an instrument that changes another. What it changes in the text stands beside what it changes in the rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import date
from typing import Literal

from ..diagnostics import Span, Text
from ..domain.frozen import dataclass

TextKind = Literal["replace", "insert", "delete", "reword", "add", "repeal"]
RuleKind = Literal["set", "replace", "add", "repeal"]


@dataclass(frozen=True)
class TextChange:
    """One change of the text: in which clause, which words give way to which, and the clause before and after (None: it is not there).

    `within`: the article or paragraph that the amendment repeals as one, of which this is a clause."""

    address: str
    kind: TextKind
    words: str
    by: str
    before: str | None
    after: str | None
    waived: Text | None = None  # why no rule changes with it
    span: Span | None = field(default=None, compare=False, repr=False)
    within: str | None = None

    @property
    def place(self) -> str:
        """The address that the amendment names."""
        return self.within or self.address


def _together(address: str, changes: Sequence[TextChange]) -> TextChange:
    """What several changes of a clause come to. A reason why no rule changes holds where each of them has one."""
    waived = next((c.waived for c in changes), None) if all(c.waived is not None for c in changes) else None
    return TextChange(address, "reword", "", "", changes[0].before, changes[-1].after, waived, changes[0].span)


@dataclass(frozen=True)
class RuleChanged:
    """One change of what is encoded: `set` of `parameters/x`, or of a rule, norm or decision; `target` is `decision/rule`, `norms/x`, `parameters/x`.

    `keys`: those that the amendment writes of a rule or norm that it replaces.
    """

    kind: RuleKind
    target: str
    span: Span | None = field(default=None, compare=False, repr=False)
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class AmendmentPart:
    """A change of the text and what it changes in the rules, with a reason where one is given."""

    text: tuple[TextChange, ...]
    rules: tuple[RuleChanged, ...]
    why: Text | None = None

    @property
    def by_place(self) -> dict[str, tuple[TextChange, ...]]:
        """Its changes of the text by the address that it names, those of one clause in order: what is repealed as one is one."""
        return _grouped(self.text, lambda c: c.place)

    @property
    def clauses(self) -> tuple[TextChange, ...]:
        """What its changes come to, one for each clause: from the wording before the first to that after the last."""
        return tuple(c[0] if len(c) == 1 else _together(a, c) for a, c in _grouped(self.text, lambda c: c.address).items())


def _grouped(changes: Sequence[TextChange], by: Callable[[TextChange], str]) -> dict[str, tuple[TextChange, ...]]:
    found: dict[str, tuple[TextChange, ...]] = {}
    for change in changes:
        found[by(change)] = (*found.get(by(change), ()), change)
    return found


@dataclass(frozen=True)
class Amendment:
    """An instrument that amends another from a day on. `enacted`: the day it became known; None for a draft.

    `carried`: quotations that the amendment carries over to the new words: what quotes, the clause, the words before and after.
    """

    id: str
    title: Text
    amends: str
    issuer: Text | None
    issued: date | None
    enacted: date | None
    first: date
    parts: tuple[AmendmentPart, ...]
    carried: tuple[tuple[str, str, str, str], ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def is_draft(self) -> bool:
        return self.enacted is None

    @property
    def text(self) -> tuple[TextChange, ...]:
        """All its changes of the text, in order."""
        return tuple(change for part in self.parts for change in part.text)

    @property
    def rules(self) -> tuple[RuleChanged, ...]:
        """All that it changes beside the text, in order."""
        return tuple(change for part in self.parts for change in part.rules)


def silent_name(number: int) -> str:
    """How a silence is named, which has no id: by its place among those of its decision, from 0."""
    return f"silent-{number + 1}"


def silent_number(name: str) -> int | None:
    """The place of the silence that is named so.

    >>> silent_number("silent-2"), silent_number("not-urgent")
    (1, None)
    """
    found = re.fullmatch(r"silent-([1-9][0-9]{0,3})", name, re.ASCII)
    return int(found[1]) - 1 if found else None
