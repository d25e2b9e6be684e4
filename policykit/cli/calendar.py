"""`policykit calendar`: the year's recurring due dates as iCalendar, or as a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..casework.duty_words import bearer_words, clause_words, due_text
from ..casework.recurring import DueDate, DueDates, Undated, WithoutDay, due_dates, rest_day_words, to_icalendar
from ..diagnostics import Diagnostic, PolicyError, Text, counted
from ..ir.explain import STRENGTH
from ..ir.labels import one_meaning, plain
from ..ir.names_meant import meant
from ..ir.norm_words import parties_words
from ..ir.words import EACH
from .options import Options
from .output import write, write_error, write_faults, write_json
from .under_readings import chosen_words, relied_on

if TYPE_CHECKING:
    from ..check.report.blocks import Report
    from ..ir.answer import Citation
    from ..ir.norm import Norm
    from ..ir.pack import Pack

ICALENDAR = ".ics"
REPORTS = (".html", ".htm", ".md", ".docx")
HEADINGS = (("义务", "duty"), ("主体", "bearer"), ("向谁", "to whom"), ("强度", "strength"), ("读法", "readings"), ("条文", "clauses"))


def write_calendar(name: str, year: int, party: str | None, output: Path | None, options: Options) -> None:
    """Writes the calendar to stdout, or to a file in the form that its name says: iCalendar, or a report. Raises `PolicyError`."""
    form = output.suffix.lower() if output is not None else ICALENDAR
    if form not in (ICALENDAR, *REPORTS):
        raise PolicyError([_no_form(output.name if output is not None else "")])
    policy = options.load(name)
    if party is not None:
        party = party_named(party, policy.pack.instrument.parties)
    found = due_dates(policy.pack, year, party)
    write_faults([_no_notice(u) for u in found.undated], options)
    if options.as_json:
        write_json([_recorded(d) for d in found.dates])
    elif output is None:
        write(to_icalendar(policy.pack, found.dates, options.language).decode("utf-8").replace("\r\n", "\n").rstrip("\n"))
    elif form == ICALENDAR:
        output.write_bytes(to_icalendar(policy.pack, found.dates, options.language))
        write(options.say(f"已写入 {output}：{len(found.dates)} 个日期", f"wrote {output}: {counted(len(found.dates), 'due date')}") + _left_out(found, options))
    else:
        from .blocks import save_report

        save_report(_report(policy.pack, year, party, found, options), output)
        write_error(options.say(f"已写入 {output}", f"written to {output}"))


def _left_out(found: DueDates, options: Options) -> str:
    """The duties that have no place in iCalendar, since they have no day."""
    number = len(found.without_day)
    return options.say(f"；另有 {number} 项定期义务没有日期，未列入", f"; {counted(number, 'recurring duty', 'recurring duties')} without a day left out") if number else ""


def _recorded(d: DueDate) -> dict[str, Any]:
    norm = d.norm
    return {
        "norm": norm.id, "label": norm.label._asdict(), "due": d.due.isoformat(), "rest_day": d.rest_day, "period": d.period, "bearer": list(norm.by), "with": list(norm.together_with),
        "bearer_open": norm.bearer_open._asdict() if norm.bearer_open is not None else None, "to": list(norm.to), "strength": norm.strength, "readings": list(norm.readings),
        "citations": [c.address for c in d.citations],
    }  # fmt: skip


def _report(pack: Pack, year: int, party: str | None, found: DueDates, options: Options) -> Report:
    """The dates as a table, then the duties that come again without a day, those whose day is not known yet, and the readings relied on."""
    from ..check.report.blocks import Block, Bullets, Cell, Paragraph, Report, Table

    def table(heading: str, lines: Sequence[tuple[str, str, DueDate | WithoutDay]]) -> Table:
        rows = (tuple(map(Cell, (when, duty, *_cells(d.norm, d.citations, pack, options)))) for when, duty, d in lines)
        return Table((heading, *(options.say(*h) for h in HEADINGS)), tuple(rows), (3, 4, 4, 3, 2, 2, 6))

    dated = [(_when(d, options), f"{options.text(d.norm.label)} ({d.period})", d) for d in found.dates]
    dayless = [(_how_often(d.norm, options), options.text(d.norm.label), d) for d in found.without_day]
    norms = [*(d.norm for d in found.dates), *(d.norm for d in found.without_day)]
    blocks: list[Block] = []
    if dated:
        blocks.append(table(options.say("日期", "day"), dated))
    else:
        blocks.append(Paragraph(options.say("没有到期日", "no due dates")))
    if dayless:
        blocks += [Paragraph(options.say("条文没有写明日期的定期义务：", "Recurring duties for which the text names no day:")), table(options.say("期间", "each"), dayless)]
    if found.undated:
        blocks += [Paragraph(options.say("日期尚不能确定的：", "Days that cannot be known yet:")), Bullets(tuple(options.text(_no_notice(u).message) for u in found.undated))]
    blocks += relied_on(chosen_words((i for n in norms for i in n.readings), pack, date(year, 12, 31), options), options)
    title = f"{pack.instrument.label.in_(options.language)} ({pack.id})"
    whose = options.text(pack.instrument.parties[party]) if party is not None else ""
    return Report(
        options.say(f"义务日历：{title}", f"Calendar of duties: {title}"),
        options.say(f"{year}年", str(year)) + (options.say(f"，{whose}的义务", f", duties of {whose}") if whose else ""),
        tuple(blocks),
        options.language,
    )


def _cells(norm: Norm, citations: Iterable[Citation], pack: Pack, options: Options) -> tuple[str, ...]:
    """Bearer, to whom, strength, readings and clauses of a duty."""
    language = options.language
    parties = pack.instrument.parties
    to = parties_words(norm.to, parties).in_(language)
    return bearer_words(norm, parties, language), to, options.text(STRENGTH[norm.strength]), options.listed(norm.readings), clause_words(citations, language)


def _when(d: DueDate, options: Options) -> str:
    """The last day or moment, and that it is a rest day where it is one or may be."""
    rest = rest_day_words(d)
    return options.text(due_text(d.due)) + (f"\n{options.text(rest)}" if rest is not None else "")


def _how_often(norm: Norm, options: Options) -> str:
    """How often a duty comes again, and the word that the text has in place of a day."""
    word = {"promptly": Text("及时", "promptly"), "immediately": Text("立即", "immediately")}.get(norm.open_time or "")
    return options.text(EACH[norm.each or "day"]) + (f"\n{options.text(word)}" if word is not None else "")


def party_named(word: str, parties: Mapping[str, Text]) -> str:
    """The party that a code or a label of one party names. Raises `PolicyError`."""
    code = word if word in parties else one_meaning((c, [label]) for c, label in parties.items()).get(plain(word))
    if code is None:
        fault = Diagnostic("unknown-party", Text(f"主体表中没有 `{word}`", f"`{word}` is not among the parties"), help=meant(word, {c: [t] for c, t in parties.items()}))
        raise PolicyError([fault])
    return code


def _no_form(name: str) -> Diagnostic:
    """The file asked for is neither iCalendar nor a report."""
    return Diagnostic(
        "output-form",
        Text(f"不知道 `{name}` 是什么格式", f"`{name}` is of no known form"),
        help=Text("日历用 .ics；表格用 .html、.md 或 .docx", "use .ics for a calendar; .html, .md or .docx for a table"),
    )


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
