"""`policykit duties`: an event log, a moment, and who owes what; under one text or several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..casework.doubtful_events import doubts, early_deeds
from ..casework.duties import Duty, duties, last_moment
from ..casework.duties_under import Otherwise, duties_under_all
from ..casework.duty_words import STATES
from ..casework.idle_events import idle_events
from ..casework.parts_not_given import possible_deeds
from ..casework.postponed import Postponed, postponed
from ..casework.recurrence import periods
from ..diagnostics import Diagnostic, PolicyError, Text, counted
from ..domain.events import Event
from ..domain.periods import read_datetime
from ..domain.written_days import moment_text, read_written_day
from ..ir.explain import plain
from .ask import chosen_readings
from .calendar import party_named
from .duty_rows import change_words, counted_words, duty_report, headings, idle_words, reading_of, row_of
from .event_log import read_events
from .options import Options, names_in, read_day
from .output import write, write_error, write_faults, write_heading, write_json, write_table
from .under_readings import chosen_words

if TYPE_CHECKING:
    from ..api import Policy
    from ..ir.norm import Each
    from ..ir.pack import Pack

RECORDED = (
    "norm", "label", "modality", "bearer", "to", "owed", "state", "case", "period", "started_by", "started_at", "due", "open_time", "seconds_left", "ended_by",
    "ended_at", "too_early", "strength", "why", "citations", "readings", "policykit", "pack", "digest", "calendar_digest", "under", "notices",
)  # fmt: skip
SOON = timedelta(days=30)
OF_ONE = ("unknown-actor", "unknown-addressee", "unknown-code")  # doubts of an event that another text may know


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


class Judged(NamedTuple):
    """What one text makes of the events: its duties, most urgent first, those moved past rest days, what other readings change, what is doubtful, and the events
    that may be deeds if they said what they do not."""

    policy: Policy
    events: Sequence[Event]
    reckoned: Sequence[Duty]
    found: Sequence[Duty]
    moved: Mapping[Duty, Postponed]
    others: Sequence[Otherwise]
    early: Sequence[Diagnostic]
    perhaps: Mapping[Duty, tuple[str, ...]]


def write_duties(log: str, names: str, now: str | None, since: str | None, readings: str | None, wanted: Wanted, output: Path | None, options: Options) -> None:
    """Reads the log and prints the duties, most urgent first, or writes them to a file. Raises `PolicyError`."""
    policies = options.load_each(names_in([names])) or [options.load(names)]
    if without := [p for p in policies if not p.pack.norms]:
        raise PolicyError([Diagnostic("no-norms", Text(f"`{p.id}` 没有编入义务规范", f"`{p.id}` encodes no norms")) for p in without])
    parties = _parties(wanted.party, policies)
    moment, first = _moment(now), read_day(since) if since else None
    logs = read_events(log, [p.pack for p in policies], options)
    doubted = _doubted(policies, logs)
    write_faults(doubted, options)
    chosen = _chosen(readings, policies)
    judged = [
        _judged(p, events, moment, first, "all" if readings == "all" else chosen.get(p.id), wanted._replace(party=parties[p.id]))
        for p, events in zip(policies, logs, strict=True)
        if p.id in parties
    ]
    early = [d for j in judged for d in j.early]
    write_faults(early, options)
    if options.as_json:
        found = [_recorded(d, moment) | _recorded_more(d, j.policy.pack, j.moved.get(d), j.perhaps.get(d, ())) for j in judged for d in j.found]
        others = [_recorded_otherwise(j.policy, o, moment) for j in judged for o in j.others]
        write_json({"duties": found, "readings": others} if readings == "all" else found)
        return
    _write(judged, moment, wanted, [*doubted, *early], output, options)


def _write(judged: Sequence[Judged], moment: datetime, wanted: Wanted, doubted: Sequence[Diagnostic], output: Path | None, options: Options) -> None:
    """The table with what stands below it, on a screen or in a file."""
    in_words, several = output is not None, len(judged) > 1
    shown = [(j, d) for j in judged for d in j.found if wanted.everything or wanted.shows(d, moment, j.policy.pack.norms[d.norm].each)]
    if several:
        shown.sort(key=lambda pair: _urgency(pair[1]))
    rows = [[*([_place(j.policy, options)] if several else []), *row_of(d, moment, j.moved.get(d), j.perhaps.get(d, ()), j.policy.pack, options, in_words)] for j, d in shown]
    every = [d for j in judged for d in j.found]
    more = len(every) - len(shown)
    unlisted = options.say(f"其余 {more} 项不急", f"{counted(more, 'duty', 'duties')} not urgent")
    idle = [_of(j, line, several, options) for j in judged for line in idle_words(idle_events((e for e in j.events if e.at <= moment), j.reckoned, j.policy.pack), options)]
    below = [counted_words(every, options), *([unlisted] if more else []), *idle]
    changes = [
        (_of(j, reading_of(o, j.policy.pack if in_words else None, options), several, options), [change_words(*pair, moment, j.policy.pack, options) for pair in o.differing])
        for j in judged
        for o in j.others
    ]
    title = options.listed(f"{options.text(j.policy.label)} ({j.policy.id})" for j in judged)
    heads = headings(several, options)
    if output is not None:
        from .blocks import save_report

        rests = [
            _of(j, line, several, options) for j in judged for line in chosen_words((i for k, d in shown if k is j for i in d.readings), j.policy.pack, moment.date(), options)
        ]
        save_report(duty_report(options.say(f"义务清单：{title}", f"Duties: {title}"), heads, moment, rows, below, doubted, rests, changes, options), output)
        write_error(options.say(f"已写入 {output}", f"written to {output}"))
        return
    write_heading(title)
    if rows:
        write_table(heads, rows, spaced=True)
        write()
    for line in below:
        write(line + (options.say("，加 `--all` 全部列出", ": `--all` lists them too") if line is unlisted else ""))
    if changes:
        write()
    for reading, lines in changes:
        write(reading)
        for line in lines:
            write(f"  {line}")


def _judged(policy: Policy, events: Sequence[Event], moment: datetime, first: date | None, readings: Mapping[str, str] | Literal["all"] | None, wanted: Wanted) -> Judged:
    """The events under one text. Raises `PolicyError`."""
    others: tuple[Otherwise, ...] = ()
    if readings == "all":
        reckoned, others = duties_under_all(policy.pack, events, moment, since=first)
    else:
        reckoned = duties(policy.pack, events, moment, since=first, readings=readings)
    found = sorted(filter(wanted.takes, reckoned), key=_urgency)
    others = tuple(o._replace(differing=tuple(pair for pair in o.differing if wanted.takes_either(*pair))) for o in others)
    moved = {d: m for d in found if (m := postponed(policy.pack, d)) is not None} if readings in (None, "all") else {}
    known = [e for e in events if e.at <= moment]
    early, perhaps = [*early_deeds(known, reckoned, policy.pack)], possible_deeds(known, found, policy.pack)
    return Judged(policy, events, reckoned, found, moved, others, early, perhaps)


def _parties(word: str | None, policies: Sequence[Policy]) -> dict[str, str | None]:
    """Text -> the party that a word names in it; those that do not know it are left out. Raises `PolicyError` where none does."""
    found: dict[str, str | None] = {}
    faults: list[Diagnostic] = []
    for policy in policies:
        try:
            found[policy.id] = party_named(word, policy.pack.instrument.parties) if word is not None else None
        except PolicyError as unknown:
            faults += unknown.diagnostics
    if not found:
        raise PolicyError(faults[:1])
    return found


def _chosen(words: str | None, policies: Sequence[Policy]) -> Mapping[str, Mapping[str, str]]:
    """Text -> the readings chosen for it: of several, each numbers its ambiguities by itself. Raises `PolicyError`."""
    if words is None or words == "all":
        return {}
    if len(policies) == 1:
        return {policies[0].id: chosen_readings(words)}
    from .compare import chosen_readings as of_several

    return of_several(words, [p.pack for p in policies])


def _doubted(policies: Sequence[Policy], logs: Sequence[Sequence[Event]]) -> list[Diagnostic]:
    """What of the events is doubtful. A party or a code that one of several texts does not know is no doubt where another does."""
    each = [[*doubts(p.pack, events)] for p, events in zip(policies, logs, strict=True)]
    known = [{e.id for e in events} for events in logs]
    return [
        d for d in dict.fromkeys(d for some in each for d in some) if d.code not in OF_ONE or all(d in some or not {*d.about} & ids for some, ids in zip(each, known, strict=True))
    ]


def _place(policy: Policy, options: Options) -> str:
    return f"{options.text(policy.pack.instrument.jurisdiction)}\n{policy.id}"


def _of(judged: Judged, line: str, several: bool, options: Options) -> str:
    """A line that speaks of one text, with its name where there are several."""
    return f"{options.text(judged.policy.pack.instrument.jurisdiction)}{options.say('：', ': ')}{line}" if several else line


def _recorded_otherwise(policy: Policy, other: Otherwise, now: datetime) -> dict[str, Any]:
    return {
        "pack": policy.id,
        "readings": dict(other.readings),
        "differing": [{"pack": _recorded(a, now) if a else None, "reading": _recorded(b, now) if b else None} for a, b in other.differing],
    }


def _moment(text: str | None) -> datetime:
    """The moment asked: a day means its end."""
    if text is None:
        return datetime.now(timezone(timedelta(hours=8))).replace(tzinfo=None, microsecond=0)
    moment = read_datetime(moment_text(text))
    if moment is not None:
        return moment
    day = read_written_day(text)
    if day is None:
        raise PolicyError(
            [
                Diagnostic(
                    "moment",
                    Text(f"`{text}` 不是时刻", f"`{text}` is not a moment"),
                    help=Text("写作 2026-07-20T16:00 或 2026-07-20", "write it as 2026-07-20T16:00 or 2026-07-20"),
                )
            ]
        )
    return datetime.combine(day, time(23, 59, 59))


def _urgency(duty: Duty) -> tuple[Any, ...]:
    last = last_moment(duty.due)
    return (list(STATES).index(duty.state), last is None, last or datetime.max, duty.norm)


def _recorded_more(duty: Duty, pack: Pack, moved: Postponed | None, perhaps: Sequence[str]) -> dict[str, Any]:
    """Who acts jointly with its bearer, and why nobody is named as such; the last day moved to a working day, the reading that moves it, or why
    that is not known; the events that may be its deed."""
    opened = pack.norms[duty.norm].bearer_open
    postponed_to = {"due": plain(moved.to), "readings": dict(moved.readings), "why": moved.why._asdict() if moved.why is not None else None} if moved is not None else None
    return {"with": list(pack.norms[duty.norm].together_with), "bearer_open": opened._asdict() if opened is not None else None, "postponed": postponed_to, "perhaps": [*perhaps]}


def _recorded(duty: Duty, now: datetime) -> dict[str, Any]:
    record = duty.record(now)
    return {name: record[name] for name in RECORDED}
