"""YAML text -> a tree of nodes, each with its place. Read as YAML 1.2 core, composed from PyYAML's events.

A pack is data from someone else: tags, anchors, aliases, merge keys and duplicate keys are refused, size, depth and number of
nodes are bounded, and odd characters are named. Types beyond text are decided by whoever knows what should stand there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping as Map
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

import yaml

from ..diagnostics import Diagnostic, Source, Span
from ..domain.wording import half_width
from . import yaml_faults
from .gathering import MOST_FAULTS

LARGEST = 4_000_000  # bytes in one file
LARGEST_PACK = 16_000_000  # bytes in all files of a pack
DEEPEST = 64  # nested lists and mappings
MOST_NODES = 60_000  # in one file, and in all files of a pack

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where the wheel has it: ten times as fast
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e007f]"
)
_FULL_WIDTH = re.compile(r"(?:^|[{｛,，])[-\s]*[A-Za-z_][\w./-]*\s*(：)|(，)\s*[A-Za-z_]+\s*[:：]|([｛｝［］])")  # after a key, before one, or a bracket
_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,4})?")
_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}


class Scalar(NamedTuple):
    """One value as written: `text` without its quotes."""

    text: str
    quoted: bool
    span: Span

    @property
    def inner(self) -> Span:
        """The span of the text itself, without quotes."""
        return self.span.part(1, 1 + len(self.text)) if self.quoted and self.span.line == self.span.end_line else self.span


class Sequence(NamedTuple):
    """A list as written."""

    items: tuple[Node, ...]
    span: Span


class Mapping(NamedTuple):
    """Keys and values as written, in order."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span

    def get(self, key: str) -> Node | None:
        """The value of `key`, if it is there."""
        for k, v in self.entries:
            if k.text == key:
                return v
        return None

    def key(self, key: str) -> Scalar | None:
        """The key itself, for its place."""
        return next((k for k, _ in self.entries if k.text == key), None)


Node: TypeAlias = Scalar | Sequence | Mapping


def decoded(name: str, data: bytes) -> tuple[Source, list[Diagnostic]]:
    """Bytes of a file as a source with `\\n` line ends, and what is wrong with its encoding."""
    if len(data) > LARGEST:
        return Source(name, ""), [yaml_faults.too_large(name, len(data), LARGEST)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start)
        return Source(name, ""), [yaml_faults.not_utf8(name, line + 1)]
    return Source(name, text.replace("\r\n", "\n").replace("\r", "\n")), []


def read_yaml(source: Source) -> tuple[Node | None, list[Diagnostic]]:
    """The tree of the one document in `source`, or what forbids reading it. An empty document is no tree and no fault."""
    if len(source.text) > LARGEST:
        return None, [yaml_faults.too_large(source.name, len(source.text), LARGEST)]
    odd = odd_characters(source)
    if odd:
        return None, odd
    reader = _Composer(source)
    try:
        return reader.document(), reader.faults
    except _Stop as stop:
        return None, [*reader.faults, stop.diagnostic]
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark or e.context_mark
        if mark is not None and (odd_sign := _full_width(source, mark.line)) is not None:
            return None, [*reader.faults, odd_sign]
        return None, [*reader.faults, yaml_faults.not_yaml(_written(source, mark.line, mark.column) if mark else None, e.problem or str(e))]


def _full_width(source: Source, last: int) -> Diagnostic | None:
    """A sign of full width that stands where YAML wants its own, on the line where reading it failed or the two before."""
    for line in range(last, max(last - 3, -1), -1):
        if (found := _FULL_WIDTH.search(source.line(line))) is not None:
            at = next(n for n, sign in enumerate(found.groups(), 1) if sign is not None)
            return yaml_faults.full_width_sign(Span(source, line, found.start(at), line, found.end(at)), found[at], half_width(found[at]))
    return None


def _written(source: Source, line: int, column: int) -> Span:
    """The character there, or the last that is written before it."""
    while line > 0 and not source.line(line).strip():
        line, column = line - 1, len(source.line(line - 1))
    column = max(0, min(column, len(source.line(line)) - 1))
    return Span(source, line, column, line, column + 1)


def odd_characters(source: Source) -> list[Diagnostic]:
    """The first control or invisible character of a text, if it has one."""
    odd = _ODD.search(source.text)
    if odd is None:
        return []
    line = source.text.count("\n", 0, odd.start())
    column = odd.start() - (source.text.rfind("\n", 0, odd.start()) + 1)
    return [yaml_faults.odd_character(Span(source, line, column, line, column + 1), odd.group())]


def size(node: Node) -> int:
    """The number of nodes in a tree."""
    count, stack = 0, [node]
    while stack:
        current = stack.pop()
        count += 1
        if isinstance(current, Sequence):
            stack += current.items
        elif isinstance(current, Mapping):
            count += len(current.entries)
            stack += [v for _, v in current.entries]
    return count


def plain(node: Node) -> Any:
    """The node as Python values by the YAML 1.2 core schema; decimals stay exact, dates stay text."""
    match node:
        case Scalar():
            return scalar_value(node)
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key.text: plain(value) for key, value in node.entries}


