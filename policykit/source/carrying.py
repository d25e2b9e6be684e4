"""Quotations that follow the text: a rule that reads what an amendment changes quotes the new words from that day on.

Only such rules follow. Where the text changes and nothing that is encoded by it does, the quotation stays and is found not to stand any more:
the amendment then says something that the rules do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from .amending import Amended, scalar, with_entry
from .clause_changes import Clauses
from .nodes import day, entries, scalars, word
from .yaml import Mapping, Node, Scalar

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
Carried = tuple[str, str, str, str]  # what quotes, the clause, the words before and after


def carry(pack: Amended, clauses: Clauses, changed: set[str], on: date, start: Scalar) -> list[Carried]:
    """Splits the rules and norms whose quotations follow the text; what was carried over."""
    found: list[Carried] = []
    eve = scalar(str(on - timedelta(days=1)), start.span)
    reading = _closed(pack, changed)
    for decision in list(pack.decisions):
        for rule in pack.rules(decision) if pack.decisions[decision][1].get("rules") is not None else ():
            name = word(rule.get("id")) or ""
            if _stands(rule, on, "to") and _names(rule) & reading:
                moved = list(_moved(f"{decision}/{name}", rule, clauses))
                if moved:
                    pack.split_rule(decision, name, _recited(rule, clauses), start, eve)
                    found += moved
    for name, (_, norm) in list(pack.norms.items()):
        if _stands(norm, on, "until") and _names(norm) & reading:
            moved = list(_moved(f"norms/{name}", norm, clauses))
            if moved:
                pack.split_norm(name, _recited(norm, clauses), start, eve)
                found += moved
    return found


def _closed(pack: Amended, changed: set[str]) -> set[str]:
    """The changed names, and the steps that read them, directly or through others."""
    found = {c.partition("/")[0] if "/" in c else c for c in changed} - {"norms"} | {c for c in changed if "/" not in c}
    steps = {n: _names(node) for n, (_, node) in pack.decisions.items() if node.get("of") is not None}
    while more := {n for n, names in steps.items() if n not in found and names & found}:
        found |= more
    return found


def _names(node: Node) -> set[str]:
    """Every name in the cells and formulas below a node; what is quoted and said to people does not count."""
    if isinstance(node, Scalar):
        return set(_NAME.findall(node.text))
    if isinstance(node, Mapping):
        parts = [(k, v) for k, v in node.entries if k.text not in ("cite", "label", "note", "why", "id", "breach")]
        return {k.text for k, _ in parts} | {n for _, v in parts for n in _names(v)}
    return {n for item in node.items for n in _names(item)}


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
