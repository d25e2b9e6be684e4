"""What may stand for a pack, and what is said of a name that is nearly one."""

from __future__ import annotations

from datetime import date

import pytest

import policykit
from policykit import PolicyError


@pytest.mark.parametrize(
    ("name", "code", "message", "help_"),
    [
        ("liaoning@2030-02-30", "unknown-pack", "no pack is called `liaoning@2030-02-30`", "`2030-02-30` is not a day; write `liaoning@2025-09-01`"),
        (
            "liaoning@2025-09-01",
            "unknown-pack",
            "no pack is called `liaoning@2025-09-01`",
            "`liaoning@2025-09-01` is for comparing two laws; here give `liaoning`, and the day apart (`on`, `--on`)",
        ),
        ("liaoning+", "amended-name", "a pack should stand before the `+` of `liaoning+`, and a draft's file after it", "write it as liaoning+draft.yaml"),
        ("+draft.yaml", "amended-name", "a pack should stand before the `+` of `+draft.yaml`, and a draft's file after it", "write it as liaoning+draft.yaml"),
        ("", "unknown-pack", "no pack is called ``", "known: anhui_rural, changzhi, district_materials, fujian_supply, jiangsu, liaoning, shanxi"),
    ],
)
def test_a_name_that_is_none_is_one_clear_error(name: str, code: str, message: str, help_: str) -> None:
    with pytest.raises(PolicyError) as caught:
        policykit.load(name)
    assert [(d.code, d.message.en, d.help.en if d.help else None) for d in caught.value.diagnostics] == [(code, message, help_)]


def test_a_comparison_on_a_day_that_is_none_says_so() -> None:
    with pytest.raises(PolicyError) as caught:
        policykit.diff("liaoning@2030-02-30", "shanxi", on=date(2026, 1, 1))
    assert [d.help.en for d in caught.value.diagnostics if d.help] == ["`2030-02-30` is not a day; write `liaoning@2025-09-01`"]