def written(text: str) -> str:
    """Text as it is written in a list or mapping in brackets: in quotation marks where it would be something else without.

    >>> written("不满9个月"), written("30"), written("是：否"), written("- 80%")
    ('不满9个月', '"30"', '是：否', '"- 80%"')
    """
    root, faults = read_yaml(Source("", f"[{text}]"))
    return text if root is not None and not faults and plain(root) == [text] else json.dumps(text, ensure_ascii=False)


def written_cite(quoted: Map[str, Collection[str]]) -> str:
    """A citation as it is written in braces: words, or a list of words, by address.

    >>> written_cite({"a1.p1": ["不满9个月"], "a2": ["甲", "乙"]})
    '{a1.p1: 不满9个月, a2: [甲, 乙]}'
    """
    listed = {address: ", ".join(written(w) for w in words) for address, words in quoted.items()}
    return "{" + ", ".join(f"{a}: {said}" if len(quoted[a]) == 1 else f"{a}: [{said}]" for a, said in listed.items()) + "}"


def scalar_value(node: Scalar) -> Any:
    """One scalar by the core schema: None, bool, int, Decimal or str."""
    text = node.text
    if node.quoted:
        return text
    first = text[:1]
    if first and (first.isdigit() or first in "-+."):
        if _INTEGER.fullmatch(text) and len(text) < 40:
            return int(text)
        if _DECIMAL.fullmatch(text) and len(text) < 40:
            return Decimal(text)
        return text
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    return False if text in _FALSE else text


class _Stop(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


class _Composer:
    """Events to nodes, with an explicit depth so that nesting never meets Python's own limit."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.faults: list[Diagnostic] = []
        self.nodes = 0
        self.escapes = "\\" in source.text
        self.next: Callable[[], Any] = _LOADER(source.text).get_event

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        while not isinstance(event := self.next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Stop(yaml_faults.second_document(self._span(event)))
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, 0)
        if isinstance(root, Scalar) and not root.text and not root.quoted:
            return None
        return root

    def _span(self, event: Any, end: Any = None) -> Span:
        start, stop = event.start_mark, (end or event).end_mark
        return Span(self.source, start.line, start.column, stop.line, stop.column)

    def _sign(self, event: Any, first: str) -> Span:
        """The anchor, alias or tag before a node, as it is written."""
        start = event.start_mark
        found = re.compile(rf"[{first}]\S*").search(self.source.line(start.line), start.column)
        return Span(self.source, start.line, found.start(), start.line, found.end()) if found else self._span(event)

    def _node(self, event: Any, depth: int) -> Node:
        self.nodes += 1
        if event.__class__ is yaml.ScalarEvent and event.anchor is None and event.tag is None and self.nodes <= MOST_NODES:
            start: Any = event.start_mark
            stop: Any = event.end_mark
            span = tuple.__new__(Span, (self.source, start.line, start.column, stop.line, stop.column))  # a third of the cost of Span(...)
            if self.escapes and event.style == '"' and (odd := _ODD.search(event.value)):
                raise _Stop(yaml_faults.odd_character(span, odd.group()))
            return tuple.__new__(Scalar, (event.value, bool(event.style), span))
        if self.nodes > MOST_NODES:
            raise _Stop(yaml_faults.too_many_nodes(self._span(event), MOST_NODES))
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _Stop(yaml_faults.anchor_or_alias(self._sign(event, "&*")))
        if event.tag is not None:
            sign = self._sign(event, "!")
            raise _Stop(yaml_faults.tag(sign, sign.text))
        if depth >= DEEPEST:
            raise _Stop(yaml_faults.too_deep(self._span(event), DEEPEST))
        return self._sequence(event, depth) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(event, depth)

    def _sequence(self, start: Any, depth: int) -> Sequence:
        items: list[Node] = []
        while True:
            event = self.next()
            if event.__class__ is yaml.SequenceEndEvent:
                return Sequence(tuple(items), self._closed(start, event, items[-1] if items else None))
            items.append(self._node(event, depth + 1))

    def _mapping(self, start: Any, depth: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        while True:
            event = self.next()
            if event.__class__ is yaml.MappingEndEvent:
                return Mapping(tuple(entries), self._closed(start, event, entries[-1][1] if entries else None))
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise _Stop(yaml_faults.key_not_scalar(key.span))
            if key.text == "<<" and not key.quoted:
                raise _Stop(yaml_faults.merge_key(key.span))
            value = self._node(self.next(), depth + 1)
            if len(self.faults) >= MOST_FAULTS:
                raise _Stop(yaml_faults.too_many_faults(self.source.name, MOST_FAULTS))
            if key.text in seen:
                self.faults.append(yaml_faults.duplicate_key(key.span, key.text, seen[key.text].span))
            else:
                seen[key.text] = key
                entries.append((key, value))

    def _closed(self, start: Any, end: Any, last_part: Node | None) -> Span:
        """Block collections end where their last part ends, not at the next token."""
        if start.flow_style or last_part is None:
            return self._span(start, end)
        first, last = start.start_mark, last_part.span
        return Span(self.source, first.line, first.column, last.end_line, last.end_column)
