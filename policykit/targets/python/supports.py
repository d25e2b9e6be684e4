"""The reference has all that a pack may say."""

from __future__ import annotations

from typing import Final

from ..supports import FORMS, Support, Supports

SUPPORTS: Final[Supports] = dict.fromkeys(FORMS, Support("itself"))
