"""What is wrong with a command as it was typed, in the user's language. Typer has its own sentences in English; they are told where there is no better one."""

from __future__ import annotations

import re
from typing import Any

from ..diagnostics import Diagnostic, Text, did_you_mean, nearest

_COMMAND = re.compile(r"No such command '(.*?)'")
_CHOICE = re.compile(r"'(.*)' is not one of ('.*')\.")
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
            if (found := _CHOICE.fullmatch(why)) is not None:
                return _fault(error, f"{names} 没有取值 `{found[1]}`", f"{names} has no value `{found[1]}`", did_you_mean(found[1], re.findall("'(.*?)'", found[2])))
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
    """The option that was meant, of this command or of another; None where none is near. A short option is one letter, to which none is near: only those with that letter count."""
    ctx = error.ctx
    if not name.startswith("--"):
        return _of_others(name, _having(program, ctx, name))
    own = _options(ctx.command, ctx)
    known = dict.fromkeys([*own, *(o for c in program.list_commands(ctx) for o in _options(program.get_command(ctx, c), ctx))])
    near = nearest(name[2:], [o[2:] for o in known])  # dashes are no likeness
    if near is None:
        return None
    if f"--{near}" in own:
        return did_you_mean(f"--{near}", own)
    return _of_others(f"--{near}", _having(program, ctx, f"--{near}"))


def _of_others(option: str, commands: list[str]) -> Text | None:
    told = ", ".join(f"`{c}`" for c in commands)
    return Text(f"`{option}` 是 {told} 的选项", f"`{option}` is an option of {told}") if commands else None


def _having(program: Any, ctx: Any, option: str) -> list[str]:
    """The commands that have an option."""
    return [c for c in program.list_commands(ctx) if any(option in p.opts for p in program.get_command(ctx, c).get_params(ctx))]


def _options(command: Any, ctx: Any) -> list[str]:
    return sorted(o for p in command.get_params(ctx) for o in p.opts if o.startswith("--"))
