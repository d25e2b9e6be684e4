"""What facts say against each other, and words that are nearly a code: such a case is answered as it stands, and should be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ..diagnostics import Text
from .labels import near_names

AS_OF = "as_of"  # the input that is the day of the law itself
Codes = Mapping[str, Mapping[str, Text]]  # an input whose texts may be codes -> code -> its label
Implied = Sequence[tuple[int, int, Mapping[str, tuple[str, Text, Text]], Mapping[str, Text]]]


def at_odds(
    inputs: Sequence[str], facts: Sequence[Any], on: date, labels: Mapping[str, Text], ordered: Sequence[tuple[int, int]], codes: Codes, implied: Implied
) -> tuple[Text, ...]:
    """A last day before the first, a day asked about that is not the day of the law, words that are nearly a code, and a code that another fact contradicts.

    `ordered`: inputs, by place, the first of which cannot lie after the second. `implied`: of two inputs, by place, what the second is taken to be by the first where it is not
    given: code of the first -> code of the second and the labels of both; and the labels of the codes of the second.
    """
    found = []
    for name, day in zip(inputs, facts, strict=True):
        if name == AS_OF and isinstance(day, date) and day != on:
            label = labels[name]
            found.append(
                Text(
                    f"{label.zh}（{day.isoformat()}）不是作答所按之日（{on.isoformat()}）",
                    f"{label.en} ({day.isoformat()}) is not the day of the law that answers ({on.isoformat()})",
                )
            )
    for first, last in ordered:
        early, late = facts[first], facts[last]
        if isinstance(early, date) and isinstance(late, date) and late < early:
            a, b = labels[inputs[first]], labels[inputs[last]]
            found.append(Text(f"{b.zh}（{late.isoformat()}）早于{a.zh}（{early.isoformat()}）", f"{b.en} ({late.isoformat()}) lies before {a.en} ({early.isoformat()})"))
    for source, place, meant, words in implied:
        given, usual = facts[place], meant.get(facts[source]) if isinstance(facts[source], str) else None
        if usual is not None and isinstance(given, str) and given in words and given != usual[0]:
            own, label, (_, a, b) = words[given], labels[inputs[place]], usual
            found.append(Text(f"{label.zh}为{own.zh}，而{a.zh}通常为{b.zh}", f"{label.en} is {own.en}, and {a.en} is usually {b.en}"))
    return (*found, *(text for name, given in zip(inputs, facts, strict=True) if name in codes for text in _nearly_codes(labels[name], given, codes[name])))


def _nearly_codes(label: Text, given: Any, known: Mapping[str, Text]) -> Iterator[Text]:
    """Words that are no code and nearly one, or the label of one: a step misspelt is a step not done."""
    for word in [given] if isinstance(given, str) else sorted(given, key=str) if isinstance(given, tuple | frozenset) else ():
        if isinstance(word, str) and word not in known and (near := near_names(word, known)):
            named = [f"`{n}`" for n in near]
            yield Text(f"{label.zh}中的“{word}”不是代码，是否指 {'、'.join(named)}", f"`{word}` in {label.en} is no code: did you mean {' or '.join(named)}")
