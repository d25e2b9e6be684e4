"""What the model plans of Fujian, a district and Anhui say of a duty beside its deadline: on which sentence it stands, and who bears it."""

from __future__ import annotations

import pytest

import policykit
from policykit.ir.norm import Norm

ON_BUILDING, ON_ESTATE, ON_ALL = "s6.2.sc2.0", "s6.2.sc3.0", "s6.3.2.0"


def norm(pack: str, name: str) -> Norm:
    return policykit.load(pack).pack.norms[name]


@pytest.mark.parametrize(
    ("name", "bridges"),
    [
        ("closure-report", {ON_BUILDING, ON_ESTATE, ON_ALL}),  # said of a building and of a unit
        ("daily-monitoring-report", {ON_BUILDING, ON_ESTATE, ON_ALL}),
        ("vehicle-pass", {ON_ESTATE, ON_ALL}),  # said of an estate and of a unit
        ("closed-village-only", {ON_ALL}),  # said of a village
    ],
)
def test_a_duty_in_a_wider_area_cites_the_sentence_that_builds_on_the_smaller(name: str, bridges: set[str]) -> None:
    cited = {c.address for c in norm("fujian_supply", name).cite}
    assert cited & {ON_BUILDING, ON_ESTATE, ON_ALL} == bridges


@pytest.mark.parametrize("name", ["fluctuation-report", "response-start", "goods-from-neighbours"])
def test_what_holds_under_preventive_management_only_cites_its_heading(name: str) -> None:
    assert "s6.1.h" in {c.address for c in norm("fujian_supply", name).cite}


def test_the_group_and_not_a_member_refers_to_the_city_government() -> None:
    referral = norm("district_materials", "city-referral")
    assert (referral.by, referral.to) == (("materials_group",), ("city_government",))


def test_where_anhui_names_levels_and_no_department_the_bearer_is_open() -> None:
    earmarked, talk = norm("anhui_rural", "earmarked"), norm("anhui_rural", "talk")
    assert (earmarked.by, earmarked.bearer_open) == ((), ("市、县（区），未写明部门", "cities and counties; no department is named"))
    assert (talk.by, talk.bearer_open) == ((), ("各地，未写明部门", "localities; no department is named"))


def test_a_report_that_is_due_regularly_waits_for_no_event() -> None:
    """s4.3.s3 says 定期 and neither what begins the report nor how often it comes."""
    report = norm("anhui_rural", "fund-report")
    assert (report.starts, report.each, report.open_time) == ((), None, "none_stated")
