"""The small packs in `packs/`: each file holds a pack, maybe a case to ask, and every diagnostic they give. `pytest --accept` rewrites these.

based_on: tents            # a file in packs/good whose pack this one changes; left out: nothing but the files below
files: {name: text}        # files of the pack; null takes one away
bytes: {name: text}        # files that are no text: `\\xNN` is a byte
repeated: {name: {before: …, text: …, times: …, after: …}}
parents: [name]            # packs in packs/good that may answer where this one is silent
known_on: 2024-01-01       # the law as it was known on that day
prove: 10                  # what is proved of the pack as well; the time limit in seconds
fall_through: true         # cases that this pack leaves open go to its parent
ask: {question: …, facts: {…}, on: …, floats: [fact]}   # what is asked; `floats` are given as binary floats
expected: [{code, severity, at, underlined, message, help}]   # `times` and `to` where many in a row differ in their place only
"""

from __future__ import annotations

import ast
import inspect
import itertools
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import policykit.check.faults
import policykit.check.proof_faults
import policykit.source.case
import policykit.source.faults
from policykit.api import answerer, read
from policykit.check.instrument import check_parent
from policykit.check.pack import check_pack
from policykit.check.proofs import prove_pack
from policykit.diagnostics import Diagnostic, PolicyError, Source, errors
from policykit.files import shared_questions
from policykit.ir.example import Example
from policykit.source.examples import read_examples
from policykit.source.pack import read_pack
from policykit.source.yaml import plain, read_yaml

PACKS = Path(__file__).parent / "packs"
BAD = sorted((PACKS / "bad").glob("*.yaml"))
GOOD = sorted((PACKS / "good").glob("*.yaml"))
KEYS = {"based_on", "files", "bytes", "repeated", "parents", "known_on", "fall_through", "prove", "ask", "expected"}

# Codes of facts that a pack file cannot show: a list of a million, hundreds of faults, a day that is a moment of Python's.
NOT_IN_A_FILE = {"size", "too-many-faults", "day"}


@cache
def small(path: Path) -> dict[str, Any]:
    """What stands in the file of a small pack."""
    root, found = read_yaml(Source(path.name, path.read_text(encoding="utf-8")))
    assert root is not None and not found, [d.render() for d in found]
    content = plain(root)
    assert isinstance(content, dict) and content.keys() <= KEYS, content.keys() - KEYS
    return content


def files_of(path: Path) -> dict[str, bytes]:
    """The files of a small pack, those it is based on included."""
    content = small(path)
    files = files_of(PACKS / "good" / f"{content['based_on']}.yaml") if "based_on" in content else {}
    for name, text in content.get("files", {}).items():
        files[name] = b"" if text is None else text.encode()
        if text is None:
            del files[name]
    for name, text in content.get("bytes", {}).items():
        files[name] = re.sub(rb"\\x([0-9a-f]{2})", lambda m: bytes.fromhex(m[1].decode()), text.encode())
    for name, parts in content.get("repeated", {}).items():
        files[name] = (parts.get("before", "") + parts["text"] * parts["times"] + parts.get("after", "")).encode()
    return files


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value is not None else None


def diagnostics(path: Path) -> list[Diagnostic]:
    """Everything that a small pack gives: reading it, then asking its case, or checking it and running its cases."""
    content, files = small(path), files_of(path)
    parents = {p: read(files_of(PACKS / "good" / f"{p}.yaml")) for p in content.get("parents", ())}
    known_on = day(content.get("known_on"))
    try:
        policy = read(files, known_on=known_on, parents=parents)
        if "ask" in content:
            asked = content["ask"]
            facts = {n: float(v) if n in asked.get("floats", ()) else v for n, v in asked["facts"].items()}
            policy.ask(asked["question"], facts, on=day(asked.get("on")))
            return []
    except PolicyError as e:
        return list(e.diagnostics)
    examples, found = examples_of(path)
    if errors(found):
        return found
    _, warnings = read_pack(files, shared_questions(), known_on)
    through = bool(content.get("fall_through"))
    proved = prove_pack(policy.pack, answerer(policy.pack), float(content["prove"]), answerer=answerer) if "prove" in content else []
    return [
        *warnings,
        *check_parent(policy.pack, policy.lineage),
        *check_pack(policy.pack, examples, lambda question, facts, on: policy.ask(question, facts, on=on, fall_through=through)),
        *proved,
    ]


def examples_of(path: Path) -> tuple[list[Example], list[Diagnostic]]:
    """The cases of a small pack."""
    examples: list[Example] = []
    found: list[Diagnostic] = []
    for name, data in sorted(files_of(path).items()):
        if name.startswith("cases/"):
            read_here, wrong = read_examples(Source(name, data.decode()))
            examples += read_here
            found += wrong
    return examples, found


