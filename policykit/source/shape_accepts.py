"""Whether a file of a pack plainly has the shape of the format, by its plain form. Where it has not, pydantic's models say what is wrong (`shape_check`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from ..diagnostics import Diagnostic
from ..domain.periods import read_date
from .shape_data import SHAPES
from .yaml import Mapping, Node, Scalar, Sequence, scalar_value

Accepts = Callable[[Node], bool]
_ID = re.compile(r"[a-zA-Z][a-zA-Z0-9_-]*")
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]*")


def check_pack_file(root: Node) -> list[Diagnostic]:
    """What is wrong with the keys of one file of a pack."""
    if accepted(root):
        return []
    from .shape_check import check_pack_file as diagnosed  # pydantic: only where something may be wrong

    return diagnosed(root)


def accepted(root: Node) -> bool:
    """Whether a file is right beyond doubt."""
    return _shape("PackFile")(root)


def _any(_: Node) -> bool:
    return True


def _text(node: Node) -> bool:
    return node.__class__ is Scalar and (node.quoted or scalar_value(node).__class__ is str)


def _said(node: Node) -> bool:
    return _text(node) and bool(node.text.strip())  # type: ignore[union-attr]  # a scalar, by then


def _word(node: Node) -> bool:
    return _text(node) and _ID.fullmatch(node.text) is not None  # type: ignore[union-attr]  # a scalar, by then


def _name(node: Node) -> bool:
    return _text(node) and _NAME.fullmatch(node.text) is not None  # type: ignore[union-attr]


def _day(node: Node) -> bool:
    return _text(node) and read_date(node.text) is not None  # type: ignore[union-attr]


def _scalar(node: Node) -> bool:
    return node.__class__ is Scalar


def _cell(node: Node) -> bool:
    return node.__class__ is Scalar or (node.__class__ is Sequence and all(item.__class__ is Scalar for item in node.items))


def _flag(node: Node) -> bool:
    return node.__class__ is Scalar and scalar_value(node).__class__ is bool


def _absent(node: Node) -> bool:
    if node.__class__ is Mapping:
        return _shape("AbsentBy")(node)
    return node.__class__ is Scalar and scalar_value(node) in ("unknown", "none", "as_of", "false", False, None)


def _element(node: Node) -> bool:
    return _shape("TypeShape")(node) if node.__class__ is Mapping else _text(node)


_WORDS: dict[str, Accepts] = {
    "any": _any,
    "text": _text,
    "said": _said,
    "word": _word,
    "name": _name,
    "day": _day,
    "scalar": _scalar,
    "cell": _cell,
    "flag": _flag,
    "absent": _absent,
    "element": _element,
}
_KEYS = {"any": None, "word": _ID, "name": _NAME}


@cache
def _shape(name: str) -> Accepts:
    """What tells whether a mapping has the keys of a shape, those that must be there among them."""
    kinds = {key: kind for key, (_, kind) in SHAPES[name].items()}
    needed = frozenset(key for key, (must, _) in SHAPES[name].items() if must)
    checks: dict[str, Accepts] = {}  # made when first met: shapes name one another

    def accepts(node: Node) -> bool:
        if node.__class__ is not Mapping:
            return False
        for key, value in node.entries:
            check = checks.get(key.text)
            if check is None:
                kind = kinds.get(key.text)
                if kind is None:
                    return False
                check = checks[key.text] = _check(kind)
            if not check(value):
                return False
        return needed <= {key.text for key, _ in node.entries} if needed else True

    return accepts


def _check(kind: Any) -> Accepts:
    """What tells whether a node is of a kind."""
    if isinstance(kind, str):
        return _WORDS[kind]
    match kind:
        case ("shape", name):
            return _shape(name)
        case ("maybe", inner):
            some = _check(inner)
            return lambda node: some(node) or (node.__class__ is Scalar and scalar_value(node) is None)
        case ("list", inner):
            each = _check(inner)
            return lambda node: node.__class__ is Sequence and all(map(each, node.items))
        case ("several", inner):
            one = _check(inner)
            return lambda node: all(map(one, node.items)) if node.__class__ is Sequence else one(node)
        case ("dict", key, inner):
            return _dict(_KEYS[key], _check(inner))
        case ("literal", *words):
            return lambda node: _text(node) and node.text in words  # type: ignore[union-attr]
    raise AssertionError(kind)


def _dict(pattern: re.Pattern[str] | None, value: Accepts) -> Accepts:
    def accepts(node: Node) -> bool:
        if node.__class__ is not Mapping:
            return False
        return all((pattern is None or pattern.fullmatch(key.text)) and value(inner) for key, inner in node.entries)

    return accepts
