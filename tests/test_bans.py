"""A ban is broken by what is done while it binds: not before its text begins, and not after it has ended."""

from __future__ import annotations

from datetime import datetime

import pytest

from policykit import load
from policykit.casework.duties import duties

CHANGZHI = load("changzhi")  # 自2025年9月1日起施行,有效期五年
USED = {"kind": "goods_used", "by": "storage_enterprise", "data": {"approved": False}}


@pytest.mark.parametrize(
    ("at", "state"), [("2025-08-31T09:00", "kept"), ("2025-09-01T09:00", "breached"), ("2030-08-31T23:00", "breached"), ("2030-09-01T00:00", "kept"), ("2031-01-05T09:00", "kept")]
)
def test_use_without_approval_breaks_the_ban_while_the_measures_are_in_force(at: str, state: str) -> None:
    begun = CHANGZHI.events["stock_changed"](id="first", at="2025-08-01T08:00")
    used = CHANGZHI.events["goods_used"](id="used", at=at, **{k: v for k, v in USED.items() if k != "kind"})
    now = datetime(2031, 6, 1)
    by_log = [d.state for d in duties(CHANGZHI.pack, [begun, used], now) if d.norm == "no-unapproved-use"]
    session = CHANGZHI.session(now=now)
    for event in (used, begun):
        session.post(event)
    live = [d.state for d in session.duties() if d.norm == "no-unapproved-use"]
    assert by_log == live == [state]


def test_what_was_done_in_force_still_breaks_it_when_something_is_done_later() -> None:
    early, late = (
        CHANGZHI.events["goods_used"](id=i, at=at, by="storage_enterprise", data={"approved": False}) for i, at in (("a", "2026-01-05T09:00"), ("b", "2030-10-01T09:00"))
    )
    (ban,) = [d for d in duties(CHANGZHI.pack, [late, early], datetime(2031, 1, 1)) if d.norm == "no-unapproved-use"]
    assert (ban.state, ban.ended_by) == ("breached", "a")
