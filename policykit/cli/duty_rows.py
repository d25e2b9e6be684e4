"""The duties as a person reads them: the rows of the table, what stands below it, what other readings change, and all of it as a report for a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ..casework.duties import Duty
from ..casework.duties_under import Otherwise
from ..casework.duty_words import STATES, bearer_words, clause_words, due_words, strength_words
from ..casework.idle_events import Idle
from ..casework.postponed import Postponed
from ..diagnostics import Diagnostic, counted
from ..ir.norm_words import parties_words
from .options import Options
from .under_readings import reading_words, relied_on

if TYPE_CHECKING:
    from ..check.report.blocks import Report
    from ..ir.pack import Pack

PLACE = ("地区", "jurisdiction")
HEADINGS = (
    ("状态、强度", "state,\nstrength"), ("义务", "duty"), ("主体，向谁", "bearer, to whom"), ("期限", "due"), ("读法", "readings"), ("条文", "clauses"),
)  # fmt: skip
WIDTHS = (2, 4, 3, 3, 2, 6)


def headings(several: bool, options: Options) -> list[str]:
    """The heads of the columns, that of the place first where there are several."""
    return [options.say(*h) for h in ((PLACE, *HEADINGS) if several else HEADINGS)]


def row_of(duty: Duty, now: datetime, moved: Postponed | None, perhaps: Sequence[str], pack: Pack, options: Options, in_words: bool) -> list[str]:
    """The cells of a row; clauses by their addresses, or `in_words` as a jurist names them. `perhaps`: events that may be its deed if they said what they do not."""
    parties = pack.instrument.parties
    norm = pack.norms[duty.norm]
    to, owed = (options.text(parties_words(some, parties)) for some in (duty.to, duty.owed))
    matter = options.listed(w for w in (duty.case, duty.period) if w)
    ended = f"\n{options.say('完成', 'done')} {duty.ended_at:%Y-%m-%d %H:%M}" if duty.ended_at else ""
    return [
        f"{options.text(STATES[duty.state])}\n{options.text(strength_words(duty))}",
        options.text(duty.label) + (f" ({matter})" if matter else ""),
        bearer_words(norm, parties, options.language)
        + (options.say(f"\n向{to}", f"\nto {to}") if to else "")
        + (options.say(f"\n尚欠{owed}", f"\nstill owed: {owed}") if owed else ""),
        _due(duty, now, options) + _moved(moved, options) + ended + _perhaps(duty, perhaps, options),
        options.listed(duty.readings),
        clause_words(duty.citations, options.language, in_words),
    ]


def _moved(moved: Postponed | None, options: Options) -> str:
    """The line on a last day that moves past rest days, or may."""
    if moved is None:
        return ""
    return "\n" + (options.text(moved.why) or options.say(f"若顺延 {moved.to}", f"if moved {moved.to}"))


def _perhaps(duty: Duty, events: Sequence[str], options: Options) -> str:
    """The line on events that may be the deed: that it is not done, or done late, is not sure."""
    if not events:
        return ""
    named = options.listed(f"`{e}`" for e in events)
    if duty.modality == "must_not":
        return options.say(f"\n或已由 {named} 违反", f"\nperhaps broken by {named}")
    return options.say(f"\n或已由 {named} 履行", f"\nperhaps done by {named}")


def _due(duty: Duty, now: datetime, options: Options) -> str:
    shown = options.text(due_words(duty))
    left = duty.left(now)
    if duty.state == "pending" and left is not None:
        days, hours = left.days, left.seconds // 3600
        days_left, hours_left = f"{counted(days, 'day')} left", f"{counted(hours, 'hour')} left"
        shown += "\n" + (options.say(f"还有 {days} 天", days_left) if days else options.say(f"还有 {hours} 小时", hours_left))
    return shown


def counted_words(found: Sequence[Duty], options: Options) -> str:
    """How many are in which state."""
    counts = {s: sum(d.state == s for d in found) for s in STATES}
    return options.listed(f"{options.text(STATES[s])} {n}" for s, n in counts.items() if n) or options.say("没有义务", "no duties")


def idle_words(idle: Sequence[Idle], options: Options) -> list[str]:
    """The events that moved nothing, with why."""
    said = [f"{options.listed(f'`{i}`' for i in one.events)}{options.say('（', ' (')}{options.text(one.why)}{options.say('）', ')')}" for one in idle]
    listed = options.say("；", "; ").join(said)
    return [options.say(f"没有义务因之开始或完成的事件：{listed}", f"events by which no duty began or ended: {listed}")] if idle else []


def reading_of(other: Otherwise, pack: Pack | None, options: Options) -> str:
    """Another reading by its name, and that it changes nothing where it does not; with what it says where a pack is given, for who does not have that at hand."""
    name = reading_words(other.readings, pack, options) if pack is not None else options.listed(f"{i}={n}" for i, n in other.readings.items())
    return f"{name}{options.say('：', ': ')}{options.say('不变', 'nothing changes') if not other.differing else ''}".rstrip()


def change_words(own: Duty | None, read: Duty | None, now: datetime, pack: Pack, options: Options) -> str:
    """A duty as the pack reads it, and as another reading has it; who bears it and how strictly it holds where that differs."""
    duty = own or read
    assert duty is not None
    matter = options.listed(w for w in (duty.case, duty.period) if w)
    by_others = own is not None and read is not None and (own.bearer, own.strength) != (read.bearer, read.strength)
    shown = " → ".join(_stands(d, now, pack if by_others else None, options) for d in (own, read))
    return f"{options.text(duty.label)}{f' ({matter})' if matter else ''}{options.say('：', ': ')}{shown}"


def _stands(duty: Duty | None, now: datetime, pack: Pack | None, options: Options) -> str:
    """How a duty stands; with a pack, who bears it and how strictly it holds too."""
    if duty is None:
        return options.say("没有此义务", "no such duty")
    borne = [options.text(parties_words(duty.bearer, pack.instrument.parties)), options.text(strength_words(duty))] if pack is not None else []
    return ", ".join(w for w in (*borne, options.text(STATES[duty.state]), _due(duty, now, options)) if w).replace("\n", ", ")


def duty_report(
    title: str,
    heads: Sequence[str],
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

    blocks: list[Block] = (
        [Table(tuple(h.replace("\n", " ") for h in heads), tuple(tuple(map(Cell, r)) for r in rows), WIDTHS if len(heads) == len(WIDTHS) else (2, *WIDTHS))] if rows else []
    )
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
