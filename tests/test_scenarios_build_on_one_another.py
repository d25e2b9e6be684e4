"""The Fujian plan says a measure once and has wider areas build on it: a duty there cites the sentence that carries it over."""

from __future__ import annotations

import pytest

import policykit

ON_BUILDING, ON_ESTATE, ON_ALL = "s6.2.sc2.0", "s6.2.sc3.0", "s6.3.2.0"


@pytest.mark.parametrize(
    ("norm", "bridges"),
    [
        ("closure-report", {ON_BUILDING, ON_ESTATE, ON_ALL}),  # said of a building and of a unit
        ("daily-monitoring-report", {ON_BUILDING, ON_ESTATE, ON_ALL}),
        ("vehicle-pass", {ON_ESTATE, ON_ALL}),  # said of an estate and of a unit
        ("closed-village-only", {ON_ALL}),  # said of a village
    ],
)
def test_a_duty_in_a_wider_area_cites_the_sentence_that_builds_on_the_smaller(norm: str, bridges: set[str]) -> None:
    cited = {c.address for c in policykit.load("fujian_supply").pack.norms[norm].cite}
    assert cited & {ON_BUILDING, ON_ESTATE, ON_ALL} == bridges
