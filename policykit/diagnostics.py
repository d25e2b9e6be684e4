"""How every fault is told: a code, a place in a file, one sentence in two languages, and the way out.

Stages make diagnostics with one function per fault, gather them, and hand the list on; `PolicyError` carries it to the caller.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

MOST_COMPARED, LONGEST_WORD = 500, 80  # names among which a near one is sought, and how long a word may be to have one
MOST_NAMES = 12  # names that one line lists
SHORTEST_PART = 4  # letters of a word that is taken for a part of a name
MOST_SHOWN = 60  # characters of what an author wrote, in a sentence

Language = Literal["zh", "en"]
Severity = Literal["error", "warning", "note"]


class Text(NamedTuple):
    """A sentence or label in Chinese and English."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """The text in one language, or in the other where it is empty."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


class Source:
    """A named text, from which places quote lines."""

    __slots__ = ("_lines", "name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._lines: list[str] | None = None

    def line(self, number: int) -> str:
        """Line `number`, counted from 0, without its end; empty beyond the last."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines[number] if number < len(self._lines) else ""


class Span(NamedTuple):
    """A stretch of a source. Lines and columns count characters from 0; the end is not included."""

    source: Source
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def text(self) -> str:
        """What stands there, as far as the first line goes."""
        line = self.source.line(self.line)
        return line[self.column : self.end_column if self.end_line == self.line else len(line)]

    def part(self, start: int, end: int) -> Span:
        """Characters `start` to `end` of a span that lies on one line."""
        return Span(self.source, self.line, self.column + start, self.line, self.column + max(end, start + 1))


def written(span: Span | None) -> str:
    """The text of a place, its lines joined, without quotation marks around it."""
    if span is None:
        return ""
    if span.line == span.end_line:
        text = span.source.line(span.line)[span.column : span.end_column].strip()
        return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
    middle = (span.source.line(n) for n in range(span.line + 1, span.end_line))
    lines = [span.source.line(span.line)[span.column :], *middle, span.source.line(span.end_line)[: span.end_column]]
    return " ".join(line.strip() for line in lines)


@dataclass(frozen=True)
class Diagnostic:
    """A fault. Two are equal when code, place and sentences are."""

    code: str
    message: Text
    span: Span | None = None
    help: Text | None = None
    severity: Severity = "error"
    file: str = field(default="", kw_only=True)
    witness: str = field(default="", kw_only=True)  # the case that shows it, as JSON: {"on": …, "facts": {…}}
    about: tuple[str, ...] = field(default=(), kw_only=True, compare=False, repr=False)  # what it speaks of, by name: a fact, a decision and its rules, a norm, a case

    @property
    def where(self) -> str:
        """`file:line:column`, counted from 1; the file alone where no line is known; empty for a value that has no file."""
        if self.span is None:
            return self.file
        return f"{self.span.source.name}:{self.span.line + 1}:{self.span.column + 1}"

    @property
    def underlined(self) -> str:
        """The exact text at fault: as far as its first line goes."""
        return self.span.text if self.span is not None else ""

    def render(self, language: Language = "en") -> str:
        """The fault as a person reads it: place, sentence, the line with a caret under the very text, help."""
        head = f"{self.where}: " if self.where else ""
        lines = [f"{head}{self.severity}[{self.code}]: {self.message.in_(language)}"]
        if self.span is not None:
            number, text = str(self.span.line + 1), self.span.source.line(self.span.line)
            text, before = _windowed(text, self.span.column)
            end = self.span.column + max(len(self.underlined), 1)
            under = text[before : before + end - self.span.column]
            lines.append(f"{number} | {text}")
            lines.append(f"{' ' * len(number)} | {' ' * _width(text[:before])}{'^' * max(_width(under), 1)}")
        if self.help is not None:
            lines.append(f"  help: {self.help.in_(language)}" if language == "en" else f"  提示：{self.help.in_(language)}")
        return "\n".join(lines)

    def record(self) -> dict[str, object]:
        """The fault as JSON values: what editors and machines read."""
        place = (
            {} if self.span is None else {"line": self.span.line + 1, "column": self.span.column + 1, "end_line": self.span.end_line + 1, "end_column": self.span.end_column + 1}
        )
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.span.source.name if self.span else self.file,
            **place,
            "message": self.message._asdict(),
            "help": self.help._asdict() if self.help else None,
            "underlined": self.underlined,
            **({"about": list(self.about)} if self.about else {}),
            **({"witness": json.loads(self.witness)} if self.witness else {}),
        }


class PolicyError(Exception):
    """Faults in a pack, in facts or in a call; `diagnostics` lists them all. Raised by the public functions only."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(in_order(diagnostics))
        assert self.diagnostics, "a PolicyError names at least one fault"
        super().__init__("\n".join(d.render() for d in self.diagnostics))

    def record(self) -> list[dict[str, object]]:
        """The faults as JSON values."""
        return [d.record() for d in self.diagnostics]

    def __reduce__(self) -> tuple[type[PolicyError], tuple[tuple[Diagnostic, ...]]]:
        """Made again from its faults: a pool of processes hands errors over pickled."""
        return type(self), (self.diagnostics,)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics sorted by place, each once."""
    return sorted(dict.fromkeys(diagnostics), key=_order)


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Only those that forbid going on."""
    return [d for d in diagnostics if d.severity == "error"]


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The known name that `word` most likely means, if one is close: one that begins with it or else contains it before one that is merely like it.

    >>> nearest("singel_tent", ["single_tent", "quilt"])
    'single_tent'
    >>> nearest("disaster", ["dispatched", "disaster_occurred"]), nearest("arrived", ["carried", "goods_arrived"])
    ('disaster_occurred', 'goods_arrived')
    >>> nearest("boat", ["single_tent", "quilt"]) is None
    True
    """
    if len(word) > LONGEST_WORD:
        return None
    known = list(names)
    longer = [n for n in known if n.startswith(word)] or [n for n in known if word in n] if len(word) >= SHORTEST_PART else []
    known = longer or known
    if len(known) > MOST_COMPARED:
        known = [n for n in known if n[:2] == word[:2]][:MOST_COMPARED]
    import difflib  # only when a name is wrong

    close = difflib.get_close_matches(word, known, n=1, cutoff=0.0 if longer else 0.6)
    return close[0] if close else None


def short(text: str, most: int = MOST_SHOWN) -> str:
    r"""The text, or its beginning where it is too long for a sentence.

    >>> short("x" * 1_000) == "x" * 59 + "…", short("\ud800") == r"\ud800"
    (True, True)
    """
    shown = text if len(text) <= most else text[: most - 1] + "…"
    return shown if shown.isascii() else shown.encode("utf-8", "backslashreplace").decode("utf-8")  # half a pair of UTF-16 can be written to no file


def counted(number: int, one: str, more: str = "") -> str:
    """A number of things in English.

    >>> counted(1, "question"), counted(2, "question"), counted(0, "kind of cases", "kinds of cases")
    ('1 question', '2 questions', '0 kinds of cases')
    """
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def did_you_mean(word: str, names: Sequence[str]) -> Text:
    """A help line: the nearest name, or the names there are."""
    close = nearest(word, names)
    if close is not None:
        return Text(f"是否指 `{close}`", f"did you mean `{close}`?")
    return Text(f"可用的有：{_first(names)}", f"known: {_first(names)}") if names else Text("此处没有可用的名称", "there are none here")


def known_names(word: str, names: Sequence[str]) -> Text:
    """A help line with the names there are, those nearest to the word first.

    >>> known_names("countyy", ["province", "county", "city"]).en
    'known, the nearest first: county, city, province'
    """
    import difflib  # only when a name is wrong

    def unlike(name: str) -> float:
        return -difflib.SequenceMatcher(None, word[:LONGEST_WORD], name).ratio()

    ordered = sorted(names, key=unlike) if len(names) <= MOST_COMPARED else names
    shown = _first(ordered)
    return Text(f"可用的有（相近的在前）：{shown}", f"known, the nearest first: {shown}") if names else Text("此处没有可用的名称", "there are none here")


def _first(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMES]) + (", …" if len(names) > MOST_NAMES else "")


def _order(d: Diagnostic) -> tuple[object, ...]:
    if d.span is None:
        return (d.file, -1, -1, d.code, _counting(d.message.zh), d.message)
    return (d.span.source.name, d.span.line, d.span.column, d.code, _counting(d.message.zh), d.message)


def _counting(sentence: str) -> list[object]:
    """What sorts sentences so that row 2 comes before row 10.

    >>> sorted(["row 10", "row 9", "rows"], key=_counting)
    ['row 9', 'row 10', 'rows']
    """
    parts = re.split("([0-9]+)", sentence)
    return [(len(number), number) if n % 2 else part for n, part in enumerate(parts) for number in [part.lstrip("0")]]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def _windowed(text: str, column: int, around: int = 100) -> tuple[str, int]:
    """A long line cut to what stands around `column`, and where the column now is. Tabs become spaces."""
    text = text.replace("\t", " ")
    start = max(0, column - around)
    shown = text[start : column + around]
    prefix = "…" if start else ""
    return prefix + shown + ("…" if column + around < len(text) else ""), column - start + len(prefix)
