"""Finds and opens packs, questions and data files. With `cli` the only module that opens files.

Whether a path that was given is a file or a folder is asked of `os.path`: of a name longer than the system takes, `Path` raises an error in place of a no.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from .diagnostics import Diagnostic, PolicyError, Source, Text, errors
from .domain.calendar import Calendar, Notice, official
from .file_faults import holds_packs, no_cases, no_file, no_folder, no_listed_folder, no_name, no_pack_name, no_search_folder, no_texts, shown_path, unknown_pack
from .ir.duty_case import DutyCase
from .ir.example import Example
from .ir.pack import Pack, Question
from .source.yaml import LARGEST, LARGEST_PACK

T = TypeVar("T")
Paths = str | Path | Iterable[str | Path]
Texts = tuple[tuple[str, bytes], ...]
ENTRY_POINTS = "policykit.jurisdictions"
SEARCH_PATH = "POLICYKIT_PATH"
MOST_FILES = 2_000
KEPT = 16  # packs that are kept as they were read
NO_RULES = ("cases/", "logs/")  # a pack's own tests


def built_in() -> Path:
    """The folder of the packs that come with the library: in the wheel, or beside it in a checkout."""
    inside = Path(__file__).parent / "jurisdictions"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "jurisdictions"


def each(paths: Paths) -> tuple[str | Path, ...]:
    """The paths given: one alone, or several.

    >>> each("draft.yaml"), each(["a.yaml", "b.yaml"])
    (('draft.yaml',), ('a.yaml', 'b.yaml'))
    """
    return (paths,) if isinstance(paths, str | Path) else tuple(paths)


def search_folders(search_path: Paths) -> tuple[Path, ...]:
    """The folders of a search path, one alone or several. Raises `PolicyError` for each that is none: another pack of the same name would be taken in its place."""
    given: Any = search_path  # as it comes from outside
    paths = each(given) if isinstance(given, str | Path | Iterable) else (given,)
    if wrong := [no_search_folder(p) for p in paths if not isinstance(p, str | Path) or not p or not os.path.isdir(p)]:
        raise PolicyError(wrong)
    return tuple(map(Path, paths))


def pack_folders(search_path: Paths = ()) -> dict[str, Path]:
    """Name -> folder of every pack found: on the search path, in `POLICYKIT_PATH`, built in, by entry points. The first of a name wins.

    Raises `PolicyError` where the search path or `POLICYKIT_PATH` names what is no folder.
    """
    found: dict[str, Path] = {}
    for folder in _folders(search_path):
        found.setdefault(folder.name, folder)
    return found


def find_pack(name: str | Path, search_path: Paths = ()) -> Path:
    """The folder of a pack by its name, or a folder given as such. Raises `PolicyError` where there is none, or where it only holds packs."""
    if not isinstance(name, str | Path):
        raise PolicyError([no_pack_name(name)])
    if isinstance(name, Path) or os.sep in name or "/" in name or name in (".", ".."):
        folder = Path(name)
        if os.path.isdir(folder):
            return _itself(folder)
        if os.path.isfile(folder):
            raise PolicyError([_no_pack_but_a_file(folder)])
        raise PolicyError([no_folder(name)])
    for folder in _folders(search_path):
        if folder.name == name:
            return folder
    if name and os.path.isdir(name):
        return _itself(Path(name))
    if name and os.path.isfile(name):
        raise PolicyError([_no_pack_but_a_file(Path(name))])
    known = pack_folders(search_path)
    raise PolicyError([unknown_pack(name, {n: _labels(known[n]) for n in sorted(known)}, [root for root in _named_roots(search_path) if _is_pack(root)])])


def _is_pack(folder: Path) -> bool:
    return (folder / "pack.yaml").is_file()


def _itself(folder: Path) -> Path:
    """A folder given for a pack. Raises `PolicyError` where only folders in it are packs: their rules would be read as those of one."""
    inside = [] if _is_pack(folder) else sorted(f for f in folder.iterdir() if _is_pack(f))
    if inside:
        raise PolicyError([holds_packs(folder, inside)])
    return folder


def _labels(folder: Path) -> list[Text]:
    """The jurisdiction and the title of a pack as its first file has them, whether or not the rest can be read."""
    from .source.nodes import label
    from .source.yaml import Mapping as Tree, read_yaml

    if not (folder / "pack.yaml").is_file():
        return []
    root, _ = read_yaml(_text(folder / "pack.yaml"))
    named = [root.get(n) for n in ("jurisdiction", "label")] if isinstance(root, Tree) else []
    return [text for node in named if (text := label(node)) is not None]


def _no_pack_but_a_file(path: Path) -> Diagnostic:
    """A file where a pack is expected: an amendment is loaded with the pack that it amends."""
    try:
        base = amended_pack(path)
    except PolicyError:
        return Diagnostic(
            "unknown-pack",
            Text(f"`{path}` 是文件，不是规则包", f"`{path}` is a file, not a pack"),
            help=Text("写规则包的名称，或者 `pack.yaml` 所在的文件夹", "give the name of a pack, or the folder that holds its `pack.yaml`"),
        )
    return Diagnostic(
        "unknown-pack",
        Text(f"`{path}` 是修正案文件，不是规则包", f"`{path}` is an amendment file, not a pack"),
        help=Text(f"与所修改的规则包一起写：`{base}+{path}`", f"give it with the pack that it amends: `{base}+{path}`"),
    )


def pack_files(folder: Path) -> dict[str, bytes]:
    """The rule files and law texts of a folder, by their names inside it. Cases are left out; beyond the limit only so much that the reader sees it."""
    found: dict[str, bytes] = {}
    total = 0
    for name, path in _named(folder):
        if not name.startswith(NO_RULES) and total <= LARGEST_PACK:
            found[name] = _content(path)
            total += len(found[name])
    return found


def pack_texts(contents: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """The rule files and law texts among texts in memory. Raises `PolicyError` for what is no text."""
    if not isinstance(contents, Mapping) or not all(isinstance(n, str) and isinstance(c, str | bytes) for n, c in contents.items()):
        raise PolicyError([no_texts(contents)])
    return {n: c.encode("utf-8", "surrogatepass") if isinstance(c, str) else c for n, c in contents.items() if not n.startswith(NO_RULES)}


def amendment_files(paths: Paths) -> dict[str, bytes]:
    """Amendment files by the names that people read. Raises `PolicyError` for one that is not there."""
    found: dict[str, bytes] = {}
    for path in map(Path, each(paths)):
        if not os.path.isfile(path):
            raise PolicyError([no_file(path)])
        found[display(path)] = _content(path)
    return found


def amended_pack(path: Path) -> str:
    """The pack that an amendment file amends. Raises `PolicyError` for a file that is none."""
    from .source.amendment_faults import no_amendment
    from .source.yaml import Mapping as Tree, Scalar, read_yaml

    source = read_text(path)
    root, found = read_yaml(source)
    named = root.get("amends") if isinstance(root, Tree) else None
    if not isinstance(named, Scalar):
        raise PolicyError(found or [no_amendment(source.name)])
    return named.text


def named_with_amendments(name: str) -> tuple[str, list[str]]:
    """`liaoning+a.yaml+b.yaml` -> the pack and the amendment files; a folder with `+` in its name stays whole.

    >>> named_with_amendments("liaoning+draft.yaml"), named_with_amendments("liaoning")
    (('liaoning', ['draft.yaml']), ('liaoning', []))
    """
    pack, *amendments = name.split("+")
    if not amendments or os.path.isdir(name):
        return name, []
    if not pack or not all(amendments):
        raise PolicyError([no_name(name)])
    return pack, amendments


def read_folder(folder: Path, known_on: date | None = None, amendments: Iterable[str | Path] = (), tolerated: Collection[str] = ()) -> tuple[Pack, list[Diagnostic]]:
    """The pack in a folder, consolidated with amendments, and its warnings. Raises `PolicyError` where it has errors other than those tolerated.

    Files whose names and bytes are as they were give the pack read before.
    """
    pack, found = _read(display(folder) + "/", tuple(pack_files(folder).items()), tuple(amendment_files(amendments).items()), known_on, tuple(tolerated))
    return pack, list(found)


@lru_cache(maxsize=KEPT)
def _read(place: str, contents: Texts, changes: Texts, known_on: date | None, tolerated: tuple[str, ...]) -> tuple[Pack, tuple[Diagnostic, ...]]:
    from .source.pack import read_pack

    pack, found = read_pack(dict(contents), shared_questions(), known_on, place, dict(changes), tolerated)
    if pack is None:
        raise PolicyError(errors(found))
    return pack, tuple(found)


def calendar(paths: Iterable[str | Path]) -> Calendar | None:
    """The official calendar with the holiday notices in files; None where there are none. Raises `PolicyError` with all that is wrong with any of them."""
    paths = list(paths)
    if not paths:
        return None
    from .source.notices import read_notice, two_notices  # pydantic: only where there are notices

    found: dict[int, tuple[Path, Notice]] = {}
    wrong: list[Diagnostic] = []
    for path in map(Path, paths):
        notice, faults = read_notice(read_text(path))
        wrong += faults
        if notice is not None and notice.year in found:
            wrong.append(two_notices(notice.year, display(found[notice.year][0]), display(path)))
        elif notice is not None:
            found[notice.year] = (path, notice)
    if wrong:
        raise PolicyError(wrong)
    return official().with_notices(notice for _, notice in found.values())


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection while a pack is read: it makes tens of thousands of small objects that stay, and walking them doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def case_files(path: Path) -> list[Source]:
    """The case files at a path: the file itself, or every YAML file below the folder's `cases`, or below the folder."""
    if os.path.isfile(path):
        return [_text(path)]
    if not os.path.isdir(path):
        raise PolicyError([Diagnostic("no-file", Text(f"没有文件或文件夹 `{shown_path(path)}`", f"there is no file or folder `{shown_path(path)}`"))])
    below = path / "cases" if (path / "cases").is_dir() or (path / "pack.yaml").is_file() else path
    return [_text(p) for p in sorted(below.rglob("*.yaml"))]


