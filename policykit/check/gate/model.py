"""What trying a draft finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ...diagnostics import Diagnostic, Text
from ...ir.amendment import Amendment, TextChange
from ...ir.answer import Answer
from ...ir.duty_case import DutyCase
from ...ir.example import Example
from ..diff.model import Diff, Law, QuestionDiff
from .in_force import ForceMoved
from .new_code_answers import NewCodes

FOLLOWS_NOT = ("words-around", "words-and-figure", "figure-stays", "figure-unit")  # what says that rules are not those of the text, beside quotations gone and clauses unfollowed


@dataclass(frozen=True)
class CaseChanged:
    """A worked case of the pack, asked on the day before and after the amendment."""

    example: Example
    before: Answer[Any] | None
    after: Answer[Any] | None
    faults: tuple[Diagnostic, ...] = ()  # why there is no answer


@dataclass(frozen=True)
class DutyChanged:
    """A duty that a duty case of the pack expects, before and after the amendment: its norm and how the case names it, how it stands."""

    norm: str
    named: Text
    before: Text
    after: Text


@dataclass(frozen=True)
class LogChanged:
    """A duty case of the pack of which something held before the amendment and does not after; or its events are not read any more (`faults`)."""

    case: DutyCase
    duties: tuple[DutyChanged, ...]
    faults: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Impossible:
    """A duty that cannot be met, and why."""

    norm: str
    label: Text
    why: Text


@dataclass(frozen=True)
class Gate:
    """A draft tried: `faults` are those that were not there before; `gone` quotations that no longer stand."""

    before: Law = field(compare=False)
    after: Law = field(compare=False)
    amendment: Amendment
    text: str
    faults: tuple[Diagnostic, ...]
    gone: tuple[Diagnostic, ...]
    diff: Diff
    cases: tuple[CaseChanged, ...]
    logs: tuple[LogChanged, ...]  # duty cases that come out differently
    citing: tuple[Example, ...]  # cases with the same outcome that merely cite changed words
    impossible: tuple[Impossible, ...]
    cases_on_other_grounds: tuple[CaseChanged, ...] = ()  # with the same outcome, on another basis or other readings
    untested: tuple[Diagnostic, ...] = ()  # rules of the draft by which no case answers: notes
    by_hand: tuple[Diagnostic, ...] = ()  # figures that the changed words do not show: a person must compare them
    stale: tuple[Diagnostic, ...] = ()  # words beside the law that still say the old figure, or the old number of an article: notes
    added: tuple[Example, ...] = ()  # the draft's own cases
    added_answers: tuple[CaseChanged, ...] = ()  # the same, by the law before and after, on the day of each
    unfollowed: tuple[Diagnostic, ...] = ()  # clauses that change or are new while no rule, parameter or norm does
    cited_alone: tuple[Diagnostic, ...] = ()  # rules and norms that quote changed words anew and are otherwise as they were: a person must compare them
    half_encoded: tuple[Diagnostic, ...] = ()  # new words that nothing quotes beside others that something does: warnings, and a person must judge
    to_judge: tuple[Diagnostic, ...] = ()  # rules and norms of which the words do not show why they change so, or do not: warnings, and a person must judge

    force_moved: tuple[ForceMoved, ...] = ()  # days on which only one of both binds: `diff` is of one day, and says nothing of them

    new_codes: tuple[NewCodes, ...] = ()  # codes that the draft adds, with the answers to them: `diff` has no cases with them

    @property
    def passes(self) -> bool:
        """Whether the draft brings no new fault: errors and warnings count, notes do not; nor do changed outcomes, which may be meant, nor what is left to a person."""
        return not self.gone and not self.unfollowed and not self.impossible and not any(f.severity != "note" for f in self.faults)

    @property
    def clean(self) -> bool:
        """Whether it passes and nothing is left to a person, or undecided."""
        return self.passes and not (self.by_hand or self.cited_alone or self.half_encoded or self.to_judge or self.waived or self.undecided)

    @property
    def waived(self) -> tuple[TextChange, ...]:
        """The changes of words with which no rule changes, for the reason that the draft gives."""
        return tuple(c for c in self.amendment.text if c.waived is not None)

    @property
    def undecided(self) -> tuple[QuestionDiff, ...]:
        """The questions of which it could not be decided whether they are answered differently."""
        return tuple(q for q in self.diff.questions if q.state == "unknown" or not q.proven)

    @property
    def lags(self) -> bool:
        """Whether rules have not followed the text, so that what they answer before and after says nothing of the texts."""
        return bool(self.gone or self.unfollowed) or any(f.code in FOLLOWS_NOT and f.severity != "note" for f in self.faults)
