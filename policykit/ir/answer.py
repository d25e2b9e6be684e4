"""What comes back: an `Answer` with its values, citations and trace.

What does not depend on the case is built once per rule (`Conclusion`); an answer adds the facts and the day, and works out its trace when read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from ..diagnostics import Language, Text
from .instrument import Force
from .origin import Origin
from .pack import Basis, Status, Strength


class Citation(NamedTuple):
    """A pointer into the law: pack, address, the words relied on, and the whole clause."""

    pack: str
    address: str
    quote: str
    clause: str


class Silenced(NamedTuple):
    """A silence that the pack declares: why the text leaves the case open, and the words that show it."""

    why: Text
    citations: tuple[Citation, ...]


class Silences(Protocol):
    """The silences declared for a question."""

    def of(self, facts: Mapping[str, Any], on: date) -> Silenced | None:
        """The one that a case falls under."""


class Told(NamedTuple):
    """The silence of one case, found before."""

    found: Silenced | None

    def of(self, facts: Mapping[str, Any], on: date) -> Silenced | None:  # noqa: ARG002  # as `Silences` has it
        return self.found


class ParameterUse(NamedTuple):
    """A parameter a rule read: its value on the day, and where it stands."""

    name: str
    value: Any
    citations: tuple[Citation, ...]


class Values(tuple[Any, ...]):
    """The outputs of an answer, by name and in the question's order; None is *none*. Made by `values_class`."""

    __slots__ = ()
    _names: tuple[str, ...] = ()
    _sets: tuple[bool, ...] = ()  # which outputs are sets

    def record(self) -> dict[str, Any]:
        """The outputs as a dict."""
        return dict(zip(self._names, self, strict=True))

    def __reduce__(self) -> tuple[Any, ...]:
        return restored_values, (self._names, self._sets, tuple(self))

    def __repr__(self) -> str:
        return "Values(" + ", ".join(f"{n}={v!r}" for n, v in zip(self._names, self, strict=True)) + ")"


def values_class(names: Iterable[str], sets: Iterable[bool] = ()) -> type[Values]:
    """A class of `Values` with one property for each output; `sets` says which of them are sets."""
    names = tuple(names)
    flags = tuple(sets) or (False,) * len(names)
    body: dict[str, Any] = {n: property(itemgetter(i)) for i, n in enumerate(names)}
    return type("Values", (Values,), {"__slots__": (), "_names": names, "_sets": flags, **body})


@lru_cache(256)
def _known_class(names: tuple[str, ...], sets: tuple[bool, ...]) -> type[Values]:
    return values_class(names, sets)


def restored_values(names: tuple[str, ...], sets: tuple[bool, ...], values: tuple[Any, ...]) -> Values:
    """Values that come from another process."""
    return _known_class(names, sets)(values)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What one rule says, whatever the case."""

    status: Status
    rule: str | None
    strength: Strength | None = None
    basis: Basis | None = None
    readings: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    why: Text | None = None
    outcomes: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    parameters: tuple[ParameterUse, ...] = ()
    label: Text | None = None
    note: Text | None = None


Tracer = Callable[["Conclusion", tuple[Any, ...]], "Trace"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of whom: shared by all answers of one program."""

    pack: str
    pack_label: Text
    origin: Origin
    question: str
    label: Text
    inputs: tuple[str, ...]
    assumed: tuple[str, ...]  # per input: what its absence means
    labels: Mapping[str, Text]  # inputs and outputs
    value_labels: Mapping[str, Mapping[str, Text]]  # input or output -> code -> label
    question_digest: str | None = None  # of the shared question
    silences: Silences | None = None
    ordered: tuple[tuple[int, int], ...] = ()  # inputs, by place, the first of which cannot lie after the second
    coded: tuple[int, ...] = ()  # inputs, by place, that are texts for which the question has codes
    implied: tuple[tuple[int, int, Mapping[str, tuple[str, Text, Text]], Mapping[str, Text]], ...] = ()  # as `at_odds` takes it
    below: tuple[Below, ...] = ()  # the texts asked before this one
    tracers: dict[int, Tracer] = field(default_factory=dict)  # facts given -> what makes the trace

    @property
    def digest(self) -> str:
        """That of the pack."""
        return self.origin.digest

    @property
    def switched(self) -> Mapping[str, str]:
        """The ambiguities read otherwise than the pack chooses."""
        return self.origin.under

    def __reduce__(self) -> tuple[Any, ...]:
        """Without the tracers, which are made anew."""
        return Asked, tuple(getattr(self, n) for n in self.__slots__ if n != "tracers")

    def given(self, names: Iterable[str]) -> int:
        """The facts given, as an answer keeps them: their number in the lowest eight bits (of more, these bits only), above these a bit for each input."""
        places = [self.inputs.index(n) for n in names]
        return sum(1 << 8 + p for p in places) + (len(places) & 255)

    def tracer(self, given: int) -> Tracer:
        """A function that makes the trace where just these facts are given. Few sets of facts occur, so it is kept."""
        if len(self.tracers) > 500:
            self.tracers.clear()
        known = ", ".join(f"{n!r}: f[{i}]" for i, n in enumerate(self.inputs) if given >> 8 + i & 1)
        assumed = ", ".join(f"{n!r}: ({m!r}, f[{i}])" for i, (n, m) in enumerate(zip(self.inputs, self.assumed, strict=True)) if not given >> 8 + i & 1)
        text = f"lambda c, f: Trace(c.rule, {{{known}}}, {{{assumed}}}, c.parameters, c.missing)"
        found: Tracer = eval(text, {"Trace": Trace})  # noqa: S307  # our own text: names of inputs, which are ids, and positions
        self.tracers[given] = found
        return found


