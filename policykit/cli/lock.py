"""One writer of a file at a time.

A lock file beside the output names the process that writes it. The lock itself is the system's: it goes when its process ends, however that ends, so
that a lock file left by one that was killed holds nobody up.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..diagnostics import Diagnostic, PolicyError, Text

if sys.platform == "win32":
    import msvcrt

    def _locked(file: int) -> bool:
        try:
            os.lseek(file, 1 << 20, os.SEEK_SET)  # beyond the text, which others must be able to read
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _locked(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def sole_writer(output: Path) -> Iterator[None]:
    """Nobody else writes the output meanwhile. Raises `PolicyError` where another process does."""
    path = output.with_name(output.name + ".lock")
    try:
        file = _opened(path)
    except PermissionError as e:
        raise PolicyError([no_right(output)]) from e
    except OSError as e:
        reason = e.strerror or str(e)
        message = Text(f"无法写入：{reason}", f"it cannot be written: {reason}")
        raise PolicyError([Diagnostic("file", message, help=Text("用 -o 另给一个位置", "give another place with -o"), file=str(output))]) from e
    if file is None:
        raise PolicyError([_busy(output, path)])
    try:
        os.ftruncate(file, 0)
        os.lseek(file, 0, os.SEEK_SET)
        os.write(file, f"{os.getpid()}\n".encode())
        yield
    finally:
        if sys.platform == "win32":  # which removes no open file
            os.close(file)
            with suppress(OSError):
                path.unlink(missing_ok=True)
        else:
            path.unlink(missing_ok=True)
            os.close(file)


def _opened(path: Path) -> int | None:
    """The lock file, locked; None where another process has it."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        if not _locked(file):
            os.close(file)
            return None
        if path.exists() and os.path.samestat(os.fstat(file), path.stat()):
            return file
        os.close(file)  # its owner took it away between the two steps: a lock that nobody else would meet


def no_right(output: Path) -> Diagnostic:
    """The file, or one beside it, must not be written."""
    return Diagnostic("file", Text("没有写入的权限", "there is no right to write it"), help=Text("用 -o 另给一个位置", "give another place with -o"), file=str(output))


def _busy(output: Path, path: Path) -> Diagnostic:
    try:
        pid = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        pid = ""
    return Diagnostic(
        "busy",
        Text(f"另一个 `policykit run`（进程 {pid or '不明'}）正在写 `{output.name}`", f"another `policykit run` (process {pid or 'not known'}) is writing `{output.name}`"),
        help=Text("等它结束，或另给一个文件", "wait until it ends, or give another file"),
        file=str(output),
    )
