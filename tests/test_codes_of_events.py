"""The codes in parts of events are written by their labels too, and shown with them; a code that a text itself looks for is always that code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit.casework.duties import duties
from policykit.ir.event_codes import code_meant, code_shown

from .commands import run
from .properties.making import label, load

LIAONING = policykit.load("liaoning")


def reports(word: str) -> policykit.Policy:
    """A text that looks for reports of one kind."""
    done = {"report_filed": {"report": word}}
    return load(
        {
            "parties": {"office": label("office")},
            "norms": {"r": {"label": label("r"), "must": "report", "by": "office", "starts": "arrived", "due": "start + P1D", "done": done, "cite": {}}},
        }
    )


def ended(policy: policykit.Policy, data: dict[str, Any]) -> list[str | None]:
    log = [{"id": "a", "kind": "arrived", "at": "2026-03-02T08:00"}, {"id": "b", "kind": "report_filed", "at": "2026-03-02T09:00", "data": data}]
    return [d.ended_by for d in duties(policy, log, "2026-03-03T08:00")]


@pytest.mark.parametrize("word", ["half_year", "半年报告", "半年报", "half-year report"])
def test_a_report_is_named_by_its_code_or_a_label(word: str) -> None:
    assert ended(reports("half_year"), {"report": word}) == ["b"]
    with reports("half_year").session(now="2026-03-02T10:00") as session:
        session.post({"id": "a", "kind": "arrived", "at": "2026-03-02T08:00"})
        session.post({"id": "b", "kind": "report_filed", "at": "2026-03-02T09:00", "data": {"report": word}})
        assert [d.ended_by for d in session.duties()] == ["b"]


def test_a_word_that_the_text_itself_looks_for_is_that_word() -> None:
    assert ended(reports('"年报"'), {"report": "年报"}) == ["b"]
    assert ended(reports('"年报"'), {"report": "annual"}) == ended(reports("half_year"), {"report": "年报"}) == [None]


def test_codes_are_shown_with_their_labels(tmp_path: Path) -> None:
    shown = run("events", "liaoning", "--lang", "zh", env={"COLUMNS": "300"}).stdout
    assert "report（报告种类）：进展情况报告（progress）、" in shown and "半年报告（half_year）、年度报告（annual）" in shown
    (filed,) = [k for k in json.loads(run("events", "liaoning", "--json").stdout) if k["kind"] == "report_filed"]
    assert {**filed["parts"][0]["labels"]}["half_year"] == {"zh": "半年报告", "en": "half-year report"}
    (tmp_path / "log.jsonl").write_text('{"id": "e", "kind": "report_filed", "at": "2026-03-02T15:30", "data": {"report": "季报"}}', encoding="utf-8")
    warned = run("duties", tmp_path / "log.jsonl", "--in", "liaoning", "--now", "2026-03-10", "--lang", "zh").stderr
    assert warned.startswith("warning[unknown-code]: 事件 `e`：没有义务涉及 `report` 为 `季报` 的事件\n  提示：可用的有：进展情况报告（progress）、")


def test_truths_of_events_are_written_in_words() -> None:
    Used = LIAONING.events["scrapped"]
    assert Used(id="e", at="2026-03-02T08:00", data={"approved": "否"}).data == {"approved": False}


def test_the_codes_of_a_packs_own_kinds_have_the_labels_of_its_choice() -> None:
    kind = policykit.load("changzhi").pack.event_kinds["money_misused"]
    assert [code_shown(kind, "act", code).zh for code in kind.codes["act"]] == ["骗取（cheat）", "挤占（crowd_out）", "截留（retain）", "挪用（divert）"]
    assert code_meant(kind, "act", "挪用") == "divert"
