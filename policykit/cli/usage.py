"""What is wrong with a command as it was typed, in the user's language. Typer has its own sentences in English; they are told where there is no better one."""

from __future__ import annotations

import re
from typing import Any

from ..diagnostics import Diagnostic, Text, did_you_mean, nearest

_COMMAND = re.compile(r"No such command '(.*?)'")
_EXTRA = re.compile(r"unexpected extra arguments?(?:\(s\))? \((.*)\)")


def usage_fault(error: Any, program: Any) -> Diagnostic:
    """The fault in the words that were typed. `error`: Typer's usage error; `program`: the group with all commands."""
    said = error.format_message()
    match type(error).__name__:
        case "NoSuchOption":
            name = error.option_name
            return _fault(error, f"没有选项 `{name}`", f"there is no option `{name}`", _meant(name, error, program))
        case "MissingParameter":
            names = _named(error.param)
            return _fault(error, f"缺少 {names}", f"{names} is missing")
        case "BadOptionUsage":
            return _fault(error, f"选项 `{error.option_name}` 须带值", f"the option `{error.option_name}` needs a value")
        case "BadParameter":
            names, why = _named(error.param), error.message.removeprefix("Value error, ")
            return _fault(error, f"{names} 的值不对：{why}", f"the value of {names} is wrong: {why}")
    if (found := _COMMAND.match(said)) is not None:
        return Diagnostic("usage", Text(f"没有命令 `{found[1]}`", f"there is no command `{found[1]}`"), help=did_you_mean(found[1], program.list_commands(error.ctx)))
    if (found := _EXTRA.search(said)) is not None:
        return _fault(error, f"不应有 `{found[1]}`", f"`{found[1]}` is too much")
    return _fault(error, said, said)


def given_twice(option: str, metavar: str) -> Diagnostic:
    """An option that takes one value and was given several."""
    once = Text("只给一次，各项以逗号隔开", "give it once, with commas between the parts") if "," in metavar else Text("只给一次", "give it once")
    return Diagnostic("usage", Text(f"选项 `{option}` 给出了两次", f"the option `{option}` is given twice"), help=once)


def _fault(error: Any, zh: str, en: str, help: Text | None = None) -> Diagnostic:
    path = error.ctx.command_path if error.ctx is not None else "policykit"
    return Diagnostic("usage", Text(zh, en), help=help or Text(f"用法见 `{path} -h`", f"`{path} -h` says how it is used"))


def _named(param: Any) -> str:
    """An option by its name, an argument by what stands for it in the usage line."""
    return f"`{param.opts[0] if param.param_type_name == 'option' else param.metavar or param.name.upper()}`"


def _meant(name: str, error: Any, program: Any) -> Text | None:
    """The option that was meant, of this command or of another; None where none is near."""
    ctx = error.ctx
    own = _options(ctx.command, ctx)
    having: dict[str, list[str]] = {o: [] for o in own}
    for command in program.list_commands(ctx):
        for option in _options(program.get_command(ctx, command), ctx):
            having.setdefault(option, []).append(command)
    near = nearest(name.lstrip("-"), [o.lstrip("-") for o in having])  # dashes are no likeness
    if near is None:
        return None
    if f"--{near}" in own:
        return did_you_mean(f"--{near}", own)
    told = ", ".join(f"`{c}`" for c in having[f"--{near}"])
    return Text(f"`--{near}` 是 {told} 的选项", f"`--{near}` is an option of {told}")


def _options(command: Any, ctx: Any) -> list[str]:
    return sorted(o for p in command.get_params(ctx) for o in p.opts if o.startswith("--"))
