"""What the generated models of the shared questions have in common: how they read values, and how a question names its facts and outputs.

Facts as a model and facts as a dict are read alike: each field takes what `source.case` takes (a day as `date` or as text, a number never as
a binary float) and holds the value as its type says. The models know the shared questions only. A code that a pack adds to a choice
(`choices:` in its `pack.yaml`) is refused here; plain dicts take it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeAlias, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ..ir.types import UNKNOWN, Boolean, Date, DateTime, DayOfYear, Duration, Months, Number, Time, Type, Word
from ..source.case import BadFact, read_value

T = TypeVar("T")


def _read_as(type_: Type) -> BeforeValidator:
    """Reads a field as facts are read elsewhere, so that a model and a dict never differ."""

    def read(value: Any) -> Any:
        try:
            found = read_value(value, type_)
        except BadFact as bad:
            said = f"{bad.message.en} ({bad.help.en})" if bad.help else bad.message.en
            raise PydanticCustomError(bad.code, "{said}", {"said": said}) from None
        if found is UNKNOWN:
            raise PydanticCustomError("unknown", "this may not be unknown")
        return found

    return BeforeValidator(read)


class _ByTheWord:
    """`T | "unknown"`, told apart by the word itself: pydantic's own union would add to every fault in `T` that it is not `unknown` either."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        *known, unknown = get_args(source)  # a union inside comes flattened
        schemas = {"known": handler.generate_schema(reduce(or_, known)), "unknown": handler.generate_schema(unknown)}
        return core_schema.tagged_union_schema(schemas, lambda value: "unknown" if isinstance(value, str) and value == "unknown" else "known")


OrUnknown: TypeAlias = Annotated[T | Literal["unknown"], _ByTheWord()]
Flag: TypeAlias = Annotated[bool, _read_as(Boolean())]
Whole: TypeAlias = Annotated[int, _read_as(Number(integer=True))]
WholeFromZero: TypeAlias = Annotated[int, Field(ge=0), _read_as(Number(integer=True, minimum=0))]
Exact: TypeAlias = Annotated[Decimal | int, _read_as(Number())]
ExactFromZero: TypeAlias = Annotated[Annotated[Decimal, Field(ge=0)] | Annotated[int, Field(ge=0)], _read_as(Number(minimum=0))]
Day: TypeAlias = Annotated[date, _read_as(Date())]
Moment: TypeAlias = Annotated[datetime, _read_as(DateTime())]
TimeOfDay: TypeAlias = Annotated[time, _read_as(Time())]
MonthCount: TypeAlias = Annotated[int, _read_as(Months())]
Span: TypeAlias = Annotated[timedelta, _read_as(Duration())]
MonthAndDay: TypeAlias = Annotated[tuple[int, int], _read_as(DayOfYear())]
Name: TypeAlias = Annotated[str, _read_as(Word())]


class RecordModel(BaseModel):
    """A record among the facts or outputs. `defer_build`: importing all questions should not build the few that are used."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, populate_by_name=True, serialize_by_alias=True)


class FactsModel(RecordModel):
    """The facts of one question. A field left out is absent, and the question says what that means; `"unknown"` is always unknown."""


class ValuesModel(RecordModel):
    """The outputs of one question; None is *none*."""

    def record(self) -> dict[str, Any]:
        """The outputs as a dict, under the names the question gives them."""
        return self.model_dump()


F = TypeVar("F", bound=FactsModel)
V = TypeVar("V", bound=ValuesModel)


class QuestionModel(Generic[F, V]):
    """A shared question with its models: `policy.ask(Recoverable, Recoverable.Facts(...))` gives an `Answer[Recoverable.Values]`.

    A subclass names `question`, `Facts` and `Values`. The last two are aliases of top-level classes and not nested ones: pyright
    takes a class whose base speaks of its own inside to depend on itself.
    """

    question: ClassVar[str]

    @classmethod
    def read_facts(cls, given: Mapping[str, Any]) -> F:
        """Facts as this question's `Facts`. Raises pydantic's `ValidationError`."""
        model: type[F] = cls.Facts  # type: ignore[attr-defined]  # every subclass has it; declared here it would hide the alias
        return model.model_validate(given)

    @classmethod
    def read_values(cls, outputs: Mapping[str, Any]) -> V:
        """Outputs as this question's `Values`. Raises pydantic's `ValidationError` for a value that the shared question does not have."""
        model: type[V] = cls.Values  # type: ignore[attr-defined]  # as above
        return model.model_validate(outputs)