class Trace(NamedTuple):
    """Why: the rule, the facts it was given, what was assumed for the rest, and the parameters read."""

    rule: str | None
    given: dict[str, Any]
    assumed: dict[str, tuple[str, Any]]  # input -> (what its absence means, the value taken)
    parameters: tuple[ParameterUse, ...]
    missing: tuple[str, ...]


V = TypeVar("V")


class Answer(Generic[V]):
    """The answer to one question for one case. Not to be changed. `values` has an attribute for each output.

    What is read most often lies in the answer itself, the rest in its conclusion.
    """

    __slots__ = ("_facts", "_given", "asked", "basis", "citations", "conclusion", "force", "on", "status", "strength", "values")

    asked: Asked
    conclusion: Conclusion
    status: Status
    strength: Strength | None
    basis: Basis | None
    citations: tuple[Citation, ...]
    values: V
    on: date
    force: Force
    _facts: tuple[Any, ...]
    _given: int

    @classmethod
    def of(cls, asked: Asked, conclusion: Conclusion, values: V, on: date, force: Force, facts: tuple[Any, ...], given: int) -> Answer[V]:
        """What a conclusion says of a case; `given` as `Asked.given` has it. There is no constructor: compiled questions make an answer and fill it in line (`targets/python/fast.py`)."""
        self = cls()
        self.asked = asked
        self.conclusion = conclusion
        self.status = conclusion.status
        self.strength = conclusion.strength
        self.basis = conclusion.basis
        self.citations = conclusion.citations
        self.values = values
        self.on = on
        self.force = force
        self._facts = facts
        self._given = given
        return self

    @property
    def readings(self) -> tuple[str, ...]:
        return self.conclusion.readings

    @property
    def rule(self) -> str | None:
        return self.conclusion.rule

    @property
    def why(self) -> Text | None:
        """Why there is no answer, where there is none."""
        found = self.silence
        return self.conclusion.why if found is None else found.why

    @property
    def silence(self) -> Silenced | None:
        """The declared silence that the case falls under, with the words that show it; None where no rule's absence is declared for it."""
        if self.asked.silences is None or self.conclusion.status != "silent" or self.conclusion.rule is not None:
            return None
        return self.asked.silences.of(self.facts, self.on)

    @property
    def missing(self) -> tuple[str, ...]:
        """Unknown facts on which the outcome depends."""
        return self.conclusion.missing

    @property
    def outcomes(self) -> Mapping[str, tuple[Any, ...]]:
        """Output -> the values still possible, where the answer is undetermined."""
        return self.conclusion.outcomes

    @property
    def pack(self) -> str:
        return self.asked.pack

    @property
    def below(self) -> tuple[Below, ...]:
        """The texts that were asked before this one and are silent, the one asked first leading; empty where this text itself was asked."""
        return self.asked.below

    def after(self, below: Below) -> Answer[V]:
        """The same answer, given since the text below is silent."""
        asked = replace(self.asked, below=(below, *self.asked.below))
        return type(self).of(asked, self.conclusion, self.values, self.on, self.force, self._facts, self._given)

    @property
    def question(self) -> str:
        return self.asked.question

    @property
    def trace(self) -> Trace:
        asked, given = self.asked, self._given
        return (asked.tracers.get(given) or asked.tracer(given))(self.conclusion, self._facts)

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as read, absent ones with what was assumed."""
        return dict(zip(self.asked.inputs, self._facts, strict=True))

    @property
    def at_odds(self) -> tuple[Text, ...]:
        """What two facts say against each other, as a last day before the first, a category that is not the item's, or a day asked about that is not the day of the law; and words
        that are nearly a code. Such a case is answered as it stands, and should be looked at."""
        from .at_odds import at_odds  # words are looked at only where an answer is read

        asked = self.asked
        codes = {name: asked.value_labels[name] for name in (asked.inputs[place] for place in asked.coded)}
        return at_odds(asked.inputs, self._facts, self.on, asked.labels, asked.ordered, codes, asked.implied)

    def __reduce__(self) -> tuple[Any, ...]:
        """What another process takes over: the silence that the case falls under in place of the pack that tells it."""
        asked = self.asked if self.asked.silences is None else replace(self.asked, silences=Told(self.silence), tracers={})
        return type(self).of, (asked, self.conclusion, self.values, self.on, self.force, self._facts, self._given)

    def explain(self, language: Language = "zh") -> str:
        """One paragraph that a jurist can check: the case, the answer, the rule's clause and words."""
        from .explain import explained  # words are needed only when an answer is read by a person

        return explained(self, language)

    def record(self) -> dict[str, Any]:
        """JSON values: what an auditor keeps."""
        from .explain import recorded

        return recorded(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Answer):
            return NotImplemented
        return _identity(self) == _identity(other)

    def __hash__(self) -> int:
        return hash((self.asked.pack, self.asked.question, self.on, self.conclusion.rule))

    def __repr__(self) -> str:
        return f"<{self.pack} {self.question}: {self.status} {self.values!r} {[c.address for c in self.citations]}>"


