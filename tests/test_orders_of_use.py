"""Jiangsu, articles 9 and 13: whose order the bureau follows, who acts on the command's, and what another reading changes in that."""

from __future__ import annotations

from datetime import datetime

import pytest

import policykit
from policykit.casework.duties import Duty, duties
from policykit.domain.events import Event

NOON, NOW = datetime(2026, 7, 1, 12), datetime(2026, 7, 2)


def found(kind: str, by: str | None = None, data: dict[str, str] | None = None, **readings: str) -> dict[str, Duty]:
    """The duties that one event begins or ends, by their norms."""
    event = Event(id="e1", kind=kind, at=NOON, case="a", by=by, data=data or {})
    need = [Event(id=f"need-{g}", kind="use_needed", at=datetime(2026, 7, 1, 9), case="a", data={"goods": g}) for g in ("relief", "civil_military")]
    return {d.norm: d for d in duties(policykit.load("jiangsu").pack, [*need, event], NOW, readings=readings) if "e1" in (d.started_by, d.ended_by)}


@pytest.mark.parametrize(
    ("by", "norms"),
    [
        ("emergency", {"relief-order", "release"}),
        ("civil_military_office", {"civil-military-order", "release"}),
        ("emergency_command", {"release", "dispatch-on-command"}),
        ("health", set()),
        ("water", set()),
        ("conference_office", set()),
    ],
)
def test_an_order_is_one_of_the_command_the_emergency_department_or_the_civil_military_office(by: str, norms: set[str]) -> None:
    assert set(found("order_issued", by)) == norms


def test_an_order_of_whom_is_not_said_is_followed_by_the_bureau_and_the_units() -> None:
    assert {n for n, d in found("order_issued").items() if d.started_by == "e1"} == {"release", "dispatch-on-command"}


def test_on_the_commands_order_the_bureau_releases_and_the_units_dispatch() -> None:
    duties_ = found("command_order")
    assert {n: d.state for n, d in duties_.items()} == {"release": "pending", "dispatch-on-command": "pending"}
    assert duties_["dispatch-on-command"].readings == ()  # article 9, last sentence, word for word


@pytest.mark.parametrize("by", ["emergency", "civil_military_office"])
def test_where_only_the_command_orders_the_bureau_follows_no_department(by: str) -> None:
    assert found("order_issued", by, A15="command_only") == {}


@pytest.mark.parametrize("kind", ["command_order", "order_issued"])
def test_where_only_the_command_orders_its_order_is_that_for_all_goods(kind: str) -> None:
    read = found(kind, "emergency_command", A15="command_only")
    assert {n: (d.bearer, d.ended_by or d.started_by) for n, d in read.items()} == {
        "relief-order": (("emergency_command",), "e1"),
        "civil-military-order": (("emergency_command",), "e1"),
        "release": (("grain_reserves_bureau",), "e1"),
        "dispatch-on-command": ((), "e1"),
    }


def test_the_relief_order_rests_on_what_relief_goods_are() -> None:
    """The bureau keeps general relief goods (通用性救灾物资), the emergency department orders relief goods (救灾物资)."""
    assert found("order_issued", "emergency")["relief-order"].readings == ("A15", "A54")
