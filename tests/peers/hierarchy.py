"""File 06: a national rule with local derogations, a special law beside a general one, a power delegated to one layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .packs import TODAY, Document, choice, expect, id_of, label, literal, load, question, said, type_of, value
from .reading import Fields, NotUnderstood, Reader

ALWAYS = {"must_give_reasons": True}  # Awb 3:46, which the general act says of every decision (bezwaartermijn.feature)


# --- national and local


def local_or_national(case: Fields, beside: Mapping[str, Any]) -> None:
    """The municipality's own text is asked; where it is silent on the case, and only there, the national one answers."""
    national, local = beside["national"], beside["local"]
    municipality, expected, source = case.take("municipality"), case.take("out"), case.take("source", None)
    own: Sequence[Mapping[str, Any]] = local.get(municipality, ())
    every = [rule for rules in local.values() for rule in rules]
    facts = {name: case.take(name) for name in sorted({"plant", "postcode"}.union(*every) - {"value"}) if name in case}
    inputs = inputs_of([*every, facts])
    inputs["plant"] = choice(*sorted({*national, *(rule.get("plant", facts["plant"]) for rule in every), facts["plant"]}))
    parent = load(national_pack(national, inputs))
    policy = load(local_pack(id_of(municipality), own, inputs), parents={"national": parent})
    answer = policy.ask("distance", facts, on=TODAY, fall_through=True)
    if expected is None:
        assert answer.status == "silent", repr(answer)
    else:
        expect(value(answer), expected)
    if source is not None:
        expect(answer.pack, id_of(municipality if source == "local" else source))


def inputs_of(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The facts that rules read or a case gives, typed by their values; any may be missing from a case."""
    found: dict[str, Any] = {}
    for entry in entries:
        for name, given in entry.items():
            if name != "value":
                found[name] = {"type": type_of(given[0] if isinstance(given, list) else given), "absent": "none"}
    return found


def national_pack(national: Mapping[str, Any], inputs: Mapping[str, Any]) -> Document:
    key = choice(*national)
    return {
        "pack": "national",
        "questions": {"distance": question(inputs, {"out": "number"})},
        "parameters": {"least": {"type": "number", "key": key, "values": [{"value": national}]}},
        "decisions": {"distance": {"rules": [{"id": "least", "when": {"plant": list(national)}, "then": {"out": "least[plant]"}}]}},
    }


def local_pack(name: str, own: Sequence[Mapping[str, Any]], inputs: Mapping[str, Any]) -> Document:
    """The local text: its rules, or silence on the whole question; the parent covers every case."""
    rules = []
    for number, entry in enumerate(own):
        when = {k: f"[{v[0]}..{v[1]}]" if isinstance(v, list) else v for k, v in entry.items() if k != "value"}
        rules.append({"id": f"rule-{number}", "when": when, "then": {"out": entry["value"]}})
    says = {"decisions": {"distance": {"rules": rules}}} if rules else {"silent_on": ["distance"]}
    cover = {"why": label("?")}
    return {"pack": name, "questions": {"distance": question(inputs, {"out": "number"})}, "parent": {"pack": "national", "covers": {"distance": cover}}, **says}


# --- general and special


def lex_specialis(case: Fields, _: Mapping[str, Any]) -> None:
    """What the special law says stands; on the rest it is silent, and the general one answers."""
    laws = {"general": {**ALWAYS, **case.take("general")}, "special": case.take("special", None) or {}}
    under, expected = case.take("decision_under"), case.take("out")
    if under not in laws:
        raise NotUnderstood(f"no law `{under}`")
    types = {n: type_of(v) for law in laws.values() for n, v in law.items()}
    general = load(law_pack("general", laws["general"], types, None))
    special = load(law_pack("special", laws["special"], types, "general"), parents={"general": general})
    policy = {"general": general, "special": special}[under]
    for name, wanted in expected.items():
        if name not in types:
            raise NotUnderstood(f"neither law speaks of `{name}`")
        answer = policy.ask(name, {}, on=TODAY, fall_through=True)
        expect(value(answer), wanted)
        expect(answer.pack, under if name in laws[under] else "general")


def law_pack(name: str, law: Mapping[str, Any], types: Mapping[str, str], parent: str | None) -> Document:
    document: dict[str, Any] = {
        "pack": name,
        "questions": {n: question({}, {"out": t}) for n, t in types.items()},
        "decisions": {n: {"rules": [{"id": "says", "then": {"out": literal(v)}}]} for n, v in law.items()},
        "silent_on": [n for n in types if n not in law],
    }
    return {**document, "parent": {"pack": parent, "covers": {n: {"why": label("?")} for n in types}}} if parent else document


# --- delegation


def authority_first(case: Fields, _: Mapping[str, Any]) -> None:
    """Of the texts that fill an open term only those of the layer that holds the power count, however high the others rank."""
    term, layer, expected = id_of(case.take("open_term")), id_of(case.take("delegated_layer")), case.take("out")
    candidates = [_candidate(c) for c in case.take("candidates")]
    layers = sorted({layer, *(c[0] for c in candidates)})
    entitled = [f"candidate-{n}" for n, (own, _) in enumerate(candidates) if own == layer]
    rules = []
    for number, (own, amount) in enumerate(candidates):
        # a text without the power is written as one that would beat all others: even so it must not answer
        beats = {"excepts": entitled} if own != layer and entitled else {}
        rules.append({"id": f"candidate-{number}", **beats, "when": {"delegated_to": own}, "then": {"out": amount}})
    document = {"pack": "peer", "questions": {term: question({"delegated_to": choice(*layers)}, {"out": "number"})}, "decisions": {term: {"rules": rules}}}
    answer = load(document).ask(term, {"delegated_to": layer}, on=TODAY)
    if expected in (None, "error", "empty"):
        assert said(answer) and answer.status == "silent"
    else:
        expect(value(answer), expected)


def _candidate(given: Mapping[str, Any]) -> tuple[str, Any]:
    keys = Fields(given)
    found = id_of(keys.take("layer")), keys.take("value")
    keys.take("priority", None)  # of no account between layers; two texts of one layer would disagree, and that is an error
    keys.all_taken()
    return found


READER = Reader({"cases": local_or_national, "lex_specialis": lex_specialis, "authority_first": authority_first}, frozenset({"national", "local"}))
