"""Every case of the peer files passes, or stands in differs.yaml with the policy of ours that differs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from . import completeness, dates, defaults, duties, endings, hierarchy, parameters, rounding
from .reading import OWN, Case, Reader, cases, document_of, peers

FILES: Mapping[str, Reader] = {
    "01_dates_rounding.yaml": dates.READER,
    "02_default_logic.yaml": defaults.READER,
    "03_completeness_overlap.yaml": completeness.READER,
    "04_time_parameters.yaml": parameters.READER,
    "05_end_dates_versions.yaml": endings.READER,
    "06_hierarchy_delegation.yaml": hierarchy.READER,
    "07_duties_deadlines.yaml": duties.READER,
    "08_rounding_typing_gaps.yaml": rounding.READER,
}
MOST_DIFFER = 5


def all_of(folder: Path) -> list[Case]:
    return [case for name, reader in FILES.items() if (folder / name).is_file() for case in cases(folder / name, reader)]


@cache
def differing() -> list[Mapping[str, Any]]:
    """The declared differences: file, section, the keys that say which cases, the reason."""
    return list(document_of(Path(__file__).parent / "differs.yaml")["differs"])


def declared(case: Case) -> Mapping[str, Any] | None:
    """The difference under which a case stands."""

    def meant(wanted: Any, given: Any) -> bool:
        return given in wanted if isinstance(wanted, list) else bool(given == wanted)

    for entry in differing():
        if case.file.startswith(entry["file"]) and case.section == entry["section"] and all(meant(w, case.values.get(k)) for k, w in entry["where"].items()):
            return entry
    return None


def differs(case: Case) -> bool:
    """Whether we answer a case otherwise than its peer. One that is not understood raises."""
    try:
        case.run()
    except AssertionError:
        return True
    return False


def checked(case: Case) -> None:
    """The case passes, or it stands in differs.yaml."""
    if declared(case) is None or not differs(case):
        case.run()


def present() -> list[Any]:
    """The peer cases, or one skipped test that says where they were looked for."""
    folder = peers()
    missing = pytest.mark.skip(reason=f"no peer cases in {folder}: set POLICYKIT_PEERS to their folder")
    return [pytest.param(c, id=str(c)) for c in all_of(folder)] or [pytest.param(None, marks=missing, id="none")]


@pytest.mark.parametrize("case", present())
def test_we_answer_a_peer_case_as_the_peer_does(case: Case) -> None:
    checked(case)


@pytest.mark.parametrize("case", all_of(OWN), ids=str)
def test_we_answer_a_further_case_of_the_same_kind(case: Case) -> None:
    checked(case)


def test_every_peer_file_has_a_reader() -> None:
    unread = {p.name for p in peers().glob("0*.yaml")} - set(FILES)
    assert not unread, f"nobody reads {sorted(unread)}"


def test_at_most_five_peer_cases_differ_and_each_says_why() -> None:
    assert all(entry["reason"] for entry in differing())
    differ = [str(case) for case in all_of(peers()) if declared(case) and differs(case)]
    assert len(differ) <= MOST_DIFFER, differ


def test_every_declared_difference_is_shown_by_a_case_of_our_own() -> None:
    shown = [declared(case) for case in all_of(OWN) if declared(case) and differs(case)]
    assert all(entry in shown for entry in differing())
