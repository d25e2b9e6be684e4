"""Steps are codes that each pack has of its own: answers name them in words, which may be given in place of the codes."""

from __future__ import annotations

import json
from datetime import date

import pytest
from typer.testing import CliRunner

import policykit
from policykit.cli.app import app
from policykit.ir.labels import coded, one_meaning, plain
from policykit.ir.pack import Table
from policykit.ir.types import Choice

ON = date(2026, 7, 20)
STEPS = ("use_approval_chain", "scrap_procedure", "membership_change")


def test_an_answer_names_steps_in_words() -> None:
    answer = policykit.load("changzhi").ask("use_approval_chain", {"kind": "rescue", "steps_done": ["city_government_order"]}, on=ON)
    assert answer.values.next_step == "drc_dispatch_order"
    assert "应办步骤：市政府指令、市发展和改革委员会下达调拨指令、承储企业执行，下一步：市发展和改革委员会下达调拨指令，" in answer.explain("zh")
    assert "已办步骤＝市政府指令" in answer.explain("zh")
    assert "next step: dispatch order of the city commission" in answer.explain("en")


@pytest.mark.parametrize("name", sorted(policykit.available()))
def test_every_step_that_a_rule_gives_has_words(name: str) -> None:
    policy = policykit.load(name)
    for id_ in STEPS:
        question = policy.questions[id_]
        assert {"done", "order_violated"} <= set(question.codes)
        table = policy.pack.decisions.get(id_)
        given = [dict(policy.ask(id_, {**facts, "steps_done": []}, on=ON).values.record()) for facts in cases(policy, id_)] if isinstance(table, Table) else []
        assert {s for values in given for s in (*(values["steps"] or ()), values["next_step"]) if s is not None} <= set(question.codes)


def cases(policy: policykit.Policy, question: str) -> list[dict[str, str]]:
    """Facts for each kind of use or of change."""
    every: list[dict[str, str]] = [{}]
    for fact in policy.questions[question].inputs:
        if fact.name in ("kind", "change"):
            assert isinstance(fact.type, Choice)
            every = [{fact.name: v} for v in fact.type.values]
    return [f for f in every if policy.ask(question, {**f, "steps_done": []}, on=ON).values is not None]


def test_words_may_stand_for_steps_and_lead_back_to_one() -> None:
    question = policykit.shared_questions()["use_approval_chain"]
    words = one_meaning((c, [label]) for c, label in question.codes.items())
    assert [c for c, label in question.codes.items() if plain(label.zh) not in words] == []
    steps = question.input("steps_done")
    assert steps is not None and coded(["市政府指令", "drc_dispatch_order", "什么"], steps.type, question.codes) == ["city_government_order", "drc_dispatch_order", "什么"]


def test_the_command_line_takes_the_words_and_lists_the_codes() -> None:
    told = CliRunner().invoke(app, ["ask", "use_approval_chain", "--in", "changzhi", "--on", "2026-07-20", "kind=rescue", "steps_done=市政府指令", "--json"])
    assert json.loads(told.stdout)["values"]["next_step"] == "drc_dispatch_order"
    listed = CliRunner().invoke(app, ["questions", "membership_change", "--lang", "zh"]).stdout
    assert "successor_replaces                         接任工作的负责同志替补" in listed
    record = json.loads(CliRunner().invoke(app, ["questions", "membership_change", "--json"]).stdout)
    assert record["codes"]["done"] == {"zh": "已办结", "en": "nothing left to do"}
    assert "codes" not in json.loads(CliRunner().invoke(app, ["questions", "recoverable", "--json"]).stdout)
