"""What can be doubted: faults, cases, readings, coverage, and the format that packs have. Each command opens its own module and does nothing else."""

from __future__ import annotations

from typing import Annotated

import typer

from .typed import Json, Lang, Notices, On, QuestionName, SearchPath, app, told


@app.command()
def check(
    ctx: typer.Context,
    packs: Annotated[list[str] | None, typer.Argument(metavar="PACK", help="Packs by name or folder; all if none is given. 规则包", show_default=False)] = None,
    limit: Annotated[float, typer.Option("--limit", min=0.01, max=1e6, help="Seconds for each thing that is to be proved. 每项证明的时限（秒）")] = 10.0,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """All faults of the packs: names, types, citations, ledger; and, proved: gaps, overlaps, rules that never answer, properties. Status 1 where one is an error. 检查

    \b
    policykit check
    policykit check liaoning --limit 60
    policykit check liaoning ./drafts/shanxi --lang zh
    policykit check --search-path ./drafts --json
    """
    from .check import check

    if not check(packs or [], told(ctx, lang, json, search_path), limit):
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
    notices: Notices = None,
) -> None:
    """Run worked cases, and the duty cases of packs: each failure with expected, got and why; then a count. Status 1 where one fails or none ran. 案例测试

    \b
    policykit test jurisdictions/liaoning --lang zh
    policykit test cases.yaml --question recoverable --pack liaoning --pack shanxi
    policykit test cases.yaml --values-only --search-path ./drafts --json
    """
    from .cases import test

    if not test(paths, question or [], pack or [], values_only, told(ctx, lang, json, search_path, notices)):
        raise typer.Exit(1)


@app.command()
def readings(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="PACK|ID", help="Packs by name or folder, all if none is given; ids of ambiguities (A01), to show only these. 规则包、疑义编号", show_default=False),
    ] = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """Every doubtful clause: the problem, the reading chosen and why, the others, what rests on it. 疑义与读法

    \b
    policykit readings liaoning --lang zh
    policykit readings liaoning A01 A02
    policykit readings --search-path ./drafts --json
    """
    from .readings import list_readings

    list_readings(words or [], told(ctx, lang, json, search_path))


@app.command()
def robust(
    ctx: typer.Context,
    pack: Annotated[str, typer.Argument(metavar="PACK", help="A pack by name or folder. 规则包", show_default=False)],
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
    notices: Notices = None,
) -> None:
    """The pack's own cases whose outcome depends on a reading, and which one decides it. 取决于读法的案例

    \b
    policykit robust changzhi --lang zh
    """
    from .robust import list_fragile

    list_fragile(pack, told(ctx, lang, json, search_path, notices))


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

    if not write_coverage(packs or [], told(ctx, lang, json, search_path)):
        raise typer.Exit(1)


@app.command()
def schema(
    ctx: typer.Context,
    amendment: Annotated[bool, typer.Option("--amendment", help="The schema of an amendment file instead. 修正案文件的格式", show_default=False)] = False,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """The JSON Schema of the pack format, for editors that complete and check while typing. 规则包格式

    \b
    policykit schema > pack.schema.json
    policykit schema --amendment > amendment.schema.json
    """
    from ..source.amendment_shape import amendment_schema
    from ..source.shape_check import json_schema
    from .output import write_json

    told(ctx, lang, json, search_path)
    write_json(amendment_schema() if amendment else json_schema())


@app.command()
def sql(
    ctx: typer.Context,
    question: QuestionName,
    pack: Annotated[str, typer.Option("--in", metavar="PACK", help="The text that decides. 规则包", show_default=False)],
    dialect: Annotated[str, typer.Option("--dialect", help="duckdb, postgres, mysql (MariaDB too) or spark. 数据库")] = "duckdb",
    table: Annotated[str, typer.Option("--table", metavar="NAME", help="The table of cases. 表名")] = "cases",
    key: Annotated[list[str] | None, typer.Option("--key", metavar="COLUMN", help="A column to keep; may be given several times. 保留的列", show_default=False)] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--columns",
            metavar="FACT=COLUMN",
            help="Which column holds a fact; facts left out are absent. By default each fact that is read has a column of its name. 列",
            show_default=False,
        ),
    ] = None,
    on: On = None,
    on_column: Annotated[str | None, typer.Option("--on-column", metavar="COLUMN", help="The column with the day whose law is asked. 适用日期的列", show_default=False)] = None,
    view: Annotated[str | None, typer.Option("--view", metavar="NAME", help="Make a view of this name. 视图", show_default=False)] = None,
    citations: Annotated[bool, typer.Option("--citations", help="A column with the clauses that the rule cites. 引用条款", show_default=False)] = False,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """A decision as one SQL query over a table of cases: status, outcome, rule for each row. SQL 查询

    \b
    policykit sql required_buffer --in changzhi --key id --on 2026-01-01
    policykit sql recoverable --in liaoning --dialect spark --key id --on-column day --citations
    """
    from .sql import write_sql

    named = {"table": table, "on_column": on_column, "view": view, "citations": citations}
    write_sql(question, pack, dialect, columns or [], key or [], on, named, told(ctx, lang, json, search_path))
