"""What is said of a place where packs are sought, of a name that is none, and of a file that holds no cases."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from .diagnostics import MOST_NAMES, Diagnostic, Text, short
from .domain import periods
from .ir.names_meant import meant

LONGEST_PATH = 300  # characters of a path that are shown


def shown_path(path: str | Path) -> str:
    """A path in a sentence."""
    return short(str(path), LONGEST_PATH)


def no_file(path: str | Path) -> Diagnostic:
    return Diagnostic("no-file", Text(f"没有文件 `{shown_path(path)}`", f"there is no file `{shown_path(path)}`"))


def no_folder(name: str | Path) -> Diagnostic:
    return Diagnostic("no-folder", Text(f"没有文件夹 `{shown_path(name)}`", f"there is no folder `{shown_path(name)}`"))


def no_pack_name(given: object) -> Diagnostic:
    """What is given for a pack is neither a name nor a folder."""
    shown = short(repr(given))
    return Diagnostic(
        "unknown-pack",
        Text(f"`{shown}` 不是规则包的名称", f"`{shown}` is no name of a pack"),
        help=Text("给出名称，如 `liaoning`，或者文件夹（Path）", "give a name, as `liaoning`, or a folder as a Path"),
    )


def unknown_pack(name: str, known: Mapping[str, Sequence[Text]], alone: Sequence[Path]) -> Diagnostic:
    """No pack of this name; `alone`: folders on the search path that are packs themselves, beside which others may lie."""
    pack, _, day = name.partition("@")
    shown, day_shown = short(name), short(day)
    return Diagnostic(
        "unknown-pack",
        Text(f"没有名为 `{shown}` 的规则包", f"no pack is called `{shown}`"),
        help=Text(
            f"`{alone[0]}` 本身是规则包；要找它旁边的，指明上一级文件夹 `{alone[0].parent}`",
            f"`{alone[0]}` is a pack itself; to find those beside it, name the folder above it, `{alone[0].parent}`",
        )
        if alone
        else meant(name, known)
        if pack == name or pack not in known
        else Text(f"`{day_shown}` 不是日期；写作 `{pack}@2025-09-01`", f"`{day_shown}` is not a day; write `{pack}@2025-09-01`")
        if periods.read_date(day) is None
        else Text(
            f"`{name}` 只用于两法比较；此处用 `{pack}`，日期另给（`on`、`--on`）", f"`{name}` is for comparing two laws; here give `{pack}`, and the day apart (`on`, `--on`)"
        ),
    )


def holds_packs(folder: Path, packs: Sequence[Path]) -> Diagnostic:
    """The folder above a pack stands where the pack should."""
    shown = ", ".join(f"`{p.as_posix()}`" for p in packs[:MOST_NAMES]) + (", …" if len(packs) > MOST_NAMES else "")
    return Diagnostic(
        "unknown-pack",
        Text(f"`{folder}` 里有规则包，本身不是规则包", f"`{folder}` holds packs and is none itself"),
        help=Text(f"写其中的一个：{shown}", f"give one of them: {shown}"),
    )


def no_name(name: str) -> Diagnostic:
    """A `+` with nothing before or after it."""
    shown = short(name)
    return Diagnostic(
        "amended-name",
        Text(f"`{shown}` 的 `+` 前后应为规则包和修改草案文件", f"a pack should stand before the `+` of `{shown}`, and a draft's file after it"),
        help=Text("写作 liaoning+draft.yaml", "write it as liaoning+draft.yaml"),
    )


def no_search_folder(path: object) -> Diagnostic:
    """What stands on a search path is no folder."""
    if not isinstance(path, str | Path):
        return Diagnostic(
            "no-folder",
            Text(f"`search_path`：{short(repr(path))} 不是文件夹", f"`search_path`: {short(repr(path))} is no folder"),
            help=Text("给出文件夹（文字或 Path），或者几个的列表", "give a folder, as text or a Path, or a list of them"),
        )
    return Diagnostic(
        "no-folder",
        Text(f"`search_path`：没有文件夹 `{shown_path(path)}`", f"`search_path`: there is no folder `{shown_path(path)}`"),
        help=Text("给出规则包所在的文件夹", "give the folder that holds the packs"),
    )


def no_listed_folder(path: Path, variable: str) -> Diagnostic:
    """`POLICYKIT_PATH` names a folder that is not there."""
    return Diagnostic(
        "no-folder",
        Text(
            f"环境变量 `{variable}` 指明了 `{shown_path(path)}`，没有这个文件夹", f"the environment variable `{variable}` names `{shown_path(path)}`, and there is no such folder"
        ),
        help=Text(f"改正或者删去；几个文件夹之间用 `{os.pathsep}`", f"correct it or leave it out; several folders are parted by `{os.pathsep}`"),
    )


def no_texts(given: object) -> Diagnostic:
    """What is given for the files of a pack is no mapping of names to texts."""
    wrong = next((f"{n!r}: {c!r}" for n, c in given.items() if not isinstance(n, str) or not isinstance(c, str | bytes)), "") if isinstance(given, Mapping) else repr(given)
    return Diagnostic(
        "no-texts",
        Text(f"`{short(wrong)}` 不是文件名到文字的映射", f"`{short(wrong)}` maps no name of a file to its text"),
        help=Text('写作 {"pack.yaml": "pack: …"}', 'write it as {"pack.yaml": "pack: …"}'),
    )


def no_cases(file: str) -> Diagnostic:
    """A file of cases without any."""
    return Diagnostic(
        "no-cases",
        Text(f"`{file}` 中没有案例", f"`{file}` holds no case"),
        help=Text("写法见法制人员手册第八节；不用案例检验的，不写 `--cases`", "see docs/pack-format.md (Cases); leave out `--cases` to try the draft without"),
    )
