"""Small readings of nodes whose shape has been checked: labels, words, days, citations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..diagnostics import Diagnostic, Span, Text
from ..domain.periods import read_date
from ..ir.instrument import Period, Quote
from . import faults
from .yaml import Mapping, Node, Scalar, Sequence


def mapping(node: Node | None) -> Mapping:
    """The node, which the shape says is a mapping."""
    assert isinstance(node, Mapping)
    return node


def entries(node: Node | None) -> Iterator[tuple[Scalar, Node]]:
    """Keys and values of a mapping that may be left out."""
    return iter(node.entries if isinstance(node, Mapping) else ())


def items(node: Node | None) -> tuple[Node, ...]:
    """The elements of a list, one value as a list of one, nothing where it is left out."""
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def word(node: Node | None) -> str | None:
    """The text of a scalar that may be left out."""
    return node.text if isinstance(node, Scalar) else None


def scalars(node: Node | None) -> list[Scalar]:
    """The scalars of a list, or the one there is."""
    return [n for n in items(node) if isinstance(n, Scalar)]


def words(node: Node | None) -> tuple[str, ...]:
    return tuple(s.text for s in scalars(node))


def label(node: Node | None, chinese: str = "zh") -> Text | None:
    """`{zh, en}` as a text; where the English is left out the Chinese stands for it, so that every language has something to show. `chinese`: under which key it stands."""
    if not isinstance(node, Mapping):
        return None
    zh, en = word(node.get(chinese)) or "", word(node.get("en"))
    return Text(zh, zh if en is None else en)


def day(node: Node | None) -> date | None:
    text = word(node)
    return read_date(text) if text else None


def period(node: Mapping, found: list[Diagnostic], first: str = "from", last: str = "to") -> Period:
    """`from` and `to` of a mapping."""
    result = Period(day(node.get(first)), day(node.get(last)))
    if result.first and result.last and result.last < result.first:
        found.append(faults.dates_reversed(mapping_scalar(node, last).span))
    return result


def mapping_scalar(node: Mapping, key: str) -> Scalar:
    value = node.get(key)
    assert isinstance(value, Scalar)
    return value


def quotes(node: Node | None) -> tuple[Quote, ...]:
    """`cite`: address -> words, or a list of words."""
    return tuple(Quote(key.text, s.text, s.span) for key, value in entries(node) for s in scalars(value))


def flag(node: Node | None) -> bool:
    return word(node) in ("true", "True", "TRUE")


def place(root: Node, path: tuple[str | int, ...], value: bool = False) -> Span | None:
    """Where the key or element at the end of `path` stands, or the value of that key; None where there is none."""
    node, at = root, root.span
    for step in path:
        if isinstance(node, Mapping):
            key, below = node.key(str(step)), node.get(str(step))
            if key is None or below is None:
                return None
            node, at = below, (below.span if value else key.span)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            at = node.span
        else:
            return None
    return at


def with_english(node: Node) -> Node:
    """The tree of a draft with the Chinese where the English is left out: laid over what a pack says, the new words must not stand beside the old English."""
    if isinstance(node, Sequence):
        return Sequence(tuple(map(with_english, node.items)), node.span)
    if not isinstance(node, Mapping):
        return node
    entries = tuple((k, with_english(v)) for k, v in node.entries)
    zh = node.get("zh")
    if isinstance(zh, Scalar) and node.get("en") is None:
        entries = (*entries, (Scalar("en", False, zh.span), zh))
    return Mapping(entries, node.span)
