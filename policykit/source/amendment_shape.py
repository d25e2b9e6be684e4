"""The shape of an amendment file as pydantic models. What its words mean is for `consolidation`; what it changes in rules is checked as part of the pack."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from ..diagnostics import Diagnostic
from .shape import ONE, SEVERAL, Anything, Day, Flag, Id, Said, SeveralWords, Shape, Words, one_or_several
from .shape_check import checked
from .yaml import Node


class TextChangeShape(Shape):
    """One change of a clause: words replaced, inserted or deleted, the clause reworded, repealed, or a new one added."""

    replace: Words | None = None
    by: Words | None = None
    insert: Words | None = None
    delete: Words | None = None
    wording: Words | None = None
    add: Words | None = None
    repeal: Flag = False
    after: Words | None = None
    before: Words | None = None
    kind: Id | None = None
    en: Words | None = None
    waived: Said | None = None


Changes = Annotated[Annotated[TextChangeShape, Tag(ONE)] | Annotated[list[TextChangeShape], Tag(SEVERAL)], Discriminator(one_or_several)]


class PartShape(Shape):
    text: dict[str, Changes] | None = None
    why: Said | None = None
    set: dict[Id, Anything] | None = None
    replace: dict[str, dict[str, Anything]] | None = None
    add: dict[str, dict[str, Anything]] | None = None
    repeal: SeveralWords | None = None


class AmendmentFile(Shape):
    """An amendment: which pack it amends, from when, and its changes."""

    amendment: Id
    title: Said
    amends: Id
    issuer: Said | None = None
    issued: Day | None = None
    from_: Day = Field(alias="from")
    enacted: Day | None = None
    changes: list[PartShape]


def check_amendment_file(root: Node) -> list[Diagnostic]:
    """What is wrong with the keys of an amendment file."""
    return checked(root, AmendmentFile, AmendmentFile.model_validate)


def amendment_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an amendment file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **AmendmentFile.model_json_schema(by_alias=True)}
