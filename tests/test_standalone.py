"""A compiled module answers as the library does, in a Python that has neither the library nor anything else installed."""

from __future__ import annotations

import copy
import importlib.util
import pickle
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner

import policykit
from policykit.cli.app import app
from policykit.files import own_examples
from tests.properties import making

PACKS = sorted(policykit.available())
# Reads cases from stdin, asks them of the module named, and writes what it says: plain values only.
ASKER = """
import importlib.util, pickle, sys
spec = importlib.util.spec_from_file_location("rules", sys.argv[1])
rules = importlib.util.module_from_spec(spec)
spec.loader.exec_module(rules)
def plain(value):
    if value is rules.UNKNOWN: return "UNKNOWN"
    if isinstance(value, (rules.Text, rules.Citation, tuple)): return tuple(plain(v) for v in value)
    return {k: plain(v) for k, v in value.items()} if isinstance(value, dict) else value
def told(question, facts, on):
    try: a = rules.ask(question, facts, on)
    except rules.FactsError as e: return [(d.code, tuple(d.message), d.help and tuple(d.help)) for d in e.diagnostics]
    parts = (a.status, a.values and tuple(a.values), a.rule, a.strength, a.basis, a.citations, a.readings, a.why, a.missing, a.outcomes, a.on, a.force, a.facts, a.at_odds)
    return tuple(map(plain, parts))
cases = pickle.load(sys.stdin.buffer)
found = [told(*case) for case in cases]
assert not any(name.startswith(("policykit", "pydantic", "yaml", "typing", "dataclasses")) for name in sys.modules), "needs too much"
sys.stdout.buffer.write(pickle.dumps(found))
"""
Case = tuple[str, Any, date | None]


def plain(value: Any) -> Any:
    if value is policykit.UNKNOWN:
        return "UNKNOWN"
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return {k: plain(v) for k, v in value.items()} if isinstance(value, Mapping) else value


def by_library(policy: policykit.Policy, case: Case) -> Any:
    question, facts, on = case
    try:
        a = policy.ask(question, facts, on=on)
    except policykit.PolicyError as e:
        return [(d.code, tuple(d.message), d.help and tuple(d.help)) for d in e.diagnostics]
    values = None if a.values is None else tuple(a.values)
    return tuple(map(plain, (a.status, values, a.rule, a.strength, a.basis, a.citations, a.readings, a.why, a.missing, a.outcomes, a.on, a.force, a.facts, a.at_odds)))