def own_examples(folder: Path) -> tuple[list[Example], list[Diagnostic]]:
    """A pack's own worked cases, and what is wrong with their files."""
    from .source.examples import read_examples

    return _all_of(folder / "cases", read_examples)


def worked_cases(paths: Iterable[str | Path]) -> list[Example]:
    """The worked cases in files or folders. Raises `PolicyError` with all that is wrong with them, and for a file or folder that holds none."""
    from .source.examples import read_examples

    found: list[Example] = []
    wrong: list[Diagnostic] = []
    for path in map(Path, paths):
        read = [read_examples(source) for source in case_files(path)]
        mine = [example for examples, _ in read for example in examples]
        faults = errors(d for _, told in read for d in told)
        wrong += faults or ([] if mine else [no_cases(display(path))])
        found += mine
    if wrong:
        raise PolicyError(wrong)
    return found


def own_duty_cases(folder: Path) -> tuple[list[DutyCase], list[Diagnostic]]:
    """A pack's own duty cases, and what is wrong with their files."""
    if not (folder / "logs").is_dir():
        return [], []
    from .source.duty_cases import read_duty_cases  # pydantic: only where there are logs

    return _all_of(folder / "logs", read_duty_cases)


def _all_of(folder: Path, read: Callable[[Source], tuple[list[T], list[Diagnostic]]]) -> tuple[list[T], list[Diagnostic]]:
    found: list[T] = []
    faults: list[Diagnostic] = []
    for path in sorted(folder.rglob("*.yaml")) if folder.is_dir() else ():
        items, wrong = read(_text(path))
        found += items
        faults += wrong
    return found, faults


