"""`policykit duties` under one text and under several: how strictly each duty holds, and why an event moved nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from policykit.casework.duties import duties
from policykit.casework.idle_events import idle_events
from policykit.domain.events import Event

from .commands import run
from .properties.making import label, load, text

PARTIES = {"office": label("office"), "depot": label("depot"), "council": label("council")}
NORMS: Mapping[str, Mapping[str, Any]] = {
    "reporting": {
        "label": {"zh": "报告", "en": "report"}, "must": "report", "by": "office", "to": "council", "starts": "arrived", "due": "start + PT12H",
        "done": {"report_filed": {"report": "arrival"}}, "cite": {},
    },
    "sale": {"label": {"zh": "变卖", "en": "sale"}, "must_not": "sell", "strength": "in_principle", "done": "sold", "cite": {}},
    "use": {"label": {"zh": "使用", "en": "use"}, "may": "use", "starts": "arrived", "done": "goods_used", "strength": "may", "cite": {}},
}  # fmt: skip
SOLD = {"sold": {"label": {"zh": "变卖物资", "en": "goods sold"}}}
A = {"pack": "a", "label": {"zh": "甲办法", "en": "Measures A"}, "jurisdiction": {"zh": "甲市", "en": "City A"}, "parties": PARTIES, "events": SOLD, "norms": NORMS}
B = {
    "pack": "b", "label": {"zh": "乙办法", "en": "Measures B"}, "jurisdiction": {"zh": "乙市", "en": "City B"}, "parties": {"office": label("office")},
    "norms": {"settling": {"label": {"zh": "结算", "en": "settling"}, "must": "settle", "by": "office", "starts": "arrived", "due": "start + P1D", "done": "settled", "cite": {}}},
}  # fmt: skip


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    for document in (A, B):
        (tmp_path / str(document["pack"])).mkdir()
        (tmp_path / str(document["pack"]) / "pack.yaml").write_text(text(document), encoding="utf-8")
    return tmp_path


def logged(folder: Path, *events: Mapping[str, Any]) -> Path:
    log = folder / "log.jsonl"
    log.write_text("\n".join(json.dumps({"at": f"2026-03-02T0{n}:00", "case": "m", "id": f"e{n}", **e}, ensure_ascii=False) for n, e in enumerate(events, 1)), encoding="utf-8")
    return log


def judged(packs: Path, log: Path, *more: str, lang: str = "en") -> tuple[int, str, str]:
    done = run("duties", log, "--search-path", packs, "--now", "2026-03-02T20:00", "--all", *more, "--lang", lang, env={"COLUMNS": "100"})
    return done.exit_code, done.stdout, done.stderr


def test_each_duty_says_how_strictly_it_holds(packs: Path) -> None:
    assert judged(packs, logged(packs, {"kind": "arrived"}), "--in", "a", lang="zh") == (
        0,
        "甲办法 (a)\n"
        "状态、强度   义务       主体，向谁   期限               读法   条文\n"
        "───────────────────────────────────────────────────────────────────\n"
        "已违反       报告 (m)   office       2026-03-02 13:00\n"
        "应当                    向council\n"
        "\n"
        "可以行使     使用 (m)   不限         未规定\n"
        "可以\n"
        "\n"
        "遵守中       变卖       不限         未规定\n"
        "原则上不得\n"
        "\n"
        "已违反 1、可以行使 1、遵守中 1\n",
        "",
    )


def test_one_log_is_judged_under_several_texts(packs: Path) -> None:
    log = logged(packs, {"kind": "arrived", "by": "office"}, {"kind": "sold", "by": "depot"})
    assert judged(packs, log, "--in", "a,b") == (
        0,
        "Measures A (a), Measures B (b)\n"
        "               state,\n"
        "jurisdiction   strength         duty           bearer, to whom   due              readings   clauses\n"
        "────────────────────────────────────────────────────────────────────────────────────────────────────\n"
        "City A         breached         report (m)     office            2026-03-02\n"
        "a              must                            to council          13:00\n"
        "\n"
        "City A         missed (in       sale           anyone            none stated\n"
        "a                principle                                       done\n"
        "                 only)                                             2026-03-02\n"
        "               must not, in                                        02:00\n"
        "                 principle\n"
        "\n"
        "City B         pending          settling (m)   office            2026-03-03\n"
        "b              must                                                01:00\n"
        "                                                                 5 hours left\n"
        "\n"
        "City A         open             use (m)        anyone            none stated\n"
        "a              may\n"
        "\n"
        "breached 1, missed (in principle only) 1, pending 1, open 1\n",
        "note: `b` has no events of these kinds, and they are left out for it: sold (`e2`)\n",
    )


def test_a_kind_that_no_text_knows_is_an_error_once(packs: Path) -> None:
    code, out, err = judged(packs, logged(packs, {"kind": "arrivd"}), "--in", "a,b")
    assert (code, out, err.count("error[unknown-event]")) == (2, "", 1)


def test_the_json_of_several_texts_is_one_list_and_names_the_text_of_each_duty(packs: Path) -> None:
    log = logged(packs, {"kind": "arrived"})
    found = json.loads(judged(packs, log, "--in", "a,b", "--json")[1])
    assert [(d["pack"], d["norm"], d["strength"]) for d in found] == [("a", "reporting", "must"), ("a", "use", "may"), ("a", "sale", "in_principle"), ("b", "settling", "must")]
    assert {d["pack"] for d in json.loads(judged(packs, log, "--in", "b", "--json")[1])} == {"b"}


def test_a_party_that_one_of_the_texts_knows_is_shown_under_it_alone(packs: Path) -> None:
    log = logged(packs, {"kind": "arrived"})
    assert {d["pack"] for d in json.loads(judged(packs, log, "--in", "a,b", "--json", "--party", "office")[1])} == {"a", "b"}
    assert judged(packs, log, "--in", "a,b", "--json", "--party", "depot")[:2] == (0, "[]\n")
    assert judged(packs, log, "--in", "a,b", "--party", "nobody")[0] == 2


def why(events: Sequence[Mapping[str, Any]]) -> list[tuple[str, tuple[str, ...]]]:
    log = [Event(**{"at": f"2026-03-02T0{n}:00", "case": "m", "id": f"e{n}", **e}) for n, e in enumerate(events, 1)]
    pack = load({"parties": PARTIES, "events": SOLD, "norms": NORMS}).pack
    return [(i.why.en, i.events) for i in idle_events(log, duties(pack, log, "2026-03-05T00:00"), pack)]


def test_of_an_event_that_moved_nothing_it_is_told_why() -> None:
    arrival = {"kind": "report_filed", "data": {"report": "arrival"}}
    other = {"kind": "report_filed", "data": {"report": "monthly"}}
    elsewhere = {**arrival, "data": {"report": "arrival", "to": "depot"}}
    assert why([{"kind": "arrived"}, {"kind": "drill_held"}, other, {**arrival, "by": "depot"}, elsewhere, arrival, arrival, {**arrival, "case": "n"}]) == [
        ("no norm is begun, fulfilled or excused by events of this kind", ("e2",)),
        ("the norms that look for this kind ask another `report`", ("e3",)),
        ("it counts only as the deed of office", ("e4",)),
        ("it counts only where it reaches council", ("e5",)),
        ("`e6` had fulfilled its duty before", ("e7",)),
        ("no such duty stood then in its matter and for its period: report", ("e8",)),
    ]
