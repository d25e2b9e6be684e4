"""What a reader does not know fails; it is never skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import dates, defaults, endings, hierarchy
from .reading import NotUnderstood, Reader, cases, peers
from .test_peers import present


def read(folder: Path, text: str, reader: Reader) -> list[str]:
    """The names of the cases in a text; runs each."""
    path = folder / "01_text.yaml"
    path.write_text(text, encoding="utf-8")
    names = []
    for case in cases(path, reader):
        names.append(str(case))
        case.run()
    return names


def test_a_case_is_named_by_file_section_and_id(tmp_path: Path) -> None:
    assert read(tmp_path, "month_bounds:\n- {id: D1, date: 2012-02-15, last: 2012-02-29}\n", dates.READER) == ["01-month_bounds-D1"]


def test_a_section_without_cases_has_none(tmp_path: Path) -> None:
    assert read(tmp_path, "month_bounds:  # none here\n", dates.READER) == []


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("multiply:\n- {id: D1, date: 2012-02-15}\n", dates.READER),
        ("multiply:\n", dates.READER),
        ("cases:\n- {id: D1, start: 2012-02-15, add: {months: 1}, sideways: 2012-03-15}\n", dates.READER),
        ("cases:\n- {id: D1, start: 2012-02-15, add: {fortnights: 1}, exact: 2012-02-29}\n", dates.READER),
        ("cases:\n- {id: D1, add: {months: 1}, exact: 2012-02-29}\n", dates.READER),
        ('must_raise:\n- {id: D1, expr: "the day after tomorrow"}\n', dates.READER),
        ('must_raise:\n- {id: D1, expr: "2012-01-31 + 1 month with care"}\n', dates.READER),
        ('cases:\n- {id: X1, rules: [{when: "f(y)", value: 1}], in: {y: 1}, expect: 1}\n', defaults.READER),
        ('cases:\n- {id: X1, rules: [{when: "y is 2", value: 1}], in: {y: 1}, expect: 1}\n', defaults.READER),
        ("cases:\n- {id: X1, rules: [{when: true, value: 1, unless: y}], in: {}, expect: 1}\n", defaults.READER),
        ("cases:\n- {id: X1, rules_of: X0, in: {}, expect: 1}\n", defaults.READER),
        ("law: {id: A, valid_from: 2020-01-01, value: 1}\ndepends: {id: B, value: A.value}\ncases:\n- {id: E1, at: 2020-01-01, get: A, nothing: true}\n", endings.READER),
        ("law: {id: A, valid_from: 2020-01-01, value: 1}\ndepends: {id: B, value: A.value}\ncases:\n- {id: E1, at: 2020-01-01, get: C, out: 1}\n", endings.READER),
        ("national: {tree: 1}\nlocal: {}\ncases:\n- {id: H1, municipality: GM1, plant: tree, height: 3, out: 1}\n", hierarchy.READER),
    ],
)
def test_what_nobody_understands_fails(tmp_path: Path, text: str, reader: Reader) -> None:
    with pytest.raises(NotUnderstood):
        read(tmp_path, text, reader)


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("cases:\n- {id: D1, start: 2012-01-31, add: {months: 1}, up: 2012-02-29}\n", dates.READER),
        ("cases:\n- {id: D1, start: 2012-01-30, add: {days: 1}, abort: true}\n", dates.READER),
        ("difference:\n- {id: D1, from: 2025-01-01, to: 2025-07-01, days: 180}\n", dates.READER),
        ('must_raise:\n- {id: D1, expr: "28 Feb 2023"}\n', dates.READER),
        ('must_raise:\n- {id: D1, expr: "1 month < 2 months"}\n', dates.READER),
        ("cases:\n- {id: X1, rules: [{when: true, value: 1}], in: {}, expect: true}\n", defaults.READER),
        ("cases:\n- {id: X1, rules: [{when: true, value: 1}], in: {}, expect: conflict}\n", defaults.READER),
        ("cases:\n- {id: X1, rules: [{when: true, value: 1}], in: {}, expect: load_error}\n", defaults.READER),
    ],
)
def test_a_wrong_expectation_fails(tmp_path: Path, text: str, reader: Reader) -> None:
    with pytest.raises(AssertionError):
        read(tmp_path, text, reader)


def test_the_folder_is_the_one_that_the_environment_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYKIT_PEERS", str(tmp_path))
    assert peers() == tmp_path
    (skipped,) = present()
    assert [m.kwargs["reason"] for m in skipped.marks] == [f"no peer cases in {tmp_path}: set POLICYKIT_PEERS to their folder"]
