"""What leaves Python, or is held against it: modules and other targets. Each command opens its own module and does nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .typed import Json, Lang, SearchPath, app, told


@app.command("compile")
def compile_(
    ctx: typer.Context,
    pack: Annotated[str, typer.Argument(metavar="PACK", help="A pack by name or folder. 规则包", show_default=False)],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE.py", help="The module to write; by default to stdout. 输出文件", show_default=False)] = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """The decisions of a pack as one Python module that needs nothing but the standard library. 编译为独立模块

    \b
    policykit compile liaoning -o policy.py
    """
    from .compile import write_module

    write_module(pack, output, told(ctx, lang, json, search_path))


@app.command()
def agree(
    ctx: typer.Context,
    packs: Annotated[list[str] | None, typer.Argument(metavar="PACK", help="Packs by name or folder; all if none is given. 规则包", show_default=False)] = None,
    question: Annotated[list[str] | None, typer.Option("--question", help="Only this question; may be given several times. 只比此问题", show_default=False)] = None,
    target: Annotated[
        list[str] | None, typer.Option("--target", help="A target beside the reference; may be given several times. By default all that are installed. 目标", show_default=False)
    ] = None,
    most: Annotated[
        int,
        typer.Option(
            "--most",
            help="Up to so many regions and boundaries of one question all are asked; beyond that each row and boundary, and so many cases. 每个问题至多多少个案例",
            min=50,
        ),
    ] = 50_000,
    seed: Annotated[int, typer.Option("--seed", help="What the sampling is drawn by. 抽样种子")] = 0,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """Every decision on every target, a case for each region and boundary of what its rules read, and the solver's proof: do all answer alike? Status 1 where not. 各目标是否一致

    \b
    policykit agree jiangsu
    policykit agree liaoning --question recoverable --target standalone --json
    """
    from .agree import agree

    if not agree(packs or [], question or [], target or [], most, seed, told(ctx, lang, json, search_path)):
        raise typer.Exit(1)


@app.command()
def mutate(
    ctx: typer.Context,
    packs: Annotated[list[str] | None, typer.Argument(metavar="PACK", help="Packs by name or folder; all if none is given. 规则包", show_default=False)] = None,
    lang: Lang = None,
    json: Json = False,
    search_path: SearchPath = None,
) -> None:
    """Small faults put into a pack one at a time: which does no case notice, and which clause is it? Status 1 where there is one. 变异测试

    \b
    policykit mutate anhui_rural
    """
    from .mutate import mutate

    if not mutate(packs or [], told(ctx, lang, json, search_path)):
        raise typer.Exit(1)
