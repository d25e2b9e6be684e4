"""The shared questions -> `models.py`, their typed pydantic models; the shape of the pack format -> `source/shape_data.py`, its plain form.
`python -m policykit.questions.generate` writes both files.

Beside `files` and `cli` this is the one module that opens a file: it is run by the people who work on policykit, never by the library.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

from pydantic import BaseModel

from .. import files
from ..diagnostics import Text
from ..ir.pack import Question
from ..ir.types import (
    Absent,
    Boolean,
    Choice,
    Date,
    DateTime,
    DayOfYear,
    Duration,
    EmptyType,
    Fact,
    ListOf,
    Months,
    NoneType,
    Number,
    Output,
    Record,
    SetOf,
    Time,
    Type,
    Word,
)  # fmt: skip
from ..source.shape_plain import shape_data

TARGET = Path(__file__).with_name("models.py")
SHAPES = Path(__file__).parent.parent / "source" / "shape_data.py"

HEAD = '''\
"""Typed models of the shared questions: `Recoverable.Facts`, `Recoverable.Values`, and so on for every question.

Generated from `policykit/questions/*.yaml` by `make models` (`python -m policykit.questions.generate`): do not edit; a test compares.

>>> from datetime import date
>>> import policykit
>>> from policykit.questions.models import Recoverable
>>> facts = Recoverable.Facts(item="single_tent", issued_to="victims", used_from=date(2025, 3, 1), used_to=date(2025, 8, 31))
>>> policykit.load("liaoning").ask(Recoverable, facts).values.outcome
'recover'

