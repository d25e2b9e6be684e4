"""Runs duty cases: the states that an event log gives duties against those expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ..casework.duties import Duty, duties
from ..diagnostics import Diagnostic, PolicyError, Text
from ..domain.periods import read_date
from ..ir.duty_case import DutyCase
from ..ir.explain import plain
from ..ir.pack import Pack
from ..source.amending import name_before
from .examples import Mismatch


def run_duty_case(pack: Pack, case: DutyCase) -> tuple[Mismatch, ...]:
    """What differs; nothing is a pass."""
    since: date | None = read_date(case.since) if case.since else None
    try:
        found = duties(pack, case.events, case.now, since=since)
    except PolicyError as e:
        return (Mismatch("events", None, str(e)),)
    wrong: list[Mismatch] = []
    for expected in case.expected:
        matching = [d for d in found if all(_part(d, k) == plain(expected[k]) for k in ("norm", "case", "period") if k in expected)]
        if not any(_holds(d, expected) for d in matching):
            wrong.append(Mismatch(str(expected["norm"]), dict(expected), [_shown(d) for d in matching]))
    if case.nothing_else:
        others = [_part(d, "norm") for d in found if _part(d, "norm") not in case.norms]
        if others:
            wrong.append(Mismatch("nothing_else", [], others))
    return tuple(wrong)


def failing_duty_cases(pack: Pack, cases: Iterable[DutyCase]) -> list[Diagnostic]:
    """A diagnostic for each duty case that does not hold."""
    found: list[Diagnostic] = []
    for case in cases:
        for wrong in run_duty_case(pack, case):
            message = Text(
                f"义务案例 `{case.id}`：`{wrong.what}` 应为 {wrong.expected}，而得 {wrong.got}",
                f"duty case `{case.id}`: `{wrong.what}` should be {wrong.expected}, but is {wrong.got}",
            )
            found.append(Diagnostic("duty-case-fails", message, case.span, Text("改正规范或案例", "mend the norm or the case"), about=(case.id,)))
    return found


def _holds(duty: Duty, expected: Mapping[str, Any]) -> bool:
    return all(_same(_part(duty, k), v) for k, v in expected.items())


def _part(duty: Duty, name: str) -> Any:
    """A part of a duty as cases write it: norms by the name that they had before an amendment ended them."""
    value = plain(getattr(duty, name))
    match name:
        case "norm":
            return name_before(value)
        case "too_early":
            return [name_before(n) for n in value]
    return value


def _same(got: Any, expected: Any) -> bool:
    return bool(got == expected or (isinstance(got, str) and isinstance(expected, str) and "T" in got and got[:16] == expected.replace(" ", "T")[:16] and len(expected) <= 16))


def _shown(duty: Duty) -> dict[str, Any]:
    return {k: _part(duty, k) for k in ("norm", "state", "due", "started_by", "ended_by", "too_early", "period", "case")}
