"""Peer files -> cases. A file, section, case or key that nobody here understands fails its test; nothing is skipped.

Files are read by the library's own YAML reader: decimals are exact, days are text, a key said twice is a fault.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policykit.diagnostics import Source
from policykit.source.yaml import plain, read_yaml

ROOT = Path(__file__).parents[2]
OWN = Path(__file__).parent / "own"
REMARKS = frozenset({"id", "src", "why", "note", "derived_from"})  # for people
_NONE = object()


class NotUnderstood(Exception):
    """A case says something that its reader does not know."""


class Fields:
    """The keys of one case. A key that is never taken is one that was not understood."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self._left = set(values) - REMARKS

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def take(self, key: str, default: Any = _NONE) -> Any:
        """The value of a key; it must be there where no default is given."""
        self._left.discard(key)
        if key not in self._values and default is _NONE:
            raise NotUnderstood(f"the key `{key}` is missing")
        return self._values.get(key, default)

    def first(self, *keys: str) -> Any:
        """The value of the first of some keys that say the same."""
        return self.take(next((k for k in keys if k in self._values), keys[0]))

    def rest(self) -> dict[str, Any]:
        """All keys not yet taken."""
        left = {k: v for k, v in self._values.items() if k in self._left}
        self._left.clear()
        return left

    def all_taken(self) -> None:
        if self._left:
            raise NotUnderstood(f"nobody reads {sorted(self._left)}")


Check = Callable[[Fields, Mapping[str, Any]], None]  # a case and what its file says beside the cases


@dataclass(frozen=True)
class Case:
    """One case of a peer file. `run` asks the library and asserts what the peer expects."""

    file: str
    section: str
    id: str
    values: Mapping[str, Any]
    beside: Mapping[str, Any]
    check: Check

    def __str__(self) -> str:
        return f"{self.file[:2]}-{self.section}-{self.id}"

    def run(self) -> None:
        fields = Fields(self.values)
        self.check(fields, self.beside)
        fields.all_taken()


@dataclass(frozen=True)
class Reader:
    """Who reads a file: the check of each section, and the keys that hold what the cases share."""

    sections: Mapping[str, Check]
    shared: frozenset[str] = frozenset()


def peers() -> Path:
    """The folder of the peer files."""
    return Path(os.environ.get("POLICYKIT_PEERS") or ROOT / "../shared/peers").resolve()


def cases(path: Path, reader: Reader) -> Iterator[Case]:
    """The cases of a file, in order; what is not understood is a case too, one that fails."""
    document = document_of(path)
    for section, content in document.items():
        if section in reader.shared or section == "source":
            continue
        check = reader.sections.get(section, _unknown_section)
        beside, items = document, content
        if isinstance(content, Mapping) and "cases" in content:
            beside, items = {**document, **content}, content["cases"]
        if not isinstance(items, list | None):
            check, items = _unknown_section, [content]
        for number, item in enumerate(items or ([] if section in reader.sections else [{}])):
            values = item if isinstance(item, Mapping) else {"given": item}
            yield Case(path.name, section, str(values.get("id", _name(item, number))), values, beside, check)


def document_of(path: Path) -> Mapping[str, Any]:
    """A file as plain values."""
    root, faults = read_yaml(Source(path.name, path.read_text(encoding="utf-8")))
    assert root is not None and not faults, [f.render() for f in faults]
    document = plain(root)
    assert isinstance(document, Mapping)
    return document


def _name(item: Any, number: int) -> str:
    """A case without an id is called by what it gives."""
    return str(item[0]) if isinstance(item, list) and item else str(number)


def _unknown_section(_case: Fields, _beside: Mapping[str, Any]) -> None:
    raise NotUnderstood("nobody reads this section")
