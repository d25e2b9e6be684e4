"""`policykit show`: the text of a pack, clause by clause, beside what encodes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ..diagnostics import MOST_NAMES, Diagnostic, PolicyError, Text
from ..domain.wording import alone
from ..ir.address import address_of, address_words, at_or_below, spans_of
from ..ir.explain import FORCE
from ..ir.instrument import Clause
from ..ir.numbering import renumbered
from .options import Options, read_day
from .output import write, write_heading, write_json, write_table
from .support import Support, supported

if TYPE_CHECKING:
    from ..api import Policy


def show(pack: str, address: str | None, on: str | None, options: Options) -> None:
    """The whole text, or the clauses at and below an address; with `on` as it stands on that day, and what is in force then.

    Raises `PolicyError` for an address that is not there, and a day on which the text is not in force.
    """
    policy = options.load(pack)
    day = read_day(on) if on else None
    numbers = _numbers(policy, day)
    clauses = _chosen(policy, address, day, numbers)
    if day is not None:
        clauses = _standing(policy, clauses, day)
    beside = _by_address(supported(policy.pack, options, day))
    if options.as_json:
        write_json([_recorded(c, beside.get(c.address, [])) for c in clauses])
        return
    then = "" if day is None else options.say(f"（{day}）", f", {day}")
    write_heading(f"{options.text(policy.label)} ({policy.id}){then}")
    write()
    headings = [options.say("条文", "text"), options.say("据此编入", "encoded by")]
    rows = [[_text(c, numbers.get(c.address), options), _beside(c, beside.get(c.address, []), address is not None, options)] for c in clauses]
    write_table(headings, rows, spaced=True)


def _numbers(policy: Policy, day: date | None) -> Mapping[str, str]:
    """The clauses that are not numbered as their addresses say, on a day or as the text last reads, and the addresses that these numbers make."""
    clauses = policy.pack.clauses.values()
    return renumbered(clauses, day or max((a.first for a in policy.pack.amendments), default=date.max))


def _chosen(policy: Policy, address: str | None, day: date | None, numbers: Mapping[str, str]) -> list[Clause]:
    """The clauses at and below an address; words (第十二条) are what is numbered so on the day, without a day what is or was."""
    clauses = policy.pack.clauses
    if address is None:
        return list(clauses.values())
    found = at_or_below(address, clauses)
    if numbers and address_of(address) is not None and not any(a == address or a.startswith(f"{address}.") for a in clauses):
        now = {numbers.get(a, a): a for a, c in clauses.items() if day is None or c.on(day) is not None}
        meant = {now[n] for n in at_or_below(address, now)} | {*(found if day is None else ())}
        if not meant and found:
            raise PolicyError([_numbered_otherwise(address, day, found, numbers)])
        found = [a for a in clauses if a in meant]
    if not found:
        raise PolicyError([_no_clause(policy, address)])
    return [clauses[a] for a in found]


def _numbered_otherwise(address: str, day: date | None, found: Sequence[str], numbers: Mapping[str, str]) -> Diagnostic:
    """What had a number and has another on the day."""
    moved = list(dict.fromkeys(numbers[a].split(".")[0] for a in found if a in numbers))
    now = [address_words(m) for m in moved]
    return Diagnostic(
        "unknown-clause",
        Text(f"{day} 没有{address}", f"there is no {address} on {day}"),
        help=Text(
            f"现为{'、'.join(w.zh for w in now)}；原地址 `{found[0].split('.')[0]}` 仍可用",
            f"it is {', '.join(w.en for w in now)} now; the address `{found[0].split('.')[0]}` still names it",
        )
        if now
        else Text("已删去；不写 --on 可看", "it is repealed; leave --on out to see it"),
    )


def _no_clause(policy: Policy, address: str) -> Diagnostic:
    """An address that is not there, with those that are: of its article where this is, else all articles."""
    article = (address_of(address) or address).split(".")[0]
    within = at_or_below(article, policy.pack.clauses)
    more = len(within) - MOST_NAMES
    there = Text("、".join(within[:MOST_NAMES]), ", ".join(within[:MOST_NAMES])) if within else spans_of(policy.pack.clauses)
    if more > 0:
        there = Text(
            f"{there.zh}等 {len(within)} 处；`policykit show {policy.id} {article}` 列出全部", f"{there.en} and {more} more: `policykit show {policy.id} {article}` lists them all"
        )
    return Diagnostic(
        "unknown-clause",
        Text(f"没有地址为 `{address}` 的条文", f"no clause has the address `{address}`"),
        help=Text(f"这是问题的名称：用 `policykit questions {address}`", f"this names a question: `policykit questions {address}`")
        if address in policy.questions
        else Text(f"有的地址：{there.zh}", f"the addresses there are: {there.en}"),
    )


def _standing(policy: Policy, clauses: Sequence[Clause], day: date) -> list[Clause]:
    """The clauses that stand on a day, as they read then. Raises `PolicyError` where there is none, or the text is not in force."""
    instrument = policy.pack.instrument
    force, period = instrument.force_on(day), instrument.period
    if force in ("not_yet", "expired"):
        zh = f"自 {period.first} 起施行" + (f"，至 {period.last} 止" if period.last else "")
        en = f"it is in force from {period.first}" + (f" to {period.last}" if period.last else "")
        fault = Diagnostic(
            "not-in-force",
            Text(f"`{policy.id}` 在 {day} {FORCE[force].zh}", f"`{policy.id}` is {FORCE[force].en} on {day}"),
            help=Text(f"{zh}；不写 --on 可看全文", f"{en}; leave --on out to see all of it"),
        )
        raise PolicyError([fault])
    found = [_as_read(c, wording) for c in clauses if (wording := c.on(day)) is not None]
    if not found:
        fault = Diagnostic(
            "unknown-clause",
            Text(f"这些条文在 {day} 不存在", f"these clauses do not stand on {day}"),
            help=Text("不写 --on 可看这些条文", "leave --on out to see them"),
        )
        raise PolicyError([fault])
    return found


def _as_read(clause: Clause, wording: str) -> Clause:
    """The clause in another day's wording, which has no translation of its own."""
    return clause if wording == clause.quote else replace(clause, quote=wording, en="")


