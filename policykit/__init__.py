"""Rules as code for Chinese regulations on emergency reserves: exact answers, each with the article it relies on.

>>> import policykit
>>> from datetime import date
>>> changzhi = policykit.load("changzhi")
>>> answer = changzhi.ask("selection_method", {"annual_subsidy_cny": 500_000}, on=date(2025, 10, 15))
>>> answer.values.method, answer.citations[0].address
('open_tender', 'a10.p1.c1')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .api import Policy as Policy, available as available, load as load, read as read, shared_questions as shared_questions
    from .casework.duties import Duty as Duty
    from .casework.session import Change as Change, Session as Session
    from .comparison import diff as diff, gate as gate
    from .diagnostics import Diagnostic as Diagnostic, PolicyError as PolicyError
    from .frames import ask_frame as ask_frame
    from .ir.answer import Answer as Answer, Citation as Citation
    from .ir.types import UNKNOWN as UNKNOWN

_FROM = {
    "Policy": "api",
    "available": "api",
    "load": "api",
    "shared_questions": "api",
    "read": "api",
    "ask_frame": "frames",
    "Diagnostic": "diagnostics",
    "PolicyError": "diagnostics",
    "Answer": "ir.answer",
    "Citation": "ir.answer",
    "UNKNOWN": "ir.types",
    "Duty": "casework.duties",
    "Change": "casework.session",
    "Session": "casework.session",
    "diff": "comparison",
    "gate": "comparison",
}
__all__ = [*_FROM, "__version__"]


if not TYPE_CHECKING:  # a type checker would take any name for one of these

    def __getattr__(name: str) -> Any:
        """Names are imported when first used, so that `import policykit` costs nothing."""
        if name in _FROM:
            from importlib import import_module

            value = getattr(import_module(f".{_FROM[name]}", __name__), name)
            globals()[name] = value
            return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
