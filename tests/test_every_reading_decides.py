"""A pack holds together under each encoded reading as it does under the chosen ones: what is read otherwise decides, and rules do not contradict each other."""

from __future__ import annotations

import itertools

import pytest

import policykit
from policykit import files
from policykit.cli.coverage import answerer
from policykit.diagnostics import PolicyError
from policykit.ir import overlay

PACKS = ("anhui_rural", "changzhi", "district_materials", "fujian_supply", "jiangsu", "liaoning", "shanxi")
ON = "2026-07-20"


@pytest.mark.parametrize("name", PACKS)
def test_every_case_of_a_pack_is_decided_under_each_reading(name: str) -> None:
    pack = policykit.load(name)
    assert pack.folder is not None
    undecided = {}
    for case in files.own_examples(pack.folder)[0]:
        for readings in overlay.alone(pack.pack, overlay.touching(pack.pack, case.question)):
            try:
                pack.ask(case.question, case.facts, on=case.as_of, readings=readings)
            except PolicyError as e:
                undecided[case.id, *readings.items()] = [d.code for d in e.diagnostics]
    assert undecided == {}


@pytest.mark.parametrize("name", PACKS)
def test_no_reading_leaves_a_gap_or_a_contradiction(name: str) -> None:
    pytest.importorskip("z3")
    from policykit.check.proving import prove_readings

    pack = policykit.load(name).pack
    assert list(prove_readings(pack, answerer, 10.0, pack.answers, ())) == []


TOLD = (True, False, None)
TOLD_OF_A_DRILL = list(itertools.product(("garrison", "other", None), TOLD, TOLD))


def drill(applicant: str | None, request: bool | None, approval: bool | None) -> dict[str, object]:
    told = {"applicant": applicant, "coordinating_body_request": request, "provincial_leader_approval": approval}
    return {"purpose": "drill", **{name: value for name, value in told.items() if value is not None}}


@pytest.mark.parametrize(("applicant", "asked", "approved"), TOLD_OF_A_DRILL)
def test_a_drill_needs_both_request_and_approval_where_article_25_is_read_so(applicant: str | None, asked: bool | None, approved: bool | None) -> None:
    answer = policykit.load("liaoning").ask("permitted_use", drill(applicant, asked, approved), on=ON, readings={"A41": "both_needed"})
    refused = asked is False or approved is False
    if applicant == "other" or refused:
        missing = ["applicant"] * (applicant == "other") + ["coordinating_body_request_or_provincial_leader_approval"] * refused
        assert (answer.status, answer.values.permitted, sorted(answer.values.missing)) == ("answered", "no", missing)
    elif applicant == "garrison" and asked and approved:
        assert (answer.status, answer.values.permitted) == ("answered", "yes")
    else:
        assert (answer.status, answer.outcomes) == ("undetermined", {"permitted": ("yes", "no")})


@pytest.mark.parametrize(("applicant", "asked", "approved"), TOLD_OF_A_DRILL)
def test_whether_request_and_approval_are_alternatives_is_named_just_where_it_changes_the_outcome(applicant: str | None, asked: bool | None, approved: bool | None) -> None:
    under = policykit.load("liaoning").ask("permitted_use", drill(applicant, asked, approved), on=ON, readings="all")
    assert under.answer.readings == under.deciding
