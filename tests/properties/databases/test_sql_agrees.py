"""A query says in every data base what the reference says: the same status, outcome and rule, on the packs' own cases and on every boundary."""

from __future__ import annotations

import pytest

from policykit.api import Policy
from policykit.diagnostics import PolicyError
from policykit.ir.pack import Question

from .cases import DAY, KEY, Asked, Row, around, cases_of, columns, decisions, expected, kinds, own_cases, policy, row, told
from .engines import Engine

MOST = 30  # cases of one decision in a usual run
ENGINES = ["duckdb", "postgres", "mariadb"]
IN_SPARK = [("changzhi", "required_buffer"), ("changzhi", "selection_method"), ("liaoning", "recoverable")]  # Spark takes seconds to plan one statement
REFUSED = {
    *((n, "inspection_schedule") for n in ("changzhi", "liaoning", "shanxi")),  # a list of days
    ("changzhi", "enterprise_eligibility"),  # the same
    *((n, "composition_check") for n in ("district_materials", "fujian_supply", "jiangsu")),  # a record
    *((n, q) for n in ("liaoning", "shanxi") for q in ("settlement_deadline", "acceptance_report_deadline")),  # working days
    ("anhui_rural", "cost_share"),  # a division
}


def differences(engine: Engine, pack: Policy, question: Question, cases: list[Asked], **options: object) -> list[tuple[Asked, Row, Row | None]]:
    """Cases in which the data base says something else: the case, the reference's answer, the data base's."""
    sql = pack.sql(question.id, engine.dialect, key=KEY, on_column=DAY, columns=columns(question), pretty=False, **options)
    engine.load("cases", list(kinds(question)), [row(question, n, c) for n, c in enumerate(cases)])
    answers = {r[0]: told(question, r[1:]) for r in engine.ask(sql)}
    assert len(answers) == len(cases)
    pairs = [(c, expected(pack, question, c), answers.get(n)) for n, c in enumerate(cases)]
    return [p for p in pairs if p[1] != p[2]]


def compared(engine: Engine, name: str, question_id: str, most: int = MOST) -> list[tuple[Asked, Row, Row | None]]:
    pack = policy(name)
    question = pack.pack.questions[question_id]
    own = cases_of(pack, question_id, [(f, on) for q, f, on in own_cases(name) if q == question_id])
    return differences(engine, pack, question, around(pack, question, own, max(most, len(own))))


def supported() -> list[tuple[str, str]]:
    """The decisions that can be written as SQL."""
    found = []
    for name, question in decisions():
        try:
            policy(name).sql(question, key=KEY, on_column=DAY, columns=columns(policy(name).pack.questions[question]), pretty=False)
        except PolicyError as e:
            assert [d.code for d in e.diagnostics] == ["unsupported"]
        else:
            found.append((name, question))
    return found


def test_what_is_refused_is_refused_for_a_reason_that_the_table_names() -> None:
    assert set(decisions()) - set(supported()) == REFUSED


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_every_decision_of_every_pack_comes_out_as_in_the_reference(engine: Engine) -> None:
    wrong = {f"{n}.{q}": found[:3] for n, q in supported() if (found := compared(engine, n, q))}
    assert wrong == {}


@pytest.mark.parametrize(("name", "question"), IN_SPARK, ids=".".join)
@pytest.mark.parametrize("engine", ["spark"], indirect=True)
def test_a_decision_comes_out_in_spark_as_in_the_reference(engine: Engine, name: str, question: str) -> None:
    assert compared(engine, name, question) == []


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["duckdb"], indirect=True)
def test_many_more_boundaries_come_out_as_in_the_reference(engine: Engine) -> None:
    wrong = {f"{n}.{q}": found[:3] for n, q in supported() if (found := compared(engine, n, q, 4 * MOST))}
    assert wrong == {}
