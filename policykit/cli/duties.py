"""`policykit duties`: an event log, a moment, and who owes what."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime, time, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..casework.doubtful_events import doubts, early_deeds, untouched
from ..casework.duties import Duty, duties, last_moment
from ..casework.duties_under import Otherwise, duties_under_all
from ..casework.duty_words import STATES, bearer_words, clause_words, due_words
from ..casework.postponed import Postponed, postponed
from ..casework.recurrence import periods
from ..diagnostics import Diagnostic, PolicyError, Source, Text, counted
from ..domain.events import Event
from ..domain.periods import read_datetime
from ..domain.written_days import moment_text, read_written_day
from ..files import read_text
from ..ir.explain import plain
from ..ir.norm_words import parties_words
from ..source.events import read_log
from .ask import chosen_readings
from .calendar import party_named
from .lists import KINDS
from .options import Options, read_day
from .output import write, write_error, write_faults, write_heading, write_json, write_table
from .under_readings import chosen_words, reading_words, relied_on

if TYPE_CHECKING:
    from ..api import Policy
    from ..check.report.blocks import Report
    from ..ir.norm import Each
    from ..ir.pack import Pack

HEADINGS = (("状态", "state"), ("义务", "duty"), ("主体，向谁", "bearer, to whom"), ("期限", "due"), ("读法", "readings"), ("条文", "clauses"))
RECORDED = (
    "norm", "label", "modality", "bearer", "to", "owed", "state", "case", "period", "started_by", "started_at", "due", "open_time", "seconds_left", "ended_by",
    "ended_at", "too_early", "strength", "why", "citations", "readings", "policykit", "pack", "digest", "calendar_digest", "under", "notices",
)  # fmt: skip
SOON = timedelta(days=30)


class Wanted(NamedTuple):
    """Whose duties are listed, and in which matter; None: all. `everything`: also what is not due, broken or soon to be done."""

    party: str | None
    case: str | None
    everything: bool = False

    def shows(self, duty: Duty, now: datetime, each: Each | None) -> bool:
        """Whether a person who asks what is to be done should see it: what is broken, or was and is mended, what an event set going, what falls due soon, and what
        comes again without a day and is not done for a period that is over."""
        left = duty.left(now)
        soon = left is not None and left <= SOON
        match duty.state:
            case "breached" | "missed" | "fulfilled_late":
                return True
            case "pending":
                return soon or duty.started_by is not None or duty.why is not None or (duty.due is None and _over(duty, each, now))
            case "not_yet":
                return soon
        return self.everything

    def takes(self, duty: Duty) -> bool:
        return (self.party is None or self.party in duty.bearer) and (self.case is None or self.case == duty.case)

    def takes_either(self, own: Duty | None, read: Duty | None) -> bool:
        return any(d is not None and self.takes(d) for d in (own, read))


def _over(duty: Duty, each: Each | None, now: datetime) -> bool:
    """Whether the period of a duty that comes again has passed."""
    if each is None or duty.started_at is None:
        return False
    first = duty.started_at.date()
    return periods(each, first, first)[0][1] < now.date()


def write_duties(log: str, name: str, now: str | None, since: str | None, readings: str | None, wanted: Wanted, output: Path | None, options: Options) -> None:
    """Reads the log and prints the duties, most urgent first, or writes them to a file. Raises `PolicyError`."""
    policy = options.load(name)
    if not policy.pack.norms:
        raise PolicyError([Diagnostic("no-norms", Text(f"`{policy.id}` 没有编入义务规范", f"`{policy.id}` encodes no norms"))])
    if wanted.party is not None:
        wanted = wanted._replace(party=party_named(wanted.party, policy.pack.instrument.parties))
    moment = _moment(now)
    events, first = read_events(log, policy.pack, options), read_day(since) if since else None
    doubted = [*doubts(policy.pack, events)]
    write_faults(doubted, options)
    others: tuple[Otherwise, ...] = ()
    if readings == "all":
        reckoned, others = duties_under_all(policy.pack, events, moment, since=first)
    else:
        reckoned = duties(policy.pack, events, moment, since=first, readings=chosen_readings(readings) if readings else None)
    early = [*early_deeds((e for e in events if e.at <= moment), reckoned, policy.pack)]
    write_faults(early, options)
    found = sorted(filter(wanted.takes, reckoned), key=_urgency)
    others = tuple(o._replace(differing=tuple(pair for pair in o.differing if wanted.takes_either(*pair))) for o in others)
    moved = {d: m for d in found if (m := postponed(policy.pack, d)) is not None} if readings in (None, "all") else {}
    if options.as_json:
        recorded = [_recorded(d, moment) | _recorded_more(d, policy.pack, moved.get(d)) for d in found]
        write_json({"duties": recorded, "readings": [_recorded_otherwise(o, moment) for o in others]} if readings == "all" else recorded)
        return
    shown = found if wanted.everything else [d for d in found if wanted.shows(d, moment, policy.pack.norms[d.norm].each)]
    idle = untouched((e for e in events if e.at <= moment), reckoned, policy.pack)
    title = f"{options.text(policy.label)} ({policy.id})"
    rows = [_row(d, moment, moved.get(d), policy, options, in_words=output is not None) for d in shown]
    more = len(found) - len(shown)
    unlisted = options.say(f"其余 {more} 项不急", f"{counted(more, 'duty', 'duties')} not urgent")
    below = [_counted(found, options), *([unlisted] if more else []), *_idle(idle, options)]
    changes = [(_reading(o, policy.pack if output is not None else None, options), [_change(*pair, moment, options) for pair in o.differing]) for o in others]
    if output is not None:
        from .blocks import save_report

        rests = chosen_words((i for d in shown for i in d.readings), policy.pack, moment.date(), options)
        title = options.say(f"义务清单：{title}", f"Duties: {title}")
        save_report(_report(title, moment, rows, below, [*doubted, *early], rests, changes, options), output)
        write_error(options.say(f"已写入 {output}", f"written to {output}"))
        return
    write_heading(title)
    if rows:
        write_table([options.say(*h) for h in HEADINGS], rows, spaced=True)
        write()
    for line in below:
        write(line + (options.say("，加 `--all` 全部列出", ": `--all` lists them too") if line is unlisted else ""))
    if others:
        write()
    for reading, lines in changes:
        write(reading)
        for line in lines:
            write(f"  {line}")


def _report(
    title: str,
    now: datetime,
    rows: Sequence[Sequence[str]],
    below: Sequence[str],
    doubted: Sequence[Diagnostic],
    rests: Sequence[str],
    changes: Sequence[tuple[str, Sequence[str]]],
    options: Options,
) -> Report:
    """The duties as a report for a file: the table, what stands below it on a screen, what of the record is doubtful, the readings relied on, what others change."""
    from ..check.report.blocks import Block, Bullets, Cell, Paragraph, Report, Table

    blocks: list[Block] = [Table(tuple(options.say(*h) for h in HEADINGS), tuple(tuple(map(Cell, r)) for r in rows), (2, 4, 3, 3, 2, 6))] if rows else []
    blocks.append(Bullets(tuple(below)))
    if doubted:
        blocks += [Paragraph(options.say("事件记录中须核对的：", "What of the record should be looked at again:")), Bullets(tuple(_doubt(d, options) for d in doubted))]
    blocks += relied_on(rests, options)
    if changes:
        blocks.append(Paragraph(options.say("换用其他读法：", "Under other readings:")))
    for reading, lines in changes:
        blocks += [Paragraph(reading), *([Bullets(tuple(lines))] if lines else [])]
    return Report(title, options.say(f"截至 {now:%Y-%m-%d %H:%M}", f"as of {now:%Y-%m-%d %H:%M}"), tuple(blocks), options.language)


def _doubt(doubt: Diagnostic, options: Options) -> str:
    """A warning on one line, with the way out."""
    help_ = options.text(doubt.help)
    return options.text(doubt.message) + (options.say(f"（{help_}）", f" ({help_})") if help_ else "")


def _counted(found: Sequence[Duty], options: Options) -> str:
    """How many are in which state."""
    counts = {s: sum(d.state == s for d in found) for s in STATES}
    return options.listed(f"{options.text(STATES[s])} {n}" for s, n in counts.items() if n) or options.say("没有义务", "no duties")


def _idle(idle: Sequence[str], options: Options) -> list[str]:
    """The events that moved nothing."""
    said = options.listed(f"`{i}`" for i in idle)
    return [options.say(f"没有义务因之开始或完成的事件：{said}", f"events by which no duty began or ended: {said}")] if idle else []


def _reading(other: Otherwise, pack: Pack | None, options: Options) -> str:
    """Another reading by its name, and that it changes nothing where it does not; with what it says where a pack is given, for who does not have that at hand."""
    name = reading_words(other.readings, pack, options) if pack is not None else options.listed(f"{i}={n}" for i, n in other.readings.items())
    return f"{name}{options.say('：', ': ')}{options.say('不变', 'nothing changes') if not other.differing else ''}".rstrip()


def _change(own: Duty | None, read: Duty | None, now: datetime, options: Options) -> str:
    """A duty as the pack reads it, and as another reading has it."""
    duty = own or read
    assert duty is not None
    matter = options.listed(w for w in (duty.case, duty.period) if w)
    shown = " → ".join(_stands(d, now, options) for d in (own, read))
    return f"{options.text(duty.label)}{f' ({matter})' if matter else ''}{options.say('：', ': ')}{shown}"


def _stands(duty: Duty | None, now: datetime, options: Options) -> str:
    if duty is None:
        return options.say("没有此义务", "no such duty")
    return f"{options.text(STATES[duty.state])}, {_due(duty, now, options)}".replace("\n", ", ")


def _recorded_otherwise(other: Otherwise, now: datetime) -> dict[str, Any]:
    return {"readings": dict(other.readings), "differing": [{"pack": _recorded(a, now) if a else None, "reading": _recorded(b, now) if b else None} for a, b in other.differing]}


def read_events(log: str, pack: Pack, options: Options) -> list[Event]:
    """The events of a JSON-lines file, or of stdin for `-`; or of a table, by its name. Raises `PolicyError` naming every bad line or row."""
    if Path(log).suffix.lower() in KINDS:
        from .event_table import read_event_table

        return read_event_table(Path(log), pack, options)
    source = Source("stdin", sys.stdin.read()) if log == "-" else read_text(Path(log))
    events, faults = read_log(source, pack.event_kinds)
    if faults:
        raise PolicyError(faults)
    return events


def _moment(text: str | None) -> datetime:
    """The moment asked: a day means its end."""
    if text is None:
        return datetime.now(timezone(timedelta(hours=8))).replace(tzinfo=None, microsecond=0)
    day = read_written_day(text)
    if day is not None:
        return datetime.combine(day, time(23, 59, 59))
    moment = read_datetime(moment_text(text))
    if moment is None:
        raise PolicyError(
            [
                Diagnostic(
                    "moment",
                    Text(f"`{text}` 不是时刻", f"`{text}` is not a moment"),
                    help=Text("写作 2026-07-20T16:00 或 2026-07-20", "write it as 2026-07-20T16:00 or 2026-07-20"),
                )
            ]
        )
    return moment


def _urgency(duty: Duty) -> tuple[Any, ...]:
    last = last_moment(duty.due)
    return (list(STATES).index(duty.state), last is None, last or datetime.max, duty.norm)


def _row(duty: Duty, now: datetime, moved: Postponed | None, policy: Policy, options: Options, in_words: bool) -> list[str]:
    """The cells of a row; clauses by their addresses, or `in_words` as a jurist names them."""
    parties = policy.pack.instrument.parties
    norm = policy.pack.norms[duty.norm]
    to, owed = (options.text(parties_words(some, parties)) for some in (duty.to, duty.owed))
    matter = options.listed(w for w in (duty.case, duty.period) if w)
    ended = f"\n{options.say('完成', 'done')} {duty.ended_at:%Y-%m-%d %H:%M}" if duty.ended_at else ""
    return [
        options.text(STATES[duty.state]),
        options.text(duty.label) + (f" ({matter})" if matter else ""),
        bearer_words(norm, parties, options.language)
        + (options.say(f"\n向{to}", f"\nto {to}") if to else "")
        + (options.say(f"\n尚欠{owed}", f"\nstill owed: {owed}") if owed else ""),
        _due(duty, now, options) + _moved(moved, options) + ended,
        options.listed(duty.readings),
        clause_words(duty.citations, options.language, in_words),
    ]


def _moved(moved: Postponed | None, options: Options) -> str:
    """The line on a last day that moves past rest days, or may."""
    if moved is None:
        return ""
    return "\n" + (options.text(moved.why) or options.say(f"若顺延 {moved.to}", f"if moved {moved.to}"))


def _due(duty: Duty, now: datetime, options: Options) -> str:
    shown = options.text(due_words(duty))
    left = duty.left(now)
    if duty.state == "pending" and left is not None:
        days, hours = left.days, left.seconds // 3600
        days_left, hours_left = f"{counted(days, 'day')} left", f"{counted(hours, 'hour')} left"
        shown += "\n" + (options.say(f"还有 {days} 天", days_left) if days else options.say(f"还有 {hours} 小时", hours_left))
    return shown


def _recorded_more(duty: Duty, pack: Pack, moved: Postponed | None) -> dict[str, Any]:
    """Who acts jointly with its bearer, and why nobody is named as such; the last day moved to a working day, the reading that moves it, or why
    that is not known."""
    opened = pack.norms[duty.norm].bearer_open
    postponed_to = {"due": plain(moved.to), "readings": dict(moved.readings), "why": moved.why._asdict() if moved.why is not None else None} if moved is not None else None
    return {"with": list(pack.norms[duty.norm].together_with), "bearer_open": opened._asdict() if opened is not None else None, "postponed": postponed_to}


def _recorded(duty: Duty, now: datetime) -> dict[str, Any]:
    record = duty.record(now)
    return {name: record[name] for name in RECORDED}
