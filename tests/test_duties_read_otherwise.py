"""What another reading changes in duties: that another deed gives the same state and deadline is no change, and who else must act is said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from policykit.casework.duties_under import duties_under_all
from policykit.cli.duty_rows import change_words
from policykit.cli.options import Options
from policykit.domain.events import Event

from .properties.making import label, load

LOG = [Event(id=i, kind=k, at=datetime(2026, 3, 5, h)) for i, k, h in (("a", "dispatched", 18), ("b", "arrived", 20))]
NOW = datetime(2026, 3, 10)


def changes(change: dict[str, Any]) -> list[str]:
    norm = {"label": label("send"), "must": "send", "by": "office", "starts": "dispatched", "due": "start + PT1H", "done": "arrived", "cite": {}, "reading": "A01"}
    readings = {
        "A01": {
            "clauses": [],
            "problem": label("p"),
            "chosen": "one",
            "why": label("w"),
            "readings": {"one": label("one"), "other": {**label("other"), "change": {"norms/send": change}}},
        }
    }
    policy = load({"parties": {"office": label("office"), "depot": label("depot")}, "norms": {"send": norm}, "readings": readings})
    _, (other,) = duties_under_all(policy.pack, LOG, NOW)
    return [change_words(*pair, NOW, policy.pack, Options("en", False)) for pair in other.differing]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"done": "accepted"}, ["send: fulfilled late, 2026-03-05 19:00 → breached, 2026-03-05 19:00"]),
        ({"done": ["arrived", "accepted"]}, []),
        ({"by": "depot"}, ["send: office, must, fulfilled late, 2026-03-05 19:00 → depot, must, fulfilled late, 2026-03-05 19:00"]),
    ],
)
def test_a_change_says_what_it_changes(change: dict[str, Any], words: list[str]) -> None:
    assert changes(change) == words


def test_another_deed_that_gives_the_same_state_is_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "LOG", [*LOG, Event(id="c", kind="accepted", at=datetime(2026, 3, 5, 22))])
    assert changes({"done": "accepted"}) == []
