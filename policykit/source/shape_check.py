"""Checks trees against the shape of the pack format, and says what is wrong where: pydantic's faults with our places and words."""

from __future__ import annotations

from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, Tag, TypeAdapter, ValidationError

from ..diagnostics import Diagnostic, Span, Text
from . import faults
from .gathering import MOST_FAULTS
from .pack_shape import PackFile
from .shape import TAGS, Anything, Day, Id, Shape, Words
from .yaml import Mapping, Node, Scalar, Sequence, plain, written


class ExampleShape(Shape):
    id: Words
    pack: Words | None = None
    question: Id
    as_of: Day | None = None
    facts: dict[str, Anything] | None = None
    expected: dict[str, Anything]
    citation: list[Words] | None = None
    reading: list[Id] | None = None
    why: Words = ""
    day_count: Anything = None
    note: Anything = None


_CASES = TypeAdapter(list[ExampleShape])

_WANTED = {
    "string_type": Text("文字", "text"),
    "dict_type": Text("映射（键: 值）", "a mapping (`key: value`)"),
    "model_type": Text("映射（键: 值）", "a mapping (`key: value`)"),
    "model_attributes_type": Text("映射（键: 值）", "a mapping (`key: value`)"),
    "list_type": Text("列表", "a list"),
    "bool_type": Text("true 或 false", "`true` or `false`"),
    "bool_parsing": Text("true 或 false", "`true` or `false`"),
}


def check_pack_file(root: Node) -> list[Diagnostic]:
    """What is wrong with the keys of one file of a pack."""
    return checked(root, PackFile, PackFile.model_validate)


def check_cases(root: Node) -> list[Diagnostic]:
    """What is wrong with the keys of a case file."""
    return checked(root, list[ExampleShape], _CASES.validate_python)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a pack file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **PackFile.model_json_schema(by_alias=True)}


def checked(root: Node, shape: Any, validate: Any) -> list[Diagnostic]:
    """What is wrong with a tree of the shape that `validate` checks."""
    try:
        validate(plain(root))
    except ValidationError as e:
        return [_diagnosed(root, shape, error) for error in e.errors(include_url=False, include_input=False)[:MOST_FAULTS]]
    return []


def _diagnosed(root: Node, shape: Any, error: Any) -> Diagnostic:
    path = tuple(p for p in error["loc"])
    kind = error["type"]
    if kind == "extra_forbidden" and (slip := _slip(_node(root, path[:-1]), str(path[-1]))) is not None:
        return slip
    if kind == "extra_forbidden":
        return faults.unknown_key(_span(root, path, key=True), str(path[-1]), _keys(shape, path[:-1]))
    if kind == "missing":
        return faults.missing_key(_span(root, path[:-1], key=True), str(path[-1]))
    if path and path[-1] == "[key]":
        return faults.not_an_id(_span(root, path[:-1], key=True), str(path[-2]))
    context = error.get("ctx", {})
    if kind == "policykit":
        span, wanted = _span(root, path), Text(context["zh"], context["en"])
        return faults.nothing_there(span, wanted) if not span.text else faults.wrong_shape(span, wanted)
    if kind == "literal_error":
        expected = str(context["expected"]).replace("'", "`")
        return faults.wrong_shape(_span(root, path), Text(expected.replace(" or ", " 或 "), expected))
    return faults.wrong_shape(_span(root, path), _WANTED.get(kind, Text("另一种写法", str(error["msg"]))))


def _slip(within: Node, key: str) -> Diagnostic | None:
    """What is no key by a slip of writing: a colon of full width makes the words after it part of a key, and words without quotation marks that a comma
    cuts leave a key of nothing."""
    at = next((n for n, (k, _) in enumerate(within.entries) if k.text == key and not k.quoted), None) if isinstance(within, Mapping) else None
    if at is None or not isinstance(within, Mapping):
        return None
    sign = within.entries[at][0]
    name, colon, value = key.partition("：")
    if colon and name.isascii() and name.isidentifier():
        return faults.key_of_full_width(sign.span, key, name, value)
    nothing = [isinstance(v, Scalar) and not v.text and not v.quoted for _, v in within.entries]
    begun = next((n for n in range(at - 1, -1, -1) if not nothing[n]), None)
    if not nothing[at] or begun is None or not isinstance(words := within.entries[begun][1], Scalar) or words.quoted:
        return None
    end = next((n for n in range(at, len(nothing)) if not nothing[n]), len(nothing))
    cut = [k.text for k, _ in within.entries[begun + 1 : end]]
    return faults.words_cut(sign.span, key, within.entries[begun][0].text, written(",".join([words.text, *cut])))


def _node(root: Node, path: tuple[Any, ...]) -> Node:
    """What a path leads to, as far as it goes."""
    for step in path:
        if isinstance(root, Mapping) and step not in TAGS and (value := root.get(str(step))) is not None:
            root = value
        elif isinstance(root, Sequence) and isinstance(step, int) and step < len(root.items):
            root = root.items[step]
    return root


def _span(root: Node, path: tuple[Any, ...], key: bool = False) -> Span:
    """The place of what `path` leads to, or of its key; the nearest place above where the path leads outside."""
    node, at = root, root.span
    for step in path:
        if step in TAGS:
            continue
        if isinstance(node, Mapping):
            word, value = node.key(str(step)), node.get(str(step))
            if word is None or value is None:
                break
            node, at = value, (word.span if key else value.span)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            at = node.span
    return at if at.line == at.end_line else at._replace(end_line=at.line, end_column=len(at.source.line(at.line)))


def _keys(shape: Any, path: tuple[Any, ...]) -> list[str]:
    """The keys that may stand in the mapping at `path`."""
    for step in path:
        shape = _inside(shape, step)
    shape = _bare(shape)
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return [f.alias or n for n, f in shape.model_fields.items()]
    return []


def _bare(shape: Any) -> Any:
    """An annotation without `Annotated` and without `| None`."""
    while True:
        if get_origin(shape) is Annotated:
            shape = get_args(shape)[0]
        elif type(None) in get_args(shape):
            shape = next(a for a in get_args(shape) if a is not type(None))
        else:
            return shape


def _inside(shape: Any, step: Any) -> Any:
    shape = _bare(shape)
    if step in TAGS:
        return next(a for a in get_args(shape) if any(isinstance(m, Tag) and m.tag == step for m in get_args(a)[1:]))
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        found = next((f for n, f in shape.model_fields.items() if str(step) in (n, f.alias)), None)
        return found.annotation if found else Any
    arguments = get_args(shape)
    return arguments[-1] if arguments else Any
