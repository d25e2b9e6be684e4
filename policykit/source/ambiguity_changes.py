"""Changes of ambiguities and their readings: what an amendment adds, replaces or repeals holds from its day on. Before it stands what stood: what a reading changes is named
by rules and norms, and these end and begin by day.

Told here too: readings that would hide a change of a rule, since they write the same part of it anew; and readings that change a rule which no longer rests on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ..diagnostics import Diagnostic, Span, Text
from . import amendment_faults as faults, faults as reading_faults
from .amending import Amended, name_before, replaced, scalar, with_entry
from .nodes import day, entries, items, mapping, word, words
from .yaml import Mapping, Node, Scalar, plain

READINGS, NORMS, PARAMETERS, VALIDITY = "readings", "norms", "parameters", "validity"
RESULTS = ("then", "undetermined", "silent")
LEADS = ("lead", "open")  # of a row of a matrix
CELL = "when."
WHOLE = ("if", "strength", "by", "starts", "due", "done", "excused")  # keys that a reading replaces as a whole
SAID = ("problem", "why", "clauses", "chosen")
DROPPED = "-"


class Bearer(NamedTuple):
    """What may rest on a reading: how an amendment names it, the node that says so, the key of its last day."""

    target: str
    node: Mapping
    last: str


class Replaced(NamedTuple):
    """A rule or norm that the amendment replaces: where, and what of it becomes another."""

    key: Scalar
    parts: frozenset[str]


@dataclass
class Ambiguities:
    """The ambiguities of a pack, and what an amendment makes of them from the day `start`."""

    pack: Amended
    on: date
    start: Scalar
    eve: Scalar
    faults: list[Diagnostic]
    waiting: list[tuple[Scalar, str, Mapping | None]] = field(default_factory=list)  # key, id, what it becomes; None where it goes
    rules: dict[str, Replaced] = field(default_factory=dict)
    stated: set[tuple[str, str, str]] = field(default_factory=set)  # ambiguity, reading, target: what the amendment says of them
    new: list[tuple[Scalar, str, Mapping]] = field(default_factory=list)

    # --- what the amendment says

    def added(self, key: Scalar, named: Scalar, node: Mapping) -> bool:
        """Whether an ambiguity may be added under this name; it is when all rules are as they become."""
        if named.text in self.pack.readings:
            self.faults.append(reading_faults.twice(key.span, Text("疑义", "ambiguity"), named.text))
            return False
        self.new.append((named, named.text, node))
        return True

    def changed(self, key: Scalar, name: str, change: Mapping | None) -> bool:
        """Whether the ambiguity that is replaced or repealed stands; it changes when all rules are as they become."""
        if name not in self.pack.readings:
            self.faults.append(reading_faults.unknown_reading(key.span, name, list(self.pack.readings)))
            return False
        if day(self.pack.readings[name][1].get("to")) is not None:
            self.faults.append(faults.not_then_in_force(key.span, key.text, str(self.on)))
            return False
        if change is not None and (chosen := change.get("chosen")) is not None:
            self.faults.append(faults.chosen_anew(chosen.span, name))
            return False
        self.waiting.append((key, name, change))
        return True

    def rule_replaced(self, key: Scalar, old: Mapping, new: Mapping) -> None:
        """Remembers what becomes another in a rule or norm, to be held against its other readings."""
        was, now = _parts(old), _parts(new)
        self.rules[key.text] = Replaced(key, frozenset(p for p in was.keys() | now.keys() if was.get(p) != now.get(p)))

    # --- applied

    def apply(self) -> None:
        """Works all changes in."""
        for named, name, node in self.new:
            self._state(name, node)
            self._split(targets for _, targets in _changes(node))
            self.pack.readings[name] = (named, with_entry(node, "from", self.start))
        for key, name, change in self.waiting:
            if change is None:
                self._repeal(key, name)
            else:
                self._replace(name, change)

    def doubted(self) -> Iterator[Diagnostic]:
        """What other readings still hide or still change: told with quotations that do not stand, since the pack can be read."""
        yield from self._hidden()
        yield from self._left()

    def _state(self, name: str, node: Mapping) -> None:
        self.stated |= {(name, option.text, target.text) for option, targets in _changes(node) for target in targets}

    def _replace(self, name: str, change: Mapping) -> None:
        """The ambiguity with the keys of the change: readings one by one, and of these what they change rule by rule (`-` drops either)."""
        self._state(name, change)
        dropped = [o.text for o, reading in entries(change.get(READINGS)) if word(reading) == DROPPED]
        old = [(o, ts) for o, ts in _changes(self.pack.readings[name][1]) if o.text in dropped]
        self.stated |= {(name, o.text, t.text) for o, ts in old for t in ts}
        if not self._split(t for _, t in (*_changes(change), *old)):
            return
        first, before = self.pack.readings[name]
        node = before
        for part, value in change.entries:
            if part.text == READINGS and isinstance(value, Mapping):
                value = self._readings(mapping(before.get(READINGS)), value)
            node = with_entry(node, part.text, value, key=part)
        if _said(before) != _said(node):
            begun = before.get("from")
            earlier = Mapping((*_told(before), *(((scalar("from", self.start.span), begun),) if begun is not None else ()), (scalar("to", self.eve.span), self.eve)), before.span)
            node = with_entry(with_entry(node, "earlier", replaced([*items(before.get("earlier")), earlier], before.span)), "from", self.start)
        self.pack.readings[name] = (first, node)

    def _readings(self, old: Mapping, change: Mapping) -> Mapping:
        made = old
        for option, value in change.entries:
            known = old.get(option.text)
            if isinstance(known, Mapping) and word(value) == DROPPED:
                made = with_entry(made, option.text, self._without(known, [t.text for t, _ in entries(known.get("change"))]))
            elif isinstance(known, Mapping) and isinstance(value, Mapping):
                made = with_entry(made, option.text, _reading(known, value))
            else:
                made = with_entry(made, option.text, value, key=option)
        return made

    def _repeal(self, key: Scalar, name: str) -> None:
        """From the day on nothing rests on the ambiguity, and no reading of it changes anything."""
        if not self._split(targets for _, targets in _changes(self.pack.readings[name][1])):
            return
        for bearer in [b for b in self._bearers() if name in _named(b.node) and self._stands(b)]:
            self._release(key, name, bearer)
        first, node = self.pack.readings[name]
        options = Mapping(
            tuple((o, self._without(mapping(r), [t.text for t, _ in entries(mapping(r).get("change"))])) for o, r in entries(node.get(READINGS))),
            node.span,
        )
        self.pack.readings[name] = (first, with_entry(with_entry(node, READINGS, options), "to", self.eve))

    def _without(self, reading: Mapping, targets: Iterable[str]) -> Mapping:
        """The reading without what it changes in rules and norms that stand on the day."""
        standing = {b.target for b in self._bearers() if self._stands(b)} & {*targets}
        kept = Mapping(tuple((t, c) for t, c in entries(reading.get("change")) if t.text not in standing), reading.span)
        return Mapping(tuple((k, kept if k.text == "change" else v) for k, v in reading.entries if k.text != "change" or kept.entries), reading.span)

    # --- by day

    def _split(self, targets: Iterable[Iterable[Scalar]]) -> bool:
        """Ends each rule and norm on the eve and begins it anew, so that its readings may change from the day on. Whether each can be split so."""
        bearers = {b.target: b for b in self._bearers() if self._stands(b)}
        met = True
        for target in {t.text: t for found in targets for t in found}.values():
            bearer, section = bearers.get(target.text), target.text.partition("/")[0]
            if target.text == VALIDITY or (section in self.pack.decisions and self.pack.decisions[section][1].get("draw") is not None):
                self.faults.append(faults.undated_change(self._place(target), target.text))
                met = False
            elif bearer is not None and self._begun(bearer):
                self._become(bearer, bearer.node)
        return met

    def _place(self, target: Scalar) -> Span:
        """Where the amendment says something that concerns a target."""
        return target.span if target.span.source is self.start.span.source else self.start.span

    def _become(self, bearer: Bearer, node: Mapping) -> None:
        """A rule or norm from the day on: split where it has begun before, else in place."""
        section, _, name = bearer.target.partition("/")
        if section == NORMS:
            if self._begun(bearer):
                self.pack.split_norm(name, node, self.start, self.eve)
            else:
                self.pack.norms[name] = (self.pack.norms[name][0], node)
        elif self._begun(bearer):
            self.pack.split_rule(section, name, node, self.start, self.eve)
        else:
            self.pack.set_rules(section, [node if r == bearer.node else r for r in self.pack.rules(section)])

    def _release(self, key: Scalar, name: str, bearer: Bearer) -> None:
        """What rests on an ambiguity does so no longer."""
        section, _, named = bearer.target.partition("/")
        free = _released(bearer.node, name)
        if section == PARAMETERS:
            values = [mapping(v) for v in items(self.pack.parameters[named][1].get("values"))]
            at = values.index(bearer.node)
            ended = [with_entry(bearer.node, "to", self.eve), with_entry(free, "from", self.start)]
            self.pack.set_values(named, [*values[:at], *(ended if self._begun(bearer) else [free]), *values[at + 1 :]])
        elif section == NORMS or bearer.last == "to":
            self._become(bearer, free)
        else:
            self.faults.append(faults.still_rests(key.span, name, bearer.target))

    def _bearers(self) -> Iterator[Bearer]:
        for decision, (_, node) in self.pack.decisions.items():
            if isinstance(draw := node.get("draw"), Mapping):
                yield Bearer(decision, draw, "")
            for rule in self.pack.rules(decision):
                yield Bearer(f"{decision}/{word(rule.get('id'))}", rule, "to")
        for name, (_, norm) in self.pack.norms.items():
            yield Bearer(f"{NORMS}/{name}", norm, "until")
        for name, (_, parameter) in self.pack.parameters.items():
            begun = [v for v in map(mapping, items(parameter.get("values"))) if (day(v.get("from")) or date.min) <= self.on]
            yield from (Bearer(f"{PARAMETERS}/{name}", v, "to") for v in begun if v.get("to") is not None or v is begun[-1])
        if self.pack.validity is not None:
            yield Bearer(VALIDITY, self.pack.validity, "")
        for repeal in map(mapping, items(self.pack.root.get("repeals"))):
            yield Bearer(f"repeals/{word(repeal.get('instrument'))}", repeal, "")

    def _begun(self, bearer: Bearer) -> bool:
        """Whether it stood before the day."""
        first = day(bearer.node.get("from"))
        return first is None or first < self.on

    def _stands(self, bearer: Bearer, *, before: bool = False) -> bool:
        """Whether it stands on the day, or stood on the eve."""
        at = day(self.eve) if before else self.on
        assert at is not None
        if not bearer.last:
            return True
        first, last = day(bearer.node.get("from")), day(bearer.node.get(bearer.last))
        return (first is None or first <= at) and (last is None or last >= at)

    # --- what other readings still do

    def _alternatives(self) -> Iterator[tuple[str, str, str, Mapping]]:
        """What the readings that are not chosen change, of the ambiguities that stand: ambiguity, reading, target, change."""
        for name, (_, node) in self.pack.readings.items():
            if node.get("to") is None:
                for option, reading in entries(node.get(READINGS)):
                    if option.text != word(node.get("chosen")) and isinstance(reading, Mapping):
                        yield from ((name, option.text, target.text, change) for target, change in entries(reading.get("change")) if isinstance(change, Mapping))

    def _hidden(self) -> Iterator[Diagnostic]:
        """Readings that write anew what the amendment changes in a rule, of which it says nothing."""
        hidden: dict[tuple[str, str], dict[str, list[str]]] = {}
        for name, option, target, change in self._alternatives():
            shared = sorted(self.rules[target].parts & _parts(change).keys()) if target in self.rules else []
            if shared and (name, option, target) not in self.stated:
                hidden.setdefault((target, name), {})[option] = shared
        for (target, name), options in hidden.items():
            parts = list(dict.fromkeys(p for found in options.values() for p in found))
            told = [p.removeprefix(CELL) for p in parts]
            yield faults.reading_hides(self.rules[target].key.span, name, list(options), target, told, _example(next(iter(options.values()))[0]))

    def _left(self) -> Iterator[Diagnostic]:
        """Readings that change a rule which rested on them before and does not now; or any rule, where nothing rests on them now."""
        was, now = ({(n, name_before(b.target)) for b in self._bearers() if self._stands(b, before=before) for n in _named(b.node)} for before in (True, False))
        standing = {b.target for b in self._bearers() if self._stands(b)}
        gone = {n for n, _ in was} - {n for n, _ in now}
        left: dict[tuple[str, str], list[str]] = {}
        for name, option, target, _ in self._alternatives():
            if target in standing and (name, target) not in now and ((name, target) in was or name in gone):
                left.setdefault((name, target), []).append(option)
        for (name, target), options in left.items():
            at = self.rules[target].key.span if target in self.rules else self.start.span
            yield faults.reading_left(at, name, options, target)


def _changes(node: Mapping) -> list[tuple[Scalar, list[Scalar]]]:
    """What the readings of an ambiguity change: each with the targets."""
    return [(o, [t for t, _ in entries(mapping(r).get("change"))]) for o, r in entries(node.get(READINGS)) if isinstance(r, Mapping)]


def _reading(old: Mapping, change: Mapping) -> Mapping:
    """A reading with the keys of the change; what it changes in a rule as a whole, `-` for nothing."""
    made = old
    for key, value in change.entries:
        if key.text == "change" and isinstance(value, Mapping):
            kept = mapping(made.get("change")) if made.get("change") is not None else Mapping((), value.span)
            for target, becomes in value.entries:
                kept = with_entry(kept, target.text, becomes, key=target)
            value = Mapping(tuple((t, c) for t, c in kept.entries if word(c) != DROPPED), value.span)
        made = with_entry(made, key.text, value, key=key)
    return made


def _told(node: Mapping) -> tuple[tuple[Scalar, Node], ...]:
    """What an ambiguity says to people: all but what its readings change."""
    labels = tuple((o, Mapping(tuple((k, v) for k, v in entries(r) if k.text != "change"), r.span)) for o, r in entries(node.get(READINGS)))
    told = [(k, v) for k, v in node.entries if k.text in SAID]
    return (*told, *((k, Mapping(labels, v.span)) for k, v in node.entries if k.text == READINGS))


def _said(node: Mapping) -> object:
    return plain(Mapping(_told(node), node.span))


def _named(node: Node) -> set[str]:
    """The ambiguities named below a node; those of the time before apart."""
    if isinstance(node, Mapping):
        return {*words(node.get("reading"))}.union(*(_named(v) for k, v in node.entries if k.text not in ("reading", "earlier")))
    return set[str]().union(*map(_named, items(node))) if not isinstance(node, Scalar) else set()


def _released(node: Mapping, name: str) -> Mapping:
    """What rested on an ambiguity among others, or on it alone."""
    kept = [n for n in items(node.get("reading")) if word(n) != name]
    return Mapping(tuple((k, replaced(kept, v.span) if k.text == "reading" else v) for k, v in node.entries if k.text != "reading" or kept), node.span)


def _parts(node: Mapping) -> dict[str, object]:
    """What a reading may write anew, of a rule or norm or of the change of one: each cell, the result, any other key as a whole."""
    found: dict[str, object] = {f"{CELL}{c.text}": plain(v) for c, v in entries(node.get("when"))}
    found |= {k.text: plain(v) for k, v in node.entries if k.text in WHOLE}
    result = {k.text: plain(v) for k, v in node.entries if k.text in (*RESULTS, *LEADS, "with", "assisting")}
    return found | ({"then": result} if result else {})


def _example(part: str) -> str:
    """How a change of a part is written."""
    return f"{{when: {{{part.removeprefix(CELL)}: …}}}}" if part.startswith(CELL) else f"{{{part}: …}}"
