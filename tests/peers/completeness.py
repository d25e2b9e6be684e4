"""File 03: whether guards cover all inputs, and whether two of them meet, proved as Catala's proof suite does.

Each guard becomes a rule that says something else than the others. What a case assumes bounds every rule, and what lies outside is declared silent:
so a gap or an overlap is told only where the assumption holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from policykit import Policy, PolicyError
from policykit.check.proofs import prove_pack
from policykit.diagnostics import Diagnostic, Source
from policykit.source.yaml import plain, read_yaml

from .formulas import formula
from .packs import TODAY, Document, choice, id_of, label, load, question
from .reading import Fields, NotUnderstood, Reader

TYPES = {
    "bool": "boolean", "boolean": "boolean", "int": "integer", "integer": "integer", "money": "money", "decimal": "number", "rational": "number",
    "rat": "number", "real": "number", "number": "number", "date": "date", "duration": "duration", "period": "months", "months": "months",
}  # fmt: skip
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"(?:get_)?year\(\s*(\w+)\s*\)")
_LENGTH = re.compile(r"(?:length|len|size|number)\(\s*(\w+)\s*\)")
_DAYS = re.compile(r"(\d+)[ _]?days?\b")
_EXAMPLE = re.compile(r"e\.g\.\s*(\S+)")


def proved(case: Fields, _beside: Mapping[str, Any]) -> None:
    variables = {id_of(n): _type(t) for n, t in case.take("var", {}).items()}
    guards, assume = case.take("guards"), case.take("assume", None)
    policy = load(_pack(variables, [_formula(str(g)) for g in guards], _formula(str(assume)) if assume is not None else None))
    found = {code: [d for d in _faults(policy) if d.code == code] for code in ("gap", "overlap", "unknown", "untranslated")}
    assert not found["unknown"] and not found["untranslated"], found
    complete, exclusive = case.take("complete"), case.take("exclusive")
    assert (not found["gap"], not found["overlap"]) == (complete, exclusive), found
    for fault in (*found["gap"], *found["overlap"]):
        _shows(policy, fault.code, _case_of(fault))
    for code, facts in _witnesses(case.take("witness", None), complete):
        _shows(policy, code, {id_of(n): _value(v) for n, v in facts.items()})


def _type(written: Any) -> dict[str, Any]:
    """Our type for a peer's: a word, a list of the codes of an enumeration, or the fields of a structure."""
    if isinstance(written, Mapping):
        if "enum" in written:
            return choice(*map(id_of, written["enum"]))
        return {"type": "record", "fields": {id_of(n): {"label": label(n), **_type(t)} for n, t in written.items()}}
    if isinstance(written, list):
        return choice(*map(id_of, written))
    word = str(written).strip()
    if word in TYPES:
        return {"type": TYPES[word]}
    if listed := re.fullmatch(r"list(?: of |\[|<)(\w+)[\]>]?|(\w+) list", word):
        return {"type": "list", "of": _type(listed[1] or listed[2])}
    if codes := re.fullmatch(r"(?:enum)?\s*[\[({]?\s*(\w+(?:\s*[|,]\s*\w+)+)\s*[\])}]?", word):
        return choice(*map(id_of, re.split(r"\s*[|,]\s*", codes[1])))
    raise NotUnderstood(f"nobody knows the type `{word}`")


def _formula(text: str) -> str:
    """The guard in our words; a day keeps its form."""
    plain_ = _DATE.sub(lambda m: "day_" + m[0].replace("-", "_"), text)
    plain_ = _DAYS.sub(lambda m: f"days_{m[1]}", _LENGTH.sub(r"count_of_\1", _YEAR.sub(r"year_of_\1", plain_)))
    found = formula(re.sub(r"(\w+)\.(\w+)", r"part_\1_of_\2", plain_))
    found = re.sub(r"day_(\d{4})_(\d\d)_(\d\d)", r"\1-\2-\3", found)
    found = re.sub(r"days_(\d+)", r"P\1D", re.sub(r"count_of_(\w+)", r"count(\1)", re.sub(r"year_of_(\w+)", r"\1.year", found)))
    return re.sub(r"part_(\w+?)_of_(\w+)", r"\1.\2", found)


def _pack(variables: Mapping[str, Any], guards: list[str], assume: str | None) -> Document:
    outcomes = choice(*(f"case_{n}" for n in range(max(len(guards), 1))))
    both = [f"({g}) and ({assume})" if assume else g for g in guards]
    rules = [{"id": f"guard-{n}", "if": g, "then": {"out": f"case_{n}"}} for n, g in enumerate(both)]
    outside = [{"if": f"not({assume})", "why": label("assumed away"), "cite": {}}] if assume else []
    decision = {"rules": rules, **({"silent_for": outside} if outside else {})}
    return {"pack": "peer", "label": label("peer"), "questions": {"q": question(variables, {"out": outcomes})}, "decisions": {"q": decision}}


def _faults(policy: Policy) -> list[Diagnostic]:
    return prove_pack(policy.pack, lambda q, facts, on: policy.ask(q, facts, on=on))


def _case_of(fault: Diagnostic) -> Mapping[str, Any]:
    """The smallest case that a fault comes with."""
    root, wrong = read_yaml(Source("witness", fault.witness))
    assert root is not None and not wrong
    found = plain(root)
    assert isinstance(found, Mapping)
    return found["facts"]  # type: ignore[no-any-return]  # a mapping, as `as_json` writes it


def _shows(policy: Policy, code: str, facts: Mapping[str, Any]) -> None:
    """The case is one that no guard takes, or that two guards take."""
    if code == "gap":
        answer = policy.ask("q", facts, on=TODAY)
        assert answer.status == "silent" and answer.rule is None, (facts, answer)
        return
    try:
        got = policy.ask("q", facts, on=TODAY)
    except PolicyError as e:
        assert [d.code for d in e.diagnostics] == ["rules-disagree"], e
        return
    raise AssertionError(f"not an overlap: {facts}: {got!r}")


def _witnesses(written: Any, complete: bool) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The cases that the peer file shows: of the gap where there is one, else of the overlap; or both, told apart."""
    if not isinstance(written, Mapping):
        return
    told = {k: v for k, v in written.items() if k in ("gap", "overlap") and isinstance(v, Mapping)}
    yield from told.items()
    if not told:
        yield ("overlap" if complete else "gap"), written


def _value(written: Any) -> Any:
    """A value as given, or the example in a sentence about it: `any < 1000, e.g. 999.99`."""
    if isinstance(written, str) and (example := _EXAMPLE.search(written)):
        return example[1]
    if isinstance(written, Mapping):
        return {id_of(n): _value(v) for n, v in written.items()}
    return id_of(written) if isinstance(written, str) and re.fullmatch(r"[A-Z]\w*", written) else written


READER = Reader({"cases": proved})
