"""Case files -> `ir.Example`s: worked cases in the format of the pack's own tests."""

from __future__ import annotations

from ..diagnostics import Diagnostic, Source
from ..ir.example import Example
from .nodes import day, entries, items, mapping, word
from .yaml import plain, read_yaml


def read_examples(source: Source) -> tuple[list[Example], list[Diagnostic]]:
    """The cases of one file, or what is wrong with its shape."""
    from .shape_check import check_cases

    root, found = read_yaml(source)
    if root is None:
        return [], found
    found += check_cases(root)
    if found:
        return [], found
    examples = []
    for node in map(mapping, items(root)):
        id_node = node.get("id")
        citation, reading, facts, expected = node.get("citation"), node.get("reading"), node.get("facts"), node.get("expected")
        assert id_node is not None and expected is not None
        examples.append(
            Example(
                word(id_node) or "",
                word(node.get("pack")),
                word(node.get("question")) or "",
                day(node.get("as_of")),
                plain(facts) or {} if facts is not None else {},
                plain(expected),
                tuple(plain(citation) or ()) if citation is not None else None,
                tuple(plain(reading) or ()) if reading is not None else None,
                word(node.get("why")) or "",
                id_node.span,
                {(part, key.text): (key.span, value.span) for part in ("facts", "expected") for key, value in entries(node.get(part))},
            )
        )
    return examples, []
