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
