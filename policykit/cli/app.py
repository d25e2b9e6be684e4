"""What can be typed: the commands, their words and options. Each opens its own module and does nothing else.

Only Typer is imported here, so that `policykit ask` starts quickly; Rich comes with the first table, pydantic with the first pack.
"""

from __future__ import annotations

import errno
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ..diagnostics import Diagnostic, Language, PolicyError, Text
from .options import Options, user_language


class Speech(StrEnum):
    zh = "zh"
    en = "en"


class Commands(TyperGroup):
    """Tells a user's mistake as diagnostics, status 2, whichever command met it."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except PolicyError as e:
            faults = e.diagnostics
        except OSError as e:
            if e.errno == errno.EPIPE or e.filename is None:
                raise
            faults = (Diagnostic("file", Text(f"无法读取：{e.strerror}", f"it cannot be read: {e.strerror}"), file=str(e.filename)),)
        from .output import write_faults

        write_faults(faults, ctx.obj)
        raise typer.Exit(2)


Lang = Annotated[
    Speech | None,
    typer.Option("--lang", help="Language of the text: zh or en. By default POLICYKIT_LANG, else the locale (LC_ALL, LANG). 文字语言", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of text. 输出 JSON", show_default=False)]
SearchPath = Annotated[
    list[Path] | None,
    typer.Option("--search-path", metavar="DIR", help="A folder with packs, looked in first; may be given several times. 规则包所在文件夹", show_default=False),
]
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME=VALUE", help="Facts: item=single_tent, need=5, lots='[{...}]', lots=@lots.json, steps=register,publish. 事实", show_default=False),
]
File = Annotated[str | None, typer.Option("--facts", metavar="FILE", help="Facts from a JSON or YAML file, - for stdin; NAME=VALUE comes over them. 事实文件", show_default=False)]
On = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DATE", help="The day whose law is asked, as 2025-09-01. By default the day of the event where the facts say it, else today. 适用日期", show_default=False
    ),
]
QuestionName = Annotated[str, typer.Argument(metavar="QUESTION", help="A question, as `policykit questions` lists them. 问题", show_default=False)]

app = typer.Typer(
    cls=Commands, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode="rich", context_settings={"help_option_names": ["-h", "--help"]}
)


def _version(wanted: bool) -> None:
    if wanted:
        from .. import __version__

        typer.echo(f"policykit {__version__}")
        raise typer.Exit


@app.callback()
def policykit(
    ctx: typer.Context,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
    version: Annotated[  # noqa: ARG001  # its callback has acted on it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit. 版本", show_default=False)
    ] = False,
) -> None:
    """Rules as code for Chinese regulations on emergency reserves: exact answers, each with the article it relies on.

    应急物资储备规定的规则化：准确的答案，并指明所依据的条文。
    """
    ctx.obj = _over(Options(user_language()), lang, json, search_path)


def _told(ctx: typer.Context, lang: Speech | None, json: bool, search_path: list[Path] | None) -> Options:
    """The options of a command: those typed after its name over those typed before it. Its faults are told in its language too."""
    options = _over(ctx.obj, lang, json, search_path)
    ctx.find_root().obj = options
    return options


def _over(options: Options, lang: Speech | None, json: bool, search_path: list[Path] | None) -> Options:
    language: Language = options.language if lang is None else "zh" if lang == Speech.zh else "en"
    return Options(language, json or options.as_json, (*(search_path or ()), *options.search_path))


@app.command("list")
def list_(ctx: typer.Context, lang: Lang = None, json: Json = False, search_path: SearchPath = None) -> None:
    """Which packs there are: instrument, validity, force today, how many questions each answers. 规则包一览

    \b
    policykit list --lang zh
    policykit list --search-path ./drafts --json
    """
    from .packs import list_packs

    list_packs(_told(ctx, lang, json, search_path))


@app.command()
def questions(
    ctx: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="One question in full. 问题", show_default=False)] = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """What can be asked: all questions, or one with its inputs, values and who answers. 问题一览

    \b
    policykit questions
    policykit questions recoverable --lang zh
    policykit questions --json
    """
    from .questions import list_questions

    list_questions(question, _told(ctx, lang, json, search_path))


@app.command()
def show(
    ctx: typer.Context,
    pack: Annotated[str, typer.Argument(metavar="PACK", help="A pack by name or folder. 规则包", show_default=False)],
    address: Annotated[str | None, typer.Argument(metavar="ADDRESS", help="A clause (a23.p2.i1), or all below it (a23). 条文地址", show_default=False)] = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """The text of the law beside the rules and parameters that encode it. 条文与规则对照

    \b
    policykit show liaoning --lang zh
    policykit show liaoning a23        article 23, with the conditions of each rule
    policykit show liaoning a23.p2.i2 --json
    policykit show changzhi --search-path ./drafts
    """
    from .show import show

    show(pack, address, _told(ctx, lang, json, search_path))


@app.command()
def ask(
    ctx: typer.Context,
    question: QuestionName,
    pack: Annotated[str, typer.Option("--in", metavar="PACK", help="Which text is asked: a pack by name or folder. 规则包", show_default=False)],
    facts: Words = None,
    on: On = None,
    file: File = None,
    fall_through: Annotated[
        bool, typer.Option("--fall-through", help="Where this text is silent, let the parent jurisdiction answer if its scope covers the case. 无规定时查上级", show_default=False)
    ] = False,
    readings: Annotated[
        str | None,
        typer.Option("--readings", metavar="all|A01=NAME,...", help="Read ambiguities otherwise, or show the outcome under every reading. 改用其他读法", show_default=False),
    ] = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """One case, one text: the answer in words, with the clauses it relies on. 提问

    \b
    policykit ask selection_method --in changzhi annual_subsidy_cny=500000
    policykit ask selection_method --in changzhi --on 2025-10-15 --facts case.yaml
    policykit ask stock_order --in shanxi need=240 lots=@lots.json --lang zh
    policykit ask upward_application --in changzhi --facts - --fall-through < case.json
    policykit ask in_force --in ./drafts/liaoning --search-path ./drafts --json
    policykit ask recoverable --in liaoning item=single_tent issued_to=victims used_from=2025-03-01 used_to=2025-08-31 --readings all
    """
    from .ask import ask

    ask(question, pack, on, file, facts or [], fall_through, readings, _told(ctx, lang, json, search_path))


@app.command()
def compare(
    ctx: typer.Context,
    question: QuestionName,
    facts: Words = None,
    packs: Annotated[str | None, typer.Option("--in", metavar="A,B,C", help="Only these packs, in this order. 规则包", show_default=False)] = None,
    on: On = None,
    file: File = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """One case, every jurisdiction: one table with outcome, strength, basis and citation. 各地比较

    \b
    policykit compare cost_bearer cost_item=transport --on 2026-01-10
    policykit compare cost_bearer --in liaoning,shanxi --facts case.json --lang zh
    policykit compare in_force --search-path ./drafts --json
    """
    from .compare import compare

    names = [n.strip() for n in packs.split(",") if n.strip()] if packs else []
    compare(question, names, on, file, facts or [], _told(ctx, lang, json, search_path))


@app.command()
def check(
    ctx: typer.Context,
    packs: Annotated[list[str] | None, typer.Argument(metavar="PACK", help="Packs by name or folder; all if none is given. 规则包", show_default=False)] = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """All faults of the packs: names, types, labels, citations, quotations, ledger, overlaps. Status 1 where one is an error. 检查

    \b
    policykit check
    policykit check liaoning ./drafts/shanxi --lang zh
    policykit check --search-path ./drafts --json
    """
    from .check import check

    if not check(packs or [], _told(ctx, lang, json, search_path)):
        raise typer.Exit(1)


@app.command()
def test(
    ctx: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="FILE_OR_FOLDER", help="Case files, folders of them, or packs with a folder cases/. 案例", show_default=False)],
    question: Annotated[list[str] | None, typer.Option("--question", help="Only cases of this question; may be given several times. 只测此问题", show_default=False)] = None,
    pack: Annotated[list[str] | None, typer.Option("--pack", help="Only cases of this pack; may be given several times. 只测此规则包", show_default=False)] = None,
    values_only: Annotated[bool, typer.Option("--values-only", help="Leave citations aside. 只比较结论", show_default=False)] = False,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """Run worked cases: each failure with expected, got and why; then a count. Status 1 where one fails or none ran. 案例测试

    \b
    policykit test jurisdictions/liaoning --lang zh
    policykit test cases.yaml --question recoverable --pack liaoning --pack shanxi
    policykit test cases.yaml --values-only --search-path ./drafts --json
    """
    from .cases import test

    if not test(paths, question or [], pack or [], values_only, _told(ctx, lang, json, search_path)):
        raise typer.Exit(1)


@app.command()
def readings(
    ctx: typer.Context,
    packs: Annotated[list[str] | None, typer.Argument(metavar="PACK", help="Packs by name or folder; all if none is given. 规则包", show_default=False)] = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """Every doubtful clause: the problem, the reading chosen and why, the others, what rests on it. 疑义与读法

    \b
    policykit readings liaoning --lang zh
    policykit readings --search-path ./drafts --json
    """
    from .readings import list_readings

    list_readings(packs or [], _told(ctx, lang, json, search_path))


@app.command()
def robust(
    ctx: typer.Context,
    pack: Annotated[str, typer.Argument(metavar="PACK", help="A pack by name or folder. 规则包", show_default=False)],
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """The pack's own cases whose outcome depends on a reading, and which one decides it. 取决于读法的案例

    \b
    policykit robust changzhi --lang zh
    """
    from .robust import list_fragile

    list_fragile(pack, _told(ctx, lang, json, search_path))


@app.command()
def coverage(
    ctx: typer.Context,
    packs: Annotated[list[str] | None, typer.Argument(metavar="PACK", help="Packs by name or folder; all if none is given. 规则包", show_default=False)] = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """How much of each text is encoded, and defended by a case that fails when it is lost. Status 1 where a clause is not. 编入情况

    \b
    policykit coverage changzhi
    policykit coverage changzhi --json
    """
    from .coverage import write_coverage

    if not write_coverage(packs or [], _told(ctx, lang, json, search_path)):
        raise typer.Exit(1)


@app.command()
def duties(
    ctx: typer.Context,
    log: Annotated[str, typer.Argument(metavar="EVENTS.jsonl", help="The event log, an event a line as JSON; - for stdin. 事件记录", show_default=False)],
    pack: Annotated[str, typer.Option("--in", metavar="PACK", help="The text that decides. 规则包", show_default=False)],
    now: Annotated[
        str | None, typer.Option("--now", metavar="TIME", help="The moment asked, as 2026-07-20T16:00 or a day (its end). By default now. 时点", show_default=False)
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Recurring duties from this day; by default from the first event. 起算日", show_default=False)
    ] = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """Who owes what by when, most urgent first: pending, late, fulfilled, excused, each with its clause. 义务与时限

    \b
    policykit duties events.jsonl --in liaoning --now 2026-07-20T16:00
    """
    from .duties import write_duties

    write_duties(log, pack, now, since, _told(ctx, lang, json, search_path))


@app.command()
def calendar(
    ctx: typer.Context,
    pack: Annotated[str, typer.Option("--in", metavar="PACK", help="The text. 规则包", show_default=False)],
    year: Annotated[int, typer.Option("--year", help="The year whose due dates are wanted. 年份", min=1000, max=2998, show_default=False)],
    party: Annotated[str | None, typer.Option("--party", metavar="CODE", help="Only the duties of this party. 只列此主体", show_default=False)] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE.ics", help="The iCalendar file to write; by default to stdout. 输出文件", show_default=False)
    ] = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """The year's recurring due dates as iCalendar, with citations. 年度日历

    \b
    policykit calendar --in shanxi --year 2026 --party centre -o duties.ics
    """
    from .calendar import write_calendar

    write_calendar(pack, year, party, output, _told(ctx, lang, json, search_path))


@app.command()
def schema(ctx: typer.Context, lang: Lang = None, json: Json = False, search_path: SearchPath = None) -> None:
    """The JSON Schema of the pack format, for editors that complete and check while typing. 规则包格式

    \b
    policykit schema > pack.schema.json
    """
    from ..source.shape_check import json_schema
    from .output import write_json

    _told(ctx, lang, json, search_path)
    write_json(json_schema())
