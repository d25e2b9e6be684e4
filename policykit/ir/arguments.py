"""What a caller of the library gives for an argument: one name or several, and what is said of anything else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..diagnostics import Diagnostic, Text, did_you_mean, short


def are_names(given: Any) -> bool:
    """Whether one name was given, or several, or nothing.

    >>> are_names("item"), are_names(["item", "used_to"]), are_names(None), are_names(5), are_names(["item", 5])
    (True, True, True, False, False)
    """
    # a generator is none: looking at its names would use them up
    return given is None or isinstance(given, str) or (isinstance(given, Collection) and all(isinstance(n, str) for n in given))


def names(words: str | Collection[str]) -> tuple[str, ...]:
    """The names given: one alone, or several.

    >>> names("item"), names(["item", "used_to"])
    (('item',), ('item', 'used_to'))
    """
    return (words,) if isinstance(words, str) else tuple(words)


def no_name(argument: str, value: object) -> Diagnostic:
    """An argument that should be one name."""
    shown = short(repr(value))
    return Diagnostic("names", Text(f"`{argument}` 应为名称，不是 {shown}", f"`{argument}` should be a name, not {shown}"), help=Text("写作文字", "give text"))


def no_columns(value: object) -> Diagnostic:
    """What should say which column holds which fact."""
    shown = short(repr(value))
    return Diagnostic(
        "names",
        Text(f"`columns` 应为事实到列名的映射，不是 {shown}", f"`columns` should map facts to columns, not {shown}"),
        help=Text('写作 {"item": "物资"}', 'write it as {"item": "goods"}'),
    )


def are_columns(given: Any) -> bool:
    """Whether a fact is mapped to the name of a column, for each that is named."""
    return isinstance(given, Mapping) and are_names(given.keys()) and are_names(given.values())


def no_names(argument: str, value: object) -> Diagnostic:
    """An argument that should be a name, or several."""
    shown = short(repr(value))
    return Diagnostic(
        "names", Text(f"`{argument}` 应为名称或名称的列表，不是 {shown}", f"`{argument}` should be a name or a list of names, not {shown}"), help=Text("写作文字", "give text")
    )


def unknown_argument(name: str, known: Sequence[str]) -> Diagnostic:
    """An argument that the function called has not."""
    return Diagnostic("unknown-argument", Text(f"没有参数 `{short(name)}`", f"there is no argument `{short(name)}`"), help=did_you_mean(name, known))
