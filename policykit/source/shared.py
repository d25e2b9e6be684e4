"""The shared questions, read one by one when first needed: a pack answers few of them, and reading all takes as long as reading the pack."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from ..diagnostics import Diagnostic, Source, Text, errors
from ..ir.pack import Question
from . import faults
from .nodes import entries, mapping
from .questions import Types
from .yaml import read_yaml

_QUESTION = re.compile(r"^  ([a-zA-Z][a-zA-Z0-9_]*):", re.MULTILINE)


class Questions(Mapping[str, Question]):
    """Id -> question, made by `make` when first asked for."""

    def __init__(self, ids: Iterable[str], make: Callable[[str], Question]) -> None:
        self._ids = dict.fromkeys(ids)
        self._make = make
        self._made: dict[str, Question] = {}

    def __getitem__(self, id_: str) -> Question:
        found = self._made.get(id_)
        if found is None:
            if id_ not in self._ids:
                raise KeyError(id_)
            found = self._made[id_] = self._make(id_)
        return found

    def __contains__(self, id_: object) -> bool:
        return id_ in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __reduce__(self) -> tuple[Any, ...]:
        """What another process takes over: all questions, made."""
        return dict, (dict(self),)


def read_questions(sources: Iterable[Source], known_right: bool = False) -> tuple[dict[str, Question], list[Diagnostic]]:
    """All questions in some files, and what is wrong with them. Files that are `known_right` (our own, read whole by a test) skip the check of shape."""
    types = Types()
    questions: dict[str, Question] = {}
    types.questions = questions
    for source in sources:
        root, wrong = read_yaml(source)
        types.faults += wrong
        if root is None:
            continue
        if not known_right:
            from .shape_check import check_pack_file

            types.faults += check_pack_file(root)
        if errors(types.faults):
            continue
        for key, node in entries(mapping(root).get("questions")):
            if key.text in questions:
                types.faults.append(faults.twice(key.span, Text("问题", "question"), key.text))
            questions[key.text] = types.question(key, mapping(node))
    return questions, types.faults


def lazy_questions(sources: Iterable[Source]) -> Questions:
    """The questions of files that are known to be right (a test reads them whole): each question stands at two spaces."""
    blocks: dict[str, Source] = {}
    for source in sources:
        starts = list(_QUESTION.finditer(source.text))
        for match, after in zip(starts, [*starts[1:], None], strict=True):
            block = source.text[match.start() : after.start() if after else len(source.text)]
            line = source.text.count("\n", 0, match.start())
            blocks[match[1]] = Source(source.name, "\n" * (line - 1) + "questions:\n" + block)  # lines keep their numbers

    def make(id_: str) -> Question:
        found, wrong = read_questions([blocks[id_]], known_right=True)
        assert not errors(wrong), f"{id_}: {wrong}"
        return replace(found[id_], digest=sha256(blocks[id_].text.strip().encode()).hexdigest())

    return Questions(blocks, make)
