"""The command line: arguments in, text out. Today's date, the terminal and the exit status are known here and nowhere else.

`app` says what can be typed; one module per command answers it, and is imported when its command runs, so that none pays for the others.
"""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Runs the command line and exits: 0 fine, 1 a failed check or test, 2 bad input."""
    for name in ("SIGINT", "SIGPIPE"):  # Ctrl-C, and `policykit show liaoning | head`, end it at once and quietly, like any tool; Windows has no SIGPIPE
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # the text is Chinese, whatever the locale
    from .app import app

    app(prog_name="policykit")
