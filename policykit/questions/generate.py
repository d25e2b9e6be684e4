"""The shared questions -> `models.py`, their typed pydantic models. `python -m policykit.questions.generate` writes the file.

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

TARGET = Path(__file__).with_name("models.py")

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
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field

from .base import {names}
'''

ABSENT = {
    "unknown": Text("不知道", "unknown"),
    "none": Text("无", "none"),
    "false": Text("否", "false"),
    "as_of": Text("所问之日", "the day asked about"),
}

EVENT = "未给出 on 时，依其日之法 / the law of its day is asked where no `on` is given."


def models(questions: Mapping[str, Question]) -> str:
    """The text of `models.py`."""
    written = _Module()
    for question in questions.values():
        written.question(question)
    names = ", ".join(sorted(written.used))
    exported = "".join(f'    "{name}",\n' for name in sorted(written.questions))
    body = written.lines[0 if written.lines[2].startswith("class ") else 1 :]  # the import sorter wants one blank line before anything but a class
    return HEAD.replace("{names}", names) + "\n".join(body) + f"\n\n\n__all__ = [\n{exported}]\n"


@dataclass
class _Module:
    """The lines so far. Every name is made once: two that clash are a fault of the questions' names."""

    lines: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)  # of the question at hand
    defined: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=lambda: {"FactsModel", "QuestionModel", "ValuesModel"})

    def question(self, question: Question) -> None:
        name = _class_name(question.id)
        facts, values = self.define(name + "Facts"), self.define(name + "Values")
        choices: dict[Choice, str] = {}
        asked = _escaped(_both(question.label))
        self.model(facts, self.base("FactsModel"), f"Facts for `{question.id}`: {asked}", self.facts(name, question.inputs, choices, question.event_date))
        self.model(values, self.base("ValuesModel"), f"Outputs of `{question.id}`: {asked}", self.outputs(name, question.outputs, choices))
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
        self.records.clear()

    def define(self, name: str) -> str:
        assert name not in self.defined, f"two things are called {name}"
        self.defined.add(name)
        return name

    def base(self, name: str) -> str:
        self.used.add(name)
        return name

    def model(self, name: str, base: str, about: str, fields: Iterable[list[str]]) -> None:
        """A class, after what its fields need (which the fields write first)."""
        body = [line for lines in fields for line in lines]
        self.lines += ["", "", f"class {name}({base}):", f'    """{about}"""', *(["", *body] if body else [])]

    def facts(self, owner: str, inputs: Iterable[Fact], choices: dict[Choice, str], event_date: str | None = None) -> Iterator[list[str]]:
        for fact in inputs:
            optional = fact.absent.kind != "required"
            type_ = self.written(fact.type, owner + _class_name(fact.name), choices, given=True) + f" | {self.base('Unknown')}"
            about = " ".join(filter(None, [_said(fact.label, fact.note), EVENT if fact.name == event_date else "", _left_out(fact.absent)]))
            yield _field(fact.name, type_ + (" | None" if optional else ""), about, optional)

    def outputs(self, owner: str, outputs: Iterable[Output], choices: dict[Choice, str]) -> Iterator[list[str]]:
        for output in outputs:
            # a choice that has a code for it is `undetermined` where nothing is settled; any other output is none
            never_none = isinstance(output.type, Choice) and "undetermined" in output.type.values
            type_ = self.written(output.type, owner + _class_name(output.name), choices, given=False)
            yield _field(output.name, type_ + ("" if never_none else " | None"), _said(output.label, output.note), optional=False)

    def written(self, type_: Type, name: str, choices: dict[Choice, str], given: bool) -> str:
        """A type as Python writes it. `given`: in facts, where any sequence or set will do."""
        match type_:
            case Boolean():
                return self.base("Flag")
            case Number():
                exact = self.base("Whole" if type_.integer else "Exact")
                return exact if type_.minimum is None else f"Annotated[{exact}, Field(ge={type_.minimum})]"
            case Date():
                return self.base("Day")
            case DateTime():
                return self.base("Moment")
            case Time():
                return self.base("TimeOfDay")
            case Months():
                return self.base("MonthCount")
            case Duration():
                return self.base("Span")
            case DayOfYear():
                return self.base("MonthAndDay")
            case Word():
                return self.base("Name")
            case Choice():
                return self.base("Party") if type_.party else self.choice(type_, name, choices)
            case ListOf():
                inner = self.written(type_.of, name, choices, given)
                return f"Sequence[{inner}]" if given else f"tuple[{inner}, ...]"
            case SetOf():
                inner = self.written(type_.of, name, choices, given)
                return f"Set[{inner}]" if given else f"frozenset[{inner}]"
            case Record():
                facts = [f for _, f in type_.fields]
                fields = self.facts(name, facts, choices) if given else self.outputs(name, [Output(f.name, f.type, f.label, f.note) for f in facts], choices)
                self.model(self.define(name), self.base("RecordModel"), "A record of the field that has its name.", fields)
                self.records.append(name)
                return name
            case NoneType() | EmptyType():
                raise AssertionError("no fact or output has the type of a literal")
        assert_never(type_)

    def choice(self, choice: Choice, name: str, choices: dict[Choice, str]) -> str:
        """The name of the codes, defined where the question first has them. Labels count: the same codes may mean other things."""
        known = choices.get(choice)
        if known is not None and self.labels[known] == choice.labels:
            return known
        self.lines += ["", "", f"{self.define(name)}: TypeAlias = Literal[", *(f'    "{code}",  # {_both(choice.labels[code])}' for code in choice.values), "]"]
        choices[choice] = name
        self.labels[name] = choice.labels
        return name

    labels: dict[str, Mapping[str, Text]] = field(default_factory=dict)


def _field(name: str, type_: str, about: str, optional: bool) -> list[str]:
    """One field. A name that Python or pydantic keeps for itself takes a final `_`, and the question's name as alias."""
    taken = keyword.iskeyword(name) or hasattr(BaseModel, name) or name == "record"
    arguments = ["default=None"] if optional else []
    if taken:
        arguments += [f'validation_alias="{name}"', f'serialization_alias="{name}"']
    arguments.append(f'description="{_escaped(about)}"')
    return [f"    {name}{'_' if taken else ''}: {type_} = Field(", *(f"        {argument}," for argument in arguments), "    )"]


def _said(label: Text, note: Text | None) -> str:
    return f"{_both(label)}." + (f" {_both(note)}." if note else "")


def _left_out(absent: Absent) -> str:
    if absent.kind == "required":
        return ""
    meaning = Text(f"由 {absent.source} 推定", f"worked out from {absent.source}") if absent.kind == "map" else ABSENT[absent.kind]
    return f"未给出即为{meaning.zh} / if left out: {meaning.en}."


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _class_name(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


if __name__ == "__main__":
    TARGET.write_text(models(files.shared_questions()), encoding="utf-8", newline="\n")
