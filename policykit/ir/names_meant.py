"""A question, a pack that is not there: told with the one that was meant, whose name is near or whose label has the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..diagnostics import MOST_COMPARED, MOST_NAMES, Text, did_you_mean, nearest
from .pack import Question

SHOWN = 3  # names offered for words that several labels have
FEWEST, LONGEST = 2, 80  # characters of a word that is sought in labels


def question_meant(name: str, known: Mapping[str, Question]) -> Text:
    """The help line of a question that is not there."""
    return meant(name, {n: [q.label] for n, q in known.items()}, Text("`policykit questions` 列出全部问题", "`policykit questions` lists all questions"))


def meant(word: str, labelled: Mapping[str, Sequence[Text]], whole: Text | None = None) -> Text:
    """A help line: the nearest name, or those whose labels have the words; else the names there are. `whole`: how to see all, where that would be long."""
    names = list(labelled)
    found = [] if nearest(word, names) is not None else named_by(word, labelled)
    if found:
        zh = "、".join(f"`{n}`（{t.zh}）" for n, t in found)
        return Text(f"是否指 {zh}", f"did you mean {', '.join(f'`{n}` ({t.en})' for n, t in found)}?")
    usual = did_you_mean(word, names)
    return Text(f"{usual.zh}；{whole.zh}", f"{usual.en}; {whole.en}") if whole is not None and len(names) > MOST_NAMES and nearest(word, names) is None else usual


def named_by(word: str, labelled: Mapping[str, Sequence[Text]]) -> list[tuple[str, Text]]:
    """The names of which a label is the word; else those that have it in them, then those that have all its characters in their order. At most a few, the shortest labels first.

    >>> labels = {"cost_bearer": [Text("某项费用由谁承担", "Who bears a cost?")], "recoverable": [Text("某物资是否需要回收", "Is an item to be recovered?")]}
    >>> [n for n, _ in named_by("费用承担", labels)], [n for n, _ in named_by("who bears a cost", labels)], named_by("运费", labels)
    (['cost_bearer'], ['cost_bearer'], [])
    """
    sought = word.strip().lower()
    if not FEWEST <= len(sought) <= LONGEST or len(labelled) > MOST_COMPARED:
        return []
    pairs = [(n, t, form.lower()) for n, texts in labelled.items() for t in texts for form in t if form]
    ranked = sorted((rank, len(form), n, t) for n, t, form in pairs if (rank := _likeness(sought, form)) is not None)
    found: dict[str, Text] = {}
    for rank, _, name, text in ranked:
        if rank > 0 and ranked[0][0] == 0:  # one that is the very word leaves no doubt
            break
        found.setdefault(name, text)
    return list(found.items())[:SHOWN]


def _likeness(word: str, label: str) -> int | None:
    """How near a label is, the nearest 0; None where it is not. Characters in their order count for Chinese alone: letters so scattered mean nothing."""
    if label == word:
        return 0
    if word in label:
        return 1
    left = iter(label)
    return 2 if not word.isascii() and all(character in left for character in word) else None
