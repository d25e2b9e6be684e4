"""What a compiled module has beside its decisions: how it is asked, what it answers, its one error. Embedded, never run here.

`Program`, `Question` and `Diagnostic` stand for the library's own, which know more than an answer needs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from operator import itemgetter
from typing import Any, Generic, TypeVar

from ..diagnostics import Text, did_you_mean
from ..domain.calendar import Calendar, NoNotice
from ..ir.answer import Citation, Conclusion
from ..ir.instrument import Force
from ..ir.types import Fact
from ..source.case import read_case
from ..targets.python.conclusions import no_notice
from ..targets.python.failures import failure
from ..targets.python.runtime import NotInForce, OutOfRange, RulesDisagree
from ..targets.python.trials import Reads

Decide = Callable[..., tuple[Conclusion, Any]]
R = TypeVar("R")
V = TypeVar("V")


class Frozen:
    """Named parts that do not change; two are equal when their parts are."""

    __slots__: tuple[str, ...] = ()

    def _set(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)

    def _parts(self) -> tuple[Any, ...]:
        return tuple(getattr(self, n) for n in self.__slots__)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} does not change")

    def __setstate__(self, state: tuple[None, dict[str, Any]]) -> None:
        """The parts of a copy or of what was pickled, which Python would set as attributes."""
        for name, value in state[1].items():
            self._set(name, value)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, Frozen) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._parts())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in self.__slots__)})"


def replaced(found: R, **changes: Any) -> R:
    """The same with some parts changed."""
    before: Any = found
    changed: R = type(before)(**{**{n: getattr(before, n) for n in before.__slots__}, **changes})
    return changed


class Values(tuple[Any, ...]):
    """The outputs of an answer, by name and in the question's order; None is *none*."""

    __slots__ = ()
    _names: tuple[str, ...] = ()
    _sets: tuple[bool, ...] = ()  # which outputs are sets

    def __init_subclass__(cls) -> None:
        if not cls._names:  # each output has its type, written as a text
            cls._names = tuple(cls.__annotations__)
            cls._sets = tuple(text.lstrip("'").startswith("frozenset[") for text in cls.__annotations__.values())
        for index, name in enumerate(cls._names):
            setattr(cls, name, property(itemgetter(index)))

    def record(self) -> dict[str, Any]:
        """The outputs as a dict."""
        return dict(zip(self._names, self, strict=True))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{n}={v!r}' for n, v in self.record().items())})"


class Step(Values):
    """The value of a step."""

    __slots__ = ()
    _names = ("value",)
    _sets = (False,)


class StepSet(Values):
    """The value of a step that gathers a set."""

    __slots__ = ()
    _names = ("value",)
    _sets = (True,)


class Diagnostic:
    """A fault: its code, one sentence, the way out, each in Chinese and English; and the facts that it is about."""

    def __init__(self, code: str, message: Text, span: None = None, help: Text | None = None, *, about: tuple[str, ...] = ()) -> None:
        self.code, self.message, self.span, self.help, self.about = code, message, span, help, about

    def __repr__(self) -> str:
        return f"error[{self.code}]: {self.message.en}" + (f" (help: {self.help.en})" if self.help is not None else "")


