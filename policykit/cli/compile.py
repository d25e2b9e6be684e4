"""`policykit compile`: a pack as one Python module."""

from __future__ import annotations

from pathlib import Path

from .options import Options
from .output import write, write_json


def write_module(pack: str, output: Path | None, options: Options) -> None:
    """The module to a file, or to stdout. Raises `PolicyError`, and `OSError` where the file cannot be written."""
    policy = options.load(pack)
    text = policy.standalone()
    if output is None:
        if options.as_json:
            write_json({"pack": policy.id, "digest": policy.digest, "module": text})
        else:
            write(text.rstrip("\n"))
        return
    output.write_text(text, encoding="utf-8", newline="\n")
    size = len(text.encode())
    if options.as_json:
        write_json({"pack": policy.id, "digest": policy.digest, "file": str(output), "bytes": size, "questions": list(policy.questions)})
    else:
        write(options.say(f"已写入 {output}：{policy.id}，{size // 1000} kB", f"wrote {output}: {policy.id}, {size // 1000} kB"))
