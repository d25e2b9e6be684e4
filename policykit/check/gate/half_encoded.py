"""What new or changed words say that nothing quotes, beside words of their sentence that something does: a sentence encoded in half passes as encoded.

Told are the parts between commas that say how strictly something holds or how often it is done, and figures; of the rest a reader of the table of
changes judges.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ...diagnostics import Diagnostic, Span, Text
from ...domain.differences import STRENGTH
from ...domain.figures import Figure, figures
from ...domain.wording import bare, meet, sentences, stretches
from ...ir.amendment import TextChange
from ..diff.model import Law
from .following import differing, heading
from .quoting import quoted_by_any

_PART = re.compile(r"[^，,：:。；;]+")
_EACH = re.compile(r"每(?:半?年|月|日|周|天|季|[0-9两二三四五六七八九十])")
_ONE = re.compile(r"[一1][个件家项份名人户次级顶成]")
Stretch = tuple[int, int]


def parts_unquoted(after: Law, told: Collection[Span | None]) -> Iterator[Diagnostic]:
    """A warning for each clause that is new, or changes, with the parts of it that nothing quotes. `told`: where an error says already that nothing follows it."""
    quoted = quoted_by_any(after)
    for change in after.pack.amendments[-1].text:
        if change.after is None or change.waived is not None or change.span in told:
            continue
        text = bare(change.after)
        places = [s for words in quoted.get(change.address, ()) for s in stretches(words, text)]
        if places and (left := list(dict.fromkeys(text[slice(*s)] for s in _left(change, text, places)))):
            yield part_unquoted(change.address, left, change.span)


def _left(change: TextChange, text: str, places: list[Stretch]) -> Iterator[Stretch]:
    """The parts that say something and are not quoted, and the figures not quoted in those that are: of a changed clause where its words are new."""
    new = [(d.first, d.last) for d in differing(change)[2]] if change.before is not None else [(0, len(text))]
    said = [f for f in figures(text) if _counts(f, text)]
    for start, end in sentences(text):
        if change.before is None and not meet((start, end), places):
            continue  # a new sentence that nothing quotes at all is an error of its own
        for part in ((m.start(), m.end()) for m in _PART.finditer(text, max(start, heading(change.after or "")), end)):
            within = [(f.start, f.end) for f in said if part[0] <= f.start and f.end <= part[1]]
            if not meet(part, new):
                continue
            if meet(part, places):
                yield from (f for f in within if meet(f, new) and not meet(f, places))
            elif within or any(sought.search(text, *part) for sought in (STRENGTH, _EACH)):
                yield part


def _counts(figure: Figure, text: str) -> bool:
    """Whether a figure is a measure: it has a unit, is not merely one of something, and no number of an article, a class or a turn."""
    return "in ones" not in figure.means and not _ONE.fullmatch(figure.words) and text[figure.start - 1 : figure.start] != "第"


def part_unquoted(address: str, parts: list[str], span: Span | None) -> Diagnostic:
    """New words that nothing quotes, in a clause of which other words are quoted."""
    listed = [f"“{p}”" for p in parts]
    return Diagnostic(
        "part-unquoted",
        Text(
            f"`{address}` 中{'、'.join(listed)}没有规则、参数或义务引用",
            f"of `{address}` no rule, parameter or norm quotes {', '.join(listed)}",
        ),
        span,
        Text(
            "由一人核对是否已经编入：没有编入的，用 `add` 写一条引用它的规则、参数或义务；已经编入的，在其 `cite` 中一并引用",
            "have a person check whether they are encoded: if not, write with `add` a rule, parameter or norm that quotes them; if so, quote them there too",
        ),
        "warning",
    )