class FactsError(Exception):
    """The facts cannot be read, or no answer can be given for them; `diagnostics` says why, all that is wrong at once."""

    def __init__(self, diagnostics: Iterable[Any]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(sorted(diagnostics, key=lambda d: (d.code, tuple(d.message))))
        super().__init__("\n".join(map(repr, self.diagnostics)))

    def __reduce__(self) -> tuple[type[FactsError], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.diagnostics,)


class Output(Frozen):
    """The name of an output, and the codes that it may have, in order."""

    __slots__ = ("codes", "name")
    codes: tuple[str, ...]
    name: str

    def __init__(self, name: str, codes: tuple[str, ...]) -> None:
        self._set("name", name)
        self._set("codes", codes)


class Question(Frozen):
    """What is asked: the facts it takes."""

    __slots__ = ("event_date", "every_day", "id", "inputs", "outputs")
    id: str
    inputs: tuple[Fact, ...]
    outputs: tuple[Output, ...]
    event_date: str | None
    every_day: bool

    def __init__(self, id: str, inputs: tuple[Fact, ...], outputs: tuple[tuple[str, tuple[str, ...]], ...], event_date: str | None = None, every_day: bool = False) -> None:
        self._set("id", id)
        self._set("inputs", inputs)
        self._set("outputs", tuple(Output(n, codes) for n, codes in outputs))
        self._set("event_date", event_date)
        self._set("every_day", every_day)


class Law:
    """The text: when it is in force, and what it says on other days."""

    def __init__(self, status: Force, first: date | None, last: date | None, not_yet: Conclusion, expired: Conclusion) -> None:
        self.status, self.first, self.last = status, first, last
        self.stopped: dict[str, Conclusion] = {"not_yet": not_yet, "expired": expired}

    def force_on(self, day: date) -> Force:
        if self.status != "in_force":
            return self.status
        if self.first is not None and day < self.first:
            return "not_yet"
        return "expired" if self.last is not None and day > self.last else "in_force"


class Decides:
    """What decides a question. `stretches`: what makes it for each stretch of time between two changes of the law, which begin on `starts`."""

    def __init__(self, values: type[Values], open_values: Values, starts: tuple[date, ...], stretches: tuple[Callable[[Any, Any], Decide], ...]) -> None:
        self.values, self.open_values, self.starts, self.stretches = values, open_values, starts, stretches
        self._made: dict[int, Decide] = {}

    def on(self, day: date) -> Decide:
        """The function for the stretch that a day lies in."""
        index = bisect_right(self.starts, day)
        found = self._made.get(index)
        if found is None:
            found = self._made[index] = self.stretches[index](self.values, self.open_values)
        return found


class Program:
    """One question, asked with care. `stretches`: what its rules read in each stretch of time."""

    def __init__(self, question: Question, decides: Decides, stretches: tuple[Callable[[], Reads], ...]) -> None:
        self.question, self.decides, self.stretches = question, decides, stretches
        self.values, self.open_values = decides.values, decides.open_values
        self._reads: dict[int, Reads] = {}

    def decide(self, facts: tuple[Any, ...], on: date, force: Force) -> tuple[Conclusion, Any]:
        return self.decides.on(on)(on, force, *facts)

    def reads(self, on: date) -> Reads:
        index = bisect_right(self.decides.starts, on)
        found = self._reads.get(index)
        if found is None:
            found = self._reads[index] = self.stretches[index]()
        return found


class Open:
    """An answer while it is made. It is turned into an `Answer`, whose parts are read as quickly and cannot be set."""

    __slots__ = ("_read", "conclusion", "force", "inputs", "on", "question", "values")
    question: str
    conclusion: Conclusion
    values: Any
    on: date
    force: Force
    inputs: tuple[str, ...]
    _read: tuple[Any, ...]


class Answer(Open, Generic[V]):
    """The answer to one question for one case.

    `status`: answered, silent, undetermined or not_in_force. `values` has an attribute for each output; None where there are none. `why` says why
    there is no answer, `missing` which unknown facts decide, `outcomes` what remains possible. `facts`: the facts as read, absent ones with what
    their absence means.
    """

    __slots__ = ()
    values: V | None
    declared: Any = None  # gives why a text leaves a case open, where its pack says so
    compared: Any = None  # gives what facts say against each other

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("an answer does not change")

    def __setstate__(self, state: tuple[None, dict[str, Any]]) -> None:
        for name, value in state[1].items():
            object.__setattr__(self, name, value)

    @property
    def facts(self) -> dict[str, Any]:
        return dict(zip(self.inputs, self._read, strict=True))

    @property
    def status(self) -> str:
        return self.conclusion.status

    @property
    def rule(self) -> str | None:
        return self.conclusion.rule

    @property
    def strength(self) -> str | None:
        return self.conclusion.strength

    @property
    def basis(self) -> str | None:
        return self.conclusion.basis

    @property
    def readings(self) -> tuple[str, ...]:
        return self.conclusion.readings

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.conclusion.citations

    @property
    def why(self) -> Text | None:
        found: Text | None = None
        if self.conclusion.status == "silent" and self.conclusion.rule is None:
            found = self.declared(self.question, self.facts, self.on, self.force)
        return self.conclusion.why if found is None else found

    @property
    def at_odds(self) -> tuple[Text, ...]:
        """What facts say against each other, and words that are nearly a code: a step misspelt is a step not done."""
        found: tuple[Text, ...] = self.compared(self.question, self.inputs, self._read, self.on)
        return found

    @property
    def missing(self) -> tuple[str, ...]:
        return self.conclusion.missing

    @property
    def outcomes(self) -> Mapping[str, tuple[Any, ...]]:
        return self.conclusion.outcomes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and all(getattr(self, n) == getattr(other, n) for n in Open.__slots__)

    def __hash__(self) -> int:
        return hash((self.question, self.on, self.rule))

    def __repr__(self) -> str:
        return f"<{self.question}: {self.status} {self.values!r} {[c.address for c in self.citations]}>"


def made(question: str, conclusion: Conclusion, values: Any, on: date, force: Force, inputs: tuple[str, ...], read: tuple[Any, ...]) -> Answer[Any]:
    """The answer of these parts."""
    found: Any = Open()
    found.question, found.conclusion, found.values, found.on, found.force, found.inputs, found._read = question, conclusion, values, on, force, inputs, read
    found.__class__ = Answer
    answer: Answer[Any] = found
    return answer


def answered(law: Law, pack: str, program: Any, facts: Mapping[str, Any], on: date | None, trying: Callable[[], Any]) -> Answer[Any]:
    """The facts read, then decided. `trying` gives what decides where some are unknown. Raises `FactsError`."""
    if not isinstance(facts, Mapping):
        raise FactsError([Diagnostic("facts", Text("事实应为映射", "facts should be a mapping of input to value"))])
    case, faults = read_case(program.question, facts, on)
    if case is None:
        raise FactsError(faults)
    inputs = tuple(f.name for f in program.question.inputs)
    force = law.force_on(case.on)
    stopped = None if program.question.every_day else law.stopped.get(force)
    if stopped is not None:
        return made(program.question.id, stopped, None, case.on, force, inputs, case.facts)
    values: Any
    try:
        conclusion, values = trying()(program, case.facts, case.on, force) if case.unknown else program.decide(case.facts, case.on, force)
    except NoNotice as missing:
        conclusion, values = no_notice(Conclusion("undetermined", None), missing), program.open_values
    except (RulesDisagree, NotInForce, OutOfRange, ArithmeticError, ValueError) as error:
        raise FactsError([failure(error, pack, program.question.id)]) from error
    return made(program.question.id, conclusion, values, case.on, force, inputs, case.facts)


def not_here(pack: str, question: str, known: list[str], refused: Mapping[str, Text]) -> FactsError:
    """A question that the module does not answer."""
    if question in refused:
        return FactsError(
            [Diagnostic("unsupported", Text(f"单独模块不答 `{question}`：{refused[question].zh}", f"this module does not answer `{question}`: {refused[question].en}"))]
        )
    return FactsError(
        [Diagnostic("unknown-question", Text(f"`{pack}` 没有名为 `{question}` 的问题", f"`{pack}` has no question `{question}`"), help=did_you_mean(question, known))]
    )


def calendar(first_year: int, last_year: int, rest: str, work: str) -> Calendar:
    """The calendar of working days from its days, written `2025: 0101 0128 ...`, a year a line."""

    def days(text: str) -> frozenset[date]:
        return frozenset(date(int(line[:4]), int(day[:2]), int(day[2:])) for line in text.splitlines() for day in line[5:].split())

    return Calendar(first_year, last_year, days(rest), days(work))
