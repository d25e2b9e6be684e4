"""Parts of the report on a draft that stand in several of its sections: faults, clauses as they are numbered, articles as they will read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from ...diagnostics import Diagnostic, Language, Span
from ..diff.document_words import Words
from .model import Gate


class DraftWords(Words):
    """Says the parts of a report on a draft. `in_files`: for who has the files, faults name file and line, and clauses as files do; a report that is handed on names neither."""

    def __init__(self, gate: Gate, language: Language, in_files: bool = True) -> None:
        super().__init__(language)
        self.gate, self.in_files = gate, in_files

    def clause(self, address: str) -> str:
        """A clause in words: as it is numbered when the draft is in force, or was before where it goes."""
        stands = (c := self.gate.after.pack.clauses.get(address)) is not None and c.on(self.gate.after.on) is not None
        return self.text((self.gate.after if stands else self.gate.before).clause_words(address))

    def change(self, address: str, span: Span | None) -> str:
        """A change of a clause; for who has the files with its address and line, since renumbering gives one number to two clauses."""
        if not self.in_files:
            return self.clause(address)
        at = "" if span is None else self.say(f"，{_line(span)}", f", {_line(span)}")
        return self.clause(address) + self.say(f"（`{address}`{at}）", f" (`{address}`{at})")

    def fault(self, fault: Diagnostic, way_out: bool = True) -> str:
        """A fault with its place and the way out."""
        where = f"{self.say('（', ' (')}{_place(fault)}{self.say('）', ')')}" if fault.where and self.in_files else ""
        help_ = f"{self.say('。', '. ')}{self.text(fault.help)}" if way_out and fault.help is not None else ""
        return self._of_clauses(self.text(fault.message)) + where + help_

    def _of_clauses(self, message: str) -> str:
        """A message of which the addresses of clauses are words, where it is handed on."""
        for address in dict.fromkeys(_NAMED.findall(message)) if not self.in_files else ():
            if address in self.gate.after.pack.clauses:
                words, written = self.clause(address), f"`{address}`"
                for told in (f"{written}（{words}）", f"{written} ({words})", written):
                    message = message.replace(self.say(f" {told}", told), words).replace(told, words)
        return message


_NAMED = re.compile(r"`([a-z0-9_.]+)`")


def _place(fault: Diagnostic) -> str:
    """The file's name and the line."""
    name = re.split(r"[/\\]", fault.where)[-1]
    return re.sub(r":(\d+):\d+$", r":\1", name)


def _line(span: Span) -> str:
    name = re.split(r"[/\\]", span.source.name)[-1]
    return f"{name}:{span.line + 1}"


def in_order_of_text(addresses: Iterable[str], gate: Gate) -> list[str]:
    """Addresses of clauses, articles and paragraphs in the order of the text."""
    known = list(gate.after.pack.clauses)
    first = {a: n for n, address in reversed(list(enumerate(known))) for a in _upwards(address)}
    return sorted(dict.fromkeys(addresses), key=lambda a: first[a])


def _upwards(address: str) -> list[str]:
    parts = address.split(".")
    return [".".join(parts[:n]) for n in range(1, len(parts) + 1)]


def paragraphs_of(article: str, gate: Gate) -> Iterator[str]:
    """An article as it will read, a paragraph or an item of its list at a time."""
    clauses = [(_paragraph(a), wording) for a, c in gate.after.pack.clauses.items() if a.split(".")[0] == article and (wording := c.on(gate.after.on)) is not None]
    for _, some in groupby(clauses, key=lambda c: c[0]):
        yield "".join(wording.strip() for _, wording in some)


def _paragraph(address: str) -> tuple[str, ...]:
    """The parts of an address down to the paragraph, item or point that it stands in."""
    return tuple(p for p in address.split(".")[1:] if p[0] in "pid")
