"""Runs duty cases: the states that an event log gives duties against those expected, and what differs in the manual's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..casework.duties import Duty, duties
from ..casework.duty_words import STATES
from ..diagnostics import Diagnostic, PolicyError, Text, nearest
from ..domain.periods import read_date
from ..ir.duty_case import DutyCase
from ..ir.explain import plain
from ..ir.pack import Pack
from ..ir.words import joined, listed
from ..source.amending import name_before

MATTER = ("norm", "case", "period")  # by which a duty is known in a log
TOLD = 3  # of duties found in the place of the one expected
NONE = Text("没有此义务", "no such duty")


@dataclass(frozen=True)
class DutyMismatch:
    """What a case expects of a duty (None: that there is none but those it names), and the duties found in its place; or why there are none at all."""

    norm: str
    expected: Mapping[str, Any] | None
    found: tuple[Duty, ...] = ()
    faults: tuple[Diagnostic, ...] = ()


def run_duty_case(pack: Pack, case: DutyCase) -> tuple[DutyMismatch, ...]:
    """What differs; nothing is a pass."""
    try:
        found = reckoned(pack, case)
    except PolicyError as e:
        return (DutyMismatch("", None, (), tuple(e.diagnostics)),)
    matching = [in_matter(found, e) for e in case.expected]
    wrong = [DutyMismatch(str(e["norm"]), e, some) for e, some in zip(case.expected, matching, strict=True) if not any(_holds(d, e) for d in some)]
    if case.nothing_else:
        others = dict.fromkeys(n for d in found if (n := _part(d, "norm")) not in case.norms)
        wrong += [DutyMismatch(n, None, tuple(d for d in found if _part(d, "norm") == n)) for n in others]
    return tuple(wrong)


def reckoned(pack: Pack, case: DutyCase) -> tuple[Duty, ...]:
    """The duties at the moment of a case. Raises `PolicyError` where its events cannot be read."""
    since: date | None = read_date(case.since) if case.since else None
    return duties(pack, case.events, case.now, since=since)


def in_matter(found: Iterable[Duty], expected: Mapping[str, Any]) -> tuple[Duty, ...]:
    """The duties of the norm, and of the matter and period where the case names them."""
    return tuple(d for d in found if all(_part(d, k) == plain(expected[k]) for k in MATTER if k in expected))


def parts(found: Iterable[Duty], name: str) -> list[Any]:
    """A part of each duty as cases write it."""
    return [_part(d, name) for d in found]


def failing_duty_cases(pack: Pack, cases: Iterable[DutyCase]) -> list[Diagnostic]:
    """A diagnostic for each duty case that does not hold."""
    return [_fails(case, wrong, pack) for case in cases for wrong in run_duty_case(pack, case)]


def _fails(case: DutyCase, wrong: DutyMismatch, pack: Pack) -> Diagnostic:
    if wrong.faults:
        why = joined([f.message for f in wrong.faults], "；", "; ")
        message = Text(f"义务案例 `{case.id}` 的事件不能读：{why.zh}", f"the events of duty case `{case.id}` cannot be read: {why.en}")
    else:
        named, should, got = norm_named(wrong.norm, wrong.expected, pack), expected_words(wrong.expected, pack), found_words(wrong.found, wrong.expected, pack)
        message = Text(
            f"义务案例 `{case.id}`：`{wrong.norm}`“{named.zh}”应为：{should.zh}；而得：{got.zh}",
            f"duty case `{case.id}`: `{wrong.norm}` “{named.en}” should be: {should.en}; but is: {got.en}",
        )
    return Diagnostic("duty-case-fails", message, case.span, _mend(wrong, pack), about=(case.id,))


def _mend(wrong: DutyMismatch, pack: Pack) -> Text:
    """The way out: the code of a state that is named by its label, or a near name, where the case names a norm or a state that is not there."""
    known, state = [name_before(n) for n in pack.norms], str((wrong.expected or {}).get("state", ""))
    if (code := next((c for c, label in STATES.items() if state in label and state not in STATES), None)) is not None:
        return Text(f"“{state}”的代码是 `{code}`", f"the code of “{state}” is `{code}`")
    for written, names in ((wrong.norm, known), (state, list[str](STATES))):
        if written and written not in names and (close := nearest(written, names)) is not None:
            return Text(f"没有 `{written}`，是否指 `{close}`", f"there is no `{written}`: did you mean `{close}`?")
    return Text("改正规范或案例", "mend the norm or the case")


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


# --- in words


def norm_named(norm: str, expected: Mapping[str, Any] | None, pack: Pack) -> Text:
    """A norm by its label, or its name where it has none, with the period and the matter that the case names."""
    label = label_of(norm, pack) or Text(norm, norm)
    matter = [str(v) for k in ("case", "period") if (v := (expected or {}).get(k)) is not None]
    return Text(f"{label.zh}（{'、'.join(matter)}）", f"{label.en} ({', '.join(matter)})") if matter else label


def label_of(norm: str, pack: Pack) -> Text | None:
    """The label of a norm by the name that it has or had; None where there is none of the name."""
    return next((n.label for n in pack.norms.values() if norm in (n.id, name_before(n.id))), None)


def expected_words(expected: Mapping[str, Any] | None, pack: Pack) -> Text:
    """What a case expects of a duty."""
    return _said({k: v for k, v in expected.items() if k not in MATTER}, pack) if expected is not None else NONE


def found_words(found: Sequence[Duty], expected: Mapping[str, Any] | None, pack: Pack) -> Text:
    """How duties stand, in the parts that the case speaks of; of several, for which period and in which matter."""
    if not found:
        return NONE
    names = [*(k for k in expected if k not in MATTER)] if expected is not None else ["state", "due"]
    if len(found) > 1 or expected is None:
        names += [k for k in ("period", "case") if any(_part(d, k) is not None for d in found)]
    told = [_said({k: _part(d, k) for k in names}, pack) for d in found[:TOLD]]
    more = len(found) - TOLD
    return joined([*told, *([Text(f"另 {more} 项", f"{more} more")] if more > 0 else [])], "；", "; ")


def _said(told: Mapping[str, Any], pack: Pack) -> Text:
    """A state with what else is told of it."""
    return joined(list(_parts(told, pack)), "，", ", ")


def _parts(told: Mapping[str, Any], pack: Pack) -> Iterator[Text]:
    for name, value in told.items():
        match name:
            case "state":
                yield next((words for state, words in STATES.items() if state == value), Text(f"`{value}`", f"`{value}`"))
            case "due":
                day = str(value).replace("T", " ")
                yield Text("没有确定的期限", "no day due") if value is None else Text(f"期限 {_to_minutes(day)}", f"due {_to_minutes(day)}")
            case "started_by":
                yield Text("不因事件而起", "begun by no event") if value is None else Text(f"因事件 `{value}` 而起", f"begun by event `{value}`")
            case "ended_by":
                yield Text("没有终结的事件", "ended by no event") if value is None else Text(f"因事件 `{value}` 而终结", f"ended by event `{value}`")
            case "period" | "case" if value is not None:
                word = Text("所属期间", "for") if name == "period" else Text("事项", "matter")
                yield Text(f"{word.zh} {value}", f"{word.en} {value}")
            case "too_early":
                before = listed([label_of(n, pack) or Text(n, n) for n in value], "、", "and") if value else None
                yield Text("没有应先履行而未履行的", "nothing left out before") if before is None else Text(f"应先履行而未履行：{before.zh}", f"left out before: {before.en}")
            case "owed":
                parties = pack.instrument.parties
                owed = listed([parties.get(p, Text(p, p)) for p in value], "、", "and") if value else None
                yield Text("没有尚欠的", "owed to nobody still") if owed is None else Text(f"尚欠{owed.zh}", f"still owed: {owed.en}")


def _to_minutes(moment: str) -> str:
    """Seconds that are none are left out."""
    return moment.removesuffix(":00") if moment.count(":") == 2 else moment
