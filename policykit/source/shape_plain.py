"""The shape of the pack format (pydantic models) -> the same as plain data, `shape_data`: what a file that is right needs to be known as such.

Pydantic and its models take a third of the time in which a pack is read; with the plain form they are needed only to say what is wrong.
"""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from .pack_shape import PackFile
from .shape import AbsentBy, Shape, TypeShape

HEAD = '''\
"""The shape of a file of a pack as plain data: shape -> key -> whether it must be there, and what may stand under it.

Generated from `shape` and `pack_shape` by `make models`: do not edit; a test compares. `accepts` reads it.
"""

from typing import Any, Final

SHAPES: Final[dict[str, dict[str, tuple[bool, Any]]]] = {
'''


def shape_data() -> str:
    """The text of the module `shape_data`."""
    shapes: dict[str, dict[str, tuple[bool, Any]]] = {}
    waiting: list[type[Shape]] = [PackFile, AbsentBy, TypeShape]
    while waiting:
        shape = waiting.pop()
        if shape.__name__ not in shapes:
            hints = get_type_hints(shape, include_extras=True)
            fields = shape.model_fields
            shapes[shape.__name__] = {f.alias or n: (f.is_required(), _kind(hints[n], waiting)) for n, f in fields.items()}
    lines = [HEAD.rstrip("\n")]
    for name in sorted(shapes):
        lines.append(f'    "{name}": {{')
        lines += [f'        "{key}": {_text(value)},' for key, value in shapes[name].items()]
        lines.append("    },")
    return "\n".join([*lines, "}"]) + "\n"


def _kind(hint: Any, waiting: list[type[Shape]]) -> Any:
    """A type as plain data: a word, or a tuple that begins with one."""
    origin, inner = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and issubclass(hint, Shape):
        waiting.append(hint)
        return ("shape", hint.__name__)
    if origin is Annotated:
        return _annotated(inner[0], inner[1:], waiting)
    if origin in (UnionType, Union):
        (some,) = (i for i in inner if i is not type(None))
        return ("maybe", _kind(some, waiting))
    if origin is list:
        return ("list", _kind(inner[0], waiting))
    if origin is dict:
        key = "any" if inner[0] is str else _kind(inner[0], waiting)
        return ("dict", key, _kind(inner[1], waiting))
    assert origin is Literal, hint
    return ("literal", *inner)


def _annotated(of: Any, metadata: tuple[Any, ...], waiting: list[type[Shape]]) -> Any:
    """What the functions before pydantic's own checks let through."""
    for part in metadata:
        if isinstance(part, BeforeValidator):
            name: str = part.func.__name__
            return ("several", _kind(get_args(of)[0], waiting)) if name == "_several" else name.removeprefix("_")
        if isinstance(part, FieldInfo):
            assert of is bool
            return "flag"
    assert of is Any, of
    return "any"


def _text(value: Any) -> str:
    match value:
        case tuple():
            return f"({', '.join(map(_text, value))})"
        case str():
            return f'"{value}"'
    return repr(value)