def by_module(policy: policykit.Policy, cases: list[Case], folder: Path) -> list[Any]:
    """What the compiled module says, in a process of its own that sees no installed package."""
    module = folder / "rules.py"
    module.write_text(policy.standalone(), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", "-S", "-c", ASKER, str(module)], input=pickle.dumps(cases), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found: list[Any] = pickle.loads(done.stdout)  # our own process
    return found


def imported(policy: policykit.Policy, folder: Path) -> ModuleType:
    path = folder / f"{policy.id}_rules.py"
    path.write_text(policy.standalone(), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("pack", PACKS)
def test_it_answers_every_case_of_the_pack_as_the_library_does(pack: str, tmp_path: Path) -> None:
    """Status, values, rule, strength, basis, citations, readings, why, what is missing, what is possible, the day, the force, the facts as read, what they say against each other."""
    policy = policykit.load(pack)
    assert policy.folder is not None
    examples, _ = own_examples(policy.folder)
    cases: list[Case] = [(e.question, dict(e.facts), e.as_of) for e in examples]
    refused = [[("unsupported", ("单独模块不答 `stock_order`：调用顺序须用程序库", "this module does not answer `stock_order`: a draw order needs the library"), None)]]
    for case, found in zip(cases, by_module(policy, cases, tmp_path), strict=True):
        if found in refused:
            assert case[0] == "stock_order"
        else:
            assert found == by_library(policy, case), case


def test_what_facts_say_against_each_other_is_told_as_by_the_library(tmp_path: Path) -> None:
    """Steps misspelt or said by their labels, a last day before the first, a day asked about that is not the day of the law."""
    policy = policykit.load("liaoning")
    steps = ["city_emergency_written_application", "emergency_ordr", "省应急厅调拨指令"]
    cases: list[Case] = [
        ("use_approval_chain", {"kind": "application", "steps_done": steps}, date(2026, 3, 1)),
        ("recoverable", {"item": "single_tent", "issued_to": "victims", "used_from": "2025-08-31", "used_to": "2025-03-01"}, None),
        ("in_force", {"as_of": "2025-11-03"}, date(2026, 7, 20)),
    ]
    found = by_module(policy, cases, tmp_path)
    assert found == [by_library(policy, case) for case in cases]
    assert [bool(f[-1]) for f in found] == [True] * 3


WRONG: list[Case] = [
    ("recoverable", {"item": "singel_tent", "issued_to": "victims", "usedfrom": date(2025, 3, 1)}, date(2025, 9, 1)),
    ("recoverable", {"item": "单帐篷", "used_from": "2025-3-1"}, None),
    ("recoverable", {"item": "single_tent", "issued_to": "victims", "used_from": datetime(2025, 3, 1, 12), "recovery_cost_cny": 0.1}, None),
    ("recoverable", {"item": "single_tent", "issued_to": "victims", "recovery_cost_cny": Decimal("1e50")}, None),
    ("recoverable", {"item": "single_tent", "issued_to": "victims"}, datetime(2025, 3, 1)),
    ("recoverable", [], date(2025, 3, 1)),
    ("recoverable", {"item": "unknown", "issued_to": "victims", "used_from": "2025-01-01", "used_to": "unknown"}, None),
    ("tender_threshold", {}, date(2025, 3, 1)),
]


def test_it_refuses_what_the_library_refuses_in_the_same_words(tmp_path: Path) -> None:
    policy = policykit.load("liaoning")
    assert by_module(policy, WRONG[:-1], tmp_path) == [by_library(policy, case) for case in WRONG[:-1]]


def test_a_question_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    (found,) = by_module(policykit.load("liaoning"), [("recoverabel", {}, date(2025, 3, 1))], tmp_path)
    assert found == [
        ("unknown-question", ("`liaoning` 没有名为 `recoverabel` 的问题", "`liaoning` has no question `recoverabel`"), ("是否指 `recoverable`", "did you mean `recoverable`?"))
    ]


def test_facts_are_given_by_name_and_outputs_read_by_name(tmp_path: Path) -> None:
    rules = imported(policykit.load("liaoning"), tmp_path)
    answer = rules.recoverable(item="single_tent", issued_to="victims", used_from=date(2025, 3, 1), used_to=date(2025, 8, 31))
    assert (answer.status, answer.values.outcome, answer.values.record(), answer.rule) == ("answered", "recover", {"outcome": "recover"}, "single-tent")
    assert [c.address for c in answer.citations] == ["a23.p2.c", "a23.p2.i2"] and answer.on == date(2025, 8, 31)


def test_an_answer_does_not_change(tmp_path: Path) -> None:
    rules = imported(policykit.load("liaoning"), tmp_path)
    answer = rules.recoverable(item="single_tent", issued_to="victims", used_from=date(2025, 3, 1), used_to=date(2025, 8, 31))
    for thing, name in ((answer, "values"), (answer.values, "outcome"), (answer.citations[0], "quote")):
        with pytest.raises(AttributeError):
            setattr(thing, name, "x")


def test_an_answer_is_copied_and_goes_to_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = imported(policykit.load("liaoning"), tmp_path)
    monkeypatch.setitem(sys.modules, rules.__name__, rules)
    cases = ({"used_from": date(2025, 3, 1), "used_to": date(2025, 8, 31)}, {"used_from": "unknown", "used_to": date(2025, 8, 31)})
    for answer in (rules.recoverable(item="single_tent", issued_to="victims", **case) for case in cases):
        for other in (copy.copy(answer), copy.deepcopy(answer), pickle.loads(pickle.dumps(answer))):
            assert other == answer and other.facts == answer.facts and other.citations == answer.citations
            with pytest.raises(AttributeError):
                other.values = None


def test_a_question_may_have_the_name_of_something_in_the_module(tmp_path: Path) -> None:
    ask = making.question({"with": "integer", "count": "integer"}, {"with": "integer", "count": "integer"})
    rule = {"id": "only", "then": {"with": "with", "count": "count"}}
    policy = making.load({"questions": {"ask": ask, "date": ask, "class": ask}, "decisions": {n: {"rules": [rule]} for n in ("ask", "date", "class")}})
    rules = imported(policy, tmp_path)
    for function in (rules.ask_, rules.date_, rules.class_):
        answer = function(with_=1, count=2, on=date(2025, 1, 1))
        assert (getattr(answer.values, "with"), answer.values.count) == (1, 2)


def test_by_name_and_by_dict_are_one(tmp_path: Path) -> None:
    """A fact that is left out is None there, and not in the dict here."""
    policy = policykit.load("changzhi")
    rules = imported(policy, tmp_path)
    assert policy.folder is not None
    examples = [e for e in own_examples(policy.folder)[0] if e.question in rules._QUESTIONS]
    assert examples
    for e in examples:
        day = "as_of" if any(f.name == "on" for f in policy.questions[e.question].inputs) else "on"
        assert getattr(rules, e.question)(**e.facts, **{day: e.as_of}) == rules.ask(e.question, e.facts, e.as_of)


def test_only_what_a_question_needs_is_compiled(tmp_path: Path) -> None:
    rules = imported(policykit.load("liaoning"), tmp_path)
    case = {"item": "single_tent", "issued_to": "victims", "used_from": date(2025, 3, 1), "used_to": date(2025, 8, 31)}
    assert not hasattr(rules, "Decides")
    assert rules.ask("recoverable", case).status == "answered"
    assert hasattr(rules, "Decides") and not hasattr(rules, "read_case") and list(rules._fast) == ["recoverable"]
    assert rules.ask("recoverable", {**case, "used_to": "unknown"}, date(2025, 9, 5)).missing == ("used_to",)
    assert hasattr(rules, "read_case") and list(rules._fast) == ["recoverable"]


def test_a_traceback_shows_the_lines_of_the_module(tmp_path: Path) -> None:
    rules = imported(policykit.load("changzhi"), tmp_path)
    with pytest.raises(rules.FactsError):
        rules.ask("recoverable", {"item": "boats"})
    assert rules.__file__ is not None
    lines = Path(rules.__file__).read_text(encoding="utf-8").splitlines()
    for function in (rules.read_case, rules.cite, rules._fast["recoverable"]):
        assert function.__code__.co_filename == rules.__file__
        assert lines[function.__code__.co_firstlineno - 1].strip().startswith(f"def {function.__name__}(")


def test_many_threads_may_ask_first(tmp_path: Path) -> None:
    rules = imported(policykit.load("changzhi"), tmp_path)
    facts: list[dict[str, Any]] = [{"annual_subsidy_cny": 500_000}, {"annual_subsidy_cny": "unknown"}] * 8
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda f: rules.selection_method(**f, on=date(2025, 12, 1)), facts))
    assert [a.status for a in found] == ["answered", "undetermined"] * 8 and len(set(found)) == 2


