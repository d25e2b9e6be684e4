"""Labels for codes and names: what a person writes -> what the fact reader takes. Only what has one meaning is taken; what is near to one is named.

Brackets, letters and digits of full width are those of half, and spaces do not count: 棉被(褥) is 棉被（褥）.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..diagnostics import LONGEST_WORD, Text, nearest
from .types import Boolean, Choice, Fact, ListOf, Record, SetOf, Type, Word

YES_AND_NO = {"是": "true", "否": "false"} | {
    form: code for word, code in (("yes", "true"), ("no", "false"), ("true", "true"), ("false", "false")) for form in (word, word.title(), word.upper())
}  # 1 and 0 may be counts
NOT_KNOWN = ("未知", "不明", "不详", "unknown")  # words that mean none of the labels, however like one they are
SHORTEST = 3  # letters of a word that is sought among the words of labels
BRACKETS = re.compile(r"\([^()]*\)")
NO_WORDS: Mapping[str, Text] = {}
MOST_NEAR = 4  # labels named where several are near
FEW = 4  # labels among which one that has a character of the word is near


def plain(word: str) -> str:
    """A label or a word as it is compared.

    >>> plain("棉被（褥） "), plain("single　tent")
    ('棉被(褥)', 'singletent')
    """
    return "".join(unicodedata.normalize("NFKC", word).split())


def one_meaning(named: Iterable[tuple[str, Iterable[Text]]]) -> dict[str, str]:
    """Label -> name, of the labels that belong to one name only and are no name themselves. A label stands there as it is compared.

    >>> one_meaning([("red", [Text("红", "red")]), ("scarlet", [Text("红", "a red")])])
    {'ared': 'scarlet'}
    """
    pairs = {(plain(word), name) for name, labels in named for label in labels for word in label if word}
    times = Counter(word for word, _ in pairs)
    names = {name for _, name in pairs}
    return {word: name for word, name in sorted(pairs) if times[word] == 1 and word not in names}


def codes_of(type_: Type) -> dict[str, str]:
    """Label, as it is compared, -> code, of a choice; 是 and 否, yes and no, of what is true or false; nothing of another type.

    A label may be written without its brackets, as texts write 棉被 of 棉被（褥）, unless that is another label or could be either of two.

    >>> quilts = {"quilt": Text("棉被（褥）", "quilt"), "new": Text("帐篷（新）", "new tent"), "old": Text("帐篷（旧）", "old tent")}
    >>> sorted(w for w in codes_of(Choice(tuple(quilts), quilts)) if not w.isascii())
    ['帐篷(新)', '帐篷(旧)', '棉被', '棉被(褥)']
    """
    match type_:
        case Choice():
            whole = one_meaning((v, [label]) for v, label in type_.labels.items())
            every = {plain(word) for label in type_.labels.values() for word in label} | {*type_.labels}
            bare = one_meaning((v, [Text(*(BRACKETS.sub("", plain(w)) for w in label))]) for v, label in type_.labels.items())
            return {w: v for w, v in bare.items() if w not in every} | whole
        case Boolean():
            return YES_AND_NO
    return {}


def code_of(word: str, type_: Type) -> str | None:
    """The code of which a word is the label, of a choice or of what is true or false."""
    return codes_of(type_).get(plain(word))


def names_of(inputs: Iterable[Fact]) -> dict[str, str]:
    """Label, as it is compared, -> name, of facts."""
    return one_meaning((f.name, [f.label]) for f in inputs)


def fact_named(word: str, inputs: Sequence[Fact]) -> str | None:
    """The fact that a word names: by its name, or by a label that is no other's; None where it names none of these."""
    return word if any(f.name == word for f in inputs) else names_of(inputs).get(plain(word))


def columns_of(inputs: Sequence[Fact], names: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Which column holds each fact: that which is given, else that of its name, else the only one with its label or, but for blanks, its name. Others have none."""
    by_label = names_of(inputs)
    found = {}
    for fact in inputs:
        labelled = [c for c in names if by_label.get(plain(c)) == fact.name]
        if fact.name in given:
            found[fact.name] = given[fact.name]
        elif fact.name in names:
            found[fact.name] = fact.name
        elif len(labelled) == 1 or len(labelled := [c for c in names if c.strip() == fact.name]) == 1:
            found[fact.name] = labelled[0]
    return found


def near_names(word: str, labels: Mapping[str, Text]) -> list[str]:
    """The names whose labels a word may mean: those that contain it (of letters: as whole words), else the one it is like, else, of few, those that share a
    character of a Chinese word.

    >>> tents = {"single_tent": Text("单帐篷", "single tent"), "cotton_tent": Text("棉帐篷", "cotton tent"), "quilt": Text("棉被（褥）", "quilt")}
    >>> near_names("单帐棚", tents), near_names("帐篷", tents), near_names("棉被", tents), near_names("boat", tents)
    (['single_tent'], ['single_tent', 'cotton_tent'], ['quilt'], [])
    >>> near_names("灾民", {"victims": Text("受灾群众", "disaster victims"), "not_issued": Text("未发放使用", "not issued")})
    ['victims']
    >>> near_names("tents", tents), near_names("is", {"victims": Text("受灾群众", "victims")}), near_names("未知", {"not_issued": Text("未发放使用", "not issued")})
    (['single_tent', 'cotton_tent'], [], [])
    """
    sought = plain(word)
    if not (SHORTEST if sought.isascii() else 2) <= len(sought) <= LONGEST_WORD or sought in NOT_KNOWN:
        return []
    forms = [(form, name) for name, label in labels.items() for form in (name, *label)]
    words = [(plain(form), name) for form, name in forms]
    if sought.isascii():
        found = list(dict.fromkeys(name for form, name in forms if _words(word) <= _words(form)))
    else:
        found = list(dict.fromkeys(name for w, name in words if sought in w))
    if not found:
        close = nearest(sought, dict.fromkeys(w for w, _ in words))
        found = list(dict.fromkeys(name for w, name in words if w == close))
    if not found and len(labels) <= FEW and not sought.isascii():
        found = [name for name, label in labels.items() if set(sought) & set(plain(label.zh))]
    return found[:MOST_NEAR]


def _words(text: str) -> set[str]:
    """The words of letters, one and many alike."""
    return {w.removesuffix("s") for w in re.findall("[a-z0-9]+", unicodedata.normalize("NFKC", text).lower())} or {text}


def coded(value: Any, type_: Type, words: Mapping[str, Text] = NO_WORDS) -> Any:
    """A value with codes in place of labels, in lists and records too; anything else is left to the fact reader, which refuses it. Texts may be labels of `words`.

    >>> coded("单帐篷", Choice(("single_tent",), {"single_tent": Text("单帐篷", "single tent")})), coded("是", Boolean()), coded("船", Boolean())
    ('single_tent', 'true', '船')
    """
    match type_:
        case Choice() | Boolean() if isinstance(value, str) and value not in getattr(type_, "values", ()):
            return codes_of(type_).get(plain(value), value)
        case ListOf() | SetOf() if isinstance(value, list):
            return [coded(v, type_.of, words) for v in value]
        case Record() if isinstance(value, Mapping):
            fields = dict(type_.fields)
            return {n: coded(v, fields[n].type, words) if n in fields else v for n, v in value.items()}
        case Word() if isinstance(value, str) and words and value not in words:
            return one_meaning((w, [label]) for w, label in words.items()).get(plain(value), value)
    return value
