"""What a comparison finds: frozen data that every face shows in its own way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal, NamedTuple

from ...diagnostics import Text
from ...ir.address import address_words
from ...ir.answer import Answer
from ...ir.instrument import Quote
from ...ir.numbering import renumbered
from ...ir.pack import Pack
from ...ir.types import Type

Ask = Callable[[str, Mapping[str, Any], date], Answer[Any]]  # question, facts, day; raises `PolicyError`
State = Literal["same", "differ", "unknown", "one_sided", "contradiction"]


@dataclass(frozen=True)
class Law:
    """A text on a day, as one side of a comparison. `ask` answers by it. `name` tells it from the other side."""

    pack: Pack
    on: date
    ask: Ask = field(compare=False)
    name: Text
    day_named: bool = field(default=False, compare=False)  # its day was named with it, as in liaoning@2024-01-01

    @property
    def begun(self) -> date | None:
        """The day from which all its amendments are in force; None where there are none."""
        return max((a.first for a in self.pack.amendments), default=None)

    @property
    def id(self) -> str:
        return self.pack.id

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The clauses that are not numbered on the day as their addresses say, and the addresses that these numbers make."""
        return renumbered(self.pack.clauses.values(), self.on)

    def clause_words(self, address: str) -> Text:
        """The address of a clause in words, as the text numbers it on the day."""
        return address_words(self.numbers.get(address, address))

    def stopped(self, question: str) -> bool:
        """Whether the law is not in force on its day, so that it answers nothing."""
        return not self.pack.questions[question].every_day and self.pack.instrument.force_on(self.on) in ("not_yet", "expired")


Absence = Literal["none", "other_name", "not_on_day"]


class Said(NamedTuple):
    """Words of one side, with the clauses they rest on; `text` is None where the side has nothing there.

    `absence` says what that means. `none`: there is nothing. `other_name`: nothing is encoded under the name by which two laws are paired, though there
    may be such a thing under another. `not_on_day`: it is encoded, and not for this day.
    """

    text: Text | None
    cite: tuple[Quote, ...] = ()
    absence: Absence = "none"


@dataclass(frozen=True)
class Row:
    """One thing that two texts have, side by side. `same`: they have it alike."""

    topic: Literal["instrument", "parameter", "party", "norm", "question", "form", "clause"]
    name: str
    label: Text
    a: Said
    b: Said
    same: bool


@dataclass(frozen=True)
class Pair:
    """A rule of one text and a rule of the other that answer differently, or alike on other grounds. `rules`: their ids, None for silence without a rule.

    `facts`: the smallest case that shows it. `answers`: what both texts say to it. `condition`: for which cases they differ so. `differs_in`: `status`,
    outputs, `strength`; where the outcome is the same, `basis` and `readings`.
    """

    rules: tuple[str | None, str | None]
    statuses: tuple[str, str]
    facts: Mapping[str, Any]
    answers: tuple[Answer[Any], Answer[Any]]
    differs_in: tuple[str, ...]
    condition: Text
    exact: bool = True  # whether the condition says just the cases; else they are among those it says

    @property
    def readings_of_one(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The readings on which only the first answer rests, and those on which only the second does: after a draft, those it no longer rests on, and those it newly does."""
        mine, theirs = (a.readings for a in self.answers)
        return tuple(r for r in mine if r not in theirs), tuple(r for r in theirs if r not in mine)


@dataclass(frozen=True)
class Contradiction:
    """Two rules of one law that both stand in a case and say different things: the law has no answer there. `facts`: a smallest such case."""

    law: Text
    rules: tuple[str, str]
    facts: Mapping[str, Any]
    why: Text


@dataclass(frozen=True)
class QuestionDiff:
    """How two texts answer a question. `proven`: nothing but the pairs differs. `open`: what could not be decided, in words.

    `grounds`: cases in which both come to the same outcome, and rest on another basis or other readings. They do not count as a difference of the
    question (`state`). `grounds_proven`: in no other case of one outcome do the grounds differ.
    """

    question: str
    label: Text
    state: State
    pairs: tuple[Pair, ...] = ()
    rows: tuple[Row, ...] = ()
    proven: bool = True
    method: Literal["form", "regions", "solver", "none"] = "form"
    open: tuple[Text, ...] = ()
    left_out: tuple[Text, ...] = ()  # cases that one of the texts cannot read
    contradictions: tuple[Contradiction, ...] = ()  # of either law; nothing is proven where there is one
    grounds: tuple[Pair, ...] = ()
    grounds_proven: bool = True
    types: Mapping[str, Type] = field(default_factory=dict, compare=False)  # of inputs and outputs, with the codes of both


@dataclass(frozen=True)
class Diff:
    """The whole comparison of two texts."""

    a: Law = field(compare=False)
    b: Law = field(compare=False)
    rows: tuple[Row, ...]
    questions: tuple[QuestionDiff, ...]

    @property
    def same(self) -> bool:
        """Whether no question is answered differently and no parameter, date, party or norm differs, all proven."""
        return all(q.state == "same" for q in self.questions) and all(r.same for r in self.rows)

    @property
    def pairs(self) -> tuple[tuple[QuestionDiff, Pair], ...]:
        """The pairs of rules that answer differently, each with its question."""
        return tuple((q, p) for q in self.questions for p in q.pairs)

    @property
    def grounds(self) -> tuple[tuple[QuestionDiff, Pair], ...]:
        """The pairs of rules that come to the same outcome on other grounds, each with its question."""
        return tuple((q, p) for q in self.questions for p in q.grounds)
