"""`policykit compile`: a pack as one Python module."""

from __future__ import annotations

import py_compile
import re
from contextlib import suppress
from keyword import iskeyword
from pathlib import Path

from ..diagnostics import Diagnostic, PolicyError, Text
from .options import Options
from .output import write, write_json


def write_module(pack: str, output: Path | None, options: Options) -> None:
    """The module to a file, or to stdout. Raises `PolicyError`, and `OSError` where the file cannot be written."""
    if output is not None:
        _check_name(output)
    policy = options.load(pack)
    text = policy.standalone()
    if output is None:
        if options.as_json:
            write_json({"pack": policy.id, "digest": policy.digest, "module": text})
        else:
            write(text.rstrip("\n"))
        return
    output.write_text(text, encoding="utf-8", newline="\n")
    _keep_compiled(output)
    size = len(text.encode())
    if options.as_json:
        write_json({"pack": policy.id, "digest": policy.digest, "file": str(output), "bytes": size, "questions": list(policy.questions)})
    else:
        write(options.say(f"已写入 {output}：{policy.id}，{size // 1000} kB", f"wrote {output}: {policy.id}, {size // 1000} kB"))


def _check_name(output: Path) -> None:
    """Raises `PolicyError` where `import` could not name the module."""
    if output.suffix == ".py" and output.stem.isidentifier() and not iskeyword(output.stem):
        return
    bare = re.sub(r"\W", "_", output.stem)
    name = bare if bare.isidentifier() and not iskeyword(bare) else f"policy_{bare}"
    raise PolicyError(
        [
            Diagnostic(
                "module-name",
                Text(f"`{output.name}` 不是模块文件名，不能 import", f"`{output.name}` is no name of a module, and could not be imported"),
                help=Text(f"写作 {name}.py", f"name it {name}.py"),
            )
        ]
    )


def _keep_compiled(module: Path) -> None:
    """Leave Python's compiled copy beside the module, as installers do: else every process that may write none would compile it anew.

    It is held to the text by its hash, so that it serves wherever both are copied, and never for another text.
    """
    if module.suffix == ".py":
        with suppress(OSError):  # the module is written, and works without
            py_compile.compile(str(module), doraise=True, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
