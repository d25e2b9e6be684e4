"""The shape of the pack format as pydantic models: what keys stand where. They check a file and give the JSON Schema for editors.

What the words mean (names, types, cells, quotations) is for `build`; here only keys and kinds of values count.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)  # built once, from PackFile


def custom(zh: str, en: str) -> PydanticCustomError:
    """A fault of shape with our own words for what should stand there."""
    return PydanticCustomError("policykit", "{en}", {"zh": zh, "en": en})


def _word(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_-]*", value):
        return value
    raise custom("标识（小写字母、数字、下划线）", "an id (letters, digits, `_`)")


def _name(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]*", value):
        return value
    raise custom("名称（字母、数字、下划线）", "a name (letters, digits, `_`)")


def _scalar(value: Any) -> Any:
    if isinstance(value, list | dict):
        raise custom("一个值", "a single value")
    return value


def _cell(value: Any) -> Any:
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(v, list | dict) for v in value)):
        raise custom("一个单元格：值、比较、区间或值的列表", "a cell: a value, a comparison, a range, or a list of values")
    return value


def _day(value: Any) -> Any:
    from ..domain.periods import read_date
    from ..domain.written_days import day_text

    if isinstance(value, str) and read_date(value):
        return value
    if not isinstance(value, str) or ((meant := day_text(value)) == value and not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)):
        raise custom("日期，如 2025-09-01", "a day such as 2025-09-01")
    if read_date(meant):
        raise custom(f"日期，写作 {meant}", f"a day, written {meant}")
    raise custom("日历上有的日期", "a day that the calendar has")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise custom("文字", "text")


def _said(value: Any) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise custom("文字，不能空白", "text that is not blank")


_SCALAR_SCHEMA = {"type": ["string", "number", "boolean", "null"]}
Flag = Annotated[bool, Field(strict=True)]  # `yes` is a word
Id = Annotated[str, BeforeValidator(_word), WithJsonSchema({"type": "string", "pattern": "^[a-zA-Z][a-zA-Z0-9_-]*$"})]
Name = Annotated[str, BeforeValidator(_name), WithJsonSchema({"type": "string", "pattern": "^[a-zA-Z][a-zA-Z0-9_]*$"})]  # what formulas name
Words = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": "string"})]
SomeWords = Annotated[str, BeforeValidator(_said), WithJsonSchema({"type": "string", "pattern": "\\S"})]
Value = Annotated[Any, BeforeValidator(_scalar), WithJsonSchema(_SCALAR_SCHEMA)]
Cell = Annotated[Any, BeforeValidator(_cell), WithJsonSchema({"anyOf": [_SCALAR_SCHEMA, {"type": "array", "items": _SCALAR_SCHEMA}]})]
Day = Annotated[str, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Anything = Annotated[Any, WithJsonSchema({})]


TAGS = ONE, SEVERAL = "one of them", "a list of them"  # which of two shapes a value is held to: no keys of the file


def one_or_several(value: Any) -> str:
    """Whether a mapping, or a list of such, is meant: a fault is then told of that one alone."""
    return SEVERAL if isinstance(value, list) else ONE


def _several(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


_WORD_SCHEMA = {"type": "string"}


def _one_or_many(schema: dict[str, Any]) -> Any:
    return WithJsonSchema({"anyOf": [schema, {"type": "array", "items": schema}]})


# one value, or a list of them
Ids = Annotated[list[Id], BeforeValidator(_several), _one_or_many(_WORD_SCHEMA)]
Codes = Annotated[list[SomeWords], BeforeValidator(_several), _one_or_many(_WORD_SCHEMA)]  # held to those there are when read: a label is told its code
SeveralWords = Annotated[list[Words], BeforeValidator(_several), _one_or_many(_WORD_SCHEMA)]
SeveralValues = Annotated[list[Value], BeforeValidator(_several), _one_or_many(_SCALAR_SCHEMA)]
Cite = dict[str, SeveralWords]


class Label(Shape):
    """What is said in two languages; the English may be left out."""

    zh: Words
    en: Words = ""
    note: Anything = None


class Said(Shape):
    """A label that drafts and notices must not leave blank."""

    zh: SomeWords
    en: SomeWords | None = None
    note: Anything = None

    @model_validator(mode="before")
    @classmethod
    def _under_its_language(cls, value: Any) -> Any:
        if isinstance(value, str):
            raise custom("映射 `{zh: …}`，文字写在 `zh` 之下", "a mapping `{zh: …}`, with the words under `zh`,")
        return value


class AbsentBy(Shape):
    from_: Id = Field(alias="from")
    map: dict[str, Value]


def _absent(value: Any) -> Any:
    if isinstance(value, dict):
        return AbsentBy.model_validate(value)
    if value in (False, "unknown", "none", "as_of", "false", None):
        return value
    raise custom("unknown、none、false、as_of 或 {from, map}", "`unknown`, `none`, `false`, `as_of` or `{from, map}`")


AbsentShape = Annotated[Any, BeforeValidator(_absent), WithJsonSchema({"anyOf": [{"enum": ["unknown", "none", False, "as_of"]}, {"type": "object", "required": ["from", "map"]}]})]


def _element(value: Any) -> Any:
    return value if isinstance(value, str) else TypeShape.model_validate(value)


Element = Annotated[Any, BeforeValidator(_element), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object"}]})]


class TypeShape(Shape):
    type: Id | None = None
    values: dict[str, Label] | None = None
    of: Element = None
    like: Words | None = None
    fields: dict[Name, FactShape] | None = None
    unit: Anything = None
    min: Value = None


class FactShape(TypeShape):
    label: Label | None = None
    note: Label | None = None
    absent: AbsentShape = None
    not_before: Id | None = None


class QuestionShape(Shape):
    label: Label
    group: Id | None = None
    note: Label | None = None
    event_date: Id | None = None
    every_day: Flag = False
    codes: dict[Id, Label] = {}
    inputs: dict[Name, FactShape] = {}
    outputs: dict[Name, FactShape]


class ParameterValueShape(Shape):
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    value: Anything = None
    expected: Flag = False
    enacted: Day | None = None
    cite: Cite | None = None
    reading: Ids | None = None
    note: Label | None = None


class ParameterShape(TypeShape):
    label: Label | None = None
    note: Label | None = None
    key: TypeShape | None = None
    values: list[ParameterValueShape]  # type: ignore[assignment]  # here the dated values, not the codes of a choice


class UndeterminedShape(Shape):
    why: Label
    outcomes: dict[Id, Cell] | None = None


class RuleShape(Shape):
    id: Id
    label: Label | None = None
    when: dict[Id, Cell] | None = None
    if_: Value = Field(None, alias="if")
    excepts: Ids | None = None
    then: Anything = None
    undetermined: UndeterminedShape | None = None
    silent: Label | None = None
    cite: Cite | None = None
    reading: Ids | None = None
    strength: Literal["must", "in_principle", "may"] | None = None
    basis: Literal["inferred"] | None = None
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    note: Label | None = None


class TierShape(Shape):
    level: Id
    on_application: Flag = False
    cite: Cite
    reading: Ids | None = None


class WithinShape(Shape):
    first: Value = None
    by: SeveralValues | None = None
    levels: Ids | None = None
    cite: Cite
    reading: Ids | None = None


class UsableShape(Shape):
    if_: Value = Field(alias="if")
    cite: Cite


class DrawShape(Shape):
    strength: Literal["must", "in_principle", "may"] = "must"
    basis: Literal["inferred"] | None = None
    usable: UsableShape | None = None
    tiers: list[TierShape]
    within: list[WithinShape] = []


class DrawChangeShape(Shape):
    """What another reading replaces of a draw order; the rest stays."""

    strength: Literal["must", "in_principle", "may"] | None = None
    basis: Literal["inferred"] | None = None
    usable: UsableShape | None = None
    tiers: list[TierShape] | None = None
    within: list[WithinShape] | None = None


class MatrixRowShape(Shape):
    id: Id
    category: Codes
    function: Codes
    lead: Codes | None = None
    with_: Codes | None = Field(None, alias="with")
    assisting: Codes | None = None
    open: Label | None = None
    cite: Cite
    reading: Ids | None = None
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None


class SilenceShape(Shape):
    """Cases that the text leaves open."""

    when: dict[Id, Cell] | None = None
    if_: Value = Field(None, alias="if")
    why: Label
    cite: Cite
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None


class DecisionShape(Shape):
    label: Label | None = None
    of: Id | None = None
    output: TypeShape | None = None
    hit: Literal["one", "all"] = "one"
    rules: list[RuleShape] | None = None
    draw: DrawShape | None = None
    matrix: list[MatrixRowShape] | None = None
    silent_for: list[SilenceShape] | None = None


class NormParts(Shape):
    by: Codes | None = None
    starts: Anything = None
    due: Value = None
    done: Anything = None
    excused: Anything = None
    strength: Literal["must", "in_principle", "may"] | None = None


class ChangeShape(NormParts):
    when: dict[Id, Cell] | None = None
    if_: Value = Field(None, alias="if")
    then: Anything = None
    undetermined: UndeterminedShape | None = None
    silent: Label | None = None
    repeal: Flag = False
    draw: DrawChangeShape | None = None
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None


class WordingShape(Shape):
    """How a clause read in some period."""

    quote: Words
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None


class ClauseShape(Shape):
    id: Words
    quote: Words
    kind: Id
    en: Words = ""
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    earlier: list[WordingShape] | None = None
    waived: Label | None = None
    restored: RestoredShape | None = None
    defect: Label | None = None


class RestoredShape(Shape):
    was: Words
    why: Label


class EarlierValidityShape(Shape):
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    until: Day
    cite: Cite
    reading: Ids | None = None


class ValidityShape(Shape):
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    since: Day | None = None
    cite: Cite
    reading: Ids | None = None
    note: Label | None = None
    earlier: list[EarlierValidityShape] | None = None


class RepealShape(Shape):
    instrument: Id
    label: Label
    from_: Day | None = Field(None, alias="from")
    cite: Cite
    reading: Ids | None = None


class CoverShape(Shape):
    when: dict[Id, Cell] | None = None
    why: Label


class ParentShape(Shape):
    pack: Id
    covers: dict[Id, CoverShape]


class ProvenanceShape(Shape):
    source: Label | None = None
    note: Label | None = None


class EventKindShape(Shape):
    label: Label
    fields: dict[Name, TypeShape] = {}
