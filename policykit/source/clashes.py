"""What two amendments of a pack both change, or one changes twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence as Sequenced

from ..diagnostics import Diagnostic, Text
from . import amendment_faults as faults
from .ambiguity_changes import PARAMETERS, VALIDITY
from .clause_changes import below_address
from .nodes import entries, items, label, mapping, scalars
from .yaml import Mapping, Scalar

CHOICES = "choices"


def clashes(roots: Iterable[Mapping], addresses: Sequenced[str]) -> Iterator[Diagnostic]:
    """Clauses, of which these are the addresses, parameters, rules and norms that two amendments touch, or one amendment twice."""
    seen: dict[str, tuple[Mapping, Scalar]] = {}
    for root in roots:
        title = label(root.get("title")) or Text("", "")
        for key, name in _touched(root, addresses):
            before = seen.setdefault(name, (root, key))
            if before[0] is not root:
                yield faults.touched_twice(key.span, key.text, label(before[0].get("title")) or Text("", ""), before[1].span, title)
            elif before[1] is not key:
                yield faults.changed_twice(key.span, key.text)


def _touched(root: Mapping, addresses: Sequenced[str]) -> Iterator[tuple[Scalar, str]]:
    """What an amendment touches, each with a name by which two amendments can be compared."""
    for part in map(mapping, items(root.get("changes"))):
        for key, _ in entries(part.get("text")):
            yield from ((key, f"text {address}") for address in below_address(key.text, addresses) or [key.text])
        for key, _ in entries(part.get("set")):
            yield key, VALIDITY if key.text == VALIDITY else f"{PARAMETERS}/{key.text}"
        for section in ("replace", "add"):
            for key, node in entries(part.get(section)):
                if section == "add" and key.text.startswith(f"{CHOICES}/"):
                    yield from ((code, f"{key.text}/{code.text}") for code, _ in entries(node))
                else:
                    yield key, key.text
        for key in scalars(part.get("repeal")):
            yield key, key.text
