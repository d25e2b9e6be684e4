"""A record says what the answer was computed from: the library, the pack, the shared question, the working days. The same of all these gives the same answer again."""

from __future__ import annotations

import pickle
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit import files
from policykit.casework.duties import duties
from policykit.diagnostics import Source
from policykit.domain.calendar import digest, official
from policykit.source.shared import lazy_questions

LIAONING = policykit.load("liaoning")
ON = "2026-07-20"
TENT = {"item": "quilt", "issued_to": "victims"}
NOTICE = """
year: 2027
citation: {zh: 关于2027年部分节假日安排的通知, en: notice on holidays in 2027}
holidays:
  - {name: {zh: 元旦, en: New Year}, from: 2027-01-01, to: 2027-01-03}
  - {name: {zh: 春节, en: Spring Festival}, from: 2027-02-05, to: 2027-02-12}
  - {name: {zh: 清明节, en: Qingming}, from: 2027-04-05, to: 2027-04-05}
  - {name: {zh: 劳动节, en: Labour Day}, from: 2027-05-01, to: 2027-05-05}
  - {name: {zh: 端午节, en: Dragon Boat Festival}, from: 2027-06-09, to: 2027-06-09}
  - {name: {zh: 中秋节, en: Mid-Autumn}, from: 2027-09-15, to: 2027-09-15}
  - {name: {zh: 国庆节, en: National Day}, from: 2027-10-01, to: 2027-10-07}
workdays: [2027-05-08]
"""


def test_a_record_names_the_library_the_pack_and_the_question() -> None:
    record = LIAONING.ask("recoverable", TENT, on=ON).record()
    assert (record["policykit"], record["digest"]) == (policykit.__version__, LIAONING.digest)
    assert record["question_digest"] == policykit.shared_questions()["recoverable"].digest is not None
    assert record["calendar_digest"] is None  # no rule counts working days


def test_the_digest_of_a_shared_question_changes_with_what_absence_means() -> None:
    texts = [Source(s.name, s.text.replace("absent: false", "absent: unknown")) for s in files.question_files()]
    before, after = policykit.shared_questions(), lazy_questions(texts)
    changed = {q for q in before if before[q].digest != after[q].digest}
    assert {q for q in before if before[q] != after[q]} == changed
    assert "recoverable" in changed and "in_force" not in changed


def test_a_question_of_the_packs_own_is_among_the_packs_files() -> None:
    policy = policykit.read({"pack.yaml": "pack: p\nquestions: {q: {label: {zh: q, en: q}, outputs: {out: {label: {zh: o, en: o}, type: boolean}}}}\nsilent_on: [q]\n"})
    assert policy.ask("q", {}, on=ON).record()["question_digest"] is None


@pytest.fixture
def later(tmp_path: Path) -> policykit.Policy:
    """Liaoning with one more notice on holidays."""
    (tmp_path / "2027.yaml").write_text(NOTICE, encoding="utf-8")
    return policykit.load("liaoning", notices=tmp_path / "2027.yaml")


def test_working_days_are_named_where_a_rule_asks_for_them(later: policykit.Policy) -> None:
    def asked(policy: policykit.Policy, question: str, facts: dict[str, Any]) -> dict[str, Any]:
        return policy.ask(question, facts, on=ON).record()

    report = {"completed_on": "2026-02-13"}
    plain, known = (asked(p, "acceptance_report_deadline", report) for p in (LIAONING, later))
    assert plain["calendar_digest"] == digest(official())
    assert known["calendar_digest"] == digest(later.pack.calendar) != digest(official())
    assert [n["year"] for n in known["notices"]] == [2027]
    assert asked(later, "recoverable", TENT)["calendar_digest"] is None


def test_an_answer_from_another_process_says_what_that_one_knew(later: policykit.Policy) -> None:
    for policy in (LIAONING, later):
        answer = policy.ask("acceptance_report_deadline", {"completed_on": "2026-02-13"}, on=ON)
        there = pickle.loads(pickle.dumps(answer))
        assert there.record() == answer.record()
        assert there.asked.origin.made == (policykit.__version__, answer.record()["calendar_digest"])


def test_a_duty_has_what_an_answer_has(later: policykit.Policy) -> None:
    log = [{"id": "e1", "kind": "acceptance_completed", "at": "2026-02-13T16:00"}, {"id": "e2", "kind": "arrived", "at": "2026-02-13T16:00"}]
    found = {d.norm: d for d in duties(later, log, datetime(2026, 2, 20))}
    report, settlement = found["acceptance-report"].record(), found["settlement"].record()
    assert {n: report[n] for n in ("policykit", "pack", "digest", "under")} == {"policykit": policykit.__version__, "pack": "liaoning", "digest": later.digest, "under": {}}
    assert (report["calendar_digest"], [n["year"] for n in report["notices"]]) == (digest(later.pack.calendar), [2027])
    assert settlement["calendar_digest"] is None
    assert duties(later, log, datetime(2026, 2, 20), readings={"A10": "working_days"})[0].record()["under"] == {"A10": "working_days"}
    with later.session(now="2026-02-20T00:00", since="2026-02-13") as session:
        for event in log:
            session.post(event)
        assert [d.record() for d in session.duties()] == [d.record() for d in duties(later, log, datetime(2026, 2, 20), since="2026-02-13")]
    assert pickle.loads(pickle.dumps(found["acceptance-report"])).record() == report


def test_a_compiled_module_says_the_same() -> None:
    module: dict[str, Any] = {"__name__": "rules"}
    exec(compile(LIAONING.standalone(), "rules.py", "exec"), module)  # noqa: S102  # our own text
    record = LIAONING.ask("acceptance_report_deadline", {"completed_on": "2026-02-13"}, on=ON).record()
    assert (module["VERSION"], module["DIGEST"], module["CALENDAR_DIGEST"]) == (record["policykit"], record["digest"], record["calendar_digest"])
    assert module["QUESTION_DIGESTS"]["acceptance_report_deadline"] == record["question_digest"]
