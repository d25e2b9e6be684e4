"""What the generated models of the shared questions have in common: how they read values, and how a question names its facts and outputs.

Facts as a model and facts as a dict are read alike: each field takes what `source.case` takes (a day as `date` or as text, a number never as
a binary float) and holds the value as its type says. The models know the shared questions only. A code that a pack adds to a choice
(`choices:` in its `pack.yaml`) is refused here; plain dicts take it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from ..ir.types import UNKNOWN, Boolean, Date, DateTime, DayOfYear, Duration, Months, Number, Time, Type, Word
from ..source.case import BadFact, read_value


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


Unknown: TypeAlias = Literal["unknown"]
Flag: TypeAlias = Annotated[bool, _read_as(Boolean())]
Whole: TypeAlias = Annotated[int, _read_as(Number(integer=True))]
Exact: TypeAlias = Annotated[Decimal | int, _read_as(Number())]
Day: TypeAlias = Annotated[date, _read_as(Date())]
Moment: TypeAlias = Annotated[datetime, _read_as(DateTime())]
TimeOfDay: TypeAlias = Annotated[time, _read_as(Time())]
MonthCount: TypeAlias = Annotated[int, _read_as(Months())]
Span: TypeAlias = Annotated[timedelta, _read_as(Duration())]
MonthAndDay: TypeAlias = Annotated[tuple[int, int], _read_as(DayOfYear())]
Name: TypeAlias = Annotated[str, _read_as(Word())]
Party: TypeAlias = Annotated[str, _read_as(Word())]  # a code of the pack's own parties, so an open list here


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
    def typed(cls, values: Mapping[str, Any]) -> V:
        """Outputs as this question's `Values`. Raises pydantic's `ValidationError` for a value that the shared question does not have."""
        model: type[V] = cls.Values  # type: ignore[attr-defined]  # every subclass has it; declared here it would hide the alias
        return model.model_validate(values)
