"""The shape of an amendment file as pydantic models. What its words mean is for `consolidation`; what it changes in rules is checked as part of the pack."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from ..diagnostics import Diagnostic
from .shape import ONE, SEVERAL, Anything, Day, Flag, Id, SeveralWords, Shape, SomeWords, Words, one_or_several
from .shape_check import checked
from .yaml import Mapping, Node, Scalar, Sequence


class Said(Shape):
    """What is said in two languages; a draft may leave out the English."""

    zh: SomeWords
    en: SomeWords | None = None
    note: Anything = None


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


def with_english(node: Node) -> Node:
    """The tree with the Chinese where a draft leaves out the English, so that there is something to show in every language."""
    if isinstance(node, Sequence):
        return Sequence(tuple(map(with_english, node.items)), node.span)
    if not isinstance(node, Mapping):
        return node
    entries = tuple((k, with_english(v)) for k, v in node.entries)
    zh = node.get("zh")
    if isinstance(zh, Scalar) and node.get("en") is None:
        entries = (*entries, (Scalar("en", False, zh.span), zh))
    return Mapping(entries, node.span)


def amendment_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an amendment file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **AmendmentFile.model_json_schema(by_alias=True)}
