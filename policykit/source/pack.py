"""Files of a folder -> one `ir.Pack`, or all the faults of the first stage that finds any.

Stages: bytes to trees, shape, names and types, then what needs the whole pack: quotations, cycles, parameters in force.
"""

from __future__ import annotations

import hashlib
from collections import ChainMap
from collections.abc import Container, Iterable, Mapping as Map
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from ..diagnostics import Diagnostic, Text, errors
from ..ir import expr as ir
from ..ir.amendment import Amendment
from ..ir.instrument import Clause, Wording
from ..ir.norm import EventKind, Norm
from ..ir.pack import Decision, Pack, Parameter, ParameterValue, Question
from ..ir.types import Duration, ListOf, SetOf, Type
from . import faults, yaml_faults
from .gathering import Faults, StageEnds, cut
from .instrument import read_instrument, validity_decisions
from .nodes import day, entries, flag, items, label, mapping, period, place, quotes, scalars, with_english, word, words
from .operations import Fault
from .properties import read_properties
from .questions import Types, values_of, with_choices
from .readings import NormOf, read_ambiguity
from .shared import Questions
from .tables import BUILTINS, Tables
from .typing import literal, plain_text
from .whole import cycles, misquoted, parameters_not_in_force
from .yaml import LARGEST_PACK, MOST_NODES, Mapping, Node, Scalar, decoded, odd_characters, read_yaml, size

if TYPE_CHECKING:
    from .consolidation import Consolidated  # only packs with amendments need it when they are read

SECTIONS = ("parties", "questions", "parameters", "decisions", "properties", "norms", "events", "readings", "choices")
LISTS = ("clauses", "repeals", "silent_on", "issuers")


def read_pack(
    files: Map[str, bytes],
    shared: Map[str, Question],
    known_on: date | None = None,
    prefix: str = "",
    amendments: Map[str, bytes] | None = None,
    tolerated: Container[str] = (),
) -> tuple[Pack | None, list[Diagnostic]]:
    """The pack that `files` (name -> bytes) make, with its diagnostics; no pack where any of them is an error.

    `shared`: the questions every pack may answer. `known_on`: leave out changes that became known later.
    `prefix` stands before the names of the files in diagnostics. `amendments`: files (name -> bytes) with which the pack is consolidated.
    `tolerated`: codes of errors in spite of which there is a pack.
    """
    from .shape_accepts import check_pack_file

    found: list[Diagnostic] = []
    roots: list[Node] = []
    law: list[tuple[str, str]] = []
    total = sum(map(len, files.values()))
    if total > LARGEST_PACK:
        return None, [yaml_faults.pack_too_large(prefix + "pack.yaml", LARGEST_PACK)]
    for name in sorted(files):
        source, wrong = decoded(prefix + name, files[name])
        found += wrong
        if name.endswith(".md") and "law/" in name:
            found += odd_characters(source)
            law.append((source.name, source.text))
        elif name.endswith((".yaml", ".yml")) and "cases/" not in name:
            root, wrong = read_yaml(source)
            found += wrong
            if root is not None:
                roots.append(root)
    if not found and total > 2 * MOST_NODES and sum(map(size, roots)) > MOST_NODES:  # a node has two characters at least
        found.append(yaml_faults.too_many_nodes(roots[-1].span, MOST_NODES))
    if errors(found):
        return None, cut(found, prefix + "pack.yaml")
    for root in roots:
        found += check_pack_file(root)
    if errors(found):
        return None, cut(found, prefix + "pack.yaml")
    document, wrong = _joined(roots)
    found += wrong
    if document is None or document.get("pack") is None:
        found.append(faults.no_pack(prefix + "pack.yaml"))
        return None, found
    if errors(found):
        return None, cut(found, prefix + "pack.yaml")
    made: tuple[Amendment, ...] = ()
    if amendments:
        consolidated = _consolidated(document, amendments, known_on)
        found += consolidated.faults
        if errors(found):
            return None, cut(found, prefix + "pack.yaml")
        document, made = consolidated.document, consolidated.amendments
        found += consolidated.disturbed
    builder = _Builder(document, shared, known_on)
    try:
        pack = builder.build(tuple(law), _digest({**files, **(amendments or {})}), made)
    except StageEnds:
        return None, cut([*found, *builder.faults], prefix + "pack.yaml")
    found += builder.faults
    return (None if any(d.code not in tolerated for d in errors(found)) else pack), found


