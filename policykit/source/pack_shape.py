"""The shape of a file of a pack: its sections, norms, readings and declared properties. The shapes of what stands in a decision are in `shape`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .shape import (
    Anything,
    Cell,
    ChangeShape,
    Cite,
    ClauseShape,
    Codes,
    Day,
    DecisionShape,
    EventKindShape,
    Flag,
    Id,
    Ids,
    Label,
    Name,
    ParameterShape,
    ParentShape,
    ProvenanceShape,
    QuestionShape,
    RepealShape,
    SeveralValues,
    SeveralWords,
    Shape,
    ValidityShape,
    Value,
    Words,
)  # fmt: skip


class NormShape(Shape):
    label: Label
    must: Id | None = None
    must_not: Id | None = None
    may: Id | None = None
    by: Codes | None = None
    bearer_open: Label | None = None
    ahead: Flag = False
    to: Codes | None = None
    with_: Codes | None = Field(None, alias="with")
    starts: Anything = None
    each: Literal["year", "month", "day"] | None = None
    opens: Literal["first_day", "last_day"] | None = None
    period: Value = None
    due: Value = None
    done: Anything = None
    excused: Anything = None
    after: Ids | None = None
    contents: Ids | None = None
    breach: Label | None = None
    cite: Cite | None = None
    reading: Ids | None = None
    strength: Literal["must", "in_principle", "may"] | None = None
    from_: Day | None = Field(None, alias="from")
    until: Day | None = None
    note: Label | None = None


class AddsUpShape(Shape):
    parts: SeveralValues
    to: Value


class MonotoneShape(Shape):
    input: Id
    output: Id
    order: Ids


class PropertyShape(Shape):
    """What the pack declares of its own decisions; one of `always`, `never`, `adds_up`, `monotone`."""

    label: Label
    of: Id
    when: dict[Id, Cell] | None = None
    if_: Value = Field(None, alias="if")
    always: Value = None
    never: SeveralValues | None = None
    adds_up: AddsUpShape | None = None
    monotone: MonotoneShape | None = None


class ReadingShape(Shape):
    zh: Words
    en: Words = ""
    change: dict[str, ChangeShape] | None = None


class EarlierAmbiguityShape(Shape):
    """What an ambiguity said until an amendment."""

    clauses: SeveralWords
    problem: Label
    chosen: Id
    why: Label
    readings: dict[Id, ReadingShape]
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None


class AmbiguityShape(EarlierAmbiguityShape):
    earlier: list[EarlierAmbiguityShape] | None = None


class PackFile(Shape):
    """One YAML file of a pack: all files together make the pack."""

    pack: Id | None = None
    label: Label | None = None
    jurisdiction: Label | None = None
    number: Label | None = None
    issuers: list[Id] | None = None
    level: Literal["nation", "province", "city", "county"] | None = None
    region: Words | None = None
    scope: Label | None = None
    status: Literal["in_force", "draft", "unknown_date"] | None = None
    note: Label | None = None
    validity: ValidityShape | None = None
    repeals: list[RepealShape] | None = None
    parties: dict[Name, Label] | None = None
    parent: ParentShape | None = None
    silent_on: list[Id] | None = None
    choices: dict[str, dict[Id, Label]] | None = None
    text: ProvenanceShape | None = None
    month_end: Literal["last_day", "next_first", "refuse"] | None = None
    questions: dict[Name, QuestionShape] | None = None
    parameters: dict[Name, ParameterShape] | None = None
    decisions: dict[Name, DecisionShape] | None = None
    properties: dict[Id, PropertyShape] | None = None
    norms: dict[Id, NormShape] | None = None
    events: dict[Id, EventKindShape] | None = None
    readings: dict[Id, AmbiguityShape] | None = None
    clauses: list[ClauseShape] | None = None
