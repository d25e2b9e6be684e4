"""The typed models of the shared questions: generated from the YAML, and read like the plain facts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import policykit
from policykit import api, files
from policykit.ir.example import Example
from policykit.questions import generate, models
from policykit.questions.base import FactsModel, QuestionModel, ValuesModel
from policykit.source.examples import read_examples

AnyQuestion = type[QuestionModel[FactsModel, ValuesModel]]


def model_of(question: str) -> AnyQuestion:
    found: AnyQuestion = getattr(models, "".join(part.capitalize() for part in question.split("_")))
    return found


def own_cases() -> Iterator[tuple[str, Example]]:
    """Every worked case of every pack, with the pack it belongs to."""
    for pack, folder in api.available().items():
        for source in files.case_files(folder / "cases") if (folder / "cases").is_dir() else []:
            examples, found = read_examples(source)
            assert not found, found
            yield from ((example.pack or pack, example) for example in examples)


def test_the_file_is_as_generated() -> None:
    assert generate.TARGET.read_text(encoding="utf-8") == generate.models(files.shared_questions()), "the questions have changed: run `make models`"


def test_there_is_a_model_for_every_question_and_no_other() -> None:
    assert sorted(model_of(q).question for q in files.shared_questions()) == sorted(files.shared_questions())
    assert len(models.__all__) == len(files.shared_questions())


def test_model_dict_and_json_are_one_case() -> None:
    """Every case of the packs: the model takes its facts, and four ways of asking give one answer."""
    packs = {name: policykit.load(name) for name in api.available()}
    asked = 0
    for pack, example in own_cases():
        question = model_of(example.question)
        facts = question.read_facts(example.facts)
        policy, on = packs[pack], example.as_of
        plain = policy.ask(example.question, example.facts, on=on)
        assert policy.ask(example.question, facts, on=on) == plain, example.id
        assert policy.ask(example.question, json.loads(facts.model_dump_json()), on=on) == plain, example.id
        typed = policy.ask(question, facts, on=on)
        assert typed.record() == plain.record(), example.id
        if plain.values is not None:
            assert isinstance(typed.values, ValuesModel)
            assert question.read_values(json.loads(json.dumps(plain.record()["values"]))) == typed.values, example.id
        asked += 1
    assert asked > 100


def test_facts_are_read_as_a_dict_is() -> None:
    facts = models.CostShare.Facts(amount_cny=Decimal("1.5"), sent_by="city_unit", works_in={"none"})
    assert models.CostShare.Facts.model_validate_json(facts.model_dump_json()) == facts
    assert models.StockOrder.Facts(need="unknown", lots=[]).need == "unknown"
    assert models.Recoverable.Facts(item="unknown", issued_to="victims").used_from is None


@pytest.mark.parametrize(
    ("question", "facts", "said"),
    [
        ("cost_share", {"amount_cny": 1.5, "sent_by": "city_unit", "works_in": []}, "1.5 is a binary float"),
        ("cost_share", {"amount_cny": -1, "sent_by": "city_unit", "works_in": []}, "-1 is below the least value 0"),
        ("recoverable", {"item": "single_tent", "issued_to": "victims", "used_from": "2025-02-30"}, "`2025-02-30` is not a date"),
        ("recoverable", {"item": "single_tent", "issued_to": "victims", "used_from": 20250301}, "20250301 is not a date"),
        ("recoverable", {"item": "single_tent", "issued_to": "victims", "reusable": 1}, "1 is not true or false"),
        ("recoverable", {"item": "singel_tent", "issued_to": "victims"}, "Input should be 'single_tent'"),
        ("recoverable", {"itm": "single_tent", "item": "single_tent", "issued_to": "victims"}, "Extra inputs are not permitted"),
        ("recoverable", {"issued_to": "victims"}, "Field required"),
        ("scrap_procedure", {"steps_done": "abc"}, "'str' instances are not allowed as a Sequence value"),
        ("stock_order", {"need": 1, "lots": [{"id": "A", "level": "village", "quantity": 1}]}, "Input should be 'county'"),
    ],
)
def test_what_is_no_fact_is_refused_once(question: str, facts: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=r"^1 validation error") as refused:
        model_of(question).read_facts(facts)
    assert said in str(refused.value)


def test_a_name_that_python_keeps_has_an_alias() -> None:
    values = models.PlanningDeadline.read_values({"due_date": date(2026, 9, 30), "lead": None, "with": frozenset({"finance"}), "recipient": None})
    assert values.with_ == frozenset({"finance"})
    assert values.record()["with"] == {"finance"}


def test_a_value_beyond_the_model_is_told() -> None:
    """A pack that adds a code: plain dicts take it, the model says how to ask."""
    pack = {
        "pack.yaml": """
