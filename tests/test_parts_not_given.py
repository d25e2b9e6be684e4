"""An event that lacks the part by which a norm would know it may be the very deed: it is told, and no duty stands as surely breached beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from policykit.casework.doubtful_events import doubts
from policykit.casework.duties import duties
from policykit.casework.idle_events import idle_events
from policykit.casework.parts_not_given import possible_deeds
from policykit.domain.events import Event

from .commands import run
from .properties.making import label, load


def norm(**parts: Any) -> dict[str, Any]:
    return {"must": "act", "by": "office", "due": "start + PT48H", "cite": {}, **parts}


OFFICE = load(
    {
        "parties": {"office": label("office"), "depot": label("depot")},
        "events": {
            "found": {"label": label("found"), "fields": {"illegal": {"type": "boolean"}}},
            "checked": {"label": label("checked"), "fields": {"quantity": {"type": "boolean"}}},
        },
        "norms": {
            "order": norm(label=label("order"), starts="order_by_telephone", done={"paperwork_made_up": {"document": "order"}}),
            "notice": norm(label=label("notice"), starts="order_by_telephone", done={"paperwork_made_up": {"document": "notice"}}),
            "urgent": norm(label=label("urgent"), starts={"dispatched": {"kind": "urgent"}}, done={"report_filed": {"report": "urgent_dispatch"}}),
            "transfer": norm(label=label("transfer"), starts={"found": {"illegal": True}}, done="handed_over"),
            "check": norm(label=label("check"), starts="arrived", done={"checked": {"quantity": True}}),
            "no-pledge": {"label": label("no-pledge"), "must_not": "pledge", "by": "office", "done": {"encumbered": {"action": "pledge"}}, "cite": {}},
        },
    }
)
TELEPHONE = {"id": "a", "kind": "order_by_telephone", "at": "2026-03-02T08:00", "case": "m"}
MADE_UP = {"id": "b", "kind": "paperwork_made_up", "at": "2026-03-03T08:00", "case": "m"}
NOW = "2026-03-10T08:00"


def told(**event: Any) -> list[tuple[str, str, str, str, str]]:
    found = doubts(OFFICE.pack, [Event(**{"id": "e", "at": "2026-03-03T08:00", **event})])
    return [(d.code, d.message.en, d.message.zh, d.help.en, d.help.zh) for d in found if d.help is not None]


def test_the_part_and_the_duties_that_the_event_may_fulfil_are_named() -> None:
    assert told(kind="paperwork_made_up") == [
        (
            "part-not-given",
            "event `e` does not say `document`: it may fulfil “order”, “notice”; it is not counted as that",
            "事件 `e`：没有写明文书（`document`），可能是履行“order”、“notice”；现未计入",
            "write `document`: order, notice; where it is none of these, all is well",
            "写明文书（`document`）：order、notice；都不是的，不必理会",
        )
    ]


def test_the_duty_that_it_may_begin_and_the_ban_that_it_may_break_are_named() -> None:
    ((_, begins, *_),) = told(kind="dispatched")
    ((_, breaks, *_),) = told(kind="encumbered")
    assert begins == "event `e` does not say `kind`: it may begin “urgent”; it is not counted as that"
    assert breaks == "event `e` does not say `action`: it may break “no-pledge”; it is not counted as that"


@pytest.mark.parametrize(
    "event",
    [
        {"kind": "paperwork_made_up", "data": {"document": "order"}},
        {"kind": "paperwork_made_up", "by": "depot"},  # not the bearer's deed, whatever it was
        {"kind": "found"},  # a mark that is left out is no
        {"kind": "arrived"},
    ],
)
def test_nothing_is_told_where_the_part_is_given_or_would_change_nothing(event: dict[str, Any]) -> None:
    assert told(**event) == []


def test_a_truth_by_which_a_deed_would_fulfil_its_duty_is_told() -> None:
    assert [m for _, m, *_ in told(kind="checked")] == ["event `e` does not say `quantity`: it may fulfil “check”; it is not counted as that"]


def test_a_session_tells_it_as_the_event_comes() -> None:
    doubted: list[str] = []
    with OFFICE.session(now="2026-03-02T08:00", on_doubt=lambda d: doubted.append(d.code)) as session:
        session.post(MADE_UP)
    assert doubted == ["part-not-given"]


def test_a_duty_names_the_events_that_may_have_fulfilled_it() -> None:
    late = {**MADE_UP, "id": "c", "at": "2026-03-06T08:00", "data": {"document": "order"}}
    others = [{**MADE_UP, "id": "d", "case": "other"}, {**MADE_UP, "id": "f", "at": "2026-03-01T08:00"}, {**MADE_UP, "id": "g", "at": "2026-03-07T08:00"}]
    log = [Event(**e) for e in (TELEPHONE, MADE_UP, late, *others)]  # type: ignore[arg-type]  # as a log has them
    found = duties(OFFICE, log, NOW)
    assert {d.norm: (d.state, ids) for d, ids in possible_deeds(log, found, OFFICE.pack).items()} == {"order": ("fulfilled_late", ("b",)), "notice": ("breached", ("b", "g"))}


def test_an_event_that_moved_nothing_is_not_said_to_have_another_value() -> None:
    log = [Event(**e) for e in (TELEPHONE, MADE_UP)]  # type: ignore[arg-type]  # as a log has them
    (idle,) = idle_events(log, duties(OFFICE, log, NOW), OFFICE.pack)
    assert (idle.events, *idle.why) == (("b",), "没有写明文书（`document`），有关义务据此认定", "it does not say `document`, by which the norms that look for this kind know it")


def test_the_table_says_beside_breached_that_it_may_have_been_done(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").write_text("\n".join(json.dumps({**e, "by": "emergency"}) for e in (TELEPHONE, MADE_UP)), encoding="utf-8")
    words = ("duties", tmp_path / "log.jsonl", "--in", "shanxi", "--now", "2026-03-10", "--case", "m")
    shown = run(*words, env={"POLICYKIT_LANG": "zh", "COLUMNS": "300"})
    lines = shown.stdout.splitlines()
    (at,) = [n for n, line in enumerate(lines) if "补办书面调拨指令 (m)" in line]
    assert lines[at].startswith("已违反") and "或已由 `b` 履行" in lines[at + 1]
    assert "warning[part-not-given]: 事件 `b`：没有写明文书（`document`），可能是履行“补办书面调拨指令”；现未计入" in shown.stderr
    assert [d["perhaps"] for d in json.loads(run(*words, "--json").stdout) if d["norm"] == "written-order"] == [["b"]]
