"""Facts as programs hold them: numbers of other libraries, open ends, what is missing there. Each is taken, or refused in a sentence that can be followed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import policykit
from policykit import PolicyError

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")

TENT = {"item": "single_tent", "issued_to": "victims", "used_from": "2025-03-01", "used_to": "2025-06-01"}
SAY_UNKNOWN = "say `unknown` where it is not known"
LONG = "0." + "1" * 50


@pytest.mark.parametrize(
    ("value", "code", "message", "help_"),
    [
        (np.float64(3.0), "float", "3.0 is a binary float, which is not exact", 'write it as text "3.0" or a Decimal; json.loads takes parse_float=Decimal'),
        (float("nan"), "value", "nan is not a number", SAY_UNKNOWN),
        (float("inf"), "value", "inf is not a number", SAY_UNKNOWN),
        (Decimal("NaN"), "value", "NaN is not a number", SAY_UNKNOWN),
        (pd.NA, "value", "<NA> is not a number", SAY_UNKNOWN),
        (10**45, "range", "10^45 has more than 40 digits", None),
        (-(10**400), "range", "-10^400 has more than 40 digits", None),
        (Fraction(1, 10**400), "range", "1/10^400 has more than 40 digits", None),
        (Decimal(LONG), "range", f"{LONG} has more than 40 digits", None),
        ("abc", "value", "`abc` is not a number", "write digits and a point only, such as 500000 or 1.1"),
    ],
)
def test_what_is_no_exact_number_says_what_to_write(value: Any, code: str, message: str, help_: str | None) -> None:
    with pytest.raises(PolicyError) as caught:
        policykit.load("changzhi").ask("selection_method", {"annual_subsidy_cny": value}, on="2026-01-01")
    [found] = caught.value.diagnostics
    assert (found.code, found.message.en, found.help and found.help.en) == (code, f"fact `annual_subsidy_cny`: {message}", help_)


@pytest.mark.parametrize(
    ("value", "code", "message", "help_"),
    [
        ("9999-12-31", "range", "9999-12-31 is not between 1000-01-01 and 2999-12-31", "leave out a day that is not set"),
        (pd.NaT, "value", "NaT is not a date", SAY_UNKNOWN),
        (pd.Timestamp("2025-06-01"), "value", "2025-06-01 00:00:00 is not a date", "give the day without a time"),
        ("2025/6/1", "value", "`2025/6/1` is not a date", "write it as 2025-09-01"),
    ],
)
def test_what_is_no_day_says_what_to_write(value: Any, code: str, message: str, help_: str) -> None:
    with pytest.raises(PolicyError) as caught:
        policykit.load("liaoning").ask("recoverable", {**TENT, "used_to": value})
    [found] = caught.value.diagnostics
    assert (found.code, found.message.en, found.help and found.help.en) == (code, f"fact `used_to`: {message}", help_)


def test_whole_numbers_and_booleans_of_numpy_are_taken() -> None:
    assert policykit.load("changzhi").ask("selection_method", {"annual_subsidy_cny": np.int64(500_000)}, on="2026-01-01").rule == "exactly"
    worthless = policykit.load("liaoning").ask("recoverable", {**TENT, "no_recovery_value": np.True_})
    assert worthless == policykit.load("liaoning").ask("recoverable", {**TENT, "no_recovery_value": True})


def test_a_number_that_stands_for_a_name_is_told_how_to_be_given() -> None:
    with pytest.raises(policykit.PolicyError) as e:
        policykit.load("shanxi").ask("periodic_report", {"report": "annual", "period": 2026}, on="2026-07-01")
    (fault,) = e.value.diagnostics
    assert (fault.code, fault.message.en, fault.help and fault.help.en) == ("value", "fact `period`: 2026 is not an identifier", 'give it as text: "2026"')
