"""Types and questions: nodes -> `ir.types` and `ir.pack.Question`."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace

from ..diagnostics import Diagnostic, Text
from ..domain.numbers import read_number
from ..ir.pack import Question
from ..ir.types import (
    REQUIRED,
    Absent,
    Boolean,
    Choice,
    Date,
    DateTime,
    DayOfYear,
    Duration,
    Fact,
    ListOf,
    Months,
    Number,
    Output,
    Record,
    SetOf,
    Time,
    Type,
    Word,
)  # fmt: skip
from . import faults
from .nodes import entries, flag, label, mapping, word
from .yaml import Mapping, Node, Scalar

SIMPLE: dict[str, Type] = {
    "boolean": Boolean(),
    "integer": Number(integer=True),
    "number": Number(),
    "money": Number(money=True),
    "date": Date(),
    "datetime": DateTime(),
    "time": Time(),
    "months": Months(),
    "duration": Duration(),
    "day_of_year": DayOfYear(),
    "day_of_month": Number(integer=True),
    "text": Word(),
}
KINDS = [*SIMPLE, "choice", "party", "record", "list", "set"]


@dataclass
class Types:
    """Reads types; knows the pack's parties and the codes it adds to shared choices."""

    parties: Map[str, Text] = field(default_factory=dict)
    questions: Map[str, Question] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)

    @property
    def party(self) -> Choice:
        return Choice(tuple(self.parties), dict(self.parties), party=True)

    def read(self, node: Node) -> Type:
        """The type written as a bare word or a mapping; `Word` after a fault."""
        if isinstance(node, Scalar):
            return self._simple(node)
        assert isinstance(node, Mapping)
        like = node.get("like")
        if isinstance(like, Scalar):
            return self._like(like)
        kind = node.get("type")
        if not isinstance(kind, Scalar):
            self.faults.append(faults.missing_key(node.span, "type"))
            return Word()
        match kind.text:
            case "choice":
                codes = node.get("values")
                if not isinstance(codes, Mapping):
                    self.faults.append(faults.missing_key(kind.span, "values"))
                    return Word()
                labels = {k.text: label(v) or Text("", "") for k, v in codes.entries}
                return Choice(tuple(labels), labels)
            case "list" | "set":
                of = node.get("of")
                if of is None:
                    self.faults.append(faults.missing_key(kind.span, "of"))
                    return Word()
                inner = self.read(of)
                return ListOf(inner) if kind.text == "list" else SetOf(inner)
            case "record":
                return Record(tuple((k.text, self.fact(k, mapping(v))) for k, v in entries(node.get("fields"))))
        simple = self._simple(kind)
        if isinstance(simple, Number):
            minimum, unit = node.get("min"), node.get("unit")
            return replace(simple, minimum=self._minimum(minimum) if isinstance(minimum, Scalar) else None, unit=label(unit) or _unit(word(unit)))
        return simple

    def _minimum(self, node: Scalar) -> int | None:
        found = read_number(node.text)
        if not isinstance(found, int):
            self.faults.append(faults.bad_literal(node.inner, node.text, Number(integer=True).label))
            return None
        return found

    def _simple(self, node: Scalar) -> Type:
        if node.text == "party":
            return self.party
        if node.text not in SIMPLE:
            self.faults.append(faults.unknown_type(node.span, node.text, KINDS))
            return Word()
        return SIMPLE[node.text]

    def _like(self, node: Scalar) -> Type:
        """`question.name`: the type of that input or output; of its elements where it is a set or list under `of`."""
        question_id, _, name = node.text.partition(".")
        question = self.questions.get(question_id)
        if question is None:
            self.faults.append(faults.unknown_question(node.span, question_id, list(self.questions)))
            return Word()
        found = question.input(name) or question.output(name)
        if found is None:
            known = [f.name for f in question.inputs] + [o.name for o in question.outputs]
            self.faults.append(faults.unknown_input(node.span, question_id, name, known))
            return Word()
        return found.type

    def fact(self, key: Scalar, node: Mapping) -> Fact:
        return Fact(key.text, self.read(node), self._absent(node), label(node.get("label")) or Text("", ""), label(node.get("note")), key.span, word(node.get("not_before")))

    def _absent(self, node: Mapping) -> Absent:
        absent = node.get("absent")
        if absent is None:
            return REQUIRED
        if isinstance(absent, Mapping):
            pairs = tuple((k.text, word(v) or "") for k, v in entries(absent.get("map")))
            return Absent("map", word(absent.get("from")), pairs)
        return Absent(word(absent) or "none")

    def question(self, key: Scalar, node: Mapping) -> Question:
        inputs = tuple(self.fact(k, mapping(v)) for k, v in entries(node.get("inputs")))
        outputs = tuple(
            Output(k.text, self.read(v), label(mapping(v).get("label")) or Text("", ""), label(mapping(v).get("note")), k.span) for k, v in entries(node.get("outputs"))
        )
        event = node.get("event_date")
        if isinstance(event, Scalar):
            found = next((f for f in inputs if f.name == event.text), None)
            if found is None or not isinstance(found.type, Date | DateTime):
                self.faults.append(faults.no_event_date(event.span, key.text, event.text, [f.name for f in inputs if isinstance(f.type, Date | DateTime)]))
        for (_, value), fact in zip(entries(node.get("inputs")), inputs, strict=True):
            if fact.absent.kind == "map":
                self._check_map(mapping(mapping(value).get("absent")), fact, inputs, key.text)
            first = mapping(value).get("not_before")
            if isinstance(first, Scalar):
                comparable = [f.name for f in inputs if f.name != fact.name and f.type == fact.type] if isinstance(fact.type, Date | DateTime) else []
                if first.text not in comparable:
                    self.faults.append(faults.not_comparable(first.span, fact.name, first.text, comparable))
        return Question(
            key.text,
            label(node.get("label")) or Text("", ""),
            word(node.get("group")) or "",
            inputs,
            outputs,
            word(event),
            flag(node.get("every_day")),
            key.span,
            {k.text: label(v) or Text("", "") for k, v in entries(node.get("codes"))},
        )

    def _check_map(self, node: Mapping, fact: Fact, inputs: tuple[Fact, ...], question: str) -> None:
        """A fact that is derived comes, value by value, from an input that there is and that is not derived itself."""
        source = node.get("from")
        types = {f.name: f.type for f in inputs if f.absent.kind != "map"}
        if isinstance(source, Scalar) and source.text not in types:
            self.faults.append(faults.unknown_input(source.span, question, source.text, [f.name for f in inputs]))
            return
        given = types[fact.absent.source or ""]
        if isinstance(source, Scalar) and not isinstance(given, Choice):
            self.faults.append(faults.type_mismatch(source.span, Text("选项", "a choice"), given.label))
            return
        for key, value in entries(node.get("map")):
            for scalar, type_ in ((key, given), (value, fact.type)):
                if isinstance(scalar, Scalar) and isinstance(type_, Choice) and scalar.text not in type_.values:
                    self.faults.append(faults.unknown_value(scalar.span, scalar.text, type_.values))


def with_choices(question: Question, added: Map[str, Map[str, Text]], parties: Choice) -> Question:
    """The question as one pack sees it: its own parties, and the codes it adds (`question.input` -> code -> label)."""

    def seen(type_: Type, name: str) -> Type:
        match type_:
            case Choice(party=True):
                return parties
            case Choice():
                more = added.get(f"{question.id}.{name}", {})
                return Choice(tuple(dict.fromkeys([*type_.values, *more])), {**type_.labels, **more}) if more else type_
            case ListOf():
                return ListOf(seen(type_.of, name))
            case SetOf():
                return SetOf(seen(type_.of, name))
        return type_

    inputs = tuple(replace(f, type=seen(f.type, f.name)) for f in question.inputs)
    outputs = tuple(replace(o, type=seen(o.type, o.name)) for o in question.outputs)
    return replace(question, inputs=inputs, outputs=outputs)


def values_of(type_: Type) -> tuple[str, ...]:
    """The codes of a choice, or of the elements of a list or set of them, to which a pack adds its own."""
    match type_:
        case Choice(party=False):
            return type_.values
        case ListOf() | SetOf():
            return values_of(type_.of)
    return ()


def _unit(text: str | None) -> Text | None:
    return Text(text, text) if text else None