def _consolidated(document: Mapping, amendments: Map[str, bytes], known_on: date | None) -> Consolidated:
    """The document with the amendments in some files; with what is wrong with their YAML, their shape, or what they say."""
    from . import amendment_faults
    from .amendment_shape import check_amendment_file
    from .consolidation import Consolidated, consolidate
    from .shape_accepts import check_pack_file

    roots: list[Mapping] = []
    found: list[Diagnostic] = []
    for name, content in amendments.items():
        source, wrong = decoded(name, content)
        root, more = read_yaml(source) if not wrong else (None, [])
        found += [*wrong, *more]
        if isinstance(root, Mapping) and root.get("amendment") is not None:
            found += check_amendment_file(root)
            roots.append(mapping(with_english(root)))
        elif not errors([*wrong, *more]):
            found.append(amendment_faults.no_amendment(name))
    if errors(found):
        return Consolidated(document, faults=found)
    made = consolidate(document, roots, known_on)
    return made._replace(faults=made.faults or check_pack_file(made.document))


def _digest(files: Map[str, bytes]) -> str:
    """SHA-256 over names and contents: what an answer says it was computed from."""
    total = hashlib.sha256()
    for name in sorted(files):
        content = files[name].replace(b"\r\n", b"\n")
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def _joined(roots: Iterable[Node]) -> tuple[Mapping | None, list[Diagnostic]]:
    """All files as one mapping: sections and lists joined, anything else said once."""
    found: list[Diagnostic] = []
    first: dict[str, tuple[Scalar, Node]] = {}
    parts: dict[str, list[tuple[Scalar, Node]]] = {}
    lists: dict[str, list[Node]] = {}
    for root in roots:
        for key, value in entries(root):
            if key.text in SECTIONS:
                seen = {k.text for k, _ in parts.get(key.text, [])}
                for k, v in entries(value):
                    if k.text in seen:
                        found.append(faults.twice(k.span, Text("条目", "entry"), k.text))
                    parts.setdefault(key.text, []).append((k, v))
            elif key.text in LISTS:
                lists.setdefault(key.text, []).extend(items(value))
            elif key.text in first:
                found.append(yaml_faults.duplicate_key(key.span, key.text, first[key.text][0].span))
            first.setdefault(key.text, (key, value))
    if not first:
        return None, found
    joined: list[tuple[Scalar, Node]] = []
    for name, (key, value) in first.items():
        if name in SECTIONS:
            joined.append((key, Mapping(tuple(parts.get(name, [])), value.span)))
        elif name in LISTS:
            from .yaml import Sequence

            joined.append((key, Sequence(tuple(lists.get(name, [])), value.span)))
        else:
            joined.append((key, value))
    return Mapping(tuple(joined), joined[0][1].span), found