def _identity(answer: Answer[Any]) -> tuple[Any, ...]:
    return (answer.asked.digest, answer.question, answer.on, answer.force, answer.conclusion, answer.values, answer._facts)


def flat(citations: Iterable[Iterable[Citation]]) -> tuple[Citation, ...]:
    """Citations of several rules, each once, in order."""

    def every() -> Iterator[Citation]:
        for group in citations:
            yield from group

    return tuple(dict.fromkeys(every()))


class Below(NamedTuple):
    """A text that is silent on a case, and why the scope of the text above covers it."""

    answer: Answer[Any]
    why: Text


class Alternative(NamedTuple):
    """The answer under other readings: ambiguity -> reading."""

    readings: Mapping[str, str]
    answer: Answer[Any]

    def differs_from(self, other: Answer[Any]) -> bool:
        """Whether the outcome differs: status, values, strength, or what remains possible."""
        mine = self.answer
        return (mine.status, mine.values, mine.strength, mine.outcomes) != (other.status, other.values, other.strength, other.outcomes)


class UnderAll(NamedTuple):
    """An answer under every encoded reading; `deciding` are the ambiguities of which another reading alone changes the outcome."""

    answer: Answer[Any]
    alternatives: tuple[Alternative, ...]
    deciding: tuple[str, ...]

    @property
    def robust(self) -> bool:
        """Whether the outcome holds under every reading."""
        return not any(a.differs_from(self.answer) for a in self.alternatives)

    def record(self) -> dict[str, Any]:
        """The outcomes under every reading, as JSON values."""
        others = [{"readings": dict(a.readings), "answer": a.answer.record(), "differs": a.differs_from(self.answer)} for a in self.alternatives]
        return {"answer": self.answer.record(), "robust": self.robust, "deciding": list(self.deciding), "alternatives": others}