pack: isles
label: {zh: 某岛规则, en: isle rules}
jurisdiction: {zh: 某岛, en: the isles}
issuers: [harbour]
level: county
region: "000000"
scope: {zh: 全部, en: all}
status: in_force
parties: {harbour: {zh: 港务, en: harbour office}}
choices: {dispute_resolution.forum: {harbour_master: {zh: 港务长, en: harbour master}}}
decisions:
  dispute_resolution:
    rules:
      - {id: harbour, then: {forum: harbour_master}, cite: {a1: 由港务长决定}}
""",
        "law/rules.md": "第一条 争议由港务长决定。\n",
        "ledger.yaml": "clauses:\n  - {id: a1, quote: 第一条争议由港务长决定。, kind: decision, en: the harbour master decides disputes}\n",
    }
    isles = policykit.read(pack)
    on = date(2026, 1, 1)
    assert isles.ask("dispute_resolution", {"negotiation_failed": True}, on=on).values.forum == "harbour_master"
    with pytest.raises(policykit.PolicyError) as told:
        isles.ask(models.DisputeResolution, models.DisputeResolution.Facts(negotiation_failed=True), on=on)
    assert str(told.value) == (
        'error[beyond-model]: the answer of `isles` to `dispute_resolution` has a value that the shared model does not have\n  help: ask by name: `ask("dispute_resolution", ...)`'
    )


def test_importing_policykit_imports_no_pydantic() -> None:
    done = subprocess.run([sys.executable, "-c", "import sys, policykit; sys.exit('pydantic' in sys.modules)"], check=False)
    assert done.returncode == 0


SNIPPET = """
from datetime import date

import policykit
from policykit.questions.models import CostBearer, Recoverable

liaoning = policykit.load("liaoning")
answer = liaoning.ask(Recoverable, Recoverable.Facts(item="single_tent", issued_to="victims", used_from=date(2025, 3, 1)))
answer.values.outcome
if answer.values is not None:
    reveal_type(answer.values.outcome)
reveal_type(liaoning.ask("recoverable", {}))
liaoning.ask(Recoverable, CostBearer.Facts(cost_item="toll"))
Recoverable.Facts(item="singel_tent", issued_to="victims")
Recoverable.Facts(item="single_tent", isued_to="victims")
"""


def test_a_type_checker_knows_the_outcome_and_finds_slips(tmp_path: Path) -> None:
    mypy = pytest.importorskip("mypy.api", reason="mypy is not installed: typing of the models is not checked")
    snippet = tmp_path / "snippet.py"
    snippet.write_text(SNIPPET, encoding="utf-8")
    said, broken, _ = mypy.run(["--strict", "--no-error-summary", "--hide-error-context", "--cache-dir", str(tmp_path / "cache"), str(snippet)])
    assert not broken
    lines = [line.split("snippet.py:", 1)[1] for line in said.splitlines()]
    outcomes = " | ".join(f"Literal['{code}']" for code in ("recover", "do_not_recover", "clear_and_scrap", "undetermined"))
    assert lines[0] == '9: error: Item "None" of "RecoverableValues | None" has no attribute "outcome"  [union-attr]'  # silent, or not in force
    assert lines[1] == f'11: note: Revealed type is "{outcomes}"'
    assert lines[2] == '12: note: Revealed type is "policykit.ir.answer.Answer[Any]"'
    assert [line.split(":")[0] for line in lines[3:]] == ["13", "14", "15"]
    assert "Literal['singel_tent']\"; expected \"Literal['single_tent'" in lines[4]
    assert 'Unexpected keyword argument "isued_to"' in lines[5]