@dataclass
class _Builder:
    document: Mapping
    shared: Map[str, Question]
    known_on: date | None
    faults: Faults = field(default_factory=Faults)

    def build(self, law: tuple[tuple[str, str], ...], digest: str, amendments: tuple[Amendment, ...] = ()) -> Pack:
        """The pack; what is wrong with it goes to `faults`. Raises `StageEnds` where what follows would only tell the same faults again."""
        parties = {k.text: label(v) or Text("", "") for k, v in entries(self.document.get("parties"))}
        self.types = Types(parties, {}, self.faults)
        questions = self.questions()
        self.types.questions = questions
        clauses = self.clauses()
        ambiguous = [k.text for k, _ in entries(self.document.get("readings"))]
        parameters = {k.text: self.parameter(k, mapping(n), ambiguous) for k, n in entries(self.document.get("parameters"))}
        names: dict[str, ir.Ref] = {n: ir.Ref("parameter", n, p.type) for n, p in parameters.items() if p.key is None}
        keyed = {n: (p.key, p.type) for n, p in parameters.items() if p.key is not None}
        self._check_names(questions, parameters)
        names |= self.steps()
        if self.faults:
            raise StageEnds
        steps = {k.text: of for k, n in entries(self.document.get("decisions")) if (of := word(mapping(n).get("of"))) is not None}
        tables = Tables(self.types, questions, names, keyed, ambiguous, self.faults, steps)
        decisions: dict[str, Decision] = {}
        for key, node in entries(self.document.get("decisions")):
            decision = tables.decision(key, mapping(node))
            if decision is not None:
                decisions[key.text] = decision
        instrument = read_instrument(self.document, parties, questions, tables)
        decisions |= validity_decisions(instrument, questions)
        norms, kinds, norm_of = self.norms(tables, parties)
        ambiguities = {k.text: read_ambiguity(k, mapping(n), tables, questions, decisions, instrument.period, norm_of) for k, n in entries(self.document.get("readings"))}
        properties = read_properties(self.document.get("properties"), tables, decisions) if self.document.get("properties") is not None else {}
        pack = Pack(
            instrument,
            questions,
            parameters,
            decisions,
            ambiguities,
            norms,
            kinds,
            clauses,
            law,
            digest,
            partial(place, self.document),
            amendments=amendments,
            properties=properties,
        )
        self.faults += cycles(decisions)
        if not self.faults:
            self.faults += parameters_not_in_force(pack)
        if clauses:
            self.faults += misquoted(self.document, clauses)
        return pack

    def questions(self) -> Questions:
        added = {k.text: {c.text: label(v) or Text("", "") for c, v in entries(v)} for k, v in entries(self.document.get("choices"))}
        for repeal in map(mapping, items(self.document.get("repeals"))):
            codes = added.setdefault("repealed_by.instrument", {})
            codes[word(repeal.get("instrument")) or ""] = label(repeal.get("label")) or Text("", "")
        own: dict[str, Question] = {}
        for key, node in entries(self.document.get("questions")):
            if key.text in self.shared:
                self.faults.append(faults.twice(key.span, Text("问题", "question"), key.text))
            own[key.text] = self.types.question(key, mapping(node))
        for key, said in entries(self.document.get("choices")):
            name, _, part = key.text.partition(".")
            question = self.shared.get(name) or own.get(name)
            if question is None:
                self.faults.append(faults.unknown_question(key.span, name, [*self.shared, *own]))
            elif (chosen := question.input(part) or question.output(part)) is None:
                self.faults.append(faults.unknown_input(key.span, name, part, [f.name for f in question.inputs]))
            else:
                self.faults += [faults.code_is_there(c.span, key.text, c.text) for c, _ in entries(said) if c.text in values_of(chosen.type)]
        every = ChainMap(own, cast("dict[str, Question]", self.shared))
        return Questions([*self.shared, *own], lambda id_: with_choices(every[id_], added, self.types.party))

    def clauses(self) -> dict[str, Clause]:
        found: dict[str, Clause] = {}
        for node in map(mapping, items(self.document.get("clauses"))):
            id_node = node.get("id")
            assert isinstance(id_node, Scalar)
            if id_node.text in found:
                self.faults.append(faults.twice(id_node.span, Text("条款", "clause"), id_node.text))
                continue
            restored, said = node.get("restored"), label(node, "quote") or Text("", "")
            found[id_node.text] = Clause(
                id_node.text,
                said.zh,
                word(node.get("kind")) or "",
                said.en,
                label(node.get("waived")),
                word(mapping(restored).get("was")) if restored is not None else None,
                label(node.get("defect")),
                id_node.span,
                period(node, self.faults),
                tuple(Wording(word(w.get("quote")) or "", period(w, self.faults)) for w in map(mapping, items(node.get("earlier")))),
            )
        return found

    def parameter(self, key: Scalar, node: Mapping, ambiguous: list[str]) -> Parameter:
        typed = Mapping(tuple((k, v) for k, v in node.entries if k.text != "values"), node.span)
        codes = node.get("codes")
        type_ = self.types.read(typed if codes is None else node)
        key_node = node.get("key")
        key_type = self.types.read(key_node) if key_node is not None else None
        values: list[ParameterValue] = []
        for entry in map(mapping, items(node.get("values"))):
            enacted = day(entry.get("enacted"))
            if flag(entry.get("expected")) or (self.known_on is not None and enacted is not None and enacted > self.known_on):
                continue
            for s in scalars(entry.get("reading")):
                if s.text not in ambiguous:
                    self.faults.append(faults.unknown_reading(s.span, s.text, ambiguous))
            value = self.parameter_value(entry, type_, key_type)
            span = entry.entries[0][0].span if entry.entries else entry.span
            in_hours = _in_hours(entry.get("value"), value) if isinstance(type_, Duration) else frozenset()
            values.append(ParameterValue(period(entry, self.faults), value, quotes(entry.get("cite")), enacted, words(entry.get("reading")), span, in_hours))
        begun: set[tuple[Any, Any]] = set()
        for v in values:
            if (v.period.first, v.enacted) in begun and v.span is not None:
                self.faults.append(faults.overlapping_values(v.span, str(v.period.first or "—")))
            begun.add((v.period.first, v.enacted))
        return Parameter(key.text, label(node.get("label")), type_, key_type, tuple(values), key.span)

    def parameter_value(self, entry: Mapping, type_: Type, key_type: Type | None) -> Any:
        node = entry.get("value")
        if node is None:
            self.faults.append(faults.missing_key(entry.entries[0][0].span if entry.entries else entry.span, "value"))
            return None
        if key_type is None:
            return self.literal(node, type_)
        if isinstance(node, Scalar) and plain_text(node) == "none":
            return None
        if not isinstance(node, Mapping):
            self.faults.append(faults.wrong_shape(node.span, Text("映射（键: 值）", "a mapping (`key: value`)")))
            return None
        return {self.literal(k, key_type): self.literal(v, type_) for k, v in node.entries}

    def literal(self, node: Node, type_: Type) -> Any:
        if not isinstance(node, Scalar):
            if isinstance(type_, ListOf | SetOf) and not isinstance(node, Mapping):
                found = (self.literal(n, type_.of) for n in items(node))
                return frozenset(found) if isinstance(type_, SetOf) else tuple(found)
            self.faults.append(faults.wrong_shape(node.span, type_.label))
            return None
        try:
            return literal(node._replace(text=plain_text(node)), type_)
        except Fault as fault:
            self.faults.append(fault.diagnostic)
            return None

    def steps(self) -> dict[str, ir.Ref]:
        """The names of steps and their types, before any rule is read."""
        found: dict[str, ir.Ref] = {}
        for key, node in entries(self.document.get("decisions")):
            output = mapping(node).get("output")
            if mapping(node).get("of") is not None and output is not None:
                quiet = Types(self.types.parties, self.types.questions, [])
                type_ = quiet.read(output)
                is_set = isinstance(type_, SetOf) and word(mapping(node).get("hit")) == "all"  # empty at the least; any other step may give none
                found[key.text] = ir.Ref("step", key.text, type_, optional=not is_set)
        return found

    def norms(self, tables: Tables, parties: Map[str, Text]) -> tuple[dict[str, Norm], dict[str, EventKind], NormOf]:
        """Norms, the kinds of events they name, and what makes a norm as another reading has it; nothing where the pack has none."""
        written = self.document.get("norms")
        if written is None:
            return {}, {}, lambda target, name, _: tables.faults.append(faults.unknown_rule(target.span, name, []))
        from .norms import Norms, shared_kinds

        reader = Norms(tables, parties, shared_kinds())
        reader.add_kinds(self.document.get("events"))
        norms = reader.read(written)
        return norms, reader.known_kinds(norms), lambda target, name, parts: reader.changed(target, name, mapping(written), parts)

    # --- what needs the whole pack

    def _check_names(self, questions: Map[str, Question], parameters: dict[str, Parameter]) -> None:
        """A parameter or step must not carry the name of an input that its rules read, nor a step that of a parameter."""
        decided = {word(mapping(n).get("of")) or k.text for k, n in entries(self.document.get("decisions"))}
        inputs = {f.name for d in decided if d in questions for f in questions[d].inputs}
        for name, parameter in parameters.items():
            if name in inputs and parameter.span is not None:
                self.faults.append(faults.twice(parameter.span, Text("名称", "name"), name))
            if name in BUILTINS and parameter.span is not None:
                self.faults.append(faults.twice(parameter.span, Text("名称", "name"), name))
        for key, node in entries(self.document.get("decisions")):
            if mapping(node).get("of") is not None and (key.text in inputs or key.text in parameters or key.text in BUILTINS):
                self.faults.append(faults.twice(key.span, Text("名称", "name"), key.text))


def _in_hours(node: Node | None, value: Any) -> frozenset[Any]:
    """The keys whose durations are written in hours; None where there is one without keys."""
    written = [n for _, n in node.entries] if isinstance(node, Mapping) else [node]
    keys = list(value) if isinstance(value, dict) else [None]
    return frozenset(k for k, n in zip(keys, written, strict=False) if "T" in (word(n) or ""))
