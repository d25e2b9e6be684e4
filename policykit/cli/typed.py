"""What every command shares: the program, its global options, the words and options that several commands take.

Only Typer is imported here, so that `policykit ask` starts quickly; Rich comes with the first table, pydantic with what only
its models can tell: what is wrong with a pack, an event.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from ..diagnostics import Diagnostic, Language, PolicyError, Text
from .options import Options, user_language

UsageError: Any = typer.BadParameter.__mro__[1]  # which Typer has no public name for


class Speech(StrEnum):
    zh = "zh"
    en = "en"


def _taken(param: Any, by_typer: Callable[[Any, Any], Any], ctx: Any, value: Any) -> Any:
    """What an option or argument is given. A text, and nothing where it may be left out, are taken as they are, as by Typer once it has imported pydantic.

    Raises `PolicyError` for a value that it cannot take; Typer says so in English.
    """
    wanted = param.type_descriptor.annotation
    if value is None and not param.required:
        found: Any = () if param.multiple or param.nargs == -1 else None
    elif wanted is str and isinstance(value, str):
        found = value
    elif wanted == list[str] and isinstance(value, tuple) and value and all(isinstance(v, str) for v in value):
        found = list(value)
    else:
        try:
            return by_typer(ctx, value)
        except typer.BadParameter as e:
            if param.value_is_missing(value):
                raise
            from .usage import unfit

            raise PolicyError([unfit(param, value, ctx)]) from e
    return found if param.callback is None else param.callback(ctx, param, found)


def _lightly(params: list[Any]) -> list[Any]:
    """The same, each taking what it is given by `_taken`."""
    for param in params:
        if "process_value" not in vars(param):
            param.process_value = partial(_taken, param, param.process_value)
    return params


def _once(command: Any, by_typer: Callable[[Any, list[str]], Any], ctx: Any, args: list[str]) -> Any:
    """Arguments as Typer reads them, which takes the last of an option that is given twice without a word. Raises `PolicyError`."""
    try:
        _, left, met = command.make_parser(ctx).parse_args(args=list(args))
    except UsageError as e:
        e.ctx = e.ctx or ctx  # the parser does not say of all its faults whose they are
        raise
    twice = [p for p in command.get_params(ctx) if p.param_type_name == "option" and not (p.multiple or p.is_flag) and met.count(p) > 1]
    if twice:
        from .usage import given_twice

        raise PolicyError([given_twice(p.opts[0], p.metavar or "") for p in twice])
    try:
        return by_typer(ctx, args)
    except UsageError as e:
        if not left or type(e) is not UsageError:
            raise
        from .usage import too_much

        raise PolicyError([too_much(left, ctx)]) from e


class Commands(TyperGroup):
    """Tells a user's mistake as diagnostics, status 2, whichever command met it."""

    def get_params(self, ctx: Any) -> Any:
        return _lightly(super().get_params(ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        command: Any = super().get_command(ctx, cmd_name)
        if command is not None:
            _lightly(command.get_params(ctx))
            if "parse_args" not in vars(command):
                command.parse_args = partial(_once, command, command.parse_args)
        return command

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        try:
            return super().parse_args(ctx, args)
        except PolicyError as e:
            self._refuse(e.diagnostics, ctx)
        except UsageError as e:
            self._refuse(self._misused(e), ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            from .usage import no_command

            raise PolicyError([no_command(args[0], self.list_commands(ctx))])
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        notes: Sequence[str] = ()
        try:
            return super().invoke(ctx)
        except PolicyError as e:
            faults, notes = e.diagnostics, getattr(e, "__notes__", ())
        except UsageError as e:
            faults = self._misused(e)
        except OSError as e:
            if e.errno == errno.EPIPE:
                raise
            reason = e.strerror or str(e)
            faults = (Diagnostic("file", Text(f"无法读写：{reason}", f"it cannot be read or written: {reason}"), file=str(e.filename) if e.filename else ""),)
        self._refuse(faults, ctx, notes)

    def _misused(self, error: Any) -> tuple[Diagnostic, ...]:
        """What is wrong with a command as it was typed; help that is shown for want of a word is no fault."""
        if type(error).__name__ == "NoArgsIsHelpError":
            raise error
        from .usage import usage_fault

        return (usage_fault(error, self),)

    def _refuse(self, faults: tuple[Diagnostic, ...], ctx: Any, notes: Sequence[str] = ()) -> NoReturn:
        """`notes`: what is said of all faults together, after them."""
        from .output import write_error, write_faults

        write_faults(faults, ctx.obj or _over(Options(user_language()), ctx.params.get("lang"), False, None, None))  # the command's name is looked up before `policykit` runs
        for note in notes:
            write_error(note)
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
Notices = Annotated[
    list[Path] | None,
    typer.Option("--notices", metavar="FILE", help="A later State Council notice on holidays; may be given several times. 节假日安排通知", show_default=False),
]
Readings = Annotated[
    str | None,
    typer.Option("--readings", metavar="all|A01=NAME,...", help="Read ambiguities otherwise, or show the outcome under every reading. 改用其他读法", show_default=False),
]
Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAME=VALUE", help="Facts: item=single_tent, need=5, lots='[{...}]', lots=@lots.json, lots=@lots.xlsx, steps=register,publish. 事实", show_default=False
    ),
]
File = Annotated[str | None, typer.Option("--facts", metavar="FILE", help="Facts from a JSON or YAML file, - for stdin; NAME=VALUE comes over them. 事实文件", show_default=False)]
On = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="DATE",
        help="The day whose law is asked, as 2025-09-01. By default the day of the event where the facts say it, else today. A last day that is not given (still in use) is this day. 适用日期",
        show_default=False,
    ),
]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.html, FILE.md or FILE.docx instead. 输出文件", show_default=False)]
TableOutput = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to FILE.html, FILE.md, FILE.docx or FILE.xlsx instead. 输出文件", show_default=False)
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
    notices: Notices = None,
    version: Annotated[  # noqa: ARG001  # its callback has acted on it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit. 版本", show_default=False)
    ] = False,
) -> None:
    """Rules as code for Chinese regulations on emergency reserves: exact answers, each with the article it relies on.

    应急物资储备规定的规则化：准确的答案，并指明所依据的条文。
    """
    ctx.obj = _over(Options(user_language()), lang, json, search_path, notices)


def told(ctx: typer.Context, lang: Speech | None, json: bool, search_path: list[Path] | None, notices: list[Path] | None = None) -> Options:
    """The options of a command: those typed after its name over those typed before it. Its faults are told in its language too."""
    options = _over(ctx.obj, lang, json, search_path, notices)
    ctx.find_root().obj = options
    return options


def _over(options: Options, lang: Speech | None, json: bool, search_path: list[Path] | None, notices: list[Path] | None) -> Options:
    language: Language = options.language if lang is None else "zh" if lang == Speech.zh else "en"
    return Options(language, json or options.as_json, (*(search_path or ()), *options.search_path), (*(notices or ()), *options.notices))
