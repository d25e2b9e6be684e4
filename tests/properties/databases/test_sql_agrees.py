"""A query says in every data base what the reference says: the same status, outcome and rule, on the packs' own cases and on every boundary."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from random import Random

import pytest
from hypothesis import settings

from policykit.api import Policy
from policykit.diagnostics import PolicyError
from policykit.ir.pack import Question

from ..making import FEWEST
from .cases import DAY, KEY, Asked, Row, around, cases_of, columns, decisions, expected, kinds, own_cases, policy, row, told
from .engines import Engine

SOAK = settings.default is not None and settings.default.max_examples > FEWEST
MOST = 120 if SOAK else 20  # cases of one decision; in a usual run the packs' own and some of the rest, always the same
ENGINES = ["duckdb", "postgres", "mariadb"]
IN_SPARK = [("changzhi", "required_buffer"), ("changzhi", "selection_method"), ("liaoning", "recoverable")]  # Spark takes seconds to plan one statement
REFUSED = {
    *((n, "inspection_schedule") for n in ("changzhi", "liaoning", "shanxi")),  # a list of days
    ("changzhi", "enterprise_eligibility"),  # the same
    *((n, "composition_check") for n in ("district_materials", "fujian_supply", "jiangsu")),  # a record
    *((n, q) for n in ("liaoning", "shanxi") for q in ("settlement_deadline", "acceptance_report_deadline")),  # working days
    ("anhui_rural", "cost_share"),  # a division
}


Difference = tuple[Asked, Row, Row | None]


def statement(pack: Policy, question: Question, dialect: str) -> str:
    return pack.sql(question.id, dialect, key=KEY, on_column=DAY, columns=columns(question), pretty=False)


def differences(engine: Engine, pack: Policy, question: Question, cases: list[Asked]) -> list[Difference]:
    """Cases in which the data base says something else: the case, the reference's answer, the data base's."""
    return unlike(engine, question, statement(pack, question, engine.dialect), [(c, expected(pack, question, c)) for c in cases])


def unlike(engine: Engine, question: Question, sql: str, cases: Sequence[tuple[Asked, Row]]) -> list[Difference]:
    engine.load("cases", list(kinds(question)), [row(question, n, c) for n, (c, _) in enumerate(cases)])
    answers = {r[0]: told(question, r[1:]) for r in engine.ask(sql)}
    assert len(answers) == len(cases)
    return [(c, said, answers.get(n)) for n, (c, said) in enumerate(cases) if said != answers.get(n)]


@cache
def asked(name: str, question_id: str) -> tuple[tuple[Asked, Row], ...]:
    """The cases of a decision, with the reference's answers: its own, and a choice of those around them."""
    pack = policy(name)
    question = pack.pack.questions[question_id]
    own = cases_of(pack, question_id, [(f, on) for q, f, on in own_cases(name) if q == question_id])
    every = around(pack, question, own, max(120, len(own)))
    rest = every[len(own) :]
    chosen = Random(f"{name}.{question_id}").sample(rest, min(len(rest), max(0, MOST - len(own))))
    return tuple((c, expected(pack, question, c)) for c in [*own, *chosen])


def compared(engine: Engine, name: str, question_id: str) -> list[Difference]:
    question = policy(name).pack.questions[question_id]
    sql = supported()[name, question_id] if engine.dialect == "duckdb" else statement(policy(name), question, engine.dialect)
    return unlike(engine, question, sql, asked(name, question_id))


@cache
def supported() -> dict[tuple[str, str], str]:
    """The decisions that can be written as SQL, as DuckDB takes them."""
    found = {}
    for name, question in decisions():
        try:
            found[name, question] = statement(policy(name), policy(name).pack.questions[question], "duckdb")
        except PolicyError as e:
            assert [d.code for d in e.diagnostics] == ["unsupported"]
    return found


def test_what_is_refused_is_refused_for_a_reason_that_the_table_names() -> None:
    assert set(decisions()) - supported().keys() == REFUSED


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_every_decision_of_every_pack_comes_out_as_in_the_reference(engine: Engine) -> None:
    wrong = {f"{n}.{q}": found[:3] for n, q in supported() if (found := compared(engine, n, q))}
    assert wrong == {}


@pytest.mark.parametrize(("name", "question"), IN_SPARK, ids=map(".".join, IN_SPARK))
@pytest.mark.parametrize("engine", ["spark"], indirect=True)
def test_a_decision_comes_out_in_spark_as_in_the_reference(engine: Engine, name: str, question: str) -> None:
    assert compared(engine, name, question) == []
