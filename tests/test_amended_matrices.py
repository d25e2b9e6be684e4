"""A responsibility matrix that is amended: who leads changes from the day on, and what a row for named goods takes from the row for all it gives back when it goes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policykit import Policy, PolicyError, read

from .commands import run

PACK = """
pack: stores
label: {zh: 储备办法, en: Reserve measures}
jurisdiction: {zh: 某市, en: A city}
issuers: [bureau]
level: city
region: "210100"
status: in_force
validity: {from: 2022-01-01, cite: {a4: 自2022年1月1日起施行}}
parties: {bureau: {zh: 局, en: bureau}, drc: {zh: 发改委, en: commission}, industry: {zh: 工信局, en: industry bureau}}
decisions:
  responsible_actor:
    matrix:
      - {id: planning, category: [all], function: [planning, catalogue], lead: [bureau], cite: {a1: [局负责规划, 和目录]}}
      - {id: grain, category: [grain], function: [planning], lead: [drc], cite: {a2: 粮食由发改委规划}}
      - {id: helps, category: [grain], function: [planning], assisting: [industry], cite: {a3: 工信局配合}}
clauses:
  - {id: a1, quote: 第一条 局负责规划和目录。, kind: decision, en: the bureau plans}
  - {id: a2, quote: 第二条 粮食由发改委规划。, kind: decision, en: the commission plans grain}
  - {id: a3, quote: 第三条 粮食的规划由工信局配合。, kind: decision, en: industry helps}
  - {id: a4, quote: 第四条 自2022年1月1日起施行。, kind: validity, en: in force}
