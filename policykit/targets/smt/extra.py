"""Whether the solver is there: Z3 comes with the extra `check`."""

from __future__ import annotations

from importlib.util import find_spec

from ...diagnostics import Diagnostic, Text


def missing() -> Diagnostic | None:
    """What to say where Z3 is not installed; None where it is."""
    if find_spec("z3") is not None:
        return None
    return Diagnostic(
        "unsupported",
        Text("没有安装求解器 Z3，不能证明", "the solver Z3 is not installed, so nothing is proved"),
        help=Text('安装：`pip install "policykit[check]"`', 'install it: `pip install "policykit[check]"`'),
    )
