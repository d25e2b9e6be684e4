"""Lines of Python -> a function."""

from __future__ import annotations

from typing import Any


def made(name: str, lines: list[str], names: dict[str, Any], about: str) -> Any:
    """The function that the lines define."""
    namespace = dict(names)
    exec(compile("\n".join(lines), f"<policykit {about}>", "exec"), namespace)  # noqa: S102  # our own text: literals and names made here
    return namespace[name]
