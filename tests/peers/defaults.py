"""File 02: rules with exceptions, as Catala's default logic has them.

There an exception wins wherever its own condition holds. In our packs it holds only where a rule that it names holds as well. So an exception of
Catala's is written twice: as an exception to all it descends from, and alone for the cases that none of those covers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policykit import Policy
from policykit.check.pack import check_pack
from policykit.ir.example import Example

from .formulas import formula
from .packs import TODAY, Document, expect, id_of, literal, load, question, refused, type_of, value
from .reading import Fields, NotUnderstood, Reader


@dataclass(frozen=True)
class Definition:
    """One rule of a case."""

    id: str
    label: str | None
    excepts: str | None
    when: str
    value: Any


def default_logic(case: Fields, beside: Mapping[str, Any]) -> None:
    facts, expected = {id_of(n): v for n, v in case.take("in", {}).items()}, case.take("expect")
    pack = pack_of(definitions(_rules(case, beside)), facts)
    if expected == "load_error":
        refused(lambda: load(pack), "cycle", "unknown-rule")
        return
    policy = load(pack)
    if expected == "conflict":
        refused(lambda: policy.ask("q", facts, on=TODAY), "rules-disagree")
    elif expected == "empty":
        assert policy.ask("q", facts, on=TODAY).status == "silent"
    else:
        expect(value(policy.ask("q", facts, on=TODAY)), expected)
    if "static_warning" in case:
        warned(policy, facts, expected == "conflict", case.take("static_warning"))


def _rules(case: Fields, beside: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The rules of the case, or those of another case that it names."""
    if "rules_of" not in case:
        return case.take("rules")  # type: ignore[no-any-return]  # a list, or the next line says what is wrong
    other = next((c for c in beside["cases"] if c["id"] == case.take("rules_of")), None)
    if other is None:
        raise NotUnderstood("no case with these rules")
    return other["rules"]  # type: ignore[no-any-return]  # as above


def definitions(rules: Sequence[Mapping[str, Any]]) -> list[Definition]:
    found = []
    for number, rule in enumerate(rules):
        keys = Fields(rule)
        when = keys.take("when", True)
        condition = formula(when if isinstance(when, str) else literal(when))
        found.append(Definition(id_of(str(rule.get("id", f"rule_{number}"))), keys.take("label", None), keys.take("exception_to", None), condition, keys.take("value")))
        keys.all_taken()
    return found


def pack_of(rules: Sequence[Definition], facts: Mapping[str, Any]) -> Document:
    written = [row for rule in rules for row in rows(rule, rules)]
    gives = {type_of(r.value) for r in rules}
    types = {n: type_of(v) for n, v in facts.items()}
    return {
        "pack": "peer",
        "questions": {"q": question(types, {"out": "number" if gives == {"integer", "number"} else min(gives, default="integer")})},
        "decisions": {"q": {"rules": written}},
    }


def rows(rule: Definition, rules: Sequence[Definition]) -> list[dict[str, Any]]:
    """The rule as our packs say it: once, or twice where it is an exception that may stand alone."""
    row = {"id": rule.id, "if": rule.when, "then": {"out": literal(rule.value)}}
    if rule.excepts is None:
        return [row]
    bases = ancestors(rule, rules)
    if not bases:
        return [{**row, "excepts": [id_of(rule.excepts)]}]  # there is no such label: let the library say so
    found = [{**row, "excepts": [i for b in bases for i in ids(b, rules)]}]
    if alone(rule, rules):
        none_of_them = " and ".join(f"not({b.when})" for b in bases)
        found.append({**row, "id": f"{rule.id}-alone", "if": f"({rule.when}) and {none_of_them}"})
    return found


def ids(rule: Definition, rules: Sequence[Definition]) -> list[str]:
    return [rule.id, f"{rule.id}-alone"] if alone(rule, rules) else [rule.id]


def alone(rule: Definition, rules: Sequence[Definition]) -> bool:
    """Whether an exception may hold where nothing that it descends from does."""
    bases = ancestors(rule, rules)
    return bool(bases) and all(b.when != "true" for b in bases)


def ancestors(rule: Definition, rules: Sequence[Definition]) -> list[Definition]:
    """The rules that this one is an exception to, directly or through others. In a ring it is among its own."""
    found: list[Definition] = []
    open_ = [rule]
    while open_:
        named = open_.pop().excepts
        for base in rules:
            if named is not None and (named == base.label or id_of(named) == base.id) and base not in found:
                found.append(base)
                open_.append(base)
    return found


def warned(policy: Policy, facts: Mapping[str, Any], conflict: bool, expected: bool) -> None:
    """What checking the pack says when this case is one of its own: rules that disagree; or, where two say the same, one that never answers."""
    example = Example(id="case", pack=None, question="q", as_of=TODAY, facts=facts, expected={"status": "answered"}, citation=None, readings=None, why="")
    codes = {d.code for d in check_pack(policy.pack, [example], lambda question, given, on: policy.ask(question, given, on=on))}
    assert ("rules-disagree" in codes) == conflict
    if expected:
        assert "rules-disagree" in codes or "untested-rule" in codes, codes


READER = Reader({"cases": default_logic})
