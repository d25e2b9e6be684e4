"""The duty cases of a pack under a draft: of which duties what held before does not after. That may be meant, so it is no fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...diagnostics import PolicyError
from ...ir.duty_case import DutyCase
from ...ir.pack import Pack
from ..duty_cases import MATTER, DutyMismatch, found_words, in_matter, norm_named, parts, reckoned, run_duty_case
from .model import DutyChanged, LogChanged


def changed_duty_cases(before: Pack, after: Pack, cases: Iterable[DutyCase]) -> Iterator[LogChanged]:
    """Each case with the duties that it names and that no longer stand as it says, or that are new."""
    for case in cases:
        wrong = run_duty_case(after, case)
        known = {_about(m) for m in run_duty_case(before, case)} if wrong else set()
        moved = [m for m in wrong if _about(m) not in known]
        faults = tuple(f for m in moved for f in m.faults)
        duties = tuple(_changed(m, case, before, after) for m in moved if not m.faults)
        if moved:
            yield LogChanged(case, duties, faults)


def _about(wrong: DutyMismatch) -> tuple[str, str]:
    """By what a difference is the same before and after."""
    return wrong.norm, repr(wrong.expected)


def _changed(wrong: DutyMismatch, case: DutyCase, before: Pack, after: Pack) -> DutyChanged:
    try:
        was = in_matter(reckoned(before, case), {"norm": wrong.norm, **(wrong.expected or {})})
    except PolicyError:  # its events were not read before either
        was = ()
    told = wrong.expected and {k: v for k, v in {"state": None, "due": None, **wrong.expected}.items() if k in ("state", "due", *MATTER) or parts(was, k) != parts(wrong.found, k)}
    named = norm_named(wrong.norm, wrong.expected, after if wrong.found else before)
    return DutyChanged(wrong.norm, named, found_words(was, told, before), found_words(wrong.found, told, after))
