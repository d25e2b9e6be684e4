"""Doubts about the Shanxi measures that are read one way, and what follows when they are read the other way."""

from __future__ import annotations

from datetime import datetime

import pytest

import policykit
from policykit.casework.duties import duties
from policykit.domain.events import Event

SHANXI = policykit.load("shanxi")
NOW = datetime(2026, 4, 1, 9)


@pytest.mark.parametrize(("readings", "state"), [({}, "pending"), ({"A103": "acceptance_team"}, "fulfilled")])
def test_who_sends_failed_goods_back_is_the_centre_or_the_acceptance_team(readings: dict[str, str], state: str) -> None:
    log = [
        Event(id="e1", kind="acceptance_failed", at=datetime(2026, 3, 2, 9), case="a"),
        Event(id="e2", kind="goods_returned", at=datetime(2026, 3, 3, 9), case="a", by="grain_reserves_bureau"),
    ]
    (failed,) = [d for d in duties(SHANXI.pack, log, NOW, readings=readings) if d.norm == "failed-goods"]
    assert failed.state == state
