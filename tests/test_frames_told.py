"""What a frame tells beside its outcomes: rows without a day, columns with a name that is nearly right, how far each answer may be relied on."""

from __future__ import annotations

from datetime import date

import pytest

import policykit
from policykit.diagnostics import PolicyError

pl = pytest.importorskip("polars")

GOODS = pl.DataFrame(
    {
        "item": ["quilt", "single_tent", "single_tent", None],
        "issued_to": ["victims"] * 4,
        "used_from": [date(2025, 1, 1)] * 4,
        "used_to": [date(2025, 10, 19), date(2025, 3, 1), date(2025, 9, 1), date(2025, 9, 1)],
    }
)


@pytest.fixture(scope="module")
def liaoning() -> policykit.Policy:
    return policykit.load("liaoning")


def told(policy: policykit.Policy, frame: pl.DataFrame, **how: object) -> list[tuple[str, str, str | None]]:
    with pytest.raises(PolicyError) as caught:
        policy.ask_frame("recoverable", frame, **how)  # type: ignore[arg-type]
    return [(d.code, d.message.en, d.help.en if d.help else None) for d in caught.value.diagnostics]


def test_a_row_without_its_event_date_says_so_and_is_answered_for_a_day_given(liaoning: policykit.Policy) -> None:
    frame = GOODS.rename({"used_to": "stopped"}).with_columns(stopped=pl.Series([date(2025, 10, 19), None, date(2025, 9, 1), None]))
    named = {"used_to": "stopped"}
    assert told(liaoning, frame, columns=named) == [
        (
            "no-day",
            "column `used_to`, 2 rows: the day is empty or unknown, so that no day's law can be asked; rows (values): 1 (None), 3 (None)",
            "fill it in, or give a day as `on`: all rows are then asked by the law of that day",
        )
    ]
    found = liaoning.ask_frame("recoverable", frame, columns=named, on=date(2026, 6, 1))
    assert found["status"].to_list() == ["answered", "undetermined", "answered", "undetermined"]
