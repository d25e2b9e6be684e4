"""File 05: a law that has ended is dead, for itself and for what rests on it; the law as it was known on a day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from policykit import PolicyError

from .packs import Document, day, expect, id_of, label, load, question, refused, said, value
from .reading import Fields, NotUnderstood, Reader

Version = Mapping[str, Any]  # valid_from, valid_to, value


def ending(case: Fields, beside: Mapping[str, Any]) -> None:
    """Ask the law itself, or the one that depends on it, on a day; either may have an older version beside it."""
    law, depends = beside["law"], beside["depends"]
    on, asked = day(case.take("at")), case.take("get")
    versions = [law, *([case.take("with_older_version")] if "with_older_version" in case else [])]
    if asked == law["id"] and len(versions) == 1:
        answer = load(instrument(law)).ask("q", {}, on=on)
        told = "" if answer.status == "answered" else said(answer)
        got = value(answer) if answer.status == "answered" else None
        assert answer.status in ("answered", "not_in_force")
    elif asked in (law["id"], depends["id"]):
        name = id_of(law["id"])
        formula = name if asked == law["id"] else re.sub(rf"\b{law['id']}\.value\b", name, str(depends["value"]))
        got, told = relied_on(name, versions, formula, on)
    else:
        raise NotUnderstood(f"no law `{asked}`")
    _check(case, got, told, law["id"])


def _check(case: Fields, got: Any, told: str, law: str) -> None:
    """A value, or what is told instead of one. The law is told by its name, which is an id with us."""
    if not any(key in case for key in ("out", "error", "error_contains")):
        raise NotUnderstood("neither a value nor an error is expected")
    if "out" in case:
        expect(got, case.take("out"))
        return
    assert got is None and told, f"got {got!r}"
    if "error_contains" in case:
        wanted = case.take("error_contains")
        assert str(wanted) in told or (wanted == law and f"`{id_of(law)}`" in told), told
    if "error" in case:
        assert case.take("error") is True


def instrument(law: Version) -> Document:
    """The law as an instrument with a first and last day."""
    days = {k: law[f"valid_{k}"] for k in ("from", "to") if law.get(f"valid_{k}")}
    address = {"a1": "1"}
    return {
        "pack": id_of(law["id"]),
        "label": label(law["id"]),
        "validity": {**days, "cite": address},
        "clauses": [{"id": "a1", "quote": "1", "kind": "validity", "en": "1"}],
        "questions": {"q": question({}, {"out": "number"})},
        "parameters": {"amount": {"type": "number", "values": [{"value": law["value"]}]}},
        "decisions": {"q": {"rules": [{"id": "amount", "then": {"out": "amount"}}]}},
    }


def relied_on(name: str, versions: Sequence[Version], formula: str, on: date) -> tuple[Any, str]:
    """What a rule that reads the law's value gives on a day, or what is told instead.

    A rule that outlives the value is refused when the pack is read. Then its author ends it with the value, and so do we: on a day that the
    value covers it answers; on any other day nothing is computed, and the refusal is what is told.
    """
    last = max(versions, key=lambda v: v["valid_from"] or "").get("valid_to")
    told = ""
    for end in dict.fromkeys((None, last)):
        try:
            answer = load(reliance(name, versions, formula, end)).ask("q", {}, on=on)
        except PolicyError as e:
            assert [d.code for d in e.diagnostics] == ["parameter-not-in-force"], str(e)
            told = told or str(e)
            continue
        if answer.status == "answered":
            return value(answer), ""
        assert answer.status == "silent" and end is not None and on > day(end), repr(answer)
    return None, told


def reliance(name: str, versions: Sequence[Version], formula: str, last: Any = None) -> Document:
    """A pack whose rule reads the value, to the last day where one is given."""
    values = [{**{k: v[f"valid_{k}"] for k in ("from", "to") if v.get(f"valid_{k}")}, "value": v["value"]} for v in versions]
    return {
        "pack": "relying",
        "questions": {"q": question({}, {"out": "number"})},
        "parameters": {name: {"type": "number", "values": values}},
        "decisions": {"q": {"rules": [{"id": "reads", **({"to": last} if last else {}), "then": {"out": formula}}]}},
    }


def bitemporal(case: Fields, beside: Mapping[str, Any]) -> None:
    """The law for a period as it was known on the day of the assessment."""
    values = []
    for version in map(Fields, beside["versions"]):
        enacted = version.take("enacted_on", None)
        days = {"from": version.take("effective_from"), "to": version.take("effective_to", None), "enacted": version.take("known_from", enacted)}
        values.append({**{k: d for k, d in days.items() if d is not None}, "value": version.take("value")})
        version.all_taken()
    document = {
        "pack": "peer",
        "questions": {"q": question({}, {"out": "number"})},
        "parameters": {"amount": {"type": "number", "values": values}},
        "decisions": {"q": {"rules": [{"id": "amount", "then": {"out": "amount"}}]}},
    }
    assessed = case.take("assessed_on", None)
    policy = load(document, known_on=day(assessed) if assessed else None)
    on = day(case.take("period"))
    if case.take("error", False):
        refused(lambda: policy.ask("q", {}, on=on), "parameter-not-in-force")
    else:
        expect(value(policy.ask("q", {}, on=on)), case.take("out"))


READER = Reader({"cases": ending, "bitemporal": bitemporal}, frozenset({"law", "depends"}))
