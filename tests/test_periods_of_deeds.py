"""A report that comes again fulfils the duty for the period that it names: one that names none, or not as periods are named, is told of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .commands import run

HALF_YEAR = {"kind": "report_filed", "at": "2026-06-20T09:00"}


def told(folder: Path, pack: str, event: dict[str, object]) -> str:
    log = folder / "log.jsonl"
    log.write_text(json.dumps({"id": "e", **event}), encoding="utf-8")
    return run("duties", log, "--in", pack, "--now", "2026-09-20", "--since", "2026-01-01").stderr


@pytest.mark.parametrize(
    ("pack", "data", "said", "example"),
    [
        ("liaoning", {"report": "half_year"}, "event `e` does not say which period it is for (`period`); it fulfils the duty of none", "2026"),
        ("liaoning", {"report": "annual", "period": "2026-06"}, "event `e`: `2026-06` names no period; it fulfils the duty of none", "2026"),
        ("shanxi", {"report": "monthly", "period": "2026-6"}, "event `e`: `2026-6` names no period; it fulfils the duty of none", "2026-06"),
    ],
)
def test_a_report_for_no_period_is_told(tmp_path: Path, pack: str, data: dict[str, str], said: str, example: str) -> None:
    help_ = f'  help: write "period": "{example}" for the period that it is for\n'
    assert told(tmp_path, pack, {**HALF_YEAR, "data": data}) == f"warning[no-period]: {said}\n{help_}"


@pytest.mark.parametrize(
    ("pack", "data"), [("liaoning", {"report": "half_year", "period": "2026"}), ("shanxi", {"report": "monthly", "period": "2026-05"}), ("liaoning", {"report": "progress"})]
)
def test_a_report_with_its_period_and_one_that_comes_once_are_not(tmp_path: Path, pack: str, data: dict[str, str]) -> None:
    assert told(tmp_path, pack, {**HALF_YEAR, "data": data}) == ""