def test_it_is_the_same_text_each_time() -> None:
    assert policykit.load("changzhi").standalone() == policykit.load("changzhi").standalone()


@pytest.mark.parametrize("pack", ["changzhi", pytest.param("liaoning", marks=pytest.mark.slow)])
def test_it_is_typed(pack: str, tmp_path: Path) -> None:
    module, use = tmp_path / "rules.py", tmp_path / "use.py"
    module.write_text(policykit.load(pack).standalone(), encoding="utf-8")
    use.write_text("import rules\nanswer = rules.recoverable(item='boat')\nreveal_type(answer.values)\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--config-file=", "rules.py", "use.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    said = done.stdout.splitlines()
    assert [line for line in said if line.startswith("rules.py")] == []
    assert 'use.py:2: error: Argument "item" to "recoverable" has incompatible type' in said[0]
    assert said[1] == 'use.py:3: note: Revealed type is "rules.RecoverableValues | None"'


def test_it_keeps_the_rules_of_ruff(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text(policykit.load("changzhi").standalone(), encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E4,E7,E9,F", "rules.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_command_leaves_a_compiled_copy_that_serves_for_no_other_text(tmp_path: Path) -> None:
    """In a process that may write none itself the copy is taken; once the text has changed, the text is."""
    module = tmp_path / "rules.py"
    assert CliRunner().invoke(app, ["compile", "changzhi", "-o", str(module)]).exit_code == 0
    asking = [sys.executable, "-B", "-v", "-c", "import sys; sys.path.insert(0, sys.argv[1]); import rules; print(hasattr(rules, 'CHANGED'))", str(tmp_path)]

    def imported_from() -> tuple[str, bool]:
        done = subprocess.run(asking, capture_output=True, text=True, check=True, encoding="utf-8", errors="replace")
        return done.stdout.strip(), f"code object from {module}\n" in done.stderr

    assert imported_from() == ("False", False)
    module.write_text(module.read_text(encoding="utf-8") + "\nCHANGED = True\n", encoding="utf-8")
    assert imported_from() == ("True", True)


@pytest.mark.parametrize(("name", "better"), [("x.txt", "x"), ("my-rules.py", "my_rules"), ("class.py", "policy_class"), ("2025.py", "policy_2025")])
def test_a_module_has_a_name_that_import_takes(tmp_path: Path, name: str, better: str) -> None:
    done = CliRunner().invoke(app, ["compile", "changzhi", "-o", str(tmp_path / name), "--lang", "en"])
    assert (done.exit_code, done.stderr) == (2, f"error[module-name]: `{name}` is no name of a module, and could not be imported\n  help: name it {better}.py\n")
    assert list(tmp_path.iterdir()) == []
