"""What can be asked: the packs, their questions and texts, one case of one or of all jurisdictions. Each command opens its own module and does nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .typed import File, Json, Lang, Notices, On, QuestionName, Readings, SearchPath, TableOutput, Words, app, told


@app.command("list")
def list_(ctx: typer.Context, lang: Lang = None, json: Json = False, search_path: SearchPath = None) -> None:
    """Which packs there are: instrument, validity, force today, how many questions each answers. 规则包一览

    \b
    policykit list --lang zh
    policykit list --search-path ./drafts --json
    """
    from .packs import list_packs

    list_packs(told(ctx, lang, json, search_path))


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

    list_questions(question, told(ctx, lang, json, search_path))


@app.command()
def show(
    ctx: typer.Context,
    pack: Annotated[str, typer.Argument(metavar="PACK", help="A pack by name or folder; also PACK+draft.yaml. 规则包", show_default=False)],
    address: Annotated[
        str | None, typer.Argument(metavar="ADDRESS", help="A clause (a23.p2.i1, 第二十三条第二款第（一）项), or all below it (a23). 条文地址", show_default=False)
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The wording, values, rules and duties of this day alone; by default those of every day. 适用日期", show_default=False),
    ] = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """The text of the law beside the rules and parameters that encode it. 条文与规则对照

    \b
    policykit show liaoning --lang zh
    policykit show liaoning a23        article 23, with the conditions of each rule
    policykit show liaoning 第二十三条第二款 --lang zh
    policykit show liaoning a23.p2.i2 --json
    policykit show liaoning+draft.yaml a23 --on 2027-01-01
    policykit show changzhi --search-path ./drafts
    """
    from .show import show

    show(pack, address, on, told(ctx, lang, json, search_path))


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
    readings: Readings = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
    notices: Notices = None,
) -> None:
    """One case, one text: the answer in words, with the clauses it relies on. 提问

    \b
    policykit ask selection_method --in changzhi annual_subsidy_cny=500000
    policykit ask selection_method --in changzhi --on 2025-10-15 --facts case.yaml
    policykit ask stock_order --in shanxi need=240 lots=@lots.json --lang zh
    policykit ask stock_order --in shanxi 需求数量=240 库存批次=@批次.xlsx --lang zh
    policykit ask upward_application --in changzhi --facts - --fall-through < case.json
    policykit ask in_force --in ./drafts/liaoning --search-path ./drafts --json
    policykit ask recoverable --in liaoning item=single_tent issued_to=victims used_from=2025-03-01 used_to=2025-08-31 --readings all
    """
    from .ask import ask

    ask(question, pack, on, file, facts or [], fall_through, readings, told(ctx, lang, json, search_path, notices))


@app.command()
def compare(
    ctx: typer.Context,
    question: QuestionName,
    facts: Words = None,
    packs: Annotated[str | None, typer.Option("--in", metavar="A,B,C", help="Only these packs, in this order. 规则包", show_default=False)] = None,
    on: On = None,
    file: File = None,
    readings: Annotated[
        str | None,
        typer.Option(
            "--readings",
            metavar="all|PACK:A01=NAME,...",
            help="In each cell the outcomes that hold under other readings; or read ambiguities of a pack otherwise: each pack numbers its own. 改用其他读法",
            show_default=False,
        ),
    ] = None,
    output: TableOutput = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
    notices: Notices = None,
) -> None:
    """One case, every jurisdiction: one table with outcome, strength, basis and citation. 各地比较

    \b
    policykit compare cost_bearer cost_item=transport --on 2026-01-10
    policykit compare cost_bearer --in liaoning,shanxi --facts case.json --lang zh
    policykit compare cost_bearer cost_item=transport --readings all -o compare.docx
    policykit compare in_force --search-path ./drafts --json
    """
    from .compare import compare

    names = [n.strip() for n in packs.split(",") if n.strip()] if packs else []
    compare(question, names, on, file, facts or [], readings, output, told(ctx, lang, json, search_path, notices))


@app.command()
def run(
    ctx: typer.Context,
    question: QuestionName,
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="CSV, Parquet, Arrow or XLSX. 数据表", show_default=False)],
    packs: Annotated[str, typer.Option("--in", metavar="PACK[,PACK...]", help="Which texts are asked. 规则包", show_default=False)],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where the answers go; its ending says the kind. A file that is there is replaced. 输出文件", show_default=False)
    ],
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DATE|COLUMN",
            help="The day of the law for all rows, or the column that holds it; by default each row's event date. A last day that is not given"
            " (no column of it, or an empty cell and --absent) is this day; an empty cell alone is unknown. 适用日期或其列",
            show_default=False,
        ),
    ] = None,
    jurisdiction: Annotated[
        str | None, typer.Option("--jurisdiction", metavar="COLUMN", help="The column that names each row's pack, where several are asked. 包名所在列", show_default=False)
    ] = None,
    columns: Annotated[
        list[str] | None, typer.Option("--column", metavar="INPUT=COLUMN", help="Which column holds an input; may be given several times. 事实所在列", show_default=False)
    ] = None,
    absent: Annotated[
        list[str] | None,
        typer.Option(
            "--absent",
            metavar="INPUT[,INPUT...]",
            help="Inputs whose empty cells mean that they are not given, not that they are unknown; of an event date only with --on. 空即未给出",
            show_default=False,
        ),
    ] = None,
    key: Annotated[list[str] | None, typer.Option("--key", metavar="COLUMN[,COLUMN...]", help="Keep only these columns beside the answers. 只保留的列", show_default=False)] = None,
    facts: Annotated[
        list[str] | None, typer.Argument(metavar="NAME=VALUE", help="Facts that are the same in all rows: issued_to=victims. 各行相同的事实", show_default=False)
    ] = None,
    citations: Annotated[bool, typer.Option("--citations", help="Add the clauses that each answer relies on. 附条文地址", show_default=False)] = False,
    add: Annotated[
        list[str] | None,
        typer.Option(
            "--add",
            metavar="COLUMN[,COLUMN...]",
            help="Add strength, basis, readings, missing, citations, why (the reason in words) or at_odds (whether days contradict each other). 附加列",
            show_default=False,
        ),
    ] = None,
    labels: Annotated[
        bool,
        typer.Option(
            "--labels",
            help="Write statuses, outcomes, what is added and the names of these columns in words of the language, in place of codes. 以中文名称代替代码",
            show_default=False,
        ),
    ] = False,
    rejects: Annotated[
        Path | None,
        typer.Option(
            "--rejects",
            metavar="FILE",
            help="Where rows go that cannot be answered, with their number and what is wrong; without it they stop the run. A file that is there is replaced, where no row is refused"
            " by one without rows. 剔出行另存",
            show_default=False,
        ),
    ] = None,
    rows: Annotated[int, typer.Option("--rows", metavar="N", min=1, help="Rows in a part. 每批行数")] = 500_000,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
    notices: Notices = None,
) -> None:
    """A whole table: one answer for each row, in parts; stopped and started again it goes on where it was. Status 1 where --rejects has all rows. 整表作答

    \b
    policykit run recoverable --in liaoning stock.csv -o answers.parquet
    policykit run recoverable --in liaoning 库存.csv issued_to=victims --column item=品名 --column used_from=发放日期 -o 结论.csv
    policykit run recoverable --in liaoning stock.csv -o 结论.xlsx --labels --add why --lang zh
    policykit run required_buffer --in changzhi --on 2025-12-01 --key id stock.xlsx -o answers.xlsx --lang zh
    policykit run required_buffer --in changzhi,shanxi --jurisdiction province stock.parquet -o answers.parquet --rejects refused.csv
    """
    from .options import names_in
    from .run import Job, pairs_of, run

    added = tuple(n for n in names_in([*(["citations"] if citations else []), *(add or ())]) if n not in ("status", "rule"))
    job = Job(
        question=question,
        packs=names_in([packs]),
        table=table,
        output=output,
        rejects=rejects,
        on=on,
        jurisdiction=jurisdiction,
        columns=pairs_of(columns or []),
        absent=names_in(absent or ()),
        key=tuple(key or ()),
        add=added,
        rows=rows,
        facts=tuple(facts or ()),
        labels=labels,
    )
    if not run(job, told(ctx, lang, json, search_path, notices)):
        raise typer.Exit(1)
