"""What every command is told: the language, whether a machine reads the output, where packs lie. And what only the command line knows: today."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import Diagnostic, Language, PolicyError, Text

if TYPE_CHECKING:
    from ..api import Policy

LANGUAGE = "POLICYKIT_LANG"


@dataclass(frozen=True)
class Options:
    """How to speak, to whom, and where to look for packs."""

    language: Language = "en"
    as_json: bool = False
    search_path: tuple[Path, ...] = ()
    notices: tuple[Path, ...] = ()

    def say(self, zh: str, en: str) -> str:
        """One of two sentences, by the language."""
        return zh if self.language == "zh" else en

    def text(self, label: Text | None) -> str:
        """A label in the language; nothing where there is none."""
        return label.in_(self.language) if label else ""

    def listed(self, words: Iterable[str]) -> str:
        """Names in a row, with the language's comma."""
        return self.say("、", ", ").join(words)

    def load(self, name: str | Path) -> Policy:
        """A pack, ready to be asked. Raises `PolicyError`."""
        from ..api import load

        try:
            return load(name, search_path=self.search_path, notices=self.notices)
        except PolicyError as e:
            if isinstance(name, str) and (draft := _unfinished(name, e.diagnostics)) is not None:
                e.add_note(self.say(f"草案尚未写完；逐处的改法见：policykit draft {draft}", f"the draft is unfinished; to see what each part still needs: policykit draft {draft}"))
            raise

    def load_each(self, names: Iterable[str]) -> list[Policy]:
        """The packs named. Raises `PolicyError` with what is wrong with each."""
        packs: list[Policy] = []
        faults: list[Diagnostic] = []
        for name in dict.fromkeys(names):
            try:
                packs.append(self.load(name))
            except PolicyError as e:
                faults += e.diagnostics
        if faults:
            raise PolicyError(faults)
        return packs

    def available(self) -> Mapping[str, Path]:
        """Name -> folder of every pack found."""
        from ..files import pack_folders

        return pack_folders(self.search_path)

    def load_all(self, names: Sequence[str] = ()) -> tuple[list[Policy], list[Diagnostic]]:
        """The packs named; or all that are found and can be read, and what is wrong with those that cannot. Raises `PolicyError` for a named one."""
        if names:
            return self.load_each(names), []
        packs: list[Policy] = []
        faults: list[Diagnostic] = []
        for folder in self.available().values():
            try:
                packs.append(self.load(folder))
            except PolicyError as e:
                faults += e.diagnostics
        return packs, faults


def _unfinished(name: str, faults: Iterable[Diagnostic]) -> str | None:
    """The one draft that a pack is named with, where all that is wrong is what `draft` gives lines to paste for."""
    from ..comparison import FOLLOWS_LATER
    from ..files import named_with_amendments

    drafts = named_with_amendments(name)[1]
    return drafts[0] if len(drafts) == 1 and all(f.code in FOLLOWS_LATER for f in faults) else None


def language_of(environment: Mapping[str, str]) -> Language:
    """The language a user has set: `POLICYKIT_LANG`, or else the locale; English where it is neither Chinese nor said.

    >>> language_of({"LANG": "zh_CN.UTF-8"}), language_of({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}), language_of({"POLICYKIT_LANG": "zh", "LC_ALL": "C"}), language_of({})
    ('zh', 'en', 'zh', 'en')
    """
    for name in (LANGUAGE, "LC_ALL", "LC_MESSAGES", "LANG"):
        said = environment.get(name)
        if said:
            return "zh" if said.lower().startswith("zh") else "en"
    return "en"


def user_language() -> Language:
    return language_of(os.environ)


def today() -> date:
    """The day it is where these laws apply: +08:00, whatever the machine's clock is set to."""
    return datetime.now(timezone(timedelta(hours=8))).date()


def names_in(words: Iterable[str]) -> tuple[str, ...]:
    """Names given one by one, or several in one word with commas between, each once.

    >>> names_in(["basis, readings", "missing", "basis"])
    ('basis', 'readings', 'missing')
    """
    return tuple(dict.fromkeys(n.strip() for w in words for n in w.split(",") if n.strip()))


def read_day(text: str) -> date:
    """A day from the command line, as it is or as people write it: 2026/7/20, 2026年7月20日. Raises `PolicyError`."""
    from ..domain.written_days import read_written_day

    day = read_written_day(text)
    if day is None:
        raise PolicyError([Diagnostic("day", Text(f"`{text}` 不是日期", f"`{text}` is not a day"), help=Text("写作 2025-09-01", "write it as 2025-09-01"))])
    return day
