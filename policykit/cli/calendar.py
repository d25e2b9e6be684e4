"""`policykit calendar`: the year's recurring due dates as iCalendar."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..casework.recurring import Undated, due_dates, to_icalendar
from ..diagnostics import Diagnostic, PolicyError, Text, counted
from ..ir.labels import one_meaning, plain
from ..ir.names_meant import meant
from .options import Options
from .output import write, write_faults, write_json


def write_calendar(name: str, year: int, party: str | None, output: Path | None, options: Options) -> None:
    """Writes the calendar to a file or stdout. Raises `PolicyError`."""
    policy = options.load(name)
    if party is not None:
        party = party_named(party, policy.pack.instrument.parties)
    dates, undated = due_dates(policy.pack, year, party)
    write_faults([_no_notice(u) for u in undated], options)
    if options.as_json:
        write_json([{"norm": d.norm.id, "due": d.due.isoformat(), "period": d.period, "citations": [c.address for c in d.citations]} for d in dates])
        return
    content = to_icalendar(policy.pack, dates, options.language)
    if output is None:
        write(content.decode("utf-8").replace("\r\n", "\n").rstrip("\n"))
        return
    output.write_bytes(content)
    write(options.say(f"已写入 {output}：{len(dates)} 个日期", f"wrote {output}: {counted(len(dates), 'due date')}"))


def party_named(word: str, parties: Mapping[str, Text]) -> str:
    """The party that a code or a label of one party names. Raises `PolicyError`."""
    code = word if word in parties else one_meaning((c, [label]) for c, label in parties.items()).get(plain(word))
    if code is None:
        fault = Diagnostic("unknown-party", Text(f"主体表中没有 `{word}`", f"`{word}` is not among the parties"), help=meant(word, {c: [t] for c, t in parties.items()}))
        raise PolicyError([fault])
    return code


def _no_notice(undated: Undated) -> Diagnostic:
    """A date is left out, since the working days of a year are not known."""
    norm, year = undated.norm, undated.year
    return Diagnostic(
        "no-notice",
        Text(
            f"`{norm.id}`（{undated.period}）：尚无{year}年节假日安排的通知，未列入日历",
            f"`{norm.id}` ({undated.period}): the State Council's notice on holidays in {year} is not known, so the date is left out",
        ),
        help=Text("用 `--notices 文件` 给出该年的通知", "give that year's notice with `--notices FILE`"),
        severity="warning",
    )
