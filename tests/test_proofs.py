"""What `check` proves, as a user meets it: the case that comes with a fault, the time limit, and what happens where the solver is not installed."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import Any

from policykit import Policy, read
from policykit.check.proofs import prove_pack
from policykit.targets.smt.decided import Decided, Named, agrees, differs
from policykit.targets.smt.facts import Facts
from policykit.targets.smt.logic import both
from policykit.targets.smt.witness import Prover

ON = date(2026, 1, 1)
TENTS = """
pack: tents
questions:
  collect:
    label: {zh: 帐篷是否回收, en: Is a tent collected?}
    inputs:
      item: {label: {zh: 物资, en: item}, type: choice, values: {tent: {zh: 帐篷, en: tent}, bed: {zh: 床, en: bed}, ITEMS}}
      used_from: {label: {zh: 开始使用日期, en: first day of use}, type: date}
      used_to: {label: {zh: 停止使用日期, en: last day of use}, type: date, absent: as_of}
      price: {label: {zh: 价格, en: price}, type: money, absent: unknown}
      worthless: {label: {zh: 没有价值, en: worthless}, type: boolean, absent: false}
    outputs:
      outcome: {label: {zh: 结论, en: outcome}, type: choice, values: {collect: {zh: 回收, en: collect}, leave: {zh: 不回收, en: leave}, scrap: {zh: 报废, en: scrap}}}
parameters:
  limit: {label: {zh: 期限, en: limit}, type: months, values: [{value: LIMIT}]}
  dear: {label: {zh: 贵重, en: dear}, type: money, values: [{value: 500000}]}
decisions:
  collect:
    rules:
      - {id: dear, when: {price: ">= dear"}, then: {outcome: collect}}
      - {id: short, when: {price: "< dear", used_to: "< used_from + limit"}, then: {outcome: collect}}
      - {id: long, when: {price: "< dear", used_to: ">= used_from + limit"}, then: {outcome: leave}}
      - {id: worthless, excepts: [dear, short], when: {worthless: true, item: not(bed)}, then: {outcome: scrap}}
"""


def tents(limit: str = "P12M", more: str = "quilt: {zh: 棉被, en: quilt}", change: tuple[str, str] = ("", "")) -> Policy:
    return read({"pack.yaml": TENTS.replace("LIMIT", limit).replace("ITEMS", more).replace(*change)})


def proved(policy: Policy, limit: float = 10.0) -> list[Any]:
    return prove_pack(policy.pack, lambda question, facts, on: policy.ask(question, facts, on=on), limit)


def test_a_pack_without_a_fault_gives_none() -> None:
    assert proved(tents()) == []


def test_a_boundary_is_said_in_the_words_of_the_rule_twelve_months_not_366_days() -> None:
    (fault,) = proved(tents(change=('">= used_from + limit"', '"> used_from + limit"')))
    assert fault.code == "gap"
    assert json.loads(fault.witness)["facts"] == {"item": "tent", "used_from": "2025-01-01", "price": 1}


def test_a_boundary_of_money_is_the_amount_of_the_law() -> None:
    (fault,) = proved(tents(change=('price: ">= dear"', 'price: "> dear"')))
    assert json.loads(fault.witness)["facts"]["price"] == 500000


def test_a_case_in_json_can_be_asked_again() -> None:
    policy = tents(change=('price: ">= dear"', 'price: "> dear"'))
    (fault,) = proved(policy)
    case = fault.record()["witness"]
    assert policy.ask("collect", case["facts"], on=date.fromisoformat(case["on"])).status == "silent"


def test_where_two_laws_differ_is_found_and_where_they_agree_is_proved() -> None:
    six, nine = tents("P6M").pack, tents("P9M", more="raft: {zh: 橡皮艇, en: raft}").pack
    facts = Facts("collect", [six, nine], ON)
    a, b = Decided(six, facts, ON), Decided(nine, facts, ON)
    prover = Prover(facts, anchor=ON)
    pair = both(differs(a, b), a.answers[Named("collect", "long")], b.answers[Named("collect", "short")])
    witness = prover.smallest(pair).witness
    assert witness is not None
    assert dict(witness.facts) == {"item": "tent", "used_from": date(2025, 7, 1), "price": 1}
    others = both(differs(a, b), *(c for n, c in a.answers.items() if n.rule != "long"))
    assert prover.possible(others) is False
    assert prover.proven(agrees(a, a)) is True
    assert prover.possible(both(a.known, facts.slots["item"].value.bits["raft"])) is False  # type: ignore[union-attr]  # a choice: only the other pack knows it


def test_nothing_is_proved_without_time_and_nothing_said_to_be() -> None:
    assert {d.code for d in proved(tents(), limit=0)} == {"unknown"}


def test_without_the_solver_check_does_the_rest_and_says_what_to_install() -> None:
    code = "import sys; sys.modules['z3'] = None\nfrom policykit.cli import main\nsys.argv = ['policykit', 'check', 'anhui_rural', '--lang', 'en']\nmain()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "note[unsupported]: the solver Z3 is not installed, so nothing is proved" in done.stdout
    assert 'install it: `pip install "policykit[check]"`' in done.stdout


def test_importing_policykit_and_asking_needs_no_solver() -> None:
    code = "import sys; sys.modules['z3'] = None\nimport policykit\nprint(policykit.load('anhui_rural').questions is not None)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"


def test_what_the_solver_has_no_time_for_is_said_of_rules_and_values_too() -> None:
    found = [d.message.en.removeprefix("the solver found no answer in 0 seconds: ") for d in proved(tents(), limit=0)]
    assert "whether the rule `dear` of `collect` ever answers" in found
    assert "whether `outcome`, an output of `collect`, is ever `scrap`" in found
