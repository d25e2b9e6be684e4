"""What is wrong with a command as it was typed, in the user's language. Nothing is worked out from Typer's own sentences, which are English; one stands as it is where an error is of none of the kinds below."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any

from ..diagnostics import Diagnostic, Text, did_you_mean, nearest

NUMBERS = {int: Text("整数", "a whole number"), float: Text("数", "a number")}


def usage_fault(error: Any, program: Any) -> Diagnostic:
    """The fault in the words that were typed. `error`: Typer's usage error, which has no public classes; `program`: the group with all commands."""
    match type(error).__name__:
        case "NoSuchOption":
            name = error.option_name
            return _fault(error.ctx, f"没有选项 `{name}`", f"there is no option `{name}`", _meant(name, error, program))
        case "MissingParameter":
            names = _named(error.param)
            return _fault(error.ctx, f"缺少 {names}", f"{names} is missing")
        case "BadOptionUsage":
            name = error.option_name
            if error.ctx is not None and any(p.is_flag for p in error.ctx.command.get_params(error.ctx) if name in p.opts):
                return _fault(error.ctx, f"选项 `{name}` 不带值", f"the option `{name}` takes no value")
            return _fault(error.ctx, f"选项 `{name}` 须带值", f"the option `{name}` needs a value")
    if error.ctx is not None and error.ctx.command is program:  # a wrong one is told by `no_command`
        return _fault(error.ctx, "缺少命令", "a command is missing")
    said = error.format_message()
    return _fault(error.ctx, said, said)


def no_command(word: str, known: Sequence[str]) -> Diagnostic:
    return Diagnostic("usage", Text(f"没有命令 `{word}`", f"there is no command `{word}`"), help=did_you_mean(word, known))


def too_much(words: Sequence[str], ctx: Any) -> Diagnostic:
    """Words that no argument takes."""
    told = " ".join(words)
    return _fault(ctx, f"不应有 `{told}`", f"`{told}` is too much")


def unfit(param: Any, value: Any, ctx: Any) -> Diagnostic:
    """A value that an option or argument cannot take: what it takes, by its type."""
    names, wanted = _named(param), param.type_descriptor.annotation
    given = value if isinstance(value, str) else " ".join(map(str, value))
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return _fault(ctx, f"{names} 没有取值 `{given}`", f"{names} has no value `{given}`", did_you_mean(given, [str(v.value) for v in wanted]))
    number = NUMBERS.get(wanted)
    if number is None:
        return _fault(ctx, f"{names} 不能取值 `{given}`", f"{names} cannot be `{given}`")
    low, high = param.type_descriptor.parameter_info.min, param.type_descriptor.parameter_info.max
    zh, en = number.zh, number.en
    if low is not None and high is not None:
        zh, en = f" {low} 至 {high} 的{zh}", f"{en} from {low} to {high}"
    elif low is not None:
        zh, en = f"不小于 {low} 的{zh}", f"{en} of at least {low}"
    return _fault(ctx, f"{names} 应为{zh}，而不是 `{given}`", f"{names} should be {en}, not `{given}`")


def given_twice(option: str, metavar: str) -> Diagnostic:
    """An option that takes one value and was given several."""
    once = Text("只给一次，各项以逗号隔开", "give it once, with commas between the parts") if "," in metavar else Text("只给一次", "give it once")
    return Diagnostic("usage", Text(f"选项 `{option}` 给出了两次", f"the option `{option}` is given twice"), help=once)


def _fault(ctx: Any, zh: str, en: str, help: Text | None = None) -> Diagnostic:
    path = ctx.command_path if ctx is not None else "policykit"
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
