"""The wheel in an empty environment answers as the checkout does, and finds packs that others bring."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import policykit

ROOT = Path(__file__).parent.parent

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("hatchling") is None, reason="hatchling is not installed: no wheel can be built"),
    pytest.mark.skipif(find_spec("pip") is None, reason="pip is not installed: no wheel can be built"),
]

QUESTION = "recoverable"
FACTS = {"item": "single_tent", "issued_to": "victims", "used_from": "2025-03-01", "used_to": "2025-08-31"}
ISLES = {
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
        decisions:
          cost_bearer:
            rules:
              - {id: harbour, then: {bearer: harbour}, cite: {a1: 费用由港务负担}}
        """,
    "law/rules.md": "第一条 费用由港务负担。\n",
    "ledger.yaml": """
        clauses:
          - {id: a1, quote: 第一条费用由港务负担。, kind: decision, en: the harbour office bears the cost}
        """,
}


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command says. Nothing of this environment's own Python reaches it."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "POLICYKIT"))}
    done = subprocess.run([str(c) for c in command], cwd=cwd, env=clean | {"PYTHONUTF8": "1"} | environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def wheel_of(project: Path, into: Path) -> Path:
    """The wheel of a project, built with the hatchling at hand."""
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--wheel-dir", into, project, cwd=into)
    (wheel,) = into.glob("*.whl")
    return wheel


def write_pack(folder: Path) -> None:
    for name, text in ISLES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel_of(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an empty environment into which the wheel was installed."""
    environment = tmp_path_factory.mktemp("empty") / "venv"
    run(sys.executable, "-m", "venv", environment, cwd=ROOT)
    found = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(found, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", ROOT / "constraints.txt", wheel, cwd=environment)
    return found


def asked(python: Path, cwd: Path, expression: str, **environment: str) -> Any:
    """The value of an expression over `policykit`, in the other environment."""
    return json.loads(run(python, "-c", f"import json, policykit; print(json.dumps({expression}))", cwd=cwd, **environment))


def test_the_wheel_carries_the_packs_and_the_questions(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    packs = {p.relative_to(ROOT).as_posix() for p in (ROOT / "jurisdictions").rglob("*") if p.is_file()}
    package = {p.relative_to(ROOT).as_posix() for pattern in ("*.py", "*.yaml", "py.typed") for p in (ROOT / "policykit").rglob(pattern)}
    assert names >= {f"policykit/{p}" for p in packs}
    assert names >= package
    assert {n.split("/")[0] for n in names} == {"policykit", f"policykit-{policykit.__version__}.dist-info"}


def test_it_answers_as_the_checkout_does(python: Path, tmp_path: Path) -> None:
    there = asked(python, tmp_path, f'policykit.load("liaoning").ask({QUESTION!r}, {FACTS!r}).record()')
    assert there == policykit.load("liaoning").ask(QUESTION, FACTS).record()
    assert there["values"] == {"outcome": "recover"}
    place = Path(asked(python, tmp_path, 'str(policykit.load("liaoning").folder)'))
    assert place.parts[-3:] == ("policykit", "jurisdictions", "liaoning")
    assert python.parent.parent in place.parents


def test_typed_models_and_the_command_are_there(python: Path, tmp_path: Path) -> None:
    code = f"""
        import policykit
        from policykit.questions.models import Recoverable
        print(policykit.load("liaoning").ask(Recoverable, Recoverable.Facts(**{FACTS!r})).values.outcome)
        """
    assert run(python, "-c", textwrap.dedent(code), cwd=tmp_path).strip() == "recover"
    said = run(python.parent / "policykit", "ask", QUESTION, "--in", "liaoning", "--json", *[f"{k}={v}" for k, v in FACTS.items()], cwd=tmp_path)
    assert '"recover"' in said


def test_packs_of_others_are_found(python: Path, tmp_path: Path) -> None:
    """By a search path, by `POLICYKIT_PATH`, and from a distribution that names its folder in the entry-point group."""
    write_pack(tmp_path / "folder" / "isles")
    answer = 'ask("cost_bearer", {"cost_item": "transport"}, on=__import__("datetime").date(2026, 1, 1)).values.bearer'
    assert "isles" not in asked(python, tmp_path, "list(policykit.available())")
    assert asked(python, tmp_path, f'policykit.load("isles", search_path=["folder"]).{answer}') == "harbour"
    assert asked(python, tmp_path, f'policykit.load("isles").{answer}', POLICYKIT_PATH=str(tmp_path / "folder")) == "harbour"

    project = tmp_path / "isle-rules"
    write_pack(project / "isle_rules" / "isles")
    (project / "isle_rules" / "__init__.py").write_text('"""Packs of the isles."""\n', encoding="utf-8")
    (project / "pyproject.toml").write_text(
        textwrap.dedent("""
            [build-system]
            requires = ["hatchling"]
            build-backend = "hatchling.build"

            [project]
            name = "isle-rules"
            version = "1"

            [project.entry-points."policykit.jurisdictions"]
            isles = "isle_rules"
            """),
        encoding="utf-8",
    )
    wheel = wheel_of(project, tmp_path)
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", wheel, cwd=tmp_path)
    assert asked(python, tmp_path, f'policykit.load("isles").{answer}') == "harbour"
    assert "isles" in asked(python, tmp_path, "list(policykit.available())")