These are the shared questions as they stand in the library. A code that a pack adds to a choice is not among them: plain dicts take it.
"""

from collections.abc import Sequence, Set
from datetime import {days}
from decimal import Decimal
from typing import ClassVar, Literal, TypeAlias

from pydantic import Field

from .base import {names}
'''

ABSENT = {
    "unknown": Text("不知道", "unknown"),
    "none": Text("无", "none"),
    "false": Text("否", "false"),
    "as_of": Text("所问之日", "the day asked about"),
}

EVENT = " 未给出 on 时，依其日之法 / the law of its day is asked where no `on` is given."


def models(questions: Mapping[str, Question]) -> str:
    """The text of `models.py`."""
    written = _Module()
    for question in questions.values():
        written.question(question)
    names, days = ", ".join(sorted(written.used)), ", ".join(sorted(written.days))
    exported = "".join(f'    "{name}",\n' for name in sorted(written.questions))
    body = written.lines[0 if written.lines[2].startswith("class ") else 1 :]  # the import sorter wants one blank line before anything but a class
    return HEAD.replace("{names}", names).replace("{days}", days) + "\n".join(body) + f"\n\n\n__all__ = [\n{exported}]\n"


@dataclass
class _Module:
    """The lines so far. Every name is made once: two that clash are a fault of the questions' names."""

    lines: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    defined: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)  # to import from datetime
    used: set[str] = field(default_factory=lambda: {"FactsModel", "QuestionModel", "ValuesModel"})  # to import from .base
    records: list[str] = field(default_factory=list)  # of the question at hand
    choices: dict[str, Choice] = field(default_factory=dict)  # of the question at hand, by name

    def question(self, question: Question) -> None:
        name, asked = _class_name(question.id), _escaped(_both(question.label))
        facts, values = self.define(name + "Facts"), self.define(name + "Values")
        self.records.clear()
        self.choices.clear()
        self.model(facts, "FactsModel", f"Facts for `{question.id}`: {asked}", self.facts(name, question.inputs, question.event_date))
        self.model(values, "ValuesModel", f"Outputs of `{question.id}`: {asked}", self.outputs(name, question.outputs))
        self.questions.append(self.define(name))
        self.lines += [
            "",
            "",
            f"class {name}(QuestionModel[{facts}, {values}]):",
            f'    """{asked}"""',
            "",
            f'    question: ClassVar[str] = "{question.id}"',
            f"    Facts: TypeAlias = {facts}",
            f"    Values: TypeAlias = {values}",
            *(f"    {record.removeprefix(name)}: TypeAlias = {record}" for record in self.records),
        ]

    def define(self, name: str) -> str:
        assert name not in self.defined, f"two things are called {name}"
        self.defined.add(name)
        return name

    def base(self, name: str) -> str:
        self.used.add(name)
        return name

    def day(self, name: str) -> str:
        self.days.add(name)
        return name

    def model(self, name: str, base: str, about: str, fields: Iterable[list[str]]) -> None:
        """A class, after what its fields need (which the fields write first)."""
        body = [line for lines in fields for line in lines]
        self.lines += ["", "", f"class {name}({self.base(base)}):", f'    """{about}"""', *(["", *body] if body else [])]

    def facts(self, owner: str, inputs: Iterable[Fact], event_date: str | None = None) -> Iterator[list[str]]:
        for fact in inputs:
            optional = fact.absent.kind != "required"
            type_ = f"{self.base('OrUnknown')}[{self.written(fact.type, owner + _class_name(fact.name), fact.label, given=True)}]"
            event = EVENT if fact.name == event_date else ""
            yield _field(fact.name, type_ + (" | None" if optional else ""), f"{_said(fact)}{event}{_left_out(fact.absent)}", optional)

    def outputs(self, owner: str, outputs: Iterable[Output | Fact]) -> Iterator[list[str]]:
        for output in outputs:
            type_ = self.written(output.type, owner + _class_name(output.name), output.label, given=False)
            # a choice that has a code for it is `undetermined` where nothing is settled; any other output is none
            settled = isinstance(output.type, Choice) and "undetermined" in output.type.values
            always = settled or (isinstance(output, Fact) and output.absent.kind == "required")
            yield _field(output.name, type_ + ("" if always else " | None"), _said(output), optional=False)

    def written(self, type_: Type, name: str, label: Text, given: bool) -> str:
        """A type as Python writes it. Facts (`given`) are read as people write them, from any sequence or set; outputs are plain Python values."""
        match type_:
            case Boolean():
                return self.base("Flag") if given else "bool"
            case Number(integer=integer, minimum=minimum):
                assert minimum in (None, 0), "give `base.py` a type for this least value"
                return self.base(("Whole" if integer else "Exact") + ("" if minimum is None else "FromZero")) if given else "int" if integer else "Decimal | int"
            case Date():
                return self.base("Day") if given else self.day("date")
            case DateTime():
                return self.base("Moment") if given else self.day("datetime")
            case Time():
                return self.base("TimeOfDay") if given else self.day("time")
            case Months():
                return self.base("MonthCount") if given else "int"
            case Duration():
                return self.base("Span") if given else self.day("timedelta")
            case DayOfYear():
                return self.base("MonthAndDay") if given else "tuple[int, int]"
            case Word() | Choice(party=True):  # parties are a pack's own, so any code
                return self.base("Name") if given else "str"
            case Choice():
                return self.choice(type_, name)
            case ListOf(of=of):
                inner = self.written(of, name, label, given)
                counted = isinstance(of, Record) and all(f.absent.kind != "required" for _, f in of.fields)  # so many of which nothing else is known
                return f"Sequence[{inner}]{' | int' if counted else ''}" if given else f"tuple[{inner}, ...]"
            case SetOf(of=of):
                inner = self.written(of, name, label, given)
                return f"Set[{inner}]" if given else f"frozenset[{inner}]"
            case Record(fields=fields):
                parts = [part for _, part in fields]
                self.model(self.define(name), "RecordModel", _escaped(_both(label)), self.facts(name, parts) if given else self.outputs(name, parts))
                self.records.append(name)
                return name
            case NoneType() | EmptyType():
                raise AssertionError("no fact or output has the type of a literal")
        assert_never(type_)

    def choice(self, choice: Choice, name: str) -> str:
        """The name of the codes, defined where the question first has them. Labels count: the same codes may mean other things."""
        for known, other in self.choices.items():
            if other == choice and other.labels == choice.labels:
                return known
        self.choices[self.define(name)] = choice
        self.lines += ["", "", f"{name}: TypeAlias = Literal[", *(f'    "{code}",  # {_both(choice.labels[code])}' for code in choice.values), "]"]
        return name


def _field(name: str, type_: str, about: str, optional: bool) -> list[str]:
    """One field. A name that Python or pydantic keeps for itself takes a final `_`, and the question's name as alias."""
    taken = keyword.iskeyword(name) or hasattr(BaseModel, name) or name == "record"
    arguments = ["default=None"] if optional else []
    if taken:
        arguments += [f'validation_alias="{name}"', f'serialization_alias="{name}"']
    arguments.append(f'description="{_escaped(about)}"')
    return [f"    {name}{'_' if taken else ''}: {type_} = Field(", *(f"        {argument}," for argument in arguments), "    )"]


def _said(part: Fact | Output) -> str:
    """Label, unit and note."""
    unit = part.type.unit if isinstance(part.type, Number) else None
    counted = f"（{unit.zh}）" if unit else "", f" ({unit.en})" if unit else ""
    return f"{part.label.zh}{counted[0]} / {part.label.en}{counted[1]}." + (f" {_both(part.note)}." if part.note else "")


def _left_out(absent: Absent) -> str:
    if absent.kind == "required":
        return ""
    meaning = Text(f"由 {absent.source} 推定之值", f"worked out from {absent.source}") if absent.kind == "map" else ABSENT[absent.kind]
    return f" 未给出即为{meaning.zh} / if left out: {meaning.en}."


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _class_name(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


if __name__ == "__main__":
    TARGET.write_text(models(files.shared_questions()), encoding="utf-8", newline="\n")
    SHAPES.write_text(shape_data(), encoding="utf-8", newline="\n")
