"""What is reckoned over time: duties from an event log, the due dates of a year. Each command opens its own module and does nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .typed import Json, Lang, Notices, Output, Readings, SearchPath, app, told


@app.command()
def duties(
    ctx: typer.Context,
    log: Annotated[str, typer.Argument(metavar="EVENTS", help="What happened: an event a line as JSON (- for stdin), or a table, a row each. 事件记录", show_default=False)],
    packs: Annotated[str, typer.Option("--in", metavar="PACK,…", help="The text that decides, or several with commas. 规则包", show_default=False)],
    now: Annotated[
        str | None, typer.Option("--now", metavar="TIME", help="The moment asked, as 2026-07-20T16:00 or a day (its end). By default now. 时点", show_default=False)
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="DATE",
            help="The record is whole from this day (by default that of the first event): no breach of a recurring duty whose period opened earlier is told. 起算日",
            show_default=False,
        ),
    ] = None,
    readings: Readings = None,
    party: Annotated[str | None, typer.Option("--party", metavar="PARTY", help="Only the duties of this party, by its code or its name. 只列此主体", show_default=False)] = None,
    case: Annotated[str | None, typer.Option("--case", metavar="CASE", help="Only the duties of this matter. 只列此事", show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what is neither due, broken nor soon to be done; JSON has it always. 全部列出", show_default=False)] = False,
    output: Output = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
    notices: Notices = None,
) -> None:
    """Who owes what by when, most urgent first: what is broken, is under way or due within 30 days, or was done late, each with its clause; `--all` for the rest. 义务与时限

    \b
    policykit duties events.jsonl --in liaoning --now 2026-07-20T16:00
    policykit duties events.xlsx --in liaoning --party 承储库 --readings all
    policykit duties events.jsonl --in liaoning,shanxi
    """
    from .duties import Wanted, write_duties

    write_duties(log, packs, now, since, readings, Wanted(party, case, everything), output, told(ctx, lang, json, search_path, notices))


@app.command()
def events(
    ctx: typer.Context,
    pack: Annotated[str, typer.Argument(metavar="PACK", help="The text. 规则包", show_default=False)],
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """The kinds of events that a text's norms look for, with their parts and the codes in them, and which duties each begins or ends. 事件种类

    \b
    policykit events liaoning --lang zh
    """
    from .events import write_events

    write_events(pack, told(ctx, lang, json, search_path))


@app.command()
def calendar(
    ctx: typer.Context,
    pack: Annotated[str, typer.Option("--in", metavar="PACK", help="The text. 规则包", show_default=False)],
    year: Annotated[int, typer.Option("--year", help="The year whose due dates are wanted. 年份", min=1000, max=2998, show_default=False)],
    party: Annotated[str | None, typer.Option("--party", metavar="PARTY", help="Only the duties of this party, by its code or its name. 只列此主体", show_default=False)] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="The file to write: .ics for iCalendar, .html, .md or .docx for a table; by default iCalendar to stdout. 输出文件",
            show_default=False,
        ),
    ] = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
    notices: Notices = None,
) -> None:
    """The year's recurring due dates as iCalendar, or as a table in a report, with citations. 年度日历

    \b
    policykit calendar --in shanxi --year 2026 --party centre -o duties.ics
    policykit calendar --in liaoning --year 2026 --party 承储库 --lang zh -o duties.docx
    """
    from .calendar import write_calendar

    write_calendar(pack, year, party, output, told(ctx, lang, json, search_path, notices))