# --- what is expected


def told(fault: Diagnostic) -> dict[str, Any]:
    """A diagnostic as the file of a small pack holds it."""
    record = {"code": fault.code, "severity": fault.severity, "at": fault.where, "underlined": visible(fault.underlined), "message": fault.message._asdict()}
    return record | ({"help": fault.help._asdict()} if fault.help is not None else {})


def folded(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Diagnostics of which more than five in a row differ in their place only, as one with their number and the place of the last."""
    found: list[dict[str, Any]] = []
    for _, alike in itertools.groupby(records, key=lambda r: {**r, "at": ""}):
        same = list(alike)
        found += same if len(same) <= 5 else [{**same[0], "times": str(len(same)), "to": same[-1]["at"]}]
    return found


def visible(text: str) -> str:
    """The text with what cannot be seen in the form `\\u202e`."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def written(record: dict[str, Any]) -> str:
    """One expected diagnostic as YAML."""
    lines = [f"{key}: {json_text(value)}" for key, value in record.items() if key not in ("message", "help")]
    for key in ("message", "help"):
        if key in record:
            lines.append(f"{key}:")
            lines += [f"  {language}: {json_text(text)}" for language, text in record[key].items()]
    return "  - " + "\n    ".join(lines) + "\n"


def json_text(text: str) -> str:
    """Text between quotes; plain words go without."""
    if re.fullmatch(r"[a-z][a-z-]*|[a-z/_]+\.(yaml|md)(:\d+:\d+)?", text) and text not in ("null", "true", "false", "yes", "no", "on", "off"):
        return text
    return json.dumps(text, ensure_ascii=False)


def accept(path: Path, found: list[dict[str, Any]]) -> None:
    """Rewrites the part of the file from `expected:` on, which is its last."""
    head, mark, _ = path.read_text(encoding="utf-8").partition("\nexpected:")
    text = "\nexpected: []\n" if not found else "\nexpected:\n" + "".join(written(r) for r in found)
    path.write_text((head if mark else head.rstrip("\n") + "\n") + text, encoding="utf-8", newline="\n")
    small.cache_clear()


@pytest.mark.parametrize("path", [*BAD, *GOOD], ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_small_pack_gives_just_these_diagnostics(path: Path, request: pytest.FixtureRequest) -> None:
    found = folded([told(d) for d in diagnostics(path)])
    if request.config.getoption("accept"):
        accept(path, found)
        return
    assert found == small(path)["expected"]


# --- that they are enough


def test_there_are_bad_packs_enough() -> None:
    assert len(BAD) >= 65
    assert len(GOOD) >= 12
    assert all(re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", p.stem) for p in [*BAD, *GOOD] if p.stem != "tents"), "a pack is named as a sentence"


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_a_bad_pack_has_a_fault(path: Path) -> None:
    assert small(path).get("expected")


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.stem)
def test_a_good_pack_has_cases_and_no_fault(path: Path) -> None:
    examples, _ = examples_of(path)
    assert examples
    assert small(path).get("expected") == []


def faults_in(module: ModuleType) -> list[str]:
    """The functions of a module that make a diagnostic."""
    return [n for n, f in inspect.getmembers(module, inspect.isfunction) if f.__module__ == module.__name__ and f.__annotations__.get("return") == "Diagnostic"]


def test_every_fault_has_a_bad_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each function of these `faults` modules is called for some bad pack."""
    seen: set[str] = set()
    wanted: set[str] = set()
    for module in (policykit.source.yaml_faults, policykit.source.faults, policykit.check.faults, policykit.check.proof_faults):
        for name in faults_in(module):
            wanted.add(f"{module.__name__}.{name}")
            monkeypatch.setattr(module, name, _noted(getattr(module, name), f"{module.__name__}.{name}", seen))
    for path in BAD:
        diagnostics(path)
    assert wanted - seen == set()


def _noted(make: Any, name: str, seen: set[str]) -> Any:
    def noted(*arguments: Any, **named: Any) -> Diagnostic:
        seen.add(name)
        made: Diagnostic = make(*arguments, **named)
        return made

    return noted


def codes_of_facts() -> Iterator[str]:
    """The codes that reading facts may give: the first argument where a fault is made."""
    for node in ast.walk(ast.parse(inspect.getsource(policykit.source.case))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("BadFact", "_fault") and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)


def test_every_fault_of_facts_has_a_bad_pack() -> None:
    expected = {d["code"] for path in BAD if "ask" in small(path) for d in small(path)["expected"]}
    assert set(codes_of_facts()) - NOT_IN_A_FILE - expected == set()
