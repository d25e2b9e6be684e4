"""Whether the days in force that an amendment sets are those its words give. What the words do not give is left to a person, and said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from ...diagnostics import Diagnostic, Span, Text
from ...domain.figures import figures
from ...domain.periods import LONGEST_MONTHS, plus_months
from ...domain.wording import bare
from ...ir.amendment import AmendmentPart, TextChange
from ...ir.instrument import Period
from ..diff.model import Law

End = Literal["from", "to"]
_FIRST, _LAST = (("自", "从"), ("起", "施行")), (("至", "到"), ("止",))  # what stands before and after a first day, and a last one
NAMES = {"from": Text("首日", "first day"), "to": Text("末日", "last day")}


def validity_faults(part: AmendmentPart, before: Law, after: Law, span: Span | None) -> Iterator[Diagnostic]:
    """An error for a first or last day other than the changed words give; a note for one that is set anew, or no longer stated, where they give none."""
    was, now = before.pack.instrument.period, after.pack.instrument.period
    said, texts = days_given(part, before, after, now.first), [bare(c.before or "") for c in _clauses(part, before, after)]
    stood = _stated(texts)
    ends: tuple[tuple[End, date | None, date | None, date | None, bool], ...] = (
        ("from", said.first, was.first, now.first, stood.first is not None),
        ("to", said.last, was.last, now.last, stood.last is not None or _months(texts) is not None),
    )
    for end, given, old, new, stated in ends:
        if given is not None:
            if given != new:
                yield another_day(end, given, new, span)
        elif new != old or stated:
            yield day_by_hand(end, new, span)


def days_given(part: AmendmentPart, before: Law, after: Law, first: date | None) -> Period:
    """The first and last day that the clauses of the validity give as changed, where they do: by dates; or the last one by a period from the first, as many
    days after its end as it had before. `first`: the first day where the words give none."""
    changed = _clauses(part, before, after)
    was, texts, finals = before.pack.instrument.period, [bare(c.before or "") for c in changed], [bare(c.after or "") for c in changed]
    old, new = _stated(texts), _stated(finals)
    begins = was.first if new.first is not None and new.first == old.first else new.first  # what stays means what it meant
    if new.last is not None:
        return Period(begins, was.last if new.last == old.last else new.last)
    old_months, months, start = _months(texts), _months(finals), begins or first
    if old_months is None or months is None or start is None or was.first is None or was.last is None:
        return Period(begins, None)
    return Period(begins, plus_months(start, months) + (was.last - plus_months(was.first, old_months)))


def _clauses(part: AmendmentPart, before: Law, after: Law) -> list[TextChange]:
    """The changes of clauses that the validity quotes, before or after."""
    cited = {q.address for law in (before, after) for q in law.pack.instrument.validity_cite}
    return [c for c in part.clauses if c.address in cited]


def _stated(texts: Sequence[str]) -> Period:
    """The first and the last day that texts state by their dates; None where they state none, or several."""
    return Period(_marked(texts, *_FIRST), _marked(texts, *_LAST))


def _marked(texts: Sequence[str], ahead: tuple[str, ...], behind: tuple[str, ...]) -> date | None:
    found = {d for t in texts for f in figures(t) if (t[: f.start].endswith(ahead) or t.startswith(behind, f.end)) and isinstance(d := f.means.get("date"), date)}
    return found.pop() if len(found) == 1 else None


def _months(texts: Sequence[str]) -> int | None:
    """The only period in months of some texts."""
    found = {m for t in texts for f in figures(t) if isinstance(m := f.means.get("months"), int)}
    return found.pop() if len(found) == 1 and max(found) <= LONGEST_MONTHS else None


def another_day(end: End, said: date, got: date | None, span: Span | None) -> Diagnostic:
    """The first or last day that is set is not the one that the words give."""
    name = NAMES[end]
    zh, en = (f"却设为 {got}", f"is set to {got}") if got is not None else ("却没有设", "has none")
    return Diagnostic(
        "words-and-figure",
        Text(f"按改后的条文，{name.zh}是 {said}，`validity.{end}` {zh}", f"by the words as changed the {name.en} is {said}, yet `validity.{end}` {en}"),
        span,
        Text(f"写 `validity: {{{end}: {said}, cite: …}}`，或改正文字", f"write `validity: {{{end}: {said}, cite: …}}`, or mend the words"),
    )


def day_by_hand(end: End, got: date | None, span: Span | None) -> Diagnostic:
    """The words give no such day to compare with."""
    name = NAMES[end]
    zh, en = (f"{name.zh} `validity.{end}` 为 {got}", f"the {name.en}, `validity.{end}`, is {got}") if got is not None else (f"没有{name.zh}", f"there is no {name.en}")
    return Diagnostic(
        "figure-by-hand",
        Text(f"须人工核对：{zh}，改动的文字里没有可以比对的日期或期限", f"check by hand: {en}, and the changed words hold no date or period to compare it with"),
        span,
        Text("由一人核对施行期间与条文是否相符", "have a person check that the days in force fit the text"),
        "note",
    )
