"""What compares laws and tries drafts. Each command opens its own module and does nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .typed import Json, Lang, Notices, Output, SearchPath, TableOutput, app, told

Day = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="DATE",
        help="The day of the law; by default today, or the day an amendment is in force; rows of a list each by their own event date. 适用日期",
        show_default=False,
    ),
]
Cases = Annotated[
    list[Path] | None,
    typer.Option("--cases", metavar="FILE", help="Worked cases of the draft, asked by the law of its day; may be given several times. 草案的案例", show_default=False),
]
StockFile = Annotated[
    Path | None, typer.Option("--stock", metavar="FILE", help="A stock list (CSV; Parquet and XLSX with polars): which rows come out differently. 清单", show_default=False)
]
Column = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="INPUT=COLUMN", help="Which column of the list holds an input; may be given several times. 事实所在列", show_default=False),
]
Key = Annotated[str | None, typer.Option("--key", metavar="COLUMN", help="The column of the list by which rows are named. 行的标识列", show_default=False)]
Weight = Annotated[str | None, typer.Option("--weight", metavar="COLUMN", help="The column of the list that says how much a row counts. 数量列", show_default=False)]
Absent = Annotated[
    list[str] | None,
    typer.Option(
        "--absent",
        metavar="INPUT[,INPUT...]",
        help="Inputs whose empty cells in the list mean that they are not given, not that they are unknown. 空即未给出",
        show_default=False,
    ),
]
Everything = Annotated[bool, typer.Option("--all", help="Show every kind of cases, not the first of each outcome. 全部列出", show_default=False)]
Limit = Annotated[float, typer.Option("--limit", metavar="SECONDS", min=0.01, max=1e6, help="Time for the solver, for one question. 求解时限")]


@app.command()
def diff(
    ctx: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="A pack; also A@2024-01-01, A+draft.yaml. 甲方", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="The other. 乙方", show_default=False)],
    questions: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUESTION", help="These questions alone; more than two packs: `matrix`, `compare`. 问题；多个规则包用 matrix、compare", show_default=False),
    ] = None,
    on: Day = None,
    stock: StockFile = None,
    column: Column = None,
    key: Key = None,
    weight: Weight = None,
    absent: Absent = None,
    output: TableOutput = None,
    everything: Everything = False,
    limit: Limit = 10.0,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
    notices: Notices = None,
) -> None:
    """Two laws compared by proof: parameters side by side, every pair of rules that answer differently, the smallest case. Status 1 where they differ. 比较

    \b
    policykit diff liaoning shanxi recoverable --lang zh
    policykit diff liaoning shanxi -o diff.html
    policykit diff changzhi@2024-01-01 changzhi@2026-01-01
    policykit diff liaoning liaoning+draft.yaml recoverable --stock tents.csv
    """
    from .compared import Stock
    from .diff import write_diff

    if not write_diff(a, b, questions or [], on, Stock(stock, column or (), key, weight, absent or ()), output, everything, limit, told(ctx, lang, json, search_path, notices)):
        raise typer.Exit(1)


@app.command()
def matrix(
    ctx: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="A question, as `policykit questions` lists them. 问题", show_default=False)],
    packs: Annotated[str | None, typer.Option("--in", metavar="A,B,C", help="Only these packs, in this order. 规则包", show_default=False)] = None,
    on: Day = None,
    output: TableOutput = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """One question, every jurisdiction: under which conditions it answers what, as one table. 条件一览

    \b
    policykit matrix selection_method --lang zh
    policykit matrix recoverable --in liaoning,shanxi -o matrix.html
    """
    from .matrix import write_matrix

    names = [n.strip() for n in packs.split(",") if n.strip()] if packs else []
    write_matrix(question, names, on, output, told(ctx, lang, json, search_path))


@app.command()
def text(
    ctx: typer.Context,
    pack: Annotated[str, typer.Argument(metavar="PACK", help="A pack; also PACK+draft.yaml. 规则包", show_default=False)],
    on: Day = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """The text of the law as it reads on a day, amendments worked in, as Markdown. 条文

    \b
    policykit text liaoning+draft.yaml --on 2027-01-01
    """
    from .matrix import write_text

    write_text(pack, on, told(ctx, lang, json, search_path))


@app.command()
def draft(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="DRAFT.yaml", help="An amendment file. 修正案草案", show_default=False)],
    on: Day = None,
    cases: Cases = None,
    stock: StockFile = None,
    column: Column = None,
    key: Key = None,
    weight: Weight = None,
    absent: Absent = None,
    output: Output = None,
    everything: Everything = False,
    limit: Limit = 10.0,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
    notices: Notices = None,
) -> None:
    """What a draft does before it is law: text, new faults, changed decisions with proof, cases, duties. Status 1 where it brings a new fault. 草案

    \b
    policykit draft docs/examples/single-tent-nine-months.yaml --lang zh
    policykit draft draft.yaml -o draft.docx
    policykit draft draft.yaml --cases cases.yaml
    policykit draft draft.yaml --stock tents.csv --json
    """
    from .compared import Stock
    from .draft import write_draft

    if not write_draft(file, on, Stock(stock, column or (), key, weight, absent or ()), output, everything, limit, told(ctx, lang, json, search_path, notices), cases or ()):
        raise typer.Exit(1)
