"""The tree of a pack and amendment files -> the tree of the consolidated pack, which keeps history.

Old values, rules, norms and wordings end the day before the amendment is in force; new ones begin on that day. The nodes of an amendment keep
their places, so that whatever is wrong with a new rule is told where it is written. What is read from the tree afterwards is checked like any pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence as Sequenced
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from ..diagnostics import Diagnostic, Text, in_order
from ..ir.amendment import Amendment, AmendmentPart, RuleChanged, RuleKind, TextChange, silent_name, silent_number
from ..ir.instrument import ALWAYS, Period
from . import amendment_faults as faults, faults as reading_faults
from .ambiguity_changes import LEADS, NORMS, PARAMETERS, READINGS, RESULTS, VALIDITY, Ambiguities
from .amending import Amended, replaced, scalar, with_entry
from .carrying import Carried, carry
from .clashes import CHOICES, clashes
from .clause_changes import Clauses, addressed
from .nodes import day, entries, items, label, mapping, mapping_scalar, scalars, word
from .surroundings import ValueSet, disturbed
from .yaml import Mapping, Node, Scalar, scalar_value

DECISIONS = "decisions"


class Consolidated(NamedTuple):
    """A document with amendments worked in. `faults`: why it cannot be read; `disturbed`: quotations around which words change, and readings under which a change is lost, told with quotations that do not stand."""

    document: Mapping
    amendments: tuple[Amendment, ...] = ()
    faults: Sequenced[Diagnostic] = ()
    disturbed: Sequenced[Diagnostic] = ()


def consolidate(document: Mapping, roots: Sequenced[Mapping], known_on: date | None = None) -> Consolidated:
    """The document with amendments, whose shape is checked, applied in the order of their days; those made known after `known_on` are left out."""
    found = _misplaced(document, roots)
    if found:
        return Consolidated(document, faults=found)
    there = [word(mapping(c).get("id")) or "" for c in items(document.get("clauses"))]
    known = [addressed(r, there) for r in roots if known_on is None or (enacted := day(r.get("enacted"))) is None or enacted <= known_on]
    found += clashes(known, there)
    if found:
        return Consolidated(document, faults=found)
    amendments: list[Amendment] = []
    disturbed: list[Diagnostic] = []
    for root in sorted(known, key=lambda r: day(r.get("from")) or date.max):
        if outside := _outside_validity(document, root):
            found += outside
            continue
        work = _Consolidation(Amended.of(document), root, day(root.get("from")) or date.max)
        amendments.append(work.amendment())
        found += work.faults
        disturbed += work.disturbed
        document = work.pack.document()
    return Consolidated(document, tuple(amendments), found, in_order(disturbed))


def _misplaced(document: Mapping, roots: Iterable[Mapping]) -> list[Diagnostic]:
    """Amendments of another pack."""
    pack = word(document.get("pack")) or ""
    named = [mapping_scalar(root, "amends") for root in roots]
    return [faults.another_base(amends.span, amends.text, pack) for amends in named if amends.text != pack]


def _outside_validity(document: Mapping, root: Mapping) -> list[Diagnostic]:
    """An amendment in force from a day when the text it amends, as those before have left it, is not."""
    start, days = mapping_scalar(root, "from"), _days_in_force(document.get("validity"))
    if (on := day(start)) is None or days.covers(on):
        return []
    return [faults.outside_validity(start.span, start.text, *_written(days))]


def _days_in_force(validity: Node | None) -> Period:
    return Period(day(validity.get("from")), day(validity.get("to"))) if isinstance(validity, Mapping) else ALWAYS


def _written(days: Period) -> tuple[str, str]:
    return str(days.first or "—"), str(days.last or "—")


@dataclass
class _Consolidation:
    """Applies one amendment to the parts of a pack."""

    pack: Amended
    root: Mapping
    on: date
    faults: list[Diagnostic] = field(default_factory=list)
    disturbed: list[Diagnostic] = field(default_factory=list)  # what leaves a pack to be read all the same
    values: list[ValueSet] = field(default_factory=list)

    def amendment(self) -> Amendment:
        """Applies all changes; what they were."""
        self.clauses = Clauses(self.pack, self.on, mapping_scalar(self.root, "from").span, self.faults)
        self.ambiguities = Ambiguities(self.pack, self.on, self.start, self.eve, self.faults)
        self.reads: set[str] = set()  # parameters, rules and norms that change: what reads them follows the text
        written = [mapping(n) for n in items(self.root.get("changes"))]
        texts = [self._text(p) for p in written]  # all of the text first: what rests on clauses of several parts follows them all
        parts = [self._part(p, text) for p, text in zip(written, texts, strict=True)]
        carried: list[Carried] = []
        if not self.faults:
            written_out = self.pack.document()
            carried = carry(self.pack, self.clauses, self.reads, self.on, self.start)
            self.ambiguities.apply()
            self.disturbed = [*disturbed(written_out, self.clauses, self.values, carried, self.on), *self.ambiguities.doubted()]
        get = self.root.get
        return Amendment(
            id=word(get("amendment")) or "",
            title=label(get("title")) or Text("", ""),
            amends=word(get("amends")) or "",
            issuer=label(get("issuer")),
            issued=day(get("issued")),
            enacted=day(get("enacted")),
            first=self.on,
            parts=tuple(parts),
            carried=tuple(carried),
            span=mapping_scalar(self.root, "amendment").span,
        )

    @property
    def start(self) -> Scalar:
        """The day in force, as the amendment writes it."""
        return mapping_scalar(self.root, "from")

    @property
    def eve(self) -> Scalar:
        """The day before."""
        return scalar(str(self.on - timedelta(days=1)), self.start.span)

    def _text(self, part: Mapping) -> list[TextChange]:
        return [made for key, change in entries(part.get("text")) for made in self.clauses.change(key, [mapping(n) for n in items(change)])]

    def _part(self, part: Mapping, text: list[TextChange]) -> AmendmentPart:
        if not text and part.get("text") is None:
            self.faults.append(faults.no_text(part.entries[0][0].span if part.entries else part.span))
        rules: list[RuleChanged] = []
        for key, value in entries(part.get("set")):
            rules += self._set(key, value)
        for key, value in entries(part.get("add")):
            rules += self._add(key, mapping(value))
        for key, value in entries(part.get("replace")):
            rules += self._target(key, "replace", mapping(value))
        for key in scalars(part.get("repeal")):
            rules += self._target(key, "repeal", None)
        return AmendmentPart(tuple(text), tuple(rules), label(part.get("why")))

    # --- parameters

    def _set(self, key: Scalar, value: Node) -> list[RuleChanged]:
        """A new value from the day; the one before ends the day before. Without a citation of its own it takes that of the old value, carried over."""
        parameter = self.pack.parameters.get(key.text)
        if parameter is None and key.text == VALIDITY:
            return self._set_validity(key, value)
        if parameter is None:
            self.faults.append(reading_faults.unknown_name(key.span, key.text, list(self.pack.parameters)))
            return []
        values, latest = self._values(parameter[1])
        given = value if isinstance(value, Mapping) and value.get("value") is not None else Mapping(((scalar("value", key.span), value),), key.span)
        if isinstance(now := given.get("value"), Scalar) and scalar_value(now) is None:
            self.faults.append(faults.set_to_none(value.span, key.text))
            return []
        entry = with_entry(given, "from", self.start, first=True)
        if latest is not None:
            if (old := latest.get("cite")) is not None and now is not None:
                self.values.append(ValueSet(key.text, key.span, now, old, entry.get("cite") is None))
                if entry.get("cite") is None:
                    entry = with_entry(entry, "cite", self.clauses.carried(old, key.span))
            if latest.get("to") is None:
                values[values.index(latest)] = with_entry(latest, "to", self.eve)
        self.pack.set_values(key.text, [*values, entry])
        self.reads.add(key.text)
        return [RuleChanged("set", f"{PARAMETERS}/{key.text}", key.span)]

    def _values(self, parameter: Mapping) -> tuple[list[Mapping], Mapping | None]:
        """The values of a parameter, and the last that begins before the day."""
        values = [mapping(n) for n in items(parameter.get("values"))]
        begun = [v for v in values if (first := day(v.get("from"))) is None or first < self.on]
        return values, max(begun, key=lambda v: day(v.get("from")) or date.min, default=None)

    def _end_value(self, key: Scalar, name: str) -> list[RuleChanged]:
        """A parameter that has no value from the day on."""
        parameter = self.pack.parameters.get(name)
        if parameter is None:
            self.faults.append(reading_faults.unknown_name(key.span, name, list(self.pack.parameters)))
            return []
        values, latest = self._values(parameter[1])
        if latest is None or not self._in_force(key, latest, "to"):
            return []
        values[values.index(latest)] = with_entry(latest, "to", self.eve)
        self.pack.set_values(name, values)
        return [RuleChanged("repeal", key.text, key.span)]

    def _set_validity(self, key: Scalar, value: Node) -> list[RuleChanged]:
        """Other days in force from the day; what the text said before is kept, and still answers what it said then."""
        old = self.pack.validity
        if old is None or not isinstance(value, Mapping):
            self.faults.append(faults.odd_validity(value.span))
            return []
        new = value
        for name in ("from", "to", "reading"):
            if new.get(name) is None and (kept := old.get(name)) is not None:
                new = with_entry(new, name, kept)
        if new.get("cite") is None and (cite := old.get("cite")) is not None:
            new = with_entry(new, "cite", self.clauses.carried(cite, key.span))
        ended = Mapping(tuple((k, v) for k, v in old.entries if k.text in ("from", "to", "cite", "reading")), old.span)
        new = with_entry(new, "earlier", replaced([*items(old.get("earlier")), with_entry(ended, "until", self.eve)], key.span))
        days = _days_in_force(new)
        if not days.covers(self.on) and (days.first is None or days.last is None or days.first <= days.last):  # else that is told of the days themselves
            self.faults.append(faults.outside_new_validity(key.span, self.start.text, *_written(days)))
            return []
        if (was := day(old.get("to"))) is not None and (now := day(new.get("to"))) is not None:
            self.pack.move_last_day(was, now)
        self.pack.validity = with_entry(new, "since", self.start)
        return [RuleChanged("set", VALIDITY, key.span)]

    # --- what is new

    def _add(self, key: Scalar, node: Mapping) -> list[RuleChanged]:
        section, _, name = key.text.partition("/")
        named = scalar(name, key.span)
        start = (scalar("from", self.start.span), self.start)
        if not name:
            self.faults.append(faults.odd_target(key.span, key.text))
            return []
        if section == PARAMETERS:
            values = [v if (v := mapping(n)).get("from") is not None else Mapping((start, *v.entries), v.span) for n in items(node.get("values"))]
            known, new = self.pack.parameters, with_entry(node, "values", replaced(values, node.span))
        elif section == NORMS:
            known, new = self.pack.norms, with_entry(node, "from", self.start) if node.get("from") is None else node
        elif section == DECISIONS:
            rules = [r if (r := mapping(n)).get("from") is not None else with_entry(r, "from", self.start) for n in items(node.get("rules"))]
            known, new = self.pack.decisions, with_entry(node, "rules", replaced(rules, node.span)) if rules else node
        elif section == READINGS:
            return [RuleChanged("add", key.text, key.span)] if self.ambiguities.added(key, named, node) else []
        elif section == CHOICES:
            return self._add_codes(key, named, node)
        else:
            return self._add_rule(key, section, named, node)
        if name in known:
            self.faults.append(reading_faults.twice(key.span, Text("条目", "entry"), name))
            return []
        known[name] = (named, new)
        self.reads.add(name)
        return [RuleChanged("add", key.text, key.span)]

    def _add_codes(self, key: Scalar, named: Scalar, node: Mapping) -> list[RuleChanged]:
        """Codes of an input or output, `question.name`, beside those that there are."""
        first, codes = self.pack.choices.get(named.text, (named, Mapping((), node.span)))
        for code, said in node.entries:
            if codes.get(code.text) is not None:
                self.faults.append(reading_faults.twice(code.span, Text("取值", "code"), code.text))
            codes = with_entry(codes, code.text, said, key=code)
        self.pack.choices[named.text] = (first, codes)
        return [RuleChanged("add", key.text, key.span)]

    def _add_rule(self, key: Scalar, decision: str, named: Scalar, node: Mapping) -> list[RuleChanged]:
        if decision in self.pack.decisions and (number := silent_number(named.text)) is not None and node.get("why") is not None:
            return self._add_silence(key, decision, number, node)
        rules = self._rules(key, decision)
        if rules is None:
            return []
        if any(word(r.get("id")) == named.text for r in rules):
            self.faults.append(reading_faults.twice(key.span, Text("规则", "rule"), named.text))
            return []
        rule = with_entry(with_entry(node, "id", named, first=True), "from", self.start)
        self.pack.set_rules(decision, [*rules, rule])
        return [RuleChanged("add", key.text, key.span)]

    def _add_silence(self, key: Scalar, decision: str, number: int, node: Mapping) -> list[RuleChanged]:
        """Cases that are left open from the day on; named by the next place."""
        silences = self.pack.silences(decision)
        if number < len(silences):
            self.faults.append(reading_faults.twice(key.span, Text("未作规定的情形", "silence"), silent_name(number)))
            return []
        self.pack.set_silences(decision, [*silences, with_entry(node, "from", self.start)])
        return [RuleChanged("add", f"{decision}/{silent_name(len(silences))}", key.span)]

    # --- what is replaced or repealed

    def _target(self, key: Scalar, kind: RuleKind, change: Mapping | None) -> list[RuleChanged]:
        section, _, name = key.text.partition("/")
        if section == PARAMETERS and name and change is None:
            return self._end_value(key, name)
        if section == NORMS and name:
            norm = self.pack.norms.get(name)
            if norm is None:
                self.faults.append(reading_faults.unknown_rule(key.span, name, list(self.pack.norms)))
                return []
            if not self._in_force(key, norm[1], "until"):
                return []
            if change is not None and not self._strength_fits(key, norm[1], change):
                return []
            if change is None:
                self.pack.norms[name] = (norm[0], with_entry(norm[1], "until", self.eve))
            else:
                becomes = self._merged(norm[1], change)
                self.ambiguities.rule_replaced(key, norm[1], becomes)
                self.pack.split_norm(name, becomes, self.start, self.eve)
        elif section == READINGS and name:
            keys = tuple(k.text for k, _ in entries(change))
            return [RuleChanged(kind, key.text, key.span, keys)] if self.ambiguities.changed(key, name, change) else []
        elif name and section in self.pack.decisions and (number := silent_number(name)) is not None and number < len(self.pack.silences(section)):
            silence = self.pack.silences(section)[number]
            if not self._in_force(key, silence, "to"):
                return []
            if change is None:
                self.pack.set_silences(section, [with_entry(s, "to", self.eve) if n == number else s for n, s in enumerate(self.pack.silences(section))])
            else:
                self.pack.split_silence(section, number, self._merged(silence, change), self.start, self.eve)
        elif name:
            rules = self._rules(key, section)
            if rules is None:
                return []
            rule = next((r for r in rules if word(r.get("id")) == name), None)
            if rule is None:
                self.faults.append(reading_faults.unknown_rule(key.span, name, [word(r.get("id")) or "" for r in rules]))
                return []
            if not self._in_force(key, rule, "to"):
                return []
            if change is None:
                self.pack.set_rules(section, [with_entry(r, "to", self.eve) if r is rule else r for r in rules])
            else:
                becomes = self._merged(rule, change)
                self.ambiguities.rule_replaced(key, rule, becomes)
                self.pack.split_rule(section, name, becomes, self.start, self.eve)
        else:
            self.faults.append(faults.odd_target(key.span, key.text))
            return []
        self.reads.add(key.text)
        return [RuleChanged(kind, key.text, key.span, tuple(k.text for k, _ in entries(change)))]

    def _strength_fits(self, key: Scalar, norm: Mapping, change: Mapping) -> bool:
        """Whether a norm that stays a duty or a ban keeps a strength of such: what one may do or leave is none, and nothing is breached."""
        strength = change.get("strength")
        if not isinstance(strength, Scalar) or strength.text != "may" or change.get("may") is not None:
            return True
        for modality in ("must", "must_not"):
            if (deed := word(norm.get(modality))) is not None:
                self.faults.append(faults.duty_that_may(strength.span, key.text, modality, deed))
                return False
        return True

    def _rules(self, key: Scalar, decision: str) -> list[Mapping] | None:
        if decision not in self.pack.decisions:
            known = [n for n, (_, d) in self.pack.decisions.items() if d.get("draw") is None]
            self.faults.append(reading_faults.unknown_question(key.span, decision, [*known, NORMS]))
            return None
        if self.pack.decisions[decision][1].get("draw") is not None:
            self.faults.append(faults.no_rules_to_amend(key.span, decision))
            return None
        return self.pack.rules(decision)

    def _in_force(self, key: Scalar, node: Mapping, last: str) -> bool:
        """Whether a rule or norm stands on the day and did so before."""
        first, end = day(node.get("from")), day(node.get(last))
        if (first is not None and first >= self.on) or (end is not None and end < self.on):
            self.faults.append(faults.not_then_in_force(key.span, key.text, str(self.on)))
            return False
        return True

    def _merged(self, old: Mapping, change: Mapping) -> Mapping:
        """The rule or norm with the keys of the change: cells one by one (`-` drops one), the result and anything else as a whole."""
        merged = old
        for alternatives in (RESULTS, MODALITIES, LEADS):
            if any(change.get(k) is not None for k in alternatives):
                merged = Mapping(tuple((k, v) for k, v in merged.entries if k.text not in alternatives), merged.span)
        for key, value in change.entries:
            if key.text == "when" and isinstance(value, Mapping):
                cells = mapping(merged.get("when")) if merged.get("when") is not None else Mapping((), value.span)
                for column, cell in value.entries:
                    cells = with_entry(cells, column.text, cell, key=column)
                value = Mapping(tuple((k, v) for k, v in cells.entries if not (isinstance(v, Scalar) and v.text == "-")), value.span)
            merged = with_entry(merged, key.text, value, key=key)
        if change.get("cite") is None and (cite := old.get("cite")) is not None:
            merged = with_entry(merged, "cite", self.clauses.carried(cite, cite.span))
        return merged


MODALITIES = ("must", "must_not", "may")