def _by_address(supports: Iterable[Support]) -> dict[str, list[Support]]:
    found: dict[str, list[Support]] = {}
    for support in supports:
        for address in dict.fromkeys(q.address for q in support.cite):
            found.setdefault(address, []).append(support)
    return found


def _text(clause: Clause, now: str | None, options: Options) -> str:
    """The clause with its address, and what it is numbered `now` where that is something else; for a reader of English what it says in that language as well."""
    numbered = options.say("（{}）", " ({})").format(options.text(address_words(now))) if now is not None else ""
    english = f"\n  {clause.en}" if options.language == "en" and clause.en and clause.en != clause.quote else ""
    return f"{clause.address}{numbered}\n{alone(clause.quote)}{english}"


def _beside(clause: Clause, supports: Sequence[Support], full: bool, options: Options) -> str:
    """What rests on the clause: names and results, and the conditions too where few clauses are shown."""
    lines = [_line(s, full, options) for s in supports]
    if clause.restored is not None:
        lines.append(options.say(f"（已复原；传来时为：{clause.restored}）", f"(restored; it reached us as: {clause.restored})"))
    if clause.defect is not None:
        lines.append(f"({options.text(clause.defect)})")
    if not supports and clause.waived is not None:
        lines.append(options.say(f"不编入：{clause.waived.zh}", f"nothing to encode: {clause.waived.en}"))
    elif not supports:
        lines.append(options.say("尚未编入", "not encoded yet"))
    return "\n".join(lines)


def _line(support: Support, full: bool, options: Options) -> str:
    rests = f" [{options.listed(support.readings)}]" if support.readings else ""
    line = f"{support.name}{rests}"
    if full and support.when:
        line += f"\n  {options.say('条件', 'when')} {support.when}"
    return line + (f"\n  → {support.says}" if support.says else "")


def _recorded(clause: Clause, supports: Sequence[Support]) -> dict[str, Any]:
    return {
        "address": clause.address,
        "quote": clause.quote,
        "kind": clause.kind,
        "en": clause.en,
        "waived": clause.waived._asdict() if clause.waived else None,
        "restored_from": clause.restored,
        "defect": clause.defect._asdict() if clause.defect else None,
        "encoded_by": [{"kind": s.kind, "name": s.name, "words": list(s.words_at(clause.address)), "readings": list(s.readings), **s.record} for s in supports],
    }