"""
LAW = "# 第一条\n\n局负责规划和目录。\n\n# 第二条\n\n粮食由发改委规划。\n\n# 第三条\n\n粮食的规划由工信局配合。\n\n# 第四条\n\n自2022年1月1日起施行。\n"
OLD, NEW = date(2024, 12, 31), date(2025, 1, 1)


def amendment(changes: str, name: str = "new", first: date = NEW) -> str:
    return f"amendment: {name}\ntitle: {{zh: 修正案, en: amendment}}\namends: stores\nfrom: {first}\nchanges:\n{changes}"


def amended(*changes: str) -> Policy:
    return read({"pack.yaml": PACK, "law/m.md": LAW}, amendments={f"{n}.yaml": c for n, c in enumerate(changes)})


def who(policy: Policy, category: str, function: str, on: date) -> tuple[Any, ...]:
    """Status, who leads, who assists, by which clauses."""
    answer = policy.ask("responsible_actor", {"category": category, "function": function}, on=on)
    parts = answer.values.record() if answer.values is not None else {"lead": [], "assisting": []}
    return answer.status, sorted(parts["lead"] or ()), sorted(parts["assisting"] or ()), list(dict.fromkeys(c.address for c in answer.citations))


MOVED = amendment("  - text: {a1: {replace: 局负责, by: 工信局负责}}\n    replace: {responsible_actor/planning: {lead: [industry], cite: {a1: [工信局负责规划, 和目录]}}}\n")
GONE = amendment("  - text: {a2: {repeal: true}}\n    repeal: responsible_actor/grain\n")


def test_another_body_leads_from_the_day_on() -> None:
    law = amended(MOVED)
    assert who(law, "pork", "planning", OLD) == ("answered", ["bureau"], [], ["a1"])
    assert who(law, "pork", "planning", NEW) == ("answered", ["industry"], [], ["a1"])
    assert who(law, "grain", "planning", NEW) == ("answered", ["drc"], ["industry"], ["a2", "a3"])


def test_goods_whose_row_goes_fall_to_the_row_for_all() -> None:
    law = amended(GONE)
    assert who(law, "grain", "planning", OLD) == ("answered", ["drc"], ["industry"], ["a2", "a3"])
    assert who(law, "grain", "planning", NEW) == ("answered", ["bureau"], ["industry"], ["a1", "a3"])
    assert who(law, "grain", "catalogue", OLD) == who(law, "grain", "catalogue", NEW) == ("answered", ["bureau"], [], ["a1"])


def test_goods_that_get_a_row_leave_the_row_for_all() -> None:
    change = "  - text: {a2: {replace: 粮食由发改委规划, by: 粮食由发改委规划，猪肉由工信局规划}}\n"
    kept = "    replace: {responsible_actor/grain: {cite: {a2: 粮食由发改委规划}}}\n"
    law = amended(amendment(change + kept + "    add: {responsible_actor/pork: {category: [pork], function: [planning], lead: [industry], cite: {a2: 猪肉由工信局规划}}}\n"))
    assert who(law, "pork", "planning", OLD) == ("answered", ["bureau"], [], ["a1"])
    assert who(law, "pork", "planning", NEW) == ("answered", ["industry"], [], ["a2"])
    assert who(law, "salt", "planning", NEW) == ("answered", ["bureau"], [], ["a1"])


def test_two_amendments_follow_each_other() -> None:
    later = amendment(
        "  - text: {a1: {replace: 局负责, by: 发改委负责}}\n    replace: {responsible_actor/planning: {lead: [drc], cite: {a1: [发改委负责规划, 和目录]}}}\n",
        "later",
        date(2026, 1, 1),
    )
    law = amended(GONE, later)
    asked = [who(law, "grain", "planning", day)[1] for day in (OLD, NEW, date(2025, 12, 31), date(2026, 1, 1))]
    assert asked == [["drc"], ["bureau"], ["bureau"], ["drc"]]


def test_a_row_can_become_open() -> None:
    opened = amendment(
        "  - text: {a2: {replace: 由发改委, by: 等由发改委}}\n    replace: {responsible_actor/grain: {open: {zh: 等, en: open list}, cite: {a2: 粮食等由发改委规划}}}\n"
    )
    law = amended(opened)
    assert who(law, "grain", "planning", NEW)[0] == "undetermined"


def test_every_target_decides_an_amended_matrix_alike() -> None:
    pl = pytest.importorskip("polars")
    law = amended(GONE)
    for day in (OLD, NEW):
        cases = pl.DataFrame({"category": ["grain", "pork", "grain", "salt"], "function": ["planning", "planning", "catalogue", "planning"]})
        rows = law.ask_frame("responsible_actor", cases, on=day)
        by_frame = [(r["status"], sorted(r["lead"] or []), sorted(r["assisting"] or [])) for r in rows.to_dicts()]
        alone = [(s, sorted(lead), sorted(helps)) for s, lead, helps, _ in (who(law, r["category"], r["function"], day) for r in cases.to_dicts())]
        assert by_frame == alone


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ("  - text: {a2: {replace: 由, by: 归}}\n    repeal: responsible_actor/pork\n", ("unknown-rule", "pork")),
        (
            "  - text: {a2: {replace: 由, by: 归}}\n    add: {responsible_actor/grain: {category: [pork], function: [planning], lead: [drc], cite: {a2: 规划}}}\n",
            ("twice", "grain"),
        ),
        ("  - text: {a2: {replace: 由, by: 归}}\n    replace: {responsible_actor/grain: {leads: [drc], cite: {a2: 规划}}}\n", ("unknown-key", "leads")),
        ("  - text: {a2: {replace: 由, by: 归}}\n    replace: {responsible_actor/grain: {lead: [drcc], cite: {a2: 规划}}}\n", ("unknown-party", "drcc")),
    ],
)
def test_what_is_wrong_with_a_row_is_told_where_the_amendment_has_it(changes: str, told: tuple[str, str]) -> None:
    with pytest.raises(PolicyError) as e:
        amended(amendment(changes))
    assert [(d.code, d.underlined.rpartition("/")[2]) for d in e.value.diagnostics if d.code == told[0]] == [told], e.value


def test_a_draft_that_moves_a_duty_of_a_body_is_told_as_what_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(
        """amendment: checks
title: {zh: 草案}
amends: liaoning
from: 2027-01-01
changes:
  - text:
      a7.p1: {replace: 省粮食和储备局, by: 省应急厅}
    replace:
      responsible_actor/depot-choice: {lead: [emergency], cite: {a7.p1: 在指定的区域内选择储备库储存}}
""",
        encoding="utf-8",
    )
    done = run("draft", path, "--json")
    found = json.loads(done.stdout)
    assert [q["question"] for q in found["questions"]] == ["responsible_actor"], done.stdout[:2000]