def read_text(path: Path) -> Source:
    """One file as text. Raises `PolicyError` where it is missing, too large or not UTF-8."""
    if not os.path.isfile(path):
        raise PolicyError([no_file(path)])
    return _text(path)


@cache
def shared_questions() -> Mapping[str, Question]:
    """The questions every jurisdiction can be asked, each read when first needed."""
    from .source.shared import lazy_questions

    return lazy_questions(question_files())


def question_files() -> list[Source]:
    """The files of the shared questions."""
    return [_text(p) for p in sorted((Path(__file__).parent / "questions").glob("*.yaml"))]


def display(path: Path) -> str:
    """A path as people read it: from the working directory where it lies below it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _folders(search_path: Paths) -> Iterator[Path]:
    """The folders of packs, in order of precedence: roots that are packs themselves, and packs one level below."""
    for root in _roots(search_path):
        if _is_pack(root):
            yield root
        elif root.is_dir():
            yield from (f for f in sorted(root.iterdir()) if _is_pack(f))


def _roots(search_path: Paths) -> Iterator[Path]:
    yield from _named_roots(search_path)
    yield built_in()
    yield from _entry_points()  # last: they cost 20 ms to ask for


def _named_roots(search_path: Paths) -> list[Path]:
    """The folders that the caller and `POLICYKIT_PATH` name; `.` by its own name. Raises `PolicyError` for what is no folder."""
    listed = [Path(p) for p in os.environ.get(SEARCH_PATH, "").split(os.pathsep) if p]
    if wrong := [no_listed_folder(p, SEARCH_PATH) for p in listed if not p.is_dir()]:
        raise PolicyError(wrong)
    return [root if root.name not in ("", "..") else root.resolve() for root in (*search_folders(search_path), *listed)]


@cache
def _entry_points() -> tuple[Path, ...]:
    """Folders that installed distributions announce: an entry point names a package whose folder holds packs."""
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    found: list[Path] = []
    for point in entry_points(group=ENTRY_POINTS):
        spec = find_spec(point.module)
        for place in (spec.submodule_search_locations or []) if spec else []:
            found.append(Path(place) / point.attr.replace(".", "/") if point.attr else Path(place))
    return tuple(found)


def _named(folder: Path) -> list[tuple[str, Path]]:
    """The files of a pack with their names inside it, sorted."""
    paths = [p for p in folder.rglob("*") if p.suffix in (".yaml", ".yml", ".md") and p.is_file()]
    names = [(p.relative_to(folder).as_posix(), p) for p in paths]
    names = [(n, p) for n, p in names if not any(part.startswith(".") for part in n.split("/")) and (not n.endswith(".md") or n.startswith("law/"))]
    if len(names) > MOST_FILES:
        raise PolicyError([Diagnostic("too-many-files", Text(f"超过 {MOST_FILES} 个文件", f"more than {MOST_FILES} files"), file=display(folder))])
    return sorted(names)


def _content(path: Path) -> bytes:
    """The bytes of a file; of a file beyond the limit only so many that the reader sees it is too large."""
    with path.open("rb") as f:
        return f.read(LARGEST + 1)


def _text(path: Path) -> Source:
    from .source.yaml import decoded

    source, found = decoded(display(path), _content(path))
    if found:
        raise PolicyError(found)
    return source
