"""The parts of a pack's tree that an amendment may change, open for change; the tree itself is never changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..diagnostics import Span
from .nodes import day, entries, items, mapping, word, words
from .yaml import Mapping, Node, Scalar, Sequence

Named = dict[str, tuple[Scalar, Mapping]]
SECTIONS = ("parameters", "decisions", "norms", "readings", "choices")  # those kept by name
_ENDED = re.compile(r"(-until-\d{4}-\d\d-\d\d)+$", re.ASCII)


def scalar(text: str, span: Span) -> Scalar:
    """A word that stands for what is written at `span`."""
    return Scalar(text, False, span)


def replaced(nodes: Iterable[Node], span: Span) -> Sequence:
    return Sequence(tuple(nodes), span)


def with_entry(node: Mapping, name: str, value: Node, *, key: Scalar | None = None, first: bool = False) -> Mapping:
    """The mapping with one key set: in its place where it has the key, else at the end, or `first`."""
    if node.get(name) is not None:
        return Mapping(tuple((key or k, value) if k.text == name else (k, v) for k, v in node.entries), node.span)
    entry = (key or scalar(name, value.span), value)
    return Mapping((entry, *node.entries) if first else (*node.entries, entry), node.span)


@dataclass
class Amended:
    """The sections of a document as dicts and lists, and the document they make."""

    root: Mapping
    clauses: list[Mapping]
    parameters: Named
    decisions: Named
    norms: Named
    readings: Named
    choices: Named
    validity: Mapping | None = None

    @classmethod
    def of(cls, document: Mapping) -> Amended:
        def named(section: str) -> Named:
            return {k.text: (k, mapping(v)) for k, v in entries(document.get(section))}

        validity = document.get("validity")
        clauses = [mapping(n) for n in items(document.get("clauses"))]
        made = cls(document, clauses, named("parameters"), named("decisions"), named("norms"), named("readings"), named("choices"))
        made.validity = validity if isinstance(validity, Mapping) else None
        return made

    def document(self) -> Mapping:
        """The tree with all that was changed."""
        made = self.root
        for section in SECTIONS:
            if parts := getattr(self, section):
                made = with_entry(made, section, Mapping(tuple(parts.values()), made.span))
        if self.validity is not None:
            made = with_entry(made, "validity", self.validity)
        return with_entry(made, "clauses", replaced(self.clauses, made.span)) if self.clauses else made

    # --- rules

    def rules(self, decision: str) -> list[Mapping]:
        """Its rules, or the rows of its matrix; nothing of a draw order."""
        node = self.decisions[decision][1]
        return [mapping(n) for n in items(node.get(_rules_in(node)))]

    def set_rules(self, decision: str, rules: Iterable[Mapping]) -> None:
        key, node = self.decisions[decision]
        self.decisions[decision] = (key, with_entry(node, _rules_in(node), replaced(rules, node.span)))

    def silences(self, decision: str) -> list[Mapping]:
        return [mapping(n) for n in items(self.decisions[decision][1].get("silent_for"))]

    def set_silences(self, decision: str, silences: Iterable[Mapping]) -> None:
        key, node = self.decisions[decision]
        self.decisions[decision] = (key, with_entry(node, "silent_for", replaced(silences, node.span)))

    def split_silence(self, decision: str, number: int, becomes: Mapping, start: Scalar, eve: Scalar) -> None:
        """A silence from the day on as it becomes, in its place, and until the eve as it was, behind the others: they are named by their places."""
        found = self.silences(decision)
        old, found[number] = found[number], with_entry(becomes, "from", start)
        self.set_silences(decision, [*found, with_entry(old, "to", eve)])

    def set_values(self, parameter: str, values: Iterable[Mapping]) -> None:
        key, node = self.parameters[parameter]
        self.parameters[parameter] = (key, with_entry(node, "values", replaced(values, node.span)))

    def split_rule(self, decision: str, name: str, becomes: Mapping, start: Scalar, eve: Scalar) -> None:
        """The rule until the eve under another name, and from the day on as it becomes. What names it names both."""
        until = ended_name(name, eve)
        found: list[Mapping] = []
        for rule in self.rules(decision):
            if name in words(rule.get("excepts")):
                bases = [*words(rule.get("excepts")), until]
                rule = with_entry(rule, "excepts", replaced((scalar(b, rule.span) for b in bases), rule.span))
            if word(rule.get("id")) == name:
                old = with_entry(with_entry(rule, "id", scalar(until, _id_span(rule))), "to", eve)
                found += [old, with_entry(with_entry(becomes, "id", scalar(name, _id_span(rule))), "from", start)]
            else:
                found.append(rule)
        self.set_rules(decision, found)
        self._read_alike(f"{decision}/{name}", f"{decision}/{until}")

    def _read_alike(self, name: str, until: str) -> None:
        """Another reading changes the ended rule as it changes the one that follows."""
        for id_, (key, ambiguity) in self.readings.items():
            options = []
            for option, reading in entries(ambiguity.get("readings")):
                change = mapping(reading).get("change")
                if isinstance(change, Mapping) and (same := change.get(name)) is not None:
                    reading = with_entry(mapping(reading), "change", with_entry(change, until, same))
                options.append((option, reading))
            if options:
                self.readings[id_] = (key, with_entry(ambiguity, "readings", Mapping(tuple(options), ambiguity.span)))

    def move_last_day(self, old: date, new: date) -> None:
        """Readings that give the text another last day give it one as many days from the new one."""
        for id_, (key, ambiguity) in self.readings.items():
            options: list[tuple[Scalar, Node]] = []
            for option, reading in entries(ambiguity.get("readings")):
                change = mapping(reading).get("change")
                days = change.get("validity") if isinstance(change, Mapping) else None
                if isinstance(days, Mapping) and isinstance(change, Mapping) and (other := day(days.get("to"))) is not None:
                    moved = with_entry(days, "to", scalar(str(new + (other - old)), days.span))
                    reading = with_entry(mapping(reading), "change", with_entry(change, "validity", moved))
                options.append((option, reading))
            if options:
                self.readings[id_] = (key, with_entry(ambiguity, "readings", Mapping(tuple(options), ambiguity.span)))

    # --- norms

    def split_norm(self, name: str, becomes: Mapping, start: Scalar, eve: Scalar) -> None:
        """The norm until the eve under another name, and from the day on as it becomes. A duty that follows it follows both; one that must come after it is split too."""
        until = ended_name(name, eve)
        waiting = [(name, becomes)]
        while waiting:
            current, new = waiting.pop()
            key, old = self.norms[current]
            ended = ended_name(current, eve)
            if ended in self.norms:
                continue
            old = with_entry(old, "until", eve)
            self.norms[ended] = (scalar(ended, key.span), self._after(old, name, until))
            self.norms[current] = (key, with_entry(new, "from", start))
            self._read_alike(f"norms/{current}", f"norms/{ended}")
            waiting += [(n, node) for n, (_, node) in self.norms.items() if current in words(node.get("after")) and not n.endswith(ended_name("", eve))]
        for other, (key, node) in list(self.norms.items()):
            self.norms[other] = (key, self._following(node, name, until))

    def _after(self, node: Mapping, name: str, until: str) -> Mapping:
        named = words(node.get("after"))
        return with_entry(node, "after", replaced((scalar(until if n == name else n, node.span) for n in named), node.span)) if name in named else node

    def _following(self, node: Mapping, name: str, until: str) -> Mapping:
        starts = node.get("starts")
        if not isinstance(starts, Mapping):
            return node
        for event in ("fulfilled", "breached"):
            named = words(starts.get(event))
            if name in named and until not in named:
                starts = with_entry(starts, event, replaced((scalar(n, node.span) for n in (*named, until)), node.span))
        return with_entry(node, "starts", starts)


def _rules_in(decision: Mapping) -> str:
    """The key under which a decision has its rules."""
    return "matrix" if decision.get("matrix") is not None else "rules"


def ended_name(name: str, eve: Scalar) -> str:
    """The name of what an amendment ends, so that what follows keeps the name."""
    return f"{name}-until-{eve.text}"


def name_before(name: str) -> str:
    """The name that something had before an amendment ended it.

    >>> name_before("report-until-2026-12-31"), name_before("keep-until-sold")
    ('report', 'keep-until-sold')
    """
    return _ENDED.sub("", name)


def _id_span(rule: Mapping) -> Span:
    node = rule.get("id")
    assert isinstance(node, Scalar)
    return node.span
