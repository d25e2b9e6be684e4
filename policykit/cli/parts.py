"""The folder of parts beside an output: a journal of what is asked of which table, and the parts of the answers that are done.

A part is files and, written after them, a seal with their sizes and hashes: it is done where all are as its seal says, whenever the program was stopped
and whatever befell the disk since; what is without a seal is written over.

It is policykit's own while it has its journal, or the beginning of one: a folder of this name without either is somebody else's and is let be. Nothing
is removed but what stands here under the names that a run gives, whatever else lies among it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..diagnostics import PolicyError
from .options import Options
from .output import write_error
from .run_faults import not_ours, part_damaged

if TYPE_CHECKING:
    import polars as pl

    from ..api import Policy
    from .run import Job

JOURNAL, UNFINISHED = "journal.json", "journal.unfinished"
_OURS = re.compile(r"(part|rejects|odd|outcomes)-\d{6,}\.(parquet|unfinished|json)")


@dataclass(frozen=True)
class Part:
    """A part that is done: how many rows its answers have, and its files by their kind (part, rejects, odd, outcomes)."""

    rows: int
    files: Mapping[str, Path]


def put(folder: Path, number: int, frames: Mapping[str, pl.DataFrame]) -> Part:
    """Writes a part: its files, then the seal that says how they are. Raises `PolicyError` where there is no room."""
    from .tables import settle, write_part, writing

    files = {kind: folder / f"{kind}-{number:06}.parquet" for kind in frames}
    for kind, frame in frames.items():
        write_part(frame, files[kind])
    rows = frames["part"].height
    seal, beside = _seal(folder, number), folder / f"part-{number:06}.unfinished"
    with writing(beside, seal):
        beside.write_text(json.dumps({"rows": rows, "files": {k: [p.stat().st_size, _digest(p)] for k, p in files.items()}}), encoding="utf-8")
        settle(beside, seal)
    return Part(rows, files)


def _seal(folder: Path, number: int) -> Path:
    return folder / f"part-{number:06}.json"


def _part(folder: Path, number: int) -> Part | None:
    """A part that is as its seal says."""
    try:
        seal = json.loads(_seal(folder, number).read_text(encoding="utf-8"))
        files = {kind: folder / f"{kind}-{number:06}.parquet" for kind in seal["files"]}
        whole = all([p.stat().st_size, _digest(p)] == seal["files"][kind] for kind, p in files.items())
        return Part(int(seal["rows"]), files) if whole and "part" in files else None
    except (OSError, ValueError, TypeError, KeyError):  # of which a damaged seal may be any
        return None


@contextmanager
def read_back(folder: Path) -> Iterator[None]:
    """What is read are parts, not the table. Raises `PolicyError` where one has been damaged since it was looked at."""
    import polars as pl

    try:
        yield
    except pl.exceptions.PolarsError as e:
        raise PolicyError([part_damaged(folder, str(e).splitlines()[0])]) from e


def check_folder(folder: Path) -> None:
    """Raises `PolicyError` where something lies there that no run has left; what a file manager hides (`.DS_Store`) does not count."""
    if not folder.exists():
        return
    if not folder.is_dir() or not (_is_ours(folder) or all(p.name.startswith(".") for p in folder.iterdir())):
        raise PolicyError([not_ours(folder)])


def _is_ours(folder: Path) -> bool:
    """Whether a journal of a run lies there. One that broke off while it was written is ours where nothing else than a run's files lies beside it."""
    journals = [p for p in (folder / JOURNAL, folder / UNFINISHED) if p.is_file()]
    for path in journals:
        try:
            if "policykit" in json.loads(path.read_text(encoding="utf-8")):
                return True
        except (ValueError, TypeError):
            continue
    return bool(journals) and all(p.name in (JOURNAL, UNFINISHED) or p.name.startswith(".") or _OURS.fullmatch(p.name) for p in folder.iterdir())


def removed(folder: Path) -> None:
    """Takes the parts away, the journal first: a run that is stopped meanwhile leaves none that another would go on from, and a folder that is known as ours."""
    with suppress(FileNotFoundError):
        (folder / JOURNAL).replace(folder / UNFINISHED)
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name):
            path.unlink()
    (folder / UNFINISHED).unlink(missing_ok=True)
    with suppress(OSError):  # something else lies in it
        folder.rmdir()


def left(folder: Path, options: Options) -> None:
    """A run that did not end: says where the parts it did lie, or leaves nothing where it did none."""
    done = len(list(folder.glob("part-*.json")))
    if done:
        write_error(
            options.say(
                f"提示：做完的 {done} 部分留在 `{folder.name}`，用同样的命令再运行则从其后继续；不再需要的，删去此文件夹",
                f"note: {'1 part is' if done == 1 else f'{done} parts are'} done and left in `{folder.name}`: the same command goes on after {'it' if done == 1 else 'them'}; delete the folder if it is not needed",
            )
        )
    elif folder.exists():
        removed(folder)


def journal_of(job: Job, policies: Sequence[Policy], options: Options) -> dict[str, Any]:
    """Whatever the answers depend on."""
    digest, *notices = (_digest(p) for p in (job.table, *options.notices))
    how = {n: getattr(job, n) for n in ("question", "on", "jurisdiction", "columns", "absent", "key", "add", "rows", "facts", "labels")}
    journal = {
        "policykit": __version__,
        "table": digest,
        "packs": [(p.id, p.digest) for p in policies],
        "notices": notices,
        "rejects": job.rejects is not None,
        "language": options.language,
        **how,
    }
    read: dict[str, Any] = json.loads(json.dumps(journal))
    return read


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def opened(folder: Path, journal: dict[str, Any], options: Options) -> list[Part]:
    """The parts that are done of just this; what was begun of anything else is thrown away. Which of the two it was is said, and where a part is damaged."""
    path = folder / JOURNAL
    if path.is_file():
        try:
            known = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            known = None
        if known == journal:
            done: list[Part] = []
            while (part := _part(folder, len(done))) is not None:
                done.append(part)
            if done:
                count, rows = len(done), len(done) * journal["rows"]
                write_error(
                    options.say(
                        f"提示：已做完 {count} 部分（至多 {rows} 行），从其后继续",
                        f"note: {count} {'part is' if count == 1 else 'parts are'} done ({rows} rows at most); going on after them",
                    )
                )
            if (damaged := _seal(folder, len(done))).exists():
                write_error(
                    options.say(
                        f"提示：`{folder.name}` 中的 {damaged.stem} 与写成时不同，从这一部分起重做",
                        f"note: {damaged.stem} in `{folder.name}` is not as it was written: it is made anew, and those after it",
                    )
                )
            return done
    if folder.exists():
        if any(folder.glob("part-*.parquet")):
            write_error(
                options.say(
                    f"提示：`{folder.name}` 是另一张表、另一问或其他选项的，已弃去，从头开始",
                    f"note: `{folder.name}` was of another table, question or options: it is thrown away, and all begins anew",
                )
            )
        removed(folder)
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / UNFINISHED
    beside.write_text(json.dumps(journal), encoding="utf-8")
    from .tables import settle

    settle(beside, path)
    return []
