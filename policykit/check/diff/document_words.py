"""The parts of a comparison in words of one language: outcomes, cases, clauses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from ...diagnostics import Language, Text, counted
from ...ir.answer import Answer
from ...ir.explain import STATUS, worth_telling
from ...ir.types import Choice, ListOf, SetOf, Type
from ...ir.words import value_words
from .model import Absence, Law, Pair, QuestionDiff, Said
from .standing import standing

Types = Mapping[str, Type]
ABSENT: Mapping[Absence, Text] = {
    "none": Text("（无）", "(none)"),
    "other_name": Text("（未以同一名称编入）", "(not encoded under this name)"),
    "not_on_day": Text("（当日没有）", "(none on the day)"),
}


class Words:
    """Says the parts of a comparison in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def text(self, text: Text) -> str:
        return text.in_(self.language)

    def outcome(self, answer: Answer[Any], pair: Pair, types: Types) -> str:
        """What an answer comes to, as far as it differs, in the words of its own text; what is none is said where there is nothing else."""
        if answer.status != "answered":
            return self.text(STATUS[answer.status])
        record: Mapping[str, Any] = answer.values.record()
        names = [n for n in record if n in pair.differs_in] or list(worth_telling(record))
        parts = []
        for name in names:
            type_ = types.get(name)
            own = _in_own_words(type_, answer.asked.value_labels.get(name, {})) if type_ is not None else None
            value = self.text(value_words(record[name], own))
            label = answer.asked.labels.get(name)
            parts.append(f"{self.text(label)}{self.say('：', ': ')}{value}" if label is not None and len(record) > 1 else value)
        return "\n".join(parts)

    def stands(self, answer: Answer[Any], pair: Pair, types: Types) -> str:
        """What an answer comes to, and below it what that stands on."""
        return "\n".join(w for w in (self.outcome(answer, pair, types), self.text(standing(answer))) if w)

    def facts(self, pair: Pair, types: Types) -> str:
        """The case, fact by fact."""
        answer = pair.answers[0]
        parts = []
        for name, value in pair.facts.items():
            label = answer.asked.labels.get(name) or pair.answers[1].asked.labels.get(name) or Text(name, name)
            said = self.text(value_words(value, types.get(name)))
            parts.append(f"{self.text(label)}{self.say('：', ': ')}{said}")
        return self.say("，", ", ").join(parts)

    def cases(self, pair: Pair) -> str:
        """Which cases a pair is of; that it is of some of them, where it is not of all."""
        return self.text(pair.condition) + ("" if pair.exact else self.say("（其中一部分）", " (some of these)"))

    def example(self, pair: Pair, question: QuestionDiff, laws: Sequence[Law]) -> str:
        """The case; where its event is of a day before an amendment is in force, that this is supposed: asked of that day, the law as it stood answers."""
        supposed = self.say("（假定新规定当日已施行）", " (supposing that the amendment is in force that day)")
        return self.facts(pair, question.types) + (supposed if before_it_begins(pair, question.question, laws) else "")

    def grounds(self, answer: Answer[Any], law: Law) -> str:
        """The clauses of a law relied on, each with its words."""
        quotes: dict[str, list[str]] = {}
        for citation in answer.citations:
            quotes.setdefault(citation.address, []).append(citation.quote)
        lines = [f"{self.text(law.clause_words(a))}{self.say('', ' ')}“{self.say('……', ' … ').join(dict.fromkeys(q))}”" for a, q in quotes.items()]
        if answer.why is not None and answer.rule:
            lines.insert(0, self.text(answer.why).rstrip("。."))
        return "\n".join(lines) or self.say("（文本没有关于此情形的规定）", "(the text has no rule on this)")

    def quoted(self, said: Said, law: Law) -> str:
        """Words of one side with what they rest on in its law."""
        if said.text is None:
            return self.text(ABSENT[said.absence])
        cited = self.say("；", "; ").join(f"{self.text(law.clause_words(q.address))}“{q.words}”" for q in said.cite)
        return self.text(said.text) + (f"\n{cited}" if cited else "")


def before_it_begins(pair: Pair, question: str, laws: Sequence[Law]) -> bool:
    """Whether the event of a case is of a day on which an amendment of a law by which it is asked is not yet in force."""

    def early(law: Law) -> bool:
        event = pair.facts.get(law.pack.questions[question].event_date or "")
        day = event.date() if isinstance(event, datetime) else event
        return isinstance(day, date) and law.begun is not None and day < law.begun <= law.on

    return any(early(law) for law in laws)


def _in_own_words(type_: Type, labels: Mapping[str, Text]) -> Type:
    """A type with the codes of the text that answers: the other may not know them, or calls them otherwise."""
    match type_:
        case Choice():
            return replace(type_, labels={**type_.labels, **labels})
        case ListOf() | SetOf():
            return replace(type_, of=_in_own_words(type_.of, labels))
    return type_


def kinds_of_cases(number: int, all_found: bool = True) -> Text:
    """How many kinds of cases; a least number where it is not proven that there are no others, so that another run may find more."""
    least = Text("", "") if all_found else Text("至少 ", "at least ")
    return Text(f"{least.zh}{number} 种情形", f"{least.en}{counted(number, 'kind of cases', 'kinds of cases')}")


def behind(words: str, said: str) -> str:
    """What is said behind Chinese words: before a number stands a blank.

    >>> behind("共", "2 种情形"), behind("共", "至少 2 种情形")
    ('共 2 种情形', '共至少 2 种情形')
    """
    return f"{words} {said}" if said[:1].isascii() else words + said
