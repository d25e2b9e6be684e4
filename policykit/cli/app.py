"""The program with all its commands, in the order in which help lists them."""

from __future__ import annotations

from . import asking_commands, casework_commands, comparing_commands, proving_commands, target_commands
from .typed import app

GROUPS = (asking_commands, proving_commands, comparing_commands, casework_commands, target_commands)

__all__ = ["GROUPS", "app"]
