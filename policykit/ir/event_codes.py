"""The codes that norms look for in the parts of events (`report: half_year`), and the labels by which a person may write them (半年报告)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..diagnostics import Text
from ..domain.event_kinds import CODES
from .expr import Compare, Expr, Items, Literal, Logic, Member
from .labels import one_meaning, plain
from .norm import EventKind, EventTest, Norm
from .types import Choice

Role = str  # starts, done, excused
ROLES = ("starts", "done", "excused")


def tests_of(norm: Norm, role: Role) -> tuple[EventTest, ...]:
    """The events that begin a norm's duty, fulfil it or excuse from it."""
    found = {"starts": norm.starts, "done": norm.done, "excused": norm.excused}[role]
    return tuple(t for t in found if isinstance(t, EventTest))


def codes_looked_for(norms: Iterable[Norm], whole: bool = False) -> dict[tuple[str, str], tuple[str, ...]]:
    """Kind and part -> the codes that norms look for in it; with `whole`, without the parts that some norm holds against anything else."""
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    open_: set[tuple[str, str]] = set()
    for norm in norms:
        for role in ROLES:
            for event in tests_of(norm, role):
                for test in event.tests:
                    place, codes = (event.kind, test.column or ""), codes_in(test.holds)
                    if codes is None:
                        open_.add(place)
                    else:
                        found[place].update(dict.fromkeys(codes))
    return {place: tuple(codes) for place, codes in found.items() if not (whole and place in open_)}


def codes_in(holds: Expr) -> list[str] | None:
    """The codes that a condition takes; None where it asks something else."""
    match holds:
        case Compare(operator="=", right=Literal(value=str(code))):
            return [code]
        case Member(collection=Items(parts=parts)) if all(isinstance(p, Literal) and isinstance(p.value, str) for p in parts):
            return [p.value for p in parts if isinstance(p, Literal)]
        case Logic(operator="or", parts=either):
            found = [codes_in(p) for p in either]
            return None if None in found else [code for some in found for code in some or ()]
    return None


def with_codes(kinds: Mapping[str, EventKind], norms: Iterable[Norm]) -> dict[str, EventKind]:
    """The kinds, each with the codes that norms look for in its parts and their labels, where there are some."""
    found: dict[str, dict[str, dict[str, tuple[Text, ...]]]] = defaultdict(dict)
    for (kind, part), codes in codes_looked_for(norms).items():
        type_ = dict(kinds[kind].fields).get(part) if kind in kinds else None
        own = type_.labels if isinstance(type_, Choice) else {}
        found[kind][part] = {code: (own[code],) if code in own else _labels(part, code) for code in codes}
    return {name: replace(kind, codes=found[name]) if name in found else kind for name, kind in kinds.items()}


def _labels(part: str, code: str) -> tuple[Text, ...]:
    """The words for a code, the usual one first; none where it is a pack's own."""
    zh, en, *more = CODES.get(part, {}).get(code, ("", ""))
    return (Text(zh, en), *(Text(word, "") for word in more)) if zh else ()


def code_meant(kind: EventKind, part: str, word: str) -> str:
    """The code that a word means in a part of a kind, by a label that no other code there has; the word itself where it is none.

    >>> report = EventKind("report_filed", Text("报告已报送", "report filed"), codes={"report": {"half_year": (Text("半年报告", "half-year report"), Text("半年报", ""))}})
    >>> code_meant(report, "report", "半年报"), code_meant(report, "report", "half_year"), code_meant(report, "report", "季报")
    ('half_year', 'half_year', '季报')
    """
    codes = kind.codes.get(part, {})
    return word if word in codes else one_meaning(codes.items()).get(plain(word), word)


def code_shown(kind: EventKind, part: str, code: str) -> Text:
    """A code with its label, where it has one: 半年报告（half_year）."""
    label = next(iter(kind.codes.get(part, {}).get(code, ())), None)
    return Text(f"{label.zh}（{code}）", code) if label is not None else Text(code, code)
