"""Quotations that follow the text: a rule that reads what an amendment changes quotes the new words from that day on.

What quotes a figure that a parameter set anew quotes as well follows too, where it has none of its own: none written, and no parameter read. Nothing else does. Where the text changes and nothing that is encoded by it does, the quotation stays and is found not to stand any more:
the amendment then says something that the rules do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ..domain.figures import Figure, figures
from ..domain.wording import bare
from ..ir.amendment import silent_name
from .amending import Amended, scalar, with_entry
from .clause_changes import Clauses
from .nodes import day, entries, items, scalars, word
from .yaml import Mapping, Node, Scalar

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DIGIT = re.compile(r"(?<![A-Za-z_0-9])P?T?[0-9]")
SAID = ("cite", "label", "note", "why", "id", "breach", "reading")
Carried = tuple[str, str, str, str]  # what quotes, the clause, the words before and after


def carry(pack: Amended, clauses: Clauses, changed: set[str], on: date, start: Scalar) -> list[Carried]:
    """Splits the rules and norms whose quotations follow the text; what was carried over."""
    found: list[Carried] = []
    eve = scalar(str(on - timedelta(days=1)), start.span)
    follows = _Follows(pack, clauses, changed)
    for decision in list(pack.decisions):
        for rule in pack.rules(decision):
            name = word(rule.get("id")) or ""
            if _stands(rule, on, "to") and (moved := follows.moved(f"{decision}/{name}", rule)):
                pack.split_rule(decision, name, _recited(rule, clauses), start, eve)
                found += moved
        for number, silence in enumerate(pack.silences(decision)):
            if _stands(silence, on, "to") and (moved := follows.moved(f"{decision}/{silent_name(number)}", silence)):
                pack.split_silence(decision, number, _recited(silence, clauses), start, eve)
                found += moved
    for name, (_, norm) in list(pack.norms.items()):
        if _stands(norm, on, "until") and (moved := follows.moved(f"norms/{name}", norm)):
            pack.split_norm(name, _recited(norm, clauses), start, eve)
            found += moved
    return found


class _Follows:
    """Which quotations follow: of a rule or norm that reads what changes; and of one that has no figure of its own and reads no parameter, where all
    that changes in them are figures which a parameter quotes that is set anew. (A duty to hold a tender above 500,000 reads no threshold: which procedure is due is a fact.)"""

    def __init__(self, pack: Amended, clauses: Clauses, changed: set[str]) -> None:
        self.clauses, self.reading = clauses, _closed(pack, changed)
        self.accounted: set[tuple[str, str, str]] = set()  # clause, figure before, figure after
        for name in changed & pack.parameters.keys():
            for value in items(pack.parameters[name][1].get("values")):
                for _, address, before, after in _moved(name, value, clauses) if isinstance(value, Mapping) else ():
                    self.accounted |= {(address, *pair) for pair in _figures_changed(before, after) or ()}
        # what gives a figure to those that read it, whichever clause it quotes: a parameter, a step that reads one, and a step in which one is written
        self.figures = _closed(pack, {*pack.parameters, *(n for n, node in _steps(pack) if _has_digits(node))})

    def moved(self, name: str, node: Mapping) -> list[Carried]:
        """The quotations of a rule or norm that follow; none where it does not."""
        moved = list(_moved(name, node, self.clauses))
        used = _names(node)
        if not moved or used & self.reading:
            return moved
        if used & self.figures or _has_digits(node):
            return []
        changes = [(address, _figures_changed(before, after)) for _, address, before, after in moved]
        return moved if all(pairs and {(address, *p) for p in pairs} <= self.accounted for address, pairs in changes) else []


def _figures_changed(before: str, after: str) -> list[tuple[str, str]] | None:
    """The figures in which two wordings differ; None where they differ in anything else."""
    a, b = bare(before), bare(after)
    mine, theirs = figures(a), figures(b)
    if _between(a, mine) != _between(b, theirs):
        return None
    return [(x.words, y.words) for x, y in zip(mine, theirs, strict=True) if x.words != y.words]


def _between(text: str, found: list[Figure]) -> list[str]:
    """What stands before, between and after the figures of a text."""
    ends = [0, *(f.end for f in found)]
    return [text[end:start] for end, start in zip(ends, [*(f.start for f in found), len(text)], strict=True)]


def _closed(pack: Amended, named: set[str]) -> set[str]:
    """The names, and the steps that read them, directly or through others."""
    found = {c.partition("/")[0] if "/" in c else c for c in named} - {"norms"} | {c for c in named if "/" not in c}
    steps = {n: _names(node) for n, node in _steps(pack)}
    while more := {n for n, names in steps.items() if n not in found and names & found}:
        found |= more
    return found


def _steps(pack: Amended) -> Iterator[tuple[str, Mapping]]:
    """The decisions that others read."""
    return ((name, node) for name, (_, node) in pack.decisions.items() if node.get("of") is not None)


def _names(node: Node) -> set[str]:
    """Every name in the cells and formulas below a node; what is quoted and said to people does not count."""
    return {n for text in _written(node) for n in _NAME.findall(text)}


def _has_digits(node: Node) -> bool:
    """Whether a figure is written in the cells and formulas below a node."""
    return _DIGIT.search(" ".join(_written(node))) is not None


def _written(node: Node) -> Iterator[str]:
    """The keys and words below a node, but for what is quoted and said to people."""
    if isinstance(node, Scalar):
        yield node.text
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            if key.text not in SAID:
                yield key.text
                yield from _written(value)
    else:
        for item in node.items:
            yield from _written(item)


def _stands(node: Mapping, on: date, last: str) -> bool:
    """Whether a rule or norm stands before the day and on it."""
    first, end = day(node.get("from")), day(node.get(last))
    return (first is None or first < on) and (end is None or end >= on)


def _moved(name: str, node: Mapping, clauses: Clauses) -> Iterator[Carried]:
    for key, said in entries(node.get("cite")):
        for s in scalars(said):
            after = clauses.follow(s.text, key.text)
            if after is not None and after != s.text:
                yield name, key.text, s.text, after


def _recited(node: Mapping, clauses: Clauses) -> Mapping:
    """A rule or norm with its quotations carried over."""
    cite = node.get("cite")
    return with_entry(node, "cite", clauses.carried(cite, cite.span)) if cite is not None else node
